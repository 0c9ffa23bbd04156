"""Rules between the parts of a form: names must be unique, and a reference must name something that exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mus_desktop.formspec.handed_in import HANDED_IN_SINCE
from mus_desktop.formspec.problems import Spot, nearest, numbered
from mus_desktop.model.form import (
    BoardField,
    ChoiceField,
    Fact,
    Field,
    Form,
    IndividualPlans,
    InfoField,
    NotesField,
    PartyRole,
    PlanField,
    PreviousPlanField,
    RatingField,
    Role,
    TableField,
)

RESERVED_IN_RATING = ("remark", "group")
"""Keys that a row of a rating has in addition to its columns; :mod:`.grids` describes their values."""


TITLE_NAME = "stilling"
"""The name of the job title in Word templates. A field in a form of language 1 may already use it, and keeps it."""


def check(form: Form, spot: Spot) -> None:
    """Record at ``spot`` every inconsistency in ``form``.

    A part that could not be read is an empty name or list in ``form``; it has been reported and is skipped here.
    """
    _unique((scale.key, spot.scale(scale.key)) for scale in form.scales)
    _unique((tab.key, spot.tab(tab.key)) for tab in form.tabs)
    _unique((field.key, at) for field, at in _placed(form, spot))
    for field, at in _placed(form, spot):
        _unique((column.key, at.column(column.key)) for column in getattr(field, "columns", ()))
        rule = _RULES.get(field.kind)
        if rule:
            rule(field, form, at)
        _check_print(field, at)
    _check_title_fact(form, spot)
    if form.individual_plans is IndividualPlans.REQUIRED and "group" not in form.held:
        spot.wrong('»individual_plans« hører til et skema, der kan holdes som gruppe: held = ["group"]')
    if form.plan_is_minutes and not form.plan_fields():
        spot.wrong("»plan_is_minutes« kræver, at skemaet har en plan (et felt af slagsen plan)")
    earlier = [at for field, at in _placed(form, spot) if isinstance(field, PreviousPlanField)]
    for at in earlier[1:]:
        at.wrong("der kan kun være ét felt af slagsen previous_plan i et skema")


def _placed(form: Form, spot: Spot) -> Iterator[tuple[Field, Spot]]:
    for tab_number, tab in enumerate(form.tabs, 1):
        on_tab = spot.tab(tab.key or numbered(tab_number))
        for number, field in enumerate(tab.fields, 1):
            yield field, on_tab.field(field.key or numbered(number))


def _unique(named: Iterable[tuple[str, Spot]]) -> None:
    seen: set[str] = set()
    for name, at in named:
        if name and name in seen:
            at.wrong(f"»key« bruges allerede et andet sted: »{name}« skal være enestående")
        seen.add(name)


def _check_print(field: Field, at: Spot) -> None:
    """Refuse ``print`` where nothing would print; language 1 accepted it without effect, and still does."""
    if not field.prints or not field.by or field.handed_in or at.language < HANDED_IN_SINCE:
        return
    if isinstance(field, NotesField):
        at.wrong('»print« kan ikke stå ved noter, som aldrig udskrives; brug kind = "text" med »lines«')
    elif PartyRole.SHARED not in field.by:
        at.wrong("»print« kan ikke stå ved en forberedelse, som aldrig udskrives; det kræver svar i fællesskab")


def _check_title_fact(form: Form, spot: Spot) -> None:
    """Require that a form which prints the job title has no field with the template's name for it."""
    if any(Fact.TITLE in field.facts for field in form.fields() if isinstance(field, InfoField)):
        for field, at in _placed(form, spot):
            if field.key == TITLE_NAME:
                at.wrong(f"»key« kan ikke være »{TITLE_NAME}« i et skema, hvis »facts« viser stillingen")


def _check_choice(field: ChoiceField, _form: Form, at: Spot) -> None:
    if field.options and field.pick[1] > len(field.options):
        at.wrong(f"»pick« er {field.pick[1]}, men der er kun {len(field.options)} at vælge mellem i »options«")


def _check_board(field: BoardField, form: Form, at: Spot) -> None:
    named = [other for other in form.fields() if other.key == field.cards]
    # A field without a kind could not be read and has been reported already.
    if not field.cards or any(isinstance(other, ChoiceField) or not other.kind for other in named):
        return
    if named:
        at.wrong(f"»cards« skal nævne et felt af slagsen choice; »{field.cards}« er {named[0].kind}")
    else:
        choices = [other.key for other in form.fields() if isinstance(other, ChoiceField)]
        at.wrong(f"»cards« nævner et felt, der ikke findes: »{field.cards}«", nearest(field.cards, choices))


def _check_rating(field: RatingField, form: Form, at: Spot) -> None:
    _check_scale(field.scale, form, at)
    for column in field.columns:
        if column.scale != field.scale:
            _check_scale(column.scale, form, at.column(column.key))
        if column.by and column.by not in field.by:
            at.column(column.key).wrong(f"»by« er {column.by}, som ikke svarer på feltet")
        if column.key in RESERVED_IN_RATING:
            at.column(column.key).wrong(f"»key« kan ikke være »{column.key}« i en rating; navnet er optaget")
    for role in ("required", "level"):
        if sum(column.role == role for column in field.columns) > 1:
            at.wrong(f'kun én kolonne kan have role = "{role}"')
    if field.compare and not field.compared:
        at.wrong('»compare« kræver, at begge svarer: by = ["employee", "leader"]')
    if field.rows and field.groups:
        at.wrong("»groups« er overskrifter til rækker, som brugerne selv tilføjer, og kan ikke stå sammen med »rows«")


def _check_columns(field: TableField, form: Form, at: Spot) -> None:
    for column in field.columns:
        _check_scale(column.scale, form, at.column(column.key))


def _check_table(field: TableField, form: Form, at: Spot) -> None:
    _check_columns(field, form, at)
    if field.rows and field.min_rows:
        at.wrong("»min_rows« er til rækker, som brugerne selv tilføjer, og kan ikke stå sammen med »rows«")


def _check_plan(field: PlanField, form: Form, at: Spot) -> None:
    for column in field.columns:
        _check_scale(column.scale, form, at.column(column.key))
    for role in (Role.DUE, Role.RESPONSIBLE):
        carrying = [column for column in field.columns if role in column.roles]
        for column in carrying[1:]:
            at.column(column.key).wrong(f"rollen »{role}« står allerede i kolonnen »{carrying[0].key}«")


def _check_scale(name: str, form: Form, at: Spot) -> None:
    known = [scale.key for scale in form.scales]
    # An empty name is a column or field without a scale.
    if name and name not in known:
        at.wrong(f"»scale« nævner en skala, der ikke findes: »{name}«", nearest(name, known))


_RULES: dict[str, Callable[[Any, Form, Spot], None]] = {
    "choice": _check_choice,
    "board": _check_board,
    "rating": _check_rating,
    "table": _check_table,
    "plan": _check_plan,
}
