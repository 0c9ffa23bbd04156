"""The list of backup folders, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.safety.protection import ProtectionState
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.removable_lines import RemovableLines, removable_line
from mus_desktop.ui.safety.state_text import StateText, target_status

_NONE = "Vælg en mappe på et netværksdrev eller en USB-nøgle. Så er samtalerne der endnu, hvis pc'en går i stykker."


class BackupFolderList(QWidget):
    """The list of backup folders. ``added`` and ``removed`` carry the folder."""

    added = Signal(Path)
    removed = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = RemovableLines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._lines)

    def show_folders(self, protection: ProtectionState, now: datetime) -> None:
        """Show each backup folder with its status."""
        folder_lines = [
            folder_line(one.folder, target_status(one, now), self.removed.emit) for one in protection.targets
        ]
        self._lines.show_all(folder_lines or [text_label(_NONE, "muted", wrap=True)])

    def ask_for_folder_to_add(self) -> None:
        """Ask the leader for another folder."""
        ask_for_folder(self, self.added.emit)


def folder_line(folder: Path, statuses: Iterable[StateText], removed: Callable[[Path], object]) -> QWidget:
    """Return the line of a backup folder with the status texts ``statuses``; ``removed`` is called with the folder."""
    remove = QPushButton("Fjern")
    remove.setAccessibleName(f"Fjern {folder}")
    lines = ((str(folder), "strong"), *((status.text, status.tone) for status in statuses))
    return removable_line(lines, remove, lambda: removed(folder))


def ask_for_folder(parent: QWidget, chosen: Callable[[Path], object]) -> None:
    """Open a folder picker for backups; ``chosen`` is called with the folder."""
    dialog = QFileDialog(parent.window(), "Vælg en mappe til backup")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: chosen(Path(folder)))
    dialog.open()
