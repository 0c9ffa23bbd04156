"""The markup of each kind of field on a sheet to fill in by hand: one function per kind, with room to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mus_desktop.documents.plan.rows import STATUS_WORDS
from mus_desktop.documents.sheets.scales import legend
from mus_desktop.documents.sheets.sheet_markup import (
    BOX,
    empty_table,
    fact_lines,
    line_of,
    lines,
    questions,
    run,
    says,
    shared,
    tick,
    tick_grid,
)
from mus_desktop.documents.word.markup import Markup, joined
from mus_desktop.documents.word.names import folds_of, open_columns
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
_AGREEMENT = 940
_CARD_WIDTH = 2_700
_REVIEWED = (Column("aftalt", "Aftale"), Column("status", "Status"), Column("bemaerkning", "Bemærkning"))
_DAY = Column("dato", "Dato", type=ColumnType.CHOICE)
_REMARK = Column("bemaerkning", "Bemærkning")


@dataclass(slots=True)
class Room:
    """The surroundings of a printed field: its form, the width available, and the party whose sheet it is.

    ``tall`` scales the height of rows. ``shown`` are the scales already explained, because each is explained only once.
    """

    form: Form
    width: int
    party: PartyRole = PartyRole.SHARED
    tall: float = 1.0
    facts: Mapping[Fact, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def high(self, height: int) -> int:
        """Return ``height`` scaled for this sheet."""
        return int(height * self.tall)


def asked(field_: Field, room: Room) -> Markup:
    """Return the field with its title, its own words, and room to answer."""
    return ASKING[type(field_)](field_, room)


def titled(field_: Field) -> Markup:
    """Return title and explanation."""
    return says("Felttitel", field_.title) + says("Ledetekst", field_.text)


def _info(info: InfoField, room: Room) -> Markup:
    kept = room.settings.get(info.setting, "") if info.setting else ""
    facts = [(label, room.facts.get(fact, "")) for fact, label in info.facts.items()]
    return says("Felttitel", info.title) + says("Vejledning", kept or info.text) + fact_lines(facts, room.width)


def _short(short: Field, room: Room) -> Markup:
    return titled(short) + lines(1, room.width)


def _text(text: TextField, room: Room) -> Markup:
    return titled(text) + lines(text.lines, room.width)


def _number(number: NumberField, room: Room) -> Markup:
    unit = f" ({number.unit})" if number.unit else ""
    return says("Felttitel", number.title + unit) + says("Ledetekst", number.text) + lines(1, room.width // 3)


def _check(check: CheckField, room: Room) -> Markup:  # noqa: ARG001  same signature as the others
    return tick(check.title) + says("Ledetekst", check.text)


def _notes(notes: NotesField, room: Room) -> Markup:
    count = max(4, min(9, 3 + len(notes.prompts)))
    return titled(notes) + questions(notes.prompts) + lines(count, room.width, room.high(480))


def _choice(choice: ChoiceField, room: Room) -> Markup:
    longest = max((len(option) for option in choice.options), default=0)
    across = room.width // max(_CARD_WIDTH, longest * 130)
    return titled(choice) + tick_grid(choice.options, room.width, across)


def _board(board: BoardField, room: Room) -> Markup:
    widths = shared(room.width, [1] * len(board.areas))
    heads = [(area, "") for area in board.areas]
    return titled(board) + empty_table(heads, widths, [""], caption=board.title, height=room.high(2_200))


def _table(table: TableField, room: Room) -> Markup:
    titles = [Column("", "")] if table.rows else []
    sides = table.rows or [""] * max(3, table.min_rows)
    columns = [*titles, *table.columns]
    return titled(table) + _grid(columns, sides, room, table.title, _ROW, texts=table.row_texts)


def _plan(plan: PlanField, room: Room) -> Markup:
    rows = max(2, plan.min_rows)
    sides = [f"{number})" for number in range(1, rows + 1)] if plan.numbered else [""] * rows
    height = _AGREEMENT if not plan.groups else _ROW
    markup = titled(plan) + _grid(open_columns(plan), sides, room, plan.title, height, plan.groups)
    for title, columns in folds_of(plan).items():
        markup += says("Gruppe", title) + _grid(columns, [""], room, title, _ROW)
    return markup


def _follow_up(follow_up: FollowUpField, room: Room) -> Markup:
    titles = [Column("", "")] if follow_up.rows else []
    sides = follow_up.rows or ["", ""]
    return titled(follow_up) + _grid([*titles, _DAY, _REMARK], sides, room, follow_up.title, _ROW)


def _previous(previous: PreviousPlanField, room: Room) -> Markup:
    widths = shared(room.width, [4, 2, 4])
    heads = [(column.title, "") for column in _REVIEWED]
    ready = {1: status_boxes()}
    return titled(previous) + empty_table(
        heads, widths, [""] * 3, caption=previous.title, height=room.high(_AGREEMENT), cells=ready
    )


def status_boxes(in_a_line: int = 2) -> Markup:
    """Return the statuses of an agreement as boxes to tick, ``in_a_line`` of them on each line."""
    words = [word for word in STATUS_WORDS.values() if word]
    lines_of = [words[at : at + in_a_line] for at in range(0, len(words), in_a_line)]
    return joined(
        line_of(
            "Ledetekst",
            *(piece for word in beside for piece in (run(BOX, "Boks"), run(f"\N{NO-BREAK SPACE}{word}   "))),
        )
        for beside in lines_of
    )


def _rating(rating: RatingField, room: Room) -> Markup:
    scale = room.form.scale(rating.scale)
    known = rating.scale in room.shown
    room.shown.add(rating.scale)
    markup = titled(rating) + ([] if known else legend(scale, room.width))
    heads = [(column.title, column.text) for column in rating.columns if column.by in {None, room.party}]
    if room.party is PartyRole.SHARED:
        heads = [(column.title, column.text) for column in rating.columns]
    heads = heads or [(str(step.value), "") for step in scale.steps]
    last = [(rating.row_remark, "")] if rating.row_remark else []
    widths = shared(room.width, [4, *[1.5 if rating.columns else 0.7] * len(heads), *[3] * len(last)])
    box = line_of("Stikord", run(BOX, "Boks"))
    ready = {} if rating.columns else dict.fromkeys(range(1, len(heads) + 1), box)
    sides = rating.rows or [""] * (3 if rating.groups else 5)
    markup += empty_table(
        [("", ""), *heads, *last],
        widths,
        sides,
        caption=rating.title,
        height=room.high(_ROW if rating.columns else 440),
        groups=rating.groups or ("",),
        cells=ready,
        texts=rating.row_texts,
    )
    return markup + (says("Ledetekst", rating.remark) + lines(3, room.width) if rating.remark else [])


def _signatures(signatures: SignaturesField, room: Room) -> Markup:
    facts = [(label, "") for label in signatures.labels]
    return says("Felttitel", signatures.title) + says("Ledetekst", signatures.meaning) + fact_lines(facts, room.width)


def _grid(
    columns: Sequence[Column],
    sides: Sequence[str],
    room: Room,
    caption: str,
    height: int,
    groups: Sequence[str] = (),
    texts: Mapping[str, str] | None = None,
) -> Markup:
    heads = [(column.title + (f" ({column.unit})" if column.unit else ""), _explained(column)) for column in columns]
    widths = column_widths(columns, room.width)
    return empty_table(
        heads, widths, sides, caption=caption, height=room.high(height), groups=groups or ("",), texts=texts
    )


def _explained(column: Column) -> str:
    return " ".join(part for part in (column.text, " / ".join(column.options)) if part)


ASKING: Mapping[type[Field], Callable[[Any, Room], Markup]] = {
    InfoField: _info,
    TextField: _text,
    DateField: _short,
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
