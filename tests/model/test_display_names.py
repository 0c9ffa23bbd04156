"""How people of the same name are told apart, and what forms are called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop import paths
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.display_names import distinct_names, distinguishing_details, form_display_name
from mus_desktop.model.group import short_names
from mus_desktop.model.people import Employee

_ANNE = "Anne Hansen"


@pytest.mark.parametrize(
    ("organisation", "title", "short_name", "shown"),
    [
        ("KØBENHAVNS KOMMUNE, Børne- og Ungdomsforvaltningen", "MUS", "", "København · Børne- og Ungdomsforvaltningen"),
        ("Københavns Kommune", "MUS", "", "København · MUS"),
        ("AALBORG KOMMUNE, Teknik- og Miljøforvaltningen", "MUS 2012", "", "Aalborg · Teknik- og Miljøforvaltningen"),
        ("Aarhus Kommune, Børn og Unge", "MUS", "", "Aarhus · Børn og Unge"),
        ("Randers kommune", "MUS", "Seniorsamtale", "Randers · Seniorsamtale"),
        ("Aarhus Kommune, Børn og Unge", "MUS", "Lønsamtale", "Aarhus · Børn og Unge · Lønsamtale"),
        ("Aarhus Kommune, Børn og Unge", "MUS: for ledere", "", "Aarhus · Børn og Unge · for ledere"),
        ("Kompetencernes ABC (KL og Forhandlingsfællesskabet)", "MUS: den hurtige", "", "ABC · den hurtige"),
        ("Alle kommuner", "Mini-MUS", "", "Mini-MUS"),
        ("Ådalskolen", "Vores skema", "", "Ådalskolen · Vores skema"),
        ("KL", "Skema", "", "KL · Skema"),
        ("Kommune", "Skema:", "", "Kommune · Skema:"),
    ],
)
def test_a_form_has_one_name_on_screen(organisation: str, title: str, short_name: str, shown: str) -> None:
    assert form_display_name(title, organisation, short_name) == shown


def test_every_shipped_form_has_a_name_of_its_own() -> None:
    names = [loaded.form.display_name for loaded in read_folder(paths.forms()).forms]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 45, "shown whole in a list"


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ([], []),
        ([(_ANNE, "Lærer", "Skovskolen")], [_ANNE]),
        ([(_ANNE, "Lærer", ""), ("Bo Dam", "Lærer", "")], [_ANNE, "Bo Dam"]),
        ([(_ANNE, "Lærer", "Nord"), (_ANNE, "Pædagog", "Nord")], ["Anne Hansen (Lærer)", "Anne Hansen (Pædagog)"]),
        ([(_ANNE, "Lærer", "Nord"), (_ANNE, "lærer", "Syd")], ["Anne Hansen (Nord)", "Anne Hansen (Syd)"]),
        (
            [(_ANNE, "Lærer", "Nord"), (_ANNE, "Lærer", "Syd"), (_ANNE, "Pædagog", "Nord")],
            ["Anne Hansen (Lærer, Nord)", "Anne Hansen (Syd)", "Anne Hansen (Pædagog)"],
        ),
        ([(_ANNE, "", ""), (_ANNE, "", "")], ["Anne Hansen (nr. 1)", "Anne Hansen (nr. 2)"]),
        ([(_ANNE, "Lærer", ""), (_ANNE, "Lærer", "")], ["Anne Hansen (Lærer, nr. 1)", "Anne Hansen (Lærer, nr. 2)"]),
        ([(_ANNE, "Lærer", ""), (_ANNE, "", "")], ["Anne Hansen (Lærer)", "Anne Hansen (nr. 1)"]),
        ([(_ANNE, "Lærer", ""), ("anne  HANSEN", "Pædagog", "")], ["Anne Hansen (Lærer)", "anne  HANSEN (Pædagog)"]),
        (
            [("Åse Kjær", "Lærer", ""), (unicodedata.normalize("NFD", "Åse Kjær"), "Pedel", "")],
            ["Åse Kjær (Lærer)", f"{unicodedata.normalize('NFD', 'Åse Kjær')} (Pedel)"],
        ),
    ],
)
def test_title_or_workplace_distinguishes(people: list[tuple[str, str, str]], named: list[str]) -> None:
    staff = [Employee(name, title, place, id=number) for number, (name, title, place) in enumerate(people, 1)]
    assert list(distinct_names(staff).values()) == named
    assert distinct_names(reversed(staff)) == distinct_names(staff), "the order of the list makes no difference"


_PEOPLE = st.lists(
    st.tuples(st.sampled_from([_ANNE, "anne hansen", "Bo Dam"]), st.sampled_from(["", "A", "B"]), st.sampled_from("AB"))
)


@given(_PEOPLE)
def test_no_two_people_are_named_alike(people: list[tuple[str, str, str]]) -> None:
    staff = [Employee(*words, id=number) for number, words in enumerate(people)]
    assert len({text.casefold() for text in distinct_names(staff).values()}) == len(staff)
    names = [one.name for one in staff]
    assert len({text.casefold() for text in short_names(names, [*distinct_names(staff).values()])}) == len(staff)


def test_a_label_is_only_what_a_shared_name_needs() -> None:
    staff = [Employee(_ANNE, "Lærer", id=1), Employee(_ANNE, "Pedel", id=2), Employee("Bo Dam", "Lærer", id=3)]
    assert distinguishing_details(staff) == {1: "Lærer", 2: "Pedel", 3: ""}
    labels = distinct_names(staff)
    assert short_names([_ANNE, "Bo Dam"], [labels[2], labels[3]]) == ("Anne Hansen (Pedel)", "Bo"), (
        "the other is not here"
    )
