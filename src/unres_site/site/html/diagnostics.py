"""Diagnostics as HTML: in plain words, each with its place, which opens the lines of the source around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from unres_site.errors import Diagnostic, describe
from unres_site.languages import get_language
from unres_site.messages import Catalogue, Message
from unres_site.site.html.markup import escape_words, isolate_words, mark_written
from unres_site.site.views import TextQuality

AROUND = 2
"""Lines with words that are shown before and after the line of a diagnostic."""

NEAR = 12
"""How many lines away these may be."""

WIDEST = 160
"""Characters of a line that are shown; a text may be one line."""

LONGEST = 2_000
"""Characters of a line of a text that is not published, which the report of quality keeps."""

MOST = 40
"""Places on a page that open their lines. A text with more diagnostics is read better in its source."""

ORDER = {"error": 0, "warning": 1, "info": 2}


class Inferred(NamedTuple):
    """An info that texts have in common: its code, and these texts."""

    code: str
    texts: list[TextQuality]


def sort_by_severity(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors, then warnings, then infos; each in the order of their places."""
    return sorted(found, key=lambda one: ORDER[one.severity])


def split_reports(
    texts: Iterable[TextQuality],
) -> tuple[list[TextQuality], list[Inferred]]:
    """Texts with their errors and warnings, and the infos by their kinds, which would drown these."""
    damaged: list[TextQuality] = []
    inferred: dict[str, list[TextQuality]] = {}
    for text in texts:
        grave = [one for one in text.diagnostics if one.severity != "info"]
        if grave:
            damaged.append(replace(text, diagnostics=tuple(sort_by_severity(grave))))
        infos = [one.code for one in text.diagnostics if one.severity == "info"]
        for code in dict.fromkeys(infos):
            inferred.setdefault(code, []).append(text)

    return damaged, [Inferred(code, inferred[code]) for code in sorted(inferred)]


def make_place_anchor(found: Diagnostic) -> str:
    """The anchor of a place of the source on the page of its text: `source-24-7`."""
    return f"source-{found.line}-{found.column}"


def write_diagnostics(
    words: Catalogue,
    found: Iterable[Diagnostic],
    source: str = "",
    page: str = "",
    guide: str = "",
) -> Markup:
    """A list of diagnostics in plain words, the grave ones first.

    A place opens its lines of the text `source`. Without it, it leads to where they are open: on the page that the link
    `page` leads to. `guide` is the link to the page that says what each kind means.
    """
    source_lines = source.split("\n") if source else ()
    writer = _DiagnosticWriter(words, source_lines, page, guide)
    lines = ['<ul class="diagnostics">']
    lines += [writer.write(one) for one in sort_by_severity(found)]
    lines.append("</ul>")
    return mark_written("\n".join(lines))


def list_neighbours(lines: Sequence[str], line: int) -> tuple[list[int], list[int]]:
    """The numbers of the lines that are shown above and below a line: the nearest ones that are not blank."""
    first = max(1, line - NEAR)
    last = min(len(lines), line + NEAR)
    above: list[int] = []
    below: list[int] = []
    for number in range(first, last + 1):
        if number != line and lines[number - 1].strip():
            side = above if number < line else below
            side.append(number)

    return above[-AROUND:], below[:AROUND]


def keep_lines(source: str, found: Iterable[Diagnostic]) -> str:
    """A source text with only those lines that diagnostics open; the others are empty."""
    lines = source.split("\n")
    shown = set[int]()
    for one in found:
        if 0 < one.line <= len(lines):
            above, below = list_neighbours(lines, one.line)
            shown.update((*above, one.line, *below))

    last = max(shown, default=0)
    kept = [
        line[:LONGEST] if number in shown else ""
        for number, line in enumerate(lines[:last], 1)
    ]
    return "\n".join(kept)


class _DiagnosticWriter:
    """Writes the items of one list.

    lines  those of the source
    page   the link to the page of the text
    guide  the link to the page that says what each kind means
    """

    def __init__(
        self, words: Catalogue, lines: Sequence[str], page: str, guide: str
    ) -> None:
        self._words = words
        self._lines = lines
        self._page = page
        self._guide = guide
        self._anchors = set[str]()

    def write(self, found: Diagnostic) -> str:
        """One diagnostic."""
        words = self._words
        severity = escape_words(words(f"quality.{found.severity}"))
        message = _isolate_details(words, describe(found))
        sentence = escape_words(words.sentence(message))
        return (
            f'<li class="{found.severity}"><span class="severity">{severity}</span>'
            f" {sentence}{self._write_code(found)} {self._write_place(found)}</li>"
        )

    def _write_code(self, found: Diagnostic) -> str:
        """The code of a diagnostic, which leads to what it means."""
        if not self._guide:
            return ""

        link = f"{escape_words(self._guide)}#{found.code}"
        return f' <a class="code" href="{link}" lang="en">{found.code}</a>'

    def _write_place(self, found: Diagnostic) -> str:
        """The place of a diagnostic, with the lines around it where they are known."""
        if not found.line:
            return f'<span class="quiet">{escape_words(found.file)}</span>'

        place = escape_words(
            self._words(
                "quality.place", file=found.file, line=found.line, column=found.column
            )
        )
        if self._page:
            link = f"{escape_words(self._page)}#{make_place_anchor(found)}"
            return f'<a class="quiet" href="{link}">{place}</a>'

        if found.line > len(self._lines) or len(self._anchors) >= MOST:
            return f'<span class="quiet">{place}</span>'

        return (
            f'<details class="excerpt"><summary class="quiet">{place}</summary>'
            f"<pre>{self._write_lines(found)}</pre></details>"
        )

    def _write_lines(self, found: Diagnostic) -> str:
        """The line of a diagnostic, marked, between those before and after it that are not blank."""
        above, below = list_neighbours(self._lines, found.line)
        written: list[str] = []
        for number in (*above, found.line, *below):
            shown = _cut(self._lines[number - 1], found.column)
            line = f"{number:>5}  {escape_words(shown)}"
            if number == found.line:
                line = f"<mark{self._claim_anchor(found)}>{line}</mark>"
            written.append(line)

        return "\n".join(written)

    def _claim_anchor(self, found: Diagnostic) -> str:
        """The anchor of a place as an attribute; nothing where an earlier diagnostic has it."""
        anchor = make_place_anchor(found)
        if anchor in self._anchors:
            return ""

        self._anchors.add(anchor)
        return f' id="{anchor}"'


def _cut(line: str, column: int) -> str:
    """A line as it is shown: the part around a column of one that is too wide."""
    if len(line) <= WIDEST:
        return line.rstrip()

    start = max(0, column - 1 - WIDEST // 2)
    end = start + WIDEST
    before = "…" if start else ""
    after = "…" if end < len(line) else ""
    shown = line[start:end].rstrip()
    return f"{before}{shown}{after}"


def _isolate_details(words: Catalogue, message: Message) -> Message:
    """A message whose words keep their own direction; those that are keys of messages stay as they are."""
    direction = get_language(words.language).direction
    isolated: dict[str, str] = {}
    for name, word in message.words.items():
        is_key = word in words.messages
        isolated[name] = word if is_key else isolate_words(word, direction)

    return Message(message.key, isolated)
