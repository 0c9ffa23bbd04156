"""Every step that the demo's plans have taken stands on the plan card of an open window, where it can be set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.model.plan import Plan
from mus_desktop.model.plan_card import plan_card_key
from mus_desktop.services.conversation.state.plan_step import PlanStep
from mus_desktop.services.demo.story import read_story
from mus_desktop.services.demo.story_import import import_story
from tests.conftest import Clock

if TYPE_CHECKING:
    from mus_desktop.ui.fields.plan.plan_status import PlanStatus
    from tests.conftest import Program


def test_the_demo_sets_nothing_that_the_screen_cannot_set(program: Program, tmp_path: Path) -> None:
    program.folder = tmp_path / "demo"
    workplace = build(program.folder, now=Clock())
    import_story(read_story(paths.resources() / "demo", paths.forms()), workplace)
    workplace.close()
    program.start()
    checked: set[str] = set()
    for line in program.workplace.conversations.all():
        opened = program.workplace.conversations.open(line.conversation.id)
        for plan in opened.plans:
            if has_steps(plan):
                own = plan.party if plan is not opened.plan else None
                check(card_of(program, line.conversation.id, own), plan)
                checked.add(opened.form.id)
        assert program.window.page_stack.leave()
    shipped = {file.parent.name for file in paths.forms().glob("*/form.toml")}
    assert checked == shipped, "every form has a plan that has come some way"


def has_steps(plan: Plan) -> bool:
    return bool(plan.agreed_on or plan.closed_on or plan.copy_given_on or plan.journalised_on)


def card_of(program: Program, conversation: int, party: int | None) -> PlanStatus:
    if program.window.page_stack.conversation is None or program.view.conversation_id != conversation:
        program.window.open_conversation(conversation)
    view: Any = program.view
    if view.participant != party:
        assert view.show_participant(party)
    key = plan_card_key(view.live.state.form)
    view._wizard.go_to_field(key)
    card: PlanStatus = view.pages.currentWidget().field_widget(key).card
    return card


def check(card: PlanStatus, plan: Plan) -> None:
    assert card.isVisible()
    assert not plan.signed_by, "there is no place on screen to write it"
    usual = {
        PlanStep.AGREED: plan.agreed_on,
        PlanStep.SIGNED: plan.signed_on,
        PlanStep.COPY_GIVEN: plan.copy_given_on,
        PlanStep.JOURNALISED: plan.journalised_on,
    }
    rows = [(card.row(step), day, "") for step, day in usual.items()]
    rows[-1] = (*rows[-1][:2], plan.journalised_where)
    rows += [(card.signer_row(who), day, "") for who, day in plan.signatures.items()]
    for refusal in plan.refusals:
        rows.append((card.refusal_row(refusal.by), refusal.on_date, refusal.reason))
    for row, day, words in rows:
        assert row.ticked is (day is not None)
        assert row.date_input.day() == day
        assert (row.words.text() if row.words else "") == words
