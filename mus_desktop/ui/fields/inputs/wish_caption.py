"""The caption above a party's preparation, with the star *vil gerne tale om*."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.theme.icons import IconToolButton

_TIP = "Vil gerne tale om det"


class WishCaption(QWidget):
    """A caption ``text`` with a star that marks a wish to talk about it; ``marked`` carries the star's state."""

    marked = Signal(bool)

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = label(text, "muted", self)
        self.star = IconToolButton("star", name, self)
        self.star.setCheckable(True)
        self.star.setToolTip(_TIP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._text, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.star, 0, Qt.AlignmentFlag.AlignBottom)
        self.star.clicked.connect(self._on_clicked)

    @property
    def caption(self) -> QLabel:
        """Return the label with the text."""
        return self._text

    def show_marked(self, *, marked: bool) -> None:
        """Show whether the star is on, without emitting ``marked``."""
        self.star.setChecked(marked)
        self.star.set_icon("star_filled" if marked else "star")

    def _on_clicked(self, marked: bool) -> None:
        self.show_marked(marked=marked)
        self.marked.emit(marked)
