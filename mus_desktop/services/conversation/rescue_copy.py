"""A plain-text copy of a whole conversation, to be saved elsewhere when the database cannot be written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from mus_desktop.errors import KnownError
from mus_desktop.formspec.values import as_text
from mus_desktop.model.answers import AnswerKey, Answers, Changes
from mus_desktop.model.dates import format_date
from mus_desktop.model.form import Fact, Field, FollowUpField, PartyRole, PlanField, PreviousPlanField
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, due_and_responsible_text
from mus_desktop.model.review import Addendum, Author, FollowUp, PastAgreement
from mus_desktop.model.text import storable_text, text_with_unit
from mus_desktop.services.conversation.agreement_lines import agreement_text
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.storage.database.connection import is_open_here
from mus_desktop.storage.database.private_files import write_atomically, write_new

_NAMES = {
    PartyRole.EMPLOYEE: "Medarbejderens forberedelse",
    PartyRole.LEADER: "Lederens forberedelse",
    PartyRole.SHARED: "Fælles noter",
}
_AUTHORS = {Author.BOTH: "", Author.EMPLOYEE: "Medarbejderens bemærkning "}
_STATUS = {
    AgreementStatus.REACHED: "Nået",
    AgreementStatus.IN_PROGRESS: "I gang",
    AgreementStatus.NOT_REACHED: "Ikke nået",
    AgreementStatus.DROPPED: "Opgivet",
    AgreementStatus.CARRIED_ON: "Videreføres",
}


def rescue_text(
    opened: OpenConversation,
    answers: Answers,
    plan: Plan,
    *,
    past: Iterable[PastAgreement] = (),
    follow_ups: Mapping[str, Iterable[FollowUp]] | None = None,
    addenda: Iterable[Addendum] = (),
) -> str:
    """Return everything written in the conversation, saved or not, under the form's own headings."""
    lines = [opened.form.display_name, opened.facts()[Fact.EMPLOYEE], opened.conversation.period.title]
    for field in opened.form.fields():
        written = _field_lines(field, opened, answers, plan, follow_ups or {}, past)
        if written:
            lines += ["", field.title, *written]
    added = [f"{_AUTHORS[one.author]}{format_date(one.added_on)}: {one.body}" for one in addenda]
    lines += ["", "Tilføjet efter underskrift", *added] if added else []
    return "\n".join([*lines, *_step_lines(plan)]) + "\n"


def changes_text(opened: OpenConversation, changes: Changes) -> str:
    """Return the text of ``changes`` under the form's own headings, so that it can be saved; empty if there is none."""
    answers = {key: value for key, value in changes.answers.items() if value is not None}
    # Not a stored plan: it only lets the changed rows be printed as rows of a plan.
    plan = Plan(0, 0, agreements=tuple(row for rows in changes.rows.values() for row in rows))
    follow_ups = {key.field: rows for key, rows in changes.follow_ups.items()}
    lines: list[str] = []
    for field in opened.form.fields():
        written = _field_lines(field, opened, answers, plan, follow_ups)
        if written:
            lines += [*([""] if lines else []), field.title, *written]
    comments = [review.comment for review in changes.reviews.values() if review]
    return "\n".join([*lines, *(text for text in (*comments, *changes.addenda.values()) if text)])


def write_rescue_copy(path: Path, text: str) -> None:
    """Write ``text`` to ``path``, readable by the user only and flushed to disk; an existing copy is replaced last.

    :raises KnownError: it could not be written; an existing file is unchanged.
    """
    try:
        # Opening and closing the open database's file would release the locks that protect it (POSIX).
        if is_open_here(path):
            raise FileExistsError(path)
        content = storable_text(text).replace("\n", os.linesep).encode()
        if os.path.lexists(path):
            write_atomically(path, content)
        else:
            write_new(path, content)
    except OSError as error:
        raise KnownError("Kopien kunne ikke gemmes der. Vælg et andet sted, for eksempel en USB-nøgle.") from error


def _field_lines(
    field: Field,
    opened: OpenConversation,
    answers: Answers,
    plan: Plan,
    follow_ups: Mapping[str, Iterable[FollowUp]],
    past: Iterable[PastAgreement] = (),
) -> list[str]:
    match field:
        case PlanField():
            return _plan_lines(field, plan)
        case PreviousPlanField():
            return [line for one in past for line in _review_lines(one)]
        case FollowUpField():
            return [_follow_up_line(row) for row in follow_ups.get(field.key, ()) if not row.blank]
        case _:
            return _answer_lines(opened, answers, field)


def _answer_lines(opened: OpenConversation, answers: Answers, field: Field) -> list[str]:
    lines = []
    for party in opened.parties:
        value = answers.get(AnswerKey(party.id, field.key))
        if value is not None:
            lines += [f"[{_NAMES[party.role]}]", as_text(field, opened.form, value)]
    return lines


def _review_lines(past: PastAgreement) -> list[str]:
    if past.review is None:
        return []
    review_text = ": ".join(part for part in (_STATUS.get(past.review.status, ""), past.review.comment) if part)
    return [agreement_text(past.field, past.agreement), f"   {review_text}"]


def _follow_up_line(row: FollowUp) -> str:
    done = f"fulgt op {format_date(row.done_on)}" if row.done_on else ""
    return ", ".join(part for part in (format_date(row.due_on) if row.due_on else "", row.note, done) if part)


def _step_lines(plan: Plan) -> list[str]:
    days = {
        "Enige om planen": plan.agreed_on,
        "Underskrevet": plan.signed_on,
        "Underskrevet af én": min(plan.signatures.values(), default=None) if not plan.signed_on else None,
        "Vil ikke underskrive": plan.refused_on,
        "Kopi til medarbejderen": plan.copy_given_on,
        "Journaliseret": plan.journalised_on,
    }
    steps = [f"{title}: {format_date(day)}" for title, day in days.items() if day]
    free_texts = [*(refusal.reason for refusal in plan.refusals), plan.journalised_where]
    return [*([""] if steps else []), *steps, *(text for text in free_texts if text)]


def _plan_lines(field: PlanField, plan: Plan) -> list[str]:
    return [line for number, row in enumerate(plan.rows(field.key), 1) for line in _agreement_lines(field, row, number)]


def _agreement_lines(field: PlanField, row: Agreement, number: int) -> list[str]:
    cells = [
        f"   {column.title}: {text_with_unit(row.cells[column.key], column.unit)}"
        for column in field.columns
        if row.cells.get(column.key)
    ]
    due_text = due_and_responsible_text(row.due_on, row.responsible)
    return [f"{number})", *cells, *([f"   {due_text}"] if due_text else [])]
