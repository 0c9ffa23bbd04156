from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.form import Fact, Field, Form, PartyRole, Tab
from mus_desktop.model.plan import Agreement, Plan
from mus_desktop.ui.fields.field_widget import Content, FieldContext

TODAY = date(2026, 11, 21)
PEOPLE = ("Bjørn Ågård", "Mette Lindqvist")
PARTIES = {PartyRole.EMPLOYEE: 1, PartyRole.LEADER: 2, PartyRole.SHARED: 3}


@pytest.fixture(scope="session")
def context_for() -> Callable[..., FieldContext]:
    """The context of a form with the given fields on one tab."""

    def context_for_(*fields: Field, party_names: Mapping[PartyRole, str] | None = None) -> FieldContext:
        form = Form("f", 1, "MUS", "Egedal Skole", (Tab("t", "Tema", fields),), party_names=party_names or {})
        return FieldContext(form, PARTIES, 7, {Fact.EMPLOYEE: "Bjørn Ågård"}, PEOPLE, lambda: TODAY)

    return context_for_


@pytest.fixture(scope="session")
def stored() -> Callable[..., Content]:
    """What is stored: a field's answers by role, and agreements."""

    def stored_(
        field: Field, answers: Mapping[PartyRole, Value] | None = None, rows: Sequence[Agreement] = ()
    ) -> Content:
        by_key = {AnswerKey(PARTIES[role], field.key): value for role, value in (answers or {}).items()}
        return Content(by_key, Plan(7, 3, tuple(rows)))

    return stored_
