"""Words, dates and symbols in many spellings, on a built site of real texts: whether the search understands each.

    python benchmarks/search_words.py SITE [--words 500] [--checks languages,errors,characters,dates,symbols,typing]

SITE is a site that was built from all of `../shared/corpus/seedlike`. All samples are the same in each run.

    languages  the first ten results for a word are in languages that have it, those of the page's language first
    errors     a word with an error by chance (a letter missing, too many, wrong, two swapped): the word is among the
               nearest ones, or another one of its term; and a right word is found as it is
    characters a piece of a title with one wrong character: a resolution with this title is among the first three
    dates      a date in six ways to write it asks for the texts that were adopted on that day
    symbols    a symbol in a spelling by rule asks for this symbol
    typing     kilobytes that a word typed at 350 ms a key loads, and with all passages after a pause
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_browser import browsing
from benchmarks.search_first import FIRST_TEN
from benchmarks.search_host import Host
from benchmarks.search_typed import ASK, FIRST

LANGUAGES = ("en", "fr", "es", "ru", "ar")
LEAST = 4
"""Letters of a word that gets an error."""

KEY = 350
"""Milliseconds between two keys."""

PAUSE = 3000
"""Milliseconds after which all passages are there."""

TYPED = ("小武器", "裁军", "terrorism", "desarme", "разоружение", "mercenaries")

WORDS = """async () => {
  const { files } = unresSearch;
  const found = await files.wordsBetween('', '\\uffff');
  return found.map(({ word, term }) => [word, term]);
}"""
"""The words of the archive, with their terms."""

NEAREST = """async (words) => {
  await unresSearch.files.snippets();
  await unresSearch.files.fallback();
  const { query, nearest } = unresSearch;
  const found = [];
  for (const word of words) {
    const { ranked } = await query.find(await query.understandInEitherScript(word));
    found.push(ranked.texts.length ? null : await nearest.nearestWords(word));
  }
  return found;
}"""
"""For each word the nearest ones; null if the archive has it, or longer ones: then it may be another word."""

UNDERSTOOD = """async (queries) => {
  await unresSearch.files.grammar();
  return queries.map((query) => {
    const { readings: [[part]] } = unresSearch.understanding.understand(query);
    return part && part.kind === 'symbol' || part && part.kind === 'fact' ? part.term : null;
  });
}"""
"""For each query its only symbol or fact."""

MAIN_TERMS = """(symbols) => symbols.map((symbol) =>
  unresSearch.tokens.symbolTerms(unresSearch.tokens.normalize(symbol))[0])"""

SPELLINGS = (
    "{symbol}",
    "{lower}",
    "{session}/{number}",
    "A-RES-{session}-{number}",
    "A RES {session} {number}",
    "A.RES.{session}.{number}",
    "A\\RES\\{session}\\{number}",
    "A:RES:{session}:{number}",
    "ARES{session}{number:0>2}",
    "A/RES/{session}/{number}.",
    "A/RES/{session}/{number} (8 December 2003)",
    "A/RES/{session}/{number}, para. 3",
    "第{session}/{number}号决议",
    "第 {session}/{number} 号决议，第3段",
    "大会第{session}/{number}号决议",
    "resolution {session}/{number}",
    "General Assembly resolution {session}/{number}",
    "résolution {session}/{number}",
    "resolución {session}/{number} de la Asamblea General",
    "резолюция {session}/{number}",
    "القرار {session}/{number}",
    "https://undocs.org/en/A/RES/{session}/{number}",
    "A_RES_{session}_{number}.html",
    "a_res_{session}_{number}-zh.txt",
    "第{session}届会议第{number}号决议",
    "“{symbol}”",
    "（{session}/{number}）",
)

MONTHS = {
    "en": "January February March April May June July August September October "
    "November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre "
    "novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября "
    "ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}

# matches: resolution
# rejects: 58/58
LETTERS = re.compile(r"[^\W\d_]+")

# matches: 小武器
# rejects: 58/58
HAN = re.compile("[\u4e00-\u9fff]+")

SHORTEST_PIECE, LONGEST_PIECE = 4, 8
"""Characters of a piece that gets a wrong one."""


def open_page(browser: Browser, host: Host, language: str) -> Page:
    """The search page of a language."""
    folder = "" if language == "zh" else f"{language}/"
    page = browser.new_page()
    page.goto(f"{host.address}{folder}search.html")
    page.wait_for_function("globalThis.unresSearch && unresSearch.results")
    return page


def list_words(page: Page) -> dict[str, set[str]]:
    """The words of each language."""
    found: dict[str, set[str]] = {language: set() for language in LANGUAGES}
    for word, terms in list_terms(page).items():
        for language in {term.partition("~")[2] for term in terms} & found.keys():
            if LETTERS.fullmatch(word):
                found[language].add(word)
    return found


def list_terms(page: Page) -> dict[str, set[str]]:
    """The terms of each word. Words of one term are searched together."""
    found = defaultdict[str, set[str]](set)
    for word, term in page.evaluate(WORDS):
        found[word].add(term)
    return found


def add_error(word: str, chance: random.Random) -> str:
    """A word with one error."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(word)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def spell_date(year: int, month: int, day: int) -> list[str]:
    """A date in six languages."""
    names = {language: words.split()[month - 1] for language, words in MONTHS.items()}
    return [
        f"{year}年{month}月{day}日",
        f"{day} {names['en']} {year}",
        f"{day}{'er' if day == 1 else ''} {names['fr']} {year}",
        f"{day} de {names['es']} de {year}",
        f"{day} {names['ru']} {year} года",
        f"{day} {names['ar']} {year}",
    ]


def check_languages(browser: Browser, host: Host, wanted: int) -> Iterator[str]:
    """Words of each language, asked on the page of that language."""
    for language in LANGUAGES:
        page = open_page(browser, host, language)
        held = list_words(page)
        chance = random.Random(f"languages {language}")  # noqa: S311 - dice, no secrets
        words = chance.sample(sorted(held[language]), wanted)
        good = 0
        for word, found in zip(words, page.evaluate(FIRST_TEN, words), strict=True):
            own = found.count(language)
            allowed = {one for one in LANGUAGES if word in held[one]}
            good += bool(own and found[:own] == [language] * own) and set(found) <= (
                allowed | {"zh"}
            )
        yield f"| languages, {language} | {wanted} | {good} |"
        page.close()


def check_errors(browser: Browser, host: Host, wanted: int) -> Iterator[str]:
    """Words with an error, and the same words without it."""
    for language in LANGUAGES:
        page = open_page(browser, host, language)
        words, terms = list_words(page), list_terms(page)
        every = set().union(*words.values())
        chance = random.Random(f"errors {language}")  # noqa: S311 - dice, no secrets
        right = [word for word in sorted(words[language]) if len(word) >= LEAST]
        sample = chance.sample(right, min(wanted, len(right)))
        wrong = [(word, add_error(word, chance)) for word in sample]
        asked = [(word, typed) for word, typed in wrong if typed not in every]
        answers = page.evaluate(NEAREST, [typed for _, typed in asked])
        judged = [
            not terms[word].isdisjoint(chain.from_iterable(terms[one] for one in found))
            for (word, _), found in zip(asked, answers, strict=True)
            if found is not None
        ]
        false = sum(found is not None for found in page.evaluate(NEAREST, sample))
        yield f"| errors, {language} | {len(judged)} | {sum(judged)} |"
        yield f"| right words that are called wrong, {language} | {len(sample)} | {false} |"
        page.close()


def check_characters(browser: Browser, host: Host, wanted: int) -> Iterator[str]:
    """Pieces of Chinese titles with a wrong character."""
    titles = read_titles(host.folder)
    chance = random.Random("characters")  # noqa: S311 - dice, no secrets
    every = "".join(titles.values())
    page = open_page(browser, host, "zh")
    asked = good = 0
    while asked < wanted:
        title = chance.choice(sorted(titles.values()))
        length = chance.randint(SHORTEST_PIECE, LONGEST_PIECE)
        start = chance.randrange(max(1, len(title) - length))
        piece = title[start : start + length]
        at = chance.randrange(len(piece))
        typed = piece[:at] + chance.choice(every) + piece[at + 1 :]
        if not HAN.fullmatch(piece) or not HAN.fullmatch(typed) or typed in every:
            continue
        asked += 1
        _, found = page.evaluate(ASK, typed)
        good += any(piece in titles.get(symbol, "") for symbol in found[:FIRST])
    yield f"| errors, zh | {asked} | {good} |"


def read_titles(site: Path) -> dict[str, str]:
    """The titles of the site's first language by symbol."""
    records = (
        json.loads(path.read_text("utf-8")) for path in site.glob("A/RES/*/*.json")
    )
    return {
        record["symbol"]: record["title"] for record in records if record.get("title")
    }


def check_dates(browser: Browser, host: Host, wanted: int) -> Iterator[str]:
    """Dates by chance in six languages."""
    page = open_page(browser, host, "zh")
    chance = random.Random("dates")  # noqa: S311 - dice, no secrets
    queries: list[str] = []
    terms: list[str] = []
    for _ in range(wanted):
        date = chance.randint(1946, 2026), chance.randint(1, 12), chance.randint(1, 28)
        spelled = spell_date(*date)
        queries += spelled
        terms += ["{}年{}月{}日".format(*date)] * len(spelled)
    found = page.evaluate(UNDERSTOOD, queries)
    wrong = [
        query
        for query, term, own in zip(queries, terms, found, strict=True)
        if own != term
    ]
    yield f"| dates | {len(queries)} | {len(queries) - len(wrong)} |"
    yield from (f"  wrong: {query}" for query in wrong[:5])


def check_symbols(browser: Browser, host: Host, wanted: int) -> Iterator[str]:
    """Symbols by chance, each in a spelling by rule."""
    page = open_page(browser, host, "zh")
    chance = random.Random("symbols")  # noqa: S311 - dice, no secrets
    queries: list[str] = []
    symbols: list[str] = []
    for at in range(2 * wanted):
        session, number = chance.randint(31, 80), chance.randint(1, 320)
        symbol = f"A/RES/{session}/{number}"
        symbols.append(symbol)
        spelling = SPELLINGS[at % len(SPELLINGS)]
        values: dict[str, Any] = {"session": session, "number": number}
        queries.append(spelling.format(symbol=symbol, lower=symbol.lower(), **values))
    found = page.evaluate(UNDERSTOOD, queries)
    wrong = [
        query
        for query, symbol, own in zip(queries, symbols, found, strict=True)
        if (own or "").removeprefix("a/res/") != symbol.removeprefix("A/RES/")
    ]
    yield f"| symbols | {len(queries)} | {len(queries) - len(wrong)} |"
    yield from (f"  wrong: {query}" for query in wrong[:8])


def check_typing(browser: Browser, host: Host, _: int) -> Iterator[str]:
    """What is loaded while a word is typed, besides page, style and scripts of the page itself."""
    for word in TYPED:
        page = open_page(browser, host, "en" if word.isascii() else "zh")
        page.wait_for_timeout(KEY)
        host.sent.clear()
        for key in word:
            page.locator("#q").press_sequentially(key)
            page.wait_for_timeout(KEY)
        page.wait_for_timeout(2 * KEY)
        typed = host.counted() / 1000
        page.wait_for_timeout(PAUSE)
        yield f"| typing {word} | {typed:.1f} KB | {host.counted() / 1000:.1f} KB |"
        page.close()


CHECKS = {
    "languages": check_languages,
    "errors": check_errors,
    "characters": check_characters,
    "dates": check_dates,
    "symbols": check_symbols,
    "typing": check_typing,
}


def measure(site: Path, checks: Sequence[str], wanted: int) -> Iterator[str]:
    """A table in Markdown."""
    yield "| what is asked | queries | right |"
    yield "|---|---|---|"
    with browsing(site) as (browser, host):
        for name in checks:
            yield from CHECKS[name](browser, host, wanted)


def main() -> None:
    """Read the command line, and print."""
    parser = argparse.ArgumentParser(description="Ask words, dates and symbols.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--checks", default=",".join(CHECKS))
    asked = parser.parse_args()
    for line in measure(asked.site, asked.checks.split(","), asked.words):
        print(line, flush=True)


if __name__ == "__main__":
    main()
