"""A fictional leader with two years of conversations, for trying the program and for its pictures."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period, PeriodKind, PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, new_agreement_id
from mus_desktop.services.conversations import Meeting
from mus_desktop.services.workplace import Workplace

_WORKPLACE = "workplace.toml"


@dataclass(frozen=True, slots=True)
class Story:
    """A demo as it is told: the day it plays on, the leader, the employees with their conversations."""

    today: date
    leader: Leader
    default_form: str
    period: PeriodRule
    employees: tuple[Mapping[str, Any], ...]


def read_story(folder: Path) -> Story:
    """The demo told by the TOML files in ``folder``."""
    told = tomllib.loads((folder / _WORKPLACE).read_text("utf-8"))
    return Story(
        today=told["today"],
        leader=Leader(**told["leader"]),
        default_form=told["default_form"],
        period=PeriodRule(PeriodKind(told["period"]["kind"])),
        employees=tuple(tomllib.loads((folder / name).read_text("utf-8")) for name in told["employees"]),
    )


def tell(story: Story, workplace: Workplace) -> list[int]:
    """Play ``story`` into an empty workplace through the services; gives the ids of the conversations."""
    workplace.preferences.set_leader(story.leader)
    workplace.preferences.set_period_rule(story.period)
    workplace.preferences.set_default_form(story.default_form)
    told = []
    with workplace.database.transaction():
        for person in story.employees:
            employee = workplace.staff.add(_employee(person))
            told += [tell_conversation(workplace, employee.id, c) for c in person.get("conversation", ())]
    return told


def tell_conversation(workplace: Workplace, employee_id: int, told: Mapping[str, Any]) -> int:
    """Play one conversation into ``workplace``; gives its id. The shape is that of a form's ``example.toml``."""
    book = workplace.conversations
    conversation = book.plan_new(employee_id, _meeting(told))
    book.note_invited(conversation, told.get("invited_on"))
    book.note_postponed(conversation, told.get("postponed_on"))
    book.note_declined(conversation, told.get("declined_on"))
    opened = book.open(conversation)
    parties = {role: opened.party(role).id for role in PartyRole}
    workplace.writing.save(Changes(_answers(told, parties), _rows(told, opened.plan.id)))
    if told.get("held_on"):
        book.finish(conversation, told["held_on"])
    _take_steps(workplace, opened.plan, told)
    if told.get("last_tab"):
        book.remember_tab(conversation, told["last_tab"])
    return conversation


def _employee(told: Mapping[str, Any]) -> Employee:
    return Employee(**{key: value for key, value in told.items() if key != "conversation"})


def _meeting(told: Mapping[str, Any]) -> Meeting:
    kept = {key: told[key] for key in ("on_date", "at_time", "minutes", "place") if key in told}
    return Meeting(form_id=told["form"], period=Period.parse(told["period"]), **kept)


def _answers(told: Mapping[str, Any], parties: Mapping[PartyRole, int]) -> dict[AnswerKey, Value | None]:
    return {
        AnswerKey(party, field): value.strip() if isinstance(value, str) else value
        for role, party in parties.items()
        for field, value in told.get(role, {}).items()
    }


def _rows(told: Mapping[str, Any], plan: int) -> dict[RowsKey, tuple[Agreement, ...]]:
    agreements = [agreement_as_told(row) for row in told.get("agreement", ())]
    return {RowsKey(plan, field): _of(field, agreements) for field in dict.fromkeys(row.field for row in agreements)}


def _of(field: str, agreements: Iterable[Agreement]) -> tuple[Agreement, ...]:
    return tuple(row for row in agreements if row.field == field)


def agreement_as_told(told: Mapping[str, Any]) -> Agreement:
    """An agreement as a story tells it: its columns by name, ``status`` and ``cells`` as in the model."""
    row = Agreement(new_agreement_id(), **{key: value for key, value in told.items() if key not in {"status", "cells"}})
    cells = {key: text.strip() for key, text in told["cells"].items()}
    return replace(row, cells=cells, status=AgreementStatus(told.get("status", "open")))


def _take_steps(workplace: Workplace, plan: Plan, told: Mapping[str, Any]) -> None:
    planning = workplace.planning
    if told.get("agreed_on"):
        plan = planning.agree(plan, told["agreed_on"])
    if told.get("copy_given_on"):
        plan = planning.give_copy(plan, told["copy_given_on"])
    if told.get("signed_on"):
        plan = planning.sign(plan, told["signed_on"], told.get("signed_by", ""))
    if told.get("journalised_on"):
        planning.journalise(plan, told["journalised_on"], told.get("journalised_where", ""))
