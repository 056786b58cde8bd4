"""Where the United Nations shows a document."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from unres_site.deferred import deferred
from unres_site.languages import get_primary_code

OFFICIAL_PATTERN = "https://undocs.org/{language}/{symbol}"
"""The address of a document at the United Nations; `site.yml` may set another pattern."""

# matches: A/RES/217(III)A
# matches: UNEP/OzL.Pro.28/12
# rejects: A/61/47 B
UNQUOTED = deferred(r"[A-Za-z0-9/()._~-]*")
"""A symbol that is the same in a URL. Most are, and to find that takes a quarter of the time of quoting."""


def make_official_link(symbol: str, pattern: str, language: str) -> str:
    """The address of a document, quoted for a URL.

    symbol   canonical text, as records have it: `A/RES/217(III)A`
    pattern  an address with `{symbol}` and, where the host wants one, `{language}`; it knows no variants of languages
    """
    quoted = symbol if UNQUOTED.fullmatch(symbol) else quote(symbol, safe="/()")

    return quoted.join(_split_pattern(pattern, language))


@lru_cache
def _split_pattern(pattern: str, language: str) -> list[str]:
    """What comes before, between and after the symbol in a pattern."""
    spoken = quote(get_primary_code(language), safe="")
    return pattern.replace("{language}", spoken).split("{symbol}")
