"""All files of the search, built from all texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from unres_site.search.documents import SearchCard, list_columns
from unres_site.search.files.constant import make_simplified_file
from unres_site.search.files.directory import make_pages
from unres_site.search.files.phrases import LISTING as PHRASES
from unres_site.search.files.phrases import count_files
from unres_site.search.files.scripts import make_listing, read_digest
from unres_site.search.files.terms import ShardList, make_shards, make_words
from unres_site.search.files.texts import (
    choose_blocks,
    make_build_file,
    make_date_file,
    make_header_file,
    make_length_files,
    make_segments,
    make_topic_files,
    show_card,
)
from unres_site.search.files.translations import LISTING as TRANSLATIONS
from unres_site.search.index.fields import TEXT, FieldCounts
from unres_site.search.index.lengths import round_lengths
from unres_site.search.index.postings import ArchivePostings, collect_postings
from unres_site.search.index.sharding import make_directory
from unres_site.search.index.slots import assign_slots, find_place
from unres_site.search.index.vocabulary import find_accented, is_bare
from unres_site.search.updating.phrases import build_phrases
from unres_site.search.updating.state import (
    SearchState,
    count_stems,
    make_table,
    pack_numbers,
)
from unres_site.workers import map_in_processes

WORTH_WORKERS = 200
"""Texts: with fewer, starting processes takes longer than the work."""

Files = Iterator[tuple[str, bytes]]
"""Addresses below the site's root, each with its content."""


def build_index(
    cards: Sequence[SearchCard],
    texts: Sequence[FieldCounts],
    jobs: int = 1,
    translations: Sequence[tuple[str, bytes]] = (),
) -> tuple[SearchState, Files]:
    """The state and all files except the passages, from texts in any order. `translations` are the files of that table.

    The state is complete once all files are taken.
    """
    places = {card.symbol: find_place(card.symbol) for card in cards}
    slots = assign_slots(places, [(card.symbol, card.language) for card in cards])
    order = np.argsort(slots).tolist()
    cards = [cards[place] for place in order]
    texts = [texts[place] for place in order]

    postings = collect_postings(texts)
    stems = count_stems(texts)
    words_with_stem = [word for word, _, _ in stems]

    jobs = jobs if len(texts) >= WORTH_WORKERS else 1
    phrases, phrase_files = build_phrases(
        texts, lambda work, count: map_in_processes(work, range(count), jobs)
    )
    state = SearchState(
        texts=list_columns(cards),
        places=pack_numbers([places[card.symbol] for card in cards]),
        slots=pack_numbers(np.sort(slots)),
        lengths=tuple(pack_numbers(field) for field in postings.lengths),
        sizes={},
        stems=stems,
        accented=find_accented([*filter(is_bare, postings.words), *words_with_stem]),
        pieces=[],
        digests={},
        phrases=phrases,
    )
    return state, chain(
        list_phrases(state, list(phrase_files)),
        note_listing(state, TRANSLATIONS, translations),
        _make_files(state, postings, cards, jobs),
    )


def _make_files(
    state: SearchState,
    postings: ArchivePostings,
    cards: Sequence[SearchCard],
    jobs: int,
) -> Files:
    shards, table = ShardList(), make_table(state)
    yield from make_shards(
        postings,
        table,
        lambda work, portions: map_in_processes(work, portions, jobs),
        shards,
    )
    state.sizes = shards.sizes

    directory = make_directory(state.sizes)
    wanted = range(len(directory.pools))
    pages = make_pages(directory, shards.digests, wanted)
    yield from note(state, "directory", pages)

    stems = [(word, stem) for word, stem, _ in state.stems]
    state.pieces, pieces = make_words(postings.words, stems, state.accented)
    yield from note(state, "words", pieces)

    all_shown = map(show_card, cards, table.lengths[TEXT].tolist())
    shown = dict(zip(table.slots.tolist(), all_shown, strict=True))
    segments = list(make_segments(shown, choose_blocks(table.slots)))
    state.digests["texts"] = "".join([segment.digest for segment in segments])
    for segment in segments:
        yield from segment.files

    yield from make_common_files(state)


def make_common_files(state: SearchState, before: SearchState | None = None) -> Files:
    """The files that are made from all texts: header, lengths, dates and topics. Sets the digests of the state.

    Dates and topics are left out if they are the same as `before`.
    """
    table = make_table(state)
    table.lengths[TEXT] = round_lengths(table.lengths[TEXT])
    yield from note(state, "lengths", make_length_files(table.lengths[TEXT]))
    note(state, "simplified", [make_simplified_file()])
    if before is None or before.texts.dates != state.texts.dates:
        yield from note(state, "dates", [make_date_file(state.texts)])
    if before is None or before.texts.topics != state.texts.topics:
        yield from note(state, "topics", make_topic_files(state.texts))
    header = make_header_file(
        state.texts,
        table,
        words=" ".join(state.pieces),
        phrases=count_files(state.phrases.total),
        digests=state.digests,
    )
    yield header
    yield make_build_file(header[1])


def note(
    state: SearchState, kind: str, files: Iterable[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """The files of a kind, all of them. Sets their digests."""
    found = list(files)
    state.digests[kind] = "".join(read_digest(content) for _, content in found)
    return found


def list_phrases(
    state: SearchState, files: Sequence[tuple[str, bytes]]
) -> Sequence[tuple[str, bytes]]:
    """The files of phrases, all of them, and the list of their digests. Sets the digest of the list."""
    listing = make_listing(PHRASES, [read_digest(content) for _, content in files])
    return note_listing(state, PHRASES, [*files, listing])


def note_listing(
    state: SearchState, kind: str, files: Sequence[tuple[str, bytes]]
) -> Sequence[tuple[str, bytes]]:
    """Some files of a kind and, as the last, the list of its digests. Sets the digest of the list."""
    note(state, kind, files[-1:])
    return files
