"""What comparisons cost a build: texts in chains, built with comparisons and without, then one text changed.

    python benchmarks/chained.py [--texts 2000] [--chain 10] [--cold] [--folder DIR]

The texts are those of `corpus.py`, but each is made from the text before in its chain, and so many texts are a chain.
From one to the next, of ten paragraphs six stay as they are, two or three are reworded, one goes, and one comes. Each
chain has one title, by which the program finds it, and texts follow each other from session to session.

`with` is the build of everything, search included. `without` is the same program without the pages, data and tables of
comparisons and without the lives of paragraphs. `changed` is a build after a paragraph of the middle text of a chain
was changed: two comparisons and the lives of its series are made again. With `--cold` nothing is changed afterwards.
"""

from __future__ import annotations

import argparse
import compileall
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import corpus
from benchmarks.build import HERE, ROOT, SETTLED, Cost, run
from benchmarks.corpus import Piece, Text

STAYS, REWORDED, GOES = 0.6, 0.3, 0.1
"""The shares of paragraphs."""

COMPARING = ("since", "since-data", "since-table", "lives")
"""The kinds of pages that compare texts."""

PROGRAM = """
import sys
from unres_site.site.pages import KINDS
for kind in sys.argv.pop(1).split():
    KINDS[kind] = KINDS[kind]._replace(plan=lambda _: iter(()))
from unres_site.cli import main
main()
"""
"""The program without some kinds of pages, which its first argument names."""


def make_chain(first: int, length: int, total: int) -> list[Text]:
    """The texts of a chain, which begins with the text of that index of a set of `total`."""
    texts = [corpus.make(first, total)]
    for step in range(1, length):
        dice = random.Random(f"step {step} of chain {first}")  # noqa: S311 - dice, no secrets
        texts.append(_continue(texts[-1], dice, total))
    return texts


def _continue(text: Text, dice: random.Random, total: int) -> Text:
    """The text of the next session."""
    session, number = text.number
    year, month, day = text.date
    return text._replace(
        number=corpus.Number(session + 1, number),
        date=(year + 1, month, day),
        preamble=_edit(text.preamble, dice, total, "openers", "，"),
        operative=[
            *_edit(text.operative[:-1], dice, total, "actions", "；"),
            text.operative[-1],
        ],
    )


def _edit(
    paragraphs: list[list[Piece]],
    dice: random.Random,
    total: int,
    openers: str,
    end: str,
) -> list[list[Piece]]:
    edited: list[list[Piece]] = []
    for pieces in paragraphs:
        lot = dice.random()
        if lot < STAYS:
            edited.append(pieces)
        elif lot < STAYS + REWORDED:
            edited.append(_reword(pieces, dice))
        elif any(isinstance(piece, int) for piece in pieces):
            edited.append(pieces)  # its note stays
        else:
            opener = corpus.choose(dice, openers)
            full = corpus.NOTES
            edited.append(
                corpus.make_paragraph(
                    dice, opener, total, ["" for _ in range(full)], end
                )
            )
    return edited


def _reword(pieces: list[Piece], dice: random.Random) -> list[Piece]:
    """The paragraph with another subject in place of one of its own."""
    subjects = corpus.WORDS["subjects"]
    held = [word for word in subjects if any(word in str(piece) for piece in pieces)]
    before, after = dice.choice(held or subjects), dice.choice(subjects)
    return [
        piece.replace(before, after, 1) if isinstance(piece, str) else piece
        for piece in pieces
    ]


def write(total: int, length: int, folder: Path) -> Path:
    """Write about `total` texts; the path of one in the middle of a chain."""
    middle = folder
    for chain in range(total // length):
        place = chain // corpus.A_SESSION * length * corpus.A_SESSION
        first = place + chain % corpus.A_SESSION
        for step, text in enumerate(make_chain(first, length, total)):
            session, number = text.number
            path = folder / str(session) / f"{session}-{number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(corpus.write_seed(text), "utf-8", newline="\n")
            if step == length // 2:
                middle = path
    return middle


def build(texts: Path, place: Path, without: str = "") -> Cost:
    """One build, without these kinds of pages."""
    command = [sys.executable, "-c", PROGRAM, without, "build", "--quiet"]
    folders = {
        "--config": HERE / "site.yml",
        "--source": texts,
        "--output": place / f"site{len(without)}",
        "--cache": place / f"cache{len(without)}",
    }
    return run([*command, *(str(part) for pair in folders.items() for part in pair)])


def measure(asked: argparse.Namespace, folder: Path) -> None:
    """Build, and print what it took."""
    texts = folder / "texts"
    middle = write(asked.texts, asked.chain, texts)
    time.sleep(SETTLED)
    with_them = _tell("with", lambda: build(texts, folder))
    without = _tell("without", lambda: build(texts, folder, " ".join(COMPARING)))
    more = with_them.processor / without.processor - 1
    print(f"comparisons add {more:+.0%} of processor time", flush=True)
    if not asked.cold:
        for word in (
            "方面的",
            "方案的",
        ):  # the first change makes the other tree, of links
            time.sleep(SETTLED)
            words = middle.read_text("utf-8")
            half = len(words) // 2
            changed = words[half:].replace("领域的", word, 1)
            middle.write_text(words[:half] + changed, "utf-8", newline="\n")
            _tell("changed", lambda: build(texts, folder))


def _tell(name: str, make: Callable[[], Cost]) -> Cost:
    cost = make()
    print(
        f"{name:8} {cost.wall:8.2f} s {cost.processor:8.2f} CPU-s {cost.memory:6.0f} MB",
        flush=True,
    )
    return cost


def main() -> None:
    """Measure, and print lines."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--chain", type=int, default=10)
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory(prefix="unres-chained-") as temporary:
        measure(asked, asked.folder or Path(temporary))


if __name__ == "__main__":
    main()
