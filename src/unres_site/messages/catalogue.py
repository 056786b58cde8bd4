"""The messages of one language, and how their words are filled in."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

FOLDER = Path(__file__).parent
"""Has one file a language. It is found by its path: to import `importlib.resources` takes 19 ms."""

ENGLISH = "en"
"""The language of the terminal and of the public JSON."""


_decode_string = msgspec.json.Decoder(str).decode

SHORTEST_GROUPED = 10_000
"""The least number whose digits are grouped."""


class Message(NamedTuple):
    """A message in no language yet: its key, and the words that fill it in."""

    key: str
    words: Mapping[str, str]


class Catalogue:
    """All messages of one language. `language` is its code, `messages` are texts by their dotted keys."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self.messages = messages

    def __call__(self, key: str, /, **words: object) -> str:
        """The message of that key with its `{words}` filled in. Raises KeyError where there is none."""
        message = self.messages[key]
        if not words:
            return message
        return message.format(**words)

    def below(self, prefix: str) -> dict[str, str]:
        """All messages of one table: key without its prefix → message."""
        start = f"{prefix}."
        found: dict[str, str] = {}
        for key, text in self.messages.items():
            if key.startswith(start):
                found[key.removeprefix(start)] = text

        return found

    def plural(self, key: str, count: int, **words: object) -> str:
        """The form of a message for that number: `1 resolution`, `3 resolutions`.

        The forms are below the key and have the names of CLDR's plural categories; `other` is always there, and stands
        in for a category without a form.
        """
        form = f"{key}.{get_plural_category(self.language, count)}"
        if form not in self.messages:
            form = f"{key}.other"

        return self(form, count=self.number(count), **words)

    def number(self, value: int) -> str:
        """A number in digits, in groups if it has five of them or more: `20,000`; all languages write `2003` so."""
        if value < SHORTEST_GROUPED:
            return str(value)
        return f"{value:,}".replace(",", self("number.group"))

    def name_diagnostic(self, severity: str, code: str) -> str:
        """What diagnostics of that code are called in lists."""
        return self(f"diagnostic.{severity}.{code}.name")

    def date(self, iso: str) -> str:
        """An ISO date in the words of the language: `2003 年 12 月 8 日`, `1er décembre 2003`."""
        year, month, day = iso.split("-")
        spoken = self("day.first") if day == "01" else int(day)
        return self(f"date.{month}", year=int(year), day=spoken)

    def month(self, iso: str) -> str:
        """The month of an ISO date, as the heading of a list: `December 2003`."""
        year, month, _ = iso.split("-")
        return self(f"month.{month}", year=int(year))

    def join(self, words: Iterable[str]) -> str:
        """The words as a list: `zh, en`, `zh、en`."""
        return self("list.separator").join(words)

    def sentence(self, message: Message) -> str:
        """The sentence of a message. Raises KeyError where the catalogue has no such key or a word is missing."""
        filler = _Filler(self, message.words)
        return filler.format(self.messages[message.key], **message.words)


class _Filler(string.Formatter):
    """Fills in words that are said in the language, too. What to do with a word follows it after a colon.

    {reason:message}   the word is the key of another message, which has the same words
    {reason:sentence}  the same, and begins with a capital letter
    {guess:optional}   the same, and nothing where the word is not given
    {size:number}      digits in groups: `64,000`
    {keys:list}        words between `, `, as a list of the language
    """

    def __init__(self, catalogue: Catalogue, words: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._words = words

    def get_value(
        self, key: int | str, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        """The word of that name; None where it is not given."""
        del args  # all words have names
        return kwargs.get(str(key))

    def format_field(self, value: object, format_spec: str) -> str:
        """One word in the form that follows its name in the message."""
        if value is None and format_spec != "optional":
            raise KeyError(format_spec)

        word = str(value or "")
        match format_spec:
            case "message" | "optional":
                return self._say(word)
            case "sentence":
                sentence = self._say(word)
                return sentence[:1].upper() + sentence[1:]
            case "number":
                return f"{int(word):,}".replace(",", self._catalogue("number.group"))
            case "list":
                return self._catalogue.join(word.split(", "))
        return word

    def _say(self, key: str) -> str:
        """The message of that key with the same words; nothing for no key."""
        if not key:
            return ""
        return self._catalogue.sentence(Message(key, self._words))


def say(key: str, /, **words: object) -> str:
    """The English sentence of a message, as terminals show it."""
    texts = {name: str(word) for name, word in words.items()}
    message = Message(key, texts)
    return get_catalogue(ENGLISH).sentence(message)


def get_plural_category(language: str, count: int) -> str:
    """The plural category of a number in a language, by CLDR: `one`, `few`, `other`.

    English and Chinese have their rules here, because the terminal says numbers in each build, and Babel takes 16 ms to
    import.
    """
    if language == "zh":
        return "other"
    if language == ENGLISH:
        return "one" if count == 1 else "other"

    return _get_plural_rule(language)(count)


@lru_cache
def _get_plural_rule(language: str) -> Callable[[int], str]:
    from babel import Locale  # noqa: PLC0415 - only where a language has more forms

    return Locale(language).plural_form


@lru_cache
def get_catalogue(language: str) -> Catalogue:
    """The catalogue of a language. Raises KeyError where there is none (see `list_interface_languages`)."""
    if language not in list_interface_languages():
        raise KeyError(language)

    text = (FOLDER / f"{language}.toml").read_text("utf-8")
    return Catalogue(language, dict(_read_messages(text)))


@lru_cache
def list_interface_languages() -> tuple[str, ...]:
    """The codes of the languages that have a catalogue, in the order of the alphabet."""
    codes = [file.stem for file in FOLDER.glob("*.toml")]
    return tuple(sorted(codes))


def _read_messages(text: str) -> Iterator[tuple[str, str]]:
    """The messages of a TOML file that has tables of strings alone, by their dotted keys.

    Each build reads two files. A reader of any TOML takes a third of all the time in which a build sees that nothing
    has changed. Raises msgspec.DecodeError if a value is not a string on one line.
    """
    table = ""
    for line in text.split("\n"):
        if line.startswith("["):
            table = f"{line.strip('[]')}."
        elif line and not line.startswith("#"):
            key, _, value = line.partition(" = ")
            yield table + key.strip('"'), _decode_string(value)
