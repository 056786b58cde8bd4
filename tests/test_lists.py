"""Lists of resolutions: by months and days, with marks to jump to, and a box that filters long ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from tests.texts import resolution
from unres_site.archive import Archive
from unres_site.messages import get_catalogue
from unres_site.records import Resolution
from unres_site.settings import SiteConfig
from unres_site.site.html.lists import (
    name_session,
    name_session_of,
    write_calendar,
    write_session_heading,
)
from unres_site.site.html.markup import NO_BREAK
from unres_site.site.names import name_text
from unres_site.site.pages import plan
from unres_site.site.views import HomeView, SessionForm, SessionName, SessionView

ENGLISH = get_catalogue("en")

# matches: <h3>7 December 2020</h3>
# rejects: <h4>7 December 2020</h4>
HEADING = re.compile(r"<h([23])[^>]*>([^<]*)</h|<b>([^<]*)</b>")


def dated(number: int, day: str | None) -> Resolution:
    """A resolution of that day."""
    return resolution(f"A/RES/75/{number}", language="en", adopted_on=day)


def write_list(texts: Sequence[Resolution]) -> str:
    """The list of the texts of one session."""
    for page in plan(Archive(texts), SiteConfig(language="en")):
        if isinstance(page.view, SessionView):
            return write_calendar(ENGLISH, "en", page.view.cards, str)
    raise AssertionError("No session is planned.")


def read_list(texts: Sequence[Resolution]) -> list[str]:
    """The headings and the symbols of the list of a session, in their order."""
    return [found[2] or found[3] for found in HEADING.finditer(write_list(texts))]


def test_a_session_is_listed_by_months_and_days() -> None:
    texts = [
        dated(1, "2020-12-07"),
        dated(2, "2021-04-16"),
        dated(3, "2020-12-07"),
        dated(4, None),
        dated(5, "2020-12-31"),
    ]
    assert read_list(texts) == [
        "December 2020",
        *("7 December 2020", "75/1", "75/3"),
        *("31 December 2020", "75/5"),
        "April 2021",
        *("16 April 2021", "75/2"),
        *("Without a date", "75/4"),
    ]


@pytest.mark.parametrize(
    ("days", "jumps"),
    [
        (("2020-12-07", "2020-12-31"), []),
        (("2020-12-07", "2021-04-16"), ["m2020-12", "m2021-04"]),
        (("2020-12-07", None), ["m2020-12", "mundated"]),
    ],
)
def test_marks_lead_to_the_months(
    days: tuple[str | None, ...], jumps: list[str]
) -> None:
    texts = [dated(number, day) for number, day in enumerate(days, 1)]
    written = write_list(texts)
    assert re.findall(r'href="#([^"]*)"', written) == jumps
    assert [one for one in jumps if f'id="{one}"' not in written] == []


def test_home_says_what_is_held_by_organ_and_language() -> None:
    texts = [
        dated(1, "2020-12-07"),
        dated(2, "1999-12-07"),
        resolution("A/RES/75/2", language="fr", adopted_on="1999-12-07"),
        resolution("S/RES/408(1977)", language="en", adopted_on=None),
    ]
    home = plan(Archive(texts), SiteConfig(language="en"))[0].view
    assert isinstance(home, HomeView)
    organs = [(one.organ, one.count, one.years) for one in home.organs]
    assert organs == [("A", 2, (1999, 2020)), ("S", 1, None)]
    languages = [(one.language, one.count, one.address) for one in home.languages]
    assert languages == [("en", 3, "index.html"), ("fr", 1, "fr/index.html")]


@pytest.mark.parametrize(
    ("code", "form", "number", "name"),
    [
        ("fr", "regular", "1", "1re session"),
        ("fr", "emergency", "11", "11e session extraordinaire d’urgence"),
        ("es", "special", "1", "1er período extraordinario de sesiones"),
        ("ru", "regular", "75", "75-я сессия"),
        ("zh", "regular", "1", "第 1 届会议"),
        ("fr", "year", "2000", "2000"),
        ("fr", "conference", "192", "Conférence A/CONF.192"),
    ],
)
def test_sessions_have_the_ordinal_numbers_of_the_language(
    code: str, form: SessionForm, number: str, name: str
) -> None:
    session = SessionName("A/RES/1/index.html", form, number)
    assert name_session(get_catalogue(code), session) == name


@pytest.mark.parametrize(
    ("code", "organ", "form", "name"),
    [
        ("zh", "大会", "regular", "大会第 58 届会议"),
        ("zh", "安全理事会", "year", "安全理事会 58 年"),
        ("fr", "Assemblée générale", "regular", "Assemblée générale, 58e session"),
        ("en", "Security Council", "year", "Security Council, 58"),
        ("ar", "مجلس الأمن", "year", "مجلس الأمن، سنة 58"),
    ],
)
def test_a_session_is_named_after_its_organ(
    code: str, organ: str, form: SessionForm, name: str
) -> None:
    session = SessionName("A/RES/58/index.html", form, "58")
    assert name_session_of(get_catalogue(code), organ, session) == name


@pytest.mark.parametrize(
    ("code", "organ", "heading"),
    [
        ("zh", "大会", "大会<wbr>第~58~届会议"),
        ("en", "General Assembly", "General Assembly, <wbr>Session~58"),
        ("es", "Asamblea", "Asamblea, <wbr>58º período de sesiones"),
    ],
)
def test_no_line_of_a_heading_ends_beside_the_number_of_a_session(
    code: str, organ: str, heading: str
) -> None:
    session = SessionName("A/RES/58/index.html", "regular", "58")
    written = write_session_heading(get_catalogue(code), organ, session)
    assert written.replace(NO_BREAK, "~") == heading


def test_a_number_with_a_letter_keeps_its_order_in_an_arabic_name() -> None:
    words = get_catalogue("ar")
    assert name_text(words, "A/RES/75/251B", "").endswith("\u206875/251 B\u2069")
    assert name_text(words, "A/RES/75/251", "").endswith(" 75/251")
