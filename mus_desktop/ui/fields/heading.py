"""The heading of a field: its title, and text to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mus_desktop.ui.controls.hyphenation import HyphenatedLabel
from mus_desktop.ui.controls.reading_text import ReadingText, paragraphs
from mus_desktop.ui.fields.field_widget import FieldWidget, part_spacing

HANDED_IN = "Svaret udskrives i evalueringen, som afleveres."


def label(text: str, kind: str, parent: QWidget) -> QLabel:
    """Return a wrapping label that shows ``text`` as plain text, styled as ``kind``."""
    new_label = QLabel(parent)
    new_label.setTextFormat(Qt.TextFormat.PlainText)
    new_label.setProperty("kind", kind)  # before the text, as in text_label
    new_label.setText(text)
    new_label.setWordWrap(True)
    return new_label


def field_layout(field_widget: FieldWidget, title: str, text: str = "") -> QVBoxLayout:
    """Return the layout of a field: its title and, below it, ``text`` to read. Either may be empty.

    For a field whose answer is handed in, the heading says so, because every other preparation stays in the program.
    """
    layout = QVBoxLayout(field_widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(part_spacing(field_widget))
    if title:
        heading = HyphenatedLabel(title, field_widget)
        heading.setProperty("kind", "heading")
        layout.addWidget(heading)
    if text.strip():
        layout.addWidget(ReadingText(paragraphs(text), parent=field_widget))
    if field_widget.field.handed_in:
        layout.addWidget(label(HANDED_IN, "caption", field_widget))
    return layout
