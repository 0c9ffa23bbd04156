"""The fourth page of the first start: folders outside the program's own, for backups and for Word documents."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.backup_folders import ask_for_folder, folder_line
from mus_desktop.ui.safety.removable_lines import RemovableLines, unremovable_line
from mus_desktop.ui.safety.state_text import StateText
from mus_desktop.ui.safety.time_text import StateTone
from mus_desktop.ui.settings.setting_groups import FolderSection
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.welcome.step_page import StepPage, button_row, card_of

_ADVICE = (
    "Programmet tager selv backup på pc'en. Vælg også en mappe på et netværksdrev eller en USB-nøgle, så samtalerne er "
    "der endnu, hvis pc'en går i stykker."
)
_WILL_BE_USED = StateText("", "Backup kommer også til at ligge her.", StateTone.GOOD)
_DECIDED = StateText("", "IT har valgt dette sted til backup. Du behøver ikke vælge flere.", StateTone.GOOD)


class FirstBackupPage(StepPage):
    """The fourth step. A place that IT has decided is shown, and not removed here."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(4, parent)
        self._safety = workplace.safety
        self._decided = workplace.policy.policy.backup_target
        self.folder = FolderSection(workplace.preferences)
        self.choose_folder = QPushButton()
        self.choose_folder.clicked.connect(lambda: ask_for_folder(self, self.add_folder))
        self.chosen = QWidget()
        self._lines = RemovableLines()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.chosen.setLayout(self._lines)
        self.folder_problem = text_label("", "danger", wrap=True)
        self.folder_problem.hide()
        self.go = QPushButton("Næ&ste")
        set_style_kind(self.go, "primary")
        self.go.clicked.connect(self.go_on)
        self._add_content()
        self._show_folders()
        self.setFocusProxy(self.go if self._decided else self.choose_folder)
        self.mark_stored()

    def store(self) -> None:
        """Store the folder for Word documents; backup folders are stored when they are chosen.

        :raises KnownError: it is not a folder, or could not be stored.
        """
        self.folder.store()

    def current_input(self) -> object:
        return self.folder.current_input()

    def add_folder(self, folder: Path) -> None:
        """Add ``folder`` to the backup folders."""
        self._change_folders(self._safety.add_target, folder)

    def _change_folders(self, change: Callable[[Path], object], folder: Path) -> None:
        try:
            change(folder)
        except KnownError as error:
            self.folder_problem.setText(error.message)
            self.folder_problem.show()
            return
        self.folder_problem.hide()
        self._show_folders()

    def _show_folders(self) -> None:
        """Show the folders chosen so far; each can be removed, except the one that IT has decided."""
        folders = [target.folder for target in self._safety.protection().targets]
        self._lines.show_all(map(self._line, folders))
        self.chosen.setVisible(bool(folders))
        self.choose_folder.setText("Vælg &en mappe mere …" if folders else "Vælg mappe til &backup …")

    def _line(self, folder: Path) -> QWidget:
        if folder == self._decided:
            return unremovable_line(((str(folder), "strong"), (_DECIDED.text, _DECIDED.tone)))
        return folder_line(folder, (_WILL_BE_USED,), partial(self._change_folders, self._safety.remove_target))

    def _add_content(self) -> None:
        self.add_title("Backup og Word-planer")
        self.add(text_label("Du kan altid ændre det i menuen Filer.", "muted", wrap=True))
        self.add_space(8)
        backup = (self.chosen, self.folder_problem, button_row(self.choose_folder))
        self.add(card_of(*backup, title="Backup", text=_ADVICE))
        self.add_space(4)
        self.add(card_of(self.folder, self.problem))
        self.add_space(4)
        self.add_buttons(self.go, self.skip, self.back)
