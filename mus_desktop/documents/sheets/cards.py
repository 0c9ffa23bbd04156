"""Cards to cut out: the perspectives, their questions, and the keywords, each on a grid of dashed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.sheets.sheet_markup import divide_width, fitted_lines, run, styled_lines
from mus_desktop.documents.word.markup import (
    DASHED_LIST,
    Cell,
    Markup,
    element,
    joined,
    list_item,
    paragraph,
    row,
    table,
)
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.form import BoardField, ChoiceField, Field, Form, NotesField, PartyRole, Prompt, Tab

CARDS_PAPER = Paper(11_906, 16_838, side=850, top=1_134, bottom=850, flows=False)

_SMALL, _LARGE = 1_300, 2_780
"""Heights of a card in twips: 23 mm for a word, 49 mm for a question."""
_THEME_SIZE, _MARGINS = 52, 420
"""The size of a theme in half points, and the margins beside it in its card."""
_TITLE, _RULE = 600, 10
"""Heights of a title above cards with its spacing, and of the line between two rows."""
_LONG_WORD = 15
"""The number of letters from which a word is set smaller, so that it stays on one line."""


def cards_body(content: SheetContent, paper: Paper) -> Markup:
    """Return all cards of ``content.form``; a kind that does not fit below the one before begins a new page."""
    form = content.form
    found = (_themes(form, paper.text_width), _questions(form), _keywords(form))
    groups = [group for group in found if group[1]]
    body = styled_lines("Korttitel", form.title)
    used = _TITLE
    for number, (title, cards, across, height) in enumerate(groups):
        needed = _TITLE + (height + _RULE) * -(-len(cards) // across)
        starts_page = number > 0 and used + needed > paper.text_height
        used = (0 if starts_page else used) + needed
        body += _cards(title, cards, paper.text_width, across, height, starts_page=starts_page)
    return body


def question_groups(form: Form) -> Iterator[tuple[Tab, tuple[tuple[Prompt, ...], ...]]]:
    """Yield each theme with its questions; each question is followed by those nested below it."""
    for tab in form.tabs:
        notes = (f for f in tab.fields if isinstance(f, NotesField) and _shown(f))
        found = tuple(group for note in notes for group in _nested(note.prompts))
        if found:
            yield tab, found


def _nested(prompts: Sequence[Prompt]) -> list[tuple[Prompt, ...]]:
    groups: list[list[Prompt]] = []
    for prompt in prompts:
        if prompt.level == 0 or not groups:
            groups.append([])
        groups[-1].append(prompt)
    return [tuple(group) for group in groups]


def keywords_of(form: Form) -> list[ChoiceField]:
    """Return the fields that hold keywords."""
    return [field for field in _fields(form) if isinstance(field, ChoiceField) and field.cards]


def _fields(form: Form) -> Iterator[Field]:
    return (field for field in form.fields() if _shown(field))


def _shown(field: Field) -> bool:
    return may_print_questions(DocumentKind.CARDS, field, PartyRole.SHARED)


def _themes(form: Form, width: int) -> tuple[str, list[Markup], int, int]:
    boards = [field for field in _fields(form) if isinstance(field, BoardField)]
    # Without a board, the tabs with questions are the themes.
    names = [area for board in boards for area in board.areas] or [tab.title for tab, _ in question_groups(form)]
    cards = [fitted_lines("Korttema", name, _THEME_SIZE, width // 2 - _MARGINS) for name in names]
    return "Perspektiver" if boards else "Temaer", cards, 2, _LARGE


def _questions(form: Form) -> tuple[str, list[Markup], int, int]:
    cards = [_question(tab.title, group) for tab, groups in question_groups(form) for group in groups]
    return "Spørgsmål", cards, 2, _LARGE


def _question(theme: str, group: Sequence[Prompt]) -> Markup:
    first, *nested = group
    below = joined(list_item("Kortunder", run(prompt.text), number=DASHED_LIST) for prompt in nested)
    return styled_lines("Kortmaerke", theme) + styled_lines("Kortspoergsmaal", first.text) + below


def _keywords(form: Form) -> tuple[str, list[Markup], int, int]:
    words = [option for field in keywords_of(form) for option in field.options]
    return "Stikord", [styled_lines(_word_style(word), word) for word in words], 3, _SMALL


def _word_style(word: str) -> str:
    return "Kortlangt" if max(map(len, word.split()), default=0) > _LONG_WORD else "Kortstikord"


def _cards(title: str, cards: Sequence[Markup], width: int, across: int, height: int, *, starts_page: bool) -> Markup:
    widths = divide_width(width, [1] * across)
    rows: Markup = []
    centred = [element("vAlign", val="center")]
    for at in range(0, len(cards), across):
        # The last row is filled up with empty cards, so that the grid to cut along is complete.
        row_cards = [*cards[at : at + across], *[paragraph("Kortmaerke")] * across][:across]
        rows += row(
            [Cell(w, card, formatting=centred) for w, card in zip(widths, row_cards, strict=True)], height=height
        )
    style = "Kortnyside" if starts_page else "Kortside"
    return styled_lines(style, title) + table("Kortark", widths, rows, heading=False, caption=title) + paragraph("Slut")
