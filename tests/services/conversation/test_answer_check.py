"""Everything written in a conversation is checked against its form; what does not fit is refused by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.errors import AnswersRefused
from mus_desktop.formspec.values import RULES
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, merge_changes
from mus_desktop.model.form import PartyRole, PlanField
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period, PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import AddendumKey, FollowUp, Review
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.workplace import Workplace

FORMS = Path(__file__).parents[2] / "data" / "forms"
DAY = date(2026, 11, 18)
PERIOD = PeriodRule().period_of(DAY)
GOOD = ("kaldenavn", "Åse")

WRONG: dict[str, tuple[str, PartyRole, Any]] = {
    "text": ("overskrift", PartyRole.SHARED, ["linje", "linje"]),
    "date": ("ansat", PartyRole.LEADER, "i foråret"),
    "check": ("ude", PartyRole.SHARED, "ja"),
    "number": ("timer", PartyRole.SHARED, 10**400),
    "notes": ("noter", PartyRole.SHARED, {"tekst": "x"}),
    "choice": ("stikord", PartyRole.EMPLOYEE, ["Mod", "Ansvar", "Nærvær", "Møder"]),
    "board": ("puslespil", PartyRole.SHARED, [["Adfærd", "Et kort, der ikke findes"]]),
    "rating": ("kompetencer", PartyRole.EMPLOYEE, {"Lede møder": {"har": 9}}),
    "table": ("kurser", PartyRole.SHARED, [{"id": "1", "cells": {"pris": "dyrt"}}]),
}
"""A field of each kind, who answers it, and a value it cannot hold."""


@pytest.fixture
def place(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    for name in ("every-kind", "every-kind-2"):
        shutil.copytree(FORMS / name, tmp_path / "forms" / name)
    built = build_place(tmp_path / "data", forms=tmp_path / "forms")
    yield built
    built.close()


@pytest.fixture
def opened(place: Workplace) -> OpenConversation:
    employee = place.staff.add(Employee("Åse Nørgård"))
    return place.conversations.open(place.conversations.plan_new(employee.id, Meeting("every-kind-2", PERIOD, DAY)))


def stored(place: Workplace, opened: OpenConversation) -> OpenConversation:
    return place.conversations.open(opened.conversation.id)


def save(place: Workplace, opened: OpenConversation, changes: Changes) -> None:
    place.writing.save(changes, opened.conversation.id)


def refusal(place: Workplace, opened: OpenConversation, changes: Changes) -> AnswersRefused:
    before = stored(place, opened)
    with pytest.raises(AnswersRefused) as refused:
        save(place, opened, changes)
    assert stored(place, opened) == before
    return refused.value


def test_each_kind_has_a_value_it_refuses() -> None:
    assert set(WRONG) == set(RULES)


@pytest.mark.parametrize("kind", WRONG)
def test_a_value_that_does_not_fit_is_refused_by_name_and_the_rest_can_be_saved(
    place: Workplace, opened: OpenConversation, kind: str
) -> None:
    key, role, value = WRONG[kind]
    field = opened.form.field_with(key)
    assert field.kind == kind
    shared = opened.party(PartyRole.SHARED).id
    changes = Changes({AnswerKey(shared, GOOD[0]): GOOD[1], AnswerKey(opened.party(role).id, key): value})
    error = refusal(place, opened, changes)
    assert error.fields == {key}
    assert f"»{field.title}«" in error.message
    save(
        place, opened, merge_changes(part for part in changes.parts() if key not in {one.field for one in part.answers})
    )
    assert stored(place, opened).answers == {AnswerKey(shared, GOOD[0]): GOOD[1]}


def test_every_refused_field_is_named(place: Workplace, opened: OpenConversation) -> None:
    wrong = {AnswerKey(opened.party(role).id, key): value for key, role, value in WRONG.values()}
    rows = {RowsKey(opened.plan.id, "plan"): (Agreement("a", "plan", cells={"findes_ikke": "x"}),)}
    error = refusal(place, opened, Changes(wrong, rows))
    assert error.fields == {key for key, *_ in WRONG.values()} | {"plan"}
    assert all(f"»{opened.form.field_with(key).title}«" in error.message for key in error.fields)


@pytest.mark.parametrize(
    ("key", "role", "value"),
    [
        ("findes_ikke", PartyRole.SHARED, "x"),
        ("plan", PartyRole.SHARED, "x"),  # a plan takes no answers
        ("om_fonden", PartyRole.SHARED, "x"),
        ("ansat", PartyRole.SHARED, "2027-03-01"),  # only the leader answers
        ("kompetencer", PartyRole.EMPLOYEE, {"Lede møder": {"krav": 1}}),  # only the leader's column
    ],
)
def test_a_field_the_party_does_not_answer_is_refused(
    place: Workplace, opened: OpenConversation, key: str, role: PartyRole, value: Any
) -> None:
    error = refusal(place, opened, Changes({AnswerKey(opened.party(role).id, key): value}))
    assert error.fields == {key}


def test_answers_are_stored_as_the_form_reads_them(place: Workplace, opened: OpenConversation) -> None:
    shared = opened.party(PartyRole.SHARED).id
    rows = [{"id": "1", "cells": {"navn": "Excel", "pris": None}}, {"id": "2", "cells": {"navn": " "}}]
    save(place, opened, Changes({AnswerKey(shared, "kurser"): rows, AnswerKey(shared, "noter"): "Kort"}))
    assert stored(place, opened).answers == {
        AnswerKey(shared, "kurser"): [{"id": "1", "cells": {"navn": "Excel"}}],
        AnswerKey(shared, "noter"): "Kort",
    }
    save(place, opened, Changes({AnswerKey(shared, "kurser"): [], AnswerKey(shared, "noter"): " \n"}))
    assert stored(place, opened).answers == {}


def _row(opened: OpenConversation, **values: Any) -> Agreement:
    column = next(field for field in opened.form.fields() if isinstance(field, PlanField)).columns[0].key
    return replace(Agreement("a" * 32, "plan", cells={column: "Lede møder"}), **values)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ({"cells": {"findes_ikke": "x"}}, "plan"),
        ({"cells": {"maal": 7}}, "plan"),
        ({"extra": {"Fra": None}}, "plan"),
        ({"due_on": "2027-03-01"}, "plan"),
        ({"status": "færdig"}, "plan"),
        ({"responsible": 5}, "plan"),
        ({"field": "kurser"}, "kurser"),
        ({"field": "findes_ikke"}, "findes_ikke"),
    ],
)
def test_a_plan_row_of_a_wrong_shape_is_refused(
    place: Workplace, opened: OpenConversation, kind: dict[str, Any], field: str
) -> None:
    error = refusal(place, opened, Changes(rows={RowsKey(opened.plan.id, field): (_row(opened, **kind),)}))
    assert error.fields == {field}


def test_follow_ups_reviews_and_additions_of_a_wrong_shape_are_refused(
    place: Workplace, opened: OpenConversation
) -> None:
    plan = opened.plan.id
    wrong_day: Any = "2027-03-01"
    save(place, opened, Changes(rows={RowsKey(plan, "plan"): (_row(opened),)}))
    row = "a" * 32
    status: Any = "færdig"
    for changes in (
        Changes(follow_ups={RowsKey(plan, "plan"): (FollowUp(DAY),)}),
        Changes(follow_ups={RowsKey(plan, "opfoelgning"): (FollowUp(wrong_day),)}),
        Changes(reviews={row: Review(row, DAY, status)}),
        Changes(reviews={row: Review("b" * 32, DAY, AgreementStatus.REACHED)}),
        Changes(addenda={AddendumKey(plan, row, "findes_ikke"): "x"}),
        Changes(addenda={AddendumKey(plan): wrong_day.encode()}),
    ):
        refusal(place, opened, changes)
    save(place, opened, Changes(addenda={AddendumKey(plan, row, "effekt"): "Det virker", AddendumKey(plan): "Enige"}))
    assert len(stored(place, opened).addenda) == 2


def test_text_in_a_column_that_is_gone_does_not_prevent_saving_its_row(
    place: Workplace, opened: OpenConversation
) -> None:
    save(place, opened, Changes(rows={RowsKey(opened.plan.id, "plan"): (_row(opened),)}))
    with place.database.transaction():
        place.database.write("UPDATE agreement SET cells = ?", ('{"gammel": "Fra før", "maal": "Lede"}',))
    (row,) = stored(place, opened).plan.agreements
    edited = replace(row, cells={**row.cells, "maal": "Lede møder"})
    save(place, opened, Changes(rows={RowsKey(opened.plan.id, "plan"): (edited,)}))
    assert stored(place, opened).plan.agreements == (edited,)


def test_a_paper_plan_is_checked_too(place: Workplace, opened: OpenConversation) -> None:
    year = Period.parse("2025-01-01/2025-12-31")
    with pytest.raises(AnswersRefused, match="findes_ikke"):
        place.paper.add_paper(
            opened.employee.id, "every-kind-2", year, [Agreement("p", "", cells={"findes_ikke": "x"})]
        )
    assert place.paper.add_paper(opened.employee.id, "every-kind-2", year, [_row(opened)])


def test_a_participants_copy_of_the_common_plan_is_checked_and_may_hold_old_columns(place: Workplace) -> None:
    people = [place.staff.add(Employee(name)).id for name in ("Bo Dam", "Ane Holm")]
    group = place.conversations.open(place.conversations.plan_group(people, Meeting("every-kind-2", PERIOD, DAY)))
    save(place, group, Changes(rows={RowsKey(group.plan.id, "plan"): (_row(group),)}))
    with place.database.transaction():
        place.database.write("UPDATE agreement SET cells = ?", ('{"gammel": "Fra før"}',))
    own = place.groups.own_plan(group.conversation.id, group.participants[0].id)
    assert [row.cells for row in own.agreements] == [{"gammel": "Fra før"}]
