"""A Danish month calendar: Monday first, with week numbers."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QIcon, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from mus_desktop.model.days.workdays import holidays
from mus_desktop.ui.theme.screen_area import available_area

DANISH = QLocale(QLocale.Language.Danish, QLocale.Country.Denmark)

_FIRST_DAY, _LAST_DAY = QDate(1900, 1, 1), QDate(2199, 12, 31)
"""Qt's calendar goes on to years that Python's ``date`` does not have."""
_ARROWS = (("qt_calendar_prevmonth", "‹", "Forrige måned"), ("qt_calendar_nextmonth", "›", "Næste måned"))


class CalendarPopup(QFrame):
    """A popup below ``anchor`` that is deleted when a day is chosen, on Esc, or on a click elsewhere."""

    chosen = Signal(date)

    def __init__(self, day: date, anchor: QWidget) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.calendar = QCalendarWidget(self)
        self.calendar.setLocale(DANISH)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        shown = QDate(day.year, day.month, day.day)
        self.calendar.setDateRange(min(shown, _FIRST_DAY), max(shown, _LAST_DAY))
        self.calendar.setSelectedDate(shown)
        self.calendar.setAccessibleName("Kalender")
        self._style_calendar()
        self.calendar.currentPageChanged.connect(self._mark_holidays)
        self._mark_holidays(day.year)
        self.calendar.clicked.connect(self._on_chosen)
        # ``clicked`` comes from the mouse, ``activated`` also from Enter.
        self.calendar.activated.connect(self._on_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.calendar)

    def _style_calendar(self) -> None:
        """Make room for six weeks, remove Qt's red from weekends, and make the arrows visible on a dark background."""
        em = self.fontMetrics().height()
        self.calendar.setMinimumSize(round(em * 22), round(em * 15))
        muted = QTextCharFormat()
        muted.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
        self.calendar.setHeaderTextFormat(muted)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, muted)
        for name, sign, accessible_name in _ARROWS:
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(QIcon())
                button.setText(sign)
                button.setAccessibleName(accessible_name)

    def _mark_holidays(self, year: int) -> None:
        """Mute the holidays of ``year`` and of the days of its neighbours that the same page shows."""
        known = range(max(date.min.year, year - 1), min(date.max.year - 1, year + 1) + 1)
        for day, name in (item for one in known for item in holidays(one).items()):
            format_ = QTextCharFormat()
            format_.setForeground(self.palette().color(QPalette.ColorRole.PlaceholderText))
            format_.setToolTip(name[:1].upper() + name[1:])
            self.calendar.setDateTextFormat(QDate(day.year, day.month, day.day), format_)

    def open_below(self, widget: QWidget) -> None:
        """Show the popup just below ``widget``, within the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(widget.rect().bottomLeft())
        screen = available_area(widget)
        x = max(screen.left(), min(corner.x(), screen.right() - self.width()))
        y = corner.y() + 2
        if y + self.height() > screen.bottom():
            # No room below, so open above.
            y = widget.mapToGlobal(widget.rect().topLeft()).y() - self.height() - 2
        self.move(x, max(screen.top(), y))
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_chosen(self, day: QDate) -> None:
        self.chosen.emit(date(day.year(), day.month(), day.day()))
        self.close()
