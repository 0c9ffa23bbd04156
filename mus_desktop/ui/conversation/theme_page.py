"""The page of one theme: its title and its fields, one below the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from mus_desktop.model.confidentiality import has_picks_visible_to_both
from mus_desktop.model.form import Field, NotesField, PartyRole, Tab
from mus_desktop.ui.controls.hyphenation import HyphenatedLabel
from mus_desktop.ui.controls.scroll_page import OpeningPage
from mus_desktop.ui.conversation.hints.hint_panel import HintPanel
from mus_desktop.ui.fields.field_registry import make_field_widget
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget, layout_size_hint
from mus_desktop.ui.theme.look import set_style_kind

_MAX_TEXT_WIDTH = 1180


class ThemePage(OpeningPage):
    """The fields of ``tab``, each in a card; scrolls to the input that has the focus."""

    def __init__(self, tab: Tab, context: FieldContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tab = tab
        self._in_conversation = False
        self._tips: list[QWidget] = []
        self.hints: HintPanel | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout = self._lay_out()
        answered = [field for field in tab.fields if not field.by or set(field.by) & set(context.parties)]
        self._cards = dict(self._card(field, context) for field in answered)
        self._layout.addStretch(1)
        self.fields: tuple[FieldWidget, ...] = tuple(self._cards)
        self._leader_only = tuple(widget for widget in self.fields if _is_for_leader(widget.field, context))

    def load(self, content: Content) -> None:
        """Show the stored values."""
        for widget in self.fields:
            widget.load(content)

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay out for the leader alone, or for the employee to see."""
        self._in_conversation = arrangement is Arrangement.CONVERSATION
        for widget in self.fields:
            widget.set_arrangement(arrangement)
        self._update_layout(leader_shown=False)
        if self.hints is not None:
            self.hints.set_turned(self._in_conversation)

    def show_leader_note(self, *, shown: bool) -> None:
        """Show or hide the leader's own preparation while a key is held in a conversation."""
        for widget in self.fields:
            widget.show_leader_note(shown)
        self._update_layout(leader_shown=shown)

    def _update_layout(self, *, leader_shown: bool) -> None:
        """Show or hide the cards only the leader answers; in a conversation even their titles are hidden."""
        for widget in self._leader_only:
            self._cards[widget].setVisible(leader_shown or not self._in_conversation)

    def insert_above(self, widget: QWidget, field: FieldWidget) -> None:
        """Place ``widget`` above the card of ``field``."""
        self._layout.insertWidget(self._layout.indexOf(self._cards[field]), widget)

    def add_tips(self, tips: QWidget, button: QWidget) -> None:
        """Place ``tips`` above all cards; ``button`` opens them."""
        first = min((self._layout.indexOf(card) for card in self._cards.values()), default=self._layout.count() - 1)
        self._layout.insertWidget(first, tips)
        self._tips.append(button)

    def show_below(self, hints: HintPanel) -> None:
        """Place ``hints`` below the cards, so that nothing moves when they change."""
        self.hints = hints
        hints.set_turned(self._in_conversation)
        self._layout.insertWidget(self._layout.count() - 1, hints)

    def field_widget(self, key: str) -> FieldWidget | None:
        """Return the widget of a field, ``None`` if it is not on this page."""
        return next((widget for widget in self.fields if widget.field.key == key), None)

    def inputs(self) -> list[QWidget]:
        """Return all visible inputs, in reading order."""
        hints = self.hints.inputs() if self.hints is not None else []
        return [*self._tips, *(entry for widget in self.fields for entry in widget.inputs()), *hints]

    def first_input(self) -> QWidget | None:
        """Return the first input to write in, ``None`` if there is none."""
        return next((first for widget in self.fields if (first := widget.first_input())), None)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll until ``widget`` is visible, with some space around it."""
        self.ensureWidgetVisible(widget, 0, 48)

    def _lay_out(self) -> QVBoxLayout:
        """Return an empty page that already has its parent: widgets added to it are then styled only once."""
        page = QWidget()
        set_style_kind(page, "page")
        self.setWidget(page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(4, 4, 12, 24)
        layout.setSpacing(14)
        self._add_heading(layout)
        return layout

    def _card(self, field: Field, context: FieldContext) -> tuple[FieldWidget, QFrame]:
        card = _NotesCard(self.widget()) if isinstance(field, NotesField) else QFrame(self.widget())
        set_style_kind(card, "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(18, 14, 18, 16)
        self._layout.addWidget(card)
        widget = make_field_widget(field, context, card)
        layout.addWidget(widget)
        return widget, card

    def _add_heading(self, layout: QVBoxLayout) -> None:
        for text, kind in ((self.tab.title, "title"), (self.tab.subtitle, "subtitle"), (self.tab.text, "muted")):
            if text:
                label = self._heading(text.strip(), is_title=kind == "title")
                label.setMaximumWidth(_MAX_TEXT_WIDTH)
                set_style_kind(label, kind)
                layout.addWidget(label)

    def _heading(self, text: str, *, is_title: bool) -> QLabel:
        if is_title:
            return HyphenatedLabel(text, self.widget())
        label = QLabel(text, self.widget(), wordWrap=True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


class _NotesCard(QFrame):
    """The frame around notes; its size hint costs no layout (see :func:`layout_size_hint`)."""

    def sizeHint(self) -> QSize:
        return layout_size_hint(self)


def _is_for_leader(field: Field, context: FieldContext) -> bool:
    """Return whether the field is private to the leader: nobody else shown here answers it, and it is not shared."""
    return set(field.by) & set(context.parties) == {PartyRole.LEADER} and not has_picks_visible_to_both(field)
