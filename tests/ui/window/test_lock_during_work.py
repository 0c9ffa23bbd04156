"""The screen lock while something is under way: nothing is lost, nothing is opened, and nobody is locked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mus_desktop import app
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.dialogs.file_work_dialog import FileWorkDialog
from mus_desktop.ui.documents import open_in_word
from mus_desktop.ui.documents.open_in_word import WordOpener
from mus_desktop.ui.documents.period_plans_dialog import PeriodPlansDialog
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell.page_stack import PageStack
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look
from tests.faulty_share import FaultyShare
from tests.systems import PATIENCE_MS

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test


@pytest.fixture
def session(
    place: Workplace, look: Look, now: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A running program with a password."""
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    place.safety.encryption.set_password(PASSWORD)
    session = Session(place, lambda key: app.build(place.database.path.parent, now=now, key=key), look, now)
    session.show()
    session.update_screen_lock()
    yield session
    assert session.window is not None
    session.window.close()
    session.close()


@pytest.fixture
def unlock(dialog: Callable[..., Any], qtbot: QtBot, session: Session) -> Callable[[], None]:
    def unlock_() -> None:
        asked = dialog(UnlockDialog)
        asked.secret.setText(PASSWORD)
        asked.primary.click()
        assert session.window is not None
        qtbot.waitUntil(session.window.isVisible)

    return unlock_


class Ending:
    """The end of the desktop's session, which can be cancelled."""

    cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


def close_locked(dialog: Callable[..., Any], qtbot: QtBot) -> Any:
    """Click *Luk programmet* on the lock screen; return the lock screen that is asked again."""
    asked = dialog(UnlockDialog)
    asked.cancel.click()
    qtbot.waitUntil(lambda: not asked.isVisible())
    again = dialog(UnlockDialog)
    assert "ikke gemt" in again.problem.text()
    return again


@pytest.mark.parametrize("how", ["sleep", "desktop", "menu"])
def test_no_lock_asks_for_a_password_that_was_removed(session: Session, place: Workplace, how: str) -> None:
    place.safety.encryption.remove_password(PASSWORD)  # in *Sikkerhed og backup*, which is still open
    assert session.lock is not None
    if how == "sleep":
        session.lock._has_slept = True
        session.lock._timer.timeout.emit()
    elif how == "desktop":
        assert session.desktop is not None
        session.desktop.locked.emit()
    else:
        session.lock_now()
    assert session.lock.dialog is None
    assert session.window is not None
    assert session.window.isVisible()


def test_closing_while_locked_loses_nothing_typed_in_a_dialog(
    session: Session, dialog: Callable[..., Any], unlock: Callable[[], None], qtbot: QtBot, dropping: None
) -> None:
    assert session.window is not None
    session.window.menus.new_employee.trigger()
    employee = dialog(EmployeeDialog)
    employee.name.setText("Åse Ørsted")
    session.lock_now()
    close_locked(dialog, qtbot)
    ending = Ending()
    session._on_logging_out(ending)  # type: ignore[arg-type]  # only Qt can make a session manager
    assert ending.cancelled, "the end of the desktop's session is held up too"
    unlock()
    assert employee.isVisible()
    assert employee.name.text() == "Åse Ørsted"
    employee.reject()


def test_a_mistake_in_saving_leaves_the_lock_screen_however_often_one_closes(
    session: Session,
    dialog: Callable[..., Any],
    unlock: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mistake(*_: object, **__: object) -> bool:
        raise ZeroDivisionError

    session.lock_now()
    with monkeypatch.context() as patch, qtbot.captureExceptions() as errors:
        patch.setattr(PageStack, "leave", mistake)
        for _ in range(3):
            close_locked(dialog, qtbot)
    unlock()
    assert len(errors) == 3


def test_a_document_finished_behind_the_lock_is_opened_after_it(
    session: Session,
    place: Workplace,
    share: FaultyShare,
    plan: Callable[..., int],
    person: Callable[[str], Employee],
    dialog: Callable[..., Any],
    unlock: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place.preferences.set_document_folder(share.folder)
    talk, opened = plan(person("Ågot")), list[Path]()
    monkeypatch.setattr(open_in_word, "open_file", lambda path: opened.append(path) is None)
    assert session.window is not None
    word = WordOpener(place.documents, session.window, lambda path: opened.append(path) is None)
    share.behave("fsync delay 1500")
    word.make_and_open(talk)
    qtbot.waitUntil(lambda: share.waits_for("fsync"), timeout=PATIENCE_MS)
    waits = dialog(FileWorkDialog)
    session.lock_now()
    close_locked(dialog, qtbot)
    qtbot.waitUntil(lambda: waits._deliver is not None, timeout=PATIENCE_MS)
    assert opened == []
    unlock()
    qtbot.waitUntil(lambda: bool(opened), timeout=PATIENCE_MS)
    assert len(place.documents.earlier(talk)) == 1


def test_closing_while_locked_does_not_take_the_recovery_code_away(
    session: Session, dialog: Callable[..., Any], unlock: Callable[[], None], qtbot: QtBot
) -> None:
    code = CodeDialog("K7WM-3TQ9-XH4F-R2ND-P8CV-6JYA-GTS5-ZBE1", lambda *_: None, session.window)
    code.open()
    session.lock_now()
    close_locked(dialog, qtbot)
    unlock()
    assert code.isVisible()
    code.cancel.click()


def test_no_second_document_of_a_batch_when_it_is_closed_behind_the_lock(
    session: Session,
    place: Workplace,
    share: FaultyShare,
    plan: Callable[..., int],
    person: Callable[[str], Employee],
    dialog: Callable[..., Any],
    unlock: Callable[[], None],
    qtbot: QtBot,
) -> None:
    place.preferences.set_document_folder(share.folder)
    talk = plan(person("Ågot"))
    opened = place.conversations.open(talk)
    field = opened.form.plan_fields()[0]
    row = Agreement(new_agreement_id(), field.key, cells={field.columns[0].key: "Blive vejleder"})
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
    assert session.window is not None
    session.window.menus.many_plans.trigger()
    many = dialog(PeriodPlansDialog)
    share.behave("fsync delay 1500")
    with qtbot.waitSignal(many.finished_writing, timeout=PATIENCE_MS) as wrote:
        many.primary.click()
        qtbot.waitUntil(lambda: share.waits_for("fsync"), timeout=PATIENCE_MS)
        session.lock_now()
        close_locked(dialog, qtbot)
    assert wrote.args == [1]
    assert len(place.documents.earlier(talk)) == 1, "recorded at once"
    unlock()
    assert many.isVisible()
    assert "1 plan er lavet" in many.status.text()
    many.reject()
