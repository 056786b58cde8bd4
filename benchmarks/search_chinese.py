"""A site whose search has real Chinese texts, repeated under other numbers, and the passages of these texts.

    python benchmarks/search_chinese.py SITE TEXTS [--texts 10000] [--corpus DIR]

SITE and TEXTS are made, for `benchmarks/search_counts.py`. The site has the pages of this project's four texts: only
its search is asked. The passages are those of the corpus's truth, not what this project has read.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from unres_site.loader import load
from unres_site.search.documents import make_document
from unres_site.search.texts import SearchedText, make_files, prepare_document

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_real import Copy, list_copies, list_sources

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def prepare_copies(copies: list[Copy]) -> Iterator[SearchedText]:
    """What each text adds to the search. Each source is read once."""
    records = {}
    for source, session in copies:
        if source not in records:
            content = source.path.read_bytes()
            records[source] = load(content, source.path.name).resolutions[0]
        symbol = f"A/RES/{session}/{source.number}"
        record = msgspec.structs.replace(records[source], symbol=symbol)
        yield prepare_document(make_document(record, "zh"))


def make_site(site: Path, texts: list[SearchedText]) -> None:
    """Build the site of the four, and put the search of other texts into it."""
    command = [sys.executable, "-m", "unres_site", "build", "--quiet"]
    flags = [f"--output={site}", f"--cache={site}.cache"]
    subprocess.run([*command, *flags], check=True)  # noqa: S603 - this project
    shutil.rmtree(site / "search")
    for address, content in make_files(texts):
        path = site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main() -> None:
    """Make both."""
    parser = argparse.ArgumentParser(description="Make a site of Chinese texts.")
    parser.add_argument("site", type=Path)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    asked = parser.parse_args()
    copies = list_copies(list_sources(asked.corpus, "zh"), asked.texts)
    make_site(asked.site, list(prepare_copies(copies)))
    read = {source: list(source.read_passages()) for source, _ in copies}
    passages = [read[source] for source, _ in copies]
    asked.passages.write_text(json.dumps(passages, ensure_ascii=False), "utf-8")
    print(f"{len(copies)} texts, {len(read)} different ones")


if __name__ == "__main__":
    main()
