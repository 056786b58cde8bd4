"""All records together: what none of them knows alone."""

from unres_site.archive.agreement import Disagreement, find_disagreements
from unres_site.archive.archive import Archive, Session
from unres_site.archive.outline import TextOutline, make_outline
from unres_site.archive.relations import Relation, Relations, find_stale
from unres_site.archive.summary import (
    Summary,
    Text,
    list_cited,
    make_full_title,
    summarize,
)

__all__ = [
    "Archive",
    "Disagreement",
    "Relation",
    "Relations",
    "Session",
    "Summary",
    "Text",
    "TextOutline",
    "find_disagreements",
    "find_stale",
    "list_cited",
    "make_full_title",
    "make_outline",
    "summarize",
]
