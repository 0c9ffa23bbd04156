"""Lists from Word, Excel and other programs: their list marks, quotation marks and first line are no cells."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.form import PlanColumn, PlanField, Role
from mus_desktop.services.paper.pasted_agreements import agreements_in
from mus_desktop.services.paper.pasted_table import read_lines
from mus_desktop.services.paper.separated_cells import separated_rows

_PLAN = PlanField(
    key="plan",
    title="Plan",
    columns=(
        PlanColumn(key="goal", title="Mål", roles=(Role.GOAL,)),
        PlanColumn(key="action", title="Handling", roles=(Role.ACTION,)),
        PlanColumn(key="who", title="Hvem", roles=(Role.RESPONSIBLE,)),
    ),
)


def _rows(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in read_lines(text, lambda _: True)]


@pytest.mark.parametrize(
    "mark",
    ["•", "·", "o", "§", "\uf0b7", "\uf0a7", "\uf0d8", "\uf0fc", "-", "–", "1.", "1)", "(1)", "1.1.", "a)", "iv."],
)
def test_a_list_from_word_is_one_column(mark: str) -> None:
    pasted = f"{mark}\tLytte mere\r\n{mark}\tTale mindre\r\n"
    assert _rows(pasted) == [("Lytte mere",), ("Tale mindre",)]
    assert [one.cells for one in agreements_in(pasted, _PLAN, date(2026, 1, 1))] == [
        {"goal": "Lytte mere"},
        {"goal": "Tale mindre"},
    ]


def test_a_list_inside_a_table_stays_in_its_cell() -> None:
    pasted = "Trivsel\t•\tLytte mere\r\n•\tTale mindre\tBo\r\n"
    (row,) = agreements_in(pasted, _PLAN, date(2026, 1, 1))
    assert (row.cells, row.responsible) == ({"goal": "Trivsel", "action": "• Lytte mere\n• Tale mindre"}, "Bo")


def test_marks_in_a_column_of_their_own_stay_there() -> None:
    assert _rows("Jura\t•\nØkonomi\t•") == [("Jura", "•"), ("Økonomi", "•")]
    assert _rows("Jura\t-\t2\nØkonomi\to\t3") == [("Jura", "-", "2"), ("Økonomi", "o", "3")]


def test_a_list_of_days_keeps_them() -> None:
    assert _rows("3.4.\tMøde i teamet\n5.6.\tStatus") == [("3.4. Møde i teamet",), ("5.6. Status",)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('"Nej tak" er et svar\t2', [('"Nej tak" er et svar', "2")]),
        ('"Nej tak\t2\n"Ja tak\t3', [('"Nej tak', "2"), ('"Ja tak', "3")]),
        ('"Nej" er et svar\tA\n"Ja" er et andet\tB', [('"Nej" er et svar', "A"), ('"Ja" er et andet', "B")]),
        ('Jura\tBo\nØkonomi\t"\nEtik\t"', [("Jura", "Bo"), ("Økonomi", '"'), ("Etik", '"')]),
        ('Bo\t1\n"\t2\n"\t3', [("Bo", "1"), ('"', "2"), ('"', "3")]),
        ('Bo\tx\ty\n"\t"\tz\n"\tz\t"', [("Bo", "x", "y"), ('"', '"', "z"), ('"', "z", '"')]),
        ('Bo\tx\n-"-\ty\ndo.\tz', [("Bo", "x"), ('-"-', "y"), ("do.", "z")]),
        ('A;B\n"Nej; tak";"to\nlinjer"\n"en ""lille"" en";x', [
            ("A", "B"), ("Nej; tak", "to\nlinjer"), ('en "lille" en', "x")]),
        ('"Navn";"Krav"\n"Jura";"2"\n"Etik";"3"', [("Navn", "Krav"), ("Jura", "2"), ("Etik", "3")]),
        ('"Navn";"Krav"\n"Jura";2', [("Navn", "Krav"), ("Jura", "2")]),
        ('"Navn","Krav"\n"Jura","2"', [("Navn", "Krav"), ("Jura", "2")]),
        ('"Jura";2\nEtik;3', [('"Jura"', "2"), ("Etik", "3")]),
        ("sep=;\nA,B;2\nC;3", [("A,B", "2"), ("C", "3")]),
        ('"sep=,"\nA;B,2', [("A;B", "2")]),
        ("SEP=|\r\nA|2", [("A", "2")]),
        ('"Jura\t2', [('"Jura', "2")]),
    ],
)  # fmt: skip
def test_a_cell_is_quoted_only_where_it_must_be(text: str, rows: list[tuple[str, ...]]) -> None:
    assert _rows(text) == rows


def test_a_table_of_nothing_is_no_agreement() -> None:
    for nothing in ("\t", "\t\n\t", '""\t""', "sep=;", "•\t", "\u200b\t\u200b"):
        assert agreements_in(nothing, _PLAN, date(2026, 1, 1)) == ()


def test_ditto_marks_and_quotes_shift_nothing_in_a_plan() -> None:
    rows = agreements_in('"Ja" til mere\tLæse\tBo\n"\tSkrive\t"\n"Nej" til andet\tTale\tdo.', _PLAN, date(2026, 1, 1))
    assert [(*row.cells.values(), row.responsible) for row in rows] == [
        ('"Ja" til mere', "Læse", "Bo"),
        ('"', "Skrive", '"'),
        ('"Nej" til andet', "Tale", "do."),
    ]


_CELL = st.text(st.sampled_from('aæ "\n;,.-'), max_size=8).filter(
    lambda cell: cell == cell.strip() and not cell.startswith(";") and not cell.endswith(";")
)


@given(
    table=st.lists(st.lists(_CELL, min_size=2, max_size=2), min_size=1, max_size=5),
    everywhere=st.booleans(),
    sign=st.sampled_from("\t;"),
)
def test_what_a_spreadsheet_writes_is_read_back(table: Any, everywhere: bool, sign: str) -> None:
    file = io.StringIO()
    csv.writer(
        file, delimiter=sign, quoting=csv.QUOTE_ALL if everywhere else csv.QUOTE_MINIMAL, lineterminator="\n"
    ).writerows(table)
    assert [cells for _, cells in separated_rows(file.getvalue().removesuffix("\n"), sign)] == table


def test_the_number_of_a_line_counts_the_lines_before_it() -> None:
    lines = read_lines('Jura\t"to\nlinjer"\n\nEtik\t3', lambda _: True)
    assert [line.number for line in lines] == [1, 4]


def test_words_own_hyphens_are_hyphens() -> None:
    assert _rows("e\x1email\t2\nUdviklings\x1fsamtale\t3") == [("e‑mail", "2"), ("Udviklings\u00adsamtale", "3")]
    (row,) = agreements_in("Skrive e\x1email", _PLAN, date(2026, 1, 1))
    assert row.cells == {"goal": "Skrive e‑mail"}
