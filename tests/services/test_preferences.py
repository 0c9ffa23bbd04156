"""What the leader chose comes back the same; what was never chosen has a default that works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mus_desktop.model.people import Leader
from mus_desktop.model.period import PeriodKind, PeriodRule
from mus_desktop.model.text import without_line_breaks
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.setting_values import PERIOD_RULE
from mus_desktop.storage.records.settings import Settings

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LINE = TEXT.map(without_line_breaks)


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
@given(
    leader=st.builds(Leader, LINE, LINE, LINE, LINE),
    rule=st.builds(PeriodRule, st.sampled_from(PeriodKind), st.integers(1, 12), st.integers(1, 28)),
)
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


def test_numbers_too_large_for_anything_are_damage_and_not_a_crash(workplace: Workplace) -> None:
    """JSON allows numbers that Python turns into infinity, or that no date can hold."""
    settings_of = Settings(workplace.database)
    for stored in ('{"kind": "own", "month": 1, "day": 2147483648}', '{"kind": "own", "month": 1e999, "day": 1}'):
        settings_of.store(PERIOD_RULE.key, stored)
        assert workplace.preferences.period_rule() == PeriodRule()
        assert any(PERIOD_RULE.danish in finding for finding in workplace.health())
