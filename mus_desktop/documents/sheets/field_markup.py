"""The markup of each kind of field on a sheet to fill in by hand: one function per kind, with room to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mus_desktop.documents.content import SheetContent, StatusLine
from mus_desktop.documents.plan.blank_answers import BOX, steps
from mus_desktop.documents.sheets.fill_in import cell_to_fill_in, date_to_fill_in, number_to_fill_in
from mus_desktop.documents.sheets.past_agreements import BLANK_ROWS, past_agreements, past_widths
from mus_desktop.documents.sheets.scales import legend
from mus_desktop.documents.sheets.sheet_markup import (
    LINE_HEIGHT,
    divide_width,
    empty_table,
    fact_lines,
    paragraph_of_runs,
    questions,
    run,
    styled_lines,
    tick_box,
    tick_grid,
    writing_lines,
)
from mus_desktop.documents.word.markup import Markup, joined, paragraph
from mus_desktop.documents.word.template_names import ROW_HEADING, folded_columns, unfolded_columns
from mus_desktop.documents.word.widths import column_widths
from mus_desktop.model.form import (
    BoardField,
    CheckField,
    ChoiceField,
    Column,
    ColumnType,
    DateField,
    Fact,
    Field,
    FollowUpField,
    Form,
    InfoField,
    NotesField,
    NumberField,
    PartyRole,
    PlanField,
    PreviousPlanField,
    RatingField,
    SignaturesField,
    TableField,
    TextField,
)

_ROW = 620
_AGREEMENT = 1_140
"""Heights of a row: one line written by hand, and two."""
_TICKED_ROW = 440
_USUAL_WRITING_TITLE = "Noter"
_CARD_WIDTH = 2_700
_STATUS_WIDTH = 2_200
"""The least width of the statuses to tick, with letters of 9 points."""
DAY = Column("dato", "Dato", type=ColumnType.DATE)
REMARK = Column("bemaerkning", "Bemærkning")
"""The columns of a follow-up."""


@dataclass(slots=True)
class SheetLayout:
    """What the fields of one sheet have in common: the form, the width available, and the party whose sheet it is.

    ``height_scale`` scales the height of rows, ``row_scale`` the number of empty ones; ``letter_scale`` is the size of
    the letters of column titles, compared with 9 points. ``explained_scales`` are the keys of the rating scales that
    the sheet has explained already: each is explained only once. ``earlier`` are the agreements of earlier plans.
    """

    form: Form
    width: int
    party: PartyRole = PartyRole.SHARED
    height_scale: float = 1.0
    row_scale: float = 1.0
    least_row: int = 0
    letter_scale: float = 1.0
    facts: Mapping[Fact, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    explained_scales: set[str] = field(default_factory=set)
    earlier: tuple[StatusLine, ...] = ()

    def scaled_height(self, height: int) -> int:
        """Return ``height`` scaled for this sheet; it never shrinks below ``least_row``."""
        return max(min(height, self.least_row), int(height * self.height_scale))

    def row_count(self, usual: int) -> int:
        """Return how many empty rows to print where there are ``usual`` ones."""
        return max(usual, round(usual * self.row_scale))


def layout_of(
    content: SheetContent, width: int, party: PartyRole = PartyRole.SHARED, *, height_scale: float = 1.0
) -> SheetLayout:
    """Return the layout of a sheet with ``content``, ``width`` twips wide."""
    return SheetLayout(
        content.form,
        width,
        party,
        height_scale,
        facts=content.facts,
        settings=content.settings,
        earlier=content.earlier,
    )


def fillable_field(field_: Field, layout: SheetLayout) -> Markup:
    """Return the markup of a field: its title, its explanation, and space to answer."""
    return FIELD_MARKUP[type(field_)](field_, layout)


def title_and_text(field_: Field) -> Markup:
    """Return the markup of a field's title and explanation."""
    return styled_lines("Felttitel", field_.title) + styled_lines("Ledetekst", field_.text)


def _info(info: InfoField, layout: SheetLayout) -> Markup:
    stored_text = layout.settings.get(info.setting, "") if info.setting else ""
    facts = [(label, layout.facts.get(fact, "")) for fact, label in info.facts.items()]
    return (
        styled_lines("Felttitel", info.title)
        + styled_lines("Vejledning", stored_text or info.text)
        + fact_lines(facts, layout.width)
    )


def _date(date_field: DateField, layout: SheetLayout) -> Markup:  # noqa: ARG001  same signature as the others
    return title_and_text(date_field) + date_to_fill_in()


def _text(text: TextField, layout: SheetLayout) -> Markup:
    return title_and_text(text) + writing_lines(text.lines, layout.width)


def _number(number: NumberField, layout: SheetLayout) -> Markup:
    return title_and_text(number) + number_to_fill_in(number.unit, layout.width)


def _check(check: CheckField, layout: SheetLayout) -> Markup:  # noqa: ARG001  same signature as the others
    return tick_box(check.title) + styled_lines("Ledetekst", check.text)


def _notes(notes: NotesField, layout: SheetLayout) -> Markup:
    # More questions need more lines, within what looks right on a page.
    count = max(4, min(9, 3 + len(notes.prompts)))
    lines = writing_lines(count, layout.width, layout.scaled_height(LINE_HEIGHT))
    return title_and_text(notes) + questions(notes.prompts) + writing_label(notes) + lines


def writing_label(notes: NotesField) -> Markup:
    """Return the label over the space to write in: the form's own, or else *Noter* where the title does not say it."""
    label = notes.writing_title or _USUAL_WRITING_TITLE
    is_title = label.rstrip(":").casefold() == notes.title.rstrip(":").casefold()
    return [] if is_title else styled_lines("Notetitel", label)


def _choice(choice: ChoiceField, layout: SheetLayout) -> Markup:
    longest = max((len(option) for option in choice.options), default=0)
    columns_of_boxes = layout.width // max(_CARD_WIDTH, longest * 130)
    return title_and_text(choice) + tick_grid(choice.options, layout.width, columns_of_boxes)


def _board(board: BoardField, layout: SheetLayout) -> Markup:
    widths = divide_width(layout.width, [1] * len(board.areas))
    headings = [(area, "") for area in board.areas]
    return title_and_text(board) + empty_table(
        headings, widths, [""], caption=board.title, height=layout.scaled_height(2_200)
    )


def _table(table: TableField, layout: SheetLayout) -> Markup:
    titles = [Column("", ROW_HEADING)] if table.rows else []
    row_labels = table.rows or [""] * layout.row_count(max(3, table.min_rows))
    columns = [*titles, *table.columns]
    return title_and_text(table) + _grid(columns, row_labels, layout, table.title, _ROW, texts=table.row_texts)


def _plan(plan: PlanField, layout: SheetLayout) -> Markup:
    rows = layout.row_count(max(2, plan.min_rows))
    row_labels = [f"{number})" for number in range(1, rows + 1)] if plan.numbered else [""] * rows
    height = _AGREEMENT if not plan.groups else _ROW
    markup = title_and_text(plan) + _grid(unfolded_columns(plan), row_labels, layout, plan.title, height, plan.groups)
    for title, columns in folded_columns(plan).items():
        markup += styled_lines("Gruppe", title) + _grid(columns, [""], layout, title, _ROW)
    return markup


def _follow_up(follow_up: FollowUpField, layout: SheetLayout) -> Markup:
    titles = [Column("", ROW_HEADING)] if follow_up.rows else []
    row_labels = follow_up.rows or [""] * layout.row_count(2)
    return title_and_text(follow_up) + _grid([*titles, DAY, REMARK], row_labels, layout, follow_up.title, _ROW)


def _previous(previous: PreviousPlanField, layout: SheetLayout) -> Markup:
    # Two statuses beside each other need so much, also in a narrow table.
    widths = past_widths(layout.width, int(_STATUS_WIDTH * layout.letter_scale))
    height, blank_rows = layout.scaled_height(_ROW), layout.row_count(BLANK_ROWS)
    return title_and_text(previous) + past_agreements(layout.earlier, widths, height, previous.title, blank_rows)


def _rating(rating: RatingField, layout: SheetLayout) -> Markup:
    scale = layout.form.scale(rating.scale)
    already_explained = rating.scale in layout.explained_scales
    layout.explained_scales.add(rating.scale)
    markup = title_and_text(rating) + ([] if already_explained else legend(scale, layout.width))
    # The guide is for both parties, so it shows the columns of both.
    own_columns = [c for c in rating.columns if layout.party is PartyRole.SHARED or c.by in {None, layout.party}]
    # Without columns of its own, a rating is a grid of boxes to tick, one for each step of the scale.
    headings = [(column.title, column.text) for column in own_columns] or [(str(s.value), "") for s in scale.steps]
    remark_headings = [(rating.row_remark, "")] if rating.row_remark else []
    widths = divide_width(
        layout.width, [4, *[1.5 if rating.columns else 0.7] * len(headings), *[3] * len(remark_headings)]
    )
    box = paragraph_of_runs("Stikord", run(BOX, "Boks"))
    to_ring = [paragraph("Celle", steps(layout.form.scale(c.scale or rating.scale))) for c in own_columns]
    preprinted = dict(enumerate(to_ring or [box] * len(headings), 1))
    # Blank rows are repeated in every group, so each needs fewer.
    row_labels = rating.rows or [""] * layout.row_count(3 if rating.groups else 5)
    markup += empty_table(
        [(ROW_HEADING, ""), *headings, *remark_headings],
        widths,
        row_labels,
        caption=rating.title,
        # Only a row without anything to write is lower than a line written by hand.
        height=layout.scaled_height(_TICKED_ROW if rating.rows and not own_columns and not remark_headings else _ROW),
        groups=rating.groups or ("",),
        cells=preprinted,
        texts=rating.row_texts,
    )
    return markup + (
        styled_lines("Ledetekst", rating.remark) + writing_lines(layout.row_count(3), layout.width)
        if rating.remark
        else []
    )


def _signatures(signatures: SignaturesField, layout: SheetLayout) -> Markup:
    facts = [(label, "") for label in signatures.labels]
    return (
        styled_lines("Felttitel", signatures.title)
        + styled_lines("Ledetekst", signatures.meaning)
        + fact_lines(facts, layout.width)
    )


def _grid(
    columns: Sequence[Column],
    row_labels: Sequence[str],
    layout: SheetLayout,
    caption: str,
    height: int,
    groups: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
) -> Markup:
    headings = [(column.title + (f" ({column.unit})" if column.unit else ""), column.text) for column in columns]
    widths = column_widths(columns, layout.width, layout.letter_scale, row_labels)
    return _legends(columns, layout) + empty_table(
        headings,
        widths,
        row_labels,
        caption=caption,
        height=layout.scaled_height(height),
        groups=groups or ("",),
        cells={n: cell_to_fill_in(c, layout.form) for n, c in enumerate(columns)},
        texts=texts,
    )


def _legends(columns: Sequence[Column], layout: SheetLayout) -> Markup:
    """Return the explanation of each scale of ``columns`` that the sheet has not explained yet."""
    scales = dict.fromkeys(c.scale for c in columns if c.scale and c.scale not in layout.explained_scales)
    layout.explained_scales.update(scales)
    return joined(legend(layout.form.scale(key), layout.width) for key in scales)


FIELD_MARKUP: Mapping[type[Field], Callable[[Any, SheetLayout], Markup]] = {
    InfoField: _info,
    TextField: _text,
    DateField: _date,
    NumberField: _number,
    CheckField: _check,
    NotesField: _notes,
    ChoiceField: _choice,
    BoardField: _board,
    RatingField: _rating,
    TableField: _table,
    PlanField: _plan,
    PreviousPlanField: _previous,
    FollowUpField: _follow_up,
    SignaturesField: _signatures,
}
"""The function for each kind of field."""
