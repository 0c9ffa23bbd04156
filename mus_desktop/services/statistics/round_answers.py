"""What can be counted of a conversation: statements in the form's own words, never anything typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mus_desktop.formspec.row_values import DEFAULT_COLUMN
from mus_desktop.model.answers import Value
from mus_desktop.model.form import ChoiceField, Form, RatingField
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.statistics.round_report import ReportPart, Statement
from mus_desktop.model.terms import PartyRole, Role

_DUE = Statement(ReportPart.AGREEMENTS, "Aftalerne", "Har en aftale med frist")
_RESPONSIBLE = Statement(ReportPart.AGREEMENTS, "Aftalerne", "Har en aftale med en ansvarlig")
_REVIEWED = Statement(ReportPart.FOLLOWED_UP, "Tidligere aftaler", "Har fulgt op på en tidligere aftale")
_FOLLOWED = Statement(ReportPart.FOLLOWED_UP, "Periodens aftaler", "Har en aftale, der er fulgt op")
_REACHED = Statement(ReportPart.FOLLOWED_UP, "Periodens aftaler", "Har nået mindst ét mål")
_ANY = "Har mindst én aftale"
_WISH = "Ønsker til samtalen"


def countable_statements(form: Form) -> list[Statement]:
    """Return everything that can be counted on ``form``, in its order; it depends on nobody's answers."""
    found = [Statement(ReportPart.TOPICS, _WISH, tab.title) for tab in form.tabs]
    for field in form.fields():
        if isinstance(field, ChoiceField) and _is_keywords(field):
            found += [Statement(ReportPart.TOPICS, field.title, option) for option in field.options]
        elif isinstance(field, RatingField):
            found += _rating_statements(field, form)
    for plan in form.plan_fields():
        theme = form.tab_of(plan.key).title
        kinds = [words for role, words in _KINDS.items() if plan.column_with(role)]
        found += [Statement(ReportPart.AGREEMENTS, theme, label) for label in (_ANY, *plan.groups, *kinds)]
    if form.plan_fields():
        found += [_DUE, _RESPONSIBLE, _REVIEWED, _FOLLOWED, _REACHED]
    return list(dict.fromkeys(found))


def statements_of(
    form: Form, answered: Sequence[Mapping[str, Value]], wishes: Sequence[str], plans: Sequence[Plan], *, reviewed: bool
) -> set[Statement]:
    """Return what is true of one employee.

    :param answered: the employee's own answers by field, and the common ones of an individual conversation.
    :param reviewed: earlier agreements were reviewed in the conversation.
    """
    found = {Statement(ReportPart.TOPICS, _WISH, title) for title in _wished_tabs(form, wishes)}
    for field in form.fields():
        for answers in answered:
            value: Any = answers.get(field.key)
            if isinstance(field, ChoiceField) and _is_keywords(field) and isinstance(value, list):
                found |= {Statement(ReportPart.TOPICS, field.title, one) for one in field.options if one in value}
            elif isinstance(field, RatingField) and isinstance(value, dict):
                found |= set(_ratings(field, form, value))
    for plan in plans:
        found |= set(_agreements(form, plan))
    # A group in the plan of another version of the form, for example, is not among what can be counted.
    return (found | ({_REVIEWED} if reviewed else set())) & set(countable_statements(form))


_KINDS = {
    Role.ACTION: "Har aftalt, hvad der skal gøres",
    Role.SUPPORT: "Har aftalt støtte",
    Role.PRACTICE: "Har aftalt øvelse i hverdagen",
    Role.EFFECT: "Har aftalt, hvad der skal komme ud af det",
}


def _is_keywords(field: ChoiceField) -> bool:
    return field.cards and PartyRole.EMPLOYEE in field.by


def _wished_tabs(form: Form, wishes: Sequence[str]) -> Iterator[str]:
    """Yield the titles of the themes wished for; a wish for a field counts for its theme."""
    for tab in form.tabs:
        if tab.key in wishes or any(field.key in wishes for field in tab.fields):
            yield tab.title


def _scales(field: RatingField) -> dict[str, str]:
    """Return the scale of each column that rates the employee, and not what the job requires or the leader thinks."""
    if not field.columns:
        return {DEFAULT_COLUMN: field.scale} if set(field.by) - {PartyRole.LEADER} else {}
    return {
        column.key: column.scale
        for column in field.columns
        if column.scale and column.by is not PartyRole.LEADER and column.role != "required"
    }


def _rating_statements(field: RatingField, form: Form) -> list[Statement]:
    steps = [step.label for scale in dict.fromkeys(_scales(field).values()) for step in form.scale(scale).steps]
    # Rows that people name themselves are their own text: of those only the step is counted, under the field's title.
    return [
        Statement(ReportPart.RATINGS, row, label)
        for row in field.rows or (field.title,)
        for label in dict.fromkeys(steps)
    ]


def _ratings(field: RatingField, form: Form, value: Mapping[str, Any]) -> Iterator[Statement]:
    for name, cells in value.items():
        for key, scale in _scales(field).items():
            chosen = cells.get(key) if isinstance(cells, dict) else None
            for step in form.scale(scale).steps:
                if chosen is not None and step.value == chosen:
                    yield Statement(ReportPart.RATINGS, name if field.rows else field.title, step.label)


def _agreements(form: Form, plan: Plan) -> Iterator[Statement]:
    for field in form.plan_fields():
        theme = form.tab_of(field.key).title
        columns = [(field.column_with(role), words) for role, words in _KINDS.items()]
        for agreement in plan.rows(field.key):
            filled = [words for column, words in columns if column and agreement.cells.get(column.key)]
            yield from (Statement(ReportPart.AGREEMENTS, theme, label) for label in (_ANY, agreement.group, *filled))
            yield from _follow_up(agreement)


def _follow_up(agreement: Agreement) -> Iterator[Statement]:
    if agreement.due_on is not None:
        yield _DUE
    if agreement.responsible:
        yield _RESPONSIBLE
    if agreement.status is not AgreementStatus.OPEN:
        yield _FOLLOWED
    if agreement.status is AgreementStatus.REACHED:
        yield _REACHED
