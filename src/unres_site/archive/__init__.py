"""All records together: what none of them knows alone."""

from unres_site.archive.archive import Archive, Session
from unres_site.archive.relations import Relation, Relations, find_stale
from unres_site.archive.summary import Summary, Text, cites_of, summary_of

__all__ = [
    "Archive",
    "Relation",
    "Relations",
    "Session",
    "Summary",
    "Text",
    "cites_of",
    "find_stale",
    "summary_of",
]
