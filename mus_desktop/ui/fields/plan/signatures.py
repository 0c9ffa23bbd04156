"""The field for signatures: the text printed on the form, and the plan card."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes
from mus_desktop.model.form import SignaturesField
from mus_desktop.model.plan import SignatoryRole
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import field_layout, label
from mus_desktop.ui.fields.plan.plan_status import PlanStatus


class SignaturesWidget(FieldWidget):
    """The plan card under the title of the field. ``step_taken`` carries a :class:`~.plan_step.StepChange`."""

    field: SignaturesField

    step_taken = Signal(object)

    def __init__(self, field: SignaturesField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self.card = PlanStatus(context, self, extra=field.extra, confirms=field.meaning)
        layout = field_layout(self, field.title)
        if field.signers:
            layout.addWidget(label(_on_paper(field, context), "muted", self))
        layout.addWidget(self.card)
        self.card.step_taken.connect(self.step_taken)
        self.card.edited.connect(self.edited)
        self.card.inputs_changed.connect(self.inputs_changed)

    def load(self, content: Content) -> None:
        self.card.load(content)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        self.card.set_arrangement(arrangement)

    def collect(self) -> Changes:
        return self.card.collect()

    def first_input(self) -> QWidget | None:
        return next((entry for entry in self.inputs() if entry.isEnabled()), None)

    def inputs(self) -> list[QWidget]:
        return self.card.inputs()


def _on_paper(field: SignaturesField, context: FieldContext) -> str:
    """Return who signs, and the form's own labels of the signature lines it prints."""
    employees = [who for who in context.signatories if who.role is SignatoryRole.EMPLOYEE]
    signers = "alle" if len(employees) > 1 else "leder og medarbejder"
    return f"Underskrives på papir af {signers}. Linjer på papiret: {', '.join(field.labels)}"
