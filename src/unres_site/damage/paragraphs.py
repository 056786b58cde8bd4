"""Damage to paragraphs: numbers that skip, ends that are lost, what is there twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from unres_site.damage.evidence import Damage, Evidence, PrintedPassage
from unres_site.deferred import deferred
from unres_site.languages.openings import find_opening_length
from unres_site.text.labels import Label, read_label
from unres_site.text.punctuation import COLONS, COMMAS, ENDS, LIST_GOES_ON, SEMICOLONS

# matches: 2. 请秘书长
# matches: 3、重申
# rejects: 2.5 亿
OWN_NUMBER = deferred(r"(?P<number>\d{1,3})[.．、]\s*(?=[^\W\d])")

# matches: 报告； 2. 请秘书长
# rejects: 第 3、4 段
INNER_NUMBER = deferred(rf"[;；。.]\s*{OWN_NUMBER.pattern}")

# matches: 1 bis. Decides
# matches: (ab) To light the lamps
# matches: a. In the north
# matches: 2° demande
# matches: #1 Takes note
# matches: § 2 Decides
# matches: ①请秘书长
# rejects: (Tokyo) Convention
# rejects: 12 Member States
LIKE_LABEL = deferred(
    r"(?P<label>[#§№]\s?\d{1,3}|[①-⑳]|[(（][A-Za-z\uff41-\uff5a\u0430-\u044f]{1,2}[)）]|[(（]\d{1,2}[)）]|\d{1,3}(?:\s(?:bis|ter))?\s?[.．)）°]|[a-z\u0430-\u044f][.)])\s?[^\W\d_]"
)
"""The head of a paragraph that looks like its label."""

# matches: 3 Calls upon all Member States
# matches: -1 تحيط علما بالتقرير
# rejects: 3 000 ships
BARE_NUMBER = deferred(r"(?P<label>[-–]?\s?\d{1,3})\s{1,4}[^\W\d_]")
"""A number at the head of a paragraph without the sign that should follow it; few paragraphs begin so."""

# matches: s14
# matches: s2-B
# matches: annex1-art12
# rejects: op10.a
SECTION_ANCHOR = deferred(r"(?P<above>(?:.*-)?(?:s|art)?)(?P<place>\d+|[A-Z])")
"""The address of a numbered heading: the list of headings that it belongs to, and its place in it."""

SENTENCE_ENDS = ";；。."

LONGEST_HEADING = 240
"""Characters of the longest heading without a sign: 150 in the corpus, in A/RES/75/253 C in Spanish."""

LONGEST_QUOTE = 30
"""Characters of a paragraph that its diagnostic shows."""

SHORTEST_DOUBLE = 20
"""Characters of a paragraph that can't be there twice by chance. Budget resolutions do repeat shorter ones."""


def find_misread_numbers(text: Evidence) -> Iterator[Damage]:
    """Numbers that are printed or recognized wrongly and were read as the next one: `3,`, `2Also`, `I.`."""
    for paragraph in text.paragraphs:
        passage = paragraph.passage
        if (
            passage.kind != "operative"
            or not passage.label
            or not passage.number.isdigit()
            or passage.label == f"{passage.number}."
        ):
            continue
        digits = "".join(str(int(sign)) for sign in passage.label if sign.isdecimal())
        if (
            read_label(f"{passage.label} A", text.language) is None
            or digits != passage.number
        ):
            details = {"label": passage.label, "number": passage.number}
            yield Damage("number-misread", paragraph.start, details)


def find_number_gaps(text: Evidence) -> Iterator[Damage]:
    """Operative numbers that skip, go back or come twice, within a section: 9, 9, 11 in A/RES/75/253."""
    last = 0
    at_start = True
    for index, paragraph in enumerate(text.paragraphs):
        number = paragraph.outer_number
        if number is None:
            at_start = (
                at_start
                or paragraph.kind == "title"
                or (paragraph.kind == "heading" and not paragraph.depth)
            )
            continue
        if number != last + 1 and not (at_start and number == 1):
            lost = _find_lost_number(text.paragraphs[:index], last, number)
            details = {"number": str(number), "before": str(last)}
            yield lost or Damage("number-gap", paragraph.start, details)
        last = number
        at_start = False


def _find_lost_number(
    above: Sequence[PrintedPassage], last: int, number: int
) -> Damage | None:
    """A paragraph without a number, where just one is missing: it has lost it."""
    if not last or number != last + 2:
        return None

    for paragraph in reversed(above):
        if paragraph.outer_number == last:
            return None
        if (
            paragraph.label is None
            and paragraph.is_paragraph
            and paragraph.ends_with(ENDS)
        ):
            return Damage("number-lost", paragraph.start, {"number": str(last + 1)})

    return None


def find_swallowed_numbers(text: Evidence) -> Iterator[Damage]:
    """The next operative number within a paragraph, after the end of a sentence: another one was not told apart."""
    known = {paragraph.outer_number for paragraph in text.paragraphs}
    for paragraph in text.paragraphs:
        following = (paragraph.outer_number or 0) + 1
        if (
            paragraph.kind in ("heading", "title")
            or paragraph.depth
            or following in known
        ):
            continue
        offset = _find_inner_number(paragraph, following)
        if offset is not None:
            yield Damage("number-inside", offset, {"number": str(following)})


def _find_inner_number(paragraph: PrintedPassage, number: int) -> int | None:
    """The offset of that number after the end of a sentence."""
    before = ""
    for line in paragraph.lines:
        found = INNER_NUMBER.search(line.text)
        ends = SENTENCE_ENDS if number > 1 else SENTENCE_ENDS + COMMAS
        if before[-1:] and before[-1] in ends:
            found = OWN_NUMBER.match(line.text) or found
        if found and int(found["number"]) == number:
            return line.start + found.start("number")
        before = line.text.rstrip() or before

    return None


def find_list_gaps(text: Evidence) -> Iterator[Damage]:
    """Sub-paragraphs whose letters or numbers skip or come twice, list by list."""
    lists: list[Label] = []
    """The last label of each list that is open, outermost first."""
    for paragraph in text.paragraphs:
        label = paragraph.label
        depth = paragraph.depth
        if label is None or not depth:
            lists = [label] if label else []
            continue
        last = lists[depth] if depth < len(lists) else None
        if not _follows(label, last):
            before = last or (lists[-1] if lists else None)
            details = {"number": label.text, "before": before.text if before else "0"}
            yield Damage("number-gap", paragraph.start, details)
        lists = [*lists[:depth], *[label] * (depth + 1 - len(lists[:depth]))]


def _follows(label: Label, last: Label | None) -> bool:
    """Whether a label is the first of a list or the next after `last`, in one of its readings."""
    before = set(last.readings) if last else set()
    return any(
        place == 1 or (family, place - 1) in before for family, place in label.readings
    )


def find_section_gaps(text: Evidence) -> Iterator[Damage]:
    """Headings whose numbers skip: section 十二, then 十四, in A/RES/76/72. Their addresses say the places."""
    last: dict[tuple[str, bool], tuple[int, str]] = {}
    """Place and number of the last heading of each list: by what is before them in the address, digits or letters."""
    for paragraph in text.paragraphs:
        found = SECTION_ANCHOR.fullmatch(paragraph.passage.anchor)
        number = paragraph.passage.number
        if paragraph.kind != "heading" or found is None or not number:
            continue
        sign = found["place"]
        place = int(sign) if sign.isdigit() else ord(sign) - ord("A") + 1
        a_list = found["above"], sign.isdigit()
        before = last.get(a_list)
        if before and place > before[0] + 1:
            details = {"number": number, "before": before[1]}
            yield Damage("section-gap", paragraph.start, details)
        last[a_list] = place, number


def find_unread_numbers(text: Evidence) -> Iterator[Damage]:
    """Paragraphs whose number was not read (`1 bis.`, `(ab)`, `#1`, `1. 1. Takes note`), or that should have one."""
    for index, paragraph in enumerate(text.paragraphs):
        if not paragraph.is_paragraph:
            continue

        label = _find_unread_label(paragraph)
        if label is None and index and _is_unnumbered(text.paragraphs, index):
            label = paragraph.text[:LONGEST_QUOTE]
        if label is not None:
            yield Damage("unread-line", paragraph.start, {"text": label})


def _find_unread_label(paragraph: PrintedPassage) -> str | None:
    """What looks like a paragraph's number but is not one in the record: it fits no list, or is there twice."""
    if paragraph.label is None:
        found = LIKE_LABEL.match(paragraph.text)
        if found is None and paragraph.kind != "subparagraph":
            found = BARE_NUMBER.match(paragraph.text)
        return found["label"] if found else None

    twice = OWN_NUMBER.match(paragraph.text)
    is_own = twice and int(twice["number"]) == paragraph.outer_number
    return twice[0].strip() if twice and is_own else None


def _is_unnumbered(paragraphs: Sequence[PrintedPassage], index: int) -> bool:
    """Whether an operative paragraph has no number, but should have one for what is above it.

    It is right below a numbered one that ends with a semicolon. Or it ends with a comma as the preamble does: two
    columns or two pages have changed places. Where just one number is missing, `number-lost` says so.
    """
    paragraph, above = paragraphs[index], paragraphs[index - 1]
    if paragraph.label is not None or paragraph.kind != "operative":
        return False

    number = above.outer_number
    if number is not None and above.ends_with(SEMICOLONS):
        return _find_next_number(paragraphs[index:]) != number + 2
    return paragraph.ends_with(COMMAS) and _may_precede_preamble(above)


def _find_next_number(paragraphs: Sequence[PrintedPassage]) -> int | None:
    """The next operative number."""
    numbers = (paragraph.outer_number for paragraph in paragraphs)
    return next((one for one in numbers if one is not None), None)


def _may_precede_preamble(above: PrintedPassage) -> bool:
    """Whether a paragraph is a complete operative one, or one of a preamble that is below such ones."""
    if above.label is None:
        return above.kind == "operative" and above.ends_with(COMMAS)
    return above.ends_with(SEMICOLONS + "。.")


def find_open_paragraphs(text: Evidence) -> Iterator[Damage]:
    """Paragraphs that end without a sign: their ends are lost. Headings have none either, but no comma within."""
    for index, paragraph in enumerate(text.paragraphs):
        if (
            not paragraph.is_open
            or paragraph.kind in ("table", "preformatted")
            or (_reads_as_heading(paragraph) and not _is_cut_preamble(text, index))
            or _follows_title(text.paragraphs, index)
        ):
            continue
        has_next = index + 1 < len(text.paragraphs)
        if has_next and (
            LIST_GOES_ON.search(paragraph.text) or _is_item(text.paragraphs, index)
        ):
            continue
        offset, end = text.find_last_sign(paragraph.spans)
        yield Damage("paragraph-open", offset, {"end": f"“{end}”"})


def _is_item(paragraphs: Sequence[PrintedPassage], index: int) -> bool:
    """Whether a paragraph without a number is an item of a list that goes on: a colon is above, an item below."""
    if paragraphs[index].label is not None or paragraphs[index + 1].label is not None:
        return False

    for paragraph in reversed(paragraphs[:index]):
        if paragraph.ends_with(COLONS):
            return True
        if paragraph.label is not None:
            return False

    return False


def _follows_title(paragraphs: Sequence[PrintedPassage], index: int) -> bool:
    """Whether a paragraph is a title, or the first after the closing or after an annex's title."""
    if paragraphs[index].kind == "title":
        return True

    before = paragraphs[index - 1].kind if index else "operative"
    return before == "title" or (paragraphs[index].kind == "unread" != before)


def _reads_as_heading(paragraph: PrintedPassage) -> bool:
    words = paragraph.text
    is_short = len(words) <= LONGEST_HEADING and not any(
        sign in words for sign in COMMAS + SEMICOLONS + "。"
    )
    return paragraph.kind in ("heading", "unread") and is_short


def _is_cut_preamble(text: Evidence, index: int) -> bool:
    """Whether a heading below the preamble begins as its paragraphs do: `Noting the letters of the`."""
    paragraph = text.paragraphs[index]
    if paragraph.passage.number or not index:
        return False

    above = text.paragraphs[index - 1]
    opens = find_opening_length(text.language.code, paragraph.text) > 0
    return opens and above.kind == "preambular"


def find_doubled_paragraphs(text: Evidence) -> Iterator[Damage]:
    """A paragraph that is twice in a section, number and words: a page or a column was extracted twice."""
    seen: dict[tuple[str, str], PrintedPassage] = {}
    for paragraph in text.paragraphs:
        if paragraph.kind in ("heading", "title"):
            seen = {} if not paragraph.depth else seen
            continue
        words = paragraph.text
        if len(words) - words.count(" ") < SHORTEST_DOUBLE:
            continue
        first = seen.setdefault((paragraph.passage.label, words), paragraph)
        if first is not paragraph:
            at = str(text.find_line(first.start))
            yield Damage("paragraph-doubled", paragraph.start, {"at": at})


def find_lost_lists(text: Evidence) -> Iterator[Damage]:
    """Numbered paragraphs that end with a colon, right above the next number: their lists are lost."""
    for paragraph, below in pairwise(text.paragraphs):
        number = paragraph.outer_number
        if number is None or below.outer_number != number + 1:
            continue
        if paragraph.ends_with(COLONS):
            offset, _ = text.find_last_sign(paragraph.spans)
            yield Damage("list-missing", offset, {"number": str(number)})
