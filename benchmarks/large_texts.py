"""Builds a site of one large hostile text, kind by kind, and prints the processor time of each stage.

    python benchmarks/large_texts.py [--bytes 3990000] [--only WORDS]

A text of up to 4 MB may not take more than five seconds of the processor in any stage of a build, search and all. A
text that takes longer to read is refused (`too-slow`), which is right, too. Nothing may fail in another way.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from unres_site.pipeline.build import build
from unres_site.pipeline.report import Options

LONGEST = 5.0
"""Seconds of the processor that one stage may take."""

PATIENCE = 20
"""Seconds of the processor after which a build is ended."""

LARGEST = 3_990_000
"""Bytes of a text; a file of more than four million is refused unread."""

HEADS = {
    "zh": " 99/1. 测试决议 \n\n\n 大会， \n\n 铭记各国须保存文书， \n\n",
    "en": "99/1. A test\n\nThe General Assembly,\n\nRecalling its decisions,\n\n",
    "ar": "99/1 - اختبار\n\nإن الجمعية العامة،\n\nإذ تشير إلى قراراتها،\n\n",
}
FEET = {
    "zh": " 1. 请秘书长提出报告； \n\n 2. 决定再次开会。 \n\n\n2044 年 12 月 1 日 \n\n第 60 次全体会议 \n",
    "en": "1. Requests a report;\n\n2. Decides to meet again.\n\n60th plenary meeting\n1 December 2044\n",
    "ar": "1 - تطلب تقريرا؛\n\n2 - تقرر أن تجتمع.\n\nالجلسة العامة 60\n1 كانون الأول/ديسمبر 2044\n",  # noqa: RUF001 - Arabic
}
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Piece = str | Callable[[int], str]
"""What a text has again and again: the same words, or words made from the number of the repetition."""


def random_word(_: int) -> str:
    """A word of English letters."""
    return "".join(random.choices(LETTERS, k=7)) + " "  # noqa: S311 - no secret


def random_han(_: int) -> str:
    """A sentence of Chinese characters."""
    return "".join(chr(random.randrange(0x4E00, 0x9F00)) for _ in range(20)) + "，\n"  # noqa: S311 - no secret


KINDS: dict[str, tuple[str, Piece]] = {
    "numbers alone, rising": ("zh", lambda n: f"{n + 1}\n"),
    "numbers alone, the same": ("zh", "5\n"),
    "numbers alone, 1 to 300": ("en", lambda n: f"{n % 300 + 1}\n"),
    "numbers alone after words": ("zh", lambda n: f" 报告， \n{n % 99 + 1}\n"),
    "open brackets": ("zh", "（"),
    "open brackets, lines": ("en", "(\n"),
    "open quotation marks": ("zh", "“"),
    "quotations": ("en", "“Whereas the lamps are lit,\n\n"),
    "marks after words": ("zh", lambda n: f"报告，{n % 300 + 1}并铭记"),
    "marks and their notes": (
        "en",
        lambda n: f"Recalling its report,{n + 1}\n\n{n + 1} A/75/{n}.\n\n",
    ),
    "one line of Chinese": ("zh", "铭记各国须保存文书"),
    "one word": ("en", "a"),
    "one number": ("en", "1"),
    "lines of one letter": ("en", "a\n"),
    "lines of one sign": ("zh", "大\n"),
    "lines of one comma": ("zh", "，\n"),
    "paragraphs of one sign": ("zh", " 大 \n\n"),
    "combining signs": ("en", "\u0301"),
    "signs of two units": ("zh", "𠀀"),
    "Arabic labels": ("ar", "أ- سحب؛\n"),
    "Arabic paragraphs": ("ar", lambda n: f"{n + 1} - تقرر أن تجتمع؛\n\n"),
    "notes": ("zh", lambda n: f"{n + 1} A/75/345。\n"),
    "notes that say ibid.": ("en", lambda n: f"{n + 1} Ibid., para. {n}.\n"),
    "rules and notes": ("en", lambda n: f"__________________\n{n + 1} A/75/345.\n"),
    "headings": ("zh", " 一. 宗旨 \n\n"),
    "headings with letters": ("en", lambda n: f"{chr(65 + n % 26)}\nPurposes\n\n"),
    "tables": ("en", "Angola     12     Benin     14\n"),
    "page heads": ("zh", "A/RES/99/1\n"),
    "page heads with titles": ("en", "A/RES/99/1 A test\n"),
    "titles and symbols": ("en", "A test\nA/RES/99/1\n"),
    "symbols below a long title": (
        "en",
        lambda n: "A test " * 100_000 if n == 0 else "A test\nA/RES/99/1 A\n",
    ),
    "page heads of many documents": ("en", lambda n: f"A/RES/99/{n}\n"),
    "symbols": ("zh", "A/RES/58/58、"),
    "citations": ("zh", "大会第58/58号决议，"),
    "citations of many documents": ("en", lambda n: f"resolution {n % 70 + 1}/{n}, "),
    "ranges of resolutions": ("en", "resolutions 58/1 to 58/300, "),
    "lists of resolutions": ("zh", "第58/1、58/2、58/3、58/4号决议"),
    "operative paragraphs": ("zh", lambda n: f" {n + 1}. 请秘书长提出报告； \n\n"),
    "subparagraphs": ("en", lambda n: f"({LETTERS[n % 26]}) To report;\n"),
    "labels in labels": ("en", "1. (a) (i) a. "),
    "drafted numbers": ("en", lambda n: f"OP{n % 999}. Decides;\n\n"),
    "random words": ("en", random_word),
    "random Chinese": ("zh", random_han),
    "blanks": ("zh", " "),
    "blank lines": ("en", "\n"),
    "hyphens at the ends of lines": ("en", "reso-\n"),
    "form feeds": ("en", "Recalling\f"),
    "dates": ("zh", "2005 年 12 月 1 日 \n"),
    "meetings": ("en", "60th plenary meeting\n1 December 2044\n"),
    "formulas": ("zh", " 大会， \n\n"),
    "parts": ("en", "A\nThe General Assembly,\n\n1. Decides to meet.\n\n"),
    "resolutions": (
        "en",
        lambda n: (
            f"99/{n + 2}. A test\n\nThe General Assembly,\n\n1. Decides to meet.\n\n"
        ),
    ),
    "dots": ("en", ". "),
    "ellipses": ("en", "...\n"),
    "invisible signs": ("zh", "\u200b\u200e\ufeff"),
    "control characters": ("en", "\x01\x02a"),
    "private signs": ("zh", "\ue000\ue001"),
    "votes": ("en", "In favour: Angola, Benin, Chad.\nAgainst: None.\n"),
    "mastheads": ("en", "Distr.: General\n1 December 2044\nAgenda item 9\n"),
    "annexes": ("zh", "附件 \n\n 1. 各国； \n\n"),
    "angle brackets": ("en", "<b>&amp;"),
    "dollars": ("en", "$1,000,000.00 "),
    "years": ("en", "1994/1995-1996, "),
    "underscores": ("en", "_"),
    "old marks": ("en", lambda n: f"report {n % 99 + 1}/ and\n"),
    "asterisks": ("en", "* see A/1. ** "),
    "names of organs": ("en", "Security Council General Assembly "),
    "references to paragraphs": ("zh", "上文第1段(a)分段和下文第2至9段"),
    "words ending in -ing": ("en", "Recalling\n\n"),
}


class Outcome(NamedTuple):
    """The seconds of each stage of a build of one text, and its exit status (None: ended by the limit)."""

    status: int | None
    seconds: dict[str, float]
    codes: tuple[str, ...]

    @property
    def longest(self) -> float:
        """Seconds of the longest stage."""
        return max(self.seconds.values(), default=0.0)

    @property
    def is_right(self) -> bool:
        """Whether the build ended in order, and in time."""
        return self.status in {0, 1} and self.longest <= LONGEST


def make_text(kind: str, size: int) -> bytes:
    """A text of so many bytes."""
    language, piece = KINDS[kind]
    head, foot = HEADS[language].encode(), FEET[language].encode()
    parts, room = [head], size - len(head) - len(foot) - 1
    for number in itertools.count():
        part = (piece if isinstance(piece, str) else piece(number)).encode()
        room -= len(part)
        if room < 0:
            break
        parts.append(part)
    return b"".join([*parts, b"\n", foot])


def measure(folder: Path, text: bytes) -> Outcome:
    """Build a site of one text in a process of its own."""
    (folder / "resolutions").mkdir(exist_ok=True)
    (folder / "resolutions/99-1.txt").write_bytes(text)
    report = folder / "report"
    report.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        status = 2
        try:
            status = _build(folder, report)
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    shutil.rmtree(folder / "site", ignore_errors=True)
    shutil.rmtree(folder / ".site.unres-site", ignore_errors=True)
    if not report.exists():
        return Outcome(None, {"all": float(PATIENCE)}, ())
    return msgspec.json.decode(report.read_bytes(), type=Outcome)._replace(
        status=status
    )


def _build(folder: Path, report: Path) -> int:
    """Build in this process, and write what came of it to a file."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    os.chdir(folder)
    times: list[tuple[str, float]] = []

    def note(stage: str, *_: object) -> None:
        times.append((stage, time.process_time()))

    began = time.process_time()
    done = build(Options(cache=None), print, progress=note)
    times.append(("", time.process_time()))
    seconds = {"start": times[0][1] - began}
    for (stage, start), (_, end) in itertools.pairwise(times):
        seconds[stage] = seconds.get(stage, 0.0) + end - start
    codes = tuple(sorted({found.code for found in done.diagnostics}))
    report.write_bytes(msgspec.json.encode(Outcome(0, seconds, codes)))
    return 0 if done.is_sound else 1


def prepare(folder: Path) -> None:
    """Copy what a site is made with."""
    for part in ("templates", "static", "content"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "site.yml").touch()


def main() -> int:
    """Build all kinds, and print a line for each; the exit status says whether all were in time."""
    parser = argparse.ArgumentParser(description="Build large hostile texts.")
    parser.add_argument("--bytes", type=int, default=LARGEST)
    parser.add_argument("--only", default="", help="words that a kind's name must have")
    asked = parser.parse_args()
    random.seed(1)
    wrong, tried = 0, 0
    with tempfile.TemporaryDirectory(prefix="unres-large-") as scratch:
        folder = Path(scratch)
        prepare(folder)
        for kind in (kind for kind in KINDS if asked.only in kind):
            outcome = measure(folder, make_text(kind, asked.bytes))
            tried += 1
            wrong += not outcome.is_right
            stages = ", ".join(
                f"{stage} {spent:.2f}"
                for stage, spent in outcome.seconds.items()
                if spent > 0.1  # noqa: PLR2004 - what is less does not matter
            )
            refused = "too-slow; " if "too-slow" in outcome.codes else ""
            mark = "" if outcome.is_right else "WRONG "
            print(
                f"{mark}{kind}: status {outcome.status}; {refused}{stages}", flush=True
            )
    print(f"{tried} kinds of {asked.bytes} bytes; {wrong} not in time")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
