"""Every link between a series, its texts, their comparisons and the lives of their paragraphs has its target."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from msgspec.structs import replace

from unres_site.archive import Archive
from unres_site.loader import load
from unres_site.records import Paragraph, Resolution, Run
from unres_site.settings import SiteConfig
from unres_site.site.pages import plan
from unres_site.site.rendering.render import Renderer

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "templates", ROOT / "static", ROOT / "content")
KINDS = ("since", "lives", "series-page", "series-list", "resolution")
"""The pages whose links are looked at; those of a resolution only if they lead to another of these kinds."""


class Anchors(HTMLParser):
    """The ids of a page and the targets of its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag == "a":
            self.links.append(found.get("href") or "")


def make_texts(seed_texts: dict[str, bytes]) -> list[Resolution]:
    """The project's four texts, one of a later session, one with a paragraph of another title; all in two languages."""
    found: list[Resolution] = []
    for name, content in seed_texts.items():
        found += load(content, Path(name).name).resolutions
    later = next(one for one in found if one.symbol == "A/RES/62/22")
    agreed = Paragraph("operative", "op1", "1", (Run(later.body[0].runs[0].text),))
    other = replace(later, symbol="A/RES/61/9", title="港口", body=(agreed,), notes=())
    found += [replace(later, symbol="A/RES/63/22"), other]
    return [*found, *(replace(one, language="en") for one in found)]


def test_every_link_between_comparisons_has_its_target(
    seed_texts: dict[str, bytes],
) -> None:
    renderer = Renderer(SiteConfig(), *FOLDERS)
    pages = plan(Archive(make_texts(seed_texts)), SiteConfig())
    kinds = {page.address: page.kind for page in pages}
    anchors = {
        page.address: Anchors(renderer.render(page).decode())
        for page in pages
        if page.kind in KINDS
    }
    checked = 0
    broken: list[tuple[str, str]] = []
    for address, page in anchors.items():
        for link in page.links:
            path, _, anchor = unquote(link).partition("#")
            folder = posixpath.dirname(address)
            target = (
                posixpath.normpath(posixpath.join(folder, path)) if path else address
            )
            target = target.partition("?")[0]
            if ":" in path or target not in kinds:
                if ".since." in path or "series" in path:
                    broken.append((address, link))
            elif target in anchors:
                checked += 1
                if anchor and anchor not in anchors[target].ids:
                    broken.append((address, link))
    assert broken == []
    assert checked > 1_000
