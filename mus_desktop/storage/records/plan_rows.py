"""Plans and agreements as rows: their columns and the conversion from and to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mus_desktop.formspec.plain_text import json_as_text
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Refusal, Signatory
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import from_json, iso, read_choice, read_date, to_json

PLAN_COLUMNS = (
    "agreed_on",
    "signed_on",
    "signed_by",
    "copy_given_on",
    "journalised_on",
    "journalised_where",
    "closed_on",
    "refused_on",
)
"""The columns of a plan that may change, in the order of :func:`plan_values`."""

PLAN_SELECTED = ", ".join(f"plan.{name}" for name in ("id", "party", *PLAN_COLUMNS))
"""The columns a query selects for :func:`plan_from`."""

_OTHER = "Indhold"
"""The title of content that is not divided into columns."""

PLAN_WIDTH = len(PLAN_COLUMNS) + 2
"""The number of columns in :data:`PLAN_SELECTED`."""

AGREEMENT_COLUMNS = (
    "field",
    "grp",
    "position",
    "cells",
    "extra",
    "due_on",
    "responsible",
    "others_agreed",
    "status",
    "added_on",
    "carried_from",
)
"""The columns of an agreement, apart from its id and its plan, in the order of :func:`agreement_values`."""


def plan_values(plan: Plan) -> tuple[Any, ...]:
    """Return the values for :data:`PLAN_COLUMNS`."""
    return (
        iso(plan.agreed_on),
        iso(plan.signed_on),
        storable_text(plan.signed_by),
        iso(plan.copy_given_on),
        iso(plan.journalised_on),
        storable_text(plan.journalised_where),
        iso(plan.closed_on),
        iso(plan.refused_on),
    )


def plan_from(
    row: Sequence[Any],
    agreements: tuple[Agreement, ...] = (),
    signatures: Mapping[Signatory, date] | None = None,
    refusals: tuple[Refusal, ...] = (),
) -> Plan:
    """Return the plan in a row of :data:`PLAN_SELECTED`."""
    key, party, agreed_on, signed_on, signed_by, copy_given_on, journalised_on, journalised_where = row[:8]
    closed_on, refused_on = row[8:]
    agreed, signed, copied, filed, closed, refused = (
        None if value is None else read_date(value)
        for value in (agreed_on, signed_on, copy_given_on, journalised_on, closed_on, refused_on)
    )
    return Plan(
        id=key,
        party=party,
        agreements=agreements,
        agreed_on=agreed,
        signed_on=signed,
        signed_by=signed_by,
        copy_given_on=copied,
        journalised_on=filed,
        journalised_where=journalised_where,
        closed_on=closed,
        refused_on=refused,
        refusals=refusals,
        signatures=signatures or {},
    )


def agreement_values(agreement: Agreement, position: int) -> tuple[Any, ...]:
    """Return the values for :data:`AGREEMENT_COLUMNS`; ``position`` is the place among the rows of its field."""
    return (
        storable_text(agreement.field),
        storable_text(agreement.group),
        position,
        to_json(dict(agreement.cells)),
        to_json(dict(agreement.extra)),
        iso(agreement.due_on),
        storable_text(agreement.responsible),
        int(agreement.others_agreed),
        agreement.status,
        iso(agreement.added_on),
        agreement.carried_from,
    )


def row_texts(value: str) -> dict[str, str]:
    """Return the texts of a row by column, from the JSON of a column; anything that is not a text is shown as one.

    :raises UnreadableValue: it is not JSON.
    """
    return texts_from_json(from_json(value))


def texts_from_json(found: Any) -> dict[str, str]:
    """Return the texts by column in JSON data; a value of another shape is one text, under a title of its own."""
    # Valid JSON of another shape is damage too, but its words must not be lost.
    if not isinstance(found, dict):
        return {_OTHER: json_as_text(found)} if found else {}
    return {
        key: text if isinstance(text, str) else json_as_text(text) for key, text in found.items() if text is not None
    }


def agreement_from(key: str, row: Sequence[Any]) -> Agreement:
    """Return the agreement with id ``key`` in a row of :data:`AGREEMENT_COLUMNS`."""
    # The position is not part of an agreement: its place among the rows of its field expresses it.
    field, group, _, cells, extra, due_on, responsible, others_agreed, status, added_on, carried_from = row
    return Agreement(
        id=key,
        field=field,
        group=group,
        cells=row_texts(cells),
        extra=row_texts(extra),
        due_on=read_date(due_on),
        responsible=responsible,
        others_agreed=bool(others_agreed),
        status=read_choice(AgreementStatus, status),
        added_on=read_date(added_on),
        carried_from=carried_from,
    )
