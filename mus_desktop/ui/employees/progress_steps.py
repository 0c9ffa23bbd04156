"""The progress of a conversation from invitation to personnel file: a button for each step, with its date."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mus_desktop.model.plan import Plan
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep, day_of_step
from mus_desktop.ui.controls.arrow_navigation import ARROWS, neighbour, set_tab_stop
from mus_desktop.ui.employees.step_button import ProgressStep, StepButton
from mus_desktop.ui.theme.look import Look

_GAP = 8
"""The least distance between two steps side by side, in pixels."""
_TITLES = {
    ConversationStep.INVITED: "Inviteret",
    ConversationStep.HELD: "Afholdt",
    ConversationStep.AGREED: "Enige om planen",
    ConversationStep.SIGNED: "Underskrevet",
    ConversationStep.COPY_GIVEN: "Kopi givet",
    ConversationStep.JOURNALISED: "Journaliseret",
}


def progress_steps_of(line: ConversationLine) -> tuple[ProgressStep, ...]:
    """Return the steps of a conversation, in the order they are usually taken; a mini-MUS needs no plan."""
    only_talk = line.conversation.purpose is not Purpose.MUS
    return tuple(
        ProgressStep(
            kind,
            _signing_title(line.plan) if kind is ConversationStep.SIGNED else title,
            day_of_step(kind, line.conversation, line.plan),
        )
        for kind, title in _TITLES.items()
        if not (only_talk and kind.plan_step)
    )


def _signing_title(plan: Plan | None) -> str:
    """Return the signing step in its current state: signed by everybody, refused, or signed by only one."""
    if plan is None or plan.signed_on or not plan.closed_on:
        return _TITLES[ConversationStep.SIGNED]
    # Closed, but not signed by all and not refused: then one person has signed.
    return "Vil ikke underskrive" if plan.refused_on else "Underskrevet af én"


class ProgressSteps(QWidget):
    """The buttons of ``steps`` from left to right, joined by a line; below one another if it is too narrow.

    They are one tab stop; arrow keys move between them. ``step_wanted`` carries the :class:`~.ConversationStep` that
    the leader wants to record.

    :param conversation: the conversation as a screen reader says it.
    """

    step_wanted = Signal(object)

    def __init__(
        self, steps: Sequence[ProgressStep], conversation: str, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self.buttons = tuple(StepButton(step, conversation, look, self) for step in steps)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName("Forløb: " + ", ".join(step.spoken for step in steps))
        for button in self.buttons:
            button.clicked.connect(lambda _checked=False, kind=button.step.kind: self.step_wanted.emit(kind))
        first = next((button for button in self.buttons if button.step.day is None), self.buttons[0])
        set_tab_stop(self.buttons, first)

    def button(self, kind: ConversationStep) -> StepButton:
        """Return the button of a step."""
        return next(button for button in self.buttons if button.step.kind is kind)

    def focus_step(self, kind: ConversationStep) -> None:
        """Move the keyboard to a step."""
        self._focus(self.button(kind))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels: that of one step, or of all below one another."""
        self._choose_direction(width)
        heights = [button.sizeHint().height() for button in self.buttons]
        return max(heights) if self.buttons[0].horizontal else sum(heights)

    def sizeHint(self) -> QSize:
        """Return a width at which all steps fit side by side."""
        width = self._widest() * len(self.buttons)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the width of one step."""
        return QSize(self._widest(), self.buttons[0].line_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = next((button for button in self.buttons if button.hasFocus()), None)
        key = Qt.Key(event.key())
        if focused is None or key not in ARROWS or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif (target := neighbour(self.buttons, focused, key)) is not None:
            assert isinstance(target, StepButton)  # noqa: S101 - for the type checker: one of ``buttons``
            self._focus(target)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        for first, second in zip(self.buttons, self.buttons[1:], strict=False):
            reached = first.step.day is not None and second.step.day is not None
            painter.setPen(QPen(QColor(tokens.good if reached else tokens.line), 2))
            start = QPointF(first.pos()) + first.dot_centre()
            end = QPointF(second.pos()) + second.dot_centre()
            gap = first.dot_radius() + 3
            shift = QPointF(gap, 0) if first.horizontal else QPointF(0, gap)
            painter.drawLine(start + shift, end - shift)

    def _focus(self, button: StepButton) -> None:
        set_tab_stop(self.buttons, button)
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_direction(self, width: int) -> None:
        horizontal = self._widest() * len(self.buttons) <= width
        for button in self.buttons:
            button.horizontal = horizontal

    def _place(self) -> None:
        self._choose_direction(self.width())
        share = self.width() // len(self.buttons)
        top = 0
        for number, button in enumerate(self.buttons):
            size = button.sizeHint()
            button.resize(size)
            button.move(number * share if button.horizontal else 0, 0 if button.horizontal else top)
            top += size.height()

    def _widest(self) -> int:
        return max(button.text_width() for button in self.buttons) + _GAP
