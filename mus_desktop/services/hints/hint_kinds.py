"""The kinds of hints. Each can be switched off by itself."""

from __future__ import annotations

from enum import StrEnum


class HintKind(StrEnum):
    """A kind of hint; its value is stored when the leader switches it off."""

    PROMISES = "promises"
    WHO = "who"
    WHEN = "when"
    FIRST_STEP = "first_step"
    SIGN = "sign"
    MANY_GOALS = "many_goals"
    WHEN_THEN = "when_then"
    FOLLOW_UP = "follow_up"
    UNTOUCHED = "untouched"
    HEALTH = "health"
    CPR = "cpr"


HINT_TITLES = {
    HintKind.PROMISES: "Dine egne løfter fra sidste gang først",
    HintKind.WHO: "Aftaler uden ansvarlig",
    HintKind.WHEN: "Aftaler uden frist",
    HintKind.FIRST_STEP: "Et første skridt inden for 14 dage",
    HintKind.SIGN: "Tegn på, at et mål er nået",
    HintKind.MANY_GOALS: "Flere end tre mål",
    HintKind.WHEN_THEN: "Aftaler som »Når …, så …«",
    HintKind.FOLLOW_UP: "Dato for mini-MUS, før samtalen markeres som afholdt",
    HintKind.UNTOUCHED: "Temaer uden noter, før samtalen markeres som afholdt",
    HintKind.HEALTH: "Oplysninger om sygdom",
    HintKind.CPR: "Cpr-numre",
}
"""The name of each kind in the settings, in the order in which hints are shown."""
MISSING = frozenset({HintKind.WHO, HintKind.WHEN})
"""The kinds of what is missing, rather than of what would be better."""
