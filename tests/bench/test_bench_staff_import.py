"""Importing 2,000 people must take less than a second, from the file to the database, in every format."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from mus_desktop import app
from mus_desktop.model.staff_list.staff_comparison import ChangeKind
from mus_desktop.services.staff_import.staff_file import read_staff_file
from tests.services.staff_import.workbooks import xlsx

PEOPLE = 2_000
AT_MOST_SECONDS = 1.0
HEADINGS = ("Tjenestenummer", "Cpr", "Navn", "Stilling", "Afdeling", "E-mail", "SlutDato")

pytestmark = pytest.mark.bench


def rows(title: str) -> list[tuple[str, ...]]:
    people = [
        (
            f"{10_000 + n}",
            f"010190-{n:04}",
            f"Søren Ågård {n}",
            title,
            f"Hus {n % 9}",
            f"p{n}@nord.example",
            "31-12-9999",
        )
        for n in range(PEOPLE)
    ]
    return [HEADINGS, *people]


def sheet(table: list[tuple[str, ...]]) -> bytes:
    cells = [
        "".join(f'<c t="inlineStr" r="{"ABCDEFG"[x]}{y}"><is><t>{cell}</t></is></c>' for x, cell in enumerate(row))
        for y, row in enumerate(table, 1)
    ]
    return xlsx("".join(f'<row r="{y}">{row}</row>' for y, row in enumerate(cells, 1)))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_two_thousand_people_are_imported_and_updated_within_a_second(tmp_path: Path, ending: str) -> None:
    workplace = app.build(tmp_path / "data")
    try:
        for title, kind in (("lærer", ChangeKind.NEW), ("pædagog", ChangeKind.CHANGED)):
            table, file = rows(title), tmp_path / f"{title}.{ending}"
            text = "\r\n".join(";".join(row) for row in table)
            file.write_bytes(text.encode("cp1252") if ending == "csv" else sheet(table))
            begin = perf_counter()
            opened = workplace.staff_import.opened(read_staff_file(file))
            found = workplace.staff_import.compared(opened.table, opened.columns)
            read = perf_counter() - begin
            stored = workplace.staff_import.store(found.of_kind(kind), opened=opened)
            seconds = perf_counter() - begin
            assert len(stored) == PEOPLE
            print(f"\n{ending}, {kind.value}: {seconds:.2f} s, {read:.2f} of it before storing")
            assert seconds < AT_MOST_SECONDS
    finally:
        workplace.close()
