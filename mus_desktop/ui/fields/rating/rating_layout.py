"""The columns of a rating: what stands above them, how wide they are, and which of them show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mus_desktop.model.form import Form, PartyRole, RatingField
from mus_desktop.ui.fields.rating.rating_columns import MarkColumn, gap_columns, mark_columns, party_name
from mus_desktop.ui.fields.rows.row_section import Title

MIN_CHARS = 12
NAME_WEIGHT, GAP_WEIGHT, REMARK_WEIGHT = 1.9, 2.2, 1.5
_MARK_PER_STEP = 0.27


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a rating as all of its rows show them."""

    field: RatingField
    form: Form
    roles: tuple[PartyRole, ...]
    columns: tuple[MarkColumn, ...]
    gaps: tuple[tuple[MarkColumn, MarkColumn], ...]

    @classmethod
    def of(cls, field: RatingField, form: Form, roles: Sequence[PartyRole]) -> Layout:
        """The columns of ``field`` answered by ``roles``."""
        columns = mark_columns(field, form, roles)
        return cls(field, form, tuple(roles), columns, gap_columns(columns))

    def remark_captions(self) -> dict[PartyRole, str]:
        """What stands in or above each party's remark on a row; empty if the form asks for none."""
        words = self.field.row_remark
        many = len(self.roles) > 1
        return {role: f"{words}, {party_name(self.form, role).lower()}" if many else words
                for role in self.roles if words}  # fmt: skip

    def titles(self) -> tuple[Title, ...]:
        """What stands above the columns."""
        found = [Title("", weight=NAME_WEIGHT)]
        found += [Title(c.title, c.text, mark_weight(c)) for c in self.columns]
        if self.gaps:
            found.append(Title("Krav og niveau", weight=GAP_WEIGHT))
        if self.field.row_remark and len(self.roles) == 1:
            found.append(Title(self.field.row_remark, weight=REMARK_WEIGHT))
        return tuple(found)

    def shown_titles(self, roles: Collection[PartyRole]) -> list[bool]:
        """Which of :meth:`titles` show when only the marks of ``roles`` do."""
        shown = [True, *(column.role in roles for column in self.columns)]
        if self.gaps:
            shown.append(any(tells(pair, roles) for pair in self.gaps))
        if self.field.row_remark and len(self.roles) == 1:
            shown.append(self.roles[0] in roles)
        return shown


def mark_weight(column: MarkColumn) -> float:
    """A column's share of the width: what its boxes take."""
    return max(1.0, _MARK_PER_STEP * len(column.scale.steps))


def tells(pair: tuple[MarkColumn, MarkColumn], roles: Collection[PartyRole]) -> bool:
    """Whether a gap shows when only the marks of ``roles`` do."""
    return all(column.role in roles for column in pair)
