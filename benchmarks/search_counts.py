"""Whether the search page counts right, and what an absent phrase costs.

    python benchmarks/search_counts.py SITE TEXTS [--pieces 2000] [--dates 200] [--absent 200]

SITE is a built site, TEXTS has its texts as JSON, each a list of its passages. `benchmarks/search_chinese.py` makes
both of real texts.

Pieces of texts of 2 to 8 Han characters and dates are asked one after the other on one page. Absent phrases, of parts
that many texts have, are asked each in a context of its own, with nothing in its cache. Truth is read from the texts: a
piece is to be counted if it is in one passage, with any white space.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser

from unres_site.search.terms.simplified import simplify

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.search_browser import PATIENCE, WATCH, browsing
from benchmarks.search_host import Host

SHORTEST, LONGEST = 2, 8
NEAR = 0.05
"""Of a count: an answer that differs by less is near."""

MOST_REQUESTS, MOST_BYTES, MOST_SECONDS = 60, 300_000, 2.0
"""Of an absent phrase, up to an honest answer."""

COMMON = 300
"""Pairs of characters that most texts have: absent phrases are made of these."""

SAMPLE = 500
"""Texts in which the common pairs are counted."""

# matches: 小武器
# rejects: 武，器
HAN = re.compile("[\u4e00-\u9fff]+")

# matches: 2003年12月8日
# rejects: 2003年
DATE = re.compile("(?<![0-9])[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")

# matches: 小 武
# rejects: 小武
BLANKS = re.compile(r"\s+")

COUNT = """async (query) => {
  const [form, list] = ['search-form', 'results'].map((name) => document.getElementById(name));
  form.elements.q.value = query;
  await new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (list.dataset.state === 'done') { observer.disconnect(); resolve(); }
    });
    observer.observe(list, { attributes: true, attributeFilter: ['data-state'] });
    form.requestSubmit();
  });
  return [Number(list.dataset.count), list.dataset.countExact === 'true'];
}"""
"""What the page says for a query: how many texts, and whether that is exact."""


class Counted(NamedTuple):
    """A query with the number of texts that have it, and what the page says."""

    query: str
    truth: int
    said: int
    exact: bool


class Absence(NamedTuple):
    """What a first query for an absent phrase took, page and all, and how many texts its answer says.

    `processor` is the part of its seconds that the page's thread had a processor: other work of the machine adds none.
    """

    query: str
    requests: int
    size: int
    seconds: float
    processor: float
    said: int


class Truth:
    """The texts of a site, each as one string of its passages, simplified and without white space."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.texts = [simplify(BLANKS.sub("", "|".join(text))) for text in texts]
        self.different = Counter(self.texts)

    def count(self, phrase: str) -> int:
        """The number of texts that have a phrase; a number in it is not a part of a longer one."""
        having = [text for text in self.different if phrase in text]
        if phrase[0].isdigit():
            whole = re.compile(
                f"(?<![0-9]){re.escape(phrase)}"
            )  # a phrase of the texts
            having = [text for text in having if whole.search(text)]
        return sum(self.different[text] for text in having)

    def draw_pieces(self, dice: random.Random, count: int) -> Iterator[str]:
        """Pieces of texts, by chance."""
        while count:
            length = dice.randint(SHORTEST, LONGEST)
            runs = [
                run
                for run in HAN.findall(dice.choice(self.texts))
                if len(run) >= length
            ]
            if runs:
                run = dice.choice(runs)
                start = dice.randint(0, len(run) - length)
                yield run[start : start + length]
                count -= 1

    def draw_dates(self, dice: random.Random, count: int) -> list[str]:
        """Dates of texts, by chance, each as often as it is said."""
        said = [date for text in self.texts for date in DATE.findall(text)]
        return dice.sample(said, min(count, len(said)))

    def draw_absent(self, dice: random.Random, count: int) -> Iterator[str]:
        """Phrases of 4 to 6 characters that no text has, though many have each pair of theirs."""
        following = self._common_pairs(dice)
        while count:
            phrase = dice.choice(sorted(following))
            while len(phrase) < 4 + count % 3 and phrase[-1] in following:
                phrase += dice.choice(following[phrase[-1]])
            if len(phrase) >= 4 and not self.count(phrase):  # noqa: PLR2004 - as above
                yield phrase
                count -= 1

    def _common_pairs(self, dice: random.Random) -> dict[str, list[str]]:
        """The characters that come after each character in the commonest pairs."""
        found = Counter[str]()
        for text in dice.sample(self.texts, min(SAMPLE, len(self.texts))):
            pairs = {
                one + other for run in HAN.findall(text) for one, other in pairwise(run)
            }
            found.update(pairs)
        following: dict[str, list[str]] = {}
        for pair, _ in found.most_common(COMMON):
            following.setdefault(pair[0], []).append(pair[1])
        return following


class Sample(NamedTuple):
    """How many queries of each kind are asked."""

    pieces: int = 2_000
    dates: int = 200
    absent: int = 200


def measure(
    site: Path, texts: Sequence[Sequence[str]], sample: Sample
) -> dict[str, object]:
    """All figures of a site with these texts."""
    truth, dice = Truth(texts), random.Random("counts")  # noqa: S311 - dice, no secrets
    pieces = list(truth.draw_pieces(dice, sample.pieces))
    dates = truth.draw_dates(dice, sample.dates)
    absent = list(truth.draw_absent(dice, sample.absent))
    with browsing(site) as (browser, host):
        return {
            "pieces": list(_count(browser, site, truth, pieces)),
            "dates": list(_count(browser, site, truth, dates)),
            "absent": [_ask_absent(browser, host, phrase) for phrase in absent],
        }


def _count(
    browser: Browser, site: Path, truth: Truth, queries: Sequence[str]
) -> Iterator[Counted]:
    """What one reader is told, query by query. Read from the disk: a host takes twice the time for the same numbers."""
    page = browser.new_page()
    page.goto((site.resolve() / "search.html").as_uri())
    for query in queries:
        said, exact = page.evaluate(COUNT, query)
        yield Counted(query, truth.count(query), said, exact)
    page.close()


def _ask_absent(browser: Browser, host: Host, phrase: str) -> Absence:
    """A reader's first query."""
    host.sent.clear()
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(f"{host.address}search.html?q={quote(phrase, safe='')}")
    page.wait_for_selector(
        "#results[data-state=done]", state="attached", timeout=PATIENCE
    )
    milliseconds = page.evaluate("times.done")
    said = page.get_attribute("#results", "data-count")
    metrics = session.send("Performance.getMetrics")["metrics"]
    processor = next(one["value"] for one in metrics if one["name"] == "ThreadTime")
    context.close()
    sizes = [size for _, size in host.sent]
    seconds = milliseconds / 1000
    return Absence(phrase, len(sizes), sum(sizes), seconds, processor, int(said or 0))


def lines(figures: Mapping[str, Any]) -> Iterator[str]:
    """The figures in words. What was not measured is left out."""
    for kind in ("pieces", "dates"):
        counted = [Counted(*row) for row in figures.get(kind, ())]
        if counted:
            yield f"{kind}: {_describe_counts(counted)}"
    absences = [Absence(*row) for row in figures.get("absent", ())]
    if absences:
        yield f"absent phrases: {_describe_absences(absences)}"


def _describe_counts(counted: Sequence[Counted]) -> str:
    right = [one for one in counted if one.said == one.truth]
    near = [one for one in counted if abs(one.said - one.truth) <= NEAR * one.truth]
    sure = [one for one in counted if one.exact]
    wrong = [one for one in sure if one.said != one.truth]
    return (
        f"{len(counted)}, right {len(right) / len(counted):.1%}, within 5 % {len(near) / len(counted):.1%}, "
        f"called exact {len(sure)}, of these wrong {len(wrong)}"
    )


def _describe_absences(absences: Sequence[Absence]) -> str:
    heavy = [
        one
        for one in absences
        if one.requests > MOST_REQUESTS
        or one.size > MOST_BYTES
        or one.seconds > MOST_SECONDS
    ]
    return (
        f"{len(absences)}, requests at most {max(one.requests for one in absences)}, "
        f"KB at most {max(one.size for one in absences) / 1000:.0f}, "
        f"seconds median {statistics.median(one.seconds for one in absences):.2f}, "
        f"at most {max(one.seconds for one in absences):.2f}; of these the page's thread had "
        f"{statistics.median(one.processor for one in absences):.2f}, at most "
        f"{max(one.processor for one in absences):.2f} of a processor; beyond the bounds {len(heavy)}, "
        f"said to be found {sum(one.said > 0 for one in absences)}"
    )


def main() -> None:
    """Measure a site, and print the figures."""
    parser = argparse.ArgumentParser(description="Measure counts.")
    parser.add_argument("site", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--pieces", type=int, default=Sample().pieces)
    parser.add_argument("--dates", type=int, default=Sample().dates)
    parser.add_argument("--absent", type=int, default=Sample().absent)
    asked = parser.parse_args()
    texts = json.loads(asked.texts.read_text("utf-8"))
    sample = Sample(asked.pieces, asked.dates, asked.absent)
    for line in lines(measure(asked.site, texts, sample)):
        print(line)


if __name__ == "__main__":
    main()
