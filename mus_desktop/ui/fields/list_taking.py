"""Rows of a pasted list put into a rating or a table as one step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mus_desktop.formspec.grids import GROUP
from mus_desktop.model.form import PartyRole
from mus_desktop.services.competences import NAME, ListRow
from mus_desktop.ui.fields.rating_row import RatingRow
from mus_desktop.ui.fields.step_bar import StepBar

if TYPE_CHECKING:
    from mus_desktop.ui.fields.rating import RatingWidget
    from mus_desktop.ui.fields.table import TableInput

WORDS = "Indsæt liste"
_FIRST_TO_OWN = (PartyRole.SHARED, PartyRole.LEADER, PartyRole.EMPLOYEE)


def into_rating(widget: RatingWidget, rows: Sequence[ListRow], *, replace: bool) -> None:
    """Add the rows of a list to a rating. A row of the same name keeps its other marks and gets the list's.

    ``replace`` removes the rows that are not in the list. Marks that several parties could set become the common
    ones, or else the leader's.
    """
    standing = {row.title().casefold(): row for row in widget.rows() if row.title()}
    stack = widget.grid.undo_stack
    stack.beginMacro(WORDS)
    taken: list[RatingRow] = []
    for one in rows:
        name = str(one.cells[NAME])
        row = standing.get(name.casefold())
        if row is None:
            row = widget.make_row(str(one.cells.get(GROUP, widget.grid.sections[0].group)))
            row.show_title(name)
            taken.append(_filled(row, one))
        else:
            taken.append(row)
            for bar, role, value in _marks(row, one):
                widget.set_mark(role, bar, row, value)
    kept = [] if replace else [row for row in widget.rows() if not row.is_blank() and row not in taken]
    standing_first = [row for row in widget.rows() if row in taken or row in kept]
    new = [row for row in taken if row not in standing_first]
    widget.grid.order(WORDS, widget.grid.padded((*standing_first, *new)))
    stack.endMacro()


def into_table(made: TableInput, rows: Sequence[ListRow], *, replace: bool) -> None:
    """Add the rows of a list to a table, or ``replace`` the rows it has."""
    kept = [] if replace else [row for row in made.grid.rows if not row.is_blank()]
    new = [made.new_row(row.cells) for row in rows]
    made.grid.order(WORDS, made.grid.padded((*kept, *new)))


def _filled(row: RatingRow, one: ListRow) -> RatingRow:
    for bar, _, value in _marks(row, one):
        bar.show_value(value)
    row.show_gap()
    return row


def _marks(row: RatingRow, one: ListRow) -> list[tuple[StepBar, PartyRole, int]]:
    """Which bars of ``row`` the list sets, whose they are, and to what."""
    found = []
    for key, value in one.cells.items():
        owners = {column.role: bar for column, bar in row.bars.items() if column.key == key}
        role = next((role for role in _FIRST_TO_OWN if role in owners), None)
        if role is not None and isinstance(value, int):
            found.append((owners[role], role, value))
    return found
