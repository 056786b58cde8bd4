"""All sentences of the program and of its pages: one file a language, and what fills them in.

A message has a dotted key (`site.home`) and `{words}` that are filled in. Errors and diagnostics carry a key and their
words; the sentence is made where it is shown, in the language of the reader. `en.toml` is the source: what a terminal
and the public JSON say is its wording. Each file says at its top how messages are written.
"""

from unres_site.messages.catalogue import (
    ENGLISH,
    Catalogue,
    Message,
    get_catalogue,
    get_plural_category,
    list_interface_languages,
    say,
)

__all__ = [
    "ENGLISH",
    "Catalogue",
    "Message",
    "get_catalogue",
    "get_plural_category",
    "list_interface_languages",
    "say",
]
