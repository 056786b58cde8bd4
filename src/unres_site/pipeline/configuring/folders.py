"""The folders of a build: where templates, style and content are, and which output would harm what is read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from unres_site.errors import OutputError, UsageError
from unres_site.pipeline.publishing.workspace import find_workspace
from unres_site.pipeline.report import Options

DEFAULT_CONFIG = "site.yml"
ADDRESSES = "addresses.txt"
PACKAGE = Path(__file__).resolve().parents[2]
FOLDERS = ("templates", "static", "content")
CHECKOUT = PACKAGE.parent.parent


def find_config(options: Options) -> Path:
    """The file of the configuration, which need not be there if none was named."""
    return Path(options.config or DEFAULT_CONFIG)


def find_addresses(options: Options) -> Path:
    """The file of published addresses beside the configuration, which need not be there (see `permanence`)."""
    return find_config(options).parent / ADDRESSES


def list_layers(name: str, options: Options) -> tuple[Path, ...]:
    """The folders of that name, the archive's first: a file that both have is taken from it.

    The archive's folder is beside the configuration, the program's in the package or the checkout that runs. Both are
    the same folder in a checkout. Raises `UsageError` if there is neither.
    """
    layers: list[Path] = []
    own = find_config(options).parent / name
    if own.is_dir():
        layers.append(own)

    base = _find_base(name)
    if base and not (layers and own.samefile(base)):
        layers.append(base)

    if not layers:
        raise UsageError("folder-missing", folder=name)

    return tuple(layers)


def _find_base(name: str) -> Path | None:
    """The program's folder of that name."""
    for place in (PACKAGE, CHECKOUT):
        if (place / name).is_dir():
            return place / name

    return None


def find_layers(options: Options) -> Iterator[tuple[Path, ...]]:
    """The layers of templates, static files, content. Raises `UsageError`."""
    return (list_layers(name, options) for name in FOLDERS)


def list_folders(options: Options) -> list[Path]:
    """All folders that pages are made from. Raises `UsageError`."""
    return [*chain.from_iterable(find_layers(options))]


def check_folders(options: Options) -> None:
    """Raises `UsageError` where the output or the cache would harm, or lie within, what the build reads."""
    output = Path(find_workspace(options.output).output)
    source = Path(options.source).resolve()
    cache = Path(options.cache or ".cache").resolve()
    read = [source, *(folder.resolve() for folder in list_folders(options))]
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
