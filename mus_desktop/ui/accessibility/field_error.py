"""An error message as the description of the field it is about."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class FieldError:
    """The error of one field at a time: a screen reader reads it with the field, in front of the field's own hint.

    Qt has a relation between a field and its error too, but no screen reader gets it from a widget of Qt's own.
    """

    def __init__(self) -> None:
        self._field: QWidget | None = None
        self._hint = ""

    def show(self, field: QWidget | None, text: str) -> None:
        """Describe ``field`` with ``text``, and the field before it as it was; ``None`` or no text only removes."""
        if self._field is not None and isValid(self._field):
            self._field.setAccessibleDescription(self._hint)
        self._field = field if text else None
        if self._field is not None:
            self._hint = self._field.accessibleDescription()
            self._field.setAccessibleDescription(f"Fejl: {text} {self._hint}".strip())
