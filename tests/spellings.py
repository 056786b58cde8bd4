"""The ways people write the symbol of a resolution or decision."""

from __future__ import annotations

from unres_site.errors import SymbolError
from unres_site.symbols import Symbol, parse

WORDS = {"RES": ("决议", "resolution"), "DEC": ("决定", "decision")}


def spellings(symbol: Symbol) -> tuple[str, ...]:
    """The ways people write a symbol, the canonical one first; each is read as that symbol by `parse`."""
    if not symbol.is_numbered:
        return (symbol.text,)
    short, bare = symbol.short, symbol.short.replace(" ", "")
    chinese, english = WORDS[symbol.series]
    spoken = (
        short,
        bare,
        f"第 {short} 号{chinese}",
        f"第{bare}号{chinese}",
        f"第{bare}号",
        f"{english} {short}",
    )
    compact = symbol.text.replace("/", "").replace("-", "")
    candidates = dict.fromkeys(
        (symbol.text, f"{symbol.organ}/{symbol.series}/{short}", *spoken, compact)
    )
    return tuple(spelling for spelling in candidates if _is_read_as(spelling, symbol))


def _is_read_as(text: str, symbol: Symbol) -> bool:
    try:
        return parse(text) == symbol
    except SymbolError:
        return False
