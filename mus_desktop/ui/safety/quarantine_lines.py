"""The list of quarantined files, each with a button that deletes it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.safety.protection import ProtectionState
from mus_desktop.services.safety.quarantined import QuarantinedItem
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.safety.removable_lines import RemovableLines, removable_line
from mus_desktop.ui.safety.state_text import quarantined_status, quarantined_text
from mus_desktop.ui.safety.time_text import StateTone

_EXPLANATION = (
    "Filer, der blev flyttet til side, så intet gik tabt. De overskrives og slettes af sig selv, når de har ligget "
    "længere, end backupper gemmes: tidligst efter 30 dage, og kun når der er en nyere backup."
)


class QuarantineLines(QWidget):
    """The list of quarantined files. ``removed`` carries the one that the leader wants deleted."""

    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = RemovableLines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(text_label(_EXPLANATION, "caption", wrap=True))
        column.addLayout(self._lines)

    def show_all(self, protection: ProtectionState, now: datetime) -> None:
        """Show the quarantined files."""
        self._lines.show_all(self._line(one, protection, now) for one in protection.quarantine)

    def _line(self, one: QuarantinedItem, protection: ProtectionState, now: datetime) -> QWidget:
        description, status = quarantined_status(one, protection, now)
        remove = QPushButton("Slet …")
        remove.setAccessibleName(f"Slet: {description.text}")
        remove.setAccessibleDescription(status.text if status.tone is StateTone.WARN else "")
        texts = ((description.text, description.tone), (status.text, status.tone))
        return removable_line(texts, remove, lambda: self.removed.emit(one))


def removal_text(one: QuarantinedItem, now: datetime) -> str:
    """Return the text that explains what deleting ``one`` means."""
    ssd_note = "" if one.encrypted else f" {_SSD}"
    return f"{quarantined_text(one, now)}. Filerne overskrives og slettes og kan ikke hentes tilbage.{ssd_note}"


_SSD = "En SSD-disk kan gemme rester, som ikke kan ses fra programmet, men som en specialist måske kan finde."
