"""Conversations as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from mus_desktop.model.conversation import Conversation, Status, status_of
from mus_desktop.model.dates import format_date
from mus_desktop.model.group import INDIVIDUAL, danish_list, joint_plan, short_names, shortened_danish_list
from mus_desktop.model.plan import Plan
from mus_desktop.model.status_order import most_advanced
from mus_desktop.model.terms import Purpose
from mus_desktop.services.forms.form_names import FormNames
from mus_desktop.storage.database.column_values import DAMAGED_MARK
from mus_desktop.storage.records.conversation_lists import ConversationRow

FROM_PAPER = "Tidligere aftaler"
"""The text shown in place of a form's name for agreements that were not made in the program."""


class ConversationLine(NamedTuple):
    """A conversation as a line in a list.

    ``plan`` is the common plan; in a ``group`` it has the days on which all plans that count reached each step (see
    :func:`~mus_desktop.model.group.joint_plan`). ``people`` are the participants, each with a distinct label;
    ``names`` is the short text for all of them. ``form_name`` is the name of the form on screen. In the list of one
    ``employee``, ``left_on`` is when that employee left the group for an individual conversation.
    """

    conversation: Conversation
    form_id: str
    form_name: str
    people: tuple[str, ...]
    plan: Plan
    agreements: int
    group: bool = False
    names: str = ""
    employee: int | None = None
    left_on: date | None = None

    @property
    def period_and_day(self) -> str:
        """Period and day, ``2026 (3. juni 2026)``: a period alone does not identify a conversation."""
        day = self.conversation.held_on or self.conversation.on_date
        return f"{self.conversation.period.title} ({format_date(day) if day else 'uden dato'})"

    @property
    def status(self) -> Status:
        """The status of the conversation, derived from its dates."""
        return status_of(self.conversation, self.plan)


def line_of(row: ConversationRow, forms: FormNames, labels: Mapping[int, str]) -> ConversationLine:
    """Return the line of a conversation from its database row; ``forms`` holds the name of its form.

    :param labels: each employee's name on screen (:func:`~mus_desktop.model.display_names.distinct_names`).
    """
    form = forms.name_of(row.conversation.form_version)
    # Positions instead of ids, because ``own_plans`` is in the order of ``employees``.
    remaining = [number for number, (key, _) in enumerate(row.employees) if key not in row.left_on]
    participants = [row.employees[number] for number in remaining or range(len(row.employees))]
    people = tuple(labels.get(key, name) for key, name in participants) or (DAMAGED_MARK,)
    group = len(row.employees) > 1 or INDIVIDUAL not in form.held
    own_plans = [row.own_plans[number] for number in remaining]
    plan = joint_plan(row.plan, own_plans, form.individual_plans) if group else row.plan
    names = (
        shortened_danish_list(short_names([name for _, name in participants] or [DAMAGED_MARK], people))
        if group
        else danish_list(people)
    )
    return ConversationLine(
        replace(row.conversation, damaged=True) if form.damaged else row.conversation,
        form.id,
        FROM_PAPER if row.conversation.purpose is Purpose.PAPER else form.display_name,
        people,
        plan,
        row.agreements,
        group=group,
        names=names,
    )


def most_advanced_mus_by_employee(
    rows: Iterable[ConversationRow], forms: FormNames, labels: Mapping[int, str]
) -> dict[int, ConversationLine]:
    """Return, by employee id, the MUS that has come furthest of those the employee takes part in."""
    lines_by_employee: dict[int, list[ConversationLine]] = {}
    for row in rows:
        # A mini-MUS, a plan from paper or a senior talk says nothing about the yearly MUS.
        if row.conversation.purpose is not Purpose.MUS or not row.conversation.counts:
            continue
        line = line_of(row, forms, labels)
        for employee, _ in row.employees:
            if employee not in row.left_on:
                lines_by_employee.setdefault(employee, []).append(line)
    return {employee: most_advanced(lines) for employee, lines in lines_by_employee.items()}
