"""Workbooks written by hand, so that they can be wrong in any way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

ODS_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(rows: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook with one sheet of ``rows``, and ``more`` parts."""
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return _packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
            "_rels/.rels": _relationships("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": (
                f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
                '<sheets><sheet name="Ark1" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": _relationships("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": sheet.encode(),
            **(more or {}),
        }
    )


def ods(rows: str, manifest: str = "") -> bytes:
    """A sheet of OpenDocument with ``rows``."""
    names = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    return _packed(
        {
            "mimetype": ODS_MIMETYPE.encode(),
            "content.xml": (
                f"<office:document-content {names}><office:body><office:spreadsheet>"
                f'<table:table table:name="Ark1">{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ).encode(),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_OASIS}:manifest:1.0">{manifest}</m:manifest>'.encode(),
        }
    )


def _relationships(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()
