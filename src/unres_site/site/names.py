"""What a resolution is called: its title, or its number where it has none."""

from __future__ import annotations

from unres_site.messages import Catalogue
from unres_site.symbols import parse


def name_text(words: Catalogue, symbol: str, title: str) -> str:
    """The title of a text; without one its number with its organ: `Security Council resolution 408 (1977)`."""
    if title:
        return title
    parsed = parse(symbol)
    key = "untitled.decision"
    if parsed.series != "DEC":
        key = f"untitled.{parsed.organ}"
    if key not in words.messages:
        key = "untitled.other"
    return words(key, number=parsed.short)
