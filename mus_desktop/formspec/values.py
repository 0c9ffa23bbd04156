"""The answers of each field kind: one rule per kind, applied before saving, printing and searching.

=========  ==========================================================
kind       stored value (blank is absent, never an empty value)
=========  ==========================================================
text       text
date       ISO text, ``2027-03-01``
check      ``true``
number     number
notes      text
choice     list of labels, in the order they were picked
board      ``[[area, card]]``           see :mod:`.row_values`
rating     ``{row: {column: step}}``    see :mod:`.row_values`
table      rows with ids                see :mod:`.row_values`
=========  ==========================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mus_desktop.formspec.cells import (
    clean_check,
    clean_date,
    clean_number,
    clean_option,
    clean_text,
    date_text,
    number_text,
    tick_text,
)
from mus_desktop.formspec.plain_text import json_as_text
from mus_desktop.formspec.row_values import board_text, clean_board, clean_rating, clean_table, rating_text, table_text
from mus_desktop.model.answers import Value
from mus_desktop.model.form import ChoiceField, Field, Form

_UNFIT = (ValueError, KeyError)
"""The errors of a value that its field cannot hold: see :func:`clean`."""


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The two functions of a kind: ``clean`` for the value to store, ``as_text`` for the value as printed."""

    clean: Callable[[Any, Form, Any], Value | None]
    as_text: Callable[[Any, Form, Any], str]


def clean(field: Field, form: Form, value: Value | None) -> Value | None:
    """Return the answer as it is stored, or ``None`` if it is blank and no row is to be stored.

    Raises ``ValueError`` with a Danish sentence for a value that ``field`` cannot hold, and ``KeyError`` for a kind
    that takes no answers.
    """
    rule = RULES[field.kind]
    return None if value is None else rule.clean(field, form, value)


def is_blank(field: Field, form: Form, value: Value | None) -> bool:
    """Return whether ``value`` is blank for this field."""
    return clean(field, form, value) is None


def fits(field: Field, form: Form, value: Any) -> bool:
    """Return whether ``field`` can hold ``value``, which may be any JSON value read from the database."""
    try:
        clean(field, form, value)
    except _UNFIT:
        return False
    return True


def read_answer(field: Field, form: Form, value: Any) -> tuple[Value | None, str]:
    """Return a stored answer as the field shows it (``None`` if blank), and the text of one that the field cannot hold.

    An older program or a changed database may have stored such a value. It is shown as it is: it must neither be lost
    nor prevent a page or a document.
    """
    if value is None:
        return None, ""
    try:
        return clean(field, form, value), ""
    except _UNFIT:
        return None, json_as_text(value)


def as_text(field: Field, form: Form, value: Any) -> str:
    """Return the answer in words, for printing and searching; empty for a blank one."""
    answer, as_it_is = read_answer(field, form, value)
    return as_it_is if answer is None else RULES[field.kind].as_text(field, form, answer)


def _clean_choice(field: ChoiceField, _form: Form, value: Any) -> Value | None:
    if not isinstance(value, list):
        raise ValueError("Svaret kan ikke læses: her skal stå en liste.")  # noqa: TRY004 - one kind of error
    labels = (clean_option(label, field.options) for label in value)
    # Each label once, in the order in which it was picked.
    picked = list(dict.fromkeys(label for label in labels if label is not None))
    most = field.pick[1]
    if len(picked) > most:
        raise ValueError(f"Der kan højst vælges {most}. Fravælg en, før du vælger en ny.")
    return picked or None


RULES: dict[str, AnswerRule] = {
    "text": AnswerRule(lambda _field, _form, value: clean_text(value), lambda _field, _form, value: str(value)),
    "date": AnswerRule(lambda _field, _form, value: clean_date(value), lambda _field, _form, value: date_text(value)),
    "check": AnswerRule(lambda _field, _form, value: clean_check(value), lambda _field, _form, value: tick_text(value)),
    "number": AnswerRule(
        lambda _field, _form, value: clean_number(value), lambda field, _form, value: number_text(value, field.unit)
    ),
    "notes": AnswerRule(lambda _field, _form, value: clean_text(value), lambda _field, _form, value: str(value)),
    "choice": AnswerRule(_clean_choice, lambda _field, _form, value: ", ".join(value)),
    "board": AnswerRule(clean_board, board_text),
    "rating": AnswerRule(clean_rating, rating_text),
    "table": AnswerRule(clean_table, table_text),
}
"""The rule of each kind that takes answers."""

NOT_ANSWERED = ("info", "plan", "previous_plan", "follow_up", "signatures")
"""The kinds without answers: text to read, and content stored as agreements, reviews and dates."""
