"""A password set or taken off while the window goes on living: nothing is saved, backed up, locked or closed then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from mus_desktop.errors import SaveFailed, StorageError
from mus_desktop.model.people import Employee
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup import conversion
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.background_work import BackgroundWork
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.safety.password_dialogs import RemovePasswordDialog, SetPasswordDialog
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.shell.session import Session
from tests.systems import PATIENCE_MS

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
Find = Callable[[type[QDialog]], Any]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds every conversion up, half-way, until it is set."""
    gate, real = threading.Event(), conversion.fill_draft

    def fill_draft(*arguments: Any) -> None:
        assert threading.current_thread() is not threading.main_thread()
        real(*arguments)
        assert gate.wait(30)

    monkeypatch.setattr(conversion, "fill_draft", fill_draft)
    yield gate
    gate.set()


@pytest.fixture
def working(opened: SafetyDialog, gate: threading.Event, dialog: Find, qtbot: QtBot) -> SetPasswordDialog:
    """A first password that is just being set."""
    opened.password.set.click()
    asked: SetPasswordDialog = dialog(SetPasswordDialog)
    for field in (asked.new, asked.repeated):
        field.setText(PASSWORD)
    asked.primary.click()
    qtbot.waitUntil(asked.bar.isVisible)
    return asked


def test_a_list_that_is_due_to_be_reloaded_waits(
    working: SetPasswordDialog, gate: threading.Event, place: Workplace, session: Session, dialog: Find, qtbot: QtBot
) -> None:
    window = session.window
    assert window is not None
    window.page_stack.status_changed.emit()
    window._refresh_timer.timeout.emit()
    assert window._refresh_timer.isActive(), "it is tried again"
    gate.set()
    dialog(CodeDialog).cancel.click()
    qtbot.waitUntil(lambda: not window._refresh_timer.isActive())
    assert not place.database.is_closed_for_exchange


def test_the_window_lives_and_the_dialog_stays(
    working: SetPasswordDialog, gate: threading.Event, place: Workplace, dialog: Find, qtbot: QtBot
) -> None:
    ticks: list[int] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(ticks) > 20)
    timer.stop()
    assert "luk ikke programmet" in working.working.text().lower()
    for leave in (working.reject, working.accept, working.close, lambda: qtbot.keyClick(working, Qt.Key.Key_Escape)):
        leave()
        assert working.isVisible()
    assert not working.primary.isEnabled()
    gate.set()
    code = dialog(CodeDialog).shown.text().replace("\n", " ")
    assert not isValid(working) or not working.isVisible()
    assert unlock(place.database.path.parent, code) == place.database.key
    assert place.staff.everyone()


def test_nothing_is_saved_backed_up_or_locked_meanwhile(
    working: SetPasswordDialog, gate: threading.Event, session: Session, place: Workplace, dialog: Find, qtbot: QtBot
) -> None:
    with pytest.raises(SaveFailed, match="gemmes, når det er færdigt"):
        place.staff.add(Employee("Jens Uventet"))
    with pytest.raises(StorageError):
        place.staff.everyone()
    keeper = session.scheduler()
    keeper.run_due_step()
    keeper._on_clock()
    assert not keeper.busy
    assert keeper.problem == ""
    assert place.safety.transfers.jobs(ignore_delays=True) == []
    assert not place.safety.folder.exists()
    assert session._lock_after() == 0
    assert not session._may_lock()
    cancelled: list[bool] = []

    class Manager:
        def cancel(self) -> None:
            cancelled.append(True)

    session._on_logging_out(Manager())  # type: ignore[arg-type]
    assert cancelled == [True]
    gate.set()
    dialog(CodeDialog).cancel.click()
    place.staff.add(Employee("Jens Ventet"))
    qtbot.waitUntil(lambda: not keeper.busy, timeout=PATIENCE_MS)
    assert keeper.problem == ""
    assert place.safety.backup_due(closing=True) or list(place.safety.folder.glob("*.musbackup"))


def test_the_desktop_lock_waits_for_the_end(
    opened: SafetyDialog, session: Session, place: Workplace, gate: threading.Event, dialog: Find, qtbot: QtBot
) -> None:
    gate.set()
    opened.password.set.click()
    asked = dialog(SetPasswordDialog)
    asked.new.setText(f"{PASSWORD}\r\n")  # as pasted
    asked.repeated.setText(PASSWORD)
    asked.primary.click()
    dialog(CodeDialog).cancel.click()
    gate.clear()
    opened.password.remove.click()
    remove = dialog(RemovePasswordDialog)
    remove.secret.setText(PASSWORD)
    remove.primary.click()
    qtbot.waitUntil(remove.bar.isVisible)
    session.lock_now()
    assert session.lock is not None
    assert session.lock.dialog is None, "its password is just being taken off: nothing would open it again"
    gate.set()
    qtbot.waitUntil(lambda: not place.database.is_closed_for_exchange and place.database.key is None)


def test_closing_waits_for_it(working: SetPasswordDialog, gate: threading.Event, place: Workplace) -> None:
    threading.Timer(0.3, gate.set).start()
    place.safety.encryption.wait_until_done()
    assert not place.database.is_closed_for_exchange
    assert place.database.key == unlock(place.database.path.parent, PASSWORD)
    assert place.database.health() == []


def test_what_fails_is_said_and_nothing_has_changed(
    opened: SafetyDialog, place: Workplace, dialog: Find, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(conversion, "fill_draft", full)
    opened.password.set.click()
    asked: SetPasswordDialog = dialog(SetPasswordDialog)
    for field in (asked.new, asked.repeated):
        field.setText(PASSWORD)
    asked.primary.click()
    qtbot.waitUntil(lambda: "ikke plads" in asked.problem.text())
    assert asked.primary.isEnabled()
    assert not asked.bar.isVisible()
    assert place.staff.everyone()
    assert place.database.key is None
    InputDialog.reject(asked)


@pytest.mark.parametrize("kind", [StorageError, ZeroDivisionError])
def test_nothing_that_goes_wrong_afterwards_keeps_the_code_away(
    opened: SafetyDialog,
    place: Workplace,
    dialog: Find,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Exception],
) -> None:
    def slip(*_: object) -> None:
        raise kind("en fejl")

    monkeypatch.setattr(conversion, "encrypt_backups", slip)
    opened.password.set.click()
    asked: SetPasswordDialog = dialog(SetPasswordDialog)
    for field in (asked.new, asked.repeated):
        field.setText(PASSWORD)
    with qtbot.captureExceptions() as raised:
        asked.primary.click()
        code = dialog(CodeDialog)
    assert [told[0] for told in raised] == ([ZeroDivisionError] if kind is ZeroDivisionError else [])
    assert unlock(place.database.path.parent, code.shown.text().replace("\n", " ")) == place.database.key
    assert place.staff.everyone()
    code.cancel.click()


def test_a_pc_without_room_for_a_thread_keeps_the_data_open(
    opened: SafetyDialog, place: Workplace, dialog: Find, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(self: BackgroundWork) -> BackgroundWork:
        raise RuntimeError("can't start new thread")

    opened.password.set.click()
    asked: SetPasswordDialog = dialog(SetPasswordDialog)
    for field in (asked.new, asked.repeated):
        field.setText(PASSWORD)
    with qtbot.captureExceptions() as raised, monkeypatch.context() as patched:
        patched.setattr(BackgroundWork, "start", none_left)
        asked.primary.click()
    assert [told[0] for told in raised] == [RuntimeError]
    assert place.staff.everyone()
    assert not asked.has_unsaved_input()
    InputDialog.reject(asked)
