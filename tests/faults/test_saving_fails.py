"""Saving fails while somebody types: nothing is called saved, nothing is lost, and it saves by itself when it can."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import PartyRole
from mus_desktop.services.conversation.rescue_copy import write_rescue_copy
from tests.systems import has_mode

if TYPE_CHECKING:
    from tests.conftest import Hands, Program
    from tests.faults.conftest import Fault

pytestmark = pytest.mark.faults

NOTE = "Opfølgning på sidste års personlige udviklingsplan"
GOAL = "Aftale 1, Hvad vil du gerne opnå? (læringsmål)"
LONG = "Det, vi talte om på Ærø: blåbærgrød, 1. årgang & <alt> det andet. " * 300
"""Longer than what is left on a disk that is full but for a few bytes."""


class SaidOfSaving(QObject):
    """Everything the header has shown about saving, from now on."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label)
        self.words: list[str] = [label.text()]
        self._label = label
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._label.text() not in self.words[-1:]:
            self.words.append(self._label.text())
        return super().eventFilter(watched, event)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mus_desktop.ui.conversation.live_conversation.TRY_AGAIN_MS", 250)


def paste(hands: Hands, text: str) -> None:
    QApplication.clipboard().setText(text)
    hands.press("Ctrl+V")


def note_of(program: Program, role: PartyRole) -> str:
    opened = program.workplace.conversations.open(program.view.conversation_id)
    return str(opened.answers.get(AnswerKey(opened.party(role).id, "siden_sidst"), ""))


def type_until_it_fails(view: Any, hands: Hands, qtbot: QtBot, fault: Fault) -> SaidOfSaving:
    hands.press("Alt+2")
    hands.click_on(f"Fælles noter: {NOTE}")
    hands.type("Først. ")
    qtbot.waitUntil(lambda: view.header.saved_text() == "Gemt 14.03")
    fault.begin()
    said = SaidOfSaving(view.findChild(QLabel, "saved"))
    paste(hands, LONG)
    qtbot.waitUntil(view.failure_bar.isVisible)
    return said


def test_the_window_keeps_everything_and_saves_when_it_can(
    program_on_small_disk: Program,
    start_talk: Callable[[Program], Any],
    fault: Fault,
    hands: Hands,
    qtbot: QtBot,
) -> None:
    program = program_on_small_disk
    view = start_talk(program)
    said = type_until_it_fails(view, hands, qtbot, fault)
    assert fault.told in view.failure_bar.text()
    assert "ikke gemt" in view.failure_bar.text()
    hands.click_on(f"Lederens forberedelse: {NOTE}")
    hands.type("Kun for mig: ros.")
    hands.press("Alt+6")
    hands.click_on(GOAL)
    hands.type("Blive vejleder")
    for _ in range(3):
        qtbot.waitSignal(view.live.failed, timeout=5000).wait()
    assert view.failure_bar.isVisible()
    assert view.header.saved_text() == "Ikke gemt"
    assert not [words for words in said.words[1:] if words.startswith("Gemt")]
    assert note_of(program, PartyRole.SHARED) == "Først. "

    assert not program.window.close()
    assert program.window.isVisible()
    assert program.view is view
    hands.press("Alt+2")
    assert hands.find(f"Fælles noter: {NOTE}").text() == "Først. " + LONG

    fault.end()
    qtbot.waitUntil(lambda: view.header.saved_text() == "Gemt 14.03")
    assert not view.failure_bar.isVisible()
    assert note_of(program, PartyRole.SHARED) == "Først. " + LONG
    assert note_of(program, PartyRole.LEADER) == "Kun for mig: ros."
    plan = program.workplace.conversations.open(view.conversation_id).plan
    assert plan.rows("plan")[0].cells == {"maal": "Blive vejleder"}
    assert program.workplace.health() == []
    program.stop()


def test_a_copy_elsewhere_holds_all_that_was_typed(
    program_on_small_disk: Program,
    start_talk: Callable[[Program], Any],
    fault: Fault,
    hands: Hands,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "kopi på Æ.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(copy), ""))
    view = start_talk(program_on_small_disk)
    type_until_it_fails(view, hands, qtbot, fault)
    hands.press("Alt+6")
    hands.click_on(GOAL)
    hands.type("Blive vejleder 😀")
    hands.press("Alt+K")
    qtbot.waitUntil(copy.exists)
    kept = copy.read_text("utf-8")
    assert "Først. " + LONG in kept
    assert "Blive vejleder 😀" in kept
    assert view.failure_bar.isVisible(), "a copy elsewhere is not saved here"
    fault.end()
    qtbot.waitUntil(lambda: not view.failure_bar.isVisible())


def test_the_program_can_be_closed_when_all_of_it_stands_in_a_copy(
    program_on_small_disk: Program,
    start_talk: Callable[[Program], Any],
    fault: Fault,
    hands: Hands,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "kopi.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(copy), ""))
    view = start_talk(program_on_small_disk)
    type_until_it_fails(view, hands, qtbot, fault)
    hands.press("Alt+K")
    qtbot.waitUntil(copy.exists)
    assert "lukke programmet" in view.failure_bar.text()
    assert not program_on_small_disk.window.page_stack.leave(), (
        "another employee's page would let go of what is not saved"
    )

    hands.click_on(f"Lederens forberedelse: {NOTE}")
    hands.type("Et ord til.")
    assert not program_on_small_disk.window.close(), "the copy lacks the last words"
    hands.press("Alt+K")
    qtbot.waitUntil(lambda: "Et ord til." in copy.read_text("utf-8"))
    assert program_on_small_disk.window.close()
    fault.end()


def test_a_copy_that_cannot_be_written_is_told(
    program_on_small_disk: Program,
    start_talk: Callable[[Program], Any],
    hands: Hands,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(tmp_path / "x" / "y"), ""))
    view = start_talk(program_on_small_disk)
    connection = program_on_small_disk.workplace.database._connection
    connection.execute("PRAGMA query_only = ON")
    hands.press("Alt+2")
    hands.click_on(f"Fælles noter: {NOTE}")
    hands.type("Æ")
    qtbot.waitUntil(view.failure_bar.isVisible)
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.append(dialog.informativeText())
        hands.press("Return")

    hands.meet(read, "Kopien blev ikke gemt")
    hands.press("Alt+K")
    qtbot.waitUntil(lambda: bool(told))
    assert "Vælg et andet sted" in told[0]
    connection.execute("PRAGMA query_only = OFF")
    hands.press("Alt+P")
    qtbot.waitUntil(lambda: not view.failure_bar.isVisible())
    assert view.header.saved_text() == "Gemt 14.03"


def test_a_copy_holds_what_no_text_file_can(tmp_path: Path) -> None:
    write_rescue_copy(tmp_path / "kopi.txt", "Halvt tegn \ud83d, helt tegn 😀")
    assert (tmp_path / "kopi.txt").read_text("utf-8") == "Halvt tegn \N{REPLACEMENT CHARACTER}, helt tegn 😀"


def test_a_copy_replaces_an_older_one_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "kopi.txt"
    write_rescue_copy(copy, "Det første")
    assert has_mode(copy, 0o600)

    def full(*_: object) -> None:
        there.append({file.name for file in tmp_path.iterdir()})
        raise OSError(errno.ENOSPC, "no room")

    there: list[set[str]] = []
    monkeypatch.setattr(os, "fsync", full)
    for path in (copy, tmp_path / "ny kopi.txt"):
        with pytest.raises(KnownError, match="Vælg et andet sted"):
            write_rescue_copy(path, "Det andet. " * 1000)
    assert copy.read_text("utf-8") == "Det første"
    assert list(tmp_path.iterdir()) == [copy]
    assert there[-1] == {"kopi.txt", "ny kopi.txt"}, "a kill at this moment leaves no draft elsewhere"


def test_only_a_failing_save_shows_to_the_employee(
    program_on_small_disk: Program, start_talk: Callable[[Program], Any], fault: Fault, hands: Hands, qtbot: QtBot
) -> None:
    view = start_talk(program_on_small_disk)
    hands.press("Alt+2")
    hands.press("F11")
    hands.click_on(f"Fælles noter: {NOTE}")
    fault.begin()
    paste(hands, LONG)
    qtbot.waitUntil(view.failure_bar.isVisible)
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [view.window()]
    fault.end()
    qtbot.waitUntil(lambda: not view.failure_bar.isVisible())
    assert note_of(program_on_small_disk, PartyRole.SHARED) == LONG
