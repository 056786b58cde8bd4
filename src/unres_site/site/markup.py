"""Words as markup. What writes HTML in Python (body, lists, apparatus) passes every word through `escaped`."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from unres_site.languages import language as language_of
from unres_site.messages import Catalogue


def escaped(words: str) -> str:
    """Words for HTML, between tags and within quoted attributes alike.

    Most hold nothing to escape, and to look costs a quarter of escaping them.
    """
    if "&" in words or "<" in words or ">" in words or '"' in words or "'" in words:
        return str(escape(words))
    return words


def written(markup: str) -> Markup:
    """What has been put together of escaped pieces, for a template to take as it is."""
    return Markup(markup)  # noqa: S704 - each piece was escaped as it was written


def data(value: object) -> Markup:
    """A value as JSON within a script element: no sign in it can end the element or open a comment."""
    text = msgspec.json.encode(value).decode()
    return written(text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e"))


@lru_cache
def language_attributes(words: Catalogue, language: str) -> Markup:
    """` lang="en" dir="ltr"` around words in another language than the interface's; nothing around its own."""
    if language == words.language:
        return written("")
    return written(f' lang="{escaped(language_of(language).tag)}" dir="{language_of(language).direction}"')
