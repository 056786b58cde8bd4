"""One build, from the scanned sources to the published site: load, plan, make files, publish, remember."""

from __future__ import annotations

import mmap
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit

import msgspec

from unres_site.archive import Archive
from unres_site.archive import Summary as Text
from unres_site.errors import UnfinishedError, describe_problem
from unres_site.messages import say
from unres_site.pipeline import permanence
from unres_site.pipeline.configuring import folders
from unres_site.pipeline.configuring.configuration import (
    list_linked_folders,
    read_config,
)
from unres_site.pipeline.configuring.overrides import find_unused
from unres_site.pipeline.outputs.compressing import Compression, name_versions
from unres_site.pipeline.outputs.rendering import RenderedPages, RenderQueue
from unres_site.pipeline.permanence import (
    Places,
    check_addresses,
    find_lost,
    list_places,
)
from unres_site.pipeline.planning import SEARCH, Plan, Planner, Site
from unres_site.pipeline.publishing.publication import Publication, open_publication
from unres_site.pipeline.publishing.states import read_published_state
from unres_site.pipeline.publishing.workspace import find_workspace
from unres_site.pipeline.report import Options, Report, Stages
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.sources.reading import Loader, load_text
from unres_site.pipeline.sources.scanning import Sources
from unres_site.pipeline.sources.together import drop_duplicates
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.entries import CacheUpdate, IndexUpdate
from unres_site.pipeline.store.records import RecordStore, open_spare_file
from unres_site.pipeline.store.templates import CompiledTemplates
from unres_site.pipeline.store.versions import compute_stamp
from unres_site.pipeline.unchanged import (
    encode_marker,
    is_last_build,
    list_last_diagnostics,
)
from unres_site.site.addresses import make_resolution_address
from unres_site.site.instruments.register import mark_names
from unres_site.site.rendering.render import Renderer
from unres_site.symbols import parse

ROOM = 120_000_000
"""Bytes that numpy may ask for. If it does not get them, its library ends the process."""


def perform(
    options: Options,
    sources: Sources,
    inputs: bytes,
    notice: Callable[[str], None],
    stages: Stages,
    loader: Loader | None = None,
) -> Report:
    """Build the site from scanned sources, and check its links if that is asked for; see `pipeline.build`.

    `inputs` is the hash of all that the build reads (`unchanged.hash_inputs`).
    """
    site = read_site(options)
    trusting = options.cache is not None and not options.check
    with (
        open_publication(
            options.output,
            trusting=trusting,
            by_link=site.config.publish_by_link,
            stamp=compute_stamp().hex(),
        ) as publication,
        open_spare_file(f"{find_workspace(options.output).folder}/records") as spare,
    ):
        cache = Cache(options.cache, notice)
        cache.begin(compute_stamp())
        records = cache.open_records(spare)
        library = Library(sources, loader or load_text, cache, records)
        build = Build(
            options,
            site,
            sources,
            inputs=inputs,
            publication=publication,
            cache=cache,
            library=library,
            stages=stages,
            notice=notice,
        )
        report = build.run()
        if report.changes:
            with _after_swap(options, notice):
                build.compact(records)
        records.close()

    for sentence in report.changes.notices if report.changes else ():
        notice(sentence)

    if options.check and report.changes:
        return _check_links(options, site, report, stages)
    return report


def read_site(options: Options) -> Site:
    """The site that is asked for. Raises `UsageError` if a folder or the configuration is not right."""
    config = read_config(options)
    renderer = Renderer(
        config,
        *folders.find_layers(options),
        allowed=list_linked_folders(options, config),
        compiled=partial(CompiledTemplates, compute_stamp()) if options.cache else None,
    )
    return Site(config, renderer, dict(renderer.make_assets()))


@contextmanager
def _after_swap(options: Options, notice: Callable[[str], None]) -> Iterator[None]:
    """What follows the swap. If it fails, the new site is published all the same, and a sentence says so."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - each failure has the same consequence: the next build is slower
        notice(
            say(
                "notice.after-swap",
                output=options.output,
                problem=describe_problem(error),
            )
        )


def _check_links(
    options: Options, site: Site, report: Report, stages: Stages
) -> Report:
    from unres_site.pipeline.commands.links import find_broken_links  # noqa: PLC0415 - it brings a reader of HTML

    with stages.begin("links"):
        root = urlsplit(site.config.base_address).path or "/"
        unbuilt = () if options.search else (SEARCH,)
        try:
            broken = tuple(find_broken_links(options.output, root, unbuilt))
        except Exception as error:
            raise UnfinishedError(
                "links-unchecked", problem=describe_problem(error)
            ) from error

    return msgspec.structs.replace(report, broken=broken)


class Build:
    """One build, from the scanned sources to the published site."""

    def __init__(  # noqa: PLR0913 - what `perform` has prepared
        self,
        options: Options,
        site: Site,
        sources: Sources,
        *,
        inputs: bytes,
        publication: Publication,
        cache: Cache,
        library: Library,
        stages: Stages,
        notice: Callable[[str], None],
    ) -> None:
        self._notice = notice
        self._inputs = inputs
        self._skipped = sources.skipped
        self._options = options
        self._site = site
        self._stages = stages
        self._publication = publication
        self._cache = cache
        self._library = library
        self._before = list_last_diagnostics(cache.notes)
        self._known = self._read_addresses()
        self._planner = Planner(
            options,
            site,
            sources,
            publication=publication,
            cache=cache,
            library=library,
            addresses=self._known or {},
        )
        self._compressors = name_versions(site.config.compressed)
        # asked before anything is made: from then on no tree is as the last build left it
        is_searched = options.search and not site.config.search_endpoint
        is_known = is_searched and is_last_build(options, cache.notes)
        self._noted_index = cache.read_fact("index") if is_known else b""

    def run(self) -> Report:
        """Load, plan, make files, publish; remember it for the next build."""
        # nothing multiplies matrices, and to start threads for that takes half the time that numpy takes to import
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        with self._stages.begin("texts") as step:
            self._library.load(self._options.jobs, step)

        with self._stages.begin("plan"):
            plan = self._planner.plan()

        if not plan.report.published:
            return msgspec.structs.replace(plan.report, before=self._before)

        known = self._keep_addresses(plan)
        with self._stages.begin("pages") as step:
            queue = RenderQueue(
                plan.stale,
                self._site.renderer,
                self._publication,
                self._library.get_record,
                self._library.get_text,
            )
            rendered = queue.run(self._options.jobs, step)

        with self._stages.begin("search") as step:
            indexed = self._put_search(plan, step)

        self._publication.put_all(self._site.assets.items())
        self._publication.drop(plan.gone)
        self._publication.keep_rest()
        self._compress()
        with self._stages.begin("publish"):
            changes = self._publication.commit()
            report = msgspec.structs.replace(
                plan.report, changes=changes, unused=find_unused(self._options)
            )
            with _after_swap(self._options, self._notice):
                self._remember(plan, rendered, indexed, report)
                if known is not None:
                    self._register(known)

        return msgspec.structs.replace(report, before=self._before)

    def _read_addresses(self) -> dict[str, Places] | None:
        """The addresses that were ever published; None if they are not kept. Raises `UsageError`."""
        if not self._options.register:
            return None
        return permanence.read_addresses(str(folders.find_addresses(self._options)))

    def _keep_addresses(self, plan: Plan) -> dict[str, Places] | None:
        """The addresses of the site after this build, with those of all sites before; None if there is none to add.

        Raises `UsageError` if one would be lost.
        """
        known = self._known
        if known is None:
            return None

        pages = self._planner.list_pages(plan)
        places = self._find_places(plan, known, pages)
        moved = self._site.config.moved
        file = str(folders.find_addresses(self._options))
        check_addresses(file, find_lost(known, pages, places, moved))
        lists = {page: Places() for page in pages if permanence.is_kept(page)}
        names = {
            one.page: known.get(one.page, {}) | mark_names(one.instrument)
            for one in self._planner.pages.instruments
        }
        kept = {**lists, **known, **places, **names}
        return kept if kept != known else None

    def _find_places(
        self, plan: Plan, known: Mapping[str, Places], pages: set[str]
    ) -> dict[str, Places]:
        """The places on the pages of texts that may have changed or are not known yet, by address."""
        first = self._site.config.language
        texts = plan.texts
        changed = plan.changed
        if not plan.has_new_facts and not permanence.list_text_pages(pages) <= set(
            known
        ):
            changed = frozenset(text.symbol for text in texts)
            texts = self._list_texts()

        places: dict[str, Places] = {}
        for text in texts:
            address = make_resolution_address(parse(text.symbol), text.language, first)
            is_same = changed is not None and text.symbol not in changed
            if not is_same or address not in known:
                places[address] = list_places(self._library.get_record(text))

        return places

    def _register(self, known: Mapping[str, Places]) -> None:
        """Write the published addresses beside their file, then in its place."""
        file = folders.find_addresses(self._options)
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_bytes(permanence.write_addresses(known).encode())
        fresh.replace(file)

    def compact(self, records: RecordStore) -> None:
        """Remove from the cache what no build needs."""
        if self._library.has_all_marks:
            self._cache.compact(records, self._library.marks)

    def _put_search(self, plan: Plan, step: Callable[[int, int], None]) -> IndexUpdate:
        """Put the files of the search into the publication."""
        if not self._options.search or self._site.config.search_endpoint:
            self._publication.drop(self._publication.list_below(SEARCH))
            return IndexUpdate({}, b"")

        noted = self._noted_index
        if noted and not plan.has_new_facts and not plan.texts:
            return IndexUpdate({}, noted)

        mmap.mmap(-1, ROOM).close()  # raises OSError
        from unres_site.pipeline.outputs.indexing import IndexBuild  # noqa: PLC0415 - it brings numpy

        index = IndexBuild(
            self._publication,
            self._cache,
            self._library,
            self._site.config.language,
            noted,
        )
        if plan.has_new_facts:
            changed = index.compare(plan.texts, plan.changed)
            return index.put(changed, lambda: plan.texts, self._options.jobs, step)

        changed = index.find_changed(plan.texts)
        return index.put(changed, self._list_texts, self._options.jobs, step)

    def _list_texts(self) -> tuple[Text, ...]:
        """All texts in the order of the archive."""
        library = self._library
        chosen, _ = drop_duplicates(library.list_entries(), library.get_record)
        return Archive(chosen).ordered

    def _compress(self) -> None:
        kinds = self._site.config.compressed
        if kinds:
            with self._stages.begin("compress") as step:
                is_same = self._cache.notes.get("compressors") == self._compressors
                Compression(self._publication, kinds).run(
                    self._options.jobs, step, reuse=is_same
                )

    def _remember(
        self, plan: Plan, rendered: RenderedPages, indexed: IndexUpdate, report: Report
    ) -> None:
        """Keep in the cache what the next build has to know."""
        library = self._library
        published = read_published_state(self._options.output)
        statuses = msgspec.msgpack.encode(library.list_statuses())
        facts = {**self._planner.new_facts, "statuses": statuses}
        if indexed.state != self._noted_index or not indexed.state:
            facts["index"] = indexed.state

        update = CacheUpdate(
            texts={
                name: mark
                for name, mark in library.opened.items()
                if library.before.get(name) != mark
            },
            pages=rendered.pages,
            views=rendered.views,
            searched=indexed.marks,
            gone_texts=library.gone,
            gone_pages=plan.gone,
            notes={
                "stamp": compute_stamp(),
                "frame": self._planner.frame,
                "published": encode_marker(published) if published else b"",
                "report": msgspec.msgpack.encode(report),
                "skipped": msgspec.msgpack.encode(self._skipped),
                "site-languages": msgspec.msgpack.encode(plan.languages),
                "compressors": self._compressors,
                "inputs": self._inputs,
            },
            facts=facts,
        )
        self._cache.save(update)
