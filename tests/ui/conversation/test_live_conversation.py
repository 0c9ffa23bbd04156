"""The automatic saving of an open conversation: when it saves, what it says, and what it keeps until it can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mus_desktop.errors import AnswersRefused, SaveFailed
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.services.conversation.state.conversation_state import ConversationState
from mus_desktop.services.conversation.state.conversation_store import ConversationStore, SaveResult
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation import live_conversation
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from tests.ui.conversation.conftest import plan_one

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall
MISFIT = "Svaret passer ikke til skemaet."


class Disk(ConversationStore):
    """A store that does as it is told, over a conversation that was loaded once."""

    def __init__(self, state: ConversationState) -> None:
        self.state, self.stored, self.attempts = state, Changes(), 0
        self.steps: list[StepChange] = []
        self.full, self.misfits = False, frozenset[str]()

    def load(self, party: int | None = None) -> ConversationState:
        return self.state

    def save(self, state: ConversationState, today: date) -> SaveResult:
        self.attempts += 1
        unsaved = state.unsaved
        if self.full:
            return SaveResult(state, problem=SaveFailed("Disken er fuld."))
        refused = unsaved.changes.in_fields(self.misfits)
        self.stored = self.stored.merged_with(unsaved.changes.without(refused))
        self.steps += unsaved.steps.values()
        problem = AnswersRefused(MISFIT, self.misfits) if refused else None
        return SaveResult(state.with_unsaved_changes(refused).with_steps_stored(state.plan), NOW, problem)


class Typist:
    """Somebody who types into a conversation, as its pages would report it."""

    def __init__(self, state: ConversationState) -> None:
        self.disk, self.waiting, self.said = Disk(state), Changes(), list[str]()
        self.live = LiveConversation(self.disk, lambda: TODAY)
        self.live.collect_with(self.report)
        for name in ("typed", "saved", "unchanged", "failed", "plan_changed"):
            getattr(self.live, name).connect(lambda *_, name=name: self.said.append(name))

    def type(self, field: str, text: str | None) -> None:
        self.waiting = self.waiting.merged_with(Changes({AnswerKey(1, field): text}))
        self.live.start_save_timers()

    def report(self) -> None:
        reported, self.waiting = self.waiting, Changes()
        self.live.apply(reported)


@pytest.fixture
def workplace(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    built = build_place(tmp_path / "data", now=lambda: NOW)
    yield built
    built.close()


@pytest.fixture
def typist(qapp: QApplication, workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typist]:
    for name, milliseconds in (("AFTER_LAST_KEY_MS", 30), ("AT_LATEST_MS", 90), ("TRY_AGAIN_MS", 60)):
        monkeypatch.setattr(live_conversation, name, milliseconds)
    typist = Typist(ConversationStore(workplace, plan_one(workplace, "Åse Nørgård")).load())
    yield typist
    typist.live.deleteLater()


def test_says_typed_once_and_then_saved(typist: Typist, qtbot: QtBot) -> None:
    for text in "abc":
        typist.type("a", text)
    qtbot.waitUntil(lambda: typist.said == ["typed", "saved"])
    assert typist.disk.stored.answers == {AnswerKey(1, "a"): "c"}


def test_does_not_wait_for_a_pause_for_ever(typist: Typist, qtbot: QtBot) -> None:
    def types_on() -> bool:
        typist.type("a", "x")
        return "saved" in typist.said

    qtbot.waitUntil(types_on)


def test_tells_when_it_came_to_nothing(typist: Typist, qtbot: QtBot) -> None:
    typist.live.start_save_timers()
    qtbot.waitUntil(lambda: typist.said == ["typed", "unchanged"])


def test_says_nothing_when_nothing_was_typed(typist: Typist) -> None:
    assert typist.live.save()
    assert typist.said == []


def test_keeps_what_failed_and_saves_it_with_what_came_later(typist: Typist, qtbot: QtBot) -> None:
    typist.disk.full = True
    typist.type("a", "først")
    assert not typist.live.save()
    typist.type("b", "så")
    typist.type("a", "rettet")
    qtbot.waitUntil(lambda: typist.said.count("failed") >= 3)
    assert typist.live.failing
    assert "saved" not in typist.said
    assert typist.said.count("typed") == 1, "what is not saved is not on its way either"
    typist.disk.full = False
    qtbot.waitUntil(lambda: typist.said[-1] == "saved")
    assert typist.disk.stored.answers == {AnswerKey(1, "a"): "rettet", AnswerKey(1, "b"): "så"}
    assert not typist.live.failing
    assert not typist.live.state.unsaved


def test_text_steps_and_a_wanted_plan_wait_in_one_queue(typist: Typist, qtbot: QtBot) -> None:
    typist.disk.full = True
    step = StepChange(PlanStep.JOURNALISED, TODAY, "Sag 26/114")
    typist.live.record_step(step)
    assert typist.live.state.content.plan.journalised_where == "Sag 26/114", "it shows, although it is not stored"
    typist.type("a", "bagefter")
    typist.live.set_own_plan_wanted(wanted=True)
    assert not typist.live.save()
    attempts, typist.disk.full = typist.disk.attempts, False
    qtbot.waitUntil(lambda: not typist.live.failing)
    assert typist.disk.attempts == attempts + 1, "one attempt saves all of it"
    assert typist.disk.steps == [step]
    assert typist.disk.stored.answers == {AnswerKey(1, "a"): "bagefter"}


def test_an_answer_that_does_not_fit_waits_for_an_edit_and_not_for_a_timer(typist: Typist, qtbot: QtBot) -> None:
    typist.disk.misfits = frozenset({"a"})
    typist.type("a", "tolv")
    typist.type("b", "Fint")
    assert not typist.live.save()
    assert typist.said[-1] == "failed"
    assert typist.disk.stored.answers == {AnswerKey(1, "b"): "Fint"}
    assert typist.live.state.content.answers[AnswerKey(1, "a")] == "tolv"
    attempts = typist.disk.attempts
    qtbot.wait(5 * live_conversation.TRY_AGAIN_MS)
    assert typist.disk.attempts == attempts, "nothing has been edited, so another attempt would fail too"
    assert not typist.live.save(), "it blocks leaving like any unsaved text"
    typist.disk.misfits = frozenset()
    typist.type("a", "12")
    qtbot.waitUntil(lambda: typist.said[-1] == "saved")
    assert typist.disk.stored.answers[AnswerKey(1, "a")] == "12"


def test_an_error_while_collecting_is_no_successful_save(typist: Typist) -> None:
    def fail() -> None:
        typist.report()
        raise ZeroDivisionError

    typist.type("a", "Vigtigt")
    typist.live.collect_with(fail)
    with pytest.raises(ZeroDivisionError):
        typist.live.save()
    typist.live.collect_with(typist.report)
    assert typist.live.save()
    assert typist.disk.stored.answers == {AnswerKey(1, "a"): "Vigtigt"}


def test_showing_the_steps_again_needs_a_change(typist: Typist) -> None:
    """It would reload the inputs that are being edited."""
    typist.disk.full = True
    typist.live.record_step(StepChange(PlanStep.AGREED, TODAY))
    typist.live.save()
    assert typist.said.count("plan_changed") == 1
    typist.live.report_plan(again=True)
    assert typist.said.count("plan_changed") == 2
    assert replace(typist.live.state.content.plan, agreed_on=None) == typist.live.state.plan
