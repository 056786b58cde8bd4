"""What a terminal or a log shows of a command: its progress, its diagnostics, and the one line that ends it."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from unres_site.errors import Diagnostic, Severity, make_visible
from unres_site.messages import ENGLISH, get_catalogue, say

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from unres_site.pipeline.report import Options, Progress, Report

COLORS: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
PAUSE = 5.0
"""Seconds after which a log is told how far a build is."""

MOST = 100
"""Warnings and infos that a build prints; the rest is counted."""

CLEAR = "\r\x1b[K"
"""Makes a terminal clear its last line."""

SHOWN = 0.01
"""Seconds of a stage that are worth to be named."""


@contextmanager
def show_progress(*, quiet: bool) -> Iterator[Progress]:
    """On a terminal a bar for each stage that has steps. Elsewhere a line now and then, so that a log stays short."""
    if quiet:
        yield lambda *_: None
    elif sys.stderr.isatty():
        with ExitStack() as shown:
            shown.callback(click.echo, CLEAR, nl=False, err=True)
            with ExitStack() as bar:
                yield _Bars(bar).show
    else:
        yield _Lines().show


class _Bars:
    """A bar for each stage that has steps, with counts and the time left; the name of any other."""

    def __init__(self, shown: ExitStack) -> None:
        self._shown = shown
        self._stage = ""
        self._bar: ProgressBar[str] | None = None

    def show(self, stage: str, done: int, total: int, item: str) -> None:
        if stage != self._stage or (total and self._bar is None):
            self._shown.close()
            self._stage = stage
            self._bar = None
            click.echo(CLEAR, nl=False, err=True)
            name = say(f"stage.{stage}")
            if total:
                self._bar = self._shown.enter_context(_make_bar(name, total))
            else:
                click.echo(say("progress.stage", stage=name), nl=False, err=True)

        if self._bar is not None:
            self._bar.update(done - self._bar.pos, item)


def _make_bar(stage: str, total: int) -> ProgressBar[str]:
    """A bar with counts, the time left, and what is worked on."""
    label = f"{stage:8}"
    return click.progressbar(
        length=total,
        label=label,
        file=sys.stderr,
        show_pos=True,
        show_eta=True,
        item_show_func=lambda item: item,
    )


class _Lines:
    """A line when nothing was shown for a while."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def show(self, stage: str, done: int, total: int, item: str) -> None:
        if time.monotonic() - self._said > PAUSE:
            self._said = time.monotonic()
            click.echo(_describe_progress(stage, done, total, item), err=True)


def _describe_progress(stage: str, done: int, total: int, item: str) -> str:
    """How far a stage is: `pages: 1,200 of 20,000 (A/RES/58/58.html)`."""
    name = say(f"stage.{stage}")
    progress = say("progress.stage", stage=name)
    if total:
        progress = say(
            "progress.counts",
            stage=name,
            done=done,
            total=total,
        )

    if item:
        progress = say("progress.item", progress=progress, item=item)

    return progress


def show_diagnostics(report: Report, source: str, *, quiet: bool, whole: bool) -> None:
    """Print diagnostics, and the sentences about broken links; then count the diagnostics that are not printed.

    Errors are always printed. So are the others if they are new, but no more than `MOST`. With `whole` every one is
    printed, with `quiet` only errors and broken links.
    """
    shown = report.diagnostics if whole and not quiet else _choose(report, quiet=quiet)

    for found in shown:
        _show_diagnostic(found, source)

    for sentence in report.broken:
        click.echo(make_visible(sentence), err=True)

    if shown and sys.stderr.isatty():
        click.echo(say("terminal.explain"), err=True)

    others = Counter(found.severity for found in report.diagnostics)
    others.subtract(found.severity for found in shown)
    if others.total() and not quiet:
        _show_counts(others)


def _choose(report: Report, *, quiet: bool) -> list[Diagnostic]:
    """The diagnostics that are printed, in their order: all errors, and the first new ones, warnings before infos."""
    chosen = [found for found in report.diagnostics if found.severity == "error"]
    if not quiet:
        others = [found for found in report.list_new() if found.severity != "error"]
        others.sort(key=lambda found: found.severity != "warning")
        chosen += others[:MOST]

    wanted = set(map(id, chosen))
    return [found for found in report.diagnostics if id(found) in wanted]


def _show_diagnostic(found: Diagnostic, source: str) -> None:
    severity = click.style(found.severity, fg=COLORS[found.severity])
    place = f"{source.rstrip('/')}/{found.file}"
    if found.file.startswith(".."):  # an archive's own templates are beside its texts
        place = os.path.normpath(place)

    line = make_visible(place + str(found).removeprefix(found.file)).replace(
        f": {found.severity}: ", f": {severity}: ", 1
    )
    click.echo(line, err=True)


def _show_counts(others: Counter[Severity]) -> None:
    """Say how many diagnostics are not printed."""
    counts = [
        count(others[severity], severity) for severity in COLORS if others[severity]
    ]
    click.echo(say("terminal.not-printed", counts=join(counts)), err=True)


def describe(report: Report, options: Options, seconds: float) -> str:
    """The one line that ends a build: what was published, what was found, how long it took, and where the site is."""
    parts = [
        count(report.texts, "texts"),
        *_describe_changes(report),
        _describe_diagnostics(report),
    ]
    if report.changes and options.check:
        parts.append(count(len(report.broken), "broken"))

    parts.append(_describe_times(report, seconds))
    if report.changes:
        parts.append(f"{options.output.rstrip('/')}/index.html")

    return say("summary.separator").join(parts)


def _describe_changes(report: Report) -> Iterator[str]:
    """How many texts, pages and files were published."""
    changes = report.changes
    if changes is None:
        yield say("summary.nothing")
        return

    published = say("summary.published", count=report.published)
    yield join([published, count(report.pages, "pages")])
    yield say(
        "summary.files",
        written=changes.written,
        unchanged=changes.unchanged,
        removed=changes.removed,
    )


def _describe_diagnostics(report: Report) -> str:
    """How many diagnostics of each severity there are."""
    counts = [count(report.count(severity), severity) for severity in COLORS]
    return join(counts)


def _describe_times(report: Report, seconds: float) -> str:
    """The time of the build and of the stages that took a while: `4.30 s (texts 1.20, pages 3.04)`."""
    whole = say("summary.seconds", seconds=f"{seconds:.2f}")
    stages = []
    for stage, taken in report.times.items():
        if taken >= SHOWN:
            name = say(f"stage.{stage}")
            stages.append(say("summary.stage", stage=name, seconds=f"{taken:.2f}"))

    if not stages:
        return whole

    return say("summary.stages", seconds=whole, stages=join(stages))


def count(number: int, what: str) -> str:
    """`1 text`, `3 texts`. `what` is a message of the table `summary` that has plural forms."""
    return get_catalogue(ENGLISH).plural(f"summary.{what}", number)


def join(words: Sequence[str]) -> str:
    """The words as a list of the language: `texts, pages`."""
    return get_catalogue(ENGLISH).join(words)
