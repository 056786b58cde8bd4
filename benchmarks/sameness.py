"""Builds that must give the same bytes: after any sequence of edits as from nothing, and on any machine.

    python benchmarks/sameness.py [--edits 100] [--seed 1]

Edits are what a person may do between two builds: texts, sidecars and remarks come, change, move and go, so do
templates, style and configuration, and the site or the cache is harmed. After each, the tree that the build brought up
to date is compared with that of a build that knows nothing of those before. Then the same texts are built under other
dates, time zones, locales, hash seeds, folders, numbers of processes and orders of files.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.building import Workshop, english, parts, text, tree_of, write

TEXTS = 72
"""Enough texts to be read by several processes, if there are several processors."""

OF_TEXTS = frozenset(
    {
        "add or change",
        "other session",
        "in English",
        "parts",
        "remove",
        "rename",
        "sidecar",
        "remark",
    }
)
"""Edits of texts and of what lies beside them."""

FEWEST = 2
"""Texts that are left in any case."""


class Machine(NamedTuple):
    """What must not show in a site."""

    hash_seed: str
    zone: str
    locale: str
    jobs: int
    reverse: bool


MACHINES = (
    Machine("0", "UTC", "C", 1, reverse=False),
    Machine("1", "Asia/Shanghai", "zh_CN.UTF-8", 2, reverse=True),
    Machine("2", "America/St_Johns", "tr_TR.UTF-8", 3, reverse=False),
    Machine("random", "Pacific/Apia", "ar_EG.UTF-8", 2, reverse=True),
)


def replace(path: Path, content: str) -> None:
    """Put another file in the place of one, as editors do."""
    beside = path.with_name("beside")
    beside.write_text(content, "utf-8")
    beside.replace(path)


def write_text(
    dice: random.Random, number: int, title: str, cites: tuple[int, ...], session: int
) -> str:
    """A text with a paragraph that others have word for word."""
    asked = "请秘书长就此提出报告"
    agreed = f"请秘书长就第 {dice.randrange(3)} 项准则的执行情况提出报告"
    return text(number, title, cites, session).replace(asked, agreed)


def list_edits(
    workshop: Workshop, dice: random.Random
) -> list[tuple[str, Callable[[], object]]]:
    """All that a person may do between two builds, each ready to be done."""
    texts, number = workshop.texts, dice.randrange(1, 8)
    held = sorted(texts.glob("[ab]/*.txt"))
    one = dice.choice(held)
    title, cites, folder = (
        f"标题{dice.randrange(100)}",
        tuple(dice.sample(range(1, 8), 2)),
        dice.choice("ab"),
    )
    letters = title[1 : dice.randint(2, 4)]
    page = (
        workshop.folder
        / "templates"
        / dice.choice(["session.html", "resolution.html", "base.html", "404.html"])
    )
    return [
        (
            "add or change",
            lambda: write(
                texts,
                {
                    f"{folder}/99-{number}.txt": write_text(
                        dice, number, title, cites, 99
                    )
                },
            ),
        ),
        (
            "other session",
            lambda: write(
                texts,
                {
                    f"{folder}/98-{number}.txt": write_text(
                        dice, number, title, cites, 98
                    )
                },
            ),
        ),
        (
            "in English",
            lambda: write(
                texts, {f"{folder}/99-{number}-en.txt": english(number, title, cites)}
            ),
        ),
        (
            "parts",
            lambda: write(
                texts, {f"{folder}/99-{number}-parts.txt": parts(number, letters)}
            ),
        ),
        ("damage", lambda: one.write_text("", "utf-8")),
        ("remove", lambda: one.unlink() if len(held) > FEWEST else None),
        ("rename", lambda: one.rename(one.with_name(f"renamed-{number}.txt"))),
        ("touch", one.touch),
        (
            "sidecar",
            lambda: write(texts, {f"a/99-{number}.yml": f"topics: [{title}]\n"}),
        ),
        ("remark", lambda: write(texts, {f"a/99-{number}.md": f"**{title}**\n"})),
        (
            "configuration",
            lambda: write(workshop.folder, {"site.yml": f"title: {title}\n"}),
        ),
        (
            "compressed",
            lambda: write(workshop.folder, {"site.yml": "compressed: [gzip]\n"}),
        ),
        (
            "language",
            lambda: write(
                workshop.folder,
                {"site.yml": f"language: {dice.choice(['en', 'zh'])}\n"},
            ),
        ),
        (
            "template",
            lambda: page.write_text(
                f"{page.read_text('utf-8')}<!-- {number} -->\n", "utf-8"
            ),
        ),
        (
            "style",
            lambda: write(
                workshop.folder,
                {"static/css/99-test.css": f"p {{ margin: {number}px }}\n"},
            ),
        ),
        (
            "about",
            lambda: write(workshop.folder, {"content/about.zh.md": f"# {title}\n"}),
        ),
        ("site", lambda: replace(workshop.site / "index.html", "vandals")),
        (
            "page lost",
            lambda: (workshop.site / "sessions.html").unlink(missing_ok=True),
        ),
        ("shelf", lambda: write(workshop.folder, {".cache/readings.0": b"nothing"})),
        (
            "cache",
            lambda: write(
                workshop.folder, {".cache/unres-site.sqlite": "not a database"}
            ),
        ),
    ]


def try_edits(
    workshop: Workshop, count: int, seed: int, at_a_time: int, *, of_texts: bool = False
) -> Iterator[tuple[list[str], set[str]]]:
    """What was edited so far, and the addresses at which the tree then differs from a full build's.

    The workshop's folder must be the current one. Where edits are `of_texts` alone, most builds make but a few pages.
    """
    dice = random.Random(seed)  # noqa: S311 - dice, no secrets
    write(workshop.texts, {"good/99-50.txt": text(50)})
    for session in (98, 99) if of_texts else (99,):
        begun = {
            f"a/{session}-{number}.txt": text(
                number, cites=(number - 1,), session=session
            )
            for number in (1, 2, 3)
        }
        write(workshop.texts, begun)
    done: list[str] = []
    while True:
        workshop.build()
        yield done, find_differing(tree_of(workshop.site), workshop.build_full())
        if len(done) >= count:
            return
        for _ in range(at_a_time):
            name, edit = dice.choice(
                [
                    one
                    for one in list_edits(workshop, dice)
                    if not of_texts or one[0] in OF_TEXTS
                ]
            )
            done.append(name)
            edit()


def build_on(machine: Machine, folder: Path) -> dict[str, bytes]:
    """The site of the same texts on such a machine, in a folder of its own."""
    numbers = range(1, TEXTS + 1)
    for number in reversed(numbers) if machine.reverse else numbers:
        name = f"99-{number}.txt"
        write(
            folder / "texts",
            {name: text(number, f"标题{number % 7}", (number % 5 + 1,))},
        )
        os.utime(
            folder / "texts" / name, (number * machine.jobs, number * machine.jobs)
        )
    told = {
        "PYTHONHASHSEED": machine.hash_seed,
        "TZ": machine.zone,
        "LC_ALL": machine.locale,
    }
    command = [
        sys.executable,
        "build.py",
        "--source",
        str(folder / "texts"),
        "--output",
        str(folder / "site"),
    ]
    command += [
        "--cache",
        str(folder / "cache"),
        "--jobs",
        str(machine.jobs),
        "--quiet",
    ]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, check=True)  # noqa: S603 - the project's own
    return tree_of(folder / "site")


def find_differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """The addresses at which two trees differ."""
    return {
        address
        for address in one.keys() | other.keys()
        if one.get(address) != other.get(address)
    }


def main() -> int:
    """Print what differs; the exit status says whether nothing does."""
    parser = argparse.ArgumentParser(description="Build the same in many ways.")
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="unres-same-") as folder:
        os.chdir(folder)
        found = set[str]()
        for of_texts in (False, True):
            workshop = Path(folder, "texts" if of_texts else "all")
            workshop.mkdir()
            os.chdir(workshop)
            rows = list(
                try_edits(
                    Workshop(workshop),
                    asked.edits,
                    asked.seed,
                    at_a_time=1,
                    of_texts=of_texts,
                )
            )
            found, done = (
                found.union(*(different for _, different in rows)),
                rows[-1][0],
            )
            kinds = ", ".join(
                f"{name} {times}" for name, times in sorted(Counter(done).items())
            )
            print(
                f"{len(done)} edits ({kinds}): {len(found)} differing files", flush=True
            )
        trees = [
            build_on(machine, Path(folder, f"machine-{at}"))
            for at, machine in enumerate(MACHINES)
        ]
        unlike = set().union(*(find_differing(trees[0], tree) for tree in trees))
        print(
            f"{len(trees)} machines, {len(trees[0])} files each: {len(unlike)} differing files"
        )
        os.chdir("/")
    return int(bool(found or unlike))


if __name__ == "__main__":
    sys.exit(main())
