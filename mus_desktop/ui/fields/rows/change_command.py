"""Undo commands for changes of rows, cards and marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtGui import QUndoCommand

from mus_desktop.ui.controls.overrides import guard_overrides

T = TypeVar("T")

guard_overrides(QUndoCommand)


class ChangeCommand(QUndoCommand):
    """A change from an old value to a new one; adding, moving and removing rows, laying cards and marking use it."""

    def __init__(self, text: str, before: T, after: T, show: Callable[[T], None]) -> None:
        super().__init__(text)
        self._before: Any = before
        self._after: Any = after
        self._show: Callable[[Any], None] = show

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)


def without(items: Sequence[T], item: T) -> tuple[T, ...]:
    """Return ``items`` without ``item``."""
    return tuple(other for other in items if other is not item)


def moved(items: Sequence[T], item: T, place: int) -> tuple[T, ...]:
    """Return ``items`` with ``item`` at index ``place`` (counted among all of them)."""
    rest = without(items, item)
    return (*rest[:place], item, *rest[place:])
