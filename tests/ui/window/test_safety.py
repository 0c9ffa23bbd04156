"""*Sikkerhed og backup* in the window: the state, a backup that leaves the PC, the way back, and the password."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop import app, drafts
from mus_desktop.errors import PasswordNeeded
from mus_desktop.model.people import Employee
from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.protection import BackupAgeLevel, ProtectionState, backup_age_level
from mus_desktop.services.safety.secret_store import NoStore
from mus_desktop.services.safety.target_backups import ListedBackup
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.safety import restore_dialog
from mus_desktop.ui.safety import safety_dialog as dialog_module
from mus_desktop.ui.safety.backup_password_dialogs import (
    ChooseBackupPasswordDialog,
    NewBackupCodeDialog,
    TypeBackupPasswordDialog,
)
from mus_desktop.ui.safety.code_dialog import CodeDialog
from mus_desktop.ui.safety.code_printing import print_code
from mus_desktop.ui.safety.password_dialogs import (
    ChangePasswordDialog,
    NewCodeDialog,
    RemovePasswordDialog,
    SetPasswordDialog,
)
from mus_desktop.ui.safety.restore_dialog import RestoreDialog
from mus_desktop.ui.safety.restore_text import lines_of
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.safety.state_text import short_status, status_lines, waiting_reason
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look
from tests.systems import PATIENCE_MS

Find = Callable[[type[QDialog]], Any]
PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
OTHER = "blå tallerken solskin"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))


def said(sheet: SafetyDialog) -> str:
    return "\n".join(label.text() for label in sheet.protection.findChildren(QLabel))


def choose(sheet: Any, password: str = PASSWORD) -> None:
    sheet.new.setText(password)
    sheet.repeated.setText(password)
    sheet.primary.click()


def idle(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.scheduler().busy, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (0, "i dag", "muted"),
        (3, "for 3 dage siden", "muted"),
        (4, "for 4 dage siden", "warn"),
        (8, "for 8 dage", "danger"),
    ],
)
def test_the_line_turns_yellow_after_three_days_and_red_after_seven(days: int, text: str, tone: str) -> None:
    now = datetime(2026, 11, 18, 14, 3).astimezone()
    outside = now - timedelta(days=days)
    protection = ProtectionState(
        Path("mus.sqlite"),
        False,
        True,
        False,
        now,
        outside,
        backup_age_level(outside, now, True),
        (),
        False,
        False,
        None,
    )
    line = short_status(protection, "", now)
    assert text in line.text
    assert line.tone == tone
    assert short_status(protection, "Der er ikke plads.", now).tone == "danger"
    whole = status_lines(protection, 1, "", now)
    assert whole[3].tone == ("good" if tone == "muted" else tone)
    assert "valgt fra" in whole[1].text, "having said no goes on showing"
    damaged = replace(protection, state_notice="Filen backup-state.json er beskadiget.")
    assert (short_status(damaged, "", now).tone, status_lines(damaged, 1, "", now)[3].tone) == ("danger", "danger")
    assert status_lines(damaged, 1, "", now)[3].text == "Filen backup-state.json er beskadiget."


def test_a_backup_leaves_the_pc_encrypted_and_is_tested(
    opened: SafetyDialog, session: Session, usb: Path, qtbot: QtBot, dialog: Find
) -> None:
    assert "Kontrolleres, når der tages backup" in said(opened)
    assert "Intet sted er valgt" in said(opened)
    opened.folders.added.emit(opened._safety.folder)
    assert "uden for programmets egen mappe" in opened.problem.text()
    opened.folders.added.emit(usb)
    idle(session, qtbot)
    assert list(usb.iterdir()) == [], "nothing leaves the PC unencrypted"
    assert opened.backup_actions.password.isVisible()
    opened.backup_actions.password.click()
    choose(dialog(ChooseBackupPasswordDialog))
    code = dialog(CodeDialog)
    code.typed.setText("1234")
    code.primary.click()
    assert "ikke den kode" in code.problem.text()
    code.typed.setText(code.shown.text().replace("\n", " ").lower())
    code.primary.click()
    opened.backup_actions.now.click()
    assert opened.backup_actions.stop.isVisible()
    idle(session, qtbot)
    (backup,) = usb.glob("*.musbackup")
    assert "Ågot".encode() not in backup.read_bytes()
    assert "Kontrolleret og i orden i dag" in said(opened)
    assert "Læst tilbage" in said(opened)
    assert "Der kan gendannes fra den" in said(opened)
    assert session.window is not None
    assert "netværksdrev: i dag" in session.window.sidebar._backup.text()  # type: ignore[union-attr]
    opened.folders.removed.emit(usb)
    assert "Intet sted" in said(opened)
    assert backup.exists()


def test_a_backup_is_put_in_place_and_the_window_is_built_anew(
    opened: SafetyDialog,
    session: Session,
    place: Workplace,
    qtbot: QtBot,
    dialog: Find,
    monkeypatch: pytest.MonkeyPatch,
    plan: Callable[..., int],
    person: Callable[..., Employee],
) -> None:
    session.scheduler().back_up_now()
    idle(session, qtbot)
    place.staff.add(Employee("Jens Uønsket"))
    assert session.window is not None
    session.window.open_conversation(plan(person("Ågot")))
    with monkeypatch.context() as stuck:
        stuck.setattr(session.window.page_stack, "leave", lambda: False)
        opened.backup_actions.restore.click()
        assert "kunne ikke gemmes" in opened.problem.text()
    assert session.window.page_stack.conversation is not None
    before_it = session.window.page_stack.conversation.conversation_id
    opened.backup_actions.restore.click()
    assert session.window.page_stack.conversation is None
    refrained = dialog(RestoreDialog)
    qtbot.waitUntil(refrained.primary.isEnabled)
    refrained.reject()
    assert session.window.page_stack.conversation is not None  # type: ignore[unreachable]
    assert session.window.page_stack.conversation.conversation_id == before_it, "nothing was restored"
    opened.backup_actions.restore.click()
    restore: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(lambda: restore.list.count() == 1)
    assert "4 medarbejdere, 0 samtaler" in restore.list.item(0).text()
    monkeypatch.setattr(restore_dialog, "ask", lambda *_: "")
    restore.primary.click()
    qtbot.waitUntil(restore.primary.isEnabled, timeout=PATIENCE_MS)
    assert len(place.staff.everyone(left=True)) == 5, "nothing happens before it is confirmed"
    assert list(place.database.path.parent.glob(".mus-*")) == []
    monkeypatch.setattr(restore_dialog, "ask", lambda *_: "yes")
    before = session.window
    restore.primary.click()
    qtbot.waitUntil(lambda: bool(restore.outcome_labels), timeout=PATIENCE_MS)
    assert "som det var i backuppen: " in restore.outcome_labels[0].text()
    assert "4 medarbejdere" in restore.outcome_labels[0].text()
    restore.primary.click()
    qtbot.waitUntil(lambda: session.window is not before, timeout=PATIENCE_MS)
    assert session.window is not None
    assert [row.employee.name for row in session.window.sidebar.list.employees.rows()] == [
        "Anders Holm",
        "Øjvind Krog",
        "Ågot Bæk",
    ]
    assert session.window.isVisible()


def test_a_backup_with_another_look_leaves_the_old_window_alone(
    opened: SafetyDialog,
    session: Session,
    place: Workplace,
    look: Look,
    qtbot: QtBot,
    dialog: Find,
    person: Callable[..., Employee],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look.store_in(place.preferences)
    session.scheduler().back_up_now()
    idle(session, qtbot)
    look.use_point_size(14)
    before = session.window
    assert before is not None
    before.show_employee(person("Ågot").id)  # the page is read again when the look changes
    opened.backup_actions.restore.click()
    restore: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(lambda: restore.list.count() == 1)
    monkeypatch.setattr(restore_dialog, "ask", lambda *_: "yes")
    restore.primary.click()
    qtbot.waitUntil(lambda: bool(restore.outcome_labels), timeout=PATIENCE_MS)
    visible: list[bool] = []
    delete = before.deleteLater
    monkeypatch.setattr(before, "deleteLater", lambda: (visible.append(opened.isVisible()), delete()))
    restore.primary.click()
    qtbot.waitUntil(lambda: bool(visible), timeout=PATIENCE_MS)
    assert look.point_size != 14, "the look of the backup is back, and no slot of the old window has raised"
    assert visible == [False], "a late click does not reach a dialog over the closed database"


def test_backups_of_one_minute_are_told_apart() -> None:
    now = datetime(2026, 11, 18, 14, 3).astimezone()
    moments = [now - timedelta(seconds=seconds) for seconds in (61, 90, 3 * 60)]
    listed = [ListedBackup(Path("en"), at, 1, None, None, of_this_database=True) for at in moments]
    assert [line.splitlines()[0] for line in lines_of(listed, now)] == [
        "I dag kl. 14.01.59",
        "I dag kl. 14.01.30",
        "I dag kl. 14.00",
    ]


def test_damaged_backups_are_refused_in_the_dialog(
    opened: SafetyDialog, session: Session, qtbot: QtBot, dialog: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.scheduler().back_up_now()
    idle(session, qtbot)
    (file,) = opened._safety.folder.glob("*.musbackup")
    content = bytearray(file.read_bytes())
    content[5000] ^= 4
    file.write_bytes(content)
    opened.backup_actions.restore.click()
    restore: RestoreDialog = dialog(RestoreDialog)
    qtbot.waitUntil(lambda: restore.list.count() == 1)
    monkeypatch.setattr(restore_dialog, "ask", lambda *_: "yes")
    restore.primary.click()
    qtbot.waitUntil(lambda: "beskadiget" in restore.problem.text())


def test_the_password_is_set_changed_and_taken_off(
    opened: SafetyDialog, session: Session, place: Workplace, dialog: Find, qtbot: QtBot
) -> None:
    opened.password.set.click()
    asked = dialog(SetPasswordDialog)
    asked.new.setText(PASSWORD)
    asked.repeated.setText(OTHER)
    asked.primary.click()
    assert "ikke ens" in asked.problem.text()
    assert asked.repeated.selectedText()
    choose(asked, "kort")
    assert "mindst" in asked.problem.text()
    assert asked.focusWidget() is asked.new
    assert asked.new.selectedText()
    choose(asked)
    dialog(CodeDialog).cancel.click()
    assert "ikke bekræftet" in said(opened)
    assert not opened.password.set.isVisible()
    folder = place.database.path.parent
    assert unlock(folder, PASSWORD) == place.database.key
    opened.password.change.click()
    change = dialog(ChangePasswordDialog)
    change.old.setText(OTHER)
    choose(change, OTHER)
    assert "passer ikke" in change.problem.text()
    assert change.focusWidget() is change.old
    assert change.old.selectedText()
    change.old.setText(PASSWORD)
    choose(change, OTHER)
    assert unlock(folder, OTHER) == place.database.key
    assert session.window is not None
    assert session.window.notices.text() == "Adgangskoden er skiftet."
    opened.password.remove.click()
    remove = dialog(RemovePasswordDialog)
    remove.secret.setText(OTHER)
    remove.primary.click()
    qtbot.waitUntil(lambda: "valgt fra" in said(opened))
    assert place.staff.everyone()


def test_the_lock_hides_everything_until_the_password_is_given(
    session: Session,
    place: Workplace,
    qtbot: QtBot,
    dialog: Find,
    plan: Callable[..., int],
    person: Callable[..., Employee],
) -> None:
    place.safety.encryption.set_password(PASSWORD)
    session.update_screen_lock()
    lock, window = session.lock, session.window
    assert lock is not None
    assert window is not None
    window.open_conversation(plan(person("Ågot")))
    window.page_stack.toggle_turned()
    minute = iter(range(10_000, 20_000))

    def wait(minutes: int) -> None:
        for at in islice(minute, minutes):
            lock.inactivity.clocks = lambda at=at: (at * 60.0, at * 60.0)
            lock._timer.timeout.emit()

    lock.inactivity.clocks = lambda: (10_000 * 60.0, 10_000 * 60.0)
    lock.note_use()
    wait(15)
    assert window.isVisible(), "not so soon while the employee looks along"
    window.page_stack.toggle_turned()
    lock.note_use()
    wait(14)
    assert window.isVisible()
    wait(1)
    assert not window.isVisible()
    asked: UnlockDialog = dialog(UnlockDialog)
    assert asked.heading.text() == "MUS Desktop er låst"
    asked.secret.setText(OTHER)
    asked.primary.click()
    qtbot.waitUntil(lambda: "passer ikke" in asked.problem.text())
    assert not window.isVisible()
    asked.secret.setText(PASSWORD)
    asked.primary.click()
    qtbot.waitUntil(window.isVisible)
    assert lock._timer.isActive()


def test_the_unlock_dialog_takes_the_recovery_code(place: Workplace, qtbot: QtBot) -> None:
    code = place.safety.encryption.set_password(PASSWORD)
    folder, key = place.database.path.parent, place.database.key
    place.close()
    with pytest.raises(PasswordNeeded):
        app.build(folder)
    asked = UnlockDialog(partial(unlock, folder))
    asked.show()
    asked.secret.setText("næsten rigtig")
    asked.primary.click()
    qtbot.waitUntil(lambda: "passer ikke" in asked.problem.text())
    asked.code.click()
    assert (asked.secret.text(), asked.problem.text()) == ("", ""), "a password that is nearly right was to be read"
    asked.secret.setText(code.lower().replace("-", " "))
    given: list[Any] = []
    asked.opened.connect(lambda: given.append(asked.outcome))
    asked.primary.click()
    qtbot.waitUntil(lambda: given == [key])


def test_closing_takes_a_last_backup(session: Session, place: Workplace) -> None:
    session.scheduler()
    folder = place.safety.folder
    assert not folder.exists()
    session.scheduler().finish()
    assert len(list(folder.glob("*.musbackup"))) == 1
    session.scheduler().finish()
    assert len(list(folder.glob("*.musbackup"))) == 1, "nothing has changed since"


def test_the_code_goes_to_the_printer(tmp_path: Path, qapp: QApplication) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    print_code("AAAA-BBBB", printer, "Din kode")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", [None, SetPasswordDialog, ChangePasswordDialog, RemovePasswordDialog, NewCodeDialog])
def test_no_underlined_letter_stands_twice(opened: SafetyDialog, kind: Any) -> None:
    opened._safety.encryption.set_password(PASSWORD) if kind is None else None
    opened.refresh()
    sheet = opened if kind is None else kind(opened._safety.encryption, opened)
    sheet.show()
    shown = [w for w in sheet.findChildren(QWidget) if w.isVisible()]
    texts = [w.text() for w in shown if isinstance(w, QAbstractButton) or (isinstance(w, QLabel) and w.buddy())]
    letters = [found[1].lower() for found in (re.search("&(.)", text) for text in texts) if found]
    assert len(letters) >= 3
    assert sorted(set(letters)) == sorted(letters)
    sheet.reject()


def test_a_damaged_key_file_is_told_at_the_edge_of_the_window_and_mended_there(
    place: Workplace, now: Callable[[], datetime]
) -> None:
    code = place.safety.encryption.set_password(PASSWORD)
    path = place.database.path
    locks = database_key.read_locks(path)
    plain = database_key.locks_to_json(locks)
    plain[1]["salt"] = plain[0]["salt"]
    path.with_suffix(".key").write_text(json.dumps({"format": 2, "locks": plain}))
    place.database.close()
    again = app.build(path.parent, now=now, key=unlock(path.parent, PASSWORD))
    moment = now().astimezone()
    protection = again.safety.protection()
    assert "Nøglefilen til dine data er beskadiget" in short_status(protection, "", moment).text
    (line,) = (line for line in status_lines(protection, 1, "", moment) if line.title == "Adgangskode")
    assert (line.tone, "Lav en ny med »Ny gendannelseskode«" in line.text) == ("danger", True)
    assert again.safety.encryption.new_code(PASSWORD) != code
    protection = again.safety.protection()
    assert "Nøglefilen" not in "".join(line.text for line in status_lines(protection, 1, "", moment))
    again.close()


def test_a_damaged_backup_key_file_asks_for_another_backup_password(
    place: Workplace, now: Callable[[], datetime], usb: Path
) -> None:
    place.safety.backup_key.choose(PASSWORD)
    place.safety.add_target(usb)
    (place.database.path.parent / "backup.key").write_bytes(b"{")
    start_again_without_a_store(place.safety.backup_key)
    protection = place.safety.protection()
    assert "Vælg den" in waiting_reason(protection)
    (line,) = (
        line for line in status_lines(protection, 1, "", now().astimezone()) if line.title == "Backup-adgangskode"
    )
    assert line.text.startswith("Nøglefilen til backup er beskadiget. Vælg en ny backup-adgangskode")
    place.safety.backup_key.choose(OTHER)
    assert waiting_reason(place.safety.protection()) == ""


def start_again_without_a_store(key: BackupKey) -> None:
    """The next start, on a system that cannot keep the key: Windows can."""
    key._store, key._opened = NoStore(), None


def test_the_window_says_that_backups_wait_and_takes_the_password(
    session: Session, place: Workplace, usb: Path, qtbot: QtBot, dialog: Find
) -> None:
    key = place.safety.backup_key
    code = key.choose(PASSWORD)
    place.safety.add_target(usb)
    start_again_without_a_store(key)
    session.scheduler().changed.emit()
    window = session.window
    assert window is not None
    line = window.sidebar._backup
    assert line is not None
    assert "Seneste bekræftede backup på netværksdrev: aldrig" in line.text()
    assert "venter på adgangskoden" in line.waiting.text()
    qtbot.waitUntil(line.waiting.isVisible)
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()] == []
    qtbot.keyClick(line.waiting, Qt.Key.Key_Return)
    asked = dialog(TypeBackupPasswordDialog)
    asked.secret.setText("gættet forkert")
    asked.primary.click()
    assert "passer ikke" in asked.problem.text()
    asked.secret.setText(code)
    asked.primary.click()
    idle(session, qtbot)
    assert not line.waiting.isVisible()
    assert list(usb.glob("*.musbackup"))
    assert "netværksdrev: i dag" in line.text()


def test_a_forgotten_backup_password_gives_way_to_another(
    opened: SafetyDialog, place: Workplace, usb: Path, dialog: Find
) -> None:
    place.safety.backup_key.choose(PASSWORD)
    place.safety.add_target(usb)
    start_again_without_a_store(place.safety.backup_key)
    opened.refresh()
    assert "Skal skrives" in said(opened)
    opened.backup_actions.password.click()
    dialog(TypeBackupPasswordDialog).forgotten.click()
    choose(dialog(ChooseBackupPasswordDialog), OTHER)
    dialog(CodeDialog).cancel.click()
    assert "Valgt, men gendannelseskoden er ikke bekræftet" in said(opened)
    opened.backup_actions.code.click()
    asked = dialog(NewBackupCodeDialog)
    asked.secret.setText(OTHER)
    asked.primary.click()
    code = dialog(CodeDialog)
    code.typed.setText(code.shown.text())
    code.primary.click()
    assert "Valgt. Backuppen krypteres" in said(opened)


def test_how_long_backups_are_kept_is_a_choice(opened: SafetyDialog, place: Workplace) -> None:
    assert "Omkring et år" in said(opened)
    period = opened.retention.period
    assert [period.itemData(row) for row in range(period.count())] == [92, 183, 366, None]
    assert period.currentText().startswith("omkring et år")
    period.setCurrentIndex(period.findData(183))
    period.activated.emit(period.currentIndex())
    assert place.safety.protection().retention_days == 183
    assert "Højst 6 måneder" in said(opened)
    place.safety.set_retention(500)
    opened.refresh()
    assert period.currentText() == "i højst 500 dage"


def test_the_dialog_stays_on_the_screen_and_shows_what_the_keyboard_reached(opened: SafetyDialog) -> None:
    opened.resize(opened.width(), 300)
    room = opened.screen().availableGeometry()
    opened.move(0, room.bottom() - 100)
    opened.grow_to_content()
    assert opened.frameGeometry().bottom() <= room.bottom(), "its buttons can be seen"
    opened.resize(opened.width(), 300)
    field = opened.retention.findChildren(QComboBox)[0]
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert field.visibleRegion().boundingRect() == field.rect()


def test_what_lies_aside_is_seen_and_can_be_removed(
    opened: SafetyDialog, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not opened._quarantine_card.isVisible()
    place.safety.encryption.set_password(PASSWORD)
    folder = place.database.path.with_name("inden-gendannelse-2026-03-03-090000")
    folder.mkdir()
    drafts.add_marker(folder)
    (folder / "mus.sqlite").write_bytes(b"SQLite format 3\0" + bytes(40_000))
    (folder / "mit.txt").touch()
    opened.refresh()
    told = "\n".join(label.text() for label in opened._quarantine_card.findChildren(QLabel))
    assert "før der blev gendannet fra en backup 3. marts 2026 kl. 09.00" in told
    assert "40 kB, ikke krypteret, selv om dine data nu er det" in told
    assert "ikke krypteret. Se nedenfor" in said(opened)
    asked: list[str] = []

    def answer(yes: bool) -> None:
        monkeypatch.setattr(dialog_module, "confirm", lambda *words: (asked.append(words[2]), yes)[1])
        opened.quarantine.findChildren(QAbstractButton)[0].click()

    answer(False)
    assert "SSD" in asked[0]
    assert (folder / "mus.sqlite").exists()
    answer(True)
    assert [file.name for file in folder.iterdir()] == ["mit.txt"]
    assert not opened._quarantine_card.isVisible()


def test_a_restore_test_can_be_asked_for(opened: SafetyDialog, session: Session, usb: Path, qtbot: QtBot) -> None:
    assert not opened.protection.test.isVisible()
    opened._safety.backup_key.choose(PASSWORD)
    opened.folders.added.emit(usb)
    idle(session, qtbot)
    (file,) = usb.glob("*.musbackup")
    content = bytearray(file.read_bytes())
    content[5000] ^= 4
    file.write_bytes(content)
    assert "Der kan gendannes fra den" in said(opened)
    opened.protection.test.click()
    idle(session, qtbot)
    assert "beskadiget" in said(opened)
    assert "beskadiget" in "\n".join(label.text() for label in opened.folders.findChildren(QLabel))


FEW = "Seneste bekræftede backup på netværksdrev"


def test_the_line_in_the_window_always_names_the_last_backup_elsewhere() -> None:
    now = datetime(2026, 11, 18, 14, 3).astimezone()

    def line(days: float | None, problem: str = "", *, target: bool = True) -> str:
        outside = None if days is None else now - timedelta(days=days)
        level = backup_age_level(outside, now, target)
        protection = ProtectionState(
            Path("mus.sqlite"), False, True, False, now, outside, level, (), False, False, None
        )
        return short_status(protection, problem, now).text

    assert line(0) == f"{FEW}: i dag"
    assert line(4) == f"{FEW}: for 4 dage siden"
    assert line(8) == f"{FEW}: for 8 dage siden, og det er for længe"
    assert line(None) == f"{FEW}: aldrig"
    assert line(None, target=False) == f"{FEW}: ingen. Backup ligger kun på denne pc"
    none = ProtectionState(
        Path("mus.sqlite"), False, True, False, None, None, BackupAgeLevel.NONE, (), False, False, None
    )
    assert short_status(none, "", now).text == f"{FEW}: ingen. Der er ikke taget backup endnu"
    assert line(1, "fuld") == f"{FEW}: i går. Den seneste backup på pc'en lykkedes ikke"
    assert line(-4000) == f"{FEW}: 31. oktober 2037, men pc'ens ur har gået forkert"
