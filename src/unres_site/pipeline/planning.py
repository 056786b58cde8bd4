"""What a build has to do: which pages it makes, which it keeps, which are gone.

There are two ways. If no fact of any text has changed (`Entry`: title, date, citations, diagnostics …), then no view
has changed, and the pages of the changed texts are made with the views that they had; those that quote them, with the
words that they quote now (`pipeline.requoting`). Otherwise the pages are planned: all lists, and the pages of the texts
that a change can reach (`archive.relations`); or those of all texts, if the cache can't tell what changed. In both ways
a page is kept if its inputs are what they were.

The first way is the faster one, because it looks at no other text.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

import msgspec

from unres_site.archive import Archive, Change, KnownFacts, find_stale
from unres_site.archive import Summary as Text
from unres_site.archive.agreed.finding import are_shared
from unres_site.errors import Diagnostic
from unres_site.pipeline.comparing import (
    LanguageChecks,
    compare_languages,
    encode_checks,
    list_compared_files,
    read_checks,
)
from unres_site.pipeline.outputs.rendering import (
    PageJob,
    hash_kinds,
    prepare_jobs,
    restore_page,
    select_stale,
)
from unres_site.pipeline.publishing.publication import Publication
from unres_site.pipeline.report import Options, Report
from unres_site.pipeline.requoting import Requoting, find_requoted, has_same_facts
from unres_site.pipeline.sources.library import Library
from unres_site.pipeline.sources.reading import Entry
from unres_site.pipeline.sources.scanning import Sources
from unres_site.pipeline.sources.together import (
    DUPLICATES,
    add_texts_of_files,
    collect_diagnostics,
    drop_duplicates,
)
from unres_site.pipeline.store.cache import Cache
from unres_site.pipeline.store.entries import NO_TEXT, PageMark, list_owned
from unres_site.pipeline.store.versions import hash_parts
from unres_site.pipeline.unchanged import is_last_build
from unres_site.settings import SiteConfig
from unres_site.site.instruments.register import (
    KeptPages,
    LastInstruments,
    Published,
    find_renamed,
    update_pages,
)
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer
from unres_site.site.views import Page

FEW = 1_000
"""If more texts have changed, all pages are planned."""

SEARCH = "search/"
"""All files of the search, and no others, are below this folder."""


_encode = msgspec.msgpack.Encoder().encode
_decode_instruments = msgspec.msgpack.Decoder(LastInstruments).decode
_decode_facts = msgspec.msgpack.Decoder(KnownFacts).decode


class Site(msgspec.Struct, frozen=True):
    """What pages are rendered with; `assets` are the files that pages share, by address."""

    config: SiteConfig
    renderer: Renderer
    assets: Mapping[str, bytes]


class Plan(msgspec.Struct, frozen=True):
    """What a build has to do.

    report         what the build will report, but for its changes; if it says that no text is published, that is all
    texts          all texts in the order of the archive; if the facts are the same, the changed ones alone
    changed        the symbols whose texts may be others than the published ones; None if that can be any text
    languages      the languages of the site, in the order of its lists
    stale          the pages to be made; those that are published and not gone are kept
    gone           the addresses of pages that are not made any more
    has_new_facts  whether a fact of a text has changed, or may have
    """

    report: Report
    texts: tuple[Text, ...] = ()
    changed: frozenset[str] | None = None
    languages: tuple[str, ...] = ()
    stale: list[PageJob] = []
    gone: set[str] = set()
    has_new_facts: bool = True


class Planner:
    """Plans one build.

    `publication` knows what is published, `cache` from what it was made, and `addresses` what was ever published.
    """

    def __init__(  # noqa: PLR0913 - what a build has prepared
        self,
        options: Options,
        site: Site,
        sources: Sources,
        *,
        publication: Publication,
        cache: Cache,
        library: Library,
        addresses: Published,
    ) -> None:
        self._options, self._site, self._sources = options, site, sources
        self._publication, self._cache, self._library = publication, cache, library
        self._kinds = hash_kinds(site.renderer)
        self.new_facts: dict[str, bytes] = {}
        """What the cache must know of the archive: those values that are others than the last build's."""
        self.pages = KeptPages((), addresses)
        """What depends on the pages before; without instruments, if no facts have changed."""

    def plan(self) -> Plan:
        """The plan of this build."""
        return self._plan_pages() if self._has_new_facts() else self._plan_texts()

    @cached_property
    def frame(self) -> bytes:
        """A hash of all that pages are made from besides the texts and their views."""
        beside = msgspec.msgpack.encode(self._sources.diagnostics)
        kinds = chain.from_iterable(
            (kind.encode(), one) for kind, one in sorted(self._kinds.items())
        )
        return hash_parts(beside, *kinds)

    @property
    def _is_comparable(self) -> bool:
        """Whether the last build's site is published, and only texts may have changed since.

        A cache that fails while it is read has no notes from then on. What it gave before can't be relied on.
        """
        return bool(self._cache.notes) and self._was_comparable

    @cached_property
    def _was_comparable(self) -> bool:
        """Whether it was so when the build began."""
        notes = self._cache.notes
        is_same_frame = notes.get("frame") == self.frame and "report" in notes
        return (
            is_same_frame
            and not self._options.check
            and is_last_build(self._options, notes)
        )

    def _has_new_facts(self) -> bool:
        """Whether a fact of a text has changed, or may have."""
        opened, before = self._library.opened, self._library.before
        if (
            not self._is_comparable
            or not self._library.is_same_set
            or opened.keys() != before.keys()
        ):
            return True
        if self._library.changed & list_compared_files(self._last_checks):
            return True  # what the languages say of each other is on their pages, and not among the facts of a text
        for name, mark in opened.items():
            if not has_same_facts(before[name].entry, mark.entry):
                return True
        return self._has_changed_duplicate() or self._shares_changed_paragraphs()

    def _has_changed_duplicate(self) -> bool:
        """Whether a changed text is held twice, or may be: then its words decide what is said of that."""
        if not self._is_comparable:
            return True  # the cache has failed just now
        twice = {
            one.details.get("symbol")
            for one in self._read_last_report().diagnostics
            if one.code in DUPLICATES
        }
        if not twice:
            return False
        changed = map(self._library.get_entry, self._library.opened)
        texts = chain.from_iterable(entry.summaries for entry in changed)
        return not twice.isdisjoint(text.symbol for text in texts)

    def _shares_changed_paragraphs(self) -> bool:
        """Whether a text outside of its series has, word for word, a paragraph that has changed."""
        changed = self._library.find_changed_hashes()
        holders = self._library.find_holders({value for _, value in changed})
        if not holders:
            return False
        return are_shared(changed, holders, self._known_facts.series)

    # --- the facts are the same

    def _plan_texts(self) -> Plan:
        changed = sorted(self._library.changed)
        known = self._cache.read_pages(changed)
        pages = self._restore_pages(known)
        owners = {mark.owner for mark in known.values()}
        requoted = find_requoted(self._library, owners)
        requoting = Requoting(requoted, self._site.config.language)
        asked = requoting.list_quoting(pages) - known.keys()
        known |= self._cache.read_pages_at(asked)
        if not self._is_comparable or not asked <= known.keys():
            return self._plan_pages()  # the cache has failed just now
        quoting = {address: known[address] for address in asked}
        pages = requoting.update([*pages, *self._restore_pages(quoting)])
        jobs = prepare_jobs(pages, self._kinds, self._library.get_mark)
        published = {text for job in jobs for text in job.texts}
        texts = chain.from_iterable(
            self._library.get_entry(name).summaries
            for name in changed
            if name in published
        )
        return Plan(
            self._read_last_report(),
            tuple(texts),
            has_new_facts=False,
            languages=self._read_languages(),
            stale=select_stale(jobs, known, self._publication),
        )

    def _restore_pages(self, known: Mapping[str, PageMark]) -> list[Page]:
        """Pages with the views that they had in the build before; none if the cache has failed."""
        views = self._cache.read_views(known)
        files = chain.from_iterable(mark.files for mark in known.values())
        self._library.fetch_marks(files)
        if not self._is_comparable:
            return []
        languages = self._read_languages()
        return [
            restore_page(address, mark, views, self._library.get_summary, languages)
            for address, mark in sorted(known.items())
        ]

    def _read_last_report(self) -> Report:
        """The report of the last build, whose site is published."""
        return msgspec.msgpack.decode(self._cache.notes["report"], type=Report)

    def _read_languages(self) -> tuple[str, ...]:
        """The languages of the published site."""
        noted = self._cache.notes["site-languages"]
        return msgspec.msgpack.decode(noted, type=tuple[str, ...])

    # --- facts have changed

    def _plan_pages(self) -> Plan:
        entries = self._library.list_entries()
        texts, duplicates = drop_duplicates(entries, self._library.get_record)
        files = self._find_changed_files(entries)
        change = None if files is None else self._find_change(files, entries)
        unused = self._site.config.unused
        archive = Archive(texts, change, self._library.read_hashes, unused)
        others = (*self._sources.diagnostics, *duplicates, *self._compare(archive))
        diagnostics = collect_diagnostics(entries, others)
        report = Report(len(entries), 0, 0, diagnostics, None)
        if not texts or (self._options.strict and report.count("error")):
            return Plan(report)
        changed = reached = None
        renamed = self._list_instruments(archive, change)
        if change is not None:
            changed = frozenset(text.symbol for text in change.texts)
            symbols = find_stale(archive, change) | renamed
            reached = add_texts_of_files(entries, symbols) & archive.by_symbol.keys()
        config, read_source = self._site.config, self._library.get_text
        pages = plan(archive, config, diagnostics, reached, read_source, self.pages)
        jobs = prepare_jobs(pages, self._kinds, self._library.marks.__getitem__)
        planned = {page.address for page in pages}
        scope = None
        if files is not None:
            scope = {NO_TEXT, *files, *(job.texts[0] for job in jobs)}
        is_first = self._publication.is_first
        known = {} if is_first else self._cache.read_pages(scope)
        if files is not None and not self._is_comparable:  # the cache has failed
            return self._plan_pages()
        owned = self._cache.list_pages() if is_first else list_owned(known, scope)
        if files is None:
            owned |= self._list_published_pages()
        gone = owned - planned
        count = len(planned)
        if files is not None:
            new = planned - known.keys()
            count = self._read_last_report().pages + len(new) - len(gone)
        stale = select_stale(jobs, known, self._publication)
        published = len({text.source.file for text in texts})
        report = msgspec.structs.replace(report, published=published, pages=count)
        self._keep("facts", _encode(archive.known), self._last_facts)
        languages = max((page.languages for page in pages), key=len)
        return Plan(report, archive.ordered, changed, languages, stale, gone)

    def _list_instruments(
        self, archive: Archive[Text], change: Change | None
    ) -> set[str]:
        """Find the instruments that have pages; the symbols whose texts name others of them than before."""
        last = LastInstruments()
        encoded = self._cache.read_fact("instruments") if change is not None else b""
        if encoded:
            last = _decode_instruments(encoded)
        config, published = self._site.config, self.pages.published
        self.pages, now = update_pages(archive, config, published, change, last)
        if now is last:
            return set()
        self._keep("instruments", _encode(now), encoded)
        return find_renamed(last.listed, now.listed)

    def _compare(self, archive: Archive[Text]) -> list[Diagnostic]:
        """What the languages of resolutions have otherwise than each other."""
        last = self._last_checks
        checks = compare_languages(archive, self._library, last, self._options.jobs)
        if checks != last:
            self.new_facts["languages"] = encode_checks(checks)
        found: list[Diagnostic] = []
        for one in checks.values():
            found += one.found
        return found

    # --- what the last build knew

    @cached_property
    def _last_checks(self) -> LanguageChecks:
        """What the last build knew of the languages of each resolution."""
        return read_checks(self._cache.read_fact("languages"))

    @cached_property
    def _last_facts(self) -> bytes:
        """What the last build kept of the archive, encoded."""
        return self._cache.read_fact("facts")

    @cached_property
    def _known_facts(self) -> KnownFacts:
        """The same; nothing, if the cache has lost it."""
        last = self._last_facts
        return _decode_facts(last) if last else KnownFacts((), {})

    def _keep(self, name: str, value: bytes, last: bytes) -> None:
        if value != last:
            self.new_facts[name] = value

    def _find_changed_files(self, entries: Mapping[str, Entry]) -> set[str] | None:
        """The files whose texts may be others than the published ones; None if that can be any file.

        A file that has a symbol in common with a changed one is among them: one of the changes may be that it is
        refused, with all its texts, or that it is not refused any more. So is a file that has one in common with that
        file, and so on.
        """
        library = self._library
        if (
            not self._is_comparable
            or not library.is_before_known
            or len(library.changed) > FEW
            or not self._last_facts
        ):
            return None
        now = (entries[name] for name in library.changed if name in entries)
        symbols = {
            text.symbol
            for entry in chain(library.list_entries_before(), now)
            for text in entry.summaries
        }
        symbols = add_texts_of_files(entries, symbols)
        sharing = {
            name
            for name, entry in entries.items()
            if any(text.symbol in symbols for text in entry.summaries)
        }
        return sharing | library.changed

    def _find_change(self, files: set[str], entries: Mapping[str, Entry]) -> Change:
        """The texts of files as they were and as they are, and what the last build kept of its archive."""
        before: list[Text] = []
        now: list[Text] = []
        for entry in self._library.list_entries_before():
            before += entry.summaries
        for name in files & entries.keys():
            now += entries[name].summaries
            if name not in self._library.changed:
                before += entries[name].summaries
        hashes = tuple(self._library.list_touched_hashes(files & entries.keys()))
        return Change(tuple(before), tuple(now), self._known_facts, hashes)

    def list_pages(self, plan: Plan) -> set[str]:
        """The addresses of all pages of the planned site."""
        made = {job.page.address for job in plan.stale}
        return self._list_published_pages() - plan.gone | made

    def _list_published_pages(self) -> set[str]:
        """The addresses of the published pages."""
        published = set(self._publication.list_published())
        files = chain(self._publication.list_below(SEARCH), self._site.assets)
        return published.difference(files)
