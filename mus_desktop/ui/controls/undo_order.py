"""The order of undo between a text editor with focus and the rows around it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class UndoOwner:
    """A widget that undoes more than text; editors inside it ask it before they undo."""

    def owns_undo_step(self, editor: QWidget, step: int) -> bool:
        """Return whether the next step is its own, not typing in ``editor``; ``step`` is -1 for undo, 1 for redo."""
        raise NotImplementedError


def parent_owns_undo_step(editor: QWidget, step: int) -> bool:
    """Return whether a widget around ``editor`` has something to undo (or, with ``step`` 1, redo) before its text."""
    parent = editor.parentWidget()
    while parent is not None and not isinstance(parent, UndoOwner):
        parent = parent.parentWidget()
    return parent is not None and parent.owns_undo_step(editor, step)
