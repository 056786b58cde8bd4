"""Links from the names of instruments in a text to their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from unres_site.archive import find_names
from unres_site.records import Run


class LinkedWords(NamedTuple):
    """Words of a run that name an instrument, and the address of its page."""

    words: str
    address: str


def link_names(
    runs: Sequence[Run], language: str, pages: Mapping[str, str]
) -> Sequence[Run | LinkedWords]:
    """Turn the first name of each instrument in a paragraph into a link to the instrument's page.

    `pages` maps folded names to addresses. A name becomes a link only if one run of plain words holds all of it.
    """
    wanted: dict[str, tuple[int, int]] = {}
    for start, end, name in find_names(runs, language):
        if name in pages:
            wanted.setdefault(pages[name], (start, end))

    if not wanted:
        return runs

    places = [(start, end, address) for address, (start, end) in wanted.items()]
    pieces: list[Run | LinkedWords] = []
    offset = 0
    for run in runs:
        end = offset + len(run.words)
        within = [one for one in places if offset <= one[0] and one[1] <= end]
        if run.is_plain and within:
            pieces += _cut(run, offset, within)
        else:
            pieces.append(run)

        offset = end

    return pieces


def _cut(
    run: Run, offset: int, places: Sequence[tuple[int, int, str]]
) -> Iterator[Run | LinkedWords]:
    """The pieces of a run that begins at an offset."""
    words = run.words
    done = 0
    for start, end, address in sorted(places):
        if start - offset > done:
            yield msgspec.structs.replace(run, text=words[done : start - offset])
        yield LinkedWords(words[start - offset : end - offset], address)
        done = end - offset

    if done < len(words):
        yield msgspec.structs.replace(run, text=words[done:])
