"""One hint: its sentence, a link to the place it is about, and one that switches hints of its kind off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from mus_desktop.services.hints.advice import Advice
from mus_desktop.ui.controls.labels import keep_dates_together, text_label
from mus_desktop.ui.layouts.beside_or_below import BesideOrBelowLayout
from mus_desktop.ui.theme.look import set_style_kind
from mus_desktop.ui.theme.text_width import character_width

_MIN_LETTERS_BESIDE_LINKS = 34


class HintRow(QWidget):
    """A row for ``advice``. ``chosen``: the leader goes there; ``unwanted``: no more hints of its kind, please."""

    chosen = Signal()
    unwanted = Signal()

    def __init__(self, advice: Advice, go_text: str = "Gå dertil", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.advice = advice
        text = text_label(keep_dates_together(f"•  {advice.text}"), wrap=True)
        links = QWidget(self)
        in_a_row = QHBoxLayout(links)
        in_a_row.setContentsMargins(0, 0, 0, 0)
        in_a_row.setSpacing(4)
        self.go = _link(go_text, f"{go_text}: {advice.text}")
        self.go.clicked.connect(self.chosen)
        self.buttons = [self.go]
        if advice.kind is not None:
            off = _link("Vis ikke igen", f"Vis ikke dette forslag igen: {advice.text}")
            off.setToolTip("Vis ikke dette forslag igen. Du kan slå det til under Indstillinger.")
            off.clicked.connect(self.unwanted)
            self.buttons.append(off)
        for button in self.buttons:
            in_a_row.addWidget(button)
        self.setLayout(BesideOrBelowLayout(text, links, self._min_text_width, gap=0))

    def _min_text_width(self) -> int:
        return character_width(self.fontMetrics()) * _MIN_LETTERS_BESIDE_LINKS


def _link(text: str, name: str) -> QPushButton:
    link = QPushButton(text)
    link.setAccessibleName(name)
    link.setAutoDefault(False)
    set_style_kind(link, "link")
    return link
