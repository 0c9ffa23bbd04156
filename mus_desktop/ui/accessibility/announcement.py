"""Messages that a screen reader reads aloud although the keyboard focus stays where it is."""

from __future__ import annotations

from PySide6 import QtGui  # not QAccessible itself, which takes 1.5 ms to load, and the first window announces nothing
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str, *, urgent: bool = False) -> None:
    """Have a screen reader read ``text``: a result that is shown somewhere without taking the focus.

    Nothing is announced when the window of ``widget`` is not shown, so that a locked program stays silent. In *Samtale*
    the employee may hear the announcement: it may contain only what the employee may see.

    :param urgent: interrupt what is being read; for an error, never for a confirmation.
    """
    window = widget.window()
    is_shown = window.isVisible() and not window.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    if text and is_shown:
        # Windows delivers nothing from a hidden widget, and a message is often about one that was just hidden.
        _send(widget if widget.isVisible() else window, text, urgent=urgent)


def _send(source: QWidget, text: str, *, urgent: bool) -> None:
    event = QtGui.QAccessibleAnnouncementEvent(source, text)
    politeness = QtGui.QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    QtGui.QAccessible.updateAccessibility(event)  # does nothing when no screen reader runs
