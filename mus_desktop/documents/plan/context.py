"""The names a plan's template may use: flat Danish names with texts and rows, nothing that can be called.

======================  ============================================================================================
name                    value
======================  ============================================================================================
``medarbejder`` ...     a fact as text: ``medarbejder leder periode tidspunkt arbejdsplads``;
                        ``stilling`` too, unless a field has that key
``dato``                the day of signature, empty until then; ``enige_den`` the day the parties agreed
``sidefod``             the text that identifies a loose page, short enough for one line
``plantitel``           the title of the plan; a participant's own plan in a group has another than the common one
``egen_plan``           not empty in the own plan of a participant in a group
``gruppeplan``          not empty in the common plan of a group
``underskrivere``       rows with ``rolle navn dato``: those who sign the common plan of a group, a line for each
a plan field's key      its rows; ``key_1``, ``key_2`` ... the rows of each group when the plan has groups
a follow-up field's key its rows with ``titel dato bemaerkning``
a previous plan's key   the earlier agreements, with ``aftalt status bemaerkning``; none in a first plan
``navnelinjer``         in the blank plan of a form for groups, one for each further line for names; else none
``noter_der_foelger_planen``
                        the shared notes that every party has ticked, with ``emne note``; often none
``tilfoejelser``        the additions to the plan itself after signature, as paragraphs; often none
another field's key     a printed shared answer as paragraphs; rows for a table, a fixed row with its ``titel``
                        and, where the form explains rows, ``titel_tekst``
``key_skrivelinjer``    for a text: one for each line to write on in a blank plan, else none
======================  ============================================================================================

A row has ``nr`` and one list of paragraphs per column key. Lists are never empty: Word cannot open a document that has
a cell without a paragraph. The columns of a folded group are joined in ``mere_1``, ``mere_2`` ..., empty where the
group is not used. A key that has another meaning in a template gets ``_felt`` added (:func:`name_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.blank_answers import blank_answer, blank_cell
from mus_desktop.documents.plan.headings import GROUP_NAME_LINES, is_for_groups, plan_title
from mus_desktop.documents.plan.rows import (
    Row,
    additions_to_plan,
    follow_up_rows,
    following_note_rows,
    paragraphs,
    past_rows,
    plan_rows,
)
from mus_desktop.documents.plan.signer_rows import signer_rows
from mus_desktop.documents.word.template_names import (
    ADDITIONS,
    FACT_NAMES,
    NAME_LINES,
    NOTES,
    ROW_TEXT,
    SIGNERS,
    name_of,
    writing_lines_of,
)
from mus_desktop.formspec.cells import cell_text
from mus_desktop.formspec.row_values import OVERALL_ROW
from mus_desktop.formspec.values import as_text, read_answer
from mus_desktop.model.answers import Value
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import (
    Fact,
    Field,
    FollowUpField,
    PartyRole,
    PlanField,
    PreviousPlanField,
    RatingField,
    SignaturesField,
    TableField,
    TextField,
)
from mus_desktop.model.text import is_blank, printable_text

_FOOTER_LENGTH = 90
_YES = "ja"


def shown_fields(fields: Iterable[Field]) -> list[Field]:
    """Return those of ``fields`` that a plan document shows, in order."""
    return [f for f in fields if may_print_content(DocumentKind.PLAN, f, PartyRole.SHARED)]


def plan_context(content: PlanContent) -> dict[str, Any]:
    """Return the whole context of a plan's template, with every text cleaned for print."""
    context: dict[str, Any] = {name: line(content.facts.get(fact, "")) for fact, name in FACT_NAMES.items()}
    context["dato"] = format_date(content.signed_on) if content.signed_on else ""
    context["enige_den"] = format_date(content.agreed_on) if content.agreed_on else ""
    context["sidefod"] = footer_line(content.facts)
    context["plantitel"] = line(plan_title(content.form, own=content.own))
    context["egen_plan"] = _YES if content.own else ""
    context["gruppeplan"] = _YES if content.signers else ""
    context[SIGNERS] = signer_rows(content)
    context[ADDITIONS] = additions_to_plan(content)
    context[NAME_LINES] = [""] * GROUP_NAME_LINES if content.is_blank and is_for_groups(content.form) else []
    context[NOTES] = following_note_rows(content)
    for field in shown_fields(content.form.fields()):
        context.update(_field_context(content, field))
    return context


def _field_context(content: PlanContent, field: Field) -> dict[str, Any]:
    name = name_of(field.key)
    match field:
        case SignaturesField():
            return {}
        case PlanField():
            return plan_rows(name, field, content)
        case TextField():
            return _text_context(field, content)
        case _:
            return {name: _field_content(content, field)}


def _field_content(content: PlanContent, field: Field) -> list[Any]:
    """Return the content of a field that has a single name in the context."""
    match field:
        case FollowUpField():
            return follow_up_rows(field, content)
        case TableField():
            return _table(field, content)
        case PreviousPlanField():
            return past_rows(content.past)
        case RatingField():
            return _rating(field, content)
        case _:
            return _answer(field, content)


def _text_context(field: TextField, content: PlanContent) -> dict[str, Any]:
    lines = [""] * field.lines if content.is_blank else []
    return {name_of(field.key): _answer(field, content), writing_lines_of(field.key): lines}


def _answer(field: Field, content: PlanContent) -> list[str]:
    if content.is_blank:
        return paragraphs(blank_answer(field, content.form))
    return paragraphs([as_text(field, content.form, content.answers.get(field.key))])


def _rating(field: RatingField, content: PlanContent) -> list[str]:
    """Return a paragraph for each row that was rated, with the form's own text of the row below."""
    answer, as_it_is = read_answer(field, content.form, content.answers.get(field.key))
    if as_it_is or content.is_blank or not field.row_texts:
        return _answer(field, content)
    value = cast("dict[str, Value]", answer or {})
    row_texts: list[str] = []
    for name in (name for name in (*field.rows, OVERALL_ROW) if name in value):
        row_texts += [as_text(field, content.form, {name: value[name]}), field.row_texts.get(name, "")]
    return paragraphs([text for text in row_texts if not is_blank(text)])


def footer_line(facts: Mapping[Fact, str]) -> str:
    """Return the text that identifies a loose page, short enough for one line."""
    identifying_facts = [facts.get(Fact.EMPLOYEE, ""), facts.get(Fact.PERIOD, "")]
    whole = " · ".join(line(text) for text in identifying_facts if not is_blank(text))
    # A long name must not push the page number to a second line.
    return whole if len(whole) <= _FOOTER_LENGTH else f"{whole[: _FOOTER_LENGTH - 1].rstrip()}…"


def _table(field: TableField, content: PlanContent) -> list[Row]:
    answer, as_it_is = read_answer(field, content.form, content.answers.get(field.key))
    rows_by_id: dict[str, Mapping[str, Any]] = {row["id"]: row["cells"] for row in cast("list[Any]", answer or [])}
    # At least one row, so that a blank plan has a line to write on.
    titles = field.rows or ("",) * max(len(rows_by_id), field.min_rows, 1)
    cells = [rows_by_id.get(title, {}) for title in field.rows] or [*rows_by_id.values()]
    cells += [{}] * (len(titles) - len(cells))
    rows = [
        {"nr": f"{number})", "titel": paragraphs([title])}
        | ({ROW_TEXT: paragraphs([field.row_texts.get(title, "")])} if field.row_texts else {})
        | _table_cells(field, content, row)
        for number, (title, row) in enumerate(zip(titles, cells, strict=True), 1)
    ]
    if as_it_is:  # in the first cell, because the template has no other place for it
        rows[0][name_of(field.columns[0].key)] = paragraphs([as_it_is])
    return rows


def _table_cells(field: TableField, content: PlanContent, row: Mapping[str, Any]) -> Row:
    form = content.form
    return {
        name_of(column.key): paragraphs(
            [
                cell_text(column, form, row[column.key])
                if column.key in row
                else blank_cell(column, form) * content.is_blank
            ]
        )
        for column in field.columns
    }


def line(text: str) -> str:
    """Return ``text`` on one line, cleaned."""
    return " ".join(printable_text(text).split())
