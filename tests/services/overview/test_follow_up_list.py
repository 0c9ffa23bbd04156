"""The list of open agreements: each once, filtered, and settled in place; on both engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.model.review import Review
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.overview.follow_up_list import AgreementFilter, FollowUpLine
from mus_desktop.services.overview.responsible_party import names_somebody
from mus_desktop.services.workplace import Workplace
from tests.services.overview.conftest import HELD, YEAR, Agreed

DUE, LATER = date(2026, 9, 1), date(2026, 9, 2)
NEXT_YEAR = PeriodRule().period_of(date(2027, 5, 12))


def lines(place: Workplace, today: date = LATER) -> list[FollowUpLine]:
    names = {one.id: one.name for one in place.staff.everyone(left=True)}
    found = place.follow_up_list.on(today, "Mette Lund", names)
    counted = sum(plan.agreements for task in _tasks(place, today) for plan in task.past_due)
    assert sum(line.overdue(today) for line in found) == counted, "the overview counts the same agreements"
    return found


def _tasks(place: Workplace, today: date) -> Iterable:  # type: ignore[type-arg]
    return place.leader_tasks.on(today, place.staff.everyone(left=True))


def keys(place: Workplace) -> list[str]:
    return [line.id for line in lines(place)]


def shown(place: Workplace, chosen: AgreementFilter, today: date = LATER) -> list[str]:
    return [line.id for line in lines(place, today) if line.matches(chosen, today)]


def test_agreements_of_all_employees_years_and_forms_come_by_due_date(place: Workplace, agreed: Agreed) -> None:
    anna, talk = agreed("Anna Holm", date(2026, 12, 1), None)
    _, other = agreed("Bo Dam", DUE)
    earlier = Agreement("p", "", "", {"maal": "Lede møder"}, due_on=date(2026, 1, 5))
    place.paper.add_paper(anna, "aalborg-tm", PeriodRule().period_of(date(2025, 1, 1)), [earlier])
    agreed("Carla Riis", DUE, held=False)  # not agreed yet
    place.conversations.plan_new(anna, Meeting("kobenhavn-buf", NEXT_YEAR, date(2027, 5, 12)))
    found = lines(place)
    assert [(line.text, line.due_on) for line in found] == [
        ("Lede møder", date(2026, 1, 5)),
        ("Mål 1", DUE),
        ("Mål 1", date(2026, 12, 1)),
        ("Mål 2", None),
    ]
    assert [line.conversation for line in found[1:]] == [other, talk, talk]
    assert [line.next_talk for line in found] == [date(2027, 5, 12), None, date(2027, 5, 12), date(2027, 5, 12)]


def test_ready_filters_show_the_month_what_is_late_and_what_has_no_date(place: Workplace, agreed: Agreed) -> None:
    _, talk = agreed("Anna Holm", DUE, date(2026, 9, 30), date(2026, 10, 1), None, date(2025, 9, 2))
    one, two, three, four, five = (f"{talk}-{number}" for number in range(1, 6))
    assert shown(place, AgreementFilter.ALL) == [five, one, two, three, four]
    assert shown(place, AgreementFilter.THIS_MONTH) == [one, two]
    assert shown(place, AgreementFilter.OVERDUE) == [five, one]
    assert shown(place, AgreementFilter.OVERDUE, DUE) == [five], "on the day it is due nothing is late"
    assert shown(place, AgreementFilter.NO_DATE) == [four]
    assert place.leader_tasks.agreements_due_soon(date(2026, 8, 18)) == 1, "the fourteenth day counts"
    assert place.leader_tasks.agreements_due_soon(date(2026, 8, 17)) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mette", (True, False)),
        ("Mette Lund", (True, False)),
        ("Lederen", (True, False)),
        ("anna", (False, True)),
        ("Anna Lund", (False, True)),
        ("Lund", (True, True)),
        ("Mette og Anna", (True, True)),
        ("Mette Lund og Anna Lund", (True, True)),
        ("Begge", (True, True)),
        ("medarbejder", (False, True)),
        ("HR", (False, False)),
        ("", (False, False)),
    ],
)
def test_responsible_is_the_leader_the_employee_both_or_neither(text: str, expected: tuple[bool, bool]) -> None:
    assert names_somebody(text, "Mette Lund", ["Anna Lund"]) == expected


def test_a_carried_on_agreement_is_listed_once(place: Workplace, agreed: Agreed) -> None:
    anna, talk = agreed("Anna Holm", DUE)
    following = place.conversations.plan_new(anna, Meeting("kobenhavn-buf", NEXT_YEAR, date(2027, 5, 12)))
    plan = place.conversations.open(following).plan
    carried = Agreement("next", "plan", "", {"maal": "Mål 1"}, due_on=DUE, carried_from=f"{talk}-1")
    (field,) = place.conversations.open(following).form.plan_fields()
    place.writing.save(Changes(rows={RowsKey(plan.id, field.key): (replace(carried, field=field.key),)}))
    place.conversations.finish(following, HELD)
    assert keys(place) == ["next"]


def test_a_common_agreement_is_one_line_of_those_without_their_own_copy(place: Workplace) -> None:
    people = [place.staff.add(Employee(name, "Lærer")).id for name in ("Anna Holm", "Bo Dam")]
    group = place.conversations.plan_group(people, Meeting("abc-faelles", YEAR, HELD))
    opened = place.conversations.open(group)
    field = opened.form.plan_fields()[0]
    title = field.groups[0] if field.groups else ""
    common = Agreement("common", field.key, title, {field.columns[0].key: "Spise sammen"}, due_on=DUE)
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (common,)}))
    place.conversations.finish(group, HELD)
    (line,) = lines(place)
    assert (line.people, line.text) == (tuple(people), "Spise sammen")
    parties = {party.employee: party.id for party in opened.parties if party.employee}
    place.groups.copy_common_agreements(group, parties[people[0]])
    assert sorted(line.people for line in lines(place)) == [(people[0],), (people[1],)]
    place.groups.copy_common_agreements(group, parties[people[1]])
    assert sorted(line.people for line in lines(place)) == [(people[0],), (people[1],)]


def test_agreements_of_somebody_who_left_are_not_listed(place: Workplace, agreed: Agreed) -> None:
    anna, _ = agreed("Anna Holm", DUE)
    place.staff.change(replace(place.staff.get(anna), left_on=LATER))
    assert lines(place) == []


def test_status_is_noted_for_several_with_a_dated_comment_also_on_a_signed_plan_and_undone(
    place: Workplace, agreed: Agreed
) -> None:
    anna, talk = agreed("Anna Holm", DUE, DUE)
    _, other = agreed("Bo Dam", DUE)
    plan = place.plan_recorder.agree(place.conversations.open(talk).plan, HELD)
    place.plan_recorder.sign(plan, HELD)
    before = lines(place)
    first, both = f"{talk}-1", [f"{talk}-1", f"{other}-1"]
    place.follow_up_list.note_status(both, AgreementStatus.IN_PROGRESS, DUE, "Er begyndt")
    undo = place.follow_up_list.note_status(both, AgreementStatus.REACHED, LATER, " Kurset er taget ")
    assert keys(place) == [f"{talk}-2"]
    assert [(one.on_date, one.status, one.comment) for one in place.follow_up_list.notes(first)] == [
        (LATER, AgreementStatus.REACHED, "Kurset er taget"),
        (DUE, AgreementStatus.IN_PROGRESS, "Er begyndt"),
    ]
    following = place.conversations.plan_new(anna, Meeting("kobenhavn-buf", NEXT_YEAR, date(2027, 5, 12)))
    (past,) = [one for one in place.conversations.open(following).look_back().common if one.agreement.id == first]
    assert [one.comment for one in past.earlier] == ["Kurset er taget", "Er begyndt"], "the next conversation shows it"
    undo()
    assert [line.status for line in lines(place)] == [AgreementStatus.IN_PROGRESS, "open", AgreementStatus.IN_PROGRESS]
    assert [line.id for line in lines(place)] == [line.id for line in before]
    with pytest.raises(KnownError, match="kan ikke fortrydes"):
        undo()


def test_a_status_before_a_newer_one_is_refused_and_nothing_is_stored(place: Workplace, agreed: Agreed) -> None:
    anna, talk = agreed("Anna Holm", DUE, DUE)
    following = place.conversations.plan_new(anna, Meeting("kobenhavn-buf", NEXT_YEAR, date(2027, 5, 12)))
    review = Review(f"{talk}-1", LATER, AgreementStatus.IN_PROGRESS, "", following)
    place.writing.save(Changes(reviews={f"{talk}-1": review}), following)
    with pytest.raises(KnownError, match=r"2\. september 2026"):
        place.follow_up_list.note_status([f"{talk}-2", f"{talk}-1"], AgreementStatus.REACHED, DUE, "")
    assert place.follow_up_list.notes(f"{talk}-2") == ()
    place.follow_up_list.note_status([f"{talk}-1"], AgreementStatus.REACHED, LATER, "")
    assert keys(place) == [f"{talk}-2"], "of the same day the later one counts"


def test_a_damaged_agreement_or_form_hides_no_other(place: Workplace, agreed: Agreed) -> None:
    _, broken = agreed("Anna Holm", DUE)
    _, sound = agreed("Bo Dam", DUE)
    place.database._connection.execute("PRAGMA ignore_check_constraints = ON")
    with place.database.transaction():
        place.database.write("UPDATE agreement SET cells = '{', responsible = 'Bo' WHERE id = ?", (f"{broken}-1",))
    assert [(line.id, line.text) for line in lines(place)] == [
        (f"{broken}-1", "(beskadiget)"),
        (f"{sound}-1", "Mål 1"),
    ]
    with place.database.transaction():
        place.database.write("UPDATE form_version SET definition = '['")
    place.catalogue._pinned.clear()
    assert [line.text for line in lines(place)] == ["(beskadiget)", "Mål 1"]
