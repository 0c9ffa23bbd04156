"""What is done with rows, cards and marks as something that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtGui import QUndoCommand

from mus_desktop.ui.controls.overrides import guard_overrides

T = TypeVar("T")

guard_overrides(QUndoCommand)


class ChangeCommand(QUndoCommand):
    """From what stood to what is to stand; adding, moving and removing rows, laying cards and marking are all this."""

    def __init__(self, words: str, before: T, after: T, show: Callable[[T], None]) -> None:
        super().__init__(words)
        self._before: Any = before
        self._after: Any = after
        self._show: Callable[[Any], None] = show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


def without(items: Sequence[T], item: T) -> tuple[T, ...]:
    """``items`` but for ``item``."""
    return tuple(other for other in items if other is not item)


def moved(items: Sequence[T], item: T, place: int) -> tuple[T, ...]:
    """``items`` with ``item`` at ``place`` (counted among all of them)."""
    rest = without(items, item)
    return (*rest[:place], item, *rest[place:])
