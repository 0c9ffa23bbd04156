"""The notice that an employee already has a MUS in the period for which another one is planned."""

from __future__ import annotations

from collections.abc import Collection

from mus_desktop.model.dates import format_planned_date
from mus_desktop.model.group import shortened_danish_list
from mus_desktop.model.period import Period
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.workplace import Workplace


def other_mus_notice(
    workplace: Workplace, employees: Collection[int], period: Period, excluding: int | None = None
) -> str:
    """Return a sentence on which of ``employees`` have a MUS in ``period``; empty if none has.

    :param excluding: the id of a conversation to ignore.
    """
    found = workplace.conversations.yearly_mus_in(period, employees, excluding)
    if not found:
        return ""
    labels = workplace.staff.labels()
    names = shortened_danish_list([labels[employee] for employee in found])
    about = f" ({_about(next(iter(found.values())))})" if len(found) == 1 else ""
    other = "allerede en" if excluding is None else "også en anden"
    return f"{names} har {other} MUS i {period.title}{about}."


def _about(line: ConversationLine) -> str:
    day = line.conversation.on_date
    group = "i gruppe" if line.group else ""
    return ", ".join(part for part in (line.status.danish, group, format_planned_date(day) if day else "") if part)
