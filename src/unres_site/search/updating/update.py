"""The whole search, or what of it changes where a few texts do: the same files, byte for byte.

What a build leaves for the next one is its standing; the rest is read from the published files. A changed text keeps
its number, so only its own terms' shards change; so it is where texts come after all others, or go from there. Where
they come or go elsewhere all numbers after them have other texts, and the whole is built anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any, NamedTuple, TypeVar

import msgspec
import numpy as np

from unres_site.search.documents import Card, Columns, columns_of
from unres_site.search.files.scripts import (
    BLOCK,
    STRETCH,
    Shown,
    card_file,
    card_files,
    date_file,
    header_file,
    length_files,
    script,
    shown,
    term_files,
    topic_files,
    where_terms_are,
    word_files,
)
from unres_site.search.index.entries import DENSE, edit_dense_field, entry_of, read_fields, spelled_fields, split_entry
from unres_site.search.index.fields import FIELDS, TEXT, FieldCounts, Integers, Standings, Stretch, gather
from unres_site.search.index.lengths import rounded
from unres_site.search.index.sharding import (
    Directory,
    directory,
    group_of,
    pool_names,
    shard_names,
    shard_of,
)
from unres_site.search.index.vocabulary import Lexicon, accented, plain, respelled
from unres_site.search.terms.counting import Counts, gram_of, term_of
from unres_site.workers import map_in_processes

WORTH_WORKERS = 200
"""Fewer texts take less time than processes take to start."""

FEW = 64
"""Changed texts: more of them are not worth the care."""

CHEAP = 200
"""Changed entries: so many never take longer than the whole."""

SHARE = 4_000
"""Terms that texts have in all for each changed entry, where there are more: with fewer, the whole takes less time."""

POOL = "pool-"

NOTHING: FieldCounts = (Counts(b"", b"", (), (), 0),) * len(FIELDS)
"""The terms of no text."""

NO_CARD = Card("", "", "", "", "", "", "", ())

Files = Iterator[tuple[str, bytes]]
Value = TypeVar("Value")
Read = Callable[[str], bytes]


class Standing(msgspec.Struct, array_like=True):
    """What the next build has to know of a search: of its texts in order, and of its terms.

    lengths   of each field of all texts, 32 bits each in the order of little ends
    sizes     bytes of each group of terms
    stems     how many texts have each word with its stem; sorted
    accented  the words, with a stem or terms themselves, that are not as they are without their accents
    pieces    the first word of each piece of the vocabulary
    """

    texts: Columns
    lengths: tuple[bytes, ...]
    sizes: dict[str, int]
    stems: list[tuple[str, str, int]]
    accented: list[str]
    pieces: list[str]


class Change(NamedTuple):
    """A number whose text is another: the terms of before (None for a further text), the card and the terms of now.

    Where there is none any more, neither is there one of any greater number, and there is neither card nor terms.
    """

    number: int
    before: FieldCounts | None
    card: Card | None
    now: FieldCounts | None


class Update(NamedTuple):
    """What changes: files to be put, addresses that are no more; and the new standing."""

    files: list[tuple[str, bytes]]
    gone: set[str]
    standing: Standing


def whole(cards: Sequence[Card], texts: Sequence[FieldCounts], jobs: int = 1) -> tuple[Standing, Files]:
    """The standing and all files but the passages, of texts in the archive's order."""
    gathered = gather(texts)
    jobs = jobs if len(texts) >= WORTH_WORKERS else 1
    terms = term_files(gathered, lambda work, count: map_in_processes(work, range(count), jobs))
    counted = Counter(pair for fields in texts for pair in _stems_of(fields))
    pairs = sorted(counted)
    first_words, words = word_files(gathered.words, pairs)
    standing = Standing(
        columns_of(cards),
        _packed(gathered.lengths),
        terms.sizes,
        [(*pair, counted[pair]) for pair in pairs],
        accented([*gathered.words, *(word for word, _ in pairs)]),
        first_words,
    )
    return standing, chain(terms.files, words, _frame(standing), card_files(cards))


def _frame(standing: Standing, before: Standing | None = None) -> Files:
    """The files that are of all texts at once; of those that follow from one thing alone, the ones that change."""
    lengths = _lengths(standing)
    lengths[TEXT] = rounded(lengths[TEXT])
    yield header_file(
        standing.texts,
        lengths,
        words=" ".join(standing.pieces),
        stems=bool(standing.stems),
        **where_terms_are(directory(standing.sizes)),
    )
    yield from length_files(lengths[TEXT])
    if before is None or before.texts.dates != standing.texts.dates:
        yield date_file(standing.texts)
    if before is None or before.texts.topics != standing.texts.topics:
        yield from topic_files(standing.texts)


def is_worth_it(standing: Standing, changes: Sequence[Change]) -> bool:
    """Whether it takes less time to bring a search up to date than to build the whole."""
    entries = sum(1 for change in changes for _ in _differing(change))
    return entries <= max(CHEAP, int(_lengths(standing)[TEXT].sum()) // SHARE)


def update(standing: Standing, changes: Sequence[Change], read: Read) -> Update:
    """What changes of a search, by changes in the order of their numbers. `read` gives an address's published file.

    Raises ValueError, KeyError or OSError where the published files are not those of the standing.
    """
    now = _changed(standing, changes)
    before = _Published(directory(standing.sizes), read)
    terms = sorted({term for change in changes for term in _differing(change)})
    fresh = _entries(terms, changes, before, _lengths(now))
    for term, entry in fresh.items():
        group = group_of(term)
        now.sizes[group] = now.sizes.get(group, 0) + _size(entry) - _size(before.entry(term))
    now.sizes = {group: size for group, size in now.sizes.items() if size}
    shards, gone = _reshard(before, directory(now.sizes), fresh, standing.sizes.keys() | now.sizes.keys())
    changed = [
        *(script(f"terms/{name}", content) for name, content in shards),
        *_changed_words(standing, now, before, fresh),
        *_frame(now, standing),
        *_changed_cards(standing, changes, before),
    ]
    return Update(changed, {f"search/terms/{name}.js" for name in gone} | _gone(standing, now), now)


def _gone(before: Standing, now: Standing) -> set[str]:
    """The addresses of files, but for shards, that are no more."""
    texts = len(before.texts.symbols), len(now.texts.symbols)
    numbered = {
        "words": (len(before.pieces), len(now.pieces)),
        "texts": tuple(-(-count // BLOCK) for count in texts),
        "lengths": tuple(-(-count // STRETCH) for count in texts),
    }
    gone = {f"search/{kind}/{number}.js" for kind, (old, new) in numbered.items() for number in range(new, old)}
    has_topics = any(before.texts.topics) and not any(now.texts.topics)
    return gone | ({"search/topics.js"} if has_topics else set())


def _changed_words(before: Standing, now: Standing, shards: _Published, fresh: Mapping[str, str]) -> Files:
    """The pieces of the vocabulary that change; the new standing is told of its words."""
    pairs = [(word, term) for word, term, _ in now.stems]
    words = {term for term, entry in fresh.items() if bool(entry) != bool(shards.entry(term)) and gram_of(term) is None}
    words.update(chain.from_iterable({(word, term) for word, term, _ in before.stems}.symmetric_difference(pairs)))
    if not words:
        return

    def is_term(word: str) -> bool:
        return bool(fresh[word] if word in fresh else shards.entry(word))

    stemmed = {word for word, _ in pairs}
    there = accented(word for word in words if is_term(word) or word in stemmed)
    now.accented = sorted({*before.accented} - words | {*there})
    lexicon = Lexicon(is_term, pairs, now.accented)
    entries = {word: lexicon.entry(word) for word in words | {*map(plain, words)}}
    now.pieces, pieces = respelled(before.pieces, lambda number: shards.value(f"words/{number}", str), entries)
    yield from (script(f"words/{number}", piece) for number, piece in pieces.items())


def _changed_cards(before: Standing, changes: Sequence[Change], shards: _Published) -> Files:
    """The blocks of symbols and titles that change."""
    for block, found in groupby(changes, lambda change: change.number // BLOCK):
        is_there = block * BLOCK < len(before.texts.symbols)
        cards = shards.value(f"texts/{block}", list[Shown]) if is_there else []
        for change in found:
            place = change.number % BLOCK
            cards[place : place + 1] = [shown(change.card)] if change.card else [[]]
        kept = [card for card in cards if card]
        if kept:
            yield card_file(block, kept)


class _Published:
    """The published files, read as they are needed; shards are kept."""

    def __init__(self, where: Directory, read: Read) -> None:
        self.where, self._read = where, read
        self._shards: dict[str, dict[str, str]] = {}

    def value(self, name: str, kind: type[Value]) -> Value:
        """What a file hands over (see `script`). Raises ValueError where it is nothing of that kind, or OSError."""
        content = self._read(f"search/{name}.js")
        return msgspec.json.decode(content[content.index(b",") + 1 : -3], type=kind)

    def shard(self, name: str) -> dict[str, str]:
        """The entries of a shard by their terms."""
        if name not in self._shards:
            entries = self.value(f"terms/{name}", str).split("!")
            self._shards[name] = {entry.partition(" ")[0]: entry for entry in entries if entry}
        return self._shards[name]

    def entry(self, term: str) -> str:
        """The entry of a term, empty where there is none."""
        return self.shard(shard_of(term, self.where)).get(term, "")


def _changed(standing: Standing, changes: Sequence[Change]) -> Standing:
    """The standing with the changed texts, but for the sizes of groups and the words."""
    columns: list[list[Any]] = [
        *([*column] for column in standing.texts),
        *(field.tolist() for field in _lengths(standing)),
    ]
    for change in changes:
        lengths = [[counts.length] for counts in change.now or NOTHING]
        values: list[list[Any]] = [*columns_of([change.card or NO_CARD]), *lengths]
        for column, value in zip(columns, values, strict=True):
            column[change.number : change.number + 1] = value
    count = len(standing.texts.symbols) + sum(bool(change.now) - bool(change.before) for change in changes)
    kept = [column[:count] for column in columns]
    return Standing(
        Columns(*kept[: -len(FIELDS)]),
        _packed(kept[-len(FIELDS) :]),
        dict(standing.sizes),
        _changed_stems(standing.stems, changes),
        standing.accented,
        standing.pieces,
    )


def _changed_stems(stems: list[tuple[str, str, int]], changes: Sequence[Change]) -> list[tuple[str, str, int]]:
    more = Counter[tuple[str, str]]()
    for change in changes:
        more.update(_stems_of(change.now or ()))
        more.subtract(_stems_of(change.before or ()))
    if not any(more.values()):
        return stems
    counted = Counter({(word, term): count for word, term, count in stems})
    counted.update(more)
    return sorted((*pair, count) for pair, count in counted.items() if count)


def _entries(
    terms: Sequence[str], changes: Sequence[Change], before: _Published, lengths: Sequence[Integers]
) -> dict[str, str]:
    """The entries of terms as they are now, empty where no text has one any more."""
    now = [(change.number, [_counted(counts) for counts in change.now or NOTHING]) for change in changes]
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
    """A dense text field with the changed counts; empty if the field was not dense, or is no longer."""
    return (edit_dense_field(text, changed) or "") if text.startswith(DENSE) else ""


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
    for place, (before, now) in enumerate(zip(change.before or NOTHING, change.now or NOTHING, strict=True)):
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
    before: _Published, after: Directory, fresh: Mapping[str, str], groups: Iterable[str]
) -> tuple[list[tuple[str, str]], set[str]]:
    """The shards that change, and the names of those that are no more; `groups` are all, before and after."""
    where = before.where
    moved = {group for group in groups if where.shards.get(group) != after.shards.get(group)}
    if where.pools != after.pools:
        moved |= {group for group in groups if group not in where.shards}
    touched: dict[str, dict[str, str]] = {}
    for term, entry in fresh.items():
        name = shard_of(term, where)
        if name not in touched:
            touched[name] = dict(before.shard(name))
        touched[name][term] = entry
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
    return "!".join(content[term] for term in sorted(kept))


def _stems_of(fields: Iterable[Counts]) -> set[tuple[str, str]]:
    return {pair for counts in fields for pair in counts.stems}


def _packed(lengths: Iterable[Sequence[int] | Integers]) -> tuple[bytes, ...]:
    return tuple(np.asarray(field, dtype="<i4").tobytes() for field in lengths)


def _lengths(standing: Standing) -> list[Integers]:
    return [np.frombuffer(field, dtype="<i4").astype(np.int64) for field in standing.lengths]


def _size(entry: str) -> int:
    return len(entry.encode()) + 1 if entry else 0
