from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.plans import Plans

Run = Callable[..., int]


def row(key: str, field: str = "plan", **more: Any) -> Agreement:
    return Agreement(key, field, cells={"maal": f"Mål {key}"}, **more)


def stored(database: Database, held: Any) -> tuple[Agreement, ...]:
    return Plans(database).of_conversation(held.conversation)[0].agreements


def test_an_agreement_comes_back_as_it_was(database: Database, held: Any) -> None:
    whole = Agreement(
        "a",
        "plan",
        "Kort sigt",
        {"tiltag": "Kursus", "maal": "Sløjd"},
        {"Gammel kolonne": "Noget"},
        date(2026, 9, 1),
        "Mette",
        others_agreed=True,
        status=AgreementStatus.IN_PROGRESS,
        added_on=date(2026, 3, 2),
        carried_from="b",
    )
    Plans(database).save_rows(held.plan, "plan", [row("b"), whole])
    assert stored(database, held) == (row("b"), whole)
    assert list(stored(database, held)[1].cells) == ["tiltag", "maal"], "in the order they were typed"


def test_a_plan_comes_back_as_it_was(database: Database, held: Any, closing: Callable[..., Plan]) -> None:
    days = [date(2026, 3, number) for number in range(1, 5)]
    employee = Conversations(database).parties(held.conversation)[0].id
    signatures = {
        Signatory(SignatoryRole.EMPLOYEE, employee): days[0],
        Signatory(SignatoryRole.LEADER, held.leader): days[1],
        Signatory(SignatoryRole.EXTRA, label="Tillidsrepræsentant"): days[1],
    }
    whole = Plan(held.plan, held.shared, (), days[0], days[1], "Begge", days[2], days[3], "Sag 26/117", days[0])
    refusals = (
        Refusal(days[2], PartyRole.EMPLOYEE, "Uenig i målet", employee),
        Refusal(days[3], PartyRole.EMPLOYEE, "En, som ikke er nævnt"),
    )
    whole = replace(whole, refused_on=days[2], refusals=refusals, signatures=signatures)
    closing(replace(whole, journalised_on=None, journalised_where=""))
    Plans(database).save_signatures(whole)
    Plans(database).update(whole)
    assert Plans(database).of_conversation(held.conversation) == (whole,)
    Plans(database).save_signatures(whole)  # saving the same again is no change, filed or not


def test_each_field_has_its_own_rows(database: Database, held: Any) -> None:
    plans = Plans(database)
    plans.save_rows(held.plan, "kort", [row("a", "kort"), row("b", "kort")])
    plans.save_rows(held.plan, "lang", [row("c", "lang")])
    plans.save_rows(held.plan, "kort", [row("b", "kort")])
    assert [agreement.id for agreement in stored(database, held)] == ["b", "c"]


def test_row_of_another_field_is_refused(database: Database, held: Any) -> None:
    with pytest.raises(ValueError, match="field"):
        Plans(database).save_rows(held.plan, "plan", [row("a", "andet")])


def test_blank_rows_are_not_stored_and_leave_no_gap(database: Database, held: Any) -> None:
    blank = Agreement("x", "plan", cells={"maal": "  "})
    Plans(database).save_rows(held.plan, "plan", [blank, row("a"), replace(blank, id="y"), row("b")])
    assert stored(database, held) == (row("a"), row("b"))
    assert database.rows("SELECT position FROM agreement ORDER BY position") == [(0,), (1,)]


def test_reviews_and_addenda_stay_with_a_row_that_stays(database: Database, held: Any, run: Run) -> None:
    plans = Plans(database)
    plans.save_rows(held.plan, "kort", [row("a", "kort"), row("b", "kort"), row("c", "kort")])
    for key in "abc":
        run("INSERT INTO review (agreement, on_date, status) VALUES (?, '2026-06-01', 'reached')", key)
        run("INSERT INTO addendum (plan, agreement, added_on, body) VALUES (?, ?, '2026-06-01', '')", held.plan, key)
    plans.save_rows(held.plan, "kort", [row("c", "kort", responsible="Mette"), row("ny", "kort"), row("a", "kort")])
    plans.save_rows(held.plan, "lang", [row("a", "lang")])
    plans.save_rows(held.plan, "kort", [row("ny", "kort"), row("c", "kort")])
    for table in ("review", "addendum"):
        assert database.rows(f"SELECT agreement FROM {table} ORDER BY agreement") == [("a",), ("c",)]


def test_rows_that_are_the_same_are_not_written(database: Database, held: Any) -> None:
    plans, rows = Plans(database), [row("a"), row("b", due_on=date(2026, 9, 1), extra={"x": "y"})]
    plans.save_rows(held.plan, "plan", rows)
    statements: list[str] = []
    database._connection.set_trace_callback(statements.append)
    plans.save_rows(held.plan, "plan", rows)
    database._connection.set_trace_callback(None)
    assert [line.split()[0] for line in statements] == ["BEGIN", "SELECT", "COMMIT"]


def test_undo_brings_back_the_same_row(database: Database, held: Any) -> None:
    plans, rows = Plans(database), [row("a"), row("b")]
    for wanted in (rows, rows[1:], rows):
        plans.save_rows(held.plan, "plan", wanted)
        assert list(stored(database, held)) == wanted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(saves=st.lists(st.lists(st.sampled_from("abcde"), unique=True), max_size=6))
def test_any_sequence_of_saves_ends_with_the_rows_of_the_last(
    database: Database, held: Any, saves: list[list[str]]
) -> None:
    for keys in [*saves, []]:
        rows = [row(key, responsible=keys[0]) for key in keys]
        Plans(database).save_rows(held.plan, "plan", rows)
        assert list(stored(database, held)) == rows
