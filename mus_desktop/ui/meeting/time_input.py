"""A time of day as Danes type it."""

from __future__ import annotations

import re
from datetime import time

from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.model.dates import format_time
from mus_desktop.ui.controls.line_edit import LineEdit

_TIME = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:\s*[.:,]\s*(\d{2})|(\d{2}))?", re.IGNORECASE)


def parse_time(text: str) -> time | None:
    """Return the time in ``text``: ``10``, ``10.30``, ``10:30``, ``1030`` or ``kl. 10.30``; ``None`` if blank.

    :raises KnownError: it is not a time of day.
    """
    if not text.strip():
        return None
    match = _TIME.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2] or match[3] or 0)) if match else (99, 99)
    if hour > 23 or minute > 59:
        raise KnownError("Klokkeslættet kan ikke læses. Skriv det for eksempel som 10.30.")
    return time(hour, minute)


class TimeInput(LineEdit):
    """A line edit for a time; it is rewritten in full when it loses the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("fx 10.30")
        self.editingFinished.connect(self._on_finished)

    def at(self) -> time | None:
        """Return the typed time.

        :raises KnownError: it is not a time of day.
        """
        try:
            return parse_time(self.text())
        except KnownError:
            self.setFocus()
            raise

    def set_at(self, at: time | None) -> None:
        """Show the time ``at``; nothing if it is ``None``."""
        self.setText(format_time(at) if at else "")

    def _on_finished(self) -> None:
        try:
            self.set_at(parse_time(self.text()))
        except KnownError:
            return
