"""The documents that a text cites: the doors to this folder are `find_citations` and `find_instruments`.

Notes also need `resolve_repeats`, the paragraphs of a whole text `settle_rivals`.

| module | does |
|---|---|
| `grammar` | numbers and words, as patterns of a language |
| `context` | what words say about a number |
| `attribution` | whose resolution a number is |
| `kind_after` | languages in which the word resolution follows the numbers |
| `kind_before` | languages in which it precedes them |
| `reading` | the numbers of a text with what is said about each |
| `places` | places in documents: annexes, chapters, paragraphs |
| `named` | treaties, records, `Ibid.`, this resolution, other bodies' resolutions |
| `instruments` | names of treaties, declarations, programmes of action |
| `attaching` | which document a place is in |
| `repeats` | what `Ibid.` repeats |
| `rivals` | numbers that two organs have |
| `phrases` | a language's words of reference as parts of patterns |
| `finding` | all citations of a text, symbols included |
"""

from unres_site.citations.finding import Citation, find_citations
from unres_site.citations.instruments import find_instruments, may_name_instruments
from unres_site.citations.repeats import resolve_repeats
from unres_site.citations.rivals import settle_rivals

__all__ = [
    "Citation",
    "find_citations",
    "find_instruments",
    "may_name_instruments",
    "resolve_repeats",
    "settle_rivals",
]
