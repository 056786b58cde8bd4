"""The folders of a build: where templates, style and content are, and which output would harm what is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unres_site.errors import OutputError, UsageError
from unres_site.pipeline.publishing.workspace import find_workspace
from unres_site.pipeline.report import Options

DEFAULT_CONFIG = "site.yml"
PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parent.parent


def find_config(options: Options) -> Path:
    """The file of the configuration, which need not be there if none was named."""
    return Path(options.config or DEFAULT_CONFIG)


def find_folder(name: str) -> Path:
    """Templates, static files or content: in the current folder, else in the checkout or the package that runs."""
    for root in (Path(), CHECKOUT, PACKAGE):
        if (root / name).is_dir():
            return root / name
    raise UsageError("folder-missing", folder=name)


def folders() -> Iterator[Path]:
    """Templates, static files, content. Raises `UsageError`."""
    return (find_folder(name) for name in ("templates", "static", "content"))


def check_folders(options: Options) -> None:
    """Raises `UsageError` where the output or the cache would harm, or lie within, what the build reads."""
    output = Path(find_workspace(options.output).output)
    source, cache = (
        Path(options.source).resolve(),
        Path(options.cache or ".cache").resolve(),
    )
    read = [source, *(folder.resolve() for folder in folders())]
    if any(_contains(output, folder) or _contains(folder, output) for folder in read):
        raise OutputError("output-overlaps", output=options.output)
    if _contains(output, cache) or _contains(output, Path.cwd()):
        raise OutputError("output-holds-cache", output=options.output)
    for folder in read if options.cache else ():
        if _contains(folder, cache):
            raise UsageError("cache-inside", cache=options.cache, folder=folder.name)


def _contains(folder: Path, path: Path) -> bool:
    """Whether a path is a folder, or lies within it."""
    return folder in (path, *path.parents)
