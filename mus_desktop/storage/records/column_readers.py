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
from mus_desktop.storage.database.column_values import clock, day, from_json, json_object, moment, one_of, text, whole
from mus_desktop.storage.records.conversation_rows import period_in
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
    if not _DIGEST.fullmatch(text(value)):
        raise UnreadableValue
    return str(value)


def _document_kind(value: Any) -> str:
    return value if value == ATTACHED else one_of(DocumentKind, value)


def _refuser(value: Any) -> str:
    return str(_among(value, (PartyRole.EMPLOYEE, PartyRole.LEADER)))


def _leave_kind(value: Any) -> str:
    return str(_among(value, ("leave", "illness", "parental")))


def _flag(value: Any) -> bool:
    return bool(_among(whole(value), (0, 1)))


def _not_negative(value: Any) -> int:
    if whole(value) < 0:
        raise ValueError("negative")
    return int(value)


def _not_empty(value: Any) -> str:
    if not text(value):
        raise ValueError("empty")
    return str(value)


def _iso_day(value: Any) -> str:
    """Return a date in the program's own format; Python accepts others, such as 20260302, which sort wrongly."""
    found = day(value)
    if found is None or found.isoformat() != value:
        raise ValueError("no date as it is written here")
    return str(value)


def _among(value: Any, choices: Collection[Any]) -> Any:
    if value not in choices:
        raise ValueError("none of the choices")
    return value


_status = partial(one_of, AgreementStatus)

COLUMNS: Mapping[str, Mapping[str, Reader]] = {
    "employee": {"id": whole, "name": text, "title": text, "workplace": text, "email": text, "left_on": _iso_day},
    "form_version": {"id": whole, "form_id": text, "version": whole, "sha256": _digest, "definition": json_object},
    "template": {
        "form_id": text,
        "kind": text,
        "form_version": whole,
        "installed_at": text,
        "sha256": _digest,
        "docx": _bytes,
    },
    "round": {
        "id": whole,
        "title": text,
        "period": period_in,
        "focus": text,
        "form_version": whole,
        "due_on": _iso_day,
        "closed_on": _iso_day,
    },
    "conversation": {
        "id": whole,
        "purpose": partial(one_of, Purpose),
        "form_version": whole,
        "round": whole,
        "origin": whole,
        "on_date": _iso_day,
        "at_time": clock,
        "minutes": _not_negative,
        "place": text,
        "period": period_in,
        "invited_on": _iso_day,
        "declined_on": _iso_day,
        "postponed_on": _iso_day,
        "held_on": _iso_day,
        "last_tab": text,
        "counts": _flag,
    },
    "party": {
        "id": whole,
        "conversation": whole,
        "role": partial(one_of, PartyRole),
        "employee": whole,
        "prepared_on": _iso_day,
        "left_on": _iso_day,
    },
    "answer": {"party": whole, "field": text, "value": from_json, "saved_at": moment},
    "topic": {"party": whole, "target": text, "position": whole},
    "plan": {
        "id": whole,
        "party": whole,
        "agreed_on": _iso_day,
        "signed_on": _iso_day,
        "signed_by": text,
        "copy_given_on": _iso_day,
        "journalised_on": _iso_day,
        "journalised_where": text,
        "closed_on": _iso_day,
        "refused_on": _iso_day,
    },
    "agreement": {
        "id": text,
        "plan": whole,
        "field": text,
        "grp": text,
        "position": whole,
        "cells": json_object,
        "extra": json_object,
        "due_on": _iso_day,
        "responsible": text,
        "others_agreed": _flag,
        "status": _status,
        "added_on": _iso_day,
        "carried_from": text,
    },
    "review": {
        "id": whole,
        "agreement": text,
        "conversation": whole,
        "on_date": _iso_day,
        "status": _status,
        "comment": text,
    },
    "addendum": {
        "id": whole,
        "plan": whole,
        "agreement": text,
        "col": text,
        "added_on": _iso_day,
        "body": text,
        "author": partial(one_of, Author),
    },
    "follow_up": {
        "id": whole,
        "plan": whole,
        "field": text,
        "position": whole,
        "due_on": _iso_day,
        "note": text,
        "done_on": _iso_day,
        "added_on": _iso_day,
    },
    "document": {
        "id": whole,
        "conversation": whole,
        "party": whole,
        "kind": _document_kind,
        "number": whole,
        "name": text,
        "sha256": _digest,
        "made_at": moment,
        "bytes": _bytes,
    },
    "setting": {"key": text, "value": text},
    "signature": {
        "plan": whole,
        "role": partial(one_of, SignatoryRole),
        "party": whole,
        "label": text,
        "signed_on": _iso_day,
    },
    "refusal": {
        "plan": whole,
        "role": _refuser,
        "party": whole,
        "refused_on": _iso_day,
        "reason": text,
    },
    "signed_template": {"sha256": text, "docx": _bytes},
    "signed_content": {
        "plan": whole,
        "origin": partial(one_of, ContentOrigin),
        "stored_at": moment,
        "template": text,
        "content": text,
    },
    "closed_review": {"plan": whole, "agreement": text},
    "employee_being_deleted": {"employee": whole},
    "signed_name": {"plan": whole, "party": whole, "name": text},
    "closed_answer": {"plan": whole, "party": whole, "field": text},
    "content_to_store": {"plan": whole},
    "note_tick": {"party": whole, "field": text, "by_party": whole, "ticked_on": _iso_day},
    "service_number": {"number": _not_empty, "employee": whole},
    "leave": {"id": whole, "employee": whole, "kind": _leave_kind, "from_on": _iso_day, "until_on": _iso_day},
    "observation": {"id": whole, "employee": whole, "on_date": _iso_day, "body": text},
    "round_form": {"round": whole, "form_id": text},
    "round_participant": {"round": whole, "employee": whole, "form_id": text},
    "received_sheet": {
        "id": whole,
        "conversation": whole,
        "party": whole,
        "name": text,
        "sha256": _digest,
        "received_at": moment,
        "bytes": _bytes,
    },
    "plan_attachment": {
        "id": whole,
        "plan": whole,
        "name": text,
        "sha256": _digest,
        "added_at": moment,
        "bytes": _bytes,
    },
    "asset": {"key": text, "name": text, "sha256": _digest, "bytes": _bytes},
}
"""The reader of each column of each table, unless it is ``NULL``; a test checks that none is missing."""
