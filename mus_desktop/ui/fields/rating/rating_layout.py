"""The columns of a rating: their titles, widths and visibility."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mus_desktop.model.form import Form, PartyRole, RatingField
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn, gap_columns, mark_columns, party_name
from mus_desktop.ui.fields.rows.row_section import ColumnTitle

MIN_CHARS = 12
# Shares of the width, see ColumnLayout.
NAME_WEIGHT, GAP_WEIGHT, REMARK_WEIGHT = 1.9, 2.2, 1.5
_MARK_PER_STEP = 0.27
# Least widths in heights of a line of text: a name in two lines, and the words of a gap without its bar.
NAME_LEAST, GAP_LEAST = 8, 6.1
_STEP_LEAST, _STEP_LEAST_PIXELS = 1.5, 24
"""The least width of a box and the space beside it; fewer pixels are hard to hit for an unsteady hand (WCAG 2.2)."""


@dataclass(frozen=True, slots=True)
class RatingLayout:
    """The columns of a rating, shared by all of its rows."""

    field: RatingField
    form: Form
    roles: tuple[PartyRole, ...]
    columns: tuple[MarkColumn, ...]
    gaps: tuple[tuple[MarkColumn, MarkColumn], ...]

    @classmethod
    def of(cls, field: RatingField, form: Form, roles: Sequence[PartyRole]) -> RatingLayout:
        """Return the columns of ``field`` answered by ``roles``."""
        columns = mark_columns(field, form, roles)
        return cls(field, form, tuple(roles), columns, gap_columns(columns))

    def remark_captions(self) -> dict[PartyRole, str]:
        """Return the caption of each party's remark on a row; empty if the form asks for none."""
        caption = self.field.row_remark
        several = len(self.roles) > 1
        return {role: f"{caption}, {party_name(self.form, role).lower()}" if several else caption
                for role in self.roles if caption}  # fmt: skip

    def titles(self) -> tuple[ColumnTitle, ...]:
        """Return the titles above the columns."""
        found = [ColumnTitle("", weight=NAME_WEIGHT, least=NAME_LEAST)]
        found += [ColumnTitle(c.title, c.text, mark_weight(c), *mark_least(c)) for c in self.columns]
        if self.gaps:
            found.append(ColumnTitle("Krav og niveau", weight=GAP_WEIGHT, least=GAP_LEAST))
        if self.field.row_remark and len(self.roles) == 1:
            found.append(ColumnTitle(self.field.row_remark, weight=REMARK_WEIGHT))
        return tuple(found)

    def shown_titles(self, roles: Collection[PartyRole]) -> list[bool]:
        """Return which of :meth:`titles` are shown when only the marks of ``roles`` are."""
        shown = [True, *(column.role in roles for column in self.columns)]
        if self.gaps:
            shown.append(any(is_gap_visible(pair, roles) for pair in self.gaps))
        if self.field.row_remark and len(self.roles) == 1:
            shown.append(self.roles[0] in roles)
        return shown


def mark_weight(column: MarkColumn) -> float:
    """Return a column's share of the width, by the number of its boxes."""
    return max(1.0, _MARK_PER_STEP * len(column.scale.steps))


def mark_least(column: MarkColumn) -> tuple[float, int]:
    """Return a column's least width in heights of a line of text, and in pixels, by the number of its boxes."""
    count = len(column.scale.steps)
    return _STEP_LEAST * count, _STEP_LEAST_PIXELS * count


def is_gap_visible(pair: tuple[MarkColumn, MarkColumn], roles: Collection[PartyRole]) -> bool:
    """Return whether a gap is shown when only the marks of ``roles`` are."""
    return all(column.role in roles for column in pair)
