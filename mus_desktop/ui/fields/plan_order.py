"""The order of the rows of a plan as something that can be done and undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtGui import QUndoCommand

from mus_desktop.ui.fields.plan_row import PlanRow

T = TypeVar("T")
Rows = tuple[PlanRow, ...]


class OrderCommand(QUndoCommand):
    """From the rows as they were to the rows as they are to be; adding, moving and removing are all this."""

    def __init__(self, words: str, before: Rows, after: Rows, show: Callable[[Rows], None]) -> None:
        super().__init__(words)
        self._before, self._after, self._show = before, after, show

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
