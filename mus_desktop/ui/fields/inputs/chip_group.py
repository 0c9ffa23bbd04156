"""Options as chips in one tab stop: arrow keys move between chips, Space picks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from mus_desktop.ui.controls.arrow_navigation import ARROWS, neighbour, set_tab_stop
from mus_desktop.ui.layouts.flow_layout import FlowLayout


class Chip(QPushButton):
    """One option; ``stepped`` carries an arrow key, ``focused`` is emitted when it gets focus."""

    stepped = Signal(object)
    focused = Signal()

    def __init__(self, option: str, parent: QWidget) -> None:
        # Qt would show a single & as a mnemonic.
        super().__init__(option.replace("&", "&&"), parent)
        self.option = option
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ARROWS and not event.modifiers():
            self.stepped.emit(Qt.Key(event.key()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class ChipGroup(QWidget):
    """The chips of ``options``."""

    def __init__(self, options: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        flow = FlowLayout()
        self.chips = {option: Chip(option, self) for option in options}
        for chip in self.chips.values():
            flow.addWidget(chip)
            chip.stepped.connect(lambda key, chip=chip: self._on_stepped(chip, key))
            chip.focused.connect(lambda chip=chip: self._on_reached(chip))
        self.setLayout(flow)
        self._stop: Chip | None = None
        self._on_reached(next(iter(self.chips.values()), None))

    def show_only(self, options: Collection[str]) -> None:
        """Show the chips of ``options``; the first picked one becomes the tab stop."""
        for option, chip in self.chips.items():
            chip.setVisible(option in options)
        shown = self._shown()
        if self._stop not in shown:
            self._on_reached(next((chip for chip in shown if chip.isChecked()), shown[0] if shown else None))

    def stop(self) -> Chip | None:
        """Return the chip that is the tab stop."""
        return self._stop

    def _shown(self) -> list[Chip]:
        return [chip for chip in self.chips.values() if not _is_away(chip)]

    def _on_stepped(self, chip: Chip, key: Qt.Key) -> None:
        wanted = neighbour(self._shown(), chip, key)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reached(self, chip: Chip | None) -> None:
        if chip is not self._stop:
            self._stop = chip
            set_tab_stop(self.chips.values(), chip)


def _is_away(widget: QWidget) -> bool:
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
