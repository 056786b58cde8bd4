"""Words as HTML. Modules that write HTML in Python (body, lists, apparatus) pass every word through `escape_words`."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from unres_site.deferred import deferred
from unres_site.languages import get_language
from unres_site.languages.line_breaks import split_at_breaks
from unres_site.messages import Catalogue

# matches: قرار
# rejects: A/RES/58/58
RIGHT_TO_LEFT = deferred(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a script that is written from right to left."""

# matches: A/RES/58/58
# matches: 决议
# rejects: "58"
LEFT_TO_RIGHT = deferred(r"[A-Za-z\u00c0-\u058f\u3005-\u9fff]")
"""A letter of a script that is written from left to right; of those that texts have."""

NO_BREAK = "\u00a0"
"""A space at which no line ends."""

ISOLATE, END = "\u2068", "\u2069"
"""Unicode's marks around words whose direction is their own."""


def escape_words(words: str) -> str:
    """Words for HTML, fit for text and for quoted attributes.

    Most words have nothing to escape; to look for it takes a quarter of the time of escaping.
    """
    if "&" in words or "<" in words or ">" in words or '"' in words or "'" in words:
        return str(escape(words))
    return words


@lru_cache(maxsize=1 << 14)  # a text is named on its page, and on those that cite it
def break_title(language: str, words: str) -> str:
    """Words of a title for HTML, with `<wbr>` where a line may end in a language that has no spaces."""
    parts = split_at_breaks(language, words)
    return "<wbr>".join(map(escape_words, parts))


def isolate_words(words: str, direction: str) -> str:
    """Words to be put into a sentence of that direction; isolated if they have letters of the other one."""
    if direction == "ltr" and words.isascii():  # most words are: a pattern takes longer
        return words

    foreign = LEFT_TO_RIGHT if direction == "rtl" else RIGHT_TO_LEFT
    if foreign.search(words):
        return f"{ISOLATE}{words}{END}"
    return words


def mark_written(markup: str) -> Markup:
    """HTML that was put together from escaped words; templates take it as it is."""
    return Markup(markup)  # noqa: S704 - each piece was escaped as it was written


def write_data(value: object) -> Markup:
    """A value as JSON within a script element: no sign in it can end the element or open a comment."""
    text = msgspec.json.encode(value).decode()
    return mark_written(
        text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
    )


@lru_cache
def write_language_attributes(words: Catalogue, language: str) -> Markup:
    """` lang="en" dir="ltr"` around words in another language than the interface's; nothing around its own."""
    if language == words.language:
        return mark_written("")

    return mark_written(
        f' lang="{escape_words(get_language(language).tag)}" dir="{get_language(language).direction}"'
    )
