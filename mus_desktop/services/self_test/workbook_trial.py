"""A workbook that the program writes itself and reads as a staff list."""

from __future__ import annotations

import zipfile
from pathlib import Path

from mus_desktop.errors import KnownError
from mus_desktop.services.staff_import.staff_file import read_staff_file

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = ("Navn", "Bodil Ågård")
_ROWS = "".join(
    f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{name}</t></is></c></row>'
    for number, name in enumerate(_NAMES, 1)
)
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Ark1" sheetId="1" r:id="a"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{_ROWS}</sheetData></worksheet>',
}


def read_workbook(folder: Path) -> str:
    """Write a workbook into ``folder`` and read it back. :raises KnownError: it cannot be read, or reads otherwise."""
    file = folder / "medarbejdere på Ærø.xlsx"
    with zipfile.ZipFile(file, "w") as package:
        for name, content in _PARTS.items():
            package.writestr(name, content)
    names = tuple(row.cells[0] for row in read_staff_file(file).rows)
    if names != _NAMES:
        raise KnownError("Medarbejderlisten blev læst med et andet indhold, end der blev skrevet.")
    return "en medarbejderliste i Excel er læst af en proces for sig"
