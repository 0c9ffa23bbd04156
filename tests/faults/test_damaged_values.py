"""One value is damaged on the disk: the program starts, shows it as damaged, and calls nothing good that is not.

In every column of every table that has one, on both engines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from mus_desktop import app
from mus_desktop.errors import DataUnusable, KnownError, StorageError
from mus_desktop.model.conversation import Status
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup import restore, snapshot
from mus_desktop.storage.database import engine
from mus_desktop.storage.records import unreadable_values
from mus_desktop.storage.records.setting_families import setting_for_key
from tests.faults.damaged import NAME, NOW, OTHER, PRIVATE, TODAY, columns, damage, fill

KEY = bytes(range(32))
NOT_TEXT = b"\xc5\xff\xfe"
CANDIDATES = (b"2026-13-45", b"{", b"ukendt")

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module", params=[None, KEY], ids=["plain", "encrypted"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes | None]:
    folder = tmp_path_factory.mktemp("filled") / "data"
    fill(folder, request.param)
    return folder, request.param


class Damaged:
    """A copy of the workplace, to be damaged and opened again and again."""

    def __init__(self, original: Path, key: bytes | None, folder: Path) -> None:
        self._original, self.key, self._folder, self._number = original, key, folder, 0

    def folder(self) -> Path:
        """A fresh copy."""
        self._number += 1
        return Path(copytree(self._original, self._folder / str(self._number)))

    def open(self, folder: Path) -> Workplace:
        return app.build(folder, now=lambda: NOW, key=self.key)

    def one(self, table: str, column: str, value: bytes = NOT_TEXT, where: str = "1") -> Workplace:
        """Opened with one value damaged."""
        folder = self.folder()
        damage(folder, self.key, table, column, value, where)
        return self.open(folder)


@pytest.fixture
def pc(filled: tuple[Path, bytes | None], tmp_path: Path) -> Damaged:
    return Damaged(*filled, tmp_path)


def use(workplace: Workplace) -> None:
    """What happens on the way to the first window, on each employee's page, and when a conversation is opened."""
    preferences = workplace.preferences
    for read in (preferences.leader, preferences.scheme, preferences.point_size, preferences.window):
        read()
    preferences.period_of(TODAY), preferences.default_form(), preferences.document_folder(), preferences.lock_after()
    preferences.edited_documents(), preferences.folders_of_documents()
    workplace.texts.all()
    employees = workplace.staff.everyone(left=True)
    assert len(employees) == 2
    workplace.yearly_mus.current_mus(TODAY)
    for employee in employees:
        for line in workplace.conversations.of_employee(employee.id):
            assert line.status
            assert line.conversation.period.title
            workplace.conversations.agreements(line)
    lines = workplace.conversations.all()
    assert len(lines) == 2
    for line in lines:
        with suppress(DataUnusable):
            workplace.conversations.open(line.conversation.id).past  # noqa: B018 - it is read when asked for
    workplace.safety.protection()


def values_for(table: str, column: str, kind: str) -> Iterator[bytes]:
    if kind == "BLOB":
        yield b"PK\x03\x05"
    elif kind == "TEXT":
        yield NOT_TEXT
        for value in CANDIDATES:
            try:
                unreadable_values.COLUMN_READERS[table][column](value.decode())
            except (ValueError, TypeError, AttributeError):
                yield value


def test_every_column_is_covered(filled: tuple[Path, bytes | None]) -> None:
    there = {(table, column) for table, column, _ in columns(*filled)}
    assert there == {(table, column) for table, known in unreadable_values.COLUMN_READERS.items() for column in known}


def test_nothing_is_damaged_to_begin_with(pc: Damaged) -> None:
    with closing(pc.open(pc.folder())) as workplace:
        use(workplace)
        assert all(workplace.conversations.open(number).answers is not None for number in (1, 2))
        assert workplace.health() == []
        workplace.safety.backup_job().run()


def test_each_column_damaged(pc: Damaged, filled: tuple[Path, bytes | None]) -> None:
    """The program works on, `check` reports it without private text, and no backup of it is called good."""
    tried = 0
    for table, column, kind in columns(*filled):
        for value in values_for(table, column, kind):
            where = (table, column, value)
            tried += 1
            with closing(pc.one(table, column, value)) as workplace:
                use(workplace)
                found = " ".join(workplace.health())
                assert re.search("beskadiget|hører til noget", found, re.IGNORECASE), where
                assert not [word for word in PRIVATE if word in found], where
                with pytest.raises(DataUnusable, match="beskadiget"):
                    workplace.safety.backup_job().run()
    assert tried > 80


def test_each_setting_damaged(pc: Damaged, filled: tuple[Path, bytes | None]) -> None:
    """It has its default, the others stay, and it is as it was until somebody chooses anew."""
    with closing(engine.connect(filled[0] / "mus.sqlite", key=filled[1])) as connection:
        stored = [key for (key,) in connection.execute("SELECT key FROM setting")]
    assert len(stored) >= 12
    for key in stored:
        for value in (NOT_TEXT, b"\x01{"):
            if key in ("default_form", "document_folder") and value != NOT_TEXT:
                continue  # any text may be one
            with closing(pc.one("setting", "value", value, f"key = '{key}'")) as workplace:
                use(workplace)
                assert workplace.preferences.leader().name == ("" if key == "leader" else "Mette Højgård")
                assert workplace.preferences.point_size() == (None if key == "point_size" else 11)
                assert any(setting_for_key(key).danish in one for one in workplace.health()), key
                with pytest.raises(StorageError):
                    workplace.safety.backup_job().run()
                kept = workplace.database.rows("SELECT CAST(value AS BLOB) FROM setting WHERE key = ?", (key,))
                assert kept == [(value,)], key


def test_a_damaged_name_is_shown_and_stays_until_it_is_written_anew(pc: Damaged) -> None:
    with closing(pc.one("employee", "name", NAME.encode().replace(b"\xc3\x85", b"\xc3"), "id = 1")) as workplace:
        employee = workplace.staff.get(1)
        assert employee.damaged
        assert employee.name == "\N{REPLACEMENT CHARACTER}se Nørgård (beskadiget)"
        assert [one.name for one in workplace.staff.everyone(left=True) if not one.damaged] == [OTHER]
        workplace.staff.change(replace(workplace.staff.get(1), left_on=TODAY))
        raw = "SELECT CAST(name AS BLOB), left_on FROM employee WHERE id = 1"
        assert workplace.database.rows(raw) == [(NAME.encode().replace(b"\xc3\x85", b"\xc3"), TODAY.isoformat())]
        assert workplace.conversations.all()[0].people == (employee.name,)


def test_a_damaged_conversation_says_so_in_the_list_and_its_date_is_not_lost(pc: Damaged) -> None:
    with closing(pc.one("conversation", "on_date", b"2026-13-45", "id = 2")) as workplace:
        assert workplace.yearly_mus.current_mus(TODAY)[1].status is Status.DAMAGED
        assert [line.status for line in workplace.conversations.of_employee(1)][1] is not Status.DAMAGED
        workplace.conversations.finish(2, TODAY)
        raw = workplace.database.rows("SELECT on_date, held_on FROM conversation WHERE id = 2")
        assert raw == [("2026-13-45", TODAY.isoformat())]
    with closing(pc.one("conversation", "period", NOT_TEXT, "id = 2")) as workplace:
        assert "beskadiget" in workplace.yearly_mus.current_mus(TODAY)[1].conversation.period.title


def test_a_backup_from_before_can_still_be_used_and_says_what_it_is(
    pc: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older program took it and called it good; it may be all there is."""
    with closing(pc.one("agreement", "cells", b"{")) as workplace:
        with monkeypatch.context() as older:
            older.setattr(unreadable_values, "findings", lambda _: [])
            taken = workplace.safety.backup_job().run()
        draft = restore.prepare(restore.check(taken.path), workplace.database.path, pc.key)
        assert draft.damaged
        assert "beskadiget" in (draft.remark or "")
        draft.discard()
        workplace.safety.record(taken)
        target = workplace.database.path.parent.parent / "drev"
        target.mkdir()
        workplace.safety.backup_key.choose("Blåbærgrød på Ærø 7")
        workplace.safety.add_target(target)
        for job in workplace.safety.transfers.jobs(ignore_delays=True):
            workplace.safety.transfers.record(job.run())
        test = workplace.safety.transfers.test_job(ignore_delays=True)
        assert test is not None
        assert "beskadiget" in (test.run().problem or "")


def test_a_password_can_be_set_on_data_with_a_damaged_value(pc: Damaged) -> None:
    """Converting compares every value of before and after, also those that are no text."""
    if pc.key is not None:
        pytest.skip("it has one")
    with closing(pc.one("employee", "name")) as workplace:
        workplace.safety.encryption.set_password("Blåbærgrød på Ærø 7")
        raw = workplace.database.rows("SELECT CAST(name AS BLOB) FROM employee WHERE id = 1")
        assert raw == [(NOT_TEXT,)]


def test_what_was_edited_in_word_is_not_forgotten(pc: Damaged) -> None:
    with closing(pc.one("setting", "value", b"[", "key = 'kept_as_edited'")) as workplace:
        assert workplace.preferences.edited_documents() is None, "nobody knows, so nothing is written over it"
        with pytest.raises(KnownError):
            workplace.preferences.add_edited_document(7)


def test_no_backup_number_is_used_twice(pc: Damaged) -> None:
    with closing(pc.one("setting", "value", NOT_TEXT, "key = 'backup_number'")) as workplace:
        with pytest.raises(DataUnusable):
            workplace.safety.backup_job()
        assert len(snapshot.names_in(workplace.safety.folder)) == 1


CONTRADICTIONS = (
    ("employee", "away_until_on = '2020-01-01' WHERE away_from_on IS NOT NULL"),
    ("employee", "away_from_on = '20260302' WHERE away_from_on IS NOT NULL"),
    ("conversation", "counts = 7"),
    ("conversation", "minutes = -1"),
    ("conversation", "purpose = 'kaffe'"),
    ("conversation", "held_on = '20260302'"),
    ("party", "role = 'leader' WHERE role = 'employee'"),
    ("refusal", "role = 'shared'"),
    ("agreement", "others_agreed = 2"),
    ("agreement", "status = 'glemt'"),
    ("addendum", "author = 'naboen'"),
    ("signature", "label = 'TR' WHERE role = 'leader'"),
    ("signature", "role = 'nabo'"),
    ("signed_content", "origin = 'drøm'"),
    ("service_number", "number = ''"),
)
"""Values that the schema refuses and SQLite reads all the same, once they are there."""


def test_each_broken_check_is_seen_by_check_by_a_backup_and_when_one_is_looked_through(
    pc: Damaged, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table, change in CONTRADICTIONS:
        folder = pc.folder()
        (folder / "mus.sqlite.sum").unlink(missing_ok=True)
        with closing(engine.connect(folder / "mus.sqlite", key=pc.key)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(f"UPDATE {table} SET {change}").rowcount > 0, change
            for _, sql in triggers:
                connection.execute(sql)
            assert unreadable_values.findings(connection), f"{table}.{change} has no reader that refuses it"
        with closing(pc.open(folder)) as workplace:
            assert "beskadiget" in " ".join(workplace.health()).lower(), change
            with pytest.raises(DataUnusable, match="beskadiget"):
                workplace.safety.backup_job().run()
            with monkeypatch.context() as older:  # an older program took it and called it good
                older.setattr(unreadable_values, "findings", lambda _: [])
                with pytest.raises(
                    DataUnusable, match="beskadiget"
                ):  # nor does a reader that is missing let it through
                    workplace.safety.backup_job().run()
                older.setattr(snapshot, "findings", lambda _: [])
                taken = workplace.safety.backup_job().run()
                older.undo()
                older.setattr(unreadable_values, "findings", lambda _: [])
                draft = restore.prepare(restore.check(taken.path), workplace.database.path, pc.key)
            assert draft.damaged, change
            draft.discard()
            if pc.key is None and table == "service_number":
                workplace.safety.encryption.set_password("Blåbærgrød på Ærø 7")
                assert restore.check(taken.path).label.encrypted, "it is encrypted like any other"
