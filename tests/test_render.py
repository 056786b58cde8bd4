"""Pages as bytes: sound HTML, nothing of a text that becomes markup, all that a record holds."""

from __future__ import annotations

import functools
import gzip
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.texts import SMALL, resolution, rich, words
from unres_site.archive import Archive
from unres_site.errors import OutputError, TemplateError, diagnose
from unres_site.loader import load
from unres_site.records import Field, Note, Resolution, Run
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.assets import make_assets
from unres_site.site.rendering.contexts import render_markdown
from unres_site.site.rendering.layers import open_layers
from unres_site.site.rendering.render import Renderer
from unres_site.symbols import parse

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "templates", ROOT / "static", ROOT / "content")
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "wbr"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; manifest-src 'self'"
)

LIGHT = 9_000
"""Bytes, compressed: all style and scripts that a resolution's page loads; its HTML may have as many."""

Attributes = list[tuple[str, str | None]]


class Outline(HTMLParser):
    """A page's elements in order with their attributes, and its words; complains where they do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.elements.append((tag, dict(attrs)))
        if len(dict(attrs)) != len(attrs):
            self.wrong.append(f"an attribute twice in {tag}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "script":
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        return [
            found for _, attributes in self.elements if (found := attributes.get("id"))
        ]

    def attributes(self, **wanted: str) -> list[dict[str, str | None]]:
        """The attributes of all elements that have the wanted ones."""
        return [found for _, found in self.elements if wanted.items() <= found.items()]


def render_all(
    texts: list[Resolution], config: SiteConfig | None = None
) -> dict[str, bytes]:
    """All pages of those texts, by address."""
    settled = config or SiteConfig()
    renderer = Renderer(settled, *FOLDERS)
    return {
        page.address: renderer.render(page) for page in plan(Archive(texts), settled)
    }


def page_of(text: Resolution, config: SiteConfig | None = None) -> str:
    """The page of one text, alone in its archive."""
    renderer = Renderer(config or SiteConfig(), *FOLDERS)
    pages = plan(Archive([text]), config or SiteConfig())
    return next(
        renderer.render(page) for page in pages if page.kind == "resolution"
    ).decode()


@functools.cache
def list_chinese() -> dict[str, bytes]:
    """All files of the small archive, whose first language is Chinese, by address."""
    return render_all(list(SMALL))


@functools.cache
def list_english() -> dict[str, bytes]:
    """The same with English as the first language, at an address that is known."""
    config = SiteConfig(language="en", base_address="https://example.org/un/")
    return render_all(list(SMALL), config)


@functools.cache
def list_html() -> dict[tuple[str, str], str]:
    """The pages of both, by first language and address."""
    return {
        (language, name): page.decode()
        for language, pages in (("zh", list_chinese()), ("en", list_english()))
        for name, page in pages.items()
        if name.endswith(".html")
    }


@functools.cache
def list_outlines() -> dict[tuple[str, str], Outline]:
    """The elements of these pages."""
    return {key: Outline(page) for key, page in list_html().items()}


def test_every_page_is_sound() -> None:
    for key, outline in list_outlines().items():
        assert list_html()[key].startswith("<!DOCTYPE html>\n<html lang="), key
        assert outline.wrong == [], key
        counts = Counter(outline.ids)
        assert [name for name, count in counts.items() if count > 1] == [], key
        policies = outline.attributes(**{"http-equiv": "Content-Security-Policy"})
        assert policies[0]["content"] == POLICY, key
        assert [tag for tag, _ in outline.elements].count("h1") == 1, key
        (skip,) = outline.attributes(**{"class": "skip"})
        assert str(skip["href"]).removeprefix("#") in outline.ids, key


def test_no_page_has_inline_script_or_style() -> None:
    for key, outline in list_outlines().items():
        for tag, attributes in outline.elements:
            assert tag not in {"style", "iframe", "object", "embed", "base"}, key
            if tag == "script" and "src" not in attributes:
                assert attributes["type"] == "application/ld+json", key
            names = [*attributes]
            assert "style" not in names, key
            assert not [name for name in names if name.startswith("on")], key


def test_a_page_asks_for_its_style_before_the_script_that_it_waits_for() -> None:
    for key, outline in list_outlines().items():
        head = [
            "style" if attributes.get("rel") == "stylesheet" else "script"
            for tag, attributes in outline.elements
            if attributes.get("rel") == "stylesheet"
            or (tag == "script" and "src" in attributes and "defer" not in attributes)
        ]
        assert head == [*["style"] * (len(head) - 1), "script"], key


def test_links_within_the_site_are_relative_and_lead_somewhere() -> None:
    pages = {**list_chinese(), **list_english()}
    for (language, address), outline in list_outlines().items():
        if address.endswith("404.html"):
            continue
        for link in list_links(outline):
            path = (Path("/") / address).parent / unquote(link.partition("#")[0])
            inside = os.path.normpath(path).removeprefix("/")
            is_known = inside in pages or inside.startswith(("assets/", "search/"))
            assert is_known, f"{language}: {address}: {link}"


def list_links(outline: Outline) -> Iterator[str]:
    """Where a page's links lead, but for other sites, the page itself, and forms."""
    for tag, attributes in outline.elements:
        link = attributes.get("href") or attributes.get("src") or ""
        is_other = link.startswith(("https:", "mailto:", "#", "?"))
        if link and tag != "form" and not is_other:
            yield link


def test_the_missing_page_links_from_the_host_where_it_knows_it() -> None:
    links = [
        found.get("href")
        for _, found in Outline(list_html()["en", "404.html"]).elements
        if found.get("href")
    ]
    assert all(link == "#content" or str(link).startswith("/un/") for link in links)


def test_pages_are_the_same_each_time() -> None:
    assert render_all(list(reversed(SMALL))) == list_chinese()


def test_pages_speak_the_site_s_language() -> None:
    assert (
        "通过日期2003 年 12 月 8 日"
        in Outline(list_html()["zh", "A/RES/58/58.html"]).text
    )
    assert (
        "Adopted8 December 2003" in Outline(list_html()["en", "A/RES/58/58.html"]).text
    )
    assert (
        "通过日期2003 年 12 月 8 日"
        in Outline(list_html()["en", "zh/A/RES/58/58.html"]).text
    )
    assert '<html lang="ar" dir="rtl">' in list_html()["zh", "ar/A/RES/75/2.html"]
    assert list_html()["zh", "index.html"].count('<html lang="zh-Hans" dir="ltr">') == 1


def test_one_resolution_is_not_counted_as_several() -> None:
    assert "1 resolution " in Outline(list_html()["en", "sessions.html"]).text
    assert (
        "1 resolutions"
        not in Outline(list_html()["en", "sessions.html"]).text
        + Outline(list_html()["en", "index.html"]).text
    )


def find_switch(page: str) -> dict[str | None, str | None]:
    """Where the switch in the header leads, by the tag of the language."""
    links = [
        found
        for tag, found in Outline(page).elements
        if tag == "a" and "hreflang" in found
    ]
    return {found["hreflang"]: found["href"] for found in reversed(links)}


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("index.html", {"en": "en/index.html", "ar": "ar/index.html"}),
        ("ar/about.html", {"zh-Hans": "../about.html", "en": "../en/about.html"}),
        (
            "en/A/RES/58/58.html",
            {
                "zh-Hans": "../../../../A/RES/58/58.html",
                "ar": "../../../../ar/A/RES/58/index.html",
            },
        ),
        ("404.html", {"en": "en/index.html", "ar": "ar/index.html"}),
    ],
)
def test_the_switch_leads_to_the_page_in_other_languages_or_to_its_list(
    address: str, links: dict[str, str]
) -> None:
    header = (
        list_html()["zh", address].partition("</header>")[0].partition("<header")[2]
    )
    assert find_switch(header) == links


def test_search_engines_are_told_the_languages_of_a_page() -> None:
    alternates = [
        (found["hreflang"], found["href"])
        for found in Outline(list_html()["en", "zh/A/RES/58/58.html"]).attributes(
            rel="alternate"
        )
        if "hreflang" in found
    ]
    base = "https://example.org/un/"
    assert alternates == [
        ("en", f"{base}A/RES/58/58.html"),
        ("zh-Hans", f"{base}zh/A/RES/58/58.html"),
        ("x-default", f"{base}A/RES/58/58.html"),
    ]
    assert 'rel="alternate" hreflang' not in list_html()["zh", "A/RES/62/22.html"]


def test_a_site_without_an_address_tells_search_engines_no_part_of_one() -> None:
    pages = render_all(list(SMALL))
    assert not any(b'rel="alternate" hreflang' in page for page in pages.values())


def test_a_site_in_one_language_has_no_switch() -> None:
    pages = render_all([resolution("A/RES/58/1")])
    assert not any(b"hreflang" in page for page in pages.values())


def test_lists_name_a_text_in_another_language_with_its_language() -> None:
    session = list_html()["zh", "A/RES/58/index.html"]
    assert (
        '<b>58/100</b> <span class="quiet">[en]</span> <span lang="en" dir="ltr">A title</span></a>'
        in session
    )
    assert ' <a href="../../../en/A/RES/58/58.html">En</a></li>' in session


def test_a_text_without_a_title_says_its_language_too() -> None:
    pages = render_all(
        [
            resolution("S/RES/408(1977)", language="fr", title=""),
            resolution("S/RES/409(1977)", language="en", title=""),
        ],
        SiteConfig(language="en"),
    )
    session = pages["S/RES/1977/index.html"].decode()
    assert (
        '<span class="quiet">[fr]</span> Security Council resolution 408 (1977)'
        in session
    )
    assert "</b> Security Council resolution 409 (1977)" in session


def test_the_neighbour_of_a_text_says_its_language() -> None:
    pages = render_all(
        [
            resolution("A/RES/58/1", language="en"),
            resolution("A/RES/58/2", language="ar", title="عنوان"),
        ],
        SiteConfig(language="en"),
    )
    following = (
        '58/2 <bdi><span class="quiet">[ar]</span> '
        '<span lang="ar" dir="rtl">عنوان</span></bdi>'
    )
    assert following in pages["A/RES/58/1.html"].decode()


def test_a_variant_has_a_badge_of_its_own() -> None:
    texts = [resolution("A/RES/58/1", language=one) for one in ("zh", "zh-Hant")]
    session = render_all(texts)["A/RES/58/index.html"].decode()
    assert '<a href="../../../zh-Hant/A/RES/58/1.html">繁</a>' in session


@pytest.mark.parametrize(
    ("language", "symbol", "name"),
    [
        ("zh", "S/RES/408(1977)", "安全理事会第 408 (1977) 号决议"),
        ("en", "S/RES/408(1977)", "Security Council resolution 408 (1977)"),
        ("fr", "A/RES/58/1", "Résolution 58/1 de l’Assemblée générale"),
        ("en", "A/DEC/58/401", "Decision 58/401"),
        ("en", "A/CONF.224/RES/1", "Resolution A/CONF.224/RES/1"),
    ],
)
def test_a_text_without_a_title_is_named_everywhere(
    language: str, symbol: str, name: str
) -> None:
    text = resolution(symbol, language=language, title="")
    config = SiteConfig(language=language, base_address="https://example.org/")
    pages = render_all([text], config)
    page = pages[f"{parse(symbol).address}.html"].decode()
    assert f'<h1 id="title">{name}</h1>' in page
    assert f"{name} · " in page
    assert name in pages["index.html"].decode()
    assert name in pages["feed.xml"].decode()


def test_a_citation_in_an_english_style_has_the_english_title() -> None:
    assert (
        "Resolution 58/58, Small arms, A/RES/58/58"
        in Outline(list_html()["zh", "A/RES/58/58.html"]).text
    )


def test_programs_are_told_of_a_text_in_other_languages() -> None:
    [data] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>',
        list_html()["en", "A/RES/58/58.html"],
    )
    translation = {
        "@type": "Legislation",
        "inLanguage": "zh-Hans",
        "name": "标题",
        "url": "https://example.org/un/zh/A/RES/58/58.html",
    }
    assert json.loads(data)["workTranslation"] == [translation]


def test_the_page_of_a_part_has_the_title_that_all_parts_share() -> None:
    part = replace(resolution("A/RES/50/98B", title="灯塔周"), general_title="灯塔会议")
    pages = render_all([part])
    page = pages["A/RES/50/98B.html"].decode()
    assert '<p class="general-title">灯塔会议</p>' in page
    assert "<title>50/98 B 灯塔会议 — 灯塔周 · " in page
    for address in ("index.html", "A/RES/50/index.html", "years/2003.html"):
        assert "灯塔会议 — 灯塔周" in pages[address].decode().replace("<wbr>", "")


def test_a_latin_note_of_an_arabic_text_keeps_its_direction() -> None:
    notes = (
        Note("1", "fn1", (Run("United Nations, vol. 1200, No. 1."),), "complete"),
        Note("2", "fn2", (Run("A/75/1، المرفق."),), "complete"),
    )
    text = msgspec.structs.replace(
        resolution("A/RES/75/9", language="ar", title="عنوان"), notes=notes
    )
    page = page_of(text)
    assert '<span dir="ltr">United Nations' in page
    assert "<span>A/75/1" in page


def test_words_of_another_direction_are_isolated_in_a_sentence() -> None:
    found = diagnose("note-truncated", "ar/1.txt", 1, 1, number="1", end="قرار")
    text = msgspec.structs.replace(resolution("A/RES/1/1"), diagnostics=(found,))
    assert "止于\u2068قرار\u2069；" in page_of(text)
    latin = diagnose("note-truncated", "ar/1.txt", 1, 1, number="1", end="No. 1")
    arabic = msgspec.structs.replace(
        resolution("A/RES/1/1", language="ar"), diagnostics=(latin,)
    )
    assert "بعد \u2068No. 1\u2069؛" in page_of(arabic)


def test_words_of_the_configuration_say_their_language_where_it_is_another() -> None:
    config = SiteConfig(title={"en": "Archive"}, description={"zh": "全文"})
    home = render_all([resolution("A/RES/1/1")], config)["index.html"].decode()
    assert '<h1 lang="en" dir="ltr">Archive</h1>' in home
    assert 'index.html" lang="en" dir="ltr">Archive</a>' in home
    assert '<p class="lead">全文</p>' in home


def test_a_page_leads_to_its_files_and_tells_reference_managers_what_it_is() -> None:
    outline = Outline(list_html()["en", "A/RES/58/58.html"])
    named = {one.get("name"): one.get("content") for _, one in outline.elements}
    assert named["citation_technical_report_number"] == "A/RES/58/58"
    assert named["citation_public_url"] == "https://example.org/un/A/RES/58/58.html"
    files = [one["href"] for one in outline.attributes(rel="alternate")]
    assert {"58.json", "58.txt"} <= set(files)
    saved = {
        one.get("download"): one["href"]
        for _, one in outline.elements
        if "download" in one
    }
    assert saved == {
        "A-RES-58-58.ris": "58.ris",
        "A-RES-58-58.bib": "58.bib",
        "A-RES-58-58.csl.json": "../../../cite/A-RES/58/58.csl.json",
    }


def test_citations_keep_their_direction_in_a_page_from_right_to_left() -> None:
    page = page_of(resolution("A/RES/1/1", language="ar"))
    assert '<dd dir="ltr">UNGA Res 1/1' in page
    assert "<dd>UNGA Res 58/58" in list_html()["en", "A/RES/58/58.html"]


def test_every_page_has_one_description() -> None:
    for page in list_html().values():
        found = Outline(page).attributes(name="description")
        assert len(found) == 1
        assert (found[0]["content"] or "").strip()


def test_links_on_the_page_about_the_site_start_at_its_root() -> None:
    assert 'href="../schema/resolution.json"' in list_html()["zh", "en/about.html"]


def test_canonical_addresses_stand_only_where_the_host_is_known() -> None:
    assert (
        'rel="canonical" href="https://example.org/un/A/RES/58/58.html"'
        in list_html()["en", "A/RES/58/58.html"]
    )
    assert not [
        key
        for key, page in list_html().items()
        if key[0] == "zh" and "canonical" in page
    ]
    assert "canonical" not in list_html()["en", "404.html"]


def test_every_page_names_the_description_of_the_search_where_the_host_is_known() -> (
    None
):
    naming = {
        key
        for key, page in list_html().items()
        if 'type="application/opensearchdescription+xml"' in page
    }
    assert naming == {key for key in list_html() if key[0] == "en"}
    assert 'href="../../../opensearch.xml"' in list_html()["en", "A/RES/58/58.html"]
    assert 'href="/un/opensearch.xml"' in list_html()["en", "404.html"]


# --- hostile texts

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--",
    "-->",
    "]]>",
    "&lt;b&gt;&amp;&#60;",
    "{{ 7 * 7 }}{% raw %}",
    "</title></textarea></style>",
    "javascript:alert(1)",
    "</details><dialog open>",
)


def skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Elements and the names of their attributes, in order; without breaks of lines, which depend on words."""
    elements = Outline(page).elements
    return [(tag, tuple(attributes)) for tag, attributes in elements if tag != "wbr"]


def data_of(page: str) -> dict[str, object]:
    """The page's linked data."""
    _, _, after = page.partition('<script type="application/ld+json">')
    found: dict[str, object] = json.loads(after.partition("</script>")[0])
    return found


@pytest.mark.parametrize("payload", HOSTILE)
def test_words_of_a_text_never_become_markup(payload: str) -> None:
    page, harmless = page_of(rich(payload)), page_of(rich("文字"))
    assert skeleton(page) == skeleton(harmless)
    assert data_of(page)["name"] == payload
    # BibTeX and Markdown write some signs in their own way.
    assert (
        Outline(page).text.count(" ".join(payload.split()))
        >= Outline(harmless).text.count("文字") - 2
    )


@settings(max_examples=40)
@given(st.text("<>&\"'/=! ab-[]{}%`;", max_size=12).map(lambda text: f"字{text}字"))
def test_no_words_at_all_become_markup(payload: str) -> None:
    text = rich(payload)
    plain = page_of(_without_remark(text))
    assert skeleton(plain) == skeleton(page_of(_without_remark(rich("文字"))))


def _without_remark(text: Resolution) -> Resolution:
    """A remark is Markdown, which may make elements of its own."""
    fields = {name: getattr(text, name) for name in text.__struct_fields__}
    return Resolution(**{**fields, "remark": "x"})


def test_a_remark_is_markdown_without_html() -> None:
    written = str(
        render_markdown(
            "# 说明\n\n**重要** <b onclick=x>b</b> [x](javascript:alert(1)) ![i](http://x/y.png)"
        )
    )
    assert "<strong>重要</strong>" in written
    assert {tag for tag, _ in Outline(written).elements} <= {"h1", "p", "strong", "a"}
    assert 'href="javascript' not in written


# --- a resolution's page

PAGE = page_of(rich())
OUTLINE = Outline(PAGE)


@pytest.mark.parametrize(
    "anchor",
    [
        "pp1",
        "h1",
        "op1",
        "op2",
        "op2-a",
        "op2-a-i",
        "u1",
        "annex1",
        "annex1-op1",
        "fn5",
    ],
)
def test_anchors_are_the_record_s(anchor: str) -> None:
    assert OUTLINE.attributes(id=anchor)


@pytest.mark.parametrize(
    "anchor", ["pp1", "op1", "op2", "op2-a", "op2-a-i", "annex1-op1"]
)
def test_each_paragraph_has_a_link_to_itself(anchor: str) -> None:
    classes = {found.get("class") for found in OUTLINE.attributes(href=f"#{anchor}")}
    assert classes & {"number", "permalink"}


def read_page(name: str) -> tuple[Resolution, Outline]:
    """The record of a text of `tests/data/texts`, and its page."""
    (read,) = load((ROOT / f"tests/data/texts/{name}").read_bytes(), name).resolutions
    return read, Outline(page_of(read))


def test_an_annexed_statute_has_contents() -> None:
    read, outline = read_page("annex-law-english.txt")
    assert outline.attributes(id="annex1-art1")
    links = [found["href"] for found in outline.attributes() if found.get("href")]
    for annex in read.annexes:
        for heading in annex.body:
            if heading.kind == "heading":
                assert links.count(f"#{heading.anchor}") == 2
    assert "Article 3. Interpretation" in outline.text


def test_opening_words_are_set_apart_in_the_preamble_and_the_operative_part() -> None:
    assert "<i>回顾</i>第 " in list_html()["zh", "A/RES/58/58.html"]
    assert "<i>决定</i>。" in list_html()["zh", "A/RES/58/58.html"]
    assert "<i>" not in list_html()["zh", "A/RES/75/1.html"]


def test_lines_of_a_chinese_title_end_between_words() -> None:
    pages = render_all([resolution("A/RES/1/1", title="朝鲜的人权状况")])
    broken = "朝鲜<wbr>的<wbr>人权<wbr>状况"
    assert f'<h1 id="title">{broken}</h1>' in pages["A/RES/1/1.html"].decode()
    assert f"<b>1/1</b> {broken}</a>" in pages["index.html"].decode()


def test_a_table_has_header_cells() -> None:
    _, outline = read_page("table-chinese.txt")
    assert outline.wrong == []
    scopes = Counter(
        found["scope"] for found in outline.attributes() if "scope" in found
    )
    assert scopes == {"col": 4, "row": 3}
    assert "北地国0.0060.0060.005" in outline.text.replace(" ", "")


def test_a_table_without_clear_columns_is_as_printed() -> None:
    read, outline = read_page("table-preformatted.txt")
    (table,) = read.body[1].children
    assert table.kind == "preformatted"
    printed = (ROOT / "tests/data/texts/table-preformatted.txt").read_text("utf-8")
    lines = "".join(run.words for run in table.runs).split("\n")
    assert lines[2] in printed.split("\n")
    assert [tag for tag, _ in outline.elements].count("pre") >= 1


def test_a_note_marked_twice_has_two_links_back() -> None:
    assert [
        found["id"] for found in OUTLINE.attributes(href="#fn1", role="doc-noteref")
    ] == ["fnref1", "fnref1-2"]
    backs = [
        found
        for found in OUTLINE.attributes(role="doc-backlink")
        if str(found["href"]).startswith("#fnref1")
    ]
    assert [found["href"] for found in backs] == ["#fnref1", "#fnref1-2"]
    assert len({found["aria-label"] for found in backs}) == len(backs)


def test_empty_brackets_before_a_note_stay_and_are_quiet() -> None:
    note = Note("1", "fn1", words("() القرار"), "complete")
    assert '<span class="quiet">()</span> القرار' in page_of(
        msgspec.structs.replace(SMALL[-1], notes=(note,))
    )


def test_a_mark_without_its_note_is_no_link() -> None:
    assert "<sup>9</sup>" in PAGE
    assert not OUTLINE.attributes(href="#fn9")


def test_a_number_at_the_end_of_the_closing_is_the_mark_of_a_note_without_one() -> None:
    text = msgspec.structs.replace(
        resolution("A/RES/1/1"),
        notes=(Note("1", "fn1", words("三国没有参加表决。"), "complete"),),
        fields=(Field("meeting", "以十二票对零票通过。1", ()),),
    )
    assert '通过。<sup><a id="fnref1" href="#fn1"' in page_of(text)
    assert "通过。1</p>" in page_of(msgspec.structs.replace(text, notes=()))


@pytest.mark.parametrize(
    "words", ["来源中缺失此注", "此注不完整", "编号系推定", "由编者补入"]
)
def test_the_condition_of_a_note_is_said(words: str) -> None:
    assert words in OUTLINE.text


def test_what_an_editor_supplied_stands_in_brackets_with_its_reason() -> None:
    assert (
        '<del class="struck">文字</del><ins class="insertion" title="文字">[文字]</ins>'
        in PAGE
    )
    assert '<a href="#op1">[文字]</a> 文字' in PAGE


def test_diagnostics_ledger_and_facts_are_shown_in_plain_words() -> None:
    words = (
        "此行不属于决议的任何部分",
        "第 7 行第 1 列",
        "页眉",
        "页码",
        "议程项目",
        "报告",
        "主题",
    )
    assert [missing for missing in words if missing not in OUTLINE.text] == []


def test_citations_lead_inside_where_held_and_to_the_official_address_elsewhere() -> (
    None
):
    page = list_html()["zh", "A/RES/58/58.html"]
    assert '<a href="https://undocs.org/zh/A/RES/49/75G">A/RES/49/75G</a>' in page
    assert '<a href="58.html" title="58/58 ' in list_html()["zh", "A/RES/58/241.html"]
    assert "https://example.net/ar/A/CONF.192/15" in page_of(
        rich("نص", "ar"),
        SiteConfig(official_address="https://example.net/{language}/{symbol}"),
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1998 (2011)", ">1998~(2011)<"),
        ("53/77 E", ">53/77~E<"),
        ("A/CONF.157/24 (Part I)", ">A/CONF.157/24 (Part I)<"),
    ],
)
def test_no_line_ends_in_a_short_symbol(written: str, shown: str) -> None:
    runs = (Run(text=written, cites=("S/RES/1998(2011)",)),)
    paragraph = replace(resolution("A/RES/75/1").body[-1], runs=runs)
    page = page_of(replace(resolution("A/RES/75/1"), body=(paragraph,)))
    assert shown in page.replace("\u00a0", "~")


def test_a_bare_record_makes_a_page() -> None:
    bare = Resolution(
        "A/RES/1/1", "zh", "题", None, None, "", (), (), (), (), SMALL[0].source
    )
    outline = Outline(page_of(bare))
    assert outline.wrong == []
    assert "注码" not in outline.text
    assert "GB/T 7714" in outline.text


# --- records


def test_the_record_is_the_json_of_the_text() -> None:
    record = json.loads(list_chinese()["A/RES/75/1.json"])
    assert record["body"][0]["runs"][1] == {"note": "1"}
    assert record["diagnostics"][0]["code"] == "unread-line"


def test_the_schema_names_every_part_of_a_record() -> None:
    schema = json.loads(list_chinese()["schema/resolution.json"])
    assert {"Resolution", "Paragraph", "Run", "Note", "Annex", "Diagnostic"} <= schema[
        "$defs"
    ].keys()
    assert (
        set(json.loads(list_chinese()["A/RES/75/1.json"]))
        <= schema["$defs"]["Resolution"]["properties"].keys()
    )
    assert {"SiteConfig", "Sidecar"} <= {
        *_defs("schema/site.json"),
        *_defs("schema/sidecar.json"),
    }


def _defs(address: str) -> list[str]:
    return list(json.loads(list_chinese()[address])["$defs"])


def test_every_time_says_its_date_to_programs() -> None:
    times = [
        tag
        for page in render_all(list(SMALL)).values()
        for tag in re.findall(rb"<time[^>]*>", page)
    ]
    assert times
    assert all(
        re.fullmatch(rb'<time datetime="\d{4}-\d\d-\d\d">', tag) for tag in times
    )


# --- templates that fail, and what pages share


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A copy of the templates, to be broken."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return tmp_path / "templates"


@pytest.mark.parametrize(
    ("name", "broken", "sentence"),
    [
        (
            "home.html",
            "{% extends 'base.html' %}\n{% if %}",
            r"home\.html:2: Expected an expression",
        ),
        (
            "home.html",
            "<p>\n{{ nothing.here }}",
            r"home\.html:2: the template fails: UndefinedError: 'nothing'",
        ),
        (
            "home.html",
            "\n\n{{ t('no.such') }}",
            r"home\.html:3: the template fails: KeyError: 'no\.such'",
        ),
        (
            "home.html",
            "{% extends 'gone.html' %}",
            r"home\.html: there is no template gone\.html",
        ),
        ("parts.html", "{% macro x() %}", r"parts\.html:1: "),
        ("footer.html", "{{ 1|none }}", r"footer\.html:1: No filter named 'none'\.$"),
    ],
)
def test_a_broken_template_is_one_sentence_with_file_and_line(
    templates: Path, name: str, broken: str, sentence: str
) -> None:
    (templates / name).write_text(broken, "utf-8")
    renderer = Renderer(SiteConfig(), templates, ROOT / "static", ROOT / "content")
    home = next(
        page for page in plan(Archive(SMALL), SiteConfig()) if page.kind == "home"
    )
    with pytest.raises(TemplateError, match=sentence) as error:
        renderer.render(home)
    assert "\n" not in str(error.value)


def test_a_loop_that_does_not_end_is_one_sentence_with_its_file(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = (
        "<p>\n{% for n in range(10**12) %}\n{% if n < 0 %}x{% endif %}\n{% endfor %}"
    )
    (templates / "home.html").write_text("{% include 'inner.html' %}", "utf-8")
    (templates / "inner.html").write_text(endless, "utf-8")
    monkeypatch.setattr("unres_site.site.rendering.templates.LONGEST", 0.2)
    renderer = Renderer(SiteConfig(), templates, ROOT / "static", ROOT / "content")
    home = next(
        page for page in plan(Archive(SMALL), SiteConfig()) if page.kind == "home"
    )
    with pytest.raises(TemplateError, match=r"inner\.html: .* 0\.2 seconds"):
        renderer.render(home)


def test_a_missing_page_about_the_site_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"about\.zh\.md: .* is missing"):
        Renderer(SiteConfig(), *FOLDERS[:2], tmp_path)


def test_a_kind_s_hash_follows_what_its_pages_are_rendered_from(
    templates: Path,
) -> None:
    def hash_kinds(config: SiteConfig) -> dict[str, str]:
        renderer = Renderer(config, templates, ROOT / "static", ROOT / "content")
        return {
            kind: renderer.hash_sources(kind)
            for kind in ("home", "sessions", "year", "about", "record")
        }

    def changed(config: SiteConfig | None = None) -> set[str]:
        after = hash_kinds(config or SiteConfig())
        return {kind for kind in before if before[kind] != after[kind]}

    before = hash_kinds(SiteConfig())
    assert changed() == set()
    assert changed(SiteConfig(title="其他")) == before.keys()
    with (templates / "home.html").open("a", encoding="utf-8") as file:
        file.write("<!-- -->")
    assert changed() == {"home"}
    with (templates / "parts.html").open("a", encoding="utf-8") as file:
        file.write("{# #}")
    assert changed() == {"home", "sessions", "year"}
    with (templates / "footer.html").open("a", encoding="utf-8") as file:
        file.write("{# #}")
    assert changed() == before.keys() - {"record"}


def test_shared_files_are_few_and_small() -> None:
    files = dict(make_assets(open_layers(ROOT / "static")))
    assert {"assets/site.css", "assets/site.js", "assets/icon.svg"} <= files.keys()
    assert not [
        name for name in files if name.startswith(("assets/css/1", "assets/js"))
    ]
    sent = [gzip.compress(files[f"assets/site.{end}"], 9) for end in ("css", "js")]
    assert sum(map(len, sent)) < LIGHT
    assert files["assets/site.css"].index(b"--paper") < files["assets/site.css"].index(
        b"@media print"
    )


def test_static_files_that_can_t_be_read_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "10-x.css").write_bytes(b"\xff\xfe")
    with pytest.raises(
        OutputError,
        match=r"10-x\.css: this file of static/ can't be read: it is not in UTF-8",
    ):
        list(make_assets(open_layers(tmp_path)))


def test_style_and_scripts_lose_comments_and_white_space_alone(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "10-x.css").write_text(
        "/* why */\na > b {\n  width: calc(1rem + 2px);\n}\n", "utf-8"
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "x.js").write_text(
        "// why\n'use strict';\nconst a = 'http://x /* y */';\n", "utf-8"
    )
    (tmp_path / "own" / "x.txt").write_text("a  b\n", "utf-8")
    files = dict(make_assets(open_layers(tmp_path)))
    assert files["assets/site.css"] == b"a>b{width:calc(1rem + 2px)}\n"
    assert files["assets/own/x.js"] == b"'use strict';const a='http://x /* y */';\n"
    assert files["assets/own/x.txt"] == b"a  b\n"


def test_style_is_short_and_overrules_nothing() -> None:
    style = [path.read_text("utf-8") for path in (ROOT / "static").rglob("*.css")]
    assert sum(text.count("\n") for text in style) <= 800
    assert "!important" not in "".join(style)


def test_resolution_pages_stay_light() -> None:
    shared = dict(make_assets(open_layers(ROOT / "static")))
    names = ("assets/site.css", "assets/site.js", "assets/theme.js", "assets/icon.svg")
    files = [*map(shared.__getitem__, names), list_chinese()["A/RES/75/1.html"]]
    assert sum(len(gzip.compress(one, 9)) for one in files) < 2 * LIGHT


def test_diagnostics_without_a_place_in_a_file_name_the_file_alone() -> None:
    text = Resolution(**{**{name: getattr(SMALL[0], name) for name in SMALL[0].__struct_fields__}, "diagnostics": (diagnose("closing-missing", "zh/a.txt"),)})  # fmt: skip # noqa: E501
    assert "zh/a.txt 第" not in page_of(text)
    assert "zh/a.txt" in page_of(text)


def test_a_title_without_runs_is_its_words() -> None:
    assert '<h1 id="title">A title</h1>' in list_html()["zh", "en/A/RES/58/100.html"]
    assert resolution("A/RES/1/1").title_runs[0].text == "标题"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/a:b",
        "HTTP://example.org",
        "mailto:a@b.example",
        "#op1",
        "../58/58.html",
        "?q=a:b",
    ],
)
def test_remarks_link_to_web_pages_mail_and_the_site(target: str) -> None:
    assert f'href="{target}"' in str(render_markdown(f"[x]({target})"))


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "JaVaScript:alert(1)", "java&#10;script:alert(1)", "&#x6a;avascript:alert(1)",
        "data:text/html,x", "data:image/png;base64,x", "vbscript:x", "file:///etc/passwd", "ftp://example.org/",
        "blob:https://example.org/x", "x:y", "tel:1", ":x", "https://www.un.org@example.org/",
        "https:/a:b@example.org/", "//www.un.org@example.org/", r"https:\\\\www.un.org@example.org/",
    ],
)  # fmt: skip
def test_remarks_link_to_nothing_else(target: str) -> None:
    for remark in (
        f"[x]({target})",
        f"[x](<{target}>)",
        f"<{target}>",
        f"[x]\n\n[x]: <{target}>",
    ):
        assert "href" not in str(render_markdown(remark)), remark


def test_a_language_without_a_guide_says_that_it_shows_the_english_one() -> None:
    arabic = list_chinese()["ar/diagnostics.html"].decode()
    assert "الشروح باللغة الإنكليزية." in arabic
    assert '<div lang="en" dir="ltr">' in arabic
    assert "说明只有英文。" not in list_chinese()["diagnostics.html"].decode()
