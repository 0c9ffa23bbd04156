"""The follow-up dates of a plan: the form's fixed rows, or rows added by the leader."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import FollowUpField
from mus_desktop.model.review import FollowUp
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import field_layout
from mus_desktop.ui.fields.plan.follow_up_row import MIN_CHARS, FollowUpRow, titles
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.rows.row_section import RowStyle


class FollowUpWidget(FieldWidget):
    """Dates with a note and a tick when the follow-up is done.

    After signature, rows printed on the signed plan keep their date and note; only the tick can change, and more rows
    can be added. Rows keep their stored place from then on, so none is moved or removed: a row is emptied instead.

    Rows of the form keep their place, whichever of them are filled. Rows stored in excess of those of the form (the
    conversation was moved to another form) show below them without a title.
    """

    field: FollowUpField

    def __init__(self, field: FollowUpField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._saved: tuple[FollowUp, ...] = ()
        self._touched = self._signed = False
        row_style = RowStyle(
            titles(field),
            MIN_CHARS,
            "opfølgning",
            fixed=bool(field.rows),
            name_suffix=field.title,
            grows_when_closed=True,
        )
        self.grid = RowGrid[FollowUpRow](row_style, (), len(field.rows) or 1, self._make_blank, self)
        self.grid.changed.connect(self._on_edited)
        self.grid.inputs_changed.connect(self.inputs_changed)
        field_layout(self, field.title, field.text).addWidget(self.grid)

    @property
    def rows(self) -> tuple[FollowUpRow, ...]:
        """Return the rows shown, in order."""
        return self.grid.rows

    def load(self, content: Content) -> None:
        self._saved = _trimmed(content.follow_ups.get(self.field.key, ()))
        shown = self._saved + (FollowUp(),) * (len(self.field.rows) - len(self._saved))
        self.grid.load([self._row(place, stored) for place, stored in enumerate(shown)])
        self._touched = False

    def collect(self) -> Changes:
        if not self._touched:
            return Changes()
        self._touched = False
        to_store = self._rows_to_store()
        if to_store == self._saved:
            return Changes()
        self._saved = to_store
        return Changes(follow_ups={RowsKey(self.context.plan, self.field.key): to_store})

    def set_arrangement(self, arrangement: Arrangement) -> None:
        self.grid.set_spacious(arrangement is Arrangement.CONVERSATION)
        lay_out_now(self)

    def set_closed(self, closed: bool) -> None:
        self.grid.set_closed(closed)
        self.inputs_changed.emit()

    def set_signed(self, signed: bool) -> None:
        self._signed = signed
        for row in self.rows:
            row.set_signed(signed)
        self.set_closed(signed)

    def first_input(self) -> QWidget | None:
        shown = self.inputs()
        return shown[0] if shown else None

    def inputs(self) -> list[QWidget]:
        return self.grid.inputs()

    def _make_blank(self, _group: str, parent: QWidget) -> FollowUpRow:
        return self._new_row(FollowUp(), "", parent)

    def _row(self, place: int, stored: FollowUp) -> FollowUpRow:
        title = self.field.rows[place] if place < len(self.field.rows) else ""
        row = self.grid.connect_row(self._new_row(stored, title, self.grid.sections[0]))
        row.place = place
        return row

    def _new_row(self, stored: FollowUp, title: str, parent: QWidget) -> FollowUpRow:
        row = FollowUpRow(stored, title, self.field, self.context.today, parent)
        row.edited.connect(self._on_edited)
        row.set_signed(self._signed)
        return row

    def _rows_to_store(self) -> tuple[FollowUp, ...]:
        """Return the rows in the places in which they are stored."""
        if not self.field.rows:
            self._assign_places()
        placed = {row.place: row.follow_up() for row in self.rows if row.place is not None}
        return _trimmed(tuple(placed.get(place, FollowUp()) for place in range(max(placed, default=-1) + 1)))

    def _assign_places(self) -> None:
        """Number the filled rows consecutively; in a signed plan, keep each stored place and put new rows last."""
        if not self._signed:
            filled = [row for row in self.rows if not row.is_blank()]
            for row in self.rows:
                row.place = filled.index(row) if row in filled else None
            return
        for row in self.rows:
            if row.place is None and not row.is_blank():
                row.place = max((other.place for other in self.rows if other.place is not None), default=-1) + 1

    def _on_edited(self) -> None:
        self._touched = True
        self.edited.emit()


def _trimmed(rows: tuple[FollowUp, ...]) -> tuple[FollowUp, ...]:
    """Return ``rows`` without the blank ones at the end."""
    while rows and rows[-1].blank:
        rows = rows[:-1]
    return rows
