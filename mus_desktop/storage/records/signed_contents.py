"""The stored content of closed plans in the database, as JSON.

The JSON has its own ``version``. A later program must be able to read it, so existing names never change their
meaning; new names may be added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256 as digest
from typing import Any

from mus_desktop.errors import UnreadableValue
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import FollowUp
from mus_desktop.model.signed_content import ContentOrigin, FollowingNote, ReviewedLine, SignedContent
from mus_desktop.model.terms import Fact
from mus_desktop.model.text import storable_text
from mus_desktop.storage.database.column_values import iso, json_object, read_choice, read_date, read_timestamp, to_json
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.plan_rows import texts_from_json

_VERSION = 1
_OF_CONVERSATION = """
SELECT signed_content.plan, signed_content.origin, signed_content.template, signed_content.content, signed_name.party,
       signed_name.name
  FROM party JOIN plan ON plan.party = party.id JOIN signed_content ON signed_content.plan = plan.id
  LEFT JOIN signed_name ON signed_name.plan = plan.id
 WHERE party.conversation = ? ORDER BY party.id, signed_name.party
"""
_ADD_NAME = "INSERT INTO signed_name (plan, party, name) VALUES (?, ?, ?)"
_ADD = "INSERT INTO signed_content (plan, origin, stored_at, template, content) VALUES (?, ?, ?, ?, ?)"
_ADD_TEMPLATE = "INSERT INTO signed_template (sha256, docx) VALUES (?, ?) ON CONFLICT DO NOTHING"
_CLOSE_REVIEW = """
INSERT INTO closed_review (plan, agreement) SELECT ?1, id FROM agreement WHERE id = ?2 ON CONFLICT DO NOTHING
"""
_CLOSE_ANSWER = """
INSERT INTO closed_answer (plan, party, field)
SELECT ?1, shared.id, ?2
  FROM plan JOIN party AS own ON own.id = plan.party
  JOIN party AS shared ON shared.conversation = own.conversation AND shared.role = 'shared'
 WHERE plan.id = ?1
    ON CONFLICT DO NOTHING
"""
_CLOSED_FIELDS = """
SELECT DISTINCT closed_answer.field
  FROM party JOIN closed_answer ON closed_answer.party = party.id WHERE party.conversation = ?
"""
_PLANS_WITHOUT_CONTENT = """
SELECT party.conversation, content_to_store.plan
  FROM content_to_store JOIN plan ON plan.id = content_to_store.plan JOIN party ON party.id = plan.party
 ORDER BY party.conversation, content_to_store.plan
"""


class SignedContents:
    """The content of every closed plan at the time it was closed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_conversation(self, conversation: int) -> dict[int, SignedContent]:
        """Return the stored content of each closed plan of a conversation, by plan id."""
        rows = self._database.rows(_OF_CONVERSATION, (conversation,))
        people: dict[int, dict[int, str]] = defaultdict(dict)
        for plan, *_, party, name in rows:
            if party is not None:
                people[plan][party] = name
        return {
            plan: replace(
                content_from_json(content, read_choice(ContentOrigin, origin), people[plan]), template=template or ""
            )
            # The join repeats a plan for each of its names, but its content is parsed once.
            for plan, origin, template, content in dict.fromkeys(row[:4] for row in rows)
        }

    def stored_at(self, plan: int) -> datetime:
        """Return the time the content of a closed plan was stored; ``KeyError`` if it was not."""
        row = self._database.row("SELECT stored_at FROM signed_content WHERE plan = ?", (plan,))
        if row is None:
            raise KeyError(plan)
        return read_timestamp(row[0])

    def closed_fields(self, conversation: int) -> frozenset[str]:
        """Return the keys of the fields whose common answer a closed plan of the conversation prints."""
        return frozenset(field for (field,) in self._database.rows(_CLOSED_FIELDS, (conversation,)))

    def template(self, sha256: str) -> bytes | None:
        """Return the Word template that signed plans print with, ``None`` if it is missing or damaged."""
        row = self._database.row("SELECT docx FROM signed_template WHERE sha256 = ?", (sha256,))
        # The template is found by its hash, so the hash also detects damage.
        whole = row is not None and isinstance(row[0], bytes) and digest(row[0]).hexdigest() == sha256
        return row[0] if row and whole else None

    def add(self, plan: int, content: SignedContent, stored_at: datetime, template: bytes | None = None) -> None:
        """Store the content of ``plan``, and close the common answers and the reviews it prints.

        The caller closes the plan itself. ``template`` holds the bytes that ``content.template`` names.

        :raises StorageError: the plan is closed already.
        """
        with self._database.transaction():
            if template is not None:
                self._database.write(_ADD_TEMPLATE, (content.template, template))
            stored = (content.origin, iso(stored_at), content.template or None, content_to_json(content))
            self._database.write(_ADD, (plan, *stored))
            for agreement in content.closed_reviews:
                self._database.write(_CLOSE_REVIEW, (plan, agreement))
            for party, name in content.people.items():
                self._database.write(_ADD_NAME, (plan, party, storable_text(name)))
            self.close_answers(plan, content.closed_fields)

    def close_answers(self, plan: int, fields: Iterable[str]) -> None:
        """Close the common answers to ``fields``, which ``plan`` prints."""
        with self._database.transaction():
            for field in fields:
                self._database.write(_CLOSE_ANSWER, (plan, storable_text(field)))

    def remove(self, plan: int) -> None:
        """Delete the content of ``plan``, which must have been reopened.

        :raises StorageError: the plan is closed.
        """
        with self._database.transaction():
            # Signatures and refusals too: those that remain are stored again when the plan is closed again.
            for table in ("signed_content", "signed_name", "closed_answer", "closed_review", "signature", "refusal"):
                self._database.write(f"DELETE FROM {table} WHERE plan = ?", (plan,))  # noqa: S608 - own names

    def plans_without_content(self) -> tuple[tuple[int, int], ...]:
        """Return the conversation and plan of each plan signed under schema 1 without stored content."""
        return tuple((conversation, plan) for conversation, plan in self._database.rows(_PLANS_WITHOUT_CONTENT))

    def mark_content_stored(self, plan: int) -> None:
        """Record that the content of a plan from schema 1 has been stored."""
        with self._database.transaction():
            self._database.write("DELETE FROM content_to_store WHERE plan = ?", (plan,))


def content_to_json(content: SignedContent) -> str:
    """Return ``content`` as stored JSON, without the names of ``people``."""
    # The names are stored in a table of their own, so that one can be deleted with its person.
    facts = {fact: text for fact, text in content.facts.items() if not (content.people and fact is Fact.EMPLOYEE)}
    return to_json(
        {
            "version": _VERSION,
            "facts": {fact.value: text for fact, text in facts.items()},
            "author": content.author,
            "agreed_on": iso(content.agreed_on),
            "agreements": [_agreement_json(row) for row in content.agreements],
            "answers": dict(content.answers),
            "notes": [{"field": n.field, "text": n.text, "ticked_on": iso(n.ticked_on)} for n in content.notes],
            "closed_fields": list(content.closed_fields),
            "follow_ups": {key: [_follow_up_json(row) for row in rows] for key, rows in content.follow_ups.items()},
            "past": [_line_json(line) for line in content.past],
            "closed_reviews": list(content.closed_reviews),
            "label": content.label,
            "layout": content.layout,
        }
    )


def content_from_json(text: str, origin: ContentOrigin, people: Mapping[int, str]) -> SignedContent:
    """Return the content that :func:`content_to_json` stored. :raises UnreadableValue: it is damaged."""
    try:
        return _content(json_object(text), origin, people)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, RecursionError) as error:
        raise UnreadableValue from error


def _content(stored: Mapping[str, Any], origin: ContentOrigin, people: Mapping[int, str]) -> SignedContent:
    names = {Fact.EMPLOYEE: ", ".join(people.values())} if people else {}
    return SignedContent(
        facts={Fact(fact): text for fact, text in stored["facts"].items()} | names,
        people=dict(people),
        author=stored["author"],
        agreed_on=read_date(stored["agreed_on"]),
        agreements=tuple(_agreement(row) for row in stored["agreements"]),
        answers=stored["answers"],
        # Missing in content stored before notes could follow a plan.
        notes=tuple(
            FollowingNote(note["field"], note["text"], date.fromisoformat(note["ticked_on"]))
            for note in stored.get("notes", ())
        ),
        closed_fields=tuple(stored["closed_fields"]),
        follow_ups={key: tuple(_follow_up(row) for row in rows) for key, rows in stored["follow_ups"].items()},
        past=tuple(
            # ``due``, ``plan`` and the names below are missing in content stored before they were added.
            ReviewedLine(line["agreed"], line["status"], line["remark"], line.get("due", ""), line.get("plan", ""))
            for line in stored["past"]
        ),
        closed_reviews=tuple(stored.get("closed_reviews", ())),
        label=stored.get("label", ""),
        layout=int(stored.get("layout", 0)),
        origin=origin,
    )


def _line_json(line: ReviewedLine) -> dict[str, str]:
    return {"agreed": line.agreed, "status": line.status, "remark": line.remark, "due": line.due, "plan": line.plan}


def _agreement_json(row: Agreement) -> dict[str, Any]:
    return {
        "id": row.id,
        "field": row.field,
        "group": row.group,
        "cells": dict(row.cells),
        "extra": dict(row.extra),
        "due_on": iso(row.due_on),
        "responsible": row.responsible,
        "others_agreed": row.others_agreed,
        "status": row.status.value,
        "added_on": iso(row.added_on),
        "carried_from": row.carried_from,
    }


def _agreement(stored: Mapping[str, Any]) -> Agreement:
    dates = {name: read_date(stored[name]) for name in ("due_on", "added_on")}
    texts = {name: texts_from_json(stored[name]) for name in ("cells", "extra")}
    return Agreement(**{**stored, **dates, **texts, "status": AgreementStatus(stored["status"])})


def _follow_up_json(row: FollowUp) -> dict[str, Any]:
    return {
        "due_on": iso(row.due_on),
        "note": row.note,
        "done_on": iso(row.done_on),
        "added_on": iso(row.added_on),
    }


def _follow_up(stored: Mapping[str, Any]) -> FollowUp:
    return FollowUp(
        read_date(stored["due_on"]), stored["note"], read_date(stored["done_on"]), read_date(stored["added_on"])
    )
