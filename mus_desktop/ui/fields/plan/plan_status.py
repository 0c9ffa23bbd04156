"""The plan card: agreed, signed or refused, copied to the employee and filed, and the employee's own remark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.answers import Changes
from mus_desktop.model.closing import refusing_signatory
from mus_desktop.model.plan import Plan, Signatory, SignatoryRole
from mus_desktop.model.review import Addendum, AddendumKey, Author
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.controls.fold import FoldLine
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan.additions import Additions
from mus_desktop.ui.fields.plan.plan_state import state_text
from mus_desktop.ui.fields.plan.step_grid import StepGrid
from mus_desktop.ui.fields.plan.step_row import StepRow

_FOLD = "Kun den ene har skrevet under, eller en vil ikke"
_FOLD_OF_MANY = "Kun nogle har skrevet under, eller en vil ikke"
_REMARK = "Medarbejderens bemærkning"
_FILED = partial(StepRow, caption="Hvor", placeholder="fx sagsnummer", input_name="Journaliseret, hvor")
_USUAL_STEPS = (PlanStep.AGREED, PlanStep.SIGNED, PlanStep.COPY_GIVEN, PlanStep.JOURNALISED)
_ROWS_ABOVE_FOLD = 2
"""Number of steps above the fold line."""


class PlanStatus(QWidget):
    """A tick and a date for each step. Single signatures and refusals are in a fold.

    ``step_taken`` carries a :class:`~.plan_step.StepChange`. Only the first step shows in a conversation; the others
    are the leader's own records.

    :param extra: further signers by the form's own labels; the signature does not wait for them.
    :param confirms: the text that the signature confirms, as the form words it; empty if it is the plan.
    """

    step_taken = Signal(object)
    edited = Signal()
    inputs_changed = Signal()

    def __init__(
        self, context: FieldContext, parent: QWidget | None = None, *, extra: Sequence[str] = (), confirms: str = ""
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._arrangement = Arrangement.PREPARATION
        self._plan = Plan(0, 0)
        further = {Signatory(SignatoryRole.EXTRA, label=name): name for name in extra}
        self._names: Mapping[Signatory, str] = {**context.signatories, **further}
        self._steps = dict(self._usual_rows())
        self._signers = dict(self._signer_rows())
        self._refusals = dict(self._refusal_rows())
        self.fold = FoldLine(_FOLD_OF_MANY if self._many else _FOLD, self)
        self._confirms = label(confirms.strip(), "muted", self)
        self._state = label("", "muted", self)
        self._remark_title = label(_REMARK, "strong", self)
        self._remark = Additions(_REMARK, context.today, self, "Tilføj bemærkning")
        self._grid = StepGrid(self._rows(), self.fold, _ROWS_ABOVE_FOLD, self)
        self._lay_out()
        self._connect()

    def load(self, content: Content) -> None:
        """Show the plan as it is stored."""
        plan = self._plan = content.plan
        if plan.refused_on or (plan.closed and not plan.signed_on):
            self.fold.set_open(True)
        for step, row in self._steps.items():
            row.show_step(_day_of(plan, step), plan.journalised_where if step is PlanStep.JOURNALISED else "")
        for who, row in self._signers.items():
            row.show_step(plan.signatures.get(who))
        refusals = {refusing_signatory(one, list(self._refusals)): one for one in plan.refusals}
        for who, row in self._refusals.items():
            refused = refusals.get(who)
            row.show_step(refused.on_date if refused else None, refused.reason if refused else "")
        self._remark.show_additions(one for one in content.addenda if self._is_remark(one))
        self._update_read_only(plan)
        self._show_parts()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Show every step, or, in a conversation, only the mutual agreement."""
        self._arrangement = arrangement
        self._show_parts()

    def collect(self) -> Changes:
        """Return the employee's remark of today, if it changed."""
        text = self._remark.collect()
        key = AddendumKey(self._context.plan, author=Author.EMPLOYEE)
        return Changes() if text is None else Changes(addenda={key: text})

    def inputs(self) -> list[QWidget]:
        """Return all visible inputs, in reading order."""
        found: list[QWidget] = []
        for number, row in enumerate(self._rows()):
            if number == _ROWS_ABOVE_FOLD and not self.fold.isHidden():
                found.append(self.fold)
            found += row.inputs()
        return found + self._remark.inputs()

    def row(self, step: PlanStep) -> StepRow:
        """Return the line of one of the usual steps."""
        return self._steps[step]

    def signer_row(self, signatory: Signatory) -> StepRow:
        """Return the line of the single signature of ``signatory``."""
        return self._signers[signatory]

    def refusal_row(self, who: Signatory | PartyRole) -> StepRow:
        """Return the line of a refusal; for a role, that of its first signatory."""
        if isinstance(who, PartyRole):
            return next(row for one, row in self._refusals.items() if one.role.value == who.value)
        return self._refusals[who]

    # -- building ---------------------------------------------------------------------------------------------------

    @property
    def _many(self) -> bool:
        """Return whether several employees sign: the common plan of a group."""
        return sum(1 for who in self._names if who.role is SignatoryRole.EMPLOYEE) > 1

    def _usual_rows(self) -> Iterator[tuple[PlanStep, StepRow]]:
        signed = "alle" if self._many else "leder og medarbejder"
        texts = {
            PlanStep.AGREED: "Vi er enige",
            PlanStep.SIGNED: f"Underskrevet på papir af {signed}",
            PlanStep.COPY_GIVEN: "Kopi til medarbejderne" if self._many else "Kopi til medarbejderen",
            PlanStep.JOURNALISED: "Journaliseret i personalesagen",
        }
        for step in _USUAL_STEPS:
            make_row = _FILED if step is PlanStep.JOURNALISED else StepRow
            row = make_row(texts[step], self._context.today, self)
            self._connect_row(row, StepChange(step, None))
            yield step, row

    def _signer_rows(self) -> Iterator[tuple[Signatory, StepRow]]:
        for who, name in self._names.items():
            row = StepRow(f"{name} har skrevet under", self._context.today, self, indented=True)
            self._connect_row(row, StepChange(PlanStep.SIGNED_BY_ONE, None, signatory=who))
            yield who, row

    def _refusal_rows(self) -> Iterator[tuple[Signatory, StepRow]]:
        for who, name in self._context.signatories.items():
            text = f"{name} vil ikke underskrive"
            input_name = f"{text}, begrundelse"
            row = StepRow(
                text,
                self._context.today,
                self,
                caption="Begrundelse",
                input_name=input_name,
                words_below=True,
                indented=True,
            )
            self._connect_row(row, StepChange(PlanStep.REFUSED, None, signatory=who))
            yield who, row

    def _connect_row(self, row: StepRow, step: StepChange) -> None:
        """Emit ``step``, with the date and text of ``row``, whenever the leader changes the row."""
        row.taken.connect(lambda day, words: self.step_taken.emit(replace(step, day=day, words=words)))

    def _rows(self) -> list[StepRow]:
        usual = list(self._steps.values())
        folded = [*self._signers.values(), *self._refusals.values()]
        return [*usual[:_ROWS_ABOVE_FOLD], *folded, *usual[_ROWS_ABOVE_FOLD:]]

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self._confirms, self._grid, self._state, self._remark_title, self._remark):
            layout.addWidget(widget)
        self._state.hide()
        self._remark_title.hide()

    def _connect(self) -> None:
        self.fold.folded.connect(self._on_folded)
        self._remark.edited.connect(self.edited)
        self._remark.inputs_changed.connect(self._on_remark_changed)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _update_read_only(self, plan: Plan) -> None:
        """Make steps read-only that a signature or filing has made final; a missing signature can still be recorded."""
        filed = plan.journalised_on is not None
        self._steps[PlanStep.AGREED].set_editable(editable=not plan.closed)
        refusers = {refusing_signatory(one, list(self._refusals)) for one in plan.refusals}
        self._steps[PlanStep.SIGNED].set_editable(editable=not (filed and plan.signed_on))
        for who, row in self._signers.items():
            row.set_editable(editable=not (filed and who in plan.signatures))
        for who, row in self._refusals.items():
            row.set_editable(editable=not (filed and refusers) and who not in plan.signatures)

    def _show_parts(self) -> None:
        alone = self._arrangement is Arrangement.PREPARATION
        unfolded = alone and self.fold.is_open()
        for step, row in self._steps.items():
            row.set_shown(shown=alone or step is PlanStep.AGREED)
        for row in (*self._signers.values(), *self._refusals.values()):
            row.set_shown(shown=unfolded)
        self.fold.setVisible(alone)
        state = state_text(self._plan, self._names, self._context.today()) if alone else ""
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._confirms.setVisible(bool(self._confirms.text()))
        self._remark_title.setVisible(self._plan.closed)
        self._remark.set_signed(self._plan.closed)
        self._grid.lay_out_visible_rows()
        lay_out_now(self)
        self.inputs_changed.emit()

    def _is_remark(self, addendum: Addendum) -> bool:
        return addendum.plan == self._context.plan and addendum.author is Author.EMPLOYEE

    def _on_folded(self) -> None:
        self._show_parts()

    def _on_remark_changed(self) -> None:
        lay_out_now(self)
        self.inputs_changed.emit()


def _day_of(plan: Plan, step: PlanStep) -> date | None:
    return {
        PlanStep.AGREED: plan.agreed_on,
        PlanStep.SIGNED: plan.signed_on,
        PlanStep.COPY_GIVEN: plan.copy_given_on,
        PlanStep.JOURNALISED: plan.journalised_on,
    }[step]
