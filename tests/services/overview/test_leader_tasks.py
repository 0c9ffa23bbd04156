"""What requires the leader now: outstanding steps and agreements past due, in one list, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import Review
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from tests.services.overview.conftest import HELD, YEAR, Agreed

DUE, LATER = date(2026, 9, 1), date(2026, 9, 2)
NEXT_YEAR = PeriodRule().period_of(date(2027, 5, 12))


def reasons(place: Workplace, today: date) -> dict[int, tuple[list[str], list[tuple[int, date]]]]:
    tasks = place.leader_tasks.on(today, place.staff.everyone(left=True))
    return {
        task.conversation: (
            [step.outstanding.step.value for step in task.steps],
            [(plan.agreements, plan.since) for plan in task.past_due],
        )
        for task in tasks
    }


def test_an_agreement_is_past_due_the_day_after_until_a_review_settles_it(place: Workplace, agreed: Agreed) -> None:
    anna, talk = agreed("Anna Holm", DUE, date(2026, 8, 1), date(2027, 1, 1), None)
    assert reasons(place, DUE) == {talk: (["agree"], [(1, date(2026, 8, 1))])}
    assert reasons(place, LATER) == {talk: (["agree"], [(2, date(2026, 8, 1))])}
    following = place.conversations.plan_new(anna, Meeting("kobenhavn-buf", NEXT_YEAR, date(2027, 5, 12)))
    place.writing.save(
        Changes(reviews={f"{talk}-2": Review(f"{talk}-2", LATER, AgreementStatus.REACHED, "", following)}), following
    )
    assert reasons(place, LATER) == {talk: (["agree"], [(1, DUE)])}
    review = Review(f"{talk}-1", LATER, AgreementStatus.IN_PROGRESS, "", following)
    place.writing.save(Changes(reviews={f"{talk}-1": review}), following)
    assert reasons(place, LATER) == {talk: (["agree"], [(1, DUE)])}, "in progress is not settled"
    carried = replace(review, status=AgreementStatus.CARRIED_ON)
    place.writing.save(Changes(reviews={f"{talk}-1": carried}), following)
    assert reasons(place, LATER) == {talk: (["agree"], [])}


def test_nothing_is_past_due_in_a_conversation_not_held_or_with_somebody_who_left(
    place: Workplace, agreed: Agreed
) -> None:
    _, planned = agreed("Anna Holm", DUE, held=False)
    bo, filed = agreed("Bo Dam", DUE)
    plan = place.plan_recorder.sign(place.plan_recorder.agree(place.conversations.open(filed).plan, HELD), HELD)
    plan = place.plan_recorder.give_copy(plan, HELD)
    place.plan_recorder.journalise(plan, HELD)
    assert reasons(place, LATER) == {planned: (["finish"], []), filed: ([], [(1, DUE)])}
    place.staff.change(replace(place.staff.get(bo), left_on=LATER))
    assert reasons(place, LATER) == {planned: (["finish"], [])}


def test_agreements_from_paper_count_and_the_longest_overdue_comes_first(place: Workplace, agreed: Agreed) -> None:
    anna, late = agreed("Anna Holm", DUE)
    earlier = Agreement("p", "", "", {"maal": "Lede møder"}, due_on=date(2026, 1, 5))
    place.paper.add_paper(anna, "aalborg-tm", PeriodRule().period_of(date(2025, 1, 1)), [earlier])
    waiting = agreed("Bo Dam")[1]
    found = place.leader_tasks.on(LATER, place.staff.everyone())
    assert [(task.overdue, task.since) for task in found] == [(True, date(2026, 1, 5)), (True, HELD), (False, HELD)]
    assert [task.conversation for task in found][1:] == [late, waiting]
    assert all(len(task.people) == 1 for task in found)


def test_a_common_agreement_is_of_everybody_until_everybody_has_their_own_copy(place: Workplace) -> None:
    people = [place.staff.add(Employee(name, "Lærer")).id for name in ("Anna Holm", "Bo Dam", "Carla Riis")]
    group = place.conversations.plan_group(people, Meeting("abc-faelles", YEAR, HELD))
    opened = place.conversations.open(group)
    field = opened.form.plan_fields()[0]
    title = field.groups[0] if field.groups else ""
    common = Agreement("common", field.key, title, {field.columns[0].key: "Spise sammen"}, due_on=DUE)
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (common,)}))
    place.conversations.finish(group, HELD)

    def past_due() -> list[tuple[int | None, int]]:
        (task,) = place.leader_tasks.on(LATER, place.staff.everyone())
        assert task.people == tuple(people)
        return sorted(((plan.employee or 0), plan.agreements) for plan in task.past_due)

    assert past_due() == [(0, 1)]
    parties = {party.employee: party.id for party in opened.parties if party.employee}
    for number, employee in enumerate(people):
        place.groups.copy_common_agreements(group, parties[employee])
        copied = [(one, 1) for one in people[: number + 1]]
        assert past_due() == ([(0, 1), *copied] if number < 2 else copied)


def test_a_damaged_due_date_hides_no_other(place: Workplace, agreed: Agreed) -> None:
    _, broken = agreed("Anna Holm", DUE)
    _, sound = agreed("Bo Dam", DUE)
    place.database._connection.execute("PRAGMA ignore_check_constraints = ON")
    with place.database.transaction():
        place.database.write("UPDATE agreement SET due_on = '2026-02-31' WHERE id = ?", (f"{broken}-1",))
    assert reasons(place, LATER)[sound] == (["agree"], [(1, DUE)])
    assert reasons(place, LATER)[broken] == (["agree"], [])
