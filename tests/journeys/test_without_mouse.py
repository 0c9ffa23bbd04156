"""A whole journey without a mouse: every key goes to the window that has the keyboard, and one always sees where it is.

Every input reached has a name a screen reader can say, and no two inputs on a page share one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.model.conversation import Status
from mus_desktop.ui.demo.window_pictures import finish_layouts

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

NAME = "Åse O'Nørgård <x> & søn"
GOAL = "Aftale 1, Hvad vil du gerne opnå? (læringsmål)"
PLANNED = "Aftale 1, Tidsplan og ansvar"


class Keys:
    """Hands without a mouse: after every key the place of the keyboard is looked at."""

    def __init__(self, hands: Hands, qtbot: QtBot, name_of: Callable[[QWidget], str]) -> None:
        self._hands, self._qtbot, self._name_of = hands, qtbot, name_of
        self.reached: Counter[str] = Counter()
        self.large = False

    def press(self, keys: str) -> None:
        self._hands.press(keys)
        self.look()

    def open(self, keys: str) -> None:
        """Press keys that open a page: it shows its heading, and may only scroll to its input with the next key."""
        self._hands.press(keys)
        if not self.large:
            self.look()

    def type(self, text: str) -> None:
        self._hands.type(text)
        self.look()

    def look(self) -> None:
        """The keyboard is somewhere, that place shows, and it has a name."""
        if QApplication.activePopupWidget() is not None:
            return
        focused = self._hands.focused()
        assert focused.isVisible()
        name = self._name_of(focused)
        assert name, f"{focused} has no name"
        assert seen(focused), f"{name} is out of sight"
        self.reached[name] += 1

    def tab_to(self, name: str) -> None:
        for _ in range(80):
            if self._name_of(self._hands.focused()) == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {name!r}")

    def wait_dialog(self, title: str) -> QWidget:
        dialog = self._hands.wait_dialog(title)
        self.look()
        return dialog

    def wait_page(self, name: str) -> None:
        """Wait until something called ``name`` shows in the window."""
        self._hands.find(name)

    def menu(self, opener: str, entry: str) -> None:
        """Choose an entry of a menu by their underlined letters."""
        self._hands.press(opener)
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        self._hands.press(entry)
        self._qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def seen(widget: QWidget) -> bool:
    """Whether something of ``widget`` is within every scroll area around it."""
    around, rest = widget.parentWidget(), QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())
    while around is not None:
        if isinstance(around, QScrollArea):
            view = around.viewport()
            rest &= QRect(view.mapToGlobal(QPoint(0, 0)), view.size())
        elif around.isWindow():
            rest &= QRect(around.mapToGlobal(QPoint(0, 0)), around.size())
        around = around.parentWidget()
    return not rest.isEmpty()


@pytest.fixture
def keys(hands: Hands, qtbot: QtBot, name_of: Callable[[QWidget], str]) -> Keys:
    return Keys(hands, qtbot, name_of)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    files: list[str] = []

    class Desktop:
        @staticmethod
        def openUrl(url: Any) -> bool:  # noqa: N802 - Qt's name
            files.append(url.toLocalFile())
            return True

    monkeypatch.setattr("mus_desktop.ui.documents.open_in_word.QDesktopServices", Desktop)
    return files


def begin(program: Program, keys: Keys, hands: Hands, *, large: bool) -> None:
    window = program.start()
    keys.large = large
    if large:
        window.resize(960, 600)
        for _ in range(6):
            hands.press("Ctrl++")
        assert program.look.point_size == 20
    keys.look()
    keys.type("Mette Højgård")
    keys.tab_to("Kom i gang")
    keys.open("Space")
    keys.wait_page("Standardskema")
    keys.type("KØB")
    keys.tab_to("Næste")
    keys.open("Space")
    keys.wait_page("Fortsæt uden adgangskode")
    keys.tab_to("Fortsæt uden adgangskode")
    keys.open("Space")
    keys.wait_page("Mappe til Word-planer")
    keys.tab_to("Mappe til Word-planer")
    keys.press("Ctrl+A")
    keys.type(str(program.folder.parent / "planer"))
    keys.tab_to("Næste")
    keys.open("Space")
    keys.wait_page("Medarbejdere")


def add_employee(keys: Keys) -> None:
    keys.menu("Alt+F", "M")
    keys.wait_dialog("Ny medarbejder")
    keys.type(NAME)
    keys.press("Tab")
    keys.type("Lærer")
    keys.press("Return")
    keys.wait_page("Ny samtale")


def plan_conversation(keys: Keys) -> None:
    keys.press("Ctrl+Shift+N")
    keys.wait_dialog("Ny samtale")
    keys.press("Alt+D")
    keys.type("18/11")
    keys.press("Tab")
    keys.type("1030")
    keys.press("Return")
    keys.wait_page("Temaer")


def write_notes(keys: Keys) -> None:
    title = "Hvordan trives du på dit arbejde?"
    keys.open("Alt+3")
    keys.tab_to(f"Medarbejderens forberedelse: {title}")
    keys.type("Godt – især på Ærø.")
    keys.tab_to(f"Lederens forberedelse: {title}")
    keys.type("Spørg til ferien.")
    keys.open("F11")
    keys.tab_to(f"Fælles noter: {title}")
    keys.type("Vi er enige om ro.")
    keys.open("F11")


def write_plan(keys: Keys) -> None:
    keys.open("Alt+6")
    keys.tab_to(GOAL)
    keys.type("Blive vejleder")
    keys.tab_to(f"{PLANNED}: frist")
    keys.type("1. marts 2027")
    keys.press("Tab")
    keys.type("Mette Højgård")
    keys.press("Ctrl+Return")
    keys.type("Et mål til")
    keys.press("Alt+Up")
    keys.press("Ctrl+Del")
    keys.tab_to("Vi er enige")
    keys.press("Space")


def finish(keys: Keys, hands: Hands) -> None:
    hands.meet(lambda _dialog: hands.press("Return"), "Markér samtalen som afholdt")
    hands.press("Alt+A")


def sign(keys: Keys) -> None:
    keys.open("Alt+6")
    keys.tab_to("Underskrevet på papir af leder og medarbejder")
    keys.press("Space")
    keys.tab_to("Kopi til medarbejderen")
    keys.press("Space")
    keys.tab_to("Journaliseret i personalesagen")
    keys.press("Space")
    keys.tab_to("Journaliseret, hvor")
    keys.type("Sag 17")
    keys.press("Tab")


@pytest.mark.parametrize("large", [False, True], ids=["usual", "twice-the-size"])
def test_from_an_empty_machine_to_a_filed_plan(
    large: bool, program: Program, keys: Keys, hands: Hands, opened: list[str], qtbot: QtBot
) -> None:
    begin(program, keys, hands, large=large)
    add_employee(keys)
    plan_conversation(keys)
    write_notes(keys)
    write_plan(keys)
    finish(keys, hands)
    number = program.view.conversation_id

    def stored() -> Any:
        return program.workplace.conversations.open(number)

    qtbot.waitUntil(lambda: stored().conversation.held_on is not None)
    hands.press("Alt+W")
    qtbot.waitUntil(lambda: len(opened) == 1)
    sign(keys)
    qtbot.waitUntil(lambda: stored().status is Status.JOURNALISED)
    keys.press("Alt+Left")
    keys.wait_page("Redigér medarbejderens oplysninger")
    assert sorted(stored().answers.values()) == ["Godt – især på Ærø.", "Spørg til ferien.", "Vi er enige om ro."]
    (row,) = stored().plan.agreements
    assert (row.cells, str(row.due_on), row.responsible) == ({"maal": "Blive vejleder"}, "2027-03-01", "Mette Højgård")
    assert "Blive vejleder" in " ".join(
        cell.text for table in Document(str(Path(opened[0]))).tables for line in table.rows for cell in line.cells
    )
    hands.press("Ctrl+Q")
    qtbot.waitUntil(lambda: not program.window.isVisible())


def chain(keys: Keys, hands: Hands) -> list[QWidget]:
    """Every place Tab comes to, once round."""
    found: list[QWidget] = []
    while hands.focused() not in found:
        found.append(hands.focused())
        keys.press("Tab")
    return found


def can_be_typed_in(root: QWidget) -> set[QWidget]:
    """What shows, is open and wants the keyboard."""
    wanted = {w for w in root.findChildren(QWidget) if w.isVisible() and w.isEnabled()}
    return {w for w in wanted if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.focusProxy() is None}


@pytest.fixture
def on_every_page(program: Program, demo_copy: Path, hands: Hands) -> Callable[[Callable[[str], None]], None]:
    """Call something on every page of a well filled conversation, and on an employee's page."""
    program.folder = demo_copy

    def visit(look: Callable[[str], None]) -> None:
        window = program.start()
        lines = program.workplace.conversations.all()
        line = max(lines, key=lambda one: (one.form_id == "kobenhavn-buf", one.agreements))
        window.show_employee(program.workplace.conversations.open(line.conversation.id).employee.id)
        finish_layouts(window)
        look("medarbejder")
        window.open_conversation(line.conversation.id)
        for number in range(program.view.themes.count()):
            program.view.themes.setCurrentRow(number)
            hands.press("Ctrl+PgUp" if number else "Ctrl+PgDown")
            hands.press("Ctrl+PgDown" if number else "Ctrl+PgUp")
            finish_layouts(window)
            look(f"tema {number + 1}")

    return visit


def test_tab_comes_to_every_input_and_every_name_is_its_own(
    on_every_page: Callable[[Callable[[str], None]], None],
    program: Program,
    keys: Keys,
    hands: Hands,
    name_of: Callable[[QWidget], str],
) -> None:
    def look(page: str) -> None:
        reached = chain(keys, hands)
        names = Counter(name_of(widget) for widget in reached)
        assert [name for name, count in names.items() if count > 1] == [], page
        assert hands.focused() is reached[0], (
            f"{page}: Tab does not come round: {[name_of(w) for w in reached]} then {name_of(hands.focused())}"
        )
        skipped = can_be_typed_in(program.window) - set(reached)
        assert {name_of(widget) or str(widget) for widget in skipped} == set(), page

    on_every_page(look)


def test_where_the_keyboard_is_can_be_seen(
    on_every_page: Callable[[Callable[[str], None]], None], program: Program, keys: Keys, hands: Hands
) -> None:
    """The place that has the keyboard looks different from when it has not - also without a blinking cursor."""
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)

    def picture(widget: QWidget) -> QImage:
        finish_layouts(program.window)
        return widget.grab().toImage()

    def look(page: str) -> None:
        if page not in {"medarbejder", "tema 3", "tema 6"}:
            return
        for widget in chain(keys, hands):
            widget.setFocus()
            with_focus = picture(widget)
            widget.clearFocus()
            assert with_focus != picture(widget), f"{page}: {widget.accessibleName() or widget}"
            widget.setFocus()

    try:
        on_every_page(look)
    finally:
        QApplication.setCursorFlashTime(flash)


def test_underlined_letters_are_unique_on_every_page(
    on_every_page: Callable[[Callable[[str], None]], None], program: Program
) -> None:
    def look(page: str) -> None:
        shown = [w for w in program.window.findChildren(QWidget) if w.isVisible()]
        texts = [w.text() for w in shown if isinstance(w, QAbstractButton) or (isinstance(w, QLabel) and w.buddy())]
        texts += [action.text() for action in program.window.menuBar().actions()]
        letters = Counter(QKeySequence.mnemonic(text).toString() for text in texts)
        assert [letter for letter, count in letters.items() if letter and count > 1] == [], page

    on_every_page(look)
