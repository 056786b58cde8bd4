"""The command line: `unres-site build`, and `python build.py`, which is the same.

Exit status: 0 built; 1 built, but some texts have errors or links are broken (with --strict: not published);
2 wrong use, nothing built; 130 interrupted, 143 terminated. A stream that is closed or full changes none of that.
What concerns a text goes to the standard error as `file:line:column: …`, the report to the standard output. No
failure shows a traceback.
"""

from __future__ import annotations

import gc
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import click

from unres_site import __version__, signals
from unres_site.errors import (
    UnfinishedError,
    UnresSiteError,
    explain_failure,
    make_visible,
)
from unres_site.messages import list_interface_languages, say
from unres_site.signals import Stopped, end_at_once, end_in_order
from unres_site.streams import make_streams_lenient
from unres_site.terminal import count, describe, join, show_diagnostics, show_progress

if TYPE_CHECKING:
    from unres_site.pipeline.report import Options, Report

OK, ERRORS, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


@click.group(
    help=say("command.program"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, package_name="unres-site")
def commands() -> None:
    """All commands of the program."""


Command = Callable[..., int]


_source = click.option(
    "--source",
    default="resolutions",
    show_default=True,
    metavar="DIR",
    help=say("option.source"),
)
_config = click.option(
    "--config",
    metavar="FILE",
    help=say("option.config"),
)
_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help=say("option.jobs"),
)
BUILD_OPTIONS = (
    _source,
    click.option(
        "--output",
        default="site",
        show_default=True,
        metavar="DIR",
        help=say("option.output"),
    ),
    _config,
    click.option(
        "--cache",
        default=".cache",
        show_default=True,
        metavar="DIR",
        help=say("option.cache"),
    ),
    _jobs,
    click.option("--strict", is_flag=True, help=say("option.strict")),
    click.option("--no-cache", is_flag=True, help=say("option.no-cache")),
    click.option("--no-search", is_flag=True, help=say("option.no-search")),
)
"""The options of all commands that build, in the order of their help."""


def _add_options(command: Command) -> Command:
    for option in reversed(BUILD_OPTIONS):
        command = option(command)
    return command


def _read_options(
    given: dict[str, Any], *, check: bool = False, register: bool = True
) -> Options:
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
        register=register,
    )


@commands.command(help=say("command.build"))
@_add_options
@click.option("--check", is_flag=True, help=say("option.check"))
@click.option("--quiet", is_flag=True, help=say("option.quiet"))
@click.option("--all", "whole", is_flag=True, help=say("option.all"))
@click.option("--end-with-input", is_flag=True, hidden=True)
def build(
    *, check: bool, quiet: bool, whole: bool, end_with_input: bool, **given: Any
) -> int:
    """Build the site from the texts. With `--end-with-input` a build of `serve` ends when the server does."""
    started = time.monotonic()
    if end_with_input:
        signals.end_with_input()

    options = _read_options(given, check=check, register=not end_with_input)
    report = _run_build(options, quiet=quiet)
    show_diagnostics(report, options.source, quiet=quiet, whole=whole)
    if not quiet:
        click.echo(describe(report, options, time.monotonic() - started))

    return OK if report.is_sound else ERRORS


@commands.command(help=say("command.serve"))
@_add_options
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help=say("option.port"),
)
def serve(*, port: int, **given: Any) -> int:
    """Build, show the site on this machine, and build again whenever something changes."""
    from unres_site.pipeline.commands.serving import serve as serve_site  # noqa: PLC0415 - it brings the watch over files

    serve_site(_read_options(given), port, click.echo)


@commands.command(help=say("command.init"))
@click.argument("folder", metavar="DIR")
@click.option(
    "--language",
    type=click.Choice(list_interface_languages()),
    default="zh",
    show_default=True,
    help=say("option.language"),
)
def init(folder: str, language: str) -> int:
    """Begin an archive in an empty folder."""
    from unres_site.pipeline.commands.starting import start_archive  # noqa: PLC0415 - see above

    names = start_archive(folder, language)
    for name in names:
        click.echo(name)

    shown = make_visible(folder)
    click.echo(say("summary.started", folder=shown, place=shlex.quote(shown)))
    return OK


@commands.command(help=say("command.explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what causes a diagnostic and what to do, or list the codes of all."""
    from unres_site.pipeline.commands.explaining import explain_code, list_codes  # noqa: PLC0415 - see above

    for line in [explain_code(code)] if code else list_codes():
        click.echo(line)

    return OK


@commands.command(help=say("command.report"))
@_source
@_config
@_jobs
@click.option(
    "--since",
    required=True,
    metavar="COMMIT",
    help=say("option.since"),
)
def report(source: str, config: str | None, jobs: int | None, since: str) -> int:
    """Say what has changed since a commit, as Markdown."""
    from unres_site.pipeline.commands.reporting import report_changes  # noqa: PLC0415 - see above
    from unres_site.pipeline.report import Options, Stages  # noqa: PLC0415 - see above

    options = Options(
        source=source, config=config, cache=None, jobs=jobs or _count_processors()
    )
    with (
        show_progress(quiet=False) as progress,
        Stages(progress).begin("texts") as step,
    ):
        written = report_changes(options, since, step)

    click.echo(written, nl=False)
    return OK


@commands.group(help=say("command.export"))
def export() -> None:
    """Write the archive for other programs."""


@export.command("opensearch", help=say("command.export-opensearch"))
@_source
@click.option(
    "--output",
    default="export",
    show_default=True,
    metavar="DIR",
    help=say("option.export-output"),
)
@_config
@click.option(
    "--index",
    default="resolutions",
    show_default=True,
    metavar="NAME",
    help=say("option.index"),
)
@_jobs
def export_opensearch(
    source: str, output: str, config: str | None, index: str, jobs: int | None
) -> int:
    """Write an index and documents for OpenSearch or Elasticsearch."""
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
        show_progress(quiet=False) as progress,
        Stages(progress).begin("texts") as step,
    ):
        texts, paths = exporting.export_opensearch(options, index, step)

    click.echo(f"{count(texts, 'texts')}{say('summary.separator')}{join(paths)}")
    return OK


def _run_build(options: Options, *, quiet: bool) -> Report:
    from unres_site.pipeline import build as pipeline  # noqa: PLC0415 - see above

    gc.disable()  # records and pages are trees: there is next to nothing to collect
    try:
        with show_progress(quiet=quiet) as progress:
            return pipeline.build(
                options,
                lambda sentence: None if quiet else click.echo(sentence, err=True),
                progress=progress,
            )
    finally:
        gc.enable()


def _count_processors() -> int:
    """How many processors this process may use."""
    return (
        len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    )


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
        status = error.status if isinstance(error, Stopped) else INTERRUPTED
        return _fail(say("terminal.interrupted"), status)
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, never a traceback
        words = {
            "kind": type(error).__name__,
            "problem": error,
            "place": _find_place(error),
            "contact": say("terminal.issues-page"),
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
        status = _fail(say("terminal.interrupted"), stopped.status)
    finally:
        end_at_once()

    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _fail(sentence: str, status: int) -> int:
    click.echo(make_visible(sentence), err=True)
    return status


def _find_place(error: BaseException) -> str:
    """The last place of the program's own code that the error went through, as `module.py:line`."""
    place = say("terminal.place-unknown")
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if "unres_site" in name:
            place = f"{os.path.basename(name)}:{trace.tb_lineno}"  # noqa: PTH119 - a name, no file
        trace = trace.tb_next

    return place
