"""Words as HTML. The modules that write HTML in Python (body, lists, apparatus) pass every word through `escaped`."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from unres_site.languages import language as language_of
from unres_site.messages import Catalogue


def escaped(words: str) -> str:
    """Words for HTML, fit for text and for quoted attributes.

    Most words have nothing to escape; to look for it takes a quarter of the time of escaping.
    """
    if "&" in words or "<" in words or ">" in words or '"' in words or "'" in words:
        return str(escape(words))
    return words


def written(markup: str) -> Markup:
    """HTML that was put together from escaped words; templates take it as it is."""
    return Markup(markup)  # noqa: S704 - each piece was escaped as it was written


def data(value: object) -> Markup:
    """A value as JSON within a script element: no sign in it can end the element or open a comment."""
    text = msgspec.json.encode(value).decode()
    return written(
        text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
    )


@lru_cache
def language_attributes(words: Catalogue, language: str) -> Markup:
    """` lang="en" dir="ltr"` around words in another language than the interface's; nothing around its own."""
    if language == words.language:
        return written("")
    return written(
        f' lang="{escaped(language_of(language).tag)}" dir="{language_of(language).direction}"'
    )
