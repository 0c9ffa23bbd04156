"""Reading a workbook (xlsx, xls, ods) in a subprocess: a hostile one takes its memory and its time, not the program's.

Formulas are never calculated and macros never run: the values that were stored with the cells are read.
"""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Callable
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MAX_ROWS, MAX_COLUMNS = 20_000, 256
_MAX_MEMORY = 1536 * 1024 * 1024


def perform(content: bytes) -> dict[str, Any]:
    """Return ``sheets``, each with ``name`` and ``rows`` (number and cells), or else the ``fault``.

    The fault is ``protected``, ``too large`` or ``damaged``.
    """
    _limit_memory()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return _read(workbook)
    except PasswordError:
        return {"fault": "protected"}
    except MemoryError:
        return {"fault": "too large"}
    # The library raises errors of its own, of the file, and of Rust, which derive from BaseException.
    except BaseException:
        return {"fault": "damaged"}


def _read(workbook: CalamineWorkbook) -> dict[str, Any]:
    sheets = []
    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet or about.visible is not SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            return {"fault": "too large"}
        rows = list(_rows(sheet))
        if rows:
            sheets.append({"name": about.name, "rows": rows})
    return {"sheets": sheets}


def _rows(sheet: CalamineSheet) -> Any:
    first = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(islice(sheet.iter_rows(), MAX_ROWS), first + 1):
        cells = [_text(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    for kind, write in _WRITERS:
        if isinstance(cell, kind):
            return write(cell)
    return ""


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


# A time of day and a yes or no are nothing that a staff list is asked for. A datetime is a date too, a bool an int.
_WRITERS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda _: ""),
    (datetime.datetime, lambda value: str(value.date().isoformat())),
    (datetime.date, lambda value: str(value.isoformat())),
    (int, str),
    (float, _number),
)


def _limit_memory() -> None:
    # On Windows the process dies at the latest with the memory of the PC; there the time limit is shorter.
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
