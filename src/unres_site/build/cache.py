"""What is kept between builds: readings by the content of their texts, and what each page was made from.

One SQLite file, which survives a build that is stopped at any moment. A damaged, locked or read-only one costs time,
never a build: whatever can't be read is built anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import cache
from importlib import metadata
from pathlib import Path

import msgspec

FILE = "unres-site.sqlite"
FORMAT = 1
FRESH = 2_000_000_000
"""Nanoseconds: a file changed so shortly before it was read may change again without its times telling."""

_SCHEMA = f"""
create table if not exists texts (name text primary key, status blob not null, key blob not null) without rowid;
create table if not exists readings (key blob primary key, reading blob not null);
create table if not exists pages (address text primary key, inputs blob not null, digest text not null) without rowid;
pragma user_version = {FORMAT};
"""
_LIBRARIES = ("babel", "jinja2", "markdown-it-py", "markupsafe", "msgspec")
_PACKAGE = Path(__file__).resolve().parent.parent


class PageMark(msgspec.Struct, frozen=True, array_like=True):
    """What a page was made from (a digest of its inputs), and the digest of the file that came out."""

    inputs: bytes
    digest: str


class Store:
    """The cache of one folder; None keeps nothing. `notice` is called with a sentence if the folder can't be used."""

    def __init__(self, folder: str | None, notice: Callable[[str], None]) -> None:
        self._path = Path(folder, FILE) if folder else None
        self._notice = notice
        self.texts: dict[str, tuple[bytes, bytes]] = {}
        self.pages: dict[str, PageMark] = {}
        self._attempt(self._open)

    def readings(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The encoded readings that are kept under those keys."""
        wanted = list(keys)
        found: dict[bytes, bytes] = {}
        self._attempt(lambda connection: found.update(_select(connection, wanted)))
        return found

    def save(
        self,
        texts: Mapping[str, tuple[bytes, bytes]],
        readings: Mapping[bytes, bytes],
        pages: Mapping[str, PageMark],
    ) -> None:
        """Keep these texts and pages and no others, and those readings beside the ones that the texts have already."""
        self._attempt(lambda connection: _replace(connection, self, (texts, readings, pages)))

    def _open(self, connection: sqlite3.Connection) -> None:
        if connection.execute("pragma user_version").fetchone()[0] not in {0, FORMAT}:
            connection.executescript("drop table texts; drop table readings; drop table pages;")
        connection.executescript(_SCHEMA)
        self.texts = {name: (status, key) for name, status, key in connection.execute("select * from texts")}
        self.pages = {address: PageMark(*row) for address, *row in connection.execute("select * from pages")}

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
                self._use(work)
        except (sqlite3.Error, OSError) as error:
            self._notice(f"The cache {self._path} can't be used ({error}); the build goes on without it.")
            self._path = None
            self.texts, self.pages = {}, {}

    def _use(self, work: Callable[[sqlite3.Connection], object]) -> None:
        with closing(sqlite3.connect(str(self._path), timeout=5)) as connection, connection:
            connection.execute("pragma synchronous = off")
            work(connection)


def _select(connection: sqlite3.Connection, keys: list[bytes]) -> Iterable[tuple[bytes, bytes]]:
    for key in keys:
        row = connection.execute("select reading from readings where key = ?", (key,)).fetchone()
        if row:
            yield key, row[0]


Rows = tuple[Mapping[str, tuple[bytes, bytes]], Mapping[bytes, bytes], Mapping[str, PageMark]]


def _replace(connection: sqlite3.Connection, old: Store, rows: Rows) -> None:
    texts, readings, pages = rows
    gone = ((name,) for name in old.texts.keys() - texts.keys())
    changed = ((name, *row) for name, row in texts.items() if old.texts.get(name) != row)
    connection.executemany("delete from texts where name = ?", gone)
    connection.executemany("insert or replace into texts values (?, ?, ?)", changed)
    connection.executemany("insert or replace into readings values (?, ?)", readings.items())
    connection.execute("delete from readings where key not in (select key from texts)")
    stale = ((address,) for address in old.pages.keys() - pages.keys())
    made = ((address, page.inputs, page.digest) for address, page in pages.items() if old.pages.get(address) != page)
    connection.executemany("delete from pages where address = ?", stale)
    connection.executemany("insert or replace into pages values (?, ?, ?)", made)


def digest(*parts: bytes) -> bytes:
    """A digest of parts; the same bytes cut elsewhere give another one."""
    total = hashlib.blake2b(digest_size=16)
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.digest()


def is_settled(status: tuple[int, ...]) -> bool:
    """Whether a file was changed long enough ago for its times to tell the next change."""
    return max(status[1], status[2]) < time.time_ns() - FRESH


@cache
def loader_version() -> bytes:
    """A digest of the program's own code that readings depend on."""
    return _code("errors.py", "records.py", "symbols.py", "settings.py", "languages", "loader")


@cache
def site_version() -> bytes:
    """A digest of the program's own code, and of the libraries, that pages depend on."""
    versions = [f"{name} {metadata.version(name)}".encode() for name in _LIBRARIES]
    return digest(_code("."), *versions, repr(sys.version_info[:2]).encode())


def _code(*names: str) -> bytes:
    paths = (path for name in names for path in [_PACKAGE / name, *(_PACKAGE / name).rglob("*")])
    files = sorted(path for path in paths if path.is_file() and path.suffix != ".pyc")
    return digest(*(part for path in files for part in (str(path.relative_to(_PACKAGE)).encode(), path.read_bytes())))
