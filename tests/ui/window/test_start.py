"""From start to end as ``run_window`` does it: with and without a password, and the last backup on the way out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop import app
from mus_desktop.errors import WrongPassword
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.safety.password_dialogs import PasswordAfterCodeDialog
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.page_stack import PageStack
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors
from mus_desktop.ui.theme.look import Look

PASSWORD, NEW_PASSWORD = "grøn kop regnvejr", "tyttebær på Fanø"


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, look: Look) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    monkeypatch.setattr(application, "Look", lambda *_: look)
    monkeypatch.setattr(application, "stored_look", lambda *_: look)
    monkeypatch.setattr(application, "_BEGIN_DELAY_MS", 0)


@pytest.fixture
def person(qapp: QApplication) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Somebody who tries what they want to do until it can be done."""
    timer = QTimer(interval=20)

    def does(deed: Callable[[], bool]) -> None:
        timer.timeout.connect(lambda: timer.stop() if deed() else None)
        timer.start()

    yield does
    timer.stop()


def closes_window() -> bool:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    ready = [w for w in shown if w.sidebar._backup is not None and w.page_stack.count()]
    return bool(ready) and ready[0].close()


def shown(kind: type[Any]) -> list[Any]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


def run(folder: Path) -> int:
    return application.run_window(lambda key: app.build(folder, key=key), folder)


def test_the_last_backup_is_taken_on_the_way_out(
    place: Workplace, person: Callable[[Callable[[], bool]], None]
) -> None:
    folder = place.database.path.parent
    place.close()
    person(closes_window)
    assert run(folder) == 0
    assert len(list((folder / "backup").glob("*.musbackup"))) == 1


def test_nothing_opens_before_the_password_is_given(
    place: Workplace, person: Callable[[Callable[[], bool]], None]
) -> None:
    folder = place.database.path.parent
    place.safety.encryption.set_password(PASSWORD)
    place.close()
    told: list[str] = []

    def opens() -> bool:
        asked = next((w for w in QApplication.topLevelWidgets() if isinstance(w, UnlockDialog) and w.isVisible()), None)
        if asked is None:
            return closes_window()
        if asked.primary.isEnabled():
            assert not any(isinstance(w, MainWindow) and w.isVisible() for w in QApplication.topLevelWidgets())
            asked.secret.setText(PASSWORD if asked.problem.text() else "noget helt andet")
            told.append(asked.problem.text())
            asked.primary.click()
        return False

    person(opens)
    assert run(folder) == 0
    assert "passer ikke" in told[1]
    (backup,) = (folder / "backup").glob("*.musbackup")
    assert "Ågot".encode() not in backup.read_bytes()


@pytest.mark.parametrize("accepts", [True, False])
def test_a_start_with_the_recovery_code_offers_a_new_password(
    place: Workplace, person: Callable[[Callable[[], bool]], None], accepts: bool
) -> None:
    folder = place.database.path.parent
    code = place.safety.encryption.set_password(PASSWORD)
    place.close()
    done: list[str] = []

    def goes_on() -> bool:
        for asked in shown(UnlockDialog):
            if asked.primary.isEnabled():
                asked.secret.setText(code.lower().replace("-", " "))
                asked.primary.click()
        for offer in shown(PasswordAfterCodeDialog):
            if accepts:
                offer.new.setText(NEW_PASSWORD)
                offer.repeated.setText(NEW_PASSWORD)
            done.append("offered")
            (offer.primary if accepts else offer.cancel).click()
        return bool(done) and not shown(PasswordAfterCodeDialog) and closes_window()

    person(goes_on)
    assert run(folder) == 0
    assert done == ["offered"], "once, and with the primary button it is done"
    for secret, opens in ((NEW_PASSWORD, accepts), (PASSWORD, not accepts), (code, True)):
        if opens:
            assert unlock(folder, secret)
        else:
            with pytest.raises(WrongPassword):
                unlock(folder, secret)


def test_giving_up_opens_nothing(place: Workplace, person: Callable[[Callable[[], bool]], None]) -> None:
    folder = place.database.path.parent
    place.safety.encryption.set_password(PASSWORD)
    place.close()

    def gives_up() -> bool:
        asked = next((w for w in QApplication.topLevelWidgets() if isinstance(w, UnlockDialog) and w.isVisible()), None)
        if asked is not None:
            asked.cancel.click()
        return asked is not None

    person(gives_up)
    assert run(folder) == 0
    assert not any(isinstance(w, MainWindow) and w.isVisible() for w in QApplication.topLevelWidgets())


@pytest.mark.parametrize("stuck", [False, True])
def test_closing_at_the_lock_saves_backs_up_and_ends_and_what_cannot_be_saved_keeps_it_locked(
    place: Workplace,
    person: Callable[[Callable[[], bool]], None],
    plan: Callable[..., int],
    type_text: Callable[[QWidget, str], None],
    stuck: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, number = place.database.path.parent, plan(place.staff.everyone()[0])
    place.safety.encryption.set_password(PASSWORD)
    key = place.database.key
    place.close()
    told: list[str] = []

    def locks() -> bool:
        window = next((w for w in shown(MainWindow) if w.menus.lock.isVisible() and w.page_stack.count()), None)
        if window is None:
            return False
        window.open_conversation(number)
        view = window.page_stack.conversation
        view.themes.setCurrentRow(1)
        note = next(w for w in view.findChildren(NoteEdit) if w.isVisible() and not w.isReadOnly())
        if stuck:
            monkeypatch.setattr(PageStack, "leave", lambda _, *, closing=False: not closing or len(told) > 1)
        window.menus.lock.trigger()
        type_text(note, "Æblerne er modne.")
        QTimer.singleShot(0, gives_up)
        return True

    def gives_up() -> None:
        assert not shown(MainWindow), "nothing is seen of it"
        (asked,) = shown(UnlockDialog)
        told.append(asked.problem.text())
        QTimer.singleShot(0, lambda: gives_up() if shown(UnlockDialog) else None)
        asked.cancel.click()

    person(locks)
    assert application.run_window(lambda _: app.build(folder, key=key), folder) == 0
    assert told[0] == ""
    assert len(told) == (2 if stuck else 1)
    assert ["kan ikke lukkes" in text for text in told[1:]] == [True] * stuck
    again_open = app.build(folder, key=key)
    assert "Æblerne" in str(again_open.database.rows("SELECT value FROM answer")) or stuck
    again_open.close()
    assert list((folder / "backup").glob("*.musbackup"))


def test_a_window_closed_before_the_backups_begin_starts_none(place: Workplace, look: Look) -> None:
    folder = place.database.path.parent
    session = Session(place, lambda key: app.build(folder, key=key), look)
    session.show().close()
    session.close()
    session.begin(folder)  # the timer fires after all
    assert not session.findChildren(QTimer)


def test_the_style_is_fusion_whatever_the_system_prefers() -> None:
    asked = "from mus_desktop.ui.shell.application import get_application as made; print(made().style().name())"
    environment = {**os.environ, "QT_STYLE_OVERRIDE": "Windows"}
    ran = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "fusion"


@pytest.mark.parametrize("restored", [False, True])
def test_a_window_whose_database_is_closed_does_not_read_it(
    session: Session, qapp: QApplication, restored: bool
) -> None:
    window = session.window
    assert window is not None
    window._refresh_timer.start(0)  # as after a save, just before
    if restored:
        session._rebuild()
    else:
        window.close()
        session.close()
    qapp.processEvents()  # the window is deleted only by the next turn of the event loop
    assert not window._refresh_timer.isActive()
