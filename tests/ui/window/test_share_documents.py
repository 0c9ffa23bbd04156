"""The window while its document folder is a share that hangs, lies or is missing: it lives, and nothing is lost."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from mus_desktop.documents.word import file_access
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.workplace import Workplace
from mus_desktop.task_process import TimeLimits
from mus_desktop.ui.dialogs.file_work_dialog import FileWorkDialog, work_on_files
from mus_desktop.ui.documents import open_in_word
from mus_desktop.ui.documents.blank_dialog import BlankDialog
from mus_desktop.ui.documents.documents_menu import DocumentsMenu
from mus_desktop.ui.documents.open_in_word import WordOpener
from mus_desktop.ui.documents.period_plans_dialog import PeriodPlansDialog
from mus_desktop.ui.employees import attachment_actions
from mus_desktop.ui.shell.main_window import MainWindow
from tests.faulty_share import FaultyShare
from tests.systems import PATIENCE_MS

AGAIN, BESIDE, FOLDER = "Prøv igen", "Gem under et nyt navn", "Vælg en anden mappe …"
FREEZE_SECONDS = 1.5
"""Longer than this the window may not stand still. The first document loads the Word libraries, on any folder."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="FUSE is of Linux")
_Dialogs = Callable[[type[QDialog]], Any]


class Leader:
    """The leader who wants the plan in Word. ``answers`` are given to the questions that come."""

    def __init__(self, window: MainWindow, place: Workplace, talk: int, qtbot: QtBot) -> None:
        self.opened: list[Path] = []
        self.told: list[str] = []
        self.answers: list[str] = []
        self.place, self.talk, self._qtbot = place, talk, qtbot
        self.word = WordOpener(place.documents, window, lambda path: self.opened.append(path) is None)

    def answer(self, *said: Any) -> str:
        self.told.append(f"{said[1]}: {said[2]}")
        return self.answers.pop(0) if self.answers else ""

    def make(self) -> None:
        self.word.make_and_open(self.talk)

    def until(self, done: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(done, timeout=PATIENCE_MS)


@pytest.fixture
def talk(place: Workplace, plan: Callable[..., int], person: Callable[[str], Employee], share: FaultyShare) -> int:
    """A conversation with an agreement, whose plan goes to the share."""
    place.preferences.set_document_folder(share.folder)
    number = plan(person("Ågot"))
    opened = place.conversations.open(number)
    field = opened.form.plan_fields()[0]
    row = Agreement(new_agreement_id(), field.key, cells={field.columns[0].key: "Blive vejleder"})
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
    return number


@pytest.fixture
def leader(
    window: MainWindow, place: Workplace, talk: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Leader]:
    leader = Leader(window, place, talk, qtbot)
    monkeypatch.setattr(open_in_word, "ask", leader.answer)
    monkeypatch.setattr(open_in_word, "show_message", leader.answer)
    monkeypatch.setattr(open_in_word, "open_file", lambda path: leader.opened.append(path) is None)
    yield leader
    qtbot.waitUntil(lambda: not waiting(), timeout=PATIENCE_MS)


def _seconds_not_starved() -> float:
    """Return a clock that stands still while this thread could run and other programs have the processor."""
    _running, waiting, _slices = Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()
    return time.monotonic() - int(waiting) / 1e9


@pytest.fixture
def longest_pause() -> Iterator[list[float]]:
    """How long the event loop stood still at most, in its only item; not counting waits for a busy processor."""
    longest, last = [0.0], [_seconds_not_starved()]

    def tick() -> None:
        now = _seconds_not_starved()
        longest[0], last[0] = max(longest[0], now - last[0]), now

    timer = QTimer(interval=10)
    timer.timeout.connect(tick)
    timer.start()
    yield longest
    timer.stop()


def waiting() -> list[FileWorkDialog]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, FileWorkDialog)]


def stored(leader: Leader) -> list[bytes]:
    documents = leader.place.documents
    return [documents._documents.content(number) for number, _ in documents.earlier(leader.talk)]


def test_a_share_in_order_gets_the_plan(leader: Leader, share: FaultyShare, longest_pause: list[float]) -> None:
    leader.make()
    leader.until(lambda: bool(leader.opened))
    (path,) = leader.opened
    assert stored(leader) == [(share.behind / path.name).read_bytes()]
    leader.make()
    leader.until(lambda: len(leader.opened) == 2)
    assert leader.opened == [path, path], "its own file is written over"
    assert leader.told == []
    assert longest_pause[0] < FREEZE_SECONDS


@pytest.mark.parametrize("operation", ["readdir", "fsync", "getattr"])
def test_a_hang_is_cancelled_and_the_plan_saved_elsewhere(
    leader: Leader,
    share: FaultyShare,
    operation: str,
    tmp_path: Path,
    longest_pause: list[float],
    dialog: _Dialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = tmp_path / "her"
    here.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(here))
    leader.answers = [FOLDER]
    before = len(share.operations())  # mounting has asked for some
    share.behave(f"{operation} hang")
    leader.make()
    leader.until(lambda: any(line.startswith(f"{operation} ") for line in share.operations()[before:]))
    dialog(FileWorkDialog).cancel.click()
    leader.until(lambda: bool(leader.opened))
    assert leader.opened[0].parent == here
    assert stored(leader) == [leader.opened[0].read_bytes()]
    (told,) = leader.told
    assert told.startswith("Dokumentet blev ikke skrevet: Afbrudt")
    assert "er gemt i programmet" in told
    assert longest_pause[0] < FREEZE_SECONDS


@pytest.mark.parametrize("rewritten", [False, True])
def test_a_document_cancelled_when_it_is_there_already_is_its_own_at_the_next_attempt(
    leader: Leader, share: FaultyShare, dialog: _Dialogs, rewritten: bool
) -> None:
    if rewritten:
        leader.make()
        leader.until(lambda: bool(leader.opened))
        field = leader.place.conversations.open(leader.talk).form.plan_fields()[0]
        row = Agreement(new_agreement_id(), field.key, cells={field.columns[0].key: "Blive mentor"})
        plan_id = leader.place.conversations.open(leader.talk).plan.id
        leader.place.writing.save(Changes(rows={RowsKey(plan_id, field.key): (row,)}))
    before = len(share.operations())
    share.behave("rmdir hang")  # when the draft has taken its place
    leader.make()
    leader.until(lambda: any(line.startswith("rmdir ") for line in share.operations()[before:]))
    dialog(FileWorkDialog).cancel.click()
    leader.until(lambda: bool(leader.told))
    assert "Afbrudt" in leader.told.pop()
    share.behave()
    leader.opened.clear()
    leader.make()
    leader.until(lambda: bool(leader.opened))
    assert leader.told == [], "nobody has edited it in Word"
    (path,) = share.behind.glob("*.docx")
    assert [one.name for one in leader.opened] == [path.name]
    assert stored(leader)[0] == path.read_bytes()


@pytest.mark.parametrize("only_reads", [True, False])
def test_what_is_cancelled_in_its_last_moment_goes_no_further_unless_it_has_written(
    window: MainWindow, share: FaultyShare, qtbot: QtBot, dialog: _Dialogs, only_reads: bool
) -> None:
    goes_on, ended = threading.Event(), list[str]()

    def work(_files: object) -> str:
        assert goes_on.wait(20)
        return "done"

    work_on_files(window, share.folder, work, ended.append, lambda e: ended.append(e.message), only_reads=only_reads)
    dialog(FileWorkDialog).cancel.click()
    goes_on.set()
    qtbot.waitUntil(lambda: bool(ended))
    (outcome,) = ended
    assert outcome.startswith("Afbrudt" if only_reads else "done")
    qtbot.waitUntil(lambda: not waiting())


def test_a_hang_that_nobody_cancels_ends(
    leader: Leader, share: FaultyShare, longest_pause: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_access, "LIMITS", TimeLimits(silence=1.0, flush=1.0))
    share.behave("write hang")
    leader.make()
    leader.until(lambda: bool(leader.told))
    assert "svarer ikke" in leader.told[0]
    assert (leader.opened, stored(leader)) == ([], [])
    assert longest_pause[0] < FREEZE_SECONDS


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [("write lose", "ikke gemt rigtigt"), ("mkdir fail 112", "svarer ikke"), ("* fail 5", "kunne ikke gemmes")],
)
def test_a_fault_is_told_and_tried_again(leader: Leader, share: FaultyShare, rule: str, sentence: str) -> None:
    share.behave(rule)

    def repaired(*said: Any) -> str:
        share.behave()
        return Leader.answer(leader, *said)

    leader.answers = [AGAIN]
    open_in_word.ask = repaired
    leader.make()
    leader.until(lambda: bool(leader.opened))
    assert sentence in leader.told[0]
    assert stored(leader) == [(share.behind / leader.opened[0].name).read_bytes()]


def test_an_edited_file_on_the_share_is_asked_about_and_kept(leader: Leader, share: FaultyShare) -> None:
    leader.make()
    leader.until(lambda: bool(leader.opened))
    edited = share.behind / leader.opened[0].name
    edited.write_bytes(b"PK rettet i Word")
    leader.answers = ["Behold Word-versionen som gældende"]
    leader.make()
    leader.until(lambda: len(leader.opened) == 2)
    assert stored(leader)[0] == edited.read_bytes() == b"PK rettet i Word"
    leader.answers = ["Lav en ny kopi"]
    leader.make()
    leader.until(lambda: len(leader.opened) == 3)
    assert edited.read_bytes() == b"PK rettet i Word"
    assert leader.opened[2] != leader.opened[0]


def test_an_earlier_document_is_opened_from_the_share(leader: Leader, window: MainWindow) -> None:
    leader.make()
    leader.until(lambda: bool(leader.opened))
    menu = DocumentsMenu(leader.place, leader.talk, window)
    menu.word = leader.word
    menu.fill()
    menu.earlier.actions()[0].trigger()
    leader.until(lambda: len(leader.opened) == 2)
    assert leader.opened[1].read_bytes() == stored(leader)[0]
    menu.deleteLater()


def test_blank_documents_and_all_plans_survive_a_hang(
    leader: Leader, window: MainWindow, share: FaultyShare, dialog: _Dialogs, longest_pause: list[float], qtbot: QtBot
) -> None:
    share.behave("fsync hang")
    window.menus.blank_documents.trigger()
    blank = dialog(BlankDialog)
    blank.primary.click()
    leader.until(lambda: share.waits_for("fsync"))
    dialog(FileWorkDialog).cancel.click()
    leader.until(lambda: not blank.problem.isHidden())
    assert "Afbrudt" in blank.problem.text()
    blank.reject()
    window.menus.many_plans.trigger()
    many = dialog(PeriodPlansDialog)
    with qtbot.waitSignal(many.finished_writing, timeout=PATIENCE_MS) as wrote:
        many.primary.click()
        leader.until(lambda: len([line for line in share.operations() if line.startswith("fsync ")]) == 2)
        many.cancel.click()
    assert wrote.args == [0]
    assert "1 plan kunne ikke laves. Afbrudt" in many.status.text()
    share.behave()
    with qtbot.waitSignal(many.finished_writing, timeout=PATIENCE_MS) as wrote:
        many.primary.click()
    assert wrote.args == [1]
    many.reject()
    assert len(list(share.behind.glob("*.docx"))) == 1
    assert longest_pause[0] < FREEZE_SECONDS


def test_a_file_to_attach_may_be_on_a_share_that_hangs(
    leader: Leader,
    window: MainWindow,
    share: FaultyShare,
    dialog: _Dialogs,
    longest_pause: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (share.behind / "Plan 2025.pdf").write_bytes(b"%PDF-1.7 plan")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(share.folder / "Plan 2025.pdf"), ""))
    monkeypatch.setattr(attachment_actions, "show_message", leader.answer)
    actions = attachment_actions.AttachmentActions(leader.place, window)
    share.behave("read hang")
    actions._add(leader.talk)
    leader.until(lambda: share.waits_for("read"))
    dialog(FileWorkDialog).cancel.click()
    leader.until(lambda: bool(leader.told))
    assert "Afbrudt" in leader.told[0]
    assert leader.place.paper.attachments_of(leader.talk) == []
    share.behave()
    actions._add(leader.talk)
    leader.until(lambda: bool(leader.place.paper.attachments_of(leader.talk)))
    (kept,) = leader.place.paper.attachments_of(leader.talk)
    assert leader.place.paper._content(kept) == b"%PDF-1.7 plan"
    assert longest_pause[0] < FREEZE_SECONDS
