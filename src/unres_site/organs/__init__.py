"""The organs of the United Nations whose resolutions have symbols: one data file each.

A file is named by the head of the organ's symbols, with a hyphen for a slash: `A-HRC.toml` is the Human Rights Council.
Adding an organ adds a file and no code.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

FOLDER = Path(__file__).parent

NEEDS_SESSIONS = "an organ that numbers by sessions (58/58) needs [sessions]"

Data = TypeVar("Data", bound=msgspec.Struct)


class OrganWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one language calls an organ. Patterns are written as in `languages.patterns`.

    name      the full name, for lists and citations
    formulas  enacting formulas, without their closing comma
    cited     names by which texts cite the organ, each as printed or its beginning
    masthead  patterns of its name on a line of the masthead
    adoption  patterns of a line of the masthead that says that the organ adopted the text
    headings  patterns of a line that names the organ and the `{symbol}`, in place of a number before the title. A line
              that may be part of another organ's title must not fit
    closings  patterns of a line below the text that says in this organ's own words that it was adopted
    """

    name: str
    formulas: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    masthead: tuple[str, ...] = ()
    adoption: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()


class OrganSessions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an organ holds its regular sessions.

    first_year  the year in which session 1 begins
    a_year      how many sessions begin in a year
    years       how many calendar years a session lasts
    last        the last session that texts can name; a higher number is not a session
    """

    first_year: int
    a_year: int
    years: int
    last: int

    def includes(self, session: int, year: int) -> bool:
        """Whether a session runs in that year."""
        years_before = (session - 1) // self.a_year
        opens = self.first_year + years_before
        ends = opens + self.years
        return opens <= year < ends


class CitedAs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The organ's short name in the citation formats that have a list of such names."""

    apa: str
    oscola: str
    bluebook: str


class Organ(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organ: how it numbers its resolutions, and what it is called.

    head            first components of its symbols: `A`, `A/HRC`; the file's name
    slashed         what comes before the slash: the session (`58/58`) or the year (`2018/1`); None if neither does
    bracketed       what comes in brackets: the session (`217 A (III)`) or the year (`1325 (2000)`)
    numbered_head   whether a number follows the head, as in A/CONF.224/RES/1; it counts as the session
    bare_slashed    first and last session or year in which a number without an organ (`58/58`) is this organ's
    bare_bracketed  the same for `217 (III)` and `1325 (2000)`
    must_be_named   whether a bare number is the organ's only where the text names the organ
    continuous      whether the numbers run on through the years, so that a number alone names a resolution
    plenary         whether its meetings are called plenary
    titled          whether every resolution has a title with its number
    abbreviations   short names that people write before a number
    last_numbers    the last number of each year in order, if the numbers run on through the years
    words           what it is called, by language; a language's own file may have these words in place of this one
    """

    cited_as: CitedAs
    words: dict[str, OrganWords]
    head: str = ""
    slashed: Literal["session", "year"] | None = None
    bracketed: Literal["session", "year"] | None = None
    numbered_head: bool = False
    bare_slashed: tuple[int, int] | None = None
    bare_bracketed: tuple[int, int] | None = None
    must_be_named: bool = False
    continuous: bool = False
    plenary: bool = False
    titled: bool = False
    abbreviations: tuple[str, ...] = ()
    sessions: OrganSessions | None = None
    last_numbers: dict[int, int] = {}

    def find_year(self, number: int) -> int | None:
        """The year of a number, if numbers run on through the years; None for one after the years that are known."""
        for year, last in self.last_numbers.items():
            if number <= last:
                return year

        return None

    def owns_slashed(self, value: int) -> bool:
        """Whether a number such as 58/58, without an organ and with this session or year, is the organ's."""
        return _holds(self.bare_slashed, value)

    def owns_bracketed(self, value: int) -> bool:
        """Whether a number such as 217 (III), without an organ and with this session or year, is the organ's."""
        return _holds(self.bare_bracketed, value)

    def may_have_bracketed(self, by: str | None, session: int) -> bool:
        """Whether the organ has numbers with a session (`by`), or a year, in brackets, as high as this session."""
        if self.bracketed is None or self.bracketed != by:
            return False
        if self.bare_bracketed is None:
            return True

        _, last = self.bare_bracketed
        return session <= last


def _holds(span: tuple[int, int] | None, value: int) -> bool:
    """Whether a value is from the first to the last of a span; None has no values."""
    if span is None:
        return False

    first, last = span
    return first <= value <= last


@functools.cache
def list_organ_heads() -> tuple[str, ...]:
    """The heads of all organs' symbols, in order: `A`, `A/HRC`, `E`, `S`."""
    names = list_data(FOLDER)
    heads = [name.replace("-", "/") for name in names]
    heads.sort()
    return tuple(heads)


@functools.cache
def list_organs() -> dict[str, Organ]:
    """All organs by the head of their symbols, in order."""
    heads = list_organ_heads()
    return {head: _read(head) for head in heads}


OTHER = Organ(CitedAs(apa="United Nations", oscola="UN", bluebook="U.N."), words={})
"""The organ for bodies without a file here: conferences, committees, agencies."""


def get_organ(head: str) -> Organ:
    """The organ with that head of symbols, or `OTHER`."""
    return list_organs().get(head, OTHER)


def _read(head: str) -> Organ:
    """The organ in the file of that head."""
    name = head.replace("/", "-")
    organ = read_data(FOLDER / f"{name}.toml", Organ)
    if organ.slashed == "session" and organ.sessions is None:
        raise ValueError(f"organs/{name}.toml: {NEEDS_SESSIONS}")
    return msgspec.structs.replace(organ, head=head)


def read_data(file: Path, kind: type[Data]) -> Data:
    """The record that a data file of the package holds. Raises ValueError, with its name, if it does not fit."""
    try:
        return msgspec.toml.decode(file.read_bytes(), type=kind)
    except msgspec.DecodeError as error:
        raise ValueError(f"{file.parent.name}/{file.name}: {error}") from None


def list_data(folder: Path) -> tuple[str, ...]:
    """The names of the data files in a folder, without their ending, in alphabetical order."""
    files = folder.glob("*.toml")
    names = sorted(file.stem for file in files)
    return tuple(names)
