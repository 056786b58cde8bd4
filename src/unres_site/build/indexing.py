"""The search of a site, brought up to date: what each text adds to it is kept, and so are the files that stay the same.

What a text adds is found once for each record, in parallel, and kept on the shelf; its passages are a file of their
own. The index is brought up to date where a few texts changed or came after all others, else it is put together anew;
either way the same files come out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from unres_site.archive import Summary
from unres_site.build.cache import Indexed, SearchMark, Store, TextMark, digest, site_version
from unres_site.build.loading import Library
from unres_site.build.publish import Publication
from unres_site.build.tree import FileMark
from unres_site.build.workers import can_fork, each_in_turn
from unres_site.search import constant_files, searched
from unres_site.search.building import FEW, Change, Standing, update, whole
from unres_site.search.documents import Card
from unres_site.search.index import FieldCounts
from unres_site.site.addresses import resolution_address
from unres_site.symbols import parse

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


class Row(NamedTuple):
    """A text of the search: its page, the language whose pages stand at the root, and the key of what it adds."""

    page: str
    summary: Summary
    language: str
    key: bytes

    @property
    def passages(self) -> str:
        """The address of its passages."""
        return f"{PASSAGES}{self.page.removesuffix('.html')}.js"


Fresh = dict[str, tuple[SearchMark, FileMark]]
"""Texts that are new or changed, by page, and the file of their passages."""


class Index:
    """The search of one build; `standing` is that of the published index, None where there is none to go by."""

    def __init__(self, publication: Publication, store: Store, library: Library, standing: Standing | None) -> None:
        self.publication, self.store, self.library, self.standing = publication, store, library, standing
        self.known: dict[str, SearchMark] = {}
        self.fresh: dict[str, tuple[SearchMark, FileMark]] = {}
        """Texts that are new or changed, by page, and the file of their passages."""

    def put(self, rows: Sequence[Row], jobs: int, progress: Progress) -> Indexed:
        """Put the search of these texts, which are all that there are, in the archive's order."""
        self.known = self.store.searched()
        self._add([row for row in rows if not self._is_kept(row)], jobs, progress)
        standing = self._brought_up_to_date(rows)
        if standing is None:
            self._add([row for row in rows if self._addition(row.page) is None], jobs, progress)
            additions = [addition for row in rows if (addition := self._addition(row.page))]
            standing, files = whole([one.card for one in additions], [one.counts for one in additions], jobs)
            for address, content in (*constant_files(), *files):
                self.publication.put(address, content)
        self.publication.keep(row.passages for row in rows if row.page not in self.fresh)
        return self._indexed(rows, standing)

    def put_changed(self, rows: Sequence[Row]) -> Indexed | None:
        """Put the search where these texts changed, and no others; None where that takes the others, too."""
        self.known = self.store.searched(row.page for row in rows)
        if self.standing is None or len(rows) > FEW or len(self.known) < len(rows):
            return None
        self._add(rows, 1, lambda *_: None)
        numbers = {card.address: number for number, card in enumerate(self.standing.cards)}
        standing = self._updated([(numbers[row.page], row.page) for row in rows])
        if standing is None:
            return None
        passages = {address for address in self.publication.published if address.startswith(PASSAGES)}
        self.publication.keep(passages - {row.passages for row in rows})
        return self._indexed(rows, standing)

    def _indexed(self, rows: Sequence[Row], standing: Standing) -> Indexed:
        for row in rows:
            if row.page in self.fresh:
                self.publication.add(row.passages, self.fresh[row.page][1])
        return Indexed({page: mark for page, (mark, _) in self.fresh.items()}, msgspec.msgpack.encode(standing))

    # --- what each text adds

    def _is_kept(self, row: Row) -> bool:
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

    # --- the index

    def _brought_up_to_date(self, rows: Sequence[Row]) -> Standing | None:
        """The standing where the texts are those of before, in their order, and perhaps more after them."""
        if self.standing is None or len(self.fresh) > FEW:
            return None
        before = [card.address for card in self.standing.cards]
        if [row.page for row in rows[: len(before)]] != before:
            return None
        numbered = [(number, row.page) for number, row in enumerate(rows) if row.page in self.fresh]
        if any(page not in self.known for number, page in numbered if number < len(before)):
            return None
        return self._updated(numbered)

    def _updated(self, changed: Sequence[tuple[int, str]]) -> Standing | None:
        """Put the files of an index in which those texts, by number and page, have changed; None where it can't be."""
        assert self.standing is not None  # noqa: S101 - whoever calls has looked
        try:
            changes = [self._change(number, page) for number, page in sorted(changed)]
            found = update(self.standing, changes, self._published)
        except (LookupError, ValueError, OSError):  # shelf or site are not what the cache takes them for
            return None
        put = dict(found.files)
        for address, content in put.items():
            self.publication.put(address, content)
        others = (address for address in self.publication.published if address.startswith(FOLDER))
        kept = {address for address in others if not address.startswith(PASSAGES)}
        self.publication.keep(kept - put.keys() - found.gone)
        return found.standing

    def _change(self, number: int, page: str) -> Change:
        now = self._addition(page)
        before = self._on_shelf(self.known[page]) if page in self.known else None
        if now is None or (before is None and page in self.known):
            raise LookupError(page)
        return Change(number, before.counts if before else None, now.card, now.counts)

    def _published(self, address: str) -> bytes:
        return Path(self.publication.path(address)).read_bytes()


def standing_of(noted: bytes) -> Standing | None:
    """What the build before noted of its index; None where that is nothing, or can't be read."""
    try:
        return msgspec.msgpack.decode(noted, type=Standing) if noted else None
    except msgspec.MsgspecError:
        return None


def row_of(text: Summary, mark: TextMark, language: str) -> Row:
    """The row of a text; `language` is the one whose pages stand at the root."""
    page = resolution_address(parse(text.symbol), text.language, language)
    key = digest(site_version(), mark.key, f"{text.symbol} {text.language} {language}".encode())
    return Row(page, text, language, key)
