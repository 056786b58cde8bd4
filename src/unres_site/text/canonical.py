"""The canonical form in which a text is read: line breaks joined, one space between Han and Latin, none between Han.

White space is the only thing that changes; every other character stays, in its order.
"""

from __future__ import annotations

import re

from unres_site.deferred import deferred

HAN = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3007\u25cb"
FULL_WIDTH = (
    "\u3000-\u3003\u3008-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
QUOTES = "“”‘’…—·"

# matches: 大会
# matches: 58，
# rejects: قرار، “A/58/1”
EAST_ASIAN = deferred(rf"[{HAN}{FULL_WIDTH}]")
"""Beside such a character the spaces change; most other scripts have none."""

# matches: 小武器 非法
# matches: 声明》 延长
# matches: 报告， 1999
# rejects: 第 58
BETWEEN_HAN = deferred(
    rf" (?:(?<=[{FULL_WIDTH}] )|(?=[{FULL_WIDTH}])|(?<=[{HAN}] )(?=[{HAN}{QUOTES}])|(?<=[{QUOTES}] )(?=[{HAN}]))"
)

# matches: 第58
# rejects: 第 58
LATIN_AFTER_HAN = deferred(rf"[A-Za-z0-9](?<=[{HAN}][A-Za-z0-9])")

# matches: 58号
# matches: 3%以下
# rejects: 58 号
LATIN_BEFORE_HAN = deferred(rf"[A-Za-z0-9%](?=[{HAN}])")

# matches: 第58
# matches: 3%以下
# rejects: 第 58 号
LATIN_BESIDE_HAN = deferred(rf"[A-Za-z0-9%](?:(?<=[{HAN}][A-Za-z0-9])|(?=[{HAN}]))")
"""Where a space is missing."""

# matches: Secretary-\nGeneral
# matches: (E/\n2004/23)
# matches: environ\u00ad\nmental
# rejects: word\nword
UNBROKEN = deferred("[-‐‑/\u00ad](?<=[^\\W_].)\\s*\\n\\s*(?=[^\\W_])")
"""A hyphen or a slash at the end of a line whose last word goes on in the next line."""

# matches: power\n-\nenhancing
# rejects: power\n- enhancing
LONE_HYPHEN = deferred(
    r"(?<=[^\W_])[^\S\n]{0,9}\n[^\S\n]{0,9}[-‐‑][^\S\n]{0,9}\n\s{0,9}(?=[^\W_])"
)
"""A hyphen on a line of its own, between the halves of a word."""


# matches: E/\n
# matches: environ\u00ad \n
# rejects: E/2004/23\n
JOIN = deferred("[-‐‑/\u00ad][^\\S\\n]*\\n")
"""A sign at the end of a line, at which a word may go on in the next line."""


def make_canonical(text: str) -> str:
    """The text in canonical form, without white space at its ends. A line break in it joins lines."""
    if "\n" in text and JOIN.search(text):
        text = UNBROKEN.sub(_keep_sign, LONE_HYPHEN.sub(_keep_hyphen, text))

    joined = " ".join(text.split())
    if joined.isascii() or not EAST_ASIAN.search(joined):
        return joined

    if LATIN_BESIDE_HAN.search(joined):
        joined = LATIN_AFTER_HAN.sub(_prepend_space, joined)
        joined = LATIN_BEFORE_HAN.sub(_append_space, joined)

    if " " in joined:
        return BETWEEN_HAN.sub("", joined)

    return joined


def _keep_hyphen(match: re.Match[str]) -> str:
    return match[0].strip()


def _keep_sign(match: re.Match[str]) -> str:
    return match[0][0]


def _append_space(match: re.Match[str]) -> str:
    return f"{match[0]} "


def _prepend_space(match: re.Match[str]) -> str:
    return f" {match[0]}"
