"""Headings as municipal systems write them, in any order, and lists without headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.staff_list.known_headings import StaffColumn, heading_key
from mus_desktop.model.staff_list.separated_values import split_rows
from mus_desktop.model.staff_list.staff_columns import approved_headings, guessed_columns, has_name
from mus_desktop.model.staff_list.staff_table import staff_table

C = StaffColumn
REAL = [
    (
        "Tjenestenummer;Cpr;Fornavn;Efternavn;Titel;Afdeling;StartDato;SlutDato;Afdelingskode",
        "10234;010190-1234;Bodil;Ågård;pædagog;Nord;01-08-2019;31-12-9999;7710",
        (C.NUMBER, C.IGNORED, C.FIRST_NAME, C.LAST_NAME, C.TITLE, C.WORKPLACE, C.IGNORED, C.LEFT_ON, C.IGNORED),
    ),
    (
        "Navn (for-/efternavn);Tjenestenummer;CPR-nummer;Ansættelsesdato;Stamafdeling;Stilling",
        "Bodil Ågård;10234;0101901234;01-08-2019;Nord;pædagog",
        (C.NAME, C.NUMBER, C.IGNORED, C.IGNORED, C.WORKPLACE, C.TITLE),
    ),
    (
        "Enhedsnavn;Leder;Tjenestenummer;Medarbejder;E-mail;Stillingskode nuværende",
        "Nord;Karen Dahl;10234;Bodil Ågård;bodil@nord.example;Pædagog",
        (C.WORKPLACE, C.IGNORED, C.NUMBER, C.NAME, C.EMAIL, C.TITLE),
    ),
    (
        "Tjenestenummer;Overenskomst;Afdeling;Institutionskode;Navn;Startdato;Slutdato;Statuskode",
        "10234;BUPL;Nord;771;Ågård, Bodil;01-08-2019;;1",
        (C.NUMBER, C.IGNORED, C.WORKPLACE, C.IGNORED, C.NAME, C.IGNORED, C.LEFT_ON, C.IGNORED),
    ),
]


@pytest.mark.parametrize(("headings", "row", "expected"), REAL)
@given(data=st.data())
def test_real_headings_are_understood_in_any_order(
    data: st.DataObject, headings: str, row: str, expected: tuple[C, ...]
) -> None:
    names, cells = headings.split(";"), row.split(";")
    order = data.draw(st.permutations(range(len(names))))
    text = "\n".join(";".join(one[number] for number in order) for one in (names, cells))
    assert guessed_columns(staff_table(split_rows(text))) == tuple(expected[number] for number in order)


def test_a_title_above_the_headings_is_passed_over() -> None:
    table = staff_table(split_rows("Medarbejdere pr. 1. august;;\n;;\nNr.;Medarbejder;Stilling\n;Bodil Ågård;pædagog"))
    assert table.headings == ("Nr.", "Medarbejder", "Stilling")
    assert guessed_columns(table) == (C.IGNORED, C.NAME, C.TITLE)


def test_codes_are_no_titles_and_no_workplaces() -> None:
    table = staff_table(split_rows("Navn;Stilling;Afdeling\nBodil Ågård;4471;771\nEmil Holm;4402;771"))
    assert guessed_columns(table) == (C.NAME, C.IGNORED, C.IGNORED)


def test_a_list_without_headings_is_read_by_its_content() -> None:
    table = staff_table(split_rows("10234;Bodil Ågård;pædagog;b@nord.example\n10235;Emil Holm;lærer;e@nord.example"))
    assert guessed_columns(table) == (C.NUMBER, C.NAME, C.TITLE, C.EMAIL)
    assert not any(table.headings)
    assert has_name(guessed_columns(staff_table(split_rows("Bodil Ågård\nEmil Holm"))))


def test_what_was_approved_comes_first_the_next_time() -> None:
    text = "Hvem;Tjenestested;Afdeling\nBodil Ågård;Nord;Syd"
    table = staff_table(split_rows(text), {heading_key("Hvem")})
    approved = approved_headings(table, (C.NAME, C.IGNORED, C.WORKPLACE))
    assert guessed_columns(table, approved) == (C.NAME, C.IGNORED, C.WORKPLACE)
    assert guessed_columns(table) == (C.IGNORED, C.WORKPLACE, C.IGNORED)
