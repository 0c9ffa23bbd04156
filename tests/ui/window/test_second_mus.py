"""A second MUS in a period is pointed out where the talk counts as one on the chosen form, and only there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mus_desktop.app import build
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.participants import SplitOutDialog
from mus_desktop.ui.meeting.form_dialog import FormDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog

_ROOT = Path(__file__).parents[3]
_PERIOD, _DAY = Period(date(2026, 1, 1), date(2026, 12, 31)), date(2026, 6, 3)
COUNTS, SENIOR = "albertslund", "seniorsamtale"


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    shutil.copytree(_ROOT / "forms" / COUNTS, tmp_path / "forms" / COUNTS)
    form = (tmp_path / "forms" / COUNTS / "form.toml").read_text(encoding="utf-8")
    senior = form.replace("language = 1", "language = 2").replace(
        f'id = "{COUNTS}"', f'id = "{SENIOR}"\ncounts = false\nshort_name = "Seniorsamtale"', 1
    )
    (tmp_path / "forms" / SENIOR).mkdir()
    (tmp_path / "forms" / SENIOR / "form.toml").write_text(senior, encoding="utf-8")
    made = build(tmp_path / "data", forms=tmp_path / "forms")
    yield made
    made.close()


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def person(workplace: Workplace) -> int:
    """Has a MUS in the period already."""
    key = workplace.staff.add(Employee("Åse Nørgård")).id
    workplace.conversations.plan_new(key, Meeting(COUNTS, _PERIOD, _DAY))
    return key


def _choose(box: Any, form_id: str) -> None:
    assert box.findData(form_id) >= 0
    box.setCurrentIndex(box.findData(form_id))


def test_when_a_talk_of_another_kind_is_moved_to_a_form_that_counts(
    workplace: Workplace, owner: QWidget, person: int
) -> None:
    talk = workplace.conversations.plan_new(person, Meeting(SENIOR, _PERIOD, date(2026, 9, 1)))
    lines = {line.conversation.id: line for line in workplace.conversations.all()}
    moved = FormDialog(workplace, lines[talk], owner)
    _choose(moved.form, COUNTS)
    assert not moved.second_notice.isHidden()
    assert moved.second_notice.text() == "Åse Nørgård har også en anden MUS i 2026 (planlagt, onsdag 3. juni 2026)."
    yearly = next(line for key, line in lines.items() if key != talk)
    other = FormDialog(workplace, yearly, owner)
    _choose(other.form, SENIOR)
    assert other.second_notice.isHidden(), "what does not count there is no second one"


def test_a_talk_that_does_not_count_is_no_second_one(workplace: Workplace, owner: QWidget, person: int) -> None:
    new = MeetingDialog.for_new(workplace, person, lambda: datetime.fromisoformat("2026-11-18T09:00"), owner)
    _choose(new.form, COUNTS)
    assert not new.second_notice.isHidden()
    _choose(new.form, SENIOR)
    assert new.second_notice.isHidden()
    talk = workplace.conversations.plan_new(person, Meeting(SENIOR, _PERIOD, date(2026, 9, 1)))
    line = next(one for one in workplace.conversations.all() if one.conversation.id == talk)
    changed = MeetingDialog.for_change(workplace, line, lambda: datetime.fromisoformat("2026-11-18T09:00"), owner)
    assert changed.second_notice.isHidden()


@pytest.mark.parametrize(("form_id", "told"), [(COUNTS, True), (SENIOR, False)])
def test_whoever_leaves_a_group_is_told_only_where_the_talk_counts(
    workplace: Workplace, owner: QWidget, person: int, form_id: str, told: bool
) -> None:
    other = workplace.staff.add(Employee("Bo Dam")).id
    group = workplace.conversations.plan_group((person, other), Meeting(form_id, _PERIOD, date(2026, 9, 1)))
    party = next(one.id for one in workplace.conversations.open(group).parties if one.employee == person)
    alone = SplitOutDialog(workplace, group, party, "Åse Nørgård", _DAY, owner)
    assert alone.second_notice.isHidden() is not told
