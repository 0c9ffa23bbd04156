"""The order of undo between a text editor with focus and the rows around it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class UndoKeeper:
    """A widget that undoes more than text; editors inside it ask it before they undo."""

    def is_next(self, editor: QWidget, step: int) -> bool:
        """Return whether the next step is its own, not typing in ``editor``; ``step`` is -1 for undo, 1 for redo."""
        raise NotImplementedError


def others_are_next(editor: QWidget, step: int) -> bool:
    """Return whether a widget around ``editor`` has something to undo (or, with ``step`` 1, redo) before its text."""
    around = editor.parentWidget()
    while around is not None and not isinstance(around, UndoKeeper):
        around = around.parentWidget()
    return around is not None and around.is_next(editor, step)
