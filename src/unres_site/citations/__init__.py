"""The documents that a text cites: the doors to this folder are `find_citations` and `find_instruments`.

Notes also need `resolve_repeats`, the paragraphs of a whole text `settle_rivals`.

| module | does |
|---|---|
| `numbers` | numbers of resolutions and decisions, and whose they are |
| `references` | what words refer to without a symbol |
| `phrases` | a language's words of citation and reference as parts of patterns |
| `finding` | all citations of a text, symbols included |
"""

from unres_site.citations.finding import Citation, find_citations
from unres_site.citations.numbers.rivals import settle_rivals
from unres_site.citations.references.instruments import (
    find_instruments,
    may_name_instruments,
)
from unres_site.citations.references.repeats import resolve_repeats

__all__ = [
    "Citation",
    "find_citations",
    "find_instruments",
    "may_name_instruments",
    "resolve_repeats",
    "settle_rivals",
]
