"""Names of instruments in texts, what they mean in an archive, and the pages that show it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unres_site.archive import (
    Archive,
    Change,
    Instrument,
    Named,
    Register,
    Summary,
    Text,
    list_namings,
    summarize,
)
from unres_site.archive.instruments.forms import is_nominative
from unres_site.archive.instruments.namings import (
    Naming,
    find_namings,
    fold_name,
    is_short,
)
from unres_site.citations import find_instruments
from unres_site.loader import load
from unres_site.messages import get_catalogue
from unres_site.records import Resolution, Source
from unres_site.settings import SiteConfig
from unres_site.site.instruments import register as listing
from unres_site.site.instruments.register import (
    LastInstruments,
    find_renamed,
    keep_pages,
    mark_names,
    update_instruments,
    update_pages,
)
from unres_site.site.instruments.views import InstrumentsView, InstrumentView
from unres_site.site.pages import plan
from unres_site.site.resolution.body import render_body
from unres_site.site.resolution.instrument_links import LinkedWords, link_names
from unres_site.site.resolution.reference_links import Surroundings

View = TypeVar("View")

DATA = Path(__file__).parent / "data" / "instruments"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
FOUND = {"ar": 1.0, "en": 0.8, "es": 0.9, "fr": 0.8, "ru": 1.0, "zh": 1.0}
"""The share of the names read by hand whose words are found exactly, whether or not the archive knows them."""

# matches: [37]
# rejects: (2015)
MARK = re.compile(r"\[\w+\]")

TEXT = """{number}. {title}

The General Assembly,

Recalling the {whole},1

1. Decides that {short} is followed;

2. Decides also that lamps burn at night.

60th plenary meeting
1 December 2043

{line}
1 {note}
"""


class Case(NamedTuple):
    """A passage without its note marks, their offsets, and the words of the names in it."""

    text: str
    marks: tuple[int, ...]
    names: tuple[str, ...]


def read_cases(language: str) -> list[Case]:
    """The passages of a language that were read by hand."""
    blocks = (DATA / f"{language}.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    return [read_case(block.strip().splitlines()) for block in blocks]


def read_case(lines: list[str]) -> Case:
    """The case of a block of lines."""
    pieces = MARK.split(lines[1])
    marks = [len("".join(pieces[:count])) for count in range(1, len(pieces))]
    names = tuple(line[2:].partition(" | ")[0] for line in lines[2:])
    return Case("".join(pieces), tuple(marks), names)


def test_names_read_by_hand_are_enough() -> None:
    counts = {
        code: sum(len(case.names) for case in read_cases(code)) for code in LANGUAGES
    }
    assert sum(counts.values()) >= 60
    assert min(counts.values()) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_found(language: str) -> None:
    wanted = found = 0
    missed = []
    for case in read_cases(language):
        spans = find_instruments(case.text, language, case.marks)
        words = [case.text[start:end] for start, end in spans]
        wanted += len(case.names)
        found += sum(name in words for name in case.names)
        missed += [(name, words) for name in case.names if name not in words]
    assert found >= FOUND[language] * wanted, missed


def read(
    number: str, whole: str, short: str = "the Convention", note: str = "A/CONF.9/1."
) -> Resolution:
    """A text that names an instrument with a note, and then in short."""
    text = TEXT.format(
        number=number,
        title="Lamps",
        whole=whole,
        short=short,
        note=note,
        line="_" * 20,
    )
    (resolution,) = load(text.encode(), f"{number}.txt").resolutions
    return resolution


def make_named(*texts: Resolution) -> list[Named]:
    """What texts say of instruments."""
    return [Named(one.symbol, one.language, find_namings(one)) for one in texts]


def resolve(register: Register, text: Named) -> dict[str, str]:
    """What the names of a text mean: the name of each instrument in the text's language."""
    instruments = register.instruments
    return {
        name: dict(instruments[key].names)[text.language]
        for name, key in register.resolve(text).items()
    }


LAMPS = "Convention on the Care of Lamps"
OIL = "Convention on the Purity of Oil"


def test_a_text_names_instruments_with_their_notes() -> None:
    found = find_namings(read("98/1", LAMPS))
    assert found == (
        Naming(LAMPS, (("pp1", ""),), "1", "A/CONF.9/1.", "A/CONF.9/1"),
        Naming("Convention", (("op1", "1"),), longer=(0,)),
    )
    assert list_namings(summarize(read("98/1", LAMPS))) == found


def test_a_short_name_means_the_longer_one_of_its_text() -> None:
    lamps, oil = make_named(read("98/1", LAMPS), read("98/2", OIL))
    register = Register([lamps, oil])
    assert resolve(register, lamps) == {LAMPS: LAMPS, "Convention": LAMPS}
    assert resolve(register, oil) == {OIL: OIL, "Convention": OIL}


def test_a_short_name_that_fits_two_means_nothing() -> None:
    both = read("98/1", LAMPS, f"the {OIL} of the Convention")
    texts = make_named(both, read("98/2", OIL))
    assert "Convention" not in resolve(Register(texts), texts[0])


def test_a_short_name_alone_means_what_all_other_texts_mean() -> None:
    alone = read("98/3", "report of the lighthouse")
    lamps, other, oil = make_named(read("98/1", LAMPS), alone, read("98/2", OIL))
    assert resolve(Register([lamps, other]), other) == {"Convention": LAMPS}
    assert resolve(Register([lamps, oil, other]), other) == {}


def test_a_name_that_one_text_has_without_a_note_is_not_known() -> None:
    (text,) = make_named(read("98/1", LAMPS, f"the {OIL}"))
    assert resolve(Register([text]), text) == {LAMPS: LAMPS}


def test_a_name_that_is_defined_in_several_documents_means_none_of_them() -> None:
    name = "Convention on Lamps"
    notes = ("A/CONF.9/1.", "A/CONF.9/2.", "A/CONF.9/3.")
    texts = [
        read(f"98/{number}", name, note=note) for number, note in enumerate(notes, 1)
    ]
    assert resolve(Register(make_named(*texts)), make_named(texts[0])[0]) == {}
    pair = make_named(*texts[:2])
    assert resolve(Register(pair), pair[0]) == {name: name, "Convention": name}


def test_an_archivist_adds_names_and_joins_them() -> None:
    (text,) = make_named(read("98/1", LAMPS, f"the {OIL}"))
    register = Register([text], [{"en": (LAMPS, OIL), "zh": ("油灯公约",)}])
    assert resolve(register, text) == {LAMPS: LAMPS, OIL: LAMPS}
    (instrument,) = register.instruments.values()
    assert instrument.names == (("en", LAMPS), ("zh", "油灯公约"))


def test_an_archivist_corrects_names() -> None:
    """A name that is none is left out, and what two lists give is not joined by a note."""
    english = Named("A/RES/98/1", "en", (Naming(LAMPS, (("pp1", ""),), "1", "A/1."),))
    chinese = Named(
        "A/RES/98/1", "zh", (Naming("油灯公约", (("pp1", ""),), "1", "A/1。"),)
    )
    register = Register([english, chinese], rejected={"en": (LAMPS,)})
    assert resolve(register, english) == {}
    apart = [{"en": (LAMPS,)}, {"zh": ("油灯公约",)}]
    assert len(Register([english, chinese]).instruments) == 1
    assert len(Register([english, chinese], apart).instruments) == 2


def test_one_note_defines_one_instrument_in_two_languages() -> None:
    english = Named("A/RES/98/1", "en", (Naming(LAMPS, (("pp1", ""),), "1", "A/1."),))
    chinese = Named(
        "A/RES/98/1", "zh", (Naming("油灯公约", (("pp1", ""),), "1", "A/1。"),)
    )
    (instrument,) = Register([english, chinese]).instruments.values()
    assert instrument.names == (("en", LAMPS), ("zh", "油灯公约"))
    other = chinese._replace(symbol="A/RES/98/2")
    assert len(Register([english, other]).instruments) == 2


def test_brackets_give_a_short_name() -> None:
    text = (
        "98/1. 灯塔\n\n大会，\n\n回顾《识别和追查油灯的文书》(《追查文书》)，1\n\n"
        "1. 决定遵守《追查文书》。\n\n2043 年 12 月 1 日\n第 60 次全体会议\n\n"
        "____________\n1 A/CONF.9/1。\n"
    )
    (resolution,) = load(text.encode(), "text.txt").resolutions
    whole, short = find_namings(resolution)
    assert (whole.mark, short.mark, short.whole) == ("1", "", whole.name)


def test_names_are_compared_without_endings() -> None:
    assert fold_name("Программы действий", "ru") == fold_name(
        "Программе действий", "ru"
    )
    assert is_short(("2", "议", "程"), ("2", "年", "议", "程"))
    assert not is_short(("程", "议"), ("2", "年", "议", "程"))


def make_russian(symbol: str, name: str, *, document: str = "A/1") -> Named:
    naming = Naming(name, (("pp1", ""),), "1", "A/1.", document)
    return Named(symbol, "ru", (naming,))


def show_names(*texts: Named) -> list[str]:
    return [one.names[0][1] for one in Register(texts).instruments.values()]


def test_a_name_is_shown_in_the_nominative_if_a_text_has_it() -> None:
    forms = ("Уставе Ламп", "Уставом Ламп", "Уставом Ламп", "Устав Ламп", "Устава Ламп")
    texts = [make_russian(f"A/RES/98/{at}", form) for at, form in enumerate(forms)]
    assert show_names(*texts) == ["Устав Ламп"]
    assert show_names(*texts[:3]) == ["Уставом Ламп"]


def test_the_first_word_for_an_instrument_tells_the_case() -> None:
    assert is_nominative("Международный пакт о лампах", "ru")
    assert is_nominative("Программа действий по лампам и Стратегии", "ru")
    assert not is_nominative("Программы действий по лампам и Стратегия", "ru")
    assert not is_nominative("Лампа", "ru")


def test_words_before_a_name_with_the_same_document_are_not_part_of_it() -> None:
    convention = make_russian("A/RES/98/1", "Конвенция о лампах")
    longer = make_russian("A/RES/98/2", "Соглашения тех сторон Конвенции о лампах")
    register = Register([convention, longer])
    assert resolve(register, longer) == {longer.namings[0].name: "Конвенция о лампах"}
    protocol = make_russian(
        "A/RES/98/3", "Протокол к Конвенции о лампах", document="A/2"
    )
    assert len(show_names(convention, longer, protocol)) == 2


def test_an_instrument_that_three_texts_name_has_a_page() -> None:
    texts = [summarize(read(number, LAMPS)) for number in ("98/1", "98/2", "98/3")]
    assert not list_views(texts[:2], InstrumentView)
    (view,) = list_views(texts, InstrumentView)
    assert (view.card.name, view.card.count) == (LAMPS, 3)
    assert [one.card.short for one in view.texts] == ["98/1", "98/2", "98/3"]
    assert view.texts[0].passages == (("pp1", ""), ("op1", "1"))
    (listed,) = list_views(texts, InstrumentsView)
    assert listed.instruments == (view.card,)


def list_views(texts: Sequence[Text], kind: type[View]) -> list[View]:
    """The views of a kind that are planned for these texts."""
    pages = plan(Archive(texts), SiteConfig(language="en"))
    return [page.view for page in pages if isinstance(page.view, kind)]


def list_pages(
    *texts: Text, published: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, tuple[str, ...]]]:
    """The addresses of instruments, and those that lead there."""
    config = SiteConfig(language="zh")
    listed = keep_pages(Archive(texts), config, published).instruments
    return [(one.page, one.former) for one in listed]


def test_an_instrument_keeps_the_address_at_which_it_was_published() -> None:
    texts = [summarize(read(number, LAMPS)) for number in ("98/1", "98/2", "98/3")]
    own = {"en": mark_names(Instrument((("en", LAMPS),), ()))["en"]}
    oil = {"en": mark_names(Instrument((("en", OIL),), ()))["en"]}
    ((page, _),) = list_pages(*texts, published={})
    old = "instruments/old.html"
    assert list_pages(*texts, published={old: own}) == [(old, ())]
    assert list_pages(texts[0], published={old: own}) == [(old, ())], "few name it now"
    assert list_pages(texts[0], published={page: oil}) == []
    (other, _) = list_pages(*texts, published={page: oil})[0]
    assert other != page, "an address never means another instrument"
    joined = SiteConfig(language="en", instruments=({"en": (LAMPS,), "zh": ("灯",)},))
    both = {old: own, "instruments/a.html": mark_names(Instrument((("zh", "灯"),), ()))}
    (listed,) = keep_pages(Archive(texts), joined, both).instruments
    assert (listed.page, listed.former) == ("instruments/a.html", (old,))


def test_instruments_are_found_again_only_if_a_changed_text_names_others() -> None:
    texts = [summarize(read(number, LAMPS)) for number in ("98/1", "98/2", "98/3")]
    first, *others = texts
    last = update_instruments(Archive(texts), SiteConfig(), {}, None, LastInstruments())
    known = Archive(texts).known
    renamed = msgspec.structs.replace(first, title="Another title")
    other = summarize(read("98/1", OIL))
    for changed, stale in (
        (renamed, set[str]()),
        (other, {one.symbol for one in texts}),
    ):
        change = Change((first,), (changed,), known)
        archive = Archive([changed, *others], change)
        now = update_instruments(archive, SiteConfig(), {}, change, last)
        assert (now is last) is (changed is renamed)
        assert find_renamed(last.listed, now.listed) == stale
    published = {"instruments/old.html": {"en": "mark"}}
    same = Change((first,), (first,), known)
    again = update_instruments(Archive(texts), SiteConfig(), published, same, last)
    assert again.published == published


NAMES = {
    "en": (LAMPS, OIL, "Convention on Lamps and Oil", "Convention"),
    "fr": ("Convention sur les lampes", "Convention sur les huiles", "Convention"),
}
NOTES = (("", "", ""), ("1", "A/1.", "A/1"), ("2", "A/2.", "A/2"), ("3", "T.", "9/7"))


@st.composite
def make_summaries(draw: st.DrawFn, most: int) -> list[Text]:
    """Some texts of a few symbols in two languages, which name some of a few instruments."""
    keys = st.tuples(st.sampled_from("123"), st.sampled_from(sorted(NAMES)))
    return [
        draw(make_summary(number, code))
        for number, code in draw(st.lists(keys, max_size=most, unique=True))
    ]


@st.composite
def make_summary(draw: st.DrawFn, number: str, code: str) -> Text:
    """A text with its namings; the last name of a language is short for the others."""
    some = st.lists(st.sampled_from(NAMES[code]), min_size=1, max_size=2, unique=True)
    names = draw(some)
    namings: list[Naming] = []
    for name in names:
        others = [place for place, one in enumerate(names) if one != name]
        longer = tuple(others) if name == NAMES[code][-1] else ()
        passage = draw(st.sampled_from(["pp1", "pp2"])), ""
        note = ("", "", "") if longer else draw(st.sampled_from(NOTES))
        namings.append(Naming(name, (passage,), *note, longer=longer))
    source = Source(f"{number}.{code}.txt", "", "", 0)
    encoded = msgspec.msgpack.encode(tuple(namings))
    symbol = f"A/RES/98/{number}"
    return Summary(symbol, code, "", None, source, (), namings=encoded)


@settings(max_examples=300)
@given(make_summaries(10), st.lists(make_summaries(2), max_size=3), st.integers(0, 9))
def test_after_any_changes_the_instruments_are_those_of_all_texts(
    texts: list[Text], edits: list[list[Text]], gone: int
) -> None:
    """In every edit some texts are new or others, and one may be gone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "LEAST_NAMED", 1)
        compare_updates(texts, edits, gone)


def compare_updates(texts: list[Text], edits: list[list[Text]], gone: int) -> None:
    """Make the edits one after the other; the instruments must be those of all texts each time."""
    archive = Archive(texts)
    last = update_instruments(archive, SiteConfig(), {}, None, LastInstruments())
    for edit in edits:
        now = {
            (one.symbol, one.language): one for one in texts[:gone] + texts[gone + 1 :]
        }
        now |= {(one.symbol, one.language): one for one in edit}
        changed = [one for one in texts if now.get((one.symbol, one.language)) != one]
        change = Change(tuple(changed), tuple(edit), archive.known)
        texts = list(now.values())
        archive = Archive(texts)
        last = update_instruments(archive, SiteConfig(), {}, change, last)
        whole = update_instruments(archive, SiteConfig(), {}, None, LastInstruments())
        assert last.listed == whole.listed
        for one, other in zip(last.listed, whole.listed, strict=True):
            assert list(one.texts) == list(other.texts)


def test_a_text_that_names_what_others_name_is_added_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [summarize(read(f"98/{number}", LAMPS)) for number in range(1, 5)]
    *others, new = texts
    archive = Archive(others)
    last = update_instruments(archive, SiteConfig(), {}, None, LastInstruments())
    monkeypatch.setattr(listing, "make_register", None)
    change = Change((), (new,), archive.known)
    now = update_instruments(Archive(texts), SiteConfig(), {}, change, last)
    assert [list(one.texts) for one in now.listed] == [[one.symbol for one in texts]]
    again = Change((new,), (), archive.known)
    back = update_instruments(Archive(others), SiteConfig(), {}, again, now)
    assert back.listed == last.listed


def test_a_note_that_defines_what_others_name_is_shown() -> None:
    plain = (Naming(LAMPS, (("pp1", ""),)),)
    noted = (Naming(LAMPS, (("pp1", ""),), "1", "A/1.", "A/1"),)
    source = Source("a.txt", "", "", 0)
    texts: list[Text] = []
    for number, namings in enumerate((plain, plain, plain, noted), 1):
        symbol, encoded = f"A/RES/98/{number}", msgspec.msgpack.encode(namings)
        texts.append(Summary(symbol, "en", "", None, source, (), namings=encoded))
    compare_updates(texts[:3], [texts[3:]], len(texts))


def test_instruments_that_the_cache_has_lost_are_found_again() -> None:
    first, *others = [summarize(read(f"98/{number}", LAMPS)) for number in range(1, 4)]
    archive = Archive([first, *others])
    renamed = msgspec.structs.replace(first, title="Another title")
    change = Change((first,), (renamed,), archive.known)
    now = update_instruments(archive, SiteConfig(), {}, change, LastInstruments())
    assert now.listed == keep_pages(archive, SiteConfig(), {}).instruments != ()


def test_an_instrument_has_the_same_page_if_no_changed_text_names_it() -> None:
    lamps = [summarize(read(number, LAMPS)) for number in ("98/1", "98/2", "98/3")]
    first, *oil = [summarize(read(number, OIL)) for number in ("98/5", "98/6", "98/7")]
    archive = Archive([*lamps, first, *oil])
    last = update_instruments(archive, SiteConfig(), {}, None, LastInstruments())
    pages = {one.page for one in last.listed}
    (page,) = {one.page for one in last.listed if first.symbol not in one.texts}
    renamed = msgspec.structs.replace(first, title="Another title")
    other = summarize(read("98/5", LAMPS))
    french = msgspec.structs.replace(renamed, language="fr")
    for changed, same in ((renamed, {page}), (other, set[str]()), (french, set())):
        change = Change((first,), (changed,), archive.known)
        now = Archive([*lamps, changed, *oil], change)
        kept, _ = update_pages(now, SiteConfig(), {}, change, last)
        assert {one.page for one in kept.instruments} <= pages
        assert kept.same == same


def test_the_texts_that_use_a_definition_are_stale_when_it_changes() -> None:
    """Only the changed text says what the others mean: they have the short name alone."""
    texts = [read(number, LAMPS, LAMPS) for number in ("98/1", "98/2", "98/3")]
    short = read("98/4", "Convention", "the Convention")
    known, *others = map(summarize, [*texts, short])
    archive = Archive([known, *others])
    last = update_instruments(archive, SiteConfig(), {}, None, LastInstruments())
    ((_, invoked, *_),) = last.listed
    assert short.symbol not in invoked, "nothing says what the short name means"
    defining = summarize(read("98/1", LAMPS, "the Convention"))
    change = Change((known,), (defining,), archive.known)
    now = update_instruments(
        Archive([defining, *others], change), SiteConfig(), {}, change, last
    )
    assert short.symbol in now.listed[0].texts
    assert short.symbol in find_renamed(last.listed, now.listed)


def test_names_in_a_text_lead_to_the_pages_of_instruments() -> None:
    text = read("98/1", LAMPS)
    name = "convention on the care of lamps"
    around = Surroundings(
        lambda address: f"../{address}", {}, "", "en", get_catalogue("en"),
        instruments={name: "instruments/a.html", "convention": "instruments/a.html"},
    )  # fmt: skip
    body = render_body(text, around).text
    assert f'the <a class="name" href="../instruments/a.html">{LAMPS}</a>,<sup>' in body
    assert 'the <a class="name" href="../instruments/a.html">Convention</a> is' in body
    pieces = link_names(text.body[0].runs, "en", {"convention": "a.html"})
    assert not any(isinstance(one, LinkedWords) for one in pieces), "a part of a name"
