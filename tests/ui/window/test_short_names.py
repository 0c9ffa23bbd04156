"""Forms under their short names, and plans under the form's own title, where one chooses them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.app import build
from mus_desktop.errors import KnownError
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.documents.blank_dialog import BlankDialog
from mus_desktop.ui.meeting.form_dialog import FormDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog

_FORMS = Path(__file__).parents[2] / "data" / "forms"
_PLACE = "Lillevig · Teknik & Miljø"


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    for name in ("every-kind", "every-kind-2"):
        shutil.copytree(_FORMS / name, tmp_path / "forms" / name)
    made = build(tmp_path / "data", forms=tmp_path / "forms")
    yield made
    made.close()


def _choices(box: QComboBox) -> list[str]:
    return [box.itemText(at) for at in range(box.count())]


def test_no_form_is_chosen_to_move_a_conversation_to(workplace: Workplace, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    person = workplace.staff.add(Employee("Åse Nørgård"))
    workplace.conversations.plan_new(person.id, Meeting("every-kind", Period(date(2026, 1, 1), date(2026, 12, 31))))
    (line,) = workplace.conversations.all()
    dialog = FormDialog(workplace, line, owner)
    assert dialog.consequences.text() == ""
    with pytest.raises(KnownError, match="Vælg det skema"):
        dialog.submit()
    assert workplace.conversations.all()[0].form_id == "every-kind"
    dialog.form.choose("every-kind-2")
    assert dialog.consequences.text()
    dialog.submit()
    assert workplace.conversations.all()[0].form_id == "every-kind-2"


def test_lists_to_choose_from_show_the_short_name(workplace: Workplace, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    person = workplace.staff.add(Employee("Åse Nørgård"))
    meeting = Meeting("every-kind", Period(date(2026, 1, 1), date(2026, 12, 31)))
    workplace.conversations.plan_new(person.id, meeting)
    (line,) = workplace.conversations.all()
    blank = BlankDialog(workplace, lambda _path: True, owner)
    new = MeetingDialog.for_new(workplace, person.id, lambda: datetime.fromisoformat("2026-11-18T09:00"), owner)
    other = FormDialog(workplace, line, owner)
    senior = f"{_PLACE} · Seniorsamtale – evaluering for en eller flere, 4 temaer"
    assert _choices(blank.form) == [f"{_PLACE} – evaluering for en eller flere, 3 temaer", senior], "last used first"
    assert senior in _choices(new.form)
    assert _choices(other.form) == ["Vælg et skema …", senior]
    blank.form.setCurrentIndex(_choices(blank.form).index(senior))
    assert _choices(blank.document)[0] == "Seniorplan"
    assert "Evaluering til aflevering" in _choices(blank.document)
