"""The help beside the real window: the page about the current place, search, links, and what *Samtale* hides."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.dialogs.messages import Choice, ask
from mus_desktop.ui.help.help_window import HelpWindow
from mus_desktop.ui.theme.tokens import Scheme
from tests.ui.accessibility.accessible_tree import faults_of

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

PERIOD = PeriodRule().period_of(date(2026, 11, 18))


@pytest.fixture
def window(program: Program) -> Any:
    window = program.start()
    place = program.workplace
    place.preferences.set_leader(Leader("Mette Højgård"))
    place.preferences.set_default_form("kobenhavn-buf")
    place.staff.add(Employee("Åse Ærø"))
    window.page_stack.refresh()
    return window


@pytest.fixture
def conversation(window: Any, program: Program) -> Any:
    key = program.workplace.staff.everyone()[0].id
    window.open_conversation(program.workplace.conversations.plan_new(key, Meeting("kobenhavn-buf", PERIOD)))
    return program.view


def _shown() -> HelpWindow | None:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, HelpWindow) and one.isVisible()]
    return found[0] if found else None


@pytest.fixture
def press_f1(hands: Hands) -> Callable[[], HelpWindow]:
    def press() -> HelpWindow:
        hands.press("F1")
        found = _shown()
        assert found is not None
        return found

    return press


def _back_to(window: Any, qtbot: Any) -> None:
    """Return to the main window, as with a click on it."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_f1_opens_the_page_of_each_place(window: Any, conversation: Any, press_f1: Any, qtbot: Any) -> None:
    names = {type(field).__name__: number for number, tab in enumerate(conversation.live.state.form.tabs)
             for field in tab.fields}  # fmt: skip
    conversation.themes.go_to(names["PlanField"])
    assert press_f1().page == "udviklingsplan"
    _back_to(window, qtbot)
    window.page_stack.show_start()
    assert press_f1().page == "overblik"
    _back_to(window, qtbot)
    window.show_employee(window.page_stack._workplace.staff.everyone()[0].id)
    assert press_f1().page == "medarbejdere"


def test_a_mini_mus_has_its_own_page(window: Any, conversation: Any, press_f1: Any, program: Program) -> None:
    meeting = Meeting("mini-mus", PERIOD)
    mini = program.workplace.follow_up_conversations.plan_follow_up(conversation.conversation_id, meeting)
    window.open_conversation(mini)
    assert press_f1().page == "opfoelgning"


def test_it_opens_over_a_dialog_and_can_be_used_there(window: Any, hands: Hands, qtbot: Any) -> None:
    hands.press("Ctrl+,")
    dialog = hands.wait_dialog("Indstillinger")
    hands.press("F1")
    shown = _shown()
    assert shown is not None
    assert shown.page == "indstillinger"
    assert dialog.isVisible()
    handle = shown.windowHandle()
    assert handle.modality().name == "NonModal"
    assert handle.transientParent() is None, "the dialog would block it"
    qtbot.waitUntil(shown.isActiveWindow)
    shown.search.setFocus()
    hands.type("backup")
    hands.press("Enter")
    assert shown.page == "backup"
    hands.press("Escape")
    assert _shown() is None
    _back_to(dialog, qtbot)
    hands.press("Escape")


def test_it_can_be_used_while_a_question_waits(window: Any, hands: Hands, qtbot: Any) -> None:
    def read_help() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        QTest.keyClick(box, Qt.Key.Key_F1)
        shown = _shown()
        assert shown is not None
        seen.append(box.windowHandle().modality() is Qt.WindowModality.WindowModal)
        box.close()

    seen: list[bool] = []
    QTimer.singleShot(0, window, read_help)
    assert ask(window, "Vil du slette?", "Det kan ikke fortrydes.", [Choice("yes", "Slet")]) == ""
    assert seen == [True], "an application-modal question would keep the help behind all windows"


def test_search_links_and_back(window: Any, press_f1: Any, hands: Hands, qtbot: Any, announced: list[str]) -> None:
    shown = press_f1()
    qtbot.waitUntil(shown.isActiveWindow)
    hands.press("Ctrl+F")
    hands.type("noegle")
    assert shown.contents.count()
    assert announced[-1] == shown.count.text() == f"{shown.contents.count()} fundet."
    hands.type("zzz")
    assert announced[-1].startswith("Intet")
    shown.search.clear()
    shown.show_page("kom-i-gang")
    shown.browser.anchorClicked.emit(QUrl("backup"))
    assert shown.page == "backup"
    assert "Backup og gendannelse" in announced
    hands.press("Alt+Left")
    assert shown.page == "kom-i-gang"
    current = shown.contents.currentItem()
    assert current is not None
    assert current.text() == "Kom i gang"


def test_samtale_shows_no_help(window: Any, conversation: Any, press_f1: Any, hands: Hands, qtbot: Any) -> None:
    press_f1()
    _back_to(window, qtbot)
    hands.press("F11")
    assert _shown() is None, "what the leader alone has read in is not for the employee"
    hands.press("F1")
    assert _shown() is None
    hands.press("F11")
    press_f1()
    window.close()
    assert _shown() is None


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("points", [8, 10, 20])
def test_every_page_fits_its_width(look: Any, qtbot: Any, scheme: Scheme, points: int) -> None:
    from mus_desktop.services.help.help_library import HelpLibrary  # noqa: PLC0415

    look.use_scheme(scheme)
    look.use_point_size(points)
    library = HelpLibrary()
    shown = HelpWindow(library)
    qtbot.addWidget(shown)
    shown.resize(shown.sizeHint())
    shown.show()
    for page in library.pages:
        shown.show_page(page.key)
        finish_layouts(shown)
        assert shown.browser.horizontalScrollBar().maximum() == 0, page.key
        assert page.title == shown.title.text().replace("\N{ZERO WIDTH SPACE}", "")
        assert page.blocks[1].text in shown.browser.toPlainText()
    # Qt calls a text browser static text, and gives it the text interface that screen readers move in.
    assert faults_of(shown) == ["no fitting role: StaticText 'Hjælpens tekst' (HelpBrowser)"]


def test_the_first_window_loads_no_help() -> None:
    code = "import sys, mus_desktop.ui.shell.main_window; print([m for m in sys.modules if 'help_' in m])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_manual_is_written_and_opened(
    window: Any, program: Program, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("mus_desktop.ui.help.manual_export.open_file", lambda path: opened.append(path) or True)
    program.workplace.preferences.set_document_folder(tmp_path)
    window.menus.manual.trigger()
    qtbot.waitUntil(lambda: len(opened) == 1)
    assert opened[0] == tmp_path / "Vejledning til MUS Desktop.docx"
    assert opened[0].is_file()


def test_a_manual_that_cannot_be_written_is_one_sentence(
    window: Any, program: Program, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("mus_desktop.ui.help.manual_export.show_message", lambda _w, _t, text: shown.append(text))
    (tmp_path / "fil").write_text("")
    program.workplace.preferences.set_document_folder(tmp_path / "fil")
    window.menus.manual.trigger()
    qtbot.waitUntil(lambda: len(shown) == 1)
    assert shown[0].endswith(".")


def test_the_title_of_each_page_fits_in_the_list(window: Any, press_f1: Any) -> None:
    shown = press_f1()
    finish_layouts(shown)
    contents = shown.contents
    room = contents.viewport().width() - 2 * 10  # the padding, the frame and Qt's own margin of an entry
    titles = [contents.item(row).text() for row in range(contents.count())]
    assert [title for title in titles if contents.fontMetrics().horizontalAdvance(title) > room] == []
