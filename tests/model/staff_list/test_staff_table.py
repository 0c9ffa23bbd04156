"""CPR numbers are recognised by their digits and are nowhere in the table."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.staff_list.separated_values import SourceRow, split_rows
from mus_desktop.model.staff_list.staff_table import staff_table


@pytest.mark.parametrize("heading", ["Cpr", "Nr.", "Tjenestenummer", "Kendetegn"])
@pytest.mark.parametrize("form", ["{}-{}", "{}{}", "{} {}"])
def test_a_cpr_column_is_emptied_whatever_it_is_called(heading: str, form: str) -> None:
    numbers = [form.format(f"{day:02}0190", f"12{day:02}") for day in (1, 15, 31, 61)]
    text = f"Navn;{heading}\n" + "\n".join(f"Person {number};{number}" for number in numbers)
    table = staff_table(split_rows(text))
    assert table.cpr_columns == {1}
    assert table.cpr_numbers == 8, "also those inside a name"
    assert not any(any(map(str.isdigit, cell)) for row in table.rows for cell in row.cells)


def test_rows_with_one_cpr_number_are_one_person() -> None:
    rows = "Navn;Cpr\nBodil Ågård;010190-1234\nEmil Holm;020290-1234\nBodil Ågård;0101901234\nIb Dam;"
    assert [row.person for row in staff_table(split_rows(rows)).rows] == [1, 2, 1, 0]


def test_a_number_without_its_leading_zero_is_one_too() -> None:
    table = staff_table(split_rows("Navn;Cpr\nBodil Ågård;101901234"))
    assert table.cpr_columns == {1}


def test_tjenestenumre_and_telephone_numbers_stay() -> None:
    table = staff_table(
        split_rows("Navn;Tjenestenummer;Telefon\nBodil Ågård;9945678901;12345678\nEmil Holm;10234;+45 12345678")
    )
    assert [row.cells[1:] for row in table.rows] == [("9945678901", "12345678"), ("10234", "+45 12345678")]
    assert not table.cpr_columns


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Bodil Ågård", "Emil Holm", "Ib"]),
            st.dates(min_value=date(1900, 1, 1)).map(lambda day: f"{day:%d%m%y}"),
            st.sampled_from(["-", "", " ", " - ", "–"]),
            st.from_regex(r"[0-9]{4}", fullmatch=True),
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_no_cpr_number_survives_in_any_cell(people: list[tuple[str, str, str, str, int]]) -> None:
    rows = [SourceRow(1, ("Navn", "Stilling", "Bemærkning"))]
    for line, (name, day, between, last, place) in enumerate(people, 2):
        cells = [name, "lærer", ""]
        cells[place] = f"{cells[place]} {day}{between}{last}".strip()
        rows.append(SourceRow(line, tuple(cells)))
    table = staff_table(rows)
    kept = "\n".join(cell for row in table.rows for cell in row.cells)
    assert not any(character.isdigit() for character in kept)
    assert table.cpr_numbers == len(people)
