"""The part of a group conversation that one participant, or all of them together, may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mus_desktop.formspec.values import read_answer
from mus_desktop.model.confidentiality import has_picks_visible_to_both
from mus_desktop.model.group import danish_list, short_names, shortened_danish_list
from mus_desktop.model.people import Employee
from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.earlier_agreement_finder import EarlierAgreements
from mus_desktop.services.conversation.open_conversation import OpenConversation


@dataclass(frozen=True, slots=True)
class SharedPicks:
    """The keywords a participant has picked and shares with the others; ``field`` is the key of the choice."""

    name: str
    field: str
    picks: tuple[str, ...]


def part_visible_to(opened: OpenConversation, party: int | None) -> OpenConversation:
    """Return the part of a group conversation that ``party`` may see; ``None`` for all participants together.

    For a participant this is their preparation, own plan and past agreements, the common content, and the leader's
    preparation; for all together the common content and the leader's preparation. Content of another participant is
    not in the returned value, so that it can be neither shown nor printed by mistake. A participant without their own
    plan gets an empty one with the id 0; :meth:`.groups.Groups.own_plan` creates it. An individual conversation is
    returned unchanged.
    """
    if not opened.group:
        return opened
    parties = tuple(p for p in opened.parties if p.id == party or p.role is not PartyRole.EMPLOYEE)
    ids = {p.id for p in parties}
    plan = opened.plan if party is None else opened.plan_of(party) or Plan(0, party)
    past = opened.past if party is None else opened.past_of(_employee_of(opened, party))
    together = {one.agreement.id: one.review for one in opened.past if one.review}
    people = opened.employees
    if party is not None:
        # Somebody who left the group before the conversation may still have their own plan in it.
        people = tuple(e for e in (*people, *opened.former_participants) if e.id == _employee_of(opened, party))
    return replace(
        opened,
        employees=people,
        former_participants=(),
        parties=parties,
        answers={key: value for key, value in opened.answers.items() if key.party in ids},
        plan=plan,
        plans=(plan,),
        follow_ups={key: rows for key, rows in opened.follow_ups.items() if key.plan == plan.id},
        addenda=opened.addenda_of(plan.id),
        # As the common ones: in this part there are no others.
        look_back=lambda: EarlierAgreements(common=past, reviewed_together=together),
        signed={key: content for key, content in opened.signed.items() if key == plan.id},
    )


def names_of(opened: OpenConversation) -> dict[int, str]:
    """Return a short name for each participant of a group, by party, in the order they were added."""
    people = {employee.id: employee for employee in opened.employees}
    parties = [(p.id, people[p.employee]) for p in opened.participants if p.employee in people]
    names = _short_names(opened, [employee for _, employee in parties])
    return dict(zip((party for party, _ in parties), names, strict=True))


def participants_text(opened: OpenConversation) -> str:
    """Return who the conversation is with: one employee by the full name, several as ``Anna, Bo og 3 andre``."""
    if len(opened.employees) == 1:
        return opened.label(opened.employee)
    return shortened_danish_list(_short_names(opened, opened.employees))


def _short_names(opened: OpenConversation, employees: Sequence[Employee]) -> tuple[str, ...]:
    return short_names([employee.name for employee in employees], [opened.label(employee) for employee in employees])


def conversation_phrase(opened: OpenConversation) -> str:
    """Return words for the conversation: ``samtalen med Anna Holm``, ``gruppesamtalen med Anna og Bo``."""
    if not opened.group:
        return f"samtalen med {participants_text(opened)}"
    return f"gruppesamtalen med {danish_list(_short_names(opened, opened.employees))}"


def group_title(opened: OpenConversation) -> str:
    """Return the title of a group conversation: ``Gruppesamtale: Anna, Bo og 3 andre``."""
    return f"Gruppesamtale: {participants_text(opened)}"


def shared_picks(opened: OpenConversation) -> tuple[SharedPicks, ...]:
    """Return the keywords the participants of a group share with each other, in the order of form and participants."""
    fields = [field for field in opened.form.fields() if has_picks_visible_to_both(field)]
    names = names_of(opened)
    picks_by_field = {(key.party, key.field): value for key, value in opened.answers.items()}
    return tuple(
        SharedPicks(name, field.key, tuple(picks))
        for field in fields
        for party, name in names.items()
        # Only words of the form are shown, never another text that was stored in their place.
        if isinstance(picks := read_answer(field, opened.form, picks_by_field.get((party, field.key)))[0], list)
    )


def _employee_of(opened: OpenConversation, party: int) -> int:
    return next(p.employee or 0 for p in opened.parties if p.id == party)
