"""The command line: `unres-site build`, and `python build.py`, which is the same.

Exit status: 0 built; 1 built, but some texts have errors or links are broken (with --strict: not published);
2 wrong use, nothing built; 130 interrupted, 143 terminated. A stream that is closed or full changes none of that.
What concerns a text goes to the standard error as `file:line:column: …`, the report to the standard output. No
failure shows a traceback.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from unres_site import __version__
from unres_site.errors import UnfinishedError, UnresSiteError, explain_failure, seen
from unres_site.messages import say
from unres_site.signals import SENTENCE, Stopped, end_at_once, end_in_order
from unres_site.streams import make_streams_lenient

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from unres_site.pipeline.report import Options, Progress, Report

REPORT_AT = "the project's issues page"
COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
PAUSE = 5.0
"""Seconds after which a log is told how far a build is."""

CLEAR = "\r\x1b[K"
"""Makes a terminal clear its last line."""

SHOWN = 0.01
"""Seconds of a stage that are worth to be named."""

OK, ERRORS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="unres-site")
def commands() -> None:
    """A static website of United Nations resolutions, made from their plain texts."""


Command = Callable[..., int]


_source = click.option(
    "--source",
    default="resolutions",
    show_default=True,
    metavar="DIR",
    help="Folder of the texts.",
)
_config = click.option(
    "--config",
    metavar="FILE",
    help="Configuration.  [default: site.yml, if it is there]",
)
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes.  [default: all processors]",
)
BUILD_OPTIONS = (
    _source,
    click.option(
        "--output",
        default="site",
        show_default=True,
        metavar="DIR",
        help="Folder of the site.",
    ),
    _config,
    click.option(
        "--cache",
        default=".cache",
        show_default=True,
        metavar="DIR",
        help="Kept between builds.",
    ),
    _jobs,
    click.option(
        "--strict", is_flag=True, help="Publish nothing if a text has an error."
    ),
    click.option(
        "--no-cache",
        is_flag=True,
        help="Read and render everything anew, keep nothing.",
    ),
    click.option(
        "--no-search",
        is_flag=True,
        help="Build without the search, for a quick look at the pages.",
    ),
)
"""The options of all commands that build, in the order of their help."""


def _add_options(command: Command) -> Command:
    for option in reversed(BUILD_OPTIONS):
        command = option(command)
    return command


def _read_options(given: dict[str, Any], *, check: bool = False) -> Options:
    from unres_site.pipeline.report import Options  # noqa: PLC0415 - --help and wrong options need nothing of the build

    return Options(
        source=given["source"],
        output=given["output"],
        config=given["config"],
        cache=None if given["no_cache"] else given["cache"],
        jobs=given["jobs"] or _count_processors(),
        strict=given["strict"],
        check=check,
        search=not given["no_search"],
    )


@commands.command()
@_add_options
@click.option(
    "--check",
    is_flag=True,
    help="Look at every file of the built site, and check its links and anchors.",
)
@click.option("--quiet", is_flag=True, help="Say nothing but errors.")
def build(*, check: bool, quiet: bool, **given: Any) -> int:
    """Build the site from the texts."""
    started = time.monotonic()
    options = _read_options(given, check=check)
    report = _run_build(options, quiet=quiet)
    _show_diagnostics(report, options.source, quiet=quiet)
    if not quiet:
        click.echo(_describe(report, options, time.monotonic() - started))
    return OK if report.is_sound else ERRORS


@commands.command()
@_add_options
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port; 0 is any free one.",
)
def serve(*, port: int, **given: Any) -> int:
    """Build, show the site on this machine, and build again whenever something changes."""
    from unres_site.pipeline.commands.serving import serve as serve_site  # noqa: PLC0415 - it brings the watch over files

    serve_site(_read_options(given), port, click.echo)


@commands.group()
def export() -> None:
    """Write the archive for other programs."""


@export.command("opensearch")
@_source
@click.option(
    "--output",
    default="export",
    show_default=True,
    metavar="DIR",
    help="Folder of the files.",
)
@_config
@click.option(
    "--index",
    default="resolutions",
    show_default=True,
    metavar="NAME",
    help="Name of the index.",
)
@_jobs
def export_opensearch(
    source: str, output: str, config: str | None, index: str, jobs: int | None
) -> int:
    """An index and documents for OpenSearch or Elasticsearch."""
    from unres_site.pipeline.commands import exporting  # noqa: PLC0415 - see above
    from unres_site.pipeline.report import Options, Stages  # noqa: PLC0415 - see above

    options = Options(
        source=source,
        output=output,
        config=config,
        cache=None,
        jobs=jobs or _count_processors(),
    )
    with (
        _show_progress(quiet=False) as progress,
        Stages(progress).stage("texts") as step,
    ):
        texts, paths = exporting.export_opensearch(options, index, step)
    click.echo(f"{_count(texts, 'text')}; {', '.join(paths)}")
    return OK


def _run_build(options: Options, *, quiet: bool) -> Report:
    from unres_site.pipeline import build as pipeline  # noqa: PLC0415 - see above

    gc.disable()  # records and pages are trees: there is next to nothing to collect
    try:
        with _show_progress(quiet=quiet) as progress:
            return pipeline.build(
                options,
                lambda sentence: None if quiet else click.echo(sentence, err=True),
                progress=progress,
            )
    finally:
        gc.enable()


@contextmanager
def _show_progress(*, quiet: bool) -> Iterator[Progress]:
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
            self._stage, self._bar = stage, None
            if not total:
                click.echo(f"{CLEAR}{stage} …", nl=False, err=True)
            else:
                click.echo(CLEAR, nl=False, err=True)
                self._bar = self._shown.enter_context(_make_bar(stage, total))
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
            counts = f"{stage}: {done:,} of {total:,}" if total else f"{stage} …"
            click.echo(f"{counts} ({item})" if item else counts, err=True)


def _count_processors() -> int:
    """How many processors this process may use."""
    return (
        len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    )


def _show_diagnostics(report: Report, source: str, *, quiet: bool) -> None:
    for found in report.diagnostics:
        if not quiet or found.severity == "error":
            severity = click.style(found.severity, fg=COLORS[found.severity])
            line = seen(f"{source.rstrip('/')}/{found}").replace(
                f": {found.severity}: ", f": {severity}: ", 1
            )
            click.echo(line, err=True)
    for sentence in report.broken:
        click.echo(seen(sentence), err=True)


def _describe(report: Report, options: Options, seconds: float) -> str:
    changes = report.changes
    parts = [
        _count(report.texts, "text"),
        f"{report.published} published, {_count(report.pages, 'page')}"
        if changes
        else "nothing published",
    ]
    if changes:
        parts.append(
            f"{changes.written} files written, {changes.unchanged} unchanged, {changes.removed} removed"
        )
    parts.append(
        ", ".join(_count(report.count(severity), severity) for severity in COLORS)
    )
    if changes and options.check:
        parts.append(_count(len(report.broken), "broken link"))
    parts.append(f"{seconds:.2f} s{_describe_times(report)}")
    if changes:
        parts.append(f"{options.output.rstrip('/')}/index.html")
    return "; ".join(parts)


def _describe_times(report: Report) -> str:
    """The stages that took a while, as ` (texts 1.20, pages 3.04)`."""
    long = {
        stage: seconds for stage, seconds in report.times.items() if seconds >= SHOWN
    }
    shown = [f"{stage} {seconds:.2f}" for stage, seconds in long.items()]
    return f" ({', '.join(shown)})" if shown else ""


def _count(number: int, what: str) -> str:
    is_singular = number == 1 or what == "info"
    return f"{number} {what}" if is_singular else f"{number} {what}s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status. Every failure is one sentence on the standard error."""
    try:
        status = commands.main(arguments, prog_name="unres-site", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UnresSiteError as error:
        return _fail(
            str(error), ERRORS if isinstance(error, UnfinishedError) else WRONG_USE
        )
    except (OSError, MemoryError) as error:
        return _fail(str(explain_failure(error)), WRONG_USE)
    except (Stopped, click.Abort, KeyboardInterrupt) as error:
        return _fail(
            SENTENCE, error.status if isinstance(error, Stopped) else INTERRUPTED
        )
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, never a traceback
        words = {
            "kind": type(error).__name__,
            "problem": error,
            "place": _find_place(error),
            "contact": REPORT_AT,
        }
        return _fail(say("failure.unexpected", **words), WRONG_USE)
    return status if isinstance(status, int) else OK


def run() -> NoReturn:
    """Run a command, and end the process at once: to free the memory of 20,000 texts piece by piece takes 30 ms."""
    make_streams_lenient()
    try:
        end_in_order()
        status = main()
    except Stopped as stopped:
        status = _fail(SENTENCE, stopped.status)
    finally:
        end_at_once()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _fail(sentence: str, status: int) -> int:
    click.echo(seen(sentence), err=True)
    return status


def _find_place(error: BaseException) -> str:
    """The last place of the program's own code that the error went through, as `module.py:line`."""
    place, trace = "unknown place", error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if "unres_site" in name:
            place = f"{os.path.basename(name)}:{trace.tb_lineno}"  # noqa: PTH119 - a name, no file
        trace = trace.tb_next
    return place
