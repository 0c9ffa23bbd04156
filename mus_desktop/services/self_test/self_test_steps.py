"""The steps of the self-test: each succeeds with a few words, or fails with the reason; the others still run."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from mus_desktop.errors import KnownError


class SelfTestStep(NamedTuple):
    """One step. ``run`` returns what was found to be in order, in Danish, or raises.

    ``needs`` are the titles of the earlier steps without which it cannot be tried.
    """

    title: str
    run: Callable[[], str]
    needs: tuple[str, ...] = ()


class StepResult(NamedTuple):
    """The result of one step; ``text`` is what is in order, or the mistake."""

    title: str
    ok: bool
    text: str
    seconds: float


def run_steps(steps: Iterable[SelfTestStep]) -> Iterator[StepResult]:
    """Run every step, and yield its result as soon as it is known."""
    failed: set[str] = set()
    for step in steps:
        begun = monotonic()
        missing = next((title for title in step.needs if title in failed), None)
        ok, text = (False, f"kan ikke prøves, fordi »{missing}« fejler") if missing else _run(step)
        if not ok:
            failed.add(step.title)
        yield StepResult(step.title, ok, text, round(monotonic() - begun, 3))


def _run(step: SelfTestStep) -> tuple[bool, str]:
    try:
        return True, step.run()
    except KnownError as error:
        return False, error.message
    # A broken installation fails in any way: a library that is missing, a file that is cut off. The text may be shown,
    # because the test works on invented data only.
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return False, f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
