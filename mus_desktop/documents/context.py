"""What a plan's template may say: flat Danish names with texts and rows, nothing that can be called.

======================  ============================================================================================
name                    holds
======================  ============================================================================================
``medarbejder`` ...     a fact as text: ``medarbejder leder periode tidspunkt arbejdsplads``
``dato``                the day of signature, empty until then; ``enige_den`` the day the parties agreed
``sidefod``             what identifies a loose page, short enough for one line
a plan field's key      its rows; ``key_1``, ``key_2`` ... the rows of each group when the plan has groups
a follow-up field's key its rows with ``titel dato bemaerkning``
another field's key     a printed shared answer as paragraphs (rows, for a table)
======================  ============================================================================================

A row has ``nr`` and one list of paragraphs per column key. Lists are never empty: a cell without a paragraph is not a
document. Names that mean something else in a template get ``_felt`` added (:func:`name_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias, cast

from mus_desktop.documents.content import FollowUp, PlanContent
from mus_desktop.formspec.cells import cell_text
from mus_desktop.formspec.values import as_text
from mus_desktop.model.confidentiality import DocumentKind, may_appear
from mus_desktop.model.dates import written
from mus_desktop.model.form import (
    ColumnType,
    Fact,
    Field,
    FollowUpField,
    Form,
    PartyRole,
    PlanColumn,
    PlanField,
    PreviousPlanField,
    Role,
    SignaturesField,
    TableField,
)
from mus_desktop.model.plan import Agreement, due_and_responsible
from mus_desktop.model.text import is_blank, printable

Row: TypeAlias = dict[str, Any]

FACT_NAMES: Mapping[Fact, str] = {
    Fact.EMPLOYEE: "medarbejder",
    Fact.LEADER: "leder",
    Fact.PERIOD: "periode",
    Fact.TIME: "tidspunkt",
    Fact.WORKPLACE: "arbejdsplads",
}

_RESERVED = frozenset(
    [
        *FACT_NAMES.values(),
        "dato",
        "enige_den",
        "sidefod",
        "titel",
        "bemaerkning",
        "nr",
        "aftale",
        "linje",
        "loop",
        "self",
    ]
    + ["and", "else", "endfor", "endif", "false", "for", "if", "in", "is", "none", "not", "or", "recursive", "true"]
    + [name for name in dir(dict) if not name.startswith("_")]  # what the engine would take for a row's own abilities
)
_FOOTER_LENGTH = 90


def name_of(key: str) -> str:
    """The template's name for a field or column key."""
    return f"{key}_felt" if key in _RESERVED else key


def shown_fields(fields: Iterable[Field]) -> list[Field]:
    """Those of ``fields`` that a plan document shows, in order."""
    return [f for f in fields if may_appear(DocumentKind.PLAN, f, PartyRole.SHARED)]


def plan_context(content: PlanContent) -> dict[str, Any]:
    """The whole context of a plan's template, every text cleaned for print."""
    context: dict[str, Any] = {name: _line(content.facts.get(fact, "")) for fact, name in FACT_NAMES.items()}
    context["dato"] = written(content.signed_on) if content.signed_on else ""
    context["enige_den"] = written(content.agreed_on) if content.agreed_on else ""
    context["sidefod"] = _footer(content)
    for field in shown_fields(content.form.fields()):
        context.update(_field_context(content, field))
    return context


def _field_context(content: PlanContent, field: Field) -> dict[str, Any]:
    name = name_of(field.key)
    match field:
        case PlanField():
            return _plan(name, field, content.agreements)
        case FollowUpField():
            return {name: _follow_ups(field, content.follow_ups.get(field.key, ()))}
        case TableField():
            return {name: _table(field, content)}
        case SignaturesField() | PreviousPlanField():
            return {}
        case _:
            return {name: _paragraphs([as_text(field, content.form, content.answers.get(field.key))])}


def _footer(content: PlanContent) -> str:
    known = [content.facts.get(Fact.EMPLOYEE, ""), content.facts.get(Fact.PERIOD, "")]
    line = " · ".join(_line(text) for text in known if not is_blank(text))
    return line if len(line) <= _FOOTER_LENGTH else f"{line[: _FOOTER_LENGTH - 1].rstrip()}…"


def _plan(name: str, field: PlanField, agreements: Sequence[Agreement]) -> dict[str, Any]:
    rows = _without_blank_end([row for row in agreements if row.field == field.key])
    if not field.groups:
        return {name: _padded(field, rows)}
    first = field.groups[0]
    parts = {group: [row for row in rows if row.group == group] for group in field.groups}
    # A row from before the form had this group is still agreed: it is printed, in the first group.
    parts[first] = [row for row in rows if row.group == first or row.group not in parts]
    grouped: dict[str, Any] = {f"{name}_{n}": _padded(field, part) for n, part in enumerate(parts.values(), 1)}
    return grouped | {name: [row for part in grouped.values() for row in part]}


def _without_blank_end(rows: list[Agreement]) -> list[Agreement]:
    """Rows without the blank ones at the end: those inside keep the numbers the parties have seen."""
    while rows and rows[-1].blank:
        rows = rows[:-1]
    return rows


def _padded(field: PlanField, rows: Sequence[Agreement]) -> list[Row]:
    blank = Agreement(id="", field=field.key)
    missing = max(field.min_rows, 1) - len(rows)
    return [_row(field, row, number) for number, row in enumerate([*rows, *[blank] * missing], 1)]


def _row(field: PlanField, agreement: Agreement, number: int) -> Row:
    cells: Row = {name_of(column.key): _cell(field, column, agreement) for column in field.columns}
    return {"nr": f"{number})"} | cells


def _cell(field: PlanField, column: PlanColumn, agreement: Agreement) -> list[str]:
    text = agreement.cells.get(column.key, "")
    if column.type is ColumnType.DATE:
        text = _danish_date(text)
    texts = (text, _structured(field, column, agreement))
    return _paragraphs([said for said in texts if not is_blank(said)])


def _danish_date(text: str) -> str:
    try:
        return written(date.fromisoformat(text))
    except ValueError:
        return text


def _structured(field: PlanField, column: PlanColumn, agreement: Agreement) -> str:
    """Date and person as printed in the column that carries them, after what was typed there."""
    responsible = agreement.responsible if field.column_with(Role.RESPONSIBLE) is column else ""
    if field.column_with(Role.DUE) is column:
        return due_and_responsible(agreement.due_on, responsible)
    return responsible.strip()  # the column's own title says that this is who is responsible


def _follow_ups(field: FollowUpField, given: Sequence[FollowUp]) -> list[Row]:
    lines = max(len(field.rows), len(given), 1)
    dates = [*given, *[FollowUp()] * (lines - len(given))]
    titles = [*field.rows, *[""] * (lines - len(field.rows))]
    return [
        {
            "nr": f"{number})",
            "titel": _paragraphs([title]),
            "dato": _paragraphs([written(day.due_on) if day.due_on else ""]),
            "bemaerkning": _paragraphs([day.note]),
        }
        for number, (title, day) in enumerate(zip(titles, dates, strict=True), 1)
    ]


def _table(field: TableField, content: PlanContent) -> list[Row]:
    answer = content.answers.get(field.key)
    given: dict[str, Mapping[str, Any]] = {row["id"]: row["cells"] for row in cast("list[Any]", answer or [])}
    titles = field.rows or ("",) * max(len(given), field.min_rows, 1)
    cells = [given.get(title, {}) for title in field.rows] or [*given.values()]
    cells += [{}] * (len(titles) - len(cells))
    return [
        {"nr": f"{number})", "titel": _paragraphs([title])} | _table_cells(field, content.form, row)
        for number, (title, row) in enumerate(zip(titles, cells, strict=True), 1)
    ]


def _table_cells(field: TableField, form: Form, row: Mapping[str, Any]) -> Row:
    return {
        name_of(column.key): _paragraphs([cell_text(column, form, row[column.key]) if column.key in row else ""])
        for column in field.columns
    }


def _paragraphs(texts: Sequence[str]) -> list[str]:
    """Every text as paragraphs, cleaned; at least one."""
    lines = [line for text in texts for line in printable(text).strip("\n").split("\n")]
    return lines or [""]


def _line(text: str) -> str:
    """``text`` on one line, cleaned."""
    return " ".join(printable(text).split())
