"""Insertion of a pasted list into a rating or a table, as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mus_desktop.formspec.grids import GROUP
from mus_desktop.model.form import PartyRole
from mus_desktop.services.forms.competences import NAME, ListRow
from mus_desktop.ui.fields.rating.rating_row import RatingRow
from mus_desktop.ui.fields.rating.step_bar import StepBar
from mus_desktop.ui.fields.rows.row_grid import RowGrid
from mus_desktop.ui.fields.table.table_row import TableRow

WORDS = "Indsæt liste"
_FIRST_TO_OWN = (PartyRole.SHARED, PartyRole.LEADER, PartyRole.EMPLOYEE)


def into_rating(
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
    standing = {row.title().casefold(): row for row in grid.rows if row.title()}
    grid.undo_stack.beginMacro(WORDS)
    taken: list[RatingRow] = []
    for one in rows:
        name = str(one.cells[NAME])
        row = standing.get(name.casefold())
        if row is None:
            row = grid.blank(str(one.cells.get(GROUP, grid.sections[0].group)))
            row.show_title(name)
            taken.append(_filled(row, one))
        else:
            taken.append(row)
            for bar, role, value in _marks(row, one):
                set_mark(role, bar, row, value)
    kept = [] if replace else [row for row in grid.rows if not row.is_blank() and row not in taken]
    standing_first = [row for row in grid.rows if row in taken or row in kept]
    new = [row for row in taken if row not in standing_first]
    grid.order(WORDS, grid.padded((*standing_first, *new)))
    grid.undo_stack.endMacro()


def into_table(
    grid: RowGrid[TableRow],
    new_row: Callable[[Mapping[str, Any]], TableRow],
    rows: Sequence[ListRow],
    *,
    replace: bool,
) -> None:
    """Add the rows of a list to a table, or ``replace`` its rows. A row with a half-typed date is not blank."""
    kept = [] if replace else [row for row in grid.rows if row.contents()["cells"]]
    grid.order(WORDS, grid.padded((*kept, *(new_row(row.cells) for row in rows))))


def _filled(row: RatingRow, one: ListRow) -> RatingRow:
    for bar, _, value in _marks(row, one):
        bar.show_value(value)
    row.show_gap()
    return row


def _marks(row: RatingRow, one: ListRow) -> list[tuple[StepBar, PartyRole, int]]:
    """Return the bars of ``row`` that the list sets, with the role each belongs to and the new mark."""
    found = []
    for key, value in one.cells.items():
        owners = {column.role: bar for column, bar in row.bars.items() if column.key == key}
        role = next((role for role in _FIRST_TO_OWN if role in owners), None)
        if role is not None and isinstance(value, int):
            found.append((owners[role], role, value))
    return found
