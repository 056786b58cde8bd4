"""Compares the languages of one resolution: what must be equal in all of them, and is not.

The same paragraphs and notes must be there, citing the same documents, calling the same notes and giving the same
numbers; date, meeting, agenda item and vote must be the same. A disagreement shows a lost note, a dropped paragraph, a
misread number, or a slip of the translation. Words are not compared.

If more than half of the languages say the same, the others are reported. Otherwise all are, each with what the others
say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from unres_site.archive.languages.differences import (
    Difference,
    compare_numbers,
    compare_sets,
    find_deviating,
)
from unres_site.archive.languages.outline import PassageOutline, TextOutline
from unres_site.deferred import deferred

# matches: pp12
# matches: s2-h1
# matches: annex1-u3
# rejects: op3
# rejects: op3-a
COUNTED = deferred(r"(?P<series>(?:.+-)?(?:pp|h|u))\d+")
"""Anchors that are counted because nothing is printed: one passage more or less moves all that follow."""

# matches: fn12
# rejects: op1
NOTE = deferred(r"fn.+")
"""The anchor of a note."""


class Disagreement(NamedTuple):
    """Something that one language has otherwise than others.

    language  the language in which it is reported
    code      the diagnostic's code
    offset    where in its source, in characters
    details   the words of its sentence
    """

    language: str
    code: str
    offset: int
    details: Mapping[str, str]


Versions = Mapping[str, TextOutline]
"""The outlines of one resolution by language."""


def find_disagreements(versions: Versions) -> Iterator[Disagreement]:
    """All disagreements of one resolution: facts, then passages in reading order."""
    if len(versions) > 1:
        yield from _compare_facts(versions)
        yield from VersionComparison(versions).find()


def _compare_facts(versions: Versions) -> Iterator[Disagreement]:
    """Facts of the whole text; a language that does not tell one is not compared."""
    for name in ("date", "meeting", "agenda-item", "vote"):
        values: dict[str, str] = {}
        for language, outline in versions.items():
            if name in outline.facts:
                values[language] = outline.facts[name]

        for language in find_deviating(values):
            details = {
                "fact": f"fact.{name}",
                "here": values[language],
                "others": _tell_others(values, language),
            }
            start = versions[language].passages[0].offset
            yield Disagreement(language, "languages-facts", start, details)


class VersionComparison:
    """The passages of one resolution in all its languages."""

    def __init__(self, versions: Versions) -> None:
        self._held: dict[str, dict[str, PassageOutline]] = {}
        for language, outline in versions.items():
            self._held[language] = {one.anchor: one for one in outline.passages}

        self._order = _merge_orders([list(held) for held in self._held.values()])
        self._series = self._group_counted()
        self._notes = {
            language: _collect_note_values(outline)
            for language, outline in versions.items()
        }

    def find(self) -> Iterator[Disagreement]:
        """What differs, in reading order."""
        skipped: dict[str, list[str]] = {}
        """Languages whose passages of a series can't be paired with those of the others any more."""
        absent: dict[tuple[str, bool], list[str]] = {}
        for anchor in self._order:
            match = COUNTED.fullmatch(anchor)
            series = match["series"] if match else ""
            if series and series not in skipped and self._is_cut(series, anchor):
                skipped[series] = find_deviating(self._count(series))
                yield from self._report_counts(series, anchor)

            held = self._find_versions(anchor, skipped.get(series, ()))
            if not series:
                self._note_absence(anchor, held, absent)
            elsewhere = self._notes if NOTE.fullmatch(anchor) else {}
            yield from _compare_passage(anchor, held, elsewhere)

        for (language, is_missing), anchors in absent.items():
            yield from self._report_absence(language, anchors, is_missing=is_missing)

    def _find_versions(
        self, anchor: str, skipped: Iterable[str]
    ) -> dict[str, PassageOutline]:
        found: dict[str, PassageOutline] = {}
        for language, held in self._held.items():
            if anchor in held and language not in skipped:
                found[language] = held[anchor]

        return found

    # --- passages that are counted

    def _group_counted(self) -> dict[str, list[str]]:
        """The anchors of each counted series, in order."""
        series: dict[str, list[str]] = {}
        for anchor in self._order:
            if match := COUNTED.fullmatch(anchor):
                series.setdefault(match["series"], []).append(anchor)

        return series

    def _count(self, series: str) -> dict[str, int]:
        """How many passages of a series each language has."""
        anchors = set(self._series[series])
        counts: dict[str, int] = {}
        for code, held in self._held.items():
            counts[code] = len(anchors & held.keys())

        return counts

    def _is_cut(self, series: str, anchor: str) -> bool:
        """Whether languages count a series differently, and the difference begins at this passage at the latest."""
        counts = self._count(series).values()
        if len(set(counts)) == 1:
            return False

        held = self._find_versions(anchor, ())
        signs = {(one.cites, one.marks) for one in held.values()}
        return len(held) < len(self._held) or len(signs) > 1

    def _report_counts(self, series: str, anchor: str) -> Iterator[Disagreement]:
        counts = self._count(series)
        values = {language: str(count) for language, count in counts.items()}
        for language in find_deviating(counts):
            place = self._find_place(language, anchor)
            details = {
                "series": f"series.{series.rpartition('-')[2]}",
                "here": values[language],
                "others": _tell_others(values, language),
            }
            yield Disagreement(language, "languages-count", place.offset, details)

    # --- passages with printed numbers

    def _note_absence(
        self,
        anchor: str,
        held: Mapping[str, PassageOutline],
        absent: dict[tuple[str, bool], list[str]],
    ) -> None:
        """Note the languages that lack a passage which others have, or have one that others lack."""
        parent = anchor.rpartition("-")[0]
        parents = self._find_versions(parent, ()) if parent in self._order else held

        presence = {
            language: language in held
            for language in self._held
            if parent not in self._order or language in parents
        }
        for language in find_deviating(presence):
            absent.setdefault((language, not presence[language]), []).append(anchor)

    def _report_absence(
        self, language: str, anchors: Sequence[str], *, is_missing: bool
    ) -> Iterator[Disagreement]:
        """Report passages that follow each other together."""
        for run in self._divide_runs(anchors):
            place = self._find_place(language, run[0])
            others = [
                one
                for one, held in self._held.items()
                if one != language and (run[0] in held) == is_missing
            ]
            details = {
                "passages": run[0] if len(run) == 1 else f"{run[0]} … {run[-1]}",
                "others": ", ".join(others),
            }
            code = "languages-missing" if is_missing else "languages-alone"
            yield Disagreement(language, code, place.offset, details)

    def _divide_runs(self, anchors: Sequence[str]) -> Iterator[list[str]]:
        run: list[str] = []
        for anchor in anchors:
            if run and self._order[anchor] != self._order[run[-1]] + 1:
                yield run
                run = []
            run.append(anchor)

        if run:
            yield run

    def _find_place(self, language: str, anchor: str) -> PassageOutline:
        """The passage in that language; if it lacks it, the last one that it has before."""
        held = self._held[language]
        before = self._order[anchor]
        found = next(iter(held.values()))
        for name, passage in held.items():
            if self._order[name] <= before:
                found = passage

        return found


def _collect_note_values(outline: TextOutline) -> set[str]:
    """The citations and numbers of all notes of a text."""
    values: set[str] = set()
    for passage in outline.passages:
        if NOTE.fullmatch(passage.anchor):
            values.update(passage.cites, passage.numbers)

    return values


def _merge_orders(orders: Sequence[Sequence[str]]) -> dict[str, int]:
    """All anchors in reading order, to their places: what only one language has follows what it follows there."""
    following: dict[str, list[str]] = {"": []}
    for order in sorted(orders, key=len, reverse=True):
        before = ""
        for anchor in order:
            if anchor not in following:
                following[before].append(anchor)
                following[anchor] = []
            before = anchor

    places: dict[str, int] = {}
    waiting = [*following[""]]
    while waiting:
        anchor = waiting.pop()
        places[anchor] = len(places)
        waiting += following[anchor]

    return places


# --- one passage


def _compare_passage(
    anchor: str, held: Mapping[str, PassageOutline], elsewhere: Mapping[str, set[str]]
) -> Iterator[Disagreement]:
    """What differs between the versions of one passage.

    `elsewhere` are values that a language has in other notes: where words are in another order, so are their notes.
    """
    if len(held) == 1:
        return

    kinds = (
        ("languages-cites", compare_sets({one: held[one].cites for one in held})),
        ("languages-marks", compare_sets({one: held[one].marks for one in held})),
        ("languages-numbers", compare_numbers(held)),
    )
    for code, differences in kinds:
        for language, found in differences.items():
            difference = _leave_out(found, language, elsewhere)
            if not difference.missing and not difference.extra:
                continue
            details = {"passage": anchor, **_describe(code, difference)}
            offset = held[language].offset
            yield Disagreement(language, code, offset, details)


def _describe(code: str, difference: Difference) -> dict[str, str]:
    """The words of a difference: its message (`difference.cites-missing`), and what is missing or extra."""
    words: dict[str, str] = {}
    for name, values in zip(Difference._fields, difference, strict=True):
        if values:
            words[name] = ", ".join(values)

    kind = code.removeprefix("languages-")
    side = "both" if len(words) > 1 else next(iter(words))
    return {"difference": f"difference.{kind}-{side}", **words}


def _leave_out(
    found: Difference, language: str, elsewhere: Mapping[str, set[str]]
) -> Difference:
    """The difference without what the language has in another note, and without what others have in another note."""
    own = elsewhere.get(language, set())
    others = set[str]().union(
        *(values for one, values in elsewhere.items() if one != language)
    )
    return Difference(
        tuple(value for value in found.missing if value not in own),
        tuple(value for value in found.extra if value not in others),
    )


def _tell_others(values: Mapping[str, str], own: str) -> str:
    """What the languages have that differ: `en, fr: 12; es: 11`."""
    languages: dict[str, list[str]] = {}
    for language, value in values.items():
        if value != values[own]:
            languages.setdefault(value, []).append(language)

    return "; ".join(
        f"{', '.join(names)}: {value}" for value, names in languages.items()
    )
