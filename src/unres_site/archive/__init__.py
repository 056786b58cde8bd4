"""All records together: what none of them knows alone."""

from unres_site.archive.archive import Archive, Session
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
    "Relation",
    "Relations",
    "Session",
    "Summary",
    "Text",
    "find_stale",
    "list_cited",
    "make_full_title",
    "summarize",
]
