"""Bytes to text, and text to lines with their offsets.

All offsets count the characters of a `SourceText`: the decoded text, nothing removed, accents joined to their
letters. A `Line` is a view of it.
"""

from __future__ import annotations

import bisect
import functools
import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from unres_site import records
from unres_site.deferred import deferred
from unres_site.errors import Diagnostic, diagnose
from unres_site.languages.spelling import fold_forms
from unres_site.records import Span

MAXIMUM_BYTES = 4_000_000
"""Larger files are refused: the longest resolutions with annexes have some 300 kB of text."""

BYTE_ORDER_MARK = "\ufeff"

BYTE_ORDER_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""The first bytes of a file that tell its encoding; the longer marks begin with the shorter ones."""

LINE_ENDS = "\r\u2028\u2029"
"""Signs that end a line beside the line feed."""

PDF = b"%PDF-"
"""The first bytes of every PDF, which people often take for its text."""

LEGACY_ENCODINGS = ("gb18030", "big5", "utf-16-le", "utf-16-be")
"""Tried, in this order, for Chinese texts that are not UTF-8 and have no byte order mark."""

NULS = 8
"""A file in which one byte of this number is zero has two or four bytes a character; it is not UTF-8."""

CONTROLS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    r"\U000e0000-\U000e0fff"
)
WIDTHLESS = r"\u200b-\u200f\u2060"
RADICALS = r"\u2e80-\u2fdf"
"""Classes of patterns."""

# matches: \u0301
# rejects: é
ACCENT = deferred(r"[\u0300-\u036f\u0653-\u0655]")
"""An accent that is a character of its own; most texts have none."""

# matches: e\u0301
# matches: и\u0306
# matches: ا\u0654
# rejects: é
# rejects: \u0301
DECOMPOSED = deferred(r"[^\W\d_][\u0300-\u036f\u0653-\u0655]+")
"""A letter with its accents as characters of their own, as file systems and some extractors write them."""

# matches: 大会\x00，
# matches: 大会\x9b，
# matches: 大会\uffff，
# matches: \u200f1 - تطلب
# rejects: 大会，
# rejects: a\u200db
CONTROL = deferred(rf"[{CONTROLS}]|[{WIDTHLESS}](?<![^\s{WIDTHLESS}].)")
"""Signs that are not part of the words. Those without width count only at the head of a line, before its number."""

# matches: Non\ufffeProliferation
# matches: develop\x02\nment
# rejects: 大会\x02，
LOST_HYPHEN = deferred("(?:\ufffe(?=\\w|\\s)|\x02(?=\\s*\\n))(?<=\\w.)")
"""What PDFium gives for a hyphen at the end of a line."""

# matches: ⼤会
# matches: ⻓
# rejects: 大会
RADICAL = deferred(rf"[{RADICALS}]")
"""What pypdf gives for a Chinese character that has the shape of a radical, in many faces."""

# matches: 大会\x00，
# matches: 大会\x9b，
# matches: Non\ufffeProliferation
# matches: ⼤会
# rejects: 大会，\n\t 58/58 “1”
PECULIAR = deferred(rf"[{CONTROLS}{WIDTHLESS}{RADICALS}]")
"""The signs that the three patterns above look for; most texts have none."""

EMBEDDINGS = frozenset("\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
"""Signs that tell a run's direction, which some programs set around each word of an Arabic text."""

LONGEST_CHARACTER = 4
"""Bytes of a character in any of these encodings."""

COMMON_HAN = frozenset("的一和在年国会大第日月号决议秘书长联合國會號決議")
"""Characters that any Chinese resolution has; a wrong guess of its encoding has hardly any."""


class SourceText(msgspec.Struct, frozen=True, gc=False):
    """The decoded text of one file. `file` is its path below the source folder; offsets count its characters.

    `holes` are the offsets of invisible control characters; `text` has spaces in their place, the ledger has them.
    """

    text: str
    file: str
    sha256: str
    encoding: str
    holes: tuple[tuple[int, str], ...] = ()

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column of a character, both from 1."""
        starts = _list_line_starts(self.text)
        line = bisect.bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def diagnose(self, code: str, offset: int, **details: object) -> Diagnostic:
        """The diagnostic of that code at a character of this text."""
        line, column = self.locate(offset)
        return diagnose(code, self.file, line, column, **details)

    def list_visible(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """The spans without the control characters in them; the ledger has those."""
        if not self.holes:
            return tuple(spans)

        found: list[Span] = []
        for start, end in spans:
            at = start
            for hole, _ in self.list_holes(start, end):
                if hole > at:
                    found.append((at, hole))
                at = hole + 1

            if at < end:
                found.append((at, end))

        return tuple(found)

    def list_holes(self, start: int, end: int) -> Sequence[tuple[int, str]]:
        """The control characters between two offsets."""
        first = bisect.bisect_left(self.holes, (start, ""))
        last = bisect.bisect_left(self.holes, (end, ""), first)
        return self.holes[first:last]

    def describe(self) -> records.Source:
        """What the record says of its source."""
        length = len(self.text)
        return records.Source(self.file, self.sha256, self.encoding, length)


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line that is not blank. `text` is without the white space around it; start and end are its offsets.

    indent   columns of white space before it (a full-width space has two)
    gap      blank lines above it
    ruled    whether a line of many spaces is above it: in some extractions that is the rule over the notes
    page     0 for the first page; form feeds or page furniture tell it (see `cleaning`)
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    ruled: bool
    page: int


RULE_WIDTH = 20
"""Spaces alone on a line that an extractor made of the rule above the notes, at least (all four seeds: 59)."""


def decode(data: bytes, file: str) -> tuple[SourceText, tuple[Diagnostic, ...]]:
    """The text of a file's bytes.

    A diagnostic of severity error means that the text can't be read; it is empty then.
    """
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAXIMUM_BYTES:
        refusal = diagnose("too-large", file, size=len(data), limit=MAXIMUM_BYTES)
        return SourceText("", file, digest, "utf-8"), (refusal,)

    if data.startswith(PDF):
        return SourceText("", file, digest, "unknown"), (diagnose("pdf", file),)

    encoding, raw = _decode(data)
    length = len(raw)
    raw = DECOMPOSED.sub(compose, raw) if ACCENT.search(raw) else raw
    composed = length - len(raw)
    visible, hyphens, radicals, holes = (
        _clear(raw) if PECULIAR.search(raw) else (raw, 0, 0, ())
    )
    visible = visible.replace("\r\n", " \n")
    for sign in LINE_ENDS:
        visible = visible.replace(sign, "\n")

    source = SourceText(visible, file, digest, encoding, holes)
    if encoding == "unknown":
        return source, (diagnose("not-text", file, 0, 0, **_guess(data)),)
    if not visible.strip():
        return source, (diagnose("empty", file),)

    found = (
        [diagnose("encoding-guessed", file, encoding=encoding)]
        if encoding != "utf-8"
        else []
    )

    inferred = {
        "accents-joined": composed,
        "hyphens-inferred": hyphens,
        "radicals-inferred": radicals,
    }
    found += [diagnose(code, file, count=n) for code, n in inferred.items() if n]
    return source, (*found, *_report_unseen(source))


def _clear(raw: str) -> tuple[str, int, int, tuple[tuple[int, str], ...]]:
    """The text without control characters; how many hyphens and radicals were inferred; the holes."""
    text, hyphens = LOST_HYPHEN.subn("-", raw)
    text, radicals = RADICAL.subn(find_common, text)
    holes = [(match.start(), match[0]) for match in CONTROL.finditer(text)]
    visible = CONTROL.sub(" ", text)
    return visible, hyphens, radicals, tuple(holes)


def compose(letter: re.Match[str]) -> str:
    """A letter and its accents as one character, where there is one."""
    return unicodedata.normalize("NFC", letter[0])


def find_common(radical: re.Match[str]) -> str:
    """The common character for a radical; the radical itself if none is known."""
    return fold_forms(radical[0])


def _report_unseen(source: SourceText) -> Iterator[Diagnostic]:
    """One diagnostic for each kind of control character, at the first of them."""
    places: dict[str, list[int]] = {}
    for offset, sign in source.holes:
        places.setdefault("" if sign in EMBEDDINGS else sign, []).append(offset)

    for sign, offsets in places.items():
        if not sign:
            yield source.diagnose("direction-signs", offsets[0], count=len(offsets))
        elif sign != BYTE_ORDER_MARK:
            more = len(offsets) - 1
            others = {"others": "reason.others", "more": more} if more else {}
            yield source.diagnose(
                "control-character", offsets[0], name=_name(sign), **others
            )


def read_lines(source: SourceText) -> list[Line]:
    """The lines that are not blank, in order. A form feed opens a page."""
    found: list[Line] = []
    page = 0
    offset = 0
    gap = 0
    ruled = False
    fed = "\f" in source.text
    has_plain_indents = not (fed or source.holes or "\u3000" in source.text)
    for raw in source.text.split("\n"):
        body = raw.strip()
        if fed:
            page += raw.count("\f")
        if body:
            lead = raw.index(body[0])
            start = offset + lead
            indent = lead
            if lead and not has_plain_indents:
                indent = _count_columns(raw[:lead]) - _count_holes(
                    source, offset, start
                )

            found.append(Line(start, start + len(body), body, indent, gap, ruled, page))
            gap = 0
            ruled = False
        else:
            gap += 1
            ruled = ruled or len(raw) >= RULE_WIDTH

        offset += len(raw) + 1

    return found


def _count_holes(source: SourceText, start: int, end: int) -> int:
    """How many control characters are between two offsets: they have no width, though a space is in their place."""
    return len(source.list_holes(start, end))


def _count_columns(white: str) -> int:
    wide = white.count("\u3000")
    without_width = white.count("\f")
    return len(white) + wide - without_width


@functools.lru_cache(maxsize=1)
def _list_line_starts(text: str) -> list[int]:
    """Offsets at which lines start. They are kept for the last text, because one text asks often."""
    lengths = [len(line) + 1 for line in text.split("\n")]
    return list(itertools.accumulate(lengths, initial=0))


def _decode(data: bytes) -> tuple[str, str]:
    """Encoding and text; the encoding is `unknown` if no decoding is certain."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _read(data, encoding)
            if text is None:
                return ("unknown", "")
            return (encoding, text)

    if (text := _read(data, "utf-8")) is not None and not _is_of_nuls(data):
        return "utf-8", text

    for encoding in LEGACY_ENCODINGS:
        if (text := _read(data, encoding)) is not None and _reads_as_chinese(text):
            return encoding, text

    return "unknown", ""


def _is_of_nuls(data: bytes) -> bool:
    return data.count(0) * NULS > len(data)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_as_chinese(text: str) -> bool:
    """Whether one Han character in twelve is among the most common, as in every resolution of the corpus."""
    han = [sign for sign in text if "\u3400" <= sign <= "\u9fff"]
    return (
        "\0" not in text
        and len(han) * 2 > len(text.split())
        and sum(sign in COMMON_HAN for sign in han) * 12 > len(han)
    )


def _guess(data: bytes) -> dict[str, str]:
    """The words of a diagnostic that names the encoding which a text may be in; none where it can't be told."""
    for encoding in ("utf-8", *LEGACY_ENCODINGS):
        if _is_cut(data, encoding):
            return {"guess": "reason.guess-cut", "encoding": encoding}

    from charset_normalizer import from_bytes  # noqa: PLC0415  (only a text that is refused asks for a guess)

    best = from_bytes(data[:100_000]).best()
    if best is None or best.encoding == "utf_8":
        return {}

    return {"guess": "reason.guess", "encoding": best.encoding.replace("_", "-")}


def _is_cut(data: bytes, encoding: str) -> bool:
    """Whether a text can be read but for the bytes of its last character, which are not all there."""
    for lost in range(1, LONGEST_CHARACTER):
        text = _read(data[:-lost], encoding)
        if text is not None and _reads_as_chinese(text):
            return True

    return False


def _name(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return f"U+{ord(sign):04X} {name}".strip()
