"""What can be counted of a conversation: statements in the form's own words, never anything typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.conversation import Party
from mus_desktop.model.form import ChoiceField, Form, RatingField
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.statistics.round_report import ReportPart, Statement
from mus_desktop.model.terms import PartyRole, Role

_DUE = Statement(ReportPart.AGREEMENTS, "Aftalerne", "Har en aftale med frist")
_RESPONSIBLE = Statement(ReportPart.AGREEMENTS, "Aftalerne", "Har en aftale med en ansvarlig")
_FOLLOWED = Statement(ReportPart.FOLLOWED_UP, "Aftalerne", "Har en aftale, der er fulgt op")
_REACHED = Statement(ReportPart.FOLLOWED_UP, "Aftalerne", "Har nået mindst ét mål")
_ANY = "Har mindst én aftale"
_WISH = "Ønsker til samtalen"


def countable_statements(form: Form) -> list[Statement]:
    """Return everything that can be counted on ``form``, in its order; it depends on nobody's answers."""
    found = [Statement(ReportPart.TOPICS, _WISH, tab.title) for tab in form.tabs]
    for field in form.fields():
        if isinstance(field, ChoiceField) and _is_keywords(field):
            found += [Statement(ReportPart.TOPICS, field.title, option) for option in field.options]
        elif isinstance(field, RatingField) and field.rows and PartyRole.EMPLOYEE in field.by:
            found += _rating_statements(field, form)
    for plan in form.plan_fields():
        theme = form.tab_of(plan.key).title
        kinds = [words for role, words in _KINDS.items() if plan.column_with(role)]
        found += [Statement(ReportPart.AGREEMENTS, theme, label) for label in (_ANY, *plan.groups, *kinds)]
    if form.plan_fields():
        found += [_DUE, _RESPONSIBLE, _FOLLOWED, _REACHED]
    return list(dict.fromkeys(found))


def statements_of(
    form: Form,
    party: Party,
    answers: Mapping[AnswerKey, Value],
    wishes: Sequence[str],
    plans: Sequence[Plan],
) -> set[Statement]:
    """Return what is true of the employee ``party``: of their own preparation, and of their plans."""
    found = {Statement(ReportPart.TOPICS, _WISH, title) for title in _wished_tabs(form, wishes)}
    for field in form.fields():
        value: Any = answers.get(AnswerKey(party.id, field.key))
        if isinstance(field, ChoiceField) and _is_keywords(field) and isinstance(value, list):
            found |= {Statement(ReportPart.TOPICS, field.title, option) for option in field.options if option in value}
        elif isinstance(field, RatingField) and isinstance(value, dict):
            found |= set(_ratings(field, form, value))
    for plan in plans:
        found |= set(_agreements(form, plan))
    return found & set(countable_statements(form))


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
    """Return the scale of each column that the employee fills in; a rating without columns has one value."""
    own = {
        column.key: column.scale for column in field.columns if column.scale and column.by in (None, PartyRole.EMPLOYEE)
    }
    return own if field.columns else {"": field.scale}


def _rating_statements(field: RatingField, form: Form) -> list[Statement]:
    steps = [step.label for scale in dict.fromkeys(_scales(field).values()) for step in form.scale(scale).steps]
    return [Statement(ReportPart.RATINGS, row, label) for row in field.rows for label in dict.fromkeys(steps)]


def _ratings(field: RatingField, form: Form, value: Mapping[str, Any]) -> Iterator[Statement]:
    for name, cells in value.items():
        if name not in field.rows or not isinstance(cells, dict):
            continue
        for key, scale in _scales(field).items():
            chosen = cells.get(key) if key else next((cell for cell in cells.values() if isinstance(cell, int)), None)
            for step in form.scale(scale).steps:
                if step.value == chosen:
                    yield Statement(ReportPart.RATINGS, name, step.label)


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
