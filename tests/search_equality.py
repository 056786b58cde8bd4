"""Whether the shards answer as lunr.js's whole index does: the whole index in a browser, and queries of all kinds."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from lunr.builder import Builder
from playwright.sync_api import Page

from hatch_build import check_source, read_carried_script
from tests.search_index import FieldTerms
from unres_site.search.index.fields import FIELDS, TEXT
from unres_site.search.index.lengths import round_lengths

BATCH = 50
"""Texts that go to the browser at a time."""

LOAD = """async (source) => {
  await unresSearch.index.lunrIndex([]); // gives the page's lunr.js its own names of nodes
  const shown = globalThis.lunr;
  (0, eval)(source);
  globalThis.wholeLunr = globalThis.lunr;
  globalThis.lunr = shown;
  globalThis.wholeLunr.TokenSet.prototype.toString = shown.TokenSet.prototype.toString;
}"""
"""lunr.js with its builder, which the page's own lacks."""

OPEN = """([fields, terms]) => {
  const builder = new globalThis.wholeLunr.Builder();
  builder.ref('number');
  for (const [name, boost] of Object.entries(fields)) builder.field(name, { boost });
  terms.forEach((term, rank) => {
    const none = Object.keys(fields).map((name) => [name, Object.create(null)]);
    builder.invertedIndex[term] = { _index: rank, ...Object.fromEntries(none) };
  });
  globalThis.builder = builder;
}"""

ADD = """([fields, first, texts]) => texts.forEach((lists, place) => {
  const named = fields.map((name, which) => [name, lists[which]]);
  globalThis.builder.add({ number: String(first + place), ...Object.fromEntries(named) });
})"""

CLOSE = """([field, lengths]) => {
  lengths.forEach((length, number) => { globalThis.builder.fieldLengths[`${field}/${number}`] = length; });
  globalThis.whole = globalThis.builder.build();
}"""
"""lunr.js's own index of the same terms, numbered in the shards' order so that sums of scores run alike, and with the
same lengths, which the shards round where texts are many."""

ASK = """async ([demands, everyText]) => {
  if (!globalThis.words) {
    const words = [...new Set((await unresSearch.files.wordsBetween('', '\\uffff')).map(({ term }) => term))];
    globalThis.words = new lunr.TokenSet.Builder();
    for (const word of words.sort()) globalThis.words.insert(word);
    globalThis.words.finish();
  }
  const terms = demands.flatMap((demand) => {
    if (!demand.term.endsWith('*') && !demand.editDistance) return [demand.term];
    return globalThis.words.root.intersect(lunr.TokenSet.fromClause(demand)).toArray();
  });
  const part = await unresSearch.index.lunrIndex(terms, { withEveryText: everyText });
  const ask = (index) => index.query((query) => {
    for (const demand of demands) query.clause({ ...demand, usePipeline: false });
  }).map(({ ref, score }) => [ref, score]);
  return [ask(part), ask(globalThis.whole)];
}"""

RANK = """async ([terms, wanted]) => {
  const { index } = unresSearch;
  const ranked = await index.rank(terms.map((term) => [term]));
  const asked = await index.ask(terms, index.best(ranked, 0, wanted));
  const best = asked.map(({ number, score }) => [String(number), score]);
  const found = globalThis.whole.query((query) => {
    for (const term of terms) query.clause({ term, presence: lunr.Query.presence.REQUIRED, usePipeline: false });
  }).map(({ ref, score }) => [ref, score]);
  return [ranked.texts.length, best, found];
}"""
"""The best of the texts that have all terms, as the page finds them, and as the whole index does."""

ALL = """async (given) => {{
  const answers = [];
  for (const one of given) answers.push(await ({ask})(one));
  return JSON.stringify(answers);
}}"""

KINDS = (
    "several terms",
    "required",
    "excluded",
    "by field, boosted",
    "beginning",
    "only excluded",
    "fuzzy",
)


class Demand(NamedTuple):
    """A query: its kind, Lunr's own words for it, and whether texts that have none of its terms are asked for."""

    kind: str
    parts: list[dict[str, Any]]
    every_text: bool


def build_whole(page: Page, texts: Sequence[FieldTerms]) -> None:
    """Build lunr.js's index of these texts in a page, where it is `whole`."""
    page.evaluate(LOAD, check_source(read_carried_script()))
    terms = {term for fields in texts for field in fields for term in field}
    _tell(
        page, OPEN, [FIELDS, sorted(terms, key=lambda term: term.encode("utf-16-be"))]
    )
    for first in range(0, len(texts), BATCH):
        _tell(page, ADD, [list(FIELDS), first, texts[first : first + BATCH]])
    lengths = round_lengths(np.array([len(fields[TEXT]) for fields in texts]))
    _tell(page, CLOSE, [list(FIELDS)[TEXT], lengths.tolist()])


def _tell(page: Page, script: str, given: object) -> None:
    """Call a script with a value, as one string: Playwright wraps each of many strings by itself."""
    page.evaluate(f"text => ({script})(JSON.parse(text))", json.dumps(given))


def ask_all(page: Page, ask: str, given: Sequence[object]) -> list[Any]:
    """The answer of a script to each of many questions, which go to the page together: each way there costs time."""
    answers: list[Any] = json.loads(page.evaluate(ALL.format(ask=ask), given))
    return answers


def demands(texts: Sequence[FieldTerms], wanted: int) -> Iterator[Demand]:
    """Queries of all kinds that Lunr knows: several terms, required, excluded, by field, boosted, beginnings, fuzzy."""
    chance = random.Random(241)  # noqa: S311  (the same queries in every run)
    terms = [term for fields in texts for field in fields for term in field]
    words = sorted(
        {
            term
            for term in terms
            if term.isascii() and len(term) > 3 and term[0].isalpha()
        }
    )
    for number in range(wanted):
        some = [
            {"term": term}
            for term in dict.fromkeys(chance.choices(terms, k=chance.randint(1, 5)))
        ]
        kind = KINDS[number % len(KINDS)]
        yield Demand(
            kind, _of_kind(kind, some, terms, words, chance), kind == "only excluded"
        )


def _of_kind(
    kind: str,
    some: list[dict[str, Any]],
    terms: list[str],
    words: list[str],
    chance: random.Random,
) -> list[dict[str, Any]]:
    added: dict[str, Callable[[], dict[str, Any]]] = {
        "excluded": lambda: {"term": chance.choice(terms), "presence": 3},
        "beginning": lambda: {"term": f"{chance.choice(words)[:3]}*", "presence": 2},
        "fuzzy": lambda: {"term": chance.choice(words), "editDistance": 1},
    }
    changed: dict[str, Callable[[], dict[str, Any]]] = {
        "required": lambda: {"presence": 2},
        "only excluded": lambda: {"presence": 3},
        "by field, boosted": lambda: {
            "fields": [chance.choice(list(FIELDS))],
            "boost": chance.randint(1, 9),
        },
    }
    more = [added[kind]()] if kind in added else []
    return [one | (changed[kind]() if kind in changed else {}) for one in some] + more


def conjunctions(texts: Sequence[FieldTerms], wanted: int) -> Iterator[list[str]]:
    """Terms that one text has, one to four: what a reader's query asks for."""
    chance = random.Random(22)  # noqa: S311  (the same queries in every run)
    for number in range(wanted):
        terms = [term for field in chance.choice(texts) for term in field]
        yield list(dict.fromkeys(chance.choices(terms, k=1 + number % 4)))


def lunr_in_python(texts: Sequence[FieldTerms]) -> Builder:
    """lunr.py's index of the same terms, not yet built."""
    builder = Builder()
    builder.ref("number")
    for field, boost in FIELDS.items():
        builder.field(field, boost)
    for number, fields in enumerate(texts):
        builder.add({"number": str(number), **dict(zip(FIELDS, fields, strict=True))})
    return builder
