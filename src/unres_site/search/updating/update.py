"""A search brought up to date where a few texts changed: the same files as from all texts, byte for byte.

The slot of a text depends on its symbol and language. So only the shards of the changed texts' own terms change,
wherever these texts sort. Seldom a new symbol takes the place of another one. Then all files are built (`building`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np

from unres_site.search.files.phrases import LISTING as PHRASES
from unres_site.search.files.scripts import (
    make_address,
    make_listing,
    make_script,
    read_digest,
    split_digests,
)
from unres_site.search.files.texts import (
    SEGMENT,
    STRETCH,
    BlockSizes,
    ShownCard,
    choose_blocks,
    find_block,
    make_segments,
    show_card,
)
from unres_site.search.files.translations import LISTING as TRANSLATIONS
from unres_site.search.index.fields import TEXT, Integers
from unres_site.search.index.sharding import (
    choose_group,
    make_directory,
    measure_entry,
)
from unres_site.search.index.slots import LANGUAGE
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
    note_listing,
)
from unres_site.search.updating.changes import TextChange, find_changed_terms
from unres_site.search.updating.entries import update_entries
from unres_site.search.updating.phrases import update_phrases
from unres_site.search.updating.published import PublishedIndex, Read
from unres_site.search.updating.resharding import Resharding, reshard
from unres_site.search.updating.state import (
    SearchState,
    has_stem,
    list_stems,
    make_table,
    unpack_numbers,
)
from unres_site.search.updating.texts import change_texts, find_slots


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
    now = change_texts(state, changes)
    changes = find_slots(changes, state, now)
    before = PublishedIndex(make_directory(state.sizes), read)

    terms = set[str]()
    for change in changes:
        terms.update(find_changed_terms(change))
    entries = update_entries(sorted(terms), changes, before, make_table(now))
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
        *_change_phrases(now, phrases.files, before),
        *_change_vocabulary(state, now, changes, before, entries),
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
    gone = set[str]()
    for piece in range(len(now.pieces), len(before.pieces)):
        gone.add(make_address(f"words/{piece}"))
    for stretch in range(_count_stretches(now), _count_stretches(before)):
        gone.add(make_address(f"lengths/{stretch}"))
    if any(before.texts.topics) and not any(now.texts.topics):
        gone.add(make_address("topics"))
    return gone


def _count_stretches(state: SearchState) -> int:
    """The number of files of lengths."""
    return -(-len(state.texts.symbols) // STRETCH)


def _find_gone_blocks(before: SearchState, now: SearchState) -> set[str]:
    """The addresses of the blocks of symbols and titles that no longer exist."""
    gone = _list_blocks(before) - _list_blocks(now)
    return {make_address(f"texts/{block}") for block in gone}


def _list_blocks(state: SearchState) -> set[int]:
    """The first slots of all blocks of symbols and titles."""
    slots = unpack_numbers(state.slots)
    sizes = choose_blocks(slots)
    return {find_block(slot, sizes) for slot in slots.tolist()}


# --- the state


def _change_sizes(
    sizes: Mapping[str, int], entries: Mapping[str, str], before: PublishedIndex
) -> dict[str, int]:
    """The size of each group of terms with the changed entries, in bytes."""
    found = Counter(sizes)
    for term, entry in entries.items():
        old_size = measure_entry(before.entry(term))
        new_size = measure_entry(entry)
        found[choose_group(term, old_size)] -= old_size
        found[choose_group(term, new_size)] += new_size
    return {group: size for group, size in found.items() if size}


# --- the files


def _change_directory(
    now: SearchState, resharding: Resharding
) -> list[tuple[str, bytes]]:
    """The changed pages of the directory. Sets their digests."""
    digests = dict(enumerate(split_digests(now.digests["directory"])))
    for page, (_, content) in resharding.pages.items():
        digests[page] = read_digest(content)

    pages = range(len(make_directory(now.sizes).pools))
    now.digests["directory"] = "".join([digests[page] for page in pages])
    return list(resharding.pages.values())


def _change_phrases(
    now: SearchState, files: list[tuple[str, bytes]], before: PublishedIndex
) -> Sequence[tuple[str, bytes]]:
    """The changed files of the table of counts, and the list of their digests. Sets its digest."""
    digests = split_digests(before.value(PHRASES, str))
    for address, content in files:
        number = int(PurePosixPath(address).stem)
        digests[number] = read_digest(content)
    return note_listing(now, PHRASES, [*files, make_listing(PHRASES, digests)])


def _change_translations(
    now: SearchState, files: Sequence[tuple[str, bytes]]
) -> Sequence[tuple[str, bytes]]:
    """The files of translations, if they change. Sets their digest."""
    return note_listing(now, TRANSLATIONS, files) if files else ()


def _list_translations(published: PublishedIndex) -> set[str]:
    """The addresses of the published files of translations."""
    listing = split_digests(published.value(TRANSLATIONS, str))
    return {make_address(f"{TRANSLATIONS}/{number}") for number in range(len(listing))}


def _change_vocabulary(
    before: SearchState,
    now: SearchState,
    changes: Sequence[TextChange],
    published: PublishedIndex,
    entries: Mapping[str, str],
) -> Files:
    """The changed pieces of the vocabulary. Sets the words of the new state, and their digests."""
    words = _find_changed_words(before, now, changes, published, entries)
    if not words:
        return

    def is_term(word: str) -> bool:
        if not is_bare(word):
            return False
        entry = entries[word] if word in entries else published.entry(word)
        return entry != ""

    def read_piece(number: int) -> str:
        return published.value(f"words/{number}", str)

    stems = [(word, stem) for word, stem, _ in now.stems]
    stemmed = {word for word, _ in stems}
    held = [word for word in words if is_term(word) or word in stemmed]
    now.accented = sorted({*before.accented} - words | {*find_accented(held)})

    lexicon = Lexicon(is_term, stems, now.accented)
    spellings = words | set(map(strip_accents, words))
    changed = {word: lexicon.entry(word) for word in spellings}
    now.pieces, pieces = update_pieces(before.pieces, read_piece, changed)

    digests = dict(enumerate(split_digests(before.digests["words"])))
    for number, piece in pieces.items():
        address, content = make_script(f"words/{number}", piece)
        digests[number] = read_digest(content)
        yield address, content
    numbers = range(len(now.pieces))
    now.digests["words"] = "".join([digests[number] for number in numbers])


def _find_changed_words(
    before: SearchState,
    now: SearchState,
    changes: Sequence[TextChange],
    published: PublishedIndex,
    entries: Mapping[str, str],
) -> set[str]:
    """The words that are new or removed, as terms or with a stem, and the stems of the latter."""
    words = set[str]()
    for term, entry in entries.items():
        if find_gram(term) is not None:
            continue
        is_listed, was_listed = bool(entry), bool(published.entry(term))
        if is_listed != was_listed:
            words.add(term)

    for change in changes:
        for pair in list_stems([*(change.before or ()), *(change.now or ())]):
            if has_stem(before.stems, pair) != has_stem(now.stems, pair):
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
    sizes = choose_blocks(slots)
    sizes_now = choose_blocks(unpack_numbers(now.slots))
    resized = dict(sizes.items() - sizes_now.items())
    changed = sorted({change.slot // SEGMENT for change in changes})
    is_changed = np.isin(slots // SEGMENT, changed)
    is_changed |= np.isin(slots // LANGUAGE, list(resized))
    cards = dict(_read_cards(slots[is_changed], sizes, published))
    table = make_table(now)
    lengths = dict(zip(table.slots.tolist(), table.lengths[TEXT].tolist(), strict=True))
    for change in changes:
        cards.pop(change.slot, None)
        if change.card:
            cards[change.slot] = show_card(change.card, lengths[change.slot])

    digests_before = split_digests(before.digests["texts"])
    digests = dict(zip(_list_segments(before), digests_before, strict=True))
    for segment in make_segments(dict(sorted(cards.items())), sizes_now):
        digests[segment.number] = segment.digest
        yield from segment.files
    now.digests["texts"] = "".join([digests[number] for number in _list_segments(now)])


def _list_segments(state: SearchState) -> list[int]:
    """The numbers of the segments of symbols and titles, ascending."""
    slots = unpack_numbers(state.slots)
    numbers: list[int] = np.unique(slots // SEGMENT).tolist()
    return numbers


def _read_cards(
    slots: Integers, sizes: BlockSizes, published: PublishedIndex
) -> Iterator[tuple[int, ShownCard]]:
    """The published cards of some slots, which are all those of some segments."""
    for block, held in groupby(slots.tolist(), lambda slot: find_block(slot, sizes)):
        own = list(held)
        cards = published.value(f"texts/{block}", list[ShownCard])
        yield from zip(own, cards, strict=True)
