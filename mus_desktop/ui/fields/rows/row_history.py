"""The undo history of row changes, ordered relative to the text edits in the rows."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit


class RowHistory(QUndoStack):
    """Undo of the rows of ``grid``. Text has its own undo; each step here records the text of every cell at the time.

    A cell whose text is unchanged since then has not been edited later, so the step is the most recent change.
    """

    def __init__(self, grid: QWidget) -> None:
        super().__init__(grid)
        self._grid = grid
        self._texts: dict[int, dict[QWidget, str]] = {}

    def push(self, command: QUndoCommand) -> None:
        """Record the text of every cell, and do ``command``."""
        notes = self._grid.findChildren(NoteEdit)
        for note in notes:
            note.document().setModified(False)  # later typing is a separate undo step
        cells: list[NoteEdit | LineEdit] = [*notes, *self._grid.findChildren(LineEdit)]
        self._texts[self.index()] = {cell: cell.text() for cell in cells}
        super().push(command)

    def clear(self) -> None:
        """Remove all steps."""
        self._texts.clear()
        super().clear()

    def owns_undo_step(self, editor: QWidget, step: int) -> bool:
        """Return whether a step here comes before the text of ``editor``; ``step`` is -1 for undo, 1 for redo."""
        if not (self.canUndo() if step < 0 else self.canRedo()):
            return False
        texts = self._texts.get(self.index() - 1 if step < 0 else self.index(), {})
        return isinstance(editor, NoteEdit | LineEdit) and texts.get(editor) == editor.text()
