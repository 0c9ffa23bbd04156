"""What a screen reader finds on every page and in every dialog.

These tests ask Qt for its accessibility tree, and ``test_at_spi.py`` asks from another process on Linux. Neither proves
how NVDA or Narrator read the program on Windows: ``installer/README.md`` has a list to try on a real PC.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mus_desktop import paths
from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.demo.screenshots import ScreenshotViews
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.shell.application import prepare_application
from tests.ui.accessibility.accessible_tree import Role, faults_of, parts_of

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

FORMS_OF_TESTS = Path(__file__).parents[2] / "data" / "forms"
OWN = ("evaluation", "every-kind", "every-kind-2")
FORMS = [*sorted(file.parent.name for file in paths.forms().glob("*/form.toml")), *OWN]
PERIOD = PeriodRule().period_of(date(2026, 11, 18))


def test_every_page_and_dialog_of_the_demo_is_named(program: Program, demo_copy: Path) -> None:
    program.folder = demo_copy
    window = program.start()
    views = ScreenshotViews(window, program.workplace, program.clock).views()
    faults = {name: found for name, view in views if (found := _settled_faults(view))}
    assert faults == {}


def _settled_faults(view: QWidget) -> list[str]:
    finish_layouts(view.window())
    return faults_of(view.window())


@pytest.fixture
def open_form(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Start the program with an empty conversation on a form open; returns its view."""
    forms = tmp_path / "forms"
    shutil.copytree(paths.forms(), forms)
    for name in OWN:
        shutil.copytree(FORMS_OF_TESTS / name, forms / name)
    monkeypatch.setattr(paths, "forms", lambda: forms)

    def open_(form_id: str) -> Any:
        program.start()
        people = [program.workplace.staff.add(Employee(name)).id for name in ("Åse Ærø", "Bo Ømø")]
        meeting, conversations = Meeting(form_id, PERIOD, date(2026, 11, 18)), program.workplace.conversations
        program.window.sidebar.refresh()
        alone = INDIVIDUAL in program.workplace.catalogue.form(form_id).held
        program.window.open_conversation(
            conversations.plan_new(people[0], meeting) if alone else conversations.plan_group(people, meeting)
        )
        return program.view

    return open_


def _pages(view: Any) -> Iterator[str]:
    for number in range(view.themes.count()):
        view.themes.go_to(number)
        if view.themes.current_tab() == number:
            finish_layouts(view.window())
            yield view.live.state.form.tabs[number].key


@pytest.mark.parametrize("form_id", FORMS)
def test_every_page_of_every_form_is_named_in_both_arrangements(form_id: str, open_form: Callable[[str], Any]) -> None:
    view = open_form(form_id)
    for arrangement in Arrangement:
        view.set_arrangement(arrangement)
        faults = {key: found for key in _pages(view) if (found := faults_of(view.window()))}
        assert faults == {}, arrangement


def _names(view: Any, role: Role) -> list[str]:
    return [part.name for part in parts_of(view.window()) if part.role is role]


def test_headings_arrangements_and_the_table_of_agreements_are_what_they_look_like(
    open_form: Callable[[str], Any],
) -> None:
    view = open_form("kobenhavn-buf")
    titles = [tab.title for tab in view.live.state.form.tabs]
    for number, _ in enumerate(_pages(view)):
        assert {"Åse Ærø", titles[number]} <= set(_names(view, Role.Heading))
    plan = next(n for n, tab in enumerate(view.live.state.form.tabs) if any(f.kind == "plan" for f in tab.fields))
    view.themes.go_to(plan)
    finish_layouts(view.window())
    assert _names(view, Role.Table) == ["Aftaler"]
    assert "Hvilke tiltag skal sættes i værk?" in _names(view, Role.ColumnHeader)
    rows = [row for widget in view.pages.currentWidget().fields if hasattr(widget, "grid") for row in widget.grid.shown]
    assert len(_names(view, Role.Row)) == len(rows) + 1, "the column titles are a row too"
    radio = [part for part in parts_of(view.window()) if part.role is Role.RadioButton]
    assert [part.name for part in radio] == ["Forberedelse", "Samtale"]


def test_hidden_pages_and_people_are_not_in_the_tree_of_samtale(
    open_form: Callable[[str], Any], program: Program, hands: Hands
) -> None:
    view = open_form("kobenhavn-buf")
    note = "HEMMELIGT om næste år"
    view.themes.go_to(1)
    page = view.pages.currentWidget()
    leader = next(w for w in page.inputs() if w.accessibleName().startswith("Lederens forberedelse"))
    hands.click(leader)
    hands.type(note)
    assert view.save_now()

    def heard(*words: str) -> list[str]:
        texts = [text for part in parts_of(view.window(), hidden=True) for text in (part.name, part.value)]
        return [text for text in texts if any(word in text for word in words)]

    assert len(heard(note)) == 1
    assert heard("Bo Ømø")
    hands.press("F11")
    for _ in _pages(view):
        assert heard(note, "Bo Ømø") == []
    hands.press("F11")
    assert heard("Bo Ømø")


def test_an_interface_from_python_lives_and_ends_with_its_widget(qtbot: QtBot) -> None:
    prepare_application()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    for number in range(300):
        label = text_label(f"Overskrift {number}", "heading")
        label.setParent(window)
        label.show()
        assert [part.name for part in parts_of(window) if part.role is Role.Heading] == [label.text()]
        label.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if number % 50 == 0:
            gc.collect()
        assert len(parts_of(window)) == 1
