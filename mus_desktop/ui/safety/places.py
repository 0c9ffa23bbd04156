"""The list of backup folders, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.safety.protection import ProtectionState
from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.safety.lines import Lines, line_with
from mus_desktop.ui.safety.state_text import StateText, of_target

_NONE = "Vælg en mappe på et netdrev eller en USB-nøgle. Så er samtalerne der endnu, hvis pc'en går i stykker."


class Places(QWidget):
    """The list of backup folders. ``added`` and ``removed`` carry the folder."""

    added = Signal(Path)
    removed = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._lines)

    def show_places(self, protection: ProtectionState, now: datetime) -> None:
        """Show each backup folder with its status."""
        places = [place_line(one.folder, of_target(one, now), self.removed.emit) for one in protection.targets]
        self._lines.show_all(places or [words(_NONE, "muted", wrap=True)])

    def ask_for_place(self) -> None:
        """Ask the leader for another folder."""
        ask_for_folder(self, self.added.emit)


def place_line(folder: Path, told: Iterable[StateText], removed: Callable[[Path], object]) -> QWidget:
    """Return the line of a backup folder with the status texts ``told``; ``removed`` is called with the folder."""
    remove = QPushButton("Fjern")
    remove.setAccessibleName(f"Fjern {folder}")
    lines = ((str(folder), "strong"), *((said.text, said.tone) for said in told))
    return line_with(lines, remove, lambda: removed(folder))


def ask_for_folder(parent: QWidget, chosen: Callable[[Path], object]) -> None:
    """Open a folder picker for backups; ``chosen`` is called with the folder."""
    dialog = QFileDialog(parent.window(), "Vælg en mappe til backup")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: chosen(Path(folder)))
    dialog.open()
