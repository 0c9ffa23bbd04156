"""The screen locks by the clock, also after sleep and in *Samtale*, and hides the people from screen readers too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QClipboard, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCompleter, QDialog, QLabel, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from mus_desktop import app
from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.palette.command_palette import CommandPalette
from mus_desktop.ui.safety import inactivity
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell.application import prepare_application
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look
from tests.conftest import Hands

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
NOTE = "Åse vil gerne gå ned i tid."
MINUTES, HOURS = 60.0, 3600.0


class Clocks:
    """The two clocks of a PC that a test lets sleep, and sets."""

    def __init__(self) -> None:
        self.wall, self.running = 1_790_000_000.0, 500.0

    def __call__(self) -> tuple[float, float]:
        return self.wall, self.running

    def sleep(self, seconds: float) -> None:
        """Sleep; as on a system whose second clock stands still meanwhile."""
        self.wall += seconds

    def pass_time(self, session: Session, seconds: float) -> None:
        """Let nobody use the program, which checks the time now and then."""
        for _ in range(int(seconds // 60)):
            self.wall, self.running = self.wall + 60, self.running + 60
            check(session)


def check(session: Session) -> None:
    """Let the timer of the lock fire."""
    if session.lock is not None:
        session.lock._timer.timeout.emit()


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()
    monkeypatch.setattr(inactivity.Inactivity.__init__, "__defaults__", (clocks,))
    return clocks


@pytest.fixture
def run(
    place: Workplace,
    look: Look,
    now: Callable[[], datetime],
    monkeypatch: pytest.MonkeyPatch,
    clocks: Clocks,
    unlock: Callable[[Session], None],
) -> Iterator[Callable[..., Session]]:
    """Start the program, with a password or without."""
    sessions = []
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))

    def start(*, password: bool = True) -> Session:
        if password:
            place.safety.encryption.set_password(PASSWORD)
        folder = place.database.path.parent
        session = Session(place, lambda key: app.build(folder, now=now, key=key), look, now)
        sessions.append(session)
        window = session.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        session.update_screen_lock()
        return session

    yield start
    for session in sessions:
        assert session.window is not None
        if session.lock is not None and session.lock.dialog is not None:
            unlock(session)
        session.window.close()
        session.close()


@pytest.fixture
def open_note(plan: Callable[..., int], person: Callable[..., Employee]) -> Callable[..., Any]:
    """Open a conversation with Ågot; returns the note that has the keyboard."""

    def open_(session: Session, *, turned: bool = False) -> Any:
        assert session.window is not None
        session.window.open_conversation(plan(person("Ågot")))
        if turned:
            session.window.page_stack.toggle_turned()
        view = session.window.page_stack.conversation
        assert view is not None
        view.themes.setCurrentRow(1)
        note = next(w for w in view.findChildren(NoteEdit) if w.isVisible() and w.isEnabled() and not w.isReadOnly())
        note.setFocus()
        return note

    return open_


@pytest.fixture
def unlock(dialog: Callable[..., Any], qtbot: QtBot) -> Callable[[Session], None]:
    def unlock_(session: Session) -> None:
        asked = dialog(UnlockDialog)
        asked.secret.setText(PASSWORD)
        asked.primary.click()
        assert session.window is not None
        qtbot.waitUntil(session.window.isVisible)

    return unlock_


def is_locked(session: Session) -> bool:
    shown = {type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible()}
    assert ("UnlockDialog" in shown) is (shown == {"UnlockDialog"}), shown
    return "UnlockDialog" in shown


def key(text: str) -> None:
    """Press a key as the system does: at the window that has the keyboard."""
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyClick(window, Qt.Key(ord(text.upper())))


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("late", ["key", "shortcut", "click", "composed", "check", "activation"])
def test_first_touch_after_a_night_of_sleep_locks_and_reaches_nothing(
    run: Callable[..., Session],
    open_note: Callable[..., Any],
    unlock: Callable[[Session], None],
    hands: Hands,
    clocks: Clocks,
    late: str,
    turned: bool,
) -> None:
    session = run()
    note = open_note(session, turned=turned)
    hands.type("Vi ses")
    clocks.sleep(8.5 * HOURS)
    if late == "key":
        key("x")
    elif late == "shortcut":
        hands.press("Ctrl+A")
        assert not note.textCursor().hasSelection()
    elif late == "click":
        window = note.window().windowHandle()
        spot = note.mapTo(note.window(), note.rect().center())
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    elif late == "composed":
        event = QInputMethodEvent()
        event.setCommitString("é")
        QApplication.sendEvent(note, event)
    elif late == "check":
        check(session)
    else:
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert is_locked(session)
    unlock(session)
    assert note.toPlainText() == "Vi ses"
    assert note.hasFocus()
    key("x")
    assert not is_locked(session)
    assert note.toPlainText().lower() == "vi sesx"


@pytest.mark.parametrize("late", ["key", "check"])
def test_without_a_password_nothing_could_open_it_so_nothing_locks(
    run: Callable[..., Session], open_note: Callable[..., Any], clocks: Clocks, late: str
) -> None:
    session = run(password=False)
    note = open_note(session)
    QGuiApplication.clipboard().setText(NOTE)
    clocks.sleep(8.5 * HOURS)
    key("x") if late == "key" else check(session)
    assert not is_locked(session)
    assert note.toPlainText() == ("x" if late == "key" else "")
    assert QGuiApplication.clipboard().text() == NOTE


@pytest.mark.parametrize(("turned", "limit"), [(False, 15), (True, 60)])
def test_idleness_locks_after_its_limit_and_not_before(
    run: Callable[..., Session], open_note: Callable[..., Any], clocks: Clocks, turned: bool, limit: int
) -> None:
    session = run()
    open_note(session, turned=turned)
    clocks.pass_time(session, (limit - 1) * MINUTES)
    assert not is_locked(session)
    key("x")
    clocks.pass_time(session, (limit - 1) * MINUTES)
    assert not is_locked(session), "a key begins a new period"
    clocks.pass_time(session, MINUTES)
    assert is_locked(session)


@pytest.mark.parametrize("hours", [-3, -24 * 365])
def test_a_clock_set_back_does_not_postpone_the_lock(run: Callable[..., Session], clocks: Clocks, hours: float) -> None:
    session = run()
    clocks.wall += hours * HOURS
    clocks.pass_time(session, 14 * MINUTES)
    assert not is_locked(session)
    clocks.pass_time(session, MINUTES)
    assert is_locked(session)


def test_who_wants_no_lock_after_idleness_still_gets_one_after_sleep(
    run: Callable[..., Session], place: Workplace, open_note: Callable[..., Any], clocks: Clocks
) -> None:
    place.preferences.set_lock_after(0)
    session = run()
    open_note(session, turned=True)
    clocks.pass_time(session, 5 * HOURS)
    assert not is_locked(session)
    clocks.sleep(10 * MINUTES)
    check(session)
    assert is_locked(session)


def test_a_lock_that_falls_due_during_a_conversion_comes_right_after_it(
    run: Callable[..., Session], place: Workplace, clocks: Clocks, hands: Hands
) -> None:
    session = run()
    place.database.release_file()
    clocks.sleep(8.5 * HOURS)
    check(session)
    hands.press("Shift")
    assert not is_locked(session), "nothing could open it now"
    place.database.reopen_file(place.database.key)
    check(session)
    assert is_locked(session)


def reachable() -> str:
    """All that a screen reader can reach from the program down: names, values, descriptions, text."""
    texts: list[str] = []
    kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description, QAccessible.Text.Help)

    def walk(one: QAccessibleInterface) -> None:
        texts.extend(one.text(kind) for kind in kinds)
        for index in range(one.childCount()):
            child = one.child(index)
            if child is not None and child.isValid():
                walk(child)

    walk(QAccessible.queryAccessibleInterface(QApplication.instance()))
    return "\n".join(texts) + "\n".join(window.title() for window in QGuiApplication.topLevelWindows())


def test_no_name_or_text_can_be_reached_behind_the_lock_and_all_is_back_after_it(
    run: Callable[..., Session],
    open_note: Callable[..., Any],
    unlock: Callable[[Session], None],
    hands: Hands,
    dialog: Callable[..., Any],
    qtbot: QtBot,
) -> None:
    prepare_application()  # with the program's own accessible interfaces, which leave out what is hidden
    session = run()
    session.window.resize(1280, 800)  # in which the employee list shows beside a conversation
    note = open_note(session)
    hands.type(NOTE)
    session.window.menus.new_employee.trigger()
    form: EmployeeDialog = dialog(EmployeeDialog)
    form.setWindowTitle("Ågot Bæk")
    line = form.findChildren(QLineEdit)[0]
    line.setText("Ægidius Østergård")
    earlier = QDialog(session.window)  # closed, but not deleted
    QLabel("Øjvind Krog", earlier)
    earlier.open()
    earlier.reject()
    offers = QCompleter(QStringListModel(["Ægidius Østergård"]), line)
    line.setCompleter(offers)
    offers.complete()
    QToolTip.showText(form.pos(), "Ågot Bæk", form)
    people = ("Ågot", "Øjvind", "Ægidius", NOTE)
    assert all(person in reachable() for person in people), "the search finds what is there"
    session.lock_now()
    late = QDialog(session.window)
    QLabel("Ågot Bæk kom for sent", late)
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    assert is_locked(session)
    qtbot.waitUntil(lambda: not [person for person in people if person in reachable()])
    assert "Adgangskode" in reachable(), "the lock itself can be read aloud"
    unlock(session)
    assert form.isVisible()
    assert form.isModal()
    assert line.text() == "Ægidius Østergård"
    assert not offers.popup().isVisible()
    assert all(person in reachable() for person in people)
    late.close()
    form.hide()
    form.deleteLater()
    note.setFocus()
    note.undo()
    assert note.toPlainText() != NOTE, "what was typed can still be undone"
    note.redo()
    assert note.toPlainText() == NOTE


@pytest.mark.parametrize("mode", [QClipboard.Mode.Clipboard, QClipboard.Mode.Selection])
def test_only_our_own_text_leaves_the_clipboard_and_comes_back(
    run: Callable[..., Session],
    open_note: Callable[..., Any],
    unlock: Callable[[Session], None],
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
    mode: QClipboard.Mode,
) -> None:
    session = run()
    lock, clipboard = session.lock, QGuiApplication.clipboard()
    assert lock is not None
    note = open_note(session)
    hands.type(NOTE)
    hands.press("Ctrl+A")
    hands.press("Ctrl+X")
    assert clipboard.text() == NOTE
    owned = {mode}
    monkeypatch.setattr(lock.clipboard, "is_ours", owned.__contains__)  # a screen that is not there owns nothing
    session.lock_now()
    assert clipboard.text() == ("" if mode is QClipboard.Mode.Clipboard else NOTE)
    unlock(session)
    assert clipboard.text() == NOTE, "what was cut is not lost"
    owned.clear()
    session.lock_now()
    assert clipboard.text() == NOTE, "another program's text stays"
    unlock(session)
    owned.add(QClipboard.Mode.Clipboard)
    session.lock_now()
    clipboard.setText("https://aalborg.dk")
    unlock(session)
    assert clipboard.text() == "https://aalborg.dk"
    hands.press("Ctrl+Z")
    assert note.toPlainText() == NOTE
    clipboard.clear()


@pytest.mark.parametrize("wrong", ["abcdefghij", "0123456789", "åååååååååå", PASSWORD[:-1], PASSWORD.upper(), "x"])
def test_a_wrong_password_leaves_it_locked(
    run: Callable[..., Session], dialog: Callable[..., Any], hands: Hands, qtbot: QtBot, wrong: str
) -> None:
    session = run()
    session.lock_now()
    asked = dialog(UnlockDialog)
    asked.activateWindow()
    hands.type(wrong)
    hands.press("Return")
    qtbot.waitUntil(lambda: "passer ikke" in asked.problem.text())
    assert is_locked(session)


def test_a_maximized_window_is_maximized_again_and_remembers_its_size(
    run: Callable[..., Session], unlock: Callable[[Session], None], qtbot: QtBot
) -> None:
    """A new system window has neither; without a screen only Qt's own record of them can be seen."""
    session = run()
    window = session.window
    assert window is not None
    window.setGeometry(20, 30, 900, 600)
    window.showMaximized()
    qtbot.waitUntil(window.isMaximized)
    normal = window.normalGeometry()
    session.lock_now()
    qtbot.waitUntil(lambda: window.windowHandle() is None)
    unlock(session)
    assert window.isMaximized()
    assert window.normalGeometry() == normal


def test_a_mistake_in_saving_lets_no_late_key_through(
    run: Callable[..., Session],
    open_note: Callable[..., Any],
    unlock: Callable[[Session], None],
    clocks: Clocks,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = run()
    note = open_note(session)
    clocks.sleep(8.5 * HOURS)
    with monkeypatch.context() as mistaken, qtbot.captureExceptions() as told:
        mistaken.setattr(session.window.page_stack.conversation, "save_now", lambda: 1 // 0)
        key("x")
    assert [kind for kind, *_ in told] == [ZeroDivisionError]
    assert is_locked(session)
    unlock(session)
    assert note.toPlainText() == ""


def test_activation_by_unlocking_after_sleep_does_not_lock_again(
    run: Callable[..., Session], unlock: Callable[[Session], None], clocks: Clocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A screen that is there tells of the activation while the windows are being shown."""
    session = run()
    clocks.sleep(8.5 * HOURS)
    check(session)
    assert session.lock is not None
    shown = session.lock._window_hider.show_windows

    def show() -> None:
        shown()
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    monkeypatch.setattr(session.lock._window_hider, "show_windows", show)
    unlock(session)
    assert not is_locked(session)


def test_the_palette_does_not_open_behind_the_lock_and_an_open_one_is_hidden_and_comes_back(
    run: Callable[..., Session], unlock: Callable[[Session], None], hands: Hands, qtbot: QtBot
) -> None:
    session = run()
    hands.press("Ctrl+K")
    hands.wait_dialog("Gå til")
    hands.type("ågot")
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, CommandPalette)
    assert "Ågot Bæk" in reachable()
    session.lock_now()
    qtbot.waitUntil(lambda: "Ågot" not in reachable())
    hands.press("Ctrl+K")
    assert not palette.isVisible()
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, CommandPalette)] == [palette]
    unlock(session)
    assert palette.isVisible()
    assert palette.search.text() == "ågot"
    palette.reject()
