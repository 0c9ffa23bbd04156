"""The first step of an import: choose a file, paste a list, or undo the latest import."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date, format_time
from mus_desktop.services.staff_import.staff_import import ImportSummary
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.controls.text_entry.paste_area import PasteArea
from mus_desktop.ui.theme.look import set_style_kind

_FILTER = "Medarbejderlister (*.csv *.txt *.tsv *.xlsx *.xlsm *.xls *.ods);;Alle filer (*)"
_DROP = "Du kan også trække filen herind. CSV og Excel kan læses, uanset kolonnernes rækkefølge og navne."
_HINT = "Kopiér rækkerne i Excel, med overskrifterne, og indsæt dem her. Et navn på hver linje kan også bruges."


class ListSourceStep(QWidget):
    """Where the list comes from. ``file_chosen`` carries the path; ``undo_wanted``: undo the latest import."""

    file_chosen = Signal(object)
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = QPushButton("Vælg &fil …")
        self.paste = PasteArea()
        self.paste.setAcceptDrops(False)  # a dropped file is read, not its name pasted
        self.reading = text_label("", "muted", wrap=True)
        self.reading.hide()
        self._latest_text = text_label("", "muted", wrap=True)
        self.undo = QPushButton("F&ortryd importen …")
        self._latest = QFrame()
        self._lay_out()
        self.choose.clicked.connect(self._on_choose)
        self.undo.clicked.connect(self.undo_wanted)

    def show_latest(self, summary: ImportSummary | None) -> None:
        """Show the latest import, and whether it can be undone; nothing without one."""
        self._latest.setVisible(summary is not None)
        if summary is not None:
            self._latest_text.setText(latest_text(summary))
            self.undo.setVisible(not summary.refusal)

    def show_reading(self, name: str) -> None:
        """Show that the file ``name`` is being read; empty when it has been."""
        self.reading.setText(f"Læser {name} …")
        self.reading.setVisible(bool(name))
        self.choose.setEnabled(not name)
        self.paste.setEnabled(not name)

    def _on_choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "Vælg medarbejderlisten", "", _FILTER)
        if chosen:
            self.file_chosen.emit(chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choose)
        row.addWidget(text_label(_DROP, "caption", wrap=True), 1)
        column.addLayout(row)
        column.addWidget(self.reading)
        column.addWidget(labelled("Eller &indsæt en liste", self.paste, _HINT))
        set_style_kind(self._latest, "inset")
        inside = QHBoxLayout(self._latest)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(12)
        inside.addWidget(self._latest_text, 1)
        inside.addWidget(self.undo)
        column.addWidget(self._latest)

    @property
    def latest_label(self) -> QLabel:
        """The label about the latest import."""
        return self._latest_text


def latest_text(summary: ImportSummary) -> str:
    """Return when the latest import was and what it did, and why it cannot be undone."""
    return " ".join(
        part for part in (f"Seneste import {_when(summary.at)}: {counts_text(summary)}.", summary.refusal) if part
    )


def counts_text(summary: ImportSummary) -> str:
    """Return how many people an import added and changed: ``25 nye og 3 ændrede``."""
    new = f"{summary.new} {'ny' if summary.new == 1 else 'nye'}"
    changed = f"{summary.changed} {'ændret' if summary.changed == 1 else 'ændrede'}"
    return " og ".join(text for text, count in ((new, summary.new), (changed, summary.changed)) if count)


def _when(at: datetime) -> str:
    return f"{format_date(at.date())} kl. {format_time(at.time())}"
