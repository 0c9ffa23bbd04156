"""Hints on the agreements of a plan, by the roles of its columns, so that they hold for every form.

If-then plans are kept more often than mere goals (Gollwitzer and Sheeran 2006, 94 studies).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mus_desktop.model.dates import find_date
from mus_desktop.model.form import PlanColumn, PlanField, Role
from mus_desktop.model.group import danish_list
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import is_blank
from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hint_kinds import HintKind

WHEN_THEN = "»Når …, så …«".replace(" ", "\N{NO-BREAK SPACE}")
"""The name of an agreement that says when it is done; it stays on one line."""
_FIRST_STEP_WITHIN = timedelta(days=14)
_MOST_GOALS = 3
_SOON = re.compile(
    r"(?i)\b(?:i dag|i morgen|i overmorgen|straks|med det samme|(?:i )?(?:denne|næste) uge|om en uge|om \w+ dage|"
    r"inden for (?:14|fjorten) dage|på (?:mandag|tirsdag|onsdag|torsdag|fredag)|hver (?:dag|uge|mandag|tirsdag|onsdag|"
    r"torsdag|fredag)|(?:dagligt|ugentligt))\b"
)
_WHEN_THEN = re.compile(r"(?is)\b(?:når|hvis|hver gang)\b.+?\bså\b")
_TEXT_ROLES = (Role.ACTION, Role.PRACTICE, Role.GOAL)


@dataclass(frozen=True, slots=True)
class _Row:
    """An agreement, its field, and its number there."""

    field: PlanField
    agreement: Agreement
    number: int

    def text_with(self, role: Role) -> str:
        column = self.field.column_with(role)
        return self.agreement.cells.get(column.key, "") if column else ""

    def texts(self) -> list[str]:
        return [*self.agreement.cells.values(), *self.agreement.extra.values()]


def plan_hints(talk: Discussed) -> Iterator[Advice]:
    """Yield the hints on the plan that is shown: at most one of each kind for each plan field."""
    fields = talk.form.plan_fields()
    rows = [_rows_of(talk, field) for field in fields]
    for kind, is_weak, role, sentence in _ROW_RULES:
        if kind not in (HintKind.WHO, HintKind.WHEN) and not talk.makes_plan:
            continue
        for field, own in zip(fields, rows, strict=True):
            column = _column_for(field, role)
            weak = [row for row in own if column and is_weak(row, talk.day)]
            if weak and column:
                where = f" under »{talk.name_of(field)}«" if len(fields) > 1 else ""
                yield _about(weak, kind, column, sentence, where)
    if talk.makes_plan:
        yield from _on_all_rows([row for own in rows for row in own])


def where_to_write_when_then(field: PlanField) -> PlanColumn | None:
    """Return the column in which an agreement is worded as *Når ..., så ...*; ``None`` if none is free text."""
    return next((column for role in _TEXT_ROLES if (column := field.column_with(role))), None)


def _rows_of(talk: Discussed, field: PlanField) -> list[_Row]:
    found = enumerate(talk.content.plan.rows(field.key), 1)
    return [_Row(field, agreement, number) for number, agreement in found if not agreement.blank]


def _column_for(field: PlanField, role: Role) -> PlanColumn | None:
    """Return the column where the hint can be followed; none that is only filled in after the signature."""
    column = where_to_write_when_then(field) if role is Role.ACTION else field.column_with(role)
    return None if column is None or column.later else column


def _lacks_person(row: _Row, _day: date) -> bool:
    return is_blank(row.agreement.responsible)


def _lacks_due_date(row: _Row, _day: date) -> bool:
    return row.agreement.due_on is None


def _lacks_first_step(row: _Row, day: date) -> bool:
    """Return whether the agreement is due later than in 14 days, and nothing in it happens before."""
    due, last = row.agreement.due_on, day + _FIRST_STEP_WITHIN
    return due is not None and due > last and not any(_is_soon(text, day, last) for text in row.texts())


def _is_soon(text: str, day: date, last: date) -> bool:
    if _SOON.search(text):
        return True
    rest = text
    while found := find_date(rest, day):
        if found.day <= last:
            return True
        rest = rest[found.end :]
    return False


def _lacks_sign(row: _Row, _day: date) -> bool:
    return is_blank(row.text_with(Role.EFFECT))


_ROW_RULES: tuple[tuple[HintKind, Callable[[_Row, date], bool], Role, str], ...] = (
    (HintKind.WHO, _lacks_person, Role.RESPONSIBLE, "{} har ingen ansvarlig."),
    (HintKind.WHEN, _lacks_due_date, Role.DUE, "{} har ingen frist."),
    (HintKind.FIRST_STEP, _lacks_first_step, Role.ACTION, "{} har intet første skridt inden for 14 dage."),
    (HintKind.SIGN, _lacks_sign, Role.EFFECT, "{} mangler et tegn på, at målet er nået."),
)
"""A kind of hint, when it holds for an agreement, the column to correct it in, and its sentence."""


def _about(rows: Sequence[_Row], kind: HintKind, column: PlanColumn, sentence: str, where: str) -> Advice:
    first = rows[0]
    numbers = danish_list([str(row.number) for row in rows])
    return Advice(
        sentence.format(f"Aftale {numbers}{where}"), first.field.key, first.agreement.id, column.key, kind=kind
    )


def _on_all_rows(rows: Sequence[_Row]) -> Iterator[Advice]:
    goals = [row for row in rows if not is_blank(row.text_with(Role.GOAL))]
    if len(goals) > _MOST_GOALS:
        text = f"Der er {len(goals)} mål i planen. Op til tre er lettere at nå."
        yield Advice(text, goals[0].field.key, goals[0].agreement.id, kind=HintKind.MANY_GOALS)
    if goals and not any(_WHEN_THEN.search(text) for row in rows for text in row.texts()):
        column = where_to_write_when_then(goals[0].field)
        text = f"Aftaler holder bedre, når de siger, hvornår i hverdagen det sker: {WHEN_THEN}."
        key = column.key if column else None
        yield Advice(text, goals[0].field.key, goals[0].agreement.id, key, kind=HintKind.WHEN_THEN)
