"""Who undoes first: the text where the keyboard is, or what has been done with the rows around it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class UndoKeeper:
    """A widget that undoes more than text; those who type inside it ask it before they undo."""

    def is_next(self, editor: QWidget, step: int) -> bool:
        """Whether what comes next is its own, and not what was typed in ``editor``; ``step`` is -1 undo, 1 redo."""
        raise NotImplementedError


def others_are_next(editor: QWidget, step: int) -> bool:
    """Whether a widget around ``editor`` has something to undo (or, with ``step`` 1, redo) before its text."""
    around = editor.parentWidget()
    while around is not None and not isinstance(around, UndoKeeper):
        around = around.parentWidget()
    return around is not None and around.is_next(editor, step)
