"""The plan card: what it says and takes in each state of the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLabel

from mus_desktop.model.closing import with_all_signatures, with_refusal, with_signature
from mus_desktop.model.plan import Plan, Refusal, Signatory, SignatoryRole
from mus_desktop.model.review import Addendum, AddendumKey, Author
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext
from mus_desktop.ui.fields.plan.plan_status import PlanStatus

TODAY, EARLIER = date(2026, 11, 21), date(2026, 11, 2)
EMPLOYEE, LEADER = Signatory(SignatoryRole.EMPLOYEE, 1), Signatory(SignatoryRole.LEADER, 2)
EXTRA = Signatory(SignatoryRole.EXTRA, label="Tillidsrepræsentant")
BOTH = (EMPLOYEE, LEADER)
NAMES = {EMPLOYEE: "Mette Holm", LEADER: "Karen Dahl"}
OPEN = Plan(7, 3, agreed_on=EARLIER)


@pytest.fixture
def make(context_for: Callable[..., FieldContext], show: Any) -> Callable[..., PlanStatus]:
    def make_(plan: Plan = OPEN, *addenda: Addendum, width: int = 900, **options: Any) -> PlanStatus:
        context = replace(context_for(), signatories=options.pop("names", NAMES))
        card = PlanStatus(context, **options)
        card.load(Content({}, plan, addenda=addenda))
        show(card, width)
        return card

    return make_


def says(card: PlanStatus) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def taken(card: PlanStatus) -> list[StepChange]:
    found: list[StepChange] = []
    card.step_taken.connect(found.append)
    return found


def test_the_common_case_is_one_tick_and_the_rest_folds_out(make: Callable[..., PlanStatus]) -> None:
    card = make()
    steps = taken(card)
    assert not card.signer_row(EMPLOYEE).line.isVisible()
    card.row(PlanStep.SIGNED).tick.click()
    card.fold.click()
    for who in BOTH:
        card.signer_row(who).tick.click()
    refusal = card.refusal_row(PartyRole.LEADER)
    refusal.tick.click()
    assert steps == [
        StepChange(PlanStep.SIGNED, TODAY),
        StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=EMPLOYEE),
        StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=LEADER),
        StepChange(PlanStep.REFUSED, TODAY, signatory=LEADER),
    ]


def test_one_signature_says_whose_it_is_and_when(make: Callable[..., PlanStatus]) -> None:
    card = make(with_signature(OPEN, BOTH, LEADER, EARLIER))
    assert "Planen er underskrevet af Karen Dahl den 2. november 2026." in says(card)
    assert card.signer_row(LEADER).date_input.day() == EARLIER
    assert not card.signer_row(EMPLOYEE).ticked
    assert not card.row(PlanStep.SIGNED).ticked
    assert not card.row(PlanStep.AGREED).tick.isEnabled()


def test_a_refusal_says_who_and_keeps_the_reason_on_screen(make: Callable[..., PlanStatus]) -> None:
    card = make(with_refusal(OPEN, BOTH, Refusal(EARLIER, PartyRole.EMPLOYEE, "Uenig")))
    assert "Mette Holm ønsker ikke at underskrive (2. november 2026)." in says(card)
    row = card.refusal_row(PartyRole.EMPLOYEE)
    assert row.words is not None
    assert row.words.text() == "Uenig"
    assert card.row(PlanStep.SIGNED).tick.isEnabled(), "whoever refused may sign after all"
    steps = taken(card)
    row.words.setText("Uenig i målet")
    row.words.editingFinished.emit()
    row.tick.click()
    assert [(step.day, step.words) for step in steps] == [(EARLIER, "Uenig i målet"), (None, "Uenig i målet")]


def test_in_a_group_each_participant_may_refuse_and_nobody_signs_and_refuses(make: Callable[..., PlanStatus]) -> None:
    other = Signatory(SignatoryRole.EMPLOYEE, 5)
    required = (EMPLOYEE, other, LEADER)
    plan = with_refusal(OPEN, required, Refusal(EARLIER, PartyRole.EMPLOYEE, "Uenig", 1))
    plan = with_signature(plan, required, LEADER, TODAY)
    plan = with_refusal(plan, required, Refusal(TODAY, PartyRole.EMPLOYEE, "Også uenig", 5))
    card = make(plan, names={**NAMES, other: "Bo Dam"})
    assert "Mette Holm ønsker ikke at underskrive (2. november 2026). Bo Dam ønsker" in says(card)
    assert [card.refusal_row(who).ticked for who in required] == [True, True, False]
    assert not card.refusal_row(LEADER).tick.isEnabled(), "has signed"
    steps = taken(card)
    card.refusal_row(other).tick.click()
    assert steps == [StepChange(PlanStep.REFUSED, None, "Også uenig", signatory=other)]
    after = with_signature(plan, required, other, TODAY)
    assert [one.party for one in after.refusals] == [1]
    after = with_all_signatures(plan, required, TODAY)
    assert (after.refusals, after.refused_on, after.signed_on) == ((), None, TODAY)
    assert after.closed_on == EARLIER, "it was closed all the time"
    assert with_signature(after, required, LEADER, EARLIER).closed_on == EARLIER
    assert with_all_signatures(after, required, None).closed_on is None


def test_a_day_of_signature_that_lies_ahead_is_pointed_out(make: Callable[..., PlanStatus]) -> None:
    ahead = date(2026, 12, 24)
    hint = "Den 24. december 2026 ligger efter i dag. Se, om datoen er rigtig."
    assert hint in says(make(with_all_signatures(OPEN, BOTH, ahead)))
    assert hint in says(make(with_refusal(OPEN, BOTH, Refusal(ahead, PartyRole.LEADER))))
    assert "ligger efter" not in says(make(with_all_signatures(OPEN, BOTH, TODAY)))


def test_a_filed_plan_takes_a_missing_signature_and_no_other_change(make: Callable[..., PlanStatus]) -> None:
    card = make(replace(with_signature(OPEN, BOTH, LEADER, EARLIER), journalised_on=TODAY))
    assert "Planen er journaliseret, så underskriften kan ikke ændres." in says(card)
    assert not card.signer_row(LEADER).tick.isEnabled()
    assert card.signer_row(LEADER).date_input.line.isReadOnly()
    assert card.signer_row(EMPLOYEE).tick.isEnabled()
    assert card.row(PlanStep.SIGNED).tick.isEnabled()
    card = make(replace(with_all_signatures(OPEN, BOTH, EARLIER), journalised_on=TODAY))
    assert not card.row(PlanStep.SIGNED).tick.isEnabled()
    assert card.row(PlanStep.SIGNED).date_input.line.isReadOnly()
    card = make(replace(with_refusal(OPEN, BOTH, Refusal(EARLIER, PartyRole.EMPLOYEE)), journalised_on=TODAY))
    assert not card.refusal_row(PartyRole.EMPLOYEE).tick.isEnabled()


def test_in_a_conversation_only_the_agreement_shows(make: Callable[..., PlanStatus]) -> None:
    card = make(with_signature(OPEN, BOTH, LEADER, EARLIER))
    card.set_arrangement(Arrangement.CONVERSATION)
    assert "underskrevet" not in says(card)
    assert card.row(PlanStep.AGREED).line.isVisible()
    hidden = [card.row(PlanStep.SIGNED), card.signer_row(LEADER), card.refusal_row(PartyRole.LEADER)]
    assert not any(row.line.isVisible() for row in hidden)
    assert card.fold.isHidden()


def test_the_employees_own_remark_is_dated_and_stands_from_the_next_day(make: Callable[..., PlanStatus]) -> None:
    assert not make()._remark.isVisible(), "an open plan is changed, not remarked on"
    theirs = Addendum(7, EARLIER, "Jeg så helst et andet kursus", author=Author.EMPLOYEE)
    of_both = Addendum(7, EARLIER, "Kurset er flyttet")
    card = make(with_all_signatures(OPEN, BOTH, EARLIER), theirs, of_both)
    assert "Jeg så helst et andet kursus" in says(card)
    assert "Kurset er flyttet" not in says(card)
    button, note = card._remark.button, None
    assert button is not None
    button.click()
    note = card._remark.note
    assert note is not None
    note.insertPlainText("Og et andet mål")
    key = AddendumKey(7, author=Author.EMPLOYEE)
    changes = card.collect()
    assert changes.addenda == {key: "Og et andet mål"}
    content = Content({}, OPEN, addenda=(theirs, of_both)).with_changes(changes, TODAY)
    assert content.addenda[-1] == Addendum(7, TODAY, "Og et andet mål", author=Author.EMPLOYEE)
    other = content.with_changes(replace(changes, addenda={AddendumKey(7): "Fra begge"}), TODAY)
    assert {one.author for one in other.addenda if one.added_on == TODAY} == set(Author)


def test_a_form_can_ask_for_further_signers_and_say_what_is_confirmed(make: Callable[..., PlanStatus]) -> None:
    card = make(extra=("Tillidsrepræsentant",), confirms="Underskriften bekræfter kun, at samtalen er holdt.")
    assert "Underskriften bekræfter kun, at samtalen er holdt." in says(card)
    steps = taken(card)
    card.fold.click()
    card.signer_row(EXTRA).tick.click()
    assert steps == [StepChange(PlanStep.SIGNED_BY_ONE, TODAY, signatory=EXTRA)]


@pytest.mark.parametrize("points", [8, 20])
@pytest.mark.parametrize("width", [420, 730, 1100])
def test_nothing_is_clipped_and_names_are_unique(
    width: int, points: int, make: Callable[..., PlanStatus], look: Any, qapp: Any
) -> None:
    look.use_point_size(points)
    people = {Signatory(SignatoryRole.EMPLOYEE, n): f"Alexandra Møller-Christensen {n}" for n in range(5)}
    plan = replace(with_refusal(OPEN, (), Refusal(EARLIER, PartyRole.EMPLOYEE, "Uenig")), journalised_on=TODAY)
    card = make(plan, names={**people, LEADER: "Karen Dahl"}, width=width)
    qapp.processEvents()
    assert card.width() <= max(width, card.minimumSizeHint().width())
    for entry in card.inputs():
        assert entry.isVisible()
        assert entry.mapTo(card, entry.rect().bottomRight()).x() <= card.width(), entry.accessibleName()
    names = [entry.accessibleName() or entry.text() for entry in card.inputs()]  # type: ignore[attr-defined]
    assert all(names)
    assert len(set(names)) == len(names)


LONG_NAMES = {EMPLOYEE: "Anne-Margrethe Christophersen Vestergaard", LEADER: "Karen Marie Dahl-Kristoffersen"}
REASON = (
    "Uenig i målet om at tage efteruddannelsen i weekenderne, og mener, at lederen har lovet noget andet tidligere."
)


@pytest.mark.parametrize(("width", "points"), [(710, 10), (710, 20), (505, 20), (400, 10)])
def test_what_is_written_about_a_step_shows_whole_and_stands_by_its_own_tick(
    width: int, points: int, make: Callable[..., PlanStatus], look: Any, qapp: Any
) -> None:
    look.use_point_size(points)
    refusal = Refusal(EARLIER, PartyRole.EMPLOYEE, REASON)
    plan = replace(
        with_refusal(OPEN, BOTH, refusal),
        journalised_on=TODAY,
        journalised_where="Personalesagen, sagsnummer 2026-123456",
    )
    card = make(plan, names=LONG_NAMES, width=width)
    qapp.processEvents()
    for row in (card.row(PlanStep.JOURNALISED), card.refusal_row(PartyRole.EMPLOYEE)):
        assert row.words is not None
        assert row.words.document().size().height() <= row.words.viewport().height() + 1, "nothing is cut"
        assert row.words.document().size().width() <= row.words.viewport().width()
        tick = row.tick.mapTo(card, row.tick.rect().topLeft())
        for entry in (row.date_input, row.words):
            assert entry.mapTo(card, entry.rect().topLeft()).x() > tick.x(), "not left of its own tick"
    row = card.refusal_row(PartyRole.EMPLOYEE)
    if (width, points) == (710, 10):
        beside = row.date_input.geometry().top() < row.line.geometry().bottom()
        assert beside, "a long name wraps before the date goes below it"


def test_a_reason_is_one_paragraph_stored_when_the_keyboard_leaves_it(
    make: Callable[..., PlanStatus], qtbot: Any
) -> None:
    card = make(with_refusal(OPEN, BOTH, Refusal(EARLIER, PartyRole.EMPLOYEE)))
    row, steps = card.refusal_row(PartyRole.EMPLOYEE), taken(card)
    assert row.words is not None
    before = row.words.height()
    row.words.setFocus()
    row.words.insertPlainText(REASON * 3)
    assert row.words.height() > before, "it grows at once"
    clip = QMimeData()
    clip.setText("\nog mere\r\nog mere")
    row.words.insertFromMimeData(clip)
    qtbot.keyClick(row.words, Qt.Key.Key_Return)
    assert [step.words for step in steps] == [f"{REASON * 3} og mere og mere"]
    row.words.insertPlainText(" endnu")
    row.tick.setFocus()
    assert steps[-1].words.endswith("endnu")


def test_an_unreadable_date_of_a_step_erases_nothing_and_stays_visible(make: Callable[..., PlanStatus]) -> None:
    card = make(with_refusal(OPEN, BOTH, Refusal(EARLIER, PartyRole.EMPLOYEE)))
    row, steps = card.refusal_row(PartyRole.EMPLOYEE), taken(card)
    assert row.words is not None
    row.date_input.line.setFocus()
    row.date_input.line.setText("efter ferien")
    row.words.setFocus()
    assert "Indtil da gælder" in row.date_input.error_text()
    row.words.insertPlainText("Uenig")
    row.tick.setFocus()
    assert [(step.day, step.words) for step in steps] == [(EARLIER, "Uenig")]
    row.show_step(EARLIER, "Uenig")
    assert row.date_input.line.text() == "efter ferien"
    row.date_input.line.setText("1. marts 2099")
    row.date_input.check()
    assert row.date_input.day() is None
