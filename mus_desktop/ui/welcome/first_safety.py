"""The second page of the first start: a password, and a backup folder outside the PC."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.layouts.flow import FlowLayout
from mus_desktop.ui.safety.ages import AgeTone
from mus_desktop.ui.safety.lines import Lines
from mus_desktop.ui.safety.passwords import SetPassword
from mus_desktop.ui.safety.places import ask_for_folder, place_line
from mus_desktop.ui.safety.state_text import StateText
from mus_desktop.ui.theme.look import dress
from mus_desktop.ui.welcome.column import ReadingColumn

_ADVICE = (
    "Her kommer fortrolige samtaler til at ligge. Vi anbefaler en adgangskode: så er dine data krypteret, og den, der "
    "får fat i pc'en, kan ikke læse dem."
)
_PLACE = (
    "Programmet tager selv backup på pc'en. Vælg også en mappe på et netdrev eller en USB-nøgle, så samtalerne er der "
    "endnu, hvis pc'en går i stykker."
)

_GOES_THERE = StateText("", "Backup kommer også til at ligge her.", AgeTone.GOOD)


class FirstSafety(ReadingColumn):
    """A page that asks for both once; no is a valid answer, too. ``done`` is emitted after the answer."""

    done = Signal()

    def __init__(self, safety: Safety, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._safety = safety
        self.password = QPushButton("Vælg a&dgangskode …")
        dress(self.password, "primary")
        self.without = QPushButton("Fortsæt &uden adgangskode")
        self.place = QPushButton()
        self.chosen = QWidget()
        self._lines = Lines()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.chosen.setLayout(self._lines)
        self.problem, self.refused = words("", "danger", wrap=True), words("", "danger", wrap=True)
        self.problem.hide()
        self.refused.hide()
        self.setFocusProxy(self.password)
        self._fill()
        self._show_places()
        self.password.clicked.connect(self._on_password)
        self.without.clicked.connect(self._on_without)
        self.place.clicked.connect(lambda: ask_for_folder(self, self.take_place))

    def take_place(self, folder: Path) -> None:
        """Add ``folder`` to the backup folders."""
        self._keep(self._safety.add_target, folder)

    def _keep(self, keep: Callable[[Path], object], folder: Path) -> None:
        try:
            keep(folder)
        except KnownError as error:
            self.problem.setText(error.message)
            self.problem.show()
            return
        self.problem.hide()
        self._show_places()

    def _show_places(self) -> None:
        """Show the folders chosen so far; each can be removed."""
        folders = [target.folder for target in self._safety.protection().targets]
        taken_back = partial(self._keep, self._safety.remove_target)
        self._lines.show_all(place_line(folder, (_GOES_THERE,), taken_back) for folder in folders)
        self.chosen.setVisible(bool(folders))
        self.place.setText("Vælg en &mappe mere …" if folders else "Vælg &mappe til backup …")

    def _fill(self) -> None:
        self.add(words("Beskyt samtalerne", "title", wrap=True))
        self.add(words("Du kan altid ændre det under Filer › Sikkerhed og backup.", "muted", wrap=True))
        self.add_space(8)
        self.add(_card("Backup", _PLACE, (self.chosen, self.problem), (self.place,)))
        self.add_space(4)
        self.add(_card("Adgangskode", _ADVICE, (self.refused,), (self.password, self.without)))

    def _on_without(self) -> None:
        try:
            self._safety.encryption.decline()
        except KnownError as error:
            self.refused.setText(error.message)
            self.refused.show()
            return
        self.done.emit()

    def _on_password(self) -> None:
        dialog = SetPassword(self._safety.encryption, self.window())
        dialog.code_shown.connect(lambda code: code.finished.connect(self.done))
        dialog.open()


def _card(title: str, text: str, told: tuple[QWidget, ...], buttons: tuple[QWidget, ...]) -> QFrame:
    card = QFrame()
    dress(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 22)
    column.setSpacing(12)
    column.addWidget(words(title, "heading"))
    column.addWidget(words(text, wrap=True))
    for widget in told:
        column.addWidget(widget)
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    column.addLayout(row)
    return card
