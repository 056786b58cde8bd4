"""Damage to characters: lost ones, ones that can't be shown, half-width signs in Chinese."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from unres_site.damage.evidence import Damage, Evidence
from unres_site.deferred import Pattern, deferred
from unres_site.records import Run, Span
from unres_site.text.canonical import HAN

# matches: 秘书长�近
# matches: □
# rejects: 秘书长
UNSHOWN = deferred("[\ufffd\ue000-\uf8ff\u25a1]")

# matches: 十二
# matches: 第二条
# matches: 附件
# rejects: 总则
SECTION_HEAD = deferred(r"第?[一二三四五六七八九十]{1,3}[条條章节]?|附件|附录")

# matches: 秘书长 近关于
# matches: 宣言,
# matches: □
# rejects: 秘书长最近
# rejects: 第 58 号，宣言，“
# rejects: S/1998/318,
SUSPECT = deferred(
    f"[ \u00a0,;?!\ufffd\ue000-\uf8ff\u25a1]"
    f"(?:(?<=[{HAN}][ \u00a0])[ \u00a0]*(?=[{HAN}])|(?<=[{HAN}》”][,;?!])|(?<=[^ \u00a0,;?!]))"
)
"""A gap between two Han characters, a half-width sign after one, or a sign that can't be shown."""

# matches: ´
# matches: \u0301
# rejects: é
# rejects: '
ACCENT = deferred(r"[\u00b4`\u00a8\u02c6\u02dc\u00b8\u0300-\u0308\u0327]")
"""An accent without a letter; most texts have none."""

# matches: sup´erieure
# matches: d´ecide
# matches: Organizaci ´on
# matches: re \u0301union
# rejects: l'article
# rejects: supérieure
ACCENT_APART = deferred(
    r"(?<=[^\W\d_]) ?[\u00b4`\u00a8\u02c6\u02dc\u00b8](?=[^\W\d_])|(?<=[^\W\d_]) [\u0300-\u0308\u0327](?=[^\W\d_])"
)
"""An accent that an extractor has set beside its letter."""

# matches: <sup>1</sup>
# matches: report&nbsp;on
# matches: **Recalling**
# matches: [^1]
# rejects: a < b
# rejects: report,** and
# rejects: R&D;
MARKUP = deferred(
    r"</?[A-Za-z][A-Za-z0-9]{0,9}(?:\s[^<>\n]{0,200})?/?>|&(?:[A-Za-z]{2,8}|#x?[0-9A-Fa-f]{1,6});"
    r"|(?<!\S)\*\*[^\s*][^*\n]{0,200}\*\*|\[\^\d{1,3}\]"
)
"""What web pages and Markdown are written in."""

MARKUP_SIGNS = "<&*^"
"""Signs of which markup has one; most texts have none."""

WESTERN_SIGNS = bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
"""The signs that the Western encoding of Windows has for these bytes; a class of a pattern."""

# matches: keepersâ€™
# matches: rÃ©solution
# matches: nÂ°
# rejects: LIBERTÉ »
# rejects: NÃO
MISENCODED = deferred(rf"(?:â€|Ã)[\x80-\xbf{WESTERN_SIGNS}]|Â[\xa0-\xbf]")
"""A letter or a sign of UTF-8 that was read as a Western encoding; texts of which all are so are refused."""

MISENCODED_SIGNS = "âÃÂ"
"""Letters of which a misread one has the first."""

LONGEST_QUOTED = 40
"""Characters of markup, or of misread letters, that a diagnostic shows."""

HALF_WIDTH = ",;?!"

MOST_LOST = 2
"""Characters that one line may have lost; more gaps in it have another cause."""


class _Area(NamedTuple):
    """Words of the resolution in its source, from `start` to `end`.

    first      where the passage begins that they are in
    is_open    whether it ends without a sign, as headings do
    corrected  places of the passage where an editor corrects the source
    """

    start: int
    end: int
    first: int
    is_open: bool
    corrected: Sequence[Span]

    def holds(self, match: re.Match[str]) -> bool:
        """Whether the match is in the area, and no correction is there or beside it."""
        start, end = match.span()
        if start < self.start or end > self.end:
            return False

        for first, last in self.corrected:
            if first <= end and start <= last:
                return False

        return True


class _Suspect(NamedTuple):
    """A sign that may be damaged, the area it is in, and the offset of its line."""

    match: re.Match[str]
    area: _Area
    line: int


def find_damaged_characters(text: Evidence) -> Iterator[Damage]:
    """Lost and half-width signs, in the few texts that have any."""
    matches = _find_all(text.source, spaced=text.language.spaced)
    if not matches:
        return

    for _, line in groupby(_find_suspects(text, matches), key=attrgetter("line")):
        suspects = list(line)
        gaps = [one for one in suspects if one.match[0].isspace()]
        for one in suspects:
            sign = one.match[0]
            if sign in HALF_WIDTH:
                yield Damage("mixed-width", one.match.start(), {"sign": sign})
            elif not sign.isspace() or (
                len(gaps) <= MOST_LOST and not _is_after_number(one, text.source)
            ):
                yield _describe_lost_glyph(one, text.source)


def find_accents_apart(text: Evidence) -> Iterator[Damage]:
    """Accents beside their letters, once for a source: where the first is, and how many there are."""
    if not (text.is_first and text.language.spaced):
        return

    found = _find_accents(text.source)
    if found:
        start, end = found[0].span()
        words = text.source[max(0, start - 1) : end + 1].strip()
        yield Damage("accent-apart", start, {"text": words, "count": str(len(found))})


def find_markup(text: Evidence) -> Iterator[Damage]:
    """Markup in the source, once: at the first tag or sign, with the number of all."""
    return _report_first("markup", text, MARKUP, MARKUP_SIGNS)


def find_misread_letters(text: Evidence) -> Iterator[Damage]:
    """Letters that were read in a wrong encoding, once: at the first, with the number of all."""
    return _report_first("letters-misencoded", text, MISENCODED, MISENCODED_SIGNS)


def _report_first(
    code: str, text: Evidence, pattern: Pattern, signs: str
) -> Iterator[Damage]:
    """The first match of a pattern in a source, with the number of all. Each match has one of `signs`."""
    if not (text.is_first and any(sign in text.source for sign in signs)):
        return

    found = list(pattern.finditer(text.source))
    if found:
        words = found[0][0][:LONGEST_QUOTED]
        details = {"text": words, "count": str(len(found))}
        yield Damage(code, found[0].start(), details)


@lru_cache(maxsize=1)
def _find_accents(source: str) -> list[re.Match[str]]:
    """All accents of a source that are beside their letters. They are kept, as the signs below are."""
    if not ACCENT.search(source):
        return []
    return list(ACCENT_APART.finditer(source))


@lru_cache(maxsize=1)
def _find_all(source: str, *, spaced: bool) -> list[re.Match[str]]:
    """All signs of a source that may be damaged. They are kept, for one file may have thousands of resolutions."""
    pattern = UNSHOWN if spaced else SUSPECT
    return list(pattern.finditer(source))


def _find_suspects(
    text: Evidence, matches: Sequence[re.Match[str]]
) -> Iterator[_Suspect]:
    areas = sorted(_list_areas(text))
    if not areas:
        return

    starts = [area.start for area in areas]
    first = bisect_left(matches, areas[0].start, key=re.Match.start)
    last = bisect_right(matches, max(area.end for area in areas), key=re.Match.start)
    for match in matches[first:last]:
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and areas[index].holds(match):
            yield _Suspect(
                match, areas[index], text.source.rfind("\n", 0, match.start()) + 1
            )


def _list_areas(text: Evidence) -> Iterator[_Area]:
    """The words of all passages, the labels of annexes, and the lines of the closing."""
    for passage in text.passages:
        spans = passage.spans
        corrected = _find_corrections(passage.passage.runs)
        for start, end in spans:
            yield _Area(start, end, spans[0][0], passage.is_open, corrected)

    for annex in text.resolution.annexes:
        for start, end in annex.label_spans:
            yield _Area(start, end, start, is_open=True, corrected=())

    for field in text.resolution.fields:
        if field.name in ("date", "meeting"):
            for start, end in field.spans:
                yield _Area(start, end, start, is_open=True, corrected=())


def _find_corrections(runs: Sequence[Run]) -> Sequence[Span]:
    """Where an editor corrects the source: from the end of the words before to the start of the words after."""
    found: list[Span] = []
    for before, run, after in zip(
        (Run(), *runs), runs, (*runs[1:], Run()), strict=False
    ):
        if run.insert is not None:
            start = before.spans[-1][1] if before.spans else 0
            found.append((start, after.spans[0][0] if after.spans else start))
        elif run.struck:
            found += run.spans

    return found


def _is_after_number(suspect: _Suspect, source: str) -> bool:
    """Whether the space is the one after a section's number (十二  海洋环境)."""
    start = suspect.match.start()
    area = suspect.area
    return (
        area.is_open and SECTION_HEAD.fullmatch(source, area.first, start) is not None
    )


def _describe_lost_glyph(suspect: _Suspect, source: str) -> Damage:
    """What is lost where the extractor had no glyph: `秘书长 近` in A/RES/62/22 has lost 最."""
    start, end = suspect.match.span()
    first = max(suspect.line, suspect.area.first)
    before = source[first:start].rstrip()
    rest_of_line, _, _ = source[end:].partition("\n")
    after = rest_of_line.lstrip()
    words = {"left": before[-1:] or "…", "right": after[:1] or "…"}
    return Damage("lost-glyph", start, words)
