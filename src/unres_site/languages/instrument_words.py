"""The words by which a language names instruments: the `[instruments]` table of its file."""

from __future__ import annotations

from typing import Literal

import msgspec

NameStyle = Literal["marks", "capitals", "clause"]
"""How a language sets a name apart: by marks (《》), by capitals, or not at all but by the end of the clause."""


class InstrumentWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What instruments are called: treaties, declarations, programmes of action.

    style         how a name is set apart
    heads         words for kinds of instruments; `*` is an ending. Alone they are never a name, only short for one
    joins         words between the capitals of a name
    conjunctions  words between two members of a list within a name
    determiners   words that may follow `joins`; after a conjunction they begin another name
    ends          words that end a clause, and so a name
    endings       what may be at the end of a word and depends on its case
    nominatives   the heads as they are in the nominative: a name is shown with one of these, if a text has it
    """

    style: NameStyle
    heads: tuple[str, ...]
    joins: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    determiners: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    nominatives: tuple[str, ...] = ()
