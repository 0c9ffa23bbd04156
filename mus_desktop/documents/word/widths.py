"""The widths of the columns of a table: by their purpose, and never narrower than the longest word of the title."""

from __future__ import annotations

from collections.abc import Sequence

from mus_desktop.model.form import Column, ColumnType, PlanColumn, Role

TEXT_WIDTH = 14_570
"""Twips between the margins of an A4 landscape page."""

_LETTER = 118
"""Twips of a letter in a column title (9 pt bold, wide letters included)."""
_PADDING = 240
_BY_ROLE = {
    Role.GOAL: 3.0,
    Role.ACTION: 3.0,
    Role.PRACTICE: 2.8,
    Role.EFFECT: 2.6,
    Role.DUE: 2.4,
    Role.SUPPORT: 2.1,
    Role.FOLLOW_UP: 2.0,
    Role.RESPONSIBLE: 1.6,
    Role.HORIZON: 1.6,
}
_BY_TYPE = {
    ColumnType.TEXT: 2.5,
    ColumnType.CHOICE: 1.8,
    ColumnType.DATE: 1.3,
    ColumnType.RATING: 1.2,
    ColumnType.NUMBER: 1.0,
    ColumnType.CHECK: 0.8,
}


def column_widths(columns: Sequence[Column], total: int) -> list[int]:
    """Return widths in twips that add up to ``total``."""
    least = [_least(column) for column in columns]
    # Not even the longest words fit: all columns are narrowed in proportion.
    if sum(least) >= total:
        return _exact([total * width / sum(least) for width in least], total)
    weights = [_weight(column) for column in columns]
    wished = [total * weight / sum(weights) for weight in weights]
    short = [max(0.0, low - wish) for low, wish in zip(least, wished, strict=True)]
    spare = [max(0.0, wish - low) for low, wish in zip(least, wished, strict=True)]
    # Columns that are too narrow for their longest word take width from the others, in proportion to their spare width.
    given = sum(short) / sum(spare) if sum(spare) else 0.0
    return _exact([w + s - p * given for w, s, p in zip(wished, short, spare, strict=True)], total)


def _least(column: Column) -> int:
    words = f"{column.title} {column.text}".split()
    return max((len(word) for word in words), default=4) * _LETTER + _PADDING


def _weight(column: Column) -> float:
    roles = column.roles if isinstance(column, PlanColumn) else frozenset[Role]()
    return max((_BY_ROLE[role] for role in roles), default=_BY_TYPE[column.type])


def _exact(widths: Sequence[float], total: int) -> list[int]:
    whole = [int(width) for width in widths]
    return [*whole[:-1], total - sum(whole[:-1])]
