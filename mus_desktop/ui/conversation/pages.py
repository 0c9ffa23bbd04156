"""The pages of the wizard: built when they are first shown, kept from then on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from mus_desktop.model.answers import Changes
from mus_desktop.model.form import FollowUpField, Form, PlanField, PreviousPlanField, SignaturesField
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.fields.field_widget import Arrangement, Content, FieldContext, FieldWidget
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget


class Pages(QStackedWidget):
    """One page per tab of ``form``. ``built`` is sent with each page that comes into being.

    :param content: gives what is stored and typed right now, for a page that is built.
    """

    edited = Signal()
    built = Signal(object)

    def __init__(
        self, form: Form, context: FieldContext, content: Callable[[], Content], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._context = context
        self._content = content
        self._arrangement = Arrangement.PREPARATION
        self._closed = False
        self._pages: dict[int, ThemePage] = {}

    def show_tab(self, number: int) -> ThemePage:
        """Bring up the page of tab ``number``."""
        page = self.page(number)
        self.setCurrentWidget(page)
        return page

    def page(self, number: int) -> ThemePage:
        """The page of tab ``number``, built if it was not yet."""
        if number not in self._pages:
            self._pages[number] = self._build(number)
        return self._pages[number]

    def begin_anew(self, context: FieldContext) -> None:
        """Let go of every page; from now on they are built for ``context``. Collect what is typed first."""
        self._context = context
        self._let_go([*self._pages])

    def use(self, context: FieldContext) -> None:
        """Build pages for ``context`` from now on; those that stand are right already, but what was not for writing."""
        self._context = context
        self._let_go([number for number, page in self._pages.items() if not page.isEnabledTo(self)])

    def _let_go(self, numbers: list[int]) -> None:
        for number in numbers:
            page = self._pages.pop(number)
            self.removeWidget(page)
            page.hide()
            page.deleteLater()

    def follow(self, focused: QWidget) -> None:
        """Scroll so that the keyboard's place shows, also when it comes from outside the page."""
        page = self.currentWidget()
        if isinstance(page, ThemePage) and page.isAncestorOf(focused) and focused.height() < page.viewport().height():
            page.bring_into_view(focused)

    def fields(self) -> Iterator[FieldWidget]:
        """Every field that has been shown."""
        for page in self._pages.values():
            yield from page.fields

    def collect(self) -> Changes:
        """What was typed on any page since the last call."""
        changes = Changes()
        for widget in self.fields():
            changes = changes.then(widget.collect())
        return changes

    def see(self, content: Content) -> None:
        """Let every field take note of what stands in the rest of the conversation now."""
        for widget in self.fields():
            widget.see(content)

    def load_again(self, kind: type[FieldWidget]) -> None:
        """Let every field of that kind show anew what is stored and typed right now."""
        for widget in self.fields():
            if isinstance(widget, kind):
                widget.load(self._content())

    def load_fields(self, keys: Container[str], *, plan: bool, past: bool = False) -> None:
        """Let the fields with those keys show again what is stored.

        With ``plan`` all that belongs to the plan too, with ``past`` what is said of earlier agreements.
        """
        kinds = (*((PlanField, SignaturesField) if plan else ()), *((PreviousPlanField,) if past else ()))
        for widget in self.fields():
            if widget.field.key in keys or isinstance(widget.field, kinds):
                widget.load(self._content())

    def arrange(self, arrangement: Arrangement) -> None:
        """Stand for the leader alone, or turned towards the employee."""
        self._arrangement = arrangement
        for page in self._pages.values():
            page.arrange(arrangement)

    def show_leader_note(self, *, shown: bool) -> None:
        """Show the leader's own preparation on the page in front, or hide it on every page."""
        page = self.currentWidget()
        in_front = [page] if isinstance(page, ThemePage) else []
        for one in in_front if shown else self._pages.values():
            one.show_leader_note(shown=shown)

    def set_closed(self, *, closed: bool) -> None:
        """Close for typing what the signed paper of the plan shows, or open it; see ``Content.closed_fields`` too."""
        self._closed = closed
        for widget in self.fields():
            self._close(widget)

    def _build(self, number: int) -> ThemePage:
        page = ThemePage(self._form.tabs[number], self._context)
        page.load(self._content())
        page.arrange(self._arrangement)
        for widget in page.fields:
            self._close(widget)
            widget.edited.connect(self.edited)
        self.addWidget(page)
        self.built.emit(page)
        return page

    def _close(self, widget: FieldWidget) -> None:
        if isinstance(widget.field, PlanField | FollowUpField):
            widget.set_signed(self._closed)
        elif isinstance(widget, PreviousPlanWidget):
            widget.close_reviews(self._content().closed_reviews)
        elif isinstance(widget, AnsweredWidget):
            widget.set_signed(widget.field.key in self._content().closed_fields)
