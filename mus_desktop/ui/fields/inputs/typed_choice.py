"""An input for one of a few texts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.ui.controls.combo_box import LOCKED, ComboBox
from mus_desktop.ui.fields.inputs.typed_input import TypedInput, scalar_text
from mus_desktop.ui.theme.look import set_style_kind


class TypedChoice(TypedInput):
    """One of ``options``, or none. A stored text that is not among them is added to the choices.

    :param least_chars: the minimum width, in characters.
    """

    def __init__(self, options: Sequence[str], parent: QWidget, *, least_chars: int) -> None:
        super().__init__(parent)
        self.box = ComboBox(parent)
        self.box.setMinimumContentsLength(least_chars)
        self.box.addItems(["", *options])
        self.body = self.target = self.box
        self.box.currentIndexChanged.connect(self.edited)

    def value(self) -> Value | None:
        return self.box.currentText() or None

    def _show(self, value: Value | None) -> None:
        text = scalar_text(value)
        if self.box.findText(text) < 0:
            self.box.addItem(text)
        self.box.setCurrentIndex(self.box.findText(text))

    def set_read_only(self, read_only: bool) -> None:
        self.box.setEnabled(not read_only)
        set_style_kind(self.box, LOCKED if read_only else "")
