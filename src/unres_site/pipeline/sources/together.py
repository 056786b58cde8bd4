"""All files of texts together: which are held twice, which share symbols, and what is said of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from unres_site.archive import Summary
from unres_site.errors import Diagnostic, diagnose
from unres_site.pipeline.sources.reading import Entry
from unres_site.records import Resolution, list_passages

DUPLICATES = ("duplicate-text", "duplicate-symbol")
"""The codes of what is said of two texts that have the same symbol: in the same words, or in others."""


def drop_duplicates(
    entries: Mapping[str, Entry], record: Callable[[Summary], Resolution]
) -> tuple[tuple[Summary, ...], tuple[Diagnostic, ...]]:
    """The texts that can be published together, and a diagnostic for each one that is left out.

    Of files that share symbol and language the first by its name is published. The text of another one is left out with
    a warning if it has the same words, else with an error. `record` gives the whole record of a summary.
    """
    chosen: dict[tuple[str, str], Summary] = {}
    found: list[Diagnostic] = []
    for summary in chain.from_iterable(entry.summaries for entry in entries.values()):
        first = chosen.setdefault((summary.symbol, summary.language), summary)
        if first is not summary:
            file = summary.source.file
            other = first.source.file
            same = _have_same_words(record(first), record(summary))
            code = DUPLICATES[0 if same else 1]
            found.append(diagnose(code, file, symbol=summary.symbol, other=other))

    return tuple(chosen.values()), tuple(found)


def _have_same_words(one: Resolution, other: Resolution) -> bool:
    return _join_words(one) == _join_words(other)


def _join_words(record: Resolution) -> str:
    """All words and labels of a record, without the white space between them."""
    words = [f"{one.label}{one.text}" for one in list_passages(record)]
    text = "".join(words)
    return "".join(text.split())


def add_texts_of_files(entries: Mapping[str, Entry], symbols: set[str]) -> set[str]:
    """The symbols, those of all texts in their files, those of all texts in the files of these, and so on.

    Pages are known by their files, so all texts of a file are planned or none.
    """
    found = set(symbols)
    several = [entry.summaries for entry in entries.values()]
    groups = [{text.symbol for text in texts} for texts in several if len(texts) > 1]
    while True:
        more = [
            group for group in groups if not (found.isdisjoint(group) or group <= found)
        ]
        if not more:
            return found
        found.update(*more)


def collect_diagnostics(
    entries: Mapping[str, Entry], others: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Every diagnostic once, by file, line and column."""
    found = {str(one): one for one in others}
    for entry in entries.values():
        for one in entry.diagnostics:
            found[str(one)] = one
    return tuple(
        sorted(
            found.values(),
            key=lambda one: (one.file, one.line, one.column, one.code, one.message),
        )
    )
