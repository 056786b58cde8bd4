"""The build as a whole: from a folder of texts to a published site, incremental and full, for any texts."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sameness import MACHINES, build_on, find_differing, try_edits
from tests.building import ROOT, Workshop, english, text, tree_of, write
from unres_site.errors import (
    ConfigError,
    OutputError,
    TemplateError,
    UsageError,
    describe,
)
from unres_site.loader import load
from unres_site.messages import get_catalogue
from unres_site.pipeline import build as pipeline
from unres_site.pipeline.configuring import folders
from unres_site.pipeline.outputs import rendering
from unres_site.pipeline.planning import Planner
from unres_site.pipeline.publishing.publication import Publication
from unres_site.pipeline.report import Changes, Options, Report
from unres_site.pipeline.sources import library, reading
from unres_site.pipeline.sources import scanning as sources
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.sources.scanning import scan
from unres_site.pipeline.store import cache
from unres_site.pipeline.store.records import RecordStore
from unres_site.records import Reading
from unres_site.settings import Sidecar
from unres_site.site.rendering.render import Renderer
from unres_site.site.views import Page

INVALID = ROOT / "tests" / "data" / "invalid"
# matches: \x9b
# rejects: \n
UNSEEN_ON_PAGES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
GOOD = {"good/99-50.txt": text(50)}


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    return Workshop(tmp_path)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("standing"))


@pytest.fixture
def again(standing: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """One workshop for many tests, which find its site and its cache as the test before left them."""
    monkeypatch.chdir(standing.folder)
    shutil.rmtree(standing.texts)
    write(standing.texts, GOOD)
    return standing


def messages(summary: Report) -> str:
    """Errors and warnings, a line each."""
    return "".join(
        f"{found}\n" for found in summary.diagnostics if found.severity != "info"
    )


def messages_in_both(summary: Report) -> str:
    """Errors and warnings, a line each, and below it what the page of text quality says in Chinese."""
    words = get_catalogue("zh")
    found = (found for found in summary.diagnostics if found.severity != "info")
    return "".join(f"{one}\n  {words.sentence(describe(one))}\n" for one in found)


def test_the_four_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    summary = pipeline.build(
        Options(
            output=str(tmp_path / "site"), cache=str(tmp_path / "cache"), check=True
        ),
        print,
    )
    assert (
        summary.texts,
        summary.published,
        summary.count("error"),
        summary.broken,
    ) == (4, 4, 0, ())
    for symbol in ("58/58", "58/241", "62/22", "64/50"):
        record = json.loads((tmp_path / f"site/A/RES/{symbol}.json").read_bytes())
        assert record["symbol"] == f"A/RES/{symbol}"
        assert record["title"] in (tmp_path / f"site/A/RES/{symbol}.html").read_text(
            "utf-8"
        )
    corrected = (tmp_path / "site/A/RES/62/22.json").read_text("utf-8")
    assert '"insert":"最"' in corrected or '"insert":"秘书长最近"' in corrected


# --- bad texts


@pytest.mark.unmeasured
@pytest.mark.parametrize("case", sorted(path.name for path in INVALID.iterdir()))
def test_a_bad_text_is_said_in_one_sentence_and_the_others_are_published(
    again: Workshop, case: str, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(INVALID / case / "texts", again.texts, dirs_exist_ok=True)
    summary = again.build(check=True)
    expected = INVALID / case / "expected.txt"
    if request.config.getoption("--update-golden"):
        expected.write_text(messages_in_both(summary), "utf-8")
    assert messages_in_both(summary) == expected.read_text("utf-8")
    assert (again.site / "A/RES/99/50.html").is_file()
    assert summary.broken == ()
    unseen = UNSEEN_ON_PAGES.findall(
        "".join(page.read_text("utf-8") for page in again.site.rglob("*.html"))
    )
    assert unseen == []
    left_out = {
        found.file
        for found in summary.diagnostics
        if found.severity == "error" or found.code == "duplicate-text"
    }
    assert summary.published == summary.texts - len(left_out)


def make_loop(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)


def make_dead_link(folder: Path) -> None:
    (folder / "99-1.txt").symlink_to(folder / "nowhere.txt")


def make_pipe(folder: Path) -> None:
    os.mkfifo(folder / "99-1.txt")


def make_locked(folder: Path) -> None:
    write(folder, {"99-1.txt": text(1)})
    (folder / "99-1.txt").chmod(0)


def make_locked_folder(folder: Path) -> None:
    write(folder, {"locked/99-1.txt": text(1)})
    (folder / "locked").chmod(0)


def make_huge(folder: Path) -> None:
    with (folder / "99-1.txt").open("wb") as file:
        file.truncate(100_000_000)


def make_line_of_ten_megabytes(folder: Path) -> None:
    write(folder, {"99-1.txt": "大会，" + "a" * 10_000_000})


def make_long_line(folder: Path) -> None:
    write(folder, {"99-1.txt": "大会，" + "甲乙" * 600_000})


def make_long_remark(folder: Path) -> None:
    write(folder, {"99-1.txt": text(1), "99-1.md": "说" * 64_001})


def make_names(folder: Path) -> None:
    for name in (
        b"\x1b[31m.txt",
        b"a\nb.txt",
        b"\xff.txt",
        b"\\xff.txt",
        b"\xc2\x9b31m.txt",
        "\u202etxt.md".encode(),
    ):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"")


def make_link_to_itself(folder: Path) -> None:
    (folder / "99-1.txt").symlink_to("99-1.txt")


def make_link_to_no_folder(folder: Path) -> None:
    (folder / "more").symlink_to("/nowhere")


def make_dead_sidecar(folder: Path) -> None:
    write(folder, {"99-1.txt": text(1)})
    (folder / "99-1.yml").symlink_to(folder / "nowhere.yml")


def make_pipe_of_a_remark(folder: Path) -> None:
    write(folder, {"99-1.txt": text(1)})
    os.mkfifo(folder / "99-1.md")


def make_device(folder: Path) -> None:
    (folder / "99-1.txt").symlink_to("/dev/zero")


def make_socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(folder / "99-1.txt"))


NO_TEXT = "error: There is no text in this file; extract it again from its PDF, or remove it. [empty]\n"


OUTSIDE = (
    "error: This link leads out of the folder of the texts; put the file itself here, "
    "or name the folder that it leads to in site.yml (linked_folders: [/srv/texts]). "
    "[link-outside]\n"
)


GENERATED: list[tuple[Callable[[Path], None], str]] = [
    (make_loop, ""),
    (
        make_dead_link,
        "99-1.txt: error: The file can't be read: no such file or directory. [unreadable]\n",
    ),
    (
        make_pipe,
        "99-1.txt: error: The file can't be read: it is a device or a pipe. [unreadable]\n",
    ),
    (
        make_locked,
        "99-1.txt: error: The file can't be read: permission denied. [unreadable]\n",
    ),
    (
        make_locked_folder,
        "locked: error: The file can't be read: permission denied. [unreadable]\n",
    ),
    (
        make_huge,
        (
            "99-1.txt: error: The file has 100,000,000 bytes; the limit is 4,000,000 bytes. "
            "Split it, one resolution a file. [too-large]\n"
        ),
    ),
    (
        make_line_of_ten_megabytes,
        (
            "99-1.txt: error: The file has 10,000,009 bytes; the limit is 4,000,000 bytes. "
            "Split it, one resolution a file. [too-large]\n"
        ),
    ),
    (
        make_long_remark,
        "99-1.md: error: The file has 64,001 characters; the limit is 64,000. [sidecar-invalid]\n",
    ),
    (
        make_names,
        rf"\\xff.txt: {NO_TEXT}"
        r"\u202etxt.md: warning: This file has no text of the same name beside it; name it after its text. "
        "[remark-unused]\n"
        + "".join(
            f"{name}.txt: {NO_TEXT}"
            for name in (r"\x1b[31m", r"\x9b31m", r"\xff", r"a\nb")
        ),
    ),
    (
        make_link_to_itself,
        "99-1.txt: error: The file can't be read: too many levels of symbolic links. [unreadable]\n",
    ),
    (
        make_link_to_no_folder,
        f"more: {OUTSIDE}",
    ),
    (
        make_dead_sidecar,
        "99-1.yml: error: The file can't be read: no such file or directory. [unreadable]\n",
    ),
    (
        make_pipe_of_a_remark,
        "99-1.md: error: The file can't be read: it is a device or a pipe. [unreadable]\n",
    ),
    (
        make_device,
        (
            f"99-1.txt: {OUTSIDE}"
            "99-1.txt: error: The file can't be read: it is a device or a pipe. [unreadable]\n"
        ),
    ),
    (
        make_socket,
        "99-1.txt: error: The file can't be read: it is a device or a pipe. [unreadable]\n",
    ),
]


@pytest.mark.parametrize(
    ("make", "expected"), GENERATED, ids=[make.__name__ for make, _ in GENERATED]
)
def test_what_a_repository_can_not_hold(
    again: Workshop, make: Callable[[Path], None], expected: str
) -> None:
    if "locked" in make.__name__ and os.geteuid() == 0:
        pytest.skip("no file is locked for the superuser")
    make(again.texts)
    summary = again.build(search=False)
    assert messages(summary) == expected
    assert (again.site / "A/RES/99/50.html").is_file()


def test_a_file_that_may_not_be_read(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for a user whose rights do not suffice; the superuser, who may run the tests, has them all."""
    write(workshop.texts, {**GOOD, "99-1.txt": text(1)})

    opened = os.open

    def refuse(path: str, *rest: Any, **named: Any) -> int:
        if str(path).endswith("99-1.txt"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse)
    summary = workshop.build()
    assert messages_in_both(summary) == (
        "99-1.txt: error: The file can't be read: permission denied. [unreadable]\n  无法读取文件：没有读取权限。\n"
    )
    assert summary.published == 1


@pytest.mark.unmeasured
def test_a_line_of_a_million_characters_ends_in_time(workshop: Workshop) -> None:
    write(workshop.texts, GOOD)
    make_long_line(workshop.texts)
    workshop.build()
    assert (workshop.site / "A/RES/99/50.html").is_file()


def test_a_mistake_in_the_loader_is_one_text_s_matter(workshop: Workshop) -> None:
    def loader(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
        if file.startswith("99-1"):
            raise ZeroDivisionError("oops")
        return load(data, file, sidecar, remark)

    write(workshop.texts, {**GOOD, "99-1.txt": text(1)})
    summary = pipeline.build(Options(cache=None), print, loader)
    reason = "the loader fails on it (ZeroDivisionError: oops); please report it with the text"
    assert (
        messages(summary)
        == f"99-1.txt: error: The file can't be read: {reason}. [unreadable]\n"
    )
    assert summary.published == 1


def test_strict_publishes_nothing(workshop: Workshop) -> None:
    write(workshop.texts, {**GOOD, "99-1.txt": ""})
    assert workshop.build(strict=True).changes is None
    assert not workshop.site.exists()


def test_where_no_text_can_be_read_the_old_site_stays(workshop: Workshop) -> None:
    write(workshop.texts, GOOD)
    workshop.build()
    before = tree_of(workshop.site)
    write(workshop.texts, {"good/99-50.txt": ""})
    assert workshop.build().changes is None
    assert tree_of(workshop.site) == before


# --- wrong use


def test_why_there_are_no_texts_is_said(workshop: Workshop) -> None:
    """A folder may be locked; here it is a link to none."""
    (workshop.texts / "zh").symlink_to("nowhere")
    with pytest.raises(UsageError, match="no text"):
        workshop.build()
    (said,) = workshop.notices
    assert said.startswith("zh: error: The file can't be read: ")


def test_no_texts_no_folder_no_templates(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(
        UsageError, match=r"no text \(\*\.txt\) in the folder resolutions"
    ):
        workshop.build()
    with pytest.raises(UsageError, match="There is no folder nowhere"):
        workshop.build(source="nowhere")
    shutil.rmtree(workshop.folder / "templates")
    monkeypatch.setattr(folders, "CHECKOUT", workshop.folder)
    with pytest.raises(UsageError, match="There is no folder templates"):
        workshop.build()
    assert not workshop.site.exists()


def test_a_page_that_is_gone_is_forgotten_where_nothing_is_published(
    again: Workshop,
) -> None:
    write(again.texts, {"gone/99-51.txt": text(51)})
    again.build(search=False)
    kept = cache.Cache(".cache", pytest.fail)
    assert "A/RES/99/51.html" in kept.list_pages()
    shutil.rmtree(again.site)
    shutil.rmtree(again.texts / "gone")
    again.build(search=False)
    left = kept.list_pages()
    assert "A/RES/99/51.html" not in left
    assert left == set(kept.read_pages())


@pytest.mark.parametrize(
    "output",
    ["resolutions", "resolutions/site", ".", "..", "templates/x", ".cache", "static"],
)
def test_an_output_that_would_swallow_what_is_read(
    workshop: Workshop, output: str
) -> None:
    write(workshop.texts, GOOD)
    before = tree_of(workshop.folder)
    with pytest.raises(OutputError):
        workshop.build(output=output)
    assert tree_of(workshop.folder) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"titel: x", "site.yml:1:1: there is no key titel; did you mean title?"),
        (
            "title: 文".encode("gb18030"),
            "site.yml: this file is not in UTF-8; save it as UTF-8.",
        ),
    ],
)
def test_a_wrong_configuration(
    workshop: Workshop, content: bytes, sentence: str
) -> None:
    write(workshop.folder, {"site.yml": content})
    write(workshop.texts, GOOD)
    with pytest.raises(ConfigError) as caught:
        workshop.build()
    assert str(caught.value) == sentence
    with pytest.raises(
        ConfigError,
        match=r"nowhere\.yml: the configuration can't be read: no such file",
    ):
        workshop.build(config="nowhere.yml")


@pytest.mark.parametrize(
    "template",
    ["{% if %}", "{{ nothing_of_that_name }}", "{% include 'nowhere.html' %}"],
)
def test_a_template_that_fails_leaves_the_old_site(
    workshop: Workshop, template: str
) -> None:
    write(workshop.texts, GOOD)
    workshop.build()
    before = tree_of(workshop.site)
    page = workshop.folder / "templates" / "about.html"
    page.write_text(
        f"{page.read_text('utf-8')}\n{{% block content %}}{template}{{% endblock %}}",
        "utf-8",
    )
    with pytest.raises(TemplateError, match=r"^templates/about\.html:\d+: "):
        workshop.build()
    assert tree_of(workshop.site) == before


# --- incremental and reproducible


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("of_texts", [False, True], ids=["of anything", "of texts"])
def test_after_any_row_of_edits_an_incremental_build_equals_a_full_one(
    workshop: Workshop, seed: int, *, of_texts: bool
) -> None:
    for done, different in try_edits(
        workshop, 20, seed, at_a_time=2, of_texts=of_texts
    ):
        assert not different, f"after {done}"


def test_only_what_changed_is_loaded_and_rendered(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "FRESH", -(10**12))
    write(workshop.texts, {f"99-{number}.txt": text(number) for number in (1, 2, 3, 4)})
    loaded: list[str] = []

    def loader(data: bytes, file: str, sidecar: Sidecar | None, remark: str) -> Reading:
        loaded.append(file)
        return load(data, file, sidecar, remark)

    rendered: list[str] = []
    render = Renderer.render

    def note(self: Renderer, page: Page) -> bytes:
        rendered.append(page.address)
        return render(self, page)

    monkeypatch.setattr(Renderer, "render", note)
    pipeline.build(Options(), print, loader)
    assert len(loaded) == 4
    assert "A/RES/99/4.html" in rendered
    loaded.clear()
    rendered.clear()
    pipeline.build(Options(), print, loader)
    assert (loaded, rendered) == ([], [])
    write(workshop.texts, {"99-2.txt": text(2).replace("保存", "保管")})
    pipeline.build(Options(), print, loader)
    assert loaded == ["99-2.txt"]
    assert "A/RES/99/2.html" in rendered
    assert "A/RES/99/4.html" not in rendered, "it names nothing of 99/2"


def test_other_words_around_a_citation_are_shown_where_it_leads_without_a_plan(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    citing = text(2, cites=(1, 3)).replace("/1 号决议", "/1 号决议第 1 段")
    own = {"99-1.txt": text(1), "99-2.txt": citing, "99-3.txt": text(3, cites=(2,))}
    write(workshop.texts, {**own, "en/99-1.txt": english(1, "Records")})
    workshop.build()
    changed = citing.replace("回顾", "重申").replace("第 1 段", "第 2 段中的规定")
    write(workshop.texts, {"99-2.txt": changed})
    with monkeypatch.context() as patch:
        patch.delattr(Planner, "_plan_pages")
        workshop.build()
    for page in ("A/RES/99/1.html", "A/RES/99/3.html", "en/A/RES/99/1.html"):
        shown = (workshop.site / page).read_text("utf-8")
        assert "重申" in shown, page
        assert "<q>回顾" not in shown, page
    own_page = (workshop.site / "A/RES/99/2.html").read_text("utf-8")
    assert "1.html#op2" in own_page
    assert "1.html#op1" not in own_page
    assert tree_of(workshop.site) == workshop.build_full()


def test_a_text_that_is_held_twice_in_the_same_words_may_get_others(
    workshop: Workshop,
) -> None:
    same = {"99-1.txt": text(1), "again.txt": text(1), "99-2.txt": text(2)}
    write(workshop.texts, same)
    assert workshop.build().is_sound
    for file in ("again.txt", "99-1.txt"):
        write(workshop.texts, {**same, file: text(1).replace("保存", "保管")})
        assert not workshop.build().is_sound, f"{file} has other words now"
        assert tree_of(workshop.site) == workshop.build_full()
        write(workshop.texts, same)
        assert workshop.build().is_sound


def test_an_unchanged_text_is_not_opened(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "FRESH", -(10**12))
    write(workshop.texts, GOOD)
    workshop.build()
    monkeypatch.setattr(reading, "read", lambda *_: pytest.fail("opened"))
    assert workshop.build().published == 1


def test_a_change_within_the_clock_s_grain_is_seen(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sources, "FRESH", 10**18
    )  # however long the first build takes, its texts are fresh
    path = workshop.texts / "99-1.txt"
    write(workshop.texts, {"99-1.txt": text(1, "标题甲")})
    before = path.stat()
    workshop.build()
    assert cache.Cache(".cache", print).read_statuses() == {"99-1.txt": b""}, (
        "its times are too fresh to be trusted"
    )
    path.write_text(text(1, "标题乙"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    workshop.build()
    assert "标题乙" in (workshop.site / "A/RES/99/1.html").read_text("utf-8")


def test_a_template_that_changes_during_a_build_is_seen_by_the_next(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "FRESH", -(10**12))
    write(workshop.texts, GOOD)
    home = workshop.folder / "templates" / "home.html"
    commit = Publication.commit

    def edit_and_commit(self: Publication) -> Changes:
        words = home.read_text("utf-8").replace("{% endblock", "edited{% endblock")
        home.write_text(words, "utf-8")
        return commit(self)

    with monkeypatch.context() as patch:
        patch.setattr(Publication, "commit", edit_and_commit)
        workshop.build()
    workshop.build()
    assert "edited" in (workshop.site / "index.html").read_text("utf-8")


@pytest.mark.parametrize("harm", ["locked", "read-only", "of another format"])
def test_a_cache_that_can_not_be_used_costs_time_alone(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    write(workshop.texts, GOOD)
    workshop.build()
    path = workshop.folder / ".cache" / cache.FILE
    with sqlite3.connect(path) as connection:
        if harm == "of another format":
            connection.execute("pragma user_version = 99")
    if harm != "of another format":
        monkeypatch.setattr(
            sqlite3,
            "connect",
            lambda *_, **__: (_ for _ in ()).throw(
                sqlite3.OperationalError(f"database is {harm}")
            ),
        )
    write(workshop.texts, {"99-1.txt": text(1)})
    assert workshop.build().published == 2
    assert workshop.notices == (
        []
        if harm == "of another format"
        else [
            f"The cache .cache/{cache.FILE} can't be used (database is {harm}); the build goes on without it."
        ]
    )


@pytest.mark.unmeasured
def test_same_texts_same_bytes_whatever_the_machine(tmp_path: Path) -> None:
    """Other hash seeds, time zones, locales, processes, folders, dates and orders of files."""
    first, *others = (
        build_on(machine, tmp_path / str(at)) for at, machine in enumerate(MACHINES)
    )
    assert [find_differing(first, other) for other in others] == [set()] * len(others)


@pytest.mark.unmeasured
def test_pages_rendered_in_processes_are_the_same(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workshop.texts, {f"99-{number}.txt": text(number) for number in range(1, 40)})
    one_process = workshop.build_full()
    monkeypatch.setattr(rendering, "WORTH_WORKERS", 1)
    workshop.build(jobs=2)
    assert tree_of(workshop.site) == one_process
    write(workshop.folder, {"templates/home.html": "{{ nothing_of_that_name }}"})
    with pytest.raises(TemplateError, match=r"^templates/home\.html:1: "):
        workshop.build(jobs=2, cache=None)


# --- scanning


def test_what_is_scanned(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "zh/62-22.txt": "", "zh/62-22.yml": "", "zh/62-22.md": "", "deep/er/1.TXT": "", ".hidden/2.txt": "",
            "zh/.3.txt": "", "zh/README.md": "", "zh/picture.png": "", "alone.yaml": "", "zh/62-22.yaml": "",
        },
    )  # fmt: skip
    (tmp_path / "again").symlink_to(tmp_path / "zh")
    found = scan(str(tmp_path))
    texts = {files.text.name: files for files in found.texts}
    assert list(texts) == ["deep/er/1.TXT", "zh/62-22.txt"]
    beside = texts["zh/62-22.txt"]
    assert beside.remark is not None
    assert beside.sidecar is not None
    assert beside.remark.name == "zh/62-22.md"
    assert [(one.code, one.file) for one in found.diagnostics] == [
        ("remark-unused", "alone.yaml"),
    ]
    assert [file.name for file in beside.surplus] == ["zh/62-22.yml"]
    assert {one.file: one.details["reason"] for one in found.skipped} == {
        ".hidden": "reason.hidden", "zh/.3.txt": "reason.hidden", "zh/README.md": "reason.readme",
        "zh/picture.png": "reason.kind",
    }  # fmt: skip


def test_a_sidecar_belongs_to_its_text_in_whichever_form_their_names_are(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"r\u00e9solution.txt": "", "re\u0301solution.yml": ""})
    [files] = scan(str(tmp_path)).texts
    assert files.sidecar is not None


def test_links_out_of_the_folder(workshop: Workshop) -> None:
    outside = {
        "secret.txt": text(9),
        "s.md": "a secret remark",
        "deep/99-8.txt": text(8),
    }
    write(workshop.folder / "outside", outside)
    write(workshop.texts, {**GOOD, "99-1.txt": text(1), "99-2.txt": text(2)})
    links = {
        "99-1.md": "../outside/s.md", "alone.md": str(workshop.folder / "outside/s.md"), "folder": "../outside/deep",
        "99-9.txt": "../outside/secret.txt", "proc.txt": "/proc/self/environ", "x.pdf": "../outside/s.md",
    }  # fmt: skip
    for name, target in links.items():
        (workshop.texts / name).symlink_to(target)
    summary = workshop.build()
    refused = {one.file for one in summary.diagnostics if one.code == "link-outside"}
    assert refused == links.keys()
    assert not [
        address
        for address, content in tree_of(workshop.site).items()
        if b"secret remark" in content
    ]
    assert not (workshop.site / "A/RES/99/1.html").exists(), (
        "a text is not published without its remark"
    )
    assert (workshop.site / "A/RES/99/2.html").exists()
    write(workshop.folder, {"site.yml": "linked_folders: [outside]\n"})
    summary = workshop.build()
    assert {one.file for one in summary.diagnostics if one.code == "link-outside"} == {
        "proc.txt"
    }
    assert "a secret remark" in (workshop.site / "A/RES/99/1.html").read_text("utf-8")
    assert (workshop.site / "A/RES/99/9.html").exists()
    assert (workshop.site / "A/RES/99/8.html").exists()
    write(workshop.folder, {"site.yml": "title: without\n"})
    workshop.build()
    assert tree_of(workshop.site) == workshop.build_full()
    assert not (workshop.site / "A/RES/99/9.html").exists(), (
        "what was allowed once is looked at again"
    )


def test_files_that_editors_leave_stop_no_build(workshop: Workshop) -> None:
    write(workshop.texts, GOOD)
    workshop.build()
    before = tree_of(workshop.site)
    for folder in ("resolutions", "templates", "static", "static/js", "content"):
        for name in (
            ".DS_Store",
            "notes.js~",
            "#base.html#",
            ".notes.js.swp",
            "Thumbs.db",
        ):
            (workshop.folder / folder / name).write_bytes(b"\xff{{ {%")
        (workshop.folder / folder / ".#base.html").symlink_to("somebody@host.1:2")
    workshop.build()
    assert tree_of(workshop.site) == before
    assert workshop.build_full() == before


@pytest.mark.parametrize(
    "name",
    [
        "site.yml",
        "content/about.zh.md",
        "templates/home.html",
        "static/css/10-tokens.css",
    ],
)
@pytest.mark.parametrize("target", ["nowhere", "/proc/self/environ"])
def test_links_in_the_owner_s_folders_are_one_sentence(
    workshop: Workshop, name: str, target: str
) -> None:
    write(workshop.texts, GOOD)
    path = workshop.folder / name
    path.unlink()
    path.symlink_to(target)
    with pytest.raises(UsageError, match=path.name) as refused:
        workshop.build()
    assert "\n" not in str(refused.value)


@pytest.mark.unmeasured
def test_loading_in_processes_gives_what_loading_here_gives(tmp_path: Path) -> None:
    write(
        tmp_path / "texts",
        {
            f"99-{number}.txt": text(number)
            for number in range(1, library.WORTH_WORKERS + 2)
        },
    )
    found = scan(str(tmp_path / "texts"))
    loaded = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        held = Library(
            found,
            load,
            cache.Cache(None, print),
            RecordStore(str(folder), 0, str(folder / "spare")),
        )
        held.load(jobs, lambda *_: None)
        records = [
            held.get_record(one)
            for entry in held.list_entries().values()
            for one in entry.summaries
        ]
        loaded.append((held.list_entries(), records))
    assert loaded[0] == loaded[1]
    assert len(loaded[0][1]) == library.WORTH_WORKERS + 1


def test_a_check_does_not_miss_a_search_that_was_not_wanted(again: Workshop) -> None:
    assert again.build(check=True, search=False).broken == ()
    write(
        again.texts,
        {"good/99-50.md": "[词](../../../search/words.js) [页](nowhere.html)\n"},
    )
    assert [
        line.split(": ")[1] for line in again.build(check=True, search=False).broken
    ] == [
        "the link nowhere.html leads to A/RES/99/nowhere.html, which is not in the site."
    ]


def test_a_check_finds_files_that_were_written_over(again: Workshop) -> None:
    again.build()
    harmed = (
        "index.html",
        "A/RES/99/50.html",
        "A/RES/99/50.json",
        "search/directory/0.js",
        "assets/site.css",
        "_headers",
    )
    for address in harmed:
        with (again.site / address).open("ab") as file:
            file.write(b"harm")
    assert again.build(check=True).broken == ()
    assert tree_of(again.site) == again.build_full()


# --- time


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_text_that_takes_too_long_is_left_out_and_named(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    def load_slowly(
        data: bytes, file: str, sidecar: Sidecar | None, remark: str
    ) -> Reading:
        while file == "99-1.txt":
            with suppress(Exception):
                sum(range(1000))
        return load(data, file, sidecar, remark)

    monkeypatch.setattr(reading, "LONGEST", 0.2)
    monkeypatch.setattr(library, "WORTH_WORKERS", 1)
    write(workshop.texts, {**GOOD, "99-1.txt": text(1)})
    summary = workshop.build(load_slowly, jobs=jobs)
    assert [
        (one.code, one.file) for one in summary.diagnostics if one.severity == "error"
    ] == [("too-slow", "99-1.txt")]
    assert summary.published == 1


def test_a_large_text_is_read_alone_and_named_while_it_is(workshop: Workshop) -> None:
    large = text(3) + "\n" * library.BATCH_BYTES
    write(
        workshop.texts,
        {
            "99-1.txt": text(1),
            "99-2.txt": text(2),
            "99-3.txt": large,
            "99-4.txt": text(4),
        },
    )
    found: list[tuple[int, str]] = []

    def note(stage: str, done: int, _: int, item: str) -> None:
        if stage == "texts":
            found.append((done, item))

    pipeline.build(Options(cache=None), print, progress=note)
    assert found == [
        (0, ""),
        (0, "99-1.txt"),
        (2, "99-3.txt"),
        (3, "99-4.txt"),
        (4, ""),
    ]


def test_a_build_leaves_nothing_but_its_folders(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = workshop.folder / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = {path.name for path in workshop.folder.iterdir()}
    write(workshop.texts, GOOD)
    workspace = workshop.folder / ".site.unres-site"
    workspace.mkdir()
    (workspace / "records").write_bytes(b"left by a build that was killed")
    for options in ({"cache": None}, {}, {"cache": None, "strict": True}):
        workshop.build(**options)
        assert not (workspace / "records").exists()
    write(workshop.folder, {"templates/home.html": "{{ nothing_of_that_name }}"})
    with pytest.raises(TemplateError):
        workshop.build(cache=None)
    assert not (workspace / "records").exists()
    assert list(temporary.iterdir()) == []
    assert {path.name for path in workshop.folder.iterdir()} - before == {
        "site",
        ".site.unres-site",
        ".cache",
    }
