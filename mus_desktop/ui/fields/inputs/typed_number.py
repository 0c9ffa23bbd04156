"""Inputs for a number with its unit: one that accepts numbers only, and one that accepts any text."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.ui.controls.line_edit import LineEdit, LineProblem
from mus_desktop.ui.controls.number_text import number_text, parse_number
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.inputs.typed_input import TypedInput, UnreadText, nonblank, scalar_text

_UNREADABLE = "Skriv et tal, for eksempel 12,5."


class TypedUnitText(TypedInput):
    """A line of text with its ``unit`` beside it, stored as typed, such as *ca. 12.000* kr.

    :param chars: the width of the line in average characters; 0 makes it fill the width.
    """

    def __init__(self, unit: str, parent: QWidget, *, chars: int = 0) -> None:
        super().__init__(parent)
        self.body = QWidget(parent)
        self.line = self.target = LineEdit(self.body, chars=chars)
        self.line.textChanged.connect(self._on_text_changed)
        self._layout = QVBoxLayout(self.body)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addLayout(self._side_by_side(unit, fills=not chars))

    def value(self) -> Value | None:
        return nonblank(self.line.text())

    def _show(self, value: Value | None) -> None:
        self.line.show_text(scalar_text(value))

    def set_read_only(self, read_only: bool) -> None:
        self.line.set_read_only(read_only)

    def _side_by_side(self, unit: str, *, fills: bool) -> QHBoxLayout:
        words = label(unit, "muted", self.body)
        layout = QHBoxLayout()
        layout.setSpacing(6)
        layout.addWidget(self.line, 1 if fills else 0)
        layout.addWidget(words, 0 if fills else 1)
        if fills:
            words.setWordWrap(False)  # a wrapping label would take room from the line
            words.setVisible(bool(unit))
        else:
            self.line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return layout

    def _on_text_changed(self) -> None:
        self.edited.emit()


class TypedNumber(TypedUnitText):
    """A number. Text that is not a number stays on screen, with a message when the focus leaves it.

    Its value is then still the number that was there before.
    """

    def __init__(self, unit: str, parent: QWidget, *, chars: int = 0) -> None:
        super().__init__(unit, parent, chars=chars)
        self._kept: int | float | None = None
        self._problem = LineProblem(self.line, self._layout, _UNREADABLE)
        self.line.editingFinished.connect(self.check)

    def value(self) -> Value | None:
        return self._kept if self.unparsed_text() else parse_number(self.line.text())

    def _show(self, value: Value | None) -> None:
        self._kept = _number(value.kept if isinstance(value, UnreadText) else value)
        number = _number(value)
        self.line.show_text(scalar_text(value) if number is None else number_text(number))
        self._problem.set_shown(shown=False)

    def unparsed_text(self) -> str:
        return "" if parse_number(self.line.text()) is not None else nonblank(self.line.text()) or ""

    def problem(self) -> str:
        return self._problem.text()

    def check(self) -> None:
        unread = bool(self.unparsed_text())
        if not unread:
            self._kept = parse_number(self.line.text())
        in_force = f" Indtil da gælder {number_text(self._kept)}." if self._kept is not None else ""
        self._problem.set_shown(shown=unread, words=_UNREADABLE + in_force)

    def _on_text_changed(self) -> None:
        if self._problem.text():
            self.check()
        super()._on_text_changed()


def _number(value: Value | None) -> int | float | None:
    """Return a stored value if it is a number; a tick is none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
