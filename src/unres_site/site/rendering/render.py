"""Pages become bytes: the template of their kind, and the words that templates use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from unres_site.errors import TemplateError
from unres_site.files import FileRefused
from unres_site.languages import get_language
from unres_site.messages import (
    ENGLISH,
    Catalogue,
    get_catalogue,
    list_interface_languages,
)
from unres_site.organs import list_organs
from unres_site.settings import (
    SiteConfig,
    Words,
    choose_words,
    complete_accent,
    find_language,
    get_site_title,
)
from unres_site.site import addresses
from unres_site.site.editions import choose_frame
from unres_site.site.html import lists
from unres_site.site.html.diagnostics import write_diagnostics
from unres_site.site.html.lists import Link
from unres_site.site.html.markup import mark_written, write_language_attributes
from unres_site.site.machines import hosts
from unres_site.site.names import name_passage
from unres_site.site.pages import KINDS, Kind
from unres_site.site.rendering.assets import make_assets
from unres_site.site.rendering.contexts import Setting, render_markdown
from unres_site.site.rendering.layers import (
    Folders,
    LayerFile,
    Layers,
    open_layers,
    read_found_text,
)
from unres_site.site.rendering.templates import LARGEST, Templates
from unres_site.site.reports.guide import LANGUAGES, read_guide_text
from unres_site.site.resolution import apparatus
from unres_site.site.translations import (
    list_alternates,
    list_translations,
    write_language_link,
    write_switch,
)
from unres_site.site.views import Page, ResolutionView


class Renderer:
    """Renders pages. Their bytes depend only on the page, the configuration and the files of these folders.

    templates  the Jinja templates
    static     style and scripts (`assets`)
    content    `about.zh.md`, `about.en.md`
    allowed    folders that links in these three may lead into
    compiled   gives the place where the compiled templates of a language are kept; None for nowhere

    All methods raise TemplateError where a template or the page about the site can't be read or fails, with file and
    line.
    """

    def __init__(
        self,
        config: SiteConfig,
        templates: Folders,
        static: Folders,
        content: Folders,
        *,
        allowed: Sequence[str] = (),
        compiled: Callable[[str], jinja2.BytecodeCache] | None = None,
    ) -> None:
        self.config = config
        self._templates = open_layers(templates, allowed)
        self._compiled = compiled
        self._static = open_layers(static, allowed)
        self._content = open_layers(content, allowed)
        self._frames: dict[str, Frame] = {}
        self._first = self._get_frame(config.language)

    def render(self, page: Page) -> bytes:
        """The bytes of a page."""
        kind = KINDS[page.kind]
        if kind.encode:
            return kind.encode(page)

        frame = self._get_frame(self._find_language(page))
        if kind.write:
            return kind.write(page, frame.setting).encode()

        return frame.render(page, kind).encode()

    def prepare(self, pages: Iterable[Page]) -> None:
        """Compile the templates of these pages: once, for all processes that are forked afterwards."""
        kinds = {(self._find_language(page), page.kind) for page in pages}
        for language, kind in sorted(kinds):
            template = KINDS[kind].template
            if template:
                self._get_frame(language).templates.compile(template)

    def make_assets(self) -> Iterator[tuple[str, bytes]]:
        """The files that pages share: address, content."""
        return make_assets(self._static, _write_accent(self.config))

    def hash_sources(self, kind: str) -> str:
        """A digest of all that pages of this kind are made from, besides their record, their view and the program."""
        digest = hashlib.blake2b(digest_size=16)
        digest.update(msgspec.json.encode(self.config, order="deterministic"))
        if kind == "about":
            for language in list_interface_languages():
                digest.update(self._read_about(language).encode())

        if kind == "diagnostics":
            for language in LANGUAGES:
                digest.update(read_guide_text(language).encode())

        template = KINDS[kind].template
        templates = self._first.templates
        if template:
            for name in sorted(templates.find_names(template)):
                digest.update(templates.read_source(name).encode())

        return digest.hexdigest()

    def _find_language(self, page: Page) -> str:
        """The language of the frame around a page."""
        first = self.config.language
        return choose_frame(addresses.split_language(page.address, first)[0], first)

    def _get_frame(self, language: str) -> Frame:
        if language not in self._frames:
            words = get_catalogue(language)
            about = self._read_about(language)
            setting = Setting(self.config, words, about)
            compiled = self._compiled(language) if self._compiled else None
            self._frames[language] = Frame(setting, self._templates, compiled)

        return self._frames[language]

    def _read_about(self, language: str) -> str:
        """The Markdown about the site in a language, else in English, else in the site's first language."""
        found = self._find_about(language)
        if found is None:
            file = self._content.name_file(f"about.{language}.md")
            raise TemplateError("about-missing", file=file)

        try:
            return read_found_text(found, LARGEST)
        except FileRefused as refused:
            raise TemplateError(
                "about-unreadable", file=found.path, **refused.explain()
            ) from refused

    def _find_about(self, language: str) -> LayerFile | None:
        """The page about the site. An archive's `about.md` is for all languages that it has no page of its own for."""
        for layer in self._content.split():
            for name in (f"about.{language}.md", "about.md"):
                found = layer.find(name)
                if found:
                    return found

        others = (f"about.{code}.md" for code in (ENGLISH, self.config.language))
        return next(filter(None, map(self._content.find, others)), None)


class Frame:
    """Renders the pages of one language."""

    def __init__(
        self, setting: Setting, layers: Layers, compiled: jinja2.BytecodeCache | None
    ) -> None:
        self.setting = setting
        self._layers = layers
        self._compiled = compiled
        self._first = setting.config.language
        self._home = addresses.make_folder(setting.words.language, self._first)
        self._share = lru_cache(maxsize=None)(self._make_shared)

    def render(self, page: Page, kind: Kind) -> str:
        """The HTML of a page."""
        context = self._describe(page, kind)
        return self.templates.render(kind.template or "", context)

    @cached_property
    def templates(self) -> Templates:
        """The templates with the words of the language, made when a first page is rendered."""
        words = self.setting.words
        filters: dict[str, Callable[..., Any]] = {
            "t": words,  # `"site.search"|t` is looked up when the template is compiled, `t("…", count=3)` on each page
            "texts": partial(words.plural, "site.texts"),
            "number": words.number,
            "session_name": partial(lists.name_session, words),
            "passage_name": partial(name_passage, words),
        }
        shared = _list_shared_words(self.setting)
        return Templates(self._layers, shared, filters, self._compiled)

    def _make_shared(self, root: str, kind: str) -> _SharedPieces:
        return _SharedPieces(
            self.templates.get, {"root": root, "top": root + self._home, "kind": kind}
        )

    def _describe(self, page: Page, kind: Kind) -> dict[str, object]:
        """What a template sees of one page, besides `_list_shared_words`.

        root        the relative path from the page to the root of the site (`../../`); addresses can be added to it
        top         the relative path to the home of the language; addresses of its pages can be added to it
        link        gives the shortest link from the page to any address
        shared      templates that are the same on all pages of a kind in a folder; they see `root`, `top` and `kind`
        switch      links to the page in other languages
        alternates  the page in each language, by tag
        """
        root, link, canonical = self._find_ways(page)
        context: dict[str, object] = {
            "page": page,
            "view": page.view,
            "record": page.record,
            "root": root,
            "top": root + self._home,
            "link": link,
            "canonical": canonical,
            "shared": self._share(root, page.kind),
            "switch": "",
            "alternates": (),
        }
        if len(page.languages) > 1 or _has_versions(page):
            found = list_translations(page, self._first)
            words = self.setting.words
            own = addresses.split_language(page.address, self._first)[0]
            context["switch"] = write_switch(words, found, own, link)
            context["alternates"] = list_alternates(found, self._first)

        context |= kind.context(page, self.setting)
        return context

    def _find_ways(self, page: Page) -> tuple[str, Link, str | None]:
        """The way from a page to the root, the links from it, and its whole address.

        404.html is shown at any address, so its links begin at the root of the host.
        """
        config = self.setting.config
        if page.kind == "missing":
            root = addresses.find_host_root(config)
            return root, partial(addresses.link_from_host, config), None

        return (
            addresses.find_root(page.address),
            addresses.make_linker(page.address),
            addresses.make_absolute(config, page.address),
        )


def _has_versions(page: Page) -> bool:
    """Whether the page is of a text that is held in other languages too, or in another script."""
    return isinstance(page.view, ResolutionView) and bool(page.view.card.others)


class _SharedPieces(dict[str, Markup]):
    """Templates by name that are rendered once for many pages; they see only a fixed context."""

    def __init__(
        self, template: Callable[[str], jinja2.Template], context: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._template = template
        self._context = context

    def __missing__(self, name: str) -> Markup:
        rendered = self._template(name).render(self._context)
        self[name] = mark_written(rendered)
        return self[name]


def _write_accent(config: SiteConfig) -> str:
    """The style that sets the accent of the configuration; empty if it has none."""
    if not config.accent:
        return ""

    light, dark = complete_accent(config.accent)
    return f":root{{--accent:light-dark({light},{dark})}}\n"


def _write_language(words: Catalogue, given: Words) -> Markup:
    """The language of words of the configuration, as attributes, where they are not in that of the interface."""
    language = find_language(given, words.language)
    return write_language_attributes(words, language or words.language)


def _write_other_language(words: Catalogue, language: str) -> Markup:
    """A language as attributes, where it is known and not that of the interface."""
    return write_language_attributes(words, language or words.language)


def _list_shared_words(setting: Setting) -> dict[str, object]:
    """What all templates see: messages, lists as HTML, and the settings of the site."""
    config = setting.config
    words = setting.words
    language = get_language(words.language)
    return {
        "t": words,
        "organ_name": setting.name_organ,
        "name_session_of": partial(lists.name_session_of, words),
        "session_heading": partial(lists.write_session_heading, words),
        "organ_names": {
            code: setting.name_organ(code) for code in (*list_organs(), *config.organs)
        },
        "cards": partial(lists.write_cards, words, config.language),
        "calendar": partial(lists.write_calendar, words, config.language),
        "card_title": partial(lists.write_title, words),
        "language_link": write_language_link,
        "other_language": partial(_write_other_language, words),
        "diagnostics": partial(write_diagnostics, words),
        "ledger": partial(apparatus.write_ledger, words),
        "language": words.language,
        "direction": language.direction,
        "interface_attributes": Markup('lang="{}" dir="{}"').format(
            language.tag, language.direction
        ),
        "absolute": partial(addresses.make_absolute, config),
        "at": addresses,
        "policy": mark_written(hosts.POLICY),
        "site_title": get_site_title(config, words.language),
        "title_language": _write_language(words, config.title),
        "description_language": _write_language(words, config.description),
        "site_description": choose_words(config.description, words.language),
        "site_license": choose_words(config.license, words.language),
        "site_contact": config.contact,
        "site_logo": config.logo,
        "site_icon": addresses.find_icon(config),
        "site_footer": choose_words(config.footer, words.language),
        "footer_language": _write_language(words, config.footer),
        "site_home": choose_words(config.home, words.language),
        "home_language": _write_language(words, config.home),
        "markdown": render_markdown,
    }
