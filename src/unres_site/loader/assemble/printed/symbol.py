"""The symbol of a text: the sidecar, the running heads, the masthead and the number before the title may tell it."""

from __future__ import annotations

from collections.abc import Sequence

from unres_site.errors import Diagnostic
from unres_site.languages.patterns import find_date
from unres_site.loader.assemble.runs import Context
from unres_site.loader.body.parts import Part
from unres_site.loader.pieces import Words
from unres_site.organs import get_organ
from unres_site.settings import Sidecar
from unres_site.symbols import Symbol, parse_or_none


def find_symbol(
    part: Part,
    heads: Sequence[tuple[str, int]],
    sidecar: Sidecar,
    context: Context,
    found: list[Diagnostic],
) -> Symbol | None:
    """The sidecar's symbol, else that of running head or masthead, else of the title's number and the organ.

    `heads` are the symbols of running heads and masthead with their offsets. Adds to `found` whether the symbol is
    inferred, or differs from another that the text has.
    """
    at = part.number[1].start if part.number and part.number[1] else part.start

    numbered = _read_numbered(part, context)
    printed, start = _choose_head(heads, numbered, at)
    best = _choose_symbol(printed, numbered)
    diagnose = context.source.diagnose
    if sidecar.symbol:
        given = parse_or_none(sidecar.symbol)
        if best and given and best != given:
            both = {"found": best.text, "given": given.text}
            found.append(diagnose("symbol-conflict", start, **both))
        return given

    if best and printed is None:
        found.append(diagnose("symbol-inferred", at, symbol=best.text))
    elif best and numbered and best != numbered and part.number:
        both = {"number": part.number[0], "symbol": best.text}
        found.append(diagnose("symbol-differs", at, **both))

    return best


def _read_numbered(part: Part, context: Context) -> Symbol | None:
    """The symbol that the number before the title and the part's letter give.

    None if the organ has no such numbers: the Assembly has 58/58, but `7/2043` is of a body with the same name.
    """
    if part.number is None:
        return None

    number = _add_year(part, context)
    letter = part.letter.letter if part.letter else ""
    symbol = parse_or_none(f"{context.organ}/RES/{number}{letter}")
    return symbol if symbol and _may_be_own(symbol) else None


def _may_be_own(symbol: Symbol) -> bool:
    """Whether the organ has numbers of that session without its name, as far as it has a range of them."""
    session = symbol.session or ""
    organ = get_organ(symbol.organ)
    has_range = organ.bare_slashed and session.isdigit() and not symbol.is_continued
    return not has_range or organ.owns_slashed(int(session))


def _add_year(part: Part, context: Context) -> str:
    """The number before the title. Where numbers run on through the years, the heading's date gives its year."""
    number, words = part.number or ("", None)
    if not number.isdigit() or not get_organ(context.organ).continuous:
        return number

    heading = [words, *part.adoption] if words else part.adoption
    for piece in heading:
        date = isinstance(piece, Words) and find_date(context.language, piece.text)
        if date:
            return f"{number}({date.year})"

    return number


def _choose_head(
    heads: Sequence[tuple[str, int]], numbered: Symbol | None, at: int
) -> tuple[Symbol | None, int]:
    """The symbol of a running head, and its offset.

    A head with the number above the title (`numbered`) is preferred to the first head. If no head is a symbol, the
    result is None with the offset `at`.
    """
    chosen: tuple[Symbol | None, int] = (None, at)
    for text, start in heads:
        symbol = parse_or_none(text)
        if symbol is None:
            continue
        if numbered is None or symbol == numbered:
            return symbol, start
        if chosen[0] is None:
            chosen = symbol, start

    return chosen


def _choose_symbol(printed: Symbol | None, numbered: Symbol | None) -> Symbol | None:
    """The symbol printed in full, but for a part's letter that only the title has."""
    if printed is None or numbered is None:
        return printed or numbered

    whole = numbered.text.removesuffix(numbered.part)
    if numbered.part and printed.text == whole:
        return numbered
    return printed


def make_example(head: str) -> str:
    """A symbol of the organ with that head, as a sidecar may give it: `A/RES/58/58`, `S/RES/1325(2000)`."""
    organ = get_organ(head)
    if organ.numbered_head:
        return f"{head}.224/RES/1"

    if organ.slashed:
        session = "2018" if organ.slashed == "year" else "58"
        return f"{head}/RES/{session}/58"

    bracket = "2000" if organ.bracketed == "year" else "V"
    return f"{head}/RES/1325({bracket})"
