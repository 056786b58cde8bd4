"""What is kept between builds: entries of texts and pages in SQLite, and beside it the records themselves (`records`).

SQLite survives a power cut, and a build that is stopped at any moment. A cache that is damaged, locked or read-only
costs time, but never a build: what can't be read is built again.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import astuple

from unres_site.errors import describe_problem
from unres_site.files import open_own
from unres_site.messages import say
from unres_site.pipeline.store.entries import (
    CacheUpdate,
    PageMark,
    SearchMark,
    TextMark,
)
from unres_site.pipeline.store.records import (
    LOST,
    SPARE,
    TOLERATED_WASTE,
    Location,
    RecordStore,
    is_volume,
)

FILE = "unres-site.sqlite"
FORMAT = 9
PAGE_SIZE = 16_384
"""Bytes of a page of the file. A row of a view takes a third of the time that it takes in pages of the usual size."""

MARKER = "CACHEDIR.TAG"
MARKED = "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of unres-site; it may be deleted at any time.\n"
"""The marker of the folder. By its first line programs for backups know caches (https://bford.info/cachedir)."""

PATIENCE = 5
"""Seconds to wait for another process that has locked the cache."""

_TABLES = {
    "texts": "name text primary key, key blob, entry blob, volume integer, start integer, length integer",
    "hashes": "name text primary key, hashes blob",
    "pages": "address text primary key, owner text, others text, kind text, records blob, inputs blob, digest text",
    "made_from": "text text, address text",
    "views": "address text primary key, view blob",
    "searched": "page text primary key, key blob, digest text, volume integer, start integer, length integer",
    "notes": "name text primary key, value blob",
    "facts": "name text primary key, value blob",
}
_SCHEMA = "".join(
    f"create table if not exists {name} ({columns}, sum integer);"
    for name, columns in _TABLES.items()
)
_INDEXES = (
    "create index if not exists pages_of_an_owner on pages (owner);"
    "create unique index if not exists pages_of_a_text on made_from (text, address);"
)
_PAGES_OF_A_TEXT = (
    "select * from pages where owner = ?1 union all "
    "select pages.* from made_from join pages using (address) where text = ?1"
)

_encode = msgspec.msgpack.Encoder().encode

Row = tuple[Any, ...]
Mark = TypeVar("Mark", TextMark, SearchMark)


class Cache:
    """The cache in a folder; for None nothing is kept. `notice` is called with a sentence if it can't be used.

    `notes` are the short values that each build reads, by name.
    """

    def __init__(self, folder: str | None, notice: Callable[[str], None]) -> None:
        self._path = Path(folder, FILE) if folder else None
        self._notice = notice
        self.notes: dict[str, bytes] = {}
        self._attempt(self._open)

    def begin(self, stamp: bytes) -> None:
        """Begin a build: what was kept under another stamp is dropped."""
        if self.notes and self.notes.get("stamp") != stamp:
            self._attempt(self._clear)

    def read_statuses(self) -> dict[str, bytes]:
        """The status of each text's files when they were read, by name; empty if they were just changed."""
        try:
            return msgspec.msgpack.decode(
                self.read_fact("statuses") or b"\x80", type=dict[str, bytes]
            )
        except msgspec.MsgspecError:
            return {}

    def read_texts(self, names: Iterable[str] | None = None) -> dict[str, TextMark]:
        """The marks of texts, or of all texts, by the name of the file."""
        asked = None if names is None else tuple(names)
        rows = self._select("texts", "name", asked)
        hashes = self.read_hashes(asked)
        return {
            name: TextMark(key, Location(*location), entry, hashes[name])
            for name, key, entry, *location in rows
            if name in hashes
        }

    def read_hashes(self, names: Iterable[str] | None = None) -> dict[str, bytes]:
        """The hashes of the paragraphs of texts, or of all texts, by the name of the file."""
        return dict(self._select("hashes", "name", names))

    def read_pages(self, texts: Iterable[str] | None = None) -> dict[str, PageMark]:
        """The marks of pages that are made from the texts of these files, or of all pages, by address."""
        if texts is None:
            return {
                address: PageMark(*row)
                for address, *row in self._list_rows("select * from pages")
            }

        asked = set(texts)
        found = {
            address: PageMark(*row)
            for address, *row in self._list_rows(_PAGES_OF_A_TEXT, asked)
        }
        return {  # a page may have been made from other texts since
            address: mark
            for address, mark in found.items()
            if not asked.isdisjoint(mark.files)
        }

    def read_pages_at(self, addresses: Iterable[str]) -> dict[str, PageMark]:
        """The marks of the pages at these addresses, as far as there are such."""
        rows = self._select("pages", "address", addresses)
        return {address: PageMark(*row) for address, *row in rows}

    def list_pages(self) -> set[str]:
        """The addresses of all pages. The rows are not checked: these are only removed, if they are not made again."""
        found: set[str] = set()

        def read(connection: sqlite3.Connection) -> None:
            rows = connection.execute("select address from pages")
            found.update(address for (address,) in rows)

        self._attempt(read)
        return found

    def read_views(self, addresses: Iterable[str]) -> dict[str, bytes]:
        """The encoded views of pages that are made from texts, by address, as far as they have one."""
        return dict(self._select("views", "address", addresses))

    def read_fact(self, name: str) -> bytes:
        """A value that few builds read; empty if there is none."""
        rows = self._select("facts", "name", (name,))
        return rows[0][1] if rows else b""

    def read_searched(
        self, pages: Iterable[str] | None = None
    ) -> dict[str, SearchMark]:
        """What the texts of these pages add to the search, or all texts, by page."""
        rows = self._select("searched", "page", pages)
        return {
            page: SearchMark(key, Location(*location), digest)
            for page, key, digest, *location in rows
        }

    def save(self, update: CacheUpdate) -> None:
        """Write what a build has changed."""
        self._attempt(lambda connection: _write(connection, update))

    def open_records(self, spare: str) -> RecordStore:
        """The records beside the cache. If nothing is kept, they are in the spare file at that path."""
        if self._path is None:
            return RecordStore("", SPARE, spare)

        return RecordStore(
            str(self._path.parent), int(self.notes.get("volume", b"0")), spare
        )

    def compact(self, records: RecordStore, texts: Mapping[str, TextMark]) -> None:
        """Copy the records that are in use, if most of the file is not; remove files of earlier builds."""
        if self._path is None:
            return

        with suppress(OSError):
            if records.size() > 2 * self._measure_used() + TOLERATED_WASTE:
                records = self._copy_records(records, texts)
            records.remove_others()

    def _copy_records(
        self, records: RecordStore, texts: Mapping[str, TextMark]
    ) -> RecordStore:
        searched = self.read_searched()
        kept = [(mark.key, mark.location) for mark in texts.values()]
        kept += [(mark.key, mark.location) for mark in searched.values()]
        following, locations = records.copy(kept)
        update = CacheUpdate(
            texts={name: _move(mark, locations) for name, mark in texts.items()},
            searched={page: _move(mark, locations) for page, mark in searched.items()},
            notes={"volume": b"%d" % following.volume},
        )
        self.save(update)
        return following

    def _measure_used(self) -> int:
        """Bytes of the records in use. The rows are not checked: it need not be exact."""
        found: list[tuple[float]] = []
        query = "select total(length) from (select length from texts union all select length from searched)"
        self._attempt(lambda connection: found.extend(connection.execute(query)))
        return int(found[0][0]) if found else 0

    def _open(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version != FORMAT:
            self._clear(connection)

        self.notes = dict(map(_check_row, connection.execute("select * from notes")))

    def _clear(self, connection: sqlite3.Connection) -> None:
        """Make all tables again."""
        query = "select name from sqlite_master where type = 'table'"
        found = connection.execute(query).fetchall()
        drop = "".join(f'drop table "{name}";' for (name,) in found)
        connection.execute(
            f"pragma page_size = {PAGE_SIZE}"
        )  # without effect if the file has pages already
        connection.executescript(
            f"{drop} {_SCHEMA} {_INDEXES} pragma user_version = {FORMAT};"
        )
        self.notes = {}

    def _select(
        self, table: str, column: str, values: Iterable[str] | None
    ) -> list[Row]:
        """The rows of a table in which a column has one of the values; all rows for None."""
        if values is None:
            return self._list_rows(f"select * from {table}")  # noqa: S608 - a table of this file

        query = f"select * from {table} where {column} = ?"  # noqa: S608 - see above
        return self._list_rows(query, values)

    def _list_rows(self, query: str, values: Iterable[str] | None = None) -> list[Row]:
        """The rows of a query; of a query with one `?`, the rows for each of the values."""
        filled = [()] if values is None else [(value,) for value in values]
        found: list[Row] = []

        def read(connection: sqlite3.Connection) -> None:
            for one in filled:
                found.extend(map(_check_row, connection.execute(query, one)))

        if filled:
            self._attempt(read)

        return found

    def _attempt(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do something with the file. If that fails, the file is made again, or the cache is not used any more."""
        if self._path is None:
            return

        try:
            try:
                mark_folder(self._path.parent)
                self._connect(work)
            except sqlite3.DatabaseError as error:
                if isinstance(
                    error, sqlite3.OperationalError
                ):  # locked, full, read-only: the file itself is sound
                    raise
                self._path.unlink()
                self.notes = {}
                self._connect(self._open)
        except (sqlite3.Error, OSError) as error:
            problem = describe_problem(error)
            self._notice(say("notice.cache-unusable", file=self._path, problem=problem))
            self._path = None
            self.notes = {}

    def _connect(self, work: Callable[[sqlite3.Connection], object]) -> None:
        for end in (
            "",
            "-journal",
            "-wal",
        ):  # SQLite would follow a link, and write there
            path = f"{self._path}{end}"
            if not end or os.path.lexists(path):
                os.close(open_own(path, os.O_RDWR | os.O_CREAT))

        with (
            closing(sqlite3.connect(str(self._path), timeout=PATIENCE)) as connection,
            connection,
        ):
            connection.execute("pragma synchronous = full")
            # its journal stays, empty: to make its name durable each time takes as long as all else that is written
            connection.execute("pragma journal_mode = truncate")
            work(connection)


def mark_folder(folder: Path) -> None:
    """Make the folder of a cache, with its marker. Raises OSError if the folder is not a cache's.

    A folder without a marker becomes a cache's if none of the cache's names is taken there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if marker.is_file() and not marker.is_symlink():
        return

    taken = [name for name in os.listdir(folder) if name == FILE or is_volume(name)]
    if taken or os.path.lexists(marker):
        problem = (
            f"its folder has no file {MARKER}, so that it may be another program's"
        )
        raise OSError(errno.EEXIST, problem)

    marker.write_text(MARKED, "ascii")


def _compute_checksum(row: tuple[object, ...]) -> int:
    return zlib.crc32(_encode(row))


def _check_row(row: Row) -> Row:
    """A row without its checksum. Raises sqlite3.DatabaseError if it is not as it was written."""
    if _compute_checksum(row[:-1]) != row[-1]:
        raise sqlite3.DatabaseError("a row is not as it was written")
    return row[:-1]


def _move(mark: Mark, locations: Mapping[bytes, Location]) -> Mark:
    location = locations.get(mark.key, LOST)
    return msgspec.structs.replace(mark, location=location)


def _write(connection: sqlite3.Connection, update: CacheUpdate) -> None:
    for table in ("texts", "hashes"):
        gone = ((name,) for name in update.gone_texts)
        connection.executemany(f"delete from {table} where name = ?", gone)  # noqa: S608 - a table of this file

    for table, column in (
        ("pages", "address"),
        ("views", "address"),
        ("searched", "page"),
    ):
        gone = ((address,) for address in update.gone_pages)
        connection.executemany(f"delete from {table} where {column} = ?", gone)  # noqa: S608 - a table of this file

    for table, rows in _list_rows(update):
        holes = ", ".join("?" * (_TABLES[table].count(",") + 2))
        summed = ((*row, _compute_checksum(row)) for row in rows)
        connection.executemany(
            f"insert or replace into {table} values ({holes})",  # noqa: S608 - see above
            summed,
        )


def _list_rows(update: CacheUpdate) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each table with the rows that are written to it."""
    yield (
        "texts",
        (
            (name, one.key, one.entry, *astuple(one.location))
            for name, one in update.texts.items()
        ),
    )
    yield "hashes", ((name, one.hashes) for name, one in update.texts.items())
    yield "pages", ((address, *astuple(one)) for address, one in update.pages.items())
    yield "made_from", _list_made_from(update.pages)
    yield "views", iter(update.views.items())
    yield (
        "searched",
        (
            (page, one.key, one.digest, *astuple(one.location))
            for page, one in update.searched.items()
        ),
    )
    yield "notes", iter(update.notes.items())
    yield "facts", iter(update.facts.items())


def _list_made_from(pages: Mapping[str, PageMark]) -> Iterator[tuple[str, str]]:
    """The texts of pages besides their owners. Few pages have any."""
    for address, mark in pages.items():
        if mark.others:
            for text in mark.files[1:]:
                yield text, address
