"""A number that is spliced into a list in layers leaves what spelling the list anew gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unres_site.search.numbers import spell_layers
from unres_site.search.splicing import last_place, replaced

COUNTS = st.one_of(st.integers(0, 3), st.integers(0, 20), st.integers(85, 100))
"""How often a term stands in a text: from 90 on a number takes two bytes."""


@given(st.lists(COUNTS, min_size=1, max_size=60), st.integers(1, 9), COUNTS, st.data())
def test_a_number_may_be_replaced(some: list[int], often: int, number: int, data: st.DataObject) -> None:
    numbers = some * often
    at = data.draw(st.integers(0, len(numbers) - 1))
    text, before = replaced(spell_layers(np.array(numbers)), len(numbers), at, number)
    assert before == numbers[at]
    numbers[at] = number
    assert text == spell_layers(np.array(numbers))
    assert last_place(text, len(numbers)) == max((place for place, one in enumerate(numbers) if one), default=-1)


@pytest.mark.parametrize("text", ["", "$", "%", "%$", "()", "小"])
def test_what_is_no_list_in_layers_is_refused(text: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        replaced(text, 4096, 4095, 1)
