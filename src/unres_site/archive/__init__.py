"""All records together: what none of them knows alone."""

from unres_site.archive.agreed.finding import AgreedParagraph, find_agreed
from unres_site.archive.agreed.hashes import ParagraphHashes, hash_paragraphs
from unres_site.archive.archive import Archive, Change, KnownFacts, Session
from unres_site.archive.cited import CitedCount
from unres_site.archive.instruments.invocations import Invocations, make_register
from unres_site.archive.instruments.named import (
    Definition,
    Instrument,
    Invocation,
    Named,
)
from unres_site.archive.instruments.namings import find_names
from unres_site.archive.instruments.register import Register
from unres_site.archive.mentions import (
    Mention,
    MentionKind,
    find_anchor,
    list_anchors,
)
from unres_site.archive.missing import SessionGaps
from unres_site.archive.relations import (
    Relation,
    Relations,
    find_stale,
    may_change_languages,
)
from unres_site.archive.series import Branch, Series, SeriesReason, find_series
from unres_site.archive.summary import (
    Summary,
    Text,
    get_anchors,
    group_mentions,
    list_cited,
    list_namings,
    make_full_title,
    make_link,
    summarize,
)

__all__ = [
    "AgreedParagraph",
    "Archive",
    "Branch",
    "Change",
    "CitedCount",
    "Definition",
    "Instrument",
    "Invocation",
    "Invocations",
    "KnownFacts",
    "Mention",
    "MentionKind",
    "Named",
    "ParagraphHashes",
    "Register",
    "Relation",
    "Relations",
    "Series",
    "SeriesReason",
    "Session",
    "SessionGaps",
    "Summary",
    "Text",
    "find_agreed",
    "find_anchor",
    "find_names",
    "find_series",
    "find_stale",
    "get_anchors",
    "group_mentions",
    "hash_paragraphs",
    "list_anchors",
    "list_cited",
    "list_namings",
    "make_full_title",
    "make_link",
    "make_register",
    "may_change_languages",
    "summarize",
]
