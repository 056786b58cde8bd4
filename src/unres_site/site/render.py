"""Pages become bytes: the template of their kind, and the words that templates use."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from unres_site.errors import TemplateError
from unres_site.files import FileRefused, Root, open_root, read_text
from unres_site.languages import get_language
from unres_site.messages import ENGLISH, get_catalogue
from unres_site.organs import list_organs
from unres_site.settings import SiteConfig, choose_words, get_site_title
from unres_site.site import addresses, apparatus, hosts, lists
from unres_site.site.assets import make_assets
from unres_site.site.contexts import Setting
from unres_site.site.markup import mark_written
from unres_site.site.pages import KINDS, Kind
from unres_site.site.templates import LARGEST, Templates
from unres_site.site.views import Page


class Renderer:
    """Renders pages. Their bytes depend only on the page, the configuration and the files of these folders.

    templates  folder of the Jinja templates
    static     folder of style and scripts (`assets`)
    content    folder of `about.zh.md`, `about.en.md`; beside the templates where none is given
    allowed    folders that links in these three may lead into
    compiled   where compiled templates are kept; None for nowhere

    All methods raise TemplateError where a template or the page about the site can't be read or fails, with file and
    line.
    """

    def __init__(
        self,
        config: SiteConfig,
        templates: Path,
        static: Path,
        content: Path | None = None,
        *,
        allowed: Sequence[str] = (),
        compiled: jinja2.BytecodeCache | None = None,
    ) -> None:
        self._folder, self._compiled = open_root(str(templates), allowed), compiled
        self._static = open_root(str(static), allowed)
        about = _read_about(
            open_root(str(content or templates.parent / "content"), allowed),
            config.language,
        )
        self.setting = Setting(config, get_catalogue(config.language), about)
        self._shared = lru_cache(maxsize=None)(self._share)

    def render(self, page: Page) -> bytes:
        """The bytes of a page."""
        kind = KINDS[page.kind]
        if kind.encode:
            return kind.encode(page)
        return self._templates.render(
            kind.template or "", self._make_context(page, kind)
        ).encode()

    def prepare(self, kinds: Iterable[str]) -> None:
        """Compile the templates of these kinds of pages: once, for all processes that are forked afterwards."""
        names = {KINDS[kind].template for kind in kinds}
        for name in sorted(name for name in names if name):
            self._templates.compile(name)

    def make_assets(self) -> Iterator[tuple[str, bytes]]:
        """The files that pages share: address, content."""
        return make_assets(self._static)

    def fingerprint(self, kind: str) -> str:
        """A digest of all that pages of this kind are made from, besides their record, their view and the program."""
        setting = self.setting
        digest = hashlib.blake2b(digest_size=16)
        digest.update(msgspec.json.encode(setting.config, order="deterministic"))
        digest.update(
            msgspec.json.encode(setting.words.messages, order="deterministic")
        )
        if kind == "about":
            digest.update(setting.about.encode())
        template = KINDS[kind].template
        if template:
            for name in sorted(self._templates.find_names(template)):
                digest.update(self._templates.read_source(name).encode())
        return digest.hexdigest()

    @cached_property
    def _templates(self) -> Templates:
        """The templates, made when a first page is rendered."""
        words = self.setting.words
        filters: dict[str, Callable[..., Any]] = {
            "t": words,  # `"site.search"|t` is looked up when the template is compiled, `t("…", count=3)` on each page
            "texts": partial(words.plural, "site.texts"),
            "session_name": partial(lists.name_session, words),
        }
        shared = _list_shared_words(self.setting)
        return Templates(self._folder, shared, filters, self._compiled)

    def _share(self, root: str, kind: str) -> _SharedPieces:
        return _SharedPieces(self._templates.get, root, kind)

    def _make_context(self, page: Page, kind: Kind) -> dict[str, object]:
        """What a template sees of one page, besides `_shared_words`.

        root    the relative path from the page to the root of the site (`../../`)
        link    gives the shortest link from the page to any address
        shared  templates that are the same on all pages of a kind in a folder; they see only `root` and `kind`
        """
        config = self.setting.config
        context: dict[str, object] = {
            "page": page,
            "view": page.view,
            "record": page.record,
        }
        if (
            page.address == addresses.MISSING
        ):  # shown at any address, so its links begin at the root of the host
            root = addresses.find_host_root(config)
            context |= {
                "link": partial(addresses.link_from_host, config),
                "canonical": None,
            }
        else:
            root = addresses.find_root(page.address)
            context |= {"link": addresses.make_linker(page.address)}
            context |= {"canonical": addresses.make_absolute(config, page.address)}
        context |= {"root": root, "shared": self._shared(root, page.kind)}
        context |= kind.context(page, self.setting)
        return context


class _SharedPieces(dict[str, Markup]):
    """Templates by name that are rendered once for many pages. They see only the path to the root and the kind."""

    def __init__(
        self, template: Callable[[str], jinja2.Template], root: str, kind: str
    ) -> None:
        super().__init__()
        self._template = template
        self._context = {"root": root, "kind": kind}

    def __missing__(self, name: str) -> Markup:
        rendered = self._template(name).render(self._context)
        self[name] = mark_written(rendered)
        return self[name]


def _list_shared_words(setting: Setting) -> dict[str, object]:
    """What all templates see: messages, lists as HTML, and the settings of the site."""
    config, words = setting.config, setting.words
    language = get_language(words.language)
    return {
        "t": words,
        "organ_name": setting.name_organ,
        "organ_names": {
            code: setting.name_organ(code) for code in (*list_organs(), *config.organs)
        },
        "cards": partial(lists.write_cards, words),
        "card_title": partial(lists.write_title, words),
        "diagnostics": partial(lists.write_diagnostics, words),
        "ledger": partial(apparatus.write_ledger, words),
        "language_tag": _get_language_tag,
        "language": words.language,
        "interface_attributes": Markup('lang="{}" dir="{}"').format(
            language.tag, language.direction
        ),
        "absolute": partial(addresses.make_absolute, config),
        "at": addresses,
        "policy": mark_written(hosts.POLICY),
        "site_title": get_site_title(config),
        "site_description": choose_words(config.description, words.language),
        "site_license": choose_words(config.license, words.language),
        "site_contact": config.contact,
    }


def _get_language_tag(code: str) -> str:
    return get_language(code).tag


def _read_about(content: Root, language: str) -> str:
    """The Markdown about the site in its language, else in English."""
    wanted = [Path(content.path, f"about.{code}.md") for code in (language, ENGLISH)]
    found = next(filter(os.path.lexists, wanted), None)
    if found is None:
        raise TemplateError("about-missing", file=wanted[0])
    try:
        return read_text(str(found), content, LARGEST)
    except FileRefused as refused:
        raise TemplateError(
            "about-unreadable", file=found, **refused.explain()
        ) from refused
