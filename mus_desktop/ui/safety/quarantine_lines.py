"""The list of quarantined files, each with a button that deletes it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.safety.protection import ProtectionState
from mus_desktop.services.safety.quarantined import QuarantinedItem
from mus_desktop.ui.controls.labels import words
from mus_desktop.ui.safety.ages import AgeTone
from mus_desktop.ui.safety.lines import Lines, line_with
from mus_desktop.ui.safety.state_text import of_aside, what_aside

_WHY = (
    "Filer, der blev flyttet til side, så intet gik tabt. De overskrives og slettes af sig selv, når de har ligget "
    "længere, end backupper gemmes: tidligst efter 30 dage, og kun når der er en nyere backup."
)


class QuarantineLines(QWidget):
    """The list of quarantined files. ``removed`` carries the one that the leader wants deleted."""

    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = Lines()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(words(_WHY, "caption", wrap=True))
        column.addLayout(self._lines)

    def show_all(self, protection: ProtectionState, now: datetime) -> None:
        """Show the quarantined files."""
        self._lines.show_all(self._line(one, protection, now) for one in protection.quarantine)

    def _line(self, one: QuarantinedItem, protection: ProtectionState, now: datetime) -> QWidget:
        what, state = of_aside(one, protection, now)
        remove = QPushButton("Slet …")
        remove.setAccessibleName(f"Slet: {what.text}")
        remove.setAccessibleDescription(state.text if state.tone is AgeTone.WARN else "")
        told = ((what.text, what.tone), (state.text, state.tone))
        return line_with(told, remove, lambda: self.removed.emit(one))


def removal(one: QuarantinedItem, now: datetime) -> str:
    """Return the text that explains what deleting ``one`` means."""
    kept = "" if one.encrypted else f" {_SSD}"
    return f"{what_aside(one, now)}. Filerne overskrives og slettes og kan ikke hentes tilbage.{kept}"


_SSD = "En SSD-disk kan gemme rester, som ikke kan ses fra programmet, men som en specialist måske kan finde."
