"""Texts to readings: what the cache has is taken from it, the rest is read, in parallel where that pays."""

from __future__ import annotations

import signal
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain

import msgspec

from unres_site.build.cache import Store, digest, is_settled, loader_version
from unres_site.build.sources import Bytes, TextFiles, Unreadable, read
from unres_site.errors import ConfigError, Diagnostic, diagnose
from unres_site.records import Reading, Resolution, Source
from unres_site.settings import MAX_REMARK, Sidecar, parse_sidecar

Loader = Callable[[bytes, str, Sidecar | None, str], Reading]

MAXIMUM_BYTES = 4_000_000
"""A file beside or above this is refused unread; the loader has the same limit."""

WORTH_WORKERS = 64
"""So many texts take as long to read as it takes to start a process."""

CHUNK = 16


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


class Loaded(msgspec.Struct, frozen=True):
    """The readings of all texts by file, in the order of the names, and what a cache keeps of them.

    keys   the key of each file's reading, which changes with anything that was read; an unreadable file has none
    texts  the status and the key of each file that need not be opened again while its status is the same
    fresh  the encoded readings that the cache did not have, by key
    """

    readings: Mapping[str, Reading]
    keys: Mapping[str, bytes]
    texts: Mapping[str, tuple[bytes, bytes]]
    fresh: Mapping[bytes, bytes]


def load_all(
    texts: Sequence[TextFiles], loader: Loader, jobs: int, store: Store, progress: Callable[[str, int, int], None]
) -> Loaded:
    """Read all texts. One that can't be read has a reading without resolutions, with the reason."""
    keys, encoded = _unchanged(texts, store)
    tasks, failed = _tasks(files for files in texts if files.text.name not in keys)
    keys |= {name: task.key for name, task in tasks.items()}
    encoded |= store.readings(keys[name] for name in tasks)
    missing = [task for name, task in tasks.items() if keys[name] not in encoded]
    fresh: dict[bytes, bytes] = {}
    for done, (task, reading) in enumerate(zip(missing, _run(missing, loader, jobs), strict=True), 1):
        fresh[keys[task.file]] = reading
        progress("texts", done, len(missing))
    encoded |= fresh
    decode = msgspec.msgpack.Decoder(Reading).decode
    readings = failed | {name: decode(encoded[key]) for name, key in keys.items()}
    settled = [files for files in texts if files.text.name in keys and _is_settled(files)]
    return Loaded(
        readings=dict(sorted(readings.items())),
        keys=keys,
        texts={files.text.name: (_status(files), keys[files.text.name]) for files in settled},
        fresh=fresh,
    )


def _unchanged(texts: Sequence[TextFiles], store: Store) -> tuple[dict[str, bytes], dict[bytes, bytes]]:
    """The keys and the readings of the texts that need not even be opened."""
    known = {files.text.name: store.texts.get(files.text.name, (b"", b"")) for files in texts}
    keys = {
        files.text.name: known[files.text.name][1] for files in texts if known[files.text.name][0] == _status(files)
    }
    encoded = store.readings(keys.values())
    return {name: key for name, key in keys.items() if key in encoded}, encoded


def _tasks(texts: Iterator[TextFiles]) -> tuple[dict[str, Task], dict[str, Reading]]:
    tasks: dict[str, Task] = {}
    failed: dict[str, Reading] = {}
    for files in texts:
        name = files.text.name
        try:
            beside = (files.sidecar.name if files.sidecar else "", files.remark.name if files.remark else "")
            tasks[name] = Task(name, read(files, MAXIMUM_BYTES), *beside)
        except Unreadable as error:
            failed[name] = _failure(name, error.diagnostic)
    return tasks, failed


def _run(tasks: Sequence[Task], loader: Loader, jobs: int) -> Iterator[bytes]:
    """The encoded reading of each task, in their order."""
    work = partial(load_encoded, loader)
    if jobs == 1 or len(tasks) < WORTH_WORKERS:
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor(jobs, initializer=leave_interrupts_to_the_parent) as executor:
        try:
            yield from executor.map(work, tasks, chunksize=CHUNK)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def load_encoded(loader: Loader, task: Task) -> bytes:
    """The reading of one text as MessagePack. Pure; what goes wrong is a diagnostic in it."""
    return msgspec.msgpack.encode(_load(loader, task))


def _load(loader: Loader, task: Task) -> Reading:
    try:
        sidecar = _sidecar(task)
        remark = _text(task.content.remark, task.remark_file, MAX_REMARK)
    except ConfigError as error:
        sentence = error.sentence[:1].upper() + error.sentence[1:]
        return _failure(task.file, diagnose("sidecar-invalid", error.file, error.line, error.column, reason=sentence))
    try:
        return loader(task.content.text, task.file, sidecar, remark)
    except Exception as error:  # noqa: BLE001 - a mistake in the loader must not keep the other texts from being published
        reason = f"the loader fails on it ({type(error).__name__}: {error}); please report it with the text"
        return _failure(task.file, diagnose("unreadable", task.file, reason=reason))


def _sidecar(task: Task) -> Sidecar | None:
    if not task.sidecar_file:
        return None
    return parse_sidecar(_text(task.content.sidecar, task.sidecar_file), task.sidecar_file)


def _text(data: bytes, file: str, limit: int = MAXIMUM_BYTES) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError("this file is not in UTF-8; save it as UTF-8.", file, line) from None
    if len(text) > limit:
        raise ConfigError(f"the file has {len(text):,} characters; the limit is {limit:,}.", file)
    return text


def _failure(file: str, found: Diagnostic) -> Reading:
    return Reading(Source(file, "", "", 0), (), (found,))


def _status(files: TextFiles) -> bytes:
    """All that would change if any file of the text did, or the loader."""
    beside = [(file.name, file.status) for file in (files.text, files.sidecar, files.remark) if file]
    return digest(loader_version(), msgspec.msgpack.encode(beside))


def _is_settled(files: TextFiles) -> bool:
    return all(is_settled(file.status) for file in (files.text, files.sidecar, files.remark) if file)


def leave_interrupts_to_the_parent() -> None:
    """For workers: at Ctrl-C the parent ends them, and says the one sentence."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def without_duplicates(readings: Mapping[str, Reading]) -> tuple[dict[str, Reading], tuple[Diagnostic, ...]]:
    """The readings that can be published together, and an error for each text whose symbol another text has, too."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, reading in readings.items():
        for resolution in reading.resolutions:
            holders[resolution.symbol, resolution.language].append(file)
    found = tuple(
        diagnose(
            "duplicate-symbol", file, symbol=symbol, other=next(other for other in [*files[:at], *files[at + 1 :]])
        )
        for (symbol, _), files in holders.items()
        if len(files) > 1
        for at, file in enumerate(files)
    )
    refused = {error.file for error in found}
    return {file: reading for file, reading in readings.items() if file not in refused}, found


def resolutions_of(readings: Mapping[str, Reading]) -> tuple[Resolution, ...]:
    """The resolutions of all texts, in the order of the files."""
    return tuple(chain.from_iterable(reading.resolutions for reading in readings.values()))
