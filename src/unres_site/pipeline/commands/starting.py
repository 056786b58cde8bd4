"""A new archive: settings, a sample text with its sidecar, a page about the site, workflows."""

from __future__ import annotations

import os
from pathlib import Path

from unres_site import __version__
from unres_site.errors import UsageError
from unres_site.pipeline.configuring.folders import CHECKOUT, PACKAGE

SKELETON = PACKAGE / "skeleton"
SAMPLE = ("resolutions/zh/62-22.txt", "resolutions/zh/62-22.yml")
"""A resolution with damage, and the sidecar that mends it: in the checkout, or in the package."""

FILES = {
    "site.yml": "site.yml",
    "gitignore": ".gitignore",
    "publish.yml": ".github/workflows/publish.yml",
    "report.yml": ".github/workflows/report.yml",
}
"""Files of the skeleton, and their names in an archive. A `.gitignore` in the package would hide files of it."""


def start_archive(folder: str, language: str) -> list[str]:
    """Write the files of a new archive; their names. `language` is its first one.

    Raises UsageError if the folder is there and not empty, or can't be written.
    """
    target = Path(folder)
    try:
        _check_empty(target)
        files = _read_files(language)
        for name, content in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise UsageError("start-unwritable", folder=folder, problem=problem) from None

    return sorted(files)


def _check_empty(target: Path) -> None:
    """Raises UsageError for a folder with anything in it."""
    if not target.exists():
        return

    for name in sorted(os.listdir(target)):
        raise UsageError("start-not-empty", folder=target, found=name)


def _read_files(language: str) -> dict[str, bytes]:
    """The content of each file, by its name in the archive."""
    files: dict[str, bytes] = {}
    for name, goal in FILES.items():
        text = (SKELETON / name).read_text("utf-8")
        text = text.replace("LANGUAGE", language)
        text = text.replace("VERSION", __version__)
        files[goal] = text.encode()

    about = "about.zh.md" if language == "zh" else "about.en.md"
    files["content/about.md"] = (SKELETON / about).read_bytes()
    for name in SAMPLE:
        path = PACKAGE / name
        if not path.is_file():
            path = CHECKOUT / name
        files[name] = path.read_bytes()

    return files
