"""Pages to files of a publication: one whose inputs are what they were is kept; the rest is rendered, in parallel.

A process that renders a page writes its file, too: neither records nor pages go from process to process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from unres_site.archive import Summary
from unres_site.build.cache import PageMark, TextMark, ViewMark, digest, site_version
from unres_site.build.publish import Publication
from unres_site.build.tree import FileMark
from unres_site.build.workers import can_fork, each_in_turn
from unres_site.records import Resolution
from unres_site.site import views
from unres_site.site.pages import KINDS
from unres_site.site.render import Renderer
from unres_site.site.views import NoView, Page

WORTH_WORKERS = 400
"""So many pages take longer to render than processes take to start."""

BATCH = 32


class Sheet(msgspec.Struct, frozen=True):
    """A page to be made, and a digest of all that it is made from; the view is encoded."""

    page: Page
    inputs: bytes
    view: bytes

    @property
    def text(self) -> str:
        """The file of the text that it shows, empty where it shows none."""
        return self.page.record.source.file if self.page.record else ""


class Press(msgspec.Struct, frozen=True):
    """Makes the files of sheets: `fetch` gives the record of a summary."""

    sheets: Sequence[Sheet]
    renderer: Renderer
    publication: Publication
    fetch: Callable[[Summary], Resolution]

    def run(self, jobs: int, progress: Callable[[int, int], None]) -> dict[str, PageMark]:
        """Put all sheets into the publication; what the cache keeps of them, by address."""
        total = len(self.sheets)
        self.publication.announce(sheet.page.address for sheet in self.sheets)
        batches = [range(start, min(start + BATCH, total)) for start in range(0, total, BATCH)]
        made: dict[str, PageMark] = {}
        sheets = iter(self.sheets)
        jobs = jobs if total >= WORTH_WORKERS and can_fork() else 1
        if jobs > 1:
            self.renderer.prepare({sheet.page.kind for sheet in self.sheets})
        for contents in each_in_turn(self._make, batches, jobs):
            for sheet, content in zip(islice(sheets, len(contents)), contents, strict=True):
                self.publication.add(sheet.page.address, content)
                made[sheet.page.address] = PageMark(sheet.text, sheet.inputs, content.digest)
            progress(len(made), total)
        return made

    def _make(self, batch: range) -> list[FileMark]:
        """Write the files of these sheets. Sheets of one text stand together, so that its record is fetched once."""
        contents: list[FileMark] = []
        summary, record = None, None
        for sheet in self.sheets[batch.start : batch.stop]:
            page = sheet.page
            if isinstance(page.record, Summary):
                if page.record is not summary:
                    summary, record = page.record, self.fetch(page.record)
                page = msgspec.structs.replace(page, record=record)
            contents.append(self.publication.write(page.address, self.renderer.render(page)))
        return contents


def fingerprints(renderer: Renderer) -> dict[str, bytes]:
    """A digest of what all pages of a kind are made from, besides their texts and views, by kind."""
    return {kind: digest(site_version(), renderer.fingerprint(kind).encode()) for kind in KINDS}


def sheets_of(pages: Iterable[Page], kinds: Mapping[str, bytes], marks: Mapping[str, TextMark]) -> list[Sheet]:
    """The sheets of pages, those of one text together; `marks` are those of the texts by file."""
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    nothing = NoView()
    of_nothing = encode(nothing)
    found = [_sheet(page, kinds, marks, of_nothing if page.view == nothing else encode(page.view)) for page in pages]
    return sorted(found, key=lambda sheet: (sheet.text, sheet.page.record.symbol if sheet.page.record else ""))


def sheet_again(
    address: str, mark: ViewMark, summary: Summary, kinds: Mapping[str, bytes], marks: Mapping[str, TextMark]
) -> Sheet:
    """The sheet of a page that shows a text, with the view that it had in the build before."""
    view = msgspec.msgpack.decode(mark.view, type=getattr(views, mark.form))
    return _sheet(Page(address, mark.kind, view, summary), kinds, marks, mark.view)


def view_marks(sheets: Iterable[Sheet]) -> Iterator[tuple[str, ViewMark]]:
    """What the cache keeps of the views of pages that show a text, by address."""
    for sheet in sheets:
        page = sheet.page
        if page.record:
            names = page.record.symbol, page.record.language, type(page.view).__name__
            yield page.address, ViewMark(page.kind, *names, sheet.view)


def stale_sheets(sheets: Iterable[Sheet], known: Mapping[str, PageMark], publication: Publication) -> list[Sheet]:
    """The sheets whose page is not as it was made from these inputs."""
    return [sheet for sheet in sheets if not _is_kept(sheet, known.get(sheet.page.address), publication)]


def _sheet(page: Page, kinds: Mapping[str, bytes], marks: Mapping[str, TextMark], view: bytes) -> Sheet:
    record = page.record
    text = marks[record.source.file].key + f"{record.symbol} {record.language}".encode() if record else b""
    return Sheet(page, digest(kinds[page.kind], text, view), view)


def _is_kept(sheet: Sheet, mark: PageMark | None, publication: Publication) -> bool:
    return mark is not None and mark.inputs == sheet.inputs and mark.digest == publication.digest(sheet.page.address)
