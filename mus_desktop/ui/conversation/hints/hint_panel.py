"""The hints on one page, below everything that is written there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.hint_kinds import HintKind
from mus_desktop.ui.controls.immediate_layout import lay_out_now, lay_out_parents
from mus_desktop.ui.controls.labels import text_label
from mus_desktop.ui.conversation.hints.hint_row import HintRow
from mus_desktop.ui.theme.look import set_style_kind

_ABOUT = "Kun for dig. De vises ikke under samtalen og udskrives ikke."
_GO_TEXTS = {HintKind.WHEN_THEN: "Skriv »Når …, så …«"}


class HintPanel(QFrame):
    """A quiet frame with a row for each hint, hidden while there are none.

    ``chosen`` carries the hint to act on, ``unwanted`` the kind to switch off. ``rows_changed``: the page sets its tab
    order again.
    """

    chosen = Signal(object)
    unwanted = Signal(object)
    rows_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hints: tuple[Advice, ...] = ()
        self._rows: list[HintRow] = []
        self._turned = False
        set_style_kind(self, "inset")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 12, 18, 12)
        self._column.setSpacing(4)
        self._column.addWidget(text_label("Forslag", "strong", role="Heading"))
        self._column.addWidget(
            text_label("Kun for dig. De vises ikke under samtalen og udskrives ikke.", "caption", wrap=True)
        )
        self.hide()

    def show_hints(self, hints: Sequence[Advice]) -> None:
        """Show ``hints`` in place of those shown before."""
        if tuple(hints) == self._hints:
            return
        self._hints = tuple(hints)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(hint) for hint in self._hints]
        self._show()
        self.rows_changed.emit()

    def set_turned(self, turned: bool) -> None:
        """Hide the hints while the employee sees the screen."""
        self._turned = turned
        self._show()

    def inputs(self) -> list[QWidget]:
        """Return the links in reading order."""
        return [] if self.isHidden() else [button for row in self._rows for button in row.buttons]

    def _make_row(self, hint: Advice) -> HintRow:
        row = HintRow(hint, _GO_TEXTS.get(hint.kind, "Gå dertil") if hint.kind else "Gå dertil", self)
        row.chosen.connect(lambda: self.chosen.emit(hint))
        row.unwanted.connect(lambda: self.unwanted.emit(hint.kind))
        self._column.addWidget(row)
        return row

    def _show(self) -> None:
        self.setVisible(bool(self._rows) and not self._turned)
        # All at once: step by step the page would scroll away from the place that is being written in.
        if self.isVisible():
            lay_out_now(self)
        elif (page := self.parentWidget()) is not None and page.isVisible():
            lay_out_parents(self)
