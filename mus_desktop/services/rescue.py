"""When the database cannot be written: everything in a conversation as plain text, to be kept elsewhere meanwhile."""

from __future__ import annotations

from pathlib import Path

from mus_desktop.errors import KnownError
from mus_desktop.formspec.values import as_text
from mus_desktop.model.answers import AnswerKey, Answers
from mus_desktop.model.form import Fact, Field, PartyRole, PlanField
from mus_desktop.model.plan import Agreement, Plan, due_and_responsible
from mus_desktop.model.text import storable
from mus_desktop.services.conversations import OpenConversation

_NAMES = {
    PartyRole.EMPLOYEE: "Medarbejderens forberedelse",
    PartyRole.LEADER: "Lederens forberedelse",
    PartyRole.SHARED: "Fælles noter",
}


def rescue_text(opened: OpenConversation, answers: Answers, plan: Plan) -> str:
    """All that is written in the conversation as it stands on screen, under the form's own headings."""
    lines = [opened.form.title, opened.facts()[Fact.EMPLOYEE], opened.conversation.period.title]
    for field in opened.form.fields():
        written = _rows(field, plan) if isinstance(field, PlanField) else _answers(opened, answers, field)
        if written:
            lines += ["", field.title, *written]
    return "\n".join(lines) + "\n"


def write_rescue(path: Path, text: str) -> None:
    """Write ``text`` to ``path``; refuses in one sentence when that cannot be done either."""
    try:
        path.write_text(storable(text), encoding="utf-8")
    except OSError as error:
        raise KnownError("Kopien kunne ikke gemmes der. Vælg et andet sted, for eksempel en USB-nøgle.") from error


def _answers(opened: OpenConversation, answers: Answers, field: Field) -> list[str]:
    lines = []
    for party in opened.parties:
        value = answers.get(AnswerKey(party.id, field.key))
        if value is not None:
            lines += [f"[{_NAMES[party.role]}]", as_text(field, opened.form, value)]
    return lines


def _rows(field: PlanField, plan: Plan) -> list[str]:
    return [line for number, row in enumerate(plan.rows(field.key), 1) for line in _row(field, row, number)]


def _row(field: PlanField, row: Agreement, number: int) -> list[str]:
    cells = [f"   {column.title}: {row.cells[column.key]}" for column in field.columns if row.cells.get(column.key)]
    when = due_and_responsible(row.due_on, row.responsible)
    return [f"{number})", *cells, *([f"   {when}"] if when else [])]
