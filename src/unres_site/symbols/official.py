"""Where the United Nations shows a document."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from unres_site.languages import get_primary_code

OFFICIAL_PATTERN = "https://undocs.org/{language}/{symbol}"
"""The address of a document at the United Nations; `site.yml` may set another pattern."""


def make_official_link(symbol: str, pattern: str, language: str) -> str:
    """The address of a document, quoted for a URL.

    symbol   canonical text, as records have it: `A/RES/217(III)A`
    pattern  an address with `{symbol}` and, where the host wants one, `{language}`; it knows no variants of languages
    """
    quoted = quote(symbol, safe="/()")
    return quoted.join(_split_pattern(pattern, language))


@lru_cache
def _split_pattern(pattern: str, language: str) -> list[str]:
    """What comes before, between and after the symbol in a pattern."""
    spoken = quote(get_primary_code(language), safe="")
    return pattern.replace("{language}", spoken).split("{symbol}")
