"""How it is said where an employee's conversation stands: a word and a tone."""

from __future__ import annotations

from collections.abc import Collection

from mus_desktop.model.conversation import Status
from mus_desktop.ui.theme.tones import Tone

NO_CONVERSATION = "ingen samtale"

_HELD = frozenset({Status.HELD, Status.AGREED, Status.PARTLY_SIGNED, Status.REFUSED, Status.SIGNED, Status.JOURNALISED})
_TONES = {
    Status.PLANNED: Tone.QUIET,
    Status.INVITED: Tone.ACTIVE,
    Status.DECLINED: Tone.QUIET,
    Status.POSTPONED: Tone.WARN,
    Status.UNDER_WAY: Tone.ACTIVE,
    Status.HELD: Tone.GOOD,
    Status.AGREED: Tone.GOOD,
    Status.PARTLY_SIGNED: Tone.ACTIVE,
    Status.REFUSED: Tone.WARN,
    Status.SIGNED: Tone.GOOD,
    Status.JOURNALISED: Tone.GOOD,
}


def word_for(status: Status | None) -> str:
    """The Danish word; ``None`` means that there is no conversation."""
    return status.danish if status else NO_CONVERSATION


def tone_of(status: Status | None) -> Tone:
    """The tone of ``status``."""
    return _TONES[status] if status else Tone.QUIET


def is_held(status: Status | None) -> bool:
    """Whether the conversation has been held, whatever came after."""
    return status in _HELD


def tally(period_title: str, statuses: Collection[Status | None]) -> str:
    """One line on a whole period: ``MUS 2026 · 5 af 14 afholdt``."""
    held = sum(1 for status in statuses if is_held(status))
    return f"MUS {period_title} · {held} af {len(statuses)} afholdt"
