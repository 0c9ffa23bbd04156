"""How the program reads each column of each table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from mus_desktop.model.plan import AgreementStatus, SignatoryRole
from mus_desktop.model.review import Author
from mus_desktop.model.signed_content import ContentOrigin
from mus_desktop.model.terms import DocumentKind, PartyRole, Purpose
from mus_desktop.storage.database.column_values import clock, day, from_json, json_object, moment, one_of, text, whole
from mus_desktop.storage.records.conversation_rows import period_in
from mus_desktop.storage.records.stored_documents import ATTACHED

Reader: TypeAlias = Callable[[Any], object]
"""Raises ``ValueError`` (:class:`UnreadableValue` is one), ``TypeError`` or ``KeyError`` for a damaged value."""


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError("bytes")
    return value


def _document_kind(value: Any) -> str:
    return value if value == ATTACHED else one_of(DocumentKind, value)


_status = partial(one_of, AgreementStatus)

COLUMNS: Mapping[str, Mapping[str, Reader]] = {
    "employee": {"id": whole, "name": text, "title": text, "workplace": text, "email": text, "left_on": day},
    "form_version": {"id": whole, "form_id": text, "version": whole, "sha256": text, "definition": json_object},
    "template": {
        "form_id": text,
        "kind": text,
        "form_version": whole,
        "installed_at": text,
        "sha256": text,
        "docx": _bytes,
    },
    "round": {
        "id": whole,
        "title": text,
        "period": period_in,
        "focus": text,
        "form_version": whole,
        "due_on": day,
        "closed_on": day,
    },
    "conversation": {
        "id": whole,
        "purpose": partial(one_of, Purpose),
        "form_version": whole,
        "round": whole,
        "origin": whole,
        "on_date": day,
        "at_time": clock,
        "minutes": whole,
        "place": text,
        "period": period_in,
        "invited_on": day,
        "declined_on": day,
        "postponed_on": day,
        "held_on": day,
        "last_tab": text,
        "counts": whole,
    },
    "party": {
        "id": whole,
        "conversation": whole,
        "role": partial(one_of, PartyRole),
        "employee": whole,
        "prepared_on": day,
        "left_on": day,
    },
    "answer": {"party": whole, "field": text, "value": from_json, "saved_at": moment},
    "topic": {"party": whole, "target": text, "position": whole},
    "plan": {
        "id": whole,
        "party": whole,
        "agreed_on": day,
        "signed_on": day,
        "signed_by": text,
        "copy_given_on": day,
        "journalised_on": day,
        "journalised_where": text,
        "closed_on": day,
        "refused_on": day,
    },
    "agreement": {
        "id": text,
        "plan": whole,
        "field": text,
        "grp": text,
        "position": whole,
        "cells": json_object,
        "extra": json_object,
        "due_on": day,
        "responsible": text,
        "others_agreed": whole,
        "status": _status,
        "added_on": day,
        "carried_from": text,
    },
    "review": {
        "id": whole,
        "agreement": text,
        "conversation": whole,
        "on_date": day,
        "status": _status,
        "comment": text,
    },
    "addendum": {
        "id": whole,
        "plan": whole,
        "agreement": text,
        "col": text,
        "added_on": day,
        "body": text,
        "author": partial(one_of, Author),
    },
    "follow_up": {
        "id": whole,
        "plan": whole,
        "field": text,
        "position": whole,
        "due_on": day,
        "note": text,
        "done_on": day,
        "added_on": day,
    },
    "document": {
        "id": whole,
        "conversation": whole,
        "party": whole,
        "kind": _document_kind,
        "number": whole,
        "name": text,
        "sha256": text,
        "made_at": moment,
        "bytes": _bytes,
    },
    "setting": {"key": text, "value": text},
    "signature": {
        "plan": whole,
        "role": partial(one_of, SignatoryRole),
        "party": whole,
        "label": text,
        "signed_on": day,
    },
    "refusal": {
        "plan": whole,
        "role": partial(one_of, PartyRole),
        "party": whole,
        "refused_on": day,
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
    "note_tick": {"party": whole, "field": text, "by_party": whole, "ticked_on": day},
    "service_number": {"number": text, "employee": whole},
    "leave": {"id": whole, "employee": whole, "kind": text, "from_on": day, "until_on": day},
    "observation": {"id": whole, "employee": whole, "on_date": day, "body": text},
    "round_form": {"round": whole, "form_id": text},
    "round_participant": {"round": whole, "employee": whole, "form_id": text},
    "received_sheet": {
        "id": whole,
        "conversation": whole,
        "party": whole,
        "name": text,
        "sha256": text,
        "received_at": moment,
        "bytes": _bytes,
    },
    "plan_attachment": {
        "id": whole,
        "plan": whole,
        "name": text,
        "sha256": text,
        "added_at": moment,
        "bytes": _bytes,
    },
    "asset": {"key": text, "name": text, "sha256": text, "bytes": _bytes},
}
"""How the program reads each column of each table, unless it is ``NULL``; a test sees to it that none is missing."""
