"""One party's input to one field, of any kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Value
from mus_desktop.ui.fields.inputs.typed_input import TypedInput


class PartyInput(ABC):
    """The answer of one party. ``body`` is the widget on the page; ``edited`` is called on every change."""

    body: QWidget

    def __init__(self, edited: Callable[[], None]) -> None:
        self._edited = edited
        self._held: Value | None = None
        self._held_value_or_text: Value | None = None
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
    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name."""

    def value_or_text(self) -> Value | None:
        """Return what :meth:`show_value` needs to show the contents again: the value, or text that cannot be read."""
        return self.value()

    def check(self) -> None:  # noqa: B027  # most inputs accept whatever is typed
        """Show the message if the content cannot be read, else hide it; called when the focus leaves the input."""

    def focus_targets(self) -> list[QWidget]:
        """Return the focusable widgets in reading order."""
        return [self.body]

    def set_secondary(self, quiet: bool) -> None:  # noqa: B027  # most inputs have one look
        """Make the input less prominent, when another input is the main one on the page."""

    def current(self) -> Value | None:
        """Return :meth:`value`, also while concealed."""
        return self._held if self._concealed else self.value()

    def replace(self, value: Value | None) -> None:
        """Show ``value``; while the answer is concealed, it is shown once revealed."""
        if self._concealed:
            self._held = self._held_value_or_text = value
        else:
            self.show_value(value)

    def conceal(self) -> None:
        """Remove the answer from the screen, also for screen readers."""
        if not self._concealed:
            self._held, self._held_value_or_text = self.value(), self.value_or_text()
            self.show_value(None)
            self._concealed = True
        self.body.hide()

    def reveal(self) -> None:
        """Undo :meth:`conceal`."""
        if self._concealed:
            self._concealed = False
            self.show_value(self._held_value_or_text)
            self.check()
        self.body.show()


class TypedAnswer(PartyInput):
    """A party's answer in a typed input, which is ``input``."""

    def __init__(self, typed: TypedInput, edited: Callable[[], None]) -> None:
        super().__init__(edited)
        self.input = typed
        self.body = typed.body
        typed.edited.connect(edited)

    def value(self) -> Value | None:
        return self.input.value()

    def show_value(self, value: Value | None) -> None:
        self.input.set_value(value)

    def value_or_text(self) -> Value | None:
        return self.input.value_or_text()

    def check(self) -> None:
        self.input.check()

    def set_closed(self, closed: bool) -> None:
        self.input.set_read_only(closed)

    def set_accessible_name(self, name: str) -> None:
        self.input.set_accessible_name(name)

    def set_secondary(self, quiet: bool) -> None:
        self.input.set_secondary(quiet)

    def focus_targets(self) -> list[QWidget]:
        return self.input.focus_targets()
