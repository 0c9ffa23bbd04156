"""The demo and the forms' filled examples: files that people write by hand, and that must agree with the forms."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.formspec.reader import read_form
from mus_desktop.model.conversation import Conversation, Status, status_of
from mus_desktop.model.form import Field, PartyRole, PlanField, Purpose
from mus_desktop.model.period import Period, PeriodKind, PeriodRule
from mus_desktop.model.plan import AgreementStatus, Plan, Refusal
from mus_desktop.paths import forms, resources

DEMO = resources() / "demo"
WORKPLACE = tomllib.loads((DEMO / "workplace.toml").read_text("utf-8"))
TODAY: date = WORKPLACE["today"]
FILES = [DEMO / name for name in WORKPLACE["employees"]]
TEAMS = tomllib.loads((DEMO / WORKPLACE["groups"]).read_text("utf-8"))
STAFF = [*(tomllib.loads(file.read_text("utf-8")) for file in FILES), *TEAMS["employee"]]
FIRST_NAMES = {re.split(r"[ -]", person["name"])[0] for person in STAFF}
EXAMPLES = sorted(forms().glob("*/example.toml"))

PERSON = {"name": str, "title": str, "workplace": str, "email": str, "left_on": date, "conversation": list,
          "leader": str, "paper": list}  # fmt: skip
PLAN_DAYS = ("agreed_on", "signed_on", "copy_given_on", "journalised_on")
DAYS = ("invited_on", "declined_on", "postponed_on", "held_on", *PLAN_DAYS)
CONVERSATION = {
    **dict.fromkeys(("form", "period", "place", "last_tab", "journalised_where"), str),
    **dict.fromkeys(("on_date", *DAYS), date),
    **{role.value: dict for role in PartyRole},
    "wishes": dict,
    "at_time": time,
    "minutes": int,
    **dict.fromkeys(("agreement", "review", "follow_up", "addition", "signature"), list),
    "refusal": dict,
}
GROUP = {**CONVERSATION, "people": list, "participant": list}
PARTICIPANT = {"name": str, "employee": dict, "agreement": list, **dict.fromkeys(PLAN_DAYS, date),
               "journalised_where": str}  # fmt: skip
AGREEMENT = {
    "carried_from": str,
    "field": str,
    "due_on": date,
    "responsible": str,
    "others_agreed": bool,
    "status": str,
    "cells": dict,
    "group": str,
}


def _person(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _wrong_shape(table: dict[str, Any], known: dict[str, type], required: set[str]) -> list[str]:
    missing = [f"{key} is missing" for key in required - table.keys()]
    return missing + [
        f"{key} = {value!r}" for key, value in table.items() if key not in known or type(value) is not known[key]
    ]


def _conversations(file: Path) -> list[dict[str, Any]]:
    return _person(file).get("conversation", [])


def _is_follow_up(written: dict[str, Any]) -> bool:
    return read_form(forms() / written["form"]).form.purpose is Purpose.FOLLOW_UP


def _named(row: dict[str, Any]) -> set[str]:
    words = set(re.findall(r"\w+", " ".join([row["responsible"], *row["cells"].values()])))
    return words & FIRST_NAMES


def _status(written: dict[str, Any]) -> Status:
    days = {key: written.get(key) for key in DAYS}
    signatures = [row["on_date"] for row in written.get("signature", ())]
    refusal = Refusal(**written["refusal"]) if "refusal" in written else None
    closed = [*signatures, *([refusal.on_date] if refusal else []), *([days["signed_on"]] if days["signed_on"] else [])]
    plan_days = {key: days.pop(key) for key in PLAN_DAYS}
    plan = Plan(1, 1, **plan_days, closed_on=min(closed, default=None), refused_on=refusal and refusal.on_date)
    begun = any(written.get(role.value) for role in PartyRole) or bool(written.get("agreement"))
    return status_of(Conversation(1, 1, Period.parse(written["period"]), begun=begun, **days), plan)


def _texts(table: Any) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list):
        for part in table.values() if isinstance(table, dict) else table:
            yield from _texts(part)


def _fields(form_id: str) -> dict[str, Field]:
    form = read_form(forms() / form_id).form
    return {field.key: field for tab in form.tabs for field in tab.fields}


def test_workplace_lists_every_file_and_its_own_settings() -> None:
    assert WORKPLACE.keys() == {"today", "default_form", "employees", "groups", "leader", "period", "texts", "local"}
    assert WORKPLACE["leader"].keys() == {"name", "title", "workplace"}
    assert PeriodKind(WORKPLACE["period"]["kind"]) is PeriodKind.CALENDAR
    assert (forms() / WORKPLACE["default_form"] / "form.toml").is_file()
    assert sorted([*WORKPLACE["employees"], WORKPLACE["groups"], "workplace.toml"]) == sorted(
        file.name for file in DEMO.glob("*.toml")
    )


def test_the_demo_is_large_and_varied_enough_to_show_the_program() -> None:
    people = STAFF
    names = [person["name"] for person in people]
    assert len(names) >= 12
    assert len(set(names)) == len(names)
    assert len({person["email"] for person in people}) == len(names)
    assert {_status(one) for file in FILES for one in _conversations(file)} == set(Status) - {Status.DAMAGED}
    two_years = [file for file in FILES if len({one["period"] for one in _conversations(file)}) >= 2]
    assert len(two_years) >= 12


def test_nearly_all_of_last_year_is_journalised() -> None:
    yearly = [one for file in FILES for one in _conversations(file) if not _is_follow_up(one)]
    last_year = [one for one in yearly if Period.parse(one["period"]).last < TODAY]
    assert [_status(one) for one in last_year].count(Status.JOURNALISED) == len(last_year) - 1


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_an_example_is_filled_by_every_party(file: Path) -> None:
    (written,) = _conversations(file)
    answerable = [(role, field.key) for field in _fields(written["form"]).values() for role in field.by]
    assert [key for role, key in answerable if key not in written.get(role.value, {})] == []
    assert written["agreement"]


@pytest.mark.parametrize("file", [*FILES, *EXAMPLES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_key_is_known_and_of_its_type(file: Path) -> None:
    person = _person(file)
    assert not _wrong_shape(person, PERSON, {"name", "title", "workplace", "email"})
    assert re.fullmatch(r"[a-z.\-]+@[a-z\-]+\.example", person["email"])
    for written in _conversations(file):
        assert not _wrong_shape(written, CONVERSATION, REQUIRED)
        _check_rows(written)


def test_every_key_of_the_groups_is_known_and_of_its_type() -> None:
    assert TEAMS.keys() == {"employee", "conversation"}
    names = {person["name"] for person in TEAMS["employee"]}
    for person in TEAMS["employee"]:
        assert not _wrong_shape(person, PERSON, {"name", "title", "workplace", "email"})
    for written in TEAMS["conversation"]:
        assert not _wrong_shape(written, GROUP, REQUIRED | {"people"})
        _check_rows(written)
        assert {person["name"] for person in written["participant"]} == set(written["people"]) <= names
        for participant in written["participant"]:
            assert not _wrong_shape(participant, PARTICIPANT, {"name"})
            _check_rows(participant)


REQUIRED = {"form", "period", "on_date", "at_time", "minutes", "place"}


def _check_rows(written: dict[str, Any]) -> None:
    for row in written.get("agreement", []):
        assert not _wrong_shape(row, AGREEMENT, {"field", "cells", "responsible"})
        AgreementStatus(row.get("status", "open"))
    for row in written.get("review", []):
        assert not _wrong_shape(row, {"of": str, "status": str, "comment": str}, {"of", "status", "comment"})
        AgreementStatus(row["status"])


@pytest.mark.parametrize("file", [*FILES, *EXAMPLES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_everything_written_belongs_to_the_form(file: Path) -> None:
    for written in _conversations(file):
        _check_fields(written)


def test_everything_written_of_the_groups_belongs_to_the_form() -> None:
    for written in TEAMS["conversation"]:
        _check_fields(written)
        for participant in written["participant"]:
            _check_fields({"form": written["form"], **participant})


def _check_fields(written: dict[str, Any]) -> None:
    fields = _fields(written["form"])
    tabs = {tab.key for tab in read_form(forms() / written["form"]).form.tabs}
    assert written.get("last_tab", next(iter(tabs))) in tabs
    for role in PartyRole:
        for key in written.get(role.value, {}):
            assert role in fields[key].by, f"{role} does not answer {key}"
    for row in written.get("agreement", []):
        plan = fields[row["field"]]
        assert isinstance(plan, PlanField)
        assert row["cells"].keys() <= {column.key for column in plan.columns}


@pytest.mark.parametrize("file", [*FILES, *EXAMPLES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_dates_follow_the_order_of_a_year_with_mus(file: Path) -> None:
    left_on = _person(file).get("left_on", date.max)
    conversations = _conversations(file)
    meetings = [one["on_date"] for one in conversations]
    assert meetings == sorted(set(meetings), reverse=True), "newest first"
    periods = [one["period"] for one in conversations if not _is_follow_up(one)]
    assert len(set(periods)) == len(periods), "one in each period"
    for written in conversations:
        _check_days(written, left_on)


def test_dates_of_the_groups_follow_the_order_of_a_year_with_mus() -> None:
    for written in TEAMS["conversation"]:
        _check_days(written, date.max)


def _check_days(written: dict[str, Any], left_on: date) -> None:
    period = Period.parse(written["period"])
    days = [written[key] for key in ("invited_on", "held_on", *PLAN_DAYS) if key in written]
    assert days == sorted(days)
    assert _is_follow_up(written) or period == PeriodRule().period_of(written["on_date"])
    assert written["on_date"] <= left_on
    assert written.get("held_on", written["on_date"]) == written["on_date"]
    assert all(written[key] <= TODAY for key in DAYS if key in written), "only the meeting itself lies ahead"
    assert all(written[key].weekday() < 5 for key in ("on_date", *DAYS) if key in written)
    assert time(8) <= written["at_time"] <= time(16)
    for row in written.get("agreement", []):
        assert row.get("due_on", written["on_date"]) >= written["on_date"]
        assert (row.get("due_on") or period.first).weekday() < 5


@pytest.mark.parametrize("file", [*FILES, *EXAMPLES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_an_agreed_plan_is_complete_and_others_are_named_only_by_agreement(file: Path) -> None:
    own = re.split(r"[ -]", _person(file)["name"])[0]
    for written in _conversations(file):
        if "agreed_on" not in written:
            continue
        assert 1 <= len(written["agreement"]) <= 5
        for row in written["agreement"]:
            assert row.get("due_on")
            assert row.get("others_agreed") or not _named(row) - {own}, row


@pytest.mark.parametrize("file", [*FILES, *EXAMPLES], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_text_is_clean_danish_without_numbers_that_name_a_person(file: Path) -> None:
    _check_texts({**_person(file), "paper": []})


def test_text_of_the_groups_is_clean_danish() -> None:
    _check_texts(TEAMS)


def _check_texts(told: dict[str, Any]) -> None:
    for text in _texts(told):
        assert text == text.strip()
        assert text
        assert not re.search(r"\d{6}[- ]?\d{4}", text), "looks like a CPR number"
        assert not re.search(r"\d{2} ?\d{2} ?\d{2} ?\d{2}", text), "looks like a telephone number"
        assert not re.search(r"  | [,.;:!?]|[\"“”„‘]|\s-\s|\.\.|…", text), text
        assert text.count("»") == text.count("«")
