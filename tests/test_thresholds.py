"""The loader's thresholds, each held at both sides: what still counts, and what just does not.

A row makes a text of a size and says what to look for in its record. With the threshold's own size it is found, with
one more (or one less, where the threshold is a least size) it is not. `benchmarks/mutation.py` tells which thresholds
no test holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from tests.loading import (
    CHINESE_CLOSING,
    CLOSING,
    ENGLISH,
    chinese,
    cites,
    codes,
    english,
    has_marks,
    line_of,
    lines_of,
    name_of_an_instrument,
    only,
    pages_of,
    passages,
    read,
    words,
)
from tests.texts import resolution
from unres_site.citations import find_citations
from unres_site.damage.dates import find_dates_outside_the_session
from unres_site.damage.evidence import Evidence
from unres_site.damage.pages import find_lost_pages
from unres_site.languages import get_language
from unres_site.loader.assemble.printed.vote import read_vote
from unres_site.loader.body.blocks import list_words_from_end
from unres_site.loader.body.context import BodyContext
from unres_site.loader.body.layout import Layout, find_annex_layout, find_layout
from unres_site.loader.body.layout import count_columns as columns_of
from unres_site.loader.body.opening.openers import begins_with_opener
from unres_site.loader.body.opening.part_heads import find_part_heads
from unres_site.loader.body.opening.rules import RULES
from unres_site.loader.body.opening.tables import find_tables
from unres_site.loader.body.reader import BlockReader
from unres_site.loader.decode.source import Line
from unres_site.loader.front.formula import find_opening, is_formula
from unres_site.loader.front.furniture import is_volume_head, may_be
from unres_site.loader.front.heading import find_heading_without_formula, read_front
from unres_site.loader.notes.raised import is_raised
from unres_site.loader.notes.shapes import find_doubtful, find_possible_calls
from unres_site.loader.notes.styles import BARE
from unres_site.loader.notes.unnoted import find_unnoted
from unres_site.loader.notes.volume import find_last_number_before
from unres_site.loader.pieces import BodyLine, Mark, Piece, Words
from unres_site.loader.supplied import order_languages
from unres_site.records import Field, LedgerEntry, Resolution, Vote
from unres_site.text.punctuation import is_join


class Threshold(NamedTuple):
    """A threshold: its name, the size up to which (or from which, `least`) a text of a size has what `found` finds."""

    name: str
    size: int
    found: Callable[[int], bool]
    least: bool = False


def meeting_below_a_date(length: int) -> bool:
    """A date that follows no end of a sentence is the closing, for the line below is the meeting."""
    line = f"Adopted by {'consensus '.ljust(length - 30, 'x')} at the 6th meeting"
    assert len(line) == length
    return (
        only(
            english(
                "1. Decides to keep its records", closing=f"1 December 2044\n{line}\n"
            )
        ).adopted_on
        is not None
    )


def head_of_an_article(length: int) -> bool:
    head = "Article 2 ".ljust(length, "x")
    annex = f"Annex\nArticle 1\nRecords are kept.\n{head}\nAll keep them.\n"
    read_as = [
        one.kind
        for one in passages(only(english("1. Decides.", closing=CLOSING + annex)))
    ]
    return "heading" in read_as


def head_of_an_annex_above_the_closing(length: int) -> bool:
    head = f"Annex{'I'.rjust(length - 5)}"
    annex = f"\n{head}\n\nRecords are kept by all.\n\n"
    text = english("1. Decides to keep its records.", closing=annex + CLOSING)
    return bool(only(text).annexes)


def heading_at_the_margin_of_an_annex(length: int) -> bool:
    """A heading in an annex whose paragraphs are indented; a longer line goes on with the paragraph above."""
    paragraph = " 各国保存第{}种文书并予以公布，供所有人查阅和使用，\n\n直至永远。 \n\n"
    above = "".join(map(paragraph.format, "甲乙丙丁戊己"))
    heading = "保存".ljust(length, "档")
    annex = f"\n 附件 \n\n{above}{heading} \n\n 各国公布文书。 \n"
    text = chinese("1. 决定保存文书。", closing=CHINESE_CLOSING + annex)
    return heading in map(words, passages(only(text)))


def number_after_lost_ones(skipped: int) -> bool:
    text = english(
        "1. Decides to keep its records;", f"{1 + skipped}. Requests a report."
    )
    return len([one for one in only(text).body if one.kind == "operative"]) == 2


def too_large(size: int) -> bool:
    return "too-large" not in codes(
        english("1. Decides to keep its records.").encode().ljust(size)
    )


def rule_of_spaces(width: int) -> bool:
    """A line of spaces is the rule above the notes."""
    notes = f"{' ' * width}\n1 \n\n见报告。\n\n"
    text = chinese(
        "回顾其报告，",
        "1. 决定保存文书， \n1 \n并提出报告。",
        closing=CHINESE_CLOSING + notes,
    )
    return [note.condition for note in only(text).notes] == ["complete"]


def lost_characters(count: int) -> bool:
    return "lost-glyph" in codes(
        chinese("回顾其报告，", f"1. 决定{'保存 文书' * count}。")
    )


def open_heading(length: int) -> bool:
    heading = "Records and their keeping ".ljust(length, "x")
    body = f" 1. Decides to keep its records.\n\n {heading}\n\n 2. Decides.\n\n\n"
    return "paragraph-open" not in codes(
        f"99/1. T\n\n\n The General Assembly,\n\n{body}{CLOSING}"
    )


def doubled(length: int) -> bool:
    return "paragraph-doubled" in codes(
        chinese("回顾其报告，", *["1. " + "保" * (length - 1) + "；"] * 2)
    )


def organ_in_the_masthead(lines: int) -> bool:
    """The organ's name is in the masthead, and this number of lines below it as the formula."""
    between = "".join(f"词语{number}\n" for number in range(lines - 2))
    read_as = read(
        f"大会\n99/1. 测试\n{between}大会\n1. 决定保存文书。\n{CHINESE_CLOSING}"
    ).resolutions
    return bool(read_as) and "词语" in read_as[0].title


def title_without_number(lines: int) -> bool:
    title = "".join(
        f"Records {'first' if not number else 'more'}\n" for number in range(lines)
    )
    read_as = read(
        f"A/RES/99/1\n\n{title}The General Assembly,\n1. Decides.\n{CLOSING}"
    ).resolutions
    return bool(read_as) and "first" in read_as[0].title


def columns(lines: int = 9, place: int = 30, width: int = 21) -> bool:
    rows = "".join(
        f"{'to keep'.ljust(place)}{'and to '.ljust(width, 'x')}\n" for _ in range(lines)
    )
    return "two-columns" in codes(english("1. Decides", rows))


def page_head(words: str) -> bool:
    title = "99/1. Keeping the records of all archives\n"
    body = ("1. Decides to keep", f"A/RES/99/1 {words}", "its records.")
    ledger = only(english(*body, title=title)).ledger
    return any(
        entry.reason == "running-head" and words in entry.text for entry in ledger
    )


def raised_marks(count: int) -> bool:
    signs = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    body = "，".join(
        f"报告{str(number).translate(signs)}" for number in range(1, count + 1)
    )
    return has_marks(chinese(f"回顾{body}，", "1. 决定。"))


def next_of_a_list(gap: int) -> bool:
    return "A/RES/58/58" in cites(
        f"resolutions 57/72{' and its title'.ljust(gap - 2, 'x')} (58/58)", "en"
    )


def number_after_its_word(gap: int) -> bool:
    return bool(cites(f"resolution{' on it'.ljust(gap - 2, 'x')} (58/58)", "en"))


def name_beside_a_number(gap: int) -> bool:
    """The number is of the body that is named so closely before it, which has no symbols."""
    return not cites(f"筹备委员会{'保' * (gap - 1)}第58/58号决议", "zh")


def word_after_a_number(gap: int) -> bool:
    return any("DEC" in one for one in cites(f"第58/501号{'保' * gap}决定", "zh"))


def undated_session_of_the_council(session: int) -> bool:
    return cites(f"人权理事会第{session}/1号决议", "zh") == [f"A/HRC/RES/{session}/1"]


def session_with_slash(session: int) -> bool:
    return bool(cites(f"第{session}/1号决议", "zh"))


def zeros(count: int) -> bool:
    """With this many zero bytes beside seven hundred others the text is still UTF-8."""
    data = (
        english("1. Decides to keep its records.").encode().ljust(700) + b"\0" * count
    )
    return "not-text" not in codes(data)


def levels(count: int) -> bool:
    """Lists within each other."""
    text = english(
        "1. Decides:", *["(a) To keep:"] * (count - 1), "(a) To keep its records."
    )
    deepest, here = 0, only(text).body
    while any(one.children for one in here):
        deepest, here = deepest + 1, next(one.children for one in here if one.children)
    return deepest == count


def lines_below_a_note(count: int) -> bool:
    """The lines below the end of a note's sentence belong to the note."""
    note = "1 See A/99/1.\n" + "Records (2044).\n" * count
    notes = only(
        english(
            "Recalling the report of the archive1",
            "1. Decides.",
            closing=CLOSING + note,
        )
    ).notes
    return bool(notes) and "Records" in "".join(run.text or "" for run in notes[0].runs)


def marks_without_notes(count: int) -> bool:
    """All notes are lost and the first mark is in doubt; this number of marks follows it."""
    rest = "".join(f"，又表示注意到其决定，{number}" for number in range(2, count + 2))
    return has_marks(chinese(f"回顾《2020,1 年议程》{rest}，和其他文书，", "1. 决定。"))


def notes_one_of_which_is_lost(count: int) -> bool:
    """The rule above the notes is lost; their numbers tell them, though the last but one is missing."""
    numbers = [*range(1, count), count + 1]
    marks = "".join(f"表示注意到报告， \n{number} \n" for number in numbers)
    notes = "".join(f"{number} \n 见 A/99/{number}。 \n" for number in numbers)
    text = chinese("回顾其决定，", f"1. {marks}并决定如下，\n{notes}", closing="")
    return all(note.condition == "complete" for note in only(text).notes)


def lines_of_a_note_that_has_lost_its_number(count: int) -> bool:
    """The second of three notes below the rule has this many lines, and no number."""
    marks = "".join(f"表示注意到报告， \n{number} \n" for number in (1, 2, 3))
    lost = " 见报告， \n" + "并见其中所说， \n" * (count - 2) + "及 A/99/2。 \n"
    notes = f"{' ' * 60}\n1 \n 见 A/99/1。 \n\n{lost}3 \n 见 A/99/3。 \n"
    text = chinese("回顾其决定，", f"1. {marks}并决定如下，\n{notes}", closing="")
    return "unnumbered" in [note.condition for note in only(text).notes]


def numbers_at_the_margin(count: int) -> bool:
    """So many numbers are alone on their lines, without a rule above any: they are marks of notes."""
    rows = [
        f"Recalling the report\n{number}\nof that year,"
        for number in range(1, count + 1)
    ]
    return bool(only(english(*rows, "1. Decides.")).notes)


def signs_within_the_longest_formula(count: int) -> bool:
    """This many signs that are not letters, and one more for every two letters."""
    formula = "El Consejo de Administración Fiduciaria"
    return is_formula(formula + "\u0640" * (len(formula) // 2 + count))


def complete(text: str) -> list[str]:
    """The numbers of the notes that are complete."""
    return [note.number for note in only(text).notes if note.condition == "complete"]


def calling(first: int, last: int) -> str:
    """Words that call the notes of these numbers."""
    return " and ".join(
        f"the report of archive{number}" for number in range(first, last + 1)
    )


def feet(count: int) -> bool:
    """Notes and text follow each other on one page this many times."""
    rows = [
        row
        for number in range(1, count + 1)
        for row in (f"and {calling(number, number)}", f"{number} A/99/1.")
    ]
    return (
        len(
            complete(
                english("Recalling its records,", *rows, "and others,", "1. Decides.")
            )
        )
        == count
    )


def lines_of_the_last_note(count: int) -> bool:
    """The second of three notes is lost; the third has this many lines and ends with the page."""
    rows = (
        f"Recalling {calling(1, 1)}",
        "1 A/99/1.",
        f"and {calling(2, 3)},",
        "1. Decides.",
    )
    note = "3 See the report,\n" + "and what it says,\n" * (count - 2) + "and A/99/3.\n"
    return complete(english(*rows, closing=CLOSING + note)) == ["1", "3"]


def lines_to_a_page_head(count: int) -> bool:
    """The title is this many lines above the symbol at the head of a page; between them is other furniture."""
    rows = (
        "1. Decides to keep",
        "Keeping the records",
        *["*1234567*"] * (count - 1),
        "A/RES/99/1",
        "its records.",
    )
    return "Keeping" not in words(
        only(english(*rows, title="99/1. Keeping the records\n")).body[0]
    )


def length_of_a_title_that_pages_repeat(length: int) -> bool:
    """The title has this many characters; the two spaces do not count."""
    title = "Keeping the records".ljust(length + 2, "x")
    body = ("1. Decides to keep", "A/RES/99/1 Keeping the", "its records.")
    ledger = only(english(*body, title=f"99/1. {title}\n")).ledger
    return any("Keeping" in entry.text for entry in ledger)


def lines_that_tell_widths(count: int) -> bool:
    """With this many full lines a text's typeface is known."""
    rows = ["illit " * 20 + "fill", "womm " * 10 + "wom"] * count
    found = [
        BodyLine(Line(0, 0, text, indent=0, gap=0, ruled=False, page=0), [])
        for text in rows[: count + 2]
    ]
    return find_layout(found, spaced=True).measure is not columns_of


def room_on_a_line(hundredths: int) -> bool:
    """A line was left short if it has this much room."""
    line, full = line_of("x" * 30), 30 + hundredths / 100
    page = Layout(0, 0, columns_of, full, spread=False)
    return BodyContext(ENGLISH, page, [line]).is_left_short(line)


def width_above_a_blank_line(width: int) -> bool:
    """Below a line of this width, in letters that are not large or small, a blank line is within a sentence."""
    page = Layout(0, 0, columns_of, 100, spread=False)
    lines = [line_of("\u05d0" * width), line_of("\u05d1", gap=1)]
    return not find_annex_layout(lines, page).apart


def lines_from_a_letter(count: int) -> bool:
    """The letter of a part is this number of lines above its formula."""
    titles = ["Records"] * (count - 1)
    texts = ["Decides to keep them.", "B", *titles, "The General Assembly,"]
    lines = [line_of(one) for one in texts]
    return list(find_part_heads(lines, [len(lines) - 1], ENGLISH)) == [1]


def votes(total: int) -> bool:
    """The highest number of States that may have voted."""
    closing = f"adopted by a recorded vote of {total - 20} to 15, with 5 abstentions"
    return isinstance(read_vote([closing], [], get_language("en")), Vote)


def end_of_a_vote(length: int) -> bool:
    """The words of the vote end at this place of the closing."""
    return (
        read_vote(["adopted without a vote".rjust(length)], [], get_language("en"))
        is not None
    )


def lines_of_a_closing(count: int) -> bool:
    """The meeting is on the last of this number of lines below the first line of the closing sentence."""
    names = [f"Land {chr(64 + number)}," for number in range(1, count)]
    closing = "\n".join(
        ["Adopted by 9 votes to none (", *names, "at the 60th meeting."]
    )
    return "meeting" in [
        one.name
        for one in only(english("1. Decides to keep.", closing=closing + "\n")).fields
    ]


def blanks_within_sentences(count: int) -> bool:
    """After this many blank lines within sentences, those that follow may still set off paragraphs."""
    torn = [line_of("records", gap=int(number > 0)) for number in range(count)]
    whole = [line_of("Records.", gap=1) for _ in range(12 * count)]
    return find_layout([*torn, *whole], spaced=True).apart


def blanks_between_paragraphs(count: int) -> bool:
    whole = [line_of("Records.", gap=int(number > 0)) for number in range(count + 1)]
    return find_layout(whole, spaced=True).apart


def numbers_hang_out(columns: int) -> bool:
    """Numbers are this far left of their paragraphs: then indents open none."""
    rows = [
        row
        for _ in range(8)
        for row in (
            line_of("1. Decides to keep,", indent=4),
            line_of("all records.", indent=4 + columns),
            line_of("Records", indent=0),
            line_of("are kept.", indent=0),
        )
    ]
    return find_layout(rows, spaced=True).indent == 0


def room_above_a_first_line(width: int) -> bool:
    """A line that ends with a comma and this much room has a first line of a paragraph below it."""
    full = "keeping all records of archives always ok"
    rows = [f"{'x' * (len(full) - width - 1)},", full[:-2] + "st", full, full] * 12
    return find_layout([line_of(row) for row in rows], spaced=False).first is not None


def volume_head(length: int) -> bool:
    head = "Resolutions and decisions of the Security"
    return is_volume_head(f"{head}{'Council, 1967'.rjust(length - len(head))}")


def heading_without_formula(place: int) -> bool:
    """The heading is on the line of that number."""
    rows = lines_of(*["Records"] * (place - 1), "Resolution 969 (1992)")
    return find_heading_without_formula(rows, [get_language("en")]) is not None


def symbol_of_its_own(count: int) -> bool:
    """The last of so many symbols, each alone on its line, is one of the text's own."""
    symbols = [f"A/RES/99/{number}" for number in range(101, 101 + count)]
    opening = find_opening(lines_of("Records", "The General Assembly,", *symbols))
    assert opening is not None
    return read_front(opening, ENGLISH).is_own(symbols[-1])


def symbol_of_a_draft(place: int) -> bool:
    """The line of that number says that the document is a draft."""
    return "draft" in codes("\n".join([*["Records"] * (place - 1), "A/C.3/99/L.1"]))


def symbol_beside_words(words: int) -> bool:
    """The symbol at the end of a line of so many words says that the document is a draft."""
    return "draft" in codes("Records " * (words - 1) + "A/C.3/99/L.1")


def line_that_is_quoted(length: int) -> bool:
    """A diagnostic shows the whole line, which says that the document is a draft."""
    symbol = " A/C.3/99/L.1"
    line = "R" * (length - len(symbol)) + symbol
    return any(line in one.message for one in read(line).diagnostics)


def letters_in_no_language(count: int) -> bool:
    """A text of so many letters has none of the common words of a language, and is reported for that."""
    return "no-words" in codes("b" * count)


WORDS = "the records of the assembly and " * 20


def lines_that_are_ends(count: int) -> bool:
    """A text of so many lines, whose last is long, may have all its line ends."""
    return "one-line" not in codes("Records\n" * (count - 1) + WORDS)


def line_that_is_one(length: int) -> bool:
    """A text that is one line of this length may have all its line ends."""
    return "one-line" not in codes(f"{WORDS[: length - 1]}x")


def letters_without_meaning(count: int) -> bool:
    """With this many letters that are read for each that is not, the text is."""
    return "no-letters" not in codes("x" * 4 * (count - 1) + "\ufffd" * 4)


def number_of_a_resolution(number: int) -> bool:
    """A session may have as many resolutions; digits that make a higher number end in a mark."""
    (found,) = find_doubtful(f"resolution 74/{number}", number % 10)
    return found[0] > 0


def words_for_a_language(place: int) -> bool:
    """The line of that number tells the language."""
    rows = lines_of(*["Records"] * (place - 1), "Rappelant les documents")
    return order_languages(rows)[0].code == "fr"


def mark_without_note(length: int) -> bool:
    """The line has that length."""
    rows = lines_of("keeping the report,1 and others".ljust(length, "x"))
    return bool(list(find_unnoted(rows, (0, 0), 0)))


def lines_of_a_volume_note(count: int) -> bool:
    """The last note of a text in a volume has this many lines."""
    note = ["17 Ibid., Seventh Year", *["and its records"] * (count - 1)]
    rows = lines_of("The General Assembly,", "keeping the report,17 decides.", *note)
    return find_last_number_before(rows, 0, BARE, ()) == 16


def notes_lost_in_a_volume(count: int) -> bool:
    """Between two notes of a text in a volume this number of notes is lost."""
    notes = ["17 Ibid., Seventh Year.", f"{18 + count} Ibid., Eighth Year."]
    rows = lines_of("The General Assembly,", "keeping the report,17 decides.", *notes)
    return find_last_number_before(rows, 0, BARE, ()) == 16


def first_page_of_no_volume(page: int) -> bool:
    """Pages are missing above a page of that number; that of a volume may be the first."""
    head = LedgerEntry("page-number", str(page), ((0, 2),))
    record = replace(resolution("A/RES/99/1"), ledger=(head,))
    found = find_lost_pages(Evidence(record, record, " " * 9, get_language("en")))
    return "page-missing" in [one.code for one in found]


def lines_ahead(count: int) -> bool:
    """A rule may look at this number of lines after the one that is read."""
    rows = [line_of("records")] * (count + 2)
    context = BodyContext(
        get_language("en"), Layout(0, 0, columns_of, 40, spread=False), rows
    )
    return len(context.ahead) == count


def council(*heading: str) -> Resolution:
    """A text that names the resolution in its heading, with a paragraph above its formula."""
    rows = "\n".join((*heading, "Recalling its records,", "The Security Council,"))
    return only(f"Resolution 242 (1967)\n{rows}\n1. Decides to keep all records.\n")


def date_in_a_heading(length: int) -> bool:
    heading = "kept on 22 November 1967 ".ljust(length, "x")
    return not any("kept" in words(one) for one in council(heading).body)


def date_below_a_heading(place: int) -> bool:
    """The date is on the line of that number below the name of the resolution."""
    heading = [*["Keeping records"] * (place - 1), "of 22 November 1967"]
    return not any("Keeping" in words(one) for one in council(*heading).body)


def page_with_words(length: int) -> bool:
    return may_be(f"第{'2页，共5页'.rjust(length - 1, chr(9))}")


def signs_of_a_number(count: int) -> bool:
    style = BARE._replace(lone=re.compile(r"\d+"))
    return style.read_alone("1" * count) is not None


def lines_of_a_foot(count: int) -> bool:
    """The foot of the page has lost its rule; every other line is a number."""
    numbers = range(1, count // 2 + 1)
    marks = "".join(f"表示注意到报告， \n{number} \n" for number in numbers)
    notes = [f"{number} \n 见 A/99/{number}。 \n" for number in numbers]
    notes[0] += "见其他报告。 \n" * (count % 2)
    body = f"1. {marks}并决定如下，\n{''.join(notes)}"
    text = chinese("回顾其决定，", body, closing="")
    return only(text).notes[0].condition == "complete"


def rank_of_digits(rank: int) -> bool:
    """Digits of that rank may be a mark beside others."""
    text = ("in the year 20303", "resolution 74/73", "all 973 records")[rank]
    return 3 in find_possible_calls(line_of(text).line)


def signs_of_an_opener(count: int) -> bool:
    """The opening words, with all adverbs that may be before them, have that many signs."""
    opener = {3: "注意到", 4: "表示关切"}[count - 13]
    return begins_with_opener(f"在这方面又还再次仍同样特别{opener}", get_language("zh"))


def tables_of(*texts: str) -> list[tuple[int, int]]:
    return find_tables([line_of(one) for one in texts])


def rows_of_a_table(count: int) -> bool:
    return tables_of(*["Borealia     0.006"] * count) == [(0, count)]


def cells_of_words(count: int) -> bool:
    """A row of this many cells is one, though none of them is a figure."""
    row = "   ".join(["Borealia"] * count)
    return tables_of(row, *["Borealia     0.006"] * 2) == [(0, 3)]


def figure_in_a_row_of_two(length: int) -> bool:
    return tables_of(*[f"Borealia     {'6' * length}"] * 3) == [(0, 3)]


def line_between_rows(length: int) -> bool:
    row = "Borealia     0.006"
    return tables_of(row, row, "x" * length, row, row) == [(0, 5)]


def header_of_two_words(length: int) -> bool:
    header = "Member State   ".ljust(length, "x")
    return tables_of(header, *["Borealia     0.006"] * 3) == [(0, 4)]


def lines_of_raised_notes(count: int) -> bool:
    """Three notes, whose marks are in doubt, have this many lines at the foot of a page."""
    marks = [f"in the year 2030{number} and" for number in (1, 2, 3)]
    rows = [*marks, "1", "A note", "2", "A note", "3", *["A note"] * (count - 5)]
    numbers = [int(row) if row.isdecimal() else None for row in rows]
    return is_raised(lines_of(*rows), numbers)


def stray_bytes(count: int) -> bool:
    """A file that ends with this number of bytes of no character is cut."""
    text = "大會的文書，回顧聯合國的決議，決定保存文書。"
    (refusal,) = read(text.encode() + b"\xf0" * count).diagnostics
    return "utf-8" in str(refusal)


def width_above_a_full_one(hundredths: int) -> bool:
    """A line that is wider than full ones by this is as wide as they are."""
    full = 40 - hundredths / 100
    page = Layout(0, 0, columns_of, full, spread=False, first=30.0)
    return BodyContext(get_language("en"), page, []).is_too_wide(line_of("x" * 40))


def pieces_of_a_line(count: int) -> bool:
    """Torn marks have split a line into this number of pieces; its whole width is known."""
    torn = [BodyLine(one.line, one.pieces, torn=True) for one in [line_of("x")] * count]
    page = Layout(0, 0, columns_of, 40, spread=False)
    reader = BlockReader(get_language("en"), page, RULES, torn)
    reader.read()
    return len(reader.context.above) == count


def length_of_a_name(length: int) -> bool:
    head = "Convention on "
    text = f"the {head}{'X' * (length - len(head))}, and its records"
    return name_of_an_instrument(text, "en") is not None


def head_within_a_name(gap: int) -> bool:
    """A name goes on to the note mark if another head is so closely behind its own."""
    between = " additionnel ".ljust(gap - 4, "x")
    text = f"le Protocole{between} la Convention qui vise tous, et"
    return name_of_an_instrument(text, "fr", len(text) - 4) == text[3:-4]


def note_mark_behind_a_comma(gap: int) -> bool:
    text = f"la Convention sur la faune, {'x' * (gap - 2)}, et"
    return name_of_an_instrument(text, "fr", len(text) - 4) == text[3:-4]


def word_beside_a_number_of_another_body(gap: int) -> bool:
    text = f"decision {'x' * (gap - 10)} XII/3"
    return bool(find_citations(text, ENGLISH, "A"))


def places_of_a_range(between: int) -> bool:
    """The range has this many places between its ends."""
    text = f"paragraphs 1 to {between + 2} of resolution 58/1"
    refers = find_citations(text, ENGLISH, "A")[0].refers
    return refers is not None and len(refers.places) == between + 2


def heading_with_an_opener(length: int) -> bool:
    heading = "Recognizing all records ".ljust(length, "x")
    body = f" 1. Decides to keep its records.\n\n {heading}\n\n 2. Decides.\n\n\n"
    text = f"99/1. T\n\n\n The General Assembly,\n\n{body}{CLOSING}"
    return "heading" in [one.kind for one in only(text).body]


def name_in_a_roll_call(place: int) -> bool:
    """The roll call begins so far from the beginning of the closing that a name just ends there."""
    closing = f"In favour: Chad, {'Fiji'.rjust(place - len('In favour: Chad, '))}"
    vote = read_vote([closing], [], ENGLISH)
    return isinstance(vote, Vote) and vote.states["for"] == ("Chad", "Fiji")


def joined_marks(pieces: int) -> bool:
    """Marks and what joins them are this many pieces at the end of a paragraph."""
    marks = [Mark("1", 0, 0)] * (pieces - 2)
    joined: list[Piece] = [
        Words(0, 1, "文"),
        Mark("1", 0, 0),
        Words(1, 2, "，"),
        *marks,
    ]
    return list(list_words_from_end(joined)) == ["文"]


def unread_line(length: int) -> bool:
    """What a diagnostic shows whole of a line below the closing."""
    line = "x" * length
    text = english("1. Decides to keep its records.", closing=f"{CLOSING}\n{line}\n")
    return line in [one.details.get("text") for one in read(text).diagnostics]


def word_before_a_number(length: int) -> bool:
    """A word so far before digits makes them a decision's number, which may be higher than a resolution's."""
    text = f"{'decision'.ljust(length - len('74/'))}74/571"
    ((rank, _, _),) = find_doubtful(text, 1)
    return rank > 0


def year_near_a_number(length: int) -> bool:
    """A year that ends so far behind a number tells whose it is, though the text says a rival's elsewhere."""
    year = f" of {'x' * (length - len(' of  2017'))} 2017"
    text = english(
        "Recalling Human Rights Council resolution 34/24,",
        f"1. Decides to recall resolution 34/24{year} again.",
    )
    return [run.cites for run in only(text).body[1].runs if run.cites] == [
        ("A/RES/34/24",)
    ]


def longest_page(length: int) -> bool:
    return pages_of(40, 40, 40, length, 40)


def shortest_page_of_long_ones(length: int) -> bool:
    return pages_of(40, 40, 40, length)


def lines_within_a_masthead(count: int) -> bool:
    """So many lines that are no field are in the masthead of a text's second resolution."""
    unknown = [f"Records {chr(97 + number)}" for number in range(count)]
    masthead = ["Distr.: General", *unknown, "99/2. Lamps"]
    first = english("1. Decides to keep its records.").splitlines()
    second = ["The General Assembly,", "1. Decides.", CLOSING]
    resolutions = read("\n\n".join((*first, *masthead, *second))).resolutions
    return "distribution" in [one.name for one in resolutions[1].fields]


def lines_of_a_quoting_paragraph(count: int) -> bool:
    """In a paragraph of so many lines a quotation is open, which goes on below a colon."""
    lines = ["回顾其题为“海上", *["海上灯塔海上灯塔"] * (count - 2), "灯塔："]
    rows = ("99/1. 海图", "大会，", *lines, "重申其作用”的第71/288号决议，")
    return len(only("\n".join((*rows, "1. 决定出版。", "2044年12月1日"))).body) == 2


def columns_of_an_indent(count: int) -> bool:
    rows = [line_of("Records are")] * 12
    rows += [line_of("kept;"), line_of("Decides", indent=count)] * 6
    return find_layout(rows, spaced=True).indent > 0


def notes_lost_at_once(count: int) -> bool:
    """So many notes are lost between the first ones and the last two; the text calls them all."""
    above, last = 22, 24 + count
    notes = [f"{number} A/99/{number}." for number in range(1, above + 1)]
    notes += [f"{last - 1} A/99/1.", f"{last} A/99/2."]
    rows = (f"Recalling {calling(1, last)},", "1. Decides.")
    text = english(*rows, closing=CLOSING + "\n".join(notes))
    return complete(text)[-1] == str(last)


def quoted_markup(length: int) -> bool:
    """A diagnostic shows the whole markup."""
    markup = f"<a {'x' * (length - 4)}>"
    found = read(english(f"1. Decides to keep {markup} records.")).diagnostics
    return markup in [one.details.get("text") for one in found]


def title_before_a_number(length: int) -> bool:
    """A title of so many signs, with the words around it, is between a number and its date: 2017, but session 34."""
    title = "海" * (length - len("题为“”的第"))
    return not cites(f"2017年3月24日题为“{title}”的第34/24号决议", "zh")


def word_of_old_texts_before_a_number(length: int) -> bool:
    """The word for resolutions begins so far before the number."""
    return bool(cites(f"{'決議案'.ljust(length, '保')}一八一五(十七)", "zh"))


def word_of_a_masthead(length: int) -> bool:
    """Two words of that length with a point are no sentences, so the organ above them is not the formula."""
    masthead = ["The General Assembly", *[f"{'Distr'.ljust(length - 1, 'x')}."] * 2]
    opening = find_opening(lines_of(*masthead, "Records", "The General Assembly,"))
    return opening is not None and opening.at == len(masthead) + 1


def lines_that_are_measured(count: int) -> bool:
    """All lines of so many are measured; of more every second one, which here are narrow."""
    narrow, wide = (f"{'x' * 28} {'records ' * width}of" for width in (1, 4))
    rows = [wide, *[narrow, wide] * (count // 2 + 1)][: count + 2]
    layout = find_layout([line_of(row) for row in rows], spaced=True)
    return layout.full == layout.measure(wide)


def document_of_a_place(gap: int) -> bool:
    """A place and the document that it is in are so far from each other."""
    between = f"{' of the report'.ljust(gap - len(' (document '), 'x')} (document "
    (found, *_) = find_citations(f"paragraph 3{between}A/58/1)", ENGLISH, "A")
    return found.refers is not None and found.refers.of == ("A/58/1",)


def rank_of_equal_places(rank: int) -> bool:
    """With two places of that rank in a text, one of them is the mark of note 3 all the same."""
    places = (
        "of the year 20303 or of the year 20203",
        "and resolution 74/73 and resolution 74/93",
    )[rank]
    called = f"Recalling {calling(1, 2)} and reports {places} and the last4,"
    notes = "".join(f"{number} A/99/{number}.\n" for number in range(1, 5))
    body = only(english(called, "1. Decides.", closing=CLOSING + notes)).body
    return "3" in [run.note for run in body[0].runs]


def year_of_a_symbol(year: int) -> bool:
    """A resolution was adopted in another year than its symbol has."""
    date = Field("date", "22 November 1967", ((0, 16),))
    record = resolution(f"S/RES/242({year})", adopted_on="1967-11-22")
    record = replace(record, fields=(date,))
    evidence = Evidence(record, record, date.text, ENGLISH)
    return bool(list(find_dates_outside_the_session(evidence)))


THRESHOLDS = [
    Threshold("FIRST_YEAR", 1946, year_of_a_symbol, least=True),
    Threshold("UNSURE", 0, rank_of_equal_places),
    Threshold("attaching.LONGEST_GAP", 120, document_of_a_place),
    Threshold("LONGEST_OLD_GAP", 24, word_of_old_texts_before_a_number),
    Threshold("LONGEST_WORD", 12, word_of_a_masthead),
    Threshold("layout.SAMPLE", 119, lines_that_are_measured),
    Threshold("SHORTEST_PAGE", 15, lambda size: pages_of(*[size] * 3), least=True),
    Threshold("kind_after.LONGEST_TITLE", 90, title_before_a_number),
    Threshold("BEFORE_NUMBER", 24, word_before_a_number),
    Threshold("rivals.NEAR", 30, year_near_a_number),
    Threshold("MOST_UNLIKE", 64, longest_page),
    Threshold("MOST_UNLIKE of short pages", 25, shortest_page_of_long_ones, least=True),
    Threshold("FIRST_NUMBERS", 3, lambda first: pages_of(40, 40, 40, first=first)),
    Threshold("MOST_UNKNOWN", 3, lines_within_a_masthead),
    Threshold("LONGEST_QUOTING", 500, lines_of_a_quoting_paragraph),
    Threshold("layout.DEEPEST", 30, columns_of_an_indent),
    Threshold("feet.MOST_LOST", 40, notes_lost_at_once),
    Threshold("LONGEST_QUOTED", 40, quoted_markup),
    Threshold("FEWEST_ROWS", 3, rows_of_a_table, least=True),
    Threshold("FEWEST_CELLS", 3, cells_of_words, least=True),
    Threshold("LONGEST_CELL of figures", 40, figure_in_a_row_of_two),
    Threshold("LONGEST_CELL", 40, line_between_rows),
    Threshold("LONGEST_HEADER", 90, header_of_two_words),
    Threshold("resolution.LONGEST_QUOTE", 24, unread_line),
    Threshold("instruments.LONGEST", 200, length_of_a_name),
    Threshold("MOST_BETWEEN_HEADS", 40, head_within_a_name),
    Threshold("MOST_AFTER_COMMA", 40, note_mark_behind_a_comma),
    Threshold("named.NEAR", 40, word_beside_a_number_of_another_body),
    Threshold("MOST_PLACES", 60, places_of_a_range),
    Threshold("LONGEST_OPENING_HEADING", 60, heading_with_an_opener),
    Threshold("LONGEST_ROLL_CALL", 8000, name_in_a_roll_call),
    Threshold("MOST_JOINED", 60, joined_marks),
    Threshold("MOST_TORN", 41, pieces_of_a_line),
    Threshold("layout.NEAR", 49, width_above_a_full_one),
    Threshold("LONGEST_CHARACTER", 3, stray_bytes),
    Threshold("AHEAD", 16, lines_ahead),
    Threshold("LONGEST_DATE_LINE", 40, date_in_a_heading),
    Threshold("parts.LONGEST_HEADING", 6, date_below_a_heading),
    Threshold("LONGEST_WORDS", 24, page_with_words),
    Threshold("LONGEST_NUMBER", 6, signs_of_a_number),
    Threshold("LONGEST_FOOT", 120, lines_of_a_foot),
    Threshold("DOUBTFUL", 1, rank_of_digits),
    Threshold("LONGEST_OPENER", 16, signs_of_an_opener),
    Threshold("LINES_A_NOTE", 12, lines_of_raised_notes),
    Threshold("MOST_STATES", 193, votes),
    Threshold("LONGEST_SENTENCE", 2000, end_of_a_vote),
    Threshold("MOST_CLOSING_LINES", 12, lines_of_a_closing),
    Threshold("MOST_WITHIN", 4, blanks_within_sentences),
    Threshold("FEWEST_BLANK", 2, blanks_between_paragraphs, least=True),
    Threshold("HANGING", 3, numbers_hang_out, least=True),
    Threshold("SHORT", 15, room_above_a_first_line, least=True),
    Threshold("LONGEST_VOLUME_HEAD", 100, volume_head),
    Threshold("HIGHEST_HEADING", 8, heading_without_formula),
    Threshold("HIGHEST", 20, symbol_of_a_draft),
    Threshold("MOST_WORDS", 6, symbol_beside_words),
    Threshold("LONGEST_QUOTE", 60, line_that_is_quoted),
    Threshold("FEWEST_LINES", 3, lines_that_are_ends, least=True),
    Threshold("LONG_LINE", 400, line_that_is_one),
    Threshold("FEWEST_LETTERS", 80, letters_in_no_language, least=True),
    Threshold("MOST_OWN", 60, symbol_of_its_own),
    Threshold("GARBAGE", 5, letters_without_meaning, least=True),
    Threshold("HIGHEST_RESOLUTION", 350, number_of_a_resolution),
    Threshold("supplied.SAMPLE", 200, words_for_a_language),
    Threshold("LONGEST_LINE", 2000, mark_without_note),
    Threshold("volume.LONGEST_NOTE", 8, lines_of_a_volume_note),
    Threshold("MOST_SKIPPED", 2, notes_lost_in_a_volume),
    Threshold("HIGHEST_FIRST_PAGE", 20, first_page_of_no_volume),
    Threshold("MARGIN", 291, room_on_a_line, least=True),
    Threshold("FULL_SHARE", 81, width_above_a_blank_line, least=True),
    Threshold("HIGHEST_HEAD", 3, lines_from_a_letter),
    Threshold("LONGEST_JOIN", 3, lambda size: is_join("x" * size)),
    Threshold("page_heads.LONGEST_TITLE", 3000, length_of_a_title_that_pages_repeat),
    Threshold("page_heads.REACH", 5, lines_to_a_page_head),
    Threshold("layout.FEW", 8, lines_that_tell_widths, least=True),
    Threshold("MOST_FEET", 60, feet),
    Threshold("feet.LONGEST_NOTE", 4, lines_of_the_last_note),
    Threshold("torn.FEW", 3, notes_one_of_which_is_lost, least=True),
    Threshold("torn.LONGEST_NOTE", 4, lines_of_a_note_that_has_lost_its_number),
    Threshold("FEWEST_TORN", 2, numbers_at_the_margin, least=True),
    Threshold("SIGNS_AROUND", 4, signs_within_the_longest_formula),
    Threshold("NULS", 100, zeros),
    Threshold("DEEPEST", 6, levels),
    Threshold("LONGEST_REST", 12, lines_below_a_note),
    Threshold("SEVERAL", 3, marks_without_notes, least=True),
    Threshold("patterns.LONGEST_LINE", 300, meeting_below_a_date),
    Threshold("LONGEST_HEAD", 90, head_of_an_article),
    Threshold("LONGEST_ANNEX_HEAD", 16, head_of_an_annex_above_the_closing),
    Threshold("divisions.LONGEST_HEADING", 60, heading_at_the_margin_of_an_annex),
    Threshold("MAXIMUM_GAP", 30, number_after_lost_ones),
    Threshold("MAXIMUM_BYTES", 4_000_000, too_large),
    Threshold("RULE_WIDTH", 20, rule_of_spaces, least=True),
    Threshold("MOST_LOST", 2, lost_characters),
    Threshold("LONGEST_HEADING", 240, open_heading),
    Threshold("SHORTEST_DOUBLE", 20, doubled, least=True),
    Threshold("HIGHEST_MASTHEAD", 12, organ_in_the_masthead),
    Threshold("LONGEST_TITLE", 8, title_without_number),
    Threshold("FEWEST_BESIDE", 9, lambda size: columns(lines=size), least=True),
    Threshold("SECOND", 30, lambda size: columns(place=size), least=True),
    Threshold("NARROWEST", 21, lambda size: columns(width=size), least=True),
    Threshold("SHORTEST_END", 4, lambda size: page_head("Keeping"[:size]), least=True),
    Threshold(
        "SHORTEST_PIECE",
        12,
        lambda size: page_head("recordsofallarchives"[:size]),
        least=True,
    ),
    Threshold("MOST_NOTES", 500, raised_marks),
    Threshold("LONGEST_GAP", 400, next_of_a_list),
    Threshold("NEAR", 40, number_after_its_word),
    Threshold("ADJACENT", 4, name_beside_a_number),
    Threshold("CLOSE_KIND", 7, word_after_a_number),
    Threshold("LAST_COUNCIL_SESSION", 59, undated_session_of_the_council),
    Threshold("LAST_SESSION", 99, session_with_slash),
    Threshold("FIRST_SLASHED_SESSION", 31, session_with_slash, least=True),
]


@pytest.mark.parametrize("threshold", THRESHOLDS, ids=lambda threshold: threshold.name)
def test_a_threshold_is_where_it_is(threshold: Threshold) -> None:
    beyond = threshold.size + (-1 if threshold.least else 1)
    assert threshold.found(threshold.size)
    assert not threshold.found(beyond)
