"""Where a text cites resolutions, and what the paragraph does with them: `3`, *recalls*, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal

import msgspec

from unres_site.citations.phrases import TATWEEL
from unres_site.languages import get_language
from unres_site.languages.reference_words import Act
from unres_site.records import Passage, Resolution, Run, list_passages
from unres_site.symbols.text import ROMAN_VALUES

MentionKind = Literal[Act, "note"]
"""What a passage does with what it cites; a note does nothing."""

BEGINNING = 40
"""Characters of a paragraph in which its verb is."""

AT_ONCE = 2
"""Characters that may be before a verb of the very beginning, such as 又."""

BEFORE, AFTER = 50, 40
"""Characters before and after a citation that are shown."""

LONGEST_WORD = 24
"""Characters at an end in which no word is cut. Chinese has few spaces, and may be cut anywhere."""

NUMBERED = ("/RES/", "/DEC/")
"""What symbols of resolutions and decisions have: only these can be held."""


class Mention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A passage that cites a resolution.

    symbol  of what it cites
    anchor  of the passage
    number  of the passage as printed; empty if it has none
    kind    what it does with it
    words   the words around the citation, cut at both ends with `…`
    places  where in the cited text, as paths (`annex2`, `paragraph4`)
    """

    symbol: str
    anchor: str
    number: str
    kind: MentionKind
    words: str
    places: tuple[str, ...] = ()


def find_mentions(resolution: Resolution) -> Iterator[Mention]:
    """The passages that cite resolutions or decisions, in reading order; each symbol once in a passage."""
    for passage in list_passages(resolution):
        if passage.kind != "title":
            yield from _find_in_passage(passage, resolution.language)


def _find_in_passage(passage: Passage, code: str) -> Iterator[Mention]:
    if not any(run.cites or run.refers for run in passage.runs):
        return

    found: dict[str, tuple[int, int, list[str]]] = {}
    at = 0
    for run in passage.runs:
        end = at + len(run.words)
        for symbol in _list_symbols(run):
            _, _, places = found.setdefault(symbol, (at, end, []))
            places += run.refers.places if run.refers else ()
        at = end

    if not found:
        return

    text = passage.text
    kind: MentionKind = "note"
    if passage.kind != "note":
        kind = find_act(text, code) or "other"

    for symbol, (start, end, places) in found.items():
        words = cut_out(text, start, end)
        yield Mention(
            symbol, passage.anchor, passage.number, kind, words, tuple(places)
        )


def _list_symbols(run: Run) -> Iterator[str]:
    """The resolutions and decisions that a run names or has a place in."""
    symbols = run.cites
    if run.refers and run.refers.kind in ("place", "repeat"):
        symbols = run.refers.of[-1:]

    for symbol in symbols:
        if any(sign in symbol for sign in NUMBERED):
            yield symbol


def cut_out(text: str, start: int, end: int) -> str:
    """The words around a stretch of a text."""
    first = max(0, start - BEFORE)
    last = min(len(text), end + AFTER)
    before = text.find(" ", first, min(start, first + LONGEST_WORD))
    after = text.rfind(" ", max(end, last - LONGEST_WORD), last)
    if first and before >= 0:
        first = before + 1

    if last < len(text) and after >= 0:
        last = after

    head = "…" if first else ""
    tail = "…" if last < len(text) else ""
    return head + text[first:last].strip() + tail


def find_act(text: str, code: str) -> Act | None:
    """What a paragraph does, by the first verb near its beginning; None if none is known.

    That it acts in accordance with something only its very beginning says: reports are made so too.
    """
    beginning = text[:BEGINNING].replace(TATWEEL, "").lower()
    best: Act | None = None
    place = len(beginning)
    for word, act in _list_verbs(code):
        at = beginning.find(word, 0, place + len(word))
        is_near = act != "follows" or at <= AT_ONCE
        if is_near and 0 <= at < place:
            best = act
            place = at

    return best


@cache
def _list_verbs(code: str) -> tuple[tuple[str, Act], ...]:
    """The verbs of a language with what they do, the longest first."""
    verbs: list[tuple[str, Act]] = []
    for act, words in get_language(code).references.acts.items():
        verbs += [(word, act) for word in words]

    verbs.sort(key=lambda verb: -len(verb[0]))
    return tuple(verbs)


# --- where a place is in a text that is held


def list_anchors(resolution: Resolution) -> str:
    """The addresses of all passages with a number or a label, with a space between."""
    anchors = [
        passage.anchor
        for passage in list_passages(resolution)
        if passage.place in ("operative", "annex", "heading")
        and passage.anchor[:1] != "u"
    ]
    return " ".join(anchors)


def find_anchor(path: str, anchors: str) -> str:
    """The address of a place in a text with these addresses: of the place itself, or the smallest one around it.

    Empty if there is none.
    """
    known = _split_anchors(anchors)
    found = ""
    prefix = ""
    for part in path.split("-"):
        wanted = prefix + _name_anchor(part)
        if wanted not in known and part.upper() in ROMAN_VALUES:
            wanted = f"{prefix}{ROMAN_VALUES[part.upper()]}"
        if wanted not in known:
            break
        found = wanted
        prefix = f"{wanted}-"

    return found


@lru_cache(maxsize=1 << 10)  # many texts refer to places in the same few
def _split_anchors(anchors: str) -> frozenset[str]:
    """The addresses one by one."""
    return frozenset(anchors.split())


def _name_anchor(part: str) -> str:
    """What a part of a path is called in addresses: `paragraph4` is `op4`, `annex` is `annex1`."""
    for kind, name in (("paragraph", "op"), ("section", "s"), ("annex", "annex")):
        if part.startswith(kind):
            return name + (part.removeprefix(kind) or "1")

    return part


__all__ = ["Mention", "MentionKind", "find_anchor", "find_mentions", "list_anchors"]
