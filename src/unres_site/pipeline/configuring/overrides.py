"""The archive's own templates, style and content: files that change nothing are named, because a name may be misspelt.

A file is of use if the program has one of that name, which it replaces; if it becomes part of a style sheet or a
script (`static/css/95-mine.css`); if it is a page about the site; or if another own file or `site.yml` names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from unres_site.deferred import deferred
from unres_site.errors import Diagnostic, diagnose
from unres_site.files import FileRefused, open_root, read_text, walk
from unres_site.pipeline.configuring.folders import FOLDERS, find_config, list_layers
from unres_site.pipeline.report import Options
from unres_site.site.rendering.assets import LARGEST, is_bundled

# matches: about.md
# matches: about.zh-Hant.md
# rejects: abuot.md
ABOUT = deferred(r"about(?:\.[A-Za-z-]+)?\.md")

TEXTS = frozenset(
    [".css", ".html", ".js", ".json", ".md", ".svg", ".webmanifest", ".yaml", ".yml"]
)
"""The ends of files that may name others."""


def find_unused(options: Options) -> tuple[Diagnostic, ...]:
    """A warning for each own file that changes nothing. Raises `UsageError` if a folder is missing."""
    found: list[Diagnostic] = []
    doubtful = list(_list_doubtful(options))
    said = _join_texts(options) if doubtful else ""
    for folder, name, known in doubtful:
        if name not in said:
            path = find_config(options).parent / folder / name
            file = os.path.relpath(path, options.source)
            found.append(
                diagnose("override-unused", file, 0, 0, **_suggest(name, known))
            )

    return tuple(found)


def _list_doubtful(options: Options) -> Iterator[tuple[str, str, list[str]]]:
    """Own files that do not replace or add anything by their name alone: folder, name, the program's names there."""
    for folder in FOLDERS:
        own, *base = list_layers(folder, options)
        if not base:
            continue

        known = sorted(_list_names(base[0]))
        for name in sorted(_list_names(own)):
            if name not in known and not _is_added(folder, name):
                yield folder, name, known


def _is_added(folder: str, name: str) -> bool:
    """Whether a file of that name is used without being named anywhere."""
    if folder == "static":
        return is_bundled(name)
    return folder == "content" and ABOUT.fullmatch(name) is not None


def _suggest(name: str, known: Iterable[str]) -> dict[str, object]:
    """The words that say which name was probably meant."""
    import difflib  # noqa: PLC0415 - few sites have a name that is not known

    if name.startswith("css/"):
        # all styles have the same folder and suffix, which would make any two names alike
        styles = {Path(one).stem: one for one in known if one.startswith("css/")}
        near = difflib.get_close_matches(Path(name).stem, styles, 1, 0.8)
        if not near:
            return {"guess": "override.style", "near": f"css/95-{Path(name).name}"}
        return {"guess": "override.near", "near": styles[near[0]]}

    near = difflib.get_close_matches(name, list(known), 1)
    if near:
        return {"guess": "override.near", "near": near[0]}

    return {}


def _list_names(folder: Path) -> list[str]:
    """The names of all files below a folder; none if it can't be read, which the build says elsewhere."""
    try:
        paths = list(walk(open_root(str(folder))))
    except FileRefused:
        return []

    return [os.path.relpath(path, folder).replace(os.sep, "/") for path in paths]


def _join_texts(options: Options) -> str:
    """What the own files say, and `site.yml`: all names that they may give."""
    beside = find_config(options).parent
    paths = [find_config(options)]
    for folder in FOLDERS:
        paths += [beside / folder / name for name in _list_names(beside / folder)]

    texts = [_read(path) for path in paths if path.suffix in TEXTS]
    return "\n".join(texts)


def _read(path: Path) -> str:
    try:
        return read_text(str(path), open_root(str(path.parent)), LARGEST)
    except FileRefused:
        return ""
