"""The command palette: a line to type in, and below it what matches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from mus_desktop.model.text import is_blank
from mus_desktop.ui.accessibility.announcement import announce
from mus_desktop.ui.controls.enter_key import pass_on_help_key
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.line_edit import OneLineEdit
from mus_desktop.ui.palette.palette_entry import PaletteEntry, matching_entries
from mus_desktop.ui.palette.palette_list import PaletteList
from mus_desktop.ui.theme.text_width import character_width

_NOTHING = "Intet passer på det, du søger efter."
_HELP = "Pil op og ned vælger, Enter åbner, Esc lukker."
_CHARACTERS, _HEIGHT_IN_LINES = 62, 33
_WINDOW_SHARE = 0.9
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommandPalette(QDialog):
    """A dialog over ``window`` that lists ``entries``; ``chosen`` carries the chosen one after it has closed.

    :param label: what can be searched for.
    :param recent: keys of the entries used last, the latest first; they come first.
    """

    chosen = Signal(object)

    def __init__(self, entries: Sequence[PaletteEntry], label: str, recent: Sequence[str], window: QWidget) -> None:
        super().__init__(window)
        self._entries, self._recent = tuple(entries), tuple(recent)
        self.setWindowTitle("Gå til")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = OneLineEdit()
        self.search.setAccessibleName(label)
        self.search.setAccessibleDescription(_HELP)
        self.list = PaletteList(self)
        self.count = text_label("", "caption")
        self._lay_out(label)
        self.search.textChanged.connect(self._show_matches)
        self.list.clicked.connect(lambda _index: self._choose())
        self._show_matches()
        metrics = self.fontMetrics()
        wanted = QSize(character_width(metrics) * _CHARACTERS, metrics.height() * _HEIGHT_IN_LINES)
        self.resize(wanted.boundedTo(window.size() * _WINDOW_SHARE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS or key in _PAGES:
            self.list.step(_STEPS.get(key, 0) or _PAGES[key] * self.list.lines_on_page())
            self._announce_current()
        elif key in _ENTER:
            self._choose()
        elif not pass_on_help_key(event, self):
            super().keyPressEvent(event)

    def _lay_out(self, label: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(8)
        layout.addWidget(text_label("Gå til", "heading"))
        layout.addWidget(self._search_label(label))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.count)
        layout.addWidget(text_label(_HELP, "caption", wrap=True))

    def _search_label(self, label: str) -> QLabel:
        caption = text_label(label, wrap=True)
        caption.setBuddy(self.search)
        return caption

    def _show_matches(self) -> None:
        found = matching_entries(self._entries, self.search.text(), self._recent)
        self.list.entries.show_entries(found)
        self.list.step(1)
        self.count.setText(_count_text(len(found), is_search=not is_blank(self.search.text())))
        self._announce_count()

    def _announce_count(self) -> None:
        current = self.list.current()
        announce(self.search, f"{self.count.text()} {current.spoken}" if current else self.count.text())

    def _announce_current(self) -> None:
        current = self.list.current()
        if current:
            announce(self.list, current.spoken)

    def _choose(self) -> None:
        current = self.list.current()
        if current:
            self.accept()
            self.chosen.emit(current)


def _count_text(count: int, *, is_search: bool) -> str:
    if not count:
        return _NOTHING
    return f"{count} fundet." if is_search else f"{count} at vælge imellem."
