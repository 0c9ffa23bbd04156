"""What a group is called, and how far its plans have come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.conversation import Conversation, Party
from mus_desktop.model.group import danish_list, joint_plan, short_names, shortened_danish_list, takes_part
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import IndividualPlans, PartyRole

REQUIRED, OPTIONAL = IndividualPlans.REQUIRED, IndividualPlans.OPTIONAL
MAY, JUNE, JULY = date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 1)
STEPS = ("agreed_on", "signed_on", "copy_given_on", "journalised_on")


@pytest.mark.parametrize(
    ("names", "whole", "short"),
    [
        ((), "", ""),
        (("Anna",), "Anna", "Anna"),
        (("Anna", "Bo"), "Anna og Bo", "Anna og Bo"),
        (("Anna", "Bo", "Carl"), "Anna, Bo og Carl", "Anna, Bo og Carl"),
        (("Anna", "Bo", "Carl", "Dorte", "Elin"), "Anna, Bo, Carl, Dorte og Elin", "Anna, Bo og 3 andre"),
    ],
)
def test_names_in_a_danish_list(names: tuple[str, ...], whole: str, short: str) -> None:
    assert danish_list(names) == whole
    assert shortened_danish_list(names) == short


def test_two_of_the_same_first_name_keep_their_whole_names() -> None:
    assert short_names(["Anna Holm", "Bo Dam", "anna Lund"]) == ("Anna Holm", "Bo", "anna Lund")


@given(st.lists(st.sampled_from(["Anna Holm", "Bo Dam", "Bo Riis", "Åse"]), unique=True))
def test_no_two_people_are_called_the_same(names: list[str]) -> None:
    assert len(set(short_names(names))) == len(names)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("days", "rule", "expected"),
    [
        ((MAY, [JUNE, JULY]), REQUIRED, JULY),
        ((JULY, [MAY, JUNE]), REQUIRED, JULY),
        ((None, [MAY, JUNE]), REQUIRED, None),
        ((MAY, [None, JUNE]), REQUIRED, None),
        ((MAY, ["nobody", JUNE]), REQUIRED, None),
        ((MAY, []), REQUIRED, MAY),
        ((MAY, [None, "nobody"]), OPTIONAL, MAY),
        ((None, [MAY, JUNE]), OPTIONAL, None),
    ],
)
def test_a_step_is_taken_when_everybody_who_counts_has_taken_it(
    step: str, days: tuple[date | None, list[date | str | None]], rule: IndividualPlans, expected: date | None
) -> None:
    common, others = days
    own = [None if day == "nobody" else Plan(2, 2, **{step: day}) for day in others]  # type: ignore[arg-type]
    joint = joint_plan(Plan(1, 1, **{step: common}), own, rule)  # type: ignore[arg-type]
    assert getattr(joint, step) == expected
    assert all(getattr(joint, other) is None for other in STEPS if other != step)
    assert joint.id == 1


@pytest.mark.parametrize(
    ("held_on", "left_on", "belongs"),
    [
        (None, None, True),
        (MAY, None, True),
        (None, MAY, False),
        (MAY, JUNE, True),
        (JUNE, MAY, False),
        (MAY, MAY, False),
    ],
)
def test_who_left_after_the_conversation_was_held_took_part_in_it(
    held_on: date | None, left_on: date | None, belongs: bool
) -> None:
    conversation = Conversation(1, 1, Period(date(2026, 1, 1), date(2026, 12, 31)), held_on=held_on)
    assert takes_part(Party(1, PartyRole.EMPLOYEE, 1, left_on=left_on), conversation) is belongs
