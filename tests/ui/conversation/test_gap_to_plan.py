"""In the wizard: a gap becomes an agreement in one click, keywords reach the board, a dated text is written anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from mus_desktop.app import build
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.conversation.view import ConversationView
from mus_desktop.ui.dialogs import messages
from mus_desktop.ui.fields.field_widget import Arrangement

FORM = """
language = 1
id = "proeve"
version = 1
title = "MUS"
organisation = "Lillevig Kommune"
[[scale]]
key = "trin"
steps = [{ value = 1, label = "Kendskab" }, { value = 2, label = "Kan selv" }, { value = 3, label = "Ekspert" }]
[[tab]]
key = "kompetencer"
title = "Kompetencer"
[[tab.field]]
kind = "rating"
key = "kompetencer"
title = "Kompetencer"
by = ["shared"]
scale = "trin"
groups = ["Faglige", "Personlige"]
columns = [{ key = "krav", title = "Krav", role = "required" }, { key = "har", title = "Niveau", role = "level" }]
[[tab.field]]
kind = "choice"
key = "stikord"
title = "Stikord"
by = ["employee", "leader"]
options = ["Mod", "Ansvar"]
pick = 1
cards = true
[[tab.field]]
kind = "board"
key = "puslespil"
title = "Puslespil"
cards = "stikord"
areas = ["Adfærd"]
[[tab.field]]
kind = "info"
title = "Fonden"
text = "Spørg lederen."
setting = "fonden"
[[tab]]
key = "plan"
title = "Plan"
[[tab.field]]
kind = "plan"
key = "plan"
title = "Plan"
groups = ["Faglige:", "Personlige:"]
columns = [{ key = "maal", title = "Mål", roles = ["goal"] }, { key = "tid", title = "Tid", roles = ["due"] }]
"""
NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall
MARKS = {"Ældreret": {"krav": 3, "har": 1, "group": "Personlige"}}


@pytest.fixture
def open_view(tmp_path: Path, qtbot: Any) -> Iterator[Any]:
    """The wizard on a form with a rating and a plan; gives it anew each time it is called."""
    folder = tmp_path / "forms" / "proeve"
    folder.mkdir(parents=True)
    (folder / "form.toml").write_text(FORM, encoding="utf-8")
    workplace = build(tmp_path / "data", forms=tmp_path / "forms", now=lambda: NOW)
    employee = workplace.staff.add(Employee("Åse Nørgård"))
    number = workplace.conversations.plan_new(employee.id, Meeting("proeve", PeriodRule().period_of(NOW.date())))
    shared = workplace.conversations.open(number).party(PartyRole.SHARED).id
    workplace.writing.save(Changes({AnswerKey(shared, "kompetencer"): MARKS}))

    def open_() -> ConversationView:
        view = ConversationView(workplace, number, lambda: NOW)
        qtbot.addWidget(view)
        view.resize(1280, 720)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        return view

    open_.workplace = workplace  # type: ignore[attr-defined]  # handed along for those who look at what is stored
    open_.number = number  # type: ignore[attr-defined]  # as above
    yield open_
    workplace.close()


def _field(view: ConversationView, key: str) -> Any:
    return next(widget for widget in view.pages.fields() if widget.field.key == key)


def _goals(opener: Any) -> list[tuple[str, str]]:
    plan = opener.workplace.conversations.open(opener.number).plan
    return [(row.group, row.cells["maal"]) for row in plan.rows("plan")]


@pytest.mark.parametrize("arrangement", Arrangement)
@pytest.mark.parametrize("seen_before", [False, True])
def test_a_gap_becomes_an_agreement_in_one_click(arrangement: Arrangement, seen_before: bool, open_view: Any) -> None:
    view = open_view()
    if seen_before:
        view.themes.setCurrentRow(1)
        view.themes.setCurrentRow(0)
    view.set_arrangement(arrangement)
    goal = "Ældreret: fra 1 Kendskab til 3 Ekspert"
    _field(view, "kompetencer").rows()[-1].gap.button.click()
    assert view.themes.currentRow() == 1
    assert _goals(open_view) == [("Personlige:", goal)]
    assert QApplication.focusWidget().text() == goal
    view.themes.setCurrentRow(0)
    _field(view, "kompetencer").rows()[-1].gap.button.click()
    assert _goals(open_view) == [("Personlige:", goal)], "the second time it leads to the agreement there is"
    if seen_before:
        _field(view, "plan").grid.undo_stack.undo()
        view.save_now()
        assert _goals(open_view) == []


def test_a_signed_plan_takes_no_more_agreements(open_view: Any, monkeypatch: Any) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_and_wait", lambda box: said.append(box.windowTitle()))
    plan_recorder, plan = (
        open_view.workplace.plan_recorder,
        open_view.workplace.conversations.open(open_view.number).plan,
    )
    plan_recorder.agree(plan, date(2026, 11, 18))
    plan_recorder.sign(open_view.workplace.conversations.open(open_view.number).plan, date(2026, 11, 18), "Åse Nørgård")
    view = open_view()
    _field(view, "kompetencer").rows()[-1].gap.button.click()
    assert said == ["Planen er underskrevet"]
    assert _goals(open_view) == []


def test_what_is_picked_is_marked_on_the_board_at_once(open_view: Any) -> None:
    view = open_view()
    _field(view, "stikord").input_of(PartyRole.EMPLOYEE).input.boxes["Ansvar"].click()
    view.save_now()
    board = _field(view, "puslespil").input_of(PartyRole.SHARED)
    assert board.cards["Ansvar"].picked_by == "valgt af medarbejderen"


def test_a_dated_text_is_written_anew_by_the_leader_alone(open_view: Any) -> None:
    view = open_view()
    info = _field(view, "")
    assert (info.text(), info.dated.isVisible()) == ("Spørg lederen.", False)
    info.edit_button.click()
    dialog = QApplication.activeModalWidget()
    dialog.note.selectAll()
    dialog.note.insertPlainText("30.000 kr.")
    dialog.primary.click()
    assert (info.text(), info.dated.text()) == ("30.000 kr.", "Opdateret 18. november 2026")
    view.set_arrangement(Arrangement.CONVERSATION)
    assert not info.edit_button.isVisible()
    again = _field(open_view(), "")
    assert again.text() == "30.000 kr."
