"""The places backups go to: a line for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.protection import Glance
from mus_desktop.ui.labels import words
from mus_desktop.ui.safety.said import Said, of_target
from mus_desktop.ui.theme.look import dress

_NONE = "Vælg en mappe på et netdrev eller en USB-nøgle. Så er samtalerne der endnu, hvis pc'en går i stykker."


class Places(QWidget):
    """``added`` and ``removed`` carry the folder."""

    added = Signal(Path)
    removed = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._lines)

    def show_places(self, glance: Glance, now: datetime) -> None:
        """Show the places there are, and how it goes with each."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not glance.targets:
            self._lines.addWidget(words(_NONE, "muted", wrap=True))
        for target in glance.targets:
            self._lines.addWidget(place_line(target.folder, of_target(target, now), self.removed.emit))

    def ask_for_place(self) -> None:
        """Let the leader choose another folder."""
        ask_for_folder(self, self.added.emit)


def place_line(folder: Path, told: Iterable[Said], removed: Callable[[Path], object]) -> QWidget:
    """A place: its folder and what is ``told`` of it; ``removed`` gets the folder when it is no longer wanted."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    text = QVBoxLayout()
    text.setSpacing(2)
    text.addWidget(words(str(folder), "strong", wrap=True))
    for said in told:
        text.addWidget(words(said.text, said.tone, wrap=True))
    row.addLayout(text, 1)
    remove = QPushButton("Fjern")
    dress(remove, "inline")
    remove.setAutoDefault(False)
    remove.setAccessibleName(f"Fjern {folder}")
    remove.clicked.connect(lambda: removed(folder))
    row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
    return holder


def ask_for_folder(parent: QWidget, chosen: Callable[[Path], object]) -> None:
    """Let the leader choose a folder for backups; ``chosen`` gets it."""
    dialog = QFileDialog(parent.window(), "Vælg en mappe til backup")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: chosen(Path(folder)))
    dialog.open()
