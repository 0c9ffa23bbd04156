"""WCAG 2.2 AA in both colour schemes, measured from the pixels of real pages, dialogs, lists and menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from mus_desktop.ui.controls.calendar_popup import CalendarPopup
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.reading_text import ReadingText
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.conversation.theme_list import ThemeList
from mus_desktop.ui.demo.screenshot_dialogs import employee_dialogs, menu_dialogs
from mus_desktop.ui.demo.screenshot_safety import safety_dialogs
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.fields.plan.plan_text_cell import NameCompleter
from mus_desktop.ui.shell.first_steps import FirstStep, FirstSteps
from mus_desktop.ui.shell.sample_banner import SampleBanner
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.tokens import Scheme
from tests.conftest import named
from tests.ui.contrast.pixels import Picture, changed, edge_contrast, words

_TEXT, _LARGE_TEXT, _OTHER = 4.5, 3.0, 3.0
_INPUTS = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox)
_TEXTS = (QLabel, QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, ReadingText)


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def window(request: pytest.FixtureRequest, program: Any, demo_copy: Path) -> Iterator[Any]:
    program.folder = demo_copy
    window = program.start()
    program.look.use_scheme(request.param)
    _settle(window)
    yield window
    program.look.use_scheme(Scheme.LIGHT)


@pytest.fixture(params=[Scheme.LIGHT, Scheme.DARK])
def show_in(request: pytest.FixtureRequest, look: Any, show: Callable[..., QWidget]) -> Callable[..., QWidget]:
    look.use_scheme(request.param)
    return show


def _settle(widget: QWidget) -> None:
    for _ in range(2):
        finish_layouts(widget)
        QApplication.processEvents()


class TestText:
    def test_on_the_pages_of_the_window(self, window: Any, program: Any) -> None:
        faults = {"overview": _faint_texts(window)}
        for employee in program.workplace.staff.everyone()[:4]:
            window.show_employee(employee.id)
            _settle(window)
            faults[employee.name] = _faint_texts(window)
        _assert_none(faults)

    def test_in_a_conversation(self, window: Any, program: Any) -> None:
        faults = {}
        for name, view in _conversations(window, program):
            faults[name] = _faint_texts(view)
        assert len(faults) > 10
        _assert_none(faults)

    def test_in_the_dialogs(self, window: Any, program: Any) -> None:
        faults = {}
        window.show_employee(program.workplace.staff.everyone()[0].id)
        for name, dialog in _each(menu_dialogs(window), safety_dialogs(program.workplace, program.clock, window)):
            faults[name] = _faint_texts(dialog)
        assert len(faults) > 12
        _assert_none(faults)

    def test_on_each_page_of_the_first_start_and_above_sample_data(self, window: Any, program: Any, qtbot: Any) -> None:
        steps = FirstSteps(program.workplace, program.clock, window)
        shown = {step.name: steps._page_of(step) for step in FirstStep}
        shown["sample data"] = SampleBanner(program.clock().date())
        faults = {}
        for name, page in shown.items():
            qtbot.addWidget(page)
            page.resize(1000, 900)
            page.show()
            _settle(page)
            faults[name] = _faint_texts(page)
            page.hide()
        _assert_none(faults)

    def test_in_the_menus(self, window: Any) -> None:
        faults = {}
        for menu in _menus(window):
            menu.popup(QPoint(0, 0))
            for action in menu.actions():
                menu.setActiveAction(action)
                place = menu.actionGeometry(action).adjusted(3, 2, -3, -2)
                if action.text() and action.isEnabled():
                    faults[action.text()] = [w for w in words(Picture(menu), place) if w.contrast < _TEXT]
            menu.hide()
        assert len(faults) > 12
        _assert_none(faults)


class TestEdges:
    def test_of_every_input_and_tick(self, window: Any, program: Any) -> None:
        faults = {"window": _faint_edges(window)}
        for name, view in _conversations(window, program):
            faults[name] = _faint_edges(view)
        window.show_employee(program.workplace.staff.everyone()[0].id)
        for name, dialog in _each(menu_dialogs(window), employee_dialogs(window)):
            faults[name] = _faint_edges(dialog)
        _assert_none(faults)


class TestFocus:
    """What has the focus looks different, by pixels that have 3:1 to what they were."""

    def test_shows_on_every_control(self, window: Any, program: Any) -> None:
        faults = {"window": _unseen_focus(window)}
        window.show_employee(program.workplace.staff.everyone()[0].id)
        _settle(window)
        faults["employee"] = _unseen_focus(window)
        for name, view in _conversations(window, program, most=6):
            faults[name] = _unseen_focus(view)
        for name, dialog in _each(employee_dialogs(window), menu_dialogs(window)):
            faults[name] = _unseen_focus(dialog)
        _assert_none(faults)

    @pytest.mark.parametrize("kind", ["", "primary", "link", "danger", "chip", "segment", "inline"])
    @pytest.mark.parametrize("checked", [False, True])
    def test_shows_on_every_kind_of_button(self, kind: str, checked: bool, show_in: Callable[..., QWidget]) -> None:
        buttons = [QPushButton(f"Knap {number}") for number in range(2)]
        page = _page(*buttons)
        for button in buttons:
            set_style_kind(button, kind)
            button.setCheckable(checked)
            button.setChecked(checked)
        show_in(page, 300, 200)
        _settle(page)
        assert _unseen_focus(page.window()) == []


class TestChoice:
    """What is chosen looks different, by an area of 3:1 to what was there before."""

    def test_of_an_employee_and_of_a_theme(self, window: Any, program: Any) -> None:
        window.show_employee(program.workplace.staff.everyone()[1].id)
        _settle(window)
        _assert_choice_shows(window.sidebar.list, window)
        window.open_conversation(next(iter(_talks(program)))[1])
        _settle(window)
        _assert_choice_shows(program.view.themes, window)

    def test_of_a_menu(self, window: Any) -> None:
        for menu in _menus(window):
            menu.popup(QPoint(0, 0))
            first, second = [action for action in menu.actions() if action.text() and action.isEnabled()][:2]
            menu.setActiveAction(first)
            before = Picture(menu)
            menu.setActiveAction(second)
            place = menu.actionGeometry(second)
            assert changed(before, Picture(menu), place, _OTHER) > place.height() * 2
            menu.hide()

    def test_in_the_list_of_a_combo_box(self, show_in: Callable[..., QWidget], qtbot: Any) -> None:
        box = ComboBox()
        box.addItems(["Kalenderår", "Skoleår", "År fra en anden dato"])
        show_in(box, 300, 200)
        box.showPopup()
        view = box.view()
        qtbot.waitUntil(view.isVisible)
        _assert_choice_shows(view, view)
        box.hidePopup()

    def test_of_a_suggestion(self, show_in: Callable[..., QWidget], qtbot: Any) -> None:
        line = LineEdit()
        line.setCompleter(NameCompleter(["Bjørn Ågård", "Mette Lindgaard"], line))
        show_in(line, 300, 200)
        line.completer().complete()
        view = line.completer().popup()
        qtbot.waitUntil(view.isVisible)
        _assert_choice_shows(view, view)
        view.hide()

    def test_of_a_day(self, show_in: Callable[..., QWidget], window: Any) -> None:
        popup = CalendarPopup(date(2026, 11, 18), window)
        popup.open_below(window)
        _settle(popup)
        before = Picture(popup)
        popup.calendar.setSelectedDate(popup.calendar.selectedDate().addDays(1))
        _settle(popup)
        assert changed(before, Picture(popup), popup.rect(), _OTHER) > 100
        popup.close()

    @pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
    def test_of_a_tick(self, kind: type[QAbstractButton], show_in: Callable[..., QWidget]) -> None:
        tick = kind("Vis fratrådte")  # type: ignore[call-arg]
        page = _page(tick)
        show_in(page, 300, 200)
        _settle(page)
        before = Picture(page)
        tick.setChecked(True)
        assert changed(before, Picture(page), page.rect(), _OTHER) > 20


class TestLabels:
    """A placeholder is never the only label: it is gone with the first letter."""

    def test_every_input_has_a_label_or_an_icon_that_stays(self, window: Any, program: Any) -> None:
        faults = {"window": _unlabelled(window)}
        for name, view in _conversations(window, program):
            faults[name] = _unlabelled(view)
        window.show_employee(program.workplace.staff.everyone()[0].id)
        for name, dialog in _each(
            menu_dialogs(window),
            employee_dialogs(window),
            safety_dialogs(program.workplace, program.clock, window),
        ):
            faults[name] = _unlabelled(dialog)
        _assert_none(faults)


def _page(*widgets: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    for widget in widgets:
        layout.addWidget(widget)
    return page


def _assert_none(faults: dict[str, Any]) -> None:
    assert {place: wrong for place, wrong in faults.items() if wrong} == {}


def _each(*series: Iterator[tuple[str, QWidget]]) -> Iterator[tuple[str, QWidget]]:
    for views in series:
        for name, view in views:
            view.activateWindow()
            _settle(view)
            yield name, view


def _talks(program: Any) -> list[tuple[str, int]]:
    rows = program.workplace.database.rows(
        "SELECT v.form_id, min(c.id) FROM conversation c JOIN form_version v ON v.id = c.form_version "
        "WHERE c.purpose <> 'paper' GROUP BY v.form_id"
    )
    return [(str(form), int(number)) for form, number in rows]


def _conversations(window: Any, program: Any, most: int = 1000) -> Iterator[tuple[str, QWidget]]:
    """Every page of a conversation on each form, alone and turned to the employee."""
    for form, number in _talks(program):
        window.open_conversation(number)
        view = program.view
        for arrangement in (Arrangement.PREPARATION, Arrangement.CONVERSATION):
            view.set_arrangement(arrangement)
            for theme in range(min(view.themes.count(), most)):
                view.themes.go_to(theme)
                _settle(window)
                yield f"{form} {theme} {arrangement.name}", window
        view.set_arrangement(Arrangement.PREPARATION)


def _shown(window: QWidget, kinds: tuple[type, ...]) -> Iterator[QWidget]:
    """The enabled widgets of ``kinds`` that show completely."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible() and widget.isEnabled() and widget.width() > 8:
            region = widget.visibleRegion().boundingRect()
            inner = widget.viewport() if hasattr(widget, "viewport") else None
            if region == widget.rect() or (inner and inner.visibleRegion().boundingRect() == inner.rect()):
                yield widget


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def _needed(font: QFont) -> float:
    is_large = font.pointSizeF() >= 18 or (font.pointSizeF() >= 14 and font.weight() >= QFont.Weight.Bold)
    return _LARGE_TEXT if is_large else _TEXT


def _faint_texts(window: QWidget) -> list[str]:
    picture, found = Picture(window), []
    for widget in _shown(window, _TEXTS):
        place = _place(widget, window)
        if not isinstance(widget, QLabel):  # these have no frame
            place = place.adjusted(4, 3, -4, -3)
        is_icon = isinstance(widget, QAbstractButton) and not widget.text()
        for word in words(picture, place):
            needed = _OTHER if is_icon or word.left < _width_of_icon(widget) else _needed(widget.font())
            if word.contrast < needed:
                found.append(f"{_words(widget)} {word.contrast:.2f}")
    for view in _shown(window, (QListView,)):
        assert isinstance(view, QListView)
        for row in range(view.model().rowCount()):
            place = view.visualRect(view.model().index(row, 0))
            if view.viewport().rect().contains(place):
                place.moveTopLeft(view.viewport().mapTo(window, place.topLeft()))
                marks = 2 * view.fontMetrics().height() if isinstance(view, ThemeList) else 0
                found += [
                    f"row {row} {word.contrast:.2f}"
                    for word in words(picture, place)
                    if word.contrast < (_OTHER if word.left < marks else _TEXT)
                ]
    return found


def _width_of_icon(widget: QWidget) -> int:
    """The width at the left of ``widget`` in which there is a tick or an icon instead of text."""
    line = widget.fontMetrics().height()
    if isinstance(widget, QCheckBox | QRadioButton):
        return round(1.4 * line)
    is_search = isinstance(widget, QLineEdit) and bool(widget.actions())
    return round(1.6 * line) if is_search or (isinstance(widget, QAbstractButton) and not widget.icon().isNull()) else 0


def _menus(window: Any) -> list[QMenu]:
    return [action.menu() for action in window.menuBar().actions()]


def _words(widget: Any) -> str:
    text = widget.text() if hasattr(widget, "text") else ""
    return f"{type(widget).__name__} »{text or named(widget)}«"[:60]


def _faint_edges(window: QWidget) -> list[str]:
    picture, found = Picture(window), []
    for widget in _shown(window, (*_INPUTS, QCheckBox, QRadioButton)):
        if getattr(widget, "isReadOnly", lambda: False)():
            continue
        place = _place(widget, window)
        if isinstance(widget, QCheckBox | QRadioButton):
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            part = QStyle.SubElement
            kind = part.SE_CheckBoxIndicator if isinstance(widget, QCheckBox) else part.SE_RadioButtonIndicator
            place = widget.style().subElementRect(kind, option, widget).translated(place.topLeft())
        if (ratio := edge_contrast(picture, place)) < _OTHER:
            found.append(f"{_words(widget)} {ratio:.2f}")
    return found


def _unseen_focus(window: QWidget) -> list[str]:
    found, controls = [], [w for w in _shown(window, (QWidget,)) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for control, other in zip(controls, [*controls[1:], *controls[:1]], strict=True):
        other.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.processEvents()
        place, before = _place(control, window), Picture(window)
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        QApplication.processEvents()
        if place != _place(control, window) or other is control or QApplication.focusWidget() is not control:
            continue  # the page has moved, so that the pictures cannot be compared
        seen = changed(before, Picture(window), place, _OTHER)
        least = 20 if isinstance(control, QAbstractItemView) else min(place.width(), place.height()) * 2
        if seen < least:
            found.append(f"{_words(control)} {seen} of {least} pixels")
    return found


def _assert_choice_shows(view: QAbstractItemView, window: QWidget) -> None:
    """Choosing another row changes both rows by an area of at least two pixels in their whole height."""
    view.clearSelection()
    _settle(window)
    before = Picture(window)
    index = view.model().index(1, 0)
    view.blockSignals(True)
    view.setCurrentIndex(index)
    view.blockSignals(False)
    _settle(window)
    place = view.visualRect(index)
    place.moveTopLeft(view.viewport().mapTo(window, place.topLeft()))
    assert changed(before, Picture(window), place, _OTHER) >= place.height() * 2


def _unlabelled(window: QWidget) -> list[str]:
    """Inputs with a placeholder and without a label that stays: a buddy, a text just above or beside, or an icon."""
    kinds = (QLabel, QCheckBox, QRadioButton, WrappingCheckBox)
    labels = [one for one in window.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible() and _text(one)]
    found = []
    for entry in window.findChildren(QWidget):
        hint = getattr(entry, "placeholderText", lambda: "")()
        if not hint or not entry.isVisible():
            continue
        icons = isinstance(entry, QLineEdit) and any(
            not action.icon().isNull() and action.text() for action in entry.actions()
        )
        if not icons and not any(_is_label_of(label, entry, window) for label in labels):
            found.append(f"{named(entry)}: {hint}")
    return found


def _text(label: Any) -> str:
    return str(label.text() if callable(label.text) else label.text)


def _is_label_of(label: QWidget, entry: QWidget, window: QWidget) -> bool:
    """Return whether ``label`` belongs to ``entry``: by its letter, just above it, or just left of it."""
    if isinstance(label, QLabel) and label.buddy() is entry:
        return True
    text, place = _place(label, window), _place(entry, window)
    line = label.fontMetrics().height()
    shares_column = text.left() < place.right() and text.right() > place.left()
    shares_line = text.top() < place.bottom() and text.bottom() > place.top()
    is_above = shares_column and 0 <= place.top() - text.bottom() <= line
    distance = place.left() - text.right()
    # A tick is the label of the whole line that it begins.
    return is_above or (shares_line and distance >= 0 and (distance <= 2 * line or not isinstance(label, QLabel)))
