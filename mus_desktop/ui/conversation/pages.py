"""The pages of the wizard, each built when it is first shown."""

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
    """One page per tab of ``form``. ``built`` carries each page as it is created.

    :param content: returns the stored and typed content, for a page that is being built.
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
        """Show and return the page of tab ``number``."""
        page = self.page(number)
        self.setCurrentWidget(page)
        return page

    def page(self, number: int) -> ThemePage:
        """Return the page of tab ``number``; build it on first use."""
        if number not in self._pages:
            self._pages[number] = self._build(number)
        return self._pages[number]

    def begin_anew(self, context: FieldContext) -> None:
        """Discard all pages and build later ones for ``context``. Collect what is typed first."""
        self._context = context
        self._let_go([*self._pages])

    def use(self, context: FieldContext) -> None:
        """Build pages for ``context`` from now on.

        Existing pages are still correct, except those that were closed for typing, which are discarded.
        """
        self._context = context
        self._let_go([number for number, page in self._pages.items() if not page.isEnabledTo(self)])

    def _let_go(self, numbers: list[int]) -> None:
        for number in numbers:
            page = self._pages.pop(number)
            self.removeWidget(page)
            page.hide()
            page.deleteLater()

    def follow(self, focused: QWidget) -> None:
        """Scroll the focused widget into view, also when the focus comes from outside the page."""
        page = self.currentWidget()
        if isinstance(page, ThemePage) and page.isAncestorOf(focused) and focused.height() < page.viewport().height():
            page.bring_into_view(focused)

    def fields(self) -> Iterator[FieldWidget]:
        """Return every field on the pages built so far."""
        for page in self._pages.values():
            yield from page.fields

    def collect(self) -> Changes:
        """Return the changes on all pages since the last call."""
        changes = Changes()
        for widget in self.fields():
            changes = changes.then(widget.collect())
        return changes

    def see(self, content: Content) -> None:
        """Notify every field of the current content of the whole conversation."""
        for widget in self.fields():
            widget.see(content)

    def load_again(self, kind: type[FieldWidget]) -> None:
        """Reload every field of ``kind`` from the current content."""
        for widget in self.fields():
            if isinstance(widget, kind):
                widget.load(self._content())

    def load_fields(self, keys: Container[str], *, plan: bool, past: bool = False) -> None:
        """Reload the fields with ``keys``.

        With ``plan`` also every field that belongs to the plan, with ``past`` the reviews of earlier agreements.
        """
        kinds = (*((PlanField, SignaturesField) if plan else ()), *((PreviousPlanField,) if past else ()))
        for widget in self.fields():
            if widget.field.key in keys or isinstance(widget.field, kinds):
                widget.load(self._content())

    def arrange(self, arrangement: Arrangement) -> None:
        """Lay out the pages for the given arrangement."""
        self._arrangement = arrangement
        for page in self._pages.values():
            page.arrange(arrangement)

    def show_leader_note(self, *, shown: bool) -> None:
        """Show the leader's preparation on the current page, or hide it on every page."""
        page = self.currentWidget()
        in_front = [page] if isinstance(page, ThemePage) else []
        for one in in_front if shown else self._pages.values():
            one.show_leader_note(shown=shown)

    def set_closed(self, *, closed: bool) -> None:
        """Close or open the fields that the signed plan prints. See also ``Content.closed_fields``."""
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
