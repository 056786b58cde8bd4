"""How a resolution is cited: lines by their styles, and files and metadata that reference managers read."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site.site.resolution.citing import (
    Work,
    cite_apa,
    cite_bluebook,
    cite_chicago,
    cite_gbt,
    cite_oscola,
    make_meta,
    write_bibtex,
    write_csl,
    write_ris,
)
from unres_site.symbols import parse

# matches: TY  - STAT
# rejects: "TY - STAT"
RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")

HOSTILE = '一\nER  - \n@misc{x, {50 % & _so_ \\y ~} "q" <b>'
"""A title with what begins a field or an entry in one of the formats."""

ZOTERO_STATUTE = {
    "AU": "author",
    "DA": "dateEnacted",
    "LA": "language",
    "M1": "publicLawNumber",
    "TI": "nameOfAct",
    "UR": "url",
}
"""The fields of a statute that Zotero makes of the tags of RIS."""


def work(
    symbol: str,
    date: str = "2003-12-08",
    title: str = "协助各国",
    author: str = "联合国大会",
) -> Work:
    return Work(
        parse(symbol), title, "zh", author, date, f"https://undocs.org/zh/{symbol}"
    )


WORK = work("A/RES/58/58")


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        (
            cite_gbt(WORK),
            "联合国大会. 协助各国：A/RES/58/58[R/OL]. (2003-12-08)[{access}]. https://undocs.org/zh/A/RES/58/58",
        ),
        (
            cite_gbt(WORK._replace(title="Aide aux États", language="fr")),
            "联合国大会. Aide aux États: A/RES/58/58[R/OL]. (2003-12-08)[{access}]. https://undocs.org/zh/A/RES/58/58",
        ),
        (cite_oscola(WORK), "UNGA Res 58/58 (8 December 2003) UN Doc A/RES/58/58"),
        (cite_bluebook(WORK), "G.A. Res. 58/58, U.N. Doc. A/RES/58/58 (Dec. 8, 2003)."),
        (
            cite_apa(WORK),
            "UN General Assembly, Resolution 58/58, 协助各国, A/RES/58/58 (December 8, 2003). https://undocs.org/zh/A/RES/58/58",
        ),
        (
            cite_chicago(WORK._replace(english="Assistance to States")),
            "UN General Assembly, Resolution 58/58, Assistance to States, A/RES/58/58 (Dec. 8, 2003), https://undocs.org/zh/A/RES/58/58.",
        ),
        (
            cite_oscola(work("S/RES/1325(2000)", "2000-10-31")),
            "UNSC Res 1325 (31 October 2000) UN Doc S/RES/1325(2000)",
        ),
        (
            cite_bluebook(work("A/RES/217(III)A", "1948-12-10")),
            "G.A. Res. 217 A (III), U.N. Doc. A/RES/217(III)A (Dec. 10, 1948).",
        ),
        (cite_oscola(work("A/RES/58/58", "")), "UNGA Res 58/58 UN Doc A/RES/58/58"),
        (
            cite_gbt(work("A/RES/58/58", "")),
            "联合国大会. 协助各国：A/RES/58/58[R/OL]. [{access}]. https://undocs.org/zh/A/RES/58/58",
        ),
    ],
)
def test_citations_follow_their_styles(cited: str, expected: str) -> None:
    assert cited == expected


def read_ris(text: str) -> list[tuple[str, str]]:
    """The fields of one entry. Every line has to be one."""
    fields = []
    for line in text.split("\n"):
        found = RIS_LINE.fullmatch(line)
        assert found, line
        fields.append((found[1], found[2]))
    assert fields[0] == ("TY", "STAT")
    assert fields[-1] == ("ER", "")
    return fields[1:-1]


def read_bibtex(text: str) -> dict[str, str]:
    """The fields of one entry, as BibTeX reads it: braces are counted, also those after a backslash."""
    opening, _, rest = text.partition(",\n")
    assert opening.startswith("@misc{")
    assert rest.endswith("\n}")
    fields = {}
    for line in rest.removesuffix("\n}").split(",\n"):
        name, _, value = line.strip().partition(" = ")
        depth = 0
        for place, sign in enumerate(value):
            depth += (sign == "{") - (sign == "}")
            assert depth > 0 or place == len(value) - 1
        assert depth == 0
        fields[name] = value[1:-1]
    return fields


def test_ris_gives_zotero_the_fields_of_a_statute() -> None:
    fields = dict(read_ris(write_ris(work("A/RES/58/58"))))
    named = {ZOTERO_STATUTE[tag]: text for tag, text in fields.items() if tag != "PY"}
    assert named == {
        "author": "联合国大会",
        "dateEnacted": "2003/12/08",
        "language": "zh",
        "nameOfAct": "协助各国",
        "publicLawNumber": "A/RES/58/58",
        "url": "https://undocs.org/zh/A/RES/58/58",
    }


def test_bibtex_is_read_with_signs_that_tex_would_obey() -> None:
    title = r"50 % & _so_ {x} \y ~"
    fields = read_bibtex(write_bibtex(work("A/RES/58/58", title=title)))
    assert fields["title"] == (
        r"{50 \% \& \_so\_ \textbraceleft{}x\textbraceright{} \textbackslash{}y \textasciitilde{}}"
    )
    assert (fields["year"], fields["date"]) == ("2003", "2003-12-08")


def test_an_address_is_verbatim_in_bibtex_but_for_braces() -> None:
    given_address = WORK._replace(address="https://example.org/a_b?c=%20#{x}")
    fields = read_bibtex(write_bibtex(given_address))
    assert fields["url"] == "https://example.org/a_b?c=%20#%7Bx%7D"


@given(st.text(st.sampled_from(f"{HOSTILE}\r\t\u2028}}^#$"), min_size=1))
def test_no_title_ends_a_field_or_begins_another(title: str) -> None:
    hostile = work("A/RES/58/58", title=title, author=title)
    tags = [tag for tag, _ in read_ris(write_ris(hostile))]
    assert len(tags) == len(set(tags))
    assert read_bibtex(write_bibtex(hostile))["year"] == "2003"
    assert json.loads(write_csl(hostile))[0]["title"] == " ".join(title.split())


def test_csl_is_json() -> None:
    item = json.loads(write_csl(WORK))[0]
    assert (item["type"], item["number"], item["issued"], item["author"]) == (
        "legislation",
        "A/RES/58/58",
        {"date-parts": [[2003, 12, 8]]},
        [{"literal": "联合国大会"}],
    )
    assert "issued" not in json.loads(write_csl(work("A/RES/58/58", "")))[0]


def test_zotero_takes_a_page_as_a_report_of_the_organ() -> None:
    meta = dict(make_meta(WORK))
    assert meta == {
        "citation_title": "协助各国",
        "citation_technical_report_institution": "联合国大会",
        "citation_technical_report_number": "A/RES/58/58",
        "citation_publication_date": "2003/12/08",
        "citation_language": "zh",
        "citation_public_url": "https://undocs.org/zh/A/RES/58/58",
    }
    assert "citation_publication_date" not in dict(make_meta(work("A/RES/58/58", "")))
