"""Last year's agreements as pasted from Word or Excel, or typed line by line, read into rows of a plan.

No pasted text is lost: text that fits no column of the plan is put into the ``extra`` of its agreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, zip_longest

from mus_desktop.formspec.agreement_mapping import can_hold
from mus_desktop.model.dates import MONTHS, find_date, is_unlikely
from mus_desktop.model.form import ColumnType, PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.model.text import comparison_key, find_same, is_blank, printable_text
from mus_desktop.model.text.pasted import without_codes, without_list_marks
from mus_desktop.services.paper.separated_cells import separated_rows, without_separator_line

_BULLET = re.compile(
    r"\s*(?:[-–—•·*●○◦▪■□‣⁃§✓☐]|[a-zæøå]\)|"
    rf"\(?\d{{1,2}}[.)]+(?!\s+(?:{'|'.join(month[:3] for month in MONTHS)})))\s+(?=\S)",
    re.IGNORECASE,
)
"""The start of a list item: a mark, a letter or a number, but not the number of a date."""
_ROW_NUMBER = re.compile(r"\s*\d{0,2}[.)]*\s*")
_LONGEST_NAME = 60
_DESCRIBING_ROLES = (Role.GOAL, Role.ACTION, Role.PRACTICE)


def agreements_in(text: str, field: PlanField, year: date) -> tuple[Agreement, ...]:
    """Return the agreements in a pasted ``text`` as rows of ``field``.

    Each row of a table (cells separated by tabs, as Word and Excel copy them) becomes one agreement; a heading row with
    the titles of the form's columns identifies the columns, otherwise they are in the order of the form. In other text
    each list item, each paragraph, or else each line becomes one agreement.

    :param year: the first day of the period; a date without a year is the first such day from then on.
    """
    lines, separator = without_separator_line(printable_text(without_codes(text)).strip("\n"))
    if is_blank(lines):
        return ()
    lines = without_list_marks(lines)
    if separator or "\t" in lines:
        table = _table(lines, separator or "\t", len(field.columns))
        columns, body = _columns_of(table, field) if table else ([], [])
        rows = [_row(field, columns, cells, year) for cells in body]
    else:
        rows = [_row(field, [_main_column(field)], [item], year) for item in _list_items(lines)]
    return tuple(row for row in rows if not row.blank)


def _table(text: str, separator: str, columns: int) -> list[list[str]]:
    """Return the cells, row by row.

    A line too short for a row continues the cell before it, because Word separates the paragraphs of a cell by line
    breaks.
    """
    rows = [cells for _, cells in separated_rows(text, separator) if not all(map(is_blank, cells))]
    # A cell of several lines is only recognised in quotation marks, which a spreadsheet puts around it.
    if not rows or separator != "\t" or any("\n" in cell for row in rows for cell in row):
        return rows
    counts = {len(row) - 1 for row in rows}
    has_lists = any(_BULLET.match(this[0]) and _BULLET.match(above[-1]) for above, this in pairwise(rows))
    if len(counts) == 1 and not has_lists:
        return rows
    all_cells_broken = max(counts) == 1  # every line break is within a cell, so no line shows how long a row is
    return list(_join_broken_cells(text, max(columns - 1, 1) if all_cells_broken else max(counts)))


def _join_broken_cells(text: str, tabs: int) -> Iterator[list[str]]:
    row: list[str] = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if row and len(row) + len(cells) - 1 > tabs + 1:
            yield row
            row = []
        row = [*row[:-1], f"{row[-1]}\n{cells[0]}", *cells[1:]] if row else cells
    yield row


def _columns_of(table: Sequence[Sequence[str]], field: PlanField) -> tuple[list[PlanColumn | None], list[list[str]]]:
    """Return the column of each cell (``None``: no column here), and the rows without their heading."""
    heading = [_column_for_heading(cell, field) for cell in table[0]]
    body = [list(row) for row in table]
    named = sum(column is not None for column in heading)
    if named > 1 and named * 2 > sum(not is_blank(cell) for cell in table[0]):
        return heading, body[1:]
    if all(_ROW_NUMBER.fullmatch(row[0]) for row in table) and any(row[0].strip() for row in table):
        body = [row[1:] for row in body]  # the numbers the rows have on paper
    return list(field.columns), body


def _column_for_heading(heading: str, field: PlanField) -> PlanColumn | None:
    """Return the column that ``heading`` names: its title, the first words of it, or its title and more."""
    heading_words = _words_only(heading)
    titles = [(column, _words_only(column.title)) for column in field.columns]
    matchers = (
        # From exact to loose: the first that finds a column is used.
        lambda title: heading_words == title,
        lambda title: title.startswith(f"{heading_words} "),
        lambda title: heading_words.startswith(f"{title} "),
    )
    return next(
        (column for matches in matchers for column, title in titles if heading_words and title and matches(title)), None
    )


def _words_only(title: str) -> str:
    return " ".join(re.findall(r"\w+", comparison_key(title)))


def _row(field: PlanField, columns: Sequence[PlanColumn | None], cells: Sequence[str], year: date) -> Agreement:
    column_texts: dict[str, str] = {}
    extra: dict[str, str] = {}
    due_on, responsible = None, ""
    for number, (column, cell) in enumerate(zip_longest(columns, cells[: max(len(cells), 1)]), 1):
        text = (cell or "").strip()
        if not text:
            continue
        # Only a cell with nothing but a date becomes the due date; other text, such as *hvert kvartal*, would be lost.
        if column and Role.DUE in column.roles and due_on is None and (day := _whole_date(text, year)):
            due_on = day
        elif column and _is_name(column, text) and not responsible:
            responsible = text
        elif column and column.type in (ColumnType.TEXT, ColumnType.CHOICE) and can_hold(column, text):
            known = find_same(text, column.options) or text
            column_texts[column.key] = f"{column_texts[column.key]}\n{known}" if column.key in column_texts else known
        else:
            extra[column.title if column else f"Kolonne {number}"] = text
    return Agreement(
        new_agreement_id(), field.key, cells=column_texts, extra=extra, due_on=due_on, responsible=responsible
    )


def _whole_date(text: str, year: date) -> date | None:
    """Return the date in ``text`` if the text is nothing else; one that is rather a typing error stays text."""
    found = find_date(text, year)
    if found and is_unlikely(found.day, year):
        return None
    return found.day if found and not re.search(r"\w", text[: found.start] + text[found.end :]) else None


def _is_name(column: PlanColumn, text: str) -> bool:
    # In a column for both person and date, the text is not divided.
    only_responsible = Role.RESPONSIBLE in column.roles and Role.DUE not in column.roles
    return only_responsible and "\n" not in text and len(text) <= _LONGEST_NAME


def _main_column(field: PlanField) -> PlanColumn:
    """Return the column for the agreement itself."""
    named = (field.column_with(role) for role in _DESCRIBING_ROLES)
    text = (column for column in field.columns if column.type is ColumnType.TEXT)
    return next((column for column in named if column and column.type is ColumnType.TEXT), next(text, field.columns[0]))


def _list_items(text: str) -> list[str]:
    lines = text.split("\n")
    if any(_BULLET.match(line) for line in lines):
        starts = [bool(_BULLET.match(line)) for line in lines]
        lines = [_BULLET.sub("", line, count=1) for line in lines]
    elif any(is_blank(line) for line in lines):
        starts = [number == 0 or is_blank(lines[number - 1]) for number in range(len(lines))]
    else:
        starts = [True] * len(lines)
    items: list[str] = []
    for line, starts_here in zip(lines, starts, strict=True):
        if starts_here or not items:
            items.append(line.strip())
        elif line.strip():
            items[-1] += f"\n{line.strip()}"
    return [item for item in items if item.strip()]
