"""In *Samtale* the employee may look along: nothing of the leader's, of others or of the program's notices shows."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mus_desktop.errors import KnownError
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
TEXTS = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help,
         QAccessible.Text.Accelerator)  # fmt: skip


def of_widget(widget: QWidget) -> Iterator[str]:
    """Everything a visible widget says, shows as a tip or tells a screen reader."""
    yield from (widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.windowTitle())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QLineEdit | QTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(number) for number in range(widget.count()))
    if isinstance(widget, QAbstractItemView):
        model = widget.model()
        for row in range(model.rowCount()):
            yield from (str(model.index(row, 0).data(role) or "") for role in ROLES)


def of_screen_reader(known: Any, depth: int = 0) -> Iterator[str]:
    """Everything a screen reader finds that is not marked invisible."""
    if known is None or not known.isValid() or (depth and known.state().invisible):
        return
    yield from (known.text(which) for which in TEXTS)
    for number in range(known.childCount()):
        yield from of_screen_reader(known.child(number), depth + 1)


def everything() -> list[str]:
    """All there is to see, to hover over or to hear in all windows of the program."""
    found: list[str] = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            for widget in [window, *window.findChildren(QWidget)]:
                if widget.isVisible():
                    found += of_widget(widget)
            found += of_screen_reader(QAccessible.queryAccessibleInterface(window))
    return [text for text in found if text]


def leaks(*words: str) -> list[str]:
    return [text for text in everything() if any(word in text for word in words)]


def turned(view: Any, hands: Hands) -> Any:
    hands.press("F11")
    assert view.arrangement is Arrangement.CONVERSATION
    return view


def pages(view: Any, hands: Hands) -> Iterator[int]:
    """Every page, by key, each with its layout settled."""
    for number in range(view.themes.count()):
        hands.press(f"Alt+{number + 1}")
        assert view.themes.currentRow() == number
        finish_layouts(view.window())
        yield number


def test_no_sentinel_shows_on_any_page(
    start_talk: Callable[..., Any], program: Program, hands: Hands, secret: str
) -> None:
    view = start_talk()
    hands.press("Ctrl+F")
    hands.type(secret)
    shown_before = set(everything())
    of_the_frame = {text for text in shown_before if secret in text or "afholdt" in text or text == "Filer"}
    assert any("afholdt" in text for text in of_the_frame)
    assert any("takket nej" in text for text in of_the_frame)
    for _ in pages(view, hands):
        assert leaks(secret), "in preparation the sentinels do show"
    turned(view, hands)
    for number in pages(view, hands):
        assert leaks(secret, "afholdt", "takket nej", "udsat", "Gemt", "Gemmer") == [], f"page {number}"
        assert not of_the_frame & set(everything())
        assert not program.window.menuBar().isVisible()
        assert not program.window.sidebar.isVisible()
    assert "Åse Nørgård" in everything()


def test_the_test_finds_what_shows(start_talk: Callable[..., Any], hands: Hands, secret: str) -> None:
    view = turned(start_talk(shared=f"{secret} fælles"), hands)
    found = [bool(leaks(secret)) for _ in pages(view, hands)]
    has_notes = [any(field.kind == "notes" for field in tab.fields) for tab in view.live.state.form.tabs]
    assert found == has_notes
    assert 0 < sum(found) < len(found)


def pictures(view: Any, hands: Hands) -> list[QImage]:
    return [view.window().grab().toImage() for _ in pages(view, hands)]


def test_nothing_hidden_changes_a_pixel(
    start_talk: Callable[..., Any], program: Program, hands: Hands, qapp: QApplication
) -> None:
    """The same pictures with the leader's notes and other employees as without them."""
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    try:
        with_secrets = pictures(turned(start_talk(), hands), hands)
        program.stop()
        program.folder = program.folder.with_name("bare")
        without = pictures(turned(start_talk(leader_note="", others=False), hands), hands)
        count = len(with_secrets)
        assert [one == other for one, other in zip(with_secrets, without, strict=True)] == [True] * count
        program.stop()
        program.folder = program.folder.with_name("other")
        other = pictures(turned(start_talk(leader_note="", others=False, shared="Andet"), hands), hands)
        assert [one == two for one, two in zip(other, without, strict=True)] != [True] * count
    finally:
        qapp.setCursorFlashTime(flash)


def test_the_leaders_note_is_out_of_reach_even_where_it_is_hidden(
    start_talk: Callable[..., Any], hands: Hands, secret: str
) -> None:
    view = turned(start_talk(), hands)
    for _ in pages(view, hands):
        held = [w.toPlainText() for w in view.pages.findChildren(QTextEdit)]
        assert not [text for text in held if secret in text]
        names = [QAccessible.queryAccessibleInterface(w) for w in view.pages.findChildren(QTextEdit)]
        assert not [name for name in names if secret in name.text(QAccessible.Text.Value)]


class TestTheLeadersNoteWhileTheKeyIsHeld:
    @pytest.fixture
    def view(self, start_talk: Callable[..., Any], hands: Hands) -> Any:
        view = turned(start_talk(), hands)
        hands.press("Alt+2")
        return view

    def test_shows_and_is_gone_at_release(self, view: Any, hands: Hands, secret: str) -> None:
        hands.hold("F9")
        assert leaks(f"{secret} leder om siden_sidst")
        hands.let_go("F9")
        assert leaks(secret) == []

    def test_is_gone_when_another_window_takes_over(self, view: Any, hands: Hands, secret: str, qtbot: QtBot) -> None:
        hands.hold("F9")
        assert leaks(secret)
        other = QWidget()
        qtbot.addWidget(other)
        other.show()
        other.activateWindow()
        qtbot.waitUntil(other.isActiveWindow)
        assert leaks(secret) == []

    def test_is_gone_at_release_though_a_list_has_taken_the_keyboard(
        self, view: Any, hands: Hands, secret: str, qtbot: QtBot
    ) -> None:
        choices = QComboBox(view)
        choices.addItems(["a", "b"])
        choices.show()
        hands.hold("F9")
        assert leaks(secret)
        choices.showPopup()
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
        hands.let_go("F9")
        assert leaks(secret) == []
        choices.hidePopup()

    def test_is_gone_at_release_though_nothing_has_the_keyboard(self, view: Any, hands: Hands, secret: str) -> None:
        hands.hold("F9")
        hands.focused().clearFocus()
        assert leaks(secret)
        hands.let_go("F9")
        assert leaks(secret) == []

    def test_is_gone_on_another_page_and_when_one_comes_back(self, view: Any, hands: Hands, secret: str) -> None:
        hands.hold("F9")
        hands.press("Ctrl+PgDown")
        assert leaks(secret) == []
        hands.press("Ctrl+PgUp")
        assert leaks(secret) == []
        hands.let_go("F9")
        hands.hold("F9")
        assert leaks(secret)
        hands.let_go("F9")

    def test_is_gone_after_turning_away_and_back(self, view: Any, hands: Hands, secret: str) -> None:
        hands.hold("F9")
        hands.press("F11", times=2)
        assert view.arrangement is Arrangement.CONVERSATION
        assert leaks(secret) == []

    def test_nothing_typed_is_lost_on_the_way(self, view: Any, hands: Hands, program: Program) -> None:
        hands.click_on("Fælles noter: Opfølgning på sidste års personlige udviklingsplan")
        hands.press("Ctrl+Home")
        hands.type("Ærligt talt: ")
        hands.hold("F9")
        hands.type("mere ")
        hands.let_go("F9")
        hands.type("og mere ")
        hands.press("F11")
        assert view.save_now()
        texts = program.workplace.conversations.open(view.conversation_id).answers.values()
        assert "Ærligt talt: mere og mere Fælles om siden_sidst" in texts


@pytest.mark.parametrize(
    "keys", ["Alt+Left", "Ctrl+N", "Ctrl+Shift+N", "Ctrl+Shift+I", "Ctrl+Shift+A", "Ctrl+F", "Alt+Home", "Ctrl+,", "F1"]
)
def test_no_key_brings_up_what_the_employee_must_not_see(
    start_talk: Callable[..., Any], hands: Hands, secret: str, keys: str
) -> None:
    view = turned(start_talk(), hands)
    hands.press(keys)
    assert view.isVisible()
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [view.window()]
    assert leaks(secret) == []


def test_notices_wait_until_the_leader_is_alone(
    start_talk: Callable[..., Any], program: Program, hands: Hands, secret: str, qtbot: QtBot
) -> None:
    view = start_talk()
    mishaps = UnexpectedErrors()
    program.window.turned_to_employee.connect(mishaps.set_paused)
    turned(view, hands)
    mishaps.handle(KnownError, KnownError(f"{secret} besked"), None)
    gone = QObject()
    with qtbot.waitSignal(gone.destroyed):  # a turn of the event loop
        gone.deleteLater()
    assert leaks(secret) == []
    hands.press("F11")
    dialog = hands.wait_dialog("MUS Desktop")
    assert leaks(f"{secret} besked")
    hands.press("Escape")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    del dialog
    gc.collect()


def test_turning_back_brings_everything_back(start_talk: Callable[..., Any], hands: Hands, secret: str) -> None:
    view = turned(start_talk(), hands)
    hands.press("F11")
    hands.press("Alt+2")
    assert view.window().menuBar().isVisible()
    assert view.window().windowTitle() == "MUS Desktop"
    assert leaks(f"{secret} leder om siden_sidst")
