"""The dialog *Markér som afholdt*: a list of what is missing, with links to it; finishing is possible all the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mus_desktop.services.conversation.advice import Advice
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.theme.look import set_style_kind


class FinishDialog(QDialog):
    """A list of ``advice``. ``jump_to`` is the item that the leader chose to complete first, ``None`` if there is none.

    :param talk: the conversation in words: *samtalen med Åse Kjær*.
    """

    def __init__(self, advice: Sequence[Advice], talk: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jump_to: Advice | None = None
        self.setWindowTitle("Markér samtalen som afholdt")
        self.setMinimumWidth(520)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(text_label(f"Markér {talk} som afholdt", "title", wrap=True))
        layout.addWidget(self._intro(advice))
        if advice:
            layout.addWidget(self._list(advice))
        layout.addLayout(self._buttons(advice))

    def _intro(self, advice: Sequence[Advice]) -> QLabel:
        text = (
            "Du kan gå videre, som det er. Men se først, om du vil rette noget af dette:"
            if advice
            else "Alt er på plads. Du kan fortryde det, indtil planen er underskrevet."
        )
        label = QLabel(text, wordWrap=True)
        set_style_kind(label, "muted")
        return label

    def _list(self, advice: Sequence[Advice]) -> QScrollArea:
        page = QWidget()
        set_style_kind(page, "page")
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for item in advice:
            rows.addLayout(self._row(item))
        rows.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(page)
        area.setMinimumHeight(min(page.sizeHint().height() + 4, 320))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _row(self, item: Advice) -> QHBoxLayout:
        text = text_label(f"•  {item.text}", wrap=True)
        go = QPushButton("Gå dertil")
        go.setAccessibleName(f"Gå dertil: {item.text}")
        go.setAutoDefault(False)
        set_style_kind(go, "link")
        go.clicked.connect(lambda: self._jump(item))
        row = QHBoxLayout()
        row.addWidget(text, 1)
        row.addWidget(go)
        return row

    def _buttons(self, advice: Sequence[Advice]) -> QHBoxLayout:
        finish = QPushButton("&Markér alligevel" if advice else "&Markér som afholdt")
        finish.setDefault(True)
        set_style_kind(finish, "primary")
        cancel = QPushButton("&Tilbage")
        cancel.setAutoDefault(False)
        finish.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(finish)
        return row

    def _jump(self, item: Advice) -> None:
        self.jump_to = item
        self.reject()
