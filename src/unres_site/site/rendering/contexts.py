"""What templates get besides page, view and record. Each function here is for one kind of page (`pages.KINDS`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, cast

from markupsafe import Markup, escape

from unres_site.archive import make_full_title
from unres_site.archive.agreed.finding import MOST
from unres_site.errors import list_severities
from unres_site.languages import CODES, get_language
from unres_site.messages import ENGLISH, Catalogue, get_catalogue
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.site import addresses
from unres_site.site.browsing.chart import make_chart
from unres_site.site.browsing.citers import list_link_titles, write_citers
from unres_site.site.editions import choose_frame, order_languages
from unres_site.site.html.diagnostics import split_reports
from unres_site.site.html.links import SCHEME, is_allowed_link
from unres_site.site.html.lists import Link, name_session, write_title
from unres_site.site.html.markup import (
    mark_written,
    write_data,
    write_language_attributes,
)
from unres_site.site.lives.plans import link_lives
from unres_site.site.machines import hosts
from unres_site.site.names import name_organ, name_text, name_topic
from unres_site.site.reports.guide import Explanation, choose_guide_language, read_guide
from unres_site.site.reports.inbox import write_numbers
from unres_site.site.resolution.agreed import FEW_AGREED, list_agreed
from unres_site.site.resolution.apparatus import (
    write_citations,
    write_facts,
    write_neighbours,
)
from unres_site.site.resolution.body import render_body
from unres_site.site.resolution.citing import (
    REFERENCES,
    Format,
    Translated,
    Work,
    make_linked_data,
    make_meta,
)
from unres_site.site.resolution.contents import write_contents
from unres_site.site.resolution.moved import list_moved_places
from unres_site.site.resolution.reference_links import Surroundings
from unres_site.site.series.plans import write_series
from unres_site.site.views import (
    Card,
    HomeView,
    Page,
    QualityView,
    RedirectView,
    ResolutionView,
    SessionQualityView,
    SessionView,
    YearView,
)
from unres_site.symbols import parse

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Context = Mapping[str, object]


class Setting:
    """What is the same for all pages: configuration, words, and the Markdown about the site."""

    def __init__(self, config: SiteConfig, words: Catalogue, about: str) -> None:
        self.config = config
        self.words = words
        self.about = about
        self._organs: dict[tuple[str, str], str] = {}
        self._work: tuple[Resolution, Work] | None = None

    def name_organ(self, code: str, language: str | None = None) -> str:
        """The name of an organ (`A`), by default in the interface's language. The configuration may rename it."""
        language = language or self.words.language
        if (code, language) not in self._organs:
            name = name_organ(self.config, self.words, code, language)
            self._organs[code, language] = name
        return self._organs[code, language]

    def make_work(self, record: Resolution) -> Work:
        """What is cited. The last one is kept: the page of a text and its files for reference managers share it."""
        if self._work is None or self._work[0] is not record:
            self._work = record, _make_work(record, self)
        return self._work[1]


def add_nothing(_: Page, __: Setting) -> Context:
    """For templates that need only page, view and record."""
    return {}


def describe_home(page: Page, _: Setting) -> Context:
    """The chart of years."""
    return {"chart": make_chart(cast("HomeView", page.view).years)}


def describe_search(_: Page, setting: Setting) -> Context:
    """What the search page needs to know of the site.

    endpoint        the server that is asked; empty if the site has its own index
    first_language  the language whose pages have no folder
    languages       all languages, in the order in which a result names its versions
    policy          allows to ask the server
    topics          the names of topics that have identifiers
    """
    config, language = setting.config, setting.words.language
    endpoint = config.search_endpoint
    topics = {topic: name_topic(config, topic, language)[0] for topic in config.topics}
    return {
        "topics": topics,
        "endpoint": endpoint,
        "first_language": setting.config.language,
        "languages": order_languages(config, CODES),
        "policy": mark_written(hosts.make_search_policy(endpoint)),
    }


def describe_about(page: Page, setting: Setting) -> Context:
    """The text about the site. Its links start at the root of the site."""
    root = addresses.find_root(page.address)
    return {"about": render_markdown(setting.about, root)}


def describe_diagnostics(_: Page, setting: Setting) -> Context:
    """What causes each diagnostic and what to do, by severity."""
    words = setting.words
    language = choose_guide_language(words.language)
    severities = list_severities()
    entries: dict[str, list[Explanation]] = {}
    for entry in read_guide(language).values():
        entries.setdefault(severities[entry.code], []).append(entry)
    return {
        "guide": tuple(entries.items()),
        "cure_label": get_catalogue(language)("guide.cure"),
        "guide_attributes": write_language_attributes(words, language),
    }


def describe_session(page: Page, setting: Setting) -> Context:
    """Links to the sessions before and after, and what is missing."""
    view, words = cast("SessionView", page.view), setting.words
    link = addresses.make_linker(page.address)
    near = [
        (link(one.address), "", escape(name_session(words, one))) if one else None
        for one in (view.previous, view.next)
    ]
    return {
        "neighbours": write_neighbours(words, words("sessions.title"), *near),
        "missing": write_numbers(view.gaps),
    }


def describe_inbox(page: Page, setting: Setting) -> Context:
    """Numbers as ranges, the names of languages, and links to official documents."""
    return {
        "numbers": write_numbers,
        "language_name": lambda code: get_language(code).name,
        **describe_cited(page, setting),
    }


def describe_cited(_: Page, setting: Setting) -> Context:
    """The link to an official document; the page of a text has it for its own language."""
    language = setting.words.language
    pattern = setting.config.official_address
    return {
        "official_link": lambda symbol: addresses.link_official(
            symbol, pattern, language
        )
    }


def describe_quality(page: Page, _: Setting) -> Context:
    """The texts that are damaged, and what was inferred."""
    view = cast("QualityView | SessionQualityView", page.view)
    damaged, inferred = split_reports(view.texts)
    return {"damaged": damaged, "inferred": inferred}


def describe_redirect(page: Page, _: Setting) -> Context:
    """The link to where the page is now."""
    view = cast("RedirectView", page.view)
    address, sign, anchor = view.target.partition("#")
    link = addresses.make_linker(page.address)
    return {"target": link(address) + sign + anchor}


def describe_year(page: Page, setting: Setting) -> Context:
    """Links to the years before and after."""
    view, words = cast("YearView", page.view), setting.words
    link = addresses.make_linker(page.address)
    around = (view.previous, view.next)
    near = [
        (link(one.address), "", escape(words("years.year", year=one.year)))
        if one
        else None
        for one in around
    ]
    return {"neighbours": write_neighbours(words, words("years.title"), *near)}


def describe_resolution(page: Page, setting: Setting) -> Context:
    """The markup of the text, and all that the page shows besides it."""
    view, record = cast("ResolutionView", page.view), cast("Resolution", page.record)
    config, words = setting.config, setting.words
    link = addresses.make_linker(page.address)
    official = addresses.link_official(
        record.symbol, config.official_address, record.language
    )
    title = make_full_title(record)
    work = _add_languages(setting.make_work(record), view.related["languages"], setting)
    spoken = write_language_attributes(words, record.language)
    topics = _link_topics(record, setting, link)
    around = (view.find_first("previous"), view.find_first("next"))
    near = [
        (link(one.address), one.short, write_title(words, one)) if one else None
        for one in around
    ]
    return {
        "name": name_text(words, record.symbol, title),
        "card": view.card,
        "body": render_body(record, _describe_surroundings(page, setting, link)),
        "spoken": spoken,
        "contents": write_contents(words, record, spoken),
        "facts": write_facts(words, record, view, link, official, topics),
        "date": record.get_field("date") or "",
        "series": write_series(words, view, link),
        "since_link": link(
            addresses.make_address_beside(page.address, addresses.SINCE_ENDING)
        ),
        "agreed": list_agreed(record, view.agreed, link) if view.agreed else (),
        "few_agreed": FEW_AGREED,
        "most_places": MOST,
        "lives_link": link_lives(view, config.language, link),
        "cited_by": write_citers(words, view.citers, link) if view.citers else "",
        "differences": view.differences,
        "moved": list_moved_places(page, config, link),
        "remark": render_markdown(record.remark) if record.remark else "",
        "citations": write_citations(words, work),
        "linked_data": write_data(make_linked_data(work)),
        "meta": make_meta(work),
        "quoted_as": _name_source(words, work),
        "references": _link_references(page.address, config.language, link),
        "official": official,
        "edit_address": addresses.make_edit_address(config, record),
        "record_link": link(
            addresses.make_address_beside(page.address, addresses.RECORD_ENDING)
        ),
        "source_link": link(view.source),
        "neighbours": write_neighbours(words, words("resolution.neighbours"), *near),
    }


def _name_source(words: Catalogue, work: Work) -> str:
    """What a quotation is from: the organ, the title, the symbol and the date."""
    source = words(
        "copying.source",
        author=work.author,
        title=work.title,
        symbol=work.symbol.text,
    )
    date = words.date(work.date) if work.date else ""
    return words("copying.join").join(filter(None, (source, date)))


def _describe_surroundings(page: Page, setting: Setting, link: Link) -> Surroundings:
    """What the body of a resolution needs to know besides its record."""
    view, record = cast("ResolutionView", page.view), cast("Resolution", page.record)
    return Surroundings(
        link,
        view.held,
        setting.config.official_address,
        record.language,
        setting.words,
        view.places,
        list_link_titles(view.related["cites"]),
        setting.config.treaty_address,
        view.instruments,
    )


def _link_references(
    address: str, first: str, link: Link
) -> list[tuple[str, str, str]]:
    """The files for reference managers of a page: the key of each name, the link, and a name to save it by."""
    stem = address.removesuffix(".html").replace("/", "-")
    found = []
    for name, reference in REFERENCES.items():
        ending = reference.ending
        target = addresses.make_reference_address(address, ending, first)
        found.append((f"citation.{name}", link(target), stem + ending))
    return found


def _link_topics(
    record: Resolution, setting: Setting, link: Link
) -> tuple[Markup, ...]:
    """Links to the topics of a resolution, in the language of the frame."""
    config, words = setting.config, setting.words
    folder = addresses.make_folder(words.language, config.language)
    links: list[Markup] = []
    for topic in record.topics:
        name, language = name_topic(config, topic, words.language)
        address = escape(link(folder + addresses.make_topic_address(topic)))
        spoken = write_language_attributes(words, language or record.language)
        links.append(mark_written(f'<a href="{address}"{spoken}>{escape(name)}</a>'))

    return tuple(links)


def render_markdown(text: str, root: str = "") -> Markup:
    """Markdown as HTML. Raw HTML in it is shown as words, and so is a link that `is_allowed_link` rejects.

    `root` is put before relative links: the way to the folder from which they start.
    """
    return Markup(_make_markdown_parser(root).render(text))  # noqa: S704 - the parser escapes all that is not its own markup


@cache
def _make_markdown_parser(root: str) -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 30 ms that a build without a changed remark need not pay

    class Parser(MarkdownIt):
        """The parser, with the links that remarks may have."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's own name
            """Whether a remark may link there."""
            return is_allowed_link(url)

        def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's own name
            """The link as the page has it."""
            is_relative = not SCHEME.match(url) and not url.startswith(("/", "#", "?"))
            link: str = super().normalizeLink(url)
            return root + link if is_relative else link

    return Parser("commonmark", {"html": False}).enable("table").disable("image")


def refer_with(write: Format) -> Callable[[Page, Setting], str]:
    """What makes a file for reference managers in that format."""

    def refer(page: Page, setting: Setting) -> str:
        return write(setting.make_work(cast("Resolution", page.record))) + "\n"

    return refer


def _make_work(record: Resolution, setting: Setting) -> Work:
    """What is cited: the page of a text, or the official document if the site has no address of its own."""
    symbol = parse(record.symbol)
    first = setting.config.language
    address = addresses.make_resolution_address(symbol, record.language, first)
    official = addresses.link_official(
        record.symbol, setting.config.official_address, record.language
    )
    return Work(
        symbol=symbol,
        title=name_text(setting.words, record.symbol, make_full_title(record)),
        language=record.language,
        author=setting.name_organ(symbol.organ, record.language),
        date=record.adopted_on or "",
        address=addresses.make_absolute(setting.config, address) or official,
    )


def _add_languages(work: Work, cards: Sequence[Card], setting: Setting) -> Work:
    """The work with its English title, and with its titles and addresses in all other languages."""
    english, translations = "", list[Translated]()
    for card in cards:
        if card.language == ENGLISH:
            english = card.title
        if card.language != work.language:
            translations.append(_make_translated(card, setting))
    return work._replace(english=english, translations=tuple(translations))


def _make_translated(card: Card, setting: Setting) -> Translated:
    config = setting.config
    frame = get_catalogue(choose_frame(card.language, config.language))
    official = addresses.link_official(
        card.symbol, config.official_address, card.language
    )
    return Translated(
        card.language,
        name_text(frame, card.symbol, card.title),
        addresses.make_absolute(config, card.address) or official,
    )
