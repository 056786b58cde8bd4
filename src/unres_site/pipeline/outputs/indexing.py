"""The search of a site, brought up to date: what each text adds to it is kept, and so are the files that stay the same.

What a text adds is found once for each record, in parallel, and kept on the shelf; its passages are a file of their
own. The index is brought up to date where few numbers have another text than before, as where a text changed or came
after all others; else it is put together anew. Either way the same files come out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from unres_site.archive import Summary
from unres_site.files import read_own
from unres_site.pipeline.publishing.publication import Publication
from unres_site.pipeline.publishing.tree import FileMark
from unres_site.pipeline.sources.loading import Library
from unres_site.pipeline.store.cache import Indexed, SearchMark, Store, digest, site_version
from unres_site.search import constant_files, searched
from unres_site.search.documents import Card
from unres_site.search.index.fields import FieldCounts
from unres_site.search.updating.update import FEW, Change, Standing, is_worth_it, update, whole
from unres_site.site.addresses import resolution_address
from unres_site.symbols import parse
from unres_site.workers import can_fork, each_in_turn

FOLDER = "search/"
"""What the search makes stands below this folder, and nothing else does."""

PASSAGES = f"{FOLDER}passages/"
WORTH_WORKERS = 200
BATCH = 32

Progress = Callable[[int, int], None]


class Addition(msgspec.Struct, frozen=True, array_like=True):
    """What a text adds to the index."""

    card: Card
    counts: FieldCounts


class Noted(msgspec.Struct, frozen=True, array_like=True):
    """What the next build is told of the index, and what that is made with: the code and the first language."""

    version: bytes
    standing: Standing


class Row(NamedTuple):
    """A text of the search: its page, the language whose pages stand at the root, and the key of what it adds."""

    page: str
    summary: Summary
    language: str
    key: bytes

    @property
    def passages(self) -> str:
        """The address of its passages."""
        return _passages_of(self.page)


Fresh = dict[str, tuple[SearchMark, FileMark]]
"""Texts that are new or changed, by page, and the file of their passages."""


class Index:
    """The search of one build.

    `language` is the one whose pages stand at the root; `noted` is what the build that published the site noted of its
    index, empty where there is none to go by.
    """

    def __init__(
        self, publication: Publication, store: Store, library: Library, language: str, noted: bytes = b""
    ) -> None:
        self.publication, self.store, self.library, self.language = publication, store, library, language
        self.version = digest(site_version(), language.encode())
        self.standing = _standing_of(noted, self.version)
        self.known: dict[str, SearchMark] = {}
        self.fresh: dict[str, tuple[SearchMark, FileMark]] = {}
        """Texts that are new or changed, by page, and the file of their passages."""

    def put(self, texts: Sequence[Summary], jobs: int, progress: Progress) -> Indexed:
        """Put the search of these texts, which are all that there are, in the archive's order."""
        indexed = self._put_where_few_changed(texts)
        if indexed:
            return indexed
        rows = [self._row(text) for text in texts]
        self.known = self.store.searched()
        self._add([row for row in rows if not self._is_kept(row)], jobs, progress)
        self._add([row for row in rows if self._addition(row.page) is None], jobs, progress)
        additions = [addition for row in rows if (addition := self._addition(row.page))]
        standing, files = whole([one.card for one in additions], [one.counts for one in additions], jobs)
        for address, content in (*constant_files(), *files):
            self.publication.put(address, content)
        self.publication.keep(row.passages for row in rows if row.page not in self.fresh)
        return self._indexed(rows, standing)

    def put_changed(self, texts: Sequence[Summary]) -> Indexed | None:
        """Put the search where these texts changed, and no others; None where that takes the others, too."""
        if self.standing is None:
            return None
        columns = self.standing.texts
        numbers = {text: number for number, text in enumerate(zip(columns.symbols, columns.languages, strict=True))}
        if not all((text.symbol, text.language) in numbers for text in texts):
            return None
        return self._updated([(numbers[text.symbol, text.language], text) for text in texts])

    def _put_where_few_changed(self, texts: Sequence[Summary]) -> Indexed | None:
        if self.standing is None:
            return None
        columns = self.standing.texts
        before = list(zip(columns.symbols, columns.languages, strict=True))
        now = [(text.symbol, text.language) for text in texts]
        changed = self.library.changed
        numbers = [
            number
            for number, (old, new) in enumerate(zip_longest(before, now))
            if old != new or texts[number].source.file in changed
        ]
        return self._updated([(number, texts[number] if number < len(texts) else None) for number in numbers])

    def _updated(self, changed: Sequence[tuple[int, Summary | None]]) -> Indexed | None:
        """Put the files of an index in which there are now these texts of those numbers; None where it can't be."""
        assert self.standing is not None  # noqa: S101 - whoever calls has looked
        old = list(zip(self.standing.texts.symbols, self.standing.texts.languages, strict=True))
        published = [address for address in self.publication.published if address.startswith(FOLDER)]
        passages = {address for address in published if address.startswith(PASSAGES)}
        if len(changed) > FEW or len(passages) != len(old):
            return None
        pages = {number: self._page(*old[number]) for number, _ in changed if number < len(old)}
        rows = {number: self._row(text) for number, text in changed if text}
        self.known = self.store.searched({*pages.values(), *(row.page for row in rows.values())})
        self._add([row for row in rows.values() if not self._is_kept(row)], 1, lambda *_: None)
        try:
            changes = [self._change(number, pages.get(number), rows.get(number)) for number, _ in sorted(changed)]
            found = update(self.standing, changes, self._published) if is_worth_it(self.standing, changes) else None
        except (LookupError, ValueError, OSError):  # shelf or site are not what the cache takes them for
            found = None
        if not found:
            return None
        put = dict(found.files)
        self.publication.announce(put)
        for address, content in put.items():
            self.publication.add(address, self.publication.write(address, content))
        gone = {*put, *found.gone, *map(_passages_of, pages.values())}
        self.publication.keep(address for address in published if address not in gone)
        self.publication.keep(row.passages for row in rows.values() if row.page not in self.fresh)
        return self._indexed(rows.values(), found.standing)

    def _change(self, number: int, page: str | None, row: Row | None) -> Change:
        """What changes where a row takes the place of a page. Raises LookupError where the shelf has lost one."""
        before = self._on_shelf(self.known[page]) if page else None
        now = self._addition(row.page) if row else None
        if (page and not before) or (row and not now):
            raise LookupError(number)
        counts = before.counts if before else None
        return Change(number, counts, now.card, now.counts) if now else Change(number, counts, None, None)

    def _published(self, address: str) -> bytes:
        return read_own(self.publication.path(address))

    def _indexed(self, rows: Iterable[Row], standing: Standing) -> Indexed:
        for row in rows:
            if row.page in self.fresh:
                self.publication.add(row.passages, self.fresh[row.page][1])
        noted = msgspec.msgpack.encode(Noted(self.version, standing))
        return Indexed({page: mark for page, (mark, _) in self.fresh.items()}, noted)

    def _row(self, text: Summary) -> Row:
        key = self.library.mark(text.source.file).key
        key = digest(self.version, key, f"{text.symbol} {text.language}".encode())
        return Row(self._page(text.symbol, text.language), text, self.language, key)

    def _page(self, symbol: str, language: str) -> str:
        return resolution_address(parse(symbol), language, self.language)

    # --- what each text adds

    def _is_kept(self, row: Row) -> bool:
        if row.page in self.fresh:
            return True
        mark = self.known.get(row.page)
        return mark is not None and mark.key == row.key and mark.digest == self.publication.digest(row.passages)

    def _add(self, rows: Sequence[Row], jobs: int, progress: Progress) -> None:
        """Find what these texts add, and write their passages."""
        self.publication.announce(row.passages for row in rows)
        batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
        done = 0
        for found in each_in_turn(self._add_batch, batches, jobs if len(rows) >= WORTH_WORKERS and can_fork() else 1):
            self.fresh |= found
            done += len(found)
            progress(done, len(rows))

    def _add_batch(self, rows: Sequence[Row]) -> Fresh:
        found = [searched(self.library.record(row.summary), row.language) for row in rows]
        additions = [msgspec.msgpack.encode(Addition(one.card, one.counts)) for one in found]
        places = self.library.shelf.add([(row.key, addition) for row, addition in zip(rows, additions, strict=True)])
        fresh: Fresh = {}
        for row, one, place in zip(rows, found, places, strict=True):
            address, content = one.passages
            assert address == row.passages, f"{address} was to stand at {row.passages}"  # noqa: S101 - announced so
            file = self.publication.write(address, content)
            fresh[row.page] = SearchMark(row.key, place, file.digest), file
        return fresh

    def _addition(self, page: str) -> Addition | None:
        """What a text adds, None where the shelf has lost it."""
        mark = self.fresh[page][0] if page in self.fresh else self.known[page]
        return self._on_shelf(mark)

    def _on_shelf(self, mark: SearchMark) -> Addition | None:
        found = self.library.shelf.get(mark.key, mark.place)
        return msgspec.msgpack.decode(found, type=Addition) if found else None


def _standing_of(noted: bytes, version: bytes) -> Standing | None:
    """What the build before noted of its index; None where that is nothing, of other code, or can't be read."""
    try:
        found = msgspec.msgpack.decode(noted, type=Noted) if noted else None
    except msgspec.MsgspecError:
        return None
    return found.standing if found and found.version == version else None


def _passages_of(page: str) -> str:
    return f"{PASSAGES}{page.removesuffix('.html')}.js"
