"""Gaps are counted in steps of the scale, and a blank is not relevant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.form import Scale, Step
from mus_desktop.model.gap import gap, gap_text


@given(values=st.lists(st.integers(-9, 99), min_size=2, unique=True), data=st.data())
def test_a_gap_is_the_number_of_steps_between(values: list[int], data: st.DataObject) -> None:
    scale = Scale("s", tuple(Step(value, str(value)) for value in values))
    required, level = data.draw(st.sampled_from(values)), data.draw(st.sampled_from(values))
    found = gap(scale, required, level)
    assert found is not None
    assert found == -(gap(scale, level, required) or 0)
    assert abs(found) == sum(min(required, level) <= value < max(required, level) for value in values)
    assert gap(scale, None, level) is None
    assert gap(scale, required, None) is None
    assert gap(scale, 100, level) is None


@pytest.mark.parametrize(("steps", "words"), [(2, "mangler 2 trin"), (0, "som krævet"), (-1, "1 trin over")])
def test_a_gap_in_words(steps: int, words: str) -> None:
    assert gap_text(steps) == words
