"""The parts below the cells of an agreement: texts of an earlier form, a tick about others, and an offered value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mus_desktop.ui.controls.labels import breakable
from mus_desktop.ui.controls.wrapping_check_box import WrappingCheckBox
from mus_desktop.ui.fields.heading import label
from mus_desktop.ui.fields.plan.plan_offers import OfferedValue
from mus_desktop.ui.fields.rows.row_handle import BUTTONS_WIDTH, HANDLE_WIDTH, FixedWidthColumn
from mus_desktop.ui.layouts.column_layout import ColumnLayout, InputAlignment, InputCell, InputColumn

_MIN_CHARS = 26


class RowExtras(QWidget):
    """The extras of a row, each built when it is needed.

    ``carried_texts`` are titles and read-only texts of an earlier form, for which this form has no column.

    ``accept_wanted`` is emitted when the offered value is accepted. ``with_spacers`` aligns the extras with cells that
    have rails.
    """

    edited = Signal()
    accept_wanted = Signal()

    def __init__(
        self, carried_texts: Sequence[tuple[str, str]], ticked: bool, parent: QWidget, *, with_spacers: bool
    ) -> None:
        super().__init__(parent)
        self._ticked = ticked
        self._closed = False
        self._name = ""
        self.tick: WrappingCheckBox | None = None
        self.offer_button: QPushButton | None = None
        self._columns = ColumnLayout(_MIN_CHARS)
        content = QVBoxLayout()
        content.setSpacing(2)
        for title, text in carried_texts:
            content.addWidget(label(breakable(f"Følger med: {title} – {text.strip()}"), "muted", self))
        content.addLayout(self._columns)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        if with_spacers:
            layout.addWidget(FixedWidthColumn(HANDLE_WIDTH, self))
        layout.addLayout(content, 1)
        if with_spacers:
            layout.addWidget(FixedWidthColumn(BUTTONS_WIDTH, self))

    @property
    def ticked(self) -> bool:
        """Return whether the employee's consent to involving others is recorded."""
        # The tick is built only when the text names others; until then the stored consent holds.
        return self.tick.box.isChecked() if self.tick else self._ticked

    def set_closed(self, closed: bool) -> None:
        """Make it read-only, or editable again."""
        self._closed = closed
        if self.tick:
            self.tick.set_closed(closed)

    def set_accessible_name(self, name: str) -> None:
        """Set the accessible name of the agreement."""
        self._name = name
        if self.tick:
            self.tick.box.setAccessibleName(f"{name}: {self.tick.text}")
        if self.offer_button:
            self.offer_button.setAccessibleName(f"{name}: {self.offer_button.text()}")

    def inputs(self) -> list[QWidget]:
        """Return the widgets that accept keyboard focus."""
        found: list[QWidget] = []
        if self.offer_button is not None and not self.offer_button.isHidden():
            found.append(self.offer_button)
        if self.tick is not None and not self.tick.isHidden():
            found.append(self.tick.box)
        return found

    def show_tick(self, *, shown: bool) -> None:
        """Show or hide the tick about others."""
        if shown and self.tick is None:
            self.tick = WrappingCheckBox("Aftalt med medarbejderen, at andre inddrages", self)
            self.tick.box.setChecked(self._ticked)
            self.tick.set_closed(self._closed)
            self.tick.box.toggled.connect(self.edited)
            self._update_layout()
        if self.tick is not None:
            self.tick.setVisible(shown)

    def show_offer(self, offer: OfferedValue | None) -> None:
        """Show this offered value; ``None`` hides the offer."""
        if offer and self.offer_button is None:
            self.offer_button = QPushButton(self)
            self.offer_button.setProperty("kind", "link")
            self.offer_button.setToolTip("Alt+Enter")
            self.offer_button.clicked.connect(self.accept_wanted)
            self._update_layout()
        if self.offer_button is not None:
            self.offer_button.setText(offer.button_text if offer else "")
            self.offer_button.setVisible(offer is not None)
            self.set_accessible_name(self._name)

    def _update_layout(self) -> None:
        extras = (extra for extra in (self.tick, self.offer_button) if extra is not None)
        self._columns.set_columns(
            [
                InputColumn(
                    (
                        InputCell(
                            extra, alignment=InputAlignment.END if extra is self.offer_button else InputAlignment.FILL
                        ),
                    )
                )
                for extra in extras
            ]
        )
        self.set_accessible_name(self._name)
