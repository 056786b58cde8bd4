"""What hosts and machines read: site map, feed, rules, headers."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import SMALL, resolution
from unres_site.archive import Archive
from unres_site.search.files import FOLDERS
from unres_site.settings import SiteConfig
from unres_site.site.machines import hosts
from unres_site.site.machines.views import (
    FeedView,
    SearchDescriptionView,
    SiteMapIndexView,
    SiteMapView,
)
from unres_site.site.pages import KINDS, plan
from unres_site.site.views import Card, Page

BASE = "https://example.org/un/"
CONFIG = SiteConfig(base_address=BASE)
PAGES = {page.address: page for page in plan(Archive(SMALL), CONFIG)}
SITE_MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


def written(address: str) -> bytes:
    """The bytes of a page that no template makes."""
    page = PAGES[address]
    encode = KINDS[page.kind].encode
    assert encode
    return encode(page)


def tree(content: bytes) -> ET.Element:
    """The root of a document of our own making."""
    return ET.fromstring(content)  # noqa: S314 - written here, not taken from anywhere


def test_the_site_map_has_every_page_that_one_may_come_to() -> None:
    found = [
        one.text or "" for one in tree(written("sitemap.xml")).iter(f"{SITE_MAPS}loc")
    ]
    assert len(found) == len(set(found))
    there = {BASE + address for address in PAGES} | {BASE}
    assert {unquote(one) for one in found} <= there
    texts = {page.address for page in PAGES.values() if page.kind == "resolution"}
    assert {BASE + address for address in texts} <= set(found)
    assert BASE in found
    assert not [
        one for one in found if one.endswith((".json", "404.html", "quality.html"))
    ]


def test_the_site_map_leads_to_each_page_in_its_other_languages() -> None:
    found: dict[str, dict[str, str]] = {}
    for entry in tree(written("sitemap.xml")):
        links = {one.get("hreflang", ""): one.get("href", "") for one in entry[1:]}
        found[entry.findtext(f"{SITE_MAPS}loc", "")] = links
    english = {"zh-Hans": "A/RES/58/58.html", "en": "en/A/RES/58/58.html"}
    expected = {tag: BASE + address for tag, address in english.items()}
    expected["x-default"] = expected["zh-Hans"]
    for language in english.values():
        assert found[BASE + language] == expected
    assert found[f"{BASE}A/RES/62/22.html"] == {}
    assert set(found[f"{BASE}ar/sessions.html"]) == {"zh-Hans", "en", "ar", "x-default"}


def test_more_addresses_than_one_map_may_hold_are_split(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hosts, "SITE_MAP_LIMIT", 10)
    pages = {page.address: page.view for page in plan(Archive(SMALL), CONFIG)}
    index = pages["sitemap.xml"]
    assert isinstance(index, SiteMapIndexView)
    parts = [pages[address.removeprefix(BASE)] for address in index.addresses]
    held = [
        entry
        for part in parts
        if isinstance(part, SiteMapView)
        for entry in part.entries
    ]
    whole = PAGES["sitemap.xml"].view
    assert isinstance(whole, SiteMapView)
    assert tuple(held) == whole.entries
    assert (
        tree(
            hosts.write_site_map_index(Page("sitemap.xml", "site-map-index", index))
        ).tag
        == f"{SITE_MAPS}sitemapindex"
    )


def test_the_feed_has_the_newest_first_with_the_times_of_adoption() -> None:
    feed = tree(written("feed.xml"))
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title", "").split()[0] for entry in entries][:3] == [
        "A/RES/75/2", "A/RES/75/1", "A/RES/62/22",
    ]  # fmt: skip
    assert feed.findtext(f"{ATOM}updated") == "2020-09-21T00:00:00Z"
    ids = [entry.findtext(f"{ATOM}id", "") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert ids[2] == f"{BASE}A/RES/62/22.html"


def test_the_feed_of_a_list_is_called_after_the_site_and_the_list() -> None:
    title = tree(written("feeds/A.xml")).findtext(f"{ATOM}title", "")
    assert title == "联合国决议文库：联合国大会"


@pytest.mark.parametrize(("title", "language"), [("عنوان", "ar"), ("", "ru")])
def test_an_entry_of_the_feed_says_the_language_of_its_title(
    title: str, language: str
) -> None:
    address = f"{BASE}ar/S/RES/408(1977).html"
    card = Card("S/RES/408(1977)", "408 (1977)", title, "ar", "1977-05-26", address)
    view = FeedView("Feed", "ru", BASE, f"{BASE}ru/feed.xml", ((card, address),))
    feed = tree(hosts.write_feed(Page("ru/feed.xml", "feed", view)))
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == language


@given(st.text())
def test_any_title_makes_a_sound_feed(title: str) -> None:
    card = Card("A/RES/1/1", "1/1", title, "zh", "1946-01-24", "A/RES/1/1.html")
    view = FeedView(
        title, "zh", BASE, f"{BASE}feed.xml", ((card, f"{BASE}A/RES/1/1.html"),)
    )
    assert tree(hosts.write_feed(Page("feed.xml", "feed", view))).tag == f"{ATOM}feed"


@given(st.text())
def test_any_title_makes_a_sound_description_of_the_search(title: str) -> None:
    view = SearchDescriptionView(
        title, "zh", f"{BASE}assets/icon.svg", f"{BASE}search.html"
    )
    found = tree(
        hosts.write_search_description(
            Page("opensearch.xml", "search-description", view)
        )
    )
    url = found.find(f"{OPEN_SEARCH}Url")
    assert url is not None
    assert url.get("template") == f"{BASE}search.html?q={{searchTerms}}"
    assert len(found.findtext(f"{OPEN_SEARCH}ShortName", "")) <= 16


def test_rules_name_the_site_map_and_headers_the_policy() -> None:
    assert f"Sitemap: {BASE}sitemap.xml" in written("robots.txt").decode()
    headers = written("_headers").decode()
    assert headers.startswith("/un/*\n  Content-Security-Policy: ")
    assert f"{hosts.POLICY}; frame-ancestors 'none'" in headers


def test_browsers_may_keep_the_files_of_the_index_but_not_its_header() -> None:
    _, *rules = written("_headers").decode().split("/un/search/")
    unstamped, folders = rules[:2], rules[2:]
    names = ["header.js", "build.js"]
    assert unstamped == [f"{name}\n  Cache-Control: no-cache\n" for name in names]
    assert sorted(rule.split("/")[0] for rule in folders) == sorted(FOLDERS)
    assert all(", immutable\n" in rule for rule in folders)


def test_without_a_known_address_only_headers_are_written() -> None:
    addresses = {
        page.address for page in plan(Archive([resolution("A/RES/1/1")]), SiteConfig())
    }
    assert not addresses & {"sitemap.xml", "feed.xml", "robots.txt", "opensearch.xml"}
    assert "_headers" in addresses
