"""Insertion of a pasted list into a rating or a table, as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mus_desktop.formspec.row_values import GROUP
from mus_desktop.model.form import PartyRole
from mus_desktop.model.text import comparison_key
from mus_desktop.services.forms.competences import NAME, ListRow
from mus_desktop.ui.fields.rating.rating_row import RatingRow
from mus_desktop.ui.fields.rating.step_bar import StepBar
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.table.table_row import TableRow

UNDO_TEXT = "Indsæt liste"
_OWNER_ORDER = (PartyRole.SHARED, PartyRole.LEADER, PartyRole.EMPLOYEE)


def insert_into_rating(
    grid: RowGrid[RatingRow],
    set_mark: Callable[[PartyRole, StepBar, RatingRow, int | None], None],
    rows: Sequence[ListRow],
    *,
    replace: bool,
) -> None:
    """Add the rows of a list to a rating. A row of the same name gets the marks of the list and retains its others.

    ``set_mark`` sets one mark as an undo step. ``replace`` removes the rows that are not in the list. Marks that
    several parties could set become the common ones, or else the leader's.
    """
    existing = {comparison_key(row.title()): row for row in grid.rows if row.title()}
    grid.undo_stack.beginMacro(UNDO_TEXT)
    listed_rows: list[RatingRow] = []
    for list_row in rows:
        name = str(list_row.cells[NAME])
        row = existing.get(comparison_key(name))
        if row is None:
            row = grid.new_blank_row(str(list_row.cells.get(GROUP, grid.sections[0].group)))
            row.show_title(name)
            listed_rows.append(_fill_row(row, list_row))
        else:
            listed_rows.append(row)
            for bar, role, value in _marks(row, list_row):
                set_mark(role, bar, row, value)
    remaining = [] if replace else [row for row in grid.rows if not row.is_blank() and row not in listed_rows]
    existing_first = [row for row in grid.rows if row in listed_rows or row in remaining]
    new = [row for row in listed_rows if row not in existing_first]
    grid.set_rows(UNDO_TEXT, grid.with_blank_rows((*existing_first, *new)))
    grid.undo_stack.endMacro()


def insert_into_table(
    grid: RowGrid[TableRow],
    new_row: Callable[[Mapping[str, Any]], TableRow],
    rows: Sequence[ListRow],
    *,
    replace: bool,
) -> None:
    """Add the rows of a list to a table, or ``replace`` its rows. A row with a half-typed date is not blank."""
    remaining = [] if replace else [row for row in grid.rows if row.value_or_text()["cells"]]
    grid.set_rows(UNDO_TEXT, grid.with_blank_rows((*remaining, *(new_row(row.cells) for row in rows))))


def _fill_row(row: RatingRow, list_row: ListRow) -> RatingRow:
    for bar, _, value in _marks(row, list_row):
        bar.show_value(value)
    row.show_gap()
    return row


def _marks(row: RatingRow, list_row: ListRow) -> list[tuple[StepBar, PartyRole, int]]:
    """Return the bars of ``row`` that the list sets, with the role each belongs to and the new mark."""
    found = []
    for key, value in list_row.cells.items():
        owners = {column.role: bar for column, bar in row.bars.items() if column.key == key}
        role = next((role for role in _OWNER_ORDER if role in owners), None)
        if role is not None and isinstance(value, int):
            found.append((owners[role], role, value))
    return found
