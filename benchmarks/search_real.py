"""The bench of real texts in six languages, repeated under other numbers: what a host with a mixed archive has.

A folder of `../shared/corpus/seedlike` for each language has texts and their truth. The texts of one resolution have
one symbol in every copy, so that they are languages of one resolution there, too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks import search_browser, search_counts, search_words
from benchmarks.search_bench import Bench, Step

LANGUAGES = {
    "zh": ("zh", "zh-76"),
    "en": ("en",),
    "fr": ("fr",),
    "es": ("es",),
    "ru": ("ru",),
    "ar": ("ar",),
}
"""The languages with the folders of their texts."""

WORDS = 300
"""Words of each language that are asked for."""

APART = 2
"""Sessions between two copies of a text: the texts are of two sessions."""

BEYOND = 999
"""A number that no text of a session has."""

# matches: Développement durable[1],
# rejects: (a)
MARK = re.compile(r"\[\d+\]")


class Source(NamedTuple):
    """A text of the corpus, its number, and where its truth is."""

    path: Path
    session: int
    number: str

    def copy(self, session: int, number: str) -> str:
        """The text under another number."""
        own = re.compile(f"(?<![/0-9]){self.session}/{re.escape(self.number)}(?![0-9])")
        symbol = re.compile(f"(?<=A/RES/){self.session}/{re.escape(self.number)}")
        text = self.path.read_text("utf-8")
        for pattern in (symbol, own):
            text = pattern.sub(f"{session}/{number}", text)
        return text

    def read_passages(self) -> Iterator[str]:
        """Title, day of adoption, each paragraph and each note, as the truth has them.

        The enacting formula is not a passage of the search.
        """
        truth = json.loads(self.path.with_suffix(".json").read_text("utf-8"))
        yield MARK.sub("", truth["title"])
        yield truth["date_text"] or ""
        for row in (*truth["blocks"], *truth["notes"]):
            yield MARK.sub("", row["text"])


class Copy(NamedTuple):
    """A text of the archive, and what it is a copy of."""

    source: Source
    session: int

    @property
    def path(self) -> Path:
        """Its file, below the folder of its language."""
        return Path(f"{self.session}-{self.source.number.replace(' ', '')}.txt")


def list_sources(corpus: Path, language: str) -> list[Source]:
    """The texts of a language, but those of special sessions: their copies would need names."""
    paths = [
        path
        for folder in LANGUAGES[language]
        for path in sorted((corpus / "seedlike" / folder).glob("*.txt"))
    ]
    found = []
    for path in paths:
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        session, _, number = truth["symbol"].removeprefix("A/RES/").partition("/")
        if session.isdecimal():
            found.append(Source(path, int(session), number))
    return found


def list_copies(sources: list[Source], wanted: int) -> list[Copy]:
    """So many texts: each source as it is, then under numbers of later sessions: early ones had none with a slash."""
    return [
        Copy(source, source.session + APART * (at // len(sources)))
        for at in range(wanted)
        for source in [sources[at % len(sources)]]
    ]


class RealBench(Bench):
    """Real texts, so many, as many of each language."""

    def __init__(self, size: int, folder: Path, corpus: Path) -> None:
        super().__init__(folder / f"search-real-{size}")
        self.size, self.corpus = size, corpus
        self.sample = search_counts.Sample()

    @cached_property
    def copies(self) -> dict[str, list[Copy]]:
        """The texts of each language."""
        return {
            language: list_copies(
                list_sources(self.corpus, language), self.size // len(LANGUAGES)
            )
            for language in LANGUAGES
        }

    def steps(self) -> dict[str, Step]:
        """The steps by name."""
        return {
            "texts": Step(self.texts, "texts"),
            "build": Step(self.build, "size"),
            "counts": Step(self.counts, "counts"),
            "words": Step(self.words, "words"),
            "pagefind": Step(self.pagefind, "pagefind"),
            "changes": Step(self.changes, "changes"),
        }

    def texts(self) -> None:
        """Write the texts."""
        for language, copies in self.copies.items():
            folder = self.folder / "texts" / language
            folder.mkdir(parents=True, exist_ok=True)
            for source, session in copies:
                path = folder / Copy(source, session).path
                path.write_text(source.copy(session, source.number), "utf-8")
        self.note(texts=sum(map(len, self.copies.values())))

    def counts(self) -> None:
        """What the page counts of the Chinese texts, and what it loads for phrases that none has."""
        sources = {source for source, _ in self.copies["zh"]}
        passages = {source: list(source.read_passages()) for source in sources}
        texts = [passages[source] for source, _ in self.copies["zh"]]
        self.note(counts=search_counts.measure(self.site, texts, self.sample))

    def words(self) -> None:
        """Whether the first ten texts that are found for a word are in a language that has it."""
        with search_browser.browsing(self.site) as (browser, host):
            self.note(words=list(search_words.check_languages(browser, host, WORDS)))

    def changes(self) -> None:
        """One text changed, and one more, wherever it sorts."""
        sessions = [session for _, session in self.copies["en"]]
        changed, again = self.copies["en"][1], self.copies["zh"][-1]
        places = {
            "first": ("zh", min(sessions) - 1),
            "in the middle": ("fr", (min(sessions) + max(sessions)) // 2),
            "among the newest": ("ar", max(sessions)),
            "last": ("ru", max(sessions) + 1),
        }
        more = {
            f"one text more that sorts {place} ({language})": self._make_more(*where)
            for place, where in places.items()
            for language in where[:1]
        }
        self.change(
            {
                "the other tree": self._make_other("en", changed),
                "one text changed": self._make_other("zh", again),
            }
            | more
        )

    def _make_other(self, language: str, copy: Copy) -> tuple[Path, str]:
        """A text of the archive with other years."""
        source, session = copy
        text = source.copy(session, source.number)
        return Path(language) / copy.path, text.replace("2020", "2009")

    def _make_more(self, language: str, session: int) -> tuple[Path, str]:
        """A text that is not in the archive."""
        source, _ = self.copies[language][0]
        text = source.copy(session, str(BEYOND))
        return Path(language) / f"{session}-{BEYOND}.txt", text
