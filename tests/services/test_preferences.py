"""What the leader chose comes back the same; what was never chosen has a default that works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mus_desktop.model.people import Leader
from mus_desktop.model.period import PeriodKind, PeriodRule
from mus_desktop.services.workplace import Workplace

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def test_defaults(workplace: Workplace) -> None:
    preferences = workplace.preferences
    assert preferences.leader() == Leader()
    assert preferences.period_of(date(2026, 5, 12)).title == "2026"
    assert (preferences.default_form(), preferences.scheme(), preferences.window()) == ("", "", "")
    assert preferences.point_size() is None
    assert preferences.document_folder().name == "MUS"
    preferences.set_document_folder(preferences.document_folder())
    assert not preferences.document_folder_chosen(), "kept as proposed"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(leader=st.builds(Leader, TEXT, TEXT, TEXT), rule=st.builds(PeriodRule, st.sampled_from(PeriodKind)))
def test_chosen_settings_are_returned(workplace: Workplace, leader: Leader, rule: PeriodRule) -> None:
    workplace.preferences.set_leader(leader)
    workplace.preferences.set_period_rule(rule)
    assert workplace.preferences.leader() == leader
    assert workplace.preferences.period_rule() == rule


def test_every_setting_survives_a_restart(
    workplace: Workplace, tmp_path: Path, reopened: Callable[[], Workplace]
) -> None:
    first = workplace.preferences
    first.set_default_form("kobenhavn-buf")
    first.set_document_folder(tmp_path / "Blå mappe")
    first.set_scheme("dark")
    first.set_point_size(14)
    first.set_window("AdnQ")
    again = reopened().preferences
    assert (again.default_form(), again.scheme(), again.point_size()) == ("kobenhavn-buf", "dark", 14)
    assert (again.document_folder(), again.window()) == (tmp_path / "Blå mappe", "AdnQ")
    assert again.document_folder_chosen()
