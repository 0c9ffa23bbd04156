"""The steps of the plan: stored as they are taken, and retried later if they cannot be saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError, SaveFailed
from mus_desktop.model import closing
from mus_desktop.model.closed_words import only_refused
from mus_desktop.model.plan import Plan, Signatory
from mus_desktop.services.conversation.planning import Planning
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation import autosave
from mus_desktop.ui.conversation.record import Record
from mus_desktop.ui.dialogs.messages import confirm, tell
from mus_desktop.ui.fields.plan.plan_step import PlanStep, TakenStep

_OPENS = "Planen bliver åbnet, så den kan rettes. Bagefter skal I skrive under igen."

_OPENS_UNSIGNED = "Planen bliver åbnet, så den kan rettes. Hakket ved »vil ikke underskrive« bliver fjernet."


@dataclass(frozen=True, slots=True)
class _Effect:
    """The effect of a step: ``store`` records it in the database, ``show`` returns the plan with it until then.

    ``show`` also takes the signatories of the plan.
    """

    store: Callable[[Planning, Plan, TakenStep], Plan]
    show: Callable[[Plan, TakenStep, Sequence[Signatory]], Plan]


def _sign_one(planning: Planning, plan: Plan, step: TakenStep) -> Plan:
    return planning.sign_one(plan, step.signatory, step.day) if step.signatory else plan


def _with_one(plan: Plan, step: TakenStep, signers: Sequence[Signatory]) -> Plan:
    return closing.signed_by_one(plan, signers, step.signatory, step.day) if step.signatory else plan


_EFFECTS: Mapping[PlanStep, _Effect] = {
    PlanStep.AGREED: _Effect(
        lambda planning, plan, step: planning.agree(plan, step.day),
        lambda plan, step, _: replace(plan, agreed_on=step.day),
    ),
    PlanStep.SIGNED: _Effect(
        lambda planning, plan, step: planning.sign(plan, step.day, plan.signed_by),
        lambda plan, step, signers: closing.signed_by_all(plan, signers, step.day, plan.signed_by),
    ),
    PlanStep.SIGNED_BY_ONE: _Effect(_sign_one, _with_one),
    PlanStep.REFUSED: _Effect(
        lambda planning, plan, step: planning.refuse(plan, step.refusal, step.signatory),
        lambda plan, step, signers: closing.refused(plan, signers, step.refusal, step.signatory),
    ),
    PlanStep.COPY_GIVEN: _Effect(
        lambda planning, plan, step: planning.give_copy(plan, step.day),
        lambda plan, step, _: replace(plan, copy_given_on=step.day),
    ),
    PlanStep.JOURNALISED: _Effect(
        lambda planning, plan, step: planning.journalise(plan, step.day, step.words),
        lambda plan, step, _: replace(plan, journalised_on=step.day, journalised_where=step.words if step.day else ""),
    ),
}


class PlanSteps(QObject):
    """Stores or removes steps. A step that cannot be saved remains visible on screen, and is retried.

    ``changed`` carries the plan to show; ``failed`` the reason why a step is pending; ``stored`` is emitted when no
    step is pending.

    :param record: holds the plan that is currently shown.
    :param save: saves all edits first; returns whether that succeeded.
    """

    changed = Signal(object)
    failed = Signal(str)
    stored = Signal()

    def __init__(self, workplace: Workplace, record: Record, save: Callable[[], bool], window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._record, self._save, self._window = workplace, record, save, window
        self._waiting: dict[tuple[PlanStep, Signatory | None], TakenStep] = {}
        self._begun: Plan | None = None
        self._try_again = QTimer(self, singleShot=True, interval=autosave.TRY_AGAIN_MS)
        self._try_again.timeout.connect(self.flush)

    def take(self, step: TakenStep) -> None:
        """Record a step of the plan, or remove it."""
        plan = self._plan
        if plan.closed and not self._with(plan, step).closed and not self._opens_again():
            self.changed.emit(plan)
            return
        if not self._waiting:
            self._begun = plan
        self._waiting.pop(step.place, None)
        self._waiting[step.place] = step
        self.flush()

    def flush(self) -> bool:
        """Save the pending steps; return whether none is pending any longer."""
        self._try_again.stop()
        if not self._waiting:
            return True
        if self._save() and self._store():
            return True
        self._show(self._given())
        self._try_again.start()
        return False

    @property
    def _plan(self) -> Plan:
        return self._record.content.plan

    def _store(self) -> bool:
        step = next(iter(self._waiting.values()))
        try:
            with self._workplace.together():
                plan = self._base()
                for step in self._waiting.values():
                    plan = _EFFECTS[step.step].store(self._workplace.planning, plan, step)
        except SaveFailed as error:
            self.failed.emit(error.message)
            return False
        except KnownError as error:
            del self._waiting[step.place]
            tell(self._window, "Det blev ikke noteret", error.message)
            self.changed.emit(self._given())
            return self.flush()
        self._waiting.clear()
        self._show(plan)
        self.stored.emit()
        return True

    def _given(self) -> Plan:
        """Return the plan with the pending steps applied."""
        plan = self._base()
        for step in self._waiting.values():
            plan = self._with(plan, step)
        return plan

    def _with(self, plan: Plan, step: TakenStep) -> Plan:
        return _EFFECTS[step.step].show(plan, step, tuple(self._record.signatories))

    def _base(self) -> Plan:
        """Return the stored plan with the rows on screen."""
        return replace(self._begun or self._plan, agreements=self._plan.agreements)

    def _show(self, plan: Plan) -> None:
        """Show ``plan``, unless it is shown already: showing it also reloads the inputs that are being edited."""
        if plan != self._plan:
            self.changed.emit(plan)

    def _opens_again(self) -> bool:
        if only_refused([self._plan]):
            return confirm(self._window, "Fjern hakket?", _OPENS_UNSIGNED, "Fjern hakket")
        return confirm(self._window, "Fjern underskriften?", _OPENS, "Fjern underskriften")
