"""Copying a participant's own plan from a group to their individual conversation. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mus_desktop.formspec.agreement_mapping import map_agreement, matching_plan_field, plan_field_name
from mus_desktop.model.form import Form
from mus_desktop.model.plan import Agreement, AgreementStatus, new_agreement_id


def copied_agreements(rows: Sequence[Agreement], source: Form, target: Form) -> tuple[Agreement, ...]:
    """Return the agreements of a plan on ``source`` as new ones on ``target``; none if that form has no plan."""
    copies = []
    for row in rows:
        field = next((field for field in source.plan_fields() if field.key == row.field), None)
        target_field = matching_plan_field(row, field, target) if field else None
        if field and target_field:
            copy = map_agreement(
                row,
                field,
                target_field,
                plan_name=plan_field_name(field, source),
                target_plan_name=plan_field_name(target_field, target),
            )
            # The new row is an agreement of its own: open, with its own id, and linked to the one it was copied from.
            reopened = replace(copy, status=AgreementStatus.OPEN, added_on=None, carried_from=row.id)
            copies.append(replace(reopened, id=new_agreement_id()))
    return tuple(copies)


def is_unchanged_copy(rows: Sequence[Agreement], own: Sequence[Agreement], source: Form, target: Form) -> bool:
    """Return whether ``rows``, of a plan on ``target``, still equal the copy made of ``own``."""
    return _by_field(rows) == _by_field(copied_agreements(own, source, target))


def _by_field(rows: Sequence[Agreement]) -> dict[str, list[Agreement]]:
    return {key: [replace(row, id="") for row in rows if row.field == key] for key in {row.field for row in rows}}
