"""What is kept between builds: readings of texts, what each page was made from, and how the last build ended.

One SQLite file, which survives a build that is stopped at any moment, and beside it the readings themselves (`shelf`).
A damaged, locked or read-only cache costs time, never a build: whatever can't be read is built anew.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec.structs import astuple

from unres_site.files import open_own, open_root, read_file, walk
from unres_site.messages import say
from unres_site.pipeline.store.readings import NOWHERE, WASTE, Place, Shelf

FILE = "unres-site.sqlite"
FORMAT = 6
FRESH = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may change again without its times telling."""

_TABLES = {
    "texts": "name text primary key, key blob, entry blob, volume integer, start integer, length integer",
    "pages": "address text primary key, text text, inputs blob, digest text",
    "views": "address text primary key, kind text, symbol text, language text, form text, view blob",
    "searched": "page text primary key, key blob, digest text, volume integer, start integer, length integer",
    "notes": "name text primary key, value blob",
}
_SCHEMA = "".join(f"create table if not exists {name} ({columns}, sum integer);" for name, columns in _TABLES.items())
_INDEXES = "create index if not exists pages_of_a_text on pages (text);"
_PAGE = 16_384
"""Bytes of a page of the file: a row of a view takes a third of the time that it takes in pages of the usual size."""

_LIBRARIES = {
    "jinja2": "jinja2",
    "markdown_it": "markdown_it_py",
    "markupsafe": "markupsafe",
    "msgspec": "msgspec",
}
"""Modules that pages depend on, and what the folder of their version begins with."""

_LARGEST = 4_000_000
"""Bytes of a file of the package."""

_encode = msgspec.msgpack.Encoder().encode
_PACKAGE = Path(__file__).resolve().parents[2]


class TextMark(msgspec.Struct, frozen=True):
    """A text that was read.

    key     of its reading; empty where it could not be read
    place   of its reading on the shelf
    entry   what a build has to know of it, encoded
    """

    key: bytes
    place: Place
    entry: bytes


class PageMark(msgspec.Struct, frozen=True, array_like=True):
    """A page that was made: the file of its text (empty for none), a digest of its inputs, and of what came out."""

    text: str
    inputs: bytes
    digest: str


class ViewMark(msgspec.Struct, frozen=True, array_like=True):
    """The view of a page that shows a text, encoded; `form` is the name of its class."""

    kind: str
    symbol: str
    language: str
    form: str
    view: bytes


class SearchMark(msgspec.Struct, frozen=True, array_like=True):
    """What a text adds to the search: its key, its place on the shelf, and the digest of the file of its passages."""

    key: bytes
    place: Place
    digest: str


Mark = TypeVar("Mark", TextMark, SearchMark)


class Indexed(msgspec.Struct, frozen=True):
    """What the next build has to know of the search: of texts that are new or changed, by page, and of the index."""

    marks: Mapping[str, SearchMark]
    standing: bytes


class Harvest(msgspec.Struct, frozen=True):
    """What a build has to keep: texts, pages, views that are new or changed, and the names of those that are gone."""

    texts: Mapping[str, TextMark]
    pages: Mapping[str, PageMark] = {}
    views: Mapping[str, ViewMark] = {}
    searched: Mapping[str, SearchMark] = {}
    gone_texts: Iterable[str] = ()
    gone_pages: Iterable[str] = ()
    notes: Mapping[str, bytes] = {}


class Store:
    """The cache of one folder; None keeps nothing. `notice` is called with a sentence if the folder can't be used."""

    def __init__(self, folder: str | None, notice: Callable[[str], None]) -> None:
        self._path = Path(folder, FILE) if folder else None
        self._notice = notice
        self.notes: dict[str, bytes] = {}
        self._attempt(self._open)

    def statuses(self) -> dict[str, bytes]:
        """The status of each text's files when this loader saw them, by name; empty where they were just changed."""
        if self.notes.get("loader") != loader_version():
            return {}
        try:
            return msgspec.msgpack.decode(self.notes.get("statuses", b"\x80"), type=dict[str, bytes])
        except msgspec.MsgspecError:
            return {}

    def texts(self, names: Iterable[str] | None = None) -> dict[str, TextMark]:
        """The texts of those names that were read, or all, by name."""
        if names is None:
            rows = self._rows("select * from texts")
        else:
            rows = [row for name in names for row in self._rows("select * from texts where name = ?", name)]
        return {name: TextMark(key, Place(*place), entry) for name, key, entry, *place in rows}

    def pages(self, texts: Iterable[str] | None = None) -> dict[str, PageMark]:
        """What the pages that show the texts of these files were made from, or all, by address."""
        if texts is None:
            rows = self._rows("select * from pages")
        else:
            rows = [row for name in texts for row in self._rows("select * from pages where text = ?", name)]
        return {address: PageMark(*row) for address, *row in rows}

    def views_of(self, text: str) -> dict[str, ViewMark]:
        """The views of the pages that show the text of a file, by address."""
        rows = self._rows("select views.* from views join pages using (address) where text = ?", text)
        return {address: ViewMark(*row) for address, *row in rows}

    def searched(self, pages: Iterable[str] | None = None) -> dict[str, SearchMark]:
        """What the texts of those pages add to the search, or all texts, by page."""
        if pages is None:
            rows = self._rows("select * from searched")
        else:
            rows = [row for page in pages for row in self._rows("select * from searched where page = ?", page)]
        return {page: SearchMark(key, Place(*place), found) for page, key, found, *place in rows}

    def save(self, harvest: Harvest) -> None:
        """Keep what a build has to keep."""
        self._attempt(lambda connection: _write(connection, harvest))

    def shelf(self, otherwise: str) -> Shelf:
        """Where the readings stand: in the cache's folder, or in the other one where nothing is kept."""
        volume = int(self.notes.get("volume", b"0"))
        return Shelf(str(self._path.parent) if self._path else otherwise, volume, otherwise)

    def tidy(self, shelf: Shelf, marks: Mapping[str, TextMark]) -> None:
        """Write the shelf anew where most of it is of no use to these texts, and remove what an earlier build left."""
        if self._path is None:
            return
        with suppress(OSError):
            self._tidy(shelf, marks)

    def _tidy(self, shelf: Shelf, marks: Mapping[str, TextMark]) -> None:
        if shelf.size() > 2 * self._shelved() + WASTE:
            searched = self.searched()
            kept = [(mark.key, mark.place) for mark in marks.values()]
            kept += [(mark.key, mark.place) for mark in searched.values()]
            following, places = shelf.rewritten(kept)
            texts = {name: _moved(mark, places) for name, mark in marks.items()}
            pages = {page: _moved(mark, places) for page, mark in searched.items()}
            self.save(Harvest(texts, searched=pages, notes={"volume": b"%d" % following.volume}))
            shelf = following
        shelf.tidy()

    def _shelved(self) -> int:
        """Bytes of the shelf that are of use, as far as rows are as they were written: enough to judge by."""
        found: list[tuple[float]] = []
        query = "select total(length) from (select length from texts union all select length from searched)"
        self._attempt(lambda connection: found.extend(connection.execute(query)))
        return int(found[0][0]) if found else 0

    def _open(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("pragma user_version").fetchone()[0]
        if version not in {0, FORMAT}:
            found = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
            connection.executescript("".join(f'drop table "{name}";' for (name,) in found))
        if version != FORMAT:
            connection.execute(f"pragma page_size = {_PAGE}")  # without effect where the file has pages already
            connection.executescript(f"{_SCHEMA} {_INDEXES} pragma user_version = {FORMAT};")
        self.notes = dict(map(_proved, connection.execute("select * from notes")))

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        self._attempt(lambda connection: found.extend(map(_proved, connection.execute(query, values))))
        return found

    def _attempt(self, work: Callable[[sqlite3.Connection], object]) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._use(work)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # locked, full, read-only: not the file's own fault
                    raise
                self._path.unlink()
                self.notes = {}
                self._use(self._open)
        except (sqlite3.Error, OSError) as error:
            self._notice(say("notice.cache-unusable", file=self._path, problem=error))
            self._path = None
            self.notes = {}

    def _use(self, work: Callable[[sqlite3.Connection], object]) -> None:
        os.close(open_own(str(self._path), os.O_RDWR | os.O_CREAT))  # SQLite would follow a link, and write there
        with closing(sqlite3.connect(str(self._path), timeout=5)) as connection, connection:
            connection.execute("pragma synchronous = off")
            work(connection)


def _sum(row: tuple[object, ...]) -> int:
    return zlib.crc32(_encode(row))


def _proved(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without its sum. Raises sqlite3.DatabaseError where it is not as it was written."""
    if _sum(row[:-1]) != row[-1]:
        raise sqlite3.DatabaseError("a row is not as it was written")
    return row[:-1]


def _moved(mark: Mark, places: Mapping[bytes, Place]) -> Mark:
    return msgspec.structs.replace(mark, place=places.get(mark.key, NOWHERE))


def _write(connection: sqlite3.Connection, harvest: Harvest) -> None:
    connection.executemany("delete from texts where name = ?", ((name,) for name in harvest.gone_texts))
    for table, column in (("pages", "address"), ("views", "address"), ("searched", "page")):
        gone = ((address,) for address in harvest.gone_pages)
        connection.executemany(f"delete from {table} where {column} = ?", gone)  # noqa: S608
    for table, rows in _rows_of(harvest):
        holes = ", ".join("?" * (_TABLES[table].count(",") + 2))
        summed = ((*row, _sum(row)) for row in rows)
        connection.executemany(f"insert or replace into {table} values ({holes})", summed)  # noqa: S608


def _rows_of(harvest: Harvest) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    texts = harvest.texts.items()
    yield "texts", ((name, one.key, one.entry, *astuple(one.place)) for name, one in texts)
    yield "pages", ((name, *astuple(one)) for name, one in harvest.pages.items())
    yield "views", ((name, *astuple(one)) for name, one in harvest.views.items())
    searched = harvest.searched.items()
    yield "searched", ((name, one.key, one.digest, *astuple(one.place)) for name, one in searched)
    yield "notes", iter(harvest.notes.items())


def digest(*parts: bytes) -> bytes:
    """A digest of parts; the same bytes cut elsewhere give another one."""
    lengths = struct.pack(f">{len(parts)}Q", *map(len, parts))
    return hashlib.blake2b(lengths + b"".join(parts), digest_size=16, salt=b"%d" % len(parts)).digest()


def is_settled(status: tuple[int, ...]) -> bool:
    """Whether a file was changed long enough ago for its times to tell the next change."""
    return max(status[1], status[2]) < time.time_ns() - FRESH


LOADER_CODE = (
    "deferred.py", "messages", "errors.py", "records.py",
    "organs", "languages", "symbols", "settings", "text", "citations", "damage", "loader",
)  # fmt: skip
"""Files and folders of the package that readings depend on."""


@cache
def loader_version() -> bytes:
    """A digest of the program's own code that readings depend on."""
    return _code(*LOADER_CODE)


@cache
def site_version() -> bytes:
    """A digest of the program's own code, and of the libraries, that pages depend on."""
    return digest(_code(), *map(str.encode, _versions()), repr(sys.version_info[:2]).encode())


def _versions() -> Iterator[str]:
    """`jinja2-3.1.6.dist-info` and so on. To ask importlib.metadata takes 15 ms, most of it to import that."""
    for module, name in _LIBRARIES.items():
        spec = find_spec(module)
        beside = Path(spec.origin).parents[1] if spec and spec.origin else _PACKAGE
        yield from sorted(one for one in os.listdir(beside) if one.lower().startswith(f"{name}-"))


def _code(*names: str) -> bytes:
    """A digest of those files of the package, and of all below those folders of it; of everything, with no names."""
    beginnings = tuple(f"{name}/" for name in names)
    chosen = (item for item in _files().items() if not names or item[0] in names or item[0].startswith(beginnings))
    return digest(*(part for name, content in chosen for part in (name.encode(), content)))


@cache
def _files() -> dict[str, bytes]:
    """All files of the package by their name below it, in order; where they are links, as some installers do, too."""
    root = open_root(str(_PACKAGE), allowed=[os.sep])
    inner = len(root.path) + 1
    return {path[inner:].replace(os.sep, "/"): read_file(path, root, _LARGEST) for path in sorted(walk(root))}
