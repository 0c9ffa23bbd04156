"""The dialog *Markér som afholdt*: a list of what is missing, with links to it; finishing is possible all the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.services.conversation.advice import Advice
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.theme.look import set_style_kind

_WITH_ADVICE = "Du kan gå videre, som det er. Men se først, om du vil rette noget af dette:"
_WITHOUT_ADVICE = "Alt er på plads. Du kan fortryde det, indtil planen er underskrevet."


class FinishDialog(InputDialog):
    """A list of ``advice``. ``jump_to`` is the item that the leader chose to complete first, ``None`` if there is none.

    :param talk: the conversation in words: *samtalen med Åse Kjær*.
    """

    def __init__(self, advice: Sequence[Advice], talk: str, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Markér {talk} som afholdt",
            "&Markér alligevel" if advice else "&Markér som afholdt",
            parent,
            text=_WITH_ADVICE if advice else _WITHOUT_ADVICE,
        )
        self.jump_to: Advice | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # whoever opens it reads ``jump_to``
        self.setWindowTitle("Markér samtalen som afholdt")
        self.cancel.setText("&Tilbage")
        rows = QVBoxLayout()
        rows.setSpacing(4)
        for item in advice:
            rows.addLayout(self._row(item))
        self.body.addLayout(rows)

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

    def _jump(self, item: Advice) -> None:
        self.jump_to = item
        self.reject()
