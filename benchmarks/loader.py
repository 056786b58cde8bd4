"""How fast texts are read: milliseconds for 4,000 characters, and what twice the text costs, on hostile lines too.

    python benchmarks/loader.py [CORPUS]        CORPUS: the folder of real texts, ../shared/corpus beside the checkout

Times are CPU seconds of one process, the best of several runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
from benchmarks.usage import read_names
from unres_site.loader import load

HEAD = " 58/58. 标题 \n\n 大会， \n\n"
HOSTILE: dict[str, str] = {
    "digits": "1" * 50,
    "digits and slashes": "58/58 " * 10,
    "brackets": "([（【" * 12,
    "spaces": "决 " + " " * 60 + "议",
    "lone numbers": "\n1\n2\n3",
    "notes": "\n                                   \n1\n 见 A/58/1。\n",
    "marks": "报告，1 工作文件2 和其他3 ",
    "labels": "\n (a) 甲；\n\n (1) 乙；\n\n ㈠ 丙；\n",
    "operative": "\n 1. 请秘书长提出报告； \n",
    "symbols": "A/52/871-S/1998/318和Corr.2、",
    "resolutions": "2000年12月1日第55/33 Q号、",
    "headings": "\n A\n\n 标题\n",
    "closings": "\n2003 年 12 月 8 日\n第 71 次全体会议\n",
    "annexes": "\n 附件\n\n 第一条 总则\n\n 各国应合作。\n",
    "cited marks": "第 58/58 号决议，1 ",
    "form feeds": "决议\f\n",
    "parts": "\n A\n\n 大会，\n\n 1. 决定；\n",
    "quotations": "“第 58/58 号决议”，",
    "running heads": "\n A/RES/58/58\n\n 2\n\n 报告\n",
    "signed notes": "报告[1] 见\n[1] A/58/1。\n",
    "signs without shape": "宣言,\x00",
}


def measure_seconds(work: Callable[[], object], runs: int = 5) -> float:
    """CPU seconds of the quickest of several runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def measure_folder(texts: Sequence[bytes]) -> float:
    """Milliseconds for 4,000 characters of the texts."""
    characters = sum(len(text.decode()) for text in texts)
    return (
        measure_seconds(lambda: [load(text, "text.txt") for text in texts], 3)
        / characters
        * 4_000_000
    )


def measure_doubling(unit: str, characters: int = 40_000) -> tuple[float, float]:
    """Milliseconds for a text of this many hostile characters, and the ratio to a text twice as long."""
    once, twice = (
        (HEAD + unit * (size // len(unit))).encode()
        for size in (characters, 2 * characters)
    )
    short = measure_seconds(lambda: load(once, "hostile.txt"), 3)
    long = measure_seconds(lambda: load(twice, "hostile.txt"), 3)
    return short * 1000, long / short


def main(corpus: Path) -> None:
    """Print both tables."""
    print("| texts | ms for 4,000 characters |\n|---|---|")
    for path in sorted(corpus.rglob("*")) if corpus.is_dir() else []:
        texts = (
            [text.read_bytes() for text in sorted(path.glob("A_RES_*.txt"))]
            if path.is_dir()
            else []
        )
        if texts:
            print(
                f"| {path.relative_to(corpus)} ({len(texts)}) | {measure_folder(texts[:80]):.2f} |"
            )
    print(
        "\n| hostile text of 40,000 characters | ms | twice the text, times |\n|---|---|---|"
    )
    for name, unit in HOSTILE.items():
        took, ratio = measure_doubling(unit)
        print(f"| {name} | {took:.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    names = read_names(__doc__)
    main(Path(names[0]) if names else ROOT.parent / "shared" / "corpus")
