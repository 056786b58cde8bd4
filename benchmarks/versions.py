"""Builds across versions of each library: a build on top of another version's must equal one from nothing.

    python benchmarks/versions.py [NAME ...]     # installs the version before of each library into a temporary folder

For each library that the program requires, a site is built with the installed version, with the version before it, and
with the installed one again. Then the stamps of cache and site are changed, and a line is added to the program itself.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.kill import tree_of, write_text

TEXTS = 4

# matches: jinja2>=3.1.5
# rejects: >=3.1.5
NAME = re.compile(r"^[A-Za-z0-9._-]+")


class Site:
    """A small site, built by any version of the program and its libraries."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.package = folder, folder / "program"
        self.place = folder / "place"
        shutil.copytree(ROOT / "src", self.package)
        for part in ("templates", "static", "content"):
            shutil.copytree(ROOT / part, self.place / part)
        for number in range(1, TEXTS + 1):
            write_text(self.place, number)

    def is_same(self, libraries: Path | None = None) -> str:
        """Build on top of the last build, and from nothing; what came of it."""
        status = self._build(libraries, "site")
        if status not in (0, 1):
            return f"stopped ({status})"
        shutil.rmtree(self.place / "full", ignore_errors=True)
        self._build(libraries, "full", "--no-cache")
        updated, full = tree_of(self.place / "site"), tree_of(self.place / "full")
        return "same" if updated == full else "differing"

    def _build(self, libraries: Path | None, output: str, *options: str) -> int:
        """The exit status of a build with these libraries in front of those that are installed."""
        paths = [str(path) for path in (libraries, self.package) if path]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        command = [
            sys.executable,
            "-m",
            "unres_site",
            "build",
            "--quiet",
            "--jobs",
            "1",
            "--output",
            output,
            *options,
        ]
        return subprocess.run(  # noqa: S603 - of this project
            command, cwd=self.place, env=environment, check=False
        ).returncode

    def install_before(self, name: str) -> Path | None:
        """The folder of the version before the installed one; None if it can't be had."""
        target = self.folder / name
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
        ]
        command += [
            "--disable-pip-version-check",
            "--target",
            str(target),
            f"{name}<{version(name)}",
        ]
        done = subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - a name of this project
        return None if done.returncode else target


def try_versions(site: Site, names: list[str]) -> Iterator[tuple[str, str]]:
    """Each change of a version, and what came of it."""
    yield "first", site.is_same()
    for name in names:
        before = site.install_before(name)
        if before is None:
            yield f"{name} before {version(name)}", "not to be had"
            continue
        yield f"{name} down", site.is_same(before)
        yield f"{name} up", site.is_same()
    with (site.package / "unres_site" / "streams.py").open(
        "a", encoding="utf-8"
    ) as file:
        file.write("# another version of the program\n")
    yield "program changed", site.is_same()
    manifest = site.place / "site" / ".unres-site.json"
    manifest.write_text(
        re.sub('"stamp":"[^"]*"', '"stamp":"another"', manifest.read_text())
    )
    yield "stamp of the site changed", site.is_same()
    (site.place / ".site.unres-site" / "seals").write_bytes(b"of another version")
    yield "seals of another version", site.is_same()


def main() -> int:
    """Build across versions, and print what came of each; the exit status says whether all was the same."""
    parser = argparse.ArgumentParser(
        description="Build across versions of each library."
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="libraries; all that the program requires by default",
    )
    asked = parser.parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    required = [
        found[0] for line in project["dependencies"] if (found := NAME.match(line))
    ]
    results: list[str] = []
    with tempfile.TemporaryDirectory(prefix="unres-versions-") as folder:
        for change, result in try_versions(Site(Path(folder)), asked.names or required):
            print(f"{change}: {result}", flush=True)
            results.append(result)
    tried = [result for result in results if result != "not to be had"]
    print(
        f"{len(tried)} changes: {tried.count('differing')} differing, {sum('stopped' in one for one in tried)} stops"
    )
    return int(set(tried) != {"same"})


if __name__ == "__main__":
    sys.exit(main())
