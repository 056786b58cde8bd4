"""How symbols are written, as parts of regular expressions. All patterns of symbols are put together from these.

A fragment is an alternative or a list of alternatives without named or numbered groups: put `(?:…)` around it.
`FOLDED` fragments are in small letters, for the normal form of texts and queries in the search. JavaScript uses them
too, so they are limited to what both dialects understand.
"""

from __future__ import annotations

from unres_site.organs import list_organ_heads, list_organs

SPECIAL = "E?S"
"""What comes before the hyphen in a special (S-10) or an emergency special session (ES-10)."""

ROMAN_SESSION = "[IVXLC]{1,8}"
"""A session before 1976: XXVI."""

YEAR = "19[4-9][0-9]|20[0-9]{2}"
"""A year since 1940."""

SERIES = "RES|DEC"
"""Resolutions and decisions."""

LATIN_PART = "A{1,2}|B{1,2}|C{1,2}|D{1,2}|[E-Z]"
"""The letter of a part: after Z come AA, BB … (53/77 AA)."""

HEADS = "|".join(sorted(list_organ_heads(), key=len, reverse=True))
"""The heads of organs' symbols, the longest first: A/HRC, A, E, S."""

NUMBERED_HEADS = "|".join(
    head for head, organ in list_organs().items() if organ.numbered_head
)
"""The heads that a number follows: A/CONF."""


def _make_printed_head(head: str) -> str:
    """A head with white space allowed beside its slash, and its number behind it if it has one."""
    printed = head.replace("/", r"\s?/\s?")
    organ = list_organs()[head]
    if organ.numbered_head:
        return rf"{printed}\.\d{{1,3}}"
    return printed


_PRINTED_PART = r"(?:\s?[A-Z])?"

PRINTED_HEADS = "|".join(map(_make_printed_head, HEADS.split("|")))
"""The heads as running heads have them, where spaces may be beside a slash."""

PRINTED_SLASHED = (
    rf"(?:{SPECIAL}-)?\d{{1,3}}\s?/\s?\d{{1,4}}{_PRINTED_PART}"
    rf"|(?:{YEAR})\s?/\s?\d{{1,3}}(?!\d){_PRINTED_PART}"
)
"""A number as printed: 58/58, 75/242 B, ES-10/15, 2018/1."""

PRINTED_BRACKETED = rf"\d{{1,4}}{_PRINTED_PART}\s?\((?:(?:{SPECIAL}-)?{ROMAN_SESSION}|\d{{2,4}})\){_PRINTED_PART}"
"""A number as printed with its session or year in brackets: 217 A (III), 217 (III) A, 1325 (2000), 3201 (S-VI)."""

FOLDED_SLASHED = "(?:e?s-)?[0-9]{1,4}/[0-9]{1,5}(?: ?[a-z](?![a-z0-9]))?(?![0-9/])"
FOLDED_BRACKETED = r"[0-9]{1,4}(?: ?[a-z])? ?\((?:e?s-)?(?:[ivxlc]{1,8}|[0-9]{4})\)(?:[a-z](?![a-z0-9]))?"
FOLDED_SERIES = "(?:[a-z]{1,4}/){1,2}(?:res|dec)/"
FOLDED_DOCUMENT = (
    r"[a-z]{1,10}(?:/[a-z0-9]+(?:[.-][a-z0-9]+)*){1,16}(?: ?\([ivxlc]{1,8}\))?"
)
FOLDED_OWNERS = "|".join(
    head.lower() for head, organ in list_organs().items() if organ.bare_slashed
)
"""Heads of the organs whose numbers need no name, and may be written without slashes: ares5858."""
