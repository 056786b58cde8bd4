"""Texts to entries: what the cache has is taken from it, the rest is read, in parallel where that pays.

A process that reads a text puts the reading on the shelf and hands back its entry alone: so no more than a batch of
records is ever in memory, and none goes from process to process.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import msgspec

from unres_site.archive import Summary, summary_of
from unres_site.errors import ConfigError, Diagnostic, diagnose
from unres_site.files import Root
from unres_site.pipeline.sources.scanning import Bytes, Sources, TextFiles, Unreadable, read
from unres_site.pipeline.store.cache import Store, TextMark, digest, is_settled, loader_version
from unres_site.pipeline.store.readings import NOWHERE, Shelf
from unres_site.records import Reading, Resolution, Source
from unres_site.settings import MAX_REMARK, Sidecar, parse_sidecar
from unres_site.workers import each_in_turn

Loader = Callable[[bytes, str, Sidecar | None, str], Reading]

MAXIMUM_BYTES = 4_000_000
"""A file beside or above this is refused unread; the loader has the same limit."""

WORTH_WORKERS = 64
"""So many texts take as long to read as it takes to start a process."""

BATCH = 32


class Task(msgspec.Struct, frozen=True):
    """One text to read: all bytes that its reading depends on, and the names of its files for diagnostics."""

    file: str
    content: Bytes
    sidecar_file: str = ""
    remark_file: str = ""

    @property
    def key(self) -> bytes:
        """What the reading is kept under: a digest of everything that it depends on, the loader's code included."""
        names = (self.file, self.sidecar_file, self.remark_file)
        content = (self.content.text, self.content.sidecar, self.content.remark)
        return digest(loader_version(), *(name.encode() for name in names), *content)


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What a build has to know of one text, without its words. Where it can't be published there are no summaries."""

    summaries: tuple[Summary, ...]
    diagnostics: tuple[Diagnostic, ...]


class Library:
    """All texts of a build by the name of their file: reads them onto a shelf, and fetches their records from there.

    opened  the texts whose files are not as they were when the cache saw them
    before  what the cache has of those and of texts that are gone, as far as it has them
    """

    def __init__(self, sources: Sources, loader: Loader, store: Store, shelf: Shelf) -> None:
        self._files = {files.text.name: files for files in sources.texts}
        self._root = sources.root
        self._loader, self._store, self.shelf = loader, store, shelf
        self.opened: dict[str, TextMark] = {}
        self.before: dict[str, TextMark] = {}

    def load(self, jobs: int, progress: Callable[[int, int], None]) -> None:
        """Open all texts that have changed, or may have."""
        changed = [name for name, status in self._statuses.items() if self._known.get(name) != status]
        asked = [*changed, *self.gone]
        self.before = self._store.texts(asked if len(asked) < len(self._known) else None)
        self._open(changed, jobs, progress)

    @property
    def is_same_set(self) -> bool:
        """Whether the build before had texts of these names, and no others."""
        return self._known.keys() == self._files.keys()

    @property
    def gone(self) -> Iterable[str]:
        """The names of texts that the build before had, and this one has not."""
        return self._known.keys() - self._files.keys()

    @property
    def changed(self) -> set[str]:
        """The names of texts that are not what they were for the build before, or are gone."""
        return {name for name, mark in self.opened.items() if self.before.get(name) != mark} | set(self.gone)

    @property
    def is_before_known(self) -> bool:
        """Whether the cache has all that the build before knew of the texts that changed."""
        return self.before.keys() >= (self.changed & self._known.keys())

    @cached_property
    def _known(self) -> dict[str, bytes]:
        return self._store.statuses()

    @cached_property
    def _statuses(self) -> dict[str, bytes]:
        return {name: _encode(files.state) for name, files in self._files.items()}

    @cached_property
    def marks(self) -> dict[str, TextMark]:
        """All texts, in the order of their names."""
        found = {**self._store.texts(), **self.opened} if len(self.opened) < len(self._files) else self.opened
        lost = self._files.keys() - found.keys()
        if lost:  # the cache was harmed since
            self._open(sorted(lost), 1, lambda *_: None)
        return {name: self.opened.get(name) or found[name] for name in sorted(self._files)}

    def statuses(self) -> dict[str, bytes]:
        """The status of each text's files, by name; empty where it would not tell that the text must be read again."""
        doubtful = (name for name, mark in self.opened.items() if not mark.key or not _is_settled(self._files[name]))
        return self._statuses | dict.fromkeys(doubtful, b"")

    def entries(self) -> dict[str, Entry]:
        """The entries of all texts, by name."""
        return {name: _decode_entry(mark.entry) for name, mark in self.marks.items()}

    def entries_before(self) -> Iterator[Entry]:
        """The entries that texts had in the build before which changed since, as far as they are known."""
        return (_decode_entry(self.before[name].entry) for name in self.changed if name in self.before)

    def entry(self, name: str) -> Entry:
        """The entry of one text."""
        return _decode_entry(self.mark(name).entry)

    def record(self, summary: Summary) -> Resolution:
        """The whole record of a summary."""
        mark = self.mark(summary.source.file)
        encoded = self.shelf.get(mark.key, mark.place)
        if encoded is None:  # the shelf was harmed since: the text itself has it all
            task = _task(self._files[summary.source.file], self._root)
            encoded = _encode(load_task(self._loader, task))
        return _the_one(_decode_reading(encoded), summary)

    def mark(self, name: str) -> TextMark:
        """What the cache keeps of one text."""
        return self.opened.get(name) or self.marks[name]

    def _open(self, names: Sequence[str], jobs: int, progress: Callable[[int, int], None]) -> None:
        waiting = [(self._files[name], self.before.get(name)) for name in names]
        if len(waiting) < WORTH_WORKERS:
            jobs = 1
        elif jobs > 1:
            importlib.import_module("unres_site.loader")  # once, for all processes to inherit
        batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
        for found in each_in_turn(self._read, batches, jobs):
            self.opened |= found
            progress(len(self.opened), len(waiting))

    def _read(self, batch: Sequence[tuple[TextFiles, TextMark | None]]) -> dict[str, TextMark]:
        """Read a batch of texts onto the shelf."""
        found = {files.text.name: self._read_one(files, known) for files, known in batch}
        fresh = [(name, mark.key, reading) for name, (mark, reading) in found.items() if reading]
        places = self.shelf.add([(key, reading) for _, key, reading in fresh]) if fresh else []
        placed = {name: place for (name, _, _), place in zip(fresh, places, strict=True)}
        return {
            name: msgspec.structs.replace(mark, place=placed[name]) if name in placed else mark
            for name, (mark, _) in found.items()
        }

    def _read_one(self, files: TextFiles, known: TextMark | None) -> tuple[TextMark, bytes]:
        try:
            task = _task(files, self._root)
        except Unreadable as error:
            return TextMark(b"", NOWHERE, _encode(Entry((), (error.diagnostic,)))), b""
        key = task.key
        if known and known.key == key:
            return known, b""
        reading = load_task(self._loader, task)
        return TextMark(key, NOWHERE, _encode(entry_of(reading))), _encode(reading)


def load_text(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
    """The project's own loader, imported where a first text is read: its patterns take a while to compile."""
    from unres_site.loader import load  # noqa: PLC0415

    return load(data, file, sidecar, remark)


def entry_of(reading: Reading) -> Entry:
    """The entry of a text."""
    of_records = chain.from_iterable(resolution.diagnostics for resolution in reading.resolutions)
    found = {str(one): one for one in chain(reading.diagnostics, of_records)}
    return Entry(tuple(map(summary_of, reading.resolutions)), tuple(found.values()))


def _is_settled(files: TextFiles) -> bool:
    return all(is_settled(file.status) for file in files.files)


def _the_one(reading: Reading, summary: Summary) -> Resolution:
    wanted = (summary.symbol, summary.language)
    return next(one for one in reading.resolutions if (one.symbol, one.language) == wanted)


def _task(files: TextFiles, root: Root) -> Task:
    beside = (files.sidecar.name if files.sidecar else "", files.remark.name if files.remark else "")
    return Task(files.text.name, read(files, root, MAXIMUM_BYTES), *beside)


_encode = msgspec.msgpack.Encoder().encode
_decode_entry = msgspec.msgpack.Decoder(Entry).decode
_decode_reading = msgspec.msgpack.Decoder(Reading).decode


def load_task(loader: Loader, task: Task) -> Reading:
    """The reading of one text. What goes wrong is a diagnostic in it."""
    try:
        sidecar = _sidecar(task)
        remark = _text(task.content.remark, task.remark_file, MAX_REMARK)
    except ConfigError as error:
        reason, words = error.message
        found = diagnose("sidecar-invalid", error.file, error.line, error.column, reason=reason, **words)
        return _failure(task.file, found)
    try:
        return loader(task.content.text, task.file, sidecar, remark)
    except Exception as error:  # noqa: BLE001 - a mistake in the loader must not keep the other texts from being published
        cause = f"{type(error).__name__}: {error}"
        return _failure(task.file, diagnose("unreadable", task.file, reason="reason.loader-fails", cause=cause))


def _sidecar(task: Task) -> Sidecar | None:
    if not task.sidecar_file:
        return None
    return parse_sidecar(_text(task.content.sidecar, task.sidecar_file), task.sidecar_file)


def _text(data: bytes, file: str, limit: int = MAXIMUM_BYTES) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError("not-utf-8", file, line) from None
    if len(text) > limit:
        raise ConfigError("too-long", file, characters=len(text), limit=limit)
    return text


def _failure(file: str, found: Diagnostic) -> Reading:
    return Reading(Source(file, "", "", 0), (), (found,))


def without_duplicates(entries: Mapping[str, Entry]) -> tuple[tuple[Summary, ...], tuple[Diagnostic, ...]]:
    """The texts that can be published together, and an error for each file whose symbol another one has, too."""
    summaries = tuple(chain.from_iterable(entry.summaries for entry in entries.values()))
    if len({(one.symbol, one.language) for one in summaries}) == len(summaries):
        return summaries, ()
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, entry in entries.items():
        for summary in entry.summaries:
            holders[summary.symbol, summary.language].append(file)
    found = tuple(
        diagnose("duplicate-symbol", file, symbol=symbol, other=[*files[:at], *files[at + 1 :]][0])
        for (symbol, _), files in holders.items()
        if len(files) > 1
        for at, file in enumerate(files)
    )
    refused = {error.file for error in found}
    kept = (entry.summaries for file, entry in entries.items() if file not in refused)
    return tuple(chain.from_iterable(kept)), found
