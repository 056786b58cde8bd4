"""Whether the search page counts right what people ask in odd ways, against a count over the records.

    python benchmarks/search_odd.py SITE TEXTS [--queries 300]

SITE is a built site, TEXTS the folder of its texts. Queries are made of these by chance: pieces and words, several of
them, quoted, excluded, as alternatives, in titles, in one language, in the other Chinese script, in wide letters, with
a filter. Truth is read from the records text by text, without an index: which resolutions have what is asked.

A number that is called exact must be the true one, for the results and for each value of a filter. One that is called
the most there can be may not be smaller. Results that are found in other words are left out, as a reader can do.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser

from unres_site.loader import load
from unres_site.records import Resolution
from unres_site.search.documents import Document, make_document
from unres_site.search.index.vocabulary import strip_accents
from unres_site.search.terms.simplified import load_table, simplify
from unres_site.search.terms.stems import make_term
from unres_site.search.terms.tokens import normalize
from unres_site.workers import map_in_processes

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_browser import browsing

FIRST_LANGUAGE = "zh"

# matches: 小武器
# rejects: 武，器
HAN = re.compile("[\u4e00-\u9fff]+")

# A word that is asked for. Shorter ones may be the beginnings of others.
# matches: climate
# rejects: arms
# rejects: 1325a
WORD = re.compile(r"(?<![\w/.-])[^\W\d_\u3400-\u9fff]{5,}(?![\w/-])")

# What a quoted piece may be made of: words and the marks between them.
# matches: arms, and light weapons
# rejects: resolution 58/58
QUOTABLE = re.compile(r"[^\d\"“”«»‘’'/()\[\]\n]{12,}")

# matches: 2020 (46)
# matches: 2020 (≈ 1 046)
# rejects: 2020
OPTION = re.compile(r"\((≈ )?([0-9]+)\)$")

ANSWER = """async ([query, filters]) => {
  const [form, list] = ['search-form', 'results'].map((name) => document.getElementById(name));
  const settle = (act) => new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (list.dataset.state === 'loading') return;
      observer.disconnect();
      resolve();
    });
    observer.observe(list, { attributes: true, attributeFilter: ['data-state'] });
    act();
  });
  form.elements.q.value = query;
  for (const name of ['session', 'year', 'language']) {
    const select = form.elements[name];
    const wanted = filters[name] ?? '';
    if (![...select.options].some(({ value }) => value === wanted)) select.append(new Option(wanted, wanted));
    select.value = wanted;
  }
  await settle(() => form.requestSubmit());
  const leaveOut = document.querySelector('#advice button');
  if (leaveOut) await settle(() => leaveOut.click());
  const options = ['year', 'language'].flatMap((name) => [...form.elements[name].options].slice(1)
    .map(({ value, text }) => [name, value, text]));
  return {
    state: list.dataset.state, count: Number(list.dataset.count), exact: list.dataset.countExact === 'true',
    status: document.getElementById('status').innerText, options,
    instead: document.querySelectorAll('#advice li').length > 0 && list.children.length > 0,
  };
}"""
"""What the page says: how many resolutions, in all and for each value of two filters."""

AT_MOST = ("至多", "at most")

Test = Callable[["Text"], bool]


class Text:
    """A text as the records have it."""

    def __init__(self, document: Document) -> None:
        self.symbol, self.language = document.card.symbol, document.card.language
        self.values = {
            "language": self.language,
            "year": document.card.adopted_on[:4],
            "session": document.card.session,
        }
        self.title = fold(document.card.title)
        others = [one.text for one in document.passages if one.place != "title"]
        self.passages = [self.title, *map(fold, others)]
        self.raw = [document.card.title, *others]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words in letters, in normal form."""
        return frozenset(
            word for passage in self.passages for word in LETTERS.findall(passage)
        )


# matches: arms
# rejects: 58
LETTERS = re.compile(r"[^\W\d_\u3400-\u9fff]+")

# matches: ’
# rejects: '
APOSTROPHE = re.compile("[\u2018\u2019\u02bc]")

# matches: –
# rejects: -
HYPHEN = re.compile("[\u2010-\u2014\u2212]")


def fold(text: str) -> str:
    """A text as it is compared: in normal form and simplified, with the marks of a keyboard."""
    normal = simplify(normalize(text))
    return HYPHEN.sub("-", APOSTROPHE.sub("'", normal))


class Query(NamedTuple):
    """A query, whether a text has what is asked, and the filters that are set; `""` is one in the query itself."""

    shape: str
    words: str
    has: Test
    filters: dict[str, str] = {}  # noqa: RUF012 - nothing changes it


class Verdict(NamedTuple):
    """A query with the true number of resolutions, and what was said that is wrong."""

    query: Query
    truth: int
    said: int
    exact: bool
    faults: tuple[str, ...]


# --- what is true


def has_phrase(phrase: str) -> Test:
    """Whether a passage has a phrase, with any white space, and not within a word."""
    pattern = _make_pattern(phrase)
    bare = strip_accents(fold(phrase)) == fold(phrase)

    def test(text: Text) -> bool:
        return any(
            pattern.search(strip_accents(passage) if bare else passage)
            for passage in text.passages
        )

    return test


@lru_cache(maxsize=1 << 10)
def _make_pattern(phrase: str) -> re.Pattern[str]:
    chars = "".join(fold(phrase).split())
    start = r"(?<![^\W_\u3400-\u9fff])" if _is_letter(chars[0]) else ""
    end = r"(?![^\W_\u3400-\u9fff])" if _is_letter(chars[-1]) else ""
    return re.compile(start + r"\s*".join(map(re.escape, chars)) + end)


def _is_letter(char: str) -> bool:
    return char.isalnum() and not HAN.match(char)


def has_in_title(phrase: str) -> Test:
    """Whether the title has a phrase."""
    pattern = _make_pattern(phrase)
    return lambda text: bool(pattern.search(text.title))


def has_word(word: str, texts: Sequence[Text]) -> Test:
    """Whether a text has a form of a word, in a language that has the word itself."""
    sought = fold(word)
    languages = {text.language for text in texts if sought in text.words}

    def test(text: Text) -> bool:
        if text.language not in languages:
            return False
        term = make_term(sought, text.language)
        return any(make_term(one, text.language) == term for one in text.words)

    return test


def has_all(*tests: Test) -> Test:
    """Whether a text passes all tests."""
    return lambda text: all(test(text) for test in tests)


def has_any(*tests: Test) -> Test:
    """Whether a text passes one of the tests."""
    return lambda text: any(test(text) for test in tests)


def lacks(test: Test) -> Test:
    """Whether a text does not pass a test."""
    return lambda text: not test(text)


# --- queries


class Dice:
    """Draws pieces of texts and makes queries of them, the same in every run."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.random = random.Random("odd")  # noqa: S311 - no secrets

    def han(self, shortest: int = 2, longest: int = 6) -> str:
        """A piece of Chinese characters."""
        length = self.random.randint(shortest, longest)
        run = self._draw(lambda text: HAN.findall("\n".join(text.raw)), length)
        start = self.random.randint(0, len(run) - length)
        return run[start : start + length]

    def word(self) -> str:
        """A word in letters."""
        return self._draw(lambda text: WORD.findall("\n".join(text.raw)), 5)

    def quoted(self) -> str:
        """A few words as they are printed, from one word's edge to another's."""
        run = self._draw(lambda text: QUOTABLE.findall("\n".join(text.raw)), 12)
        start = self.random.randint(0, len(run) - 12)
        piece = run[start : start + self.random.randint(12, 40)]
        inner = re.sub(r"^\w*\W+|\W+\w*$", "", piece)
        return inner if len(inner) > 3 else self.quoted()  # noqa: PLR2004 - a word

    def title(self) -> str:
        """A piece of a title."""
        run = self._draw(lambda text: HAN.findall(text.raw[0]), 3)
        return run[: self.random.randint(2, 4)]

    def _draw(self, find: Callable[[Text], list[str]], length: int) -> str:
        while True:
            text = self.random.choice(self.texts)
            found = [one for one in find(text) if len(one) >= length]
            if found:
                return self.random.choice(found)

    def make_queries(self, count: int) -> Iterator[Query]:
        """Queries of all shapes in turn."""
        makers = [
            one for name, one in vars(type(self)).items() if name.startswith("ask_")
        ]
        for number in range(count):
            yield makers[number % len(makers)](self)

    def ask_piece(self) -> Query:
        """One piece."""
        piece = self.han(3, 10)
        return Query("piece", piece, has_phrase(piece))

    def ask_two_pieces(self) -> Query:
        """Two pieces, with odd white space."""
        one, other = self.han(), self.han()
        space = self.random.choice([" ", "\u3000", "  ", "\u00a0"])
        return Query(
            "two pieces", one + space + other, has_all(*map(has_phrase, (one, other)))
        )

    def ask_again(self) -> Query:
        """The same piece twice."""
        piece = self.han(3, 4)
        return Query("twice", f"{piece} {piece}", has_phrase(piece))

    def ask_quoted(self) -> Query:
        """A quotation."""
        piece = self.quoted()
        marks = self.random.choice(['""', "“”", "«»"])
        return Query("quoted", f"{marks[0]}{piece}{marks[1]}", has_phrase(piece))

    def ask_without(self) -> Query:
        """A piece without another."""
        one, other = self.han(2, 4), self.han(2, 3)
        has = has_all(has_phrase(one), lacks(has_phrase(other)))
        return Query("excluded", f"{one} -{other}", has)

    def ask_alternatives(self) -> Query:
        """One of two."""
        one, other = self.han(3, 5), self.han(2, 4)
        sign = self.random.choice([" OR ", " | ", " 或 "])
        has = has_any(*map(has_phrase, (one, other)))
        return Query("alternatives", one + sign + other, has)

    def ask_title(self) -> Query:
        """A piece of a title."""
        piece = self.title()
        return Query("title", f"title:{piece}", has_in_title(piece))

    def ask_word(self) -> Query:
        """A word."""
        word = self.word()
        return Query("word", word, has_word(word, self.texts))

    def ask_words(self) -> Query:
        """Two words, perhaps of two languages."""
        one, other = self.word(), self.word()
        has = has_all(has_word(one, self.texts), has_word(other, self.texts))
        return Query("two words", f"{one} {other}", has)

    def ask_mixed(self) -> Query:
        """A word and a Chinese piece."""
        word, piece = self.word(), self.han(2, 4)
        has = has_all(has_word(word, self.texts), has_phrase(piece))
        return Query("word and piece", f"{word} {piece}", has)

    def ask_wide(self) -> Query:
        """A word in wide capitals."""
        word = self.word()
        wide = "".join(
            chr(ord(char) + 0xFEE0) if char.isascii() else char for char in word.upper()
        )
        return Query("wide", wide, has_word(word, self.texts))

    def ask_traditional(self) -> Query:
        """A piece in the other Chinese script."""
        piece = self.han(3, 6)
        other = "".join(_list_traditional().get(char, char) for char in piece)
        return Query("traditional", other, has_phrase(piece))

    def ask_in_language(self) -> Query:
        """A word in one language."""
        language = self.random.choice(sorted({text.language for text in self.texts}))
        word = self.word()
        has = has_word(word, self.texts)
        return Query(
            "language",
            f"lang:{language} {word}",
            lambda text: text.language == language and has(text),
            {"": language},
        )

    def ask_filtered(self) -> Query:
        """A piece with a filter."""
        piece, name = (
            self.han(2, 5),
            self.random.choice(["session", "year", "language"]),
        )
        value = self.random.choice(self.texts).values[name]
        has = has_phrase(piece)
        return Query(
            "filtered",
            piece,
            lambda text: text.values[name] == value and has(text),
            {name: value},
        )


@lru_cache(maxsize=1)
def _list_traditional() -> dict[str, str]:
    """A traditional character for each simplified one that has some."""
    return {simple: chr(code) for code, simple in load_table().items()}


# --- answers


def judge(texts: Sequence[Text], query: Query, answer: dict[str, Any]) -> Verdict:
    """Compare what the page says with the truth."""
    having = [text for text in texts if query.has(text)]
    truth = len({text.symbol for text in having})
    said, exact = answer["count"], answer["exact"]
    faults = []
    if answer["state"] != "done":
        faults.append(f"the page says {answer['state']}")
    elif answer["instead"]:
        faults += ["found in other words only"] if truth else []
    elif exact and said != truth:
        faults.append("a wrong number is called exact")
    elif said < truth and any(words in answer["status"] for words in AT_MOST):
        faults.append("at most is too few")
    if not answer["instead"] and not query.filters:
        faults += _find_wrong_options(having, answer["options"])
    return Verdict(query, truth, said, exact, tuple(faults))


def _find_wrong_options(
    having: Sequence[Text], options: Iterable[Sequence[str]]
) -> Iterator[str]:
    """The values of filters whose numbers are wrong without a sign that they are not exact."""
    symbols = defaultdict[tuple[str, str], set[str]](set)
    for text in having:
        for name, value in text.values.items():
            symbols[name, value].add(text.symbol)
    for name, value, shown in options:
        found = OPTION.search(shown)
        if found and not found[1] and int(found[2]) != len(symbols[name, value]):
            yield f"{name} {shown}: there are {len(symbols[name, value])}"


def measure(site: Path, texts: Sequence[Text], count: int) -> Iterator[Verdict]:
    """Ask queries of all shapes."""
    with browsing(site) as (browser, host):
        yield from _ask(browser, f"{host.address}search.html", texts, count)


def _ask(
    browser: Browser, address: str, texts: Sequence[Text], count: int
) -> Iterator[Verdict]:
    page = browser.new_page()
    page.goto(address)
    for query in Dice(texts).make_queries(count):
        answer = page.evaluate(ANSWER, [query.words, query.filters])
        yield judge(texts, query, answer)
    page.close()


def read_texts(folder: Path, jobs: int = 2) -> list[Text]:
    """The texts of a folder."""
    paths = sorted(folder.rglob("*.txt"))
    records = [one for found in map_in_processes(_load, paths, jobs) for one in found]
    return [Text(make_document(record, FIRST_LANGUAGE)) for record in records]


def _load(path: Path) -> list[Resolution]:
    return list(load(path.read_bytes(), path.name).resolutions)


def lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """What was wrong, and the figures."""
    asked, exact, wrong = Counter[str](), Counter[str](), Counter[str]()
    for query, truth, said, is_exact, faults in verdicts:
        asked[query.shape] += 1
        exact[query.shape] += is_exact
        wrong[query.shape] += bool(faults)
        for fault in faults:
            yield f"{query.words!r} {query.filters or ''}: {fault} (said {said}, true {truth})"
    for shape, number in asked.items():
        yield f"{shape}: {number} asked, {exact[shape]} counted exactly, {wrong[shape]} wrong"
    yield f"all: {asked.total()} asked, {exact.total()} counted exactly, {wrong.total()} wrong"


def main() -> None:
    """Ask, and print what is wrong."""
    parser = argparse.ArgumentParser(description="Count what is asked in odd ways.")
    parser.add_argument("site", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--queries", type=int, default=300)
    asked = parser.parse_args()
    texts = read_texts(asked.texts)
    for line in lines(measure(asked.site, texts, asked.queries)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
