"""The rows that a template repeats for a plan: agreements, reviewed earlier agreements, follow-up dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.blank_answers import DATE_TO_WRITE, blank_cell, blank_line, boxes
from mus_desktop.documents.word.template_names import folded_columns, name_of
from mus_desktop.model.confidentiality import may_be_ticked
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import ColumnType, FollowUpField, PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement, AgreementStatus, Refusal, due_and_responsible_text
from mus_desktop.model.review import Addendum, Author, FollowUp, PastAgreement
from mus_desktop.model.signed_content import ReviewedLine
from mus_desktop.model.terms import PartyRole
from mus_desktop.model.text import is_blank, printable_text, text_with_unit

Row: TypeAlias = dict[str, Any]

_BLANK_REVIEW_ROWS = 3
_NO_BREAK = "\N{NO-BREAK SPACE}"
_BETWEEN_PARTS = f"{_NO_BREAK * 2}·  "
"""Between short folded cells: a line may end after the dot, and none begins with it."""
_SHORT_PART = 15
"""The most letters of a folded cell, such as a date or a price, that is on one line with its title."""
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
    rows = _without_trailing_blanks([row for row in content.agreements if row.field == field.key])
    if not field.groups:
        return {name: _with_blank_rows(field, rows, content)}
    first = field.groups[0]
    parts = {group: [row for row in rows if row.group == group] for group in field.groups}
    # A row from before the form had groups is still agreed, so it is printed, in the first group.
    parts[first] = [row for row in rows if row.group == first or row.group not in parts]
    grouped: dict[str, Any] = {
        f"{name}_{n}": _with_blank_rows(field, p, content) for n, p in enumerate(parts.values(), 1)
    }
    # All rows under the plain name too, for restyled templates that do not use the groups.
    return grouped | {name: [row for part in grouped.values() for row in part]}


def _without_trailing_blanks(rows: list[Agreement]) -> list[Agreement]:
    """Return rows without blank ones at the end; inner ones stay, so that no number on screen changes."""
    while rows and rows[-1].blank:
        rows = rows[:-1]
    return rows


def _with_blank_rows(field: PlanField, rows: Sequence[Agreement], content: PlanContent) -> list[Row]:
    blank = Agreement(id="", field=field.key)
    # Nothing more is written by hand in a signed plan.
    min_rows = 1 if content.closed_on else max(field.min_rows, 1)
    missing = min_rows - len(rows)
    return [_row(field, row, number, content) for number, row in enumerate([*rows, *[blank] * missing], 1)]


def _row(field: PlanField, agreement: Agreement, number: int, content: PlanContent) -> Row:
    folds = folded_columns(field)
    folded = {column.key for columns in folds.values() for column in columns}
    cells: Row = {name_of(c.key): _cell(field, c, agreement, content) for c in field.columns if c.key not in folded}
    if (day := added_after(agreement, content)) is not None:
        first = next(iter(cells))
        cells[first] = [*(text for text in cells[first] if text), f"(Tilføjet {format_date(day)})"]
    for n, columns in enumerate(folds.values(), 1):
        parts = [_folded(field, column, agreement, content) for column in columns]
        # Short folded cells share one line; if any of them has several lines, each cell begins a line of its own.
        single = all(len(lines) <= 1 for lines in parts)
        printed = [line for lines in parts for line in lines]
        cells[f"mere_{n}"] = [_BETWEEN_PARTS.join(printed)] if printed and single else printed
    return {"nr": f"{number})"} | cells


def added_after(agreement: Agreement, content: PlanContent) -> date | None:
    """Return the day a row was added after signature; ``None`` for earlier rows, which have no date in print."""
    day, closed = agreement.added_on, content.closed_on
    if day is None or closed is None:
        return None
    # The ids are checked too, because the day of signature that was entered may be in the future.
    return day if day >= closed or agreement.id in content.later_ids else None


def _cell(field: PlanField, column: PlanColumn, agreement: Agreement, content: PlanContent) -> list[str]:
    if content.is_blank:
        return paragraphs([blank_cell(column, content.form)])
    texts = (
        printed_cell(column, agreement.cells.get(column.key, "")),
        _due_and_responsible(field, column, agreement),
        *_additions(column, agreement, content),
    )
    return paragraphs([printed for printed in texts if not is_blank(printed)])


def _folded(field: PlanField, column: PlanColumn, agreement: Agreement, content: PlanContent) -> list[str]:
    """Return a folded column as lines after its title; empty if the cell is, but for a blank plan."""
    if content.is_blank:
        return [printable_text(blank_line(column, content.form))]
    printed = [text for text in _cell(field, column, agreement, content) if not is_blank(text)]
    if not printed:
        return []
    space = _NO_BREAK if len(printed[0]) <= _SHORT_PART else " "
    return [f"{printable_text(column.title)}:{space}{printed[0]}", *printed[1:]]


def printed_cell(column: PlanColumn, text: str) -> str:
    """Return the text typed in ``column`` as it is printed: a date in words, a number with its unit."""
    return danish_date(text) if column.type is ColumnType.DATE else text_with_unit(text, column.unit)


def _due_and_responsible(field: PlanField, column: PlanColumn, agreement: Agreement) -> str:
    """Return the date and person printed in their column, after the text typed there."""
    responsible = agreement.responsible if field.column_with(Role.RESPONSIBLE) is column else ""
    if field.column_with(Role.DUE) is column:
        return due_and_responsible_text(agreement.due_on, responsible)
    return responsible.strip()  # the column's own title explains that this is the responsible person


def _additions(column: PlanColumn, agreement: Agreement, content: PlanContent) -> list[str]:
    """Return the additions to a cell after signature, each with its date."""
    found = [a for a in content.addenda if agreement.id and a.agreement == agreement.id and a.column == column.key]
    return [
        f"Tilføjet {format_date(a.added_on)}: {text_with_unit(a.body.strip(), column.unit)}"
        for a in sorted(found, key=lambda a: a.added_on)
    ]


def danish_date(text: str) -> str:
    """Return a stored date in words; any other text unchanged."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def additions_to_plan(content: PlanContent) -> list[str]:
    """Return the additions after closing to the plan itself or to a whole agreement, each with its date."""
    cells = {(row.id, column.key) for row in content.agreements for column in _columns_of(content, row.field)}
    # An addition whose row or column is gone would otherwise be printed nowhere.
    not_in_a_cell = [a for a in content.addenda if (a.agreement, a.column) not in cells]
    printed = refusal_lines(content.refusals, content.participant_names)
    printed += [_addition_line(addendum) for addendum in sorted(not_in_a_cell, key=lambda a: a.added_on)]
    return paragraphs(printed) if printed else []


def all_additions(content: PlanContent) -> list[str]:
    """Return all additions after closing, as paragraphs with their dates, for documents without a column for them."""
    titles = {
        (row.id, column.key): column.title for row in content.agreements for column in _columns_of(content, row.field)
    }
    printed = refusal_lines(content.refusals, content.participant_names)
    for addendum in sorted(content.addenda, key=lambda one: one.added_on):
        title = titles.get((addendum.agreement or "", addendum.column), "")
        printed.append(_addition_line(replace(addendum, body=f"{title}: {addendum.body}") if title else addendum))
    return paragraphs(printed) if printed else []


def _addition_line(addendum: Addendum) -> str:
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


def _columns_of(content: PlanContent, key: str) -> Sequence[PlanColumn]:
    return next((field.columns for field in content.form.plan_fields() if field.key == key), ())


def follow_up_rows(field: FollowUpField, content: PlanContent) -> list[Row]:
    """Return the follow-up dates of the plan, at least one row."""
    follow_ups = content.follow_ups.get(field.key, ())
    no_day = DATE_TO_WRITE if content.is_blank else ""
    lines = max(len(field.rows), len(follow_ups), 1)
    days = [*follow_ups, *[FollowUp()] * (lines - len(follow_ups))]
    titles = [*field.rows, *[""] * (lines - len(field.rows))]
    return [
        {
            "nr": f"{number})",
            "titel": paragraphs([title]),
            "dato": paragraphs([format_date(day.due_on) if day.due_on else no_day]),
            "bemaerkning": paragraphs([text for text in (day.note, _done(day)) if not is_blank(text)]),
        }
        for number, (title, day) in enumerate(zip(titles, days, strict=True), 1)
    ]


def _done(day: FollowUp) -> str:
    return f"Fulgt op {format_date(day.done_on)}" if day.done_on else ""


def following_note_rows(content: PlanContent) -> list[Row]:
    """Return the shared notes that follow the plan: theme, question and the day of the last tick, and the note."""
    rows = []
    for number, note in enumerate(content.notes, 1):
        field = content.form.field_with(note.field)
        if not may_be_ticked(content.form, field):  # whoever fills the content: a preparation never prints
            continue
        theme = content.form.tab_of(note.field).title
        # A theme with one note often has the same title.
        titles = dict.fromkeys(text.strip().rstrip(":") for text in (theme, field.title))
        ticked = f"Må følge planen: aftalt {format_date(note.ticked_on)}"
        rows.append({"nr": f"{number})", "emne": paragraphs([*titles, ticked]), "note": paragraphs([note.text])})
    return rows


def past_rows(past: Sequence[ReviewedLine] | None) -> list[Row]:
    """Return the reviewed earlier agreements; ``None`` returns rows to write on."""
    to_tick = boxes([word for word in STATUS_WORDS.values() if word])
    lines = [ReviewedLine("", to_tick)] * _BLANK_REVIEW_ROWS if past is None else past
    # The plan is named above the first of its agreements.
    is_first = [number == 0 or line.plan != lines[number - 1].plan for number, line in enumerate(lines)]
    return [
        {
            "aftalt": paragraphs([f"{line.plan}:", line.agreed] if line.plan and first else [line.agreed]),
            "status": paragraphs([line.status]),
            "bemaerkning": paragraphs([line.remark]),
        }
        for first, line in zip(is_first, lines, strict=True)
    ]


def agreed_text(past: PastAgreement) -> str:
    """Return a short text for what was agreed: the goal, or else the first text."""
    return printed_agreement(past.field, past.agreement) or past.agreement.responsible


def printed_agreement(field: PlanField, agreement: Agreement) -> str:
    """Return the goal of ``agreement`` as it is printed, or else the first text in it; empty if it has none."""
    goal = field.column_with(Role.GOAL)
    columns = field.columns if goal is None else (goal, *field.columns)
    texts = (printed_cell(column, agreement.cells.get(column.key, "")) for column in columns)
    return next((text for text in texts if not is_blank(text)), "")


def paragraphs(texts: Sequence[str]) -> list[str]:
    """Return every text as cleaned paragraphs; at least one."""
    lines = [line for text in texts for line in printable_text(text).strip("\n").split("\n")]
    return lines or [""]
