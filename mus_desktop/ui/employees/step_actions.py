"""Recording the steps of a conversation from its card: each asks for its day, today by default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_date, format_planned_date
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep, StepPlan, day_of_step
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.dialogs.messages import show_message
from mus_desktop.ui.employees.day_dialog import DayDialog
from mus_desktop.ui.employees.step_dialog import PlanStepActions, StepDialog, StepTexts
from mus_desktop.ui.meeting.postpone_dialog import PostponeDialog

_TEXTS = {
    ConversationStep.INVITED: StepTexts("Inviteret", "Inviteret den", "inviteret"),
    ConversationStep.DECLINED: StepTexts("Takket nej", "Medarbejderen takkede nej den", "takket nej"),
    ConversationStep.HELD: StepTexts("Afholdt", "Afholdt den", "afholdt"),
    ConversationStep.AGREED: StepTexts("Enige om planen", "Enige om planen den", "enige om planen"),
    ConversationStep.SIGNED: StepTexts(
        "Underskrevet på papir", "Underskrevet af leder og medarbejder den", "underskrevet"
    ),
    ConversationStep.COPY_GIVEN: StepTexts("Kopi til medarbejderen", "Kopi givet den", "kopi givet"),
    ConversationStep.JOURNALISED: StepTexts("Journaliseret i personalesagen", "Journaliseret den", "journaliseret"),
}


class StepActions(QObject):
    """Asks for the day of a step and records it.

    ``done`` carries what was done in a sentence, and the function that undoes it.
    """

    done = Signal(str, object)

    def __init__(self, workplace: Workplace, now: Callable[[], datetime], window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._now, self._window = workplace, now, window

    def ask(self, step: ConversationStep, line: ConversationLine) -> None:
        """Ask for the day of ``step`` of the conversation of ``line``."""
        if step is ConversationStep.POSTPONED:
            self._ask_for_new_day(line)
        elif step.plan_step is None:
            self._ask_for_day(step, line)
        else:
            self._ask_about_plan(step, line)

    def _ask_for_day(self, step: ConversationStep, line: ConversationLine) -> None:
        conversation, today = line.conversation, self._now().date()
        planned = conversation.on_date if step is ConversationStep.HELD else None

        def save(day: date | None) -> None:
            undo = self._workplace.steps.record(conversation.id, step, day)
            self.done.emit(_sentence(step, day), undo)

        texts = _TEXTS[step]
        stored = day_of_step(step, conversation, None)
        suggested = min(planned or today, today)  # held early perhaps, but never in the future
        obstacle = self._workplace.steps.removal_obstacle(conversation.id, step) if stored else ""
        DayDialog(
            texts.title, texts.label, stored, suggested, save, self._window, latest=today, obstacle=obstacle
        ).open()

    def _ask_about_plan(self, step: ConversationStep, line: ConversationLine) -> None:
        steps = self._workplace.steps
        try:
            plans = steps.plans(line.conversation.id)
        except KnownError as error:
            show_message(self._window, "Det kan ikke noteres", error.message)
            return
        own = next((one for one in plans if one.employee is not None and one.employee == line.employee), plans[0])

        def save(chosen: StepPlan, day: date | None, where: str) -> None:
            undo = steps.record(line.conversation.id, step, day, plan=chosen.plan, words=where)
            self.done.emit(_sentence(step, day), undo)

        def obstacle(chosen: StepPlan) -> str:
            return steps.removal_obstacle(line.conversation.id, step, chosen.plan)

        texts, actions = _TEXTS[step], PlanStepActions(save, obstacle)
        if step is ConversationStep.SIGNED and line.group:
            texts = texts._replace(label="Underskrevet af alle den")
        StepDialog(texts, step, plans, own, actions, self._now().date(), self._window).open()

    def _ask_for_new_day(self, line: ConversationLine) -> None:
        def save(day: date | None, at_time: time | None) -> None:
            undo = self._workplace.steps.postpone(line.conversation.id, self._now().date(), day, at_time)
            text = (
                f"Samtalen er udsat til {format_planned_date(day)}." if day else "Samtalen er udsat. Ny dato mangler."
            )
            self.done.emit(text, undo)

        def remove() -> None:
            undo = self._workplace.steps.record(line.conversation.id, ConversationStep.POSTPONED, None)
            self.done.emit("Samtalen er ikke længere udsat.", undo)

        PostponeDialog(line, self._now().date(), save, remove, self._window).open()


def _sentence(step: ConversationStep, day: date | None) -> str:
    texts = _TEXTS[step]
    return f"Noteret: {texts.recorded} {format_date(day)}." if day else f"Datoen for »{texts.title}« er fjernet."
