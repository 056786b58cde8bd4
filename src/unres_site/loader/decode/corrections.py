"""A sidecar's corrections, as edits at offsets of the source; the source itself stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from unres_site.errors import Diagnostic
from unres_site.loader.decode.source import SourceText
from unres_site.settings import Correction


class Edit(NamedTuple):
    """At `start` to `end` of the source (often nothing) an editor reads `insert`, for a reason."""

    start: int
    end: int
    insert: str
    reason: str


def edits(corrections: Sequence[Correction], source: SourceText) -> tuple[list[Edit], list[Diagnostic]]:
    """The edits, by place.

    A correction whose words are not on its line, or are there twice, is an error of the text; so is one that changes
    what another one changes.
    """
    lines = source.text.split("\n")
    found: list[Edit] = []
    errors: list[Diagnostic] = []
    for correction in corrections:
        line = lines[correction.line - 1] if correction.line <= len(lines) else ""
        start = sum(len(above) + 1 for above in lines[: correction.line - 1])
        if line.count(correction.find) != 1:
            errors.append(
                source.diagnose(
                    "correction-unmatched", min(start, len(source.text)), find=correction.find, at=str(correction.line)
                )
            )
            continue
        found += _edits(correction, start + line.index(correction.find))
    found.sort()
    errors += [
        source.diagnose("corrections-overlap", after.start, insert=after.insert or "−", other=before.insert or "−")
        for before, after in pairwise(found)
        if after.start < before.end or (after.start, after.end) == (before.start, before.end)
    ]
    return found, errors


def _edits(correction: Correction, start: int) -> Iterator[Edit]:
    """What changes between the words found and those that replace them; white space alone does not."""
    matcher = SequenceMatcher(None, correction.find, correction.replace, autojunk=False)
    for tag, begin, end, from_, to in matcher.get_opcodes():
        insert = correction.replace[from_:to].strip()
        if tag != "equal" and (insert or correction.find[begin:end].strip()):
            yield Edit(start + begin, start + end, insert, correction.why)
