"""What one language has otherwise than the others: a value, a set of values, or numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from unres_site.archive.languages.outline import PassageOutline

LEAST = 101
"""Smaller numbers are often written in words, so one that is missing in a language says nothing."""

HOURS = 24

Values = Mapping[str, Hashable]
"""What each language has."""


class Difference(NamedTuple):
    """What a language lacks that others have, and what it has alone."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]


Sets = dict[str, Collection[str]]
"""Values of a passage in each language."""


def find_deviating(values: Values) -> list[str]:
    """The languages whose value is not that of the majority; all of them, if no value has a majority."""
    counts = Counter(values.values())
    if len(counts) < 2:  # noqa: PLR2004 - one value: they agree
        return []

    common, count = counts.most_common(1)[0]
    has_majority = count * 2 > len(values)
    return [one for one, value in values.items() if not has_majority or value != common]


def compare_sets(sets: Sets) -> dict[str, Difference]:
    """What each deviating language lacks and has alone; each value is looked at by itself."""
    if len({frozenset(found) for found in sets.values()}) == 1:
        return {}

    missing: dict[str, list[str]] = {language: [] for language in sets}
    extra: dict[str, list[str]] = {language: [] for language in sets}
    for value in sorted(set(chain.from_iterable(sets.values()))):
        presence = {language: value in found for language, found in sets.items()}
        for language in find_deviating(presence):
            (extra if presence[language] else missing)[language].append(value)

    return {
        language: Difference(tuple(missing[language]), tuple(extra[language]))
        for language in sets
        if missing[language] or extra[language]
    }


def compare_numbers(held: Mapping[str, PassageOutline]) -> dict[str, Difference]:
    """The same for numbers. A small one counts only if another one is in its place."""
    said = set(chain.from_iterable(one.numbers for one in held.values()))
    sets: Sets = {}
    for language, passage in held.items():
        absent = said.difference(passage.numbers)
        excused = absent & passage.words if absent else ()
        sets[language] = (*passage.numbers, *excused)

    found: dict[str, Difference] = {}
    for language, (missing, extra) in compare_sets(sets).items():
        numbers = held[language].numbers
        difference = Difference(missing, tuple(one for one in extra if one in numbers))
        if not (difference.missing and difference.extra):
            found[language] = Difference(*map(_select_large, difference))
        elif not _are_hours(difference, numbers):
            found[language] = difference

    for language, values in _find_fewer(held).items():
        if len(values) == 1 and language not in found:
            found[language] = Difference((values[0],), ())

    return found


def _find_fewer(held: Mapping[str, PassageOutline]) -> dict[str, list[str]]:
    """The large numbers that a language has less often than all others, with their count in the others: `2040 ×2`.

    A language with several of them has lost nothing: it has a phrase with these numbers once, the others repeat it.
    """
    counts = {language: Counter(one.said_numbers) for language, one in held.items()}
    repeated: set[str] = set()
    for said in counts.values():
        repeated.update([value for value, count in said.items() if count > 1])

    found: dict[str, list[str]] = {}
    for value in sorted(_select_large(repeated)):
        times = {language: said[value] for language, said in counts.items()}
        most = max(times.values())
        deviating = find_deviating(times)
        if len(deviating) != 1:
            continue
        [language] = deviating
        if 0 < times[language] < most:
            found.setdefault(language, []).append(f"{value} ×{most}")

    return found


def _select_large(values: Iterable[str]) -> tuple[str, ...]:
    large = [value for value in values if float(value) >= LEAST]
    return tuple(large)


def _are_hours(difference: Difference, numbers: Iterable[str]) -> bool:
    """Whether one language counts the hours of the afternoon from noon, and the other one from midnight.

    `numbers` are all numbers of the language; an hour of the morning and one of the afternoon can have the same.
    """
    if any(float(value) > HOURS for value in chain(*difference)):
        return False

    missing, extra = map(_list_hours, difference)
    return extra <= missing <= _list_hours(numbers)


def _list_hours(values: Iterable[str]) -> set[int]:
    """The hours of a clock with twelve that numbers may be, and noon."""
    hours = {int(float(value)) % 12 for value in values}
    return hours | {0}
