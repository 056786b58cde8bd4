"""One source text to records: the only door to this folder is `load`. Pure: bytes in, a `Reading` out.

    source → cleaning → notes → blocks → structure → resolution

| file or folder | does |
|---|---|
| `source` | bytes to characters, and lines that know their place |
| `frame` | what stands around the text: language, formula, title, masthead |
| `cleaning` | page furniture into the ledger |
| `notes/` | notes and marks set apart from the text |
| `layout`, `numbering`, `rules`, `blocks` | where each paragraph begins: `rules.RULES` is the one ordered table |
| `parts`, `structure` | several resolutions of one text; kinds, nesting and addresses of paragraphs |
| `canonical`, `runs`, `corrections`, `citations/` | words, marks, citations, an editor’s additions |
| `damage/` | what an archivist should look at |
| `resolution`, `load` | all of it put together, and the way of a text from end to end |
"""

from unres_site.loader.load import load

__all__ = ["load"]
