from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import Addendum, AddendumKey, Author
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.addenda import Addenda
from mus_desktop.storage.records.plans import Plans

SIGNED_ON = date(2026, 3, 2)


@pytest.fixture
def signed(database: Database, held: Any, closing: Callable[..., Any]) -> Any:
    plans = Plans(database)
    plans.save_rows(held.plan, "plan", [Agreement("a", "plan", cells={"maal": "Sløjd"})])
    (plan,) = plans.of_conversation(held.conversation)
    closing(replace(plan, signed_on=SIGNED_ON))
    return held


def test_what_is_typed_today_is_one_addition_whose_text_grows(database: Database, signed: Any) -> None:
    addenda, today = Addenda(database), date.today()  # noqa: DTZ011 - the database goes by the machine's own day
    cell, whole = AddendumKey(signed.plan, "a", "effekt"), AddendumKey(signed.plan)
    for text in ("D", "Det", "Det virker 😀"):
        addenda.save_today(cell, text, today)
        addenda.save_today(whole, text + "!", today)
    expected = (
        Addendum(signed.plan, today, "Det virker 😀", "a", "effekt"),
        Addendum(signed.plan, today, "Det virker 😀!"),
    )
    assert addenda.of_conversation(signed.conversation) == addenda.of_plans([signed.plan]) == expected
    addenda.save_today(cell, "  ", today)
    assert addenda.of_plans([signed.plan]) == expected[1:]


def test_another_day_is_another_addendum_and_the_earlier_is_unchanged(database: Database, signed: Any) -> None:
    addenda, key = Addenda(database), AddendumKey(signed.plan, "a", "effekt")
    today = date.today()  # noqa: DTZ011 - the database goes by the machine's own day
    yesterday = today - timedelta(1)
    addenda.save_today(key, "I går", yesterday)
    addenda.save_today(key, "I dag", today)
    assert [(a.added_on, a.body) for a in addenda.of_plans([signed.plan])] == [(yesterday, "I går"), (today, "I dag")]
    for text in ("Rettet", ""):
        with pytest.raises(StorageError, match="underskrevet"):
            addenda.save_today(key, text, yesterday)
    addenda.save_today(key, "I går", yesterday)
    assert [a.body for a in addenda.of_plans([signed.plan])] == ["I går", "I dag"]


def test_an_addition_belongs_to_an_agreement_of_its_plan(database: Database, signed: Any) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        Addenda(database).save_today(AddendumKey(signed.plan, "findes ikke", "effekt"), "x", SIGNED_ON)


def test_the_employees_remark_is_an_addition_of_its_own(database: Database, signed: Any) -> None:
    addenda, today = Addenda(database), date.today()  # noqa: DTZ011 - the database goes by the machine's own day
    addenda.save_today(AddendumKey(signed.plan), "Aftalt nyt kursus", today)
    addenda.save_today(AddendumKey(signed.plan, author=Author.EMPLOYEE), "Jeg havde forstået det anderledes", today)
    assert [(a.author, a.body) for a in addenda.of_conversation(signed.conversation)] == [
        (Author.BOTH, "Aftalt nyt kursus"),
        (Author.EMPLOYEE, "Jeg havde forstået det anderledes"),
    ]
