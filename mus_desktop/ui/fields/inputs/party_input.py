"""One party's input to one field, whatever kind of input it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value


class PartyInput(ABC):
    """What one party answers. ``body`` is the widget that stands on the page; ``edited`` is called on every change."""

    body: QWidget

    def __init__(self, edited: Callable[[], None]) -> None:
        self._edited = edited
        self._held: Value | None = None
        self._concealed = False

    @abstractmethod
    def value(self) -> Value | None:
        """What stands there now, ``None`` if blank."""

    @abstractmethod
    def show_value(self, value: Value | None) -> None:
        """Show a stored value without telling that anything was typed."""

    @abstractmethod
    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""

    @abstractmethod
    def set_name(self, name: str) -> None:
        """What a screen reader calls the input."""

    def targets(self) -> list[QWidget]:
        """Where the keyboard can go, in reading order."""
        return [self.body]

    def set_quiet(self, quiet: bool) -> None:  # noqa: B027  # most inputs look the same always
        """Step back, when another input is what the page is about."""

    def current(self) -> Value | None:
        """:meth:`value`, also while concealed."""
        return self._held if self._concealed else self.value()

    def replace(self, value: Value | None) -> None:
        """:meth:`show_value`, also while concealed."""
        if self._concealed:
            self._held = value
        else:
            self.show_value(value)

    def conceal(self) -> None:
        """Take what was answered off the screen, out of reach of screen readers too."""
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
