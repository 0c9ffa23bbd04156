"""What the program does to its files, for ``test_power_cut.py`` to record: ``work_to_cut.py WHAT FOLDER KEY LOOSENED``.

Everything goes through our own storage. What is done for good is said in a file of its own, after it is done: a fact,
and what the database then holds in one number.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.conversation import Conversation
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement
from mus_desktop.model.signed_content import SignedContent
from mus_desktop.storage.backup import conversion, quarantine, restore, snapshot
from mus_desktop.storage.database import migrator, pragmas
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.settings import Settings
from mus_desktop.storage.records.signed_contents import SignedContents
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.storage.records.stored_documents import StoredDocuments

KEY = bytes(range(32))
FIRST, SECOND = "Blåbærgrød på Ærø 7", "Hestehov ved Åen 12"
SAVES_IN_ONE_CONVERSATION = 40
SAVES_BETWEEN_STARTS = 110
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
_TEXT = "Vi talte om opgaver og trivsel. "


def locks(secret: str = FIRST) -> tuple[database_key.Lock, ...]:
    return (database_key.lock(KEY, database_key.Opener.PASSWORD, secret, "2026-03-02", database_key.Cost(n=16)),)


def two_versions() -> list[migrator.Migration]:
    """The program's own schema, and a later one that rebuilds a table and gives another a column."""
    later = "CREATE TABLE kept AS SELECT * FROM setting;\nALTER TABLE employee ADD COLUMN badge TEXT;\n"
    shipped_migrations = migrator.shipped_migrations()
    return [*shipped_migrations, migrator.Migration(shipped_migrations[-1].version + 1, later)]


def contents(database: Database) -> str:
    """One number for everything in the database."""
    return conversion._digest(database._connection)[:16]


class Said:
    """Where the program says what it has done for good."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, fact: str, database: Database) -> None:
        os.write(self._file, f"{fact} {contents(database)}\n".encode())


def save_much(path: Path, key: bytes | None, said: Said, times: int) -> None:
    """From a folder that is not there to several conversations with signed plans, over checkpoints and new starts."""
    database = Database.open(path, key=key)
    form = FormVersions(database).store("kobenhavn-buf", 1, sha256(b"{}").hexdigest(), "{}")
    said("begun", database)
    for number in range(times):
        if number % SAVES_IN_ONE_CONVERSATION == 0:
            conversation, plan, parties = _begin(database, form)
            said("planned", database)
        _save(database, number, conversation, plan, parties)
        said("saved", database)
        if number % SAVES_IN_ONE_CONVERSATION == SAVES_IN_ONE_CONVERSATION - 1:
            _sign(database, conversation)
            said("signed", database)
        if number % SAVES_BETWEEN_STARTS == SAVES_BETWEEN_STARTS - 1:
            database.close()
            database = Database.open(path, key=key)
    database.close()


def back_up(path: Path, key: bytes | None, said: Said) -> None:
    """Two backups, beside an older one that lies there already, with a save in between."""
    with Database.open(path, key=key) as database:
        for number in (2, 3):
            name = snapshot.next_name(
                path.parent / "backup", snapshot.database_identity(database), NOW.replace(day=number)
            )
            snapshot.take_backup(
                database, snapshot.BackupSpec(path.parent / "backup", name, "0.1", locks() if key else ())
            )
            said(str(name), database)
            Settings(database).store("sætning", f"ny {number}")
            said("saved", database)


def protect(path: Path, key: bytes | None, said: Said) -> None:
    """A password is set, changed, and taken off again; what is said is what opens the database from now on."""
    with Database.open(path, key=key) as database:
        said("-", database)
        conversion.convert(database, KEY, locks())
        said("first", database)
        conversion.encrypt_backups(path.parent / "backup", KEY, locks())
        quarantine.wipe_unencrypted(path.parent)
        said("first", database)
        database_key.write_locks(path, locks(SECOND))
        said("second", database)
        conversion.convert(database, None, ())
        said("-", database)


def bring_back(path: Path, key: bytes | None, said: Said) -> None:
    """The backup that lies there is put in place of the database."""
    with Database.open(path, key=key) as database:
        said("there", database)
        checked = restore.check(next((path.parent / "backup").glob("*.musbackup")))
        draft = restore.prepare(checked, path, restore.open_key(checked, FIRST))
        database.exchange(lambda: restore.replace_database(draft, NOW), draft.key)
        said("restored", database)


def bring_back_after_a_kill(path: Path, key: bytes | None, said: Said) -> None:
    """The same while no database is open, and beside the one there lies what a killed program left."""
    checked = restore.check(next((path.parent / "backup").glob("*.musbackup")))
    found = restore.replace_database(restore.prepare(checked, path, restore.open_key(checked, FIRST)), NOW)
    with Database.open(path, key=found) as database:
        said("restored", database)


def upgrade(path: Path, key: bytes | None, said: Said) -> None:
    """A newer program opens the database."""
    with Database.open(path, key=key) as database:
        said("old", database)
    with Database.open(path, two_versions(), key=key) as database:
        said("new", database)


def prepare(path: Path, key: bytes | None) -> None:
    """A small database with a backup of it, to begin from."""
    with Database.open(path, key=key) as database:
        if key:
            database_key.write_locks(path, locks())
        form = FormVersions(database).store("kobenhavn-buf", 1, sha256(b"{}").hexdigest(), "{}")
        conversation, plan, parties = _begin(database, form)
        for number in range(6):
            _save(database, number, conversation, plan, parties)
        name = snapshot.next_name(path.parent / "backup", snapshot.database_identity(database), NOW.replace(day=1))
        snapshot.take_backup(database, snapshot.BackupSpec(path.parent / "backup", name, "0.1", locks() if key else ()))
        _save(database, 6, conversation, plan, parties)


def kill(path: Path, key: bytes | None, left: Path) -> None:
    """Copy the folder to ``left`` as it is when the program is killed after a save."""
    with Database.open(path, key=key) as database:
        Settings(database).store("sætning", "lige gemt")
        shutil.copytree(path.parent, left)


def _begin(database: Database, form: int) -> tuple[int, int, list[int]]:
    conversations, held = Conversations(database), Conversation(0, form, Period(date(2026, 1, 1), date(2026, 12, 31)))
    with database.transaction():
        employee = Employees(database).add(Employee("Mette Holm"))
        conversation = conversations.add(held, [employee.id]).id
    (plan,) = Plans(database).of_conversation(conversation)
    return conversation, plan.id, [party.id for party in conversations.parties(conversation)]


def _save(database: Database, number: int, conversation: int, plan: int, parties: list[int]) -> None:
    """Answers, agreements and now and then a document, in one transaction, as the window does."""
    text = f"{number} " + _TEXT * (number * 37 % 300)
    with database.transaction():
        answers = {AnswerKey(parties[-1], f"note_{number % 9}"): text, AnswerKey(parties[-2], "leder"): str(number)}
        StoredAnswers(database).save(answers, NOW)
        rows = [Agreement(f"{plan}-{row}", "plan", cells={"maal": text[:200]}) for row in range(number % 5, 6)]
        Plans(database).save_rows(plan, "plan", rows)
        if number % 5 == 0:
            StoredDocuments(database).add(conversation, None, DocumentKind.PLAN, str(number), text.encode(), NOW)


def _sign(database: Database, conversation: int) -> None:
    (plan,) = Plans(database).of_conversation(conversation)
    day = NOW.date()
    closed = replace(plan, agreed_on=day, signed_on=day, signed_by="Begge", closed_on=day)
    with database.transaction():
        SignedContents(database).add(plan.id, SignedContent(agreements=plan.agreements), NOW)
        Plans(database).update(closed)


def _loosen(synchronous: str) -> None:
    """Ask less of the disk than the program does, to see what that would lose."""
    level = {"OFF": 0, "NORMAL": 1}[synchronous]
    pragmas._PRAGMAS = tuple(
        (name, synchronous, level) if name == "synchronous" else (name, value, read)
        for name, value, read in pragmas._PRAGMAS
    )


def _main(what: str, folder: str, key: str, extra: str) -> None:
    path, opens, said = Path(folder) / "data" / "mus.sqlite", bytes.fromhex(key) or None, Said(Path(folder))
    if what == "save":
        times, _, synchronous = extra.partition(" ")
        if synchronous:
            _loosen(synchronous)
        save_much(path, opens, said, int(times))
    else:
        {work.__name__: work for work in (back_up, protect, bring_back, bring_back_after_a_kill, upgrade)}[what](
            path, opens, said
        )


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    _main(*sys.argv[1:])
