"""The observations of an employee below a line that is folded until the leader opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QVBoxLayout, QWidget

from mus_desktop.model.dates import format_date
from mus_desktop.model.people import Observation
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.labels import breakable, keep_dates_together, text_label
from mus_desktop.ui.theme.icons import IconPushButton
from mus_desktop.ui.theme.look import set_style_kind

_PRIVATE = "Kun til dig. De udskrives aldrig og vises ikke i samtalen."
_NONE = "Skriv ros og eksempler ned, når du ser dem. Så har du dem, når du forbereder samtalen."
_LINK_PADDING = 5  # pixels between the edge of a link and its first letter
_NO_DAY = "(dato kan ikke læses)"


class ObservationFold(QFrame):
    """A folded list of observations; folded at first, because somebody may stand behind the leader.

    ``read`` returns them, the newest first. ``add_wanted``: a new one; ``edit_wanted`` carries the
    :class:`Observation` to change.

    :param title: the line; the number of observations is added to it.
    """

    add_wanted = Signal()
    edit_wanted = Signal(object)

    def __init__(self, title: str, read: Callable[[], Sequence[Observation]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_style_kind(self, "line")
        self._title, self._read = title, read
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 6)
        self._column.setSpacing(8)
        self._fold = Fold(title, self._content, opened=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.addWidget(self._fold)
        self._fold.toggled.connect(lambda _opened: self.reload())
        self.reload()

    @property
    def button(self) -> QToolButton:
        """Return the line that opens and closes the list."""
        return self._fold.button

    def fold_up(self) -> None:
        """Close the list, so that its words leave the window."""
        self._fold.set_open(False)

    def show_of(self, read: Callable[[], Sequence[Observation]]) -> None:
        """Show the observations of another employee, folded."""
        self._read = read
        self.fold_up()
        self.reload()

    def reload(self) -> None:
        """Show the observations as stored now; their words are only in the window while the line is open."""
        observations = self._read()
        title = f"{self._title} ({len(observations)})" if observations else self._title
        self.button.setText(title)
        self.button.setAccessibleName(title)
        self.button.updateGeometry()
        had_focus = self._content.isAncestorOf(self._content.window().focusWidget() or self)
        self._clear()
        if self._fold.is_open():
            self._fill(observations)
            if had_focus:
                self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, observations: Sequence[Observation]) -> None:
        about = text_label(_PRIVATE if observations else f"{_NONE} {_PRIVATE}", "muted", wrap=True)
        about.setContentsMargins(_LINK_PADDING, 0, 0, 0)
        for widget in (about, *map(self._row, observations)):
            self._column.addWidget(widget)
            widget.show()  # at once, and not when the event loop comes to it
        add = IconPushButton("Tilføj iagttagelse …", "add", "link")
        add.setAccessibleName("Tilføj iagttagelse")
        add.clicked.connect(self.add_wanted)
        self._column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        add.show()

    def _row(self, observation: Observation) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        day = format_date(observation.on_date) if observation.on_date else _NO_DAY
        edit = QPushButton(keep_dates_together(day))
        set_style_kind(edit, "link")
        edit.setAccessibleName(f"Ret iagttagelsen fra {day}")
        edit.setToolTip("Ret eller fjern iagttagelsen")
        edit.clicked.connect(lambda: self.edit_wanted.emit(observation))
        words = text_label(breakable(observation.body), wrap=True)
        words.setContentsMargins(_LINK_PADDING, 0, 0, 0)
        column.addWidget(edit, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(words)
        return row

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)  # out of the window now, not when the event loop deletes it
                widget.deleteLater()
