"""What resolutions, organs and topics are called."""

from __future__ import annotations

from unres_site.languages import get_language, get_organ_name
from unres_site.messages import Catalogue
from unres_site.settings import SiteConfig, choose_words, find_language
from unres_site.site.html.markup import isolate_words
from unres_site.symbols import parse


def name_text(words: Catalogue, symbol: str, title: str) -> str:
    """The title of a text; without one its number with its organ: `Security Council resolution 408 (1977)`."""
    if title:
        return title

    parsed = parse(symbol)
    key = "untitled.decision"
    if parsed.series != "DEC":
        key = f"untitled.{parsed.organ}"
    if key not in words.messages:
        key = "untitled.other"
    direction = get_language(words.language).direction
    return words(key, number=isolate_words(parsed.short, direction))


def name_organ(config: SiteConfig, words: Catalogue, organ: str, language: str) -> str:
    """The name of an organ (`A`) in a language; the configuration may rename it."""
    given = config.organs.get(organ)
    name = choose_words(given, language) if given else get_organ_name(organ, language)
    return name or words("organ.other")


def name_topic(config: SiteConfig, topic: str, language: str) -> tuple[str, str]:
    """The name of a topic, and the language of it: as the configuration names its identifier, else its own words.

    The language is empty where it is not known.
    """
    given = config.topics.get(topic)
    if not given:
        return topic, ""
    return choose_words(given, language), find_language(given, language)
