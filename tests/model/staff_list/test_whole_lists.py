"""Whole lists as bytes: any encoding, separator, order of columns and quoting leads to the same people."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.staff_list.listed_people import ListedPerson, people_in
from mus_desktop.model.staff_list.separated_values import split_rows
from mus_desktop.model.staff_list.staff_columns import guessed_columns
from mus_desktop.model.staff_list.staff_table import staff_table
from mus_desktop.model.staff_list.text_decoding import decoded

HEADINGS = {
    "number": ("Tjenestenummer", "Tjenestenr.", "Tjenestenr", "Medarbejdernummer", "Lønnr."),
    "first": ("Fornavn", "FORNAVN", "Fornavne"),
    "last": ("Efternavn", "efternavn"),
    "title": ("Titel", "Stilling", "Stillingsbetegnelse"),
    "workplace": ("Afdeling", "Stamafdeling", "Enhedsnavn", "Arbejdssted"),
    "email": ("E-mail", "Email", "Mailadresse"),
    "cpr": ("Cpr", "CPR-nummer", "Personnummer", "Id"),
    "other": ("StartDato", "Overenskomst", "Leder", "Statuskode"),
}
FIRST, LAST = ("Bodil", "Søren", "Åse", "Karl-Emil", "Ægir"), ("Ågård", "Holm Bæk", "Øst", "O'Brien", "Lund")
TITLES, PLACES = ("pædagog", "lærer", "Souschef, afd. A", ""), ("Nord", "Børnehuset Åen; stue 2", "")


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, str]]:
    numbers = draw(st.lists(st.integers(1_000, 99_999), min_size=1, max_size=25, unique=True))
    return [
        {
            "number": str(number),
            "first": draw(st.sampled_from(FIRST)),
            "last": draw(st.sampled_from(LAST)),
            "title": draw(st.sampled_from(TITLES)),
            "workplace": draw(st.sampled_from(PLACES)),
            "email": draw(st.sampled_from(["", f"p{number}@nord.example"])),
            "cpr": f"{1 + place:02}0190-{number % 10_000:04}",
            "other": "",
        }
        for place, number in enumerate(numbers)
    ]


@given(
    rows=people(),
    order=st.permutations(list(HEADINGS)),
    names=st.fixed_dictionaries({key: st.sampled_from(names) for key, names in HEADINGS.items()}),
    separator=st.sampled_from(";,\t"),
    stated=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"]),
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_every_way_to_write_a_list_leads_to_the_same_people(
    rows: list[dict[str, str]],
    order: list[str],
    names: dict[str, str],
    separator: str,
    stated: bool,
    quoting: int,
    encoding: str,
    line_end: str,
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=line_end)  # type: ignore[arg-type]
    writer.writerow([names[key] for key in order])
    writer.writerows([[row[key] for key in order] for row in rows])
    head = f"sep={separator}{line_end}" if stated else ""

    table = staff_table(split_rows(decoded(f"{head}{file.getvalue()}".encode(encoding))))
    found = people_in(table, guessed_columns(table))
    assert list(found.people) == [
        ListedPerson(
            (line + stated,),
            f"{row['first']} {row['last']}",
            (row["number"],),
            row["title"],
            row["workplace"],
            row["email"],
        )
        for line, row in enumerate(rows, 2)
    ]
    assert found.mistakes == ()
    assert table.cpr_numbers == len(rows)
