"""Adds one of everything to a copy of the program, and counts the files that it takes.

    python benchmarks/additions.py

A diagnostic, a kind of page, a language of texts, a language of the interface and an organ are added as a contributor
would: each to a copy of its own, which then builds a site. A row is printed only if the site shows what was added. The
columns: modules and templates, files of data (a language, an organ), catalogues of messages, guides for archivists.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.usage import read_names

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src/unres_site", "templates", "static", "content", "docs")
CATALOGUES = tuple(
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "src/unres_site/messages").glob("*.toml"))
)
GUIDES = ("docs/archivist.en.md", "docs/archivist.zh.md")
COLUMNS = ("modules, templates", "data", "catalogues", "guides")

TEXT = "A/RES/99/1\n99/1. {title}\n{formula},\n1. {words};\n\n1 December 2044\n60th plenary meeting\n"


class Insertion(NamedTuple):
    """Lines that are put into a file before a line of it; at its end if no line is named. A new file is made."""

    path: str
    lines: str
    before: str = ""


class Addition(NamedTuple):
    """What is added, with a text that needs it; the file of the site that shows it, and the words there."""

    name: str
    insertions: tuple[Insertion, ...]
    text: str
    page: str
    shown: str
    settings: str = ""


DIAGNOSTIC = Addition(
    "a diagnostic",
    (
        Insertion(
            "src/unres_site/damage/pages.py",
            '''

def find_shouted_title(text: Evidence) -> Iterator[Damage]:
    """A title in capitals alone."""
    words = text.resolution.title
    if words.isupper():
        yield Damage("title-shouted", text.title.spans[0][0], {"title": words})
''',
        ),
        Insertion(
            "src/unres_site/damage/finders.py",
            "    pages.find_shouted_title,\n",
            "    dates.find_differing_dates,\n",
        ),
        *(
            Insertion(
                path,
                "\n[diagnostic.warning.title-shouted]\n"
                'name = "Title in capitals"\nsentence = "Shouted: {title}."\n',
            )
            for path in CATALOGUES
        ),
        *(Insertion(path, "\n**Title in capitals.** Shouted.\n") for path in GUIDES),
    ),
    TEXT.format(title="KEEP", formula="The General Assembly", words="Decides"),
    "A/RES/99/1.html",
    "Shouted: KEEP.",
)

PAGE = Addition(
    "a kind of page",
    (
        Insertion(
            "src/unres_site/site/views.py",
            '''

class ShelvesView(msgspec.Struct, frozen=True):
    """All sessions."""

    sessions: tuple[SessionCard, ...]
''',
        ),
        Insertion("src/unres_site/site/addresses.py", '\nSHELVES = "shelves.html"\n'),
        Insertion(
            "src/unres_site/site/browsing/plans.py",
            '''

def plan_shelves(edition: Edition) -> Iterator[Page]:
    """The page of all sessions."""
    view = views.ShelvesView(edition.newest_sessions)
    yield Page(edition.folder + addresses.SHELVES, "shelves", view)


from unres_site.site import views
''',
        ),
        Insertion(
            "src/unres_site/site/pages.py",
            '    "shelves": Kind(plan_in_editions(browsing.plan_shelves), '
            'browsing.views.ShelvesView, "shelves.html"),\n',
            '    "sessions": Kind(\n',
        ),
        Insertion(
            "templates/shelves.html",
            '{% extends "base.html" %}{% import "parts.html" as parts %}\n'
            '{% block title %}{{ "shelves.title"|t }}{% endblock %}\n'
            '{% block content %}<h1>{{ "shelves.title"|t }}</h1>\n'
            '{{ parts.session_list(view.sessions, link, "h3") }}{% endblock %}\n',
        ),
        *(Insertion(path, '\n[shelves]\ntitle = "Shelves"\n') for path in CATALOGUES),
    ),
    TEXT.format(title="Keep", formula="The General Assembly", words="Decides"),
    "shelves.html",
    "<h1>Shelves</h1>",
)

GERMAN_ORGAN = """
[organs.A]
name = "Generalversammlung der Vereinten Nationen"
formulas = ["Die Generalversammlung"]
cited = ["Generalversammlung"]
masthead = ["Generalversammlung"]
"""
GERMAN_WORDS = {
    'name = "English"': 'name = "Deutsch"',
    'badge = "En"': 'badge = "De"',
    "December": "Dezember",
    "Decides": "Beschließt",
    "common = [": 'common = ["die", "zu", ',
}


def translate(text: str) -> str:
    """The English file of a language with some words in German: as a contributor would begin."""
    for english, german in GERMAN_WORDS.items():
        text = text.replace(english, german)
    return text + GERMAN_ORGAN


LANGUAGE = Addition(
    "a language of texts",
    (
        Insertion(
            "src/unres_site/languages/de.toml",
            translate((ROOT / "src/unres_site/languages/en.toml").read_text("utf-8")),
        ),
    ),
    "A/RES/99/1\n99/1. Seekarten\nDie Generalversammlung,\n1. Beschließt, die Seekarten zu bewahren.\n"
    "60th plenary meeting\n1 Dezember 2044\n",
    "de/A/RES/99/1.html",
    'lang="de"',
)

INTERFACE = Addition(
    "a language of texts and of the interface",
    (
        *LANGUAGE.insertions,
        Insertion(
            "src/unres_site/messages/de.toml",
            (ROOT / "src/unres_site/messages/en.toml").read_text("utf-8"),
        ),
        Insertion("content/about.de.md", "# Über dieses Archiv\n"),
    ),
    TEXT.format(title="Keep", formula="The General Assembly", words="Decides"),
    "about.html",
    "Über dieses Archiv",
    settings="language: de\n",
)

ORGAN = Addition(
    "an organ",
    (
        Insertion(
            "src/unres_site/organs/E-LC.toml",
            'bracketed = "session"\ntitled = true\nabbreviations = ["LC"]\n\n'
            '[cited_as]\napa = "UN Lighthouse Commission"\noscola = "UNLC"\nbluebook = "L.C."\n\n'
            '[words.en]\nname = "Lighthouse Commission"\nformulas = ["The Lighthouse Commission"]\n',
        ),
    ),
    "751(XXXIX). Keep\n\nThe Lighthouse Commission,\n\n1. Approves the calendar.\n",
    "E/LC/RES/751(XXXIX).json",
    '"symbol":"E/LC/RES/751(XXXIX)"',
)

ADDITIONS = (DIAGNOSTIC, PAGE, LANGUAGE, INTERFACE, ORGAN)


def insert(folder: Path, insertion: Insertion) -> None:
    """Put lines into a file of a copy, before the line that is named. The file has that line, once."""
    path = folder / insertion.path
    before = path.read_text("utf-8") if path.exists() else ""
    if not insertion.before:
        path.write_text(before + insertion.lines, "utf-8")
        return
    start, line, end = before.partition(insertion.before)
    assert line, f"{insertion.path} has no line {insertion.before!r}"  # noqa: S101 - a benchmark
    path.write_text(start + insertion.lines + line + end, "utf-8")


def shows(addition: Addition, folder: Path) -> bool:
    """Whether a site of a text has what is added to a copy in this folder."""
    for part in FOLDERS:
        shutil.copytree(
            ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    for insertion in addition.insertions:
        insert(folder, insertion)
    (folder / "resolutions").mkdir()
    (folder / "resolutions/1.txt").write_text(addition.text, "utf-8")
    (folder / "site.yml").write_text(addition.settings or "language: en\n", "utf-8")
    command = [sys.executable, "-m", "unres_site", "build", "--quiet", "--no-search"]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(  # noqa: S603 - this project's own command
        command,
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    page = folder / "site" / addition.page
    if page.exists() and addition.shown in page.read_text("utf-8"):
        return True
    print(f"{addition.name} is not shown: {done.stdout}{done.stderr}")
    return False


def column_of(path: str) -> str:
    """The column that a file counts in."""
    if path in CATALOGUES:
        return "catalogues"
    if path in GUIDES:
        return "guides"
    return "modules, templates" if path.endswith((".py", ".html")) else "data"


def main() -> int:
    """Print the table; the exit status is 1 if something that was added is not shown."""
    print(f"| to add | {' | '.join(COLUMNS)} |")
    print(f"|---|{'---:|' * len(COLUMNS)}")
    missing = 0
    for addition in ADDITIONS:
        with tempfile.TemporaryDirectory() as folder:
            if not shows(addition, Path(folder)):
                missing += 1
                continue
        counts = Counter(column_of(one.path) for one in addition.insertions)
        cells = [str(counts[column]) for column in COLUMNS]
        print(f"| {addition.name} | {' | '.join(cells)} |")
    return int(missing > 0)


if __name__ == "__main__":
    read_names(__doc__)
    sys.exit(main())
