"""The documents for archivists are true: commands and keys exist, settings load, links lead somewhere, and each
diagnostic has its entry in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
import yaml

from tests.building import ROOT
from unres_site import __version__, cli
from unres_site.errors import list_severities
from unres_site.messages import get_catalogue
from unres_site.settings import (
    Sidecar,
    SiteConfig,
    parse_sidecar,
    parse_site_config,
)
from unres_site.site.reports.guide import LANGUAGES, choose_guide_language, read_guide

GUIDES = tuple(f"docs/archivist.{language}.md" for language in LANGUAGES)
READMES = ("README.md", "README.zh.md")
DOCUMENTS = (*GUIDES, *READMES, "docs/opensearch.md", "docs/site.md")

# matches: "    unres-site build --strict\n"
# matches: "run `unres-site serve` there"
# rejects: the unres-site package
COMMAND = re.compile(r"(?:^ {4}|`)unres-site ([^`\n&]*)", re.MULTILINE)

# matches: "```yaml\nsymbol: A/RES/62/22\n```"
# rejects: "```python\nx = 1\n```"
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)

# matches: "| `symbol` | the document symbol |"
# rejects: "| `unres-site build` | builds |"
KEY = re.compile(r"^\| `([a-z_]+)` \|", re.MULTILINE)

# matches: [Figures](docs/figures.md#search)
# rejects: [Jinja](https://jinja.palletsprojects.com/)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")

# matches: "## Add a text"
# rejects: "# ignored by git"
HEADING = re.compile(r"^##+ (.+)$", re.MULTILINE)


def read(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def list_commands(text: str) -> Iterator[list[str]]:
    """The words after `unres-site` of each command."""
    for found in COMMAND.findall(text):
        yield found.split()


def find_command(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that words name, and its arguments."""
    command: click.Command = cli.commands
    rest = list(words)
    while isinstance(command, click.Group) and rest:
        command = command.commands[rest.pop(0)]
    return command, rest


def make_anchor(heading: str) -> str:
    """The anchor that code hosts give a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())  # matches: "?" # rejects: 诊
    return kept.replace(" ", "-")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_diagnostic_has_an_entry_of_its_name(language: str) -> None:
    entries, words = read_guide(language), get_catalogue(language)
    severities = list_severities()
    lacking = severities.keys() - entries.keys()
    assert not lacking, (
        f"write an entry in docs/archivist.{language}.md for each of {sorted(lacking)}"
    )
    for code, entry in entries.items():
        assert entry.name == words.name_diagnostic(severities[code], code)
    headings = re.findall(
        r"(?m)^#### ([a-z-]+)$", read(f"docs/archivist.{language}.md")
    )
    assert headings == list(entries), "an entry is two paragraphs below its heading"


def test_other_languages_have_the_english_guide() -> None:
    chosen = [choose_guide_language(one) for one in ("zh", "zh-Hant", "en", "fr")]
    assert chosen == ["zh", "zh", "en", "en"]


@pytest.mark.parametrize("document", GUIDES)
def test_the_tables_have_every_key(document: str) -> None:
    keys = KEY.findall(read(document))
    assert len(keys) == len(set(keys)) + len({"language", "topics"})
    wanted = {*Sidecar.__struct_fields__, *SiteConfig.__struct_fields__}
    assert set(keys) == wanted, "both tables of keys have each key"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_exist_with_their_options(document: str) -> None:
    for words in list_commands(read(document)):
        command, rest = find_command(words)
        options = {name for one in command.params for name in one.opts}
        given = {word for word in rest if word.startswith("-")}
        assert given <= options, f"unres-site {' '.join(words)}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_settings_and_sidecars_load(document: str) -> None:
    for text in YAML.findall(read(document)):
        keys = set(yaml.safe_load(text.replace("…", "x")) or ())
        assert keys, text
        if keys <= set(Sidecar.__struct_fields__):
            parse_sidecar(text, "62-22.yml")
        else:
            parse_site_config(text.replace("…", "search.example.org"), "site.yml")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_files_and_headings(document: str) -> None:
    folder = (ROOT / document).parent
    for path, anchor in LINK.findall(read(document)):
        target = folder / path if path else ROOT / document
        assert target.exists(), path
        if anchor:
            headings = HEADING.findall(target.read_text("utf-8"))
            assert anchor in map(make_anchor, headings), f"{path}#{anchor}"


def test_the_readmes_are_short_and_equal_in_substance() -> None:
    english, chinese = (read(document) for document in READMES)
    assert max(len(text.splitlines()) for text in (english, chinese)) <= 120
    assert list(list_commands(english)) == list(list_commands(chinese))
    headings = [re.findall(r"(?m)^##", text) for text in (english, chinese)]
    assert len(headings[0]) == len(headings[1])
    steps = [re.findall(r"(?m)^(\d+\.|\|)", text) for text in (english, chinese)]
    assert steps[0] == steps[1], "the same promises, steps and documents"


def test_the_guides_have_the_same_commands_and_entries() -> None:
    english, chinese = (read(document) for document in GUIDES)
    assert list(list_commands(english)) == list(list_commands(chinese))
    assert KEY.findall(english) == KEY.findall(chinese)
    assert list(read_guide("en")) == list(read_guide("zh"))


def test_a_code_is_explained_in_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["explain", "lost-glyph"]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "lost-glyph (warning)"
    assert rest[0].startswith("Lost character. ")
    assert rest[-1].startswith("What to do: ")
    assert cli.main(["explain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(read_guide("en"))
    assert cli.main(["explain", "lost-glif"]) == 2
    assert capsys.readouterr().err == (
        "There is no diagnostic lost-glif; did you mean lost-glyph?\n"
    )
    assert cli.main(["explain", "?"]) == 2
    assert "unres-site explain lists them" in capsys.readouterr().err


def test_entries_of_the_changelog_are_of_the_version_and_of_one_sentence() -> None:
    text = read("CHANGELOG.md")
    versions = re.findall(r"(?m)^## \[([^\]]+)\]", text)
    assert __version__ in versions
    entries = re.split(r"(?m)^- ", text.split(f"[{__version__}]")[1])[1:]
    assert len(entries) > 50
    assert [entry for entry in entries if not is_one_sentence(entry)] == []


def is_one_sentence(entry: str) -> bool:
    """Whether an entry has one full stop, at its end, and no semicolon; what it quotes does not count."""
    words = " ".join(re.sub(r"`[^`]*`|\([^)]*\)", "", entry).split())
    return words.endswith(".") and ". " not in words and ";" not in words


@pytest.mark.parametrize("entry", ["It does this. And that.", "This; and that.", "No"])
def test_two_sentences_are_not_one(entry: str) -> None:
    assert not is_one_sentence(entry)
