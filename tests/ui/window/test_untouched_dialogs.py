"""A dialog in which nothing was typed closes without a question, at every text size and in every width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from pkgutil import walk_packages

import pytest

from mus_desktop import ui
from mus_desktop.model.people import Absence, Employee, Observation
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep, StepPlan
from mus_desktop.services.invitation.message_text import MessageKind
from mus_desktop.services.overview.follow_up_list import FollowUpLine
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.dialogs import input_dialog
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.employees.employee_dialog import EmployeeDialog
from mus_desktop.ui.employees.step_dialog import PlanStepActions, StepDialog, StepTexts
from mus_desktop.ui.fields.inputs.text_dialog import TextDialog
from mus_desktop.ui.follow_up.status_dialog import AgreementStatusDialog
from mus_desktop.ui.forms.local_questions_dialog import LocalQuestionsDialog
from mus_desktop.ui.invitation.invitation_dialog import InvitationDialog
from mus_desktop.ui.meeting.group_dialog import GroupDialog
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.meeting.postpone_dialog import PostponeDialog
from mus_desktop.ui.observations.observation_dialog import ObservationDialog
from mus_desktop.ui.paper.paper_dialog import PaperDialog
from mus_desktop.ui.settings.settings_dialog import SettingsDialog
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.staff_import.import_dialog import StaffImportDialog
from mus_desktop.ui.statistics.figures_dialog import FiguresDialog
from mus_desktop.ui.theme.look import POINT_SIZES, Look
from mus_desktop.ui.theme.screen_area import available_area
from mus_desktop.ui.welcome.staff_list_dialog import StaffListDialog

WIDTHS = (260, 420, 560, 1600)
LONGEST_DAY = date(2026, 9, 30)
"""In full letters it is longer than in most inputs of a narrow dialog: *30. september 2026*."""


@pytest.fixture
def dialogs(
    place: Workplace, window: MainWindow, look: Look, plan: Callable[..., int], now: Callable[[], datetime]
) -> Callable[[], Iterator[InputDialog]]:
    """Make every dialog that asks before it closes, one after the other, with a date in each that can have one."""
    person = place.staff.everyone()[0]
    left = Employee(
        "Bodil Krag",
        left_on=LONGEST_DAY,
        absence=Absence(LONGEST_DAY, LONGEST_DAY),
        id=place.staff.add(Employee("Bodil Krag")).id,
    )
    place.staff.change(left)
    plan(person, LONGEST_DAY)
    (line,) = place.conversations.all()
    form = place.catalogue.form(line.form_id)

    def make() -> Iterator[InputDialog]:
        yield EmployeeDialog(place, now, left, window)
        yield EmployeeDialog(place, now, None, window)
        yield StaffListDialog(place, window)
        yield StaffImportDialog(place, now, window)
        yield MeetingDialog.for_change(place, line, now, window)
        yield MeetingDialog.for_new(place, person.id, now, window)
        yield MeetingDialog.for_follow_up(place, line, now, window)
        yield GroupDialog.for_group(place, (person.id,), now, window)
        yield PostponeDialog(line, LONGEST_DAY, lambda *_: None, lambda: None, window)
        agreed = replace(line.plan, agreed_on=LONGEST_DAY)
        actions = PlanStepActions(lambda *_: None, lambda _: "")
        texts = StepTexts("Enige om planen", "Enige om planen den", "enige om planen")
        plans = [StepPlan(agreed)]
        yield StepDialog(texts, ConversationStep.AGREED, plans, plans[0], actions, LONGEST_DAY, window)
        yield PaperDialog(place.paper, place.preferences, person, form, now().date(), window)
        noted = FollowUpLine(
            "1", 1, (1,), "Mål", LONGEST_DAY, "", AgreementStatus.OPEN, line.conversation.purpose,
            line.conversation.period, None, True, False,
        )  # fmt: skip
        yield AgreementStatusDialog([noted], person.name, lambda *_: None, LONGEST_DAY, window)
        yield ObservationDialog(
            person.name, Observation(1, LONGEST_DAY, "Ros"), lambda *_: None, LONGEST_DAY, window, remove=str
        )
        yield SettingsDialog(place, look, window)
        yield TextDialog("Puljen", "25.000 kr. til kurser i perioden", str, window)
        yield LocalQuestionsDialog(place, form.id, window)
        recipients = place.invitations.recipients(MessageKind.INVITATION)
        yield InvitationDialog(place, MessageKind.INVITATION, recipients, window)
        yield FiguresDialog(place, lambda _folder: True, window)

    return make


@pytest.mark.parametrize("points", POINT_SIZES)
def test_no_dialog_scrolls_while_the_screen_has_room(
    points: int, dialogs: Callable[[], Iterator[InputDialog]], look: Look
) -> None:
    look.use_point_size(points)
    for dialog in dialogs():
        dialog.open()
        finish_layouts(dialog)
        highest = available_area(dialog).height() * input_dialog.SCREEN_SHARE
        hidden = dialog._page.verticalScrollBar().maximum()
        assert hidden == 0 or dialog.height() > highest - 2, f"{type(dialog).__name__} hides {hidden} px"
        dialog.reject()


@pytest.mark.parametrize("points", POINT_SIZES)
def test_no_width_makes_an_untouched_dialog_ask(
    points: int, dialogs: Callable[[], Iterator[InputDialog]], look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(input_dialog, "ask", lambda dialog, *_: asked.append(type(dialog).__name__) or "drop")
    look.use_point_size(points)
    for dialog in dialogs():
        dialog.open()
        finish_layouts(dialog)
        for width in WIDTHS:
            dialog.resize(width, dialog.height())
            finish_layouts(dialog)
            assert not dialog.has_unsaved_input(), f"{type(dialog).__name__} in {width} px"
        dialog.reject()
    assert asked == []


def test_a_text_size_chosen_meanwhile_makes_none_ask(dialogs: Callable[[], Iterator[InputDialog]], look: Look) -> None:
    shown = list(dialogs())
    for dialog in shown:
        dialog.show()
        dialog.resize(WIDTHS[1], dialog.height())
        finish_layouts(dialog)
    for points in (POINT_SIZES[-1], POINT_SIZES[0]):
        look.use_point_size(points)
        for dialog in shown:
            finish_layouts(dialog)
    assert [type(dialog).__name__ for dialog in shown if dialog.has_unsaved_input()] == []
    for dialog in shown:
        dialog.reject()


def test_a_day_that_was_typed_is_asked_about(dialogs: Callable[[], Iterator[InputDialog]]) -> None:
    dated = [dialog for dialog in dialogs() if isinstance(dialog, EmployeeDialog | MeetingDialog)]
    for dialog in dated:
        day = dialog.left_on if isinstance(dialog, EmployeeDialog) else dialog.on_date
        dialog.show()
        before = day.day()
        for text in ("1. marts", "i morgen eller senere"):
            day.line.setText(text)
            assert dialog.has_unsaved_input(), text
        day.pick((before or LONGEST_DAY) + timedelta(days=1))
        assert dialog.has_unsaved_input()
        day.show_day(before)
        assert not dialog.has_unsaved_input(), "back to what it was"
        dialog.reject()


def test_every_dialog_that_asks_is_tried(dialogs: Callable[[], Iterator[InputDialog]]) -> None:
    for module in walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(module.name)
    asking = {kind for kind in _kinds(InputDialog) if kind.current_input is not InputDialog.current_input}
    tried = set()
    for dialog in dialogs():
        tried.add(type(dialog))
        dialog.deleteLater()
    assert {kind.__name__ for kind in asking - tried} == set()


def _kinds(kind: type[InputDialog]) -> set[type[InputDialog]]:
    below = kind.__subclasses__()
    return set(below).union(*map(_kinds, below))
