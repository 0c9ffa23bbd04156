"""The content of a status sheet: of a plan as it is today, or of a mini-MUS, which is signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from mus_desktop.documents.content import PlanContent, SheetContent, StatusContent, StatusLine
from mus_desktop.documents.plan.rows import STATUS_WORDS, added_after, all_additions, printed_agreement
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import Field, Form, PlanField, Purpose
from mus_desktop.model.plan import Agreement, due_and_responsible_text
from mus_desktop.model.review import FollowUp
from mus_desktop.model.signed_content import ReviewedLine
from mus_desktop.model.text import is_blank
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.signing import prints_earlier_agreements, shown_content
from mus_desktop.services.documents.document_source import DocumentSource, plan_content, sheet_fields


def status_content(source: DocumentSource) -> StatusContent:
    """Return the current status sheet. In a mini-MUS it is the plan, so once signed it prints as stored."""
    opened, heading = source.opened, source.sheet()
    if opened.form.purpose is Purpose.FOLLOW_UP:
        return _status_of_follow_up(opened, heading)
    own_lines = tuple(
        _status_line(opened.form.field_with(row.field), row) for row in opened.plan.agreements if not row.blank
    )
    own_on, next_on = status_days(opened.follow_ups_of(opened.plan.id), source.today)
    return StatusContent(**sheet_fields(heading), lines=own_lines, own_on=_day_text(own_on), next_on=_day_text(next_on))


def _status_of_follow_up(opened: OpenConversation, heading: SheetContent) -> StatusContent:
    shown, plan = shown_content(opened), plan_content(opened, heading.made_on or date.max)
    # A signed sheet prints names and dates as they were when it was signed.
    facts = shown.facts if opened.plan.closed else heading.facts
    own_on = opened.conversation.held_on or opened.conversation.on_date
    days = sorted(row.due_on for rows in shown.follow_ups.values() for row in rows if row.due_on)
    next_on = next((day for day in days if own_on is None or day > own_on), None)
    return StatusContent(
        **sheet_fields(replace(heading, facts=facts, author=shown.author, made_on=plan.made_on)),
        lines=_reviewed(shown.past) if prints_earlier_agreements(opened.form) else (),
        initiatives=tuple(_initiative(opened.form, row, plan) for row in shown.agreements if not row.blank),
        own_on=_day_text(own_on),
        next_on=_day_text(next_on),
        additions=tuple(all_additions(plan)),
    )


def status_days(follow_ups: Mapping[str, Iterable[FollowUp]], today: date) -> tuple[date | None, date | None]:
    """Return the day of the status that is due now, and the day to talk again after it; ``None`` where none is agreed.

    Due now is the newest day that has come without being done; if there is none, the first day to come.
    """
    days = sorted({row.due_on for rows in follow_ups.values() for row in rows if row.due_on and not row.done_on})
    come = [day for day in days if day <= today]
    own = come[-1] if come else next(iter(days), None)
    return own, next((day for day in days if own and day > max(own, today)), None)


def _day_text(day: date | None) -> str:
    return format_date(day) if day else ""


def _reviewed(past: Iterable[ReviewedLine]) -> tuple[StatusLine, ...]:
    return tuple(StatusLine(line.agreed, line.due, line.status, line.remark, line.plan) for line in past)


def _initiative(form: Form, row: Agreement, plan: PlanContent) -> StatusLine:
    line, day = _status_line(form.field_with(row.field), row), added_after(row, plan)
    return replace(line, agreed=f"{line.agreed} (Tilføjet {format_date(day)})") if day else line


def _status_line(field: Field, agreement: Agreement) -> StatusLine:
    agreed = printed_agreement(field, agreement) if isinstance(field, PlanField) else ""
    # A text without a column in this form is still agreed.
    agreed = agreed or next((text for text in agreement.cells.values() if not is_blank(text)), "")
    return StatusLine(agreed, _due(agreement), STATUS_WORDS[agreement.status])


def _due(agreement: Agreement) -> str:
    return due_and_responsible_text(agreement.due_on, agreement.responsible)
