"""The second page of the first start: a password, and a backup folder outside the PC."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.safety.backup_folders import ask_for_folder, folder_line
from mus_desktop.ui.safety.password_dialogs import SetPasswordDialog
from mus_desktop.ui.safety.removable_lines import RemovableLines
from mus_desktop.ui.safety.state_text import StateText
from mus_desktop.ui.safety.time_text import StateTone
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.reading_column import ReadingColumn

_ENCRYPTION_ADVICE = (
    "Her kommer fortrolige samtaler til at ligge. Vi anbefaler en adgangskode: så er dine data krypteret, og den, der "
    "får fat i pc'en, kan ikke læse dem."
)
_FOLDER_ADVICE = (
    "Programmet tager selv backup på pc'en. Vælg også en mappe på et netværksdrev eller en USB-nøgle, så samtalerne er "
    "der endnu, hvis pc'en går i stykker."
)

_WILL_BE_USED = StateText("", "Backup kommer også til at ligge her.", StateTone.GOOD)


class FirstSafetyPage(ReadingColumn):
    """A page that asks for both once; no is a valid answer, too. ``done`` is emitted after the answer.

    ``back_wanted``: the first page is to be shown again.
    """

    done = Signal()
    back_wanted = Signal()

    def __init__(self, safety: Safety, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._safety = safety
        self.password = QPushButton("Vælg a&dgangskode …")
        set_style_kind(self.password, "primary")
        self.without = QPushButton("Fortsæt &uden adgangskode")
        self.back = QPushButton("&Tilbage")
        self.choose_folder = QPushButton()
        self.chosen = QWidget()
        self._lines = RemovableLines()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.chosen.setLayout(self._lines)
        self.problem, self.password_problem = text_label("", "danger", wrap=True), text_label("", "danger", wrap=True)
        self.problem.hide()
        self.password_problem.hide()
        self.setFocusProxy(self.password)
        self._add_content()
        self._show_folders()
        self.password.clicked.connect(self._on_password)
        self.without.clicked.connect(self._on_without)
        self.back.clicked.connect(self.back_wanted)
        self.choose_folder.clicked.connect(lambda: ask_for_folder(self, self.add_folder))

    def add_folder(self, folder: Path) -> None:
        """Add ``folder`` to the backup folders."""
        self._change_folders(self._safety.add_target, folder)

    def _change_folders(self, change: Callable[[Path], object], folder: Path) -> None:
        try:
            change(folder)
        except KnownError as error:
            self.problem.setText(error.message)
            self.problem.show()
            return
        self.problem.hide()
        self._show_folders()

    def _show_folders(self) -> None:
        """Show the folders chosen so far; each can be removed."""
        folders = [target.folder for target in self._safety.protection().targets]
        remove_folder = partial(self._change_folders, self._safety.remove_target)
        self._lines.show_all(folder_line(folder, (_WILL_BE_USED,), remove_folder) for folder in folders)
        self.chosen.setVisible(bool(folders))
        self.choose_folder.setText("Vælg en &mappe mere …" if folders else "Vælg &mappe til backup …")

    def _add_content(self) -> None:
        self.add(text_label("Trin 2 af 3", "caption"))
        self.add(text_label("Beskyt samtalerne", "title", wrap=True))
        self.add(text_label("Du kan altid ændre det under Filer › Sikkerhed og backup.", "muted", wrap=True))
        self.add_space(8)
        self.add(_card("Backup", _FOLDER_ADVICE, (self.chosen, self.problem), (self.choose_folder,)))
        self.add_space(4)
        self.add(_card("Adgangskode", _ENCRYPTION_ADVICE, (self.password_problem,), (self.password, self.without)))
        self.add_space(4)
        self.add(self.back, wide=False)

    def _on_without(self) -> None:
        try:
            self._safety.encryption.decline()
        except KnownError as error:
            self.password_problem.setText(error.message)
            self.password_problem.show()
            return
        self.done.emit()

    def _on_password(self) -> None:
        dialog = SetPasswordDialog(self._safety.encryption, self.window(), has_data=False)
        dialog.code_shown.connect(lambda code: code.finished.connect(self.done))
        dialog.open()


def _card(title: str, text: str, parts: tuple[QWidget, ...], buttons: tuple[QWidget, ...]) -> QFrame:
    card = QFrame()
    set_style_kind(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 22)
    column.setSpacing(12)
    column.addWidget(text_label(title, "heading"))
    column.addWidget(text_label(text, wrap=True))
    for widget in parts:
        column.addWidget(widget)
    row = FlowLayout()
    for button in buttons:
        row.addWidget(button)
    column.addLayout(row)
    return card
