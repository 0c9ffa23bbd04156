"""A letter of the data changed while the program was closed: the leader is told, and decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from mus_desktop import app
from mus_desktop.model.people import Employee, Leader
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.safety import safety_dialog as dialog_module
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.shell.session import Session
from tests.systems import PATIENCE_MS

Find = Callable[[type[QDialog]], Any]


@pytest.fixture
def place(empty_place: Workplace, now: Callable[[], datetime]) -> Iterator[Workplace]:
    """A workplace with a backup, in whose file Ågot became Bgot while it was closed."""
    empty_place.preferences.set_leader(Leader("Mette Lindgaard", "Skoleleder", "Kastanjeskolen"))
    empty_place.staff.add(Employee("Hanne Agerskov", "Lærer", "Kastanjeskolen"))
    empty_place.safety.back_up()
    path = empty_place.database.path
    empty_place.close()
    path.write_bytes(path.read_bytes().replace(b"Hanne Agerskov", b"Hanne Bgerskov"))
    place = app.build(path.parent, now=now)
    yield place
    place.close()


def idle(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.scheduler().busy, timeout=PATIENCE_MS)


def said(widget: Any) -> str:
    text = "\n".join(label.text().replace("\N{WORD JOINER}", "") for label in widget.findChildren(QLabel))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def backups(place: Workplace) -> list[Path]:
    return sorted(place.safety.folder.glob("*.musbackup"))


def test_no_backup_is_taken_until_the_data_are_kept(
    session: Session, place: Workplace, dialog: Find, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.window is not None
    before = backups(place)
    session.scheduler().begin()
    assert "ændret, mens programmet var lukket" in session.window.sidebar._backup.text()
    session.window.menus.safety.trigger()
    opened: SafetyDialog = dialog(SafetyDialog)
    opened.backup_actions.now.click()
    idle(session, qtbot)
    assert backups(place) == before
    assert "De er ændret uden om programmet" in said(opened)
    assert "beskadiget" not in said(opened)
    assert place.health()[0].startswith("Dine data er ændret uden om programmet")
    monkeypatch.setattr(dialog_module, "confirm", lambda *_: False)
    opened.backup_actions.accept_changes.click()
    assert place.database.changed_while_closed
    monkeypatch.setattr(dialog_module, "confirm", lambda *_: True)
    opened.backup_actions.accept_changes.click()
    idle(session, qtbot)
    assert len(backups(place)) == len(before) + 1
    assert "ændret" not in said(opened)
    assert opened.backup_actions.accept_changes.isHidden()
    assert "ændret" not in session.window.sidebar._backup.text()
    assert place.health() == []


def test_a_restore_settles_it(session: Session, place: Workplace, dialog: Find, qtbot: QtBot) -> None:
    assert session.window is not None
    session.window.menus.safety.trigger()
    dialog(SafetyDialog).backup_actions.restore.click()
    restoring: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(lambda: restoring.list.count() == 1)
    restoring._restoring.restore(restoring._restoring.open_backup(restoring.list.item(0).data(0x0100)))
    restoring.reject()
    assert [one.name for one in place.staff.everyone()] == ["Hanne Agerskov"]
    assert place.health() == []
    assert not place.database.changed_while_closed
    assert len(list(place.database.path.parent.glob("inden-gendannelse-*"))) == 1, "what was changed is kept"
