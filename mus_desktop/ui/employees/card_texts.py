"""The Danish texts on the card of a conversation: its title, its time and place, and the steps that remain."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.model.dates import format_date_short
from mus_desktop.model.terms import Purpose
from mus_desktop.model.unfinished import OutstandingStep, steps_text
from mus_desktop.services.conversation.conversation_lines import ConversationLine
from mus_desktop.services.conversation.open_conversation import date_and_time_text

_TITLES = {Purpose.FOLLOW_UP: "Mini-MUS", Purpose.PAPER: "Tidligere aftaler: MUS"}


def card_title(line: ConversationLine) -> str:
    """Return the title of a conversation on its card."""
    return f"{_TITLES.get(line.conversation.purpose, 'MUS')} {line.conversation.period.title}"


def time_and_place_text(line: ConversationLine) -> str:
    """Return the time, place, length and number of agreements of a conversation."""
    conversation = line.conversation
    length = f"{conversation.minutes} minutter" if conversation.minutes else ""
    count = line.agreements
    agreed = "" if not count else "1 aftale" if count == 1 else f"{count} aftaler"
    on_paper = conversation.purpose is Purpose.PAPER
    time = date_and_time_text(conversation, weekday=True) or ("" if on_paper else "Tid ikke aftalt")
    parts = (time, length, conversation.place, agreed)
    return " · ".join(part for part in parts if part)


def remaining_steps_text(outstanding: Sequence[OutstandingStep]) -> str:
    """Return the steps that remain, with those of a participant's own plan on a separate line."""
    common = steps_text([step for step in outstanding if step.employee is None])
    own = steps_text([step for step in outstanding if step.employee is not None])
    lines = (common[:1].upper() + common[1:], f"Egen plan: {own}" if own else "")
    return "\n".join(line for line in lines if line)


def group_text(line: ConversationLine) -> str:
    """Return the names of a group, and whether the employee of this page has left it."""
    names = f"Gruppesamtale: {line.names}"
    return f"{names} (ikke længere med, {format_date_short(line.left_on)})" if line.left_on else names
