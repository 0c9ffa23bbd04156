"""The parts of a spread: what stands together in one cell, and which parts belong under one heading.

Everything is derived from the form: its tabs, the kinds of its fields, and how many themes the parties choose among.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mus_desktop.documents.sheets.spread.spread_widths import EMPTY, least_units
from mus_desktop.documents.sheets.themes import without_repeated_title
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import (
    CheckField,
    ChoiceField,
    DateField,
    Field,
    InfoField,
    NotesField,
    NumberField,
    PartyRole,
    PlanField,
    Tab,
    TextField,
)

_SMALL = (CheckField, TextField, DateField, NumberField)
_FEW_COLUMNS = 2
_MANY_THEMES = 4


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one cell of a spread: fields of one tab, one below the other."""

    tab: Tab
    fields: tuple[Field, ...]

    @property
    def narrowest(self) -> int:
        """The least width, in columns of the grid, at which one can write well in it."""
        return max((least_units(field) for field in self.fields), default=EMPTY)

    @property
    def tightest(self) -> int:
        """The least width where a form has very much: one can still write, and no word of a title is divided."""
        return max((least_units(field, crowded=True) for field in self.fields), default=EMPTY)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes that each have a note and a small plan, as the rows of one table, with the keywords in a column."""

    themes: tuple[tuple[Tab, NotesField, tuple[InfoField, ...], PlanField], ...]
    keywords: ChoiceField | None


@dataclass(frozen=True, slots=True)
class Centre:
    """A plan in the middle of the themes that the parties choose among: half of them at its left, half at its right."""

    left: tuple[Part, ...]
    plan: tuple[Part, ...]
    right: tuple[Part, ...]


Piece = Part | Matrix | Centre


def theme_of(piece: Piece) -> Tab | None:
    """Return the theme that ``piece`` belongs to or ends with; none for a matrix of several."""
    match piece:
        case Part():
            return piece.tab
        case Centre():
            return piece.plan[0].tab
    return None


def pieces_of(tabs: Sequence[Tab]) -> list[Piece]:
    """Return the pieces of a spread in their order; ``tabs`` are those of the form in the order to print them."""
    shown = [tab for tab in (_without_leaders_fields(tab) for tab in tabs) if tab]
    matrix = _matrix(shown)
    if matrix:
        return _around_matrix(shown, matrix)
    centre = _centre(shown)
    if centre:
        return _around_centre(shown, centre)
    return plain_pieces_of(tabs)


def plain_pieces_of(tabs: Sequence[Tab]) -> list[Piece]:
    """Return the parts of ``tabs`` one after the other, without a matrix or a plan in the centre."""
    return [part for tab in tabs if (shown := _without_leaders_fields(tab)) for part in parts_of(shown)]


def _without_leaders_fields(tab: Tab) -> Tab | None:
    """Return ``tab`` as both parties may see it; none if it is for the leader alone, of which nothing is printed."""
    fields = tuple(f for f in tab.fields if may_print_questions(DocumentKind.GUIDE, f, PartyRole.SHARED))
    if tab.fields and not fields:
        return None
    return replace(tab, fields=tuple(without_repeated_title(fields, tab)))


def parts_of(tab: Tab) -> Iterator[Part]:
    """Yield the parts of ``tab``: small fields stand below each other, a mere title above the next."""
    waiting: list[Field] = []
    following: Field | None
    for field, following in zip(tab.fields, [*tab.fields[1:], None], strict=True):
        waiting.append(field)
        if _is_mere_title(field) or (isinstance(field, _SMALL) and isinstance(following, _SMALL)):
            continue
        yield Part(tab, tuple(waiting))
        waiting = []
    if waiting or not tab.fields:
        yield Part(tab, tuple(waiting))


def _is_mere_title(field: Field) -> bool:
    return isinstance(field, InfoField) and not field.text.strip() and not field.setting


def _matrix(tabs: Sequence[Tab]) -> Matrix | None:
    themes = tuple(theme for theme in map(_theme, tabs) if theme)
    if len(themes) < _FEW_COLUMNS:
        return None
    choices = [f for tab in tabs for f in tab.fields if isinstance(f, ChoiceField) and f.cards]
    return Matrix(themes, choices[0] if len(choices) == 1 else None)


def _theme(tab: Tab) -> tuple[Tab, NotesField, tuple[InfoField, ...], PlanField] | None:
    """Return the parts of a tab that has a note with a small plan, and nothing else but texts; none for other tabs."""
    infos = tuple(field for field in tab.fields if isinstance(field, InfoField))
    match [field for field in tab.fields if not isinstance(field, InfoField)]:
        case [NotesField() as note, PlanField() as plan] if _is_small(plan) and not any(i.facts for i in infos):
            return tab, note, infos, plan
    return None


def _is_small(plan: PlanField) -> bool:
    return len(plan.columns) <= _FEW_COLUMNS and not plan.groups


def _around_matrix(tabs: Sequence[Tab], matrix: Matrix) -> list[Piece]:
    """Return the pieces with ``matrix`` where its first theme stands in the form."""
    rows = {tab.key for tab, *_ in matrix.themes}
    pieces: list[Piece] = []
    for tab in tabs:
        if tab.key == matrix.themes[0][0].key:
            pieces.append(matrix)
        if tab.key not in rows:
            fields = tuple(field for field in tab.fields if field is not matrix.keywords)
            pieces += parts_of(replace(tab, fields=fields))
    return pieces


def _centre(tabs: Sequence[Tab]) -> Centre | None:
    themes = [tab for tab in tabs if tab.optional and not _has_plan(tab)]
    plans = [tab for tab in tabs if _has_plan(tab)]
    if len(themes) < _MANY_THEMES or len(themes) % 2 or len(plans) != 1:
        return None
    half = len(themes) // 2
    left, right = (tuple(Part(tab, tab.fields) for tab in side) for side in (themes[:half], themes[half:]))
    return Centre(left, _until_plan(plans[0]), right)


def _until_plan(tab: Tab) -> tuple[Part, ...]:
    """Return the parts of ``tab`` up to its last plan; what follows is not needed in the centre."""
    parts = list(parts_of(tab))
    last = max(n for n, part in enumerate(parts) if any(isinstance(f, PlanField) for f in part.fields))
    return tuple(parts[: last + 1])


def _has_plan(tab: Tab) -> bool:
    return any(isinstance(field, PlanField) for field in tab.fields)


def _around_centre(tabs: Sequence[Tab], centre: Centre) -> list[Piece]:
    """Return the pieces with ``centre`` where the plan stands in the form."""
    inside = {part.tab.key for part in (*centre.left, *centre.right)}
    plan_tab = centre.plan[0].tab.key
    pieces: list[Piece] = []
    for tab in tabs:
        if tab.key == plan_tab:
            pieces.append(centre)
            pieces += list(parts_of(tab))[len(centre.plan) :]
        elif tab.key not in inside:
            pieces += parts_of(tab)
    return pieces
