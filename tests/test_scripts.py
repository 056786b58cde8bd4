"""The scripts of the search run without a page: patterns, terms, numbers, queries, passages and the index.

What Python writes and the scripts read is compared with what Python reads, on texts by chance.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from deno import find_deno_bin
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine import STATIC, Engine, ScriptPattern, script_patterns
from tests.search_index import field_terms, files_of_archive, value_of
from tests.search_phrases import fields, run
from tests.search_texts import Vector, documents, raw_texts, seeds, vectors
from unres_site.archive import Archive
from unres_site.search.files.constant import read_lunr_script
from unres_site.search.files.directory import make_pages
from unres_site.search.files.phrases import unpack_phrases
from unres_site.search.index.hashing import hash_text
from unres_site.search.index.numbers import encode_layers, encode_numbers
from unres_site.search.index.sharding import (
    ALONE,
    ShardDirectory,
    find_page,
    find_shard,
)
from unres_site.search.index.vocabulary import strip_accents
from unres_site.search.terms.phrases import ALPHABET as ALPHABET_OF_PHRASES
from unres_site.search.terms.phrases import read_phrase
from unres_site.search.terms.tokens import tokenize
from unres_site.search.updating.phrases import build_phrases
from unres_site.site.rendering.facts import write_facts_script, write_words_script

DATA = Path(__file__).parent / "data" / "scripts"
PURE = (
    *(
        "search/10-tokens.js",
        "search/20-numbers.js",
        "search/25-loading.js",
        "search/28-header.js",
        "search/29-build.js",
        "search/30-files.js",
    ),
    *("search/50-plain.js", "search/55-understanding.js", "search/60-terms.js"),
    *("search/70-postings.js", "search/72-index.js"),
    *("search/74-query.js", "search/76-results.js"),
    *("grammar/10-facts.js", "grammar/20-symbols.js", "grammar/30-grammar.js"),
    *(
        "snippets/05-stops.js",
        "snippets/10-passages.js",
        "snippets/25-counts.js",
        "endpoint/10-question.js",
    ),
    *("fallback/05-synonyms.js", "fallback/10-wording.js", "fallback/20-nearest.js"),
    *(
        "fallback/25-correcting.js",
        "fallback/30-share.js",
        "fallback/32-abbreviations.js",
        "fallback/35-territories.js",
        "fallback/38-titles.js",
        "fallback/40-translating.js",
    ),
)
"""The scripts that touch no page while they load."""

PLAIN = ("search/10-tokens.js", "search/50-plain.js", "search/55-understanding.js")
"""The scripts that understand a query of words."""

PATTERNS = [
    pattern
    for path in sorted(STATIC.rglob("*.js"))
    for pattern in script_patterns(path)
]
LONG, SECONDS = 150_000, 5
PATIENCE = 120
"""Seconds after which a script counts as hanging, also on a busy machine."""
ALPHABET = (
    "小武器 第号/()ab/RESxi158.-\u0301\u200d\u0640\u0130Σß\uff21\ufb01\u3248𠀀〇é٥"
)
GROUPS = st.text("小武ab", min_size=1, max_size=2)

DOCUMENT = """(files) => {
  globalThis.document = {
    createElement: () => ({}),
    head: {
      append(script) {
        (0, eval)(files[decodeURIComponent(script.src).split('?')[0]]);
        script.onload();
      },
    },
  };
}"""
"""A fake page that loads the files of an index."""

COMPARE = """([terms, wanted]) => {
  const { index } = unresSearch;
  return index.rank(terms.map((term) => [term])).then(async (ranked) => {
    const best = index.best(ranked, 0, wanted);
    return { texts: [...ranked.texts], best, asked: await index.ask(terms, best) };
  });
}"""


READ_TOKENS = """(query) => {
  const { readTokens, readOperators, straighten } = unresSearch.grammar;
  const tokens = readTokens(straighten(unresSearch.tokens.normalize(readOperators(query))));
  return tokens.filter(({ kind }) => kind !== 'sign').map(({ kind, term }) => [kind, term]);
}"""
"""The kind and the term of each token of a query."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    found = Engine()
    found.call(read_lunr_script().decode())
    found.call(write_facts_script().decode())
    found.call(write_words_script().decode())
    for script in PURE:
        found.load(STATIC / script)
    yield found
    found.close()


def cases(name: str) -> list[dict[str, Any]]:
    groups = json.loads((DATA / name).read_text("utf-8"))
    return [
        {"about": group["about"], **case} for group in groups for case in group["cases"]
    ]


# --- patterns


def name_of(pattern: ScriptPattern) -> str:
    return f"{pattern.script}:{pattern.name}"


@pytest.mark.parametrize("pattern", PATTERNS, ids=name_of)
def test_patterns_take_their_examples_and_refuse_the_others(
    engine: Engine, pattern: ScriptPattern
) -> None:
    assert pattern.matches, "no comment line `// matches: …` is above it"
    assert pattern.rejects, "no comment line `// rejects: …` is above it"
    code = f"(texts) => {{ {pattern.constants} return texts.filter((text) => text.search({pattern.name}) >= 0); }}"
    assert engine.call(code, pattern.matches) == list(pattern.matches)
    assert engine.call(code, pattern.rejects) == []


def test_every_pattern_is_a_constant() -> None:
    calls = (
        "new RegExp(",
        ".replace(/",
        ".split(/",
        ".test(",
        ".exec(",
        ".matchAll(/",
        ".match(/",
    )
    found = []
    for path in sorted(STATIC.rglob("*.js")):
        for line in path.read_text("utf-8").splitlines():
            is_constant = (
                line.strip().startswith("const ") and line.strip()[6].isupper()
            )
            is_literal = any(
                f"{call}/" in line or f"{call.rstrip('/')}/" in line for call in calls
            )
            if not is_constant and (
                is_literal
                or "/.test(" in line
                or "/.exec(" in line
                or "new RegExp" in line
            ):
                found.append(f"{path.name}: {line.strip()}")
    assert found == []


@pytest.mark.parametrize("script", sorted({pattern.script for pattern in PATTERNS}))
def test_patterns_run_in_linear_time(script: str) -> None:
    """All patterns of a script on long lines that they nearly match; a quadratic one would take minutes."""
    code = write_facts_script().decode() + write_words_script().decode()
    for pattern in PATTERNS:
        if pattern.script == script:
            lines = json.dumps(sorted(hostile_seeds(pattern)))
            code += f"""{{ {pattern.constants}
              for (const seed of {lines}) {{
                const line = seed.repeat({LONG}).slice(0, {LONG});
                for (const end of ["\\0", " \\0"]) (line + end).search({pattern.name});
              }} }}\n"""
    command = [find_deno_bin(), "run", "--no-config", "--quiet", "-"]
    before = measure_children()
    try:
        subprocess.run(
            command,
            input=code.encode(),
            check=True,
            timeout=PATIENCE,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        pytest.fail(f"the patterns of {script} take over {PATIENCE} s on long lines")
    assert measure_children() - before <= SECONDS


def measure_children() -> float:
    """Seconds of the processor that processes of this one have used and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def hostile_seeds(pattern: ScriptPattern) -> set[str]:
    """Beginnings and characters of a pattern's examples."""
    beginnings = {
        text[:end]
        for text in pattern.matches
        for end in (1, 2, 3, len(text) - 1, len(text))
        if text[:end]
    }
    return (
        beginnings
        | {char for text in pattern.matches for char in text}
        | {" ", "1", "(", "a", "第", "/", ".", ","}
    )


# --- terms


@pytest.mark.parametrize(
    "vector", vectors(), ids=lambda vector: f"{vector.about}: {vector.text!r}"
)
def test_terms_are_as_specified(engine: Engine, vector: Vector) -> None:
    assert engine.call("unresSearch.tokens.tokenize", vector.text) == vector.tokens


@given(
    st.text(
        st.sampled_from(
            "小武器 第号/()ab/RESxi158.-\u0301\u200d\u0640\u0130Σß\uff21\ufb01\u3248𠀀〇é٥"
        ),
        max_size=30,
    )
)
def test_texts_by_chance_have_the_same_terms_on_both_sides(
    engine: Engine, text: str
) -> None:
    assert engine.call("unresSearch.tokens.tokenize", text) == tokenize(text)


@given(st.text(st.characters(categories=["L"], max_codepoint=0xFFFF), max_size=20))
def test_letters_lose_the_same_accents_on_both_sides(engine: Engine, text: str) -> None:
    assert engine.call("unresSearch.tokens.stripAccents", text) == strip_accents(text)


# --- numbers and shards


@given(
    st.lists(
        st.one_of(
            st.integers(0, 100), st.integers(0, 70_000), st.integers(0, 2**31 - 1)
        ),
        max_size=40,
    )
)
def test_numbers_are_read_as_they_are_written(
    engine: Engine, numbers: list[int]
) -> None:
    text, _ = encode_numbers(np.array(numbers, dtype=np.int64))
    assert (
        engine.call("(text) => [...unresSearch.numbers.decodeNumbers(text)]", text)
        == numbers
    )


@given(
    st.lists(st.one_of(st.integers(0, 3), st.integers(0, 100)), min_size=1, max_size=60)
)
def test_layers_are_read_as_they_are_written(
    engine: Engine, numbers: list[int]
) -> None:
    code = """(text, length) => {
      const { decodeNumbers, decodeLayers } = unresSearch.numbers;
      return [...decodeLayers(decodeNumbers(text), 0, length)];
    }"""
    assert engine.call(code, encode_layers(np.array(numbers)), len(numbers)) == numbers


@given(
    term=st.text(
        st.characters(codec="utf-8", exclude_characters=ALONE), min_size=1, max_size=8
    ),
    shards=st.dictionaries(
        st.text("小武ab", min_size=1, max_size=2), st.sampled_from([1, 7])
    ),
    is_alone=st.booleans(),
)
def test_a_term_is_in_the_same_shard_on_both_sides(
    engine: Engine, *, term: str, shards: dict[str, int], is_alone: bool
) -> None:
    assert engine.call("unresSearch.files.hashText", term) == hash_text(term)
    alone = {term + ALONE: 1} if is_alone and " " not in term else {}
    directory = ShardDirectory(shards | alone, [3, 1])
    name = find_shard(term, directory)
    [(_, page)] = make_pages(directory, {name: "right"}, [find_page(term, directory)])
    code = "(term, page) => unresSearch.files.findShard(term, 2, unresSearch.files.readPage(page))"
    found = engine.call(code, term, value_of(page))
    assert found == {"name": f"terms/{name}", "digest": "right"}


# --- queries and passages


@pytest.mark.parametrize(
    "case", cases("queries.json"), ids=lambda case: f"{case['about']}: {case['query']}"
)
def test_queries_are_understood(engine: Engine, case: dict[str, Any]) -> None:
    plan = engine.call("unresSearch.understanding.understand", case["query"])
    assert plan.get("symbol") == case.get("symbol")
    if "readings" in case:
        assert [
            [summary(part) for part in parts] for parts in plan["readings"]
        ] == case["readings"]
    for key, name in (
        ("exact", "exact"),
        ("excluded", "excluded"),
        ("fields", "field"),
    ):
        if key in case:
            found = [[part.get(name) for part in parts] for parts in plan["readings"]]
            assert found == case[key]


@pytest.mark.parametrize(
    "case", cases("grammar.json"), ids=lambda case: f"{case['about']}: {case['query']}"
)
def test_a_query_is_cut_by_the_grammar(engine: Engine, case: dict[str, Any]) -> None:
    found = engine.call(READ_TOKENS, case["query"])
    assert found == case["tokens"]
    if "printed" in case:  # the index has the same term of what a text prints
        assert found[0][1] in tokenize(case["printed"])


def test_a_query_of_words_is_understood_without_the_grammar(
    engine: Engine, corpus: Path
) -> None:
    plain = Engine()
    plain.call(write_facts_script().decode())
    for script in PLAIN:
        plain.load(STATIC / script)
    queries = [case["query"] for case in cases("queries.json") + cases("grammar.json")]
    queries += list(draw_pieces(corpus, 300))
    code = """(all) => all.map((one) => unresSearch.grammar.needsGrammar(one)
      ? null : unresSearch.understanding.understand(one))"""
    found = plain.call(code, queries)
    plain.close()
    assert found == engine.call(code, queries)
    assert found.count(None) < len(queries) / 2


def draw_pieces(corpus: Path, count: int) -> Iterator[str]:
    """Pieces of real texts, by chance: of one line each."""
    chance = random.Random(13)  # noqa: S311 - the same pieces in every run
    lines = "\n".join(raw_texts(corpus, 20)).splitlines()
    long_lines = [line for line in lines if len(line) > 20]
    for line in chance.choices(long_lines, k=count):
        start = chance.randrange(len(line) - 10)
        yield line[start : start + chance.randint(2, 10)]


def test_each_rule_of_the_grammar_reads_its_example(engine: Engine) -> None:
    found = engine.call(
        """() => { const { GRAMMAR, readTokens } = unresSearch.grammar;
        return GRAMMAR.map(({ kind, example }) => [kind, readTokens(example)]); }"""
    )
    assert len(found) > 20
    for kind, [token, *_] in found:
        assert token["kind"] == kind, token


def test_a_symbol_is_understood_in_each_spelling(engine: Engine) -> None:
    rules = json.loads((DATA / "spellings.json").read_text("utf-8"))
    chance = random.Random(17)  # noqa: S311 - the same symbols in every run
    symbols = {}
    for rule in rules * 4:
        session, number = chance.randint(31, 80), chance.randint(1, 330)
        symbols[rule.format(s=session, n=number)] = f"{session}/{number}"
    code = "(all) => all.map((one) => unresSearch.understanding.understand(one).symbol)"
    found = engine.call(code, list(symbols))
    assert dict(zip(symbols, found, strict=True)) == symbols


def summary(part: dict[str, Any]) -> list[Any]:
    return [
        part["kind"],
        part.get("phrase"),
        [demand["term"] for demand in part["demands"]],
    ]


@pytest.mark.parametrize(
    "case", cases("wording.json"), ids=lambda case: f"{case['about']}: {case['given']}"
)
def test_queries_are_said_in_other_words(engine: Engine, case: dict[str, Any]) -> None:
    found = engine.call(f"unresSearch.{case['function']}", *case["given"])
    assert found == case["found"]


def test_translations_are_read(engine: Engine) -> None:
    code = """(text) => {
      const { stems, language, translations } = unresSearch.translating.readEntry(text);
      return [stems, language, [...translations]];
    }"""
    words = [["small", "arm"], "en", [["zh", ["小武器"]]]]
    assert engine.call(code, "small~en arm~en>zh:小武器") == words
    possible = [["prevent"], "en", [["zh", ["", "预防", "防止"]]]]
    assert engine.call(code, "prevent~en>zh:,预防,防止") == possible
    chinese = [["小武器"], "", [["en", ["small arms"]], ["fr", ["armes légères"]]]]
    assert engine.call(code, "小武器>en:small arms;fr:armes légères") == chinese


@pytest.mark.parametrize(
    "case", cases("passages.json"), ids=lambda case: f"{case['about']}: {case['text']}"
)
def test_parts_are_marked_where_they_are(engine: Engine, case: dict[str, Any]) -> None:
    code = """(text, cited, part) => {
      const [passage] = unresSearch.passages.read([['op1', 'operative', '1', text, cited]]);
      return unresSearch.passages.ranges(passage, part).map(([start, end]) => text.slice(start, end));
    }"""
    assert (
        engine.call(code, case["text"], case.get("cited", []), case["part"])
        == case["marked"]
    )


def test_traditional_characters_of_a_text_are_found_as_simplified(
    engine: Engine,
) -> None:
    code = """(text, phrase) => {
      const [passage] = unresSearch.passages.read([['', 'title', '', text], '輕轻']);
      return unresSearch.passages.ranges(passage, { kind: 'phrase', phrase });
    }"""
    assert engine.call(code, "小武器和輕武器", "轻武器") == [[4, 7]]


@given(
    st.text("小武器abc ，", max_size=400),
    st.lists(st.tuples(st.integers(0, 400), st.integers(1, 9)), max_size=4),
)
def test_pieces_are_the_text_and_a_snippet_is_a_part_of_it(
    engine: Engine, text: str, marks: list[tuple[int, int]]
) -> None:
    ranges = [
        [start, min(start + length, len(text))]
        for start, length in marks
        if start < len(text)
    ]
    code = "(text, ranges) => [unresSearch.passages.pieces(text, ranges), unresSearch.passages.snippet(text, ranges)]"
    pieces, snippet = engine.call(code, text, ranges)
    assert "".join(piece["text"] for piece in pieces) == text
    marked = {place for start, end in ranges for place in range(start, end)}
    assert sum(len(piece["text"]) for piece in pieces if piece["marked"]) == len(marked)
    assert "".join(piece["text"] for piece in snippet).strip("…") in text
    assert any(piece["marked"] for piece in snippet) == bool(marked)


# --- the table of counts


def test_the_table_has_the_same_characters_on_both_sides(engine: Engine) -> None:
    found = engine.call("() => [...unresSearch.counts.alphabet()].join('')")
    assert found == ALPHABET_OF_PHRASES[1:]


@settings(max_examples=30)  # each builds two tables
@given(
    st.lists(st.text("小武器和的", min_size=3, max_size=5), min_size=12, max_size=60)
)
def test_a_browser_reads_the_phrases_of_a_file(
    engine: Engine, texts: list[str]
) -> None:
    _, files = build_phrases([fields(text) for text in texts * 4], run)
    for _, content in files:
        packed = value_of(content)
        held = unpack_phrases(packed)
        names = map(read_phrase, held.keys.tolist())
        code = "(packed) => Object.fromEntries(unresSearch.counts.readPhrases(packed))"
        assert engine.call(code, packed) == dict(
            zip(names, held.counts.tolist(), strict=True)
        )


@pytest.mark.parametrize("case", cases("counts.json"), ids=lambda case: case["about"])
def test_counts_are_exact_or_say_what_they_are(
    engine: Engine, case: dict[str, Any]
) -> None:
    judged = engine.call("unresSearch.counts.judge", case["limit"], case["looked"])
    assert judged == case["judged"]


# --- the index


def test_the_index_finds_the_texts_that_have_all_terms(engine: Engine) -> None:
    archive = Archive(seeds())
    files = {
        address: content.decode()
        for address, content in files_of_archive(archive).items()
    }
    engine.call(DOCUMENT, files)
    texts = [
        {term for field in field_terms(one) for term in field}
        for one in documents(archive.ordered)
    ]
    chance = random.Random(22)  # noqa: S311 - the same queries in every run
    for number in range(60):
        terms = chance.sample(sorted(texts[number % len(texts)]), 1 + number % 3)
        expected = [place for place, held in enumerate(texts) if held.issuperset(terms)]
        found = engine.call(COMPARE, [terms, 10])
        assert found["texts"] == expected
        assert sorted(found["best"]) == expected
        assert [one["number"] for one in found["asked"]] == found["best"]
