"""This project's build of real texts in six languages against Hugo's, which has a site for each language, too.

    python benchmarks/languages.py [CORPUS] [--rounds 1] [--folder DIR]

CORPUS has a folder for each language (`zh`, `en`, …; `zh-76` is Chinese, too) with a text and its truth each. Hugo is
given the truth as Markdown: title, date, paragraphs and notes of each text, and what it cites. The kinds of builds and
of files are those of `benchmarks/build.py`. Both lead from each page to its other languages, and the lists of both name
all texts in every language.
"""

from __future__ import annotations

import argparse
import compileall
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.build import (
    ROOT,
    Costs,
    build_ours,
    build_with_hugo,
    write_counts,
    write_row,
)

CORPUS = ROOT.parent / "shared" / "corpus" / "seedlike"
NAMES = {
    "zh": "联合国决议",
    "en": "United Nations Resolutions",
    "fr": "Résolutions des Nations Unies",
    "es": "Resoluciones de las Naciones Unidas",
    "ru": "Резолюции Организации Объединенных Наций",
    "ar": "قرارات الأمم المتحدة",
}
"""The languages and the titles of Hugo's sites."""

# matches: "Développement durable[1],"
# rejects: (a)
MARK = re.compile(r"\[(\d+)\]")

# matches: 75/253
# rejects: 2020/12
CITED = re.compile(r"(?<![/\d])\d{2}/\d{1,3}(?![/\d])")

# matches: 75/253 B
# rejects: 75/253
PART = re.compile(r" (?=[A-Z]$)")


def prepare(texts: Path, folder: Path) -> int:
    """The texts, and Hugo's site around the same ones; how many they are."""
    count = 0
    for path in sorted(texts.rglob("*.txt")):
        language = path.parent.name.partition("-")[0]
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        place = PART.sub("", truth["symbol"])
        write(folder / "texts" / language / path.name, path.read_text("utf-8"))
        page = folder / "hugo" / "pages" / language / f"{place}.md"
        write(page, write_markdown(truth))
        count += 1
    shutil.copytree(
        Path(__file__).parent / "hugo-site", folder / "hugo", dirs_exist_ok=True
    )
    settings = folder / "hugo" / "hugo.toml"
    write(settings, settings.read_text("utf-8") + write_languages())
    return count


def write(path: Path, content: str) -> None:
    """A file in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8", newline="\n")


def write_languages() -> str:
    """The languages for Hugo's settings. The first one is at the root."""
    tables = ""
    for code, title in NAMES.items():
        tables += (
            f'\n[languages.{code}]\ntitle = "{title}"\ncontentDir = "pages/{code}"\n'
        )
    return tables


def write_markdown(truth: dict[str, Any]) -> str:
    """A text as a page for Hugo: front matter, paragraphs, notes."""
    short = truth["symbol"].removeprefix("A/RES/")
    front = {
        "title": truth["title"],
        "date": truth["date"],
        "symbol": truth["symbol"],
        "short": short,
        "sessions": [short.partition("/")[0]],
        "years": [truth["date"][:4]] if truth["date"] else [],
        "cites": _list_cited(truth),
        "meeting": truth["meeting"],
    }
    pieces = [json.dumps(front, ensure_ascii=False, indent=1), truth["formula"]]
    for block in truth["blocks"]:
        number = f"{block['number']} " if block["number"] else ""
        pieces.append(number + MARK.sub(r"[^\1]", block["text"]))
    pieces += [f"[^{note['number']}]: {note['text']}" for note in truth["notes"]]
    return "\n\n".join(pieces) + "\n"


def _list_cited(truth: dict[str, Any]) -> list[str]:
    """The numbers of the resolutions that a text cites, each once."""
    words = " ".join(block["text"] for block in truth["blocks"])
    return list(dict.fromkeys(CITED.findall(words)))


def measure(texts: Path, place: Path) -> tuple[Costs, Costs]:
    """A cold build of each program. The records are there before this project makes its pages."""
    mine: Costs = {}
    mine["everything cold"] = build_ours(texts, place, "first", "--no-search")
    mine["pages cold"] = build_ours(texts, place, "site", "--no-search")
    return mine, dict.fromkeys(mine, build_with_hugo(texts, place))


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Measure builds in six languages.")
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where to build; kept")
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "src", quiet=1)
    with tempfile.TemporaryDirectory(prefix="unres-bench-") as temporary:
        folder = asked.folder or Path(temporary)
        count = prepare(asked.corpus, folder)
        places = [Path(tempfile.mkdtemp(dir=folder)) for _ in range(asked.rounds)]
        rounds = [measure(folder, place) for place in places]
        mine, other = zip(*rounds, strict=True)
        print("| texts | build | unres-site | Hugo | wall, processor |")
        print("|---|---|---|---|---|")
        for kind in mine[0]:
            print(write_row(count, kind, mine, other))
        print(write_counts(count, places[-1]))


if __name__ == "__main__":
    main()
