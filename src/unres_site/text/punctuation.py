"""The signs that end paragraphs and sentences in the six languages."""

from __future__ import annotations

from collections.abc import Iterable

from unres_site.deferred import deferred

COMMAS = "，,،"
COLONS = ":："
SEMICOLONS = "；;؛"
ENDS = f"{SEMICOLONS}。.:：？！?!"
CLOSERS = "”’»」』）)]》\"'"
"""Signs that may follow the one that ends a sentence."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad "
"""Signs without width that extractors leave at the ends of lines."""


def find_ending(texts: Iterable[str]) -> str:
    """Return the last sign of a paragraph: `；`. Its texts are given from the last to the first.

    A sign that closes a quotation or brackets is followed by the last sign within: `”。`. Empty if there are no words.
    """
    for text in texts:
        if bare := text.rstrip(INVISIBLE):
            last = bare[-1]
            if last in CLOSERS:
                return last + bare.rstrip(CLOSERS)[-1:]
            return last

    return ""


# matches: framework; and
# matches: 审议；以及
# rejects: framework
# rejects: 审议，国家
LIST_GOES_ON = deferred(r"[;；؛]\s*[^\W\d_]{1,6}\s*$")
"""What an item of a list may end with after its sign: `and`, `или`, `以及`."""

LONGEST_JOIN = 3
"""Characters of the longest sign or word between two note marks: `、`, `, `, `and`."""


def is_join(text: str) -> bool:
    """Whether words between two note marks only join the marks. The paragraph then ends before the first mark."""
    return len(text.strip()) <= LONGEST_JOIN


def is_among(ending: str, signs: str) -> bool:
    """Whether one of the two signs that `find_ending` gives is among these."""
    if not ending:
        return False

    first = ending[0]
    last = ending[-1]
    return first in signs or last in signs
