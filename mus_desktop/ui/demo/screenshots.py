"""Screenshots of every view, for the demo and the README."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import Form, NotesField, PreviousPlanField, Purpose
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.demo.demo_documents import examples
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.view import ConversationView
from mus_desktop.ui.demo.help_pictures import grab_help_pictures
from mus_desktop.ui.demo.screenshot_dialogs import (
    agreement_dialogs,
    conversation_dialogs,
    employee_dialogs,
    menu_dialogs,
)
from mus_desktop.ui.demo.screenshot_safety import safety_dialog, safety_dialogs, show_backup_status
from mus_desktop.ui.demo.window_pictures import finish_layouts, grab
from mus_desktop.ui.fields.field_widget import Arrangement
from mus_desktop.ui.shell.application import prepare_application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import log_qt_message
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme
from mus_desktop.ui.welcome.first_backup import FirstBackupPage
from mus_desktop.ui.welcome.first_employee import FirstEmployeePage
from mus_desktop.ui.welcome.first_form import FirstFormPage
from mus_desktop.ui.welcome.first_password import FirstPasswordPage
from mus_desktop.ui.welcome.first_people import FirstPeoplePage
from mus_desktop.ui.welcome.first_start import FirstStartPage

_SIZE = (1280, 800)
_TALLEST = 3200
_SCHEMES = {Scheme.LIGHT: "lys", Scheme.DARK: "moerk"}
_README, _HELP = "readme", "hjaelp"

_View = tuple[str, QWidget]


def take_screenshots(workplace: Workplace, now: Callable[[], datetime], folder: Path) -> list[Path]:
    """Save pictures of every view of ``workplace`` in light and dark; return their paths.

    The files are named ``folder/lys/001-oversigt.png`` and so on. A page that is longer than the window is pictured in
    a window as long as the page. ``folder/readme`` gets the pictures of the README,
    and ``folder/hjaelp`` those of the help. Needs no screen; no stored data
    change except the page on which each conversation was left.
    """
    before = qInstallMessageHandler(log_qt_message)
    try:
        return _save_screenshots(screenless_application(), workplace, now, folder)
    finally:
        qInstallMessageHandler(before)


def _save_screenshots(app: QApplication, workplace: Workplace, now: Callable[[], datetime], folder: Path) -> list[Path]:
    paths: list[Path] = []
    for scheme, folder_name in _SCHEMES.items():
        window = MainWindow(workplace, Look(app, scheme), now)
        window.resize(*_SIZE)
        window.show()
        show_backup_status(window, workplace, now)
        screenshot_views = ScreenshotViews(window, workplace, now)
        for number, (name, picture) in enumerate(screenshot_views.views(), 1):
            paths.append(grab(picture, folder / folder_name / f"{number:03d}-{name}.png"))
        if scheme is Scheme.LIGHT:
            paths += [
                grab(view, folder / _README / f"{name}.png", small=True)
                for name, view in screenshot_views.readme_views()
            ]
            paths += grab_help_pictures(window, screenshot_views.readme_views(), folder / _HELP)
        window.close()
        window.deleteLater()
    return paths


def screenless_application() -> QApplication:
    """Return the application; a new one has no screen, but the available size of a laptop's."""
    if QApplication.instance() is not None:
        return prepare_application()
    if sys.platform == "win32":  # without a screen Qt looks for fonts in its own folder only
        os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"))
    screen = {"name": "", "x": 0, "y": 0, "width": _SIZE[0], "height": _SIZE[1], "logicalDpi": 96, "dpr": 1}
    # A virus scanner may have a file in it open; nothing of the leader's is there.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "screen.json"
        file.write_text(json.dumps({"screens": [{**screen, "logicalBaseDpi": 96}]}), "utf-8")
        # Qt splits its platform argument at colons, and a path on Windows has one after the letter of the drive.
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.name}"
        with chdir(folder):
            return prepare_application()


class ScreenshotViews:
    """Show one view after the other in ``window``."""

    def __init__(self, window: MainWindow, workplace: Workplace, now: Callable[[], datetime]) -> None:
        self._window, self._workplace, self._now = window, workplace, now
        conversation_service = workplace.conversations
        everyone = [
            conversation_service.open(line.conversation.id) for line in conversation_service.all() if line.form_id
        ]
        self._all = [one for one in everyone if one.conversation.purpose is not Purpose.PAPER]
        self._examples = sorted(examples(self._all), key=lambda one: (one.form.id, one.group))

    def views(self) -> Iterator[_View]:
        """Yield every view with a unique name."""
        yield "oversigt", self._window
        self._window.menus.agreements.trigger()
        yield "aabne-aftaler", self._window
        yield from agreement_dialogs(self._window)
        self._window.menus.start.trigger()
        yield from self._welcomes()
        yield from self._employees()
        for one in self._examples:
            yield from self._conversation(one)
        yield from self._first_year()
        self._window.page_stack.show_start()
        yield from menu_dialogs(self._window)
        yield from safety_dialogs(self._workplace, self._now, self._window)

    def readme_views(self) -> Iterator[_View]:
        """Yield the views of the README with their names."""
        usual = self._workplace.preferences.default_form()
        talks = [one for one in self._all if one.form.id == usual]
        view = self._show(max(talks, key=_longest_text))
        view.themes.go_to(max(range(view.themes.count()), key=_text_length_by_tab(max(talks, key=_longest_text))))
        yield "preparation", self._window
        view.set_arrangement(Arrangement.CONVERSATION)
        yield "conversation", self._window
        view.set_arrangement(Arrangement.PREPARATION)
        agreed = next(one for one in talks if one.status is Status.AGREED)
        self._show(agreed).themes.go_to(_plan_tab(agreed.form))
        yield "plan", self._window
        self._window.show_employee(max((one.employees[0].id for one in talks), key=lambda e: len(self._purposes(e))))
        yield "employee", self._window
        with safety_dialog(self._workplace, self._now, self._window) as dialog:
            yield "safety", dialog

    def _show(self, one: OpenConversation) -> ConversationView:
        self._window.open_conversation(one.conversation.id)
        view = self._window.page_stack.conversation
        assert view is not None  # noqa: S101 - it has just been opened
        return view

    def _welcomes(self) -> Iterator[_View]:
        for name, page in (
            ("foerste-start", FirstStartPage(self._workplace)),
            ("foerste-skema", FirstFormPage(self._workplace)),
            ("foerste-sikkerhed", FirstPasswordPage(self._workplace.safety)),
            ("foerste-backup", FirstBackupPage(self._workplace)),
            ("foerste-medarbejdere", FirstPeoplePage(self._workplace)),
            ("foerste-medarbejder", FirstEmployeePage(self._workplace)),
        ):
            page.resize(*_SIZE)
            page.show()
            yield name, page
            page.close()
            page.deleteLater()

    def _employees(self) -> Iterator[_View]:
        current_mus = self._workplace.yearly_mus.current_mus(self._now().date())
        everyone = [person.id for person in self._workplace.staff.everyone() if person.active]
        kinds = {
            "medarbejder": lambda key: key in current_mus and current_mus[key].status is Status.AGREED,
            "medarbejder-planlagt": lambda key: key in current_mus and current_mus[key].status is Status.PLANNED,
            "medarbejder-uden-samtale": lambda key: not self._workplace.conversations.of_employee(key),
            "medarbejder-mini-mus": lambda key: Purpose.FOLLOW_UP in self._purposes(key),
            "medarbejder-fra-papir": lambda key: Purpose.PAPER in self._purposes(key),
            "medarbejder-i-gruppe": lambda key: key in current_mus and current_mus[key].group,
        }
        for name, matches in kinds.items():
            self._window.show_employee(next(filter(matches, everyone)))
            yield name, self._window
        self._window.notices.show_notice("Tid og sted er ændret.", lambda: None)
        yield "besked", self._window
        self._window.notices.dismiss()
        for kind in ("medarbejder-mini-mus", "medarbejder-planlagt"):
            self._window.show_employee(next(filter(kinds[kind], everyone)))
            yield from employee_dialogs(self._window)

    def _purposes(self, employee: int) -> set[Purpose]:
        return {line.conversation.purpose for line in self._workplace.conversations.of_employee(employee)}

    def _first_year(self) -> Iterator[_View]:
        """Yield the page on which a conversation reviews a plan that was entered from paper."""
        paper = [e.id for e in self._workplace.staff.everyone() if Purpose.PAPER in self._purposes(e.id)]
        one = next(one for one in self._all if paper and _takes_part(paper[0], one) and one.past)
        view = self._show(one)
        key = next(field.key for field in one.form.fields() if isinstance(field, PreviousPlanField))
        view.themes.go_to(one.form.tabs.index(one.form.tab_of(key)))
        yield from self._page("foerste-aar")

    def _conversation(self, one: OpenConversation) -> Iterator[_View]:
        view = self._show(one)
        name = f"{one.form.id}-gruppe" if one.group else one.form.id
        for arrangement, folder_name in (
            (Arrangement.PREPARATION, "forberedelse"),
            (Arrangement.CONVERSATION, "samtale"),
        ):
            view.set_arrangement(arrangement)
            yield from self._pages(view, one.form, f"{name}-{folder_name}")
        view.set_arrangement(Arrangement.PREPARATION)
        if one.conversation.held_on is not None:
            view.show_afterwards()
            yield f"{name}-efter-samtalen", self._window
        if one.group:
            own = next((party.id for party in one.participants if one.plan_of(party.id)), one.participants[0].id)
            view.show_participant(own)
            yield from self._pages(view, one.form, f"{name}-deltager")
        for folder_name, dialog in conversation_dialogs(view, one):
            yield f"{name}-{folder_name}", dialog

    def _pages(self, view: ConversationView, form: Form, name: str) -> Iterator[_View]:
        for number, tab in enumerate(form.tabs):
            view.themes.go_to(number)
            if view.themes.current_tab() == number:
                yield from self._page(f"{name}-{number + 1}-{tab.key}")

    def _page(self, name: str) -> Iterator[_View]:
        """Yield the current page, in a window that is tall enough to show all of it."""
        view = self._window.page_stack.conversation
        page = view.pages.currentWidget() if view else None
        finish_layouts(self._window)
        hidden = page.verticalScrollBar().maximum() if isinstance(page, ThemePage) else 0
        if hidden:
            self._window.resize(_SIZE[0], min(_SIZE[1] + hidden, _TALLEST))
        yield name, self._window
        if hidden:
            self._window.resize(*_SIZE)


def _takes_part(employee: int, one: OpenConversation) -> bool:
    return employee in (person.id for person in one.employees)


def _plan_tab(form: Form) -> int:
    return form.tabs.index(form.tab_of(form.plan_fields()[0].key))


def _longest_text(one: OpenConversation) -> int:
    return max(map(_text_length_by_tab(one), range(len(one.form.tabs))))


def _text_length_by_tab(one: OpenConversation) -> Callable[[int], int]:
    """Return a function that measures how well a tab suits a picture, by the length of its texts.

    It returns the length of the shortest of the three texts (employee, leader, shared) of a page whose first field is a
    note; 0 for any other page.
    """

    def text_length(number: int) -> int:
        fields = one.form.tabs[number].fields
        notes = [field.key for field in fields if isinstance(field, NotesField)]
        return min(_length(one, role, notes[0]) for role in PartyRole) if fields[0].key in notes else 0

    return text_length


def _length(one: OpenConversation, role: PartyRole, field: str) -> int:
    return len(str(one.answers.get(AnswerKey(one.party(role).id, field), "")))
