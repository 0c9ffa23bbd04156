"""Every kind of bad file has its own sentence, the same in the dialog, for *verify* and for *restore*."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from mus_desktop.cli.main import main
from mus_desktop.services.safety import target_backups
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.storage.backup import backup_file, restore, snapshot, target_worker
from mus_desktop.storage.backup.target_worker import TargetFailed
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings
from mus_desktop.task_process import TimeLimits
from mus_desktop.ui.safety import restore_dialog
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.conftest import Clock

PASSWORD, OTHER = "blåbærgrød på Ærø", "havregrød på Møn"
KEY = bytes(range(32))
Spoil = Callable[[snapshot.Backup, Path, pytest.MonkeyPatch], Path]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it is to be restored: a database without a password."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setenv("MUS_PASSWORD", OTHER)
    with Database.open(tmp_path / "data" / "mus.sqlite") as database:
        Settings(database).store("sætning", "dagens")
    return tmp_path / "data"


@pytest.fixture
def taken(tmp_path: Path, clock: Clock) -> snapshot.Backup:
    """An encrypted backup on a USB key, made under another password."""
    locks = (database_key.lock(KEY, database_key.Opener.PASSWORD, PASSWORD, "2026-02-03", database_key.Cost(n=16)),)
    with Database.open(tmp_path / "anden pc" / "mus.sqlite", key=KEY) as database:
        name = snapshot.next_name(tmp_path / "usb", "0a1b2c3d", clock().astimezone())
        return snapshot.take_backup(database, snapshot.BackupSpec(tmp_path / "usb", name, "0.1", locks), lambda: None)


def not_ours(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    letter = usb / "brev.docx"
    letter.write_text("Kære Mette. " * 500)
    return letter


def too_new(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    other = usb / "anden.musbackup"
    other.write_bytes(taken.path.read_bytes()[: taken.label.size])
    backup_file.append_label(
        other, replace(taken.label, schema=99), backup_file.running_digest(backup_file.chunks(other))
    )
    return other


def damaged(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    content = bytearray(taken.path.read_bytes())
    content[9000] ^= 4
    taken.path.write_bytes(content)
    return taken.path


def truncated(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    taken.path.write_bytes(taken.path.read_bytes()[:-5000])
    return taken.path


def empty(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    taken.path.write_bytes(b"")
    return taken.path


def a_folder(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    return usb


def a_database(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    with Database.open(usb / "kopi.sqlite"):
        return usb / "kopi.sqlite"


def vanished(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    taken.path.unlink()
    return taken.path


def under_another_password(taken: snapshot.Backup, usb: Path, _: pytest.MonkeyPatch) -> Path:
    return taken.path


def unreadable(taken: snapshot.Backup, usb: Path, patched: pytest.MonkeyPatch) -> Path:
    """Root may read everything, so the drive says no."""

    def refused(*_: object) -> None:
        raise TargetFailed("", errno.EACCES)

    patched.setattr(target_worker, "_run_task", refused)
    return taken.path


def hanging(taken: snapshot.Backup, usb: Path, patched: pytest.MonkeyPatch) -> Path:
    """Whoever opens it waits for ever: really, in the process that reads it."""
    patched.setattr(target_backups, "READ_LIMITS", TimeLimits(silence=1.5))
    pipe = usb / "hænger.musbackup"
    os.mkfifo(pipe)
    return pipe


def larger_than_the_disk(taken: snapshot.Backup, usb: Path, patched: pytest.MonkeyPatch) -> Path:
    patched.setenv("MUS_PASSWORD", PASSWORD)
    patched.setattr(restore.shutil, "disk_usage", lambda _: _Usage())
    return taken.path


class _Usage:
    free = 20_000


TABLE: list[tuple[Spoil, str]] = [
    (not_ours, "er ikke en backup fra MUS Desktop"),
    (too_new, "lavet af en nyere udgave"),
    (damaged, "er beskadiget og kan ikke bruges"),
    (truncated, "slutningen mangler"),
    (empty, "er tom"),
    (a_folder, "er en mappe"),
    (a_database, "er en database og ikke en backup"),
    (vanished, "findes ikke"),
    (under_another_password, "Adgangskoden passer ikke"),
    (unreadable, "kan ikke læses. Kontrollér, at drevet er tilsluttet"),
    (hanging, "svarer ikke"),
    (larger_than_the_disk, "og kun 0,0 MB er fri"),
]


def sentence_of_the_dialog(file: Path, data: Path, clock: Clock, qtbot: QtBot) -> str:
    dialog = RestoreDialog(RestoreWithoutDatabase(data, clock), clock)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._task is None)
    dialog.choose_file(file)
    dialog.primary.click()
    qtbot.waitUntil(lambda: dialog._task is None, timeout=10_000)
    if dialog._password_row.isVisible():
        assert "krypteret. Skriv adgangskoden fra 3.2.2026" in dialog.problem.text()
        dialog.secret.setText(os.environ["MUS_PASSWORD"])
        dialog.primary.click()
        qtbot.waitUntil(lambda: dialog._task is None, timeout=10_000)
    assert dialog.problem.isVisible()
    assert dialog.outcome is None
    text = dialog.problem.text()
    dialog.reject()
    return text


def says(command: str, file: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    code = main(["--data", str(data), command, str(file)])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (1, "", 1), err
    return err.strip()


@posix_only("a pipe stands for the share that hangs")
@pytest.mark.parametrize(("spoil", "sentence"), TABLE, ids=[spoil.__name__ for spoil, _ in TABLE])
def test_each_has_its_own_sentence_everywhere(
    spoil: Spoil,
    sentence: str,
    taken: snapshot.Backup,
    data: Path,
    clock: Clock,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = spoil(taken, taken.path.parent, monkeypatch)
    before = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    told = {
        sentence_of_the_dialog(file, data, clock, qtbot),
        says("verify", file, data, capsys),
        says("restore", file, data, capsys),
    }
    for text in told:
        assert sentence in text
        assert [text for _, other in TABLE if other in text] == [text], "its own"
    for open_or_closed in ("mus.sqlite-wal", "mus.sqlite.sum"):
        before.pop(open_or_closed, None)
    after = {path.name: path.read_bytes() for path in data.iterdir() if path.is_file()}
    assert before.items() <= after.items()
    assert [path.name for path in data.rglob("*") if path.name.startswith(".mus-") or "musbackup" in path.name] == []


def test_without_its_manifest_it_says_so_and_can_be_used(
    taken: snapshot.Backup,
    data: Path,
    clock: Clock,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backup_file.manifest_path(taken.path).unlink()
    asked: list[str] = []
    monkeypatch.setattr(restore_dialog, "ask", lambda _, __, text, ___: asked.append(text) or "")
    dialog = RestoreDialog(RestoreWithoutDatabase(data, clock), clock)
    dialog.show()
    dialog.choose_file(taken.path)
    dialog.secret.setText(PASSWORD)
    qtbot.waitUntil(dialog.primary.isEnabled)
    dialog.primary.click()
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    dialog.reject()
    assert "musbackup.json mangler" in asked[0]
    assert main(["--data", str(data), "verify", str(taken.path)]) == 1, "under another password"
    monkeypatch.setenv("MUS_PASSWORD", PASSWORD)
    capsys.readouterr()
    for command in ("verify", "restore"):
        assert main(["--data", str(data), command, str(taken.path)]) == 0
        assert "musbackup.json mangler" in capsys.readouterr().out


@posix_only("a pipe stands for the share that hangs")
def test_a_hanging_drive_can_be_cancelled(
    taken: snapshot.Backup, data: Path, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = RestoreDialog(RestoreWithoutDatabase(data, clock), clock)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._task is None)
    dialog.choose_file(hanging(taken, taken.path.parent, monkeypatch))
    monkeypatch.setattr(target_backups, "READ_LIMITS", TimeLimits(silence=600))
    dialog.primary.click()
    assert dialog._task is not None
    dialog.cancel.click()
    qtbot.waitUntil(lambda: dialog._task is None, timeout=10_000)
    assert dialog.problem.text() == "Afbrudt. Intet er ændret."
    dialog.cancel.click()
    assert not dialog.isVisible()
