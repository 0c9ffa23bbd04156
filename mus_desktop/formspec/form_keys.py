"""The form language: the keys of a form, a scale, a tab, a column and each kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mus_desktop.formspec.column_keys import plan_columns, rating_columns, table_columns
from mus_desktop.formspec.prompts import prompts
from mus_desktop.formspec.row_labels import read_fixed_rows
from mus_desktop.formspec.value_readers import (
    Key,
    flag,
    form_id,
    key,
    labels,
    language_tag,
    line,
    lines,
    list_of,
    nonempty_lines,
    number_range,
    one_of,
    pick_range,
    required_key,
    text,
    whole_number,
)
from mus_desktop.model import form as model
from mus_desktop.model.form import Fact, IndividualPlans, PartyRole, Purpose, SignatureLine, SignatureMeaning

LANGUAGE = 2
"""The newest form language this program reads. The ``since`` of a key is the language that introduced it."""

MAX_LINES = 40
"""The most lines of a text: as many as fit on a page."""


class HeldWith(StrEnum):
    """The people with whom a conversation on the form is held."""

    INDIVIDUAL = "individual"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class KindKeys:
    """A kind of field: its class in the model, its keys, and the parties who answer it unless the form names others.

    ``by`` is empty for a kind that takes no answers.
    """

    field: type[model.Field]
    keys: Mapping[str, Key]
    by: tuple[PartyRole, ...] = ()


_ALL_PARTIES = tuple(PartyRole)
_SHARED_PARTY = (PartyRole.SHARED,)
_BOTH_PARTIES = (PartyRole.EMPLOYEE, PartyRole.LEADER)

# ``kind`` is read as any text, because the reader has already chosen these keys by it.
_TITLED: dict[str, Key] = {"kind": required_key(text), "title": required_key(line), "text": Key(text)}
# Named differently in the model, because ``print`` is a function of Python.
_PRINT: dict[str, Key] = {"print": Key(flag, attribute="prints")}
_PLAIN: dict[str, Key] = {**_TITLED, "key": required_key(key)}
_ANSWERED: dict[str, Key] = {**_PLAIN, **_PRINT, "by": Key(list_of(PartyRole))}

_NOTES = {"prompts": Key(prompts), "writing_title": Key(line, since=2)}
_CHOICE = {"options": required_key(nonempty_lines, fallback=()), "pick": Key(pick_range), "cards": Key(flag)}
_BOARD = {"cards": required_key(key), "areas": required_key(nonempty_lines, fallback=())}
_RATING = {
    "scale": required_key(key),
    "rows": Key(read_fixed_rows),
    "groups": Key(lines),
    "columns": Key(rating_columns),
    "remark": Key(line),
    "row_remark": Key(line),
    "wheel": Key(flag),
    "compare": Key(flag, since=2),
}
_TABLE = {
    "columns": required_key(table_columns, fallback=()),
    "rows": Key(read_fixed_rows),
    "min_rows": Key(whole_number(0)),
}
_PLAN = {
    "columns": required_key(plan_columns, fallback=()),
    "groups": Key(lines),
    "min_rows": Key(whole_number(0)),
    "numbered": Key(flag),
}
_SIGNATURES = {
    "signers": required_key(labels(SignatureLine), fallback={}),
    "extra": Key(nonempty_lines, since=2),
    "confirms": Key(one_of(SignatureMeaning), since=2),
}
_FACTS = Key(labels(Fact, since={Fact.TITLE: 2}))

KINDS: dict[str, KindKeys] = {
    kind.field.kind: kind
    for kind in (
        KindKeys(model.InfoField, {**_TITLED, "key": Key(key), "setting": Key(key), "facts": _FACTS}),
        # ``lines`` from 2 on: a text without the key has one line.
        KindKeys(model.TextField, {**_ANSWERED, "lines": Key(whole_number(2, MAX_LINES), since=2)}, _SHARED_PARTY),
        KindKeys(model.DateField, _ANSWERED, _SHARED_PARTY),
        KindKeys(model.CheckField, _ANSWERED, _SHARED_PARTY),
        KindKeys(model.NumberField, {**_ANSWERED, "unit": Key(line)}, _SHARED_PARTY),
        KindKeys(model.NotesField, {**_ANSWERED, **_NOTES}, _ALL_PARTIES),
        KindKeys(model.ChoiceField, {**_ANSWERED, **_CHOICE}, _SHARED_PARTY),
        KindKeys(model.BoardField, {**_ANSWERED, **_BOARD}, _SHARED_PARTY),
        KindKeys(model.RatingField, {**_ANSWERED, **_RATING}, _BOTH_PARTIES),
        KindKeys(model.TableField, {**_ANSWERED, **_TABLE}, _SHARED_PARTY),
        KindKeys(model.PlanField, {**_PLAIN, **_PLAN}),
        KindKeys(model.PreviousPlanField, {**_PLAIN, **_PRINT}),
        KindKeys(model.FollowUpField, {**_PLAIN, "rows": Key(lines)}),
        KindKeys(model.SignaturesField, {**_PLAIN, **_SIGNATURES}),
    )
}
"""Every kind of field in the language."""

STEP: dict[str, Key] = {
    "value": required_key(whole_number(), fallback=None),
    "label": required_key(line),
    "text": Key(text),
}

SCALE: dict[str, Key] = {
    "key": required_key(key),
    "title": Key(line),
    "blank": Key(line),
    "headings": Key(nonempty_lines),
}

TAB: dict[str, Key] = {
    "key": required_key(key),
    "title": required_key(line),
    "subtitle": Key(line),
    "text": Key(text),
    "optional": Key(flag),
    "minutes": Key(whole_number(1)),
}

FORM: dict[str, Key] = {
    "language": required_key(whole_number(1)),
    "id": required_key(form_id),
    "version": required_key(whole_number(1), fallback=0),
    "title": required_key(line),
    "organisation": required_key(line),
    "source": Key(text),
    "purpose": Key(one_of(purpose for purpose in Purpose if purpose is not Purpose.PAPER)),
    "held": Key(list_of(HeldWith)),
    "party_names": Key(labels(_BOTH_PARTIES)),
    "cues": Key(lines),
    "topics": Key(number_range),
    "marking": Key(line),
    "word_language": Key(language_tag),
    "plan_is_minutes": Key(flag),
    "individual_plans": Key(one_of(IndividualPlans)),
    "plan_title": Key(line, since=2),
    "short_name": Key(line, since=2),
    "counts": Key(flag, since=2),
}
