"""How ``schema_1.sqlite`` was made: a real database of schema 1, with a row in every table, as a leader would leave it.

It was made once, when schema 1 was released, and is never made again: a later program could not make a database of an
old schema. So this stops if the file is there. ``python tests/data/make_schema_1.py`` (with a program of schema 1).
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.stored_documents import StoredDocuments

NOW = datetime(2026, 3, 2, 11, 45, tzinfo=UTC)
LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
THIS_YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))

# What has no module of its own in schema 1.
BY_HAND = (
    "INSERT INTO round VALUES (1, 'MUS 2026', '2026-01-01/2026-12-31', 'Trivsel og samarbejde', 1)",
    "UPDATE conversation SET round = 1 WHERE id = 2",
    "INSERT INTO template VALUES ('kobenhavn-buf', 'plan', x'504b0304', 'ff')",
    "INSERT INTO topic VALUES (6, 'trivsel', 1), (6, 'arbejdsopgaver', 2)",
    "INSERT INTO review VALUES (1, 'aftale-1', 2, '2026-03-02', 'reached', 'Forløbet er gennemført')",
    "INSERT INTO addendum VALUES (1, 1, 'aftale-2', 'tidsplan', '2025-08-20', 'Udsat til efter sommerferien')",
    "INSERT INTO follow_up VALUES (1, 1, 'opfoelgning', 0, '2025-09-01', 'Mini-MUS', '2025-09-03')",
)


def people(database: Database) -> tuple[Employee, Employee]:
    employees = Employees(database)
    mette = employees.add(Employee("Mette Holm", "Lærer", "Ådalskolen", "mette@aadalskolen.example"))
    left = employees.add(Employee("Søren Ø. Ågård", "Pædagog", "Ådalskolen", left_on=date(2025, 7, 31)))
    return mette, left


def last_year(database: Database, form: int, employee: int) -> None:
    held = Conversation(0, form, LAST_YEAR, on_date=date(2025, 3, 4), held_on=date(2025, 3, 4))
    plans, conversation = Plans(database), Conversations(database).add(held, [employee])
    (plan,) = plans.of_conversation(conversation.id)
    rows = [
        Agreement("aftale-1", "plan", cells={"maal": "Klasseledelse"}, due_on=date(2025, 11, 1), responsible="Mette"),
        Agreement("aftale-2", "plan", cells={"maal": "Makkerordning"}, responsible="Leder", others_agreed=True),
    ]
    plans.save_rows(plan.id, "plan", rows)
    day = date(2025, 3, 10)
    plans.update(replace(plan, agreed_on=date(2025, 3, 4), signed_on=day, signed_by="Begge", copy_given_on=day))
    plans.save_rows(plan.id, "plan", [replace(rows[0], status=AgreementStatus.REACHED), rows[1]])


def this_year(database: Database, form: int, employees: list[int]) -> None:
    begun = Conversation(
        0,
        form,
        THIS_YEAR,
        origin=1,
        on_date=date(2026, 3, 2),
        at_time=time(10, 30),
        minutes=90,
        place="Kontoret",
        invited_on=date(2026, 2, 2),
        last_tab="trivsel",
    )
    conversation = Conversations(database).add(begun, employees)
    mette, *_, leader, shared = (party.id for party in Conversations(database).parties(conversation.id))
    answers = {
        AnswerKey(mette, "trivsel"): "Godt – men travlt 😀",
        AnswerKey(leader, "trivsel"): "Spørg til holddeling\nog til vikarer",
        AnswerKey(shared, "stikord"): ["Mod", "Senior"],
        AnswerKey(shared, "niveau"): {"Sløjd": {"krav": 3}},
    }
    StoredAnswers(database).save(answers, NOW)
    own = Plans(database).add(mette)
    row = Agreement("aftale-3", "plan", "Kort sigt", {"maal": "Makkerordning"}, {"Andet": "x"}, carried_from="aftale-2")
    Plans(database).save_rows(own.id, "plan", [row])
    StoredDocuments(database).add(conversation.id, shared, DocumentKind.PLAN, "Plan.docx", b"PK\x03\x04", NOW)


def make(path: Path) -> None:
    with Database.open(path) as database:
        form = FormVersions(database).store("kobenhavn-buf", 1, "e3b0c442", '{"id":"kobenhavn-buf","version":1}')
        mette, left = people(database)
        last_year(database, form, mette.id)
        this_year(database, form, [mette.id, left.id])
        Settings(database).store("leader.name", "Karen Dahl")
        with database.transaction():
            for statement in BY_HAND:
                database.write(statement)


if __name__ == "__main__":
    target = Path(__file__).with_name("schema_1.sqlite")
    if target.exists():
        sys.exit(f"{target.name} is there already and is never made again")
    make(target)
