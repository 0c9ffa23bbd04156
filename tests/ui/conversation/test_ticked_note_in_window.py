"""Both tick a note in *Samtale*, in the real window; the plan prints it, and closes it when it is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from mus_desktop.model.form import PartyRole
from mus_desktop.model.plan import Signatory, SignatoryRole
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.fields.inputs.notes_input import NotesWidget

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

DAY = date(2026, 11, 18)


def test_both_tick_in_samtale_and_the_signed_plan_closes_the_note(
    start_talk: Callable[..., Any], program: Program, hands: Hands
) -> None:
    view = start_talk(others=False)
    place, number = program.workplace, view.conversation_id
    hands.press("Alt+2")
    hands.press("F11")
    page = view._pages.currentWidget()
    notes = next(field for field in page.fields if isinstance(field, NotesWidget))
    for box in notes.ticks.boxes.values():
        assert box in page.inputs(), "the page knows them in its tab order"
        box.setFocus()
        hands.press("Space")
    assert view.save_now()
    assert [note.field for note in place.conversations.open(number).following_notes()] == [notes.field.key]
    signatory = Signatory(SignatoryRole.LEADER, view.live.state.opened.party(PartyRole.LEADER).id)
    view.live.record_step(StepChange(PlanStep.SIGNED_BY_ONE, DAY, signatory=signatory))
    assert notes.note(PartyRole.SHARED).isReadOnly()
    assert not any(box.isEnabled() for box in notes.ticks.boxes.values())
    assert "underskrevne plan" in notes.ticks.state.text()
    view.live.record_step(StepChange(PlanStep.SIGNED_BY_ONE, None, signatory=signatory))
    assert not notes.note(PartyRole.SHARED).isReadOnly()
    notes.note(PartyRole.SHARED).setFocus(Qt.FocusReason.OtherFocusReason)
    hands.type("!")
    assert view.save_now()
    opened = place.conversations.open(number)
    assert opened.following_notes() == ()
    assert opened.ticks == {}
