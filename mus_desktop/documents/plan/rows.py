"""The rows that a template repeats for a plan: agreements, reviewed earlier agreements, follow-up dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.names import folds_of, name_of
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import ColumnType, FollowUpField, PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement, AgreementStatus, Refusal, due_and_responsible_text
from mus_desktop.model.review import Addendum, Author, FollowUp, PastAgreement
from mus_desktop.model.signed_content import ReviewedLine
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import is_blank, printable_text

Row: TypeAlias = dict[str, Any]

_LINES_TO_LOOK_BACK = 3
STATUS_WORDS: Mapping[AgreementStatus, str] = {
    AgreementStatus.OPEN: "",
    AgreementStatus.REACHED: "Nået",
    AgreementStatus.IN_PROGRESS: "I gang",
    AgreementStatus.NOT_REACHED: "Ikke nået",
    AgreementStatus.DROPPED: "Opgivet",
    AgreementStatus.CARRIED_ON: "Videreføres",
}


def plan_rows(name: str, field: PlanField, content: PlanContent) -> dict[str, Any]:
    """Return the rows of one plan field under its ``name``, and of each group under ``name_1``, ``name_2`` ..."""
    rows = _without_blank_end([row for row in content.agreements if row.field == field.key])
    if not field.groups:
        return {name: _padded(field, rows, content)}
    first = field.groups[0]
    parts = {group: [row for row in rows if row.group == group] for group in field.groups}
    # A row from before the form had groups is still agreed, so it is printed, in the first group.
    parts[first] = [row for row in rows if row.group == first or row.group not in parts]
    grouped: dict[str, Any] = {f"{name}_{n}": _padded(field, p, content) for n, p in enumerate(parts.values(), 1)}
    return grouped | {name: [row for part in grouped.values() for row in part]}


def _without_blank_end(rows: list[Agreement]) -> list[Agreement]:
    """Return rows without blank ones at the end; inner ones stay, so that no number on screen changes."""
    while rows and rows[-1].blank:
        rows = rows[:-1]
    return rows


def _padded(field: PlanField, rows: Sequence[Agreement], content: PlanContent) -> list[Row]:
    blank = Agreement(id="", field=field.key)
    least = 1 if content.closed_on else max(field.min_rows, 1)  # nothing more is written by hand in a signed plan
    missing = least - len(rows)
    return [_row(field, row, number, content) for number, row in enumerate([*rows, *[blank] * missing], 1)]


def _row(field: PlanField, agreement: Agreement, number: int, content: PlanContent) -> Row:
    folds = folds_of(field)
    folded = {column.key for columns in folds.values() for column in columns}
    cells: Row = {name_of(c.key): _cell(field, c, agreement, content) for c in field.columns if c.key not in folded}
    if (day := added_after(agreement, content)) is not None:
        first = next(iter(cells))
        cells[first] = [*(text for text in cells[first] if text), f"(Tilføjet {format_date(day)})"]
    for n, columns in enumerate(folds.values(), 1):
        parts = [_folded(field, column, agreement, content) for column in columns]
        single = all(len(lines) <= 1 for lines in parts)
        said = [line for lines in parts for line in lines]
        cells[f"mere_{n}"] = ["  ·  ".join(said)] if said and single else said
    return {"nr": f"{number})"} | cells


def added_after(agreement: Agreement, content: PlanContent) -> date | None:
    """Return the day a row was added after signature; ``None`` for earlier rows, which have no date in print."""
    day, closed = agreement.added_on, content.closed_on
    if day is None or closed is None:
        return None
    return day if day >= closed or agreement.id in content.later else None


def _cell(field: PlanField, column: PlanColumn, agreement: Agreement, content: PlanContent) -> list[str]:
    texts = (_typed(column, agreement), _structured(field, column, agreement), *_additions(column, agreement, content))
    return paragraphs([said for said in texts if not is_blank(said)])


def _folded(field: PlanField, column: PlanColumn, agreement: Agreement, content: PlanContent) -> list[str]:
    """Return a folded column as lines after its title; empty if the cell is."""
    said = [text for text in _cell(field, column, agreement, content) if not is_blank(text)]
    return [f"{printable_text(column.title)}: {said[0]}", *said[1:]] if said else []


def _typed(column: PlanColumn, agreement: Agreement) -> str:
    text = agreement.cells.get(column.key, "")
    if column.type is ColumnType.DATE:
        return danish_date(text)
    plain = text.strip()
    if column.unit and plain.isdigit():
        return f"{int(plain):,} {column.unit}".replace(",", ".")
    return text


def _structured(field: PlanField, column: PlanColumn, agreement: Agreement) -> str:
    """Return the date and person printed in their column, after the text typed there."""
    responsible = agreement.responsible if field.column_with(Role.RESPONSIBLE) is column else ""
    if field.column_with(Role.DUE) is column:
        return due_and_responsible_text(agreement.due_on, responsible)
    return responsible.strip()  # the column's own title explains that this is the responsible person


def _additions(column: PlanColumn, agreement: Agreement, content: PlanContent) -> list[str]:
    """Return the additions to a cell after signature, each with its date."""
    found = [a for a in content.addenda if agreement.id and a.agreement == agreement.id and a.column == column.key]
    return [f"Tilføjet {format_date(a.added_on)}: {a.body.strip()}" for a in sorted(found, key=lambda a: a.added_on)]


def danish_date(text: str) -> str:
    """Return a stored date in words; any other text unchanged."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def additions_to_plan(content: PlanContent) -> list[str]:
    """Return the additions after closing to the plan itself or to a whole agreement, each with its date."""
    cells = {(row.id, column.key) for row in content.agreements for column in _columns(content, row.field)}
    rest = [a for a in content.addenda if (a.agreement, a.column) not in cells]
    said = refusal_lines(content.refusals, content.refusers)
    said += [_added(addendum) for addendum in sorted(rest, key=lambda a: a.added_on)]
    return paragraphs(said) if said else []


def every_addition(content: PlanContent) -> list[str]:
    """Return all additions after closing, as paragraphs with their dates, for documents without a column for them."""
    titles = {
        (row.id, column.key): column.title for row in content.agreements for column in _columns(content, row.field)
    }
    said = refusal_lines(content.refusals, content.refusers)
    for addendum in sorted(content.addenda, key=lambda one: one.added_on):
        title = titles.get((addendum.agreement or "", addendum.column), "")
        said.append(_added(replace(addendum, body=f"{title}: {addendum.body}") if title else addendum))
    return paragraphs(said) if said else []


def _added(addendum: Addendum) -> str:
    day, body = format_date(addendum.added_on), addendum.body.strip()
    return f"Medarbejderens bemærkning {day}: {body}" if addendum.author is Author.EMPLOYEE else f"{day}: {body}"


def refusal_lines(refusals: Sequence[Refusal], names: Mapping[int, str]) -> list[str]:
    """Return which signatures are missing, with the names of a group's participants; the reasons are never printed."""
    return [
        f"{format_date(one.on_date)}: {_refuser(one, names)} ønsker ikke at underskrive planen." for one in refusals
    ]


def _refuser(refusal: Refusal, names: Mapping[int, str]) -> str:
    if refusal.by is PartyRole.LEADER:
        return "Lederen"
    return names.get(refusal.party) or ("En medarbejder" if names else "Medarbejderen")


def _columns(content: PlanContent, key: str) -> Sequence[PlanColumn]:
    return next((field.columns for field in content.form.plan_fields() if field.key == key), ())


def follow_up_rows(field: FollowUpField, given: Sequence[FollowUp]) -> list[Row]:
    """Return the follow-up dates of the plan, at least one row."""
    lines = max(len(field.rows), len(given), 1)
    days = [*given, *[FollowUp()] * (lines - len(given))]
    titles = [*field.rows, *[""] * (lines - len(field.rows))]
    return [
        {
            "nr": f"{number})",
            "titel": paragraphs([title]),
            "dato": paragraphs([format_date(day.due_on) if day.due_on else ""]),
            "bemaerkning": paragraphs([text for text in (day.note, _done(day)) if not is_blank(text)]),
        }
        for number, (title, day) in enumerate(zip(titles, days, strict=True), 1)
    ]


def _done(day: FollowUp) -> str:
    return f"Fulgt op {format_date(day.done_on)}" if day.done_on else ""


def past_rows(past: Sequence[ReviewedLine] | None) -> list[Row]:
    """Return the reviewed earlier agreements; ``None`` returns lines to write on."""
    lines = [ReviewedLine("")] * _LINES_TO_LOOK_BACK if past is None else past
    return [
        {
            "aftalt": paragraphs([line.agreed]),
            "status": paragraphs([line.status]),
            "bemaerkning": paragraphs([line.remark]),
        }
        for line in lines
    ]


def agreed_in(known: PastAgreement) -> str:
    """Return a short text for what was agreed: the goal, or else the first text."""
    cells = known.agreement.cells
    goal = known.field.column_with(Role.GOAL)
    texts = [cells.get(goal.key, "") if goal else "", *(cells.get(column.key, "") for column in known.field.columns)]
    return next((text for text in texts if not is_blank(text)), known.agreement.responsible)


def paragraphs(texts: Sequence[str]) -> list[str]:
    """Return every text as cleaned paragraphs; at least one."""
    lines = [line for text in texts for line in printable_text(text).strip("\n").split("\n")]
    return lines or [""]
