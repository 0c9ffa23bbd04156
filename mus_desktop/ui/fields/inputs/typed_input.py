"""The interface of the typed inputs: one class for each type of value, used by answers, table cells and plan cells.

An adapter places an input and connects it to what is stored: ``party_input.TypedAnswer`` for an answer,
``table.table_cell.TableCell`` for a cell of a table, ``plan.plan_cell.PlanCell`` for a cell of a plan.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.text import is_blank
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit


class UnreadText(str):
    """Text on screen that cannot be read as a value; ``kept`` is the value that stays in force meanwhile."""

    __slots__ = ("kept",)
    kept: Value | None

    def __new__(cls, text: str, kept: Value | None) -> UnreadText:
        made = super().__new__(cls, text)
        made.kept = kept
        return made


class TypedInput(QObject):
    """An input for one value of one type.

    ``body`` is its widget on the page, and ``target`` the part of it that takes the focus. ``edited`` is emitted when
    the user changes the contents, never by :meth:`set_value`. It is an object beside the widget, not a widget around
    it, because a page of a form has dozens of them and every widget costs time when the page is laid out.
    """

    edited = Signal()
    body: QWidget
    target: QWidget

    @abstractmethod
    def value(self) -> Value | None:
        """Return the value to store; ``None`` if the input is blank.

        Text that cannot be read replaces no value: the one that was there before it is still the value.
        """

    def set_value(self, value: Value | None) -> None:
        """Show a stored value without emitting ``edited``.

        A value of another type is shown as it is where the widget can show any text, so that nothing stored is hidden.
        """
        with QSignalBlocker(self):
            self._show(value)

    @abstractmethod
    def _show(self, value: Value | None) -> None:
        """Show ``value``; signals are blocked meanwhile."""

    def unparsed_text(self) -> str:
        """Return the text on screen if it is not blank but cannot be read as a value; else empty."""
        return ""

    def value_or_text(self) -> Value | None:
        """Return what :meth:`set_value` needs to show the contents again: the value, or the unread text."""
        text = self.unparsed_text()
        return UnreadText(text, self.value()) if text else self.value()

    def problem(self) -> str:
        """Return the message on screen about contents that cannot be stored; empty if there is none."""
        return ""

    def check(self) -> None:
        """Show the message if the content cannot be read, else hide it; called when the focus leaves the input."""

    @abstractmethod
    def set_read_only(self, read_only: bool) -> None:
        """Close for typing or open again."""

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name."""
        self.target.setAccessibleName(name)

    def focus_targets(self) -> list[QWidget]:
        """Return the focusable widgets in reading order."""
        return [self.target]

    def set_secondary(self, quiet: bool) -> None:
        """Make the input less prominent, when another input is the main one on the page."""

    def pass_keys_to_parent(self, keys: Callable[[QKeyEvent], bool]) -> None:
        """Leave the keys that ``keys`` accepts to the widgets around the input; only inputs of text would use them."""
        if isinstance(self.target, LineEdit | NoteEdit):
            self.target.leaves_to_parent = keys


def nonblank(text: str) -> str | None:
    """Return ``text`` exactly as it was typed; ``None`` if it is blank."""
    return None if is_blank(text) else text


def scalar_text(value: Value | None) -> str:
    """Return a stored value of any type as text for an input of text; empty for a blank one."""
    return "" if value is None else str(value)
