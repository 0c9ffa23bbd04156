"""The conversation of a person that a list shows when there are several in a period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest

from mus_desktop.model.conversation import Conversation, Status
from mus_desktop.model.period import Period
from mus_desktop.model.status_order import most_advanced

_PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
_S = Status


@dataclass(frozen=True)
class _Line:
    conversation: Conversation
    status: Status


def _line(number: int, status: Status, day: date | None = None) -> _Line:
    return _Line(Conversation(number, 1, _PERIOD, on_date=day), status)


@pytest.mark.parametrize(
    "least_first",
    [
        (_S.PLANNED, _S.INVITED, _S.UNDER_WAY, _S.HELD, _S.AGREED, _S.SIGNED, _S.JOURNALISED),
        (_S.DECLINED, _S.POSTPONED, _S.PLANNED),
        (_S.POSTPONED, _S.UNDER_WAY),
    ],
)
def test_the_one_that_has_come_furthest(least_first: tuple[Status, ...]) -> None:
    lines = [_line(number, status) for number, status in enumerate(least_first)]
    assert all(most_advanced(several) == lines[-1] for several in permutations(lines))


def test_every_status_has_its_place() -> None:
    assert {most_advanced([_line(1, status)]).status for status in Status} == set(Status)


def test_of_those_equally_far_the_first_but_one_with_a_day_before_one_without() -> None:
    first, second = _line(1, Status.PLANNED, date(2026, 5, 4)), _line(2, Status.PLANNED, date(2026, 9, 1))
    assert most_advanced([first, second]) == first
    undated = replace(first, conversation=replace(first.conversation, on_date=None))
    assert most_advanced([undated, second]) == second
