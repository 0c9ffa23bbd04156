"""Trying the program with sample data: from the first page or the menu, and back to the leader's own data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from mus_desktop import app, file_changes, paths
from mus_desktop.errors import DataUnusable
from mus_desktop.model.people import Leader
from mus_desktop.services.demo.sample_data import SampleData
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.keys import database_key
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.safety.unlock_dialog import UnlockDialog
from mus_desktop.ui.shell import application, lazy_imports
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.welcome.first_start import FirstStartPage

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test

Step = Callable[[MainWindow], object]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, look: Look) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    monkeypatch.setattr(application, "Look", lambda *_: look)
    monkeypatch.setattr(application, "stored_look", lambda *_: look)
    monkeypatch.setattr(application, "_BEGIN_DELAY_MS", 0)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The answers to the questions that come, in order."""
    given: list[str] = []
    monkeypatch.setattr(lazy_imports, "ask", lambda *_: given.pop(0))
    return given


class Visit:
    """A person who takes one step in each window that comes, and answers what is asked on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.titles: list[str] = []
        self.messages: list[str] = []
        self.unlocked = 0

    def run(self, *steps: Step) -> int:
        """Run the program; the last step must close the window."""
        left, seen = list(steps), list[MainWindow]()

        def look() -> None:
            self._answer()
            for window in _windows():
                if left and window not in seen and window.page_stack.count():
                    seen.append(window)
                    self.titles.append(window.windowTitle())
                    # Not in this slot: a timer does not fire again, for a message, before it has returned.
                    QTimer.singleShot(0, window, partial(left.pop(0), window))
                    return

        timer = QTimer(interval=20)
        timer.timeout.connect(look)
        timer.start()
        try:
            return application.run_window(lambda key: app.build(self.folder, key=key), self.folder)
        finally:
            timer.stop()
            assert not left

    def _answer(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, UnlockDialog) and widget.isVisible() and widget.primary.isEnabled():
                assert not _windows()
                self.unlocked += 1
                widget.secret.setText(PASSWORD)
                widget.primary.click()
            elif isinstance(widget, QMessageBox) and widget.isVisible():
                self.messages.append(widget.informativeText())
                widget.buttons()[0].click()
            elif type(widget) is InputDialog and widget.isVisible():
                self.messages += [label.text() for label in widget.findChildren(QLabel)]
                widget.primary.click()


def _windows() -> list[MainWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]


def people(window: MainWindow) -> int:
    return len(window._workplace.staff.everyone())


def closes(window: MainWindow) -> None:
    window.close()


@pytest.fixture
def visit(place: Workplace) -> Iterator[Visit]:
    """The program over the data of a leader with three employees."""
    place.close()
    yield Visit(place.database.path.parent)
    assert not list(place.database.path.parent.glob("eksempeldata-*")), "nothing half-made stays"


def test_from_the_menu_and_back_with_one_button(visit: Visit, answers: list[str]) -> None:
    answers += ["", "leave", "remove"]
    counts: list[int] = []

    def looks_about(window: MainWindow) -> None:
        counts.append(people(window))
        banner = window.sample_banner
        assert banner is not None
        assert banner.isVisible()
        assert "den 18. november 2026" in banner.text.text().replace("\u00a0", " ")
        assert "ikke backup af eksempeldata" in window.sidebar._backup.text()  # type: ignore[union-attr]
        banner.remove.click()  # and Cancel
        banner.remove.click()

    def goes_in(window: MainWindow) -> None:
        counts.append(people(window))
        assert window.sample_banner is None
        window.menus.sample.trigger()

    def removes(window: MainWindow) -> None:
        assert window.sample_banner is not None
        window.sample_banner.remove.click()

    assert visit.run(goes_in, looks_about, goes_in, removes, closes) == 0
    assert visit.titles == ["MUS Desktop", "MUS Desktop – eksempeldata"] * 2 + ["MUS Desktop"]
    assert counts == [3, 21, 3]
    assert not (visit.folder / paths.SAMPLE_FOLDER).exists()
    assert len(list((visit.folder / "backup").glob("*.musbackup"))) >= 1, "the own data close as at the end of a day"


def test_from_the_first_page_and_back_to_it(empty_place: Workplace, answers: list[str]) -> None:
    empty_place.close()
    answers += ["remove"]
    visit = Visit(empty_place.database.path.parent)

    def tries(window: MainWindow) -> None:
        page = window.page_stack.currentWidget()
        assert isinstance(page, FirstStartPage)
        page.leader.name.setText("Mette")
        page.sample.click()

    def removes(window: MainWindow) -> None:
        next(button for button in window.findChildren(QPushButton) if "Fjern eks" in button.text()).click()

    def is_back(window: MainWindow) -> None:
        assert isinstance(window.page_stack.currentWidget(), FirstStartPage)
        assert window._workplace.preferences.leader() == Leader()
        window.close()

    assert visit.run(tries, removes, is_back) == 0
    assert not (visit.folder / paths.SAMPLE_FOLDER).exists()


def test_the_own_data_are_opened_with_their_password_again(place: Workplace, answers: list[str], drive: Path) -> None:
    """Whoever goes on in the sample data while the leader is away does not come to the real ones without it."""
    place.safety.encryption.set_password(PASSWORD)
    place.safety.add_target(drive)
    place.close()
    visit = Visit(place.database.path.parent)
    own_backups: list[int] = []

    def stays_out(window: MainWindow) -> None:
        own_backups.append(len(list(drive.iterdir())))
        window.menus.safety.trigger()
        window.menus.own.trigger()

    def goes_in(window: MainWindow) -> None:
        window.menus.sample.trigger()

    assert visit.run(goes_in, stays_out, closes) == 0
    assert visit.unlocked == 2
    assert "ingen backup og ingen adgangskode" in visit.messages[0]
    sample = SampleData(visit.folder)
    assert not list(sample.folder.rglob("*.musbackup"))
    assert not [one for one in drive.rglob("*") if paths.SAMPLE_FOLDER in str(one)]
    sample.remove()


def test_an_open_word_file_keeps_them_and_the_own_data_are_shown(
    visit: Visit, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "held", None, 32)

    def removes(window: MainWindow) -> None:
        assert window.sample_banner is not None
        monkeypatch.setattr(file_changes, "rename_folder", held)
        window.sample_banner.remove.click()

    answers += ["remove"]
    assert visit.run(lambda window: window.menus.sample.trigger(), removes, closes) == 0
    assert "Luk de Word-planer" in "\n".join(visit.messages)
    assert visit.titles[-1] == "MUS Desktop"
    assert (visit.folder / paths.SAMPLE_FOLDER).exists()


def test_damage_that_the_window_finds_leads_back_to_the_own_data(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    show = Session.show

    def finds_damage(session: Session, *, list_first: bool = False) -> MainWindow:
        window = show(session, list_first=list_first)
        if session.switch.workplace.is_sample:
            window.hide()
            raise DataUnusable("En værdi er beskadiget.")
        return window

    monkeypatch.setattr(Session, "show", finds_damage)
    assert visit.run(lambda window: window.menus.sample.trigger(), closes) == 0
    assert "Eksempeldata var beskadiget" in "\n".join(visit.messages)
    assert visit.titles == ["MUS Desktop"] * 2
    assert not (visit.folder / paths.SAMPLE_FOLDER).exists()


def test_the_next_start_removes_what_a_killed_program_left(visit: Visit) -> None:
    remains = visit.folder / "eksempeldata-fjernes-00ff00ff"
    (remains / "dokumenter").mkdir(parents=True)
    (remains / "dokumenter" / "plan.docx").write_bytes(b"plan")

    def waits(window: MainWindow) -> None:
        timer = QTimer(window, interval=10)
        timer.timeout.connect(lambda: None if remains.exists() else window.close())
        timer.start()

    assert visit.run(waits) == 0


def test_the_banner_stays_in_the_conversation_without_its_button(
    place: Workplace, look: Look, now: Callable[[], datetime]
) -> None:
    sample = SampleData(place.database.path.parent)
    sample.prepare()
    clock = sample.clock(now)
    session = Session(sample.open(clock), lambda _key: sample.open(clock), look, clock)
    window = session.show()
    lines = session.switch.workplace.conversations.all()
    window.open_conversation(next(line.conversation.id for line in lines if line.form_id == "kobenhavn-buf"))
    view, banner = window.page_stack.conversation, window.sample_banner
    assert view is not None
    assert banner is not None
    view.set_arrangement(Arrangement.CONVERSATION)
    assert (banner.isVisible(), banner.remove.isVisible()) == (True, False)
    view.set_arrangement(Arrangement.PREPARATION)
    assert banner.remove.isVisible()
    assert window.windowTitle() == "MUS Desktop – eksempeldata"
    window.close()
    session.close()
    sample.remove()


def test_sample_data_that_are_open_elsewhere_show_the_own_data(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = SampleData(visit.folder)
    sample.prepare()
    elsewhere = sample.open(sample.clock(datetime.now))
    asked: list[Path] = []
    monkeypatch.setattr(lazy_imports, "raise_first_window", asked.append)  # nobody answers
    assert visit.run(lambda window: window.menus.sample.trigger(), closes) == 0
    elsewhere.close()
    assert set(asked) == {sample.folder}
    assert "åben" in "\n".join(visit.messages)
    assert visit.titles == ["MUS Desktop"] * 2
