"""What every test may ask for: the project's own texts, the corpus where it is at hand, golden files."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import hypothesis
import jinja2
import pytest
from coverage import Coverage
from hypothesis.configuration import set_hypothesis_home_dir

from benchmarks.compiled import remember_compiled

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"

MEMORY = Path("/dev/shm")  # noqa: S108 - each run has a folder of its own there
"""A file system that is kept in memory, on Linux."""

ROOM = 4_000_000_000
"""Bytes that must be free there. A run takes a fourth of them."""

# Hypothesis keeps tables of characters there, which take seconds to make. Many tests change the current folder.
set_hypothesis_home_dir(ROOT / ".hypothesis")

# The same examples on every run where a failure must be repeatable; new ones each time where a person looks on.
hypothesis.settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=100
)
hypothesis.settings.register_profile("dev", deadline=None, max_examples=100)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes what the tests would compare; look at the difference before you commit it."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files instead of comparing them",
    )


def pytest_configure() -> None:
    """Let tests write into memory, and let a forked process not write what its parent has measured until then."""
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
    if measuring := Coverage.current():
        os.register_at_fork(after_in_child=partial(setattr, measuring, "save", bool))


def has_room(folder: Path) -> bool:
    """Whether tests may write into a folder, and run what they write there.

    A build waits until all files of its file system are on the disk: those of all other tests, too. There is no such
    wait in memory.
    """
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    system = os.statvfs(folder)
    may_run = not system.f_flag & os.ST_NOEXEC
    return may_run and system.f_bavail * system.f_frsize >= ROOM


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that read the corpus, which is not everywhere: `-m "not corpus"` runs the others.

    Tests that try many inputs are not measured: they would take half as long again.
    """
    for item in items:
        if "corpus" in getattr(item, "fixturenames", ()):
            item.add_marker("corpus")
        if hypothesis.is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("unmeasured")


def pytest_collection_finish() -> None:
    """Look for garbage seldom, as the command does: builds make next to none, and thousands of tests are in memory."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure coverage only in tests that run everywhere. Code that only the corpus or a browser runs is left out.

    So is what takes times or starts many processes, for measuring would slow it down.
    """
    measuring = Coverage.current()
    unmeasured = any(
        any(item.iter_markers(name)) for name in ("browser", "corpus", "unmeasured")
    )
    if measuring is None or not unmeasured:
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(
            "COVERAGE_PROCESS_CONFIG", raising=False
        )  # so that no process is measured that the test starts
        measuring.stop()
        try:
            return (yield)
        finally:
            measure_again(measuring)


def measure_again(measuring: Coverage) -> None:
    """Start what was stopped, without another wrapper around `os._exit`: each writes all that is measured."""
    patches = measuring.get_option("run:patch")
    measuring.set_option("run:patch", [])
    measuring.start()
    measuring.set_option("run:patch", patches)


@pytest.fixture(scope="session", autouse=True)
def compile_templates_once() -> Generator[None]:
    """Compile each template once in a process: hundreds of builds have the same, and it takes a third of their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", remember_compiled())
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real resolutions with their truth, which lie beside the checkout and do not belong to it."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus (shared/corpus beside the checkout) is not at hand")
    return CORPUS


@pytest.fixture(scope="session")
def seed_texts() -> dict[str, bytes]:
    """The project's own four texts as they lie on disk, by their path below `resolutions/`."""
    folder = ROOT / "resolutions"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.txt"))
    }


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against `tests/golden/NAME`; with --update-golden write it there."""
    update = request.config.getoption("--update-golden")

    def check(name: str, actual: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8", newline="\n")
        assert path.is_file(), (
            f"{name} is not a golden file yet: run pytest --update-golden and look at what it writes"
        )
        assert actual == path.read_text(encoding="utf-8"), (
            f"{name} differs: pytest --update-golden, then git diff"
        )

    return check
