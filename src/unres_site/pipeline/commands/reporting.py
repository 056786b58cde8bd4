"""What has changed since a commit, as Markdown for a pull request: what new texts add, cite, continue and break.

The texts of the commit are taken from Git: only those whose files, or the files beside them, differ.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TypeVar

from unres_site.archive import Archive, Summary
from unres_site.archive.changes import ChangedText, compare_archives
from unres_site.deferred import deferred
from unres_site.errors import Diagnostic, UsageError, make_visible
from unres_site.messages import say
from unres_site.pipeline.configuring.configuration import (
    list_linked_folders,
    read_config,
)
from unres_site.pipeline.report import Options, Report, Step
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.sources.reading import Entry, load_text
from unres_site.pipeline.sources.scanning import scan
from unres_site.pipeline.sources.together import drop_duplicates
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.records import open_spare_file

MOST_NAMED = 12
"""Symbols that are named in a line."""

MOST_TEXTS = 100
"""Texts of each kind that are described. A comment has room for some 60,000 characters."""

# matches: `
# matches: ```
# rejects: a
TICKS = deferred("`+")
"""What a title may have that would end a stretch of code."""

T = TypeVar("T")

Entries = dict[str, Entry]
"""The facts of texts by their files."""


def report_changes(options: Options, since: str, progress: Step) -> str:
    """The changes of the texts since a commit, as Markdown.

    Raises `UsageError` if Git does not know the commit, or the folder is in no repository.
    """
    source = options.source
    commit = _find_commit(source, since)
    stems = set(map(_cut_ending, _list_edited(source, commit)))
    now, published, duplicates = _read(options, source, progress)
    with tempfile.TemporaryDirectory(prefix="unres-site-") as folder:
        _extract(source, commit, stems, Path(folder))
        edited, *_ = _read(options, folder, progress)

    touched = {name for name in now if _cut_ending(name) in stems}
    before = {name: now[name] for name in now.keys() - touched} | edited
    old = Archive(_choose_first(before))
    changes = compare_archives(old, Archive(published), touched)
    new = _find_new_diagnostics(now, before) + _find_new_duplicates(duplicates, before)
    return write_report(since, changes, new)


def _choose_first(entries: Entries) -> Iterator[Summary]:
    """The texts of the commit. Of two with the same symbol and language the first by its file was published."""
    chosen: dict[tuple[str, str], Summary] = {}
    for name in sorted(entries):
        for text in entries[name].summaries:
            chosen.setdefault((text.symbol, text.language), text)

    yield from chosen.values()


# --- the texts of the commit


def _find_commit(folder: str, name: str) -> str:
    """The hash of a commit, branch or tag. Raises `UsageError` if Git has none of that name."""
    _run_git(folder, "rev-parse", "--git-dir")  # says what is wrong with the folder
    asked = f"{name}^{{commit}}"
    try:
        found = _run_git(folder, "rev-parse", "--verify", "--end-of-options", asked)
    except UsageError:
        raise UsageError("commit-unknown", commit=make_visible(name)) from None

    return found.decode().strip()


def _run_git(folder: str, *arguments: str) -> bytes:
    """What Git says. Raises `UsageError` with its last line."""
    command = ["git", "-C", folder, *arguments]
    try:
        found = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell; options can't be smuggled in
    except OSError as error:
        raise UsageError("git-fails", problem=error.strerror) from None

    if found.returncode:
        told = found.stderr.decode(errors="replace").strip().splitlines() or [""]
        raise UsageError("git-fails", problem=make_visible(told[-1]))

    return found.stdout


def _list_edited(source: str, commit: str) -> Iterator[str]:
    """The files below the source folder that are not as in the commit, also those that Git does not know yet."""
    edited = _run_git(source, "diff", "--name-only", "--relative", "-z", commit)
    unknown = _run_git(source, "ls-files", "--others", "--exclude-standard", "-z")
    for name in (edited + unknown).split(b"\0"):
        if name:
            yield os.fsdecode(name)


def _cut_ending(name: str) -> str:
    """The name that a text has in common with what is beside it: `zh/62-22` of `zh/62-22.yml`."""
    return str(PurePosixPath(name).with_suffix(""))


def _extract(source: str, commit: str, stems: set[str], folder: Path) -> None:
    """Write the files with these names, as they are in the commit, into a folder."""
    if not stems:
        return

    content = _run_git(source, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=BytesIO(content)) as tar:
        for member in tar:
            if member.isfile() and _cut_ending(member.name) in stems:
                tar.extract(member, folder, filter="data")


def _read(
    options: Options, source: str, progress: Step
) -> tuple[Entries, tuple[Summary, ...], tuple[Diagnostic, ...]]:
    """The facts of all texts below a folder by their files, the texts that can be published, and why others can't."""
    config = read_config(options)
    sources = scan(source, lambda: list_linked_folders(options, config))
    with (
        tempfile.TemporaryDirectory(prefix="unres-site-") as folder,
        open_spare_file(f"{folder}/records") as spare,
    ):
        cache = Cache(None, lambda _: None)
        records = cache.open_records(spare)
        library = Library(sources, load_text, cache, records)
        library.load(options.jobs, progress)
        entries = dict(library.list_entries())
        chosen, duplicates = drop_duplicates(entries, library.get_record)
        records.close()

    return entries, chosen, duplicates


def _find_new_diagnostics(now: Entries, before: Entries) -> tuple[Diagnostic, ...]:
    """The diagnostics that the texts did not have before. One whose line has only moved is not new."""
    found = _list_diagnostics(now)
    old = _list_diagnostics(before)
    return Report(0, 0, 0, found, None, before=old).list_new()


def _find_new_duplicates(
    duplicates: Iterable[Diagnostic], before: Entries
) -> tuple[Diagnostic, ...]:
    """The diagnostics of texts that are held twice, without those that were so before."""
    files: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, entry in before.items():
        for text in entry.summaries:
            files[text.symbol, text.language].append(name)

    known: set[str] = set()
    for names in files.values():
        if len(names) > 1:
            known.update(names)

    return tuple(one for one in duplicates if one.file not in known)


def _list_diagnostics(entries: Entries) -> tuple[Diagnostic, ...]:
    found: list[Diagnostic] = []
    for entry in entries.values():
        found += entry.diagnostics

    return tuple(found)


# --- Markdown


def write_report(
    since: str, changes: Iterable[ChangedText], new: Iterable[Diagnostic]
) -> str:
    """The report as Markdown. Words of texts are stretches of code: nothing in them is markup, a link or a mention."""
    listed = list(changes)
    grave = [one for one in new if one.severity in ("error", "warning")]
    lines = [f"## {say('report.title', commit=write_code(since))}", ""]
    if not listed and not grave:
        lines.append(say("report.none"))

    for kind in ("new", "changed", "removed"):
        of_kind = [one for one in listed if one.kind == kind]
        if of_kind:
            lines += [f"### {say(f'report.{kind}', count=len(of_kind))}", ""]
            lines += _write_limited(of_kind, _write_change)

    if grave:
        lines += [f"### {say('report.diagnostics', count=len(grave))}", ""]
        lines += _write_limited(sorted(grave), _write_diagnostic)

    return "\n".join(lines).rstrip() + "\n"


def _write_limited(found: list[T], write: Callable[[T], Iterator[str]]) -> list[str]:
    """The lines of the first ones, how many more there are, and an empty line."""
    lines: list[str] = []
    for one in found[:MOST_TEXTS]:
        lines += write(one)

    if len(found) > MOST_TEXTS:
        lines.append(f"- … +{len(found) - MOST_TEXTS}")

    return [*lines, ""]


def _write_change(change: ChangedText) -> Iterator[str]:
    """What has changed of a text."""
    title = f" {write_code(change.title)}" if change.title else ""
    yield f"- **{write_code(change.symbol)}** ({change.language}){title}"
    if change.former:
        files = {"former": write_code(change.former), "file": write_code(change.file)}
        yield f"  - {say('report.moved', **files)}"

    for symbol, reason in change.continues:
        told = say(f"item_series.{reason}")
        yield f"  - {say('report.continues', symbol=write_code(symbol))} ({told})"

    if change.cites:
        held = [symbol for symbol in change.cites if symbol not in change.not_held]
        for key, symbols in (("cites", held), ("cites_missing", change.not_held)):
            if symbols:
                yield f"  - {say(f'report.{key}')} {_write_symbols(symbols)}"

    if change.cited_by:
        key = "broken" if change.kind == "removed" else "cited_by"
        yield f"  - {say(f'report.{key}')} {_write_symbols(change.cited_by)}"

    if change.lost:
        yield f"  - {say('report.lost')} {_write_symbols(change.lost)}"


def _write_diagnostic(found: Diagnostic) -> Iterator[str]:
    place = f"{found.file}:{found.line}:{found.column}" if found.line else found.file
    place = write_code(place)
    message = write_code(found.message)
    yield f"- {found.severity} {place} {message} [{found.code}]"


def _write_symbols(symbols: Iterable[str]) -> str:
    """Symbols in a line, the first ones of many."""
    listed = list(symbols)
    rest = len(listed) - MOST_NAMED
    more = f" +{rest}" if rest > 0 else ""
    return ", ".join(map(write_code, listed[:MOST_NAMED])) + more


def write_code(words: str) -> str:
    """Words as a stretch of code: `` `Lamps` ``. It is fenced by more backticks than are in it."""
    shown = make_visible(" ".join(words.split()))
    longest = max(map(len, TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{shown}{space}{fence}"
