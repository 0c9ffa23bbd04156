"""The cells of a table: one input per column type, all with the same interface."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import Today
from mus_desktop.model.form import Column, ColumnType, Scale
from mus_desktop.ui.controls.boxes import ComboBox
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.holder import Holder
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.number_text import number_text, read_number
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.rating.step_bar import StepBar
from mus_desktop.ui.fields.rows.row_keys import is_act


class TableCell(Holder):
    """One cell of ``column``; ``target`` gets the focus."""

    edited = Signal()
    target: QWidget

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)

    def hold(self, target: QWidget) -> None:
        """Make ``target`` the cell's input. It is aligned to the top; text fills the cell."""
        self.target = target
        fills = isinstance(target, NoteEdit)
        self._layout.addWidget(target, 1 if fills else 0)
        if not fills:
            self._layout.addStretch(1)
        self.inner = target

    @abstractmethod
    def value(self) -> Value | None:
        """Return the current value, ``None`` if blank."""

    @abstractmethod
    def show_value(self, value: Value | None) -> None:
        """Show a stored value without emitting a signal."""

    @abstractmethod
    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""

    def set_name(self, name: str) -> None:
        """Set the accessible name of the cell."""
        self.target.setAccessibleName(name)


class TextCell(TableCell):
    """Text that grows with its content."""

    target: NoteEdit

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(column, parent)
        self.hold(NoteEdit(1, self))
        self.target.passes = is_act
        self.target.textChanged.connect(self.edited)

    def value(self) -> Value | None:
        text = self.target.text()
        return text if text.strip() else None

    def show_value(self, value: Value | None) -> None:
        self.target.set_text(value if isinstance(value, str) else "")

    def set_closed(self, closed: bool) -> None:
        self.target.set_read_only(closed)


class DateCell(TableCell):
    """A date; text that is not a date stays on screen and is stored as no answer."""

    def __init__(self, column: Column, today: Today, parent: QWidget) -> None:
        super().__init__(column, parent)
        self.input = DateInput(today, "Dato", self)
        self.hold(self.input)
        self.input.line.passes = is_act
        self.input.edited.connect(self.edited)
        self.target = self.input.line

    def value(self) -> Value | None:
        day = self.input.day()
        return day.isoformat() if day else None

    def show_value(self, value: Value | None) -> None:
        self.input.show_day(date.fromisoformat(value) if isinstance(value, str) else None)

    def set_name(self, name: str) -> None:
        self.input.set_name(name)

    def set_closed(self, closed: bool) -> None:
        self.input.set_read_only(closed)


class NumberCell(TableCell):
    """A number with the column's unit; text that is not a number stays on screen and is stored as no answer."""

    target: LineEdit

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(column, parent)
        line = QWidget(self)
        beside = QHBoxLayout(line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(6)
        self._layout.addWidget(line)
        self.target = LineEdit(line)
        self.target.passes = is_act
        self.target.textChanged.connect(self._on_edited)
        self.target.editingFinished.connect(self._complain)
        self.inner = self.target
        beside.addWidget(self.target, 1)
        if column.unit:
            unit = label(column.unit, "muted", line)
            unit.setWordWrap(False)
            beside.addWidget(unit)
        self._complaint = label("Skriv et tal, for eksempel 12,5.", "warn", self)
        self._complaint.hide()
        self._layout.addWidget(self._complaint)
        self._layout.addStretch(1)

    def value(self) -> Value | None:
        return read_number(self.target.text())

    def show_value(self, value: Value | None) -> None:
        was_blocked = self.target.blockSignals(True)
        known = isinstance(value, int | float) and not isinstance(value, bool)
        self.target.show_text(number_text(value) if known else "")  # type: ignore[arg-type]  # checked in known
        self.target.blockSignals(was_blocked)
        self._complaint.hide()

    def set_closed(self, closed: bool) -> None:
        self.target.set_read_only(closed)

    def _on_edited(self) -> None:
        if not self._complaint.isHidden():
            self._complain()
        self.edited.emit()

    def _complain(self) -> None:
        self._complaint.setVisible(self.value() is None and bool(self.target.text().strip()))


class CheckCell(TableCell):
    """A check box."""

    target: QCheckBox

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(column, parent)
        self.hold(QCheckBox(self))
        self.target.toggled.connect(self.edited)

    def value(self) -> Value | None:
        return True if self.target.isChecked() else None

    def show_value(self, value: Value | None) -> None:
        was_blocked = self.target.blockSignals(True)
        self.target.setChecked(value is True)
        self.target.blockSignals(was_blocked)

    def set_closed(self, closed: bool) -> None:
        self.target.setEnabled(not closed)


class ChoiceCell(TableCell):
    """One of the column's options, or none."""

    target: ComboBox

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(column, parent)
        box = ComboBox(self)
        box.setMinimumContentsLength(5)
        box.addItem("")
        box.addItems(list(column.options))
        self.hold(box)
        self.target.currentIndexChanged.connect(self.edited)

    def value(self) -> Value | None:
        return self.target.currentText() or None

    def show_value(self, value: Value | None) -> None:
        was_blocked = self.target.blockSignals(True)
        self.target.setCurrentIndex(max(0, self.target.findText(value, _EXACTLY) if isinstance(value, str) else 0))
        self.target.blockSignals(was_blocked)

    def set_closed(self, closed: bool) -> None:
        self.target.setEnabled(not closed)


class StepCell(TableCell):
    """A step of a scale."""

    target: StepBar

    def __init__(self, column: Column, scale: Scale, parent: QWidget) -> None:
        super().__init__(column, parent)
        self.hold(StepBar(scale.steps, self))
        self.target.chosen.connect(self._on_chosen)

    def value(self) -> Value | None:
        return self.target.value()

    def show_value(self, value: Value | None) -> None:
        self.target.show_value(value if isinstance(value, int) else None)

    def set_closed(self, closed: bool) -> None:
        self.target.set_closed(closed)

    def _on_chosen(self, value: int | None) -> None:
        self.target.show_value(value)
        self.edited.emit()


_EXACTLY = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive

_CELLS: dict[ColumnType, Callable[[Column, Callable[[str], Scale], Today, QWidget], TableCell]] = {
    ColumnType.TEXT: lambda column, _scale, _today, parent: TextCell(column, parent),
    ColumnType.DATE: lambda column, _scale, today, parent: DateCell(column, today, parent),
    ColumnType.NUMBER: lambda column, _scale, _today, parent: NumberCell(column, parent),
    ColumnType.CHECK: lambda column, _scale, _today, parent: CheckCell(column, parent),
    ColumnType.CHOICE: lambda column, _scale, _today, parent: ChoiceCell(column, parent),
    ColumnType.RATING: lambda column, scale, _today, parent: StepCell(column, scale(column.scale), parent),
}


def make_cell(column: Column, scale: Callable[[str], Scale], today: Today, parent: QWidget) -> TableCell:
    """Return a new cell for ``column``; ``scale`` returns a scale of the form by its key."""
    return _CELLS[column.type](column, scale, today, parent)
