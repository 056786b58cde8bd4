"""One build, from the scanned sources to the published site: load, plan, render, publish, remember."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from unres_site.archive import Archive
from unres_site.archive import Summary as Text
from unres_site.errors import Diagnostic
from unres_site.pipeline import folders
from unres_site.pipeline.configuration import linked_folders, read_config
from unres_site.pipeline.outputs.compressing import Copying
from unres_site.pipeline.outputs.compressing import standing as compressors
from unres_site.pipeline.outputs.rendering import (
    Press,
    Printed,
    Sheet,
    fingerprints,
    sheet_again,
    sheets_of,
    stale_sheets,
)
from unres_site.pipeline.publishing.publication import Publication, publishing
from unres_site.pipeline.publishing.workspace import seal_of_published
from unres_site.pipeline.report import Options, Stages, Summary
from unres_site.pipeline.sources.loading import Entry, Library, Loader, load_text, without_duplicates
from unres_site.pipeline.sources.scanning import Sources
from unres_site.pipeline.store.cache import Harvest, Indexed, Store, digest, loader_version
from unres_site.pipeline.unchanged import marker_of, standing_of
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.render import Renderer

FEW = 1_000
"""Changed texts; where there are more, all pages are planned."""

SEARCH = "search/"
"""What the search makes stands below this folder, and nothing else does."""


class Site(NamedTuple):
    """What pages are rendered with."""

    config: SiteConfig
    renderer: Renderer


def site_of(options: Options) -> Site:
    """The site that is asked for. Raises `UsageError` where a folder or the configuration is not right."""
    config = read_config(options)
    return Site(config, Renderer(config, *folders.folders(), allowed=linked_folders(options, config)))


def perform(
    options: Options,
    sources: Sources,
    notice: Callable[[str], None],
    stages: Stages,
    loader: Loader | None = None,
) -> Summary:
    """Build the site from scanned sources, and check its links if that is asked for; see `pipeline.build`."""
    site = site_of(options)
    with (
        tempfile.TemporaryDirectory(prefix="unres-site-") as scratch,
        publishing(options.output, trusting=options.cache is not None and not options.check) as publication,
    ):
        store = Store(options.cache, notice)
        shelf = store.shelf(scratch)
        library = Library(sources, loader or load_text, store, shelf)
        work = Work(options, site, sources, publication=publication, store=store, library=library, stages=stages)
        summary = work.run()
        if "marks" in vars(library):  # they are at hand; where but a text or two changed they are not, and need not be
            store.tidy(shelf, library.marks)
        shelf.close()
    for sentence in summary.changes.notices if summary.changes else ():
        notice(sentence)
    if not (options.check and summary.changes):
        return summary
    from unres_site.pipeline.commands.links import broken_links  # noqa: PLC0415 - it brings a reader of HTML

    with stages.stage("links"):
        root, unbuilt = urlsplit(site.config.base_address).path or "/", () if options.search else (SEARCH,)
        broken = tuple(broken_links(options.output, root, unbuilt))
    return msgspec.structs.replace(summary, broken=broken)


class Plan(msgspec.Struct, frozen=True):
    """What is to be done.

    texts    the texts that changed, where no other did; else all, in the archive's order
    is_same  whether those that changed are all that is to be looked at

    summary  what the build will say, but for its changes; with nothing published, nothing is to be done
    stale    the pages to be made
    kept     the addresses of those that stay as they are
    gone     the addresses of those that were, and are no more
    """

    summary: Summary
    texts: tuple[Text, ...] = ()
    is_same: bool = False
    stale: list[Sheet] = []
    kept: set[str] = set()
    gone: set[str] = set()


class Touched(NamedTuple):
    """What shows anything that changed: symbols whose texts' own pages do so, and files whose pages may be no more."""

    symbols: set[str]
    files: set[str]


class Work:
    """One build, from the scanned sources to the published site."""

    def __init__(  # noqa: PLR0913 - what `build` has prepared
        self,
        options: Options,
        site: Site,
        sources: Sources,
        *,
        publication: Publication,
        store: Store,
        library: Library,
        stages: Stages,
    ) -> None:
        self.options, self.site, self.sources, self.stages = options, site, sources, stages
        self.publication, self.store, self.library = publication, store, library
        self.assets = dict(site.renderer.assets())
        self.kinds = fingerprints(site.renderer)

    def run(self) -> Summary:
        """Load, plan, render, publish; remember it for the next build."""
        with self.stages.stage("texts") as step:
            self.library.load(self.options.jobs, step)
        with self.stages.stage("plan"):
            plan = self._plan_of_changed_texts() or self._plan()
        if not plan.summary.published:
            return plan.summary
        with self.stages.stage("pages") as step:
            press = Press(plan.stale, self.site.renderer, self.publication, self.library.record)
            printed = press.run(self.options.jobs, step)
        with self.stages.stage("search") as step:
            has_index = self.options.search and not self.site.config.search_endpoint
            indexed = self._index(plan, step) if has_index else Indexed({}, b"")
        for address, content in self.assets.items():
            self.publication.put(address, content)
        self.publication.keep(plan.kept)
        if self.site.config.compressed:
            with self.stages.stage("compress") as step:
                copying = Copying(self.publication, self.site.config.compressed)
                copying.run(self.options.jobs, step, anew=self.store.notes.get("compressors") != self._compressors)
        with self.stages.stage("publish"):
            changes = self.publication.commit()
            summary = msgspec.structs.replace(plan.summary, changes=changes)
            self.store.save(self._harvest(plan, printed, indexed, summary))
        return summary

    # --- what is to be done

    def _plan_of_changed_texts(self) -> Plan | None:
        """The plan where no list, no neighbour and no diagnostic can have changed, but pages of changed texts alone."""
        opened, before = self.library.opened, self.library.before
        if self.options.check or not self.is_as_noted or not self.library.is_same_set:
            return None
        if opened.keys() != before.keys() or any(before[name].entry != mark.entry for name, mark in opened.items()):
            return None
        changed = sorted(self.library.changed)
        sheets = list(chain.from_iterable(map(self._sheets_again, changed)))
        published = {sheet.page.record.source.file for sheet in sheets if sheet.page.record}
        texts = tuple(chain.from_iterable(self.library.entry(name).summaries for name in changed if name in published))
        kept = self._published_pages() - {sheet.page.address for sheet in sheets}
        summary = msgspec.msgpack.decode(self.store.notes["summary"], type=Summary)
        return Plan(summary, texts, is_same=True, stale=sheets, kept=kept)

    @cached_property
    def is_as_noted(self) -> bool:
        """Whether the published site is the one that the cache knows, and all but the texts is as it was then."""
        notes = self.store.notes
        return self.is_noted_site and notes.get("frame") == self._frame and "summary" in notes

    @cached_property
    def is_noted_site(self) -> bool:
        """Whether the published site is the one that the cache knows."""
        published = seal_of_published(self.options.output)
        return published is not None and self.store.notes.get("published") == marker_of(published)

    def _sheets_again(self, name: str) -> Iterable[Sheet]:
        """The pages of a text, with the views that they had."""
        summaries = {(one.symbol, one.language): one for one in self.library.entry(name).summaries}
        for address, mark in self.store.views_of(name).items():
            yield sheet_again(address, mark, summaries[mark.symbol, mark.language], self.kinds, self.library.opened)

    def _published_pages(self) -> set[str]:
        """The addresses of the published files that no asset has, and not the search."""
        found = {address for address in self.publication.published if not address.startswith(SEARCH)}
        return found - self.assets.keys()

    def _plan(self) -> Plan:
        """The plan of all pages; those that are made from what they were made from before are kept."""
        entries = self.library.entries()
        texts, duplicates = without_duplicates(entries)
        found = _all_diagnostics(entries, (*self.sources.diagnostics, *duplicates))
        summary = Summary(len(entries), 0, 0, found, None)
        if not texts or (self.options.strict and summary.count("error")):
            return Plan(summary)
        archive = Archive(texts)
        touched = self._touched(entries, archive)
        pages = plan(archive, self.site.config, found, touched and touched.symbols)
        planned = {page.address for page in pages}
        sheets = sheets_of(pages, self.kinds, self.library.marks)
        files = touched and {"", *touched.files}
        known = self.store.pages(files and files | {sheet.text for sheet in sheets})
        gone = {address for address, mark in known.items() if not files or mark.text in files} - planned
        others = self._published_pages() - planned - gone if touched else set()
        stale = stale_sheets(sheets, known, self.publication)
        kept = (planned | others) - {sheet.page.address for sheet in stale}
        published = len({text.source.file for text in texts})
        summary = msgspec.structs.replace(summary, published=published, pages=len(kept) + len(stale))
        return Plan(summary, archive.ordered, stale=stale, kept=kept, gone=gone)

    def _touched(self, entries: Mapping[str, Entry], archive: Archive[Text]) -> Touched | None:
        """What shows anything that changed; None where any page may do so."""
        library = self.library
        if self.options.check or not self.is_as_noted or not library.is_before_known or len(library.changed) > FEW:
            return None
        before = [text for entry in library.entries_before() for text in entry.summaries]
        now = [text for name in library.changed & entries.keys() for text in entries[name].summaries]
        changed = {text.symbol for text in (*before, *now)}
        # a file that has a symbol together with another file is refused, or no more: with all texts that are in it
        files = {name for name, entry in entries.items() if any(text.symbol in changed for text in entry.summaries)}
        texts = [*before, *(text for name in files for text in entries[name].summaries)]
        cited = {cited for text in texts for cited in text.cites}
        return Touched(archive.showing({text.symbol for text in texts}, cited), files | library.changed)

    @cached_property
    def _frame(self) -> bytes:
        """A digest of all that pages depend on besides the texts and each other."""
        beside = msgspec.msgpack.encode(self.sources.diagnostics)
        return digest(beside, *chain.from_iterable((kind.encode(), one) for kind, one in sorted(self.kinds.items())))

    @cached_property
    def _compressors(self) -> bytes:
        return compressors(self.site.config.compressed)

    # --- the search

    def _index(self, plan: Plan, step: Callable[[int, int], None]) -> Indexed:
        """Put the search, or what of it has changed."""
        noted = self.store.notes.get("search", b"") if self.is_noted_site else b""
        if plan.is_same and not plan.texts and noted:
            self.publication.keep(address for address in self.publication.published if address.startswith(SEARCH))
            return Indexed({}, noted)
        # nothing multiplies matrices, and to start threads for that takes half the time that numpy takes to import
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        from unres_site.pipeline.outputs.indexing import Index  # noqa: PLC0415 - it brings numpy

        index = Index(self.publication, self.store, self.library, self.site.config.language, noted)
        indexed = index.put_changed(plan.texts) if plan.is_same else None
        texts = self._archive().ordered if plan.is_same and not indexed else plan.texts
        return indexed or index.put(texts, self.options.jobs, step)

    def _archive(self) -> Archive[Text]:
        return Archive(without_duplicates(self.library.entries())[0])

    # --- what the next build has to know

    def _harvest(self, plan: Plan, printed: Printed, indexed: Indexed, summary: Summary) -> Harvest:
        library, published = self.library, seal_of_published(self.options.output)
        return Harvest(
            texts={name: mark for name, mark in library.opened.items() if library.before.get(name) != mark},
            pages=printed.pages,
            views=printed.views,
            searched=indexed.marks,
            gone_texts=library.gone,
            gone_pages=plan.gone,
            notes={
                "loader": loader_version(),
                "statuses": msgspec.msgpack.encode(library.statuses()),
                "frame": self._frame,
                "published": marker_of(published) if published else b"",
                "summary": msgspec.msgpack.encode(summary),
                "search": indexed.standing,
                "compressors": self._compressors,
                "standing": standing_of(self.options, self.sources),
            },
        )


def _all_diagnostics(entries: Mapping[str, Entry], others: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Every diagnostic once, by file, line and column."""
    of_texts = chain.from_iterable(entry.diagnostics for entry in entries.values())
    found = {str(one): one for one in chain(of_texts, others)}
    return tuple(sorted(found.values(), key=lambda one: (one.file, one.line, one.column, one.code, one.message)))
