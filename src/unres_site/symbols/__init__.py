"""Document symbols of the United Nations: read in any spelling, ordered, written, and turned into addresses.

A symbol is a value. `parse` reads what people and documents write (`58/58`, `第 58/58 号决议`, `A/RES/217(III)A`,
`a_res_58_58`), and `Symbol.text` is the one canonical spelling, without blanks. Two canonical spellings never differ
by case alone, so addresses don't either. Nothing here knows whether a document exists.
"""

from unres_site.symbols.forms import LONGEST, parse, parse_or_none
from unres_site.symbols.heads import find_heads, strip_head
from unres_site.symbols.official import OFFICIAL_PATTERN, make_official_link
from unres_site.symbols.text import PART_LETTER, fold
from unres_site.symbols.value import FIRST_YEAR, Symbol, make_symbol, write_symbol

__all__ = [
    "FIRST_YEAR",
    "LONGEST",
    "OFFICIAL_PATTERN",
    "PART_LETTER",
    "Symbol",
    "find_heads",
    "fold",
    "make_official_link",
    "make_symbol",
    "parse",
    "parse_or_none",
    "strip_head",
    "write_symbol",
]
