"""Whose resolution a number is.

What words leave open is settled by facts about the organs (`organs`): how they number, and in which years they hold
which session. A number about which nothing is said is of the organ that speaks.
"""

from __future__ import annotations

from functools import cache

from unres_site.citations.numbers.context import NumberContext
from unres_site.citations.numbers.grammar import COUNCIL, OTHER, Number
from unres_site.organs import Organ, get_organ, list_organs
from unres_site.symbols.text import ROMAN_VALUES

ADJACENT = 4
"""Characters between an organ and a number that is certainly its own (委员会在第 …)."""

YEAR_DIGITS = 4


def find_organ(number: Number, context: NumberContext) -> str | None:
    """The head of the organ that the number is of; None for a body whose resolutions have no such symbols."""
    if number.organ:
        return _find_organ_of_bracketed(number, context)
    if not number.session:
        return _find_organ_of_lone(context)

    if context.hint == OTHER or (context.organ == OTHER and context.year is not None):
        return _find_owner().head if _is_of_owner_after_all(number, context) else None

    if not number.session.isdigit():
        return _find_organ_by_special_session(context)
    if len(number.session) == YEAR_DIGITS:
        return _find_organ_by_year(context)

    return _find_organ_by_session(number, context)


@cache
def _find_owner() -> Organ:
    """The organ that bare numbers with a session are of (58/58): the General Assembly."""
    owners = [organ for organ in list_organs().values() if organ.bare_slashed]
    return owners[0]


@cache
def list_rivals() -> tuple[Organ, ...]:
    """The other organs that number by session and slash: the Human Rights Council."""
    return tuple(
        organ
        for organ in list_organs().values()
        if organ.slashed == "session" and not organ.bare_slashed
    )


def _find_organ_of_bracketed(number: Number, context: NumberContext) -> str | None:
    """The organ of a number with a Roman session or a year in brackets: the one named, if it may have such a number.

    Else it is the organ that such bare numbers are of, unless that one counts only if it is named.
    """
    owner = get_organ(number.organ or "")
    named = get_organ((owner.must_be_named and context.organ) or context.hint or "")
    session = number.session.rpartition("-")[2]
    if named.may_have_bracketed(owner.bracketed, ROMAN_VALUES.get(session, 0)):
        return named.head

    if owner.must_be_named:
        return None

    return owner.head


def _find_organ_of_lone(context: NumberContext) -> str | None:
    """The organ of a number alone: the one that is named right beside it, if its numbers run on through the years."""
    named = context.organ if context.gap <= ADJACENT else None
    organ = get_organ(named or context.speaker)
    if organ.last_numbers:
        return organ.head
    return None


def _find_organ_by_special_session(context: NumberContext) -> str:
    for rival in list_rivals():
        if (context.organ or context.hint) in {rival.head, COUNCIL}:
            return rival.head

    return _find_owner().head


def _find_organ_by_year(context: NumberContext) -> str | None:
    """The organ that numbers by year and slash (2018/1) and is named, nearby or somewhere in the text."""
    for head, organ in list_organs().items():
        is_named = (
            context.organ in {head, COUNCIL}
            or context.hint == head
            or _is_named_far(context, head)
        )
        if organ.slashed == "year" and is_named:
            return head

    return None


def _is_named_far(context: NumberContext, head: str) -> bool:
    """Whether no organ is named nearby, but that one is somewhere in the text."""
    return context.hint is None and head in context.named


def _find_organ_by_session(number: Number, context: NumberContext) -> str | None:
    """The organ of a number of a regular session: by its date, else by the words."""
    for rival in list_rivals():
        if _is_of_rival(rival, int(number.session), context):
            is_named = {context.speaker, *context.named} & {rival.head, COUNCIL}
            return rival.head if is_named else None

    if _has_date_of_another(number, context) or not may_be_of_owner(number):
        return None

    return _find_owner().head


def _has_date_of_another(number: Number, context: NumberContext) -> bool:
    """Whether the date can't be the General Assembly's, and the text names a body that may have its own numbers.

    A date alone does not decide, for there are slips in dates.
    """
    if context.year is None or context.is_shared or OTHER not in context.named:
        return False
    return not _is_year_of_owner(int(number.session), context.year)


def _is_of_rival(rival: Organ, session: int, context: NumberContext) -> bool:
    assert rival.sessions is not None  # noqa: S101  (an organ that numbers by session has them; a test holds it)
    is_hinted = context.hint in {rival.head, COUNCIL}
    if context.year is None:
        return is_hinted and session <= rival.sessions.last
    if _is_year_of_owner(session, context.year):
        return False
    return is_hinted or rival.sessions.includes(session, context.year)


def _is_of_owner_after_all(number: Number, context: NumberContext) -> bool:
    """Whether the name of another body nearby is only part of a title (关于…论坛的第 62/270 号)."""
    if not may_be_of_owner(number):
        return False
    if context.year is None:
        return context.gap > ADJACENT
    return _is_year_of_owner(int(number.session), context.year)


def may_be_of_owner(number: Number) -> bool:
    """Whether the General Assembly numbers so, and has had the session of the number."""
    owner = _find_owner()
    if owner.sessions is None or not number.session.isdigit():
        return False

    session = int(number.session)
    return owner.owns_slashed(session) and session <= owner.sessions.last


def _is_year_of_owner(session: int, year: int) -> bool:
    sessions = _find_owner().sessions
    return sessions is not None and sessions.includes(session, year)
