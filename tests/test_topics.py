"""Topics: their addresses and names, the pages that list their texts, and the feeds of all lists."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.texts import resolution
from unres_site.archive import Archive
from unres_site.pipeline.publishing.manifest import SAFE
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.machines.hosts import write_feed
from unres_site.site.pages import plan
from unres_site.site.views import HomeView, TopicsView, TopicView

BASE = "https://example.org/un/"
DISARMAMENT = "1006290"
CONFIG = SiteConfig(
    base_address=BASE,
    topics={DISARMAMENT: {"zh": "裁军", "en": "Disarmament"}},
)
TEXTS = (
    replace(
        resolution("A/RES/58/241", adopted_on="2003-12-23"),
        topics=(DISARMAMENT, "小武器"),
    ),
    replace(resolution("A/RES/58/58"), topics=(DISARMAMENT,)),
    resolution("A/RES/58/58", language="en", title="Small arms"),
    resolution("A/HRC/RES/40/1", adopted_on="2019-03-21"),
)
PAGES = {page.address: page for page in plan(Archive(TEXTS), CONFIG)}


@pytest.mark.parametrize(
    ("topic", "address"),
    [
        (DISARMAMENT, "topics/1006290.html"),
        ("小武器", "topics/小武器.html"),
        ("disarmament", "topics/disarmament.html"),
        ("Disarmament", "topics/disarmament-6c7f0becc766b0f106bea044a2fa9aff.html"),
        ("index", "topics/index-7d951046db62274b73ea3ed0e9b0bb51.html"),
        ("con", "topics/con-bd973a1a10aa8338608587bc3de30f6e.html"),
        ("small arms", "topics/small-arms.html"),
        ("small-arms", "topics/small-arms-32786ad37bac0e762501017cdc8fa8ad.html"),
    ],
)
def test_the_address_of_a_topic_is_its_words(topic: str, address: str) -> None:
    assert addresses.make_topic_address(topic) == address


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_topics_have_addresses_of_their_own_on_every_system(
    one: str, other: str
) -> None:
    found = addresses.make_topic_address(one)
    assert SAFE.fullmatch(found)
    assert len(found.encode()) < 250
    if one != other:
        assert found.casefold() != addresses.make_topic_address(other).casefold()


def test_nobody_finds_two_topics_of_one_address() -> None:
    one, other = "&!=!%%!", "^*$@*$!"  # hashes of 32 bits are the same
    found = addresses.make_topic_address(one)
    assert found != addresses.make_topic_address(other)


def test_each_language_names_the_topics_in_its_words() -> None:
    for folder, names in (
        ("", [("小武器", "", 1), ("裁军", "zh", 2)]),
        ("en/", [("Disarmament", "en", 2), ("小武器", "", 1)]),
    ):
        view = PAGES[f"{folder}topics/index.html"].view
        assert isinstance(view, TopicsView)
        found = [(one.name, one.language, one.count) for one in view.topics]
        assert found == names
        home = PAGES[f"{folder}index.html"].view
        assert isinstance(home, HomeView)
        assert home.topics == view.topics


def test_a_topic_has_its_texts_the_newest_first_in_the_language_of_the_page() -> None:
    view = PAGES["en/topics/1006290.html"].view
    assert isinstance(view, TopicView)
    assert view.identifier == DISARMAMENT
    assert [(card.symbol, card.language) for card in view.cards] == [
        ("A/RES/58/241", "zh"),
        ("A/RES/58/58", "en"),
    ]
    words = PAGES["topics/小武器.html"].view
    assert isinstance(words, TopicView)
    assert words.identifier == ""


def test_a_site_without_topics_has_no_pages_of_topics() -> None:
    pages = plan(Archive([resolution("A/RES/58/1")]), CONFIG)
    assert not [page for page in pages if page.address.startswith("topics/")]


@pytest.mark.parametrize(
    ("address", "title", "texts"),
    [
        (
            "feed.xml",
            "联合国决议文库",
            ["A/HRC/RES/40/1", "A/RES/58/241", "A/RES/58/58"],
        ),
        ("feeds/A-HRC.xml", "联合国决议文库：联合国人权理事会", ["A/HRC/RES/40/1"]),
        (
            "en/A/RES/58/feed.xml",
            "United Nations Resolutions: United Nations General Assembly, Session 58",
            ["A/RES/58/241", "A/RES/58/58"],
        ),
        (
            "en/topics/1006290.xml",
            "United Nations Resolutions: Disarmament",
            ["A/RES/58/241", "A/RES/58/58"],
        ),
    ],
)
def test_lists_have_feeds(address: str, title: str, texts: list[str]) -> None:
    feed = ET.fromstring(write_feed(PAGES[address]))  # noqa: S314 - written here
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{atom}title") == title
    entries = [one.findtext(f"{atom}title", "") for one in feed.iter(f"{atom}entry")]
    assert [entry.split()[0] for entry in entries] == texts
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{atom}link")}
    assert links["self"] == BASE + address


def test_without_the_address_of_the_site_there_are_no_feeds() -> None:
    pages = plan(Archive(TEXTS), SiteConfig())
    assert not [page for page in pages if page.kind == "feed"]
