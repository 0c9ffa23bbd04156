"""A conversation whose every answer has a wrong shape opens, shows each as it is, and can be saved and left."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from mus_desktop import paths
from mus_desktop.formspec.values import RULES
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.field_widget import Arrangement

if TYPE_CHECKING:
    from tests.conftest import Program

FORMS = Path(__file__).parents[2] / "data" / "forms"
DAY = date(2026, 11, 18)
STORED = '[[[]],{{"fra":"{role} i {field}"}}]'


def test_every_page_shows_what_does_not_fit_and_changes_nothing(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FORMS / "every-kind-2", tmp_path / "forms" / "every-kind-2")
    monkeypatch.setattr(paths, "forms", lambda: tmp_path / "forms")
    program.start()
    place = program.workplace
    meeting = Meeting("every-kind-2", PeriodRule().period_of(DAY), DAY)
    opened = place.conversations.open(place.conversations.plan_new(place.staff.add(Employee("Åse")).id, meeting))
    fields = [field for field in opened.form.fields() if field.kind in RULES]
    with place.database.transaction():
        for party in opened.parties:
            for field in (field for field in fields if party.role in field.by):
                row = (party.id, field.key, STORED.format(role=party.role, field=field.key), "2026-11-18T10:00:00")
                place.database.write("INSERT INTO answer (party, field, value, saved_at) VALUES (?, ?, ?, ?)", row)
    before = place.conversations.open(opened.conversation.id).answers
    program.window.open_conversation(opened.conversation.id)
    view = program.view
    for arrangement in (Arrangement.PREPARATION, Arrangement.CONVERSATION):
        view.set_arrangement(arrangement)
        for number, tab in enumerate(opened.form.tabs):
            view.pages.show_tab(number)
            QApplication.processEvents()
            hidden = {PartyRole.LEADER} if arrangement is Arrangement.CONVERSATION else set()
            shown = [note.text() for note in view.pages.findChildren(NoteEdit) if note.isVisible()]
            for field in (field for field in tab.fields if field.kind in RULES):
                for role in field.by:
                    text = f"fra: {role} i {field.key}"
                    assert any(text in one for one in shown) is (role not in hidden), (arrangement, text)
    assert view.save_now()
    assert place.conversations.open(opened.conversation.id).answers == before
