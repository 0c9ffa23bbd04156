"""An input for a tick."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.fields.inputs.typed_input import TypedInput


class TypedTick(TypedInput):
    """A check box; not ticked is blank.

    :param words: the text beside the box; empty if its column has a title that says it all.
    """

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        line = WrappingCheckBox(words, parent) if words else None
        self.box = line.box if line else QCheckBox(parent)
        self.body = line or self.box
        self.target = self.box
        self.box.toggled.connect(self.edited)

    def value(self) -> Value | None:
        return True if self.box.isChecked() else None

    def _show(self, value: Value | None) -> None:
        self.box.setChecked(value is True)

    def set_read_only(self, read_only: bool) -> None:
        self.box.setEnabled(not read_only)
