"""A workplace with people in it, and the real window over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop import app
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.dialogs import input_dialog
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look
from tests.systems import PATIENCE_MS

NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the program's clock is the clock on the wall
_Dialog = TypeVar("_Dialog", bound=QDialog)


@pytest.fixture
def now() -> Callable[[], datetime]:
    return lambda: NOW


@pytest.fixture
def engine_key() -> bytes | None:
    """The windows' tests run on plain data; a module about the engines asks for both with a fixture by this name."""
    return None


@pytest.fixture
def empty_place(
    tmp_path: Path, now: Callable[[], datetime], build_place: Callable[..., Workplace]
) -> Iterator[Workplace]:
    workplace = build_place(tmp_path / "data", now=now)
    yield workplace
    workplace.close()


@pytest.fixture
def place(empty_place: Workplace) -> Workplace:
    """A leader with four employees: Ågot is last in Danish, and Bodil has left."""
    empty_place.preferences.set_leader(Leader("Mette Lindgaard", "Skoleleder", "Kastanjeskolen"))
    staff = empty_place.staff
    for name, title in (("Ågot Bæk", "Lærer"), ("Øjvind Krog", "Pædagog"), ("Anders Holm", "Pedel")):
        staff.add(Employee(name, title, "Kastanjeskolen"))
    bodil = staff.add(Employee("Bodil Juhl", "Lærer"))
    staff.change(replace(staff.get(bodil.id), left_on=date(2026, 2, 1)))
    return empty_place


@pytest.fixture
def person(place: Workplace) -> Callable[[str], Employee]:
    return lambda name: next(e for e in place.staff.everyone(left=True) if e.name.startswith(name))


@pytest.fixture
def plan(place: Workplace) -> Callable[..., int]:
    """Plan a conversation with an employee in the period of a day; gives its id."""

    def plan_(employee: Employee, day: date = date(2026, 6, 3), *, place_name: str = "Mødelokale 2") -> int:
        form = place.catalogue.available()[0]
        meeting = Meeting(form.id, PeriodRule().period_of(day), day, minutes=60, place=place_name)
        return place.conversations.plan_new(employee.id, meeting)

    return plan_


@pytest.fixture
def open_window(
    qtbot: QtBot, look: Look, now: Callable[[], datetime], empty_place: Workplace
) -> Iterator[Callable[[Workplace], MainWindow]]:
    opened: list[MainWindow] = []

    def open_(workplace: Workplace) -> MainWindow:
        window = MainWindow(workplace, look, now)
        window.resize(1280, 720)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        finish_layouts(window)
        opened.append(window)
        return window

    yield open_
    for window in opened:
        window.page_stack.leave()
        window.hide()
        window.deleteLater()
        finish_layouts(QWidget())


@pytest.fixture
def window(open_window: Callable[[Workplace], MainWindow], place: Workplace) -> MainWindow:
    return open_window(place)


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[[type[_Dialog]], _Dialog]:
    """The open dialog of a kind; some open only when what goes before them is done."""

    def open_now(kind: type[_Dialog]) -> list[_Dialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    def find(kind: type[_Dialog]) -> _Dialog:
        qtbot.waitUntil(lambda: bool(open_now(kind)), timeout=PATIENCE_MS)
        (found,) = open_now(kind)
        return found

    return find


@pytest.fixture
def dropping(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written in a dialog is let go of when it is closed."""
    monkeypatch.setattr(input_dialog, "ask", lambda *_: "drop")


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """A place outside the PC."""
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def session(place: Workplace, look: Look, now: Callable[[], datetime], qtbot: QtBot) -> Iterator[Session]:
    """A running program over ``place``."""
    folder = place.database.path.parent
    session = Session(place, lambda key: app.build(folder, now=now, key=key), look, now)
    session.show()
    yield session
    qtbot.waitUntil(lambda: not session.scheduler().busy, timeout=PATIENCE_MS)
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, InputDialog):
            widget.hide()
            widget.deleteLater()
    assert session.window is not None
    session.window.close()
    session.close()


@pytest.fixture
def opened(session: Session, dialog: Callable[[type[SafetyDialog]], SafetyDialog]) -> SafetyDialog:
    """*Sikkerhed og backup* in it."""
    assert session.window is not None
    session.window.menus.safety.trigger()
    return dialog(SafetyDialog)
