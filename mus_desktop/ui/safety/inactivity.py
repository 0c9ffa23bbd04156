"""The time since the program was last used, on clocks that sleep and a changed date cannot deceive."""

from __future__ import annotations

import time
from collections.abc import Callable

SLEPT_SECONDS = 120.0
"""A pause in the checks, which are made every few seconds, that only a sleeping PC explains."""


def read_clocks() -> tuple[float, float]:
    """Return two clocks in seconds: the date and time, and one that nobody can set.

    The second counts sleep too where the system has such a clock; elsewhere it may stand still during sleep.
    """
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    running = time.monotonic() if boot_clock is None else time.clock_gettime(boot_clock)
    return time.time(), running


class Inactivity:
    """Measure how long the program has been unused, by whichever clock says more.

    Qt's timers stand still while the PC sleeps, so the date and time must be compared; and since these can be set back,
    a second clock too.

    :param clocks: returns the two clocks; tests replace it.
    """

    def __init__(self, clocks: Callable[[], tuple[float, float]] = read_clocks) -> None:
        self.clocks = clocks
        self._used = self._checked = clocks()

    def restart(self) -> None:
        """Begin to measure again, and forget that the PC has slept."""
        self._used = self._checked = self.clocks()

    def note_use(self) -> None:
        """Begin to measure again, because the program was just used."""
        self._used = self.clocks()

    def seconds(self) -> float:
        """Return the seconds since the last use."""
        return _longest(self._used, self.clocks())

    def has_slept(self) -> bool:
        """Return whether the PC has slept since the previous call."""
        now = self.clocks()
        paused, self._checked = _longest(self._checked, now), now
        return paused >= SLEPT_SECONDS


def _longest(before: tuple[float, float], now: tuple[float, float]) -> float:
    return max(later - earlier for earlier, later in zip(before, now, strict=True))
