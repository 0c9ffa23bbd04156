"""An input for a step of a scale."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import Step
from mus_desktop.ui.fields.inputs.typed_input import TypedInput
from mus_desktop.ui.fields.rating.step_bar import StepBar


class TypedStep(TypedInput):
    """One of ``steps``, or none."""

    def __init__(self, steps: Sequence[Step], parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = StepBar(steps, parent)
        self.body = self.target = self.bar
        self.bar.chosen.connect(self._on_chosen)

    def value(self) -> Value | None:
        return self.bar.value()

    def _show(self, value: Value | None) -> None:
        self.bar.show_value(value if isinstance(value, int) and not isinstance(value, bool) else None)

    def set_read_only(self, read_only: bool) -> None:
        self.bar.set_closed(read_only)

    def _on_chosen(self, value: int | None) -> None:
        self.bar.show_value(value)
        self.edited.emit()
