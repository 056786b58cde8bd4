"""The whole search, or what of it changes where a few texts do: the same files, byte for byte.

What a build leaves for the next one is its standing; the postings themselves are read from the published shards. A
changed text keeps its number, so only its own terms' shards change; so does one that comes after all others. Where
texts come or go elsewhere all numbers change, and the whole is built anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import msgspec
import numpy as np

from unres_site.search.counting import Counts, term_of
from unres_site.search.documents import Card
from unres_site.search.grouping import (
    Directory,
    directory,
    group_of,
    pool_names,
    shard_names,
    shard_of,
)
from unres_site.search.index import FIELDS, TEXT, FieldCounts, Integers, Standings, Stretch, gather, rounded
from unres_site.search.postings import DENSE, edited, entry_of, read_fields, spelled_fields, split_entry
from unres_site.search.shards import (
    header_file,
    length_files,
    list_files,
    script,
    term_files,
    where_terms_are,
    word_files,
)
from unres_site.search.spreading import spread

FEW = 64
"""Changed texts: more of them are not worth the care."""

POOL = "pool-"

Files = Iterator[tuple[str, bytes]]


class Standing(msgspec.Struct, array_like=True):
    """What the next build has to know of a search: of its texts in order, and of its terms.

    lengths   of the fields of each text
    sizes     bytes of each group of terms
    words     how many texts have each term that is no gram; `stems` the same of each word with its stem
    pieces    the first word of each piece of the vocabulary
    """

    cards: list[Card]
    lengths: list[tuple[int, ...]]
    sizes: dict[str, int]
    words: dict[str, int]
    stems: list[tuple[str, str, int]]
    pieces: list[str] = []


class Change(NamedTuple):
    """A text that is not as it was: its number, its terms before (None for a new one, after all others) and now."""

    number: int
    before: FieldCounts | None
    card: Card
    now: FieldCounts


class Update(NamedTuple):
    """What changes: files to be put, addresses that are no more; and the new standing."""

    files: list[tuple[str, bytes]]
    gone: set[str]
    standing: Standing


def whole(cards: Sequence[Card], texts: Sequence[FieldCounts], jobs: int = 1) -> tuple[Standing, Files]:
    """The standing and all files but the passages, of texts in the archive's order."""
    gathered = gather(texts)
    terms = term_files(gathered, lambda work, number: spread(work, number, jobs, least=2))
    words, stems = Counter[str](), Counter[tuple[str, str]]()
    for fields in texts:
        words.update(_words_of(fields))
        stems.update(_stems_of(fields))
    standing = Standing(
        list(cards),
        [tuple(counts.length for counts in fields) for fields in texts],
        terms.sizes,
        dict(words),
        [(word, term, count) for (word, term), count in stems.items()],
    )
    return standing, chain(terms.files, list(_frame(standing)))


def _frame(standing: Standing, before: Standing | None = None) -> Files:
    """All files but the terms and the passages; of those that follow from one thing alone, the ones that change."""
    lengths = _lengths(standing)
    lengths[TEXT] = rounded(lengths[TEXT])
    pairs = sorted((word, term) for word, term, _ in standing.stems)
    if before is None or before.words.keys() != standing.words.keys() or _pairs(before) != set(pairs):
        standing.pieces, files = word_files(standing.words, pairs)
        yield from files
    yield header_file(
        standing.cards,
        lengths,
        words=" ".join(standing.pieces),
        stems=bool(pairs),
        **where_terms_are(directory(standing.sizes)),
    )
    yield from length_files(lengths[TEXT])
    if before is None or before.cards != standing.cards:
        yield from list_files(standing.cards)


def update(standing: Standing, changes: Sequence[Change], read: Callable[[str], bytes]) -> Update:
    """What changes of a search. `read` gives the published file of an address.

    Raises ValueError, KeyError or OSError where the published files are not those of the standing.
    """
    now = _changed(standing, changes)
    before = _Shards(directory(standing.sizes), read)
    terms = sorted({term for change in changes for term in _differing(change)})
    fresh = _entries(terms, changes, before, _lengths(now))
    for term, entry in fresh.items():
        group = group_of(term)
        now.sizes[group] = now.sizes.get(group, 0) + _size(entry) - _size(before.entry(term))
    now.sizes = {group: size for group, size in now.sizes.items() if size}
    shards, gone = _reshard(before, directory(now.sizes), fresh, standing.sizes.keys() | now.sizes.keys())
    files = (script(f"terms/{name}", content) for name, content in shards)
    changed = [*files, *_frame(now, standing)]
    addresses = {f"search/terms/{name}.js" for name in gone}
    addresses |= {f"search/words/{number}.js" for number in range(len(now.pieces), len(standing.pieces))}
    if any(card.topics for card in standing.cards) and not any(card.topics for card in now.cards):
        addresses.add("search/topics.js")
    return Update(changed, addresses, now)


class _Shards:
    """The published shards, read as they are needed."""

    def __init__(self, where: Directory, read: Callable[[str], bytes]) -> None:
        self.where, self._read = where, read
        self._shards: dict[str, dict[str, str]] = {}

    def shard(self, name: str) -> dict[str, str]:
        """The entries of a shard by their terms."""
        if name not in self._shards:
            entries = value_of(self._read(f"search/terms/{name}.js")).split("!")
            self._shards[name] = {entry.partition(" ")[0]: entry for entry in entries if entry}
        return self._shards[name]

    def entry(self, term: str) -> str:
        """The entry of a term, empty where there is none."""
        return self.shard(shard_of(term, self.where)).get(term, "")


def value_of(content: bytes) -> str:
    """The text that a file hands over. Raises ValueError where it is none."""
    text = content.decode()
    value = json.loads(text[text.index(",") + 1 : -3])
    if not isinstance(value, str):
        raise ValueError("The file is no shard.")  # noqa: TRY004 - the file is wrong, not the program
    return value


def _changed(standing: Standing, changes: Sequence[Change]) -> Standing:
    """The standing with the changed texts, but for the sizes of groups."""
    cards, lengths = list(standing.cards), list(standing.lengths)
    words, stems = Counter(standing.words), Counter({(word, term): count for word, term, count in standing.stems})
    for change in changes:
        row = tuple(counts.length for counts in change.now)
        cards[change.number : change.number + 1] = [change.card]
        lengths[change.number : change.number + 1] = [row]
        words.update(_words_of(change.now))
        stems.update(_stems_of(change.now))
        words.subtract(_words_of(change.before or ()))
        stems.subtract(_stems_of(change.before or ()))
    kept = [(word, term, count) for (word, term), count in stems.items() if count]
    left = {word: count for word, count in words.items() if count}
    return Standing(cards, lengths, dict(standing.sizes), left, kept, standing.pieces)


def _entries(
    terms: Sequence[str], changes: Sequence[Change], before: _Shards, lengths: Sequence[Integers]
) -> dict[str, str]:
    """The entries of terms as they are now, empty where no text has one any more."""
    now = [(change.number, [_counted(counts) for counts in change.now]) for change in changes]
    old = {term: split_entry(before.entry(term)) for term in terms}
    edits = {
        term: _edited(old[term][0], [(number, found[TEXT].get(term, 0)) for number, found in now]) for term in terms
    }
    held = [read_fields(("", *old[term][1:]) if edits[term] else old[term]) for term in terms]
    fields = []
    for place in range(len(FIELDS)):
        counts = [
            [] if place == TEXT and edits[term] else [(number, found[place].get(term, 0)) for number, found in now]
            for term in terms
        ]
        fields.append(_standings([_with(*row[place], changed) for row, changed in zip(held, counts, strict=True)]))
    stretch = Stretch(list(terms), np.arange(len(terms), dtype=np.uint32), tuple(fields))
    spelled = spelled_fields(stretch, lengths)
    return {term: entry_of(term, (edits[term] or text, *others)) for term, (text, *others) in spelled}


def _edited(text: str, changed: Sequence[tuple[int, int]]) -> str:
    """A text field in layers with the changed counts; empty where it was not in layers, or is no more."""
    for number, count in changed:
        text = (edited(text, number, count) or "") if text.startswith(DENSE) else ""
    return text


def _with(texts: Integers, counts: Integers, changed: Sequence[tuple[int, int]]) -> tuple[Integers, Integers]:
    """Postings in which some texts, which ascend, have other counts."""
    for number, count in changed:
        at = int(np.searchsorted(texts, number))
        has = int(at < len(texts) and texts[at] == number)
        new = ([number], [count]) if count else ([], [])
        texts = np.concatenate([texts[:at], np.array(new[0], dtype=np.int64), texts[at + has :]])
        counts = np.concatenate([counts[:at], np.array(new[1], dtype=np.int64), counts[at + has :]])
    return texts, counts


def _standings(columns: Sequence[tuple[Integers, Integers]]) -> Standings:
    terms = np.repeat(np.arange(len(columns), dtype=np.uint32), [len(texts) for texts, _ in columns])
    nothing = np.zeros(0, dtype=np.int64)
    texts = np.concatenate([nothing, *(texts for texts, _ in columns)])
    counts = np.concatenate([nothing, *(counts for _, counts in columns)])
    return Standings(terms, texts.astype(np.uint32), counts.astype(np.uint16))


def _differing(change: Change) -> Iterator[str]:
    """The terms whose entries a change touches; short fields have the field's length in each."""
    for place, now in enumerate(change.now):
        before = change.before[place] if change.before else Counts(b"", b"", (), (), 0)
        one, other = _counted(before), _counted(now)
        same_length = place == TEXT or before.length == now.length
        yield from (term for term in one.keys() | other if not same_length or one.get(term) != other.get(term))


def _counted(counts: Counts) -> dict[str, int]:
    grams = zip(
        map(term_of, np.frombuffer(counts.grams, "<u4").tolist()),
        np.frombuffer(counts.gram_counts, "<u2").tolist(),
        strict=True,
    )
    return {**dict(grams), **dict(zip(counts.words, counts.word_counts, strict=True))}


def _reshard(
    before: _Shards, after: Directory, fresh: Mapping[str, str], groups: Iterable[str]
) -> tuple[list[tuple[str, str]], set[str]]:
    """The shards that change, and the names of those that are no more; `groups` are all, before and after."""
    where = before.where
    moved = {group for group in groups if where.shards.get(group) != after.shards.get(group)}
    if where.pools != after.pools:
        moved |= {group for group in groups if group not in where.shards}
    touched: dict[str, dict[str, str]] = {}
    for term, entry in fresh.items():
        name = shard_of(term, where)
        touched.setdefault(name, dict(before.shard(name)))[term] = entry
    old = {name for group in moved for name in shard_names(group, where)}
    new = {name for group in moved for name in shard_names(group, after)}
    if where.pools != after.pools:
        old |= set(pool_names(where))
        new |= set(pool_names(after))
    else:
        new |= {name for name in old if name.startswith(POOL)}
        old |= {name for name in new if name.startswith(POOL)}
    for name in old:
        touched.setdefault(name, dict(before.shard(name)))
    found: dict[str, dict[str, str]] = {name: {} for name in new}
    found |= {name: content for name, content in touched.items() if name not in old}
    for term, entry in [item for name in old for item in touched[name].items()]:
        found[shard_of(term, after)][term] = entry
    return [(name, _joined(content)) for name, content in sorted(found.items())], old - found.keys()


def _joined(content: Mapping[str, str]) -> str:
    kept = (term for term, entry in content.items() if entry)
    return "!".join(content[term] for term in sorted(kept, key=lambda term: (group_of(term), term)))


def _pairs(standing: Standing) -> set[tuple[str, str]]:
    return {(word, term) for word, term, _ in standing.stems}


def _words_of(fields: Iterable[Counts]) -> set[str]:
    return {word for counts in fields for word in counts.words}


def _stems_of(fields: Iterable[Counts]) -> set[tuple[str, str]]:
    return {pair for counts in fields for pair in counts.stems}


def _lengths(standing: Standing) -> list[Integers]:
    return list(np.array(standing.lengths, dtype=np.int64).reshape(-1, len(FIELDS)).T)


def _size(entry: str) -> int:
    return len(entry.encode()) + 1 if entry else 0
