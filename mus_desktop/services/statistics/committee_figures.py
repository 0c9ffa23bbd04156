"""The figures for the MED committee: how far the conversations of a period have come, by workplace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from mus_desktop.model.period import Period
from mus_desktop.model.plan import AgreementStatus, Plan
from mus_desktop.model.statistics.anonymity import rows_shown_alone
from mus_desktop.model.terms import Purpose
from mus_desktop.storage.records.conversation_lists import ConversationLists, ConversationRow
from mus_desktop.storage.records.employees import Employees
from mus_desktop.storage.records.plans import Plans

NO_WORKPLACE = "Uden arbejdsplads"
TOTAL = "I alt"
HEADINGS = (
    "Arbejdsplads", "Medarbejdere", "Tilbudt", "Afholdt", "Takket nej", "Udsat", "Plan lavet", "Fulgt op",
)  # fmt: skip
"""The columns of the table, as the leader reads them."""


class Stages(NamedTuple):
    """How many employees of a workplace reached each stage."""

    employees: int = 0
    offered: int = 0
    held: int = 0
    declined: int = 0
    postponed: int = 0
    plan_made: int = 0
    followed_up: int = 0

    def plus(self, other: Stages) -> Stages:
        """Return the sums of both."""
        return Stages(*(one + another for one, another in zip(self, other, strict=True)))


class WorkplaceFigures(NamedTuple):
    """A row of the table: a workplace, or several small ones together."""

    workplace: str
    stages: Stages

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as text, in the order of :data:`HEADINGS`."""
        return (self.workplace, *map(str, self.stages))


class CommitteeFigures:
    """Counts the stages of a period. Nobody's answers are in them, and no workplace under five is a row of its own."""

    def __init__(self, lists: ConversationLists, employees: Employees, plans: Plans) -> None:
        self._lists = lists
        self._employees = employees
        self._plans = plans

    def table(self, period: Period) -> list[WorkplaceFigures]:
        """Return a row for each workplace that may be shown, and the total last; empty for fewer than five people.

        An employee counts who has a conversation in the period, or works here today.
        """
        stages = self._stages(period)
        workplaces = {one.id: one.workplace.strip() or NO_WORKPLACE for one in self._employees.all()}
        active = {one.id for one in self._employees.all() if one.active}
        found: dict[str, Stages] = {}
        for employee in sorted(active | stages.keys()):
            place = workplaces.get(employee, NO_WORKPLACE)
            found[place] = found.get(place, Stages()).plus(stages.get(employee, Stages(1)))
        groups = rows_shown_alone({place: row.employees for place, row in found.items()})
        rows = [WorkplaceFigures(" + ".join(group), _sum(found[place] for place in group)) for group in groups]
        total = [WorkplaceFigures(TOTAL, _sum(row.stages for row in rows))]
        return [*(rows if len(rows) > 1 else []), *total] if rows else []

    def _stages(self, period: Period) -> dict[int, Stages]:
        reached: dict[int, Counter[str]] = {}
        for row in self._lists.overview():
            talk = row.conversation
            if talk.period == period and talk.purpose is Purpose.MUS and talk.counts:
                for position, (employee, _) in enumerate(row.employees):
                    if employee not in row.left_on:
                        reached.setdefault(employee, Counter()).update(self._reached(row, position))
        return {
            employee: Stages(1, *(int(found[stage] > 0) for stage in Stages._fields[1:]))
            for employee, found in reached.items()
        }

    def _reached(self, row: ConversationRow, position: int) -> list[str]:
        talk = row.conversation
        own = row.own_plans[position] if row.own_plans else None
        plans = [plan for plan in self._plans.of_conversation(talk.id) if plan.id in {row.plan.id, own and own.id}]
        conditions = {
            "offered": talk.invited_on or talk.held_on or talk.declined_on or talk.postponed_on or talk.on_date,
            "held": talk.held_on,
            "declined": talk.declined_on and not talk.held_on,
            "postponed": talk.postponed_on and not talk.held_on and not talk.declined_on,
            "plan_made": any(_is_made(plan) for plan in plans),
            "followed_up": any(_is_followed_up(plan) for plan in plans),
        }
        return [stage for stage, met in conditions.items() if met]


def csv_bytes(rows: list[WorkplaceFigures]) -> bytes:
    """Return the table as CSV for a Danish Excel: UTF-8 with its mark, semicolons, and no cell that is a formula."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    return "".join(";".join(map(_cell, line)) + "\r\n" for line in lines).encode("utf-8-sig")


def _cell(text: str) -> str:
    one_line = " ".join(text.split())
    # A spreadsheet would run a cell that begins like this; an apostrophe makes it text.
    guarded = f"'{one_line}" if one_line.startswith(("=", "+", "-", "@")) else one_line
    return '"' + guarded.replace('"', '""') + '"' if set(guarded) & set(';"') else guarded


def _sum(stages: Iterable[Stages]) -> Stages:
    total = Stages()
    for one in stages:
        total = total.plus(one)
    return total


def _is_made(plan: Plan) -> bool:
    return any(not agreement.blank for agreement in plan.agreements)


def _is_followed_up(plan: Plan) -> bool:
    return any(agreement.status is not AgreementStatus.OPEN for agreement in plan.agreements)
