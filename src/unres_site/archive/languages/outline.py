"""The outline of one text: what every language of a resolution must have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from unres_site.deferred import deferred
from unres_site.languages import get_language
from unres_site.languages.quantities import read_digits, read_words
from unres_site.records import Passage, Resolution, list_passages

# matches: 议程项目 43 (a)
# matches: Item 120 b)
# rejects: Agenda item
ITEM = deferred(r"\d+")
"""The number of an agenda item. Its letter is not compared, because languages write letters of their own."""


# matches: E/2005/23/Corr.1
# rejects: E/2005/23/Add.1
CORRIGENDUM = deferred(r"/Corr\.\d+$")
"""The end of a corrigendum's symbol. Many are issued in some languages only, and the others do not cite them."""


@dataclass(frozen=True)
class PassageOutline:
    """What a passage must have in common with the same passage in other languages.

    anchor    its address, which is the same in all languages
    offset    where it begins in its source, in characters; where its predecessor begins, if an editor supplied it all
    language  the code of its language
    cites     the symbols that it cites; for a corrigendum, that of the document which it corrects
    marks     the notes that it calls
    text      its words without citations and marks
    """

    anchor: str
    offset: int
    language: str
    cites: frozenset[str]
    marks: frozenset[str]
    text: str

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The values of its numbers in digits, each once."""
        return tuple(dict.fromkeys(self.said_numbers))

    @cached_property
    def said_numbers(self) -> tuple[str, ...]:
        """The values of its numbers in digits, in the order of reading."""
        return read_digits(get_language(self.language), self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The values of its numbers in words, as far as they can be read."""
        return read_words(get_language(self.language), self.text)


@dataclass(frozen=True)
class TextOutline:
    """The outline of a text: what is known of the whole text (date, meeting, agenda item, vote), and its passages."""

    facts: Mapping[str, str]
    passages: tuple[PassageOutline, ...]


def make_outline(resolution: Resolution) -> TextOutline:
    """The outline of a record."""
    found: list[PassageOutline] = []
    for passage in list_passages(resolution):
        if passage.kind == "note" and not passage.runs:
            continue  # a mark calls it, but its text is lost
        before = found[-1].offset if found else 0
        found.append(_outline_passage(passage, resolution.language, before))

    return TextOutline(_list_facts(resolution), tuple(found))


def _outline_passage(passage: Passage, code: str, before: int) -> PassageOutline:
    words: list[str] = []
    cites: set[str] = set()
    marks: set[str] = set()
    offset = passage.label_spans[0][0] if passage.label_spans else None
    for run in passage.runs:
        if offset is None and run.spans:
            offset = run.spans[0][0]
        if run.note:
            marks.add(run.note)
        cites.update(CORRIGENDUM.sub("", symbol) for symbol in run.cites)
        words.append(" " if run.cites or run.note else run.words)

    start = before if offset is None else offset
    return PassageOutline(
        passage.anchor,
        start,
        code,
        frozenset(cites),
        frozenset(marks),
        "".join(words),
    )


def _list_facts(resolution: Resolution) -> dict[str, str]:
    vote = resolution.vote
    meeting = resolution.meeting
    item = ITEM.search(resolution.get_field("agenda-item") or "")
    facts = {
        "date": resolution.adopted_on or "",
        "meeting": "" if meeting is None else str(meeting),
        "agenda-item": str(int(item[0])) if item else "",
    }
    if isinstance(vote, str):
        facts["vote"] = vote
    elif vote is not None:
        facts["vote"] = f"{vote.in_favour}-{vote.against}-{vote.abstaining}"

    return {name: value for name, value in facts.items() if value}
