"""The corpus's texts of other bodies, which have no truth file: how each is read, as a summary that was read by eye.

The texts are not part of the project, so a summary has no words of theirs: kinds, addresses, labels and lengths tell
whether a reading changes. Where there is no corpus, the tests are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from unres_site.loader import load
from unres_site.records import Reading, Resolution, list_passages

GOLDEN = Path(__file__).parent / "golden" / "other-bodies"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.json"))


def summarize(reading: Reading) -> list[dict[str, object]]:
    """What a person compares with the text, without its words."""
    if not reading.resolutions:
        return [{"refused": [f"{one.code} {one.line}" for one in reading.diagnostics]}]
    return [summarize_one(one) for one in reading.resolutions]


def summarize_one(record: Resolution) -> dict[str, object]:
    """The same of one record; the number at the end of a line counts characters."""
    return {
        "symbol": record.symbol,
        "language": record.language,
        "adopted_on": record.adopted_on,
        "meeting": record.meeting,
        "vote": msgspec.to_builtins(record.vote),
        "fields": [one.name for one in record.fields],
        "passages": list(describe_passages(record)),
        "ledger": [one.reason for one in record.ledger],
        "diagnostics": [f"{one.code} {one.line}" for one in record.diagnostics],
    }


def describe_passages(record: Resolution) -> Iterator[str]:
    """A line for each passage: kind, address, label, length, and the notes that its marks call."""
    for one in list_passages(record):
        marks = "".join(f"[{run.note}]" for run in one.runs if run.note)
        parts = (one.kind, f"#{one.anchor}", one.label, str(len(one.text)), marks)
        yield "  " * one.depth + " ".join(part for part in parts if part)


@pytest.mark.parametrize("name", NAMES)
def test_a_text_of_another_body_is_read_as_before(
    name: str, corpus: Path, golden: Callable[[str, str], None]
) -> None:
    path = corpus / "other-bodies" / f"{name}.txt"
    found = summarize(load(path.read_bytes(), path.name))
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    golden(f"other-bodies/{name}.json", text)


def test_every_text_of_another_body_has_a_summary(corpus: Path) -> None:
    texts = (corpus / "other-bodies").glob("*.txt")
    assert sorted(path.stem for path in texts) == NAMES
