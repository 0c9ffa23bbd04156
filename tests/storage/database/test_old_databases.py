"""Every released schema has a real old database under tests/data; today's program opens it and loses nothing of it."""

from __future__ import annotations

import shutil
from datetime import date, time
from pathlib import Path

import pytest

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.conversation import Status, status_of
from mus_desktop.model.plan import AgreementStatus, SignatoryRole
from mus_desktop.model.terms import Fact
from mus_desktop.storage.database import migrator
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.stored_documents import StoredDocuments

DATA = Path(__file__).parents[2] / "data"
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"


def health(database: Database, version: int) -> list[str]:
    """What is wrong with a database; of schema 1 without the digests, which were made up when the fixture was made."""
    made_up = ("Beskadiget: skemaet", "Beskadiget: Word-skabelonen") if version == 1 else ()
    return [line for line in database.health() if not line.startswith(made_up)]


def copied(version: int, path: Path) -> Path:
    shutil.copyfile(DATA / f"schema_{version}.sqlite", path)
    return path


@pytest.mark.parametrize("version", [migration.version for migration in migrator.shipped_migrations()])
def test_a_released_migration_still_makes_the_schema_it_made(version: int, path: Path, tmp_path: Path) -> None:
    scripts = migrator.shipped_migrations()[:version]
    with Database.open(copied(version, path), scripts) as old, Database.open(tmp_path / "ny.sqlite", scripts) as new:
        assert health(old, version) == []
        assert old.rows(SCHEMA) == new.rows(SCHEMA)
        tables = [name for kind, name, _ in old.rows(SCHEMA) if kind == "table"]
        assert [table for table in tables if not old.row(f"SELECT 1 FROM {table}")] == [], "a row in every table"


def test_schema_1_opens_with_everything_in_it(path: Path) -> None:
    with Database.open(copied(1, path)) as database:
        assert health(database, 1) == []
        employees = {employee.name: employee for employee in Employees(database).all()}
        assert list(employees) == ["Mette Holm", "Søren Ø. Ågård"]
        assert employees["Mette Holm"].email == "mette@aadalskolen.example"
        assert employees["Søren Ø. Ågård"].left_on == date(2025, 7, 31)
        assert [form.definition for form in FormVersions(database).all()] == ['{"id":"kobenhavn-buf","version":1}']
        assert Settings(database).all() == {"leader.name": "Karen Dahl"}

        this_year, last_year = Conversations(database).overview()
        assert status_of(last_year.conversation, last_year.plan) is Status.SIGNED
        assert status_of(this_year.conversation, this_year.plan) is Status.UNDER_WAY
        assert [name for _, name in this_year.employees] == ["Mette Holm", "Søren Ø. Ågård"]
        conversation = this_year.conversation
        assert (conversation.at_time, conversation.minutes, conversation.place) == (time(10, 30), 90, "Kontoret")
        assert (conversation.origin, conversation.round, conversation.last_tab) == (1, 1, "trivsel")


def test_schema_1_keeps_answers_plans_and_documents(path: Path) -> None:
    with Database.open(copied(1, path)) as database:
        assert StoredAnswers(database).of_conversation(2) == {
            AnswerKey(4, "trivsel"): "Godt – men travlt 😀",
            AnswerKey(6, "trivsel"): "Spørg til holddeling\nog til vikarer",
            AnswerKey(7, "stikord"): ["Mod", "Senior"],
            AnswerKey(7, "niveau"): {"Sløjd": {"krav": 3}},
        }
        (signed,) = Plans(database).of_conversation(1)
        assert [row.status for row in signed.agreements] == [AgreementStatus.REACHED, AgreementStatus.OPEN]
        assert (signed.signed_by, signed.agreements[1].others_agreed) == ("Begge", True)
        own, common = Plans(database).of_conversation(2)
        assert [(row.group, row.carried_from) for row in own.agreements] == [("Kort sigt", "aftale-2")]
        assert common.agreements == ()
        document = StoredDocuments(database).latest(2, DocumentKind.PLAN, 7)
        assert document is not None
        assert StoredDocuments(database).content(document.id) == b"PK\x03\x04"
        assert database.row("SELECT body, added_on FROM addendum") == ("Udsat til efter sommerferien", "2025-08-20")


def test_schema_2_opens_with_everything_that_closes_a_plan(path: Path) -> None:
    with Database.open(copied(2, path)) as database:
        rows = {name: row for row in Conversations(database).overview() for _, name in row.employees}
        statuses = {name: status_of(row.conversation, row.plan) for name, row in rows.items()}
        assert statuses["Per Åkjær"] is Status.PARTLY_SIGNED
        assert statuses["Ulla Yde"] is Status.REFUSED
        (partly,) = Plans(database).of_conversation(rows["Per Åkjær"].conversation.id)
        assert {who.role for who in partly.signatures} == {SignatoryRole.LEADER, SignatoryRole.EXTRA}
        assert [label for who in partly.signatures if (label := who.label)] == ["Tillidsrepræsentant"]
        (refused,) = Plans(database).of_conversation(rows["Ulla Yde"].conversation.id)
        assert [refusal.reason for refusal in refused.refusals] == ["Uenig om målet"]
        assert refused.refusals[0].party != refused.party, "the participant, not the plan's own party"
        contents = SignedContents(database).of_conversation(7)
        assert {content.facts[Fact.EMPLOYEE] for content in contents.values()} == {"Anna Bæk", "Anna Bæk, Jens Lund"}
