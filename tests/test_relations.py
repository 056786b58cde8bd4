"""What pages show of other texts is declared once: each relation gives the right texts, and no page is ever stale."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.sameness import try_edits
from tests.building import Workshop
from tests.texts import SMALL, resolution, words
from unres_site.archive import (
    Archive,
    Change,
    Relation,
    Relations,
    find_stale,
    hash_paragraphs,
    relations,
)
from unres_site.archive.relations import RELATIONS, choose_others
from unres_site.archive.summary import Text, list_cited, summarize
from unres_site.pipeline.report import Report
from unres_site.pipeline.sources.reading import Loader
from unres_site.records import Paragraph, Resolution
from unres_site.settings import SiteConfig
from unres_site.site.pages import KINDS, Kind, plan, plan_texts
from unres_site.site.survey import Around
from unres_site.site.views import NoView, Page
from unres_site.symbols import Symbol

CONFIG = SiteConfig()
ARCHIVE: Archive[Text] = Archive(SMALL)
EDITS, AT_A_TIME = 20, 2


def organ(_: Text, symbol: Symbol) -> tuple[str, ...]:
    """The organ of a text."""
    return (symbol.organ,)


ADDED = Relation("elsewhere", organ, organ, choose_others)
"""A relation that is declared in this file alone."""


def related(symbol: str, name: str, archive: Archive[Text] = ARCHIVE) -> list[str]:
    """The symbols that the first text of a symbol is related to."""
    relation = next(one for one in RELATIONS if one.name == name)
    text = next(iter(archive.by_symbol[symbol].values()))
    return list(Relations(archive, [text]).find(relation, text))


@pytest.mark.parametrize("symbol", ARCHIVE.by_symbol)
def test_neighbours_lead_back(symbol: str) -> None:
    for before in related(symbol, "previous"):
        assert related(before, "next") == [symbol]
    for after in related(symbol, "next"):
        assert related(after, "previous") == [symbol]


def test_neighbours_stay_in_their_session() -> None:
    assert related("A/RES/58/100", "previous") == ["A/RES/58/58"]
    assert related("A/RES/58/100", "next") == ["A/RES/58/241"]
    assert related("A/RES/58/241", "next") == []


def test_citing_is_the_other_side_of_cites() -> None:
    for text in SMALL:
        for symbol in set(list_cited(text)) & ARCHIVE.by_symbol.keys():
            assert (text.symbol in related(symbol, "cited_by")) == (
                symbol != text.symbol
            )
    assert related("A/RES/58/58", "cited_by") == [
        "A/RES/58/100",
        "A/RES/58/241",
        "A/RES/62/22",
        "S/RES/1325(2000)",
    ]


ANY_SYMBOL = st.sampled_from(
    [
        *(
            f"A/RES/{session}/{number}"
            for session in (58, 59)
            for number in range(1, 6)
        ),
        "S/RES/1325(2000)",
        "A/RES/1(I)",
    ]
)
LONG = ("请秘书长就本决议的执行情况提出报告。", "请会员国在自愿的基础上提供资料。")
"""Paragraphs that are long enough to be looked for in other texts."""


def add_paragraphs(record: Resolution, paragraphs: list[str]) -> Resolution:
    """The record with more operative paragraphs."""
    added = [
        Paragraph("operative", f"op{number}", str(number), words(text))
        for number, text in enumerate(paragraphs, 2)
    ]
    return msgspec.structs.replace(record, body=(*record.body, *added))


ANY_TEXT = st.builds(
    lambda symbol, cites, language, title, year, paragraphs: add_paragraphs(
        resolution(
            symbol,
            *cites,
            language=language,
            title=title,
            adopted_on=year and f"{year}-12-01",
        ),
        paragraphs,
    ),
    symbol=ANY_SYMBOL,
    cites=st.lists(ANY_SYMBOL, max_size=3),
    language=st.sampled_from(["zh", "en", "fr"]),
    title=st.sampled_from(["裁军", "发展"]),
    year=st.sampled_from([None, "2003", "2004"]),
    paragraphs=st.lists(st.sampled_from(LONG), max_size=2),
)
ANY_TEXTS = st.lists(
    ANY_TEXT, max_size=14, unique_by=lambda text: (text.symbol, text.language)
)


def make_archive(
    records: list[Resolution], change: Change | None = None
) -> Archive[Text]:
    """The archive of the summaries of records, which knows their paragraphs."""
    hashes = {one.source.file: (hash_paragraphs(one),) for one in records}
    return Archive(map(summarize, records), change, lambda: hashes)


@settings(max_examples=100)
@given(ANY_TEXTS, ANY_TEXTS, st.sets(ANY_SYMBOL))
def test_what_does_not_show_a_changed_text_stays(
    before: list[Resolution], other: list[Resolution], edited: set[str]
) -> None:
    """After any edits: with the rows of the table, and with one more that no other code knows of."""
    now = [text for text in before if text.symbol not in edited] + [
        text for text in other if text.symbol in edited
    ]
    earlier, whole_archive = make_archive(before), make_archive(now)
    gone = [text for text in before if text not in now]
    come = [text for text in now if text not in before]
    change = Change(
        tuple(map(summarize, gone)),
        tuple(map(summarize, come)),
        earlier.known,
        tuple(map(hash_paragraphs, gone + come)),
    )
    archive = make_archive(now, change)
    for added in ((), (ADDED,)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(relations, "RELATIONS", (*RELATIONS, *added))
            stale = find_stale(archive, change)
            pages = plan_with_views(archive, stale)
            known = plan_with_views(earlier)
            whole = plan_with_views(whole_archive)
        assert stale <= set(archive.by_symbol)
        assert pages.keys() <= whole.keys()
        assert {**{address: known.get(address) for address in whole}, **pages} == whole


def plan_with_views(
    archive: Archive[Text], stale: set[str] | None = None
) -> dict[str, Page]:
    """The pages by address, each with its view."""
    pages = plan(archive, CONFIG, (), stale)
    return {page.address: page.complete() for page in pages}


def test_of_a_session_only_the_neighbours_of_a_changed_text_are_stale() -> None:
    texts = [summarize(resolution(f"A/RES/58/{number}")) for number in range(1, 9)]
    changed = texts[3]
    renamed = msgspec.structs.replace(changed, title="裁军")
    kept = [text for text in texts if text is not changed]
    beside = {"A/RES/58/3", "A/RES/58/5"}
    change = Change((changed,), (renamed,), Archive(texts).known)
    assert find_stale(Archive([*kept, renamed]), change) == {*beside, "A/RES/58/4"}
    change = Change((changed,), (), Archive(texts).known)
    assert find_stale(Archive(kept), change) == beside
    assert find_stale(Archive(texts), change) == {*beside, "A/RES/58/4"}


# --- a relation, and a page of two texts, that are declared in this file alone


class PagesAlone(Workshop):
    """A workshop whose sites have no search."""

    def build(self, loader: Loader | None = None, **changes: object) -> Report:
        return super().build(loader, search=False, **changes)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.chdir(tmp_path)
    return PagesAlone(tmp_path)


@pytest.mark.unmeasured
def test_a_relation_that_is_added_is_never_stale(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = workshop.folder / "templates" / "resolution.html"
    shown = "{% for card in view.related.elsewhere %}<p>elsewhere: {{ card.title }}</p>{% endfor %}"
    template.write_text(
        template.read_text("utf-8").replace(
            "{{ body.text }}", f"{shown}{{{{ body.text }}}}"
        ),
        "utf-8",
    )
    monkeypatch.setattr(relations, "RELATIONS", (*RELATIONS, ADDED))
    found = list(try_edits(workshop, EDITS, 1, AT_A_TIME, of_texts=True))
    assert [(done, different) for done, different in found if different] == []
    assert "<p>elsewhere: " in "".join(
        page.read_text("utf-8") for page in workshop.site.rglob("9*/*.html")
    )


def make_pair(around: Around) -> Page | None:
    """A page that sets a text and the next one side by side."""
    following = around.related["next"]
    if not following:
        return None
    texts = (around.text, around.text_of(following[0]))
    return Page(
        around.card.address.replace(".html", ".pair.json"), "pair", NoView(), texts
    )


def encode_pair(page: Page) -> bytes:
    """Both records, whole."""
    assert all(isinstance(one, Resolution) for one in page.records)
    return msgspec.json.encode(page.records)


@pytest.mark.unmeasured
def test_a_page_of_two_texts_is_never_stale(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        KINDS, "pair", Kind(plan_texts(make_pair), NoView, encode=encode_pair)
    )
    found = list(try_edits(workshop, EDITS, 2, AT_A_TIME, of_texts=True))
    assert [(done, different) for done, different in found if different] == []
    pairs = [
        msgspec.json.decode(page.read_bytes())
        for page in workshop.site.rglob("*.pair.json")
    ]
    assert {len(pair) for pair in pairs} == {2}
