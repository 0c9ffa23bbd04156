"""The text on the page of an employee without conversations."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.people import Employee
from mus_desktop.ui.controls.labels import text_label


def no_conversations(employee: Employee) -> QWidget:
    """Return the text, with what to do next unless the employee has left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 90, 0, 0)
    column.setSpacing(6)
    first = text_label(f"Der er endnu ingen samtaler med {employee.first_name}.", "heading", wrap=True)
    text = "Vælg »Ny samtale« for at aftale tid og skema. Samtaler og planer fra årene samles her, den nyeste øverst."
    second = text_label(text if employee.active else "", "muted", wrap=True)
    for label in (first, second):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    return holder
