"""Which document a place is in: the one before it (`第 50/81 号决议，附件`), or after it (`annex to A/58/1`)."""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from unres_site.citations.phrases import (
    ENDING,
    match_names,
    match_phrase,
    match_phrases,
)
from unres_site.citations.references.named import Found
from unres_site.citations.references.places import Place, find_places
from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.records import Reference

REPEATED = "^"
"""The document of a place within what the note before cites; a symbol takes its place when the notes are known."""

LONGEST_GAP = 120
"""Characters between a document and a place in it."""

_START, _END = attrgetter("start"), attrgetter("end")


class Holder(msgspec.Struct, frozen=True, gc=False):
    """Words that a place may be in: a symbol, a number, `Ibid.`, the present resolution."""

    start: int
    end: int
    of: tuple[str, ...]
    own: bool = False


class Gaps(msgspec.Struct, frozen=True):
    """What may be between a place and its document: after the document, before it, or `above` beside the place.

    said  names the last resolution again        also  is between two places in one document
    within  is between a place and another one in it, which is said to be about something
    """

    after: Pattern
    before: Pattern
    here_before: Pattern
    here_after: Pattern
    said: Pattern
    also: Pattern
    within: Pattern


def attach_places(
    text: str, holders: Sequence[Holder], language: Language, *, in_note: bool
) -> Iterator[Found]:
    """The places in a text, each with its document as far as that can be told.

    A place without a document that begins a paragraph is its heading: `Article 1. Use of terms`.
    """
    places = find_places(text, language)
    if not places:
        return

    gaps = make_gaps(language.code)
    known = [*holders, *_find_said(text, holders, gaps)]
    known.sort(key=_START)
    last: Found | None = None
    for place in places:
        reference = _find_document(text, place, known, gaps)
        is_heading = (
            place.start == 0 and not in_note and not (reference and reference.of)
        )
        if reference is None or is_heading:
            continue
        if last and gaps.also.fullmatch(text, last.end, place.start):
            reference = replace(reference, of=last.refers.of, own=last.refers.own)
        elif last and gaps.within.fullmatch(text, last.end, place.start):
            outer = last.refers.places[-1]
            paths = tuple(f"{outer}-{path}" for path in place.paths)
            reference = replace(last.refers, places=paths)
        last = Found(place.start, place.end, reference)
        yield last


def _find_said(text: str, holders: Sequence[Holder], gaps: Gaps) -> Iterator[Holder]:
    """The words for the resolution that was named last, each with that resolution."""
    for match in gaps.said.finditer(text):
        start, end = match.span()
        before = [one for one in holders if one.end <= start]
        if before:
            last = max(before, key=_END)
            yield Holder(start, end, last.of, last.own)


def _find_document(
    text: str, place: Place, holders: Sequence[Holder], gaps: Gaps
) -> Reference | None:
    """What a place refers to; None for a bare one without a document."""
    holder = _find_after(text, place, holders, gaps) or _find_before(
        text, place, holders, gaps
    )
    if holder:
        return Reference(
            "place",
            of=holder.of,
            places=place.paths,
            own=holder.own,
        )
    if place.is_bare:
        return None

    is_here = gaps.here_after.match(text, place.end) or gaps.here_before.search(
        text[max(0, place.start - 12) : place.start]
    )
    return Reference("place", places=place.paths, own=bool(is_here))


def _find_after(
    text: str, place: Place, holders: Sequence[Holder], gaps: Gaps
) -> Holder | None:
    index = bisect_left(holders, place.end, key=_START)
    if index == len(holders):
        return None

    holder = holders[index]
    near = holder.start - place.end <= LONGEST_GAP
    if near and gaps.before.fullmatch(text, place.end, holder.start):
        return holder

    return None


def _find_before(
    text: str, place: Place, holders: Sequence[Holder], gaps: Gaps
) -> Holder | None:
    index = bisect_right(holders, place.start, key=_END)
    if not index:
        return None

    holder = holders[index - 1]
    near = place.start - holder.end <= LONGEST_GAP
    if near and gaps.after.fullmatch(text, holder.end, place.start):
        return holder

    return None


@functools.cache
def make_gaps(code: str) -> Gaps:
    """The patterns of a language."""
    language = get_language(code)
    words = language.references
    return Gaps(
        # matches: ", "
        # matches: 号决议，
        # matches: )，
        # matches: " ("
        # matches: " of 10 December 1948, "
        # rejects: " 和 "
        after=deferred(_match_after(language)),
        # matches: " of its resolution "
        # matches: ", of resolution "
        # matches: " резолюции "
        # matches: " of the report of the Committee ("
        # rejects: " and "
        before=deferred(_match_before(language)),
        # matches: 上文
        # rejects: 第
        here_before=deferred(rf"(?:{match_phrases(words.here)}) ?$"),
        # matches: " above"
        # rejects: " of"
        here_after=deferred(rf" (?:{match_phrases(words.here)})"),
        # matches: 该决议
        # matches: that resolution
        # rejects: resolution
        said=deferred(match_phrases(words.said)),
        # matches: ；另见
        # matches: "; see also "
        # rejects: "; "
        also=deferred(rf" ?[;；؛.。] ?(?:{match_phrases(words.also)}) ?"),
        # matches: 中关于国际年的
        # rejects: 中
        # rejects: 关于国际年，以及邮票的
        within=deferred(f"中?(?:{_match_about(language)}(?!))"),
    )


def _match_after(language: Language) -> str:
    """What may be between a document and a place in it: its date, what it is about, its bracket, a comma."""
    citing = language.citations
    about = _match_about(language)
    date = rf"(?:{match_phrases(citing.dates)})[0-9]{{1,2}}[^0-9,，;；]{{2,30}}(?:19|20)[0-9]{{2}}"
    beside = " "
    if citing.kind_follows:
        beside += f"|{match_phrases(citing.signs_after)}|{_match_kinds(language)}"

    return (
        rf"(?:{date})? ?(?:{beside}){{0,3}}中?(?:{about}(?!))?"
        r"(?: ?[(（]|[)）》”]? ?[,，،]? ?的?)"
    )


def _match_about(language: Language) -> str:
    """Words that say what a document or a place is about, each followed by `|`."""
    about = ""
    for phrase in language.references.about:
        head, _, tail = map(match_phrase, phrase.partition("*"))
        about += rf"{head}[^，,；;。《》]{{1,100}}{tail}|"

    return about


def _match_before(language: Language) -> str:
    """What may be between a place and the document that follows: `of`, whose, and what it is."""
    words = language.references
    citing = language.citations
    organs = [name for _, names in citing.organs for name in names]
    owners = (*citing.own, *words.determiners, *organs, *citing.council)
    whose = match_names(owners)
    named = rf"(?:(?:{whose}){ENDING} ?){{0,3}}"
    kind = _match_kinds(language)
    kinds = rf"(?:(?:{kind}){ENDING} ?)?"
    of_words = match_phrases(words.of)
    of = rf",? (?:{of_words}) ?"
    lead = f"{of}| " if words.genitive else of
    titled = rf"{of}[^.;:؛,،()«»“”]{{1,110}}\({kinds}"
    return f"(?:{lead}){named}{kinds}{named}|{titled}"


def _match_kinds(language: Language) -> str:
    """What a document with a symbol or a number is called."""
    citing = language.citations
    kinds = (*citing.resolution, *citing.decision, *language.references.documents)
    return match_names(kinds)
