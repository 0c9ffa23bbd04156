"""The markup of the pieces of a spread, with as much room to write as the page has left for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.field_markup import fillable_field, layout_of, writing_label
from mus_desktop.documents.sheets.sheet_markup import questions, styled_lines, writing_lines
from mus_desktop.documents.sheets.spread.spread_bands import ABOVE_HEADING
from mus_desktop.documents.sheets.spread.spread_items import Part
from mus_desktop.documents.word.markup import WORD, Cell, Markup, element, joined, paragraph
from mus_desktop.documents.word.pages.flow import set_space_above
from mus_desktop.model.form import (
    BoardField,
    Field,
    FollowUpField,
    Form,
    InfoField,
    NotesField,
    PlanField,
    PreviousPlanField,
    RatingField,
    SignaturesField,
    Tab,
    TableField,
)

_W = f"{{{WORD}}}"
LINE = 575
"""The least height of a line to write on by hand, in twips (10.1 mm)."""
NOTE, SHORT_NOTE = 2_600, 1_800
"""The usual height of the room for a note, in twips: 46 mm, and 32 mm for a note without questions."""
LEAST_ROW_SCALE = 0.5
"""Rows of tables shrink to half the usual height, but not below a line to write on by hand."""
_BOARD = 6_000
"""The weight of a board, on which cards are laid."""
_HIGH_ROW, _GOOD_ROW, _MOST_ROWS = 1.7, 1.3, 2.0
"""From which scale a table has more rows instead of higher ones, the scale of its rows then, and the most rows."""
_HIGHEST_ROW = 2.6
"""The largest scale of rows that the form names: there are no more of them."""
_GROWING = (PlanField, PreviousPlanField, TableField, RatingField, FollowUpField)
"""The kinds whose rows are added by the users, unless the form names them."""
_CELL_MARGINS = 260
_HEADING_COLOUR = "EDF2F6"


@dataclass(frozen=True, slots=True)
class SpreadMarkup:
    """Builds the markup of the parts of one guide.

    ``explained_in`` is the key of the field that explains each scale. ``letter_scale``: see the layout of sheets.
    """

    form: Form
    content: SheetContent
    explained_in: Mapping[str, str] = field(default_factory=dict)
    letter_scale: float = 1.0

    def part(self, part: Part, width: int, writing: float, notes: float | None = None) -> Markup:
        """Return the markup of ``part``; ``writing`` scales the usual room to write, and ``notes`` that of notes."""
        notes = writing if notes is None else notes
        markup = (self.field(f, part.tab, width, notes if isinstance(f, NotesField) else writing) for f in part.fields)
        return joined(markup) or paragraph("Slut")

    def field(self, field_: Field, tab: Tab, width: int, writing: float) -> Markup:
        """Return the markup of one field of ``tab``; ``writing`` scales the usual room to write."""
        if isinstance(field_, NotesField):
            return note_text(field_, tab) + room_to_write(width, usual_room(field_) * writing)
        rows, height = _rows(field_, writing)
        # The facts stand at the head of the spread.
        shown = replace(field_, facts={}) if isinstance(field_, InfoField) else field_
        layout = layout_of(self.content, width, height_scale=height)
        layout.row_scale, layout.letter_scale, layout.least_row = rows, self.letter_scale, LINE
        layout.explained_scales = {scale for scale, key in self.explained_in.items() if key != field_.key}
        # The lines to sign on stand clear of the frame below them.
        below = paragraph("Luft") if isinstance(field_, SignaturesField) else []
        return _with_high_lines(fillable_field(shown, layout)) + below


def _with_high_lines(markup: Markup) -> Markup:
    """Return ``markup`` with no line to write on lower than those of a note."""
    for row in (row for one in markup for row in one.iter(f"{_W}tr")):
        styles = [style.get(f"{_W}val") for style in row.iter(f"{_W}pStyle")]
        for height in row.iter(f"{_W}trHeight") if styles == ["Skrivelinje"] else ():
            height.set(f"{_W}val", str(max(LINE, int(height.get(f"{_W}val")))))
    return markup


def _rows(field_: Field, writing: float) -> tuple[float, float]:
    """Return how many times the usual rows there are, and how many times as high each is, for so much room to write.

    Rows shrink only to the height of handwriting, and more rows are of more use than very high ones.
    """
    scale = max(LEAST_ROW_SCALE, writing)
    # A row of boxes to tick needs no more height, but the remark below may have more lines.
    if isinstance(field_, RatingField) and field_.rows:
        return scale, min(scale, _GOOD_ROW)
    if _has_own_rows(field_):
        return 1.0, min(scale, _HIGHEST_ROW)
    if not isinstance(field_, _GROWING) or scale <= _HIGH_ROW:
        return 1.0, scale
    rows = min(_MOST_ROWS, scale / _GOOD_ROW)
    return rows, scale / rows


def _has_own_rows(field_: Field) -> bool:
    """Return whether the form names the rows of a field, so that there are no others."""
    return bool(getattr(field_, "rows", None))


def note_text(note_: NotesField, tab: Tab) -> Markup:
    """Return what stands above the lines of a note: its title unless the theme has the same, and its questions."""
    title = "" if note_.title == tab.title else note_.title
    asks = styled_lines("Ledetekst", note_.text) + questions(note_.prompts)
    return styled_lines("Felttitel", title) + asks + writing_label(note_)


def usual_room(note_: NotesField) -> int:
    """Return the usual height of the room for a note, in twips."""
    return NOTE if note_.prompts else SHORT_NOTE


def room_to_write(width: int, height: float) -> Markup:
    """Return lines to write on that fill ``height``; at least one line."""
    count = max(1, int(height // LINE))
    return writing_lines(count, width, max(LINE, int(height / count)))


def heading(tab: Tab) -> Markup:
    """Return the heading of a theme: its title, with what the form says below it."""
    time = f"{tab.minutes} minutter" if tab.minutes else ""
    below = " · ".join(part for part in (tab.subtitle, time) if part)
    return styled_lines("Tema", tab.title) + styled_lines("Undertitel", below) + styled_lines("Ledetekst", tab.text)


def heading_below(tab: Tab) -> Markup:
    """Return the heading of a theme that begins below another in a column."""
    markup = heading(tab)
    for first in markup[:1]:
        set_space_above(first, ABOVE_HEADING)
    return markup


def continued_heading(tab: Tab) -> Markup:
    """Return the heading of a theme that began in another band; none for one without a title."""
    return styled_lines("Tema", f"{tab.title} (fortsat)") if tab.title else []


def heading_cell(width: int, body: Markup, span: int = 1) -> Cell:
    """Return a shaded cell for the heading of a theme."""
    shade = element("shd", val="clear", color="auto", fill=_HEADING_COLOUR)
    return Cell(width, body or paragraph("Slut"), span, [shade])


def inner_width(width: int) -> int:
    """Return the width inside the margins of a cell."""
    return width - _CELL_MARGINS


def room_in(fields: Iterable[Field]) -> float:
    """Return how much more room to write is of use to ``fields``: the weight of their share of the page."""
    return sum(_room(field_) for field_ in fields)


def _room(field_: Field) -> float:
    if isinstance(field_, NotesField):
        return usual_room(field_)
    if isinstance(field_, BoardField):
        return _BOARD
    return SHORT_NOTE if isinstance(field_, _GROWING) else 0


def scales_explained(fields: Sequence[Field]) -> dict[str, str]:
    """Return the key of the first field that uses each scale: it explains the scale."""
    found: dict[str, str] = {}
    for field_ in fields:
        columns = getattr(field_, "columns", ())
        for scale in (getattr(field_, "scale", ""), *(column.scale for column in columns)):
            found.setdefault(scale, field_.key)
    return found
