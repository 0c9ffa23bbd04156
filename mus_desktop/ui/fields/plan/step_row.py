"""One step of a plan: a tick, its date and, for some steps, the leader's text about it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mus_desktop.model.dates import Today
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.growing_line import GrowingLine
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.theme.text_width import character_width

_DATE_CHARS = 24
_WORDS_CHARS, _LONG_WORDS_CHARS = 24, 34


class StepRow(QObject):
    """The widgets of one step; a :class:`~.step_grid.StepGrid` places them.

    ``taken`` carries the date (``None`` if the step is removed) and the leader's text.

    :param caption: the caption beside the text; empty if the step has no text.
    :param placeholder: an example in the empty text.
    :param input_name: accessible name of the text input.
    :param words_below: places the text below the date, because it is long.
    """

    taken = Signal(object, str)

    def __init__(
        self,
        text: str,
        today: Today,
        parent: QWidget,
        *,
        caption: str = "",
        placeholder: str = "",
        input_name: str = "",
        words_below: bool = False,
        indented: bool = False,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._day: date | None = None
        self._words = ""
        self._shown = True
        self.indented, self.words_below = indented, words_below
        self.line = WrappingCheckBox(text, parent)
        self.tick = self.line.box
        self.date_input = DateInput(today, "Dato", parent)
        self.date_input.expect_past()
        self.date_input.set_accessible_name(f"{text}, dato")
        chars = _LONG_WORDS_CHARS if words_below else _WORDS_CHARS
        self.words = _make_text_input(placeholder, input_name, chars, parent) if caption else None
        self.captioned_words = _captioned(caption, self.words, parent) if self.words is not None else None
        self.fit(parent.fontMetrics())
        self.tick.clicked.connect(self._on_ticked)
        self.date_input.line.focus_left.connect(self._on_editing_finished)
        self.date_input.line.returnPressed.connect(self._on_editing_finished)
        self.date_input.edited.connect(self._on_date_edited)
        if self.words is not None:
            self.words.editingFinished.connect(self._on_editing_finished)

    @property
    def ticked(self) -> bool:
        """Return whether the step is taken."""
        return self.tick.isChecked()

    def fit(self, metrics: QFontMetrics) -> None:
        """Set the date's width by the text size of ``metrics``; its own metrics update later than the grid's."""
        self.date_input.setFixedWidth(character_width(metrics) * _DATE_CHARS)

    def widgets(self) -> list[QWidget]:
        """Return all widgets of the line."""
        return [self.line, self.date_input, *([self.captioned_words] if self.captioned_words is not None else [])]

    def natural_width(self) -> int:
        """Return the width of the tick with its label on one line, in pixels."""
        return self.tick.sizeHint().width() + self.line.fontMetrics().horizontalAdvance(self.line.text) + 8

    def words_width(self) -> int:
        """Return the preferred width of the text input, in pixels; 0 if there is none."""
        words = self.captioned_words
        return words.sizeHint().width() if words is not None and not words.isHidden() else 0

    def show_step(self, day: date | None, words: str = "") -> None:
        """Show the step as it is stored."""
        # What was typed over the date stays visible while something else of the step is stored.
        if day is None or day != self._day or not self.date_input.unparsed_text():
            self.date_input.show_day(day)
        self._day, self._words = day, words
        self.tick.setChecked(day is not None)
        if self.words is not None:
            self.words.show_text(words)
        self._show_parts()

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide the whole line."""
        self._shown = shown
        self._show_parts()

    def set_editable(self, *, editable: bool) -> None:
        """Make the step editable or read-only."""
        self.line.set_closed(not editable)
        self.date_input.set_read_only(not editable)
        if self.words is not None:
            self.words.set_read_only(not editable)

    def inputs(self) -> list[QWidget]:
        """Return the inputs that are editable now."""
        entries = [self.tick, self.date_input.line, *([self.words] if self.words is not None else [])]
        return [entry for entry in entries if self._shown and (entry is self.tick or self.ticked)]

    def _show_parts(self) -> None:
        self.line.setVisible(self._shown)
        shows = self._shown and self.ticked
        self.date_input.setVisible(shows)
        if self.captioned_words is not None:
            self.captioned_words.setVisible(shows)
        if self.words is not None and shows:
            self.words.reveal()
        elif self.words is not None:
            # Not only hidden: screen readers would still reach the text, which a conversation must not show.
            self.words.conceal()

    def _on_ticked(self, ticked: bool) -> None:
        self.taken.emit(self._today() if ticked else None, self._words)

    def _on_date_edited(self) -> None:
        if not self.date_input.line.hasFocus():  # picked in the calendar
            self._on_editing_finished()

    def _on_editing_finished(self) -> None:
        day = self.date_input.day_or_kept()
        words = self.words.text() if self.words is not None else ""
        if self.ticked and self.tick.isEnabled() and day is not None and (day, words) != (self._day, self._words):
            self._day, self._words = day, words
            self.taken.emit(day, words)


def _make_text_input(placeholder: str, name: str, chars: int, parent: QWidget) -> GrowingLine:
    line = GrowingLine(parent, chars=chars)
    line.setPlaceholderText(placeholder)
    line.setAccessibleName(name)
    return line


def _captioned(caption: str, words: GrowingLine, parent: QWidget) -> QWidget:
    """Return ``words`` with its caption at the left, which stays when something has been typed."""
    holder = QWidget(parent)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(text_label(caption, "muted"))
    row.addWidget(words, 1)
    return holder
