"""The people of a list, and the rows that cannot be used."""

from __future__ import annotations

from datetime import date

import pytest

from mus_desktop.model.staff_list.listed_people import ListedPeople, ListedPerson, people_in
from mus_desktop.model.staff_list.separated_values import split_rows
from mus_desktop.model.staff_list.service_numbers import split_numbers
from mus_desktop.model.staff_list.staff_columns import guessed_columns
from mus_desktop.model.staff_list.staff_table import staff_table


def read(text: str) -> ListedPeople:
    table = staff_table(split_rows(text))
    return people_in(table, guessed_columns(table))


def test_a_name_is_read_in_one_column_in_two_and_with_the_last_name_first() -> None:
    for text in (
        "Navn\nBodil Ågård",
        "Efternavn;Fornavn\nÅgård;Bodil",
        "Navn;Nr\nÅgård, Bodil;1",
        "Fornavn;Efternavn;Navn\nBodil;Ågård;BODIL ÅGÅRD",
    ):
        assert [one.name for one in read(text).people] == ["Bodil Ågård"], text


def test_several_employments_of_one_person_are_joined_by_the_cpr_number() -> None:
    people = read(
        "Tjenestenummer;Cpr;Navn;Stilling;Slutdato\n1001;010190-1234;Bodil Ågård;pædagog;31-05-2026\n"
        "1002;010190-1234;Bodil Ågård;;31-12-9999\n2001;020290-1234;Bodil Ågård;lærer;\n"
    ).people
    assert people == (
        ListedPerson((2, 3), "Bodil Ågård", ("1001", "1002"), "pædagog"),
        ListedPerson((4,), "Bodil Ågård", ("2001",), "lærer"),
    )


def test_without_a_cpr_number_different_numbers_are_different_people() -> None:
    text = "Tjenestenummer;Navn;E-mail\n1001;Anne Bak;anne@nord.example\n1002;Anne Bak;anne@nord.example"
    assert [one.numbers for one in read(text).people] == [("1001",), ("1002",)]


def test_bad_rows_are_named_and_the_good_ones_stay() -> None:
    found = read(
        "Tjenestenummer;Navn;E-mail;Slutdato\n1;Bodil Ågård;bodil@nord.example;2026-05-31\n2;;b@nord.example;\n"
        f"3;12 34;;\n4;{'x' * 200};;\n{'9' * 40};Ib Dam;;\n6;Emil Holm;emil;\n7;Åse Øst;;snart\n"
        "8;Kaj Ro;;\n8;Lis Fog;;\n9;=HYPERLINK(A1);;\n"
    )
    assert [one.name for one in found.people] == ["Bodil Ågård", "Emil Holm", "Åse Øst"]
    assert [one.email for one in found.people] == ["bodil@nord.example", "", ""]
    assert found.people[0].left_on == date(2026, 5, 31)
    assert found.mistakes == (
        (3, "Rækken har intet navn."),
        (4, "Navnet har ingen bogstaver."),
        (5, "Navnet er for langt til at være et navn."),
        (6, "Tjenestenummeret er for langt til at være et tjenestenummer."),
        (7, "E-mailadressen mangler et @ og tages ikke med."),
        (8, "Slutdatoen er ikke en dato og tages ikke med."),
        (9, "Tjenestenummer 8 står ved to forskellige navne i listen."),
        (10, "Tjenestenummer 8 står ved to forskellige navne i listen."),
        (11, "Navnet er en formel fra et regneark."),
    )


@pytest.mark.parametrize("text", ["1001, 1002", "1001;1002", "1001 / 1002", "1001,1002,01001"])
def test_numbers_of_one_cell_are_told_apart(text: str) -> None:
    assert split_numbers(text) == ("1001", "1002")
