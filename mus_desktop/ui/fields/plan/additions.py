"""Additions after signature: a note dated today, below the additions of earlier days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mus_desktop.model.dates import Today, format_date
from mus_desktop.model.review import Addendum
from mus_desktop.ui.controls.labels import keep_dates_together
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.theme.icons import IconPushButton

_LINES = 2


class Additions(QWidget):
    """Earlier additions to ``title`` with their dates, and a *Tilføj* button for one of today.

    Today's note can be changed all day; from the next day on it is read-only, even if it is still on screen. The widget
    is empty until :meth:`set_signed` reports that the plan is signed.
    """

    edited = Signal()
    inputs_changed = Signal()

    def __init__(self, title: str, today: Today, parent: QWidget, button: str = "Tilføj") -> None:
        super().__init__(parent)
        self._title, self._today, self._button_text = title, today, button
        self._name = title
        self._saved = ""
        self._note_day = today()
        self._earlier: list[QWidget] = []
        self.button: IconPushButton | None = None
        self.note: NoteEdit | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.hide()

    def show_additions(self, additions: Iterable[Addendum]) -> None:
        """Show the stored additions."""
        for line in self._earlier:
            # ``deleteLater()`` waits for the event loop; until then the line would still be visible.
            line.hide()
            line.deleteLater()
        self._earlier.clear()
        today = self._note_day = self._today()
        known = sorted(additions, key=lambda addendum: addendum.added_on)
        for one in known:
            if one.added_on != today:
                self._show_earlier(one.added_on, one.body)
        self._saved = next((one.body for one in known if one.added_on == today), "")
        # Most fields never get an addition, so the editor is built only when there is one.
        if self._saved or self.note is not None:
            self._open_note().set_text(self._saved)
            self._show_note(shown=bool(self._saved))

    def set_signed(self, signed: bool) -> None:
        """Set whether the plan is signed, so that text is added instead of changed."""
        if signed and self.button is None:
            self._build()
        self.setVisible(signed)

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the note and the button."""
        self._name = name
        if self.button is not None:
            self.button.setAccessibleName(f"{name}: {self._button_text.lower()}")
        if self.note is not None:
            self.note.setAccessibleName(f"{name}: tilføjelse i dag")

    def collect(self) -> str | None:
        """Return today's note if it changed since the last call, ``""`` if it was removed, ``None`` if unchanged."""
        if self.note is None:
            return None
        self._start_new_day(self.note)
        text = self.note.text() if not self.note.is_blank() else ""
        if text == self._saved:
            return None
        self._saved = text
        return text

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus."""
        if self.isHidden():
            return []
        return [one for one in (self.note, self.button) if one is not None and not one.isHidden()]

    def _build(self) -> None:
        self.button = IconPushButton(self._button_text, "add", "link", self)
        self.button.clicked.connect(self._on_add)
        self._layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setVisible(self.note is None or self.note.isHidden())
        self.set_accessible_name(self._name)

    def _open_note(self) -> NoteEdit:
        if self.note is None:
            self._day = _day(self._note_day, self, "I dag, ")
            self.note = NoteEdit(_LINES, self)
            self.note.textChanged.connect(self.edited)
            index = len(self._earlier)
            self._layout.insertWidget(index, self._day)
            self._layout.insertWidget(index + 1, self.note)
            self.set_accessible_name(self._name)
        return self.note

    def _show_note(self, *, shown: bool) -> None:
        note = self._open_note()
        note.setVisible(shown)
        self._day.setVisible(shown)
        if self.button is not None:
            self.button.setVisible(not shown)
        self.inputs_changed.emit()

    def _start_new_day(self, note: NoteEdit) -> None:
        """After midnight, make the saved text an earlier addition, and keep only unsaved text in the note."""
        today = self._today()
        if today == self._note_day:
            return
        if self._saved:
            typed = note.text().removeprefix(self._saved).lstrip()
            self._show_earlier(self._note_day, self._saved)
            self._saved = ""
            note.set_text(typed)
            note.moveCursor(QTextCursor.MoveOperation.End)
            self._show_note(shown=bool(typed))
        self._note_day = today
        self._day.setText(_dated_text(today, "I dag, "))

    def _show_earlier(self, day: date, body: str) -> None:
        for line in (_day(day, self), label(body, "", self)):
            self._layout.insertWidget(len(self._earlier), line)
            self._earlier.append(line)

    def _on_add(self) -> None:
        note = self._open_note()
        self._start_new_day(note)
        self._show_note(shown=True)
        note.setFocus(Qt.FocusReason.OtherFocusReason)


def _day(day: date, parent: QWidget, before: str = "Tilføjet ") -> QLabel:
    return label(_dated_text(day, before), "caption", parent)


def _dated_text(day: date, before: str) -> str:
    return keep_dates_together(before + format_date(day))
