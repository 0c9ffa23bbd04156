"""The check of everything that is written in a conversation, against the form the conversation is pinned to.

Every service that stores answers or plan rows calls it, so that nothing is stored that the form cannot show and print.
The rules are in :mod:`mus_desktop.formspec.changes_check`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from mus_desktop.errors import AnswersRefused
from mus_desktop.formspec.changes_check import (
    check_addendum,
    check_follow_ups,
    check_free_text,
    check_review,
    check_rows,
    checked_answer,
    with_other_columns,
)
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, TickKey, Value
from mus_desktop.model.confidentiality import may_be_ticked
from mus_desktop.model.form import Field, Form
from mus_desktop.model.group import danish_list
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import AddendumKey
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import without_line_breaks
from mus_desktop.services.conversation.carried_over import field_of, form_version_of
from mus_desktop.services.forms.catalogue import Catalogue
from mus_desktop.storage.records.owners import Owner, Owners

_Result = TypeVar("_Result")
_EARLIER = "Tidligere aftaler"
_WHOLE_PLAN = "Tilføjelse til planen"
_PLAN = "Planen"


class AnswerCheck:
    """Checks changes before they are stored.

    Content kept from another form (see :mod:`~.carried_over`) is checked against that form. Content of a party, plan
    or agreement that does not exist is left to the database, which refuses it.
    """

    def __init__(self, catalogue: Catalogue, owners: Owners) -> None:
        self._catalogue = catalogue
        self._owners = owners
        # A stored form never changes, so its fields are listed only once.
        self._fields: dict[int, Mapping[str, Field]] = {}

    def checked(self, changes: Changes) -> Changes:
        """Return ``changes`` with each answer as it is stored; a blank one is ``None``.

        :raises AnswersRefused: something does not fit the form.
        """
        refusals = _Refusals()
        answers = self._checked_answers(changes.answers, refusals)
        self._check_rows(changes, refusals)
        self._check_addenda(changes.addenda, refusals)
        if changes.ticks:
            self._check_ticks(changes.ticks, refusals)
        for agreement, review in changes.reviews.items():
            refusals.run("", _EARLIER, partial(check_review, agreement, review))
        refusals.raise_any()
        return replace(changes, answers=answers, rows=_with_names_in_one_line(changes.rows))

    def check_rows(self, plan: int, field: str, rows: Sequence[Agreement]) -> None:
        """Check the rows of one plan field.

        :raises AnswersRefused: they do not fit the form.
        """
        self.checked(Changes(rows={RowsKey(plan, field): tuple(rows)}))

    def _checked_answers(
        self, answers: Mapping[AnswerKey, Value | None], refusals: _Refusals
    ) -> dict[AnswerKey, Value | None]:
        found = dict(answers)
        owners = self._owners.of_parties(key.party for key in answers)
        for key, value in answers.items():
            if owner := owners.get(key.party):
                form, field, title = self._place(owner, key.field)
                found[key] = refusals.run(key.field, title, partial(checked_answer, field, form, owner.role, value))
        return found

    def _check_rows(self, changes: Changes, refusals: _Refusals) -> None:
        owners = self._owners.of_plans(key.plan for key in (*changes.rows, *changes.follow_ups))
        for key, rows in changes.rows.items():
            if owner := owners.get(key.plan):
                _, field, title = self._place(owner, key.field)
                # Columns that the row, or the one it was copied from, has stored already are accepted: the form may
                # have lost them.
                stored = {
                    row.id: self._owners.columns_of([row.id, row.carried_from or ""])
                    for row in with_other_columns(field, rows)
                }
                refusals.run(key.field, title, partial(check_rows, field, rows, stored))
        for key, days in changes.follow_ups.items():
            if owner := owners.get(key.plan):
                _, field, title = self._place(owner, key.field)
                refusals.run(key.field, title, partial(check_follow_ups, field, days))

    def _check_addenda(self, addenda: Mapping[AddendumKey, str], refusals: _Refusals) -> None:
        owners = self._owners.of_plans(key.plan for key in addenda)
        for key, body in addenda.items():
            in_field = self._owners.field_of(key.agreement) if key.agreement else None
            owner = owners.get(key.plan)
            # An addition to the plan as a whole has no column whose rules could apply.
            if not key.agreement:
                refusals.run("", _WHOLE_PLAN, partial(check_free_text, body))
            elif owner is not None and in_field is not None:
                _, field, title = self._place(owner, in_field)
                refusals.run(in_field, title, partial(check_addendum, field, key.column, body))

    def _check_ticks(self, ticks: Mapping[TickKey, date | None], refusals: _Refusals) -> None:
        owners = self._owners.of_parties(key.party for key in ticks)
        for key in ticks:
            if owner := owners.get(key.party):
                form, field, title = self._place(owner, key.field)
                refusals.run(key.field, title, partial(_check_tick, form, field, owner))

    def _place(self, owner: Owner, key: str) -> tuple[Form, Field | None, str]:
        """Return the form and field that ``key`` belongs to, and the field's title (its key if it has none)."""
        version = form_version_of(key) or owner.form_version
        form = self._catalogue.pinned(version)
        if version not in self._fields:
            self._fields[version] = {field.key: field for field in form.fields()}
        field = self._fields[version].get(field_of(key))
        return form, field, (field.title.strip().removesuffix(":") if field else "") or key


def _check_tick(form: Form, field: Field | None, owner: Owner) -> None:
    if field is None or owner.role is not PartyRole.SHARED or not may_be_ticked(form, field):
        raise ValueError("Det er kun en fælles note, der kan følge planen.")


def _with_names_in_one_line(rows: Mapping[RowsKey, tuple[Agreement, ...]]) -> dict[RowsKey, tuple[Agreement, ...]]:
    return {
        key: tuple(replace(row, responsible=without_line_breaks(row.responsible)) for row in agreements)
        for key, agreements in rows.items()
    }


class _Refusals:
    """The fields that are refused so far, each with its title and the reason."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, str]] = {}

    def run(self, key: str, title: str, check: Callable[[], _Result]) -> _Result | None:
        """Return the result of ``check``; a refusal is recorded, and ``None`` returned."""
        try:
            return check()
        except ValueError as refusal:
            # The message has room for one reason a field, so the first one stands.
            self._found.setdefault(key, (title, str(refusal)))
            return None

    def raise_any(self) -> None:
        """Raise :class:`AnswersRefused` if anything was refused."""
        if self._found:
            raise AnswersRefused(_message([*self._found.values()]), frozenset(self._found))


def _message(refused: list[tuple[str, str]]) -> str:
    if len(refused) == 1:
        ((title, reason),) = refused
        return f"»{title}« er ikke gemt. {reason} Ret det, du har skrevet dér, eller slet det."
    titles = danish_list([f"»{title}«" for title, _ in refused])
    return f"{titles} er ikke gemt, fordi det ikke passer til skemaet. Ret det, du har skrevet dér, eller slet det."
