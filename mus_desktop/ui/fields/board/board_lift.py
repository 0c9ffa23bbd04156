"""The state while a card is lifted: the card, its target area, and the hint shown meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.model.text import comparison_key
from mus_desktop.ui.fields.board.board_area import BoardArea
from mus_desktop.ui.fields.board.board_card import BoardCard


class BoardLift:
    """Hold at most one card above ``areas`` and ``tray``; ``hint_label`` shows where it would be placed."""

    def __init__(self, body: QWidget, areas: Sequence[BoardArea], tray: BoardArea, hint_label: QLabel) -> None:
        self.card: BoardCard | None = None
        self.target: BoardArea | None = None
        self._body, self._areas, self._tray, self._hint_label = body, tuple(areas), tray, hint_label
        self._drag_image: QLabel | None = None

    def lift(self, card: BoardCard) -> None:
        """Lift ``card``; the target is the area it is on."""
        self._mark_lifted(card)
        current_area = next((area for area in self._areas if card in area.cards), None)
        self.set_target(current_area or self._areas[0])

    def step(self, by: int) -> None:
        """Target the next area, or with -1 the previous one."""
        areas = [*self._areas, self._tray]
        if self.target:
            self.set_target(areas[(areas.index(self.target) + by) % len(areas)])

    def area_for_key(self, text: str) -> BoardArea | None:
        """Return the area with the number of the digit, or the next one that begins with the letter."""
        if text.isdecimal():
            return self._areas[int(text) - 1] if 1 <= int(text) <= len(self._areas) else None
        start = self._areas.index(self.target) + 1 if self.target in self._areas else 0
        rotated = self._areas[start:] + self._areas[:start]
        return next((area for area in rotated if comparison_key(area.title).startswith(comparison_key(text))), None)

    def set_target(self, area: BoardArea | None) -> None:
        """Highlight ``area`` as the target, or none."""
        self.target = area
        for each in (*self._areas, self._tray):
            each.set_targeted(each is area)
        if self.card and area:
            where = "tages af" if area is self._tray else f"lægges på {area.title}"
            self._hint_label.setText(
                f"»{self.card.card}« {where}: Enter. Andet område: piletaster eller tal. Fortryd: Esc."
            )
            self.card.setAccessibleDescription(where)

    def drag(self, card: BoardCard, position: QPoint) -> None:
        """Move ``card`` with the mouse to ``position``, in global coordinates."""
        self._mark_lifted(card)
        if self._drag_image is None:
            self._drag_image = self._make_drag_image(card)
        self._drag_image.move(self._body.mapFromGlobal(position) - card.rect().center())
        self.set_target(self.area_at(position))

    def area_at(self, position: QPoint) -> BoardArea | None:
        """Return the area or the tray at ``position``."""
        areas = (*self._areas, self._tray)
        return next((area for area in areas if area.rect().contains(area.mapFromGlobal(position))), None)

    def release(self) -> None:
        """Release the card without placing it."""
        if self.card:
            self.card.set_lifted(False)
        if self._drag_image:
            self._drag_image.hide()
            self._drag_image.deleteLater()
            self._drag_image = None
        self.card = None
        self.set_target(None)

    def _mark_lifted(self, card: BoardCard) -> None:
        self.card = card
        card.set_lifted(True)

    def _make_drag_image(self, card: BoardCard) -> QLabel:
        image = QLabel(self._body)
        image.setPixmap(card.grab())
        image.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        image.resize(card.size())
        image.show()
        return image
