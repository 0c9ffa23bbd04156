"""The gap between what a job requires and the level somebody is at, counted in steps of the scale."""

from __future__ import annotations

from mus_desktop.model.form import Scale


def gap(scale: Scale, required: int | None, level: int | None) -> int | None:
    """Required minus level, in steps; ``None`` when either is blank (not relevant) - a blank is never zero."""
    values = sorted(step.value for step in scale.steps)
    if required not in values or level not in values:
        return None
    return values.index(required) - values.index(level)


def gap_words(steps: int) -> str:
    """A gap in words: ``mangler 2 trin``, ``som krævet``, ``1 trin over``."""
    if steps == 0:
        return "som krævet"
    return f"mangler {steps} trin" if steps > 0 else f"{-steps} trin over"
