"""Pages become bytes: templates, the words that they use, and errors that name a template's file and line."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import jinja2
import msgspec
from jinja2 import meta

from unres_site.errors import TemplateError
from unres_site.settings import SiteConfig, in_language
from unres_site.site import addresses
from unres_site.site.assets import asset_files
from unres_site.site.catalogue import catalogue, direction, language_tag
from unres_site.site.contexts import Setting
from unres_site.site.pages import KINDS
from unres_site.site.views import Page, SessionCard


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
        self.environment = self._environment()

    def render(self, page: Page) -> bytes:
        """The bytes of a page."""
        kind = KINDS[page.kind]
        if kind.encode:
            return kind.encode(page)
        try:
            template = self.environment.get_template(kind.template or "")
            link = self._link(page)
            return template.render(
                page=page, view=page.view, record=page.record, link=link, **kind.context(page, self.setting)
            ).encode()
        except Exception as error:
            raise self._explain(error, kind.template or "") from error

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

    def _environment(self) -> jinja2.Environment:
        environment = jinja2.Environment(
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
        return environment

    def _words(self) -> dict[str, object]:
        setting = self.setting
        config, words = setting.config, setting.words
        return {
            "t": words,
            "organ_name": setting.organ,
            "session_name": self._session_name,
            "language_tag": language_tag,
            "direction": direction,
            "language": words.language,
            "absolute": partial(addresses.absolute, config),
            "record_address": addresses.record_address,
            "at": addresses,
            "site_title": in_language(config.title, words.language),
            "site_description": in_language(config.description, words.language),
            "site_license": in_language(config.license, words.language),
            "site_contact": config.contact,
        }

    def _session_name(self, session: SessionCard) -> str:
        return self.setting.words(f"sessions.{session.form}", number=session.number)

    def _link(self, page: Page) -> Callable[[str], str]:
        if page.address == addresses.MISSING:
            return partial(addresses.from_host, self.setting.config)
        return partial(addresses.relative, page.address)

    def _read_by(self, template: str) -> set[str]:
        """The template and all that it extends, includes or imports."""
        names, waiting = set[str](), {template}
        while waiting:
            name = waiting.pop()
            names.add(name)
            waiting |= {found for found in meta.find_referenced_templates(self._parsed(name)) if found} - names
        return names

    def _parsed(self, name: str) -> jinja2.nodes.Template:
        try:
            return self.environment.parse(self._source(name), name, str(self.templates / name))
        except jinja2.TemplateError as error:
            raise self._explain(error, name) from error

    def _source(self, name: str) -> str:
        try:
            return (self.templates / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateError(f"{self.templates / name}: the template can't be read: {error}.") from error

    def _explain(self, error: Exception, template: str) -> TemplateError:
        """The error in one sentence that opens with file and line; Jinja's tracebacks have the template's own."""
        place = f"{self.templates / template}"
        if isinstance(error, jinja2.TemplateNotFound):
            return TemplateError(f"{place}: there is no template {error.name}.")
        if isinstance(error, jinja2.TemplateSyntaxError):
            return TemplateError(f"{error.filename or place}:{error.lineno}: {error.message}.")
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if Path(frame.filename).is_relative_to(self.templates)]
        place = f"{inside[-1].filename}:{inside[-1].lineno}" if inside else place
        return TemplateError(f"{place}: the template fails: {type(error).__name__}: {error}.")


def _about(content: Path, language: str) -> str:
    """The Markdown about the site in its language, else in English."""
    wanted = [content / f"about.{code}.md" for code in (language, "en")]
    found = next((path for path in wanted if path.is_file()), None)
    if found is None:
        raise TemplateError(f"{wanted[0]}: the page about the site is missing; write it in Markdown.")
    try:
        return found.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"{found}: the page about the site can't be read: {error}.") from error
