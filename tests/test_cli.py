"""The command line: exit statuses, one sentence a failure, one line of summary, and never a traceback."""

from __future__ import annotations

import math
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from tests.building import ROOT, Workshop, text, tree_of, write
from unres_site import cli, early, terminal
from unres_site.early import read_message
from unres_site.messages import say
from unres_site.pipeline import build as pipeline
from unres_site.pipeline.commands.links import find_broken_links, read_outline
from unres_site.pipeline.publishing.publication import open_publication

GOOD = {"zh/99-50.txt": text(50)}

# matches: "1 text; 1 published, 2 pages; 3 files written, 0 unchanged, 0 removed; 0 errors, 6 warnings; 0.24 s; site\n"
# rejects: 4 texts
SUMMARY = re.compile(
    r"^\d+ texts?; \d+ published, \d+ pages?; \d+ files written, \d+ unchanged, \d+ removed; "
    r"\d+ errors?, \d+ warnings?(?:, \d+ info)?; (?:\d+ broken links?; )?\d+\.\d\d s(?: \([a-z0-9., ]+\))?; "
    r"site(?:/index\.html)?\n$"
)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    made = Workshop(tmp_path)
    write(made.texts, GOOD)
    return made


def run(
    *arguments: str, command: tuple[str, ...] = ("-m", "unres_site", "build")
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, from the current folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    whole = [sys.executable, *command, *arguments]
    return subprocess.run(
        whole,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_a_sound_build_ends_with_one_line(
    workshop: Workshop,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        terminal, "PAUSE", math.inf
    )  # on a slow machine a line says how far the build is
    assert cli.main(["build", "--check"]) == 0
    out, err = capfd.readouterr()
    assert SUMMARY.match(out), out
    assert err.count("\n") == 1, "the symbol was inferred: one line of info"
    assert err.startswith("resolutions/zh/99-50.txt:1:2: info: ")
    assert "\x1b" not in out + err, "colours are for terminals"
    assert (workshop.site / "index.html").is_file()


def test_an_error_in_a_text_is_status_1(
    workshop: Workshop, capfd: pytest.CaptureFixture[str]
) -> None:
    write(workshop.texts, {"zh/empty.txt": ""})
    assert cli.main(["build", "--quiet"]) == 1
    said = "There is no text in this file; extract it again from its PDF, or remove it."
    assert capfd.readouterr() == (
        "",
        f"resolutions/zh/empty.txt: error: {said} [empty]\n",
    )
    assert (workshop.site / "A/RES/99/50.html").is_file()


def test_strict_is_status_1_and_says_that_nothing_is_published(
    workshop: Workshop, capfd: pytest.CaptureFixture[str]
) -> None:
    write(workshop.texts, {"zh/empty.txt": ""})
    assert cli.main(["build", "--strict"]) == 1
    assert capfd.readouterr().out.startswith(
        "2 texts; nothing published; 1 error, 0 warnings, 1 info; "
    )
    assert not workshop.site.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--source", "nowhere"],
            "There is no folder nowhere; name the folder of the texts with --source.",
        ),
        (
            ["--output", "site.yml"],
            "The output site.yml is not a folder; name another with --output.",
        ),
        (
            ["--config", "nowhere.yml"],
            "nowhere.yml: the configuration can't be read: no such file or directory.",
        ),
        (["--jobs", "0"], "0 is not in the range"),
        (["--jobs", "two"], "'two' is not a valid integer range"),
        (["--sources", "x"], "No such option"),
        (["surplus"], "unexpected extra argument"),
    ],
)
def test_wrong_use_is_status_2_and_one_sentence(
    workshop: Workshop,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    assert cli.main(["build", *arguments]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert sentence in err
    assert "Traceback" not in err
    assert not workshop.site.exists()


def test_another_build_at_work_is_status_2(
    workshop: Workshop, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_publication(str(workshop.site)):
        assert run().returncode == 2
        assert cli.main(["build"]) == 2
    assert (
        capfd.readouterr().err
        == "Another build is writing site; wait until it has ended.\n"
    )


def test_a_template_s_error_has_its_file_and_line(
    workshop: Workshop, capfd: pytest.CaptureFixture[str]
) -> None:
    write(workshop.folder, {"templates/home.html": "<p>\n{{ nothing_of_that_name }}\n"})
    assert cli.main(["build"]) == 2
    err = capfd.readouterr().err
    assert err.startswith("templates/home.html:2: ")
    assert err.count("\n") == 1


def test_a_mistake_of_the_program_s_own_is_a_sentence_too(
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(pipeline, "scan", fail)
    assert cli.main(["build"]) == 2
    err = capfd.readouterr().err
    assert err.startswith("This should not happen: ZeroDivisionError: oops (build.py:")
    assert err.endswith(
        "The published site is whole; please report this sentence at the project's issues page.\n"
    )
    assert not workshop.site.exists()


def test_an_interrupt_leaves_the_old_site(
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["build"]) == 0
    before = tree_of(workshop.site)
    capfd.readouterr()

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    write(workshop.texts, {"zh/99-51.txt": text(51)})
    monkeypatch.setattr(
        "unres_site.pipeline.outputs.indexing.IndexBuild.put", interrupt
    )
    assert cli.main(["build"]) == 130
    assert (
        capfd.readouterr().err.splitlines()[-1]
        == "Interrupted; the published site is whole."
    )
    assert tree_of(workshop.site) == before


def read_terminal(descriptor: int) -> str:
    """All that was written to a terminal; one read gives a part of it, and a closed one an error on Linux."""
    shown = b""
    with suppress(OSError):
        while part := os.read(descriptor, 100_000):
            shown += part
    os.close(descriptor)
    return shown.decode()


@pytest.mark.usefixtures("workshop")
def test_a_terminal_shows_bars_and_colours() -> None:
    here, there = pty.openpty()
    command = [sys.executable, "-m", "unres_site", "build"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm"}
    done = subprocess.run(
        command,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=there,
        timeout=60,
    )
    os.close(there)
    shown = read_terminal(here)
    assert all(f"{stage} …" in shown for stage in ("scan", "plan", "publish"))
    assert "\x1b[36minfo\x1b[0m" in shown
    assert SUMMARY.match(done.stdout.decode()), "what a program reads has no colours"


@pytest.fixture
def default_interrupt() -> Iterator[None]:
    """Let commands that a test starts react to Ctrl-C, which a shell's background jobs ignore from their start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("default_interrupt")
def test_ctrl_c_reaches_a_build_with_workers(workshop: Workshop) -> None:
    write(
        workshop.texts,
        {f"many/99-{number}.txt": text(number) * 40 for number in range(60, 400)},
    )
    command = [sys.executable, "-m", "unres_site", "build", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        command,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        while not Path(".site.unres-site/lock").exists():
            time.sleep(0.01)
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.strip()) == (
        130,
        "Interrupted; the published site is whole.",
    )
    assert not workshop.site.exists()


SIGNALLED = """
import os, sys
event, left, number, script, *arguments = sys.argv[1:]
left, first = int(left), os.getpid()
def step(found, _):
    global left
    if found == event and os.getpid() == first:
        left -= 1
        if left == 0:
            os.killpg(0, int(number))
sys.argv = [script, *arguments]
code = compile(open(script, encoding="utf-8").read(), script, "exec")
sys.addaudithook(step)
exec(code, {"__name__": "__main__", "__file__": script})
"""
"""Runs a script that sends itself and its workers a signal at the given number of imports or forks."""


@pytest.mark.usefixtures("default_interrupt")
@pytest.mark.parametrize(
    ("event", "times", "number"),
    [
        ("import", 1, signal.SIGINT),
        ("import", 4, signal.SIGINT),
        ("import", 40, signal.SIGINT),
        ("import", 40, signal.SIGTERM),
        ("os.fork", 1, signal.SIGINT),
        ("os.fork", 2, signal.SIGTERM),
        ("os.rename", 1, signal.SIGTERM),
    ],
)
def test_signals_end_a_build_in_one_sentence(
    workshop: Workshop, event: str, times: int, number: int
) -> None:
    write(
        workshop.texts,
        {f"many/99-{number}.txt": text(number) for number in range(60, 130)},
    )
    options = ("--jobs", "2", "--no-search", "--quiet")
    command = [
        sys.executable,
        "-c",
        SIGNALLED,
        event,
        str(times),
        str(int(number)),
        str(ROOT / "build.py"),
        *options,
    ]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (
        128 + number,
        "Interrupted; the published site is whole.\n",
    )
    assert not workshop.site.exists()
    assert not Path(".site.unres-site/journal").exists()


@pytest.mark.usefixtures("workshop")
def test_the_script_at_the_root_is_the_same_command() -> None:
    done = run(command=("-I", str(ROOT / "build.py")))
    assert done.returncode == 0, done.stderr
    assert SUMMARY.match(done.stdout)
    assert run("--sources", command=(str(ROOT / "build.py"),)).returncode == 2


def test_help_and_version_need_no_loader() -> None:
    code = "import sys; from unres_site.cli import main; main(sys.argv[1:]); assert 'jinja2' not in sys.modules"
    for arguments in (["--help"], ["build", "--help"], ["--version"]):
        done = run(*arguments, command=("-c", code))
        assert (done.returncode, done.stderr) == (0, "")
        assert "unres-site" in done.stdout


@pytest.mark.usefixtures("workshop")
def test_a_build_of_few_texts_imports_nothing_that_only_many_need(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(
        "COVERAGE_PROCESS_CONFIG", raising=False
    )  # what measures coverage imports them itself
    code = (
        "import sys; from unres_site.cli import main; assert main(sys.argv[1:]) == 0; "
        "late = {'multiprocessing', 'html.parser', 'numpy', 'unres_site.archive.languages.agreement'}; "
        "print(sorted(late & sys.modules.keys()))"
    )
    done = run("build", "--no-search", command=("-c", code))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("interrupted", {}),
        ("not-loaded", {"problem": "No module named 'jinja2'"}),
        ("no-memory", {}),
    ],
)
def test_messages_before_the_catalogue_are_those_of_the_catalogue(
    key: str, words: dict[str, str]
) -> None:
    assert read_message(key, **words) == say(f"terminal.{key}", **words)


def test_a_message_that_can_t_be_read_leaves_its_key_and_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(early, "MESSAGES", tmp_path / "nothing.toml")
    assert read_message("not-loaded", problem="too many files") == (
        "not-loaded too many files"
    )


# --- links


def test_a_broken_link_is_status_1(
    workshop: Workshop, capfd: pytest.CaptureFixture[str]
) -> None:
    page = workshop.folder / "templates" / "about.html"
    links = '<a href="nowhere.html">1</a>\n<a href="years/index.html#nowhere">2</a>\n<p id="main"></p><p id="main"></p>'
    page.write_text(
        f"{page.read_text('utf-8')}{{% block scripts %}}{links}{{% endblock %}}",
        "utf-8",
    )
    assert cli.main(["build", "--check"]) == 1
    out, err = capfd.readouterr()
    assert "; 3 broken links; " in out
    assert re.search(
        r"^about\.html: the anchor main is used more than once\.$", err, re.MULTILINE
    )
    assert re.search(
        r"^about\.html:\d+: the link nowhere\.html leads to nowhere\.html, which is not in",
        err,
        re.MULTILINE,
    )
    assert re.search(
        r"^about\.html:\d+: the link years/index\.html#nowhere leads to an anchor that",
        err,
        re.MULTILINE,
    )


def test_links_are_taken_as_browsers_take_them(tmp_path: Path) -> None:
    pages = {
        "index.html": '<a href="A/58%2858%29.html#op1">1</a> <a href="?q=1#top">2</a> <a href="https://x.org/y">3</a>',
        "A/58(58).html": '<p id="op1"><a href="../index.html">1</a> <a href="#op1">2</a> <img src="../i.svg">',
        "404.html": '<a href="/base/index.html">1</a> <a href="/other/index.html">2</a>',
        "i.svg": "<svg/>",
        "base/x.html": '<a href="../../index.html">out</a>',
    }
    with open_publication(str(tmp_path / "site")) as publication:
        for address, page in pages.items():
            publication.put(address, page.encode())
        publication.commit()
    assert list(find_broken_links(str(tmp_path / "site"), "/base/")) == [
        "404.html:1: the link /other/index.html leads to /other/index.html, which is not in the site.",
        "base/x.html:1: the link ../../index.html leads to ../index.html, which is not in the site.",
    ]


def test_an_outline_has_links_and_anchors_in_order() -> None:
    page = '<p id="a">\n<a href="&amp;x" id=b>…</a><link rel="canonical" href="https://x/"><script src=s.js></script>'
    assert read_outline(page).anchors == ("a", "b")
    assert read_outline(page).links == ((2, "&x"), (2, "s.js"))
