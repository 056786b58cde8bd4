"""A search brought up to date where a few texts changed: the same files as from all texts, byte for byte.

A changed text keeps its number, so only the shards of its own terms change. The same holds if texts are added after all
others, or removed there. If texts are added or removed elsewhere, all later texts get other numbers and all files are
built (`building`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from unres_site.search.documents import CardColumns, SearchCard, columns_of
from unres_site.search.files.scripts import script
from unres_site.search.files.texts import (
    BLOCK,
    STRETCH,
    ShownCard,
    card_file,
    shown_card,
)
from unres_site.search.index.fields import FIELDS
from unres_site.search.index.sharding import group_of, make_directory
from unres_site.search.index.vocabulary import (
    Lexicon,
    find_accented,
    strip_accents,
    update_pieces,
)
from unres_site.search.terms.counting import gram_of
from unres_site.search.updating.building import Files, common_files
from unres_site.search.updating.changes import TextChange, changed_terms
from unres_site.search.updating.entries import update_entries
from unres_site.search.updating.phrases import update_phrases
from unres_site.search.updating.published import PublishedIndex, Read
from unres_site.search.updating.resharding import reshard
from unres_site.search.updating.state import (
    NO_COUNTS,
    SearchState,
    pack_lengths,
    stems_of,
    unpack_lengths,
)

NO_CARD = SearchCard("", "", "", "", "", "", "", ())


class FilesUpdate(NamedTuple):
    """The files to write, the addresses to remove, and the new state."""

    files: list[tuple[str, bytes]]
    gone: set[str]
    state: SearchState


def update_index(
    state: SearchState, changes: Sequence[TextChange], read: Read
) -> FilesUpdate:
    """The update for some changes, which are in the order of their numbers. `read` gives a published file.

    Raises ValueError, KeyError or OSError if the published files do not belong to the state.
    """
    now = _change_texts(state, changes)
    before = PublishedIndex(make_directory(state.sizes), read)
    terms = sorted({term for change in changes for term in changed_terms(change)})
    entries = update_entries(terms, changes, before, unpack_lengths(now))
    now.sizes = _change_sizes(state.sizes, entries, before)
    texts = [(change.before, change.now) for change in changes]
    phrases = update_phrases(state.phrases, texts, before)
    now.phrases = phrases.state
    groups = state.sizes.keys() | now.sizes.keys()
    shards, gone = reshard(before, make_directory(now.sizes), entries, groups)
    files = [
        *(script(f"terms/{name}", content) for name, content in shards),
        *phrases.files,
        *_change_vocabulary(state, now, before, entries),
        *common_files(now, state),
        *_change_cards(state, changes, before),
    ]
    return FilesUpdate(
        files, {f"search/terms/{name}.js" for name in gone} | _gone(state, now), now
    )


def _gone(before: SearchState, now: SearchState) -> set[str]:
    """The addresses, except those of shards, that no longer exist."""
    texts_before, texts_now = len(before.texts.symbols), len(now.texts.symbols)
    counts = {
        "words": (len(before.pieces), len(now.pieces)),
        "texts": (-(-texts_before // BLOCK), -(-texts_now // BLOCK)),
        "lengths": (-(-texts_before // STRETCH), -(-texts_now // STRETCH)),
    }
    gone = set[str]()
    for kind, (old, new) in counts.items():
        gone.update(f"search/{kind}/{number}.js" for number in range(new, old))
    if any(before.texts.topics) and not any(now.texts.topics):
        gone.add("search/topics.js")
    return gone


# --- the state


def _change_texts(state: SearchState, changes: Sequence[TextChange]) -> SearchState:
    """The state with the changed texts. Sizes, words and phrases are still those of before."""
    columns: list[list[Any]] = [list(column) for column in state.texts]
    columns += [field.tolist() for field in unpack_lengths(state)]
    count = len(state.texts.symbols)
    for change in changes:
        cards: list[list[Any]] = list(columns_of([change.card or NO_CARD]))
        lengths = [[counts.length] for counts in change.now or NO_COUNTS]
        for column, value in zip(columns, [*cards, *lengths], strict=True):
            column[change.number : change.number + 1] = value
        count += bool(change.now) - bool(change.before)
    kept = [column[:count] for column in columns]
    return SearchState(
        texts=CardColumns(*kept[: -len(FIELDS)]),
        lengths=pack_lengths(kept[-len(FIELDS) :]),
        sizes=dict(state.sizes),
        stems=_change_stems(state.stems, changes),
        accented=state.accented,
        pieces=state.pieces,
        phrases=state.phrases,
    )


def _change_stems(
    stems: list[tuple[str, str, int]], changes: Sequence[TextChange]
) -> list[tuple[str, str, int]]:
    difference = Counter[tuple[str, str]]()
    for change in changes:
        difference.update(stems_of(change.now or ()))
        difference.subtract(stems_of(change.before or ()))
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
        found[group_of(term)] += _size(entry) - _size(before.entry(term))
    return {group: size for group, size in found.items() if size}


def _size(entry: str) -> int:
    """The size of an entry and its separator in a shard, in bytes."""
    return len(entry.encode()) + 1 if entry else 0


# --- the files


def _change_vocabulary(
    before: SearchState,
    now: SearchState,
    published: PublishedIndex,
    entries: Mapping[str, str],
) -> Files:
    """The changed pieces of the vocabulary. Sets the words of the new state."""
    words = _changed_words(before, now, published, entries)
    if not words:
        return

    def is_term(word: str) -> bool:
        return bool(entries[word] if word in entries else published.entry(word))

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
    for number, piece in pieces.items():
        yield script(f"words/{number}", piece)


def _changed_words(
    before: SearchState,
    now: SearchState,
    published: PublishedIndex,
    entries: Mapping[str, str],
) -> set[str]:
    """The words that are new or removed, as terms or with a stem, and the stems of the latter."""
    words = set[str]()
    for term, entry in entries.items():
        if gram_of(term) is None and bool(entry) != bool(published.entry(term)):
            words.add(term)
    stems_before = {(word, stem) for word, stem, _ in before.stems}
    stems_now = {(word, stem) for word, stem, _ in now.stems}
    for pair in stems_before ^ stems_now:
        words.update(pair)
    return words


def _change_cards(
    before: SearchState, changes: Sequence[TextChange], published: PublishedIndex
) -> Iterator[tuple[str, bytes]]:
    """The changed blocks of symbols and titles."""
    for block, in_block in groupby(changes, lambda change: change.number // BLOCK):
        exists = block * BLOCK < len(before.texts.symbols)
        cards = published.value(f"texts/{block}", list[ShownCard]) if exists else []
        for change in in_block:
            place = change.number % BLOCK
            cards[place : place + 1] = (
                [shown_card(change.card)] if change.card else [[]]
            )
        kept = [card for card in cards if card]
        if kept:
            yield card_file(block, kept)
