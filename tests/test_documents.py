"""What the documents say of the tree is true: paths exist, names are in their modules, and no room is left out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "unres_site"
DOCUMENTS = ("docs/architecture.md", "CONTRIBUTING.md")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

# matches: `loader/decode/`
# matches: `tests/test_build.py`
# matches: `messages/en.toml`
# rejects: `RULES`
# rejects: `A/RES/58/58`
PATH = re.compile(
    r"`((?:[\w.-]+/)*(?:[\w.-]+/|[\w-]+\.(?:py|js|md|toml|yml|json|html|in)))`"
)

# matches: `loader/load.py` (`load`)
# rejects: `loader/load.py` reads
NAME = re.compile(r"`([\w./-]+\.py)`\s\(`(\w+)`\)")

# matches: | `loader/decode/` | bytes to characters and lines |
# rejects: | `loader/` | one text to its record |
FOLDER = re.compile(r"^\| `(\w+(?:/\w+)+)/` \|", re.MULTILINE)

# matches: "    report       what a build is asked for"
# matches: | `decode/` | bytes to characters |
# rejects: "    decode → front → clean"
MODULE = re.compile(r"^(?:    |\| `)(\w+)(?:\.py|/)?(?:`|\s{2,})", re.MULTILINE)


def found(path: str) -> Path | None:
    """The file or folder of that name, in the package or in the checkout."""
    return next(
        (base / path for base in (PACKAGE, ROOT) if (base / path).exists()), None
    )


def docstring_of(path: Path) -> str:
    """What a module says of itself."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    paths = PATH.findall(text)
    assert len(paths) >= 10
    assert [path for path in paths if not found(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_names_are_in_their_modules(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for path, name in NAME.findall(text):
        module = found(path)
        assert module, path
        assert re.search(rf"\b{name}\b", module.read_text(encoding="utf-8")), (
            f"{path} has no {name}"
        )


def test_all_folders_of_rooms_are_listed() -> None:
    folders = {path.parent for path in PACKAGE.glob("*/*/**/*.py")}
    assert set(FOLDER.findall(ARCHITECTURE)) == {
        folder.relative_to(PACKAGE).as_posix() for folder in folders
    }


def test_all_rooms_that_are_listed_exist() -> None:
    from tests.test_architecture import ROOMS, module_name, room  # noqa: PLC0415 - one list for both

    modules = (
        path.relative_to(PACKAGE.parent).as_posix() for path in PACKAGE.rglob("*.py")
    )
    assert set(ROOMS) == {room(module_name(module)) for module in modules} - {""}


PACKAGES = {
    path.parent: MODULE.findall(docstring_of(path))
    for path in sorted(PACKAGE.rglob("__init__.py"))
}


@pytest.mark.parametrize(
    "folder",
    [folder for folder, names in PACKAGES.items() if names],
    ids=lambda folder: folder.name,
)
def test_a_docstring_that_lists_modules_lists_all(folder: Path) -> None:
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in folder.glob("*/*.py")}
    assert set(PACKAGES[folder]) == modules | folders
