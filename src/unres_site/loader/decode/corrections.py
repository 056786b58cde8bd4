"""A sidecar's corrections, as edits at offsets of the source. The source itself stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from unres_site.errors import Diagnostic
from unres_site.loader.decode.source import SourceText
from unres_site.settings import Correction


class Edit(NamedTuple):
    """From `start` to `end` of the source (often nothing) an editor reads `insert`, for a reason."""

    start: int
    end: int
    insert: str
    reason: str


def find_edits(
    corrections: Sequence[Correction], source: SourceText
) -> tuple[list[Edit], list[Diagnostic]]:
    """The edits by place, and what is wrong with corrections.

    A correction is wrong if its words are not on its line, or are there twice, or if it changes what another one
    changes.
    """
    lines = source.text.split("\n")
    found: list[Edit] = []
    errors: list[Diagnostic] = []
    for correction in corrections:
        line = lines[correction.line - 1] if correction.line <= len(lines) else ""
        start = sum(len(above) + 1 for above in lines[: correction.line - 1])
        if line.count(correction.find) == 1:
            found += _compare(correction, start + line.index(correction.find))
        else:
            offset = min(start, len(source.text))
            details = {"find": correction.find, "at": str(correction.line)}
            errors.append(source.diagnose("correction-unmatched", offset, **details))

    found.sort()
    for before, after in pairwise(found):
        if _overlap(before, after):
            details = {"insert": after.insert or "−", "other": before.insert or "−"}
            errors.append(
                source.diagnose("corrections-overlap", after.start, **details)
            )

    return found, errors


def _overlap(before: Edit, after: Edit) -> bool:
    return after.start < before.end or (after.start, after.end) == (
        before.start,
        before.end,
    )


def _compare(correction: Correction, start: int) -> Iterator[Edit]:
    """What changes between the words found and those that replace them; white space alone does not count."""
    old = correction.find
    new = correction.replace
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, begin, end, new_begin, new_end in matcher.get_opcodes():
        removed = old[begin:end].strip()
        insert = new[new_begin:new_end].strip()
        if tag != "equal" and (insert or removed):
            yield Edit(start + begin, start + end, insert, correction.why)
