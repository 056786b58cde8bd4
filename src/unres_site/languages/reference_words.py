"""The words by which a language refers to places, treaties and records: the `[references]` table of its file.

Patterns have `{number}` where the number is, `{letter}` for one that is a letter only, `{volume}` for a volume's,
`{months}` and `{year}` for the time of a supplement. A space may be missing; `*` is the ending of a word, or, in
`about`, anything within the clause.
"""

from __future__ import annotations

from typing import Literal

import msgspec

PlaceKind = Literal[
    "part",
    "annex",
    "appendix",
    "enclosure",
    "chapter",
    "section",
    "article",
    "principle",
    "paragraph",
]
"""Kinds of places in a document."""

Act = Literal[
    "recalls",
    "reaffirms",
    "welcomes",
    "notes",
    "requests",
    "decides",
    "follows",
    "other",
]
"""What a paragraph does with what it cites. `follows`: it acts in accordance with it; `other`: something else."""


class ReferenceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that refer to more than a document by its symbol, or to less.

    acts         beginnings of words near the beginning of a paragraph that tell what it does
    agenda       words for the agenda of a later session, in which items are included
    places       what places in a document are called; a pattern without a number counts only beside what it is in
    repeats      words of a note for what the note before it cites (`Ibid.`)
    meetings     words for a meeting, whose records a repeat names (Ibid., 1900th meeting)
    said         words for the resolution that was named last (that resolution)
    also         words before one more place in the same document (see also)
    own          words by which a text means itself (the present resolution)
    here         words for the text above and below
    treaties     volume and number in the United Nations' Treaty Series
    supplements  numbers of the Official Records' supplements, or the months that they are for
    of           words between a place and the document that follows it (paragraph 3 of resolution 60/1)
    genitive     whether nothing may be there instead
    determiners  articles and pronouns that may follow `of`
    documents    words for a document that may be beside its symbol
    about        what may be between a resolution and its place: what it is about (号决议关于…的第三节)
    points       words for a point, after its letter in brackets
    subpoints    words for a point, before its letter and the place that it is in (subparagraph (a) of paragraph 3)
    begins       words before the first number of a range (paragraphs from 3 to 5)
    """

    places: dict[PlaceKind, tuple[str, ...]]
    acts: dict[Act, tuple[str, ...]]
    agenda: tuple[str, ...]
    repeats: tuple[str, ...]
    meetings: tuple[str, ...]
    said: tuple[str, ...]
    also: tuple[str, ...]
    own: tuple[str, ...]
    here: tuple[str, ...]
    treaties: tuple[str, ...]
    supplements: tuple[str, ...]
    documents: tuple[str, ...]
    of: tuple[str, ...] = ()
    genitive: bool = False
    determiners: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    subpoints: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
