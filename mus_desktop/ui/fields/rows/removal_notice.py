"""The message after a row was removed, with *Fortryd*."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mus_desktop.errors import KnownError
from mus_desktop.ui.dialogs.notice_area import show_notice

_CHANGED = "Rækkerne er ændret igen siden. Gå til dem, og tryk Ctrl+Z, til den fjernede er tilbage."
_CLOSED = "Planen er lukket siden, så rækken kan ikke komme tilbage."
_LEFT = "Siden med rækken er lukket siden. Skriv rækken igen, hvis den mangler."


def show_row_removed(
    grid: QWidget, history: QUndoStack, is_closed: Callable[[], bool], noun: str, store: Callable[[], None] | None
) -> None:
    """Show that a row was removed from ``grid``, as the latest step of its undo ``history``.

    Undoing it brings back the row alone: what was typed in other rows since then stays.

    :param store: stores the row again when ``grid`` is gone, because the leader has left the page; ``None``: it cannot.
    """
    step = history.index()

    def undo() -> None:
        if not isValid(grid):
            if store is None:
                raise KnownError(_LEFT)
            store()
            return
        if is_closed():
            raise KnownError(_CLOSED)
        if history.index() != step:
            raise KnownError(_CHANGED)
        history.undo()

    the_row = f"{noun}{'n' if noun.endswith('e') else 'en'}"
    show_notice(grid, f"{the_row.capitalize()} er fjernet.", undo, within=grid)
