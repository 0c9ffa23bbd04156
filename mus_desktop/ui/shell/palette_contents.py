"""What the command palette of the main window contains: themes, actions, employees and forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.terms import Purpose
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.palette.command_palette import CommandPalette
from mus_desktop.ui.palette.palette_entry import PaletteEntry
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.shell.menus import Menus

if TYPE_CHECKING:
    from mus_desktop.ui.conversation.view import ConversationView

_ALL = "Søg efter medarbejder, tema, skema eller handling"
_IN_CONVERSATION = "Søg efter tema eller handling"
_MOST_RECENT = 8


class PalettePages(Protocol):
    """The part of the page stack that the palette needs; the module of the stack would import this one again."""

    conversation: ConversationView | None

    @property
    def arrangement(self) -> Arrangement:
        """Return the arrangement of the open conversation."""

    def can_plan(self) -> bool:
        """Return whether a conversation with the shown employee can be planned."""

    def plan_conversation_on(self, form_id: str) -> None:
        """Ask for the time and place of a conversation on a form."""

    def show_employee(self, employee_id: int) -> bool:
        """Show an employee's page."""


class PaletteOpener(QObject):
    """Opens the palette, and remembers what was chosen until the program closes; nothing of it is stored.

    While the employee sees the screen it knows no people, no forms and no conversation but the open one.

    :param open_blank: shows the dialog for empty documents with a form selected.
    """

    def __init__(
        self,
        workplace: Workplace,
        staff: StaffOverview,
        menus: Menus,
        pages: PalettePages,
        open_blank: Callable[[str], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workplace, self._staff, self._window = workplace, staff, window
        self._menus, self._pages, self._open_blank = menus, pages, open_blank
        self._recent: tuple[str, ...] = ()

    def create(self) -> CommandPalette:
        """Return a new palette with what there is now, not yet shown."""
        turned = self._pages.arrangement is Arrangement.CONVERSATION
        palette = CommandPalette(
            tuple(self._entries(turned=turned)), _IN_CONVERSATION if turned else _ALL, self._recent, self._window
        )
        palette.chosen.connect(self._on_chosen)
        return palette

    def _entries(self, *, turned: bool) -> Iterator[PaletteEntry]:
        yield from self._themes()
        yield from _actions(self._menus)
        if not turned:
            yield from self._people()
            yield from self._forms()

    def _themes(self) -> Iterator[PaletteEntry]:
        view = self._pages.conversation
        if view is not None:
            for tab, title, keys in view.themes.lines():
                yield PaletteEntry(f"theme {title}", title, "Tema i samtalen", partial(view.go_to_theme, tab), keys)

    def _people(self) -> Iterator[PaletteEntry]:
        for employee in self._staff.everyone:
            about = ", ".join(part for part in (employee.title, employee.workplace) if part) or "Medarbejder"
            yield PaletteEntry(
                f"employee {employee.id}",
                self._staff.name(employee.id),
                about if employee.active else f"Fratrådt · {about}",
                partial(self._pages.show_employee, employee.id),
            )

    def _forms(self) -> Iterator[PaletteEntry]:
        with_employee = self._pages.conversation is None and self._pages.can_plan()
        for form in self._workplace.catalogue.available():
            is_usual = INDIVIDUAL in form.held and form.purpose is not Purpose.FOLLOW_UP
            plans = with_employee and is_usual
            run: Callable[[str], object] = self._pages.plan_conversation_on if plans else self._open_blank
            about = "Ny samtale på skemaet" if plans else "Tomt skema"
            yield PaletteEntry(f"form {form.id}", form.display_name, about, partial(run, form.id))

    def _on_chosen(self, entry: PaletteEntry) -> None:
        others = [key for key in self._recent if key != entry.key]
        self._recent = (entry.key, *others)[:_MOST_RECENT]
        entry.run()


def _actions(menus: Menus) -> Iterator[PaletteEntry]:
    for menu, action in menus.commands():
        text = action.text().replace("&", "").removesuffix(" …")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        yield PaletteEntry(f"action {menu} {text}", text, menu, action.trigger, keys)
