"""One page in the middle of the open database is damaged on the disk, where the start did not read."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.errors import DataUnusable
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.people import Employee, Leader
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.stored_answers import StoredAnswers
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.shell.unexpected_errors import error_dialog
from tests.systems import PATIENCE_MS, WINDOWS

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
Find = Callable[[type[QDialog]], Any]


@pytest.fixture(params=["plain", "encrypted"])
def talk(
    request: pytest.FixtureRequest,
    session: Session,
    place: Workplace,
    person: Callable[[str], Employee],
    plan: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> int:
    """A conversation with much in it, in a workplace with a backup; then a page of it is damaged."""
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    if request.param == "encrypted":
        place.safety.encryption.set_password(PASSWORD)
    number = plan(person("Anders"))
    (party,) = place.database.row("SELECT min(id) FROM party WHERE conversation = ?", (number,)) or (0,)
    filled = {AnswerKey(party, f"felt {index}"): "Tillid og ro. " * 200 for index in range(400)}
    StoredAnswers(place.database).save(filled, session._now())
    place.safety.back_up()
    place.database.exchange(lambda: None, place.database.key)  # nothing of it is remembered
    damage(place.database.path)
    return number


def damage(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    os.lseek(handle, os.fstat(handle).st_size // 2 // 4096 * 4096, os.SEEK_SET)
    os.write(handle, os.urandom(4096))
    if WINDOWS:  # a POSIX system would release the database's lock when the file is closed
        os.close(handle)


def said(widget: Any) -> str:
    return "\n".join(label.text().replace("\N{WORD JOINER}", "") for label in widget.findChildren(QLabel))


def test_reading_it_says_one_sentence_and_the_rest_goes_on(
    talk: int, session: Session, place: Workplace, person: Callable[[str], Employee], plan: Callable[..., int]
) -> None:
    assert session.window is not None
    for _ in range(2):
        with pytest.raises(DataUnusable) as raised:
            session.window.open_conversation(talk)
        told = said(error_dialog(raised.value))
        assert "beskadiget og kan ikke læses. Gendan fra en backup." in told
        assert "Filer › Sikkerhed og backup" in told
        assert session.window.open_conversation(plan(person("Ågot")))
        place.staff.add(Employee("Jens Uskadt"))
        assert session.window.page_stack.leave()
    assert place.health()
    place.preferences.set_leader(Leader("Mette Højgård", "Skoleleder", "Ærøskolen"))


def test_the_next_backup_finds_it_and_leads_to_the_way_back(
    talk: int, session: Session, place: Workplace, dialog: Find, qtbot: QtBot
) -> None:
    assert session.window is not None
    before = sorted(file.name for file in place.safety.folder.iterdir())
    session.scheduler().back_up_now()
    qtbot.waitUntil(lambda: not session.scheduler().busy, timeout=PATIENCE_MS)
    assert session.scheduler().damaged
    assert "beskadiget. Gendan fra en backup" in session.window.sidebar._backup.text()
    session.window.menus.safety.trigger()
    opened: SafetyDialog = dialog(SafetyDialog)
    shown = said(opened)
    assert "Noget af det er beskadiget. Vælg »Gendan fra backup …« nedenfor." in shown.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Kontrolleret" not in shown
    assert "Den er i orden og bliver liggende." in shown
    assert not set("|;*") & set(shown), "no word of the engine's"
    assert sorted(file.name for file in place.safety.folder.iterdir()) == before
    assert place.health()
    opened.backup_actions.restore.click()
    restoring: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(lambda: restoring.list.count() == 1)
    key, database = place.database.key, place.database
    restoring._restoring.restore(restoring._restoring.open_backup(restoring.list.item(0).data(0x0100)))
    restoring.reject()
    assert database.key == key
    assert database.health() == []
    session.scheduler().back_up_now()
    qtbot.waitUntil(lambda: not session.scheduler().busy, timeout=PATIENCE_MS)
    assert not session.scheduler().damaged
    assert session.window.open_conversation(talk)
    assert session.window.page_stack.leave()
