"""The page shown while the employee list is empty, after the steps of the first start."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.number_badge import NumberBadge
from mus_desktop.ui.welcome.reading_column import ReadingColumn

_STEPS = (
    ("Tilføj dine medarbejdere", "Navn og stilling er nok. Cpr-nummer og fødselsdag skal du aldrig skrive."),
    ("Opret en samtale", "Vælg skema, og aftal tid og sted. Forbered dig, når det passer dig."),
    ("Hold samtalen, og skriv planen", "Alt gemmes af sig selv. Planen laves i Word, klar til underskrift."),
)


class FirstEmployeePage(ReadingColumn):
    """A page that explains the work in three steps, and offers the first.

    ``add_wanted``: one employee is to be added; ``list_wanted``: several at once; ``back_wanted``: the page before.
    """

    add_wanted = Signal()
    list_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = workplace.preferences.leader().name.split(" ", 1)[0]
        self.add(text_label(f"Godt at se dig, {name}" if name else "Godt at se dig", "title", wrap=True))
        self.add(
            text_label("Sådan kommer du fra en tom liste til en plan, der er klar til underskrift.", "muted", wrap=True)
        )
        self.add_space(8)
        self.add(_steps())
        self.add_space(8)
        self.button = IconPushButton("Tilføj din første &medarbejder", "add", "primary")
        self.button.clicked.connect(self.add_wanted)
        self.several = QPushButton("Tilføj f&lere på én gang …")
        self.several.clicked.connect(self.list_wanted)
        self.back = QPushButton("&Tilbage")
        self.back.clicked.connect(self.back_wanted)
        self.add_buttons(self.button, self.several, self.back)
        self.setFocusProxy(self.button)


def _steps() -> QFrame:
    card = QFrame()
    set_style_kind(card, "card")
    grid = QGridLayout(card)
    grid.setContentsMargins(24, 20, 24, 20)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    for number, (title, text) in enumerate(_STEPS):
        row = number * 3
        grid.addWidget(NumberBadge(number + 1), row, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text_label(title, "heading", wrap=True), row, 1)
        grid.addWidget(text_label(text, "muted", wrap=True), row + 1, 1)
        if number + 1 < len(_STEPS):
            grid.setRowMinimumHeight(row + 2, 18)
    return card
