"""The life of the plan after it is written: agreed, signed on paper, copied to the employee, filed."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from mus_desktop.model.dates import Today
from mus_desktop.model.form import Field, SignaturesField
from mus_desktop.model.plan import Plan
from mus_desktop.ui.controls.date_input import DateInput
from mus_desktop.ui.controls.line_edit import LineEdit
from mus_desktop.ui.fields.base import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.heading import label


class PlanStep(Enum):
    """A dated step in the life of a plan."""

    AGREED = auto()
    SIGNED = auto()
    COPY_GIVEN = auto()
    JOURNALISED = auto()


_WORDS = {
    PlanStep.AGREED: "Vi er enige",
    PlanStep.SIGNED: "Underskrevet på papir af begge",
    PlanStep.COPY_GIVEN: "Kopi til medarbejderen",
    PlanStep.JOURNALISED: "Journaliseret i personalemappen",
}
_GAP = 16
_ON_PAPER = "På papir: "
_CLOSED = "Planen er underskrevet og låst. Fjern underskriften, hvis den skal kunne rettes."


class SignaturesWidget(FieldWidget):
    """A tick and a date for each step.

    ``step_taken`` carries the step, its day (``None`` when it is taken back) and the leader's words about it. Only the
    first step shows in a conversation; the others are the leader's own book-keeping.
    """

    step_taken = Signal(object, object, str)

    def __init__(self, field: Field, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._arrangement = Arrangement.PREPARATION
        self._rows = {step: _StepRow(step, context.today, self) for step in PlanStep}
        self._grid, self._narrow = QGridLayout(), False
        self._closed = label(_CLOSED, "muted", self)
        self._closed.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(label(field.title, "heading", self))
        layout.addWidget(label(_ON_PAPER + _lines(field), "muted", self))
        if isinstance(field, SignaturesField) and field.meaning:
            layout.addWidget(label(field.meaning, "muted", self))
        layout.addLayout(self._lay_out_steps())
        layout.addWidget(self._closed)

    def load(self, content: Content) -> None:
        days = _days(content.plan)
        for step, row in self._rows.items():
            row.show_step(days[step], content.plan.journalised_where if step is PlanStep.JOURNALISED else "")
        self._rows[PlanStep.AGREED].set_open(opened=not content.plan.closed)
        self._closed.setVisible(content.plan.closed and self._arrangement is Arrangement.PREPARATION)

    def arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        for step, row in self._rows.items():
            row.set_shown(shown=arrangement is Arrangement.PREPARATION or step is PlanStep.AGREED)
        self._closed.setVisible(self._rows[PlanStep.SIGNED].ticked and arrangement is Arrangement.PREPARATION)

    def first_input(self) -> QWidget | None:
        return self._rows[PlanStep.AGREED].tick

    def inputs(self) -> list[QWidget]:
        return [entry for row in self._rows.values() for entry in row.inputs()]

    def row(self, step: PlanStep) -> _StepRow:
        """The line of one step."""
        return self._rows[step]

    def minimumSizeHint(self) -> QSize:
        """As wide as a tick with its words; the dates go below where there is no more room."""
        ticks = max(row.tick.sizeHint().width() for row in self._rows.values())
        least = super().minimumSizeHint()
        return QSize(min(ticks, least.width()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            for row in self._rows.values():
                row.fit()
            self._make_room()

    def _lay_out_steps(self) -> QGridLayout:
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        for step, row in self._rows.items():
            row.taken.connect(partial(self.step_taken.emit, step))
        self._place(narrow=False)
        return self._grid

    def _make_room(self) -> None:
        wanted = max(row.tick.sizeHint().width() + row.width() for row in self._rows.values()) + 2 * _GAP
        if (wanted > self.width()) is not self._narrow:
            self._place(narrow=wanted > self.width())

    def _place(self, *, narrow: bool) -> None:
        """Tick, date and place beside each other, or the last two below the tick."""
        self._narrow = narrow
        for number, row in enumerate(self._rows.values()):
            for widget in row.widgets():
                self._grid.removeWidget(widget)
            line, indent = (2 * number + 1, 0) if narrow else (2 * number, 1)
            self._grid.addWidget(row.tick, 2 * number, 0, 1, 3 if narrow else 1, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(row.when, line, indent, Qt.AlignmentFlag.AlignTop)
            if row.words is not None:
                self._grid.addWidget(row.words, line, indent + 1, 1, 2 - indent, Qt.AlignmentFlag.AlignVCenter)


class _StepRow(QObject):
    """The tick, the date and, for filing, the place of one step. The grid places the widgets."""

    taken = Signal(object, str)

    def __init__(self, step: PlanStep, today: Today, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._day: date | None = None
        self._place = ""
        self._shown = True
        self.tick = QCheckBox(_WORDS[step], parent)
        self.when = DateInput(today, "Dato", parent)
        self.when.set_name(f"{_WORDS[step]}, dato")
        self.words = _place(parent) if step is PlanStep.JOURNALISED else None
        self.fit()
        self.tick.clicked.connect(self._on_ticked)
        self.when.line.left.connect(self._on_settled)
        self.when.line.returnPressed.connect(self._on_settled)
        self.when.edited.connect(self._on_date_edited)
        if self.words is not None:
            self.words.editingFinished.connect(self._on_settled)

    @property
    def ticked(self) -> bool:
        """Whether the step is taken."""
        return self.tick.isChecked()

    def fit(self) -> None:
        """Make the date as wide as a date in this text size."""
        self.when.setFixedWidth(self.when.fontMetrics().averageCharWidth() * 24)

    def widgets(self) -> list[QWidget]:
        """All there is on the line."""
        return [self.tick, self.when, *([self.words] if self.words is not None else [])]

    def width(self) -> int:
        """What date and place take beside the tick, in pixels."""
        return self.when.width() + (self.words.sizeHint().width() if self.words is not None else 0)

    def show_step(self, day: date | None, place: str) -> None:
        """Show the step as it is stored."""
        self._day, self._place = day, place
        self.tick.setChecked(day is not None)
        self.when.show_day(day)
        if self.words is not None:
            self.words.show_text(place)
        self._stand()

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide the whole line."""
        self._shown = shown
        self._stand()

    def set_open(self, *, opened: bool) -> None:
        """Open or close the step for changes."""
        self.tick.setEnabled(opened)
        self.when.set_read_only(not opened)

    def inputs(self) -> list[QWidget]:
        """What can be typed in or ticked now."""
        entries = [self.tick, self.when.line, *([self.words] if self.words is not None else [])]
        return [entry for entry in entries if not entry.isHidden()]

    def _stand(self) -> None:
        self.tick.setVisible(self._shown)
        self.when.setVisible(self._shown and self.ticked)
        if self.words is not None:
            self.words.setVisible(self._shown and self.ticked)

    def _on_ticked(self, ticked: bool) -> None:
        self.taken.emit(self._today() if ticked else None, self._place)

    def _on_date_edited(self) -> None:
        if not self.when.line.hasFocus():  # picked in the calendar
            self._on_settled()

    def _on_settled(self) -> None:
        day = self.when.day()
        place = self.words.text() if self.words is not None else ""
        if self.ticked and day is not None and (day, place) != (self._day, self._place):
            self._day, self._place = day, place
            self.taken.emit(day, place)


def _place(parent: QWidget) -> LineEdit:
    line = LineEdit(parent)
    line.setPlaceholderText("Hvor, fx sagsnummer")
    line.setAccessibleName("Journaliseret, hvor")
    return line


def _days(plan: Plan) -> dict[PlanStep, date | None]:
    return {
        PlanStep.AGREED: plan.agreed_on,
        PlanStep.SIGNED: plan.signed_on,
        PlanStep.COPY_GIVEN: plan.copy_given_on,
        PlanStep.JOURNALISED: plan.journalised_on,
    }


def _lines(field: Field) -> str:
    return ", ".join(field.labels) if isinstance(field, SignaturesField) else ""
