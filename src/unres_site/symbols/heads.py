"""Symbols of resolutions printed in full, as mastheads and running heads have them: `A/RES/75/10 (E)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from unres_site.deferred import deferred
from unres_site.organs.fragments import (
    PRINTED_BRACKETED,
    PRINTED_HEADS,
    PRINTED_SLASHED,
)

# matches: A/RES/58/241
# matches: A/RES/75/242 B
# matches: S/RES/1325 (2000)
# matches: A/RES/217 (III) A
# matches: A/RES/75/10 (E)
# matches: A/ RES/ 75/ 10
# matches: A/HRC/RES/40/1
# matches: E/RES/2018/1
# matches: T/RES/2200 (LXI)
# matches: A/CONF.224/RES/1
# matches: A/RES/60/28*
# rejects: A/RES/58/241的
# rejects: A/58/138
# rejects: A/CONF/RES/1
RUNNING_HEAD = deferred(
    rf"(?:{PRINTED_HEADS})\s?/\s?RES\s?/\s?(?:{PRINTED_SLASHED}|{PRINTED_BRACKETED}|\d{{1,4}})"
    r"(?:\s?\([ACEFRS]\))?(?:\s?\*{1,3})?(?!\S)",
    re.ASCII,
)

# matches: A/RES/75/10 (E)
# matches: A/RES/60/28*
# rejects: A/RES/60/28*的
LANGUAGE_LETTER = deferred(r"(?:\([ACEFRS]\)\s?\*{0,3}|\s?\*{1,3})$")


def strip_head(head: str) -> str:
    """A printed symbol without the letter of its language, a star of reissue and white space."""
    without_language = LANGUAGE_LETTER.sub("", head)
    return "".join(without_language.split())


def find_heads(text: str) -> Iterator[tuple[str, int]]:
    """The symbols printed in full in a line, with their offsets."""
    for match in RUNNING_HEAD.finditer(text):
        yield strip_head(match[0]), match.start()
