"""A whole plan from Aalborg, carried into København next year and back: nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from mus_desktop import app
from mus_desktop.formspec.agreement_mapping import lines_without_column
from mus_desktop.model.answers import Changes
from mus_desktop.model.form import Form
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import AddendumKey, Review
from mus_desktop.services.conversation.carry_on import changes_from_reviews

CARRIED_ON = AgreementStatus.CARRIED_ON


@pytest.fixture
def years(years: Any, tmp_path: Path) -> Iterator[Any]:
    """The same, with the municipalities' own forms."""
    built = app.build(tmp_path / "rigtige", now=lambda: datetime(2026, 3, 2, 10, 0))  # noqa: DTZ001
    yield type(years)(built)
    built.close()


def full_plan(form: Form) -> list[Agreement]:
    """Two agreements in each group of each plan, every column of them filled in."""
    return [
        Agreement(
            f"{field.key}-{group}-{number}",
            field.key,
            group,
            {c.key: f"{c.title} {number}:\nalt om {group or field.title}" for c in field.columns},
            due_on=date(2026, 6, number),
            responsible=f"Person {number}",
            others_agreed=number == 1,
        )
        for field in form.plan_fields()
        for group in field.groups or ("",)
        for number in (1, 2)
    ]


def carry_all(years: Any, opened: Any) -> Any:
    day = opened.conversation.on_date
    said = {past.agreement.id: Review(past.agreement.id, day, CARRIED_ON, "Videre") for past in opened.past}
    changes = Changes(reviews=said)
    follows = changes_from_reviews(opened.form, opened.plan, opened.past, changes, day)
    years.at.writing.save(changes.merged_with(follows), opened.conversation.id)
    return years.open(opened.conversation.id)


def test_a_plan_moves_from_aalborg_to_kobenhavn_and_back(years: Any) -> None:
    mette = years.employee()
    first = years.mus(mette, 2024, "aalborg-tm")
    plan = full_plan(first.form)
    first = years.agree(first, *plan)
    years.at.plan_recorder.sign(first.plan, date(2024, 3, 4))
    years.at.writing.save(Changes(addenda={AddendumKey(first.plan.id, plan[0].id, "effekt"): "Det virker"}))
    away = carry_all(years, years.mus(mette, 2025, "kobenhavn-buf"))
    (field,) = away.form.plan_fields()
    assert len(away.plan.agreements) == len(plan)
    for old in plan:
        copy = next(row for row in away.plan.agreements if row.carried_from == old.id)
        assert (copy.due_on, copy.responsible, copy.others_agreed) == (old.due_on, old.responsible, old.others_agreed)
        shown = {*copy.cells.values(), *(text for _, text in lines_without_column(copy, field))}
        assert set(old.cells.values()) <= shown
    titles = {title for row in away.plan.agreements for title, _ in lines_without_column(row, field)}
    assert {"Træning", "Effekt", "Gruppe"} <= titles
    home = carry_all(years, years.mus(mette, 2026, "aalborg-tm"))
    came_home = {row.carried_from: row for row in home.plan.agreements}
    for copy in away.plan.agreements:
        old = next(row for row in plan if row.id == copy.carried_from)
        assert replace(came_home[copy.id], id=old.id, carried_from=None) == old
    past = {found.agreement.id: found for found in years.open(away.conversation.id).past}
    assert [a.body for a in past[plan[0].id].addenda] == ["Det virker"]
    assert {found.agreement.status for found in past.values()} == {CARRIED_ON}
    assert [row.id for row in years.open(first.conversation.id).plan.agreements] == [
        row.id for field in first.form.plan_fields() for row in plan if row.field == field.key
    ]
