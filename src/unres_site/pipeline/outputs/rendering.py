"""Pages to files of a publication: a page is rendered only if what it is made from has changed. Works in parallel.

The process that renders a page also writes its file. So neither records nor pages are sent between processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

import msgspec

from unres_site.archive import Summary, Text
from unres_site.pipeline.publishing.manifest import FileMark
from unres_site.pipeline.publishing.publication import Publication
from unres_site.pipeline.store.entries import NO_TEXT, PageMark, TextMark
from unres_site.pipeline.store.versions import compute_stamp, hash_parts
from unres_site.records import Resolution
from unres_site.site.pages import KINDS
from unres_site.site.rendering.render import Renderer
from unres_site.site.views import NoView, Page
from unres_site.workers import map_in_processes

WORTH_WORKERS = 400
"""Fewer pages take less time than processes take to start."""

BATCH = 96
"""Pages that a process makes at a time, those of some 16 texts; more, if more are of one group."""


class PageJob(msgspec.Struct, frozen=True):
    """A page to be made.

    sources  tells its templates, settings and texts from all others
    texts    the files of the texts that it is made from
    """

    page: Page
    sources: bytes
    texts: tuple[str, ...]

    @property
    def order(self) -> tuple[bool, str, str, str]:
        """Sorts pages of one group together, then pages of one text, so that its record is fetched once.

        Groups come first: their pages take long, and at the end one process would make them while the others wait.
        """
        group = self.page.group
        record = self.page.record
        return not group, group, self.texts[0], record.symbol if record else ""

    def encode_view(self) -> bytes:
        """The view of the page."""
        view = self.page.view
        if isinstance(view, NoView):
            return _OF_NOTHING
        return _encode(view)

    def hash_inputs(self, view: bytes) -> bytes:
        """A hash of all that the page is made from. `view` is its encoded view."""
        return hash_parts(self.sources, view)


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_OF_NOTHING = _encode(NoView())
_decode_records = msgspec.msgpack.Decoder(list[tuple[str, str, str]]).decode


class RenderedPage(msgspec.Struct, frozen=True, array_like=True):
    """A page that was made: its file, the hash of its inputs, its encoded view if the cache keeps that."""

    content: FileMark
    inputs: bytes
    view: bytes


_decode_rendered = msgspec.msgpack.Decoder(list[RenderedPage]).decode


class RenderedPages(NamedTuple):
    """What the cache keeps of the pages that were made, by address.

    Only pages of texts that show something of others have a view here.
    """

    pages: dict[str, PageMark]
    views: dict[str, bytes]

    def add(self, job: PageJob, made: RenderedPage) -> None:
        """Note a page."""
        page = job.page
        owner, *others = job.texts
        records = [(one.source.file, one.symbol, one.language) for one in page.records]
        self.pages[page.address] = PageMark(
            owner,
            "\n".join(others),
            page.kind,
            _encode(records),
            made.inputs,
            made.content.digest,
        )
        if made.view:
            self.views[page.address] = made.view


class RenderQueue(msgspec.Struct, frozen=True):
    """Makes the files of pages. `fetch` gives the record of a summary, `read_source` the source text of a file."""

    jobs: Sequence[PageJob]
    renderer: Renderer
    publication: Publication
    fetch: Callable[[Summary], Resolution]
    read_source: Callable[[str], str]

    def run(
        self, processes: int, progress: Callable[[int, int], None]
    ) -> RenderedPages:
        """Put all pages into the publication."""
        total = len(self.jobs)
        self.publication.announce(job.page.address for job in self.jobs)
        processes = processes if total >= WORTH_WORKERS else 1
        if processes > 1:
            self.renderer.prepare(job.page for job in self.jobs)

        batches = spread_batches(list(_list_batches(self.jobs)), processes)
        results = map_in_processes(self._make, batches, processes)
        rendered = RenderedPages({}, {})
        with ExitStack() as meanwhile:
            for batch, encoded in zip(batches, results, strict=True):
                if processes > 1 and not rendered.pages:
                    meanwhile.enter_context(self.publication.sync_meanwhile())
                made = _decode_rendered(encoded)
                jobs = self.jobs[batch.start : batch.stop]
                for job, one in zip(jobs, made, strict=True):
                    self.publication.add(job.page.address, one.content)
                    rendered.add(job, one)
                progress(len(rendered.pages), total)

        return rendered

    def _make(self, batch: range) -> bytes:
        """Write the files of some pages. They are given encoded: Python takes ten times as long to send them."""
        records: dict[tuple[str, str], Resolution] = {}
        jobs = self.jobs[batch.start : batch.stop]
        return _encode([self._make_page(job, records) for job in jobs])

    def _make_page(
        self, job: PageJob, records: dict[tuple[str, str], Resolution]
    ) -> RenderedPage:
        """Write the file of a page; `records` are those that were fetched before."""
        page = job.page
        view = job.encode_view()
        shows_source = KINDS[page.kind].shows_source
        complete = msgspec.structs.replace(
            page.complete(),
            records=tuple([self._fetch(one, records) for one in page.records]),
            source=self.read_source(job.texts[0]) if shows_source else "",
        )
        content = self.publication.write(page.address, self.renderer.render(complete))
        is_kept = page.records and view is not _OF_NOTHING
        return RenderedPage(content, job.hash_inputs(view), view if is_kept else b"")

    def _fetch(
        self, text: Text, records: dict[tuple[str, str], Resolution]
    ) -> Resolution:
        """The record of a text; `records` are those that were fetched before."""
        if isinstance(text, Resolution):
            return text

        key = text.symbol, text.language
        if key not in records:
            records[key] = self.fetch(text)

        return records[key]


def _list_batches(jobs: Sequence[PageJob]) -> Iterator[range]:
    """The indexes of sorted jobs in batches, so that a batch has all pages of a group or none."""
    start = 0
    group = ""
    for index, job in enumerate(jobs):
        is_cut = not group or job.page.group != group
        if is_cut and index - start >= BATCH:
            yield range(start, index)
            start = index
        group = job.page.group

    if start < len(jobs):
        yield range(start, len(jobs))


def spread_batches(batches: Sequence[range], processes: int) -> list[range]:
    """The batches in an order in which processes that take them in turn make files in different folders.

    Files of one folder are made one at a time, and a process that waits for that takes time, too.
    """
    size = -(-len(batches) // processes)
    spread: list[range] = []
    for first in range(size):
        spread += batches[first::size]

    return spread


def hash_kinds(renderer: Renderer) -> dict[str, bytes]:
    """For each kind of page a hash of what all its pages are made from besides texts and views."""
    hashes: dict[str, bytes] = {}
    for kind in KINDS:
        sources = renderer.hash_sources(kind).encode()
        hashes[kind] = hash_parts(compute_stamp(), sources)

    return hashes


def prepare_jobs(
    pages: Iterable[Page],
    kinds: Mapping[str, bytes],
    mark_of: Callable[[str], TextMark],
) -> list[PageJob]:
    """The jobs of pages. `kinds` is what `hash_kinds` gave; `mark_of` gives the mark of a text's file."""
    jobs: list[PageJob] = []
    told: dict[tuple[str, str], bytes] = {}  # a text has six pages
    for page in pages:
        sources = [kinds[page.kind], " ".join(page.languages).encode()]
        for record in page.records:
            text = record.symbol, record.language
            if text not in told:
                told[text] = mark_of(record.source.file).key + _name(record)
            sources.append(told[text])
        jobs.append(PageJob(page, b"".join(sources), _list_texts(page)))

    return sorted(jobs, key=lambda job: job.order)


def _name(record: Text) -> bytes:
    return f"{record.symbol} {record.language}\n".encode()


def _list_texts(page: Page) -> tuple[str, ...]:
    """The files of the texts that a page is made from."""
    files = [record.source.file for record in page.records]
    return tuple(dict.fromkeys(files)) or (NO_TEXT,)


def restore_page(
    address: str,
    mark: PageMark,
    views: Mapping[str, bytes],
    find: Callable[[str, str, str], Summary],
    languages: tuple[str, ...],
) -> Page:
    """A page with the view that it had in the build before. `views` are encoded, by address.

    `find` gives the text of a file, symbol and language; `languages` are those of the site.
    """
    kind = KINDS[mark.kind]
    view: msgspec.Struct = NoView()
    if kind.view is not NoView:
        view = msgspec.msgpack.decode(views[address], type=kind.view)

    texts = [find(*record) for record in _decode_records(mark.records)]
    shown = languages if kind.template else ()
    return Page(address, mark.kind, view, tuple(texts), shown)


def select_stale(
    jobs: Iterable[PageJob], known: Mapping[str, PageMark], publication: Publication
) -> list[PageJob]:
    """The jobs whose published page was not made from the same inputs. `known` are the marks of the build before."""
    stale: list[PageJob] = []
    for job in jobs:
        mark = known.get(job.page.address)
        if not _is_fresh(job, mark, publication):
            stale.append(job)

    return stale


def _is_fresh(job: PageJob, mark: PageMark | None, publication: Publication) -> bool:
    """The cheap questions come first: before a first build no view is encoded here."""
    if mark is None or mark.digest != publication.find_digest(job.page.address):
        return False
    return job.page.is_same or mark.inputs == job.hash_inputs(job.encode_view())
