"""The values that have rows: a board of cards, a rating, a table.

Shapes, as stored:

- board: ``[[area, card], ...]`` in the order in which the cards were placed;
- rating: ``{row: {column: step}}``. A rating without columns in the form has one, called :data:`DEFAULT_COLUMN`. Where
  the form asks for it, a row also holds its remark and its group, and the row ``""`` holds the remark on the whole;
- table: ``[{"id": id, "cells": {column: value}}, ...]``. In a table with fixed rows the id is the row's label.

A row that a user has named is kept even when it has no other content; any other row without content is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mus_desktop.formspec.cells import cell_text, clean_cell, clean_option, clean_step, clean_text, step_text
from mus_desktop.model.answers import Value
from mus_desktop.model.form import BoardField, ChoiceField, Form, RatingField, TableField

DEFAULT_COLUMN = "level"
REMARK = "remark"
GROUP = "group"
OVERALL_ROW = ""


def clean_board(field: BoardField, form: Form, value: Any) -> Value | None:
    """Return the cards on the board; a card can be in one area only."""
    choice = form.field_with(field.cards)
    cards = choice.options if isinstance(choice, ChoiceField) else ()
    area_of_card: dict[str, str] = {}
    for pair in _list(value):
        area, card = (clean_option(name, known) for name, known in zip(_pair(pair), (field.areas, cards), strict=True))
        if area is None or card is None:
            continue
        if area_of_card.setdefault(card, area) != area:
            raise ValueError(f"Kortet »{card}« ligger to steder.")
    return [[area, card] for card, area in area_of_card.items()] or None


def board_text(field: BoardField, _form: Form, value: Any) -> str:
    """Return the cards by area, in the order of the areas."""
    by_area = {area: [card for card_area, card in value if card_area == area] for area in field.areas}
    return "\n".join(f"{area}: {', '.join(cards)}" for area, cards in by_area.items() if cards)


def clean_rating(field: RatingField, form: Form, value: Any) -> Value | None:
    """Return the steps chosen; blank is absent, never zero."""
    rows: dict[str, Any] = {}
    for raw_name, raw_cells in _mapping(value).items():
        name = _row_name(field, raw_name)
        cells = _overall_remark(field, raw_cells) if name == OVERALL_ROW else _rating_cells(field, form, raw_cells)
        if name in rows:
            raise ValueError(f"To rækker hedder »{name}«.")
        if cells or _named_by_user(field, name):
            rows[name] = cells
    return rows or None


def _row_name(field: RatingField, raw_name: Any) -> str:
    if raw_name == OVERALL_ROW:
        return OVERALL_ROW
    name = clean_text(raw_name)
    if name is None:
        raise ValueError("Giv rækken et navn.")
    if field.rows and name not in field.rows:
        raise ValueError(f"»{name}« er ikke blandt skemaets rækker.")
    return name


def _named_by_user(field: RatingField, name: str) -> bool:
    return not field.rows and name != OVERALL_ROW


def _rating_cells(field: RatingField, form: Form, raw_cells: Any) -> dict[str, Any]:
    scales = {column.key: column.scale for column in field.columns} or {DEFAULT_COLUMN: field.scale}
    cells: dict[str, Any] = {}
    for key, value in _mapping(raw_cells).items():
        if value is None:
            continue
        if key in scales:
            cells[key] = clean_step(value, form.scale(scales[key]))
        elif key == REMARK and field.row_remark:
            cells[key] = clean_text(value)
        elif key == GROUP and field.groups:
            cells[key] = clean_option(value, field.groups)
        else:
            raise ValueError(f"Skemaet har ingen kolonne »{key}«.")
    return _filled(cells)


def _overall_remark(field: RatingField, raw_cells: Any) -> dict[str, Any]:
    if set(_mapping(raw_cells)) - {REMARK} or not field.remark:
        raise ValueError("Giv rækken et navn.")
    remark = raw_cells.get(REMARK)
    return _filled({REMARK: None if remark is None else clean_text(remark)})


def rating_text(field: RatingField, form: Form, value: Any) -> str:
    """Return a line for each row, in the order of the form or of the rows, and the remark on the whole last."""
    # Fixed rows are written in the form's order, rows of the users in the order in which they were added.
    names = [name for name in field.rows if name in value] or [name for name in value if name != OVERALL_ROW]
    lines = [_rating_line(field, form, name, value[name]) for name in names]
    if OVERALL_ROW in value:
        lines.append(f"{field.remark}: {value[OVERALL_ROW][REMARK]}")
    return "\n".join(lines)


def _rating_line(field: RatingField, form: Form, name: str, cells: Mapping[str, Any]) -> str:
    parts = [f"{c.title} {step_text(cells[c.key], form.scale(c.scale))}" for c in field.columns if c.key in cells]
    if not field.columns and DEFAULT_COLUMN in cells:
        parts.append(step_text(cells[DEFAULT_COLUMN], form.scale(field.scale)))
    if REMARK in cells:
        parts.append(cells[REMARK])
    group = f"{cells[GROUP]}: " if GROUP in cells else ""
    return group + (f"{name}: {', '.join(parts)}" if parts else name)


def clean_table(field: TableField, form: Form, value: Any) -> Value | None:
    """Return the rows that have content, each under its own id."""
    rows: dict[str, Any] = {}
    for row in _list(value):
        name, cells = _table_row(field, form, _mapping(row))
        if name in rows:
            raise ValueError("To rækker i tabellen har samme nummer.")
        rows[name] = cells
    return [{"id": name, "cells": cells} for name, cells in rows.items() if cells] or None


def _table_row(field: TableField, form: Form, row: Mapping[Any, Any]) -> tuple[str, dict[str, Any]]:
    if set(row) != {"id", "cells"}:
        raise ValueError("Rækken i tabellen kan ikke læses.")
    name = clean_text(row["id"])
    if name is None or (field.rows and name not in field.rows):
        raise ValueError("Rækken er ikke blandt skemaets rækker.")
    columns = {column.key: column for column in field.columns}
    cells = _mapping(row["cells"])
    unknown = next((key for key in cells if key not in columns), None)
    if unknown is not None:
        raise ValueError(f"Skemaet har ingen kolonne »{unknown}«.")
    return name, _filled({key: clean_cell(columns[key], form, cell) for key, cell in cells.items()})


def table_text(field: TableField, form: Form, value: Any) -> str:
    """Return a line for each row: its label if it has one, then its cells under their titles."""
    return "\n".join(_table_line(field, form, row) for row in value)


def _table_line(field: TableField, form: Form, row: Mapping[str, Any]) -> str:
    cells = row["cells"]
    parts = [f"{c.title}: {cell_text(c, form, cells[c.key])}" for c in field.columns if c.key in cells]
    label = [row["id"]] if field.rows else []
    return " | ".join([*label, *parts])


def _filled(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in cells.items() if value is not None}


def _list(value: Any) -> Iterable[Any]:
    if not isinstance(value, list):
        raise ValueError("Svaret kan ikke læses: her skal stå en liste.")  # noqa: TRY004 - one kind of error
    return value


def _pair(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("Svaret kan ikke læses: et kort skal ligge i et område.")
    return value


def _mapping(value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("Svaret kan ikke læses: her skal stå rækker.")  # noqa: TRY004 - one kind of error
    return value
