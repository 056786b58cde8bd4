"""Links to the web in words that people wrote: what may be linked to, and the bare addresses in a text."""

from __future__ import annotations

import re

from unres_site.deferred import deferred
from unres_site.site.html.markup import escape_words

SCHEMES = frozenset({"http", "https", "mailto"})

# matches: https://example.org/
# matches: java%0Ascript:alert(1)
# rejects: ../58/58.html#op1
# rejects: #op1:2
SCHEME = deferred(r"([^/?#]*):")
"""What is before the first colon of a link, if it may be a scheme."""

# matches: https://www.un.org@example.org/
# matches: //a:b@example.org
# rejects: https://example.org/@a
# rejects: a@example.org
USER = deferred(r"(?:(?i:https?):[/\\]*|[/\\]{2,})[^/?#\\]*@")
"""A web address with a user name, which a reader takes for the name of the host."""

# matches: https://unesdoc.unesco.org/ark:/48223/pf0000377863
# matches: www.un.org/disarmament/cbms.
# rejects: 58/58
# rejects: https://
ADDRESS = deferred(
    r"(?<![A-Za-z0-9])(?:https?://|www\.)[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*[#%&+\-/0-9=A-Z_a-z~]"
)
"""An address of the web. The signs that end a sentence are not its last ones."""

# matches: https://www.un.org/Depts/los/doalos_
# matches: https://www.un.org/fr/c24/
# rejects: https://www.un.org/fr/c24
OPEN_END = deferred(r"[/_\-=&]\Z")
"""How an address may end that the end of a printed line has cut in two."""

# matches: " regional-seminars/2019"
# rejects: " 和"
# rejects: 。
CONTINUATION = deferred(r"\s?[A-Za-z0-9]|\Z")
"""What follows such an address, if the rest of it does."""


def is_allowed_link(target: str) -> bool:
    """Whether words may link there: to a web page, a mail address, or a place that is given without a scheme.

    A web address with a user name is not allowed.
    """
    if USER.match(target):
        return False

    found = SCHEME.match(target)
    if found is None:
        return True

    return found[1].lower() in SCHEMES


def link_addresses(words: str) -> str:
    """Words as HTML, in which the addresses of the web are links.

    An address that may be cut in two stays as it is: its link would lead astray.
    """
    if "www." not in words and "://" not in words:  # most words have no address
        return escape_words(words)

    pieces: list[str] = []
    end = 0
    for found in ADDRESS.finditer(words):
        pieces += [escape_words(words[end : found.start()]), _link(found)]
        end = found.end()

    pieces.append(escape_words(words[end:]))
    return "".join(pieces)


def _link(found: re.Match[str]) -> str:
    printed = found[0]
    words = found.string
    target = printed if "://" in printed else f"https://{printed}"
    is_cut = OPEN_END.search(printed) and CONTINUATION.match(words, found.end())
    if is_cut or not is_allowed_link(target):
        return escape_words(printed)
    return f'<a href="{escape_words(target)}">{escape_words(printed)}</a>'
