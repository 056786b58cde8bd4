"""The alignments made by hand in `tests/gold/` fit the texts that they align."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.alignments import (
    GOLD,
    GoldAlignment,
    list_gold_files,
    read_gold_alignment,
)
from unres_site.loader import load
from unres_site.records import list_passages

ROOT = Path(__file__).parent.parent
SEEDLIKE = ROOT.parent / "shared" / "corpus" / "seedlike"
LEFT_OUT = {"title", "note", "heading", "table", "preformatted"}
"""Kinds of passages that a file does not align."""


def find_text(symbol: str, language: str) -> Path:
    """The file of a text: one of the project's own, or one of the corpus. It may not be there."""
    session, _, number = symbol.removeprefix("A/RES/").partition("/")
    own = ROOT / "resolutions" / language / f"{session}-{number}.txt"
    if own.exists():
        return own
    folder = f"{language}-{session}" if session == "76" else language
    return SEEDLIKE / folder / f"A_RES_{session}_{number}.txt"


@cache
def read_words(symbol: str, language: str) -> dict[str, str]:
    """The letters and digits of each paragraph by its anchor, in reading order."""
    path = find_text(symbol, language)
    if not path.exists():
        pytest.skip("the corpus (shared/corpus beside the checkout) is not at hand")
    (resolution,) = load(path.read_bytes(), path.name).resolutions
    return {
        passage.anchor: keep_letters(passage.text)
        for passage in list_passages(resolution)
        if passage.kind not in LEFT_OUT
    }


def keep_letters(text: str) -> str:
    """A text without what may differ between two paragraphs that are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def mark_file(path: Path) -> object:
    """A file as a parameter; marked if one of its texts is in the corpus, which is not everywhere."""
    own = ROOT / "resolutions" / path.parent.name
    is_own = all((own / f"{name}.txt").exists() for name in path.stem.split("_"))
    marks = () if is_own else (pytest.mark.corpus,)
    return pytest.param(path, id=f"{path.parent.name}/{path.stem}", marks=marks)


@pytest.fixture(params=[mark_file(path) for path in list_gold_files()])
def gold(request: pytest.FixtureRequest) -> GoldAlignment:
    """Each file of the set."""
    return read_gold_alignment(request.param)


def test_each_paragraph_occurs_once_on_its_side(gold: GoldAlignment) -> None:
    older = [anchor for link in gold.links for anchor in link.older]
    newer = [anchor for link in gold.links for anchor in link.newer]
    assert Counter(older) == Counter(read_words(gold.older, gold.language).keys())
    assert Counter(newer) == Counter(read_words(gold.newer, gold.language).keys())


def test_what_is_called_kept_has_the_same_words(gold: GoldAlignment) -> None:
    older = read_words(gold.older, gold.language)
    newer = read_words(gold.newer, gold.language)
    for link in gold.links:
        if link.kind in {"kept", "moved", "changed", "changed moved"}:
            is_same = older[link.older[0]] == newer[link.newer[0]]
            assert is_same == (link.kind in {"kept", "moved"}), link


def test_what_did_not_move_is_in_the_same_order(gold: GoldAlignment) -> None:
    older = list(read_words(gold.older, gold.language))
    newer = list(read_words(gold.newer, gold.language))
    places = sorted(
        (older.index(link.older[0]), newer.index(link.newer[0]))
        for link in gold.links
        if link.kind in {"kept", "changed"}
    )
    assert all(one[1] < other[1] for one, other in pairwise(places))


def test_files_are_named_after_their_pairs() -> None:
    for path in list_gold_files():
        gold = read_gold_alignment(path)
        names = [
            symbol.removeprefix("A/RES/").replace("/", "-")
            for symbol in (gold.older, gold.newer)
        ]
        assert path == GOLD / gold.language / f"{'_'.join(names)}.txt"


@pytest.mark.parametrize(
    "line",
    [
        "op1 op2",
        "op1 - new",
        "- op1 dropped",
        "op1 op2 split",
        "op1 op2 merged",
        "op1 op2 same",
        "",
    ],
)
def test_a_line_that_breaks_the_format_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "1-1_2-1.txt"
    path.write_text(f"from A/RES/1/1\nto A/RES/2/1\nlanguage zh\nread 2\n{line}\n")
    with pytest.raises(ValueError, match=r"1-1_2-1\.txt:5: "):
        read_gold_alignment(path)
