"""Numbers that two organs have: the General Assembly and the Human Rights Council both number by session (34/24).

Words near a number say whose it is. If they say nothing, it is taken for the Assembly's; but if another place of the
same text says it of the Council, it is the Council's here, too (op10 of A/RES/75/190).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from unres_site.citations.numbers.attribution import list_rivals
from unres_site.deferred import deferred
from unres_site.records import Paragraph, Run

NEAR = 30
"""Characters within which a date belongs to a number."""

# matches: 2017 年 3 月 24 日第
# matches: du 24 mars 2017
# rejects: 34/24
YEAR = deferred(r"(?<![0-9/])(?:19|20)[0-9]{2}(?![0-9/])")


def settle_rivals(body: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs. An undated number of the Assembly that the text says of a rival elsewhere is made the rival's."""
    cited = {symbol for run in _list_runs(body) for symbol in run.cites}
    rivals: dict[str, str] = {}
    for organ in list_rivals():
        for symbol in cited:
            head, found, number = symbol.partition(f"{organ.head}/RES/")
            if found and not head and f"A/RES/{number}" in cited:
                rivals[f"A/RES/{number}"] = symbol

    if rivals:
        return _settle(body, rivals)

    return tuple(body)


def _list_runs(body: Sequence[Paragraph]) -> Iterator[Run]:
    for paragraph in body:
        yield from paragraph.runs
        yield from _list_runs(paragraph.children)


def _settle(
    body: Sequence[Paragraph], rivals: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    settled: list[Paragraph] = []
    for paragraph in body:
        runs = tuple(_settle_runs(paragraph.runs, rivals))
        children = _settle(paragraph.children, rivals)
        settled.append(replace(paragraph, runs=runs, children=children))

    return tuple(settled)


def _settle_runs(runs: Sequence[Run], rivals: Mapping[str, str]) -> Iterator[Run]:
    for index, run in enumerate(runs):
        is_doubtful = not rivals.keys().isdisjoint(run.cites)
        if is_doubtful and not _is_dated(runs, index):
            yield replace(run, cites=tuple(rivals.get(one, one) for one in run.cites))
        else:
            yield run


def _is_dated(runs: Sequence[Run], index: int) -> bool:
    """Whether a year is right before or right after a number: then its own words have said whose it is."""
    before = _join_runs(runs[:index])
    after = _join_runs(runs[index + 1 :])
    near = YEAR.search(before[-NEAR:]) or YEAR.search(after[:NEAR])
    return near is not None


def _join_runs(runs: Sequence[Run]) -> str:
    """The words of the runs, without marks of notes."""
    words = [run.text or "" for run in runs]
    return "".join(words)
