"""Text to read, and known facts with the form's labels."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date
from mus_desktop.model.form import InfoField
from mus_desktop.services.forms.texts import StoredText
from mus_desktop.ui.controls.reading_text import ReadingText, paragraphs
from mus_desktop.ui.fields.field_widget import Arrangement, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import field_layout, label
from mus_desktop.ui.theme.icons import IconPushButton


class InfoWidget(FieldWidget):
    """A title, paragraphs and a line per fact; an unknown fact is shown as a dash.

    With ``setting`` the paragraphs come from the settings, with the day they were written; until then the form's own
    text is shown. The leader can rewrite them, but not in a conversation: ``writing_wanted`` requests it, and the
    owner of the text answers with :meth:`show_stored_text`.
    """

    writing_wanted = Signal()
    field: InfoField

    def __init__(self, field: InfoField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._kept: StoredText | None = None
        self.edit_button: IconPushButton | None = None
        layout = field_layout(self, field.title, "" if field.setting else field.text)
        if field.setting:
            layout.addLayout(self._setting())
            self.show_stored_text(context.texts.get(field.setting))
        if field.facts:
            layout.addLayout(self._facts())

    def show_stored_text(self, kept: StoredText | None) -> None:
        """Show the stored text; ``None`` for the form's own."""
        self._kept = kept
        old = self._reading.takeAt(0)
        widget = old.widget() if old else None
        if widget is not None:
            widget.deleteLater()
        self._reading.addWidget(ReadingText(paragraphs(self.text()), parent=self))
        self.dated.setText(f"Opdateret {format_date(kept.changed_on)}" if kept else "")
        self.dated.setVisible(kept is not None)

    def text(self) -> str:
        """Return the text that is shown."""
        return self._kept.text if self._kept else self.field.text

    def set_arrangement(self, arrangement: Arrangement) -> None:
        if self.edit_button:
            self.edit_button.setVisible(arrangement is Arrangement.PREPARATION)
            self.inputs_changed.emit()

    def inputs(self) -> list[QWidget]:
        return [self.edit_button] if self.edit_button and not self.edit_button.isHidden() else []

    def _setting(self) -> QVBoxLayout:
        self._reading = QVBoxLayout()
        self.dated = label("", "caption", self)
        self.edit_button = IconPushButton("Ret teksten …", "edit", "link", self)
        self.edit_button.setAccessibleName(f"Ret teksten: {self.field.title}")
        self.edit_button.clicked.connect(self.writing_wanted)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.edit_button)
        foot.addWidget(self.dated, 1)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(self._reading)
        column.addLayout(foot)
        return column

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
