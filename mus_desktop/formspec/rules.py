"""Rules between the parts of a form: names must be unique, and a reference must name something that exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mus_desktop.formspec.handed_in import HANDED_IN_SINCE
from mus_desktop.formspec.problems import ReadContext, closest_word, position_name
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

RESERVED_RATING_KEYS = ("remark", "group")
"""Keys that a row of a rating has in addition to its columns; :mod:`.row_values` describes their values."""


JOB_TITLE_KEY = "stilling"
"""The name of the job title in Word templates. A field in a form of language 1 may already use it, and keeps it."""


def check_form(form: Form, context: ReadContext) -> None:
    """Record every inconsistency in ``form`` as a problem of ``context``.

    A part that could not be read is an empty name or list in ``form``; it has been reported and is skipped here.
    """
    _unique((scale.key, context.scale(scale.key)) for scale in form.scales)
    _unique((tab.key, context.tab(tab.key)) for tab in form.tabs)
    _unique((field.key, field_context) for field, field_context in _fields_with_context(form, context))
    for field, field_context in _fields_with_context(form, context):
        _unique((column.key, field_context.column(column.key)) for column in getattr(field, "columns", ()))
        rule = _RULES.get(field.kind)
        if rule:
            rule(field, form, field_context)
        _check_print(field, field_context)
    _check_title_fact(form, context)
    if form.individual_plans is IndividualPlans.REQUIRED and "group" not in form.held:
        context.add_problem('»individual_plans« hører til et skema, der kan holdes som gruppe: held = ["group"]')
    if form.plan_is_minutes and not form.plan_fields():
        context.add_problem("»plan_is_minutes« kræver, at skemaet har en plan (et felt af slagsen plan)")
    earlier = [
        field_context
        for field, field_context in _fields_with_context(form, context)
        if isinstance(field, PreviousPlanField)
    ]
    for field_context in earlier[1:]:
        field_context.add_problem("der kan kun være ét felt af slagsen previous_plan i et skema")


def _fields_with_context(form: Form, context: ReadContext) -> Iterator[tuple[Field, ReadContext]]:
    for tab_number, tab in enumerate(form.tabs, 1):
        tab_context = context.tab(tab.key or position_name(tab_number))
        for number, field in enumerate(tab.fields, 1):
            yield field, tab_context.field(field.key or position_name(number))


def _unique(named: Iterable[tuple[str, ReadContext]]) -> None:
    seen: set[str] = set()
    for name, field_context in named:
        if name and name in seen:
            field_context.add_problem(f"»key« bruges allerede et andet sted: »{name}« skal være enestående")
        seen.add(name)


def _check_print(field: Field, field_context: ReadContext) -> None:
    """Refuse ``print`` where nothing would print; language 1 accepted it without effect, and still does."""
    if not field.prints or not field.by or field.handed_in or field_context.language < HANDED_IN_SINCE:
        return
    if isinstance(field, NotesField):
        field_context.add_problem(
            '»print« kan ikke stå ved noter, som aldrig udskrives; brug kind = "text" med »lines«'
        )
    elif PartyRole.SHARED not in field.by:
        field_context.add_problem(
            "»print« kan ikke stå ved en forberedelse, som aldrig udskrives; det kræver svar i fællesskab"
        )


def _check_title_fact(form: Form, context: ReadContext) -> None:
    """Require that a form which prints the job title has no field with the template's name for it."""
    if any(Fact.TITLE in field.facts for field in form.fields() if isinstance(field, InfoField)):
        for field, field_context in _fields_with_context(form, context):
            if field.key == JOB_TITLE_KEY:
                field_context.add_problem(
                    f"»key« kan ikke være »{JOB_TITLE_KEY}« i et skema, hvis »facts« viser stillingen"
                )


def _check_choice(field: ChoiceField, _form: Form, field_context: ReadContext) -> None:
    if field.options and field.pick[1] > len(field.options):
        field_context.add_problem(
            f"»pick« er {field.pick[1]}, men der er kun {len(field.options)} at vælge mellem i »options«"
        )


def _check_board(field: BoardField, form: Form, field_context: ReadContext) -> None:
    named = [other for other in form.fields() if other.key == field.cards]
    # A field without a kind could not be read and has been reported already.
    if not field.cards or any(isinstance(other, ChoiceField) or not other.kind for other in named):
        return
    if named:
        field_context.add_problem(f"»cards« skal nævne et felt af slagsen choice; »{field.cards}« er {named[0].kind}")
    else:
        choices = [other.key for other in form.fields() if isinstance(other, ChoiceField)]
        field_context.add_problem(
            f"»cards« nævner et felt, der ikke findes: »{field.cards}«", closest_word(field.cards, choices)
        )


def _check_rating(field: RatingField, form: Form, field_context: ReadContext) -> None:
    _check_scale(field.scale, form, field_context)
    for column in field.columns:
        if column.scale != field.scale:
            _check_scale(column.scale, form, field_context.column(column.key))
        if column.by and column.by not in field.by:
            field_context.column(column.key).add_problem(f"»by« er {column.by}, som ikke svarer på feltet")
        if column.key in RESERVED_RATING_KEYS:
            field_context.column(column.key).add_problem(
                f"»key« kan ikke være »{column.key}« i en rating; navnet er optaget"
            )
    for role in ("required", "level"):
        if sum(column.role == role for column in field.columns) > 1:
            field_context.add_problem(f'kun én kolonne kan have role = "{role}"')
    if field.compare and not field.compared:
        field_context.add_problem('»compare« kræver, at begge svarer: by = ["employee", "leader"]')
    if field.rows and field.groups:
        field_context.add_problem(
            "»groups« er overskrifter til rækker, som brugerne selv tilføjer, og kan ikke stå sammen med »rows«"
        )


def _check_columns(field: TableField, form: Form, field_context: ReadContext) -> None:
    for column in field.columns:
        _check_scale(column.scale, form, field_context.column(column.key))


def _check_table(field: TableField, form: Form, field_context: ReadContext) -> None:
    _check_columns(field, form, field_context)
    if field.rows and field.min_rows:
        field_context.add_problem(
            "»min_rows« er til rækker, som brugerne selv tilføjer, og kan ikke stå sammen med »rows«"
        )


def _check_plan(field: PlanField, form: Form, field_context: ReadContext) -> None:
    for column in field.columns:
        _check_scale(column.scale, form, field_context.column(column.key))
    for role in (Role.DUE, Role.RESPONSIBLE):
        columns_with_role = [column for column in field.columns if role in column.roles]
        for column in columns_with_role[1:]:
            field_context.column(column.key).add_problem(
                f"rollen »{role}« står allerede i kolonnen »{columns_with_role[0].key}«"
            )


def _check_scale(name: str, form: Form, field_context: ReadContext) -> None:
    known = [scale.key for scale in form.scales]
    # An empty name is a column or field without a scale.
    if name and name not in known:
        field_context.add_problem(f"»scale« nævner en skala, der ikke findes: »{name}«", closest_word(name, known))


_RULES: dict[str, Callable[[Any, Form, ReadContext], None]] = {
    "choice": _check_choice,
    "board": _check_board,
    "rating": _check_rating,
    "table": _check_table,
    "plan": _check_plan,
}
