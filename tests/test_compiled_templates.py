"""Compiled templates: they are used while they are right, and never while they are not."""

import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jinja2
import pytest

from unres_site.pipeline.store.templates import CompiledTemplates
from unres_site.settings import SiteConfig
from unres_site.site.addresses import ABOUT
from unres_site.site.rendering.render import Renderer
from unres_site.site.views import NoView, Page

ROOT = Path(__file__).parents[1]
PAGE = Page(ABOUT, "about", NoView())
KEPT = "__pycache__/about.zh.htmlc"


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates, where nothing is compiled yet."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=ignored)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that Jinja compiles."""
    names: list[str] = []
    whole = jinja2.Environment.compile

    def compile_template(
        self: jinja2.Environment, source: str, name: str, filename: str
    ) -> object:
        names.append(name)
        return whole(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "compile", compile_template)
    return names


def render(templates: Path, version: bytes = b"1", page: Page = PAGE) -> bytes:
    kept = partial(CompiledTemplates, version)
    folders = templates, ROOT / "static", ROOT / "content"
    return Renderer(SiteConfig(), *folders, compiled=kept).render(page)


def cut(templates: Path) -> None:
    file = templates / KEPT
    file.write_bytes(file.read_bytes()[:-1])


def damage(templates: Path) -> None:
    file = templates / KEPT
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)


def empty(templates: Path) -> None:
    (templates / KEPT).write_bytes(b"")


def link(templates: Path) -> None:
    file = templates / KEPT
    file.rename(templates / "elsewhere")
    file.symlink_to(templates / "elsewhere")


def edit(templates: Path) -> None:
    file = templates / "about.html"
    text = file.read_text("utf-8").replace("{% endblock", "edited{% endblock", 1)
    file.write_text(text, "utf-8")


def test_a_template_is_compiled_once(templates: Path, compiled: list[str]) -> None:
    first = render(templates)
    assert "about.html" in compiled
    compiled.clear()
    assert render(templates) == first
    assert compiled == []


@pytest.mark.parametrize("change", [cut, damage, empty, link, edit])
def test_what_is_not_as_it_was_made_is_not_run(
    templates: Path, compiled: list[str], change: Callable[[Path], None]
) -> None:
    first = render(templates)
    compiled.clear()
    change(templates)
    second = render(templates)
    assert compiled == ["about.html"]
    assert (second == first) == (change is not edit)


def test_another_version_compiles_again(templates: Path, compiled: list[str]) -> None:
    first = render(templates)
    compiled.clear()
    assert render(templates, version=b"2") == first
    assert "about.html" in compiled


def test_each_language_has_its_own(templates: Path, compiled: list[str]) -> None:
    chinese = render(templates)
    english = Page(f"en/{ABOUT}", "about", NoView())
    assert "<title>About" in render(templates, page=english).decode()
    compiled.clear()
    assert render(templates) == chinese
    assert compiled == []


def test_a_folder_that_was_moved_compiles_again(
    templates: Path, compiled: list[str]
) -> None:
    render(templates)
    compiled.clear()
    moved = templates.rename(templates.with_name("moved"))
    render(moved)
    assert "about.html" in compiled, "errors name the file that is compiled in"


def test_no_bytecode_is_kept_if_python_keeps_none(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render(templates)
    assert not (templates / "__pycache__").exists()


def test_what_can_t_be_kept_stops_no_page(templates: Path) -> None:
    (templates / "__pycache__").write_text("a file in the place of the folder")
    assert render(templates)
