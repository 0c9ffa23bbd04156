"""Employees: kept as typed but tidy, found while typing, in Danish order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace


def names(workplace: Workplace, search: str = "", *, left: bool = False) -> list[str]:
    return [employee.name for employee in workplace.staff.everyone(search, left=left)]


def test_lists_and_searches_in_danish_order(workplace: Workplace) -> None:
    for name, title in (("Åse Dam", "Lærer"), ("Aage Dam", "Lærer"), ("Zita Bro", "PEDEL"), ("Ærø Lund", "Pædagog")):
        workplace.staff.add(Employee(name, title, "Ørstedskolen"))
    assert names(workplace)[:2] == ["Zita Bro", "Ærø Lund"]
    assert set(names(workplace)[2:]) == {"Aage Dam", "Åse Dam"}, "aa is å"
    assert names(workplace, "pedel") == ["Zita Bro"]
    assert names(workplace, " DAM  ørsted ") == names(workplace)[2:]
    assert names(workplace, "ase") == [], "å is a letter of its own"


def test_one_who_left_is_kept_but_not_listed(workplace: Workplace) -> None:
    stored = workplace.staff.add(Employee("  Åse \t Dam ", " Lærer ", email=" aase@skolen.dk "))
    assert stored == Employee("Åse Dam", "Lærer", "", "aase@skolen.dk", None, stored.id)
    workplace.staff.change(replace(workplace.staff.get(stored.id), left_on=date(2026, 7, 31)))
    assert names(workplace) == []
    assert names(workplace, left=True) == ["Åse Dam"]
    workplace.staff.change(replace(workplace.staff.get(stored.id), left_on=None))
    assert workplace.staff.get(stored.id) == stored


def test_a_name_is_needed(workplace: Workplace) -> None:
    with pytest.raises(KnownError, match="mangler et navn"):
        workplace.staff.add(Employee(" \t "))
    stored = workplace.staff.add(Employee("Åse"))
    with pytest.raises(KnownError, match="mangler et navn"):
        workplace.staff.change(replace(stored, name=""))
    assert names(workplace) == ["Åse"]
