"""The form language: the keys of a form, a scale, a tab, a column and each kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mus_desktop.formspec.column_keys import plan_columns, rating_columns, table_columns
from mus_desktop.formspec.prompts import prompts
from mus_desktop.formspec.row_labels import rows
from mus_desktop.formspec.takes import (
    Key,
    flag,
    form_id,
    key,
    labels,
    language_tag,
    line,
    lines,
    must,
    one_of,
    pick,
    several_of,
    some_lines,
    span,
    text,
    whole,
)
from mus_desktop.model import form as model
from mus_desktop.model.form import Confirms, Fact, IndividualPlans, PartyRole, Purpose, Signer

LANGUAGE = 2
"""The newest form language this program reads. The ``since`` of a key is the language that introduced it."""

MOST_LINES = 40
"""The most lines of a text: as many as fit on a page."""


class Held(StrEnum):
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


_ALL = tuple(PartyRole)
_SHARED = (PartyRole.SHARED,)
_PARTIES = (PartyRole.EMPLOYEE, PartyRole.LEADER)

_TITLED: dict[str, Key] = {"kind": must(text), "title": must(line), "text": Key(text)}
_PRINT: dict[str, Key] = {"print": Key(flag, attribute="prints")}
_PLAIN: dict[str, Key] = {**_TITLED, "key": must(key)}
_ANSWERED: dict[str, Key] = {**_PLAIN, **_PRINT, "by": Key(several_of(PartyRole))}

_CHOICE = {"options": must(some_lines, otherwise=()), "pick": Key(pick), "cards": Key(flag)}
_BOARD = {"cards": must(key), "areas": must(some_lines, otherwise=())}
_RATING = {
    "scale": must(key),
    "rows": Key(rows),
    "groups": Key(lines),
    "columns": Key(rating_columns),
    "remark": Key(line),
    "row_remark": Key(line),
    "wheel": Key(flag),
    "compare": Key(flag, since=2),
}
_TABLE = {"columns": must(table_columns, otherwise=()), "rows": Key(rows), "min_rows": Key(whole(0))}
_PLAN = {
    "columns": must(plan_columns, otherwise=()),
    "groups": Key(lines),
    "min_rows": Key(whole(0)),
    "numbered": Key(flag),
}
_SIGNATURES = {
    "signers": must(labels(Signer), otherwise={}),
    "extra": Key(some_lines, since=2),
    "confirms": Key(one_of(Confirms), since=2),
}
_FACTS = Key(labels(Fact, since={Fact.TITLE: 2}))

KINDS: dict[str, KindKeys] = {
    kind.field.kind: kind
    for kind in (
        KindKeys(model.InfoField, {**_TITLED, "key": Key(key), "setting": Key(key), "facts": _FACTS}),
        KindKeys(model.TextField, {**_ANSWERED, "lines": Key(whole(2, MOST_LINES), since=2)}, _SHARED),
        KindKeys(model.DateField, _ANSWERED, _SHARED),
        KindKeys(model.CheckField, _ANSWERED, _SHARED),
        KindKeys(model.NumberField, {**_ANSWERED, "unit": Key(line)}, _SHARED),
        KindKeys(model.NotesField, {**_ANSWERED, "prompts": Key(prompts)}, _ALL),
        KindKeys(model.ChoiceField, {**_ANSWERED, **_CHOICE}, _SHARED),
        KindKeys(model.BoardField, {**_ANSWERED, **_BOARD}, _SHARED),
        KindKeys(model.RatingField, {**_ANSWERED, **_RATING}, _PARTIES),
        KindKeys(model.TableField, {**_ANSWERED, **_TABLE}, _SHARED),
        KindKeys(model.PlanField, {**_PLAIN, **_PLAN}),
        KindKeys(model.PreviousPlanField, {**_PLAIN, **_PRINT}),
        KindKeys(model.FollowUpField, {**_PLAIN, "rows": Key(lines)}),
        KindKeys(model.SignaturesField, {**_PLAIN, **_SIGNATURES}),
    )
}
"""Every kind of field in the language."""

STEP: dict[str, Key] = {"value": must(whole(), otherwise=None), "label": must(line), "text": Key(text)}

SCALE: dict[str, Key] = {"key": must(key), "title": Key(line), "blank": Key(line), "headings": Key(some_lines)}

TAB: dict[str, Key] = {
    "key": must(key),
    "title": must(line),
    "subtitle": Key(line),
    "text": Key(text),
    "optional": Key(flag),
    "minutes": Key(whole(1)),
}

FORM: dict[str, Key] = {
    "language": must(whole(1)),
    "id": must(form_id),
    "version": must(whole(1), otherwise=0),
    "title": must(line),
    "organisation": must(line),
    "source": Key(text),
    "purpose": Key(one_of(purpose for purpose in Purpose if purpose is not Purpose.PAPER)),
    "held": Key(several_of(Held)),
    "party_names": Key(labels(_PARTIES)),
    "cues": Key(lines),
    "topics": Key(span),
    "marking": Key(line),
    "word_language": Key(language_tag),
    "plan_is_minutes": Key(flag),
    "individual_plans": Key(one_of(IndividualPlans)),
    "plan_title": Key(line, since=2),
    "short_name": Key(line, since=2),
    "counts": Key(flag, since=2),
}
