"""Words that name instruments: treaties, declarations, programmes of action (`《行动纲领》`, the Paris Agreement).

A language sets names apart in one of three ways (`NameStyle`). Whether words are the name of an instrument that is
known is not decided here: all texts of the archive tell that (`archive.instruments`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from unres_site.citations.phrases import begins_word, match_phrase
from unres_site.deferred import Pattern, deferred
from unres_site.languages import get_language
from unres_site.languages.instrument_words import InstrumentWords
from unres_site.records import Span

LONGEST = 200
"""Characters of the longest name that is read."""

MOST_BETWEEN_HEADS = 40
"""Characters between two heads within one name (`Protocole … à la Convention`)."""

MOST_AFTER_COMMA = 40
"""Characters between a comma within a name and the note mark behind the name."""

# matches: 《行动纲领》
# rejects: 《》
# longest: LONGEST
MARKED = deferred(r"《[^《》]{2,200}》")

# matches: Convention
# matches: 2011–2020
# matches: ", "
# rejects: " "
TOKEN = deferred(r"[^\s,.;:()“”«»\[\]]+|[,.;:()“”«»\[\]]")

# matches: 2030
# matches: Ágenda
# rejects: agenda
CAPITAL = deferred(r"[A-Z\u00c0-\u00de].*|[12][0-9]{3}(?:[–‑-][0-9]{2,4})?")

# matches: "the United Nations "
# rejects: "the "
CAPITALS_BEFORE = deferred(
    r"(?:(?<![^\s“«(])(?:[A-Z\u00c0-\u00de\u0410-\u042f][\w’/‑-]{0,30}|[12][0-9]{3}) ){1,6}$"
)

# matches: "، "
# matches: " («"
# matches: " и 70/54"
# rejects: " of "
STOP = deferred(r" ?[,.;:()“”«»\[\]،؛]| [–—] |(?: \w)? [0-9]{1,4}[/(]")


class _Grammar(msgspec.Struct, frozen=True):
    """A language's words for instruments as patterns."""

    heads: Pattern
    ends: Pattern


Spans = Iterator[Span]


def may_name_instruments(text: str, code: str) -> bool:
    """Whether it is worth looking for names in a text."""
    if get_language(code).instruments.style == "marks":
        return "《" in text
    return bool(_make_grammar(code).heads.search(text))


def find_instruments(text: str, code: str, marks: Sequence[int] = ()) -> Spans:
    """Where words of a text name instruments, in order. `marks` are the offsets of its note marks."""
    style = get_language(code).instruments.style
    find = FINDERS[style]
    for start, end in find(text, code, marks):
        if end - start <= LONGEST:
            yield start, end


def _find_marked(text: str, _: str, __: Sequence[int]) -> Spans:
    """The names between 《 and 》."""
    for match in MARKED.finditer(text):
        yield match.span()


# --- names in capitals


def _find_capitals(text: str, code: str, _: Sequence[int]) -> Spans:
    """The names in capitals, with small words between: `Convention on the Rights of the Child`."""
    done = 0
    for head in _make_grammar(code).heads.finditer(text):
        if head.start() < done:
            continue
        start = max(_begin_capitals(text, head.start()), done)
        done = _end_capitals(text, head.end(), code)
        yield start, done


def _begin_capitals(text: str, start: int) -> int:
    """Where the words in capitals before a head begin. The first word of a text has a capital anyway."""
    first = max(0, start - LONGEST)
    before = CAPITALS_BEFORE.search(text[first:start])
    if not before:
        return start

    found = first + before.start()
    return found or text.index(" ") + 1


def _end_capitals(text: str, end: int, code: str) -> int:
    """Where a name ends that goes on behind its head. A comma is part of it before the last member of a list."""
    words = get_language(code).instruments
    before = ""
    joined = ""
    is_listing = False
    for token in TOKEN.finditer(text, end, end + LONGEST):
        word = token[0]
        if word in words.conjunctions or word == ",":
            is_listing = word == ","
            joined = word
        elif CAPITAL.fullmatch(word) or (not before and word.isdecimal()):
            if joined and before in words.joins and word in words.heads:
                break  # another name: `… y al Pacto …`
            joined = ""
            end = end if is_listing else token.end()
        elif not _may_join(word, before, words):
            break

        before = word

    return end


def _may_join(word: str, before: str, words: InstrumentWords) -> bool:
    """Whether a small word may be within a name, behind the word before it."""
    if word in words.joins:
        return True

    return word in words.determiners and before in words.joins


# --- names that end where the clause does


def _find_open(text: str, code: str, marks: Sequence[int]) -> Spans:
    """The names from a head to a note mark, or to the end of the clause."""
    grammar = _make_grammar(code)
    heads = [one for one in grammar.heads.finditer(text) if _may_begin(text, one)]
    done = 0
    for head in heads:
        if head.start() < done:
            continue

        stop = STOP.search(text, head.end())
        limit = stop.start() if stop else len(text)
        limit = _pass_comma(text, limit, marks, code)
        mark = min((one for one in marks if head.end() <= one <= limit), default=None)
        end = cut = _find_next_part(text, head.end(), limit, grammar.ends)
        if mark is not None:
            other_from = min(cut, head.end() + MOST_BETWEEN_HEADS)
            is_other = any(other_from < other.start() < mark for other in heads)
            end = min(cut, mark) if is_other else mark

        done = end
        yield _begin_capitals(text, head.start()), end


def _pass_comma(text: str, limit: int, marks: Sequence[int], code: str) -> int:
    """The end of a name that goes on behind a comma, as a note mark near there shows; else the comma's place."""
    mark = min((one for one in marks if one > limit), default=limit)
    if text[limit : limit + 2] != ", " or mark - limit > MOST_AFTER_COMMA:
        return limit

    words = text[limit + 2 : mark]
    grammar = _make_grammar(code)
    if STOP.search(words) or grammar.ends.search(words) or grammar.heads.search(words):
        return limit

    first = words.partition(" ")[0]
    if first in get_language(code).instruments.determiners:
        return limit

    return mark


def _may_begin(text: str, head: re.Match[str]) -> bool:
    """Whether a head begins a word, and a name: it has a capital or follows one, where the script has capitals."""
    at = head.start()
    if not begins_word(text, at):
        return False
    return not text[at].islower() or _begin_capitals(text, at) < at


def _find_next_part(text: str, start: int, limit: int, ends: Pattern) -> int:
    """Where another clause begins, or the limit."""
    found = ends.search(text, start, limit)
    return found.start() if found else limit


FINDERS: dict[str, Callable[[str, str, Sequence[int]], Spans]] = {
    "marks": _find_marked,
    "capitals": _find_capitals,
    "clause": _find_open,
}
"""How names are found, by style."""


@functools.cache
def _make_grammar(code: str) -> _Grammar:
    words = get_language(code).instruments
    heads = "|".join(map(match_phrase, sorted(words.heads, key=len, reverse=True)))
    ends = "|".join(map(match_phrase, words.ends))
    return _Grammar(
        # matches: Convention
        # matches: Программы действий
        # rejects: convention
        heads=deferred(rf"(?:{heads})(?!\w)"),
        # matches: " qui "
        # rejects: "quiet "
        ends=deferred(rf" (?:{ends or '(?!)'})(?:(?<=[’'])|(?!\w))"),
    )
