"""Rows and cells of text files, whatever separates them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.staff_list.separated_values import split_rows

CELLS = st.text(st.sampled_from('abcæøåÆØÅ 0123456789.;,\t"\n-'), max_size=12)


def cells(text: str) -> list[tuple[str, ...]]:
    return [row.cells for row in split_rows(text)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=20))
def test_a_written_file_is_read_back_with_its_separator_stated(separator: str, rows: list[tuple[str, ...]]) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n").writerows(rows)
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    assert cells(f"sep={separator}\r\n{file.getvalue()}") == expected


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_among_the_others(separator: str) -> None:
    rows = [("Navn", "Nr.", "Sted"), ("Bodil Ågård", "1,5", "Hal A"), ("Emil Holm", "2", "a|b"), ("Ib", "3;4", "Nord")]
    text = "\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows)
    assert cells(text) == rows


def test_names_with_a_comma_do_not_make_it_the_separator() -> None:
    assert cells("Navn;Nr\nÅgård, Bodil;1\nHolm, Emil;2")[1] == ("Ågård, Bodil", "1")
    assert cells("Ågård, Bodil;pædagog\nHolm, Emil;lærer")[1] == ("Holm, Emil", "lærer")


def test_lines_are_counted_as_in_the_file() -> None:
    rows = split_rows('sep=;\r\nNavn;Sted\r\n\r\n"Bodil\r\nÅgård";A\r\nEmil Holm;B\r\n')
    assert [row.line for row in rows] == [2, 4, 6]
    assert rows[1].cells == ("Bodil\nÅgård", "A")


def test_a_quotation_mark_that_is_never_closed_takes_no_rows_along() -> None:
    text = 'Navn;Sted\n"Bodil Ågård;A\n' + "".join(f"Person {number};B\n" for number in range(30))
    assert len(split_rows(text)) == 32
    assert split_rows(text)[1].cells == ('"Bodil Ågård', "A")


def test_one_name_a_line_is_one_column() -> None:
    assert cells("Bodil Ågård\nEmil Holm\n\n") == [("Bodil Ågård",), ("Emil Holm",)]
    assert cells("") == []
