"""The dialog that records a step of a plan: the day, whose plan it is in a group, and where it was filed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from mus_desktop.model.plan import Plan
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep, StepPlan, day_of_plan_step
from mus_desktop.ui.controls.combo_box import ComboBox
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.labels import keep_dates_together, labelled, text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.dialogs.closed_plan_question import confirm_opening
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.dialogs.typed_day import past_day

_REFUSED = (
    "Der er noteret, at en af parterne ikke vil underskrive. Gem kun datoen, hvis alle har skrevet under alligevel."
)
_SIGNED_BY_ONE = "Ikke alle har skrevet under endnu. Gem datoen, når de har."


class StepTexts(NamedTuple):
    """The title of the dialog of a step, the label of its day, and the step in a sentence."""

    title: str
    label: str
    recorded: str


class PlanStepActions(NamedTuple):
    """The actions of the dialog.

    ``save`` stores the step of a plan on a day (``None`` removes it), with where the plan was filed; ``obstacle``
    returns why the step of a plan cannot be removed now, empty if it can.
    """

    save: Callable[[StepPlan, date | None, str], object]
    obstacle: Callable[[StepPlan], str]


class StepDialog(InputDialog):
    """Asks for the day of ``step`` on one of ``plans``; a step recorded before can be changed or removed.

    :param chosen: the plan that is preselected.
    """

    def __init__(
        self,
        texts: StepTexts,
        step: ConversationStep,
        plans: Sequence[StepPlan],
        chosen: StepPlan,
        actions: PlanStepActions,
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(texts.title, "&Gem", parent, characters=54)
        self._step, self._actions, self._today = step, actions, today
        self._shown: object = None
        self.plan = ComboBox()
        for one in plans:
            self.plan.addItem(f"{one.owner}s plan" if one.owner else "Den fælles plan", one)
        self.plan.setCurrentIndex(plans.index(chosen))
        self.day = DateInput(lambda: today)
        self.day.show_weekday()
        self.day.expect_past()
        self.where = OneLineEdit()
        self.hint = text_label("", "muted", wrap=True)
        self.remove = self.add_button("&Fjern datoen")
        self.remove.clicked.connect(self._on_remove)
        self._lay_out(texts.label, several=len(plans) > 1)
        self.plan.currentIndexChanged.connect(self._show_stored)
        self._show_stored()
        (self.day if self.day.isEnabled() else self.cancel).setFocus()

    def submit(self) -> None:
        self._actions.save(self._chosen(), past_day(self.day, self._today), self.where.text())

    def current_input(self) -> object:
        """Return whether something differs from what is stored for the chosen plan."""
        return self._entered() != self._shown

    def _entered(self) -> object:
        return self.day.content(), self.where.text()

    def _chosen(self) -> StepPlan:
        chosen: StepPlan = self.plan.currentData()
        return chosen

    def _lay_out(self, label: str, *, several: bool) -> None:
        filed = self._step is ConversationStep.JOURNALISED
        for content, title, shown in (
            (self.plan, "&Plan", several),
            (self.day, label, True),
            (self.where, "&Hvor, fx sagsnummer", filed),
        ):
            if shown:
                self.body.addWidget(labelled(title, content))
            else:  # its value is still read when the step is stored
                content.setParent(self)
                content.hide()
        self.body.addWidget(self.hint)

    def _show_stored(self) -> None:
        """Show the step as stored on the chosen plan. It can be removed unless something else depends on it."""
        plan, obstacle = self._chosen().plan, self._actions.obstacle(self._chosen())
        self.day.show_day(day_of_plan_step(self._step, plan) or self._today)
        self.where.setText(plan.journalised_where)
        hint = obstacle or (_signing_hint(plan) if self._step is ConversationStep.SIGNED else "")
        self.hint.setText(keep_dates_together(hint))
        self.hint.setVisible(bool(hint))
        signed = self._step is ConversationStep.SIGNED
        recorded = plan.closed if signed else day_of_plan_step(self._step, plan) is not None
        self.remove.setText(_removal(plan) if signed else "&Fjern datoen")
        self.remove.setVisible(recorded and not obstacle)
        # That both agree belongs to the signed content: it can then be neither added nor changed.
        fixed = bool(obstacle) and self._step is ConversationStep.AGREED
        self.day.setDisabled(fixed)
        self.primary.setDisabled(fixed)
        self._shown = self._entered()
        self.grow_to_content()

    def _on_remove(self) -> None:
        chosen = self._chosen()
        opens = self._step is ConversationStep.SIGNED and chosen.plan.closed
        if not opens or confirm_opening(self, chosen.plan):
            self.close_after(lambda: self._actions.save(chosen, None, ""))


def _signing_hint(plan: Plan) -> str:
    if not plan.closed or plan.signed_on:
        return ""
    return _REFUSED if plan.refused_on else _SIGNED_BY_ONE


def _removal(plan: Plan) -> str:
    return "&Fjern »vil ikke underskrive«" if plan.refused_on and not plan.signatures else "&Fjern underskriften"
