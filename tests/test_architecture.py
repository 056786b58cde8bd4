"""The structure of the package: rooms in order, small modules, honest requirements, nothing of one machine."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

from tests.modules import MODULES, ROOT, list_nodes, parse, read

PACKAGE = "unres_site"
# matches: | `records.py` | the records: frozen, typed, no input or output |
# matches: | `loader/` | one text to its record |
# rejects: | `loader/decode/` | bytes to characters and lines |
# rejects: | room | what it does |
ROOM = re.compile(r"^\| `(\w+)(?:\.py|/)` \|", re.MULTILINE)

ROOMS = tuple(
    ROOM.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
)
"""In the order of their imports."""

SCRIPTS = sorted((ROOT / "static").rglob("*.js"))
TOP_LEVEL = frozenset(
    [
        ".ci",
        ".gitattributes",
        ".github",
        ".gitignore",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "NOTICE",
        "README.md",
        "README.zh.md",
        "SECURITY.md",
        "benchmarks",
        "build.py",
        "content",
        "docs",
        "hatch_build.py",
        "pyproject.toml",
        "requirements",
        "resolutions",
        "site.yml",
        "src",
        "static",
        "templates",
        "tests",
    ]
)
"""A run in the wrong folder leaves files there, and one that adds all files keeps them."""

LINES_PER_MODULE, LINES_PER_FUNCTION, LINES_PER_SCRIPT = 400, 50, 300
MODULES_PER_FOLDER = 11

# matches: see /home/somebody/notes
# matches: C:\Users\somebody\notes
# rejects: https://example.org/home/page
# rejects: resolutions/zh/58-58.txt
MACHINE_PATH = re.compile(
    r"(?<![\w.~/-])/(?:home|Users|root|wor[k]|farm)/\w|[A-Z]:\\Users\\|/op[t]/\w",
    re.IGNORECASE,
)

# matches: "https://registry.example.org/name"
# matches: --index-url=somewhere
# rejects: the public registry
REGISTRY = re.compile(
    r"https?://(?:registry|files|deb|index|pyp[i])\.|--(?:extra-)?index-ur[l]|--find-link[s]"
)

# matches: parse_clause
# matches: class="footnotes"
# rejects: <article class="resolution">
# rejects: particle
FOREIGN_WORD = re.compile(
    r"(?:^|_|\b)(?:footnote|clause|article)s?(?:_|\b|$)", re.IGNORECASE
)

# matches: class="note-mark
# rejects: role="doc-footnote"
CLASSES = re.compile(r"""class="([^"]*)|\.([a-z][a-z-]*)(?=[^{}]*\{)""")


def module_name(file: str) -> str:
    """`unres_site/site/__init__.py` is `unres_site.site`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


NAMES = {module_name(file) for file in MODULES}


def room(module: str) -> str:
    """The room that a module of the package is in; the package itself has only its version."""
    return module.split(".")[1] if "." in module else ""


@functools.cache
def imported(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and full name of each module that a file imports, at the top of the file or inside a function."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[int, str]]:
    for node in list_nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & NAMES
            yield from ((node.lineno, name) for name in inner or {node.module})
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("find_spec", "import_module")
        ):
            yield from (
                (node.lineno, str(one.value))
                for one in node.args
                if isinstance(one, ast.Constant)
            )


def test_all_rooms_are_listed() -> None:
    found = {room(module_name(file)) for file in MODULES}
    assert found - {""} <= set(ROOMS), "docs/architecture.md lacks rooms"


def test_imports_run_one_way() -> None:
    wrong = []
    for file, path in MODULES.items():
        here = room(module_name(file))
        for line, name in imported(path) if here else ():
            is_own = name.startswith(f"{PACKAGE}.")
            if is_own and ROOMS.index(room(name)) > ROOMS.index(here):
                wrong.append(f"{file}:{line} imports {name}, a later room")
    assert wrong == []


def test_no_two_modules_import_each_other() -> None:
    graph = {
        module_name(file): {name for _, name in imported(path)} & NAMES
        for file, path in MODULES.items()
    }
    TopologicalSorter(
        {name: seen - {name, PACKAGE} for name, seen in graph.items()}
    ).prepare()


# What one command alone needs may be imported there: no room comes after the commands, so no order is hidden.
LATE = {
    ("__main__.py", f"{PACKAGE}.signals"),  # Ctrl-C may come while it is imported
    (
        "__main__.py",
        f"{PACKAGE}.early",
    ),  # needed only if the program can't be loaded
    ("__main__.py", f"{PACKAGE}.cli"),  # an import that fails has a sentence, too
    (
        "pipeline/build.py",
        f"{PACKAGE}.pipeline.configuring.configuration",
    ),  # few sites have links to folders outside
    (
        "pipeline/build.py",
        f"{PACKAGE}.pipeline.builder",
    ),  # where nothing changed, neither templates nor records are needed
    (
        "pipeline/sources/reading.py",
        f"{PACKAGE}.loader",
    ),  # where no text changed, none of its patterns is compiled
    (
        "pipeline/sources/reading.py",
        f"{PACKAGE}.search.texts",
    ),  # where no large text changed, numpy is not needed
    (
        "pipeline/builder.py",
        f"{PACKAGE}.pipeline.outputs.indexing",
    ),  # where the index stays, numpy is not needed
    (
        "pipeline/builder.py",
        f"{PACKAGE}.pipeline.commands.links",
    ),  # where links are not checked, nothing reads HTML
    (
        "comparison/comparing.py",
        f"{PACKAGE}.comparison.aligning.alignment",
    ),  # where no text has a predecessor, numpy is not needed
    *(
        ("pipeline/comparing.py", f"{PACKAGE}.archive.languages.{module}")
        for module in ("agreement", "outline")
    ),  # where no resolution is held in several languages, none are compared
}
"""Imports that wait until something is to be done: an unchanged site of 20,000 texts takes a quarter of a second."""


def test_the_package_s_own_modules_are_imported_at_the_top() -> None:
    late = []
    for file, path in MODULES.items():
        if room(module_name(file)) != "cli":
            late += find_late_imports(file, path)
    assert late == [], "a late import hides the order of the rooms"


def find_late_imports(file: str, path: Path) -> list[str]:
    """The places where a module imports one of the package inside a function, but not for a reason of `LATE`."""
    guarded = [
        node
        for guard in parse(path).body
        if isinstance(guard, ast.If)
        for node in guard.body
    ]
    return [
        f"{file}:{node.lineno}"
        for node in list_nodes(path)
        if isinstance(node, ast.ImportFrom)
        and node.col_offset
        and (node.module or "").startswith(PACKAGE)
        and (file.removeprefix(f"{PACKAGE}/"), node.module) not in LATE
        and node not in guarded
    ]


def test_modules_and_functions_are_small() -> None:
    large = []
    for file, path in MODULES.items():
        lines = read(path).count("\n")
        if lines > LINES_PER_MODULE:
            large.append(f"{file} has {lines} lines: is it two rooms?")
        for node in list_nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                length = node.end_lineno - node.lineno + 1
                if length > LINES_PER_FUNCTION:
                    large.append(f"{file}:{node.lineno} {node.name} has {length} lines")
    assert large == []


def test_folders_are_small() -> None:
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for file, path in MODULES.items():
        if path.name != "__init__.py":
            modules[file.rpartition("/")[0]].append(path.name)
    large = {
        folder: names
        for folder, names in modules.items()
        if len(names) > MODULES_PER_FOLDER
    }
    assert large == {}, "which of them are one stage, or one part of the site?"


def test_scripts_are_small() -> None:
    lines = {path: path.read_text(encoding="utf-8").count("\n") for path in SCRIPTS}
    assert [path for path, count in lines.items() if count > LINES_PER_SCRIPT] == []


def identifiers(path: Path) -> Iterator[str]:
    """The names that a module gives: of functions, classes, arguments and variables."""
    for node in list_nodes(path):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_names_are_the_field_s_own_words() -> None:
    names = [
        (file, name) for file, path in MODULES.items() for name in identifiers(path)
    ]
    for path in (
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static").rglob("*.css"),
    ):
        names += [
            (path.name, "".join(found))
            for found in CLASSES.findall(path.read_text(encoding="utf-8"))
        ]
    assert not [(file, name) for file, name in names if FOREIGN_WORD.search(name)], (
        "see CONTRIBUTING.md, Words"
    )


def test_no_two_classes_have_one_name() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for file, path in MODULES.items():
        for node in list_nodes(path):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(file)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def project() -> dict[str, list[str]]:
    """The requirements that pyproject.toml declares, by kind, as bare lower-case names."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        "run": data["project"]["dependencies"],
        "extra": data["project"]["optional-dependencies"]["brotli"],
        "test": data["project"]["optional-dependencies"]["test"],
        "build": data["build-system"]["requires"],
    }


def bare(requirement: str) -> str:
    """`Jinja2>=3.1` is `jinja2`."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_what_is_imported_is_required_and_what_is_required_is_imported() -> None:
    distributions = packages_distributions()
    top = {
        name.split(".")[0] for path in MODULES.values() for _, name in imported(path)
    }
    used = {
        bare(distributions[name][0])
        for name in top - set(sys.stdlib_module_names) - {PACKAGE}
        if name in distributions
    }
    assert used - {bare(requirement) for requirement in project()["extra"]} == {
        bare(requirement) for requirement in project()["run"]
    }


def test_the_locked_build_requirements_are_the_declared_ones() -> None:
    lines = (
        (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    )
    assert {
        line for line in lines if line[:1].isalpha() and bare(line) != "editables"
    } == set(project()["build"])


@pytest.mark.parametrize("lock", ["site", "test", "release"])
def test_every_locked_package_has_hashes(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    packages = [line for line in lines if "==" in line]
    assert all(
        after.lstrip().startswith("--hash=sha256:")
        for line, after in pairwise(lines)
        if line in packages
    )
    declared = project()["build"] + (project()["run"] if lock != "release" else [])
    declared += project()["test"] if lock == "test" else []
    assert {bare(requirement) for requirement in declared} <= {
        bare(line) for line in packages
    }


def tracked() -> list[Path]:
    """The files that git keeps; outside a checkout of git there is nothing to test."""
    done = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git's
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("this is not a checkout of git")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def test_the_top_level_holds_what_it_is_meant_to_hold() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert names <= TOP_LEVEL


def test_nothing_of_one_machine_is_kept() -> None:
    found = []
    for path in tracked():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (UnicodeDecodeError, OSError):
            continue
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if (MACHINE_PATH.search(line) or REGISTRY.search(line))
            and path != Path(__file__)
        ]
    assert not found, "a path of one machine or a registry's address"


def test_third_party_code_is_not_kept() -> None:
    assert not [
        path
        for path in tracked()
        if "vendor" in path.parts or path.name.endswith(".min.js")
    ]


# Files that people provide are read by `files.py` alone. These open files of the program's own.
OPENERS = {
    "early.py": "three of the package's own messages, while nothing else can be imported",
    "files.py": "the one way",
    "loader/body/layout.py": "the package's own data",
    "messages/catalogue.py": "the package's own data; errors, which files need, say its sentences",
    "organs/__init__.py": "the package's own data",
    "search/files/constant.py": "the package's own script",
    "search/terms/simplified.py": "a library's data",
    "search/translating/glossary.py": "the package's own list of subjects",
    "site/reports/guide.py": "the package's own guide",
    "streams.py": "opens the null device where a standard stream is closed",
    "pipeline/commands/reporting.py": "Git's copy of texts, which is in memory",
    "pipeline/commands/starting.py": "the package's own skeleton of an archive",
    "pipeline/publishing/durability.py": "opens what is synced, and asks Linux when it was started",
    "pipeline/publishing/publication.py": "asks Linux for its mount points",
    "pipeline/publishing/journal.py": "writes the journal",
    "pipeline/publishing/tree.py": "writes files of the site",
    "pipeline/publishing/workspace.py": "holds the lock",
}
OPENING = {"open", "fdopen", "read_bytes", "read_text"}


def opens_files(path: Path) -> bool:
    """Whether a module calls a function that opens a file."""
    calls = (node.func for node in list_nodes(path) if isinstance(node, ast.Call))
    return any(
        (isinstance(called, ast.Name) and called.id == "open")
        or (isinstance(called, ast.Attribute) and called.attr in OPENING)
        for called in calls
    )


def test_files_are_read_in_one_way() -> None:
    found = {
        file.removeprefix(f"{PACKAGE}/")
        for file, path in MODULES.items()
        if opens_files(path)
    }
    assert found == OPENERS.keys(), (
        "read files through unres_site.files, which refuses what leads outside"
    )
