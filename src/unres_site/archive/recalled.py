"""What a text says of texts before it: its item of the agenda, what it recalls, and what of that it goes on from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, takewhile
from operator import attrgetter

from unres_site.archive.mentions import Mention
from unres_site.archive.series import count_beginning, fold_title
from unres_site.deferred import deferred
from unres_site.languages import get_language
from unres_site.records import Resolution, list_passages
from unres_site.symbols import parse

MOST_RECALLED = 6
"""Recalled texts that are looked at."""

RECENT = 5
"""Sessions before its own in which a text has its predecessor, as a rule. Few items come up less often."""

# matches: “2030 Agenda”
# matches: 《行动纲领》
# rejects: “2030 Agenda
QUOTED = deferred("[“”«《]([^“”«»《》]{2,300})[”“»》]")


def find_item(resolution: Resolution) -> str:
    """The item that a text asks to include in a later agenda: the last title quoted in that paragraph; else empty."""
    words = get_language(resolution.language).references.agenda
    item = ""
    for passage in list_passages(resolution):
        if passage.place != "operative":
            continue

        text = passage.text
        if any(word in text for word in words):
            quoted = QUOTED.findall(text)
            item = quoted[-1] if quoted else item

    return item


def find_recalled(own: str, mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The resolutions of its own organ that a text cites in its preamble: a likely predecessor first.

    Those of the last sessions that it recalls come first, then the others that it recalls, then those with which the
    preamble does anything else. Of one paragraph the latest comes first: a paragraph that recalls a whole row of
    resolutions has the predecessor at its end.
    """
    recalled: list[str] = []
    others: list[str] = []
    for row in _list_rows(own, mentions):
        found = recalled if row[0].kind == "recalls" else others
        found += [mention.symbol for mention in row]

    recent = [symbol for symbol in recalled if _is_recent(symbol, own)]
    in_order = dict.fromkeys(recent + recalled + others)
    return tuple(in_order)[:MOST_RECALLED]


def find_predecessor(resolution: Resolution, mentions: Iterable[Mention]) -> str:
    """The resolution that a text seems to go on from; empty if none does.

    That is the latest one in the first paragraph of the preamble that recalls one of the last sessions; rather in the
    first one of these that has the text's own title. A paragraph that recalls several resolutions of one session, or
    one of the text's own session, is about something else. If a preamble recalls none, those that it cites count.
    """
    own = resolution.symbol
    cited = list(_list_rows(own, mentions))
    recalled = [row for row in cited if row[0].kind == "recalls"]
    rows = [
        row
        for row in recalled or cited
        if any(_is_recent(one.symbol, own) for one in row)
    ]
    if not rows:
        return ""

    anchors = {row[0].anchor for row in rows}
    titled = _choose_titled(resolution, anchors) if len(rows) > 1 else set[str]()
    row = next((row for row in rows if row[0].anchor in titled), rows[0])
    latest = row[0].symbol
    numbers = {
        parse(one.symbol).number
        for one in row
        if _find_session(one.symbol) == _find_session(latest)
    }
    is_one = len(numbers) == 1
    return latest if is_one and _is_recent(latest, own) else ""


def _choose_titled(resolution: Resolution, anchors: set[str]) -> set[str]:
    """Those of the passages with these addresses that have the whole title; none if the title is short."""
    title = fold_title(resolution.title)
    if len(title) < count_beginning(title):
        return set()
    return {
        passage.anchor
        for passage in list_passages(resolution)
        if passage.anchor in anchors and title in fold_title(passage.text)
    }


def _list_rows(own: str, mentions: Iterable[Mention]) -> Iterator[list[Mention]]:
    """The resolutions of its own organ that each paragraph of a preamble cites, the latest session first."""
    organ = f"{own.partition('/RES/')[0]}/RES/"
    preamble = takewhile(_is_preambular, mentions)
    for _, same in groupby(preamble, key=attrgetter("anchor")):
        row = [
            mention
            for mention in same
            if mention.symbol.startswith(organ) and mention.symbol != own
        ]
        if row:
            yield sorted(row, key=_rank_latest)


def _is_preambular(mention: Mention) -> bool:
    return mention.anchor.startswith("pp")


def _rank_latest(mention: Mention) -> tuple[int, int]:
    """The place of a mention where the latest regular session comes first."""
    kind, session = _find_session(mention.symbol)
    return kind, -session


def _is_recent(symbol: str, own: str) -> bool:
    """Whether a symbol is of one of the last sessions before that of another one."""
    kind, session = _find_session(symbol)
    own_kind, own_session = _find_session(own)
    is_near = own_session - RECENT <= session < own_session
    return is_near and kind == own_kind


@lru_cache(maxsize=1 << 14)
def _find_session(text: str) -> tuple[int, int]:
    """The kind of a symbol's session (regular, special, emergency) and its number."""
    _, kind, session, *_ = parse(text).sort_key
    return kind, session
