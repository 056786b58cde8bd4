"""The documents that a text cites: the door to this folder is `find_citations`.

| module | does |
|---|---|
| `grammar` | numbers and words, as patterns of a language |
| `context` | what words say about a number |
| `attribution` | whose resolution a number is |
| `kind_after` | languages in which the word resolution follows the numbers |
| `kind_before` | languages in which it precedes them |
| `reading` | the numbers of a text with what is said about each |
| `finding` | all citations of a text, symbols included |
"""

from unres_site.citations.finding import Citation, find_citations

__all__ = ["Citation", "find_citations"]
