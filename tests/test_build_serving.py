"""Serving: pages as they are published and one script more, a new build where something changed, a failure shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.building import ROOT, Workshop, text, write
from tests.serving import Served, serving
from unres_site.pipeline.commands.server import SCRIPT, State
from unres_site.pipeline.commands.serving import watch_changes
from unres_site.pipeline.report import Options
from unres_site.pipeline.sources.library import WORTH_WORKERS


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as server:
        yield server


def test_a_change_is_built_and_shown(served: Served) -> None:
    status, page = served.get("A/RES/99/1.html")
    assert status == 200
    assert "标题甲" in page
    assert page.count(SCRIPT) == 1
    published = (served.workshop.site / "A/RES/99/1.html").read_text("utf-8")
    assert page.replace(SCRIPT, "") == published, (
        "and the published page has no such script"
    )
    assert "default-src 'none'; script-src 'self'" in published, (
        "whose policy allows it"
    )
    for change in (
        {"resolutions/99-1.txt": text(1, "标题乙")},
        {"site.yml": "title: 标题乙\n"},
    ):
        before = served.build()
        write(served.workshop.folder, change)
        served.wait(before)
        assert "标题乙" in served.get("A/RES/99/1.html")[1]


def test_a_failure_is_shown_and_mended(served: Served) -> None:
    template = served.workshop.folder / "templates" / "about.html"
    sound, before = template.read_text("utf-8"), served.build()
    template.write_text(sound + "{{ <script>", "utf-8")
    served.wait(before)
    status, page = served.get("index.html")
    assert status == 500
    assert "templates/about.html:" in page
    assert "<script>" not in page.replace(SCRIPT, "")
    before = served.build()
    template.write_text(sound, "utf-8")
    served.wait(before)
    assert served.get("index.html")[0] == 200


def test_what_is_served(served: Served) -> None:
    assert served.get("")[1] == served.get("index.html")[1]
    assert served.get("A/RES/99/1.json")[1] == (
        served.workshop.site / "A/RES/99/1.json"
    ).read_text("utf-8")
    status, page = served.get("nowhere.html")
    assert (status, page.replace(SCRIPT, "")) == (
        404,
        (served.workshop.site / "404.html").read_text("utf-8"),
    )
    assert served.get("A/RES/99")[1] == served.get("A/RES/99/")[1], (
        "a folder is asked for by its whole address"
    )
    assert served.get("../site.yml")[0] == 404
    assert served.get("%2e%2e/site.yml")[0] == 404
    assert served.get("index.html", host="evil.example")[0] == 421
    assert served.get("index.html", method="HEAD")[0] == 405


def test_folders_that_come_and_go(served: Served) -> None:
    texts, aside, before = (
        served.workshop.texts,
        served.workshop.folder / "aside",
        served.build(),
    )
    texts.rename(aside)
    served.wait(before)
    status, page = served.get("index.html")
    assert status == 500
    assert "There is no folder resolutions" in page
    before = served.build()
    shutil.copytree(aside, texts)
    served.wait(before)
    assert served.get("index.html")[0] == 200
    before = served.build()
    write(texts, {"99-2.txt": text(2, "标题丙")})
    served.wait(before)
    assert "标题丙" in served.get("A/RES/99/2.html")[1]


def test_a_port_that_is_taken_is_one_sentence(served: Served) -> None:
    command = [sys.executable, "-m", "unres_site", "serve", "--port", str(served.port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        command, env=environment, check=False, capture_output=True, text=True
    )
    said = f"Port {served.port} can't be used: Address already in use; choose another with --port.\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_who_waits_is_told_once_a_build_has_ended() -> None:
    state = State()
    assert not state.wait(0, seconds=0.01)
    threading.Timer(0.05, state.end_build, [""]).start()
    assert state.wait(0, seconds=30)
    assert state.wait(7, seconds=0), (
        "who saw another server's build asks for this one's pages"
    )


def test_no_change_after_the_first_item_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = watch_changes(Options())
    assert next(found) == set(), "there is a first item without a change"
    write(workshop.texts, {"99-1.txt": text(1)})
    assert next(found), "and the next one is for the text"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes in /proc")
def test_a_server_that_is_killed_leaves_no_process_and_no_folder(
    tmp_path: Path,
) -> None:
    workshop = Workshop(tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    slow = {f"98-{number}.txt": "大会，\n" + "1\n" * 1_900_000 for number in (1, 2)}
    texts = {f"99-{number}.txt": text(number) for number in range(1, WORTH_WORKERS)}
    write(workshop.texts, texts | slow)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "TMPDIR": str(temporary),
    }
    command = [sys.executable, "-m", "unres_site"]
    with subprocess.Popen(
        [*command, "serve", "--port", "0", "--jobs", "2"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        wait_until(lambda: len(members(server.pid)) >= 4, "a build with two workers")
        server.kill()
    wait_until(lambda: not members(server.pid), "all have ended")
    assert not workshop.site.exists(), "the build was not finished"
    write(workshop.texts, dict.fromkeys(slow, text(98)))
    subprocess.run([*command, "build"], cwd=tmp_path, env=environment, check=False)
    assert (workshop.site / "A/RES/99/1.html").is_file()
    assert list(temporary.iterdir()) == []
    left = {path.name for path in (tmp_path / ".site.unres-site").iterdir()}
    assert left <= {"lock", "seals", "tree"}


def members(group: int) -> list[int]:
    """The processes of a group."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(status.parent.name))
    return found


def wait_until(is_true: Callable[[], bool], what: str) -> None:
    """Wait for a minute at most."""
    for _ in range(600):
        if is_true():
            return
        time.sleep(0.1)
    pytest.fail(f"never: {what}")
