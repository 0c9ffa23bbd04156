"""A container of cards: one of the board's areas, or the tray of cards not placed yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mus_desktop.ui.accessibility.roles import set_role
from mus_desktop.ui.fields.board.board_card import BoardCard
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.layouts.flow_layout import FlowLayout
from mus_desktop.ui.theme.look import set_style_kind


class BoardArea(QFrame):
    """One area of a board: ``title`` above its cards; ``hint`` is shown while there are none."""

    def __init__(self, title: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "List")
        self.setAccessibleName(title)
        self.title = title
        self.cards: tuple[BoardCard, ...] = ()
        self._hint = label(hint, "caption", self)
        self._flow = FlowLayout(6)
        self.setProperty("kind", "area")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(6)
        layout.addWidget(label(title, "strong", self))
        layout.addWidget(self._hint)
        layout.addLayout(self._flow)
        layout.addStretch(1)

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        """Show ``cards`` in this area, in that order."""
        while self._flow.takeAt(0):  # removes the cards from the layout without deleting them
            pass
        self.cards = tuple(cards)
        for card in cards:
            self._flow.addWidget(card)
            if self.isVisible():  # a widget that gets a visible parent stays hidden until it is shown
                card.show()
        self._hint.setVisible(not cards)
        self._flow.invalidate()
        self.updateGeometry()

    def set_targeted(self, targeted: bool) -> None:
        """Highlight the area as the target of the lifted card."""
        set_style_kind(self, "area_aimed" if targeted else "area")

    def minimumSizeHint(self) -> QSize:
        em = self.fontMetrics().height()
        return QSize(em * 9, max(super().minimumSizeHint().height(), em * 6))
