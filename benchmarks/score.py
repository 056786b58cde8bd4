"""How well the loader reads the corpus: every folder of it, by its own scorer, as the table of docs/figures.md.

    python benchmarks/score.py [CORPUS]     CORPUS is ../shared/corpus beside the checkout, unless it is given

The scorer is the corpus's `score.py`. It reads published records, so those that `load` gives are written to a temporary
folder, which no build could take for its own. Folders of other extractors are scored with hyphens apart, for pdftotext
drops those at the ends of lines.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from unres_site.records import Reading

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"

LOOSE = ("pdftotext/", "pdftotext-layout/", "pdfminer/")
"""Folders of texts whose hyphens at the ends of lines were dropped by their extractors."""


Read = Callable[[bytes, str], "Reading"]
"""Gives the reading of a text that has a name."""


class Score(NamedTuple):
    """A folder's figures, in percent; `documents` and `warnings` are counts."""

    documents: int
    warnings: int
    found: float
    title: float
    date: float
    meeting: float
    recall: float
    precision: float
    note_recall: float
    note_precision: float
    perfect: float


def list_folders(corpus: Path) -> list[str]:
    """The folders that have texts with their truth, below the corpus."""
    return sorted(
        {path.parent.relative_to(corpus).as_posix() for path in corpus.rglob("*.json")}
    )


def score(corpus: Path, folder: str, read: Read | None = None) -> Score:
    """The figures of a folder, each text read alone, by `load` if no other function is given."""
    scorer = _load_scorer(corpus)
    with tempfile.TemporaryDirectory() as made:
        warnings = _write(corpus / folder, Path(made), read or _find_load())
        out = io.StringIO()
        arguments = [
            "score.py",
            str(corpus / folder),
            made,
            *["--loose-hyphens"] * folder.startswith(LOOSE),
        ]
        with _set_arguments(arguments), contextlib.redirect_stdout(out):
            scorer.main()
    documents, *percents = [
        line.rpartition("  ")[2] for line in out.getvalue().splitlines()
    ]
    return Score(int(documents), warnings, *map(_read_percent, percents))


def write_table(scores: Sequence[tuple[str, Score]]) -> str:
    """The figures as a Markdown table."""
    heads = (
        "folder",
        "texts",
        "title",
        "date",
        "meeting",
        "paragraphs found",
        "paragraphs right",
        "notes",
        "perfect",
    )
    rows = [
        f"| {' | '.join((*heads, 'warnings a text'))} |",
        f"|---|{'---:|' * len(heads)}",
    ]
    for folder, one in scores:
        percents = (
            one.title,
            one.date,
            one.meeting,
            one.recall,
            one.precision,
            one.note_recall,
            one.perfect,
        )
        cells = [
            folder,
            str(one.documents),
            *(f"{percent:.2f} %" for percent in percents),
        ]
        rows.append(f"| {' | '.join(cells)} | {one.warnings / one.documents:.2f} |")
    return "\n".join(rows)


def _find_load() -> Read:
    from unres_site.loader import load  # noqa: PLC0415  (the package is found by then)

    return load


def _write(texts: Path, made: Path, read: Read) -> int:
    """Write the records of all texts of a folder; the number of warnings."""
    warnings = 0
    for path in sorted(texts.glob("*.txt")):
        reading = read(path.read_bytes(), path.name)
        warnings += sum(one.severity != "info" for one in reading.diagnostics)
        for count, resolution in enumerate(reading.resolutions):
            (made / f"{path.stem}-{count}.json").write_bytes(
                msgspec.json.encode(resolution)
            )
    return warnings


def _load_scorer(corpus: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    assert spec is not None  # noqa: S101  (a path that ends in .py has a loader)
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextlib.contextmanager
def _set_arguments(arguments: list[str]) -> Iterator[None]:
    """What a script sees as its arguments, for a while."""
    before, sys.argv = sys.argv, arguments
    try:
        yield
    finally:
        sys.argv = before


def _read_percent(figure: str) -> float:
    return float(figure.strip().removesuffix("%")) if "%" in figure else 0.0


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    corpus: Path = parser.parse_args().corpus
    sys.path.insert(0, str(ROOT / "src"))
    print(
        write_table(
            [(folder, score(corpus, folder)) for folder in list_folders(corpus)]
        )
    )


if __name__ == "__main__":
    main()
