"""The status of an employee's conversations in words: a word, a tone and the full sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from mus_desktop.model.conversation import Status
from mus_desktop.model.dates import format_date
from mus_desktop.model.period import Period
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import short_steps_text, steps_text
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.unfinished_conversations import OutstandingConversationStep
from mus_desktop.ui.theme.tones import Tone

if TYPE_CHECKING:  # the employee list needs none of it
    from mus_desktop.services.overview.leader_tasks import LeaderTask

NO_CONVERSATION = "uden samtale"
FROM_OTHER_PERIOD = "ikke færdig fra anden periode"
OVERDUE = "overskredet"
_LEFT = "fratrådt"

_HELD = frozenset({Status.HELD, Status.AGREED, Status.PARTLY_SIGNED, Status.REFUSED, Status.SIGNED, Status.JOURNALISED})
_TONES = {
    Status.PLANNED: Tone.QUIET,
    Status.INVITED: Tone.ACTIVE,
    Status.DECLINED: Tone.QUIET,
    Status.POSTPONED: Tone.WARN,
    Status.DAMAGED: Tone.WARN,
    Status.UNDER_WAY: Tone.ACTIVE,
    Status.HELD: Tone.GOOD,
    Status.AGREED: Tone.GOOD,
    Status.PARTLY_SIGNED: Tone.ACTIVE,
    Status.REFUSED: Tone.QUIET,
    Status.SIGNED: Tone.GOOD,
    Status.JOURNALISED: Tone.GOOD,
}


class StatusText(NamedTuple):
    """The status of an employee's conversations.

    ``word`` is for a narrow list, ``share`` the part of the period's bar in which the employee counts. ``marked``:
    there is a conversation to mark with a full dot. ``status`` is that of the period's MUS in Danish, empty without
    one, and ``open_steps`` the steps still to be taken.
    """

    word: str
    tone: Tone
    share: str
    marked: bool = True
    status: str = ""
    open_steps: Sequence[OutstandingConversationStep] = ()

    @property
    def full_text(self) -> str:
        """The word with the status and all open tasks, for screen readers and tooltips."""
        # Composed when asked for: for the whole list it takes as long as painting it.
        parts = (self.word, self.status if self.status != self.word else "", *open_step_sentences(self.open_steps))
        return "; ".join(part for part in parts if part)


def status_text_of(
    line: ConversationLine | None, steps: Sequence[OutstandingConversationStep], *, active: bool = True
) -> StatusText:
    """Return an employee's status, given ``line`` (the MUS of the period) and all ``steps`` still to be taken."""
    open_steps = [step for step in steps if not step.outstanding.upcoming]
    status = _in_short(line, open_steps, [step for step in steps if step.outstanding.upcoming])
    if not active:
        missing = _short_text(open_steps[:1], None)
        status = StatusText(f"{_LEFT}, {missing}" if missing else _LEFT, Tone.QUIET, status.share, marked=False)
    return status._replace(status=line.status.danish if line is not None and active else "", open_steps=open_steps)


def open_step_sentences(steps: Sequence[OutstandingConversationStep]) -> list[str]:
    """Return the open tasks, a sentence per conversation: ``MUS 2026 · overskredet: skulle være holdt ...``."""
    talks = dict.fromkeys((step.conversation.id, step.outstanding.employee) for step in steps)
    return [
        f"{conversation_name(own_steps[0].line)} · {steps_text([step.outstanding for step in own_steps])}"
        for talk, employee in talks
        if (own_steps := [s for s in steps if (s.conversation.id, s.outstanding.employee) == (talk, employee)])
    ]


def conversation_name(line: ConversationLine) -> str:
    """Return the name of a conversation shown next to its people: ``MUS 2026``, ``Mini-MUS 2026``."""
    return conversation_title(line.conversation.purpose, line.conversation.period)


def conversation_title(purpose: Purpose, period: Period) -> str:
    """Return the name of a conversation of ``purpose`` in ``period``: ``MUS 2026``, ``Mini-MUS 2026``."""
    return f"{'Mini-MUS' if purpose is Purpose.FOLLOW_UP else 'MUS'} {period.title}"


def _in_short(
    line: ConversationLine | None,
    open_steps: Sequence[OutstandingConversationStep],
    upcoming: Sequence[OutstandingConversationStep],
) -> StatusText:
    if line is None and not open_steps:
        return _only_planned(upcoming)
    if line is None:
        return StatusText(_short_text(open_steps, None), Tone.WARN, FROM_OTHER_PERIOD)
    overdue_steps = [step for step in open_steps if step.outstanding.overdue]
    in_other_conversations = [step for step in open_steps if step.conversation.id != line.conversation.id]
    mine_late = any(step.conversation.id == line.conversation.id for step in overdue_steps)
    share = OVERDUE if mine_late else _stage(line.status)
    if overdue_steps:
        return StatusText(_short_text(overdue_steps, line), Tone.WARN, share)
    if in_other_conversations:
        return StatusText(_short_text(in_other_conversations, line), Tone.WARN, share)
    return StatusText(line.status.danish, tone_of(line.status), share)


def _only_planned(upcoming: Sequence[OutstandingConversationStep]) -> StatusText:
    """Return the status of an employee without a MUS in this period: planned for another, or none.

    A mini-MUS does not count as a MUS.
    """
    yearly = next((step.line for step in upcoming if step.conversation.purpose is Purpose.MUS), None)
    planned = Status.PLANNED.danish
    if yearly is not None:
        return StatusText(f"{planned} · {yearly.conversation.period.years}", Tone.QUIET, planned, marked=False)
    word = f"mini-MUS {planned}" if upcoming else NO_CONVERSATION
    return StatusText(word, Tone.QUIET, NO_CONVERSATION, marked=False)


def _short_text(steps: Sequence[OutstandingConversationStep], line: ConversationLine | None) -> str:
    if not steps:
        return ""
    talk = steps[0].conversation
    here = line is not None and talk.id == line.conversation.id
    return short_steps_text([steps[0].outstanding], "" if here else talk.period.years)


def _stage(status: Status) -> str:
    return "afholdt" if is_held(status) else status.danish


def tone_of(status: Status | None) -> Tone:
    """Return the tone of ``status``."""
    return _TONES[status] if status else Tone.QUIET


def is_held(status: Status | None) -> bool:
    """Return whether the conversation has been held, whatever came after."""
    return status in _HELD


def period_summary(period_title: str, statuses: Collection[Status | None]) -> str:
    """Return a one-line summary of a period: ``MUS 2026 · 5 af 14 afholdt``."""
    held = sum(1 for status in statuses if is_held(status))
    return f"MUS {period_title} · {held} af {len(statuses)} afholdt"


def unfinished_summary(steps: Sequence[OutstandingConversationStep]) -> str:
    """Return the number of conversations in any period with open tasks, in words; empty when there are none."""
    open_steps = {step.conversation.id for step in steps if not step.outstanding.upcoming}
    overdue_steps = {step.conversation.id for step in steps if step.outstanding.overdue}
    if not open_steps:
        return ""
    talks = "1 samtale er ikke færdig" if len(open_steps) == 1 else f"{len(open_steps)} samtaler er ikke færdige"
    return f"{talks}, {len(overdue_steps)} {OVERDUE}" if overdue_steps else talks


def past_due_summary(tasks: Sequence[LeaderTask]) -> str:
    """Return the number of agreements past due in words; empty when there are none."""
    count = sum(plan.agreements for task in tasks for plan in task.past_due)
    return f"{agreement_count(count)} over fristen" if count else ""


def past_due_texts(task: LeaderTask, name: Callable[[int], str]) -> list[str]:
    """Return the agreements past due, a sentence per plan: ``MUS 2026 · 2 aftaler over fristen siden 3. juni 2026``.

    :param name: returns the name of a participant (id) whose own plan it is.
    """
    return [
        f"{conversation_title(plan.purpose, plan.period) if plan.employee is None else name(plan.employee)} · "
        f"{agreement_count(plan.agreements)} over fristen siden {format_date(plan.since)}"
        for plan in task.past_due
    ]


def agreement_count(count: int) -> str:
    """Return a number of agreements in words: ``1 aftale``, ``3 aftaler``."""
    return "1 aftale" if count == 1 else f"{count} aftaler"
