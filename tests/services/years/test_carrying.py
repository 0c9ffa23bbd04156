"""*Videreføres*: into the new plan, out again, and from form to form through the years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.form import Form
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.review import AddendumKey, PastAgreement, Review
from mus_desktop.services.conversation.carry_on import carry_on_agreement, changes_from_reviews, undo_carry_on

OPEN, CARRIED_ON, REACHED = AgreementStatus.OPEN, AgreementStatus.CARRIED_ON, AgreementStatus.REACHED
DAY = date(2026, 3, 2)
FORMS = [loaded.form for loaded in read_folder(Path(__file__).parents[3] / "forms").forms if loaded.form.plan_fields()]


def test_from_form_to_form_and_back(years: Any, whole: Agreement) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2024, "to-planer"), whole)
    away = years.say(years.mus(mette, 2025, "enkel"), whole.id, CARRIED_ON, "Det skal vi videre med")
    (copy,) = away.plan.agreements
    assert copy.cells == {"maal": "Sløjd", "tiltag": "Kursus", "tidsplan": "Efter ferien"}
    assert {"Hver uge", "Børnene\nkan mere", "Personlige"} <= set(copy.extra.values())
    assert (copy.due_on, copy.responsible, copy.carried_from) == (whole.due_on, whole.responsible, whole.id)
    assert (copy.status, copy.added_on, copy.id != whole.id) == (OPEN, None, True)
    assert years.open(away.conversation.id).past[0].review.comment == "Det skal vi videre med"
    home = years.say(years.mus(mette, 2026, "to-planer"), copy.id, CARRIED_ON)
    (again,) = home.plan.agreements
    assert replace(again, id=whole.id, carried_from=None) == whole
    assert again.carried_from == copy.id


def test_undoing_removes_the_row_unless_it_was_edited(years: Any, whole: Agreement, row: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2025, "to-planer"), whole)
    this = years.agree(years.mus(mette, 2026), row("ny"))
    for taken in (REACHED, None):
        carried = years.say(this, whole.id, CARRIED_ON)
        assert [r.carried_from for r in carried.plan.agreements] == [None, whole.id]
        back = years.say(carried, whole.id, taken)
        assert [r.id for r in back.plan.agreements] == ["ny"]
    carried = years.say(this, whole.id, CARRIED_ON)
    rows = (carried.plan.agreements[0], replace(carried.plan.agreements[1], responsible="Jens"))
    years.at.writing.save(Changes(rows={RowsKey(carried.plan.id, "plan"): rows}))
    back = years.say(years.open(carried.conversation.id), whole.id, None)
    assert back.plan.agreements == rows, "what somebody has written in stays"
    again = years.say(back, whole.id, CARRIED_ON)
    assert again.plan.agreements == rows, "and is not carried twice"


def test_in_a_signed_plan_the_row_is_dated_and_stays(years: Any, row: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2025), row("a"))
    this = years.agree(years.mus(mette, 2026), row("ny"))
    years.at.plan_recorder.sign(this.plan, date(2026, 3, 1))
    carried = years.say(years.open(this.conversation.id), "a", CARRIED_ON)
    assert [(r.carried_from, r.added_on) for r in carried.plan.agreements] == [(None, None), ("a", DAY)]
    assert len(years.say(carried, "a", REACHED).plan.agreements) == 2


def test_several_are_carried_on_in_one_save(years: Any, row: Any) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2025, "to-planer"), row("a"), row("b"), row("c", "langt_sigt"))
    this = years.mus(mette, 2026, "to-planer")
    changes = Changes(reviews={key: Review(key, DAY, CARRIED_ON) for key in "abc"})
    follows = changes_from_reviews(this.form, this.plan, this.past, changes, DAY)
    years.at.writing.save(changes.merged_with(follows), this.conversation.id)
    found = years.open(this.conversation.id).plan
    assert {f: [r.carried_from for r in found.rows(f)] for f in ("plan", "langt_sigt")} == {
        "plan": ["a", "b"],
        "langt_sigt": ["c"],
    }


def test_a_form_without_a_plan_carries_nothing(years: Any, row: Any) -> None:
    mette = years.employee()
    mus = years.agree(years.mus(mette, 2025), row("a"))
    meeting = replace(years.at.conversations.meeting(mus.conversation.id), form_id="status")
    mini = years.open(years.at.follow_up_conversations.plan_follow_up(mus.conversation.id, meeting))
    assert years.say(mini, "a", CARRIED_ON).plan.agreements == ()
    assert [past.agreement.id for past in years.mus(mette, 2026).past] == ["a"]


@given(data=st.data())
def test_carried_on_and_taken_back_leaves_any_plan_on_any_form_as_it_was(data: Any) -> None:
    source, target = (data.draw(st.sampled_from(FORMS)) for _ in range(2))
    field = data.draw(st.sampled_from(source.plan_fields()))
    cells = {c.key: data.draw(st.text(min_size=1)) for c in field.columns if not c.options and data.draw(st.booleans())}
    past = PastAgreement(Agreement("x", field.key, cells=cells, due_on=DAY), field, source.title, Period(DAY, DAY))
    plan = Plan(1, 1, tuple(Agreement(f"{n}", f.key, cells={"y": "z"}) for n, f in enumerate(target.plan_fields())))
    on = carry_on_agreement(target, plan, past, DAY)
    carried = _with(plan, on, target)
    assert len(carried.agreements) == len(plan.agreements) + 1
    assert not carry_on_agreement(target, carried, past, DAY)
    assert _with(carried, undo_carry_on(target, carried, past), target) == plan


def _with(plan: Plan, changes: Changes, form: Form) -> Plan:
    rows = {field.key: plan.rows(field.key) for field in form.plan_fields()}
    rows |= {key.field: found for key, found in changes.rows.items()}
    return replace(plan, agreements=tuple(row for field in form.plan_fields() for row in rows[field.key]))


class TestWriting:
    def test_everything_is_saved_or_nothing(self, years: Any, row: Any) -> None:
        mette = years.employee()
        old = years.agree(years.mus(mette, 2025), row("a"))
        this = years.mus(mette, 2026)
        impossible = AddendumKey(old.plan.id, "findes ikke", "effekt")
        changes = Changes(
            rows={RowsKey(this.plan.id, "plan"): (row("ny"),)},
            reviews={"a": Review("a", DAY, REACHED)},
            addenda={impossible: "x"},
        )
        with pytest.raises(Exception, match="FOREIGN KEY"):
            years.at.writing.save(changes, this.conversation.id)
        after = years.open(this.conversation.id)
        assert after.plan.agreements == ()
        assert [(p.review, p.agreement.status) for p in after.past] == [(None, OPEN)]

    def test_a_changed_row_of_a_signed_plan_is_refused_with_all_that_came_with_it(self, years: Any, row: Any) -> None:
        mette = years.employee()
        this = years.agree(years.mus(mette, 2026), row("a"))
        years.at.plan_recorder.sign(this.plan, DAY)
        key = RowsKey(this.plan.id, "plan")
        with pytest.raises(StorageError, match="underskrevet"):
            years.at.writing.save(Changes(rows={key: (row("a", responsible="Jens"),)}, addenda={AddendumKey(1): "x"}))
        assert years.open(this.conversation.id).addenda == ()


class TestTakingASignatureBack:
    @pytest.fixture
    def signed(self, years: Any, row: Any) -> Plan:
        self.plan_recorder = years.at.plan_recorder
        self.this = years.agree(years.mus(years.employee(), 2026), row("a"))
        agreed = self.plan_recorder.agree(self.this.plan, DAY)
        plan: Plan = self.plan_recorder.sign(agreed, DAY, "Begge")
        return plan

    def test_a_signature_by_mistake_can_be_removed(self, years: Any, signed: Plan) -> None:
        opened = self.plan_recorder.sign(signed, None)
        assert (opened.signed_on, opened.signed_by, opened.agreed_on) == (None, "", DAY)
        assert years.open(self.this.conversation.id).plan == opened

    def test_a_signature_stays_once_the_plan_is_filed(self, signed: Plan) -> None:
        filed = self.plan_recorder.journalise(signed, DAY, "Sag 7")
        with pytest.raises(KnownError, match="journaliseret"):
            self.plan_recorder.sign(filed, None)
        assert not self.plan_recorder.sign(self.plan_recorder.journalise(filed, None), None).closed

    def test_a_signature_stays_once_something_was_added(self, years: Any, signed: Plan) -> None:
        years.at.writing.save(Changes(addenda={AddendumKey(signed.id, "a", "tidsplan"): "Udsat"}))
        with pytest.raises(KnownError, match="tilføjelser"):
            self.plan_recorder.sign(signed, None)
