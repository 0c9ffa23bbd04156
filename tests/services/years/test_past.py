"""Last plan first: which agreements a conversation looks back on, and who may see what was said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.review import AddendumKey, Review
from mus_desktop.services.conversation.conversation_lines import FROM_PAPER
from mus_desktop.storage.records.conversations import Conversations
from mus_desktop.storage.records.plans import Plans

OPEN, REACHED, DROPPED = AgreementStatus.OPEN, AgreementStatus.REACHED, AgreementStatus.DROPPED
CARRIED_ON, IN_PROGRESS = AgreementStatus.CARRIED_ON, AgreementStatus.IN_PROGRESS


def test_all_of_the_latest_plan_and_what_is_still_open_from_before(years: Any, row: Any, ids: Any) -> None:
    mette, other = years.employee(), years.employee("Jens Lund")
    years.agree(years.mus(mette, 2022), row("for laengst", status=IN_PROGRESS), row("naaet da", status=REACHED))
    years.agree(years.mus(mette, 2024, "to-planer"), row("l", "langt_sigt"), row("k2", status=REACHED), row("k1"))
    years.mus(mette, 2025)
    years.agree(years.mus(other, 2025), row("en andens"))
    this = years.mus(mette, 2026)
    assert ids(this.past) == ["for laengst", "k2", "k1", "l"], "by plan, then as they stand in it"
    assert ids(this.past_of(mette)) == ids(this.past)
    assert this.past_of(other) == ()
    years.agree(years.mus(mette, 2027), row("bagefter"))
    assert ids(years.open(this.conversation.id).past) == ids(this.past)
    assert [(p.form_title, p.period.title, p.field.title, p.plan_name) for p in this.past] == [
        ("Storevig · Enkelt skema", "2022", "UDVIKLINGSPLAN", ""),
        ("Lillevig · Skema med to planer", "2024", "Kort sigt", "Kort sigt"),
        ("Lillevig · Skema med to planer", "2024", "Kort sigt", "Kort sigt"),
        ("Lillevig · Skema med to planer", "2024", "Langt sigt", "Langt sigt"),
    ]


def test_the_review_of_this_conversation_is_separate_from_earlier_ones(years: Any, row: Any, ids: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2023), row("a"), row("b"))
    years.say(years.mus(mette, 2024), "a", IN_PROGRESS, "Godt på vej")
    this = years.mus(mette, 2026)
    years.say(this, "a", REACHED, "Flot")
    this = years.say(this, "b", DROPPED)
    assert ids(this.past) == ["a", "b"], "what is settled here still shows here"
    assert [p.review and (p.review.status, p.review.comment) for p in this.past] == [(REACHED, "Flot"), (DROPPED, "")]
    assert [review.comment for review in this.past[0].earlier] == ["Godt på vej"]
    assert [p.agreement.status for p in this.past] == [REACHED, DROPPED]
    years.agree(this, row("ny"))
    assert ids(years.mus(mette, 2027).past) == ["ny"]
    this = years.say(years.say(this, "a", None), "b", None)
    assert [p.agreement.status for p in this.past] == [IN_PROGRESS, OPEN]
    assert ids(years.mus(mette, 2027).past) == ["a", "b", "ny"]


def test_a_later_year_is_not_shown_in_the_year_before(years: Any, row: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2024), row("a"))
    before = years.mus(mette, 2025)
    years.at.conversations.finish(before.conversation.id, date(2025, 3, 2))
    years.say(years.mus(mette, 2026), "a", REACHED, "Endelig")
    assert [past.earlier for past in years.open(before.conversation.id).past] == [()]


def test_within_a_year_the_day_decides_and_what_has_no_day_comes_last(years: Any, row: Any, ids: Any) -> None:
    mette = years.employee()
    spring = years.agree(years.mus(mette, 2026, day=date(2026, 2, 1)), row("foraar"))
    autumn = years.agree(years.mus(mette, 2026, day=date(2026, 10, 1)), row("efteraar"))
    assert ids(spring.past) == []
    assert ids(autumn.past) == ["foraar"]
    years.at.conversations.change_meeting(
        spring.conversation.id, replace(years.at.conversations.meeting(spring.conversation.id), on_date=None)
    )
    assert ids(years.open(spring.conversation.id).past) == ["efteraar"]
    assert ids(years.open(autumn.conversation.id).past) == []


def test_additions_are_included(years: Any, row: Any) -> None:
    mette = years.employee()
    old = years.agree(years.mus(mette, 2025), row("a"), row("b"))
    key, whole = AddendumKey(old.plan.id, "a", "tidsplan"), AddendumKey(old.plan.id)
    years.at.plan_recorder.sign(old.plan, date(2025, 3, 4))
    years.at.writing.save(Changes(addenda={key: "Udsat til maj", whole: "Om hele planen"}))
    (a, b) = years.mus(mette, 2026).past
    assert [(x.body, x.column, x.added_on) for x in a.addenda] == [("Udsat til maj", "tidsplan", date(2026, 3, 2))]
    assert b.addenda == ()
    reopened = years.open(old.conversation.id)
    assert {x.body for x in reopened.addenda_of(old.plan.id)} == {"Udsat til maj", "Om hele planen"}


def test_what_was_carried_on_is_not_open_until_its_copy_is_gone(years: Any, row: Any, ids: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2023), row("a"))
    later = years.say(years.mus(mette, 2024), "a", CARRIED_ON)
    (copy,) = later.plan.agreements
    assert ids(years.mus(mette, 2026).past) == [copy.id]
    years.at.conversations.delete(later.conversation.id)
    assert ids(years.mus(mette, 2026).past) == ["a"]
    (again,) = years.mus(mette, 2026).past
    assert again.agreement.status is OPEN


def test_an_agreement_carried_on_into_a_deleted_row_is_still_open(years: Any, row: Any, ids: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2022), row("a"))
    talk = years.say(years.mus(mette, 2023), "a", CARRIED_ON)
    years.at.writing.save(Changes(rows={RowsKey(talk.plan.id, "plan"): ()}))
    years.agree(years.mus(mette, 2025), row("b"))
    assert ids(years.mus(mette, 2026).past) == ["a", "b"]


def test_paper_is_named_as_what_it_is(years: Any, row: Any, ids: Any) -> None:
    mette = years.employee()
    this = years.mus(mette, 2026)
    paper = years.at.paper.add_paper(mette, "to-planer", this.conversation.period, [row("a"), row("b", status=REACHED)])
    (first, second) = years.open(this.conversation.id).past
    assert [first.agreement.id, second.agreement.id] == ["a", "b"], "all of it: it is the latest yearly plan"
    assert (first.form_title, first.field.title) == (FROM_PAPER, "Kort sigt")
    assert years.open(paper).past == ()
    lines = {line.conversation.id: line.form_name for line in years.at.conversations.of_employee(mette)}
    assert lines == {paper: FROM_PAPER, this.conversation.id: "Storevig · Enkelt skema"}


class TestGroups:
    @pytest.fixture
    def group(self, years: Any, row: Any) -> Any:
        """Mette and Jens with a common agreement from last year, a plan of Mette's own, and a MUS of Jens's."""
        self.mette, self.jens = years.employee(), years.employee("Jens Lund")
        self.last = years.agree(years.mus([self.mette, self.jens], 2025), row("faelles"))
        party = next(p for p in self.last.parties if p.employee == self.mette)
        plans = Plans(years.at.database)
        plan = next((p for p in self.last.plans if p.party == party.id), None) or plans.add(party.id)
        plans.save_rows(plan.id, "plan", [row("mettes")])
        years.agree(years.mus(self.jens, 2024), row("jens alene"))
        return years.mus([self.mette, self.jens], 2026)

    def test_nobody_sees_what_another_has_agreed_to(self, group: Any, ids: Any) -> None:
        assert ids(group.past) == ["faelles"]
        assert ids(group.past_of(self.mette)) == ["mettes"]
        assert ids(group.past_of(self.jens)) == ["jens alene"]

    def test_an_individual_conversation_looks_back_on_the_common_plan_too(
        self, years: Any, group: Any, ids: Any
    ) -> None:
        assert ids(years.mus(self.jens, 2026).past) == ["jens alene", "faelles"]
        assert sorted(ids(years.mus(self.mette, 2026).past)) == ["faelles", "mettes"]

    def test_a_review_made_alone_is_not_shown_to_the_others(self, years: Any, group: Any) -> None:
        alone = years.mus(self.mette, 2025, day=date(2025, 11, 1))
        years.say(alone, "faelles", DROPPED, "Det magter jeg ikke")
        (common,) = years.open(group.conversation.id).past
        assert (common.earlier, common.agreement.status) == ((), OPEN)
        heard = {p.agreement.id: p.earlier for p in years.mus(self.jens, 2026).past}
        assert heard["faelles"] == ()
        own = years.mus(self.mette, 2027)
        assert [r.comment for p in own.past for r in p.earlier if p.agreement.id == "faelles"] == [
            "Det magter jeg ikke"
        ]

    def test_a_review_of_the_group_is_shown_to_all(self, years: Any, group: Any) -> None:
        years.say(group, "faelles", REACHED, "Sammen")
        for who in (self.mette, self.jens):
            told = [r.comment for p in years.mus(who, 2027).past for r in p.earlier if p.agreement.id == "faelles"]
            assert told == ["Sammen"]

    def test_who_leaves_before_it_is_held_has_not_agreed_and_who_leaves_after_has(
        self, years: Any, group: Any, ids: Any
    ) -> None:
        party = next(p for p in self.last.parties if p.employee == self.jens)
        conversations = Conversations(years.at.database)
        conversations.set_left_on(party.id, date(2025, 6, 1))
        assert ids(years.mus(self.jens, 2026).past) == ["jens alene"]
        years.at.conversations.finish(self.last.conversation.id, date(2025, 3, 2))
        assert ids(years.mus(self.jens, 2026).past) == ["jens alene", "faelles"]

    def test_the_plan_of_another_group_is_not_shown(self, years: Any, group: Any, ids: Any) -> None:
        third, fourth = years.employee("Karen Dahl"), years.employee("Ali Aydin")
        assert ids(years.mus([self.mette, self.jens, third], 2026).past) == ["faelles"]
        assert ids(years.mus([self.mette, third, fourth], 2026).past) == []


def test_reading_the_past_takes_a_handful_of_queries_however_many_years(years: Any, row: Any) -> None:
    mette = years.employee()
    for number in range(2016, 2026):
        years.agree(years.mus(mette, number), *(row(f"{number}-{n}") for n in range(3)))
    opened = years.mus(mette, 2026)
    statements: list[str] = []
    years.at.database._connection.set_trace_callback(statements.append)
    assert len(opened.past) == 30
    assert len(opened.past) == 30
    years.at.database._connection.set_trace_callback(None)
    assert len(statements) == 4


def test_a_review_without_a_conversation_is_a_mistake(years: Any) -> None:
    with pytest.raises(ValueError, match="conversation"):
        years.at.writing.save(Changes(reviews={"a": Review("a", date(2026, 3, 2), REACHED)}))


def test_a_follow_up_conversation_looks_back_on_the_mus_it_follows(years: Any, row: Any, ids: Any) -> None:
    mette = years.employee()
    mus = years.agree(years.mus(mette, 2026), row("a"), row("b", status=REACHED))
    meeting = replace(years.at.conversations.meeting(mus.conversation.id), form_id="status", on_date=None)
    mini = years.open(years.at.follow_up_conversations.plan_follow_up(mus.conversation.id, meeting))
    assert ids(mini.past) == ["a", "b"]
    years.say(mini, "a", IN_PROGRESS, "Godt på vej")
    assert years.open(mus.conversation.id).past == ()
    next_year = years.mus(mette, 2027)
    assert [[r.comment for r in p.earlier] for p in next_year.past] == [["Godt på vej"], []]
    assert mini.conversation.period.last + timedelta(1) == next_year.conversation.period.first
