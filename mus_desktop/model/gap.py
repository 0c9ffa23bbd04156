"""The gap between the level a job requires and the level of the employee, counted in steps of the scale."""

from __future__ import annotations

from mus_desktop.model.form import Scale


def gap(scale: Scale, required: int | None, level: int | None) -> int | None:
    """Return required minus level, in steps; ``None`` when either is blank (not relevant): a blank is never zero."""
    values = sorted(step.value for step in scale.steps)
    if required not in values or level not in values:
        return None
    # Positions, not values: the values of a scale need not be consecutive numbers.
    return values.index(required) - values.index(level)


def gap_text(steps: int) -> str:
    """Return a gap in words: ``mangler 2 trin``, ``som krævet``, ``1 trin over``."""
    if steps == 0:
        return "som krævet"
    return f"mangler {steps} trin" if steps > 0 else f"{-steps} trin over"
