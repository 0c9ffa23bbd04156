"""The keyboard shortcuts on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.layouts.two_columns import TwoColumnLayout
from mus_desktop.ui.theme.text_width import character_width

_GROUPS = (
    (
        "Medarbejdere",
        (
            ("Ctrl+F", "Søg medarbejder"),
            ("Pil op og ned, Enter", "Vælg og åbn medarbejder"),
            ("Ctrl+N", "Ny medarbejder"),
            ("Ctrl+Skift+N", "Ny samtale"),
            ("Ctrl+Skift+G", "Ny gruppesamtale"),
            ("Ctrl+Skift+I", "Ny iagttagelse"),
            ("Alt+Home", "Overblik"),
            ("Ctrl+Skift+A", "Åbne aftaler"),
        ),
    ),
    (
        "I samtalen",
        (
            ("F11", "Forberedelse eller samtale"),
            ("Ctrl+Page Down", "Næste tema"),
            ("Ctrl+Page Up", "Forrige tema"),
            ("Alt+1 til Alt+9", "Gå til et af de første ni temaer"),
            ("Alt+0", "Gå til listen med temaer"),
            ("F9 holdt nede", "Se din egen forberedelse"),
            ("Ctrl+Mellemrum", "Indsæt en af dine egne fraser"),
            ("Ctrl+S", "Gem nu (ellers gemmes af sig selv)"),
            ("Alt+Venstre", "Tilbage til medarbejderen"),
        ),
    ),
    (
        "Alle steder",
        (
            ("Ctrl+K", "Gå til en medarbejder, et tema eller en handling"),
            ("Tab og Skift+Tab", "Næste og forrige felt"),
            ("Ctrl+Z", "Fortryd"),
            ("F6", "Gå til beskeden nederst, fx for at fortryde"),
            ("Ctrl++ og Ctrl+-", "Større og mindre tekst"),
            ("Ctrl+0", "Normal tekst"),
            ("Ctrl+,", "Indstillinger"),
            ("Ctrl+L", "Lås nu, hvis der er en adgangskode"),
            ("F1", "Hjælp til det, du er i gang med"),
            ("Ctrl+F1", "Denne oversigt"),
            ("Ctrl+Q", "Luk MUS Desktop"),
        ),
    ),
)


_CHARACTERS, _LEAST_CHARACTERS = 118, 46
"""The width of the dialog, and that of one of its two columns below which there is only one."""
_GAP = 32


class ShortcutsDialog(InputDialog):
    """List everything that can be done without a mouse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        text = "Alt i programmet kan nås med tastaturet."
        super().__init__("Genveje", "&Luk", parent, text=text, characters=_CHARACTERS)
        first, second, third = groups = [_group(title, keys) for title, keys in _GROUPS]
        columns = QWidget()
        least_width = character_width(self.fontMetrics()) * _LEAST_CHARACTERS
        columns.setLayout(TwoColumnLayout([first, third], [second], groups, least_width, _GAP))
        self.body.addWidget(columns)
        self.cancel.hide()


def _group(title: str, keys: tuple[tuple[str, str], ...]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(text_label(title, "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, character_width(holder.fontMetrics()) * 18)
    for row, (key, text) in enumerate(keys):
        grid.addWidget(text_label(key, "strong", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text_label(text, wrap=True), row, 1)
    column.addLayout(grid)
    return holder
