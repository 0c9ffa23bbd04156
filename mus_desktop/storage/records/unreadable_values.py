"""The search for single values in the database that cannot be read.

The engine reports a damaged page; this module finds values that are no longer a valid text, date, choice or JSON.
Lists show such a row as damaged; the health check and every backup search for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from mus_desktop.model.plan import SignatoryRole
from mus_desktop.model.signed_content import ContentOrigin
from mus_desktop.model.terms import PartyRole
from mus_desktop.storage.database import engine
from mus_desktop.storage.database.column_values import read_text
from mus_desktop.storage.database.damaged_text import reading_damaged_text
from mus_desktop.storage.records.column_readers import COLUMN_READERS
from mus_desktop.storage.records.incomplete_conversations import incomplete_conversations
from mus_desktop.storage.records.mismatched_answers import mismatched_answers
from mus_desktop.storage.records.setting_families import setting_for_key
from mus_desktop.storage.records.signed_contents import content_from_json

_UNREADABLE = (ValueError, OverflowError, TypeError, KeyError, AttributeError, RecursionError)


def _refuse_other_content(row: Mapping[str, Any], content: bytes) -> None:
    """Raise ``ValueError`` unless the row's SHA-256 is that of ``content``."""
    if sha256(content).hexdigest() != row["sha256"]:
        raise ValueError("other content than was stored")


def _require(consistent: bool) -> None:
    """Raise ``ValueError`` unless the columns of a row fit each other."""
    if not consistent:
        raise ValueError("columns that contradict each other")


def _is_span(first: str | None, last: str | None) -> bool:
    """Return whether two days are an absence, or ``None`` and no absence. Older schemas have neither column."""
    return last is None or (first is not None and last >= first)


ROW_CHECKS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "party": lambda row: _require((row["role"] == PartyRole.EMPLOYEE) == (row["employee"] is not None)),
    "signature": lambda row: _require((row["role"] == SignatoryRole.EXTRA) == (row["label"] != "")),
    "employee": lambda row: _require(_is_span(row.get("away_from_on"), row.get("away_until_on"))),
    "form_version": lambda row: _refuse_other_content(row, row["definition"].encode()),
    "template": lambda row: _refuse_other_content(row, row["docx"]),
    "document": lambda row: _refuse_other_content(row, row["bytes"]),
    "signed_template": lambda row: _refuse_other_content(row, row["docx"]),
    "setting": lambda row: setting_for_key(row["key"]).read(row["value"]),
    "signed_content": lambda row: content_from_json(row["content"], ContentOrigin.SIGNATURE, {}),
    "received_sheet": lambda row: _refuse_other_content(row, row["bytes"]),
    "plan_attachment": lambda row: _refuse_other_content(row, row["bytes"]),
    "asset": lambda row: _refuse_other_content(row, row["bytes"]),
}
"""The check of a whole row, for tables whose columns must match each other."""

_PLAN_TALK = "(SELECT party.conversation FROM plan JOIN party ON party.id = plan.party WHERE plan.id = {})"
_PARTY_TALK = "(SELECT conversation FROM party WHERE party.id = {})"
_DESCRIPTIONS: Mapping[str, tuple[str, str]] = {
    "employee": ("oplysningerne om medarbejder nr. {}", "employee.id"),
    "form_version": ("skemaet »{}«", "form_version.form_id"),
    "template": ("Word-skabelonen til skemaet »{}«", "template.form_id"),
    "round": ("MUS-runde nr. {}", "round.id"),
    "conversation": ("samtale nr. {}", "conversation.id"),
    "party": ("deltagerne i samtale nr. {}", "party.conversation"),
    "answer": ("et svar i samtale nr. {}", "(SELECT conversation FROM party WHERE party.id = answer.party)"),
    "topic": ("et ønske til samtale nr. {}", "(SELECT conversation FROM party WHERE party.id = topic.party)"),
    "plan": ("planen i samtale nr. {}", "(SELECT conversation FROM party WHERE party.id = plan.party)"),
    "agreement": ("en aftale i samtale nr. {}", _PLAN_TALK.format("agreement.plan")),
    "review": ("en opfølgning på en aftale i samtale nr. {}", "coalesce(review.conversation, '–')"),
    "addendum": ("en tilføjelse til planen i samtale nr. {}", _PLAN_TALK.format("addendum.plan")),
    "follow_up": ("en opfølgningsdag i samtale nr. {}", _PLAN_TALK.format("follow_up.plan")),
    "document": ("et dokument i samtale nr. {}", "document.conversation"),
    "setting": ("indstillingen: {}", "setting.key"),
    "signature": ("en underskrift i samtale nr. {}", _PLAN_TALK.format("signature.plan")),
    "signed_content": ("den underskrevne plan i samtale nr. {}", _PLAN_TALK.format("signed_content.plan")),
    "signed_name": ("den underskrevne plan i samtale nr. {}", _PLAN_TALK.format("signed_name.plan")),
    "refusal": ("en underskrift i samtale nr. {}", _PLAN_TALK.format("refusal.plan")),
    "signed_template": ("Word-skabelonen til underskrevne planer", "signed_template.sha256"),
    "closed_review": ("den underskrevne plan i samtale nr. {}", _PLAN_TALK.format("closed_review.plan")),
    "employee_being_deleted": (
        "oplysningerne om medarbejder nr. {}",
        "employee_being_deleted.employee",
    ),
    "closed_answer": ("den underskrevne plan i samtale nr. {}", _PLAN_TALK.format("closed_answer.plan")),
    "content_to_store": ("den underskrevne plan i samtale nr. {}", _PLAN_TALK.format("content_to_store.plan")),
    "note_tick": ("et hak ved en note i samtale nr. {}", _PARTY_TALK.format("note_tick.party")),
    "service_number": ("tjenestenummeret på medarbejder nr. {}", "service_number.employee"),
    "staff_import": ("den seneste import af medarbejdere", "staff_import.id"),
    "staff_import_change": ("den seneste import af medarbejder nr. {}", "staff_import_change.employee"),
    "calendar_entry": ("kalenderaftalen for samtale nr. {}", "calendar_entry.conversation"),
    "observation": ("en iagttagelse om medarbejder nr. {}", "observation.employee"),
    "round_form": ("MUS-runde nr. {}", "round_form.round"),
    "round_participant": ("MUS-runde nr. {}", "round_participant.round"),
    "received_sheet": ("et modtaget ark i samtale nr. {}", "received_sheet.conversation"),
    "plan_attachment": ("en fil til planen i samtale nr. {}", _PLAN_TALK.format("plan_attachment.plan")),
    "asset": ("arbejdspladsens fil »{}«", "asset.key"),
}
"""The Danish name of a damaged row of each table, and the column that identifies it; never a private text."""
_MAX_SENTENCES = 20


@dataclass(frozen=True, slots=True)
class Damage:
    """A row with an unreadable value, and its description in Danish."""

    table: str
    danish: str


def damage(connection: engine.Connection) -> Iterator[Damage]:
    """Read every value of every table as the program does; yield each row that cannot be read.

    Raises one of :func:`engine.errors` if the database itself is damaged.
    """
    # Otherwise the query would fail at the first text that is not UTF-8, and the search would end.
    with reading_damaged_text(connection):
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite|_%' ESCAPE '|' ORDER BY name"
        ).fetchall()
        for (table,) in tables:
            yield from _damage_in(connection, table)
        known = {table for (table,) in tables}
        for number in incomplete_conversations(connection, known):
            yield Damage("conversation", _DESCRIPTIONS["conversation"][0].format(number))
        for table, number in mismatched_answers(connection, known):
            yield Damage(table, _DESCRIPTIONS[table][0].format(number))


def findings(connection: engine.Connection) -> list[str]:
    """Return one Danish sentence for each unreadable row of a database; empty when there is none."""
    # Several damaged values of one conversation make one sentence.
    names = list(dict.fromkeys(one.danish for one in damage(connection)))
    found = [
        f"Beskadiget: {what}. Resten kan bruges. Gendan fra en backup for at få det igen."
        for what in names[:_MAX_SENTENCES]
    ]
    if len(names) > _MAX_SENTENCES:
        found.append(f"Beskadiget: {len(names) - _MAX_SENTENCES} steder mere.")
    return found


def _damage_in(connection: engine.Connection, table: str) -> Iterator[Damage]:
    names = [str(name) for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")')]
    readers = [COLUMN_READERS.get(table, {}).get(name, _read_other) for name in names]
    row_reader = ROW_CHECKS.get(table)
    danish, identifying_column = _DESCRIPTIONS.get(table, (f"noget i {table}", "rowid"))
    columns = ", ".join(f'"{table}"."{name}"' for name in names)
    for row in connection.execute(f'SELECT {identifying_column}, {columns} FROM "{table}"'):  # noqa: S608 - own names
        try:
            for read, value in zip(readers, row[1:], strict=True):
                if value is not None:  # the engine's own check reports a NULL where a value is required
                    read(value)
            if row_reader is not None:
                row_reader(dict(zip(names, row[1:], strict=True)))
        except _UNREADABLE:
            yield Damage(table, danish.format(_identification(table, row[0])))


def _read_other(value: Any) -> object:
    """Return the value of a column without a reader here; a text must at least be valid text."""
    return read_text(value) if isinstance(value, str) else value


def _identification(table: str, value: Any) -> str:
    """Return the identification of a row; for a setting its Danish name."""
    return setting_for_key(value).danish if table == "setting" and isinstance(value, str) else str(value)
