"""Pages become bytes: templates, the words that they use, and errors that name a template's file and line."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from markupsafe import Markup

from unres_site.deferred import deferred
from unres_site.errors import TemplateError
from unres_site.languages import language as language_of
from unres_site.messages import ENGLISH, catalogue
from unres_site.organs import organs
from unres_site.settings import SiteConfig, in_language, site_title
from unres_site.site import addresses, apparatus, hosts, lists
from unres_site.site.assets import asset_files
from unres_site.site.contexts import Setting
from unres_site.site.markup import written
from unres_site.site.pages import KINDS, Kind
from unres_site.site.views import Page

# matches: {% extends "base.html" %}
# matches: {%- include name %}
# matches: {{ shared["search-box.html"] }}
# rejects: {{ include }}
REFERENCE = deferred(r"""(?:\{%[-+]?\s*(?:extends|include|import|from)\s|\bshared\[)(?:\s*["']([^"']*)["'])?""")
"""Where a template names another; the name is empty where it is only known when a page is rendered."""


class _Environment(jinja2.Environment):
    """Templates whose globals are one plain dictionary: each page takes a copy, and of a chain that costs ten times."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of all templates, and those of one."""
        return {**self.globals, **(d or {})}


class _Shared(dict[str, Markup]):
    """Templates by name that are rendered once for many pages, with the way to the root and the kind of page alone."""

    def __init__(self, template: Callable[[str], jinja2.Template], root: str, kind: str) -> None:
        super().__init__()
        self.template = template
        self.seen = {"root": root, "kind": kind}

    def __missing__(self, name: str) -> Markup:
        self[name] = Markup(self.template(name).render(self.seen))  # noqa: S704 - rendered
        return self[name]


class Renderer:
    """Renders pages. Their bytes depend on the page, the configuration and the files of these folders alone.

    templates  folder of the Jinja templates
    static     folder of style and scripts (`assets`)
    content    folder of `about.zh.md`, `about.en.md`; beside the templates where none is given

    Raises TemplateError (from here on, and from `render`) where a template or the page about the site can't be read or
    fails, with its file and line.
    """

    def __init__(self, config: SiteConfig, templates: Path, static: Path, content: Path | None = None) -> None:
        self.static = static
        self.templates = templates
        about = _about(content or templates.parent / "content", config.language)
        self.setting = Setting(config, catalogue(config.language), about)
        self._templates: dict[str, jinja2.Template] = {}
        self._sources: dict[str, str] = {}
        self._shared = lru_cache(maxsize=None)(partial(_Shared, self._template))

    def render(self, page: Page) -> bytes:
        """The bytes of a page."""
        kind = KINDS[page.kind]
        if kind.encode:
            return kind.encode(page)
        try:
            return self._template(kind.template or "").render(self._context(page, kind)).encode()
        except Exception as error:
            raise self._explain(error, kind.template or "") from error

    def prepare(self, kinds: Iterable[str]) -> None:
        """Compile the templates of these kinds of pages: once, for all processes that are forked afterwards."""
        for template in sorted({KINDS[kind].template or "" for kind in kinds} - {""}):
            try:
                for name in sorted(self._read_by(template)):
                    self._template(name)
            except jinja2.TemplateError as error:
                raise self._explain(error, template) from error

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """The files that pages share: address, content."""
        return asset_files(self.static)

    def fingerprint(self, kind: str) -> str:
        """A digest of what pages of this kind are rendered from besides their record, their view and the program."""
        digest = hashlib.blake2b(msgspec.json.encode(self.setting.config, order="deterministic"), digest_size=16)
        digest.update(msgspec.json.encode(self.setting.words.messages, order="deterministic"))
        digest.update(self.setting.about.encode() if kind == "about" else b"")
        template = KINDS[kind].template
        for name in sorted(self._read_by(template)) if template else ():
            digest.update(self._source(name).encode())
        return digest.hexdigest()

    def _template(self, name: str) -> jinja2.Template:
        if name not in self._templates:
            self._templates[name] = self.environment.get_template(name)
        return self._templates[name]

    def _context(self, page: Page, kind: Kind) -> dict[str, object]:
        """What a template is given, besides `_words`: all of one page.

        root  the way from the page to the site's root (`../../`), which addresses of the site can be added to
        link  the shortest link from the page to any address
        shared  templates that all pages of a kind share at that place; they see no more than `root` and `kind`
        """
        config = self.setting.config
        hosted = page.address == addresses.MISSING
        root = addresses.host_root(config) if hosted else addresses.root(page.address)
        return {
            "page": page,
            "view": page.view,
            "record": page.record,
            "root": root,
            "shared": self._shared(root, page.kind),
            "link": partial(addresses.from_host, config) if hosted else addresses.links_from(page.address),
            "canonical": None if hosted else addresses.absolute(config, page.address),
            **kind.context(page, self.setting),
        }

    @cached_property
    def environment(self) -> jinja2.Environment:
        """The templates' environment, made where a first page is rendered."""
        environment = _Environment(
            loader=jinja2.FileSystemLoader(self.templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
        environment.globals.update(self._words())
        # `"site.search"|t` is looked up once, when the template is compiled; `t("…", count=3)` on each page.
        environment.filters["t"] = self.setting.words
        environment.filters["texts"] = partial(self.setting.words.plural, "site.texts")
        environment.filters["session_name"] = partial(lists.session_name, self.setting.words)
        return environment

    def _words(self) -> dict[str, object]:
        setting = self.setting
        config, words = setting.config, setting.words
        tag = language_of(words.language).tag
        return {
            "t": words,
            "organ_name": setting.organ,
            "organ_names": {code: setting.organ(code) for code in (*organs(), *config.organs)},
            "cards": partial(lists.cards, words),
            "card_title": partial(lists.title, words),
            "diagnostics": partial(lists.diagnostics, words),
            "ledger": partial(apparatus.ledger, words),
            "language_tag": _language_tag,
            "language": words.language,
            "interface_attributes": Markup('lang="{}" dir="{}"').format(tag, language_of(words.language).direction),
            "absolute": partial(addresses.absolute, config),
            "at": addresses,
            "policy": written(hosts.POLICY),
            "site_title": site_title(config),
            "site_description": in_language(config.description, words.language),
            "site_license": in_language(config.license, words.language),
            "site_contact": config.contact,
        }

    def _read_by(self, template: str) -> set[str]:
        """The template and all that it extends, includes or imports: every one there is, where it names no one."""
        names, waiting = set[str](), {template}
        while waiting:
            name = waiting.pop()
            names.add(name)
            for found in REFERENCE.findall(self._source(name)):
                every = (path.name for path in self.templates.glob("*.html"))
                waiting |= ({found} if found else set(every)) - names
        return names

    def _source(self, name: str) -> str:
        try:
            if name not in self._sources:
                self._sources[name] = (self.templates / name).read_text("utf-8")
            return self._sources[name]
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError("template-unreadable", file=self.templates / name, problem=error) from error

    def _explain(self, error: Exception, template: str) -> TemplateError:
        """The error in one sentence that opens with file and line; Jinja's tracebacks have the template's own."""
        place = f"{self.templates / template}"
        if isinstance(error, jinja2.TemplateNotFound):
            return TemplateError("template-missing", file=place, name=error.name)
        if isinstance(error, jinja2.TemplateSyntaxError):
            return TemplateError(
                "template-syntax", place=f"{error.filename or place}:{error.lineno}", problem=error.message
            )
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if Path(frame.filename).is_relative_to(self.templates)]
        place = f"{inside[-1].filename}:{inside[-1].lineno}" if inside else place
        return TemplateError("template-fails", place=place, kind=type(error).__name__, problem=error)


def _language_tag(code: str) -> str:
    return language_of(code).tag


def _about(content: Path, language: str) -> str:
    """The Markdown about the site in its language, else in English."""
    wanted = [content / f"about.{code}.md" for code in (language, ENGLISH)]
    found = next((path for path in wanted if path.is_file()), None)
    if found is None:
        raise TemplateError("about-missing", file=wanted[0])
    try:
        return found.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError("about-unreadable", file=found, problem=error) from error
