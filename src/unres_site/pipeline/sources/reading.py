"""One text, from the bytes of its files to its record, and to what a build has to know of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from unres_site.archive import Summary, summarize
from unres_site.errors import ConfigError, Diagnostic, diagnose
from unres_site.files import Root
from unres_site.pipeline.sources.scanning import Bytes, TextFiles, read
from unres_site.pipeline.store.versions import hash_parts
from unres_site.records import Reading, Resolution, Source
from unres_site.settings import MAX_REMARK, Sidecar, parse_sidecar
from unres_site.signals import TooSlow, limit_time

if TYPE_CHECKING:
    from unres_site.loader import SourceText

Loader = Callable[[bytes, str, Sidecar | None, str], Reading]
"""Reads the bytes of a text, with its name, its sidecar and its remark."""

MAXIMUM_BYTES = 4_000_000
"""A larger file is refused without being read. The loader has the same limit."""

LONGEST = 4
"""Seconds of processor time in which a text must be read. One of 10,000 characters takes 5 ms."""

LONGEST_COUNT = 1.5
"""Seconds in which its words must be counted for the search, which takes some 2.5 times as long for them later."""

LARGE = 250_000
"""Bytes of a text whose words are counted when it is read, so that too many of them are known in time."""


class Task(msgspec.Struct, frozen=True):
    """A text to be read: the bytes of its files, and their names for diagnostics."""

    file: str
    content: Bytes
    sidecar_file: str = ""
    remark_file: str = ""

    @property
    def key(self) -> bytes:
        """A hash of all that the record of the text depends on; the program is under the cache's stamp."""
        content = self.content
        return hash_parts(
            self.file.encode(),
            self.sidecar_file.encode(),
            self.remark_file.encode(),
            content.text,
            content.sidecar,
            content.remark,
        )


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """The facts of one file: all that a build has to know of it but its words.

    `summaries` is empty if the text can't be published.
    """

    summaries: tuple[Summary, ...]
    diagnostics: tuple[Diagnostic, ...]


def make_task(files: TextFiles, root: Root) -> Task:
    """Read the files of a text. Raises `Unreadable`."""
    content = read(files, root, MAXIMUM_BYTES)
    sidecar = files.sidecar.name if files.sidecar else ""
    remark = files.remark.name if files.remark else ""
    return Task(files.text.name, content, sidecar, remark)


def make_entry(reading: Reading) -> Entry:
    """The facts of a text. Each diagnostic is there once.

    Of several records of one symbol and language the first is published; an error says where each other one begins.
    """
    chosen: dict[tuple[str, str], Resolution] = {}
    found: dict[str, Diagnostic] = {str(one): one for one in reading.diagnostics}
    for resolution in reading.resolutions:
        key = resolution.symbol, resolution.language
        told = list(resolution.diagnostics)
        if chosen.setdefault(key, resolution) is not resolution:
            told.append(_report_second(resolution, reading.text))
        found |= {str(one): one for one in told}

    return Entry(tuple(map(summarize, chosen.values())), tuple(found.values()))


def _report_second(resolution: Resolution, text: str) -> Diagnostic:
    """The error that a record's symbol is that of another one above it in the same text."""
    spans = [span for field in resolution.fields for span in field.spans]
    spans += [span for run in resolution.title_runs for span in run.spans]
    start, _ = min(spans, default=(0, 0))
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    file = resolution.source.file
    words = {"symbol": resolution.symbol, "other": file}
    return diagnose("duplicate-symbol", file, line, column, **words)


def load_text(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
    """Read a text by the project's own loader. It is imported late, because its patterns take long to compile."""
    from unres_site.loader import load  # noqa: PLC0415

    return load(data, file, sidecar, remark)


def decode_text(task: Task) -> SourceText:
    """The decoded text of a task."""
    from unres_site.loader import decode  # noqa: PLC0415

    return decode(task.content.text, task.file)[0]


def load_task(loader: Loader, task: Task) -> Reading:
    """The reading of one text. If anything goes wrong, the reading has a diagnostic that says so."""
    try:
        sidecar = _read_sidecar(task)
        remark = _decode(task.content.remark, task.remark_file, MAX_REMARK)
    except ConfigError as error:
        reason, words = error.message
        found = diagnose(
            "sidecar-invalid",
            error.file,
            error.line,
            error.column,
            reason=reason,
            **words,
        )
        return _report_failure(task.file, found)

    seconds: float = LONGEST
    try:
        with limit_time(seconds):
            reading = loader(task.content.text, task.file, sidecar, remark)
        seconds = LONGEST_COUNT
        with limit_time(seconds):
            _try_counting(task, reading)
    except TooSlow:
        return _report_failure(
            task.file, diagnose("too-slow", task.file, seconds=seconds)
        )
    except Exception as error:  # noqa: BLE001 - a mistake in the loader must not keep the other texts from being published
        cause = f"{type(error).__name__}: {error}"
        return _report_failure(
            task.file,
            diagnose(
                "unreadable", task.file, reason="reason.loader-fails", cause=cause
            ),
        )

    return reading


def _try_counting(task: Task, reading: Reading) -> None:
    """Count the words of a large text as the search does, so that one with too many of them is known in time."""
    if len(task.content.text) < LARGE:
        return

    from unres_site.search.texts import prepare_text  # noqa: PLC0415 - it brings numpy

    for resolution in reading.resolutions:
        prepare_text(resolution, resolution.language)


def _read_sidecar(task: Task) -> Sidecar | None:
    if not task.sidecar_file:
        return None

    return parse_sidecar(
        _decode(task.content.sidecar, task.sidecar_file), task.sidecar_file
    )


def _decode(data: bytes, file: str, limit: int = MAXIMUM_BYTES) -> str:
    """The text of a file beside a text. Raises `ConfigError` if it is not UTF-8, or too long."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError("not-utf-8", file, line) from None

    if len(text) > limit:
        raise ConfigError("too-long", file, characters=len(text), limit=limit)

    return text


def _report_failure(file: str, found: Diagnostic) -> Reading:
    nothing = Source(file, "", "", 0)
    return Reading(nothing, (), (found,))
