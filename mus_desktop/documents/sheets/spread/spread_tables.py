"""The two pieces of a spread that are as wide as the page: the matrix, and the plan in the centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mus_desktop.documents.sheets.sheet_markup import divide_width, questions, styled_lines, tick_grid
from mus_desktop.documents.sheets.spread.spread_items import Centre, Matrix, Part
from mus_desktop.documents.sheets.spread.spread_markup import (
    NOTE,
    SpreadMarkup,
    heading,
    inner_width,
    room_to_write,
)
from mus_desktop.documents.word.markup import Cell, Markup, element, joined, paragraph, row, table
from mus_desktop.documents.word.pages.text_measure import text_width
from mus_desktop.model.form import BoardField, ChoiceField, Field, InfoField, NotesField, PlanField, Tab

_SIDE_SHARE = 0.26
"""The width of the themes at one side of the plan, as a share of the page."""
_THEME_LETTERS = 32
"""The size of the letters of a theme's title in half points, at most."""
_AGREEMENT_TITLE = 380
"""The height of the title of a column of a small plan, in twips."""
_LEAST_ROW = 2_400
"""The least height of a row of the matrix in twips (42 mm)."""


def matrix_markup(matrix: Matrix, width: int, writing: float, *, has_board: bool) -> Markup:
    """Return ``matrix`` as a table: themes as rows; questions, keywords, notes and agreements as columns."""
    widths = _matrix_widths(matrix, width)
    height = int(max(_LEAST_ROW, NOTE * 1.5 * writing))
    rows = row(
        [Cell(w, body) for w, body in zip(widths, _matrix_head(matrix, has_board=has_board), strict=True)], header=True
    )
    for number, theme in enumerate(matrix.themes):
        rows += _matrix_row(matrix, theme, widths, height, first=number == 0)
    return table("Plantabel", widths, rows, heading=True, caption=_theme_word(has_board=has_board))


def _matrix_widths(matrix: Matrix, width: int) -> list[int]:
    words = [word for tab, *_ in matrix.themes for word in tab.title.split()]
    themes = max(1_500, *(int(text_width(word, _THEME_LETTERS, bold=True)) + 280 for word in words))
    weights = [28, 17, 27, 28] if matrix.keywords else [34, 32, 34]
    return [themes, *divide_width(width - themes, weights)]


def _theme_word(*, has_board: bool) -> str:
    return "Perspektiver" if has_board else "Temaer"


def _matrix_head(matrix: Matrix, *, has_board: bool) -> list[Markup]:
    _, note, infos, plan = matrix.themes[0]
    asks = note.text.strip().rstrip(":") or "Spørgsmål"
    head = [styled_lines("Kolonnetitel", _theme_word(has_board=has_board)), styled_lines("Kolonnetitel", asks)]
    if matrix.keywords:
        head.append(
            styled_lines("Kolonnetitel", matrix.keywords.title) + styled_lines("Kolonnetekst", matrix.keywords.text)
        )
    common = infos if _is_common(matrix, infos) else ()
    above = joined(_reading(info) for info in common)
    agreed = styled_lines("Kolonnetitel", plan.title) + styled_lines("Kolonnetekst", plan.text)
    return [*head, styled_lines("Kolonnetitel", note.title), above + agreed]


def _is_common(matrix: Matrix, infos: Sequence[InfoField]) -> bool:
    """Return whether every theme has the same texts, so that they need to be printed only once."""
    texts = [(info.title, info.text) for info in infos]
    return all([(i.title, i.text) for i in others] == texts for _, _, others, _ in matrix.themes)


def _reading(info: InfoField) -> Markup:
    return styled_lines("Kolonnetitel", info.title) + styled_lines("Kolonnetekst", info.text)


def _matrix_row(
    matrix: Matrix,
    theme: tuple[Tab, NotesField, tuple[InfoField, ...], PlanField],
    widths: Sequence[int],
    height: int,
    *,
    first: bool,
) -> Markup:
    tab, note, infos, plan = theme
    first_note, first_plan = matrix.themes[0][1], matrix.themes[0][3]
    own = [] if _is_common(matrix, infos) else joined(_reading(info) for info in infos)
    note_head = _if_other("Kolonnetitel", note.title, first_note.title)
    asks = _if_other("Ledetekst", note.text, first_note.text) + questions(note.prompts)
    plan_head = own + _if_other("Kolonnetitel", plan.title, first_plan.title)
    plan_head += _if_other("Kolonnetekst", plan.text, first_plan.text)
    cells = [Cell(widths[0], heading(tab)), Cell(widths[1], asks or paragraph("Celle"))]
    if matrix.keywords:
        cells.append(_keyword_cell(matrix.keywords, widths[2], first=first))
    cells.append(Cell(widths[-2], note_head + room_to_write(inner_width(widths[-2]), height - 150)))
    cells.append(Cell(widths[-1], plan_head + _agreements(plan, inner_width(widths[-1]), height)))
    return row(cells, height=height)


def _if_other(style: str, text: str, printed: str) -> Markup:
    """Return ``text`` unless the head of the column has it already."""
    return [] if text == printed else styled_lines(style, text)


def _keyword_cell(keywords: ChoiceField, width: int, *, first: bool) -> Cell:
    """Return the cell of the keywords, which goes through all rows: they belong to every theme."""
    if not first:
        return Cell(width, paragraph("Slut"), formatting=[element("vMerge")])
    columns = 2 if max(map(len, keywords.options), default=0) * 2 * 115 < width else 1
    body = tick_grid(keywords.options, inner_width(width), columns)
    return Cell(width, body, formatting=[element("vMerge", val="restart")])


def _agreements(plan: PlanField, width: int, height: int) -> Markup:
    """Return the columns of ``plan`` one below the other, each with its share of ``height`` to write on."""
    share = height / len(plan.columns) - _AGREEMENT_TITLE
    return joined(
        styled_lines("Kolonnetitel", column.title)
        + styled_lines("Kolonnetekst", column.text)
        + room_to_write(width, share)
        for column in plan.columns
    )


def centre_markup(centre: Centre, builder: SpreadMarkup, width: int, height: int, rooms: Mapping[str, float]) -> Markup:
    """Return the plan between the themes: as many rows as one side has themes; the plan goes through all of them.

    ``height`` is that of the whole; ``rooms`` scale the room to write of each theme, by its key.
    """
    side = side_width(width)
    widths = [side, width - 2 * side, side]
    plan = plan_in_centre(centre, builder, widths[1], rooms[centre.plan[0].tab.key])
    rows: Markup = []
    for number, themes in enumerate(zip(centre.left, centre.right, strict=True)):
        left, right = (Cell(side, corner(part, builder, side, rooms[part.tab.key])) for part in themes)
        merge = element("vMerge", val="restart") if number == 0 else element("vMerge")
        middle = Cell(widths[1], plan if number == 0 else paragraph("Slut"), formatting=[merge])
        rows += row([left, middle, right], height=height // len(centre.left))
    return table("Samtaletabel", widths, rows, heading=False, caption=centre.plan[0].tab.title)


def side_width(width: int) -> int:
    """Return the width of the themes at one side of the plan on a page of ``width``."""
    return int(width * _SIDE_SHARE)


def corner(part: Part, builder: SpreadMarkup, width: int, room: float) -> Markup:
    """Return the content of a theme beside the plan; ``width`` is that of its cell."""
    return heading(part.tab) + builder.part(part, inner_width(width), room)


def plan_in_centre(centre: Centre, builder: SpreadMarkup, width: int, room: float) -> Markup:
    """Return the content of the cell of the plan."""
    parts = joined(builder.part(part, inner_width(width), room) for part in centre.plan)
    return heading(centre.plan[0].tab) + parts


def has_board(fields: Sequence[Field]) -> bool:
    """Return whether the form has a board, whose areas are perspectives."""
    return any(isinstance(field, BoardField) for field in fields)
