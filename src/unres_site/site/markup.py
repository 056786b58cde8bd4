"""Words as markup. What writes HTML in Python (body, lists, apparatus) passes every word through `escaped`."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from unres_site.messages import Catalogue

LANGUAGE_TAGS = {"zh": "zh-Hans"}
"""Language tags (BCP 47) of HTML, where they say more than the code."""

RIGHT_TO_LEFT = frozenset({"ar"})


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
    return written(f' lang="{escaped(language_tag(language))}" dir="{direction(language)}"')


def language_tag(language: str) -> str:
    """The language's tag for `lang` attributes: `zh-Hans`."""
    return LANGUAGE_TAGS.get(language, language)


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
