"""Notes under guiding questions: each party's preparation, and the common note."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from mus_desktop.model.answers import Value
from mus_desktop.model.form import NotesField, PartyRole, Prompt
from mus_desktop.ui.controls.fold import Fold
from mus_desktop.ui.controls.immediate_layout import lay_out_now
from mus_desktop.ui.controls.note_edit import NoteEdit
from mus_desktop.ui.controls.reading_text import ReadingLine, ReadingText
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, layout_size_hint
from mus_desktop.ui.fields.heading import field_layout, label
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
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
    The leader's note is hidden unless :meth:`show_leader_note` shows it.
    """

    field: NotesField
    shared_caption = "Fælles noter"

    def __init__(self, field: NotesField, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(field, context, parent)
        self._wishes: dict[PartyRole, WishCaption] = {}
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
        return [*fold, *super().inputs(), *stars]

    def first_input(self) -> QWidget | None:
        shown = super().inputs()
        return shown[0] if shown else None

    def _update_layout(self) -> None:
        super()._update_layout()
        if PartyRole.SHARED in self._inputs:
            in_conversation = self._arrangement is Arrangement.CONVERSATION
            self.note(PartyRole.SHARED).set_lines(_LINES_IN_CONVERSATION if in_conversation else _LINES)
            shared = self._captions[PartyRole.SHARED]
            if isinstance(shared, QLabel):
                shared.setText("Noter" if in_conversation else self.shared_caption)
        for caption in self._wishes.values():
            caption.star.setVisible(self._arrangement is Arrangement.PREPARATION)

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
