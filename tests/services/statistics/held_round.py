"""A round that was held, for the tests of the report on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace

TYPED = "En ting, som ingen må læse"
NEXT = date(2027, 5, 12)


def hold(workplace: Workplace, people: Sequence[int], day: date, *, followed_up: bool = False) -> None:
    """Hold a MUS with each: all pick *Motivation* and *Mod*, the first four *Senior* too, and have one agreement."""
    for number, person in enumerate(people):
        meeting = Meeting("albertslund", PeriodRule().period_of(day), day)
        talk = workplace.conversations.plan_new(person, meeting)
        opened = workplace.conversations.open(talk)
        own, leader = opened.party(PartyRole.EMPLOYEE).id, opened.party(PartyRole.LEADER).id
        words = ["Motivation", "Mod", *(["Senior"] if number < 4 else [])]
        note = next(
            field.key for field in opened.form.fields() if field.kind == "notes" and PartyRole.EMPLOYEE in field.by
        )
        plan = opened.form.plan_fields()[0]
        status = AgreementStatus.REACHED if followed_up else AgreementStatus.OPEN
        agreed = Agreement(f"{talk}", plan.key, cells={plan.columns[0].key: TYPED}, due_on=NEXT, status=status)
        answers = {
            AnswerKey(own, "stikord"): words,
            AnswerKey(leader, "stikord"): ["Økonomi"],
            AnswerKey(own, note): TYPED,
        }
        workplace.writing.save(Changes(answers, {RowsKey(opened.plan.id, plan.key): (agreed,)}))
        workplace.conversations.finish(talk, day)
