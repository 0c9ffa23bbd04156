"""The template markup of each kind of field in a plan: one function per kind, with the loops included.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mus_desktop.documents.plan.column_titles import column_title
from mus_desktop.documents.plan.headings import GROUP_NAME_LINES
from mus_desktop.documents.plan.signature_block import signature_block
from mus_desktop.documents.word.cell_gaps import widths_with_gaps, with_gaps
from mus_desktop.documents.word.markup import (
    Cell,
    Markup,
    bordered,
    element,
    joined,
    literal,
    loop,
    only_if,
    paragraph,
    part_row,
    repeated_paragraph,
    row,
    table,
)
from mus_desktop.documents.word.template_names import (
    ADDITIONS,
    FACT_NAMES,
    NAME_LINES,
    NOTES,
    ROW_HEADING,
    ROW_TEXT,
    folded_columns,
    name_of,
    unfolded_columns,
    writing_lines_of,
)
from mus_desktop.documents.word.widths import TEXT_WIDTH, column_widths
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
    NumberField,
    PlanField,
    PreviousPlanField,
    RatingField,
    SignaturesField,
    TableField,
    TextField,
)

_NUMBER_WIDTH = 520
_AGREEMENT_HEIGHT = 960
_LIST_HEIGHT = 560
_ROW_TITLE = Column("titel", ROW_HEADING)
# The types of these columns only determine their widths; see :mod:`mus_desktop.documents.word.widths`.
_DAY = Column("dato", "Dato", type=ColumnType.NUMBER)
_REMARK = Column("bemaerkning", "Bemærkning")
_AGREED = Column("aftalt", "Aftale")
_STATUS = Column("status", "Status", type=ColumnType.DATE)
_REVIEW_COLUMNS = (_AGREED, _STATUS, _REMARK)
_SUBJECT = Column("emne", "Tema og spørgsmål", type=ColumnType.RATING)
_NOTE = Column("note", "Fælles note")
_BUILT_IN_COLUMNS = (_ROW_TITLE, _DAY, _REMARK, _AGREED, _STATUS, _SUBJECT, _NOTE)
_NOTES_TITLE = "Noter, der følger planen"
_NOTES_TEXT = "Alle parter i samtalen har sat hak ved, at disse fælles noter må følge planen."
_FACTS_IN_A_ROW = 3
_LINE_HEIGHT = 640
_WRITING_LINE = 540


def facts_block(labels: Mapping[Fact, str], *, for_groups: bool = False) -> Markup:
    """Return the known facts under their labels (text of the template), each on a line to write on.

    ``for_groups``: the names have a line of their own, and a blank plan further lines for them.
    """
    alone = [item for item in labels.items() if for_groups and item[0] is Fact.EMPLOYEE]
    facts = [item for item in labels.items() if item not in alone]
    lines = [facts[at : at + _FACTS_IN_A_ROW] for at in range(0, len(facts), _FACTS_IN_A_ROW)]
    names = joined(_facts_line([name]) for name in alone)
    return names + (only_if(NAME_LINES, _lines(GROUP_NAME_LINES)) if alone else []) + joined(map(_facts_line, lines))


def _facts_line(line: Sequence[tuple[Fact, str]]) -> Markup:
    # Every second width is that of a gap.
    widths = widths_with_gaps([2 if fact is Fact.EMPLOYEE else 1 for fact, _ in line])
    cells = [
        Cell(
            width,
            paragraph("Etiket", label) + paragraph("Oplysning", f"{{{{ {FACT_NAMES[fact]} }}}}"),
            formatting=bordered("bottom"),
        )
        for width, (fact, label) in zip(widths[::2], line, strict=True)
    ]
    return table("Linjer", widths, row(with_gaps(cells), height=_LINE_HEIGHT), heading=False) + paragraph("Slut")


def _plan(field: PlanField) -> Markup:
    name = name_of(field.key)
    # Each group has a loop of its own, so that its title is printed above its rows.
    sources = [(f"{name}_{n}", group) for n, group in enumerate(field.groups, 1)] or [(name, "")]
    return _grid(
        unfolded_columns(field),
        sources,
        numbered=field.numbered,
        caption=field.title,
        height=_AGREEMENT_HEIGHT,
        folds=tuple(folded_columns(field)),
    )


def _follow_up(field: FollowUpField) -> Markup:
    title_columns = [_ROW_TITLE] if field.rows else []
    columns = [*title_columns, _DAY, _REMARK]
    return _grid(columns, [(name_of(field.key), "")], numbered=False, caption=field.title)


def _table(field: TableField) -> Markup:
    title_columns = [_ROW_TITLE] if field.rows else []
    return _grid(
        [*title_columns, *field.columns],
        [(name_of(field.key), "")],
        numbered=False,
        caption=field.title,
        with_row_texts=bool(field.row_texts),
    )


def _grid(
    columns: Sequence[Column],
    sources: Sequence[tuple[str, str]],
    *,
    numbered: bool,
    caption: str,
    height: int = _LIST_HEIGHT,
    folds: Sequence[str] = (),
    with_row_texts: bool = False,
) -> Markup:
    numbers = [_NUMBER_WIDTH] if numbered else []
    widths = column_widths(columns, TEXT_WIDTH - sum(numbers))
    heading_cells = [Cell(width, _heading(column)) for width, column in zip(widths, columns, strict=True)]
    if numbered:
        # The number has no heading: the title of the first column spans both, and no line separates them.
        heading_cells[0] = Cell(_NUMBER_WIDTH + widths[0], heading_cells[0].body, span=2)
    cells = [Cell(width, _cell(column, with_row_texts)) for width, column in zip(widths, columns, strict=True)]
    if numbered:
        tight = element("tcMar", element("right", w=0, type="dxa"))
        number_formatting = [element("tcBorders", element("right", val="nil")), element("noWrap"), tight]
        cells[0] = Cell(widths[0], cells[0].body, formatting=[element("tcBorders", element("left", val="nil"))])
        cells.insert(0, Cell(_NUMBER_WIDTH, paragraph("Nummer", "{{ aftale.nr }}"), formatting=number_formatting))
    rows = row(heading_cells, header=True)
    for source, group in sources:
        if group:
            rows += row([Cell(TEXT_WIDTH, paragraph("Gruppe", literal(group)), len(cells))])
        body = row(cells, height=height) + _folded_rows(folds, len(cells))
        rows += loop(source, body, TEXT_WIDTH, len(cells))
    return table("Plantabel", [*numbers, *widths], rows, heading=True, caption=caption)


def _folded_rows(folds: Sequence[str], columns: int) -> Markup:
    """Return a row below an agreement for each folded group; the template leaves it out when it is empty.

    It is indented, without a line above it, so that it does not look like a row of its own.
    """
    return joined(
        part_row(
            f"aftale.mere_{number}",
            paragraph("Tillaegstitel", literal(title)) + repeated_paragraph("Tillaeg", f"aftale.mere_{number}"),
            TEXT_WIDTH,
            columns,
            formatting=[element("tcBorders", element("top", val="nil"))],
        )
        for number, title in enumerate(folds, 1)
    )


def _cell(column: Column, with_row_texts: bool) -> Markup:
    """Return the content of a column in each row; below the title of a fixed row is the text that explains it."""
    body = repeated_paragraph("Celle", f"aftale.{_column_name(column)}")
    return (
        body + repeated_paragraph("Kolonnetekst", f"aftale.{ROW_TEXT}")
        if with_row_texts and column is _ROW_TITLE
        else body
    )


def _column_name(column: Column) -> str:
    """Return the name of a column in a row: its own key for the program's columns, else that of :func:`name_of`."""
    return column.key if column in _BUILT_IN_COLUMNS else name_of(column.key)


def _heading(column: Column) -> Markup:
    text = paragraph("Kolonnetekst", literal(column.text)) if column.text else []
    return paragraph("Kolonnetitel", literal(column_title(column))) + text


def _answer_paragraphs(field: Field) -> Markup:
    return repeated_paragraph("Normal", name_of(field.key))


def _text(field: TextField) -> Markup:
    """Return the text as paragraphs; in a blank plan, lines to write on."""
    return _answer_paragraphs(field) + only_if(writing_lines_of(field.key), _lines(field.lines))


def _lines(count: int) -> Markup:
    """Return lines to write on by hand."""
    line = Cell(TEXT_WIDTH, paragraph("Celle"), formatting=bordered("bottom"))
    return table("Linjer", [TEXT_WIDTH], row([line], height=_WRITING_LINE) * count, heading=False)


def _previous(field: PreviousPlanField) -> Markup:
    return _grid(_REVIEW_COLUMNS, [(name_of(field.key), "")], numbered=False, caption=field.title)


def notes_block() -> Markup:
    """Return the shared notes that follow the plan; the template leaves them out when there are none."""
    heading = paragraph("Heading2", _NOTES_TITLE) + paragraph("Normal", _NOTES_TEXT)
    return only_if(NOTES, heading + _grid((_SUBJECT, _NOTE), [(NOTES, "")], numbered=False, caption=_NOTES_TITLE))


def additions_block() -> Markup:
    """Return the additions to the plan itself after signature; the template leaves them out when there are none."""
    heading = paragraph("Heading2", "Tilføjet efter underskrift")
    return only_if(ADDITIONS, heading + repeated_paragraph("Normal", ADDITIONS))


SECTIONS: Mapping[type[Field], Callable[[Any], Markup]] = {
    PlanField: _plan,
    FollowUpField: _follow_up,
    TableField: _table,
    SignaturesField: signature_block,
    PreviousPlanField: _previous,
    TextField: _text,
    **dict.fromkeys((DateField, CheckField, NumberField, ChoiceField, BoardField, RatingField), _answer_paragraphs),
}
"""The kinds that may be printed in a plan document; info never is, and notes are in :func:`notes_block`."""
