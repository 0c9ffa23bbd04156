"""What may appear where, written out: every document, every kind of field, every party."""

from __future__ import annotations

from itertools import product

import pytest

from mus_desktop.formspec.form_keys import KINDS
from mus_desktop.model.confidentiality import DocumentKind, may_be_ticked, may_print_content, may_print_questions
from mus_desktop.model.form import ChoiceField, Field, Form, PartyRole, Purpose, Tab

_E, _L, _S = PartyRole.EMPLOYEE, PartyRole.LEADER, PartyRole.SHARED
_NEEDED = {
    "choice": {"options": ("Mod",)},
    "board": {"cards": "stikord", "areas": ("Adfærd",)},
    "rating": {"scale": "niveau"},
    "table": {"columns": ()},
    "plan": {"columns": ()},
    "signatures": {"signers": {}},
}
_AGREED = {
    DocumentKind.PLAN: {"plan": {_E, _S}, "follow_up": {_E, _S}, "signatures": {_E, _S}},
    DocumentKind.MINUTES: {"plan": {_E, _S}, "follow_up": {_E, _S}, "signatures": {_E, _S}},
    DocumentKind.EVALUATION: {},
    DocumentKind.GUIDE: {"previous_plan": {_S}},
    DocumentKind.PREPARATION: {"previous_plan": {_S}},
    DocumentKind.STATUS: {"plan": {_E, _S}, "follow_up": {_E, _S}, "previous_plan": {_S}},
}
"""Who may be read in which document, by kind of field, when the form does not mark the field ``print``."""

_PRINTED = {"text", "date", "check", "number", "choice", "board", "rating", "table", "previous_plan"}
"""The kinds that ``print`` lets the shared answer of into a plan; notes are not among them."""


_ANSWERED = {kind for kind, rules in KINDS.items() if rules.by} - {"notes"}
"""The kinds that the employee can hand in an answer to."""


def _field(kind: str, *, prints: bool, by: tuple[PartyRole, ...] = tuple(PartyRole), handed_in: bool = False) -> Field:
    return KINDS[kind].field(key="k", title="T", prints=prints, by=by, handed_in=handed_in, **_NEEDED.get(kind, {}))


def _expected(document: DocumentKind, kind: str, *, prints: bool) -> set[PartyRole]:
    allowed = set(_AGREED.get(document, {}).get(kind, set()))
    if prints and kind in _PRINTED and document in {DocumentKind.PLAN, DocumentKind.MINUTES}:
        allowed.add(_S)
    if prints and kind in _ANSWERED and document is DocumentKind.EVALUATION:
        allowed.add(_S)
    return allowed


@pytest.mark.parametrize(("document", "kind", "prints"), [*product(DocumentKind, KINDS, (False, True))])
def test_who_may_be_read_where(document: DocumentKind, kind: str, prints: bool) -> None:
    found = {party for party in PartyRole if may_print_content(document, _field(kind, prints=prints), party)}
    assert found == _expected(document, kind, prints=prints)


@pytest.mark.parametrize(("document", "kind", "prints"), [*product(DocumentKind, KINDS, (False, True))])
@pytest.mark.parametrize("by", [(_E,), (_L,), (_E, _L), (_E, _S), (_S,), (_E, _L, _S), ()])
def test_handed_in_answers_print_in_the_evaluation_only(
    document: DocumentKind, kind: str, prints: bool, by: tuple[PartyRole, ...]
) -> None:
    """Also a field that is wrongly marked: only the employee's own printed answer, never the leader's, never a note."""
    if kind not in _ANSWERED | {"notes"}:
        return
    field = _field(kind, prints=prints, by=by, handed_in=True)
    found = {party for party in PartyRole if may_print_content(document, field, party)}
    asked = {party for party in PartyRole if may_print_questions(document, field, party)}
    right = document is DocumentKind.EVALUATION and kind in _ANSWERED and prints and by == (_E,)
    assert found == ({_E} if right else set())
    if document is DocumentKind.EVALUATION:
        assert asked == (set(PartyRole) if right and kind in _ANSWERED else set())


@pytest.mark.parametrize(("document", "kind", "prints"), [*product(DocumentKind, KINDS, (False, True))])
@pytest.mark.parametrize("by", [(_E,), (_L,), (_E, _L), (_E, _S), (_S,), (_E, _L, _S), ()])
def test_a_tick_lets_a_shared_note_into_the_plan_and_changes_nothing_else(
    document: DocumentKind, kind: str, prints: bool, by: tuple[PartyRole, ...]
) -> None:
    field = _field(kind, prints=prints, by=by)
    found = {party for party in PartyRole if may_print_content(document, field, party, ticked=True)}
    if kind == "notes":
        in_plan = document in {DocumentKind.PLAN, DocumentKind.MINUTES}
        assert found == ({_S} if in_plan and _S in by else set())
    else:
        assert found == {party for party in PartyRole if may_print_content(document, field, party)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("by", [(_E,), (_L,), (_E, _L), (_E, _S), (_S,), (_E, _L, _S), ()])
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("with_plan", [False, True])
def test_only_a_shared_note_on_a_form_with_a_plan_to_sign_can_be_ticked(
    kind: str, by: tuple[PartyRole, ...], purpose: Purpose, with_plan: bool
) -> None:
    field, plan = _field(kind, prints=False, by=by), _field("plan", prints=False, by=())
    form = Form("f", 1, "MUS", "Skole", (Tab("t", "Tema", (field, *([plan] if with_plan else []))),), purpose=purpose)
    # What a mini-MUS signs is its status sheet.
    assert may_be_ticked(form, field) is (
        kind == "notes" and _S in by and with_plan and purpose is not Purpose.FOLLOW_UP
    )


def test_no_document_is_without_a_row() -> None:
    silent = {DocumentKind.CARDS, DocumentKind.POCKET}
    assert set(_AGREED) | silent == set(DocumentKind)


@pytest.mark.parametrize("by", [(_E, _L), (_E, _L, _S), (_E,), (_L,), (_S,)])
@pytest.mark.parametrize("cards", [False, True])
def test_only_keywords_told_to_each_other_are_marked_on_the_pocket_page(by: tuple[PartyRole, ...], cards: bool) -> None:
    keywords = ChoiceField(key="stikord", title="Stikord", options=("Mod",), cards=cards, by=by)
    found = {party for party in PartyRole if may_print_content(DocumentKind.POCKET, keywords, party)}
    assert found == (set(by) if cards and {_E, _L} <= set(by) else set())


@pytest.mark.parametrize(("document", "kind"), [*product(DocumentKind, KINDS)])
def test_which_questions_print_for_which_party(document: DocumentKind, kind: str) -> None:
    for by in ((_L,), (_E,), (_E, _L), (_S,), (_E, _L, _S)):
        field = _field(kind, prints=False, by=by if KINDS[kind].by else ())
        found = {party for party in PartyRole if may_print_questions(document, field, party)}
        if document is DocumentKind.PREPARATION:
            # What was agreed last year is no question, and both prepare on it.
            assert found == ({_E, _L} if kind == "previous_plan" else set(field.by))
        elif document is DocumentKind.EVALUATION:
            assert found == set(), "it asks only what it shows the answer to"
        else:
            assert found == (set() if field.by == (_L,) else set(PartyRole))
