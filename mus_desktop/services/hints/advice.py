"""Advice about what is still missing when a conversation is finished; it never prevents finishing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mus_desktop.model.form import IndividualPlans, PlanField
from mus_desktop.model.group import danish_list
from mus_desktop.model.involvement import involves_others
from mus_desktop.model.plan import Agreement
from mus_desktop.model.plan_card import plan_card_key
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.group_view import names_of
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.hints.hint_kinds import HintKind


@dataclass(frozen=True, slots=True)
class Advice:
    """One point worth checking: a Danish sentence, and the place in the form where it can be corrected.

    ``party`` is the participant of a group whose own plan the advice is about. ``kind`` is set for a hint, which can be
    switched off.
    """

    text: str
    field: str
    agreement: str | None = None
    column: str | None = None
    party: int | None = None
    kind: HintKind | None = None


def advice_for(opened: OpenConversation) -> tuple[Advice, ...]:
    """Return the advice for a conversation that is always shown, in the order of the form; see also :mod:`.hints`."""
    return tuple(_advice(opened))


def _advice(opened: OpenConversation) -> Iterator[Advice]:
    plans = opened.form.plan_fields()
    if plans and not any(opened.plan.rows(field.key) for field in plans):
        yield Advice("Der er ikke skrevet nogen aftaler i planen.", plans[0].key)
    for field in plans:
        for number, agreement in enumerate(opened.plan.rows(field.key), 1):
            yield from _agreement_advice(opened, field, agreement, number)
    # What was typed in from paper was agreed on paper.
    must_be_agreed = opened.conversation.purpose is not Purpose.PAPER
    if plans and must_be_agreed and opened.plan.agreements and opened.plan.agreed_on is None:
        yield Advice("I har ikke sat hak ved »Vi er enige«.", plan_card_key(opened.form))
    if plans and opened.group and opened.form.individual_plans is IndividualPlans.REQUIRED:
        yield from _own_plan_advice(opened, plans[0].key)


def _own_plan_advice(opened: OpenConversation, field: str) -> Iterator[Advice]:
    """Yield advice on each participant of a group whose individual plan is required, but missing or not agreed."""
    names = names_of(opened)
    plans = {party: opened.plan_of(party) for party in names}
    without_plan = [party for party, plan in plans.items() if plan is None or all(row.blank for row in plan.agreements)]
    not_agreed = [
        party for party, plan in plans.items() if party not in without_plan and plan and plan.agreed_on is None
    ]
    if without_plan:
        names_text = danish_list([names[party] for party in without_plan])
        yield Advice(f"Der er endnu ingen individuel plan for {names_text}.", field, party=without_plan[0])
    if not_agreed:
        names_text = danish_list([names[party] for party in not_agreed])
        sentence = f"I har ikke sat hak ved »Vi er enige« i den individuelle plan for {names_text}."
        yield Advice(sentence, plan_card_key(opened.form), party=not_agreed[0])


def _agreement_advice(
    opened: OpenConversation, field: PlanField, agreement: Agreement, number: int
) -> Iterator[Advice]:
    people = (*opened.printed_names(), opened.leader.name)
    if involves_others(agreement, field, people) and not agreement.others_agreed:
        sentence = f"Aftale {number} nævner andre, og det er ikke noteret, at det er aftalt med medarbejderen."
        yield Advice(sentence, field.key, agreement.id)
