"""What a kind of page hands its template besides page, view and record: values made from them alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from markdown_it import MarkdownIt
from markupsafe import Markup

from unres_site.records import Resolution
from unres_site.settings import SiteConfig, in_language
from unres_site.site import addresses, exports
from unres_site.site.body import Surroundings, insertions, render_body
from unres_site.site.catalogue import Catalogue
from unres_site.site.chart import chart
from unres_site.site.views import HomeView, Page, ResolutionView
from unres_site.symbols import parse

Context = Mapping[str, object]


class Setting(NamedTuple):
    """What is the same for all pages: configuration, words, and the Markdown about the site."""

    config: SiteConfig
    words: Catalogue
    about: str

    def organ(self, code: str) -> str:
        """The name of an organ in the interface's language."""
        return self.organ_in(code, self.words.language)

    def organ_in(self, code: str, language: str) -> str:
        """The name of an organ (`A`), as the configuration has it in that language or else in English."""
        names = self.config.organs.get(code)
        return in_language(names, language) if names else self.words("organ.other")


def nothing(_: Page, __: Setting) -> Context:
    """For templates that need no more than page, view and record."""
    return {}


def home(page: Page, _: Setting) -> Context:
    """The chart of years."""
    return {"chart": chart(cast("HomeView", page.view).years)}


def about(_: Page, setting: Setting) -> Context:
    """The text about the site."""
    return {"about": markdown(setting.about)}


def resolution(page: Page, setting: Setting) -> Context:
    """The body's markup, citations in all formats, what the editor supplied, linked data and the official address."""
    view, record, config = cast("ResolutionView", page.view), cast("Resolution", page.record), setting.config
    around = Surroundings(page.address, view.held, config.official_address, record.language, setting.words)
    work = _work(page.address, record, setting)
    return {
        "body": render_body(record, around),
        "preamble": [one.anchor for one in record.body if one.kind == "preambular"],
        "operative": [(one.anchor, one.number) for one in record.body if one.kind == "operative"],
        "insertions": tuple(insertions(record)),
        "remark": markdown(record.remark) if record.remark else "",
        "citations": tuple(exports.citations(work)),
        "access_date": exports.ACCESS_DATE,
        "linked_data": exports.linked_data(work),
        "official": _official(record, config),
    }


def markdown(text: str) -> Markup:
    """Markdown as HTML; raw HTML in it is shown as words, and links that run scripts are none."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - the parser escapes all that is not its own markup


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _work(address: str, record: Resolution, setting: Setting) -> exports.Work:
    symbol = parse(record.symbol)
    return exports.Work(
        symbol=symbol,
        title=record.title,
        language=record.language,
        author=setting.organ_in(symbol.organ, record.language),
        date=record.adopted_on or "",
        address=addresses.absolute(setting.config, address) or _official(record, setting.config),
    )


def _official(record: Resolution, config: SiteConfig) -> str:
    return addresses.official(record.symbol, config.official_address, record.language)
