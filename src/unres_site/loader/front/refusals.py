"""What a document is that is not a resolution: a draft, a statement, a press release, an extract, text without letters.

Each kind has a refusal of its own, which says what it is, and which key of a sidecar can help, or that none can. Only
texts that are refused anyway are asked, so this room may take its time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import NamedTuple

from unres_site.deferred import Pattern, deferred
from unres_site.errors import Diagnostic
from unres_site.languages import Language, OtherDocuments, list_languages, patterns
from unres_site.languages.spelling import fold_spelling
from unres_site.loader.decode.source import Line, SourceText
from unres_site.loader.front.formula import read_formula
from unres_site.text.labels import read_label

# matches: A/69/L.52
# matches: A/C.3/70/L.12/Rev.1
# matches: E/2018/L.99
# rejects: A/RES/69/52
# rejects: A/69/PV.52
DRAFT = deferred(
    r"(?:A|E|S)/(?:[A-Z0-9.]{1,12}/){0,3}L\.\d{1,4}(?:/[A-Z][A-Za-z.\d]{0,8}){0,2}\*?"
)
"""The symbol of a draft, in the masthead."""

# matches: S/PRST/2015/14
# rejects: S/RES/2015
STATEMENT = deferred(r"S/PRST/(?:19|20)\d\d/\d{1,3}")
"""The symbol of a statement by the President of the Security Council."""

# matches: SC/14221
# matches: GA/12345
# rejects: SC/1
PRESS_RELEASE = deferred(r"(?:SC|GA|SG/SM|ECOSOC|HR/CN)/\d{4,5}")
"""The number of a press release."""

# matches: (cid:34)
# matches: \uf041
# matches: \ufffd
# rejects: 大会
UNMAPPED = deferred("\\(cid:\\d{1,5}\\)|[\ue000-\uf8ff\ufffd]")
"""What extractors give for a letter of a font that has no table of Unicode characters."""

# matches: [...]
# matches: ……
# matches: (…)
# rejects: [..]
LEFT_OUT = deferred(r"[\[(（［]?\s?(?:\.\s?\.\s?\.|…{1,2})\s?[\])）］]?")
"""Points on a line of their own, for what an extract leaves out."""

HIGHEST = 20
"""Lines within which a document says what it is."""

MOST_WORDS = 6
"""Words of the longest line of a masthead that has a symbol at one of its ends."""

LONGEST_QUOTE = 60
"""Characters of a line that the diagnostic shows."""

GARBAGE = 5
"""If one character in this number has no meaning, the letters are lost."""

FEWEST_LETTERS = 80
"""Letters of the shortest text in which the most common words of its language must be."""

FEWEST_LINES = 3
"""A text with fewer lines has lost its line ends, if one of them is long."""

LONG_LINE = 400
"""Characters of a line that must hold several paragraphs."""

SHIFT = 29
"""Places by which some extractors misread all letters of a font, so that T is 7 and space is a control character."""


def explain_refusal(source: SourceText, lines: Sequence[Line]) -> Diagnostic | None:
    """What a document is, if it is known not to be a resolution, or not to be readable."""
    if code := _find_lost_letters(source.text):
        return source.diagnose(code, lines[0].start)

    for line in lines[:HIGHEST]:
        for kind in KINDS:
            if kind.has_line(line.text):
                shown = line.text[:LONGEST_QUOTE].rstrip()
                return source.diagnose(kind.code, line.start, symbol=shown)

    letters = sum(map(str.isalpha, source.text))
    has_formula = any(read_formula(line.text) for line in lines)
    if letters >= FEWEST_LETTERS and not (has_formula or _has_common_word(source.text)):
        return source.diagnose("no-words", lines[0].start)
    if at := _find_first_number(lines):
        return source.diagnose("extract", at.start, symbol=at.text[:LONGEST_QUOTE])
    if len(lines) < FEWEST_LINES and len(lines[-1].text) > LONG_LINE:
        return source.diagnose("one-line", lines[-1].start)

    return None


def _find_lost_letters(text: str) -> str | None:
    """The diagnostic for a text whose letters are lost, shifted, or read in a wrong encoding; None for others."""
    unmapped = sum(map(len, UNMAPPED.findall(text)))
    if unmapped * GARBAGE > len("".join(text.split())):
        return "no-letters"
    if _reads_when(text, _encode_again):
        return "misencoded"
    if _reads_when(text, _shift_letters):
        return "no-letters"

    return None


def _reads_when(text: str, repair: Callable[[str], str]) -> bool:
    """Whether a repair of its letters gives a text an enacting formula, or the common words that it lacks."""
    repaired = [repair(line) for line in text.split("\n")]
    if any(map(read_formula, repaired)) and not any(
        map(read_formula, text.split("\n"))
    ):
        return True
    return not _has_common_word(text) and _has_common_word(" ".join(repaired))


def _encode_again(line: str) -> str:
    """A line of UTF-8 that was read as a Western encoding, as it was: `å¤§ä¼š` is 大会."""
    encoded = b"".join(map(_encode_sign, line))
    return encoded.decode("utf-8", "replace")


def _encode_sign(sign: str) -> bytes:
    """The byte that was read as a sign; a question mark for what is in no Western encoding."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return sign.encode(encoding)
        except UnicodeEncodeError:
            continue

    return b"?"


def _shift_letters(line: str) -> str:
    """A line whose letters are all some places too low, as they should be: `7KH` is `The`."""
    return "".join(map(_shift_letter, line))


def _shift_letter(sign: str) -> str:
    is_shifted = sign.isascii() and not sign.isspace()
    if is_shifted:
        return chr(ord(sign) + SHIFT)
    return " "


def _has_common_word(text: str) -> bool:
    """Whether a text has two of the most common words of one of the languages."""
    words = set(fold_spelling(text).lower().split())
    return any(
        _count_common(language, text, words) > 1 for language in list_languages()
    )


def _count_common(language: Language, text: str, words: set[str]) -> int:
    """How many of a language's common words a text has; where no spaces part words, anywhere in it."""
    among = words if language.spaced else text
    return sum(fold_spelling(word) in among for word in language.common)


def _find_first_number(lines: Sequence[Line]) -> Line | None:
    """The line of the first paragraph with a number, if that is another than 1: what comes before it is left out."""
    for line in lines:
        for language in list_languages():
            label = read_label(line.text, language)
            if label and label.family == "operative":
                if ("operative", 1) in label.readings:
                    return None
                return line

    return None


class DocumentKind(NamedTuple):
    """A kind of document: the diagnostic that refuses it, its symbols, and the lines that are at its head."""

    code: str
    symbol: Pattern | None
    words: Callable[[OtherDocuments], tuple[str, ...]]

    def has_line(self, text: str) -> bool:
        """Whether a line can only be in a document of this kind."""
        symbol = self.symbol
        if symbol and any(symbol.fullmatch(word) for word in _list_end_words(text)):
            return True

        return not text[0].islower() and any(
            patterns.find(one, self.words(one.other_documents), text, capitals=True)
            for one in list_languages()
        )


def _list_end_words(text: str) -> set[str]:
    """The first and the last word of a short line: a masthead may have a symbol there."""
    words = text.split()
    if len(words) <= MOST_WORDS:
        return {words[0], words[-1]}
    return set()


KINDS = (
    DocumentKind("draft", DRAFT, attrgetter("draft")),
    DocumentKind("statement", STATEMENT, attrgetter("statement")),
    DocumentKind("press-release", PRESS_RELEASE, attrgetter("press_release")),
    DocumentKind("extract", LEFT_OUT, attrgetter("extract")),
)
"""The kinds of documents that are known by a line at their head."""
