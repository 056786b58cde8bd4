"""Where texts are many their lengths are rounded: the shards answer as lunr.js does that has the same lengths."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.search_equality import ASK, RANK, build_whole, conjunctions, demands
from tests.search_index import field_terms
from tests.search_pages import bench_page, write_search
from tests.search_texts import documents
from tests.texts import resolution
from unres_site.records import Paragraph, Run
from unres_site.search.index import fields, lengths

pytestmark = pytest.mark.browser

TEXTS, QUERIES = 120, 70
WORDS = [
    *"小武器非法贩运和军备控制问题决议大会报告",
    " small ",
    " arms ",
    " trade ",
    " 58/58 ",
]


def test_rounded_lengths_score_as_in_an_index_of_the_same_lengths(
    browser: Browser,
    site: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lengths, "BITS", 0)
    chance = random.Random(64)  # noqa: S311  (the same texts in every run)
    runs = [
        (Run(text="".join(chance.choices(WORDS, k=chance.randint(20, 900)))),)
        for _ in range(TEXTS)
    ]
    bodies = [(Paragraph("operative", "op1", "1", one),) for one in runs]
    records = [
        msgspec.structs.replace(resolution(f"A/RES/70/{number}"), body=body)
        for number, body in enumerate(bodies, 1)
    ]
    found = documents(records)
    texts = [field_terms(document) for document in found]
    exact = np.array([len(one[fields.TEXT]) for one in texts])
    assert (lengths.round_lengths(exact) != exact).sum() > TEXTS / 2
    shutil.copytree(site[0], tmp_path / "site")
    write_search(tmp_path / "site", found)
    page = bench_page(browser, tmp_path / "site")
    build_whole(page, texts)
    for demand in demands(texts, QUERIES):
        part, whole = page.evaluate(ASK, [demand.parts, demand.every_text])
        assert part == whole, demand
    for terms in conjunctions(texts, QUERIES):
        count, best, whole = page.evaluate(RANK, [terms, 10])
        assert (count, best) == (len(whole), whole[: len(best)]), terms
    page.close()
