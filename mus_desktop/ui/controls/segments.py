"""A row of short texts of which one or none is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from mus_desktop.model.text import comparison_key
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.look import set_style_kind

_GAP = 2
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True)
class Segment:
    """A choice: its key, its text, and its tone while chosen (empty for the default)."""

    key: str
    text: str
    tone: str = ""


class Segments(QFrame):
    """One tab stop. Arrow keys and first letters choose; Del, or another click on the chosen one, clears.

    ``chosen`` is emitted when the user changes the choice; empty for none.
    """

    chosen = Signal(str)

    def __init__(self, segments: Sequence[Segment], parent: QWidget) -> None:
        super().__init__(parent)
        self._key = ""
        self.buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(gap=_GAP)
        for segment in segments:
            button = _Button(segment, self)
            button.clicked.connect(lambda _=False, key=segment.key: self._on_clicked(key))
            self.buttons[segment.key] = button
            flow.addWidget(button)
        self.setLayout(flow)
        set_style_kind(self, "segments")
        self._update_buttons()

    @property
    def key(self) -> str:
        """Return the key of the choice, empty for none."""
        return self._key

    def show_key(self, key: str) -> None:
        """Show a choice without emitting ``chosen``."""
        self._key = key if key in self.buttons else ""
        self._update_buttons()

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the group, which prefixes the name of each button."""
        for button in self.buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")

    def set_closed(self, closed: bool) -> None:
        """Close for choosing or open again."""
        for button in self.buttons.values():
            button.setEnabled(not closed)

    def focus_targets(self) -> list[QWidget]:
        """Return the focusable widgets; only one of them is a tab stop."""
        return list(self.buttons.values())

    def focus(self) -> None:
        """Set the focus to the group."""
        self._tab_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """Return the size of all buttons on one line."""
        hints = [button.sizeHint() for button in self.buttons.values()]
        frame = self.size() - self.contentsRect().size()
        width = sum(hint.width() for hint in hints) + _GAP * (len(hints) - 1)
        return QSize(width, max(hint.height() for hint in hints)) + frame

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = None if modifiers & ~Qt.KeyboardModifier.ShiftModifier else self._key_for(event)
        if key is None:
            super().keyPressEvent(event)
            return
        self._choose(key)
        self.focus()

    def _key_for(self, event: QKeyEvent) -> str | None:
        if event.key() in _ERASE:
            return ""
        keys = list(self.buttons)
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            index = keys.index(self._key) + step if self._key else 0
            return keys[min(max(index, 0), len(keys) - 1)]
        letter = comparison_key(event.text())
        matches = [
            key for key, button in self.buttons.items() if letter and comparison_key(button.text()).startswith(letter)
        ]
        if not matches or letter.isspace():
            return None
        # The same letter again moves on to the next choice that starts with it.
        return matches[(matches.index(self._key) + 1) % len(matches)] if self._key in matches else matches[0]

    def _on_clicked(self, key: str) -> None:
        self._choose("" if key == self._key else key)

    def _choose(self, key: str) -> None:
        before, self._key = self._key, key
        self._update_buttons()
        if key != before:
            self.chosen.emit(key)

    def _tab_stop(self) -> QPushButton:
        return self.buttons[self._key] if self._key else next(iter(self.buttons.values()))

    def _update_buttons(self) -> None:
        stop = self._tab_stop()
        for key, button in self.buttons.items():
            button.setAutoExclusive(False)  # or the chosen one could not be cleared
            button.setChecked(key == self._key)
            button.setAutoExclusive(True)  # so that Qt calls it a radio button
            # Only one is reached with Tab, as in a group of radio buttons.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)


class _Button(QPushButton):
    """A button; the keys that choose another one are left to the group."""

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(segment.text, parent)
        self.setCheckable(True)
        self.setProperty("kind", "segment")
        self.setProperty("tone", segment.tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)
        else:
            # A ``QPushButton`` would use the arrow keys to move the focus.
            event.ignore()
