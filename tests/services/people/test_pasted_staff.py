"""A typed or pasted list of employees: what becomes an employee, and what is left out."""

from __future__ import annotations

import pytest

from mus_desktop.model.people import Employee
from mus_desktop.services.people.pasted_staff import read_staff


def test_names_titles_and_mail_of_typed_lines_and_of_spreadsheet_cells() -> None:
    found = read_staff(
        "Navn;Stilling\n\nBodil Ågård; pædagog\n  \nEmil  Holm\tlærer\temil@skolen.dk\n;;\nÆrø Lund", workplace="Skolen"
    )
    assert found.employees == (
        Employee("Bodil Ågård", "pædagog", "Skolen"),
        Employee("Emil Holm", "lærer", "Skolen", "emil@skolen.dk"),
        Employee("Ærø Lund", "", "Skolen"),
    )
    assert (found.known, found.cpr_numbers) == ((), 0)


@pytest.mark.parametrize(
    "number", ["010190-1234", "0101901234", "010190 1234", "010190–1234", "010190 - 1234", "101901234"]
)
@pytest.mark.parametrize("line", ["Bodil Ågård; {}; pædagog", "Bodil Ågård {}; pædagog", "Bodil Ågård; pædagog {}"])
def test_a_cpr_number_is_removed_wherever_it_stands(line: str, number: str) -> None:
    found = read_staff(line.format(number))
    assert found.employees == (Employee("Bodil Ågård", "pædagog"),)
    assert found.cpr_numbers == 1


def test_a_line_with_only_a_number_is_nobody_and_a_telephone_number_is_no_cpr_number() -> None:
    found = read_staff("010190-1234\nEmil Holm; lokal 12345678")
    assert found.employees == (Employee("Emil Holm", "lokal 12345678"),)
    assert found.cpr_numbers == 1


def test_whoever_is_there_already_is_added_once() -> None:
    known = (Employee("Bodil Ågård", "pædagog"),)
    found = read_staff("bodil  ågård\nEmil Holm; lærer\nEMIL HOLM; Lærer\nEmil Holm; pedel", known)
    assert [(one.name, one.title) for one in found.employees] == [("Emil Holm", "lærer"), ("Emil Holm", "pedel")]
    assert found.known == ("bodil ågård", "EMIL HOLM"), "two people of one name have different titles"


def test_three_hundred_lines() -> None:
    text = "\r\n".join(f"Person nr. {number}; lærer; {number:06d}-1234" for number in range(100_001, 100_301))
    found = read_staff(text)
    assert len({one.name for one in found.employees}) == 300
    assert found.cpr_numbers == 300


@pytest.mark.parametrize(
    "number",
    ["01.01.90-1234", "01 01 90 1234", "1.01.90-1234", "01-01-1990-1234", "01011990-1234", "010190/1234"]
    + [f"010190{dash}1234" for dash in "\u2010\u2011\u2014\u2212"],
)
def test_a_cpr_number_is_removed_however_it_is_divided(number: str) -> None:
    found = read_staff(f"Per Lund; {number}")
    assert [(one.name, one.title) for one in found.employees] == [("Per Lund", "")]
    assert found.cpr_numbers == 1


def test_digits_at_the_end_of_a_line_and_at_the_start_of_the_next_are_no_cpr_number() -> None:
    found = read_staff("Per Lund; hold 12345\r\n2100 Anna Holm; kok")
    assert [one.title for one in found.employees] == ["hold 12345", "kok"]
    assert found.cpr_numbers == 0


@pytest.mark.parametrize("number", ["12 34 56 78", "+45 12 10 56 78", "0045 12105678", "01.02.2024"])
def test_a_telephone_number_and_a_date_are_kept(number: str) -> None:
    assert read_staff(f"Per Lund; {number}").cpr_numbers == 0
