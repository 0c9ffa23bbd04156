"""One party's input to one field, of any type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value


class PartyInput(ABC):
    """The answer of one party. ``body`` is the widget on the page; ``edited`` is called on every change."""

    body: QWidget

    def __init__(self, edited: Callable[[], None]) -> None:
        self._edited = edited
        self._held: Value | None = None
        self._concealed = False

    @abstractmethod
    def value(self) -> Value | None:
        """Return the current value, ``None`` if blank."""

    @abstractmethod
    def show_value(self, value: Value | None) -> None:
        """Show a stored value without calling ``edited``."""

    @abstractmethod
    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""

    @abstractmethod
    def set_name(self, name: str) -> None:
        """Set the accessible name."""

    def targets(self) -> list[QWidget]:
        """Return the focusable widgets in reading order."""
        return [self.body]

    def set_quiet(self, quiet: bool) -> None:  # noqa: B027  # most inputs have one look
        """Make the input less prominent, when another input is the main one on the page."""

    def current(self) -> Value | None:
        """Return :meth:`value`, also while concealed."""
        return self._held if self._concealed else self.value()

    def replace(self, value: Value | None) -> None:
        """Call :meth:`show_value`, also while concealed."""
        if self._concealed:
            self._held = value
        else:
            self.show_value(value)

    def conceal(self) -> None:
        """Remove the answer from the screen, also for screen readers."""
        if not self._concealed:
            self._held = self.value()
            self.show_value(None)
            self._concealed = True
        self.body.hide()

    def reveal(self) -> None:
        """Undo :meth:`conceal`."""
        if self._concealed:
            self._concealed = False
            self.show_value(self._held)
        self.body.show()
