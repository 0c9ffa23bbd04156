"""A lifted card: the card, the area it would be placed on, and the text shown meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.ui.fields.board.board_area import BoardArea
from mus_desktop.ui.fields.board.board_card import BoardCard


class BoardLift:
    """Hold at most one card above ``areas`` and ``tray``; ``says`` shows where it would be placed."""

    def __init__(self, body: QWidget, areas: Sequence[BoardArea], tray: BoardArea, says: QLabel) -> None:
        self.card: BoardCard | None = None
        self.aim: BoardArea | None = None
        self._body, self._areas, self._tray, self._says = body, tuple(areas), tray, says
        self._ghost: QLabel | None = None

    def take_up(self, card: BoardCard) -> None:
        """Lift ``card``; the target is the area it is on."""
        self._hold(card)
        lies = next((area for area in self._areas if card in area.cards), None)
        self.aim_at(lies or self._areas[0])

    def step(self, by: int) -> None:
        """Target the next area, or with -1 the previous one."""
        places = [*self._areas, self._tray]
        if self.aim:
            self.aim_at(places[(places.index(self.aim) + by) % len(places)])

    def named(self, text: str) -> BoardArea | None:
        """Return the area with the number of the digit, or the next one that begins with the letter."""
        if text.isdecimal():
            return self._areas[int(text) - 1] if 1 <= int(text) <= len(self._areas) else None
        start = self._areas.index(self.aim) + 1 if self.aim in self._areas else 0
        turned = self._areas[start:] + self._areas[:start]
        return next((area for area in turned if area.title.casefold().startswith(text.casefold())), None)

    def aim_at(self, area: BoardArea | None) -> None:
        """Highlight ``area`` as the target, or none."""
        self.aim = area
        for place in (*self._areas, self._tray):
            place.set_aimed_at(place is area)
        if self.card and area:
            where = "tages af" if area is self._tray else f"lægges på {area.title}"
            self._says.setText(f"»{self.card.card}« {where}: Enter. Andet område: piletaster eller tal. Fortryd: Esc.")
            self.card.setAccessibleDescription(where)

    def drag(self, card: BoardCard, spot: QPoint) -> None:
        """Move ``card`` with the mouse to ``spot``, in global coordinates."""
        self._hold(card)
        if self._ghost is None:
            self._ghost = self._ghost_of(card)
        self._ghost.move(self._body.mapFromGlobal(spot) - card.rect().center())
        self.aim_at(self.place_at(spot))

    def place_at(self, spot: QPoint) -> BoardArea | None:
        """Return the area or the tray at ``spot``."""
        places = (*self._areas, self._tray)
        return next((place for place in places if place.rect().contains(place.mapFromGlobal(spot))), None)

    def put_down(self) -> None:
        """Release the card without placing it."""
        if self.card:
            self.card.set_lifted(False)
        if self._ghost:
            self._ghost.hide()
            self._ghost.deleteLater()
            self._ghost = None
        self.card = None
        self.aim_at(None)

    def _hold(self, card: BoardCard) -> None:
        self.card = card
        card.set_lifted(True)

    def _ghost_of(self, card: BoardCard) -> QLabel:
        made = QLabel(self._body)
        made.setPixmap(card.grab())
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        made.resize(card.size())
        made.show()
        return made
