"""Every table of the schema takes what it should, refuses what it should, and goes when its owner goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.model.people import Employee
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.storage.backup import snapshot
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.signed_contents import content_to_json
from mus_desktop.storage.records.staff.employee_details import details_of, details_to_json

Run = Callable[..., int]


@pytest.fixture
def database(path: Path, engine_key: bytes | None) -> Iterator[Database]:
    """An open database. Single rows are no whole conversations, so afterwards only the engine is asked."""
    with Database.open(path, key=engine_key) as opened:
        yield opened
        assert snapshot.findings(opened._connection) == []


CONTENT = content_to_json(SignedContent())
DETAILS = details_to_json(details_of(Employee("Mette Holm")))

# One row of every table, owners before what they own. All refer to row 1 (or agreement 'a').
ROWS: dict[str, dict[str, Any]] = {
    "employee": {
        "id": 1,
        "name": "Mette Holm",
        "title": "Lærer",
        "workplace": "Ådalskolen",
        "email": "m@x.dk",
        "away_from_on": "2026-03-02",
        "away_until_on": "2026-09-01",
    },
    "form_version": {"id": 1, "form_id": "kobenhavn-buf", "version": 1, "sha256": "abc", "definition": "{}"},
    "template": {"form_id": "kobenhavn-buf", "kind": "plan", "docx": b"PK", "sha256": "abc"},
    "round": {"id": 1, "title": "MUS 2026", "period": "2026-01-01/2026-12-31", "focus": "Trivsel", "form_version": 1},
    "conversation": {
        "id": 1,
        "purpose": "mus",
        "form_version": 1,
        "round": 1,
        "origin": None,
        "on_date": "2026-03-02",
        "at_time": "10:00:00",
        "minutes": 90,
        "place": "Kontoret",
        "period": "2026-01-01/2026-12-31",
        "invited_on": "2026-02-01",
        "declined_on": None,
        "postponed_on": None,
        "held_on": "2026-03-02",
        "last_tab": "trivsel",
    },
    "party": {"id": 1, "conversation": 1, "role": "employee", "employee": 1, "prepared_on": "2026-03-01"},
    "answer": {"party": 1, "field": "trivsel", "value": '"Godt"', "saved_at": "2026-03-02T10:00:00+01:00"},
    "topic": {"party": 1, "target": "trivsel", "position": 1},
    "plan": {"id": 1, "party": 1, "agreed_on": "2026-03-02", "signed_by": "", "journalised_where": ""},
    "agreement": {
        "id": "a",
        "plan": 1,
        "field": "plan",
        "grp": "Kort sigt",
        "position": 0,
        "cells": '{"maal":"Sløjd"}',
        "extra": "{}",
        "due_on": "2026-09-01",
        "responsible": "Mette",
        "others_agreed": 1,
        "status": "open",
        "added_on": "2026-03-02",
        "carried_from": None,
    },
    "review": {
        "id": 1,
        "agreement": "a",
        "conversation": 1,
        "on_date": "2026-06-01",
        "status": "reached",
        "comment": "Flot",
    },
    "addendum": {"id": 1, "plan": 1, "agreement": "a", "col": "effekt", "added_on": "2026-06-01", "body": "Det virker"},
    "follow_up": {
        "id": 1,
        "plan": 1,
        "field": "opfoelgning",
        "position": 0,
        "due_on": "2026-09-01",
        "note": "Mini-MUS",
    },
    "document": {
        "id": 1,
        "conversation": 1,
        "party": 1,
        "kind": "plan",
        "number": 1,
        "name": "Plan.docx",
        "sha256": "abc",
        "made_at": "2026-03-02T12:00:00+01:00",
        "bytes": b"PK",
    },
    "setting": {"key": "leder", "value": "Karen Dahl"},
    "signed_template": {"sha256": "abc", "docx": b"PK"},
    "signed_content": {
        "plan": 1,
        "origin": "signature",
        "stored_at": "2026-03-02T12:00:00",
        "template": "abc",
        "content": CONTENT,
    },
    "refusal": {"plan": 1, "role": "employee", "party": 1, "refused_on": "2026-03-02", "reason": "Uenig"},
    "closed_review": {"plan": 1, "agreement": "a"},
    "employee_being_deleted": {"employee": 1},
    "signed_name": {"plan": 1, "party": 1, "name": "Mette Holm"},
    "signature": {"plan": 1, "role": "leader", "party": 1, "label": "", "signed_on": "2026-03-02"},
    "closed_answer": {"plan": 1, "party": 1, "field": "loen"},
    "content_to_store": {"plan": 1},
    "note_tick": {"party": 1, "field": "trivsel", "by_party": 1, "ticked_on": "2026-03-02"},
    "service_number": {"number": "123456", "employee": 1},
    "calendar_entry": {"conversation": 1, "subject": "", "uid": "mus-1", "sequence": 2, "sha256": "a" * 64},
    "staff_import": {"id": 1, "imported_at": "2026-03-02T12:00:00", "latest_party": 1, "latest_observation": 1},
    "staff_import_change": {"staff_import": 1, "employee": 1, "before": None, "after": DETAILS},
    "observation": {"id": 1, "employee": 1, "on_date": "2026-03-02", "body": "Roste holdet"},
    "round_form": {"round": 1, "form_id": "kobenhavn-buf"},
    "round_participant": {"round": 1, "employee": 1, "form_id": "kobenhavn-buf"},
    "received_sheet": {
        "id": 1,
        "conversation": 1,
        "party": 1,
        "name": "Ark.docx",
        "sha256": "abc",
        "received_at": "2026-03-02T12:00:00",
        "bytes": b"PK",
    },
    "plan_attachment": {
        "id": 1,
        "plan": 1,
        "name": "Scan.pdf",
        "sha256": "abc",
        "added_at": "2026-03-02T12:00:00",
        "bytes": b"%PDF",
    },
    "asset": {"key": "logo", "name": "logo.png", "sha256": "abc", "bytes": b"PNG"},
}

DATES = [
    "employee.left_on",
    *(f"conversation.{name}_on" for name in ("invited", "declined", "postponed", "held")),
    "conversation.on_date",
    "party.prepared_on",
    "party.left_on",
    *(f"plan.{name}_on" for name in ("agreed", "signed", "copy_given", "journalised", "closed", "refused")),
    "signature.signed_on",
    "refusal.refused_on",
    "note_tick.ticked_on",
    "employee.away_from_on",
    "employee.away_until_on",
    "observation.on_date",
    "round.due_on",
    "round.closed_on",
    "agreement.due_on",
    "agreement.added_on",
    "review.on_date",
    "addendum.added_on",
    "follow_up.due_on",
    "follow_up.done_on",
    "follow_up.added_on",
]


GOES_WITH = {
    "plan.signed_on": ", closed_on = '2026-03-02'",
    "plan.refused_on": ", closed_on = '2026-03-02'",
    "employee.away_from_on": ", away_until_on = NULL",
    "employee.away_until_on": ", away_from_on = '0001-01-01'",
}
"""What must change together with a date, by the rules between columns."""


def insert(run: Run, table: str, **changed: Any) -> None:
    row = ROWS[table] | changed
    run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())


@pytest.fixture
def full(database: Database, run: Run) -> Database:
    """A database with one row in every table."""
    for table in ROWS:
        insert(run, table)
    return database


def tables(database: Database) -> list[str]:
    return [name for (name,) in database.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict")]


def test_the_schema_has_the_tables_of_the_design_and_all_are_strict(full: Database) -> None:
    assert set(tables(full)) == set(ROWS)
    others = full.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict ORDER BY name")
    assert others == [("sqlite_schema",), ("sqlite_sequence",)]
    for table in ROWS:
        assert full.row(f"SELECT count(*) FROM {table}") == (1,)


@pytest.mark.parametrize("column", DATES)
@pytest.mark.parametrize("wrong", ["2026-02-30", "2. marts 2026", "2026-3-2", "", "2026-03-02T10:00:00"])
def test_a_date_is_a_date(full: Database, run: Run, column: str, wrong: str) -> None:
    table, name = column.split(".")
    with pytest.raises(engine.errors(), match="CHECK constraint"):
        run(f"UPDATE {table} SET {name} = ?{GOES_WITH.get(column, '')}", wrong)
    for right in ("0001-01-01", "9999-12-31", "2028-02-29"):
        full._connection.execute("SAVEPOINT kept")
        full._connection.execute(f"UPDATE {table} SET {name} = ?{GOES_WITH.get(column, '')}", (right,))
        full._connection.execute("ROLLBACK TO kept")
    full._connection.execute("RELEASE kept")


def test_every_date_column_is_checked(full: Database) -> None:
    found = {
        f"{table}.{column}"
        for table in ROWS
        for (column,) in full.rows("SELECT name FROM pragma_table_info(?)", (table,))
        if column.endswith("_on") or column == "on_date"
    }
    assert found == set(DATES)


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("conversation", {"purpose": "kaffe"}),
        ("conversation", {"minutes": -1}),
        ("conversation", {"minutes": "halvanden time"}),
        ("conversation", {"form_version": 9}),
        ("conversation", {"round": 9}),
        ("conversation", {"origin": 9}),
        ("conversation", {"period": None}),
        ("round", {"form_version": 9}),
        ("party", {"role": "tillidsmand"}),
        ("party", {"role": "leader"}),
        ("party", {"employee": None}),
        ("party", {"employee": 9}),
        ("party", {"conversation": 9}),
        ("answer", {"party": 9}),
        ("answer", {"value": None}),
        ("topic", {"party": 9}),
        ("plan", {"party": 9}),
        ("agreement", {"plan": 9}),
        ("agreement", {"status": "måske"}),
        ("agreement", {"others_agreed": 2}),
        ("agreement", {"carried_from": "b"}),
        ("review", {"agreement": "b"}),
        ("review", {"conversation": 9}),
        ("review", {"status": "måske"}),
        ("review", {"on_date": None}),
        ("addendum", {"plan": 9}),
        ("addendum", {"agreement": "b"}),
        ("addendum", {"added_on": None}),
        ("follow_up", {"plan": 9}),
        ("document", {"conversation": 9}),
        ("document", {"party": 9}),
        ("document", {"bytes": "tekst"}),
        ("setting", {"value": None}),
        ("template", {"docx": None}),
    ],
)
def test_a_row_that_cannot_be_is_refused(database: Database, run: Run, table: str, wrong: dict[str, Any]) -> None:
    for owner in list(ROWS)[: list(ROWS).index(table)]:
        insert(run, owner)
    with pytest.raises(engine.errors(), match=r"constraint failed|cannot store"):
        insert(run, table, **wrong)
    insert(run, table)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("form_version", {"id": 2}),
        ("template", {"docx": b"nyt"}),
        ("party", {"id": 2}),
        ("answer", {"value": "2"}),
        ("topic", {"position": 2}),
        ("plan", {"id": 2}),
        ("document", {"id": 2}),
        ("setting", {"value": "2"}),
    ],
)
def test_what_there_is_one_of_cannot_be_there_twice(
    full: Database, run: Run, table: str, changed: dict[str, Any]
) -> None:
    with pytest.raises(engine.errors(), match="UNIQUE"):
        insert(run, table, **changed)


@pytest.mark.parametrize("role", ["leader", "shared"])
def test_a_conversation_has_one_leader_and_one_shared_party(full: Database, run: Run, role: str) -> None:
    insert(run, "party", id=2, role=role, employee=None)
    with pytest.raises(engine.errors(), match="UNIQUE"):
        insert(run, "party", id=3, role=role, employee=None)


def test_an_addendum_belongs_to_the_plan_of_its_agreement(full: Database, run: Run) -> None:
    insert(run, "party", id=2, role="shared", employee=None)
    insert(run, "plan", id=2, party=2)
    with pytest.raises(engine.errors(), match="FOREIGN KEY"):
        insert(run, "addendum", id=2, plan=2)


def test_deleting_a_conversation_deletes_everything_in_it(full: Database, run: Run) -> None:
    run("DELETE FROM conversation")
    left = {table for table in ROWS if full.row(f"SELECT 1 FROM {table}")}
    imported = {"staff_import", "staff_import_change"}
    people = {"employee", "employee_being_deleted", "service_number", "observation", *imported}
    assert left == people | {"form_version", "template", "asset", "round", "round_form", "round_participant", "setting"}


def test_deleting_an_employee_deletes_everything_about_them(full: Database, run: Run) -> None:
    run("DELETE FROM employee")
    left = {table for table in ROWS if full.row(f"SELECT 1 FROM {table}")}
    assert left == {"form_version", "template", "asset", "round", "round_form", "setting", "staff_import"}


def test_deleting_a_round_or_the_origin_leaves_the_conversation(full: Database, run: Run) -> None:
    insert(run, "conversation", id=2, origin=1)
    run("DELETE FROM round")
    run("DELETE FROM conversation WHERE id = 1")
    assert full.rows("SELECT id, round, origin FROM conversation") == [(2, None, None)]


def test_a_definition_in_use_cannot_be_deleted(full: Database, run: Run) -> None:
    with pytest.raises(engine.errors(), match="FOREIGN KEY"):
        run("DELETE FROM form_version")


@pytest.mark.parametrize("table", ["employee", "conversation", "party", "plan", "round", "document"])
def test_an_id_is_never_used_twice(full: Database, run: Run, table: str) -> None:
    run(f"DELETE FROM {table}")
    for owner in list(ROWS)[: list(ROWS).index(table)]:
        if not full.row(f"SELECT 1 FROM {owner}"):
            insert(run, owner)
    columns = {name: value for name, value in ROWS[table].items() if name != "id"}
    new = run(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", *columns.values())
    assert new == 2


def test_every_foreign_key_has_an_index(full: Database) -> None:
    def is_indexed(table: str, columns: list[str]) -> bool:
        types = full.rows("SELECT name, type FROM pragma_table_info(?) WHERE pk = 1", (table,))
        if types == [(columns[0], "INTEGER")] and len(columns) == 1:
            return True  # the row's own number
        indexes = full.rows("SELECT name FROM pragma_index_list(?) WHERE NOT partial", (table,))
        keys = [full.rows("SELECT name FROM pragma_index_info(?) ORDER BY seqno", index) for index in indexes]
        return any([name for (name,) in key][: len(columns)] == columns for key in keys)

    for table in ROWS:
        keys: dict[int, list[str]] = {}
        for number, column in full.rows('SELECT id, "from" FROM pragma_foreign_key_list(?) ORDER BY id, seq', (table,)):
            keys.setdefault(number, []).append(column)
        for columns in keys.values():
            assert is_indexed(table, columns), f"{table} {columns}"
