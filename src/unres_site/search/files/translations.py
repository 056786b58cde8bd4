"""The files of the table of translations, and the list of their digests.

A file has entries, separated by `!`. What is looked up has stems with their language, or a Chinese word:

    small~en arm~en>zh:小武器
    prevent~en>zh:,预防,防止
    小武器>en:small arms;fr:armes légères

The first translation in a language is the likely one; without it, all others are only possible.

A hash of the beginning of an entry chooses its file: the first three letters, or the first two Chinese characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from unres_site.search.files.scripts import make_listing, make_script, read_digest
from unres_site.search.index.hashing import hash_text
from unres_site.search.terms.stems import SIGN, get_stem
from unres_site.search.translating.table import Translations

ROOM = 4_000
"""Characters of a file on average, at most."""

LETTERS, CHARACTERS = 3, 2
"""Of the beginning of an entry, by which its file is chosen."""

LISTING = "translations"
"""The name of the list of digests. It is the last file."""


def make_translation_files(table: Translations) -> Iterator[tuple[str, bytes]]:
    """The files of a table, and last the list of their digests."""
    entries = sorted((key, _write_entry(key, found)) for key, found in table.items())
    size = sum(len(entry) for _, entry in entries)
    files = 1 << max(0, -(-size // ROOM) - 1).bit_length()
    held = defaultdict[int, list[str]](list)
    for key, entry in entries:
        held[hash_text(find_beginning(key)) % files].append(entry)

    digests = []
    for number in range(files):
        file = make_script(f"{LISTING}/{number}", "!".join(held[number]))
        digests.append(read_digest(file[1]))
        yield file

    yield make_listing(LISTING, digests)


def find_beginning(key: str) -> str:
    """The beginning of an entry, by which its file is chosen."""
    first = key.split(" ", maxsplit=1)[0]
    if SIGN in first:
        return get_stem(first)[:LETTERS]
    return first[:CHARACTERS]


def _write_entry(key: str, found: dict[str, list[str]]) -> str:
    values = [
        f"{language}:{','.join(words)}" for language, words in sorted(found.items())
    ]
    return f"{key}>{';'.join(values)}"
