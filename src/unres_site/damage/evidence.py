"""What the finders of damage look at, and what they give back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from unres_site.languages import Language, get_language
from unres_site.records import Passage, Resolution, Run, Span, list_passages
from unres_site.symbols import Symbol, parse
from unres_site.text.labels import Label, read_label
from unres_site.text.punctuation import COMMAS, ENDS, find_ending, is_among, is_join


class Damage(NamedTuple):
    """One damage: its code, the offset at which it shows, and the words that fill its sentence."""

    code: str
    offset: int
    details: Mapping[str, object]


class PrintedLine(NamedTuple):
    """Words of one line of the source that follow each other there, from `start` on."""

    start: int
    text: str


class PrintedPassage:
    """A passage as it is printed in its source.

    words   the runs that are words of the source: no note marks, nothing that an editor inserts or replaces
    label   the label before it, with all lists that it may belong to; None without a label
    depth   0 for paragraphs and headings, more for sub-paragraphs
    ending  how its words end (see `find_ending`)

    is_paragraph  whether it is a preambular, operative or sub-paragraph
    outer_number  the number of an operative paragraph; None if it has none
    """

    def __init__(self, passage: Passage, source: str, language: Language) -> None:
        self.passage = passage
        self.kind = passage.kind
        self.source = source
        self.words = [
            run for run in passage.runs if run.note is None and run.insert is None
        ]
        self.label = _read_passage_label(passage, language)
        self.depth = passage.depth
        if passage.kind == "subparagraph":
            self.depth = max(passage.depth, 1)

        self.ending = find_ending(_list_words_from_end(passage.runs))
        self.is_paragraph = self.kind in ("preambular", "operative", "subparagraph")
        self.outer_number = self._read_outer_number()

    def _read_outer_number(self) -> int | None:
        if self.label is None or self.depth or not self.is_paragraph:
            return None

        family, number = self.label.readings[0]
        if family in ("operative", "ideograph"):
            return number
        return None

    @cached_property
    def text(self) -> str:
        """Its words, as the record has them."""
        words = [run.text or "" for run in self.words]
        return "".join(words)

    @property
    def spans(self) -> Sequence[Span]:
        """The spans of its words."""
        return [span for run in self.words for span in run.spans]

    @property
    def lines(self) -> Iterator[PrintedLine]:
        """Its words as the source has them."""
        for start, end in self.spans:
            at = start
            for line in self.source[start:end].split("\n"):
                yield PrintedLine(at, line)
                at += len(line) + 1

    @property
    def start(self) -> int:
        """The offset of its first character, label and marks included."""
        of_runs = [run.spans for run in self.passage.runs]
        spans = [self.passage.label_spans, *of_runs]
        first = next(filter(None, spans))
        start, _ = first[0]
        return start

    def ends_with(self, signs: str) -> bool:
        """Whether the last sign, closing quotes and brackets apart, is one of `signs`."""
        return is_among(self.ending, signs)

    @property
    def is_open(self) -> bool:
        """Whether it has words, and they end without a sign."""
        if not self.ending:
            return False
        return not self.ends_with(ENDS + COMMAS)


def _list_words_from_end(runs: Sequence[Run]) -> Iterator[str]:
    """The printed words from the last to the first, without what joins two marks (`，1、2`)."""
    for index in range(len(runs) - 1, -1, -1):
        run = runs[index]
        is_between = (
            0 < index < len(runs) - 1
            and runs[index - 1].note is not None
            and runs[index + 1].note is not None
        )
        if run.text and run.note is None and not (is_between and is_join(run.text)):
            yield run.text


def _read_passage_label(passage: Passage, language: Language) -> Label | None:
    """The label as printed, or the number where a source prints no labels, or prints another one than was read."""
    if passage.kind in ("title", "note"):
        return None

    label = _read_label(passage.label, language.code) if passage.label else None

    if passage.depth or not passage.number:
        return label

    is_misread = label is not None and label.family == "operative"
    if label is None or (is_misread and label.number != passage.number):
        return _read_label(f"{passage.number}.", language.code)

    return label


@lru_cache(maxsize=4096)
def _read_label(printed: str, code: str) -> Label | None:
    """The label that is printed so; the same few come in all texts. A space after it tells it from a number."""
    return read_label(f"{printed} ", get_language(code))


class Evidence:
    """A resolution and the text of its source, for the finders.

    resolution  the record to look at
    is_first    whether it is the first resolution of its source
    number      the number before the title; parts of one text have it in common
    source      the characters that spans count
    """

    def __init__(
        self, resolution: Resolution, first: Resolution, source: str, language: Language
    ) -> None:
        self.resolution = resolution
        self.is_first = resolution is first
        self.number = first.get_field("number")
        self.source = source
        self.language = language
        self.passages: Sequence[PrintedPassage] = [
            PrintedPassage(one, source, language) for one in list_passages(resolution)
        ]
        self.title = self.passages[0]
        self.paragraphs = self.passages[1 : len(self.passages) - len(resolution.notes)]
        """All paragraphs and headings of the body and of annexes, and the titles of annexes."""

    @cached_property
    def symbol(self) -> Symbol:
        """The symbol of the resolution."""
        return parse(self.resolution.symbol)

    @cached_property
    def calls(self) -> Mapping[str, Run]:
        """The first mark of each note, by the note's number, in reading order."""
        first: dict[str, Run] = {}
        for passage in (self.title, *self.paragraphs):
            for run in passage.passage.runs:
                if run.note is not None:
                    first.setdefault(run.note, run)

        return first

    def find_last_sign(self, spans: Sequence[Span]) -> tuple[int, str]:
        """The offset of the last printed character of some spans, and up to eight characters of its line there."""
        end = spans[-1][1]
        line_start = self.source.rfind("\n", 0, end) + 1
        start = max(spans[0][0], line_start)
        line = self.source[start:end].rstrip()
        last = start + max(len(line) - 1, 0)
        words = line.lstrip()
        return last, words[-8:]

    def find_line(self, offset: int) -> int:
        """The line of a character, from 1."""
        return self.source.count("\n", 0, offset) + 1


Finder = Callable[[Evidence], Iterator[Damage]]
