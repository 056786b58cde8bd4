"""The stages in order: scan, load, archive, plan, render, publish. The rooms do the work; here they are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from unres_site.archive import Archive
from unres_site.build.cache import Store
from unres_site.build.links import broken_links
from unres_site.build.loading import Loader, load_all, resolutions_of, without_duplicates
from unres_site.build.publish import Changes, publishing
from unres_site.build.rendering import Progress, inputs_of, put_pages, rendered
from unres_site.build.sources import scan
from unres_site.errors import ConfigError, Diagnostic, OutputError, UsageError
from unres_site.loader import load
from unres_site.records import Reading
from unres_site.search import index_files
from unres_site.settings import SiteConfig, parse_site_config
from unres_site.site.pages import plan
from unres_site.site.render import Renderer

DEFAULT_CONFIG = "site.yml"
PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parent.parent


class Options(msgspec.Struct, frozen=True):
    """What a build is asked for. Folders are paths as the user wrote them; `cache` None keeps nothing."""

    source: str = "resolutions"
    output: str = "site"
    config: str | None = None
    cache: str | None = ".cache"
    jobs: int = 1
    strict: bool = False
    check: bool = False


class Summary(msgspec.Struct, frozen=True):
    """What a build did. `changes` is None where nothing was published; `broken` are sentences about links."""

    texts: int
    published: int
    pages: int
    diagnostics: tuple[Diagnostic, ...]
    changes: Changes | None
    broken: tuple[str, ...] = ()

    def count(self, severity: str) -> int:
        """How many diagnostics of that severity there are."""
        return sum(found.severity == severity for found in self.diagnostics)

    @property
    def is_sound(self) -> bool:
        """Whether every text was published, and no link is broken."""
        return not self.count("error") and not self.broken


def _silent(_: str, __: int, ___: int) -> None:
    """Progress that nobody looks at."""


def build(
    options: Options, notice: Callable[[str], None], loader: Loader = load, progress: Progress = _silent
) -> Summary:
    """Build the site. Raises `UsageError` where nothing can be built; `notice` is called with sentences by the way."""
    check_folders(options)
    config = read_config(options.config)
    sources = scan(options.source)
    if not sources.texts:
        raise UsageError(f"There is no text (*.txt) in the folder {options.source}; name another with --source.")
    renderer = Renderer(config, *(folder_of(name) for name in ("templates", "static", "content")))
    with publishing(options.output) as publication:
        store = Store(options.cache, notice)
        loaded = load_all(sources.texts, loader, options.jobs, store, progress)
        readings, duplicates = without_duplicates(loaded.readings)
        found = _all_diagnostics(loaded.readings, (*sources.diagnostics, *duplicates))
        summary = Summary(len(sources.texts), 0, 0, found, None)
        if not resolutions_of(readings) or (options.strict and summary.count("error")):
            return summary
        archive = Archive(resolutions_of(readings))
        pages = plan(archive, config, found)
        marks = put_pages(
            pages,
            inputs_of(pages, loaded.keys, renderer),
            store.pages,
            publication,
            lambda stale: rendered(stale, renderer, options.jobs, progress),
        )
        for address, content in chain(renderer.assets(), index_files(archive, config.language)):
            publication.put(address, content)
        changes = publication.commit()
    store.save(loaded.texts, loaded.fresh, marks)
    for sentence in changes.notices:
        notice(sentence)
    root = urlsplit(config.base_address).path or "/"
    broken = tuple(broken_links(options.output, root)) if options.check else ()
    published = len({resolution.source.file for resolution in archive.ordered})
    return Summary(len(sources.texts), published, len(pages), found, changes, broken)


def check_folders(options: Options) -> None:
    """Raises `OutputError` where the output would swallow, or lie within, what the build reads."""
    output = Path(options.output).resolve()
    source, cache = Path(options.source).resolve(), Path(options.cache or ".cache").resolve()
    read = [source, *(folder.resolve() for folder in _folders())]
    if any(output in (folder, *folder.parents) or folder in output.parents for folder in read):
        raise OutputError(f"The output {options.output} and a folder that the build reads lie within each other.")
    if output in (cache, *cache.parents) or output in (Path.cwd(), *Path.cwd().parents):
        raise OutputError(
            f"The output {options.output} holds the cache or the current folder; name another with --output."
        )


def read_config(file: str | None) -> SiteConfig:
    """The configuration; `file` None means `site.yml` if it is there. Raises `ConfigError`."""
    path = Path(file or DEFAULT_CONFIG)
    if file is None and not path.exists():
        return SiteConfig()
    try:
        return parse_site_config(path.read_bytes().decode("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise ConfigError("this file is not in UTF-8; save it as UTF-8.", str(path)) from None
    except OSError as error:
        raise ConfigError(f"the configuration can't be read: {error.strerror}.", str(path)) from None


def folder_of(name: str) -> Path:
    """Templates, static files or content: in the current folder, else in the checkout or the package that runs."""
    for root in (Path(), CHECKOUT, PACKAGE):
        if (root / name).is_dir():
            return root / name
    raise UsageError(f"There is no folder {name}; run the build where templates/ and static/ are.")


def _folders() -> Iterator[Path]:
    return (folder_of(name) for name in ("templates", "static", "content"))


def _all_diagnostics(readings: Mapping[str, Reading], others: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Every diagnostic once, by file, line and column."""
    of_texts = chain.from_iterable(reading.diagnostics for reading in readings.values())
    of_records = chain.from_iterable(resolution.diagnostics for resolution in resolutions_of(readings))
    found = {str(one): one for one in chain(of_texts, of_records, others)}
    return tuple(sorted(found.values(), key=lambda one: (one.file, one.line, one.column, one.code, one.message)))
