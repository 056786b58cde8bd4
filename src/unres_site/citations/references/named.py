"""What words refer to by other names than a symbol: treaties, records, the note before, this resolution, other bodies'.

Each finder gives references with their spans; none knows of the others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from unres_site.citations.numbers.grammar import DIGITS
from unres_site.citations.phrases import (
    ENDING,
    Guarded,
    capitalize,
    has_any,
    list_needed,
    match_names,
    match_phrase,
    match_phrases,
    match_row,
)
from unres_site.deferred import Pattern, deferred
from unres_site.languages import Language, get_language
from unres_site.languages.reference_words import ReferenceWords
from unres_site.records import Reference, Span

# matches: 1/CP.21
# matches: MSC.202(81)
# matches: GC.18/Res.9
# matches: WHA63.25
# matches: CL 144/9
# matches: WHA58/2005/REC/1
# matches: SS.VI/1
# matches: WT/MIN(17)/64-WT/L/1031
# matches: X/3
# matches: A39-1
# matches: 41 C/Resolution 17
# matches: Conf. 16.7
# rejects: 58/58
# matches: 1/م أ-21
# rejects: and/or
OTHER = deferred(
    r"(?<![A-Za-z0-9/.])(?=[A-Z0-9 .(-]{0,12}[/.(]|A[0-9]{1,2}-|Conf\.)(?:"
    r"[0-9]{1,2}/(?:(?:[CС][PР]|CMP|CMA|COP|CRIC)\.[0-9]{1,2}|م ?أ ?-?[0-9]{1,2})"
    r"|(?:[A-Z]{2,3}[.-])?[IVX]{1,6}/[0-9]{1,2}"
    r"|[A-Z]{1,4}(?:-[A-Z]{2})?\.[0-9]{1,4} ?\([0-9]{1,4}\)"
    r"|WHA ?[0-9]{1,2}\.[0-9]{1,2}|Conf\. ?[0-9]{1,2}\.[0-9]{1,2}"
    r"|A[0-9]{1,2}-[0-9]{1,2}"
    r"|[0-9]{1,3} C/Resolution [0-9]{1,3}"
    r"|[A-Z][A-Za-z]{0,9}(?:[.-][A-Z]{2,9})?[ .]?[0-9]{0,4}(?: ?\([A-Z0-9.]{1,8}\))?"
    r"(?:/[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*(?:\([A-Za-z0-9.]{1,8}\))?){1,8}"
    r")(?![0-9/A-Za-z])"
)

# matches: MEPC.207(62)
# matches: WHA63.25
# matches: A39-1
# rejects: COVID-19 (2020)
MAY_BE_OTHER = deferred(r"[A-Z]\.[0-9]{1,4} ?\(|WHA|Conf\.|A[0-9]{1,2}-[0-9]")

# matches: 2
# matches: 58.3
# matches: 181
# rejects: 58/58
# rejects: 2 (1946)
# rejects: 2005
LONE = deferred(
    r"[0-9](?<![0-9/.,(‑–-].)(?!(?:9|0)[0-9]{2}(?![0-9]))[0-9]{0,3}(?:\.[0-9]{1,2})?"
    r"(?![0-9/(%]|[.,–‑-][0-9]| ?[(年月日])"
)
"""A number that names a resolution only by the word before it."""

# matches: WHA58/2005/REC/1
# rejects: HIV/AIDS
DIGIT = deferred(r"[0-9]")

# matches: "》("
# matches: " and corrigendum ("
# matches: ", document "
# matches: 》，
# rejects: ". A/58/1"
# rejects: ", see also "
BEFORE_SYMBOL = deferred(r"[^0-9.;；]{0,24}\(|[》»”]?[,،，] ?(?:[^\W\d]{1,12} )?")
"""What is between a supplement and its symbol, or that of a document in it."""

MONTHS = "(?:[^0-9.;()（）]|[0-9]{1,2} ?月){0,60}?"
"""The months of a supplement of the Security Council's records: `January, February and March`."""

YEAR = "(?:19|20)[0-9]{2}"

NEAR = 40
"""Characters beside such a name in which a word for a resolution, a decision or a document must be."""


WELL_KNOWN = ("WT/",)
"""How symbols begin that are a document's also without such a word: those of the World Trade Organization."""


class Found(msgspec.Struct, frozen=True, gc=False):
    """Words that refer to something: half-open span, and what it is."""

    start: int
    end: int
    refers: Reference


class NamedWords(msgspec.Struct, frozen=True):
    """A language's words of reference as patterns.

    before_lone, signs, after_lone   what is beside a number that names a resolution alone
    sign_after                       sign behind a number
    numbered                         strings without which a text has no word for resolutions or decisions
    volume                           letter behind each volume; empty if there is none
    """

    treaty: Pattern
    volume: str
    supplement: Guarded
    repeat: Guarded
    own: Guarded
    numbered: tuple[str, ...]
    kind: Pattern
    before_lone: Pattern
    signs: tuple[str, ...]
    sign_after: Pattern
    after_lone: Pattern


def find_named(
    text: str, spans: Sequence[Span], language: Language, *, in_note: bool
) -> Iterator[Found]:
    """All that a text refers to by such names, in no order. In the `spans` it names documents by their symbols."""
    words = make_named_words(language.code)
    for match in words.own.finditer(text):
        yield Found(*match.span(), Reference("own"))

    if in_note:
        for match in words.repeat.finditer(text):
            name = "record" if match["meeting"] else ""
            yield Found(*match.span(), Reference("repeat", name=name))

    if DIGIT.search(text):
        yield from _find_numbered(text, spans, words)


def _find_numbered(
    text: str, spans: Sequence[Span], words: NamedWords
) -> Iterator[Found]:
    """What has a number: treaties, records, resolutions and documents of other bodies."""
    if words.volume in text:
        for match in words.treaty.finditer(text):
            yield from _read_treaties(match, words.sign_after)

    for match in words.supplement.finditer(text):
        yield Found(*match.span(), Reference("record"))

    if _has_other_slash(text, spans) or MAY_BE_OTHER.search(text):
        yield from _find_others(text, words)

    if not has_any(text, words.numbered):
        return

    for match in LONE.finditer(text):
        if _is_said_of_lone(text, match, words):
            yield Found(*match.span(), Reference("other", name=match[0]))


def _read_treaties(match: re.Match[str], sign: Pattern) -> Iterator[Found]:
    """The treaties of a phrase: `vols. 1155 and 1833, Nos. 18232 and 31363` are two, one volume may have several.

    Of a range it has the ends. `sign` may be behind a number.
    """
    group = match.lastindex or 2
    volumes = DIGITS.findall(match[group - 1])
    numbers = list(DIGITS.finditer(match.string, *match.span(group)))
    if len(volumes) != len(numbers):
        volumes = volumes[:1] * len(numbers)

    starts = [match.start(), *(number.start() for number in numbers[1:])]
    for start, volume, number in zip(starts, volumes, numbers, strict=True):
        behind = sign.match(match.string, number.end())
        end = behind.end() if behind else number.end()
        name = f"{volume}/{number[0]}"
        yield Found(start, end, Reference("treaty", name=name))


def _is_said_of_lone(text: str, number: re.Match[str], words: NamedWords) -> bool:
    """Whether a number alone is a resolution's: by the word before it, or by the sign and the word around it."""
    before = text[max(0, number.start() - NEAR) : number.start()]
    if words.before_lone.search(before):
        return True

    return before.rstrip().endswith(words.signs) and bool(
        words.after_lone.match(text, number.end())
    )


def _has_other_slash(text: str, spans: Sequence[Span]) -> bool:
    """Whether there is a slash outside of the spans."""
    count = text.count("/")
    if not count:
        return False

    within = [text.count("/", start, end) for start, end in spans]
    return count > sum(within)


def _find_others(text: str, words: NamedWords) -> Iterator[Found]:
    """Resolutions and documents of other bodies that have symbols of their own."""
    for match in OTHER.finditer(text):
        start, end = match.span()
        name = match[0]
        is_well_known = name.startswith(WELL_KNOWN)
        near = max(0, start - NEAR), end + NEAR
        is_said = is_well_known or words.kind.search(text, *near)
        if is_said and DIGIT.search(name):
            yield Found(start, end, Reference("other", name=name))


@functools.cache
def make_named_words(code: str) -> NamedWords:
    """The patterns of a language's words of reference."""
    language = get_language(code)
    words = language.references
    citing = language.citations
    resolution = match_names(citing.resolution)
    kinds = match_names((*citing.resolution, *citing.decision))
    known = match_names((*citing.resolution, *citing.decision, *words.documents))
    after = match_phrases(citing.signs_after)
    # matches: 补编第 27 号
    # matches: Supplement No. 53A
    # matches: Supplement for April, May and June 1966
    # matches: 1978 年 1 月、2 月和 3 月份补编
    # rejects: Supplement
    supplement = deferred(_match_supplement(language))
    # matches: 同上
    # matches: Ibid.
    # rejects: A/58/1
    repeat = deferred(_match_repeat(words))
    # matches: 本决议
    # matches: the present resolution
    # rejects: resolution
    own = deferred(match_phrases(words.own))
    return NamedWords(
        # matches: vol. 2149, No. 37517
        # matches: 第 610 卷，第 8843 号
        # rejects: No. 12
        treaty=deferred(_match_treaty(language)),
        volume=_find_volume_letter(words.treaties),
        supplement=Guarded(list_needed(words.supplements), supplement),
        repeat=Guarded(list_needed(words.repeats), repeat),
        own=Guarded(list_needed(words.own), own),
        numbered=list_needed((*citing.resolution, *citing.decision)),
        # matches: 决议
        # matches: document
        # rejects: report
        kind=deferred(known),
        # matches: "决议 "
        # matches: "resolution "
        # rejects: document
        before_lone=deferred(rf"(?:{resolution}){ENDING} ?$"),
        signs=citing.signs_before or ("\x00",),
        # matches: " 号"
        # rejects: 第
        sign_after=deferred(f" ?(?:{after})"),
        # matches: " 号决议"
        # rejects: 号
        after_lone=deferred(rf" ?(?:{after}) ?(?:{kinds})"),
    )


def _match_repeat(words: ReferenceWords) -> str:
    """Words for the note before, with the meeting behind them if the records of one are meant."""
    meeting = rf"[^;；(（/]{{0,60}}(?P<meeting>{match_phrases(words.meetings)})"
    return rf"(?:{match_phrases(words.repeats)})(?={meeting})?"


def _find_volume_letter(phrases: Iterable[str]) -> str:
    """The letter that all phrases have behind a volume (卷); empty if some have a comma there."""
    letters = {phrase.partition("{volume}")[2].lstrip()[:1] for phrase in phrases}
    letter = letters.pop()
    if not letters and letter.isalpha():
        return letter
    return ""


def _match_treaty(language: Language) -> str:
    """One volume or several, and one number or several, of the Treaty Series."""
    citing = language.citations
    lists = match_phrases(map(str.strip, (*citing.lists, *citing.through)))
    volume = rf"([0-9]{{1,4}}(?: ?(?:{lists}) ?[0-9]{{1,4}}){{0,6}})"
    before, after = (
        match_phrases(signs) for signs in (citing.signs_before, citing.signs_after)
    )
    row = match_row((*citing.lists, *citing.through))
    row = rf" ?(?:(?:{after}) ?)?(?:{row}) ?(?:(?:{before}) ?)?"
    number = rf"([0-9]{{1,6}}(?![0-9])(?:{row}[0-9]{{1,6}}(?![0-9])){{0,6}})"
    found: list[str] = []
    for phrase in language.references.treaties:
        for form in sorted({phrase, capitalize(phrase)}):
            pattern = match_phrase(form).replace(r"\{volume\}", volume)
            found.append(pattern.replace(r"\{number\}", number))

    return "|".join(found)


def _match_supplement(language: Language) -> str:
    """A supplement of the Official Records: by its number, or by its months."""
    number = r"[0-9]{1,3}(?: ?[A-Z])?(?![A-Za-z0-9])"
    phrases = "|".join(map(match_phrase, language.references.supplements))
    for name, pattern in (("number", number), ("months", MONTHS), ("year", YEAR)):
        phrases = phrases.replace(rf"\{{{name}\}}", pattern)
    return phrases
