"""The addresses that a site has published, which must stay: pages, and the places on them.

They are in `addresses.txt` beside `site.yml`, a line a page. If that file is there, a build adds what it publishes. A
build that would lose an address ends before anything is published: a page that is gone, a place that is gone, or a
place whose paragraph is at another one now. `moved` in `site.yml` gives the successor of an address.

A place has a mark of the letters with which its passage begins: `op1:Xq2`. So a corrected word does not matter, and a
paragraph that has moved is found.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping

from unres_site.deferred import deferred
from unres_site.errors import UsageError
from unres_site.files import FileRefused, open_root, read_text
from unres_site.records import Resolution, list_passages

LARGEST = 64_000_000
"""Bytes of the file: a line of a text has some 500."""

HEAD = """\
# The addresses that this site has published, and the places on each page. Builds add to this file: keep it.
# A build that would lose one of them says so. Take a line out only if nobody needs its address.
"""

BESIDE = ".ris"
"""How a file ends that is beside the page of each text, and of no other page."""

LETTERS = 24
"""Letters of a passage from which its mark is made."""

MOST_NAMED = 10
"""Lost addresses that an error names."""

# matches: " "
# matches: "3."
# rejects: 回
NO_LETTER = deferred(r"[\W\d_]+")
"""What does not count in a mark: signs, digits and white space, which corrections change."""

# matches: years/2003.html
# matches: en/A/RES/58/index.html
# matches: topics/1006290.html
# matches: series/A-RES-58-58.html
# matches: en/instruments/巴黎协定.html
# rejects: A/RES/58/quality.html
# rejects: series/A-RES-58-58.paragraphs.html
# rejects: search.html
LIST_PAGE = deferred(
    r"(?:[a-z-]+/)?(?:years|topics|series|instruments)/[^/]+(?<!\.paragraphs)\.html|.+/index\.html"
)
"""Lists whose addresses are kept."""

Places = dict[str, str]
"""The marks of the places on a page, by their anchors."""


def read_addresses(path: str) -> dict[str, Places] | None:
    """The published addresses with their places; None if there is no file. Raises `UsageError`."""
    if not os.path.lexists(path):
        return None

    try:
        text = read_text(path, open_root(os.path.dirname(path) or os.curdir), LARGEST)
    except FileRefused as refused:
        words = refused.explain()
        raise UsageError("addresses-unreadable", file=path, **words) from None

    found: dict[str, Places] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            address, *places = line.split()
            found[address] = dict(map(_read_place, places))

    return found


def _read_place(place: str) -> tuple[str, str]:
    anchor, _, mark = place.partition(":")
    return anchor, mark


def write_addresses(known: Mapping[str, Places]) -> str:
    """The file with these addresses, in the order of their letters."""
    lines: list[str] = []
    for address in sorted(known):
        places = [f"{anchor}:{mark}" for anchor, mark in known[address].items()]
        lines.append(" ".join([address, *places]))

    return HEAD + "".join(f"{line}\n" for line in lines)


def list_places(record: Resolution) -> Places:
    """The places of a resolution. A line that could not be read has none: if it is read later, nothing is lost."""
    places: Places = {}
    for passage in list_passages(record):
        if passage.place not in ("unread", "title"):
            places[passage.anchor] = make_mark(passage.text)

    return places


def make_mark(text: str) -> str:
    """The mark of a passage: three signs that depend on its first letters."""
    letters = NO_LETTER.sub("", text).casefold()[:LETTERS]
    digest = hashlib.blake2b(letters.encode(), digest_size=3).digest()
    written = base64.urlsafe_b64encode(digest).decode()
    return written[:3]


def find_lost(
    known: Mapping[str, Places],
    published: Iterable[str],
    places: Mapping[str, Places],
    moved: Iterable[str],
) -> Iterator[str]:
    """The addresses that a new site would lose, each as it is named to a person.

    `published` has all pages of the new site, `places` those of the pages that may have changed, `moved` the addresses
    that have a successor.
    """
    there = set(published)
    replaced = set(moved)
    for address, before in known.items():
        if address not in there:
            yield address
        now = places.get(address)
        if now is not None:
            for anchor, lost in _find_lost_places(before, now):
                if f"{address}#{anchor}" not in replaced:
                    yield f"{address}#{lost}"


def _find_lost_places(before: Places, now: Places) -> Iterator[tuple[str, str]]:
    """The anchors that are gone or lead to another passage, each with what is said of it."""
    for anchor, mark in before.items():
        if anchor not in now:
            yield anchor, anchor
        elif now[anchor] != mark:
            heirs = [
                other
                for other, found in now.items()
                if found == mark and before.get(other) != mark
            ]
            if heirs:
                yield anchor, f"{anchor} (#{heirs[0]})"


def check_addresses(file: str, lost: Iterable[str]) -> None:
    """Raises `UsageError` that names the lost addresses, if there are any."""
    named = list(lost)
    if named:
        rest = len(named) - MOST_NAMED
        more = f" (+{rest})" if rest > 0 else ""
        shown = ", ".join(named[:MOST_NAMED]) + more
        raise UsageError("addresses-lost", addresses=shown, file=file)


def is_kept(address: str) -> bool:
    """Whether the address of a page that is not of a text is kept."""
    return LIST_PAGE.fullmatch(address) is not None


def list_text_pages(pages: Collection[str]) -> set[str]:
    """The addresses of those pages that are of texts: beside each is a file for reference managers."""
    stems = {page.removesuffix(BESIDE) for page in pages if page.endswith(BESIDE)}
    return {f"{stem}.html" for stem in stems}
