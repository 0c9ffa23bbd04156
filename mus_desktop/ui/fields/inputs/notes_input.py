"""Notes under guiding questions: each party's preparation, and the common note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton, QWidget

from mus_desktop.model.answers import Changes, TickKey, Ticks, Value
from mus_desktop.model.confidentiality import may_be_ticked
from mus_desktop.model.form import NotesField, PartyRole, Prompt
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.reading_text import ReadingLine, ReadingText
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, layout_size_hint
from mus_desktop.ui.fields.heading import field_layout, label
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.inputs.note_ticks import NoteTicks
from mus_desktop.ui.fields.inputs.party_input import TypedAnswer
from mus_desktop.ui.fields.inputs.typed_text import TypedText
from mus_desktop.ui.fields.inputs.wish_caption import WishCaption
from mus_desktop.ui.theme.look import set_style_kind

CUE_SEPARATOR = "  ·  "
"""The separator between the questions that a form shows at every note."""

_LINES = 4
_LINES_IN_CONVERSATION = 6
_LINES_QUIET = 2
_LONGEST_FOLD_TITLE = 60
_WHO = {PartyRole.EMPLOYEE: "Medarbejderen", PartyRole.LEADER: "Lederen"}


class NoteInput(TypedAnswer):
    """A party's note. Concealing preserves the cursor and the undo history."""

    body: NoteEdit

    def __init__(self, edited: Callable[[], None], parent: QWidget) -> None:
        super().__init__(TypedText(_LINES, parent), edited)
        self._closed = self._quiet = False

    def set_closed(self, closed: bool) -> None:
        self._closed = closed
        self.body.set_read_only(self._closed or self._quiet)

    def set_secondary(self, quiet: bool) -> None:
        if quiet == self._quiet:
            return
        self._quiet = quiet
        self.body.set_lines(_LINES_QUIET if quiet else _LINES)
        set_style_kind(self.body, "quiet" if quiet else "")
        self.body.set_read_only(self._closed or self._quiet)

    def current(self) -> Value | None:
        return self.value()

    def replace(self, value: Value | None) -> None:
        self.show_value(value)

    def conceal(self) -> None:
        self.body.conceal()

    def reveal(self) -> None:
        self.body.reveal()


class NotesWidget(AnsweredWidget):
    """Title, folded guiding questions, the form's own probing questions, and up to three notes.

    In a conversation the common note is large and on the left, with the employee's preparation next to it, read-only.
    The leader's note is hidden unless :meth:`show_leader_note` shows it. Below a common note that can follow the plan
    are the ticks of those who must allow it.
    """

    field: NotesField
    shared_caption = "Fælles noter"

    def __init__(self, field: NotesField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._wishes: dict[PartyRole, WishCaption] = {}
        self.ticks: NoteTicks | None = None
        self._days: dict[int, date] = {}
        self._ticked: dict[int, date | None] = {}
        self._shown_ticks: Ticks = {}
        self._ticks_closed = False
        folded = bool(field.prompts) and _names_questions(field.text)
        layout = field_layout(self, field.title, "" if folded else field.text)
        self.questions: Fold | None = None
        if field.prompts:
            self.questions = self._fold(field.text if folded else "Spørgsmål")
            layout.addWidget(self.questions)
            self.questions.toggled.connect(lambda _opened: lay_out_now(self))
        if context.form.cues and PartyRole.SHARED in field.by:
            layout.addWidget(label(CUE_SEPARATOR.join(context.form.cues), "subtitle", self))
        if field.writing_title:
            layout.addWidget(label(field.writing_title, "caption", self))
        layout.addLayout(self.build_inputs())
        can_follow = PartyRole.SHARED in self._inputs and may_be_ticked(context.form, field)
        self._common_note = self.note(PartyRole.SHARED) if can_follow else None

    def sizeHint(self) -> QSize:
        """Return an estimate; the real height is :meth:`heightForWidth`."""
        return layout_size_hint(self)

    def make_caption(self, role: PartyRole) -> QWidget:
        if role is PartyRole.SHARED:
            return super().make_caption(role)
        made = WishCaption(self.caption(role), f"{_WHO[role]} vil gerne tale om: {self.field.title}", self)
        party = self.context.parties[role]
        made.marked.connect(lambda wanted: self.wish_marked.emit(party, self.field.key, wanted))
        self._wishes[role] = made
        return made

    def load(self, content: Content) -> None:
        super().load(content)
        for role, caption in self._wishes.items():
            caption.show_marked(marked=self.field.key in content.wishes.get(self.context.parties[role], ()))
        self._ticked.clear()
        self._read_ticks(content)

    def update_from(self, content: Content) -> None:
        if self._ticked or self._common_note is None:
            return
        # Most changes are none of these, and this runs for every note with every save.
        if (
            content.ticks is not self._shown_ticks
            or content.ticks_closed is not self._ticks_closed
            or self._common_note.document().isEmpty() is (self.ticks is not None)
        ):
            self._read_ticks(content)

    def collect(self) -> Changes:
        changes = super().collect()
        if not self._ticked:
            return changes
        shared = self.context.parties[PartyRole.SHARED]
        ticks = {TickKey(shared, self.field.key, party): day for party, day in self._ticked.items()}
        self._ticked.clear()
        return replace(changes, ticks=ticks)

    def make_input(self, role: PartyRole) -> NoteInput:
        return NoteInput(lambda: self._on_edited(role), self)

    def note(self, role: PartyRole) -> NoteEdit:
        """Return the editor of one party.

        :raises KeyError: the party is not asked.
        """
        made = self.input_of(role)
        assert isinstance(made, NoteInput)  # noqa: S101  # the type made by make_input
        return made.body

    def wish(self, role: PartyRole) -> QToolButton:
        """Return the star of one party.

        :raises KeyError: it is the shared party, which has none.
        """
        return self._wishes[role].star

    def show_wish(self, party: int, *, marked: bool) -> None:
        """Show whether a party wants to talk about the field, without emitting a signal."""
        for role, caption in self._wishes.items():
            if self.context.parties[role] == party:
                caption.show_marked(marked=marked)

    def _captioned(self) -> bool:
        return True

    def inputs(self) -> list[QWidget]:
        fold: list[QWidget] = [self.questions.button] if self.questions else []
        stars = [wish.star for wish in self._wishes.values() if not wish.star.isHidden()]
        ticks = list(self.ticks.boxes.values()) if self.ticks and not self.ticks.isHidden() else []
        return [*fold, *super().inputs(), *stars, *ticks]

    def first_input(self) -> QWidget | None:
        shown = super().inputs()
        return shown[0] if shown else None

    def _update_layout(self) -> None:
        super()._update_layout()
        if PartyRole.SHARED in self._inputs:
            in_conversation = self._arrangement is Arrangement.CONVERSATION
            self.note(PartyRole.SHARED).set_lines(_LINES_IN_CONVERSATION if in_conversation else _LINES)
        for caption in self._wishes.values():
            caption.star.setVisible(self._arrangement is Arrangement.PREPARATION)

    def _read_ticks(self, content: Content) -> None:
        shared = self.context.parties.get(PartyRole.SHARED)
        keys = [key for key in content.ticks if (key.party, key.field) == (shared, self.field.key)]
        self._days = {key.by_party: content.ticks[key] for key in keys}
        self._shown_ticks, self._ticks_closed = content.ticks, content.ticks_closed
        self._show_ticks()

    def _show_ticks(self) -> None:
        """Show the ticks below a note that is not blank; of a signed plan only those of a note that is part of it."""
        follows = bool(self.context.ticking) and self._days.keys() >= self.context.ticking.keys()
        written = self._common_note is not None and not self._common_note.is_blank()
        shown = written and (follows or not self._ticks_closed)
        if shown and self.ticks is None and self.context.ticking:
            self.ticks = self._make_ticks()
        if self.ticks is None:
            return
        if shown:
            self.ticks.show_days(self._days, closed=self._ticks_closed)
        if shown is self.ticks.isHidden():
            self.ticks.setVisible(shown)
            lay_out_now(self)
            self.inputs_changed.emit()

    def _make_ticks(self) -> NoteTicks:
        made = NoteTicks(self.context.ticking, self.field.title, self)
        made.hide()
        made.ticked.connect(self._on_ticked)
        layout = self.layout()
        assert layout is not None  # noqa: S101  # set by __init__
        layout.addWidget(made)
        return made

    def _on_ticked(self, party: int, ticked: bool) -> None:
        day = self._ticked[party] = self.context.today() if ticked else None
        self._days = {key: one for key, one in {**self._days, party: day}.items() if one is not None}
        self._show_ticks()
        self.edited.emit()

    def _on_edited(self, role: PartyRole) -> None:
        if role is PartyRole.SHARED and self._days:
            # The ticks were for the text as it was.
            self._ticked |= dict.fromkeys(self._days)
            self._days = {}
            if self.ticks is not None:
                self.ticks.show_changed_text()
        super()._on_edited(role)

    def _fold(self, title: str) -> Fold:
        lines = [line for prompt in self.field.prompts for line in _lines_of(prompt)]
        title = f"{title.strip().removesuffix(':')} ({len(self.field.prompts)})"
        return Fold(title, ReadingText(lines, muted=True), name=f"{title}: {self.field.title}", parent=self)


def _lines_of(prompt: Prompt) -> list[ReadingLine]:
    """Return the question as the workplace words it, and below it the form's own wording if that differs."""
    own = f"{prompt.text} (vores eget spørgsmål)" if prompt.local else prompt.text
    lines = [ReadingLine(own, prompt.level, prompt.opens_group)]
    if prompt.original:
        lines.append(ReadingLine(f"Skemaets ordlyd: {prompt.original}", prompt.level + 1))
    return lines


def _names_questions(text: str) -> bool:
    """Return whether ``text`` is a short line that introduces questions, such as *Spørgsmål til refleksion:*."""
    line = text.strip()
    return bool(line) and "\n" not in line and len(line) <= _LONGEST_FOLD_TITLE and line.endswith(":")
