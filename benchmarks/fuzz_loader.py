"""Looks for bytes that make the loader or a page fail, guided by the code that they reach (atheris).

    python benchmarks/fuzz_loader.py [--seconds 7200] [--corpus FOLDER] [--keep tests/data/fuzz]

Each input is decoded, read and shown on a page. Nothing may raise an error, take five seconds of the processor, or lose
a character: every character of the text must be in the record or in its ledger, once. The inputs start from the texts
of the project. With --keep the inputs that reach all that was reached are written to that folder, where tests read
them.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = (
    "tests/data/texts/*.txt",
    "tests/data/invalid/*/*.txt",
    "tests/data/fuzz/*",
    "resolutions/**/*.txt",
)
LONGEST = 5
"""Seconds of the processor that one input may take."""

PATIENCE = 100
"""Seconds after which an input counts as hanging, also on a busy machine."""

LARGEST = 6_000
"""Bytes of an input: more costs speed, and reaches little more."""

KEPT = 400
"""Bytes of the largest input that is kept, if another is not needed."""


def make_check() -> Callable[[bytes], None]:
    """A function that takes an input through all stages. Raises what goes wrong."""
    from tests import conservation  # noqa: PLC0415 - imported while atheris looks on
    from unres_site.archive import Archive  # noqa: PLC0415
    from unres_site.loader import load  # noqa: PLC0415
    from unres_site.loader.decode.source import decode  # noqa: PLC0415
    from unres_site.settings import SiteConfig  # noqa: PLC0415
    from unres_site.site.pages import plan  # noqa: PLC0415
    from unres_site.site.rendering.render import Renderer  # noqa: PLC0415

    config = SiteConfig()
    renderer = Renderer(config, ROOT / "templates", ROOT / "static", ROOT / "content")

    def check(data: bytes) -> None:
        reading = load(data, "x.txt")
        if not reading.resolutions:
            assert any(found.severity == "error" for found in reading.diagnostics)  # noqa: S101 - the oracle
            return
        text = conservation.restore(decode(data, "x.txt")[0])
        conservation.check(text, reading)
        first = {record.symbol: record for record in reversed(reading.resolutions)}
        for page in plan(Archive([*first.values()]), config):
            if page.kind in {"resolution", "record"}:
                renderer.render(page)

    return check


def within_time(check: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """The check, which fails if an input takes too much time of the processor."""

    def timed(data: bytes) -> None:
        started = time.process_time()
        check(data)
        seconds = time.process_time() - started
        assert seconds <= LONGEST, f"took {seconds:.1f} s of the processor"  # noqa: S101 - the oracle

    return timed


def fuzz(corpus: str, seconds: int) -> None:
    """Run atheris in this process; it ends the process."""
    import atheris  # noqa: PLC0415 - only where it is asked for

    with atheris.instrument_imports(include=["unres_site"]):
        check = make_check()
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        f"-timeout={PATIENCE}",
        "-rss_limit_mb=2000",
    ]
    atheris.Setup(
        [sys.argv[0], corpus, f"-artifact_prefix={corpus}.failed-", *options],
        within_time(check),
    )
    atheris.Fuzz()


def keep(corpus: Path, folder: Path) -> int:
    """Write the fewest inputs that reach all that the corpus reaches into a folder; how many there are."""
    corpus = corpus.resolve()
    merged, again = corpus.with_name("merged"), corpus.with_name("merge.sh")
    merged.mkdir(exist_ok=True)
    # atheris starts itself again, by a name that must be a program
    again.write_text(
        f'#!/bin/sh\nexec {sys.executable} {Path(__file__).resolve()} --merge {again} "$@"\n'
    )
    again.chmod(0o755)
    command = [str(again), "-merge=1", "-use_counters=0", str(merged), str(corpus)]
    # atheris leaves its failed inputs in the folder where it runs
    subprocess.run(command, check=True, cwd=merged.parent)  # noqa: S603 - this script
    folder.mkdir(parents=True, exist_ok=True)
    small = [path for path in sorted(merged.iterdir()) if path.stat().st_size <= KEPT]
    for path in small:
        shutil.copy(path, folder / path.name[:12])
    return len(small)


def merge(arguments: list[str]) -> None:
    """Let atheris choose the inputs that are needed; it ends the process."""
    import atheris  # noqa: PLC0415 - only where it is asked for

    with atheris.instrument_imports(include=["unres_site"]):
        check = make_check()
    atheris.Setup(arguments, check)
    atheris.Fuzz()


def main() -> int:
    """Fuzz for so many seconds; the exit status says whether nothing was found."""
    parser = argparse.ArgumentParser(description="Fuzz the loader and the pages.")
    parser.add_argument("--seconds", type=int, default=7200)
    parser.add_argument("--corpus", help="folder of inputs, to go on with them later")
    parser.add_argument(
        "--keep", type=Path, help="folder for the inputs that are needed"
    )
    parser.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--merge"]:
        merge(sys.argv[2:])
    asked = parser.parse_args()
    if asked.inner:
        fuzz(asked.corpus, asked.seconds)
    with tempfile.TemporaryDirectory(prefix="unres-fuzz-") as scratch:
        corpus = Path(asked.corpus or f"{scratch}/corpus")
        corpus.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(
            path for pattern in SEEDS for path in sorted(ROOT.glob(pattern))
        ):
            shutil.copy(path, corpus / f"seed-{number}")
        command = [
            sys.executable,
            __file__,
            "--inner",
            "--corpus",
            str(corpus),
            "--seconds",
            str(asked.seconds),
        ]
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - this script
        failed = sorted(corpus.parent.glob(f"{corpus.name}.failed-*"))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"{len(list(corpus.iterdir()))} inputs in the corpus; {len(failed)} failures;"
            f" {used.ru_utime + used.ru_stime:.0f} s of the processor"
        )
        for path in failed:
            print(f"{path.name}: {path.read_bytes()!r}")
        if asked.keep and not status:
            print(f"{keep(corpus, asked.keep)} inputs are kept in {asked.keep}")
    return int(bool(status))


if __name__ == "__main__":
    sys.exit(main())
