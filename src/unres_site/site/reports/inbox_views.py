"""What the page about missing texts shows: `views` for this page."""

from __future__ import annotations

import msgspec

from unres_site.archive import SessionGaps
from unres_site.site.views import Card, CitedDocument, SessionCard


class GapRow(msgspec.Struct, frozen=True, array_like=True):
    """A session of which something is missing."""

    session: SessionCard
    gaps: SessionGaps


class LanguageRow(msgspec.Struct, frozen=True, array_like=True):
    """The resolutions of a session that lack a language which most others have; `count` is how many there are."""

    session: SessionCard
    language: str
    count: int
    cards: tuple[Card, ...]


class InboxView(msgspec.Struct, frozen=True):
    """What an archivist may look for: cited resolutions, numbers and parts of sessions, and languages."""

    cited: tuple[CitedDocument, ...]
    gaps: tuple[GapRow, ...]
    languages: tuple[LanguageRow, ...]
