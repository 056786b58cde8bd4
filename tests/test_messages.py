"""All that is said to people comes from the catalogues.

Each catalogue has every message, and each place that says one gives the words for it.
"""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from babel import Locale
from babel.numbers import format_decimal

from tests.modules import MODULES, list_nodes
from unres_site.errors import (
    Severity,
    UsageError,
    describe,
    diagnose,
    explain_refusal,
    list_severities,
)
from unres_site.languages import get_language, patterns
from unres_site.messages import (
    Catalogue,
    Message,
    get_catalogue,
    get_plural_category,
    list_interface_languages,
)
from unres_site.records import LedgerReason, NoteCondition
from unres_site.site.resolution.citing import CITATIONS, REFERENCES
from unres_site.site.views import SessionForm

PACKAGE = Path(__file__).parent.parent / "src/unres_site"
CATALOGUES = [get_catalogue(code) for code in list_interface_languages()]
ENGLISH = get_catalogue("en")
SCRIPTS = sorted((PACKAGE.parent.parent / "static").rglob("*.js"))

# matches: 'Nothing was found'
# matches: "Try again later"
# rejects: 'use strict'
# rejects: 'click'
SENTENCE = re.compile(r"""['"`][A-Z][a-z]+(?: [a-z]+){2,}""")

PLURALS = [
    key.removesuffix(".few")
    for key in get_catalogue("ru").messages
    if key.endswith(".few")
]
"""The keys of all messages with plural forms: in Russian each of them has the form `few`."""

COUNTS = [*range(130), 1000, 1_000_000]
SPECS = {"", "message", "sentence", "optional", "number", "list"}
CONFIG_ERRORS = {"ConfigError", "make_key_error", "make_value_error"}
FAILURES = {
    "UsageError",
    "OutputError",
    "TemplateError",
    "SymbolError",
    "InstallationError",
}

every_catalogue = pytest.mark.parametrize(
    "words", CATALOGUES, ids=lambda words: words.language
)


def list_strings(table: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """The values of nested tables by their dotted keys."""
    found: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found |= list_strings(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found


@every_catalogue
def test_a_catalogue_is_read_as_toml(words: Catalogue) -> None:
    file = PACKAGE / "messages" / f"{words.language}.toml"
    read = list_strings(tomllib.loads(file.read_text("utf-8")))
    assert list(words.messages.items()) == list(read.items())


def slots(text: str) -> set[str]:
    """The words that a message asks for: `{reason:message}` asks for `reason`."""
    return {
        name for _, name, _, _ in string.Formatter().parse(text) if name is not None
    }


def without_form(key: str) -> str:
    """`site.texts` for the plural forms `site.texts.one` and `site.texts.other`; any other key as it is."""
    head = key.rpartition(".")[0]
    return head if head in PLURALS else key


# --- the catalogues


@every_catalogue
def test_catalogues_have_the_same_messages(words: Catalogue) -> None:
    assert {without_form(key) for key in words.messages} == {
        without_form(key) for key in ENGLISH.messages
    }


def test_french_signs_do_not_begin_a_line() -> None:
    """Before `:`, `;`, `?`, `!` and `»`, and after `«`, French has a space that does not break."""
    file = PACKAGE / "messages" / "fr.toml"
    # matches: langue : mène
    # rejects: langue, mène
    torn = re.compile(r"\S [:;?!»](?![^\s\")\\])|« ")
    lines = [one for one in file.read_text("utf-8").splitlines() if one[:1] != "#"]
    assert [line for line in lines if torn.search(line)] == []


@every_catalogue
def test_messages_ask_for_the_same_words_in_each_language(words: Catalogue) -> None:
    def asked(key: str, own: Catalogue) -> set[str]:
        text = own.messages.get(key) or own.messages[f"{without_form(key)}.other"]
        return slots(text)

    differing = [
        key
        for key in words.messages
        if asked(key, words) != asked(key, ENGLISH) and without_form(key) == key
    ]
    assert differing == []


@every_catalogue
def test_messages_say_only_what_the_program_can_fill_in(words: Catalogue) -> None:
    specs = {
        spec
        for text in words.messages.values()
        for *_, spec, _ in string.Formatter().parse(text)
        if spec
    }
    assert specs <= SPECS


@every_catalogue
def test_plural_forms_are_those_of_the_language(words: Catalogue) -> None:
    """Each form that a number below 10,000 needs is there, and no other."""
    rule = Locale(words.language).plural_form
    needed = {rule(count) for count in range(10_000)} | {"other"}
    assert {key: set(words.below(key)) for key in PLURALS} == dict.fromkeys(
        PLURALS, needed
    )


@every_catalogue
def test_plural_categories_are_those_of_cldr(words: Catalogue) -> None:
    rule = Locale(words.language).plural_form
    found = [get_plural_category(words.language, count) for count in COUNTS]
    assert found == [rule(count) for count in COUNTS]


@every_catalogue
def test_numbers_are_grouped_as_in_the_language(words: Catalogue) -> None:
    written = format_decimal(64_000, locale=words.language, numbering_system="latn")
    size = words.sentence(
        Message("config.too-long", {"characters": "64000", "limit": "1"})
    )
    assert written in size


@every_catalogue
def test_catalogues_name_all_that_pages_name(words: Catalogue) -> None:
    wanted = {
        "quality": set(get_args(Severity)),
        "ledger": set(get_args(LedgerReason)),
        "note": set(get_args(NoteCondition)) - {"complete"},
        "citation": CITATIONS.keys() | REFERENCES.keys(),
        "sessions": set(get_args(SessionForm)),
    }
    assert {
        table: names - words.below(table).keys() for table, names in wanted.items()
    } == {name: set() for name in wanted}


@every_catalogue
@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_read_again_as_what_they_were(words: Catalogue, month: int) -> None:
    written = words.date(f"1999-{month:02}-05")
    assert patterns.read_date(get_language(words.language), written) == (1999, month, 5)


def test_dates_are_in_the_words_of_the_language() -> None:
    dates = {words.language: words.date("2003-12-08") for words in CATALOGUES}
    assert dates == {
        "ar": "8 كانون الأول/ديسمبر 2003",
        "en": "8 December 2003",
        "es": "8 de diciembre de 2003",
        "fr": "8 décembre 2003",
        "ru": "8 декабря 2003 года",
        "zh": "2003 年 12 月 8 日",
    }
    assert get_catalogue("fr").date("2003-12-01") == "1er décembre 2003"


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "zh"])
def test_lists_have_the_separators_of_cldr(language: str) -> None:
    """CLDR joins an Arabic list by `و` alone; texts of the United Nations have commas."""
    middle = Locale(language).list_patterns["standard"]["middle"]
    assert get_catalogue(language)("list.separator") == middle.format("", "")


def test_diagnostics_list_words_as_the_language_does() -> None:
    words = {
        "difference": "difference.cites-missing",
        "passage": "op1",
        "missing": "A/RES/1/1, A/RES/2/2",
    }
    message = Message("diagnostic.warning.languages-cites.sentence", words)
    for language, said in (
        ("zh", "A/RES/1/1、A/RES/2/2"),
        ("ar", "A/RES/1/1، A/RES/2/2"),
    ):
        assert said in get_catalogue(language).sentence(message)


# --- where messages are used


class Use(NamedTuple):
    """A place that says something: `file:line`, the key of the message, and the words that it gives (None: any)."""

    place: str
    key: str
    words: frozenset[str] | None


def uses() -> Iterator[Use]:
    """All places of the package that name a message."""
    for path in MODULES.values():
        for node in list_nodes(path):
            if isinstance(node, ast.Call) and (key := said(node)):
                words = frozenset(word.arg for word in node.keywords if word.arg)
                is_open = any(word.arg is None for word in node.keywords)
                yield Use(
                    f"{path.relative_to(PACKAGE)}:{node.lineno}",
                    key,
                    None if is_open else words,
                )


def said(call: ast.Call) -> str | None:
    """The key that a call names; None where it says nothing, or what its caller hands on."""
    function = ast.unparse(call.func).rpartition(".")[-1]
    texts = [
        one.value
        for one in call.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    if function in FAILURES:
        return f"failure.{texts[0]}" if texts else None
    if function in CONFIG_ERRORS:
        return f"config.{texts[0]}" if texts else None
    if function == "diagnose" and texts:
        return f"diagnostic.{list_severities().get(texts[0], '?')}.{texts[0]}.sentence"
    return texts[0] if function == "say" and texts else None


def test_what_is_said_is_in_the_catalogue_and_has_its_words() -> None:
    wrong = []
    for use in uses():
        message = ENGLISH.messages.get(use.key)
        if message is None:
            wrong.append(f"{use.place}: messages/en.toml has no {use.key}")
        elif use.words is not None:
            parsed = string.Formatter().parse(message)
            needed = {name for _, name, spec, _ in parsed if spec != "optional"}
            if missing := needed - use.words - {None, ""}:
                wrong.append(f"{use.place}: {use.key} needs {missing}")
    assert wrong == []


def test_every_diagnostic_and_failure_is_said_somewhere() -> None:
    texts = {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    names = (
        list_severities().keys()
        | ENGLISH.below("failure").keys()
        | ENGLISH.below("config").keys()
    )
    texts |= {text.removeprefix("failure.") for text in texts}
    assert sorted(names - texts) == []


def test_scripts_have_no_sentences_of_their_own() -> None:
    """A page hands its messages to a script."""
    found = {script: SENTENCE.findall(script.read_text("utf-8")) for script in SCRIPTS}
    assert {script: texts for script, texts in found.items() if texts} == {}


def sentences_of(module: Path) -> Iterator[str]:
    """The string constants of a module that read like sentences, without its docstrings."""
    nodes = list_nodes(module)
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and id(node) not in alone:
            yield from SENTENCE.findall(repr(node.value))


def test_modules_have_no_sentences_of_their_own() -> None:
    """They are in messages/en.toml."""
    found = {name: [*sentences_of(module)] for name, module in MODULES.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


# --- sentences


def test_diagnostics_speak_the_language_of_the_site() -> None:
    found = diagnose("note-missing", "zh/62-22.txt", 24, 2, number="1")
    assert (
        found.message
        == "Note 1 is marked here, but its text is not in the source; supply it in a sidecar."
    )
    assert ENGLISH.sentence(describe(found)) == found.message
    assert (
        get_catalogue("zh").sentence(describe(found))
        == "此处标有注 1，来源中没有该注的文字；请在附随文件中补充。"
    )


def test_a_word_may_be_a_message_that_has_words_itself() -> None:
    words = {"reason": "config.key-misspelt", "key": "topic", "near": "topics"}
    found = diagnose("sidecar-invalid", "1.yml", 3, 1, **words)
    assert found.message == "There is no key topic; did you mean topics?"
    assert found.details == words
    assert (
        get_catalogue("zh")
        .sentence(describe(found))
        .endswith("没有键 topic；是否为 topics？")
    )


def test_what_a_text_holds_is_never_taken_for_a_message() -> None:
    found = diagnose(
        "unread-line",
        "1.txt",
        1,
        1,
        text="reason.folder {reason:message} {0.__class__}",
    )
    assert "(reason.folder {reason:message} {0.__class__})" in found.message


def test_a_word_that_is_missing_is_an_error_unless_it_is_optional() -> None:
    assert "UTF-8; convert" in diagnose("not-text", "1.txt").message
    guessed = diagnose("not-text", "1.txt", guess="reason.guess", encoding="gb18030")
    assert "UTF-8 (it may be gb18030); convert" in guessed.message
    with pytest.raises(KeyError):
        diagnose("note-missing", "1.txt")


def test_numbers_and_lists_are_written_as_the_language_does() -> None:
    large = diagnose("too-large", "1.txt", size=4_194_305, limit=4_194_304)
    assert "4,194,305 bytes" in large.message
    keys = Message("config.key-unknown", {"key": "colour", "keys": "title, language"})
    assert (
        get_catalogue("zh").sentence(keys)
        == "没有键 colour；可用的键：title、language。"
    )


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("zh", 1, "1 份决议"),
        ("en", 0, "0 resolutions"),
        ("en", 1, "1 resolution"),
        ("en", 2, "2 resolutions"),
        ("fr", 0, "0 résolution"),
        ("es", 2, "2 resoluciones"),
        ("ru", 21, "21 резолюция"),
        ("ru", 22, "22 резолюции"),
        ("ru", 25, "25 резолюций"),
        ("ar", 2, "قراران"),
        ("ar", 5, "5 قرارات"),
        ("ar", 11, "11 قرارا"),
        ("ar", 100, "100 قرار"),
    ],
)
def test_plural_forms_follow_the_number(language: str, count: int, text: str) -> None:
    assert get_catalogue(language).plural("site.texts", count) == text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            PermissionError(13, "Permission denied"),
            {"reason": "reason.EACCES", "cause": "permission denied"},
        ),
        (
            OSError(28, "No space left on device"),
            {"reason": "reason.other", "cause": "no space left on device"},
        ),
        (OSError("odd"), {"reason": "reason.other", "cause": "oserror"}),
    ],
)
def test_the_system_s_refusals_are_said_in_each_language(
    error: OSError, words: Mapping[str, str]
) -> None:
    assert explain_refusal(error) == words


def test_an_error_is_one_english_sentence_with_its_words() -> None:
    error = UsageError("source-missing", source="texts")
    assert (
        str(error)
        == "There is no folder texts; name the folder of the texts with --source."
    )
    assert (
        get_catalogue("zh").sentence(error.message)
        == "没有文件夹 texts；请用 --source 指明文本所在的文件夹。"
    )


def test_a_language_without_a_catalogue_has_no_words() -> None:
    with pytest.raises(KeyError):
        get_catalogue("tlh")


@pytest.mark.parametrize(
    ("code", "value", "written"),
    [
        ("en", 20_000, "20,000"),
        ("fr", 1_234_567, "1\u202f234\u202f567"),
        ("es", 20_000, "20.000"),
        ("zh", 9_999, "9999"),
    ],
)
def test_long_numbers_are_written_in_groups_of_the_language(
    code: str, value: int, written: str
) -> None:
    words = get_catalogue(code)
    assert words.number(value) == written
    assert written in words.plural("site.texts", value)
