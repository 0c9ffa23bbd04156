"""A date input: typed in any usual form, or picked from a calendar."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mus_desktop.model.dates import (
    Today,
    format_date,
    format_date_short,
    format_planned_date,
    format_planned_date_short,
    is_unlikely,
    year_before,
)
from mus_desktop.model.days.workdays import next_workday
from mus_desktop.model.text import is_blank
from mus_desktop.ui.controls.calendar_popup import CalendarPopup
from mus_desktop.ui.controls.day_text import parse_day
from mus_desktop.ui.controls.input_container import InputContainer
from mus_desktop.ui.controls.line_edit import LineEdit, LineProblem
from mus_desktop.ui.theme.icons import IconToolButton

_UNREADABLE = "Skriv en dato som 1. marts 2027."
_WIDTH_IN_CHARACTERS = 24


class DateLine(LineEdit):
    """The line edit of a date. Alt+Down requests the calendar, Del clears a complete date."""

    calendar_wanted = Signal()
    focus_left = Signal()
    day: date | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.calendar_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers() and self.day and not self.isReadOnly():
            self.selectAll()
            self.insert("")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The calendar and the context menu take the focus too, without ending the input.
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.focus_left.emit()


class DateInput(InputContainer):
    """A line edit for a date with a calendar button; ``edited`` is emitted when a date is typed or picked.

    A date that is rather a typing error (:func:`~mus_desktop.model.dates.is_unlikely`) counts as unreadable until it is
    confirmed with Enter. Unreadable text stays on screen, and the day that was shown before it stays in force.

    :param today: returns the day from which a date without a year is counted; called each time.
    """

    edited = Signal()

    def __init__(self, today: Today, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._weekday = False
        self._past = False
        self._kept: date | None = None
        self._asked: date | None = None
        self.line = DateLine(self, chars=_WIDTH_IN_CHARACTERS)
        self.line.setPlaceholderText(placeholder)
        self._button = IconToolButton("calendar", "Vælg i kalender", self.line)
        self._button.setProperty("kind", "inside")
        # The calendar is opened with Alt+Down, so the button needs no tab stop.
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(self.line)
        self._error_label = LineProblem(self.line, self._layout, _UNREADABLE)
        self.input_widget = self.line
        self.line.textChanged.connect(self._on_text_changed)
        self.line.focus_left.connect(self.check)
        self.line.returnPressed.connect(self._on_return)
        self.line.calendar_wanted.connect(self.open_calendar)
        self._button.clicked.connect(self.open_calendar)

    def day(self) -> date | None:
        """Return the day; ``None`` if the input is blank, cannot be read, or is not confirmed."""
        if self.line.day is not None:
            return self.line.day
        typed = self._typed_day()
        return None if typed is None or is_unlikely(typed, self._today()) else typed

    def unlikely_day(self) -> date | None:
        """Return the typed day if it is rather a typing error and has not been confirmed."""
        if self.line.day is not None:
            return None
        typed = self._typed_day()
        return typed if typed is not None and is_unlikely(typed, self._today()) else None

    def day_or_kept(self) -> date | None:
        """Return the day to store: what cannot be read, or is not confirmed, replaces no day that was there before."""
        return self._kept if self.unparsed_text() else self.day()

    def content(self) -> date | str | None:
        """Return the day, or else the text that cannot be read as one; ``None`` if the input is blank.

        Compare this, never the text on screen: the same day is written differently in different widths.
        """
        return self.day() or self.unparsed_text() or None

    def show_day(self, day: date | None) -> None:
        """Show ``day`` without emitting ``edited``."""
        self._set_day(day)
        self._error_label.set_shown(shown=False)

    def show_text(self, text: str, kept: date | None = None) -> None:
        """Show ``text`` as it is, which need not be a date, over the day ``kept``, without emitting ``edited``."""
        with QSignalBlocker(self):
            self.line.show_text(text)
        self._kept = kept
        self._error_label.set_shown(shown=False)

    def pick(self, day: date) -> None:
        """Set ``day`` as if it had been typed, and confirmed if need be."""
        before = self.content()
        self.show_day(day)
        if day != before:
            self.edited.emit()

    def unparsed_text(self) -> str:
        """Return the text on screen if it is not blank but cannot be read as a day; else empty."""
        text = self.line.text()
        return text if not is_blank(text) and self.day() is None else ""

    def error_text(self) -> str:
        """Return the message about an unreadable date; empty if the date is fine."""
        return self._error_label.text()

    def check(self) -> None:
        """Write a date in full, or show the message about text that cannot be read, as when the focus leaves."""
        if not self.unparsed_text():
            self._set_day(self.day())
        self._asked = self.unlikely_day()
        self._error_label.set_shown(shown=bool(self.unparsed_text()), words=self.problem())

    def problem(self) -> str:
        """Return the message about text that cannot be read or is not confirmed; empty if there is none."""
        if (unlikely := self.unlikely_day()) is not None:
            return f"Er {format_date(unlikely)} rigtig? Tryk Enter her for at bruge datoen, eller ret den."
        if not self.unparsed_text():
            return ""
        return f"{_UNREADABLE} Indtil da gælder {format_date(self._kept)}." if self._kept else _UNREADABLE

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name."""
        self.line.setAccessibleName(name)
        self._button.setAccessibleName(f"{name}: vælg i kalender")

    def show_weekday(self) -> None:
        """Show the weekday where there is room, and open a calendar without a day on a working day."""
        self._weekday = True

    def expect_past(self) -> None:
        """Read a date without a year as the latest such day, because it is about something that has happened."""
        self._past = True

    def set_compact(self) -> None:
        """Use the compact look that fits in a table cell."""
        self.line.setProperty("kind", "compact")

    def set_read_only(self, read_only: bool) -> None:
        """Open or close for typing."""
        self.line.set_read_only(read_only)
        self._button.setVisible(not read_only)
        self._place_button()

    def open_calendar(self) -> CalendarPopup | None:
        """Open the calendar and return it; ``None`` if the date is closed for typing."""
        if self.line.isReadOnly():
            return None
        proposed = next_workday(self._today()) if self._weekday else self._today()
        popup = CalendarPopup(self.day() or proposed, self)
        popup.chosen.connect(self.pick)
        popup.open_below(self.line)
        return popup

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout.activate()
        self._place_button()
        if self.line.day is not None:
            self._set_day(self.line.day)  # the same day, only reformatted: not typed by the user

    def _place_button(self) -> None:
        side = self.line.height() - 6
        shown = not self._button.isHidden()
        self._button.setGeometry(self.line.width() - side - 3, 3, side, side)
        self.line.setTextMargins(0, 0, side - 2 if shown else 0, 0)

    def _on_text_changed(self) -> None:
        self.line.day = None
        if self._error_label.text() and (self._asked or is_blank(self.line.text())):
            self._error_label.set_shown(shown=False)
        self._asked = None
        self.edited.emit()

    def _on_return(self) -> None:
        if self._asked is not None:
            self.pick(self._asked)
        else:
            self.check()

    def _typed_day(self) -> date | None:
        today = self._today()
        return parse_day(self.line.text(), year_before(today) + timedelta(days=1) if self._past else today)

    def _set_day(self, day: date | None) -> None:
        text = self._text_for(day) if day else ""
        if text != self.line.text():
            with QSignalBlocker(self):
                self.line.show_text(text)
        self.line.day = self._kept = day
        self._asked = None

    def _text_for(self, day: date) -> str:
        """Return the date in full, with its weekday if that is shown, or in the longest form that fits."""
        margins = self.line.textMargins()
        available_width = self.line.contentsRect().width() - margins.left() - margins.right() - 12
        with_weekday = (format_planned_date(day), format_planned_date_short(day)) if self._weekday else ()
        forms = (*with_weekday, format_date(day))
        fitting = (text for text in forms if self.line.fontMetrics().horizontalAdvance(text) <= available_width)
        return next(fitting, format_date_short(day))
