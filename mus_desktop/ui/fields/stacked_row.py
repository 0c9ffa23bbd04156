"""A row that can be added, moved and removed: what every kind of row has beside its cells."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from mus_desktop.ui.fields.plan_handle import HANDLE_WIDTH, Rail, RowHandle
from mus_desktop.ui.fields.plan_keys import Act
from mus_desktop.ui.theme.icons import IconToolButton

REMOVE_WIDTH = 1.75


class StackedRow(QWidget):
    """A row of a :class:`~.row_grid.RowGrid`. ``asked`` is sent with the :class:`Act` its button stands for.

    A ``fixed`` row is the form's own and stays where it is; it has neither handle nor button.
    """

    edited = Signal()
    asked = Signal(object)
    noun = "række"

    def __init__(self, group: str, parent: QWidget, *, fixed: bool = False) -> None:
        super().__init__(parent)
        self.group = group
        self.number = 0
        self._closed = False
        self.handle = None if fixed else RowHandle(self)
        self.remove_button = None if fixed else IconToolButton("remove", "", self, quiet=True)
        if self.remove_button:
            self.remove_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.remove_button.clicked.connect(lambda: self.asked.emit(Act.REMOVE))

    def cells(self) -> list[QWidget]:
        """Where the keyboard can go in the row's own cells, in reading order."""
        return []

    def name(self) -> None:
        """Name the cells for screen readers; :attr:`number` is the row's place, from 1."""

    def is_blank(self) -> bool:
        """Whether nothing stands in the row."""
        return False

    def set_number(self, number: int) -> None:
        """The row's place, from 1."""
        if number == self.number:
            return
        self.number = number
        if self.remove_button:
            self.remove_button.setAccessibleName(f"Fjern {self.noun} {number}{self.where()}")
            self.remove_button.setToolTip(f"Fjern {self.noun} {number} (Ctrl+Del)")
        self.name()

    def where(self) -> str:
        """What follows the number in names, so that they are unique on the page."""
        return ""

    def set_closed(self, closed: bool) -> None:
        """Close for typing or open again."""
        self._closed = closed
        if self.handle and self.remove_button:
            self.handle.set_fixed(closed)
            self.remove_button.setVisible(not closed)

    def inputs(self) -> list[QWidget]:
        """The cells that show, and the button."""
        tail: list[QWidget] = [self.remove_button] if self.remove_button and not self._closed else []
        return self.cells() + tail

    def frame(self, columns: QLayout, below: QLayout | None = None) -> None:
        """Lay the row out: handle, ``columns``, button, and ``below`` them a further line."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._framed(columns, first=True))
        if below is not None:
            layout.addLayout(self._framed(below, first=False))

    def _framed(self, columns: QLayout, *, first: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        if self.handle and self.remove_button:
            left: QWidget = self.handle if first else Rail(HANDLE_WIDTH, self)
            line.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(columns, 1)
        if self.handle and self.remove_button:
            line.addWidget(self._rail(self.remove_button if first else None), 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _rail(self, button: QWidget | None) -> Rail:
        rail = Rail(REMOVE_WIDTH, self)
        if button is not None:
            side = QVBoxLayout(rail)
            side.setContentsMargins(0, 0, 0, 0)
            side.addWidget(button)
        return rail
