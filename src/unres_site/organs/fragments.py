"""What symbols are made of, as parts of regular expressions. Every pattern of a symbol is put together from these.

No fragment has a group with a name or a number, and each is an alternative that may stand alone: put `(?:…)` around it.
`folded` fragments are in small letters, for texts and queries in the normal form of the search; JavaScript reads them
too, so they keep to what both languages understand.
"""

from __future__ import annotations

from unres_site.organs import organ_heads

SPECIAL = "E?S"
"""A special session (S-10) or an emergency special session (ES-10), before its hyphen."""

ROMAN_SESSION = "[IVXLC]{1,8}"
"""The roman number of a session (XXVI)."""

YEAR = "19[4-9][0-9]|20[0-9]{2}"
"""A year since 1940."""

SERIES = "RES|DEC"
"""Resolutions and decisions."""

LATIN_PART = "A{1,2}|B{1,2}|C{1,2}|D{1,2}|[E-Z]"
"""The letter of a part: after Z come AA, BB … (53/77 AA)."""

HEADS = "|".join(sorted(organ_heads(), key=len, reverse=True))
"""The heads of organs' symbols, the longest first: A/HRC, A, E, S."""

PRINTED_HEADS = "|".join(r"\s?/\s?".join(head.split("/")) for head in HEADS.split("|"))
"""The same as printed in running heads, where a space may be beside a slash."""

PRINTED_SLASHED = rf"(?:{SPECIAL}-)?\d{{1,4}}\s?/\s?\d{{1,4}}(?:\s?[A-Z])?"
"""The number of a resolution as printed: 58/58, 75/242 B, ES-10/15."""

PRINTED_BRACKETED = r"\d{1,4}(?:\s?[A-Z])?\s?\((?:[IVXLC]+|E?S-[IVX]+|\d{4})\)(?:\s?[A-Z])?"
"""The same with its session or year in brackets: 217 A (III), 217 (III) A, 1325 (2000), 3201 (S-VI)."""

FOLDED_SLASHED = "(?:e?s-)?[0-9]{1,4}/[0-9]{1,5}(?: ?[a-z](?![a-z0-9]))?(?![0-9/])"
FOLDED_BRACKETED = r"[0-9]{1,4}(?: ?[a-z])? ?\((?:e?s-)?(?:[ivxlc]{1,8}|[0-9]{4})\)(?:[a-z](?![a-z0-9]))?"
FOLDED_SERIES = "(?:[a-z]{1,4}/){1,2}(?:res|dec)/"
FOLDED_DOCUMENT = r"[a-z]{1,10}(?:/[a-z0-9]+(?:[.-][a-z0-9]+)*)+(?: ?\([ivxlc]{1,8}\))?"
