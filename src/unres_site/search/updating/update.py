"""A search brought up to date where a few texts changed: the same files as from all texts, byte for byte.

The slot of a text depends on its symbol and language. So only the shards of the changed texts' own terms change,
wherever these texts sort. Seldom a new symbol takes the place of another one. Then all files are built (`building`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import numpy as np

from unres_site.search.documents import CardColumns, SearchCard, list_columns
from unres_site.search.files.scripts import (
    make_address,
    make_script,
    read_digest,
    split_digests,
)
from unres_site.search.files.texts import (
    BLOCK,
    SEGMENT,
    STRETCH,
    ShownCard,
    make_segments,
    show_card,
)
from unres_site.search.files.translations import LISTING
from unres_site.search.index.fields import FIELDS, Integers
from unres_site.search.index.sharding import find_group, make_directory
from unres_site.search.index.slots import assign_slots, find_place
from unres_site.search.index.vocabulary import (
    Lexicon,
    find_accented,
    is_bare,
    strip_accents,
    update_pieces,
)
from unres_site.search.terms.counting import find_gram
from unres_site.search.updating.building import (
    Files,
    make_common_files,
    note_translations,
)
from unres_site.search.updating.changes import TextChange, find_changed_terms
from unres_site.search.updating.entries import update_entries
from unres_site.search.updating.phrases import update_phrases
from unres_site.search.updating.published import PublishedIndex, Read
from unres_site.search.updating.resharding import Resharding, reshard
from unres_site.search.updating.state import (
    SearchState,
    list_stems,
    list_texts,
    make_table,
    pack_numbers,
    unpack_numbers,
)

Columns = list[list[Any]]
"""What a state has of each text: the columns of its card, the place of its symbol, the lengths of its fields."""


class FilesUpdate(NamedTuple):
    """The files to write, the addresses to remove, and the new state."""

    files: list[tuple[str, bytes]]
    gone: set[str]
    state: SearchState


def update_index(
    state: SearchState,
    changes: Sequence[TextChange],
    read: Read,
    translations: Sequence[tuple[str, bytes]] = (),
) -> FilesUpdate:
    """The update for some changes. `read` gives a published file.

    `translations` are the files of that table, if they change.

    Raises ValueError, KeyError or OSError if the published files do not belong to the state, or if an unchanged text
    gets another slot.
    """
    now = _change_texts(state, changes)
    changes = _find_slots(changes, state, now)
    before = PublishedIndex(make_directory(state.sizes), read)
    terms = sorted({term for change in changes for term in find_changed_terms(change)})
    entries = update_entries(terms, changes, before, make_table(now))
    now.sizes = _change_sizes(state.sizes, entries, before)
    texts = [(change.before, change.now) for change in changes]
    phrases = update_phrases(state.phrases, texts, before)
    now.phrases = phrases.state
    groups = state.sizes.keys() | now.sizes.keys()
    resharding = reshard(before, make_directory(now.sizes), entries, groups)
    cards = list(_change_cards(state, now, changes, before))
    files = [
        *resharding.shards,
        *_change_directory(now, resharding),
        *_change_phrases(now, phrases.files),
        *_change_vocabulary(state, now, before, entries),
        *cards,
        *_change_translations(now, translations),
        *make_common_files(now, state),
    ]
    gone = resharding.gone | _find_gone(state, now) | _find_gone_blocks(state, now)
    if translations:
        gone |= _list_translations(before) - dict(translations).keys()
    return FilesUpdate(files, gone, now)


def _find_gone(before: SearchState, now: SearchState) -> set[str]:
    """The addresses of words, lengths and topics that no longer exist."""
    texts_before, texts_now = len(before.texts.symbols), len(now.texts.symbols)
    counts = {
        "words": (len(before.pieces), len(now.pieces)),
        "lengths": (-(-texts_before // STRETCH), -(-texts_now // STRETCH)),
    }
    gone = set[str]()
    for kind, (old, new) in counts.items():
        gone.update(make_address(f"{kind}/{number}") for number in range(new, old))
    if any(before.texts.topics) and not any(now.texts.topics):
        gone.add(make_address("topics"))
    return gone


def _find_gone_blocks(before: SearchState, now: SearchState) -> set[str]:
    """The addresses of the blocks of symbols and titles that no longer exist."""
    old = unpack_numbers(before.slots) // BLOCK
    new = unpack_numbers(now.slots) // BLOCK
    gone = np.setdiff1d(old, new)
    return {make_address(f"texts/{block}") for block in gone.tolist()}


# --- the state


def _change_texts(state: SearchState, changes: Sequence[TextChange]) -> SearchState:
    """The state with the changed texts. Sizes, words, phrases and digests are still those of before."""
    columns = _change_columns(state, changes)
    *cards, places = columns[: -len(FIELDS)]
    symbols, languages = cards[:2]
    slots = assign_slots(
        dict(zip(symbols, places, strict=True)),
        list(zip(symbols, languages, strict=True)),
    )
    order = np.argsort(slots).tolist()
    *cards, places = _select([*cards, places], order)
    lengths = _select(columns[-len(FIELDS) :], order)
    return SearchState(
        texts=CardColumns(*cards),
        places=pack_numbers(places),
        slots=pack_numbers(np.sort(slots)),
        lengths=tuple(pack_numbers(field) for field in lengths),
        sizes=dict(state.sizes),
        stems=_change_stems(state.stems, changes),
        accented=state.accented,
        pieces=state.pieces,
        digests=dict(state.digests),
        phrases=state.phrases,
    )


def _select(columns: Columns, places: Sequence[int]) -> Columns:
    """The values at these places of each column."""
    selected: Columns = []
    for column in columns:
        selected.append([column[place] for place in places])
    return selected


def _change_columns(state: SearchState, changes: Sequence[TextChange]) -> Columns:
    """The columns of all texts. Those of changed texts are at the end."""
    columns: Columns = [
        *(list(column) for column in state.texts),
        unpack_numbers(state.places).tolist(),
    ]
    columns += [unpack_numbers(field).tolist() for field in state.lengths]
    changed = {(change.symbol, change.language) for change in changes}
    texts = list_texts(state)
    kept = [at for at, text in enumerate(texts) if text not in changed]
    columns = _select(columns, kept)
    for change in changes:
        if change.card and change.now:
            values = [*_list_values(change.card), find_place(change.symbol)]
            values += [counts.length for counts in change.now]
            for column, value in zip(columns, values, strict=True):
                column.append(value)
    return columns


def _list_values(card: SearchCard) -> list[Any]:
    """The value of a card in each column."""
    return [column[0] for column in list_columns([card])]


def _find_slots(
    changes: Sequence[TextChange], before: SearchState, now: SearchState
) -> list[TextChange]:
    """The changes with their slots, ascending. Raises ValueError if a text that is not new gets another slot."""
    old, new = (
        dict(zip(list_texts(state), unpack_numbers(state.slots).tolist(), strict=True))
        for state in (before, now)
    )
    for text in old.keys() & new.keys():
        if old[text] != new[text]:
            raise ValueError(f"{text} has another slot")
    slots = old | new
    found = [
        change._replace(slot=slots[change.symbol, change.language])
        for change in changes
    ]
    return sorted(found, key=lambda change: change.slot)


def _change_stems(
    stems: list[tuple[str, str, int]], changes: Sequence[TextChange]
) -> list[tuple[str, str, int]]:
    difference = Counter[tuple[str, str]]()
    for change in changes:
        difference.update(list_stems(change.now or ()))
        difference.subtract(list_stems(change.before or ()))
    if not any(difference.values()):
        return stems
    counted = Counter({(word, stem): count for word, stem, count in stems})
    counted.update(difference)
    return sorted(
        (word, stem, count) for (word, stem), count in counted.items() if count
    )


def _change_sizes(
    sizes: Mapping[str, int], entries: Mapping[str, str], before: PublishedIndex
) -> dict[str, int]:
    """The size of each group of terms with the changed entries, in bytes."""
    found = Counter(sizes)
    for term, entry in entries.items():
        found[find_group(term)] += _measure(entry) - _measure(before.entry(term))
    return {group: size for group, size in found.items() if size}


def _measure(entry: str) -> int:
    """The size of an entry and its separator in a shard, in bytes."""
    return len(entry.encode()) + 1 if entry else 0


# --- the files


def _change_directory(
    now: SearchState, resharding: Resharding
) -> list[tuple[str, bytes]]:
    """The changed pages of the directory. Sets their digests."""
    number = len(make_directory(now.sizes).pools)
    digests = dict(enumerate(split_digests(now.digests["directory"])))
    for page, (_, content) in resharding.pages.items():
        digests[page] = read_digest(content)
    now.digests["directory"] = "".join(digests[page] for page in range(number))
    return list(resharding.pages.values())


def _change_phrases(
    now: SearchState, files: list[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """The changed files of the table of counts. Sets their digests."""
    digests = split_digests(now.digests["phrases"])
    for address, content in files:
        number = int(PurePosixPath(address).stem)
        digests[number] = read_digest(content)
    now.digests["phrases"] = "".join(digests)
    return files


def _change_translations(
    now: SearchState, files: Sequence[tuple[str, bytes]]
) -> Sequence[tuple[str, bytes]]:
    """The files of translations, if they change. Sets their digest."""
    return note_translations(now, files) if files else ()


def _list_translations(published: PublishedIndex) -> set[str]:
    """The addresses of the published files of translations."""
    listing = split_digests(published.value(LISTING, str))
    return {make_address(f"{LISTING}/{number}") for number in range(len(listing))}


def _change_vocabulary(
    before: SearchState,
    now: SearchState,
    published: PublishedIndex,
    entries: Mapping[str, str],
) -> Files:
    """The changed pieces of the vocabulary. Sets the words of the new state, and their digests."""
    words = _find_changed_words(before, now, published, entries)
    if not words:
        return

    def is_term(word: str) -> bool:
        if not is_bare(word):
            return False
        entry = entries[word] if word in entries else published.entry(word)
        return entry != ""

    stems = [(word, stem) for word, stem, _ in now.stems]
    stemmed = {word for word, _ in stems}
    accented = find_accented(word for word in words if is_term(word) or word in stemmed)
    now.accented = sorted({*before.accented} - words | {*accented})
    lexicon = Lexicon(is_term, stems, now.accented)
    changed = {
        word: lexicon.entry(word) for word in words | {*map(strip_accents, words)}
    }
    now.pieces, pieces = update_pieces(
        before.pieces, lambda number: published.value(f"words/{number}", str), changed
    )
    digests = dict(enumerate(split_digests(before.digests["words"])))
    for number, piece in pieces.items():
        address, content = make_script(f"words/{number}", piece)
        digests[number] = read_digest(content)
        yield address, content
    now.digests["words"] = "".join(digests[at] for at in range(len(now.pieces)))


def _find_changed_words(
    before: SearchState,
    now: SearchState,
    published: PublishedIndex,
    entries: Mapping[str, str],
) -> set[str]:
    """The words that are new or removed, as terms or with a stem, and the stems of the latter."""
    words = set[str]()
    for term, entry in entries.items():
        if find_gram(term) is None and bool(entry) != bool(published.entry(term)):
            words.add(term)
    stems_before = {(word, stem) for word, stem, _ in before.stems}
    stems_now = {(word, stem) for word, stem, _ in now.stems}
    for pair in stems_before ^ stems_now:
        words.update(pair)
    return words


def _change_cards(
    before: SearchState,
    now: SearchState,
    changes: Sequence[TextChange],
    published: PublishedIndex,
) -> Files:
    """The symbols and titles of the segments with changed texts. Sets their digests."""
    slots = unpack_numbers(before.slots)
    segments = sorted({change.slot // SEGMENT for change in changes})
    cards = dict(_read_cards(slots[np.isin(slots // SEGMENT, segments)], published))
    for change in changes:
        cards.pop(change.slot, None)
        if change.card:
            cards[change.slot] = show_card(change.card)
    digests = dict(
        zip(
            np.unique(slots // SEGMENT).tolist(),
            split_digests(before.digests["texts"]),
            strict=True,
        )
    )
    for segment in make_segments(dict(sorted(cards.items()))):
        digests[segment.number] = segment.digest
        yield from segment.files
    all_segments = np.unique(unpack_numbers(now.slots) // SEGMENT).tolist()
    now.digests["texts"] = "".join(digests[segment] for segment in all_segments)


def _read_cards(
    slots: Integers, published: PublishedIndex
) -> Iterator[tuple[int, ShownCard]]:
    """The published cards of some slots, which are all those of some segments."""
    for block in np.unique(slots // BLOCK).tolist():
        own = slots[slots // BLOCK == block].tolist()
        yield from zip(
            own, published.value(f"texts/{block}", list[ShownCard]), strict=True
        )
