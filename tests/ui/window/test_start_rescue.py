"""A start at which the data cannot be opened: a backup is offered, and after it the program opens as usual."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from mus_desktop import app
from mus_desktop.drafts import MARKER
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup import snapshot
from mus_desktop.storage.database import data_location
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety import restore_dialog
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.welcome.first_start import FirstStartPage

PASSWORD, NEWER = "grøn kop regnvejr", "blå tallerken solskin"
EMPLOYEES = {"Anders Holm", "Øjvind Krog", "Ågot Bæk"}


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, look: Look) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    monkeypatch.setattr(application, "Look", lambda *_: look)
    monkeypatch.setattr(application, "stored_look", lambda *_: look)
    monkeypatch.setattr(application, "_BEGIN_DELAY_MS", 0)


class Leader:
    """Somebody who answers what comes up, notes what was said, and closes the window when it is there."""

    def __init__(self) -> None:
        self.password = ""
        self.answer = "yes"
        self.asked: list[str] = []
        self.said: list[str] = []
        self.employees: set[str] = set()
        self.forgets = False

    def look(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if not widget.isVisible() or (isinstance(widget, QDialog) and not widget.isEnabled()):
                continue
            if isinstance(widget, RestoreDialog) and widget._task is None:
                self._restore(widget)
            elif isinstance(widget, UnlockDialog) and widget._task is None:
                self._unlock(widget)
            elif isinstance(widget, MainWindow) and widget.sidebar._backup is not None and widget.page_stack.count():
                self.employees = {row.employee.name for row in widget.sidebar.list.employees.rows()}
                widget.close()
            elif type(widget) is InputDialog:
                self._note(widget)
                widget.primary.click()

    def _restore(self, dialog: RestoreDialog) -> None:
        self._note(dialog)
        if not self.answer:
            dialog.cancel.click()
            return
        if dialog._password_row.isVisible():
            dialog.secret.setText(self.password)
        dialog.primary.click()

    def _unlock(self, dialog: UnlockDialog) -> None:
        self._note(dialog)
        if self.forgets:
            dialog.code.click()
            self._note(dialog)
            dialog.backup.click()
        else:
            dialog.secret.setText(self.password)
            dialog.primary.click()

    def _note(self, dialog: QDialog) -> None:
        text = "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
        self.said.append(text.replace("\N{ZERO WIDTH SPACE}", ""))

    def ask(self, _parent: object, title: str, text: str, _choices: object) -> str:
        self.asked.append(f"{title}\n{text}")
        return self.answer


@pytest.fixture
def leader(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leader]:
    leader = Leader()
    monkeypatch.setattr(restore_dialog, "ask", leader.ask)
    timer = QTimer(interval=20)
    timer.timeout.connect(leader.look)
    timer.start()
    yield leader
    timer.stop()


@pytest.fixture
def folder(place: Workplace) -> Path:
    """Of a plain database with a backup, closed."""
    return closed(place)


@pytest.fixture
def locked(place: Workplace) -> Path:
    """Of an encrypted one."""
    place.safety.encryption.set_password(PASSWORD)
    return closed(place)


def closed(place: Workplace) -> Path:
    place.safety.back_up()
    place.close()
    return place.database.path.parent


def run(folder: Path) -> int:
    return application.run_window(lambda key: app.build(folder, key=key), folder)


def zeroed(folder: Path) -> None:
    with (folder / "mus.sqlite").open("rb+") as file:
        file.write(bytes(4096))


def torn(folder: Path) -> None:
    with (folder / "mus.sqlite").open("rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 40)


def emptied(folder: Path) -> None:
    (folder / "mus.sqlite").write_bytes(b"")


def gone_but_for_its_wal(folder: Path) -> None:
    (folder / "mus.sqlite").rename(folder / "mus.sqlite-wal")


def half(folder: Path) -> None:
    path = folder / "mus.sqlite"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 8192 * 4096])


@pytest.mark.parametrize("spoil", [zeroed, torn, emptied, gone_but_for_its_wal, half])
def test_a_backup_takes_the_place_of_what_cannot_be_opened(
    folder: Path, leader: Leader, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    spoiled = {file.name: file.read_bytes() for file in folder.glob("mus.*")}
    assert run(folder) == 0
    assert "Dine data kan ikke åbnes" in leader.said[0]
    assert "4 medarbejdere, 0 samtaler" in leader.asked[0]
    assert leader.employees == EMPLOYEES
    (aside,) = folder.glob("inden-gendannelse-*")
    assert spoiled.items() <= {file.name: file.read_bytes() for file in aside.glob("mus.*")}.items()
    assert str(aside) in leader.said[-1]
    assert "Dine data er gendannet" in leader.said[-1]


def test_saying_no_changes_nothing(folder: Path, leader: Leader) -> None:
    zeroed(folder)
    before = {file.name for file in folder.iterdir()}
    leader.answer = ""
    assert run(folder) == 0
    assert leader.employees == set()
    assert {file.name for file in folder.iterdir()} - {"mus.sqlite.exchange-lock"} <= before


def without_key(folder: Path) -> None:
    (folder / "mus.key").unlink()


def with_half_a_key(folder: Path) -> None:
    key = folder / "mus.key"
    key.write_bytes(key.read_bytes()[:300])


@pytest.mark.parametrize("spoil", [without_key, with_half_a_key])
def test_when_only_the_key_file_is_lost_nothing_else_is(
    locked: Path, leader: Leader, spoil: Callable[[Path], None]
) -> None:
    key = database_key.open_any_lock(database_key.read_locks(locked / "mus.sqlite"), PASSWORD)
    with Database.open(locked / "mus.sqlite", key=key) as database, database.transaction():
        database.write("UPDATE employee SET name = 'Anna Holm' WHERE name = 'Anders Holm'")
    spoil(locked)
    leader.password, leader.answer = PASSWORD, "key"
    assert run(locked) == 0
    assert "Adgangskode eller gendannelseskode" in leader.said[1]
    assert "krypteret. Skriv adgangskoden fra 12.5.2026" in leader.said[1]
    assert "de er hele" in leader.asked[0]
    assert leader.employees == EMPLOYEES - {"Anders Holm"} | {"Anna Holm"}, "written after the backup"
    assert not list(locked.glob("inden-*"))


def test_damaged_under_a_password_the_key_opens_the_backup_too(locked: Path, leader: Leader) -> None:
    zeroed(locked)
    leader.password = PASSWORD
    assert run(locked) == 0
    assert "Skriv adgangskoden for at åbne dem" in leader.said[0]
    assert "Dine data kan ikke åbnes" in leader.said[1]
    assert leader.employees == EMPLOYEES
    (aside,) = locked.glob("inden-gendannelse-*")
    assert {file.name for file in aside.iterdir()} == {"mus.sqlite", "mus.key", "læs mig.txt", MARKER}, (
        "kept by the clearing"
    )
    assert not any("Adgangskode eller" in text for text in leader.said), "it is not asked for twice"


def test_a_forgotten_password_gives_way_to_a_backup_from_before(place: Workplace, leader: Leader) -> None:
    place.safety.encryption.set_password(PASSWORD)
    folder = closed(place)
    path = folder / "mus.sqlite"
    database_key.write_locks(path, [database_key.lock(bytes(32), database_key.Opener.PASSWORD, NEWER, "2026-06-03")])
    leader.password, leader.forgets = PASSWORD, True
    assert run(folder) == 0
    assert "heller ikke jeres it-afdeling" in leader.said[1]
    assert leader.employees == EMPLOYEES


@pytest.mark.parametrize("reason", ["newer", "share", "read-only"])
def test_no_backup_is_offered_where_it_is_not_the_way_out(
    folder: Path, leader: Leader, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    path = folder / "mus.sqlite"
    if reason == "newer":
        with path.open("rb+") as file:
            file.seek(60)
            file.write((99).to_bytes(4, "big"))
    elif reason == "share":
        for system in (data_location.PosixSystem, data_location.WindowsSystem):
            monkeypatch.setattr(system, "is_remote", lambda *_: True)
    else:

        def read_only(*_: object, **__: object) -> None:
            raise PermissionError(13, "")

        monkeypatch.setattr("mus_desktop.storage.database.opening._connect", read_only)
    assert run(folder) == 1
    assert len(leader.said) == 1
    assert "Dine data kan ikke åbnes" not in leader.said[0]


def test_on_an_empty_pc_one_file_and_one_code_are_enough(
    place: Workplace,
    tmp_path: Path,
    qtbot: QtBot,
    look: Look,
    dialog: Callable[[type[QDialog]], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = place.safety.encryption.set_password(PASSWORD)
    (file,) = (closed(place) / "backup").glob("*.musbackup")
    fresh = app.build(tmp_path / "ny pc")
    fresh.safety.back_up()
    session = Session(fresh, lambda key: app.build(tmp_path / "ny pc", key=key), look)
    session.show()
    assert session.window is not None
    start = session.window.page_stack.currentWidget()
    assert isinstance(start, FirstStartPage)
    start.backup.click()
    restore: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(restore.nothing.isVisible)
    assert restore.list.count() == 0, "what was backed up before anything was written is no offer"
    assert not restore.primary.isEnabled()
    restore.choose_file(file)
    restore.primary.click()
    qtbot.waitUntil(restore._password_row.isVisible)
    restore.secret.setText(code.lower())
    monkeypatch.setattr(restore_dialog, "ask", lambda *_: "yes")
    restore.primary.click()
    qtbot.waitUntil(lambda: bool(restore.outcome_labels), timeout=10_000)
    assert "som det var i backuppen: " in restore.outcome_labels[0].text()
    assert "beskyttet med backuppens adgangskode" in restore.outcome_labels[1].text()
    before = session.window
    restore.primary.click()
    qtbot.waitUntil(lambda: session.window is not before, timeout=10_000)
    assert {row.employee.name for row in session.window.sidebar.list.employees.rows()} == EMPLOYEES
    assert not list((tmp_path / "ny pc").glob("inden-*"))
    session.window.close()
    session.close()
    assert database_key.read_locks(tmp_path / "ny pc" / "mus.sqlite")


def test_a_missing_database_with_backups_offers_them_first(
    place: Workplace,
    qtbot: QtBot,
    look: Look,
    dialog: Callable[[type[QDialog]], Any],
    monkeypatch: pytest.MonkeyPatch,
    now: Callable[[], datetime],
) -> None:
    folder = closed(place)
    (folder / "mus.sqlite").unlink()
    session = Session(app.build(folder, now=now), lambda key: app.build(folder, key=key, now=now), look, now)
    session.show()
    assert session.window is not None
    start = session.window.page_stack.currentWidget()
    assert isinstance(start, FirstStartPage)
    said = "\n".join(label.text() for label in start.findChildren(QLabel) if label.isVisible())
    assert "Der ligger backupper på denne pc" in said
    assert "Den nyeste er taget i dag" in said
    assert start.focusProxy() is start.backup
    assert start.backup.mapTo(start, start.backup.rect().topLeft()).y() < start.leader.mapTo(start, QPoint()).y()
    start.backup.click()
    restore: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(lambda: restore.list.count() == 1)
    monkeypatch.setattr(restore_dialog, "ask", lambda *_: "yes")
    before = session.window
    restore.primary.click()
    qtbot.waitUntil(lambda: bool(restore.outcome_labels), timeout=10_000)
    restore.primary.click()
    qtbot.waitUntil(lambda: session.window is not before, timeout=10_000)
    assert {row.employee.name for row in session.window.sidebar.list.employees.rows()} == EMPLOYEES
    session.window.close()
    session.close()


def test_under_the_backup_password_it_is_said_before_and_after(
    folder: Path, tmp_path: Path, leader: Leader, monkeypatch: pytest.MonkeyPatch
) -> None:
    (plain,) = (folder / "backup").glob("*.musbackup")
    key = database_key.new_key()
    locks = (database_key.lock(key, database_key.Opener.PASSWORD, PASSWORD, "2026-02-03"),)
    snapshot.encrypt(snapshot.read_backup(plain), tmp_path / "usb", key, locks, only_copy_encrypted=True)
    shutil.rmtree(folder / "backup")
    (tmp_path / "usb").rename(folder / "backup")
    zeroed(folder)
    leader.password = PASSWORD
    assert run(folder) == 0
    assert "Skriv backup-adgangskoden fra 3.2.2026" in leader.said[1]
    assert "Dine data bliver derfor beskyttet med den" in leader.asked[0]
    assert "Dine data er nu beskyttet med backup-adgangskoden" in leader.said[-1]
    assert leader.employees == EMPLOYEES
