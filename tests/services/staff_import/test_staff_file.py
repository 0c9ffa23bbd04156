"""Files that hold a staff list, and the many that do not: each is soon refused, with its own sentence."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.services.staff_import.staff_file import read_staff_file, read_staff_text
from tests.services.staff_import.workbooks import ODS_MIMETYPE, ods, xlsx

LISTS = Path(__file__).parents[2] / "data" / "staff"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXPECTED = [
    (1, ("Medarbejdere pr. 1. august 2026", "", "", "", "", "")),
    (3, ("Tjenestenummer", "CPR-nummer", "Navn (for-/efternavn)", "Stilling", "Afdeling", "Slutdato")),
    (4, ("10234", "010190-1234", "Bodil Ågård", "pædagog", "Nord", "")),
    (5, ("010235", "202901234", "Emil Holm", "lærer", "Nord", "2026-05-31")),
    (6, ("10236", "", "", "", "", "")),
]


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_of_each_kind_is_read_as_other_programs_wrote_it(ending: str) -> None:
    assert list(read_staff_file(LISTS / f"liste.{ending}").rows) == EXPECTED


def test_of_several_sheets_the_one_with_the_list_is_read() -> None:
    assert read_staff_file(LISTS / "liste.xlsx").remarks == ("Kun arket »Medarbejdere« er læst.",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_a_text_file_is_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "æ.csv"
    path.write_bytes("Navn;Stilling\r\nBodil Ågård;pædagog\r\n".encode(encoding))
    assert read_staff_file(path).rows[1].cells == ("Bodil Ågård", "pædagog")


def test_macros_are_not_run_and_formulas_not_calculated(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsm"
    formula = '<c r="B2"><f>1+1</f><v>7</v></c>'
    path.write_bytes(
        xlsx(
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c></row><row r="2">{formula}</row>',
            {"xl/vbaProject.bin": b"macro"},
        )
    )
    source = read_staff_file(path)
    assert source.rows[1].cells == ("", "7")
    assert source.remarks == ("Filens makroer er ikke kørt.",)


def _bomb() -> bytes:
    return xlsx(
        "<row/>", {"xl/media/image1.png": b"\0" * (90 * 1024 * 1024), "xl/media/image2.png": b"\0" * (30 << 20)}
    )


def _wide_and_long() -> bytes:
    cells = '<c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    return xlsx(f'<row r="1">{cells}</row>')


def _repeated() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    return ods(f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def _million_rows() -> bytes:
    return xlsx("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_000_001)))


def _zip_of(name: str, content: bytes = b"<x/>") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, content)
    return file.getvalue()


def _broken_sheet() -> bytes:
    return xlsx('<row r="1"><c r="A1" t="s"><v>9999</v></c><c')


WRONG: list[tuple[str, Callable[[], bytes], str]] = [
    ("tom.csv", lambda: b"", "er tom"),
    ("blank.csv", lambda: b" \r\n\r\n", "er tom"),
    ("ingen.csv", lambda: b";;;\r\n;;;\r\n", "ingen rækker"),
    ("stor.csv", lambda: b"Bodil;1\n" * (3 << 20), "for stor"),
    ("lang.csv", lambda: b"a;b\n" * 1_000_000, "for stor"),
    ("bred.csv", lambda: b";".join([b"a"] * 300), "for stor"),
    ("bombe.xlsx", _bomb, "for stor"),
    ("million.xlsx", _million_rows, "for stor"),
    ("hjørner.xlsx", _wide_and_long, "for stor"),
    ("gentaget.ods", _repeated, "for stor|beskadiget"),
    ("låst.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "adgangskode"),
    ("låst.ods", lambda: ods("", manifest="<m:encryption-data/>"), "adgangskode"),
    ("brev.docx", lambda: _zip_of("word/document.xml"), "Word-dokument"),
    ("brev.odt", lambda: _zip_of("mimetype", b"application/vnd.oasis.opendocument.text"), "Word-dokument"),
    ("brev.doc", lambda: OLE + "WordDocument".encode("utf-16-le") + b"\0\0", "Word-dokument"),
    ("plan.pdf", lambda: b"%PDF-1.7\n", "PDF"),
    ("træk.xls", lambda: b"<html><table><tr><td>Navn</td></tr></table></html>", "webside"),
    ("billede.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "ikke en liste"),
    ("arkiv.zip", lambda: _zip_of("læsmig.txt"), "ikke et regneark"),
    ("mail.msg", lambda: OLE + b"x" * 600, "ikke et regneark"),
    ("halv.xlsx", lambda: (LISTS / "liste.xlsx").read_bytes()[:3000], "beskadiget"),
    ("halv.xls", lambda: (LISTS / "liste.xls").read_bytes()[:2600], "beskadiget|ikke et regneark"),
    ("fejl.xlsx", _broken_sheet, "beskadiget"),
    ("tomt.xlsx", lambda: xlsx(""), "ingen rækker"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), WRONG, ids=[name for name, _, _ in WRONG])
def test_what_is_no_list_is_refused_with_its_own_sentence(
    tmp_path: Path, name: str, content: Callable[[], bytes], sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())
    begin = time.monotonic()
    with pytest.raises(KnownError, match=sentence):
        read_staff_file(path)
    assert time.monotonic() - begin < 15


def test_a_folder_a_missing_file_and_a_huge_one(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="er en mappe"):
        read_staff_file(tmp_path)
    with pytest.raises(KnownError, match="findes ikke mere"):
        read_staff_file(tmp_path / "væk.csv")
    with (tmp_path / "kæmpe.csv").open("wb") as file:
        file.truncate(8 << 30)
    with pytest.raises(KnownError, match="for stor"):
        read_staff_file(tmp_path / "kæmpe.csv")


def test_a_process_that_cannot_be_started_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(subprocess, "Popen", failing)
    with pytest.raises(KnownError, match="kan ikke læses"):
        read_staff_file(LISTS / "liste.xlsx")


def test_pasted_text() -> None:
    assert read_staff_text("Bodil Ågård\tpædagog\nEmil Holm\tlærer").rows[1].cells == ("Emil Holm", "lærer")
    with pytest.raises(KnownError, match="ingen rækker"):
        read_staff_text(" \n")


def test_the_stand_in_is_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "rigtig.ods"
    cell = '<table:table-cell office:value-type="string"><text:p>Navn</text:p></table:table-cell>'
    path.write_bytes(ods(f"<table:table-row>{cell}</table:table-row>"))
    assert ODS_MIMETYPE.endswith(".spreadsheet")
    assert read_staff_file(path).rows[0].cells == ("Navn",)
