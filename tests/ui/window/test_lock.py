"""The screen is locked with the desktop: at once, with what was typed saved, and everything there again afterwards."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from ctypes import wintypes
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import PySide6
import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot
from shiboken6 import getCppPointer

from mus_desktop import app
from mus_desktop.errors import StorageError
from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.dialogs import messages
from mus_desktop.ui.dialogs.messages import Choice, ask
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.safety import desktop_lock
from mus_desktop.ui.safety.desktop_lock import DesktopLock, WindowsDesktopLock
from mus_desktop.ui.safety.password_dialogs import PasswordAfterCodeDialog
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
LOCK, UNLOCK, CONSOLE_LEFT, REMOTE_LEFT, LOGON = 0x7, 0x8, 0x2, 0x4, 0x5
SESSION, POWER, PAINT = 0x02B1, 0x0218, 0x000F
SUSPEND, RESUME = 0x4, 0x12


@pytest.fixture
def session(
    place: Workplace, look: Look, now: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A running program with a password."""
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    place.safety.encryption.set_password(PASSWORD)
    folder = place.database.path.parent
    session = Session(place, lambda key: app.build(folder, now=now, key=key), look, now)
    session.show()
    session.update_screen_lock()
    yield session
    assert session.window is not None
    session.window.close()
    session.close()


@pytest.fixture
def talk(session: Session, plan: Callable[..., int], person: Callable[..., Employee]) -> Any:
    """An open conversation, turned towards the employee."""
    assert session.window is not None
    session.window.activateWindow()
    session.window.open_conversation(plan(person("Ågot")))
    session.window.page_stack.toggle_turned()
    view = session.window.page_stack.conversation
    assert view is not None
    view.themes.setCurrentRow(1)
    return view


@pytest.fixture
def unlock(dialog: Callable[..., Any], qtbot: QtBot, session: Session) -> Callable[[], None]:
    def unlock_() -> None:
        asked = dialog(UnlockDialog)
        asked.secret.setText(PASSWORD)
        asked.primary.click()
        assert session.window is not None
        qtbot.waitUntil(session.window.isVisible)

    return unlock_


def test_after_the_recovery_code_a_new_password_is_offered_but_never_in_front_of_the_employee(
    session: Session, talk: Any, dialog: Callable[..., Any], qtbot: QtBot
) -> None:
    assert session.window is not None
    encryption = session._workplace.safety.encryption
    code = encryption.new_code(PASSWORD)
    session.lock_now()
    asked = dialog(UnlockDialog)
    asked.secret.setText(code)
    asked.primary.click()
    qtbot.waitUntil(session.window.isVisible)
    QCoreApplication.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, PasswordAfterCodeDialog) and w.isVisible()]
    session.window.page_stack.toggle_turned()
    offer = dialog(PasswordAfterCodeDialog)
    offer.new.setText("tyttebær på Fanø")
    offer.repeated.setText("tyttebær på Fanø")
    offer.primary.click()
    qtbot.waitUntil(lambda: not offer.isVisible())
    assert session.window.notices.text() == "Adgangskoden er skiftet."
    assert encryption.check("tyttebær på Fanø")
    assert not encryption.check(PASSWORD)
    assert encryption.opened_by_code == ""


def test_a_password_is_not_followed_by_an_offer(session: Session, unlock: Callable[[], None]) -> None:
    session.lock_now()
    unlock()
    QCoreApplication.processEvents()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, PasswordAfterCodeDialog)]


def lock_desktop(session: Session) -> None:
    assert session.desktop is not None
    session.desktop.locked.emit()


def shown() -> list[str]:
    return sorted(type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible())


def note_of(view: Any) -> Any:
    return next(w for w in view.findChildren(NoteEdit) if w.isVisible() and w.isEnabled() and not w.isReadOnly())


def test_what_is_typed_is_saved_before_all_is_hidden_even_in_samtale(
    session: Session, place: Workplace, talk: Any, unlock: Callable[[], None], type_text: Callable[..., None]
) -> None:
    note = note_of(talk)
    note.setFocus()
    type_text(note, "Åse er glad for æblerne.")
    before, in_front = place.database.changes, []
    talk.live.saved.connect(lambda _: in_front.append(shown()))
    lock_desktop(session)
    assert shown() == ["UnlockDialog"]
    assert place.database.changes > before
    assert in_front == [["MainWindow"]], "saved first"
    unlock()
    assert shown() == ["MainWindow"]
    assert talk.arrangement.name == "CONVERSATION"
    assert note.hasFocus()
    assert note.textCursor().position() == len("Åse er glad for æblerne.")


def test_what_cannot_be_saved_is_still_there_after_unlocking(
    session: Session,
    talk: Any,
    unlock: Callable[[], None],
    type_text: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_: Database) -> None:
        raise StorageError("Disken er fuld.")

    note = note_of(talk)
    type_text(note, "Vigtigt")
    with monkeypatch.context() as disk:
        disk.setattr(Database, "transaction", full)
        lock_desktop(session)
        assert shown() == ["UnlockDialog"]
        unlock()
    assert note.toPlainText() == "Vigtigt"
    assert talk.save_now()


def test_a_mistake_in_saving_does_not_keep_the_screen_open(
    session: Session, talk: Any, unlock: Callable[[], None], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as mistaken, qtbot.captureExceptions() as told:
        mistaken.setattr(talk, "save_now", lambda: 1 // 0)
        lock_desktop(session)
    assert [kind for kind, *_ in told] == [ZeroDivisionError]
    assert shown() == ["UnlockDialog"]
    unlock()


def test_dialogs_and_questions_come_back_as_they_were_and_what_hangs_open_closes(
    session: Session, unlock: Callable[[], None], dialog: Callable[..., Any], qtbot: QtBot
) -> None:
    window = session.window
    assert window is not None
    window.menus.new_employee.trigger()
    form: EmployeeDialog = dialog(EmployeeDialog)
    form.activateWindow()
    form.resize(form.width() + 40, form.height() + 30)
    size, written = form.size(), form.findChildren(QPlainTextEdit)
    menu = QMenu(form)
    menu.addAction("Ågot Bæk")
    answers: list[str] = []

    def lock_it() -> None:
        menu.popup(form.pos())
        assert menu.isVisible()
        lock_desktop(session)
        assert shown() == ["UnlockDialog"]
        QTimer.singleShot(0, form, unlock_it)

    def unlock_it() -> None:
        assert not answers, "the question still waits"
        unlock()
        assert shown() == ["EmployeeDialog", "MainWindow", "_Question"]
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        box.buttons()[0].click()

    QTimer.singleShot(0, form, lock_it)
    answers.append(ask(form, "Vil du slette Ågots samtale?", "", (Choice("yes", "Ja"),)))
    assert answers == ["yes"]
    assert form.size() == size
    assert form.isModal()
    assert not written or written[0].isVisible()
    form.reject()


def test_what_opens_behind_the_lock_stays_behind_it(session: Session, unlock: Callable[[], None], qtbot: QtBot) -> None:
    lock_desktop(session)
    late = QDialog(session.window)
    painted: list[object] = []
    late.paintEvent = painted.append  # type: ignore[method-assign]
    late.open()
    qtbot.waitUntil(lambda: shown() == ["UnlockDialog"])
    assert painted == []
    unlock()
    assert late.isVisible()
    assert not late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    late.close()
    late.deleteLater()


def test_what_is_gone_meanwhile_is_not_missed(session: Session, unlock: Callable[[], None]) -> None:
    passing = QDialog(session.window)
    passing.open()
    lock_desktop(session)
    passing.deleteLater()
    QCoreApplication.sendPostedEvents(passing)
    QCoreApplication.processEvents()
    unlock()
    assert shown() == ["MainWindow"]


def test_an_intruders_key_file_and_password_open_nothing(
    session: Session, place: Workplace, dialog: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.database.path
    file = path.with_suffix(".key")
    whole, told = file.read_bytes(), list[str]()
    monkeypatch.setattr(messages, "show_message", lambda _parent, _title, text: told.append(text))
    lock_desktop(session)
    database_key.write_locks(
        path, [database_key.lock(bytes(32), database_key.Opener.PASSWORD, "den fremmedes ord", "2026-03-02")]
    )
    theirs = file.read_bytes()
    asked = dialog(UnlockDialog)
    asked.secret.setText("den fremmedes ord")
    asked.primary.click()
    qtbot.waitUntil(asked.primary.isEnabled)
    assert shown() == ["UnlockDialog"]
    assert "passer ikke. Nøglefilen mus.key er ændret" in asked.problem.text()
    asked.secret.setText(PASSWORD)
    asked.primary.click()
    qtbot.waitUntil(lambda: bool(told))
    assert shown() == ["MainWindow"]
    (said,) = told
    assert "skiftet ud, mens programmet var åbent. Den rigtige er lagt tilbage" in said
    assert file.read_bytes() == whole
    assert [one.read_bytes() for one in path.parent.glob("inden-*/mus.key")] == [theirs]


@pytest.mark.parametrize("by_code", [False, True])
def test_without_the_key_file_the_owner_comes_in_all_the_same(
    session: Session,
    place: Workplace,
    dialog: Callable[..., Any],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    by_code: bool,
) -> None:
    told = list[str]()
    monkeypatch.setattr(messages, "show_message", lambda _parent, _title, text: told.append(text))
    code = place.safety.encryption.new_code(PASSWORD)
    file = place.database.path.with_suffix(".key")
    whole = file.read_bytes()
    lock_desktop(session)
    file.unlink()
    asked = dialog(UnlockDialog)
    asked.secret.setText(code.lower() if by_code else PASSWORD)
    asked.primary.click()
    qtbot.waitUntil(lambda: bool(told))
    offered = ["PasswordAfterCodeDialog"] if by_code else []
    qtbot.waitUntil(lambda: shown() == ["MainWindow", *offered])
    assert "var væk. Den rigtige er lagt tilbage" in told[0]
    assert file.read_bytes() == whole


def test_the_key_file_is_right_when_the_program_closes(
    place: Workplace, look: Look, now: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    place.safety.encryption.set_password(PASSWORD)
    path = place.database.path
    whole = path.with_suffix(".key").read_bytes()
    running = Session(place, lambda key: app.build(path.parent, now=now, key=key), look, now)
    window = running.show()
    database_key.write_locks(
        path, [database_key.lock(bytes(32), database_key.Opener.PASSWORD, "den fremmedes ord", "2026-03-02")]
    )
    window.close()
    running.close()
    assert path.with_suffix(".key").read_bytes() == whole


def test_locking_twice_asks_once(session: Session, unlock: Callable[[], None]) -> None:
    lock_desktop(session)
    session.lock_now()
    assert shown() == ["UnlockDialog"]
    unlock()
    assert session.lock is not None
    assert session.lock._timer.isActive()


def test_a_password_pasted_with_space_around_it_opens(
    session: Session, dialog: Callable[..., Any], qtbot: QtBot
) -> None:
    lock_desktop(session)
    asked = dialog(UnlockDialog)
    QApplication.clipboard().setText(f"\u00a0{PASSWORD}\r\n")
    asked.secret.paste()
    asked.primary.click()
    assert session.window is not None
    qtbot.waitUntil(session.window.isVisible)


def test_lock_now_is_there_with_a_password_only(session: Session, place: Workplace, unlock: Callable[[], None]) -> None:
    assert session.window is not None
    lock = session.window.menus.lock
    assert lock.isVisible()
    lock.trigger()
    assert shown() == ["UnlockDialog"]
    unlock()
    place.safety.encryption.remove_password(PASSWORD)
    session.update_screen_lock()
    assert not lock.isVisible()
    lock_desktop(session)
    assert shown() == ["MainWindow"], "nothing could open it"


def logging_out(application: QGuiApplication, manager: QSessionManager) -> None:
    """Let Qt say that the session ends; PySide cannot hand the manager on when Python says it."""
    (library,) = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libQt6Gui.so.6")
    say = ctypes.CDLL(str(library))["_ZN15QGuiApplication17commitDataRequestER15QSessionManager"]
    say.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    say(getCppPointer(application)[0], getCppPointer(manager)[0])


@pytest.mark.skipif(sys.platform != "linux", reason="Qt is called by the name its signal has on Linux")
def test_the_end_of_the_session_saves_and_is_held_up_only_by_what_cannot_be_saved(
    session: Session, place: Workplace, talk: Any, type_text: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled: list[bool] = []
    monkeypatch.setattr(QSessionManager, "cancel", lambda _: cancelled.append(True))
    session.begin(None)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    (manager,) = application.findChildren(QSessionManager)
    type_text(note_of(talk), "Sidste ord")
    before = place.database.changes
    logging_out(application, manager)
    assert place.database.changes > before
    assert not cancelled
    monkeypatch.setattr(talk, "save_now", lambda: False)
    logging_out(application, manager)
    assert cancelled == [True]


# -- what Windows says -----------------------------------------------------------------------------------------------


class Windows:
    """The functions of Windows that are called, and messages as it sends them."""

    def __init__(self) -> None:
        self.called: list[tuple[str, int]] = []

    def __call__(self, function: str, window: int, *_: int) -> bool:
        self.called.append((function, window))
        return True


@pytest.fixture
def windows(qapp: QApplication) -> Windows:
    return Windows()


@pytest.fixture
def listening(windows: Windows) -> Iterator[WindowsDesktopLock]:
    lock = WindowsDesktopLock(None, windows)
    yield lock
    lock.end()
    assert [name for name, _ in windows.called] == [
        "WTSRegisterSessionNotification",
        "WTSUnRegisterSessionNotification",
    ]
    assert len({window for _, window in windows.called}) == 1


@pytest.mark.parametrize(
    ("message", "what", "locks"),
    [
        (SESSION, LOCK, True),
        (SESSION, CONSOLE_LEFT, True),
        (SESSION, REMOTE_LEFT, True),
        (SESSION, UNLOCK, False),
        (SESSION, LOGON, False),
        (POWER, SUSPEND, True),
        (POWER, RESUME, False),
        (POWER, LOCK, False),
        (PAINT, LOCK, False),
    ],
)
@pytest.mark.parametrize("kind", [b"windows_generic_MSG", QByteArray(b"windows_dispatcher_MSG")])
def test_the_messages_of_windows_are_understood(
    listening: WindowsDesktopLock, message: int, what: int, locks: bool, kind: Any
) -> None:
    heard: list[bool] = []
    listening.locked.connect(lambda: heard.append(True))
    sent = wintypes.MSG(message=message, wParam=what, lParam=1)
    assert listening._filter.nativeEventFilter(kind, ctypes.addressof(sent)) == (False, 0), "others hear it too"
    assert listening._filter.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(sent)) == (False, 0)
    assert bool(heard) is locks


def test_a_system_that_cannot_be_asked_tells_nothing(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_lock.sys, "platform", "linux")
    assert type(desktop_lock.desktop_lock()) is DesktopLock
    monkeypatch.setattr(desktop_lock.sys, "platform", "win32")
    monkeypatch.setattr(desktop_lock, "_wtsapi", lambda *_: False)
    lock = desktop_lock.desktop_lock()
    assert isinstance(lock, WindowsDesktopLock)
    lock.end()


def test_what_can_be_undone_waits_behind_the_lock(
    session: Session, place: Workplace, person: Callable[..., Employee], unlock: Callable[[], None]
) -> None:
    window, before = session.window, person("Anders")
    assert window is not None
    window.show_employee(before.id)
    place.staff.change(replace(before, title="Teknisk leder"))
    window.notices.show_notice("Oplysningerne er gemt.", place.action_undo.of_changed_employee(before))
    session.lock_now()
    window.notices._timer.timeout.emit()
    assert not window.notices.isVisible()
    unlock()
    assert window.notices.isVisible()
    window.notices.buttons[0].click()
    assert person("Anders") == before


def test_nothing_is_undone_in_the_database_of_a_backup(session: Session) -> None:
    assert session.window is not None
    session.window.notices.show_notice("Oplysningerne er gemt.", lambda: None)
    session._rebuild()
    assert session.window.notices.text() == ""
