"""The files of the search. What each text adds is kept between builds, so only changed texts are looked at.

There are two ways, and both give the same files. If few texts are other than in the last build, the published index is
updated. Otherwise it is built as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

import msgspec

from unres_site.archive import Summary
from unres_site.errors import UsageError
from unres_site.pipeline.outputs.additions import (
    Addition,
    IndexRow,
    IndexState,
    decode_state,
    locate_passages,
)
from unres_site.pipeline.publishing.manifest import FileMark
from unres_site.pipeline.publishing.publication import Publication
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.entries import IndexUpdate, SearchMark
from unres_site.pipeline.store.versions import compute_stamp, hash_parts
from unres_site.search.files.constant import make_constant_files
from unres_site.search.texts import prepare_text
from unres_site.search.updating.building import build_index
from unres_site.search.updating.changes import FEW, TextChange, is_update_cheaper
from unres_site.search.updating.state import SearchState, list_texts
from unres_site.search.updating.translations import (
    are_translations_stale,
    translate_archive,
)
from unres_site.search.updating.update import FilesUpdate, update_index
from unres_site.site.addresses import make_resolution_address
from unres_site.symbols import parse
from unres_site.workers import map_in_processes

FOLDER = "search/"
"""All files of the search, and no others, are below this folder."""

PASSAGES = f"{FOLDER}passages/"

RARE = "rare phrases"
"""The name of the rare phrases among what texts add."""

WORTH_WORKERS = 200
"""Fewer texts take less time than processes take to start."""

BATCH = 32
"""Texts that a process looks at at a time."""

Progress = Callable[[int, int], None]

TextKey = tuple[str, str]
"""The symbol and the language of a text."""

ChangedTexts = dict[TextKey, Summary | None]
"""Texts that may be others than before; None for one that is gone."""


FreshTexts = dict[str, tuple[SearchMark, FileMark]]
"""New and changed texts by page: the mark of their addition, and the file of their passages."""


class IndexBuild:
    """The search of one build.

    language  the one whose pages are at the root
    noted     the encoded state of the published index; empty if there is none to start from
    """

    def __init__(
        self,
        publication: Publication,
        cache: Cache,
        library: Library,
        language: str,
        noted: bytes = b"",
    ) -> None:
        self._publication = publication
        self._cache = cache
        self._library = library
        self._language = language
        self._version = hash_parts(compute_stamp(), language.encode())
        noted_state = decode_state(noted, self._version)
        self._state = noted_state.state if noted_state else None
        self._rare = noted_state.rare if noted_state else b""
        self._known: dict[str, SearchMark] = {}
        self._fresh: FreshTexts = {}

    def put(
        self,
        changed: ChangedTexts | None,
        all_texts: Callable[[], Sequence[Summary]],
        jobs: int,
        progress: Progress,
    ) -> IndexUpdate:
        """Put the files of the search into the publication.

        `changed` comes from `find_changed` or `compare`. `all_texts` gives all texts in the order of the archive.
        """
        updated = self._update(changed) if changed is not None else None
        return updated or self._build(all_texts(), jobs, progress)

    def find_changed(self, changed: Iterable[Summary]) -> ChangedTexts | None:
        """The texts that changed, if all others are as before; None if one of them was not in the index."""
        if self._state is None:
            return None

        found: ChangedTexts = {_identify(text): text for text in changed}
        if found.keys() <= set(list_texts(self._state)):
            return found
        return None

    def compare(
        self, texts: Sequence[Summary], symbols: AbstractSet[str] | None
    ) -> ChangedTexts | None:
        """The texts that may be others than before; None if that is not known.

        `texts` are all texts. `symbols` are those whose texts may be others than before, though they have the same
        symbol: another file may have it now. None: any text may be another one.
        """
        if self._state is None or symbols is None:
            return None

        before = set(list_texts(self._state))
        found: ChangedTexts = {
            _identify(text): text
            for text in texts
            if text.symbol in symbols or _identify(text) not in before
        }
        for key in before - {_identify(text) for text in texts}:
            found[key] = None

        return found

    # --- an update of the published index

    def _update(self, changed: ChangedTexts) -> IndexUpdate | None:
        """Put an index with these texts; None if the published one can't be updated."""
        assert self._state is not None  # noqa: S101 - `put` has looked
        before = list_texts(self._state)
        passages = self._publication.list_below(PASSAGES)
        if len(changed) > FEW or len(passages) != len(before):
            return None

        pages = {key: self._find_page(*key) for key in changed.keys() & set(before)}
        rows = {key: self._make_row(text) for key, text in changed.items() if text}
        self._known = self._cache.read_searched(
            {*pages.values(), *(row.page for row in rows.values())}
        )
        self._add(
            [row for row in rows.values() if not self._is_kept(row)], 1, lambda *_: None
        )
        found = self._update_files(changed, pages, rows)
        if not found:
            return None

        self._publication.put_all(dict(found.files).items())
        held = {row.passages for row in rows.values()}
        self._publication.drop(found.gone)
        self._publication.drop({*map(locate_passages, pages.values())} - held)
        return self._finish(rows.values(), found.state, {})

    def _update_files(
        self,
        changed: Iterable[TextKey],
        pages: Mapping[TextKey, str],
        rows: Mapping[TextKey, IndexRow],
    ) -> FilesUpdate | None:
        """The files that change; None if the whole index must be built, or that is cheaper."""
        assert self._state is not None  # noqa: S101 - `put` has looked
        try:
            changes = [
                self._make_change(key, pages.get(key), rows.get(key))
                for key in sorted(changed)
            ]
            if not is_update_cheaper(self._state, changes):
                return None

            self._state.phrases.rare = self._read_rare()
            return update_index(
                self._state,
                changes,
                self._publication.read_published,
                self._update_translations(rows, changed),
            )
        except (LookupError, ValueError, OSError):
            return None

    def _make_change(
        self, key: TextKey, page: str | None, row: IndexRow | None
    ) -> TextChange:
        """The change where a row takes the place of a page. Raises LookupError if the records have lost one of them."""
        before = self._fetch(self._known[page]) if page else None
        now = self._find_addition(row.page) if row else None
        if (page and not before) or (row and not now):
            raise LookupError(key)

        counts = before.counts if before else None
        card, counts_now = (now.card, now.counts) if now else (None, None)
        return TextChange(*key, counts, card, counts_now)

    # --- the index as a whole

    def _build(
        self, texts: Sequence[Summary], jobs: int, progress: Progress
    ) -> IndexUpdate:
        rows = [self._make_row(text) for text in texts]
        self._known = self._cache.read_searched()
        self._add([row for row in rows if not self._is_kept(row)], jobs, progress)
        known = {row.page: self._find_addition(row.page) for row in rows}
        self._add([row for row in rows if known[row.page] is None], jobs, progress)
        additions = [known[row.page] or self._read_addition(row.page) for row in rows]
        keys = [_identify(row.summary) for row in rows]
        state, files = build_index(
            [one.card for one in additions],
            [one.counts for one in additions],
            jobs,
            translate_archive(keys, self._read_passages),
        )
        self._publication.drop(self._publication.list_below(FOLDER))
        self._publication.put_all(chain(make_constant_files(), files))
        self._publication.keep(
            row.passages for row in rows if row.page not in self._fresh
        )
        return self._finish(rows, state, self._add_rare(state.phrases.rare))

    def _finish(
        self,
        rows: Iterable[IndexRow],
        state: SearchState,
        rare: Mapping[str, SearchMark],
    ) -> IndexUpdate:
        """What the next build has to know. `rare` is the mark of the rare phrases, if they are new."""
        for row in rows:
            if row.page in self._fresh:
                self._publication.add(row.passages, self._fresh[row.page][1])

        state.phrases.rare = b""
        noted = msgspec.msgpack.encode(IndexState(self._version, state, self._rare))
        marks = {page: mark for page, (mark, _) in self._fresh.items()}
        return IndexUpdate({**marks, **rare}, noted)

    # --- translations

    def _update_translations(
        self, rows: Mapping[TextKey, IndexRow], changed: Iterable[TextKey]
    ) -> list[tuple[str, bytes]]:
        """The files of translations, if they change. `rows` has the changed texts that exist."""
        assert self._state is not None  # noqa: S101 - `put` has looked
        before = set(list_texts(self._state))
        now = before - set(changed) | rows.keys()
        if not are_translations_stale(before, now, set(changed)):
            return []
        return translate_archive(now, self._read_passages)

    def _read_passages(self, text: TextKey) -> bytes:
        """The file of the passages of a text that is published or fresh."""
        page = self._find_page(*text)
        address = locate_passages(page)
        if page in self._fresh:
            return self._publication.read_written(address, self._fresh[page][1])
        return self._publication.read_published(address)

    # --- the rare phrases

    def _add_rare(self, rare: bytes) -> Mapping[str, SearchMark]:
        """Add the rare phrases to the records. The mark is found under a name that no page has."""
        self._rare = hash_parts(self._version, rare)
        (location,) = self._library.records.add([(self._rare, rare)])
        return {RARE: SearchMark(self._rare, location, "")}

    def _read_rare(self) -> bytes:
        """The rare phrases of the published index. Raises LookupError if the records have lost them."""
        mark = self._cache.read_searched([RARE]).get(RARE)
        found = self._library.records.get(self._rare, mark.location) if mark else None

        if found is None:
            raise LookupError(RARE)

        return found

    # --- what each text adds

    def _make_row(self, text: Summary) -> IndexRow:
        mark = self._library.get_mark(text.source.file)
        name = f"{text.symbol} {text.language}"
        key = hash_parts(self._version, mark.key, name.encode())
        page = self._find_page(text.symbol, text.language)
        return IndexRow(page, text, key)

    def _find_page(self, symbol: str, language: str) -> str:
        return make_resolution_address(parse(symbol), language, self._language)

    def _is_kept(self, row: IndexRow) -> bool:
        """Whether the addition of a text is in the records, and its passages are published."""
        if row.page in self._fresh:
            return True

        mark = self._known.get(row.page)
        return (
            mark is not None
            and mark.key == row.key
            and mark.digest == self._publication.find_digest(row.passages)
        )

    def _add(self, rows: Sequence[IndexRow], jobs: int, progress: Progress) -> None:
        """Find what these texts add, and write their passages."""
        self._publication.announce(row.passages for row in rows)
        batches = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
        jobs = jobs if len(rows) >= WORTH_WORKERS else 1
        done = 0
        for found in map_in_processes(self._add_batch, batches, jobs):
            self._fresh |= found
            done += len(found)
            progress(done, len(rows))

    def _add_batch(self, rows: Sequence[IndexRow]) -> FreshTexts:
        found = [
            prepare_text(self._library.get_record(row.summary), self._language)
            for row in rows
        ]
        additions = [
            msgspec.msgpack.encode(Addition(one.card, one.counts)) for one in found
        ]
        keyed = [
            (row.key, addition) for row, addition in zip(rows, additions, strict=True)
        ]
        locations = self._library.records.add(keyed)
        fresh: FreshTexts = {}
        for row, one, location in zip(rows, found, locations, strict=True):
            address, content = one.passages
            assert address == row.passages, f"{address} was announced as {row.passages}"  # noqa: S101 - one rule for both
            file = self._publication.write(address, content)
            fresh[row.page] = SearchMark(row.key, location, file.digest), file

        return fresh

    def _find_addition(self, page: str) -> Addition | None:
        """What a text adds; None if the records have lost it."""
        if page in self._fresh:
            mark, _ = self._fresh[page]
            return self._fetch(mark)

        return self._fetch(self._known[page])

    def _read_addition(self, page: str) -> Addition:
        """What a text adds. Raises `UsageError` if it can't be read: without it, the index would lack the text."""
        addition = self._find_addition(page)
        if addition is None:
            raise UsageError("cache-unreadable", page=page)
        return addition

    def _fetch(self, mark: SearchMark) -> Addition | None:
        found = self._library.records.get(mark.key, mark.location)
        if not found:
            return None
        return msgspec.msgpack.decode(found, type=Addition)


def _identify(text: Summary) -> TextKey:
    return text.symbol, text.language
