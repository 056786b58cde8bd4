"""The interface's words in one language: messages, dates, names of organs and languages, sentences of diagnostics."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from unres_site.errors import DIAGNOSTICS, Diagnostic

FALLBACK = "en"
"""The interface's language where it does not speak the site's own."""

LANGUAGE_TAGS = {"zh": "zh-Hans"}
"""Language tags (BCP 47) of HTML, where they say more than the code."""

RIGHT_TO_LEFT = frozenset({"ar"})


class Catalogue:
    """All messages of one language; `language` is the one that it speaks."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self.messages = messages

    def __call__(self, key: str, /, **words: object) -> str:
        """The message of that dotted key, with its `{words}` filled in; KeyError where there is none."""
        message = self.messages[key]
        return message.format(**words) if words else message

    def known(self, key: str, otherwise: str) -> str:
        """The message of that key, or the other words: for what texts may hold and the catalogue need not know."""
        return self.messages.get(key, otherwise)

    def below(self, prefix: str) -> dict[str, str]:
        """All messages of one table: key without its prefix → message."""
        return {
            key.removeprefix(f"{prefix}."): text for key, text in self.messages.items() if key.startswith(f"{prefix}.")
        }

    def date(self, adopted_on: str) -> str:
        """An ISO date in the words of the language: `2003年12月8日`, `8 December 2003`."""
        year, month, day = adopted_on.split("-")
        return self(f"date.{month}", year=int(year), day=int(day))

    def sentence(self, diagnostic: Diagnostic) -> str:
        """What a diagnostic says, in the language; its English sentence where the language has none."""
        kind = DIAGNOSTICS.get(diagnostic.code)
        sentence = getattr(kind, self.language, None)
        own = f"_{self.language}"
        said = {name.removesuffix(own): words for name, words in diagnostic.details.items() if name.endswith(own)}
        try:
            return sentence.format(**diagnostic.details | said) if sentence else diagnostic.message
        except (KeyError, IndexError):
            return diagnostic.message


@lru_cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, or of `FALLBACK`."""
    file = files("unres_site.site.messages") / f"{language}.toml"
    if not file.is_file():
        return catalogue(FALLBACK)
    return Catalogue(language, dict(_flatten(tomllib.loads(file.read_text("utf-8")))))


def language_tag(language: str) -> str:
    """The language's tag for `lang` attributes: `zh-Hans`."""
    return LANGUAGE_TAGS.get(language, language)


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
