"""Made-up resolutions for the search, with as many different words as real ones have.

    python benchmarks/search_corpus.py     how rich they are, in figures

The words of `corpus.py` are few, well for a build and wrong for an index: 591 of its texts have 1,400 different
pairs of neighbouring Han characters, 591 real resolutions in Chinese 95,591, these here about as many. They are made of
sentences of the project's own four texts and of phrases, some of which a topic's texts share and some all texts, some
are said once. Words are OpenCC's, the first ones often and the last ones seldom, as in any language.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

import opencc

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks import corpus
from benchmarks.usage import read_names

ROOT = Path(__file__).parent.parent
TABLE = "dictionary/STPhrases.txt"
PREAMBLE, OPERATIVE, NOTES = 14, 16, 8
LEAST = 112
"""Characters of a paragraph, or a few more."""

TOPICS, OF_TOPIC, OF_ALL = 400, 60, 6_000
"""Topics, phrases of each, and phrases that all texts share."""

STEEP = 0.8
"""How fast words become rarer: the word of rank r is said r to this power as seldom as the first."""

OFTEN, SELDOM = 0.3, 0.4
"""How often a paragraph has a note, and a citation."""

FUNCTION = "的 和 在 对 为 并 以 与 及 等 方面 进行 根据 关于 通过 各国 联合国".split()  # noqa: SIM905 - to be read
LEADS = "回顾 注意到 欢迎 鼓励 请秘书长 呼吁 强调 铭记 决定 重申 深信 赞赏 考虑到 敦促".split()  # noqa: SIM905

# matches: 协助各国制止小武器非法贩运
# rejects: 武器，弹药
SENTENCE = re.compile("^[\u4e00-\u9fff]{6,60}$")

# matches: 一元复始
# rejects: 了
# rejects: 一克、两克
WORD = re.compile("^[\u4e00-\u9fff]{2,3}$")

# matches: ，
# rejects: 号
STOP = re.compile(r"[\s，；。：、“”（）()0-9/]+")

Dice = random.Random


def number_of_texts_pairs(texts: Sequence[str]) -> Counter[str]:
    """The number of texts that have each pair of neighbouring Han characters."""
    pairs = Counter[str]()
    for text in texts:
        pairs.update(
            {
                f"{one}{other}"
                for one, other in pairwise(text)
                if "\u4e00" <= min(one, other) <= "\u9fff"
            }
        )
    return pairs


@cache
def _words() -> tuple[list[str], list[float]]:
    """Words, and the sums of how often they and all before them are said."""
    lines = (Path(opencc.__file__).parent / TABLE).read_text("utf-8").splitlines()
    words = sorted({word for line in lines if WORD.match(word := line.split("\t")[0])})
    Dice("words").shuffle(words)
    return words, list(accumulate(rank**-STEEP for rank in range(1, len(words) + 1)))


def _word(dice: Dice) -> str:
    words, sums = _words()
    return dice.choices(words, cum_weights=sums)[0]


@cache
def _sentences() -> list[str]:
    """What the four say between two stops."""
    lines = [
        path.read_text("utf-8")
        for path in sorted((ROOT / "resolutions").rglob("*.txt"))
    ]
    found = (
        part for text in lines for part in STOP.split(re.sub(r"\s*\n\s*", "", text))
    )
    return sorted({part for part in found if SENTENCE.match(part)})


def _phrase(dice: Dice) -> str:
    parts = [_word(dice), _function(dice, 0.4), _word(dice), _function(dice, 0.5)]
    parts += [
        _word(dice) if dice.random() < 0.7 else "",  # noqa: PLR2004
        _function(dice, 0.3),
        _word(dice),
    ]
    return "".join(parts)


def _function(dice: Dice, often: float) -> str:
    return dice.choice(FUNCTION) if dice.random() < often else ""


@cache
def _bank(name: str, size: int) -> list[str]:
    dice = Dice(f"phrases of {name}")
    return [_phrase(dice) for _ in range(size)]


def _early(dice: Dice, rows: list[str]) -> str:
    """One of the rows, the first ones more often."""
    return rows[min(len(rows) - 1, int((len(rows) + 1) ** dice.random()) - 1)]


def _part(dice: Dice, topic: list[str]) -> str:
    kinds: list[Callable[[], str]] = [
        lambda: dice.choice(_sentences()),
        lambda: _early(dice, _sentences()),
        lambda: dice.choice(LEADS) + _early(dice, topic),
        lambda: _early(dice, _bank("all", OF_ALL)),
        lambda: _phrase(dice),
    ]
    return dice.choices(kinds, [2, 6, 74, 10, 8])[0]()


def make(index: int, total: int) -> corpus.Text:
    """Text `index` of a set of `total`. It depends on these two numbers alone."""
    dice = Dice(f"search {index} of {total}")
    topics = [
        _bank(f"topic {_early(dice, list(map(str, range(TOPICS))))}", OF_TOPIC)
        for _ in range(2)
    ]
    notes: list[str] = []
    opened = [
        _paragraph(dice, topics, total, notes) for _ in range(PREAMBLE + OPERATIVE)
    ]
    preamble = [[*pieces, "，"] for pieces in opened[:PREAMBLE]]
    operative = [[*pieces, "；"] for pieces in opened[PREAMBLE:-1]] + [
        [*opened[-1], "。"]
    ]
    number = corpus.make_number(index)
    date = (1945 + number.session, dice.randint(9, 12), dice.randint(1, 28))
    return corpus.Text(
        number,
        _early(dice, topics[0]),
        preamble,
        operative,
        notes,
        date,
        dice.randint(40, 99),
    )


def _paragraph(
    dice: Dice, topics: list[list[str]], total: int, notes: list[str]
) -> list[corpus.Piece]:
    topic = topics[dice.random() < 0.25]  # noqa: PLR2004 - three in four are of the first topic
    words = dice.choice(LEADS) + _part(dice, topic)
    while len(words) < LEAST:
        words += "，" + _part(dice, topic)
    pieces: list[corpus.Piece] = [words]
    if dice.random() < SELDOM:
        pieces += [
            "，并回顾其第 ",
            corpus.make_number(dice.randrange(total)),
            " 号决议",
        ]
    if len(notes) < NOTES and dice.random() < OFTEN:
        notes.append(f"A/{dice.randint(31, 79)}/{dice.randint(1, 990)}。")
        pieces.append(len(notes))
    return pieces


def passages(text: corpus.Text) -> Iterator[str]:
    """The title, each paragraph and each note of a text, without white space: what a query is looked for in."""
    yield text.title
    for row in (*text.preamble, *text.operative):
        pieces = (
            piece.short if isinstance(piece, corpus.Number) else piece for piece in row
        )
        yield "".join(piece for piece in pieces if isinstance(piece, str)).replace(
            " ", ""
        )
    yield from text.notes


def find_path(text: corpus.Text) -> Path:
    """Where the file of a text is in the folder of the texts."""
    session, number = text.number
    return Path(str(session)) / f"{session}-{number}.txt"


def write(total: int, folder: Path) -> None:
    """Write `total` texts below a folder."""
    for index in range(total):
        text = make(index, total)
        path = folder / find_path(text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(corpus.write_seed(text), "utf-8", newline="\n")


if __name__ == "__main__":
    read_names(__doc__)
    TEXTS = 591
    made = ["".join(passages(make(index, TEXTS))) for index in range(TEXTS)]
    pairs = number_of_texts_pairs(made)
    print(
        f"{TEXTS} texts of {sum(map(len, made)) // TEXTS:,} characters with {sum(pairs.values()) // TEXTS:,} pairs,"
    )
    print(
        f"{len(pairs):,} different ones, {sum(count > TEXTS / 2 for count in pairs.values())} in half of the texts"
    )
