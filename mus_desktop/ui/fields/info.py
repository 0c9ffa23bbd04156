"""Text to read, and known facts under the form's own labels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from mus_desktop.model.form import InfoField
from mus_desktop.ui.fields.base import FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import column_for, label


class InfoWidget(FieldWidget):
    """Title, paragraphs and a line per fact; a fact that is not known shows a dash."""

    field: InfoField

    def __init__(self, field: InfoField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        layout = column_for(self, field.title, field.text)
        if field.facts:
            layout.addLayout(self._facts())

    def _facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (fact, name) in enumerate(self.field.facts.items()):
            title = label(name.strip().removesuffix(":"), "muted", self)
            title.setWordWrap(False)
            value = label(self.context.facts.get(fact, "").strip() or "–", "strong", self)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        return grid
