"""Lists from spreadsheets: every way they are written is read, and everything else is refused in one sentence."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.form import Scale, Step
from mus_desktop.model.text import is_blank
from mus_desktop.services.forms.competences import (
    KNOWN_HEADINGS,
    NAME,
    ListColumn,
    ListRow,
    check_reader,
    option_reader,
    read_rows,
    step_reader,
    text_reader,
)
from mus_desktop.services.paper.pasted_table import MAX_BYTES, MAX_ROWS, ListError, decode_text, read_text

SCALE = Scale("s", tuple(Step(n, word) for n, word in enumerate(("Kendskab", "Kan selv", "Rutineret"), 1)), "", "Nej")
COLUMNS = (
    ListColumn(NAME, ("Kompetence", *KNOWN_HEADINGS[NAME]), text_reader),
    ListColumn("krav", ("Krav i jobbet", *KNOWN_HEADINGS["required"]), step_reader(SCALE)),
    ListColumn("niveau", ("Aktuelt niveau", *KNOWN_HEADINGS["level"]), step_reader(SCALE)),
)


def _read(text: str, columns: tuple[ListColumn, ...] = COLUMNS, *, named: bool = True) -> list[dict[str, Any]]:
    return [dict(row.cells) for row in read_rows(text, columns, named=named)]


@pytest.mark.parametrize(
    "text",
    [
        "Projektledelse\t3\t1\nÆldreret\t2\t",
        "Projektledelse\t3\t1\r\nÆldreret\t2\r\n\r\n",
        "Kompetence\tKrav\tNiveau\nProjektledelse\t3\t1\nÆldreret\t2\t",
        "kompetence: ;KRAV;niveau\nProjektledelse;3;1\nÆldreret;2;",
        "Niveau;Kompetence;Krav i jobbet\n1;Projektledelse;3\n-;Ældreret;2",
        '"Kompetence","Krav","Niveau"\n"Projektledelse","3","1"\n"Ældreret","2",""',
        "Projektledelse,3,1\nÆldreret,2,",
        "Projektledelse\tRutineret\tkendskab\nÆldreret\t2 Kan selv\tNej",
        "Projektledelse\t3,0\t 1 \nÆldreret\t2.0\tikke relevant",
        "\n\nProjektledelse;3;1\n;;\nÆldreret;2;",
    ],
)
def test_one_list_in_many_shapes(text: str) -> None:
    assert _read(text) == [{"name": "Projektledelse", "krav": 3, "niveau": 1}, {"name": "Ældreret", "krav": 2}]


def test_a_list_of_names_alone_keeps_its_commas() -> None:
    assert _read("Mundtlig, skriftlig formidling\nØkonomi") == [
        {"name": "Mundtlig, skriftlig formidling"},
        {"name": "Økonomi"},
    ]
    assert _read("Skriftlig, mundtlig\nJura, økonomi") == [{"name": "Skriftlig, mundtlig"}, {"name": "Jura, økonomi"}]


def test_a_quoted_cell_holds_line_breaks_and_quotes() -> None:
    assert _read('"Borgere\nog ""naboer"""\t2') == [{"name": 'Borgere\nog "naboer"', "krav": 2}]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_files_of_every_encoding_are_read(coding: str, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes("Kompetence;Krav\nÆldreret på Ærø – »nu«;2\n".encode(coding))
    assert _read(read_text(file)) == [{"name": "Ældreret på Ærø – »nu«", "krav": 2}]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_that_lost_its_letters_before_is_refused(coding: str) -> None:
    with pytest.raises(ListError, match="beskadiget"):
        decode_text("\N{REPLACEMENT CHARACTER}ldreret".encode(coding))


_NAME = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\N{REPLACEMENT CHARACTER}"),
    min_size=1,
    max_size=30,
).filter(lambda name: not is_blank(name.strip(' ;,"')))  # separators or invisible characters alone are no row
_LINE = st.tuples(_NAME, st.sampled_from(["", 1, 2, 3]), st.sampled_from(["", 1, 2, 3]))


@given(
    lines=st.lists(_LINE, min_size=1, max_size=20, unique_by=lambda line: line[0].casefold()),
    sign=st.sampled_from("\t;"),
    headed=st.booleans(),
    coding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_spreadsheet_writes_is_read_back(lines: Any, sign: str, headed: bool, coding: str) -> None:
    known = {heading.casefold() for column in COLUMNS for heading in column.headings}
    if any(" ".join(name.casefold().replace(":", " ").split()) in known for name, *_ in lines):
        headed = True
    file = io.StringIO()
    writer = csv.writer(file, delimiter=sign)
    writer.writerows([("Kompetence", "Krav", "Niveau"), *lines] if headed else lines)
    wanted = [
        {key: value for key, value in (("name", name), ("krav", krav), ("niveau", niveau)) if value != ""}
        for name, krav, niveau in lines
    ]
    assert _read(decode_text(file.getvalue().encode(coding))) == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ingen rækker"),
        (" \n\t\n;;;", "ingen rækker"),
        ("Kompetence\tKrav", "kun overskrifter"),
        ("Jura\t2\t1\t3", "Linje 1 har 4 kolonner, men her er kun plads til 3"),
        ("Kompetence\tPris\nJura\t2", "Kolonnen »Pris« kendes ikke her"),
        ("Kompetence\tKrav\tKompetencekrav\nJura\t2\t1", "samme overskrift"),
        ("Krav\tNiveau\n2\t1", "mangler kolonnen »Kompetence«"),
        ("Jura\t4", "Linje 1: »4« er ikke på skalaen (1, 2, 3)"),
        ("Jura\t0", "»0« er ikke på skalaen"),
        ("Kompetence;Krav\nJura;2\nØkonomi;meget", "Linje 3: »meget« er ikke på skalaen"),
        ("Jura\t2\n\t3", "Linje 2 har intet navn"),
        ("Jura\t2\nJURA\t3", "»JURA« står to gange"),
        ("Jura\x00\t2", "tegn, som ikke hører hjemme"),
        ("\n".join(f"Nr. {n}" for n in range(MAX_ROWS + 1)), f"højst være {MAX_ROWS}"),
    ],
)
def test_everything_else_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(ListError) as refused:
        read_rows(text, COLUMNS)
    assert said in refused.value.message
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 og mere", "Gem den som CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Gem den som CSV"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "beskadiget eller ikke en liste"),
        (b"%PDF-1.7\n\x00\x01\x02", "beskadiget eller ikke en liste"),
        (b"%PDF-1.7\nKun bogstaver", "beskadiget eller ikke en liste"),
        (b" <HTML><body>Jura", "beskadiget eller ikke en liste"),
        (b"\xff\xfeJ\0u\0r", "beskadiget eller ikke en liste"),
        (b"\xef\xbb\xbfJura \xff", "beskadiget eller ikke en liste"),
        (b"\x81\x8d\x8f", "beskadiget eller ikke en liste"),
    ],
)
def test_other_formats_and_damaged_files_are_refused(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(data)
    with pytest.raises(ListError, match=said):
        read_text(file)


def test_a_missing_and_an_enormous_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="kunne ikke læses"):
        read_text(tmp_path / "ingen.csv")
    (tmp_path / "stor.csv").write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(ListError, match="for stor"):
        read_text(tmp_path / "stor.csv")


@given(data=st.binary(max_size=200))
def test_no_file_does_worse_than_being_refused(data: bytes) -> None:
    rows: tuple[ListRow, ...] = ()
    with contextlib.suppress(ListError):
        rows = read_rows(decode_text(data), COLUMNS)
    assert all(row.cells[NAME] for row in rows)


def test_a_table_has_rows_without_names_and_cells_of_every_kind() -> None:
    columns = (
        ListColumn("form", ("Form",), option_reader(("Kursus", "Æ & Ø"))),
        ListColumn("ny", ("Ny",), check_reader),
        ListColumn("navn", ("Navn",), text_reader),
    )
    assert _read("Navn;Form\nJura;kursus\n;æ & ø\nJura;", columns, named=False) == [
        {"navn": "Jura", "form": "Kursus"},
        {"form": "Æ & Ø"},
        {"navn": "Jura"},
    ]
    assert _read("Kursus\tx\nKursus\tnej", columns, named=False) == [{"form": "Kursus", "ny": True}, {"form": "Kursus"}]
    with pytest.raises(ListError, match="vælg mellem Kursus, Æ & Ø"):
        _read("Form;Ny\nPraktik;x", columns, named=False)
    with pytest.raises(ListError, match="skal være »x« eller tomt"):
        _read("Form;Ny\nKursus;måske", columns, named=False)
