"""The settings section with a tick for each kind of hint."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.services.hints.hint_kinds import HINT_TITLES, HintKind
from mus_desktop.services.hints.hint_switches import HintSwitches
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox

_ABOUT = "Vises kun for dig under forberedelsen, aldrig under samtalen, og kommer ikke med i dokumenter."


class HintSection(QWidget):
    """Which hints are shown beside the plan and before a conversation is finished."""

    def __init__(self, switches: HintSwitches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switches = switches
        self._initial = switches.off()
        self.ticks = {kind: WrappingCheckBox(title, self) for kind, title in HINT_TITLES.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(text_label(_ABOUT, "caption", wrap=True))
        for kind, tick in self.ticks.items():
            tick.box.setChecked(kind not in self._initial)
            column.addWidget(tick)

    def store(self) -> None:
        """Save which hints are switched off."""
        if self._off() != self._initial:
            self._switches.store(self._off())

    def current_input(self) -> object:
        """Return the current input."""
        return self._off()

    def _off(self) -> frozenset[HintKind]:
        return frozenset(kind for kind, tick in self.ticks.items() if not tick.box.isChecked())
