"""Which paragraphs of two resolutions belong together."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.edited_copies import EditedCopy, Truth, edit
from unres_site.comparison.aligning.alignment import align
from unres_site.comparison.aligning.assignment import assign
from unres_site.comparison.aligning.fit import Fit
from unres_site.comparison.aligning.joined import joins, list_leads
from unres_site.comparison.aligning.likeness import Weights
from unres_site.comparison.aligning.lists import find_lists
from unres_site.comparison.aligning.pairs import Pair, count_between
from unres_site.comparison.aligning.paragraphs import (
    ComparedParagraph,
    list_compared,
    make_compared,
)
from unres_site.comparison.comparing import Comparison, compare
from unres_site.comparison.links import Link, make_links
from unres_site.languages import get_language
from unres_site.loader import load
from unres_site.records import Resolution

KINDS = ("kept", "changed", "moved", "split", "merged")


@pytest.fixture(scope="module")
def seeds(seed_texts: dict[str, bytes]) -> dict[str, Resolution]:
    """The four texts of the project by their symbol."""
    found = {}
    for name, content in seed_texts.items():
        for record in load(content, Path(name).name).resolutions:
            found[record.symbol] = record
    return found


@given(
    st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(-2, 9), min_size=columns, max_size=columns),
            min_size=1,
            max_size=5,
        )
    )
)
def test_an_assignment_is_the_best_one(rows: list[list[int]]) -> None:
    values = np.array(rows, np.float64)
    pairs = assign(values)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs})
    assert all(values[pair] > 0 for pair in pairs)
    wide = values.T if values.shape[0] > values.shape[1] else values
    best = max(
        sum(max(0.0, wide[row, column]) for row, column in enumerate(order))
        for order in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert sum(values[pair] for pair in pairs) == best


def number_texts(texts: list[str], language: str) -> list[ComparedParagraph]:
    """Preambular paragraphs of these words."""
    return [
        make_compared(f"pp{number}", "preambular", text, language)
        for number, text in enumerate(texts, 1)
    ]


def link(old: list[str], new: list[str], language: str = "zh") -> list[Link]:
    """The links of two texts whose paragraphs have these words, all of them preambular."""
    before, after = number_texts(old, language), number_texts(new, language)
    spaced = get_language(language).spaced
    return make_links(before, after, align(before, after, spaced=spaced))


A = "回顾其关于制止小武器非法流通和收集小武器的各项决议，"
B = "欢迎秘书长关于援助萨赫勒-撒哈拉地区各国的最近一次报告，"
C = "请国际社会提供技术和资金支助，以加强民间组织的能力；"
D = "深信需要采取综合的办法来处理贫穷与武器扩散之间的联系，"


def test_paragraphs_are_kept_changed_and_moved() -> None:
    kept = link([A, B, C], [A, B, C])
    assert [one.kind for one in kept] == ["kept"] * 3
    changed = link([A, B], [A, B.replace("最近一次", "第二次")])
    assert [one.kind for one in changed] == ["kept", "changed"]
    moved = link([A, B, C, D], [B, C, D, A])
    assert [(one.old, one.new, one.kind) for one in moved if one.is_moved] == [
        ((0,), (3,), "moved")
    ]
    both = link([A, B, C, D], [B, C, D, A.replace("收集", "销毁")])
    assert [(one.kind, one.is_moved) for one in both if one.new == (3,)] == [
        ("changed", True)
    ]


def test_punctuation_changes_no_paragraph() -> None:
    (one,) = link([A], [A.replace("，", "；")])
    assert (one.kind, one.likeness) == ("kept", 1.0)


def test_a_paragraph_is_split_and_merged() -> None:
    split = link([A, B + C], [A, B, C])[1]
    assert (split.old, split.new, split.kind) == ((1,), (1, 2), "split")
    merged = link([A, B, C], [A, B + C])[1]
    assert (merged.old, merged.new, merged.kind) == ((1, 2), (1,), "merged")


def test_a_recalled_resolution_is_merged_into_a_list_of_them() -> None:
    """A/RES/58/241 and 64/50: its number is not in the list, but it says nothing else."""
    one = "重申其 2002 年 11 月 22 日第 57/72 号决议，"
    many = "回顾其 1999 年 12 月 1 日第 54/54 号和 2001 年 12 月 24 日第 56/24 号决议，"
    both = "回顾其 2008 年 12 月 2 日第 63/72 号和 2001 年 12 月 24 日第 56/24 号决议及以往各项决议，"
    merged = link([one, many, C], [both, C])[0]
    assert (merged.old, merged.new, merged.kind) == ((0, 1), (0,), "merged")
    other = link([one.replace("决议", "关于渔业的决议"), many, C], [both, C])[0]
    assert (other.old, other.kind) == ((1,), "changed")


def test_a_left_over_joins_the_paragraph_that_it_is_much_more_like_than_others() -> (
    None
):
    """Both parts resemble the whole, and the other part has it already."""
    scores = np.array([[0.75, 0.25, 0.125], [0.5, 0.25, 0.125]])
    assert list(list_leads(scores)) == [(0, 0, 0.75, 0.5), (1, 0, 0.5, 0.25)]
    assert list(list_leads(scores[:, :1])) == []
    assert joins(0.45, 0.16, rest=0.0, fresh=0.1)
    assert not joins(0.45, 0.16, rest=0.0, fresh=0.09)
    assert not joins(0.45, 0.14, rest=0.3, fresh=0.1)
    assert joins(0.39, 0.19, rest=0.21, fresh=0.1)
    assert not joins(0.39, 0.19, rest=0.19, fresh=0.1)


def test_a_left_over_joins_no_paragraph_by_words_that_its_mate_has_too() -> None:
    """A/RES/75/97 and 75/98: two paragraphs on one convention, of which one was reworded and the other dropped."""
    weights_of = make_weights(
        "要求严格遵守《公约》", "重申《公约》适用于领土", "又重申《公约》适用"
    )
    weights, (dropped, mate, new) = weights_of
    assert weights.measure_fresh(dropped, new, [mate]) == 0.0
    assert weights.measure_fresh(mate, new, [dropped]) > 0.5


def make_weights(
    *texts: str, language: str = "zh"
) -> tuple[Weights, list[ComparedParagraph]]:
    """Paragraphs of these words, and the weights of their terms."""
    made = number_texts([*texts], language)
    return Weights(made, spaced=get_language(language).spaced), made


POVERTY = "消除一切形式和表现的贫困，包括消除极端贫困，是世界的最大挑战，对实现可持续发展必不可少，"
WAYS = "决心采用统筹兼顾的方式，从经济、社会和环境这三个方面实现可持续发展，"
AGENDA = (
    "重申其题为“变革我们的世界：2030 年可持续发展议程”的 2015 年 9 月 25 日第 70/1 号决议，其中大会通过了一套全面、"
    "意义深远和以人为中心的具有普遍性和变革性的可持续发展目标和具体目标，承诺做出不懈努力，使该议程在 2030 年前得到"
    "全面执行，认识到"
    + POVERTY
    + "并"
    + WAYS
    + "在巩固实施千年发展目标成果的基础上，争取完成它们尚未完成的事业，"
)


def test_two_left_overs_are_parts_of_what_both_together_are_like() -> None:
    """A/RES/76/214 and 76/223: neither of the two is like the long paragraph by itself."""
    after = [A, "重申" + WAYS, "确认" + POVERTY, C]
    split = [one for one in link([A, AGENDA, C], after) if one.kind == "split"]
    assert [(one.old, one.new) for one in split] == [((1,), (1, 2))]
    merged = [one for one in link(after, [A, AGENDA, C]) if one.kind == "merged"]
    assert [(one.old, one.new) for one in merged] == [((1, 2), (1,))]


def number_operative(texts: list[str]) -> list[ComparedParagraph]:
    """Operative paragraphs, numbered unless they are items of a list, which begin with a small letter."""
    return [
        make_compared(f"op{at}", "operative", text, "en")._replace(
            number="" if text[0].islower() else f"{at}."
        )
        for at, text in enumerate(texts, 1)
    ]


def test_paragraphs_that_introduce_lists_belong_together_if_their_lists_do() -> None:
    """A/RES/75/308 and 75/320: one of two such paragraphs was dropped, with its list."""
    meeting = "Decides further that the organizational arrangements for the meeting shall be as follows:"
    panels = "Decides that the organizational arrangements for the panels shall be as follows:"
    tables = "Decides further that the organizational arrangements for the tables shall be as follows:"
    opening = "the opening segment will have statements by the President and the Secretary-General;"
    chairs = "each panel will be chaired by two representatives of Member States;"
    old = number_operative([meeting, opening, panels, chairs])
    new = number_operative([tables, chairs.replace("panel", "table")])
    assert find_lists(old) == {0: [1], 2: [3]}
    pairs = [(one.old, one.new) for one in align(old, new, spaced=True) if one.counts]
    assert pairs == [(2, 0), (3, 1)]
    short = number_operative(["Decides:", chairs])
    pairs = [(one.old, one.new) for one in align(old, short, spaced=True) if one.counts]
    assert pairs == [(2, 0), (3, 1)]


@pytest.mark.parametrize(
    ("fit", "counts"),
    [
        (Fit(0.42, 0.0, 0.09, 0.2), True),  # a low score is enough near its place
        (Fit(0.42, 0.04, 0.2, 0.2), False),  # out of place it must lead
        (Fit(0.42, 0.06, 0.2, 0.2), True),
        (Fit(0.56, 0.0, 0.2, 0.2), True),  # a high score need not
        (Fit(0.34, 0.07, 0.01, 0.2), True),  # in its place a lower one is enough
        (Fit(0.34, 0.07, 0.03, 0.2), False),
        (Fit(0.26, 0.11, 0.01, 0.2), True),
        (Fit(0.26, 0.09, 0.01, 0.2), False),
        (Fit(0.42, 0.2, 0.09, 0.08), False),  # one long name is not enough
        (Fit(0.56, 0.2, 0.09, 0.08), True),
        (Fit(0.3, 0.0, 0.09, 0.37), True),  # the rest is alike, too
        (Fit(0.3, 0.0, 0.2, 0.37), False),
        (Fit(0.37, 0.0, 0.09, 0.26), True),
    ],
)
def test_a_pair_counts_by_its_score_its_lead_its_place_and_its_rest(
    fit: Fit,
    counts: bool,  # noqa: FBT001 - a case
) -> None:
    assert fit.counts is counts


def test_the_rest_is_what_is_left_without_the_longest_words_of_both() -> None:
    weights = Weights((), spaced=True)
    one, other, new = (
        make_compared(str(at), "operative", text, "en")
        for at, text in enumerate(
            (
                "Welcomes the Programme of Action on Roads of Oslo",
                "Stresses the Programme of Action on Roads of Oslo now",
                "Welcomes Programme of Action on Roads of Bonn",
            )
        )
    )
    assert weights.measure_rest(one, other) == 0.0
    assert weights.measure_rest(one, one) == 1.0
    assert weights.measure_rest(one, new) == pytest.approx(2 / 5)


def test_a_weak_pair_between_two_pairs_counts() -> None:
    weak = Pair(1, 1, 0.3, counts=False)
    pairs = [Pair(0, 0, 1.0), weak, Pair(2, 2, 1.0)]
    assert [one.counts for one in count_between(pairs, 3, 3)] == [True] * 3
    assert not count_between(pairs[:2], 3, 3)[1].counts
    assert count_between(pairs[:2], 2, 2)[
        1
    ].counts  # the end of both texts is behind it
    assert not count_between(pairs[:2], 2, 3)[1].counts


def test_a_list_of_resolutions_does_not_make_paragraphs_alike() -> None:
    """What is asked for says more than the dates of what is recalled: it is so in the budgets of missions."""
    numbers = ("59/296", "60/266", "61/276", "64/269", "65/289", "66/264")
    dated = ", ".join([f"{number} of 22 June 2005" for number in numbers])
    plans = "Requests the Secretary-General to plan the budgets of the Mission in accordance with its resolutions"
    ensures = (
        "Requests the Secretary-General to ensure in all of his reports on the Mission that full use is made "
        "of the relevant provisions of its resolutions"
    )
    old = [f"{plans} {dated};", f"{ensures} {', '.join(numbers)};"]
    links = link(old, [f"{ensures} {dated};"], "en")
    counted = [(one.old, one.new) for one in links if one.kind != "perhaps"]
    assert counted == [((1,), (0,))]


def test_unlike_paragraphs_have_no_link() -> None:
    assert not link([A], [D])
    assert not link([], [A])
    assert not link([A], [])


def test_a_sub_paragraph_moves_with_the_one_above_it() -> None:
    def number(texts: list[str], parents: list[int]) -> list[ComparedParagraph]:
        made = []
        for place, (text, parent) in enumerate(zip(texts, parents, strict=True)):
            one = make_compared(f"op{place}", "operative", text, "zh")
            made.append(one._replace(parent=parent))
        return made

    old = number([A, B, C, D], [-1, 0, -1, -1])
    new = number([C, D, A, B], [-1, -1, -1, 2])
    links = make_links(old, new, align(old, new, spaced=False))
    assert {(one.old, one.is_moved) for one in links} == {
        ((0,), True),
        ((1,), False),
        ((2,), False),
        ((3,), False),
    }
    alone = number([A, B, C, D], [-1, -1, -1, -1])
    links = make_links(old, alone, align(old, alone, spaced=False))
    assert [one.old for one in links if one.is_moved] == [(1,)]


Named = tuple[int, str, str, str]
"""A link of one of several copies: its number, the old anchor, the new anchor, the kind."""


def score(copies: list[EditedCopy], language: str) -> tuple[float, dict[str, float]]:
    """F1 of the links of edited copies, all together and of each kind."""
    true: set[Named] = set()
    found: set[Named] = set()
    spaced = get_language(language).spaced
    for number, copy in enumerate(copies):
        true |= {(number, *one) for one in copy.links}
        links = make_links(copy.old, copy.new, align(copy.old, copy.new, spaced=spaced))
        found |= {(number, *one) for one in name_links(copy, links)}
    by_kind: dict[str, float] = {}
    for kind in KINDS:
        of_kind = [{one for one in ones if one[3] == kind} for ones in (true, found)]
        by_kind[kind] = measure_f1(*of_kind)
    anyhow = [{(*one[:3], "") for one in ones} for ones in (true, found)]
    return measure_f1(*anyhow), by_kind


def measure_f1(true: set[Named], found: set[Named]) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * len(true & found) / (len(true) + len(found))


def name_links(copy: EditedCopy, links: list[Link]) -> Truth:
    """The links by the anchors of their paragraphs."""
    named: Truth = set()
    for one in links:
        if one.kind != "perhaps":
            for old in one.old:
                for new in one.new:
                    named.add((copy.old[old].anchor, copy.new[new].anchor, one.kind))
    return named


def test_edited_copies_are_aligned(seeds: dict[str, Resolution]) -> None:
    """One long text of all paragraphs of the four: 10 % dropped, 10 % moved, 5 split, 5 merged, 20 % reworded."""
    unique: dict[str, ComparedParagraph] = {}
    for record in seeds.values():
        for one in list_compared(record):
            unique.setdefault(one.form, one._replace(parent=-1))
    base = [
        one._replace(anchor=f"old{number}")
        for number, one in enumerate(unique.values(), 1)
    ]
    copies = [edit(base, "zh", seed) for seed in range(8)]
    together, by_kind = score(copies, "zh")
    assert together >= 0.99
    assert min(by_kind.values()) >= 0.95, by_kind


def list_anchors(found: Comparison) -> list[tuple[list[str], list[str], str]]:
    old, new = found.paragraphs.old, found.paragraphs.new
    return [
        (
            [old[at].anchor for at in one.old],
            [new[at].anchor for at in one.new],
            one.kind,
        )
        for one in found.paragraphs.links
    ]


def test_each_paragraph_is_named_once(seeds: dict[str, Resolution]) -> None:
    found = compare(seeds["A/RES/58/241"], seeds["A/RES/64/50"])
    for group in found:
        counted = [one for one in group.links if one.kind != "perhaps"]
        old = [at for one in counted for at in one.old]
        new = [at for one in counted for at in one.new]
        assert sorted([*old, *group.dropped]) == list(range(len(group.old)))
        assert sorted([*new, *group.added]) == list(range(len(group.new)))


def test_a_comparison_with_itself_keeps_everything(
    seeds: dict[str, Resolution],
) -> None:
    for record in seeds.values():
        for group in compare(record, record):
            assert {one.kind for one in group.links} == {"kept"}
            assert not group.added
            assert not group.dropped


def test_a_note_belongs_to_the_paragraph_that_marks_it(
    seeds: dict[str, Resolution],
) -> None:
    notes = compare(seeds["A/RES/58/58"], seeds["A/RES/62/22"]).notes
    named = {
        (notes.old[one.old[0]].anchor, notes.new[one.new[0]].anchor)
        for one in notes.links
    }
    assert ("fn9", "fn7") in named
