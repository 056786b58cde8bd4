"""The slot of a text: a number by which postings name it. It depends on the symbol and the language alone.

So no text's slot changes when another text is added or removed, and only the entries of that text's own terms change.
A place is computed for each symbol. Two symbols seldom have the same place; then the later one takes the next free one.

    language × 2,097,152 + region × 65,536 + session × 352 + number      most symbols: region 0 is A/RES
    language × 2,097,152 + region × 65,536 + number                      numbers that go on from session to session
                                                                         and are 352 or more (1325, 2758)
    language × 2,097,152 + 15 × 65,536 + hash                            parts of resolutions, symbols without a number

The texts of a session are neighbours, so most gaps in postings are small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from unres_site.languages import CODES, get_primary_code
from unres_site.search.index.fields import Integers
from unres_site.search.index.hashing import hash_text
from unres_site.symbols import parse

LANGUAGES = sorted(CODES, key=lambda code: (get_primary_code(code) != "zh", code))
"""All languages in the order of their slots, Chinese first: small numbers take fewer bytes."""

LANGUAGE = 1 << 21
"""Slots of a language."""

REGION = 1 << 16
"""Slots of a region. Each organ's series has one; several may share one."""

SHARED = 14
"""Regions between the first, which is that of A/RES, and the last, which is that of hashes."""

SESSION = 352
"""Slots of a session. The General Assembly adopts at most some 330 resolutions in one.

Higher numbers of a session, as those of decisions (A/DEC/75/501), are in other regions, as many in each.
"""


class TextTable(NamedTuple):
    """All texts in the order of their slots. Elsewhere a text's number is its place in this order.

    slots    int64 of shape (texts,), ascending
    lengths  of each field in each text: how many terms it has
    """

    slots: Integers
    lengths: list[Integers]


def find_place(text: str) -> int:
    """The place of a symbol among the slots of a language, if no other symbol has it. Raises SymbolError."""
    symbol = parse(text)
    organ, kind, session, series, number, *_ = symbol.sort_key
    if symbol.part or not number:
        return (SHARED + 1) * REGION + hash_text(text) % REGION

    beyond, rest = divmod(number, SESSION)
    if beyond and symbol.is_continued:
        return _find_region(f"{organ}/{series}/") + number % REGION

    is_main = (organ, series, kind, beyond) == ("A", "RES", 0, 0)
    name = f"{organ}/{series}/{kind}/{beyond}" if beyond else f"{organ}/{series}/{kind}"

    region = 0 if is_main else _find_region(name)
    return region + (session * SESSION + rest) % REGION


def assign_slots(
    places: Mapping[str, int], texts: Sequence[tuple[str, str]]
) -> Integers:
    """The slot of each text: symbol and language. `places` has the place of each symbol.

    The slots of a symbol differ by language alone, so its texts can be found together.
    """
    by_symbol = _resolve_places(places)
    languages = {code: LANGUAGE * number for number, code in enumerate(LANGUAGES)}
    slots = [languages[language] + by_symbol[symbol] for symbol, language in texts]
    return np.array(slots, dtype=np.int64)


def _resolve_places(places: Mapping[str, int]) -> dict[str, int]:
    """A place for each symbol that no other has. The result is the same in whichever order symbols are added."""
    resolved: dict[str, int] = {}
    free = 0
    for place, symbol in sorted((place, symbol) for symbol, place in places.items()):
        resolved[symbol] = max(place, free)
        free = resolved[symbol] + 1

    return resolved


def _find_region(series: str) -> int:
    return (1 + hash_text(series) % SHARED) * REGION
