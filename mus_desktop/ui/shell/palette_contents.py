"""What the command palette of the main window contains: themes, actions, employees and forms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.terms import Purpose
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.palette.command_palette import CommandPalette
from mus_desktop.ui.palette.palette_entry import PaletteEntry
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.shell.menus import Menus
from mus_desktop.ui.shell.page_stack import PageStack

if TYPE_CHECKING:
    from mus_desktop.ui.shell.main_window import MainWindow

_ALL = "Skriv noget af det, du vil: en medarbejder, et tema, et skema eller en handling."
_IN_CONVERSATION = "Skriv noget af det, du vil: et tema eller en handling."
_MOST_RECENT = 8


class PaletteOpener(QObject):
    """Opens the palette, and remembers what was chosen until the program closes; nothing of it is stored.

    While the employee sees the screen it knows no people, no forms and no conversation but the open one.
    """

    def __init__(self, workplace: Workplace, staff: StaffOverview, window: MainWindow) -> None:
        super().__init__(window)
        self._workplace, self._staff, self._window = workplace, staff, window
        self._recent: tuple[str, ...] = ()

    def open(self) -> CommandPalette:
        """Open the palette over the window, and return it."""
        turned = self._pages.arrangement is Arrangement.CONVERSATION
        palette = CommandPalette(
            tuple(self._entries(turned=turned)), _IN_CONVERSATION if turned else _ALL, self._recent, self._window
        )
        palette.chosen.connect(self._on_chosen)
        self._window.open_dialog(palette)
        return palette

    @property
    def _pages(self) -> PageStack:
        return self._window.page_stack

    def _entries(self, *, turned: bool) -> Iterator[PaletteEntry]:
        yield from self._themes()
        yield from _actions(self._window.menus)
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
                partial(self._window.show_employee, employee.id),
            )

    def _forms(self) -> Iterator[PaletteEntry]:
        with_employee = self._pages.conversation is None and self._pages.can_plan()
        for form in self._workplace.catalogue.available():
            is_usual = INDIVIDUAL in form.held and form.purpose is not Purpose.FOLLOW_UP
            if with_employee and is_usual:
                about, run = "Ny samtale på skemaet", partial(self._pages.plan_conversation_on, form.id)
            else:
                about, run = "Tomt skema", partial(self._window.open_blank_documents, form.id)
            yield PaletteEntry(f"form {form.id}", form.display_name, about, run)

    def _on_chosen(self, entry: PaletteEntry) -> None:
        others = [key for key in self._recent if key != entry.key]
        self._recent = (entry.key, *others)[:_MOST_RECENT]
        entry.run()


def _actions(menus: Menus) -> Iterator[PaletteEntry]:
    for menu, action in menus.commands():
        text = action.text().replace("&", "").removesuffix(" …")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        yield PaletteEntry(f"action {menu} {text}", text, menu, action.trigger, keys)
