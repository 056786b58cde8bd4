"""Which pages there are, their addresses, and what they are made from."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import SMALL, resolution
from unres_site.archive import Archive
from unres_site.archive.summary import list_cited
from unres_site.errors import diagnose
from unres_site.loader import load
from unres_site.messages import get_catalogue
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.browsing.chart import HEIGHT, make_chart
from unres_site.site.editions import order_languages
from unres_site.site.pages import KINDS, plan
from unres_site.site.sessions import read_session_form
from unres_site.site.translations import list_translations
from unres_site.site.views import (
    HomeView,
    Page,
    QualityView,
    ResolutionView,
    SessionForm,
    SessionQualityView,
    SessionView,
    YearCard,
    YearView,
)
from unres_site.symbols import make_official_link, parse

CONFIG = SiteConfig()
PAGES = {page.address: page.complete() for page in plan(Archive(SMALL), CONFIG)}
FOLDERS = ("", "en/", "ar/")
"""Of the languages that the texts are in."""

TEMPLATES = Path(__file__).parent.parent / "templates"
TEXTS = Path(__file__).parent.parent / "resolutions"

# matches: {{ t("site.search") }}
# matches: {{ t('note.back', number=1) }}
# rejects: {{ at.SEARCH }}
MESSAGE = re.compile(
    r"""\bt\(["']([a-z_.-]+)["'][,)]|"((?:site|resolution)\.[a-z_]+)\""""
)


def test_each_page_has_an_address_of_its_own() -> None:
    pages = plan(Archive(SMALL), CONFIG)
    assert len(pages) == len(PAGES)
    assert len({address.casefold() for address in PAGES}) == len(PAGES)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("index.html", "home"),
        ("sessions.html", "sessions"),
        ("A/RES/58/index.html", "session"),
        ("years/index.html", "years"),
        ("years/2003.html", "year"),
        ("A/RES/58/58.html", "resolution"),
        ("A/RES/58/58.json", "record"),
        ("en/A/RES/58/58.html", "resolution"),
        ("en/A/RES/58/58.json", "record"),
        ("A/RES/58/58.ris", "ris"),
        ("en/A/RES/58/58.bib", "bibtex"),
        ("cite/A-RES/58/58.csl.json", "csl"),
        ("en/cite/A-RES/58/58.csl.json", "csl"),
        ("A/RES/217(III)A.html", "resolution"),
        ("S/RES/1325(2000).html", "resolution"),
        ("search.html", "search"),
        ("en/index.html", "home"),
        ("en/sessions.html", "sessions"),
        ("en/A/RES/62/index.html", "session"),
        ("en/years/index.html", "years"),
        ("en/years/2007.html", "year"),
        ("en/search.html", "search"),
        ("en/about.html", "about"),
        ("ar/quality.html", "quality"),
        ("ar/404.html", "missing"),
        ("about.html", "about"),
        ("quality.html", "quality"),
        ("404.html", "missing"),
        ("schema/resolution.json", "resolution-schema"),
        ("schema/site.json", "site-schema"),
        ("schema/sidecar.json", "sidecar-schema"),
    ],
)
def test_pages_stand_where_they_are_promised(address: str, kind: str) -> None:
    assert PAGES[address].kind == kind


def test_the_first_language_stands_at_the_root() -> None:
    english = {page.address for page in plan(Archive(SMALL), SiteConfig(language="en"))}
    assert {
        "A/RES/58/58.html",
        "zh/A/RES/58/58.html",
        "A/RES/58/100.html",
        "ar/A/RES/75/2.html",
    } <= english


HOSTED = {
    "site-map",
    "site-map-index",
    "feed",
    "rules",
    "search-description",
    "redirect",
}
"""Kinds that are planned only where the site's address is known."""


def test_below_a_folder_res_each_json_is_a_record() -> None:
    found = {
        page.kind
        for address, page in PAGES.items()
        if "/RES/" in f"/{address}"
        and address.endswith(".json")
        and not address.endswith(".since.json")
    }
    assert found == {"record"}


OFTEN = {"instrument"}
"""Kinds whose pages need several texts: see test_instruments.py."""
SINCE = {"since", "since-data", "since-table", "lives"}
OF_TEXTS = {"resolution", "source", "record", "ris", "bibtex", "csl", *SINCE}
"""Kinds that have a page for each text, or for those that have a predecessor."""


def test_every_kind_is_planned() -> None:
    assert {page.kind for page in PAGES.values()} == set(KINDS) - HOSTED - OFTEN
    asked = SiteConfig(
        base_address="https://example.org/un/",
        moved={"A/RES/58/1.html": "A/RES/58/58.html"},
    )
    hosted = plan(Archive(SMALL), asked)
    assert {page.kind for page in hosted} == set(KINDS) - {"site-map-index"} - OFTEN


def test_the_plan_does_not_depend_on_the_order_of_reading() -> None:
    pages = [page.complete() for page in plan(Archive(reversed(SMALL)), CONFIG)]
    assert pages == list(PAGES.values())


def test_an_empty_archive_has_its_fixed_pages() -> None:
    kinds = {page.kind for page in plan(Archive([]), CONFIG)}
    of_lists = {"session", "year", "session-quality", "topic", "topics"} | {
        "series-list",
        "series-page",
    }
    assert kinds == set(KINDS) - of_lists - OF_TEXTS - HOSTED - OFTEN


def view(address: str) -> ResolutionView:
    found = PAGES[address].view
    assert isinstance(found, ResolutionView)
    return found


def test_a_resolution_knows_what_stands_around_it() -> None:
    around = view("A/RES/58/58.html")
    assert around.find_first("previous") is None
    following = around.find_first("next")
    assert following
    assert following.address == "en/A/RES/58/100.html"
    assert [card.symbol for card in around.related["cited_by"]] == [
        "A/RES/58/100", "A/RES/58/241", "A/RES/62/22", "S/RES/1325(2000)",
    ]  # fmt: skip
    assert [card.language for card in around.related["languages"]] == ["zh", "en"]
    assert around.session
    assert around.session.address == "A/RES/58/index.html"


def test_citations_lead_to_what_is_held_in_the_text_s_own_language_first() -> None:
    assert view("A/RES/62/22.html").held == {"A/RES/58/58": "A/RES/58/58.html"}
    assert view("en/A/RES/58/100.html").held == {
        "A/RES/58/58": "en/A/RES/58/58.html",
        "A/RES/58/241": "A/RES/58/241.html",
    }


def test_the_view_of_a_text_is_made_once_and_not_while_pages_are_planned() -> None:
    pages = {page.address: page for page in plan(Archive(SMALL), CONFIG)}
    page = pages["A/RES/62/22.html"]
    assert "view" not in vars(page)
    assert page.view is page.view
    assert page.complete().view is page.view


def test_a_change_of_one_text_changes_the_pages_that_show_it_and_no_other() -> None:
    edited = resolution(
        "A/RES/62/22", "A/RES/58/58", title="新标题", adopted_on="2007-12-05"
    )
    changed = [edited if text.symbol == edited.symbol else text for text in SMALL]
    after = {page.address: page.complete() for page in plan(Archive(changed), CONFIG)}
    lists = (
        "A/RES/62/index.html",
        "years/2007.html",
        "series/index.html",
        "series/A-RES-58-58.html",
    )
    texts = (
        "A/RES/62/22.html", "A/RES/62/22.json", "A/RES/62/22.txt", "A/RES/62/22.ris", "A/RES/62/22.bib",
        "A/RES/62/22.since.html", "A/RES/62/22.since.json", "A/RES/62/22.since.csv",
        "series/A-RES-58-58.paragraphs.html",
        "cite/A-RES/62/22.csl.json", "A/RES/58/58.html", "en/A/RES/58/58.html",
        "A/RES/58/241.html", "S/RES/1325(2000).html",  # they have a paragraph of it, word for word
    )  # fmt: skip
    assert {address for address in PAGES if PAGES[address] != after[address]} == {
        *texts,
        "index.html",
        "series.json",
        *(folder + address for folder in FOLDERS for address in lists),
    }


def test_home_shows_the_newest_first() -> None:
    home = PAGES["index.html"].view
    assert isinstance(home, HomeView)
    assert [card.symbol for card in home.latest][:3] == [
        "A/RES/75/1",
        "A/RES/62/22",
        "A/RES/58/241",
    ]
    assert [session.number for session in home.sessions][:3] == ["75", "62", "58"]
    assert home.total == len({text.symbol for text in SMALL})


def test_home_shows_texts_in_its_own_language_where_there_are_any() -> None:
    for folder, languages in (("", {"zh"}), ("en/", {"en"}), ("ar/", {"ar"})):
        home = PAGES[f"{folder}index.html"].view
        assert isinstance(home, HomeView)
        assert {card.language for card in home.latest} == languages
    empty = plan(Archive(SMALL), SiteConfig(language="fr"))[0].view
    assert isinstance(empty, HomeView)
    assert {card.language for card in empty.latest} == {"zh", "en", "ar"}


def test_lists_name_each_resolution_once_in_the_site_s_language() -> None:
    session, year = PAGES["A/RES/58/index.html"].view, PAGES["years/2003.html"].view
    assert isinstance(session, SessionView)
    assert isinstance(year, YearView)
    assert [card.address for card in session.cards] == [
        "A/RES/58/58.html", "en/A/RES/58/100.html", "A/RES/58/241.html",
    ]  # fmt: skip
    assert session.session.years == (2003, 2003)
    assert session.previous
    assert session.previous.number == "3"
    assert year.previous
    assert year.next
    assert (year.previous.year, year.next.year) == (2000, 2007)


def test_quality_names_files_that_are_not_published_and_texts_by_session() -> None:
    found = [diagnose("empty", "zh/empty.txt"), *SMALL[-1].diagnostics]
    pages = {page.address: page.view for page in plan(Archive(SMALL), CONFIG, found)}
    first, arabic = pages["quality.html"], pages["ar/quality.html"]
    session = pages["ar/A/RES/75/quality.html"]
    assert isinstance(first, QualityView)
    assert isinstance(arabic, QualityView)
    assert isinstance(session, SessionQualityView)
    assert [(text.file, len(text.cards)) for text in first.texts] == [
        ("zh/empty.txt", 0)
    ]
    assert [kind.code for kind in first.kinds] == ["empty"]
    assert [kind.code for kind in arabic.kinds] == ["unread-line", "symbol-inferred"]
    assert [(one.address, one.count) for one in arabic.sessions] == [
        ("ar/A/RES/75/quality.html", 2)
    ]
    assert [(text.file, len(text.cards)) for text in session.texts] == [
        ("ar/75-1.txt", 1)
    ]


def test_each_language_reports_on_its_own_texts_and_names_the_other_reports() -> None:
    found = [one for text in SMALL[-2:] for one in text.diagnostics]
    pages = {page.address: page for page in plan(Archive(SMALL), CONFIG, found)}
    for folder, other, count in (("", "ar", 2), ("ar/", "zh", 2), ("en/", "zh", 2)):
        view = pages[f"{folder}quality.html"].view
        assert isinstance(view, QualityView)
        others = {one.language: (one.address, one.count) for one in view.others}
        page = "quality.html" if other == "zh" else f"{other}/quality.html"
        assert others[other] == (page, count)
    assert "en/A/RES/75/quality.html" not in pages
    switch = list_translations(pages["ar/A/RES/75/quality.html"], "zh")
    assert {(one.address, one.is_same) for one in switch} == {
        ("A/RES/75/quality.html", True),
        ("ar/A/RES/75/quality.html", True),
        ("en/quality.html", False),
    }


def list_titles(address: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Symbol, language and other languages of each text in a list of a session."""
    found = PAGES[address].view
    assert isinstance(found, SessionView)
    return [(card.symbol, card.language, card.others) for card in found.cards]


def test_each_language_lists_all_texts_once_with_titles_of_its_own_first() -> None:
    others = [("A/RES/58/100", "en", ()), ("A/RES/58/241", "zh", ())]
    assert list_titles("A/RES/58/index.html") == [
        ("A/RES/58/58", "zh", ("en",)),
        *others,
    ]
    for folder, language in (("en/", "en"), ("ar/", "zh")):
        assert list_titles(f"{folder}A/RES/58/index.html") == [
            ("A/RES/58/58", language, ("zh",) if language == "en" else ("en",)),
            *others,
        ]


@pytest.mark.parametrize(
    ("config", "order"),
    [
        (SiteConfig(), ["zh", "zh-Hant", "en", "fr", "es", "ru", "ar"]),
        (SiteConfig(language="fr"), ["fr", "en", "es", "ru", "zh", "zh-Hant", "ar"]),
        (
            SiteConfig(languages=("ar", "en")),
            ["ar", "en", "zh", "zh-Hant", "fr", "es", "ru"],
        ),
    ],
)
def test_languages_follow_the_order_of_the_site(
    config: SiteConfig, order: list[str]
) -> None:
    assert [*order_languages(config, sorted(order))] == order


def test_a_reader_is_shown_a_variant_before_another_language() -> None:
    texts = [
        resolution("A/RES/58/1", language=code, title=code)
        for code in ("en", "fr", "zh-Hant")
    ]
    pages = {page.address: page.view for page in plan(Archive(texts), CONFIG)}
    session = pages["A/RES/58/index.html"]
    assert isinstance(session, SessionView)
    assert session.cards[0].address == "zh-Hant/A/RES/58/1.html"
    assert "zh-Hant/index.html" not in pages


@pytest.mark.parametrize(
    ("symbol", "form", "number"),
    [
        ("A/RES/58/1", "regular", "58"),
        ("A/RES/2758(XXVI)", "regular", "26"),
        ("E/RES/1(XLIV)", "regular", "44"),
        ("A/RES/S-10/1", "special", "10"),
        ("A/RES/3201(S-VI)", "special", "6"),
        ("A/RES/ES-10/15", "emergency", "10"),
        ("S/RES/1325(2000)", "year", "2000"),
        ("E/RES/2018/1", "year", "2018"),
        ("A/CONF.224/RES/1", "conference", "224"),
    ],
)
def test_sessions_are_called_by_their_form(
    symbol: str, form: SessionForm, number: str
) -> None:
    assert read_session_form(parse(symbol)) == (form, number)


# --- addresses

SEGMENTS = st.text("ABCabc0159().-% é第", min_size=1, max_size=6).filter(
    lambda text: set(text) != {"."}
)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=5).map("/".join)


@given(PATHS, PATHS)
def test_relative_links_lead_where_they_should(origin: str, target: str) -> None:
    base = "https://host.example/some/folder/"
    quoted = "/".join(segment.replace("%", "%25") for segment in origin.split("/"))
    link = addresses.make_linker(origin)(target)
    assert unquote(urljoin(base + quoted, link)) == base + target
    assert not link.startswith("/")


def test_what_a_record_cites_needs_no_parsing_to_be_linked() -> None:
    """Records have symbols in their canonical form; so the address of a document is that of its words."""
    pattern = SiteConfig().official_address
    cited = [
        one for file in sorted(TEXTS.rglob("*.txt")) for one in summary_cites(file)
    ]
    assert len(cited) > 20
    for symbol in cited:
        assert addresses.link_official(symbol, pattern, "zh") == make_official_link(
            parse(symbol).text, pattern, "zh"
        )


def summary_cites(file: Path) -> list[str]:
    """The symbols that the resolutions of a file cite."""
    texts = load(file.read_bytes(), file.name, None, "").resolutions
    return [symbol for text in texts for symbol in list_cited(text)]


def test_the_page_for_missing_pages_links_from_the_host() -> None:
    subfolder = SiteConfig(base_address="https://example.org/archive/")
    assert (
        addresses.link_from_host(subfolder, "assets/site.css")
        == "/archive/assets/site.css"
    )
    assert addresses.link_from_host(CONFIG, "assets/site.css") == "assets/site.css"


# --- words


def test_templates_use_messages_that_there_are() -> None:
    used = {
        key
        for path in TEMPLATES.glob("*.html")
        for found in MESSAGE.findall(path.read_text("utf-8"))
        for key in found
    }
    assert used - {""} <= get_catalogue("zh").messages.keys()


# --- chart


@given(st.dictionaries(st.integers(1946, 2030), st.integers(1, 300), min_size=1))
def test_the_chart_has_a_column_for_each_year_and_its_highest_fills_it(
    counts: dict[int, int],
) -> None:
    drawn = make_chart([YearCard("", year, count) for year, count in counts.items()])
    assert drawn is not None
    columns = {
        decade.first + column.place: column
        for decade in drawn.decades
        for column in decade.columns
    }
    assert {year: column.card.count for year, column in columns.items()} == counts
    assert all(column.card.year == year for year, column in columns.items())
    assert max(column.height for column in columns.values()) == HEIGHT
    assert all(column.height > 0 for column in columns.values())
    assert drawn.highest.count == max(counts.values())


def test_the_chart_leaves_out_decades_without_texts() -> None:
    drawn = make_chart([YearCard("", year, 1) for year in (1977, 2003, 2021)])
    assert drawn
    assert [decade.first for decade in drawn.decades] == [1970, 2000, 2020]


def test_no_year_no_chart() -> None:
    assert make_chart([]) is None


def test_pages_hold_no_record_but_their_own() -> None:
    assert {page.kind for page in PAGES.values() if page.record} == OF_TEXTS
    assert isinstance(PAGES["A/RES/58/58.html"], Page)
