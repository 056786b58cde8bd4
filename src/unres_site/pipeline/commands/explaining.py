"""What a diagnostic means, in the terminal: its name, its cause, and what to do, from the archivist's guide."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from unres_site.errors import UsageError, list_severities
from unres_site.messages import ENGLISH, say
from unres_site.site.reports.guide import read_guide


def explain_code(code: str) -> str:
    """The entry of the guide, in a few lines. Raises UsageError for a code that no diagnostic has."""
    entries = read_guide(ENGLISH)
    if code not in entries:
        near = difflib.get_close_matches(code, entries, 1)
        if near:
            raise UsageError("code-misspelt", code=code, near=near[0])
        raise UsageError("code-unknown", code=code)

    entry = entries[code]
    title = say("guide.entry", code=code, severity=list_severities()[code])
    cure = f"{say('guide.cure')} {entry.cure.strip()}"
    return f"{title}\n{entry.name}. {entry.cause}{cure}"


def list_codes() -> Iterator[str]:
    """A line for each diagnostic: its code and its name."""
    for code, entry in read_guide(ENGLISH).items():
        yield f"{code:22} {entry.name}"
