"""After a password is chosen nothing that was typed can be read in a file: not in data, backups, spool or temp."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop import drafts
from mus_desktop.model.people import Employee
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.quarantined import QuarantineKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.safety.backup_password_dialogs import ChooseBackupPasswordDialog
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.safety.password_dialogs import RemovePasswordDialog, SetPasswordDialog
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.shell.session import Session
from tests.systems import PATIENCE_MS

Find = Callable[[type[QDialog]], Any]
PASSWORD, BACKUP_PASSWORD = "grøn kop regnvejr", "blå tallerken solskin"
BEFORE = "Ågot er bekymret for sin søn, 010203-1234, og sover dårligt"
AFTER = "Hun vil gerne væk fra tredje klasse inden sommer"
SECRETS = (BEFORE[:16], "010203-1234", "sover dårligt", AFTER[:24], "tredje klasse", "Ågot Bæk")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))


@pytest.fixture
def temp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temp files, searched too."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def found_in(folder: Path, *words: str) -> set[str]:
    """The files in which one of ``words`` can be read, in any way text is written."""
    wanted = [
        written
        for word in words
        for written in (
            word.encode(),
            word.encode("utf-16-le"),
            word.encode("latin-1"),
            json.dumps(word)[1:-1].encode(),
        )
    ]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {
        file.relative_to(folder).as_posix()
        for file in files
        if any(word in file.read_bytes() or word in file.name.encode() for word in wanted)
    }


def plant(place: Workplace, temp: Path) -> None:
    """What an upgrade, a restore, and programs that were killed have left, each with the data in it."""
    data = place.database.path.parent
    marked = [data / "inden-gendannelse-2026-03-01-120000", temp / "mus-999999999-0123456789ab"]
    for folder in (*marked, data / "spool", place.safety.folder):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in marked:
        drafts.add_marker(folder)
    marked += [drafts.make_folder(folder) for folder in (data, data / "spool", place.safety.folder)]
    left = [
        data / "mus-inden-opgradering-3.sqlite",
        place.safety.folder / "mus-0a1b2c3d-000003-20260301T140000Z.musbackup",
        *(folder / "mus.sqlite" for folder in marked),
    ]
    place.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in left:
        shutil.copyfile(place.database.path, file)
    # On Windows nothing says that a program has ended, so what it left is removed an hour later.
    before = time.time() - 2 * 60 * 60
    os.utime(temp / "mus-999999999-0123456789ab", (before, before))


def choose(sheet: Any, password: str, dialog: Find) -> str:
    """Choose ``password``, and type its code back; gives the code."""
    sheet.new.setText(password)
    sheet.repeated.setText(password)
    sheet.primary.click()
    shown = dialog(CodeDialog)
    code: str = shown.shown.text().replace("\n", "-")
    shown.typed.setText(code)
    shown.primary.click()
    return code


def test_no_sentence_name_or_number_can_be_found(
    session: Session,
    place: Workplace,
    plan: Callable[..., int],
    person: Callable[..., Employee],
    temp: Path,
    tmp_path: Path,
    usb: Path,
    dialog: Find,
    type_text: Callable[[QWidget, str], None],
    qtbot: QtBot,
) -> None:
    window, keeper, data = session.window, session.scheduler(), place.database.path.parent
    assert window is not None

    def write(text: str) -> None:
        assert window is not None
        view = window.page_stack.conversation
        assert view is not None
        notes = list[NoteEdit]()
        for page in range(view.themes.count()):
            view.themes.go_to(page)
            finish_layouts(window)
            notes = [edit for edit in view.findChildren(NoteEdit) if edit.isVisible() and not edit.isReadOnly()]
            if notes:
                break
        note = notes[0]
        type_text(note, text)
        assert view.live.save()

    def idle() -> None:
        qtbot.waitUntil(lambda: not keeper.busy, timeout=PATIENCE_MS)

    window.open_conversation(plan(person("Ågot")))
    write(BEFORE)
    plant(place, temp)
    keeper.begin()
    keeper.back_up_now()
    idle()
    before = found_in(tmp_path, *SECRETS)
    assert {"data/mus.sqlite", "data/mus-inden-opgradering-3.sqlite"} <= before, "the search must be able to find it"
    assert any(name.startswith("data/backup/") for name in before)
    window.menus.safety.trigger()
    opened: SafetyDialog = dialog(SafetyDialog)
    opened.folders.added.emit(usb)
    idle()
    opened.backup_actions.password.click()
    codes = [choose(dialog(ChooseBackupPasswordDialog), BACKUP_PASSWORD, dialog)]
    idle()
    keeper.back_up_now()
    idle()
    assert list(usb.glob("*.musbackup"))
    opened.password.set.click()
    codes.append(choose(dialog(SetPasswordDialog), PASSWORD, dialog))
    (broken,) = (
        place.safety.protection().unencrypted_items
    )  # what is no whole backup is never removed without being asked
    assert broken.kind is QuarantineKind.BACKUP
    place.safety.quarantine.remove(broken)
    assert found_in(tmp_path, *SECRETS) == set()
    write(AFTER)
    assert (data / "mus.sqlite-wal").stat().st_size > 0
    assert found_in(tmp_path, *SECRETS) == set()
    keeper.back_up_now()
    idle()
    assert place.database.key == unlock(data, codes[1])
    secrets = (*SECRETS, PASSWORD, BACKUP_PASSWORD, *codes, *(code.replace("-", "") for code in codes))
    assert found_in(tmp_path, *secrets) == set()
    opened.password.remove.click()
    asked = dialog(RemovePasswordDialog)
    asked.secret.setText(PASSWORD)
    asked.primary.click()
    qtbot.waitUntil(lambda: place.database.key is None, timeout=PATIENCE_MS)
    assert "data/mus.sqlite" in found_in(tmp_path, AFTER[:24]), "what was typed last is there, and was only encrypted"
    opened.accept()
