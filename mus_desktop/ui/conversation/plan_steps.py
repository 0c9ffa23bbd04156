"""The steps of the plan: noted as they are taken, and kept for later when they cannot be saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError, SaveFailed
from mus_desktop.model.plan import Plan
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation import autosave
from mus_desktop.ui.dialogs import confirm, tell
from mus_desktop.ui.fields.signatures import PlanStep

_OPENS = "Planen bliver åbnet, så den kan rettes. Bagefter skal I skrive under igen."


class PlanSteps(QObject):
    """Notes a step, or takes it back. What cannot be saved stands as it was given, and is tried again.

    ``changed`` carries the plan as it is to be shown; ``failed`` says why something waits; ``stored``: nothing waits.

    :param plan: gives the plan as it is shown now.
    :param save: saves all that is typed first; whether that could be done.
    """

    changed = Signal(object)
    failed = Signal(str)
    stored = Signal()

    def __init__(
        self, workplace: Workplace, plan: Callable[[], Plan], save: Callable[[], bool], window: QWidget
    ) -> None:
        super().__init__(window)
        self._workplace, self._plan, self._save, self._window = workplace, plan, save, window
        self._waiting: dict[PlanStep, tuple[date | None, str]] = {}
        self._begun: Plan | None = None
        self._try_again = QTimer(self, singleShot=True, interval=autosave.TRY_AGAIN_MS)
        self._try_again.timeout.connect(self.flush)

    def take(self, step: PlanStep, day: date | None, words: str) -> None:
        """Note a step of the plan, or take it back with ``None``."""
        plan = self._plan()
        if step is PlanStep.SIGNED and day is None and plan.closed and not self._opens_again():
            self.changed.emit(plan)
            return
        if not self._waiting:
            self._begun = plan
        self._waiting.pop(step, None)
        self._waiting[step] = (day, words)
        self.flush()

    def flush(self) -> bool:
        """Save what waits; whether nothing waits any longer."""
        self._try_again.stop()
        if not self._waiting:
            return True
        if self._save() and self._store():
            return True
        self._show(self._given())
        self._try_again.start()
        return False

    def _store(self) -> bool:
        step = next(iter(self._waiting), PlanStep.AGREED)
        try:
            with self._workplace.together():
                plan = self._base()
                for step, (day, words) in self._waiting.items():
                    plan = self._note(plan, step, day, words)
        except SaveFailed as error:
            self.failed.emit(error.message)
            return False
        except KnownError as error:
            del self._waiting[step]
            tell(self._window, "Det blev ikke noteret", error.message)
            self.changed.emit(self._given())
            return self.flush()
        self._waiting.clear()
        self._show(plan)
        self.stored.emit()
        return True

    def _note(self, plan: Plan, step: PlanStep, day: date | None, words: str) -> Plan:
        planning = self._workplace.planning
        match step:
            case PlanStep.AGREED:
                return planning.agree(plan, day)
            case PlanStep.SIGNED:
                return planning.sign(plan, day, words)
            case PlanStep.COPY_GIVEN:
                return planning.give_copy(plan, day)
            case PlanStep.JOURNALISED:
                return planning.journalise(plan, day, words)

    def _given(self) -> Plan:
        """The plan as it would be with what waits."""
        plan = self._base()
        for step, (day, words) in self._waiting.items():
            match step:
                case PlanStep.AGREED:
                    plan = replace(plan, agreed_on=day)
                case PlanStep.SIGNED:
                    plan = replace(plan, signed_on=day, signed_by=words if day else "")
                case PlanStep.COPY_GIVEN:
                    plan = replace(plan, copy_given_on=day)
                case PlanStep.JOURNALISED:
                    plan = replace(plan, journalised_on=day, journalised_where=words if day else "")
        return plan

    def _base(self) -> Plan:
        """The plan as it is stored, with the rows that stand on screen."""
        return replace(self._begun or self._plan(), agreements=self._plan().agreements)

    def _show(self, plan: Plan) -> None:
        """Show ``plan`` unless it is what shows; what is being typed would be shown anew, too."""
        if plan != self._plan():
            self.changed.emit(plan)

    def _opens_again(self) -> bool:
        return confirm(self._window, "Fjern underskriften?", _OPENS, "Fjern underskriften")
