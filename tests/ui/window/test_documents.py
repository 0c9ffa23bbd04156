"""Documents from the window: the menu of a conversation, blank ones, and all plans at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.documents import open_in_word, period_plans_dialog
from mus_desktop.ui.documents.blank_dialog import BlankDialog
from mus_desktop.ui.documents.documents_menu import DocumentsMenu
from mus_desktop.ui.documents.period_plans_dialog import PeriodPlansDialog
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.shell.main_window import MainWindow
from tests.systems import PATIENCE_MS

_Dialogs = Callable[[type[QDialog]], QDialog]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that would have been opened in Word."""
    found: list[Path] = []
    monkeypatch.setattr(open_in_word, "open_file", lambda path: bool(found.append(path)) or True)
    return found


@pytest.fixture
def agreed(place: Workplace, plan: Callable[..., int], person: Callable[[str], Employee], tmp_path: Path) -> list[int]:
    """Two conversations with an agreement each, and a folder for their plans."""
    place.preferences.set_document_folder(tmp_path / "planer")
    numbers = [plan(person(name)) for name in ("Ågot", "Øjvind")]
    for number in numbers:
        talk = place.conversations.open(number)
        field = talk.form.plan_fields()[0]
        row = Agreement(new_agreement_id(), field.key, cells={field.columns[0].key: "Blive vejleder"})
        place.writing.save(Changes(rows={RowsKey(talk.plan.id, field.key): (row,)}))
    return numbers


def test_what_was_made_before_can_be_opened_again(
    window: MainWindow, place: Workplace, agreed: list[int], opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what a person changed in Word and kept as agreed, after the file itself has gone."""
    told: list[str] = []
    monkeypatch.setattr(open_in_word, "show_message", lambda *said, **_: told.append(said[2]))
    documents = place.documents
    path = documents.write(agreed[0], documents.target(agreed[0]).path)
    made = path.read_bytes()
    path.write_bytes(made + b"rettet")
    documents.store_edited(agreed[0], path)
    path.unlink()
    menu = DocumentsMenu(place, agreed[0], window)
    menu.word = open_in_word.WordOpener(documents, window, open_in_word.open_file)
    menu.fill()
    offered = menu.earlier.actions()
    assert [action.text() for action in offered] == [
        f"{path.stem}, 12. maj 2026 kl. 09.30 (ændret i Word)", f"{path.stem}, 12. maj 2026 kl. 09.30",
    ]  # fmt: skip
    for action in (*offered, *offered):
        action.trigger()
    assert [each.read_bytes() for each in opened] == [made + b"rettet", made] * 2
    assert len(set(opened)) == 2, "opened twice, written once"
    assert not path.exists(), "the name of the plan itself stays free"
    folder = path.parent
    for copy in opened[:2]:
        copy.unlink()
    folder.rmdir()
    folder.write_bytes(b"")
    offered[0].trigger()
    assert told, "it cannot be written"
    menu.deleteLater()


def test_the_menu_offers_what_the_form_has_and_makes_it(
    window: MainWindow, place: Workplace, agreed: list[int], opened: list[Path]
) -> None:
    menu = DocumentsMenu(place, agreed[0], window)
    menu.word = open_in_word.WordOpener(place.documents, window, open_in_word.open_file)
    menu.fill()
    assert [action.text() for action in menu.actions()] == [title for _, title in place.documents.choices(agreed[0])]
    for action in menu.actions():
        action.trigger()
    assert len(opened) == len(set(opened)) == len(menu.actions()) > 3
    assert all(path.is_file() for path in opened)
    menu.deleteLater()


def test_a_plan_is_opened_in_word_from_one_read(
    window: MainWindow, place: Workplace, agreed: list[int], opened: list[Path]
) -> None:
    word, asked = open_in_word.WordOpener(place.documents, window, open_in_word.open_file), []
    place.database._connection.set_trace_callback(asked.append)
    word.make_and_open(agreed[0])
    place.database._connection.set_trace_callback(None)
    assert len(opened) == 1
    assert sum("FROM conversation" in sql for sql in asked) == 1, "the conversation is opened once"
    assert sum(sql.lstrip().startswith("SELECT") for sql in asked) <= 15


def test_nothing_is_made_of_what_could_not_be_saved(
    window: MainWindow, place: Workplace, agreed: list[int], opened: list[Path]
) -> None:
    menu = DocumentsMenu(place, agreed[0], window, lambda: False)
    menu.fill()
    menu.actions()[0].trigger()
    assert opened == []
    menu.deleteLater()


def test_documents_are_out_of_sight_while_the_employee_looks_along(window: MainWindow, agreed: list[int]) -> None:
    window.open_conversation(agreed[0])
    view = window.page_stack.conversation
    assert view is not None
    button = next(b for b in view.findChildren(QPushButton) if b.text() == "&Dokumenter")
    assert button.isVisible()
    view.set_arrangement(Arrangement.CONVERSATION)
    assert not button.isVisible()
    assert not window.menus.blank_documents.isEnabled()
    assert not window.menus.many_plans.isEnabled()


def test_the_card_of_a_conversation_has_the_menu(
    window: MainWindow, agreed: list[int], person: Callable[[str], Employee]
) -> None:
    window.show_employee(person("Ågot").id)
    cards = window.page_stack.currentWidget().cards
    assert [a.menu() is not None for a in cards[0].menu.actions() if a.text() == "&Dokumenter"] == [True]


def test_a_blank_document_of_every_kind(
    window: MainWindow, agreed: list[int], dialog: _Dialogs, opened: list[Path]
) -> None:
    window.menus.blank_documents.trigger()
    blank = dialog(BlankDialog)
    made = 0
    for form in range(blank.form.count()):
        blank.form.setCurrentIndex(form)
        for document in range(blank.document.count()):
            blank.document.setCurrentIndex(document)
            blank.submit()
            made += 1
    assert len(set(opened)) == len(opened) == made
    blank.submit()
    assert len(set(opened)) == made, "the same empty document is not made twice"
    blank.reject()


def test_all_plans_are_written_with_progress(
    window: MainWindow,
    agreed: list[int],
    dialog: _Dialogs,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.menus.many_plans.trigger()
    many = dialog(PeriodPlansDialog)
    assert not many.open_folder.isVisible()
    with qtbot.waitSignal(many.finished_writing, timeout=PATIENCE_MS) as wrote:
        many.primary.click()
        assert not many.primary.isEnabled()
    assert wrote.args == [2]
    assert (many.bar.value(), many.bar.maximum()) == (2, 2)
    assert many.status.text() == "2 planer er lavet."
    assert len(list((tmp_path / "planer").iterdir())) == 2
    monkeypatch.setattr(period_plans_dialog, "open_file", lambda path: bool(opened.append(path)))
    opened: list[Path] = []
    many.open_folder.click()
    assert opened == [tmp_path / "planer"]
    assert "Mappen kunne ikke åbnes" in many.problem.text()
    many.reject()


def test_writing_stops_when_asked_and_keeps_what_is_written(
    window: MainWindow,
    agreed: list[int],
    dialog: _Dialogs,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = period_plans_dialog.write_all

    def held(jobs: Any, report: Callable[[int, int], None], stop: threading.Event, *, make_parents: bool) -> object:
        """Writes one, then waits until it is told to stop."""
        first = write(jobs[:1], report, threading.Event(), make_parents=make_parents)
        stopped.wait(10)
        return first + write(jobs[1:], report, stop, make_parents=make_parents)

    stopped = threading.Event()
    monkeypatch.setattr(period_plans_dialog, "write_all", held)
    window.menus.many_plans.trigger()
    many = dialog(PeriodPlansDialog)
    with qtbot.waitSignal(many.finished_writing, timeout=PATIENCE_MS) as wrote:
        many.primary.click()
        many.reject()
        assert many.isVisible(), "the dialog stays until the work has stopped"
        stopped.set()
    assert wrote.args == [1]
    assert len(list((tmp_path / "planer").iterdir())) == 1
    many.reject()
    assert not many.isVisible()
