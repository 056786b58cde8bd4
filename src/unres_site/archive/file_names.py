"""Names of files for words: for the pages of topics and of instruments."""

from __future__ import annotations

import hashlib

from unres_site.deferred import deferred

LONGEST = 40
"""Characters of words in a name; a file's name may have 255 bytes, and a character up to four."""

# matches: " "
# matches: /
# rejects: 器
# rejects: a
NOT_IN_NAME = deferred(r"[^\w-]+|_+")
"""What a name can't have of some words."""

# matches: con
# matches: com1
# matches: index
# rejects: disarmament
RESERVED = deferred("con|prn|aux|nul|(?:com|lpt)[0-9]|index")
"""Names that Windows reserves, and that of a list."""


def make_file_name(words: str) -> str:
    """A name of a file for words.

    Small letters and digits are kept, and a hyphen is put for a space. Where anything else must change, a hash of the
    words tells them apart. It is a long one, so that nobody finds two words with the same name.
    """
    folded = NOT_IN_NAME.sub("-", words.casefold())
    name = folded[:LONGEST]
    hyphenated = words.replace(" ", "-")
    is_plain = name == hyphenated and "-" not in words
    if not is_plain or RESERVED.fullmatch(name):
        digest = hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
        name = f"{name}-{digest}"

    return name
