"""Two languages of a text are compared by the passages that correspond, and by nothing else."""

from __future__ import annotations

from benchmarks.cited_alike import (
    Cited,
    Fault,
    Unit,
    is_read,
    pair_passages,
    read_faults,
)


def make_cited(**passages: str) -> Cited:
    return {anchor: frozenset(cited.split()) for anchor, cited in passages.items()}


def list_differences(one: Cited, other: Cited) -> list[tuple[str, set[str], set[str]]]:
    return [
        (unit.anchor, set(unit.one), set(unit.other))
        for unit in pair_passages(one, other)
        if unit.one != unit.other
    ]


def test_a_paragraph_that_one_text_lacks_is_one_difference() -> None:
    one = make_cited(pp1="A", pp2="B", pp3="C", pp4="D", op1="E")
    other = make_cited(pp1="A", pp2="C", pp3="D", op1="E")
    assert list_differences(one, other) == [("pp2", {"B"}, set())]


def test_two_paragraphs_may_be_one_in_the_other_language() -> None:
    one = make_cited(pp1="A", pp2="B", pp3="C")
    assert list_differences(one, make_cited(pp1="A B", pp2="C")) == []
    assert list_differences(one, make_cited(pp1="A", pp2="C D")) != []


def test_as_many_paragraphs_are_compared_in_order() -> None:
    one, other = make_cited(pp1="A", pp2="B"), make_cited(pp1="B", pp2="A")
    assert len(list_differences(one, other)) == 2


def test_notes_may_change_places_and_paragraphs_may_not() -> None:
    one, other = make_cited(fn1="A", fn2="B"), make_cited(fn1="B", fn2="A")
    assert list_differences(one, other) == []
    other = make_cited(fn1="B", fn2="C")
    assert len(list_differences(one, other)) == 2
    one, other = make_cited(op1="A", op2="B"), make_cited(op1="B", op2="A")
    assert len(list_differences(one, other)) == 2


def test_a_corrigendum_is_the_document_that_it_corrects() -> None:
    one, other = make_cited(fn1="A/1 A/1/Corr.2"), make_cited(fn1="A/1")
    assert list_differences(one, other) == []
    assert list_differences(one, make_cited(fn1="A/1/Add.1")) != []


def test_a_known_fault_explains_that_difference_only() -> None:
    wrong = Fault("A/RES/1/1", "fr", frozenset("X"), frozenset("Y"))
    unit = Unit("op1", frozenset("AX"), frozenset("AY"))
    assert is_read(unit, ("fr", "ru"), [wrong])
    assert not is_read(unit, ("es", "ru"), [wrong])
    more = Unit("op1", frozenset("AX"), frozenset("AYZ"))
    assert not is_read(more, ("fr", "ru"), [wrong])


def test_what_one_text_lacks_is_known_although_the_other_is_wrong() -> None:
    faults = [
        Fault("A/RES/1/1", "ar", frozenset(), frozenset("Y")),
        Fault("A/RES/1/1", "fr", frozenset("X"), frozenset("Y")),
    ]
    unit = Unit("pp2", frozenset(), frozenset("X"))
    ordered = sorted(faults, key=lambda fault: not fault.printed)
    assert is_read(unit, ("ar", "fr"), ordered)


def test_each_listed_fault_says_what_is_wrong() -> None:
    for fault in read_faults():
        assert fault.meant, fault
        assert fault.printed != fault.meant
