"""The same page in the other languages: where the switch in the header leads, and what search engines read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from unres_site.languages import get_language
from unres_site.messages import Catalogue
from unres_site.site import addresses
from unres_site.site.editions import choose_frame
from unres_site.site.html.markup import escape_words, mark_written
from unres_site.site.lives.views import LivesView
from unres_site.site.since.views import SinceView
from unres_site.site.views import (
    Page,
    RedirectView,
    ResolutionView,
    SessionQualityView,
)

DEFAULT = "x-default"
"""What search engines call the page for readers of all other languages."""


class Translation(NamedTuple):
    """A page in a language. `is_same` is false where a list or the home page takes its place."""

    language: str
    address: str
    is_same: bool


def list_translations(page: Page, first: str) -> tuple[Translation, ...]:
    """A page in the languages of the site, itself among them. `first` is the site's first language."""
    if isinstance(page.view, ResolutionView):
        return tuple(_list_versions(page, page.view, first))

    address = addresses.split_language(page.address, first)[1]
    having = page.languages
    instead = addresses.HOME
    if address == addresses.MISSING or isinstance(page.view, RedirectView):
        having = ()
    elif isinstance(page.view, SessionQualityView):
        having = page.view.languages
        instead = addresses.QUALITY
    elif isinstance(page.view, (SinceView, LivesView)):
        having = page.view.languages

    found: list[Translation] = []
    for code in page.languages:
        is_same = code in having
        target = addresses.make_folder(code, first) + (address if is_same else instead)
        found.append(Translation(code, target, is_same))

    return tuple(found)


def _list_versions(
    page: Page, view: ResolutionView, first: str
) -> Iterator[Translation]:
    """A resolution in all its languages; in the other languages of the site the list of its session."""
    held = {card.language: card.address for card in view.related["languages"]}
    frame = choose_frame(view.card.language, first)
    place = addresses.HOME
    if view.session:
        place = addresses.split_language(view.session.address, first)[1]

    for code in dict.fromkeys((*page.languages, *held)):
        if code in held:
            yield Translation(code, held[code], is_same=True)
        elif code != frame:
            address = addresses.make_folder(code, first) + place
            yield Translation(code, address, is_same=False)


def list_alternates(
    found: Sequence[Translation], first: str
) -> tuple[tuple[str, str], ...]:
    """The page in each language that has it, by the tag of the language (`hreflang`); nothing if only one has it."""
    same = {one.language: one.address for one in found if one.is_same}
    if len(same) < 2:  # noqa: PLR2004 - one page has no alternate
        return ()

    tagged = [(get_language(code).tag, address) for code, address in same.items()]
    default = same.get(first) or next(iter(same.values()))
    return (*tagged, (DEFAULT, default))


def write_switch(
    words: Catalogue,
    found: Sequence[Translation],
    own: str,
    link: Callable[[str], str],
) -> Markup:
    """A menu named by the page's `own` language, with links to the page in others; nothing if there is none."""
    links = [_write_link(words, one, link) for one in found if one.language != own]
    if not links:
        return mark_written("")

    label = escape_words(words("resolution.languages"))
    lines = "\n".join(links)
    name = escape_words(get_language(own).name)
    return mark_written(
        f'<details class="languages" data-menu><summary>{name}</summary>\n'
        f'<nav aria-label="{label}">\n{lines}\n</nav>\n</details>\n'
    )


def _write_link(words: Catalogue, one: Translation, link: Callable[[str], str]) -> str:
    instead = ""
    if not one.is_same:
        instead = f' class="instead" title="{escape_words(words("site.not_held"))}"'

    return write_language_link(one.language, link(one.address), instead)


def write_language_link(code: str, address: str, attributes: str = "") -> Markup:
    """A link that is called by a language's name for itself. `attributes` are HTML."""
    language = get_language(code)
    tag = escape_words(language.tag)
    name = escape_words(language.name)
    target = f'href="{escape_words(address)}" lang="{tag}" hreflang="{tag}"'
    return mark_written(f"<a {target}{attributes}>{name}</a>")
