"""All texts of a build. What the cache has is taken from it; the rest is read, in parallel if that is worth it.

The process that reads a text writes its record to the store, and hands back only its entry. So no more than a batch of
records is in memory at a time, and no record is sent between processes.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from unres_site.archive import ParagraphHashes, Summary, hash_paragraphs
from unres_site.archive.agreed.hashes import find_changed
from unres_site.pipeline.report import Step
from unres_site.pipeline.sources.reading import (
    Entry,
    Loader,
    decode_text,
    load_task,
    make_entry,
    make_task,
)
from unres_site.pipeline.sources.scanning import (
    Sources,
    TextFiles,
    Unreadable,
    is_settled,
)
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.entries import TextMark
from unres_site.pipeline.store.records import LOST, RecordStore
from unres_site.records import Reading, Resolution
from unres_site.workers import map_in_processes

if TYPE_CHECKING:
    from unres_site.loader import SourceText

WORTH_WORKERS = 64
"""Fewer texts take less time to read than processes take to start."""

BATCH = 32
"""Texts that a process reads at a time."""

BATCH_BYTES = 250_000
"""Bytes of these texts, so that a large one is read alone, and named while it is."""

Batch = Sequence[tuple[TextFiles, TextMark | None]]
"""Texts to be read, and the marks that the cache has of them."""

_encode = msgspec.msgpack.Encoder().encode
_decode_entry = msgspec.msgpack.Decoder(Entry).decode
_decode_hashes = msgspec.msgpack.Decoder(tuple[ParagraphHashes, ...]).decode
_decode_reading = msgspec.msgpack.Decoder(Reading).decode


class Library:
    """All texts of a build by the name of their file. Their records are in `records`.

    opened  the marks of texts whose files are not as they were when the cache saw them
    before  the marks that these texts, and texts that are gone, had in the last build, as far as the cache has them
    """

    def __init__(
        self, sources: Sources, loader: Loader, cache: Cache, records: RecordStore
    ) -> None:
        self._files = {files.text.name: files for files in sources.texts}
        self._root = sources.root
        self._loader = loader
        self._cache = cache
        self.records = records
        self.opened: dict[str, TextMark] = {}
        self.before: dict[str, TextMark] = {}
        self._last: tuple[bytes, Reading] | None = None
        self._asked: dict[str, TextMark] = {}

    def load(self, jobs: int, progress: Step) -> None:
        """Read all texts that have changed, or may have."""
        changed = [
            name
            for name, status in self._statuses.items()
            if self._known.get(name) != status
        ]
        asked = [*changed, *self.gone]
        self.before = self._cache.read_texts(
            asked if len(asked) < len(self._known) else None
        )
        self._open(changed, jobs, progress)

    # --- what has changed since the last build

    @property
    def is_same_set(self) -> bool:
        """Whether the last build had texts of the same names."""
        return self._known.keys() == self._files.keys()

    @property
    def gone(self) -> Iterable[str]:
        """The names of texts that the last build had, and this one has not."""
        return self._known.keys() - self._files.keys()

    @property
    def changed(self) -> set[str]:
        """The names of texts that are new, changed or gone since the last build."""
        changed = set(self.gone)
        for name, mark in self.opened.items():
            if self.before.get(name) != mark:
                changed.add(name)

        return changed

    @property
    def is_before_known(self) -> bool:
        """Whether the cache has all that the last build knew of the changed texts."""
        needed = self.changed & self._known.keys()
        return self.before.keys() >= needed

    @cached_property
    def _known(self) -> dict[str, bytes]:
        return self._cache.read_statuses()

    @cached_property
    def _statuses(self) -> dict[str, bytes]:
        statuses: dict[str, bytes] = {}
        for name, files in self._files.items():
            statuses[name] = _encode(files.state)

        return statuses

    def list_statuses(self) -> dict[str, bytes]:
        """The status of each text's files, by name; empty if it can't tell whether the text must be read again."""
        statuses = dict(self._statuses)
        for name, mark in self.opened.items():
            if not mark.key or not _is_settled(self._files[name]):
                statuses[name] = b""

        return statuses

    # --- marks and entries

    @property
    def has_all_marks(self) -> bool:
        """Whether the marks of all texts were asked for; after a change of a text or two they are not."""
        return "marks" in vars(self)

    @cached_property
    def marks(self) -> dict[str, TextMark]:
        """The marks of all texts, in the order of their names."""
        found = (
            {**self._cache.read_texts(), **self.opened}
            if len(self.opened) < len(self._files)
            else self.opened
        )

        lost = self._files.keys() - found.keys()
        if lost:  # the cache was damaged since the build began
            self._open(sorted(lost), 1, lambda *_: None)

        return {
            name: self.opened.get(name) or found[name] for name in sorted(self._files)
        }

    def fetch_marks(self, names: Iterable[str]) -> None:
        """Read the marks of these texts together, before each is asked for: the cache is opened once."""
        if not self.has_all_marks:
            new = {*names} - self.opened.keys() - self._asked.keys()
            self._asked |= self._cache.read_texts(new)

    def get_mark(self, name: str) -> TextMark:
        """The mark of one text."""
        if name in self.opened:
            return self.opened[name]

        self.fetch_marks((name,))
        return self._asked.get(name) or self.marks[name]

    def list_entries(self) -> dict[str, Entry]:
        """The entries of all texts, by name."""
        entries: dict[str, Entry] = {}
        for name, mark in self.marks.items():
            entries[name] = _decode_entry(mark.entry)

        return entries

    def list_entries_before(self) -> Iterator[Entry]:
        """The entries that the changed texts had in the last build, as far as they are known."""
        for name in self.changed & self.before.keys():
            yield _decode_entry(self.before[name].entry)

    def read_hashes(self) -> dict[str, tuple[ParagraphHashes, ...]]:
        """The paragraphs of all texts, by the name of the file."""
        hashes: dict[str, tuple[ParagraphHashes, ...]] = {}
        for name, mark in self.marks.items():
            hashes[name] = _decode_hashes(mark.hashes)

        return hashes

    def list_touched_hashes(self, files: Iterable[str]) -> Iterator[ParagraphHashes]:
        """The paragraphs of these files, and those that the changed texts had in the last build, as far as known."""
        marks = [self.marks[name] for name in files]
        marks += [self.before[name] for name in self.changed & self.before.keys()]
        for mark in marks:
            yield from _decode_hashes(mark.hashes)

    def find_changed_hashes(self) -> set[tuple[str, bytes]]:
        """Symbol and hash of the paragraphs that came, went or have another address since the last build."""
        found: set[tuple[str, bytes]] = set()
        for name, mark in self.opened.items():
            last = self.before[name].hashes
            if last != mark.hashes:
                found |= find_changed(_decode_hashes(last), _decode_hashes(mark.hashes))

        return found

    def find_holders(self, hashes: Collection[bytes]) -> dict[bytes, set[str]]:
        """By hash, the symbols in files that have, by all appearance, such a paragraph, or had it in the last build."""
        found: dict[bytes, set[str]] = {}
        if not hashes:
            return found

        for name, encoded in self._cache.read_hashes().items():
            now = self.opened[name].hashes if name in self.opened else b""
            for one in hashes:
                if one in encoded or one in now:
                    symbols = {text.symbol for text in _decode_hashes(encoded)}
                    found.setdefault(one, set()).update(symbols)

        return found

    def get_entry(self, name: str) -> Entry:
        """The entry of one text."""
        return _decode_entry(self.get_mark(name).entry)

    def get_summary(self, name: str, symbol: str, language: str) -> Summary:
        """The summary of one of the records of a text."""
        summaries = self.get_entry(name).summaries
        return next(
            one for one in summaries if (one.symbol, one.language) == (symbol, language)
        )

    # --- records

    def get_record(self, summary: Summary) -> Resolution:
        """The whole record of a summary."""
        found = self._fetch(summary.source.file).resolutions
        return next(
            one
            for one in found
            if (one.symbol, one.language) == (summary.symbol, summary.language)
        )

    def get_text(self, file: str) -> str:
        """The source text of a file, as it was when its records were read; nothing if it could not be read."""
        has_text = file in self._files and self.get_mark(file).key
        if has_text:
            return self._fetch(file).text
        return ""

    def _fetch(self, file: str) -> Reading:
        """The reading of a text. The last one is kept: a text with many records is asked for again and again."""
        mark = self.get_mark(file)
        if self._last is None or self._last[0] != mark.key:
            encoded = self.records.get(mark.key, mark.location)
            if encoded is None:  # the store was damaged since: the text has it all
                task = make_task(self._files[file], self._root)
                encoded = _encode(load_task(self._loader, task))
            self._last = mark.key, _decode_reading(encoded)

        return self._last[1]

    def read_source(self, name: str) -> SourceText:
        """The decoded text of a file that has records. It is read again."""
        files = self._files[name]
        task = make_task(files, self._root)
        return decode_text(task)

    def _open(self, names: Sequence[str], jobs: int, progress: Step) -> None:
        waiting = [(self._files[name], self.before.get(name)) for name in names]
        if len(waiting) < WORTH_WORKERS:
            jobs = 1
        elif jobs > 1:
            importlib.import_module(
                "unres_site.loader"
            )  # once, for all processes to inherit

        batches = list(_make_batches(waiting))
        awaited = [*(batch[0][0].text.name for batch in batches), ""]
        progress(0, len(waiting), awaited[0])
        for number, found in enumerate(
            map_in_processes(self._read, batches, jobs, inherit=False), 1
        ):
            self.opened |= found
            progress(len(self.opened), len(waiting), awaited[number])

    def _read(self, batch: Batch) -> dict[str, TextMark]:
        """Read a batch of texts, write their records to the store, and give their marks."""
        marks: dict[str, TextMark] = {}
        records: dict[str, bytes] = {}
        for files, known in batch:
            name = files.text.name
            marks[name], record = self._read_one(files, known)
            if record:
                records[name] = record

        if records:
            locations = self.records.add(
                [(marks[name].key, record) for name, record in records.items()]
            )
            for name, location in zip(records, locations, strict=True):
                marks[name] = msgspec.structs.replace(marks[name], location=location)

        return marks

    def _read_one(
        self, files: TextFiles, known: TextMark | None
    ) -> tuple[TextMark, bytes]:
        """The mark of a text, and its encoded record if that has to be written."""
        try:
            task = make_task(files, self._root)
        except Unreadable as error:
            entry = _encode(Entry((), (error.diagnostic,)))
            return TextMark(b"", LOST, entry, _encode(())), b""

        key = task.key
        if known and known.key == key:
            return known, b""

        reading = load_task(self._loader, task)
        entry = _encode(make_entry(reading))
        hashes = _encode(tuple(map(hash_paragraphs, reading.resolutions)))
        return TextMark(key, LOST, entry, hashes), _encode(reading)


def _make_batches(waiting: Batch) -> Iterator[Batch]:
    """Divide texts into batches. A batch has one text, or has no more texts and bytes than allowed."""
    start, size = 0, 0
    for index, (files, _) in enumerate(waiting):
        size += files.text.status[0]
        if index > start and (index - start == BATCH or size > BATCH_BYTES):
            yield waiting[start:index]
            start = index
            size = files.text.status[0]

    if waiting:
        yield waiting[start:]


def _is_settled(files: TextFiles) -> bool:
    return all(is_settled(file.status) for file in files.files)
