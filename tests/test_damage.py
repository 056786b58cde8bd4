"""Texts damaged on purpose: each damage is reported, at the line where it shows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests import damaging
from tests.damaging import Damaged, Sound, Way
from unres_site.errors import Diagnostic
from unres_site.loader import load

SEEDS = ("58-58", "58-241", "62-22", "64-50")
CASES = Path(__file__).parent / "data" / "damage" / "texts.txt"
"""Texts of the corpus that are damaged beside the seeds: one a line, in all layouts and languages."""


def sound(path: Path) -> Sound:
    """A text and its reading."""
    (resolution,) = load(path.read_bytes(), path.name).resolutions
    return Sound(path.read_text("utf-8"), resolution)


def new(before: Sound, damaged: Damaged) -> list[Diagnostic]:
    """What is reported of the damaged text and was not of the sound one, as often."""
    known = Counter(one.code for one in before.resolution.diagnostics)
    found = load(damaged.text.encode(), "damaged.txt").diagnostics
    more = {
        code
        for code, count in Counter(one.code for one in found).items()
        if count > known[code]
    }
    return [one for one in found if one.code in more]


def unreported(name: str, text: Sound, way: Way) -> str | None:
    """What is wrong with the report of a damage; None if it is reported at its line, or can't be done."""
    damaged = way(text)
    if damaged is None:
        return None
    found = [(one.code, one.line) for one in new(text, damaged)]
    if set(found) & set(damaged.shows):
        return None
    return f"{name}: {way.__name__} shows as {damaged.shows}, reported was {found}"


@pytest.mark.parametrize("name", SEEDS)
def test_each_damage_of_a_seed_is_reported_at_its_line(name: str, root: Path) -> None:
    text = sound(root / "resolutions" / "zh" / f"{name}.txt")
    assert not [
        wrong for way in damaging.WAYS if (wrong := unreported(name, text, way))
    ]


@pytest.mark.parametrize("name", SEEDS)
def test_each_damage_of_a_seed_is_reported_though_the_rules_over_its_notes_are_stripped(
    name: str, root: Path
) -> None:
    whole = (root / "resolutions" / "zh" / f"{name}.txt").read_text("utf-8")
    stripped = "\n".join(line.rstrip() for line in whole.split("\n"))
    (resolution,) = load(stripped.encode(), f"{name}.txt").resolutions
    text = Sound(stripped, resolution)
    assert not [
        wrong for way in damaging.WAYS if (wrong := unreported(name, text, way))
    ]


@pytest.mark.parametrize("name", CASES.read_text("utf-8").split())
def test_each_damage_of_a_corpus_text_is_reported_at_its_line(
    name: str, corpus: Path
) -> None:
    text = sound(corpus / f"{name}.txt")
    assert not [
        wrong for way in damaging.WAYS if (wrong := unreported(name, text, way))
    ]


def test_each_way_of_damage_is_done_to_texts(root: Path, corpus: Path) -> None:
    paths = [root / "resolutions" / "zh" / f"{name}.txt" for name in SEEDS]
    paths += [corpus / f"{name}.txt" for name in CASES.read_text("utf-8").split()]
    texts = [sound(path) for path in paths]
    for way in damaging.WAYS:
        done = sum(way(text) is not None for text in texts)
        assert done > 2, way.__name__


def test_texts_damaged_on_purpose_are_many(root: Path) -> None:
    texts = [sound(root / "resolutions" / "zh" / f"{name}.txt") for name in SEEDS]
    assert sum(way(text) is not None for text in texts for way in damaging.WAYS) >= 50
