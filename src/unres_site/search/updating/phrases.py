"""The table of counts, built from all texts or brought up to date where a few changed.

The table has the phrases that more than `FEW` texts have. An update has to know when a phrase comes to have as many. So
a build also keeps the rare phrases, which `KNOWN` to `FEW` texts have; they are not published. If fewer texts have a
phrase, updates keep by how much its count has changed since. If this leaves open whether the phrase is in the table,
everything is built again. That takes `FEW` - `KNOWN` + 2 new texts, 9, with the same new phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from unres_site.search.files.phrases import (
    PackedPhrases,
    choose_files,
    count_files,
    unpack_phrases,
    write_files,
)
from unres_site.search.index.fields import TEXT, FieldCounts, Integers
from unres_site.search.index.phrases import (
    FEW,
    KNOWN,
    PhraseCounts,
    Work,
    count_phrases,
    join_counts,
)
from unres_site.search.terms.phrases import Keys, list_keys
from unres_site.search.updating.published import PublishedIndex

LONGEST_JOURNAL = 200_000
"""Phrases: if updates have changed the counts of more rare ones, everything is built again."""

COUNT_BITS = 4
"""Of a rare phrase's number, in which its count is below its key."""


class PhraseState(msgspec.Struct, array_like=True):
    """What an update needs to know of phrases.

    total    the number of phrases in the table
    rare     the rare phrases of the last build: uint64, little-endian, ascending: key × 16 + count
    changed  the counts of rare phrases that updates have changed, by key
    moved    of phrases with an unknown count below `KNOWN` then, the difference to that count, by key
    """

    total: int = 0
    rare: bytes = b""
    changed: dict[int, int] = {}
    moved: dict[int, int] = {}


class PhrasesUpdate(NamedTuple):
    """The changed files of the table, and the new state."""

    files: list[tuple[str, bytes]]
    state: PhraseState


def build_phrases(
    texts: Sequence[FieldCounts], run: Callable[[Work, int], Iterable[PhraseCounts]]
) -> tuple[PhraseState, Iterator[tuple[str, bytes]]]:
    """The state and the files of all texts. `run` is as for `count_phrases`."""
    places = [fields[TEXT].phrases for fields in texts]
    found = count_phrases(places, run)
    is_frequent = found.counts > FEW
    table = found.choose(is_frequent)
    rare = found.choose(~is_frequent)
    counts = rare.counts.astype(np.uint64)
    numbers = rare.keys << np.uint64(COUNT_BITS) | counts
    state = PhraseState(len(table.keys), numbers.astype("<u8").tobytes())
    files = count_files(len(table.keys))
    return state, write_files(table, files, range(files))


def update_phrases(
    state: PhraseState,
    texts: Iterable[tuple[FieldCounts | None, FieldCounts | None]],
    published: PublishedIndex,
) -> PhrasesUpdate:
    """The update for some texts, each as it was before and is now; None for a text that does not exist.

    Raises LookupError if all has to be built again, ValueError or OSError if the published files do not belong to the
    state.
    """
    differences = _find_differences(texts)
    files = count_files(state.total)
    table = _read_table(published, _list_files(differences.keys, files))
    places = np.searchsorted(table.keys, differences.keys)
    is_held = np.append(table.keys, np.uint64(0))[places] == differences.keys
    edited = _change_table(table, differences.choose(is_held))

    changed = dict(state.changed)
    moved = dict(state.moved)
    _note_leaving(edited, changed)
    others = differences.choose(~is_held)
    counts_then = _find_rare(state, others.keys)
    entering = _change_rare(others, counts_then, changed, moved)

    staying = edited.choose(edited.counts > FEW)
    now = join_counts([staying, entering])
    total = state.total + len(now.keys) - len(table.keys)
    is_journal_full = len(changed) + len(moved) > LONGEST_JOURNAL
    if is_journal_full or count_files(total) != files:
        raise LookupError("phrases")

    keys = np.concatenate([differences.keys[is_held], entering.keys])
    written = write_files(now, files, _list_files(keys, files))
    return PhrasesUpdate(
        files=list(written),
        state=PhraseState(total, state.rare, changed, moved),
    )


def _list_files(keys: Keys, files: int) -> list[int]:
    """The files of some phrases, by their numbers."""
    if not files:
        return []

    numbers: list[int] = np.unique(choose_files(keys, files)).tolist()
    return numbers


def _find_differences(
    texts: Iterable[tuple[FieldCounts | None, FieldCounts | None]],
) -> PhraseCounts:
    """The phrases whose counts change, each with the difference."""
    parts: list[Keys] = [np.zeros(0, dtype=np.uint64)]
    signs: list[Integers] = [np.zeros(0, dtype=np.int64)]
    for before, now in texts:
        for fields, sign in ((before, -1), (now, 1)):
            if fields:
                keys = list_keys(fields[TEXT].phrases)
                parts.append(keys)
                signs.append(np.full(len(keys), sign))

    keys, places = np.unique(np.concatenate(parts), return_inverse=True)
    sums = np.zeros(len(keys), dtype=np.int64)
    np.add.at(sums, places, np.concatenate(signs))
    return PhraseCounts(keys, sums).choose(sums != 0)


def _read_table(published: PublishedIndex, files: Iterable[int]) -> PhraseCounts:
    """The phrases of some files of the table."""
    packed = [published.value(f"phrases/{file}", PackedPhrases) for file in files]
    return join_counts(map(unpack_phrases, packed))


def _change_table(table: PhraseCounts, differences: PhraseCounts) -> PhraseCounts:
    """A table with other counts of phrases that it has."""
    counts = table.counts.copy()
    counts[np.searchsorted(table.keys, differences.keys)] += differences.counts
    return PhraseCounts(table.keys, counts)


def _note_leaving(table: PhraseCounts, changed: dict[int, int]) -> None:
    """Note the counts of the phrases that leave the table."""
    leaving = table.choose(table.counts <= FEW)
    keys = leaving.keys.tolist()
    counts = leaving.counts.tolist()
    changed.update(zip(keys, counts, strict=True))


def _find_rare(state: PhraseState, keys: Keys) -> Integers:
    """The counts of phrases among the rare ones of the last build; 0 for those that are not among them."""
    rare = np.frombuffer(state.rare, dtype="<u8")
    wanted = keys << np.uint64(COUNT_BITS)
    places = np.searchsorted(rare, wanted)
    found = np.append(rare, np.uint64(0))[places]
    is_found: NDArray[np.bool_] = found >> np.uint64(COUNT_BITS) == keys
    return np.where(is_found, found - wanted, 0).astype(np.int64)


def _change_rare(
    differences: PhraseCounts,
    counts_then: Integers,
    changed: dict[int, int],
    moved: dict[int, int],
) -> PhraseCounts:
    """The phrases that come into the table. All others are noted in `changed` and `moved`."""
    entering: dict[int, int] = {}
    rows = zip(
        differences.keys.tolist(),
        differences.counts.tolist(),
        counts_then.tolist(),
        strict=True,
    )
    for key, difference, then in rows:
        if not then and key not in changed:
            moved[key] = moved.get(key, 0) + difference
            if moved[key] + KNOWN - 1 > FEW:
                raise LookupError(key)
            continue

        count = changed.pop(key, then) + difference
        if count > FEW:
            entering[key] = count
        else:
            changed[key] = count

    return PhraseCounts(
        keys=np.array(list(entering), dtype=np.uint64),
        counts=np.array(list(entering.values()), dtype=np.int64),
    )
