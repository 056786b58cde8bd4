"""All files of the search, built from all texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from unres_site.search.documents import SearchCard, columns_of
from unres_site.search.files.phrases import count_files
from unres_site.search.files.terms import encode_directory, term_files, word_files
from unres_site.search.files.texts import (
    card_files,
    date_file,
    header_file,
    length_files,
    topic_files,
)
from unres_site.search.index.fields import TEXT, FieldCounts
from unres_site.search.index.lengths import round_lengths
from unres_site.search.index.postings import collect_postings
from unres_site.search.index.sharding import make_directory
from unres_site.search.index.vocabulary import find_accented
from unres_site.search.updating.phrases import build_phrases
from unres_site.search.updating.state import (
    SearchState,
    pack_lengths,
    stems_of,
    unpack_lengths,
)
from unres_site.workers import map_in_processes

WORTH_WORKERS = 200
"""Texts: with fewer, starting processes takes longer than the work."""

Files = Iterator[tuple[str, bytes]]
"""Addresses below the site's root, each with its content."""


def build_index(
    cards: Sequence[SearchCard], texts: Sequence[FieldCounts], jobs: int = 1
) -> tuple[SearchState, Files]:
    """The state and all files except the passages, from texts in the archive's order."""
    postings = collect_postings(texts)
    jobs = jobs if len(texts) >= WORTH_WORKERS else 1
    terms = term_files(
        postings, lambda work, count: map_in_processes(work, range(count), jobs)
    )
    phrases, phrase_files = build_phrases(
        texts, lambda work, count: map_in_processes(work, range(count), jobs)
    )
    stem_counts = Counter(pair for fields in texts for pair in stems_of(fields))
    stems = sorted(stem_counts)
    first_words, pieces = word_files(postings.words, stems)
    stemmed_words = [word for word, _ in stems]
    state = SearchState(
        texts=columns_of(cards),
        lengths=pack_lengths(postings.lengths),
        sizes=terms.sizes,
        stems=[(word, stem, stem_counts[word, stem]) for word, stem in stems],
        accented=find_accented([*postings.words, *stemmed_words]),
        pieces=first_words,
        phrases=phrases,
    )
    common = common_files(state)
    return state, chain(terms.files, pieces, phrase_files, common, card_files(cards))


def common_files(state: SearchState, before: SearchState | None = None) -> Files:
    """The files that are made from all texts: header, lengths, dates and topics.

    Dates and topics are left out if they are the same as `before`.
    """
    lengths = unpack_lengths(state)
    lengths[TEXT] = round_lengths(lengths[TEXT])
    yield header_file(
        state.texts,
        lengths,
        words=" ".join(state.pieces),
        stems=bool(state.stems),
        phrases=count_files(state.phrases.total),
        **encode_directory(make_directory(state.sizes)),
    )
    yield from length_files(lengths[TEXT])
    if before is None or before.texts.dates != state.texts.dates:
        yield date_file(state.texts)
    if before is None or before.texts.topics != state.texts.topics:
        yield from topic_files(state.texts)
