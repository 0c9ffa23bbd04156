"""Hints on what should not be written in the program: CPR numbers and illnesses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mus_desktop.model.answers import AnswerKey, Value
from mus_desktop.model.form import (
    BoardField,
    ChoiceField,
    Field,
    Form,
    InfoField,
    NotesField,
    PlanField,
    RatingField,
    TableField,
)
from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hint_kinds import HintKind
from mus_desktop.services.hints.sensitive_words import has_cpr_number, illnesses_in

_WORD = re.compile(r"[^\W\d_]+")
_WITHOUT_FREE_TEXT = (ChoiceField, BoardField, InfoField)


def sensitive_hints(talk: Discussed) -> Iterator[Advice]:
    """Yield the hints on texts that name a CPR number or an illness: at most one of each kind for each field."""
    own_words: frozenset[str] | None = None
    for field in talk.form.fields():
        texts = list(_texts_in(talk, field))
        for text, row in texts:
            if has_cpr_number(text):
                yield Advice(_cpr_sentence(talk.name_of(field)), field.key, row, kind=HintKind.CPR)
                break
        # The form's own words are read only if there is something to compare: this runs after every pause in typing.
        words = [(word, row) for text, row in texts for word in illnesses_in(text)]
        if words and own_words is None:
            own_words = words_of(talk.form)
        for word, row in words:
            if word.lower() not in (own_words or ()):
                yield Advice(_illness_sentence(talk.name_of(field), word), field.key, row, kind=HintKind.HEALTH)
                break


def words_of(form: Form) -> frozenset[str]:
    """Return the words of a form's titles, questions and columns, in small letters."""
    texts = (text for field in form.fields() for text in _texts_of(field))
    titles = (text for tab in form.tabs for text in (tab.title, tab.subtitle, tab.text))
    return frozenset(word for text in (*texts, *titles) for word in _WORD.findall(text.lower()))


def _cpr_sentence(name: str) -> str:
    return f"Under »{name}« ser der ud til at stå et cpr-nummer. Det skal ikke bruges her; slet det."


def _illness_sentence(name: str, word: str) -> str:
    return f"Under »{name}« står »{word}«. Skriv, hvad arbejdet skal tage hensyn til, ikke hvad medarbejderen fejler."


def _texts_in(talk: Discussed, field: Field) -> Iterator[tuple[str, str | None]]:
    """Yield what was typed in ``field``, each text with the id of its agreement."""
    if isinstance(field, _WITHOUT_FREE_TEXT):
        return
    for party in talk.opened.parties:
        value = talk.content.answers.get(AnswerKey(party.id, field.key))
        if value is not None:
            yield from ((text, None) for text in _strings(value))
    if isinstance(field, PlanField):
        for agreement in talk.content.plan.rows(field.key):
            yield from ((text, agreement.id) for text in agreement.cells.values())
    for row in talk.content.follow_ups.get(field.key, ()):
        yield row.note, None


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _texts_of(field: Field) -> Iterator[str]:
    yield from (field.title, field.text)
    if isinstance(field, NotesField):
        yield from (prompt.text for prompt in field.prompts)
    elif isinstance(field, ChoiceField):
        yield from field.options
    elif isinstance(field, RatingField):
        yield from (*field.rows, *field.groups, *field.row_texts.values())
    elif isinstance(field, TableField | PlanField):
        yield from (text for column in field.columns for text in (column.title, column.text))
