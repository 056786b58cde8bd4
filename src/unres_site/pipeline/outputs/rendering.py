"""Pages to files of a publication: one whose inputs are what they were is kept; the rest is rendered, in parallel.

A process that renders a page writes its file, too: neither records nor pages go from process to process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec

from unres_site.archive import Summary
from unres_site.pipeline.publishing.publication import Publication
from unres_site.pipeline.publishing.tree import FileMark
from unres_site.pipeline.store.cache import PageMark, TextMark, ViewMark, digest, site_version
from unres_site.records import Resolution
from unres_site.site import views
from unres_site.site.pages import KINDS
from unres_site.site.render import Renderer
from unres_site.site.views import NoView, Page
from unres_site.workers import can_fork, each_in_turn

WORTH_WORKERS = 400
"""So many pages take longer to render than processes take to start."""

BATCH = 32


class Sheet(msgspec.Struct, frozen=True):
    """A page to be made, and digests of what it is made from besides its view: its kind, and its text."""

    page: Page
    beside: bytes

    @property
    def text(self) -> str:
        """The file of the text that it shows, empty where it shows none."""
        return self.page.record.source.file if self.page.record else ""

    def view(self) -> bytes:
        """Its view, encoded."""
        return _OF_NOTHING if isinstance(self.page.view, NoView) else _encode(self.page.view)

    def inputs(self, view: bytes) -> bytes:
        """A digest of all that it is made from, with its encoded view."""
        return digest(self.beside, view)


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_OF_NOTHING = _encode(NoView())


class Made(NamedTuple):
    """A page that was made: what its file holds, what it was made from, and its encoded view."""

    content: FileMark
    inputs: bytes
    view: bytes


class Printed(NamedTuple):
    """What the cache keeps of pages that were made, by address; views of those that show a text."""

    pages: dict[str, PageMark]
    views: dict[str, ViewMark]


class Press(msgspec.Struct, frozen=True):
    """Makes the files of sheets: `fetch` gives the record of a summary."""

    sheets: Sequence[Sheet]
    renderer: Renderer
    publication: Publication
    fetch: Callable[[Summary], Resolution]

    def run(self, jobs: int, progress: Callable[[int, int], None]) -> Printed:
        """Put all sheets into the publication."""
        total = len(self.sheets)
        self.publication.announce(sheet.page.address for sheet in self.sheets)
        batches = [range(start, min(start + BATCH, total)) for start in range(0, total, BATCH)]
        printed = Printed({}, {})
        sheets = iter(self.sheets)
        jobs = jobs if total >= WORTH_WORKERS and can_fork() else 1
        if jobs > 1:
            self.renderer.prepare({sheet.page.kind for sheet in self.sheets})
        for made in each_in_turn(self._make, batches, jobs):
            for sheet, one in zip(islice(sheets, len(made)), made, strict=True):
                self.publication.add(sheet.page.address, one.content)
                _note(printed, sheet, one)
            progress(len(printed.pages), total)
        return printed

    def _make(self, batch: range) -> list[Made]:
        """Write the files of these sheets. Sheets of one text stand together, so that its record is fetched once."""
        made: list[Made] = []
        summary, record = None, None
        for sheet in self.sheets[batch.start : batch.stop]:
            page, view = sheet.page, sheet.view()
            if isinstance(page.record, Summary):
                if page.record is not summary:
                    summary, record = page.record, self.fetch(page.record)
                page = msgspec.structs.replace(page, record=record)
            content = self.publication.write(page.address, self.renderer.render(page))
            made.append(Made(content, sheet.inputs(view), view if page.record else b""))
        return made


def _note(printed: Printed, sheet: Sheet, made: Made) -> None:
    page, record = sheet.page, sheet.page.record
    printed.pages[page.address] = PageMark(sheet.text, made.inputs, made.content.digest)
    if record:
        form = type(page.view).__name__
        printed.views[page.address] = ViewMark(page.kind, record.symbol, record.language, form, made.view)


def fingerprints(renderer: Renderer) -> dict[str, bytes]:
    """A digest of what all pages of a kind are made from, besides their texts and views, by kind."""
    return {kind: digest(site_version(), renderer.fingerprint(kind).encode()) for kind in KINDS}


def sheets_of(pages: Iterable[Page], kinds: Mapping[str, bytes], marks: Mapping[str, TextMark]) -> list[Sheet]:
    """The sheets of pages, those of one text together; `marks` are those of the texts by file."""
    found = [_sheet(page, kinds, marks) for page in pages]
    return sorted(found, key=lambda sheet: (sheet.text, sheet.page.record.symbol if sheet.page.record else ""))


def sheet_again(
    address: str, mark: ViewMark, summary: Summary, kinds: Mapping[str, bytes], marks: Mapping[str, TextMark]
) -> Sheet:
    """The sheet of a page that shows a text, with the view that it had in the build before."""
    view = msgspec.msgpack.decode(mark.view, type=getattr(views, mark.form))
    return _sheet(Page(address, mark.kind, view, summary), kinds, marks)


def stale_sheets(sheets: Iterable[Sheet], known: Mapping[str, PageMark], publication: Publication) -> list[Sheet]:
    """The sheets whose page is not as it was made from these inputs."""
    return [sheet for sheet in sheets if not _is_kept(sheet, known.get(sheet.page.address), publication)]


def _sheet(page: Page, kinds: Mapping[str, bytes], marks: Mapping[str, TextMark]) -> Sheet:
    record = page.record
    text = marks[record.source.file].key + f"{record.symbol} {record.language}".encode() if record else b""
    return Sheet(page, kinds[page.kind] + text)


def _is_kept(sheet: Sheet, mark: PageMark | None, publication: Publication) -> bool:
    """What is cheap to ask is asked first: where nothing is published yet, no view need be encoded here."""
    return (
        mark is not None
        and mark.digest == publication.digest(sheet.page.address)
        and mark.inputs == sheet.inputs(sheet.view())
    )
