"""The ways a symbol is written: its spellings, its ends, and its address at the United Nations."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from unres_site.errors import SymbolError
from unres_site.symbols.forms import parse
from unres_site.symbols.value import Symbol

OFFICIAL_PATTERN = "https://undocs.org/{language}/{symbol}"
"""Where the United Nations shows a document."""


def spellings(symbol: Symbol) -> tuple[str, ...]:
    """The ways people write a symbol, the canonical one first; each is read as that symbol by `parse`."""
    if not symbol.is_numbered:
        return (symbol.text,)
    short, bare = symbol.short, symbol.short.replace(" ", "")
    chinese, english = {"RES": ("决议", "resolution"), "DEC": ("决定", "decision")}[symbol.series]
    spoken = (short, bare, f"第 {short} 号{chinese}", f"第{bare}号{chinese}", f"第{bare}号", f"{english} {short}")
    compact = symbol.text.replace("/", "").replace("-", "")
    candidates = dict.fromkeys((symbol.text, f"{symbol.organ}/{symbol.series}/{short}", *spoken, compact))
    return tuple(spelling for spelling in candidates if _is_spelling(spelling, symbol))


def suffixes(symbol: Symbol) -> tuple[str, ...]:
    """The ends of a symbol that name it to a reader: `A/RES/58/241`, `RES/58/241`, `58/241`; the whole one first.

    Of a compound also the symbols it joins. Every end has a slash or a bracket: a number alone names nothing.
    """
    ends = (member[at:] for member in (symbol.text, *symbol.members) for at in (0, *_starts(member)))
    return tuple(dict.fromkeys(end for end in ends if "/" in end or "(" in end))


def official_address(symbol: Symbol, pattern: str = OFFICIAL_PATTERN, language: str = "en") -> str:
    """Where the United Nations shows the document, quoted for a URL; the pattern names `{language}` and `{symbol}`."""
    return official_link(symbol.text, pattern, language)


def official_link(canonical: str, pattern: str, language: str) -> str:
    """The same for a symbol's canonical text, as records have it; to parse it would take ten times as long."""
    return quote(canonical, safe="/()").join(_around_symbol(pattern, language))


@lru_cache
def _around_symbol(pattern: str, language: str) -> list[str]:
    return pattern.replace("{language}", quote(language, safe="")).split("{symbol}")


def _is_spelling(text: str, symbol: Symbol) -> bool:
    try:
        return parse(text) == symbol
    except SymbolError:
        return False


def _starts(text: str) -> list[int]:
    return [at + 1 for at, sign in enumerate(text) if sign == "/"]
