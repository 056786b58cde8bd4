"""The words by which a language cites documents: the `[citations]` table of its file."""

from __future__ import annotations

import msgspec


class CitationWords(
    msgspec.Struct, frozen=True, cache_hash=True, forbid_unknown_fields=True
):
    """Words around the numbers of resolutions and decisions, each as printed or its beginning (`résolution`).

    resolution, decision    what a number is the number of
    kind_follows            whether those words come after the numbers (第 58/58 号决议), not before
    old_resolution          words that old texts have before the numbers all the same (決議案一八一五(十七))
    signs_before, _after    signs that a number is set in (第, 号)
    organs                  names of the organs whose resolutions have symbols, by the head of these; from their files
    council                 any council in short
    others                  bodies whose resolutions have no symbol of that form
    own                     words by which the adopting organ means itself (其)
    under                   what is between an organ that was reported to and the resolution that asked for the report
    dates                   what is between a number and its date (`of`), where the date follows
    joins                   what is between a number and the organ that follows it (`of the`)
    subjects                what is between a number and the organ that acts in its resolution (`, the `)
    lists, through          words between members of a list (`and`) and the ends of a range (`to`)
    """

    resolution: tuple[str, ...]
    decision: tuple[str, ...]
    council: tuple[str, ...]
    others: tuple[str, ...]
    lists: tuple[str, ...]
    through: tuple[str, ...]
    organs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dates: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    kind_follows: bool = False
    old_resolution: tuple[str, ...] = ()
    signs_before: tuple[str, ...] = ()
    signs_after: tuple[str, ...] = ()
