"""What resolutions, organs and topics are called."""

from __future__ import annotations

from functools import lru_cache

from unres_site.deferred import deferred
from unres_site.languages import get_language, get_organ_name
from unres_site.messages import Catalogue
from unres_site.settings import SiteConfig, choose_words, find_language
from unres_site.site.html.markup import isolate_words
from unres_site.symbols import parse

# matches: pp12
# matches: op3-a
# matches: annex1-s2-op1
# matches: sB
# rejects: title
PASSAGE = deferred(
    r"(?P<annex>annex[0-9]+)?-?(?:s[0-9A-Z]+-)?(?P<kind>pp|op|fn|[hsux]|)(?P<rest>[0-9A-Z.]*(?:-[0-9a-z]+)*)"
)
"""The address of a passage within its page: its annex, what it is, and its number."""

# matches: 37
# rejects: pp
DIGITS = deferred(r"([0-9]+)")

PASSAGE_ORDER = {"pp": 0, "annex": 2, "fn": 3}
"""The order of parts of a text by how the addresses in them begin; all others come at 1."""

PASSAGE_KEYS = {
    "pp": "copying.preambular",
    "op": "copying.operative",
    "fn": "search.place.note_numbered",
    "x": "search.place.note",
    "h": "search.place.heading",
    "s": "search.place.heading",
    "u": "search.place.unread",
}
"""The messages that name passages, by what they are."""


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


def name_passage(words: Catalogue, anchor: str, number: str) -> str:
    """What a passage is called: `preambular para. 37`, `para. 3(a)`, `Note 5`, `Annex: para. 1`.

    `number` is the passage's own; a heading is called by it. Empty for a preambular paragraph.
    """
    found = PASSAGE.fullmatch(anchor)
    if not found:
        return number or anchor

    name = number
    kind = found["kind"]
    if kind and not (kind in "hs" and number):
        name = words(PASSAGE_KEYS[kind], number=number or found["rest"])

    if not found["annex"]:
        return name or anchor

    annex = words("search.place.annex")
    return words("list.part", whole=annex, part=name) if name else annex


@lru_cache(maxsize=1 << 12)  # most texts have the same few thousand
def rank_passage(anchor: str) -> tuple[int, tuple[str | int, ...]]:
    """The place of a passage in the order of reading, by its address: `pp9`, `pp10`, `op1`, `op1-a`, `annex1`."""
    steps = DIGITS.split(anchor)
    order = PASSAGE_ORDER.get(steps[0], 1)
    return order, tuple([int(one) if one.isdecimal() else one for one in steps])


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
