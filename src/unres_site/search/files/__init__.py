"""The files that a browser searches with. They are classic scripts, for a page from a disk may load nothing else.

    search/header.js             what every query needs: the number of texts, filters, the digests of most other files
    search/build.js              the digest of the header
    search/lengths/0.js …        the lengths of texts, for scores
    search/directory/0.js …      where terms are: the shards of each group of terms, with their digests
    search/terms/5c0f-3.js …     terms with their postings (`index.entries`), in shards (`index.sharding`)
    search/words/0.js …          the words in order, with their stems (`index.vocabulary`)
    search/phrases/0.js …        in how many texts each phrase is that more than a few have (`files.phrases`)
    search/phrases.js            the digests of these files
    search/translations/0.js …   what words are called in other languages (`files.translations`)
    search/translations.js       the digests of these files
    search/texts/0.js …          symbols, titles, dates, addresses: what a list of results shows
    search/simplified.js         traditional characters and their simplified ones, for queries
    search/dates.js              all dates, for sorting
    search/topics.js             the texts of each topic, if there are any
    search/passages/A/RES/58/58.js   the paragraphs and notes of one text, for checks and snippets; at the end its
                                 traditional characters, if it has any, each with its simplified one

Each calls `unresSearch.receive(name, digest, value)`. The name is its path without `search/` and `.js`. The digest
(`files.scripts`) is that of its value; a file of symbols and titles has the one of its segment (`files.texts`). Header,
directory and cards have the digests of the files that they lead to, so all that a query reads is of one build. The page
asks for the header by its plain address, so a cache may give an older one. The file `build` says which it must be, and
is asked for by an address that no cache has.
"""

UNSTAMPED = ("search/header.js", "search/build.js")
"""The files that are asked for without a digest."""

FOLDERS = (
    "directory",
    "lengths",
    "passages",
    "phrases",
    "terms",
    "texts",
    "translations",
    "words",
)
"""The folders below `search/`. What a browser asks for in them never changes, for the address has a digest."""
