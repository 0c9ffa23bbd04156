"""The function that reads each column of each table."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, TypeAlias

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.plan import AgreementStatus, SignatoryRole
from mus_desktop.model.review import Author
from mus_desktop.model.signed_content import ContentOrigin
from mus_desktop.model.terms import DocumentKind, PartyRole, Purpose
from mus_desktop.storage.database.column_values import (
    from_json,
    json_object,
    read_choice,
    read_date,
    read_text,
    read_time,
    read_timestamp,
    read_whole_number,
)
from mus_desktop.storage.records.conversation_rows import read_period
from mus_desktop.storage.records.staff.employee_details import read_details
from mus_desktop.storage.records.stored_documents import ATTACHED

_DIGEST = re.compile("[0-9a-f]{64}")
Reader: TypeAlias = Callable[[Any], object]
"""A function that raises ``ValueError`` (also :class:`UnreadableValue`), ``TypeError`` or ``KeyError`` on damage."""


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("bytes")
    return value


def _digest(value: Any) -> str:
    """Return the SHA-256 in a column, in hexadecimal. :raises UnreadableValue: it is not one."""
    if not _DIGEST.fullmatch(read_text(value)):
        raise UnreadableValue
    return str(value)


def _document_kind(value: Any) -> str:
    return value if value == ATTACHED else read_choice(DocumentKind, value)


def _refusing_role(value: Any) -> str:
    return str(_one_of(value, (PartyRole.EMPLOYEE, PartyRole.LEADER)))


def _flag(value: Any) -> bool:
    # The tables are STRICT and have no boolean: 0 and 1 are used, and any other number is damage.
    return bool(_one_of(read_whole_number(value), (0, 1)))


def _not_negative(value: Any) -> int:
    if read_whole_number(value) < 0:
        raise ValueError("negative")
    return int(value)


def _not_empty(value: Any) -> str:
    if not read_text(value):
        raise ValueError("empty")
    return str(value)


def _iso_day(value: Any) -> str:
    """Return a date in the program's own format; Python accepts others, such as 20260302, which sort wrongly."""
    found = read_date(value)
    if found is None or found.isoformat() != value:
        raise ValueError("no date as it is written here")
    return str(value)


def _one_of(value: Any, choices: Collection[Any]) -> Any:
    if value not in choices:
        raise ValueError("none of the choices")
    return value


_status = partial(read_choice, AgreementStatus)

COLUMN_READERS: Mapping[str, Mapping[str, Reader]] = {
    "employee": {
        "id": read_whole_number,
        "name": read_text,
        "title": read_text,
        "workplace": read_text,
        "email": read_text,
        "left_on": _iso_day,
        "away_from_on": _iso_day,
        "away_until_on": _iso_day,
    },
    "form_version": {
        "id": read_whole_number,
        "form_id": read_text,
        "version": read_whole_number,
        "sha256": _digest,
        "definition": json_object,
    },
    "template": {
        "form_id": read_text,
        "kind": read_text,
        "form_version": read_whole_number,
        "installed_at": read_text,
        "sha256": _digest,
        "docx": _bytes,
    },
    "round": {
        "id": read_whole_number,
        "title": read_text,
        "period": read_period,
        "focus": read_text,
        "form_version": read_whole_number,
        "due_on": _iso_day,
        "closed_on": _iso_day,
    },
    "conversation": {
        "id": read_whole_number,
        "purpose": partial(read_choice, Purpose),
        "form_version": read_whole_number,
        "round": read_whole_number,
        "origin": read_whole_number,
        "on_date": _iso_day,
        "at_time": read_time,
        "minutes": _not_negative,
        "place": read_text,
        "period": read_period,
        "invited_on": _iso_day,
        "declined_on": _iso_day,
        "postponed_on": _iso_day,
        "held_on": _iso_day,
        "last_tab": read_text,
        "counts": _flag,
    },
    "party": {
        "id": read_whole_number,
        "conversation": read_whole_number,
        "role": partial(read_choice, PartyRole),
        "employee": read_whole_number,
        "prepared_on": _iso_day,
        "left_on": _iso_day,
    },
    "answer": {"party": read_whole_number, "field": read_text, "value": from_json, "saved_at": read_timestamp},
    "topic": {"party": read_whole_number, "target": read_text, "position": read_whole_number},
    "plan": {
        "id": read_whole_number,
        "party": read_whole_number,
        "agreed_on": _iso_day,
        "signed_on": _iso_day,
        "signed_by": read_text,
        "copy_given_on": _iso_day,
        "journalised_on": _iso_day,
        "journalised_where": read_text,
        "closed_on": _iso_day,
        "refused_on": _iso_day,
    },
    "agreement": {
        "id": read_text,
        "plan": read_whole_number,
        "field": read_text,
        "grp": read_text,
        "position": read_whole_number,
        "cells": json_object,
        "extra": json_object,
        "due_on": _iso_day,
        "responsible": read_text,
        "others_agreed": _flag,
        "status": _status,
        "added_on": _iso_day,
        "carried_from": read_text,
    },
    "review": {
        "id": read_whole_number,
        "agreement": read_text,
        "conversation": read_whole_number,
        "on_date": _iso_day,
        "status": _status,
        "comment": read_text,
    },
    "addendum": {
        "id": read_whole_number,
        "plan": read_whole_number,
        "agreement": read_text,
        "col": read_text,
        "added_on": _iso_day,
        "body": read_text,
        "author": partial(read_choice, Author),
    },
    "follow_up": {
        "id": read_whole_number,
        "plan": read_whole_number,
        "field": read_text,
        "position": read_whole_number,
        "due_on": _iso_day,
        "note": read_text,
        "done_on": _iso_day,
        "added_on": _iso_day,
    },
    "document": {
        "id": read_whole_number,
        "conversation": read_whole_number,
        "party": read_whole_number,
        "kind": _document_kind,
        "number": read_whole_number,
        "name": read_text,
        "sha256": _digest,
        "made_at": read_timestamp,
        "bytes": _bytes,
    },
    "setting": {"key": read_text, "value": read_text},
    "signature": {
        "plan": read_whole_number,
        "role": partial(read_choice, SignatoryRole),
        "party": read_whole_number,
        "label": read_text,
        "signed_on": _iso_day,
    },
    "refusal": {
        "plan": read_whole_number,
        "role": _refusing_role,
        "party": read_whole_number,
        "refused_on": _iso_day,
        "reason": read_text,
    },
    # The check of the row compares it with the content, which a text that is no digest cannot pass.
    "signed_template": {"sha256": read_text, "docx": _bytes},
    "signed_content": {
        "plan": read_whole_number,
        "origin": partial(read_choice, ContentOrigin),
        "stored_at": read_timestamp,
        "template": read_text,
        "content": read_text,
    },
    "closed_review": {"plan": read_whole_number, "agreement": read_text},
    "employee_being_deleted": {"employee": read_whole_number},
    "signed_name": {"plan": read_whole_number, "party": read_whole_number, "name": read_text},
    "closed_answer": {"plan": read_whole_number, "party": read_whole_number, "field": read_text},
    "content_to_store": {"plan": read_whole_number},
    "note_tick": {"party": read_whole_number, "field": read_text, "by_party": read_whole_number, "ticked_on": _iso_day},
    "service_number": {"number": _not_empty, "employee": read_whole_number},
    "staff_import": {
        "id": read_whole_number,
        "imported_at": read_timestamp,
        "latest_party": read_whole_number,
        "latest_observation": read_whole_number,
    },
    "staff_import_change": {
        "staff_import": read_whole_number,
        "employee": read_whole_number,
        "before": read_details,
        "after": read_details,
    },
    "observation": {"id": read_whole_number, "employee": read_whole_number, "on_date": _iso_day, "body": read_text},
    "round_form": {"round": read_whole_number, "form_id": read_text},
    "round_participant": {"round": read_whole_number, "employee": read_whole_number, "form_id": read_text},
    "calendar_entry": {
        "conversation": read_whole_number,
        "subject": read_text,
        "uid": _not_empty,
        "sequence": _not_negative,
        "sha256": _digest,
    },
    "received_sheet": {
        "id": read_whole_number,
        "conversation": read_whole_number,
        "party": read_whole_number,
        "name": read_text,
        "sha256": _digest,
        "received_at": read_timestamp,
        "bytes": _bytes,
    },
    "plan_attachment": {
        "id": read_whole_number,
        "plan": read_whole_number,
        "name": read_text,
        "sha256": _digest,
        "added_at": read_timestamp,
        "bytes": _bytes,
    },
    "asset": {"key": read_text, "name": read_text, "sha256": _digest, "bytes": _bytes},
}
"""The reader of each column of each table, unless it is ``NULL``; a test checks that none is missing."""
