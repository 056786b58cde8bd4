"""The files that a browser searches with. They are classic scripts, for a page from a disk may load nothing else.

    search/header.js             what every query needs: the number of texts, where terms are, filters
    search/lengths/0.js …        the lengths of texts, for scores
    search/terms/5c0f-3.js …     terms with their postings (`index.entries`), in shards (`index.sharding`)
    search/words/0.js …          the words in order, with their stems (`index.vocabulary`)
    search/phrases/0.js …        in how many texts each phrase is that more than a few have (`files.phrases`)
    search/texts/0.js …          symbols, titles, dates, addresses: what a list of results shows
    search/simplified.js         traditional characters and their simplified ones, for queries
    search/dates.js              all dates, for sorting
    search/topics.js             the texts of each topic, if there are any
    search/passages/A/RES/58/58.js   the paragraphs and notes of one text, for checks and snippets; at the end its
                                 traditional characters, if it has any, each with its simplified one

Each calls `unresSearch.receive(name, value)`. The name is its path without `search/` and `.js`.
"""
