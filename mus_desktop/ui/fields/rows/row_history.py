"""What has been done with rows, in its order among what has been typed in them."""

from __future__ import annotations

from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.controls.note_edit import NoteEdit


class RowHistory(QUndoStack):
    """Undo of the rows of ``grid``. Text has its own undo; each step here knows what stood in every cell at the time.

    While a cell reads as it did then, nothing has been typed in it since, and the step is the last thing done.
    """

    def __init__(self, grid: QWidget) -> None:
        super().__init__(grid)
        self._grid = grid
        self._texts: dict[int, dict[QWidget, str]] = {}

    def push(self, command: QUndoCommand) -> None:
        """Do ``command``."""
        notes = self._grid.findChildren(NoteEdit)
        for note in notes:
            note.document().setModified(False)  # what is typed from now on is a step of its own
        cells: list[NoteEdit | LineEdit] = [*notes, *self._grid.findChildren(LineEdit)]
        self._texts[self.index()] = {cell: cell.text() for cell in cells}
        super().push(command)

    def clear(self) -> None:
        """Forget everything."""
        self._texts.clear()
        super().clear()

    def is_next(self, editor: QWidget, step: int) -> bool:
        """Whether a step here comes before the text of ``editor``; ``step`` is -1 for undo, 1 for redo."""
        if not (self.canUndo() if step < 0 else self.canRedo()):
            return False
        then = self._texts.get(self.index() - 1 if step < 0 else self.index(), {})
        return isinstance(editor, NoteEdit | LineEdit) and then.get(editor) == editor.text()
