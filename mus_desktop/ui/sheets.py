"""A dialog to fill in: a heading, labelled inputs, one line for what is wrong, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mus_desktop.errors import KnownError
from mus_desktop.ui.labels import words
from mus_desktop.ui.theme.look import dress

_SCREEN_SHARE = 0.92


class Sheet(QDialog):
    """Base of the dialogs. ``body`` takes the inputs; :meth:`store` is called by the primary button.

    The dialog closes when :meth:`store` returns; a :class:`KnownError` from it is shown in the dialog, which stays.
    Open it with ``open()``; it deletes itself when it is closed.
    """

    def __init__(self, title: str, done: str, parent: QWidget | None = None, *, text: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title.replace("…", "").strip())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self.problem = words("", "danger", wrap=True)
        self.problem.setAccessibleName("Hvad der mangler")
        self.problem.hide()
        self.primary = _button(done, "primary")
        self.primary.setDefault(True)
        self.cancel = _button("A&nnullér")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._lay_out(title, text)
        self.primary.clicked.connect(self._on_done)
        self.cancel.clicked.connect(self.reject)

    def store(self) -> None:
        """Keep what was filled in; raise :class:`KnownError` when something must be mended first."""

    def add_button(self, text: str, kind: str = "") -> QPushButton:
        """Another button, at the left."""
        button = _button(text, kind)
        self._buttons.insertWidget(self._buttons.count() - 3, button)
        return button

    def tell_problem(self, text: str) -> None:
        """Say what must be mended."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        room = self.screen().availableSize() * _SCREEN_SHARE
        self.resize(self.sizeHint().expandedTo(self.size()).boundedTo(room))

    def _on_done(self) -> None:
        try:
            self.store()
        except KnownError as error:
            self.tell_problem(error.message)
            return
        self.accept()

    def _lay_out(self, title: str, text: str) -> None:
        inside = QWidget()
        dress(inside, "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 24, 28, 8)
        column.setSpacing(6)
        column.addWidget(words(title, "title", wrap=True))
        if text:
            column.addWidget(words(text, "muted", wrap=True))
        column.addSpacing(10)
        column.addLayout(self.body)
        column.addStretch(1)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.cancel)
        self._buttons.addWidget(self.primary)
        foot = QVBoxLayout()
        foot.setContentsMargins(28, 8, 28, 24)
        foot.setSpacing(12)
        foot.addWidget(self.problem)
        foot.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Page(inside), 1)
        layout.addLayout(foot)


class Page(QScrollArea):
    """What scrolls when there is no room, and is exactly as large as its content when there is."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        """As large as the content wants to be."""
        hint = self.widget().sizeHint()
        if self.widget().hasHeightForWidth():
            hint.setHeight(self.widget().heightForWidth(hint.width()))
        return hint

    def minimumSizeHint(self) -> QSize:
        """As wide as the content must be; as low as it takes."""
        return QSize(self.widget().minimumSizeHint().width(), self.fontMetrics().height() * 4)


def _button(text: str, kind: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    if kind:
        dress(button, kind)
    return button
