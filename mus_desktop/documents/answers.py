"""Shared answers that a form marks ``print``, as paragraphs of Danish text."""

from __future__ import annotations

from datetime import date
from typing import Any

from mus_desktop.model.answers import Value
from mus_desktop.model.dates import written
from mus_desktop.model.form import CheckField, DateField, Field, Form, NumberField, RatingField


def paragraphs_of(form: Form, field: Field, answer: Value | None) -> list[str]:
    """The answer in words, a paragraph for each thing said; one empty paragraph when nothing was."""
    if answer is None:
        return [""]
    if isinstance(field, RatingField) and isinstance(answer, dict):
        return _rating(form, field, answer) or [""]
    if isinstance(answer, list):
        return [_joined(item) for item in answer] or [""]
    return [_scalar(field, answer)]


def _scalar(field: Field, answer: Value) -> str:
    if isinstance(field, CheckField):
        return "Ja" if answer else ""
    if isinstance(field, NumberField):
        return f"{str(answer).replace('.', ',')} {field.unit}".strip()
    if isinstance(field, DateField):
        return danish_date(str(answer))
    return str(answer)


def danish_date(text: str) -> str:
    """A stored day as people write it; a text that is no day as it stands."""
    try:
        return written(date.fromisoformat(text))
    except ValueError:
        return text


def _joined(item: object) -> str:
    """One thing of a list: a label, or an area with its card."""
    return ": ".join(str(part) for part in item) if isinstance(item, list) else str(item)


def _rating(form: Form, field: RatingField, answer: dict[str, Any]) -> list[str]:
    steps = {step.value: f"{step.value} {step.label}".strip() for step in form.scale(field.scale).steps}
    titles = {column.key: column.title for column in field.columns}
    lines = []
    for row, columns in answer.items():
        given = columns if isinstance(columns, dict) else {"": columns}
        said = [f"{titles.get(key, '')} {steps.get(value, value)}".strip() for key, value in given.items()]
        lines.append(f"{row}: {', '.join(said)}")
    return lines
