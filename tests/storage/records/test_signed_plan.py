"""A signed plan is closed by the database itself: each forbidden change is tried, and each permitted one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pytest

from mus_desktop.errors import SaveFailed, StorageError
from mus_desktop.model.answers import AnswerKey, RowsKey
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.review import FollowUp, Review
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.model.terms import PartyRole
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.follow_ups import FollowUps
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.reviews import Reviews
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_answers import StoredAnswers

Run = Callable[..., int]
SIGNED_ON = date(2026, 3, 2)
SIGNED_AT = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - the program's clock is the clock on the wall
ROW = Agreement("b" * 32, "plan", "Kort sigt", {"maal": "Sløjd"}, due_on=date(2026, 9, 1), responsible="Mette")
SECOND = Agreement("c" * 32, "plan", "Kort sigt", {"maal": "Musik"})
NEW_VALUES: dict[str, Any] = {
    "id": "d" * 32,
    "plan": 999,
    "field": "andet",
    "grp": "Lang sigt",
    "position": 7,
    "cells": '{"maal":"Matematik"}',
    "extra": '{"x":"y"}',
    "due_on": None,
    "responsible": "Karen",
    "others_agreed": 1,
    "added_on": "2026-03-01",
    "carried_from": None,
    "party": 999,
    "agreed_on": "2026-03-01",
    "closed_on": "2026-03-03",
}
UNTIL_FILED = {"signed_on": None, "signed_by": "Karen", "refused_on": None}
"""What says who signed or refused: it may be corrected as long as the plan is not filed."""


@dataclass(frozen=True)
class Signed:
    conversation: int
    employee: int
    shared: int
    plan: int
    earlier: int
    """The conversation that the first row was carried from."""


@pytest.fixture
def signed(database: Database, run: Run, beginning: Callable[..., Any], closing: Callable[..., Plan]) -> Signed:
    plans = Plans(database)
    earlier, this = beginning("Mette Holm"), beginning("Søren Ø. Ågård")
    old = replace(ROW, id="a" * 32)
    plans.save_rows(earlier.plan, "plan", [old])
    plans.save_rows(this.plan, "plan", [replace(ROW, carried_from=old.id), SECOND])
    run("INSERT INTO addendum (plan, agreement, added_on, body) VALUES (?, ?, '2026-03-03', 'x')", this.plan, ROW.id)
    (plan,) = plans.of_conversation(this.conversation)
    plan = replace(plan, agreed_on=SIGNED_ON, signed_on=SIGNED_ON, signed_by="Begge", refused_on=SIGNED_ON)
    StoredAnswers(database).save(
        {AnswerKey(this.shared, "loen"): 10, AnswerKey(this.shared, "andet"): "frit"}, SIGNED_AT
    )
    FollowUps(database).save(RowsKey(this.plan, "opf"), [FollowUp(date(2026, 9, 1), "Mini-MUS")], SIGNED_ON)
    people = {this.shared - 2: "Søren Ø. Ågård"}
    closing(plan, SignedContent(answers={"loen": 10}, closed_fields=("loen", "tom"), people=people))
    refusal = Refusal(SIGNED_ON, PartyRole.EMPLOYEE, "Uenig", this.shared - 2)
    leader = Signatory(SignatoryRole.LEADER, this.leader)
    plans.save_signatures(replace(plan, signatures={leader: SIGNED_ON}, refusals=(refusal,)))
    return Signed(this.conversation, this.employees[0], this.shared, this.plan, earlier.conversation)


def everything(database: Database) -> list[list[tuple[object, ...]]]:
    tables = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [database.rows(f"SELECT * FROM {table} ORDER BY 1") for (table,) in tables]


@pytest.fixture
def refused(database: Database, run: Run) -> Callable[..., None]:
    """Assert that a statement is refused with the sentence for the leader, and changes nothing."""

    def try_it(sql: str, *parameters: object) -> None:
        before = everything(database)
        with pytest.raises(StorageError, match="Planen er underskrevet og kan ikke længere ændres") as caught:
            run(sql, *parameters)
        assert not isinstance(caught.value, SaveFailed), "trying again will not help"
        assert everything(database) == before

    return try_it


def columns(database: Database, table: str) -> set[str]:
    return {name for (name,) in database.rows("SELECT name FROM pragma_table_info(?)", (table,))}


def test_only_status_may_change_in_an_agreement(
    database: Database, signed: Signed, refused: Callable[..., None]
) -> None:
    for column in columns(database, "agreement") - {"status"}:
        refused(f"UPDATE agreement SET {column} = ? WHERE id = ?", NEW_VALUES[column], ROW.id)
    refused("UPDATE agreement SET carried_from = ? WHERE id = ?", "a" * 32, SECOND.id)


def test_what_was_agreed_and_signed_does_not_change(
    database: Database, signed: Signed, refused: Callable[..., None]
) -> None:
    for column in columns(database, "plan") - {"copy_given_on", "journalised_on", "journalised_where", *UNTIL_FILED}:
        new = 999 if column == "id" else NEW_VALUES[column]
        refused(f"UPDATE plan SET {column} = ? WHERE id = ?", new, signed.plan)


def test_who_signed_may_be_corrected_until_the_plan_is_filed(
    database: Database, signed: Signed, run: Run, refused: Callable[..., None]
) -> None:
    before = database.row("SELECT signed_on, signed_by, refused_on FROM plan WHERE id = ?", (signed.plan,))
    for column, new in UNTIL_FILED.items():
        run(f"UPDATE plan SET {column} = ? WHERE id = ?", new, signed.plan)
    run("UPDATE plan SET (signed_on, signed_by, refused_on) = (?, ?, ?) WHERE id = ?", *before, signed.plan)
    run("UPDATE refusal SET reason = 'Uenig i målet'")
    run("UPDATE plan SET journalised_on = '2026-03-09' WHERE id = ?", signed.plan)
    for column, new in UNTIL_FILED.items():
        refused(f"UPDATE plan SET {column} = ? WHERE id = ?", new, signed.plan)
    refused("UPDATE signature SET signed_on = '2026-03-01'")
    refused("DELETE FROM signature")
    refused("UPDATE refusal SET reason = 'x'")
    refused("DELETE FROM refusal")


def test_signature_or_refusal_after_filing_is_accepted(
    database: Database, held: Any, closing: Callable[..., Plan], run: Run
) -> None:
    (plan,) = Plans(database).of_conversation(held.conversation)
    leader = Signatory(SignatoryRole.LEADER, held.leader)
    closed = closing(replace(plan, closed_on=SIGNED_ON, journalised_on=SIGNED_ON, signatures={leader: SIGNED_ON}))
    Plans(database).save_signatures(closed)
    run("UPDATE plan SET refused_on = '2026-03-20'")
    employee = Signatory(SignatoryRole.EMPLOYEE, Conversations(database).parties(held.conversation)[0].id)
    Plans(database).save_signatures(replace(closed, signatures={**closed.signatures, employee: date(2026, 4, 1)}))
    run("UPDATE plan SET signed_on = '2026-04-01'")


def test_the_stored_content_and_the_answers_it_shows_do_not_change(
    database: Database, signed: Signed, run: Run, refused: Callable[..., None]
) -> None:
    refused("UPDATE signed_content SET content = '{}'")
    refused("DELETE FROM signed_content")
    refused("REPLACE INTO signed_content VALUES (?, 'signature', '', NULL, '{}')", signed.plan)
    refused("UPDATE signed_name SET name = 'En anden'")
    refused("DELETE FROM signed_name")
    refused("REPLACE INTO signed_name SELECT plan, party, 'En anden' FROM signed_name")
    refused("INSERT INTO signed_name SELECT plan, ?, 'En til' FROM signed_name", signed.shared)
    refused("DELETE FROM closed_answer")
    answer = "FROM answer WHERE party = ? AND field = 'loen'"
    refused("UPDATE answer SET value = '250000' WHERE party = ? AND field = 'loen'", signed.shared)
    refused(f"DELETE {answer}", signed.shared)
    refused("UPDATE answer SET field = 'x' WHERE field = 'loen'")
    refused("UPDATE answer SET field = 'tom' WHERE field = 'andet'")
    refused("INSERT INTO answer VALUES (?, 'tom', '1', '')", signed.shared)
    refused("REPLACE INTO answer VALUES (?, 'loen', '250000', '')", signed.shared)
    for changed in ({"loen": 250_000}, {"loen": None}, {"tom": 1}):
        with pytest.raises(StorageError, match="underskrevet"):
            StoredAnswers(database).save(
                {AnswerKey(signed.shared, key): value for key, value in changed.items()}, SIGNED_AT
            )
    StoredAnswers(database).save(
        {AnswerKey(signed.shared, "loen"): 10, AnswerKey(signed.shared, "andet"): "nyt"}, SIGNED_AT
    )
    employee = Conversations(database).parties(signed.conversation)[0].id
    StoredAnswers(database).save({AnswerKey(employee, "loen"): 12}, SIGNED_AT)  # a preparation stays open
    assert database.row(f"SELECT value {answer}", (signed.shared,)) == ("10",)


def test_printed_follow_ups_are_unchanged_and_later_ones_are_dated(
    database: Database, signed: Signed, run: Run, refused: Callable[..., None]
) -> None:
    refused("UPDATE follow_up SET due_on = '2026-10-01'")
    refused("UPDATE follow_up SET note = 'andet'")
    refused("UPDATE follow_up SET added_on = '2026-03-02'")
    refused("DELETE FROM follow_up")
    refused("INSERT INTO follow_up (plan, field, position, due_on) VALUES (?, 'opf', 1, '2026-10-01')", signed.plan)
    key, follow_ups = RowsKey(signed.plan, "opf"), FollowUps(database)
    stored = FollowUp(date(2026, 9, 1), "Mini-MUS", done_on=date(2026, 9, 2))
    follow_ups.save(key, [stored, FollowUp(date(2026, 12, 1), "Ny")], date(2026, 2, 1))
    (rows,) = follow_ups.of_conversation(signed.conversation).values()
    assert rows == (stored, FollowUp(date(2026, 12, 1), "Ny", added_on=SIGNED_ON)), "never before it was closed"
    follow_ups.save(key, [stored, FollowUp(date(2026, 12, 8), "Flyttet")], SIGNED_ON)
    follow_ups.save(key, [stored], SIGNED_ON)
    for forbidden in ([], [replace(stored, note="")], [replace(stored, due_on=date(2026, 9, 8))]):
        with pytest.raises(StorageError, match="underskrevet"):
            follow_ups.save(key, forbidden, SIGNED_ON)


def test_printed_appointment_is_unchanged(database: Database, signed: Signed, refused: Callable[..., None]) -> None:
    for column, new in {
        "purpose": "follow_up",
        "form_version": 7,
        "period": "2027-01-01/2027-12-31",
        "on_date": "2026-03-03",
        "at_time": "09:00",
    }.items():
        refused(f"UPDATE conversation SET {column} = ? WHERE id = ?", new, signed.conversation)
    conversations = Conversations(database)
    kept = conversations.get(signed.conversation)
    conversations.update(replace(kept, held_on=SIGNED_ON, place="Kontoret", last_tab="plan"))


def test_no_plan_is_signed_without_its_content(database: Database, held: Any, run: Run) -> None:
    for change in ("closed_on = '2026-03-02'", "signed_on = '2026-03-02'", "refused_on = '2026-03-02'"):
        with pytest.raises(Exception, match="a signed plan has content"):
            run(f"UPDATE plan SET {change}")


def test_no_agreement_goes_and_none_comes_in_without_a_date_after_signature(
    signed: Signed, refused: Callable[..., None]
) -> None:
    for row in (ROW, SECOND):  # the first has an addendum, which is guarded too
        refused("DELETE FROM agreement WHERE id = ?", row.id)
    new = "INSERT INTO agreement (id, plan, field, position, added_on) VALUES ('ny', ?, 'plan', 2, ?)"
    refused(new, signed.plan, None)
    refused(new, signed.plan, "2026-03-01")


def test_nothing_is_moved_into_a_signed_plan(signed: Signed, run: Run, refused: Callable[..., None]) -> None:
    refused("UPDATE agreement SET plan = ? WHERE id = ?", signed.plan, "a" * 32)
    run(
        "INSERT INTO addendum SELECT 7, plan, NULL, '', '2026-03-03', 'x', 'both' FROM agreement WHERE id = ?", "a" * 32
    )
    refused("UPDATE addendum SET plan = ? WHERE id = 7", signed.plan)


def test_replacing_is_no_way_around(signed: Signed, refused: Callable[..., None]) -> None:
    replaced = "REPLACE INTO agreement (id, plan, field, position, added_on) VALUES (?, ?, 'plan', 0, '2026-03-04')"
    refused(replaced, ROW.id, signed.plan)
    refused("REPLACE INTO plan (id, party) VALUES (?, ?)", signed.plan, signed.shared)
    refused("REPLACE INTO addendum (id, plan, added_on, body) VALUES (1, ?, '2026-03-04', 'y')", signed.plan)


def test_addenda_stay_as_they_were_dated(signed: Signed, refused: Callable[..., None]) -> None:
    refused("UPDATE addendum SET body = 'y'")
    refused("UPDATE addendum SET added_on = '2026-03-04'")
    refused("DELETE FROM addendum")


def test_no_part_of_the_conversation_goes_alone(signed: Signed, refused: Callable[..., None]) -> None:
    refused("DELETE FROM plan WHERE id = ?", signed.plan)
    refused("DELETE FROM party WHERE id = ?", signed.shared)


def test_what_belongs_to_the_time_after_signature_goes_through(database: Database, signed: Signed, run: Run) -> None:
    day = "2026-06-01"
    for status in AgreementStatus:
        run("UPDATE agreement SET status = ? WHERE id = ?", status, ROW.id)
    run("UPDATE plan SET copy_given_on = ?, journalised_on = ?, journalised_where = 'Sag 7'", day, day)
    run("INSERT INTO review (agreement, on_date, status) VALUES (?, ?, 'reached')", ROW.id, day)
    run("UPDATE review SET comment = 'Flot'")
    run("DELETE FROM review")
    run("INSERT INTO addendum (plan, added_on, body) VALUES (?, ?, 'z')", signed.plan, day)
    run("UPDATE follow_up SET done_on = ?", day)
    new_day = "INSERT INTO follow_up (plan, field, position, due_on, added_on) VALUES (?, 'opf', 1, ?, ?)"
    run(new_day, signed.plan, day, day)
    run("UPDATE follow_up SET due_on = '2026-07-01', note = 'Holdt' WHERE position = 1")
    run("DELETE FROM follow_up WHERE position = 1")
    new = Agreement("e" * 32, "plan", cells={"maal": "Kor"}, added_on=SIGNED_ON)
    Plans(database).save_rows(signed.plan, "plan", [*stored(database, signed), new])
    assert [row.id for row in stored(database, signed)] == [ROW.id, SECOND.id, new.id]


def test_saving_the_same_rows_with_a_new_status_goes_through_and_another_order_does_not(
    database: Database, signed: Signed
) -> None:
    plans, rows = Plans(database), stored(database, signed)
    reached = [replace(row, status=AgreementStatus.REACHED) for row in rows]
    plans.save_rows(signed.plan, "plan", reached)
    assert list(stored(database, signed)) == reached
    for forbidden in (rows[::-1], rows[1:], [], [replace(rows[0], responsible="Karen"), rows[1]]):
        with pytest.raises(StorageError, match="underskrevet"):
            plans.save_rows(signed.plan, "plan", forbidden)
    assert list(stored(database, signed)) == reached


def stored(database: Database, signed: Signed) -> tuple[Agreement, ...]:
    return Plans(database).of_conversation(signed.conversation)[0].agreements


def test_the_conversation_it_was_carried_from_may_be_deleted(database: Database, signed: Signed) -> None:
    assert stored(database, signed)[0].carried_from == "a" * 32
    Conversations(database).delete(signed.earlier)
    assert stored(database, signed)[0].carried_from is None


def test_a_conversation_with_a_signed_plan_goes_with_its_employee_only(
    database: Database, signed: Signed, refused: Callable[..., None]
) -> None:
    refused("DELETE FROM conversation WHERE id = ?", signed.conversation)
    with pytest.raises(StorageError, match="underskrevet"):
        Conversations(database).delete(signed.conversation)
    Employees(database).delete(signed.employee)
    assert database.rows("SELECT * FROM employee_being_deleted") == []
    assert database.rows("SELECT id FROM conversation") == [(signed.earlier,)]
    assert database.rows("SELECT id FROM agreement") == [("a" * 32,)]
    for table in ("addendum", "signed_content", "signed_name", "closed_answer", "signature", "refusal", "follow_up"):
        assert database.rows(f"SELECT * FROM {table}") == []


def test_an_employee_leaves_a_group_with_a_signed_plan_of_their_own(
    database: Database, beginning: Callable[..., Any], closing: Callable[..., Plan]
) -> None:
    group, plans = beginning("Anna Bæk", "Jens Lund"), Plans(database)
    own = Conversations(database).parties(group.conversation)[0]
    plan = plans.add(own.id)
    plans.save_rows(plan.id, "plan", [ROW])
    closing(replace(plan, signed_on=SIGNED_ON))
    Employees(database).delete(group.employees[0])
    (row,) = Conversations(database).overview()
    assert [name for _, name in row.employees] == ["Jens Lund"]
    assert [plan.id for plan in plans.of_conversation(group.conversation)] == [group.plan]


def test_a_plan_that_is_not_signed_is_open(database: Database, held: Any, run: Run) -> None:
    plans = Plans(database)
    plans.save_rows(held.plan, "plan", [ROW, SECOND])
    plans.save_rows(held.plan, "plan", [replace(SECOND, cells={"maal": "Kor"}), ROW])
    plans.save_rows(held.plan, "plan", [ROW])
    (plan,) = plans.of_conversation(held.conversation)
    plans.update(replace(plan, agreed_on=SIGNED_ON))
    plans.update(replace(plan, agreed_on=None))
    run("DELETE FROM plan")
    Conversations(database).delete(held.conversation)  # without its plan it is damaged


def test_signature_recorded_by_mistake_is_removed_alone(
    database: Database, held: Any, run: Run, refused: Callable[..., None], closing: Callable[..., Plan]
) -> None:
    plans = Plans(database)
    plans.save_rows(held.plan, "plan", [ROW])
    (plan,) = plans.of_conversation(held.conversation)
    closing(replace(plan, agreed_on=SIGNED_ON, signed_on=SIGNED_ON, signed_by="Begge"))
    back = "UPDATE plan SET closed_on = NULL, signed_on = NULL, signed_by = ''"
    refused("UPDATE plan SET closed_on = NULL")
    refused("UPDATE plan SET closed_on = NULL, signed_on = NULL")
    refused("UPDATE plan SET closed_on = NULL, signed_on = NULL, signed_by = 'Karen'")
    refused(f"{back}, refused_on = '2026-03-02'")
    refused(f"{back}, agreed_on = NULL")
    refused(f"{back}, journalised_on = '2026-03-02'")
    run("UPDATE plan SET journalised_on = '2026-03-02'")
    refused(back)
    run("UPDATE plan SET journalised_on = NULL")
    run("INSERT INTO addendum (plan, added_on, body) VALUES (?, '2026-03-01', 'før underskriften')", held.plan)
    run(back)
    SignedContents(database).remove(held.plan)
    plans.save_rows(held.plan, "plan", [SECOND])
    assert plans.of_conversation(held.conversation) == (replace(plan, agreed_on=SIGNED_ON, agreements=(SECOND,)),)


@pytest.mark.parametrize(
    "added",
    [
        "INSERT INTO addendum (plan, added_on, body) VALUES (?, '2026-03-02', 'x')",
        "INSERT INTO agreement (plan, id, field, position, added_on) VALUES (?, 'ny', 'plan', 1, '2026-03-02')",
        "INSERT INTO follow_up (plan, field, position, due_on, added_on) VALUES (?, 'o', 1, NULL, '2026-03-02')",
    ],
)
def test_a_signature_that_has_been_built_on_stays(
    database: Database,
    held: Any,
    run: Run,
    refused: Callable[..., None],
    closing: Callable[..., Plan],
    added: str,
) -> None:
    plans = Plans(database)
    (plan,) = plans.of_conversation(held.conversation)
    signed = closing(replace(plan, signed_on=SIGNED_ON, signed_by="Begge"))
    assert not plans.has_additions(signed)
    run(added, held.plan)
    refused("UPDATE plan SET closed_on = NULL, signed_on = NULL, signed_by = ''")
    assert plans.has_additions(signed)


def test_printed_reviews_of_earlier_agreements_are_unchanged(
    database: Database,
    beginning: Callable[..., Any],
    closing: Callable[..., Plan],
    run: Run,
    refused: Callable[..., None],
) -> None:
    plans, reviews = Plans(database), Reviews(database)
    earlier, this, later = beginning("Mette Holm"), beginning("Søren Ågård"), beginning("Karen Dahl")
    plans.save_rows(earlier.plan, "plan", [replace(ROW, id=key) for key in "abc"])
    said = Review("a", SIGNED_ON, AgreementStatus.IN_PROGRESS, "På vej", this.conversation)
    reviews.save(this.conversation, {"a": said})
    (plan,) = plans.of_conversation(this.conversation)
    closed = closing(replace(plan, signed_on=SIGNED_ON), SignedContent(closed_reviews=("a", "b")))
    refused("UPDATE review SET comment = 'Nej'")
    refused("UPDATE review SET status = 'reached'")
    refused("UPDATE review SET agreement = 'c'")
    refused("DELETE FROM review")
    refused("DELETE FROM closed_review")
    new = "INSERT INTO review (agreement, conversation, on_date, status) VALUES (?, ?, '2026-06-01', 'reached')"
    refused(new, "b", this.conversation)
    refused(f"REPLACE{new.removeprefix('INSERT')}", "a", this.conversation)
    reviews.save(this.conversation, {"a": said})
    reviews.save(
        later.conversation, {"a": replace(said, status=AgreementStatus.REACHED, conversation=later.conversation)}
    )
    run(new, "c", this.conversation)
    agreements = {row.id: row for row in plans.of_conversation(earlier.conversation)[0].agreements}
    assert agreements["a"].status is AgreementStatus.REACHED
    plans.update(replace(closed, closed_on=None, signed_on=None))
    SignedContents(database).remove(plan.id)
    reviews.save(this.conversation, {"a": None})


def test_earlier_agreements_on_a_signed_paper_go_with_their_own_conversation(
    database: Database, beginning: Callable[..., Any], closing: Callable[..., Plan]
) -> None:
    plans, reviews = Plans(database), Reviews(database)
    earlier, this = beginning("Mette Holm"), beginning("Søren Ågård")
    plans.save_rows(earlier.plan, "plan", [replace(ROW, id="a")])
    reviews.save(this.conversation, {"a": Review("a", SIGNED_ON, AgreementStatus.REACHED, "", this.conversation)})
    (plan,) = plans.of_conversation(this.conversation)
    closing(replace(plan, signed_on=SIGNED_ON), SignedContent(closed_reviews=("a",)))
    Conversations(database).delete(earlier.conversation)
    assert database.rows("SELECT * FROM review") == database.rows("SELECT * FROM closed_review") == []
    Employees(database).delete(this.employees[0])
    assert Conversations(database).overview() == []


def test_what_is_added_before_a_signature_day_that_lies_ahead_counts_as_added(
    database: Database, held: Any, closing: Callable[..., Plan], run: Run, refused: Callable[..., None]
) -> None:
    plans, ahead = Plans(database), date(2026, 3, 20)
    (plan,) = plans.of_conversation(held.conversation)
    closed = closing(replace(plan, signed_on=ahead))  # its content is stored on 2 March
    plans.save_rows(plan.id, "plan", [replace(ROW, added_on=date(2026, 3, 5))])
    assert plans.has_additions(closed)
    refused("UPDATE plan SET closed_on = NULL, signed_on = NULL")
    refused(
        "INSERT INTO agreement (id, plan, field, position, added_on) VALUES ('x', ?, 'plan', 2, '2026-03-01')", plan.id
    )
    new = "INSERT INTO follow_up (plan, field, position, due_on, added_on) VALUES (?, 'opf', 1, '2026-09-01', ?)"
    refused(new, plan.id, "2026-03-01")
    run(new, plan.id, "2026-03-05")


def test_template_of_a_signed_plan_is_deleted_with_the_last_plan(
    database: Database, beginning: Callable[..., Any], refused: Callable[..., None]
) -> None:
    contents, template = SignedContents(database), b"PK skabelon"
    content = SignedContent(template=sha256(template).hexdigest())
    first, second = beginning("Mette Holm"), beginning("Søren Ågård")
    for one in (first, second):
        (plan,) = Plans(database).of_conversation(one.conversation)
        with database.transaction():
            contents.add(plan.id, content, SIGNED_AT, template)
            Plans(database).update(replace(plan, signed_on=SIGNED_ON, closed_on=SIGNED_ON))
    assert database.row("SELECT count(*) FROM signed_template") == (1,), "one copy for both"
    assert contents.of_conversation(first.conversation)[first.plan].template == content.template
    assert contents.template(content.template) == template
    assert contents.template("ukendt") is None
    refused("UPDATE signed_template SET docx = x'00'")
    refused("DELETE FROM signed_template")
    Employees(database).delete(first.employees[0])
    assert contents.template(content.template) == template
    Employees(database).delete(second.employees[0])
    assert contents.template(content.template) is None
