"""The check of one change against the form: the field exists, the party may answer it, and it can hold the content.

Each function raises ``ValueError`` with a Danish sentence that says what is wrong. The cells of a plan are free text,
also in a column of dates or options, because a stored date may be *i foråret*; so only their shape is checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from mus_desktop.formspec.values import RULES, clean
from mus_desktop.model.answers import Value
from mus_desktop.model.form import Field, FollowUpField, Form, PartyRole, PlanField, RatingField, TextField
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import FollowUp, Review
from mus_desktop.model.text import is_blank, without_line_breaks

_UNKNOWN_FIELD = "Skemaet har ikke det felt."
_UNKNOWN_COLUMN = "Skemaet har ingen kolonne »{}«."
_UNREADABLE = "Indholdet kan ikke læses."
_NOT_ASKED = {
    PartyRole.EMPLOYEE: "Medarbejderen svarer ikke på det.",
    PartyRole.LEADER: "Lederen svarer ikke på det.",
    PartyRole.SHARED: "Der er ikke et fælles svar på det.",
}


def checked_answer(field: Field | None, form: Form, role: PartyRole, value: Any) -> Value | None:
    """Return the answer of a party in ``role`` as it is stored, ``None`` if it is blank."""
    if value is None:  # to remove an answer is always allowed, also one that should never have been stored
        return None
    if field is None or field.kind not in RULES:
        raise ValueError(_UNKNOWN_FIELD)
    if role not in (field.by or (PartyRole.SHARED,)):
        raise ValueError(_NOT_ASKED[role])
    cleaned = clean(field, form, value)
    if isinstance(field, TextField) and field.lines == 1 and isinstance(cleaned, str):
        return without_line_breaks(cleaned)
    if isinstance(field, RatingField) and isinstance(cleaned, dict):
        _check_own_columns(field, role, cleaned)
    return cleaned


def check_rows(field: Field | None, rows: Iterable[Agreement], stored_columns: Mapping[str, Collection[str]]) -> None:
    """Check the rows of a plan field.

    :param stored_columns: by the id of an agreement, the columns that it, or the agreement it is a copy of, has text in
    already. Such text must not prevent that the rest of the row is saved.
    """
    if not isinstance(field, PlanField):
        raise ValueError(_UNKNOWN_FIELD)  # noqa: TRY004 - one kind of error
    known = {column.key for column in field.columns}
    for row in rows:
        unknown = next((key for key in row.cells if key not in known | {*stored_columns.get(row.id, ())}), None)
        if unknown is not None:
            raise ValueError(_UNKNOWN_COLUMN.format(unknown))
        _check_texts([*row.cells.values(), *row.extra.values(), *row.extra, row.group, row.responsible])
        _check_days([row.due_on, row.added_on])
        if not isinstance(row.status, AgreementStatus):
            raise ValueError(_UNREADABLE)  # noqa: TRY004 - as above


def with_other_columns(field: Field | None, rows: Iterable[Agreement]) -> tuple[Agreement, ...]:
    """Return the agreements that have text in a column the plan field does not have."""
    known = {column.key for column in field.columns} if isinstance(field, PlanField) else set()
    return tuple(row for row in rows if not known.issuperset(row.cells))


def check_follow_ups(field: Field | None, rows: Iterable[FollowUp]) -> None:
    """Check the dates and notes of a field of follow-ups."""
    if not isinstance(field, FollowUpField):
        raise ValueError(_UNKNOWN_FIELD)  # noqa: TRY004 - one kind of error
    for row in rows:
        _check_texts([row.note])
        _check_days([row.due_on, row.done_on, row.added_on])


def check_review(agreement: str, review: Review | None) -> None:
    """Check the review of one agreement; ``None`` removes it."""
    if review is None:
        return
    _check_texts([review.comment])
    if review.agreement != agreement or not isinstance(review.status, AgreementStatus):
        raise ValueError(_UNREADABLE)
    if not isinstance(review.on_date, date):
        raise ValueError(_UNREADABLE)  # noqa: TRY004 - one kind of error


def check_addendum(field: Field | None, column: str, body: Any) -> None:
    """Check an addition to ``column`` of an agreement in ``field``; a blank one removes it."""
    check_free_text(body)
    if is_blank(body):
        return
    if not isinstance(field, PlanField):
        raise ValueError(_UNKNOWN_FIELD)  # noqa: TRY004 - one kind of error
    if column not in {known.key for known in field.columns}:
        raise ValueError(_UNKNOWN_COLUMN.format(column))


def check_free_text(text: Any) -> None:
    """Check a text that belongs to no field."""
    _check_texts([text])


def _check_own_columns(field: RatingField, role: PartyRole, rows: Mapping[str, Any]) -> None:
    """Refuse marks in a column that another party answers."""
    others = {column.key: column.title for column in field.columns if column.by not in (None, role)}
    for cells in rows.values():
        for key in cells:
            if key in others:
                raise ValueError(f"»{others[key]}«: {_NOT_ASKED[role]}")


def _check_texts(texts: Iterable[Any]) -> None:
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("Her kan kun stå tekst.")


def _check_days(days: Iterable[Any]) -> None:
    if not all(day is None or isinstance(day, date) for day in days):
        raise ValueError("Datoen kan ikke læses.")
