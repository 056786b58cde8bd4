"""What a document is that is no resolution: a draft, a statement, a press release, text without letters.

Each kind has a refusal of its own, which says what it is and whether a sidecar can help.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unres_site.deferred import deferred
from unres_site.errors import Diagnostic
from unres_site.loader.decode.source import Line, SourceText

# matches: A/69/L.52
# matches: A/C.3/70/L.12/Rev.1
# matches: E/2018/L.99
# rejects: A/RES/69/52
# rejects: A/69/PV.52
DRAFT = deferred(
    r"(?:A|E|S)/(?:[A-Z0-9.]{1,12}/){0,3}L\.\d{1,4}(?:/[A-Z][A-Za-z.\d]{0,8}){0,2}\*?"
)
"""The symbol of a draft, alone on a line of the masthead."""

# matches: S/PRST/2015/14
# rejects: S/RES/2015
STATEMENT = deferred(r"S/PRST/(?:19|20)\d\d/\d{1,3}")
"""The symbol of a statement by the President of the Security Council."""

# matches: SC/14221
# matches: GA/12345
# rejects: SC/1
PRESS_RELEASE = deferred(r"(?:SC|GA|SG/SM|ECOSOC|HR/CN)/\d{4,5}")
"""The number of a press release."""

# matches: (cid:34)
# matches: \uf041
# matches: \ufffd
# rejects: 大会
UNMAPPED = deferred("\\(cid:\\d{1,5}\\)|[\ue000-\uf8ff\ufffd]")
"""What extractors give for a letter of a font that has no table of Unicode characters."""

HIGHEST = 20
"""Lines within which a document has its own symbol."""

GARBAGE = 5
"""If one character in this number has no meaning, the letters are lost."""


def explain_refusal(source: SourceText, lines: Sequence[Line]) -> Diagnostic | None:
    """What a document is, if it is known not to be a resolution."""
    unmapped = UNMAPPED.findall(source.text)
    if sum(map(len, unmapped)) * GARBAGE > len("".join(source.text.split())):
        return source.diagnose("no-letters", lines[0].start)
    for line in lines[:HIGHEST]:
        for code, takes in KINDS:
            if takes(line.text):
                return source.diagnose(code, line.start, symbol=line.text)
    return None


KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("draft", DRAFT.fullmatch),
    ("statement", STATEMENT.fullmatch),
    ("press-release", PRESS_RELEASE.fullmatch),
)
"""Kinds of documents by the diagnostic that refuses them, and what tells them."""
