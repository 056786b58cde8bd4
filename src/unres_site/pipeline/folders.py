"""The folders of a build: where templates, style and content are, and which output would harm what is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from unres_site.errors import OutputError, UsageError
from unres_site.pipeline.report import Options

DEFAULT_CONFIG = "site.yml"
PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parent.parent


def config_path(options: Options) -> Path:
    """The file of the configuration, which need not be there if none was named."""
    return Path(options.config or DEFAULT_CONFIG)


def folder_of(name: str) -> Path:
    """Templates, static files or content: in the current folder, else in the checkout or the package that runs."""
    for root in (Path(), CHECKOUT, PACKAGE):
        if (root / name).is_dir():
            return root / name
    raise UsageError("folder-missing", folder=name)


def folders() -> Iterator[Path]:
    """Templates, static files, content. Raises `UsageError`."""
    return (folder_of(name) for name in ("templates", "static", "content"))


def check_folders(options: Options) -> None:
    """Raises `OutputError` if a folder that the build reads is within the output, or the output within it."""
    output = Path(options.output).resolve()
    source, cache = Path(options.source).resolve(), Path(options.cache or ".cache").resolve()
    read = [source, *(folder.resolve() for folder in folders())]
    if any(output in (folder, *folder.parents) or folder in output.parents for folder in read):
        raise OutputError("output-overlaps", output=options.output)
    if output in (cache, *cache.parents) or output in (Path.cwd(), *Path.cwd().parents):
        raise OutputError("output-holds-cache", output=options.output)
