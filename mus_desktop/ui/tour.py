"""A walk through every view with a camera: the pictures of the demo and the README."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mus_desktop.model.conversation import Status
from mus_desktop.services.advice import advice_for
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.application import prepare_application
from mus_desktop.ui.conversation.finish_dialog import FinishDialog
from mus_desktop.ui.fields.base import Arrangement
from mus_desktop.ui.main_window import MainWindow
from mus_desktop.ui.pictures import grab
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme
from mus_desktop.ui.welcome.first_employee import FirstEmployee
from mus_desktop.ui.welcome.first_start import FirstStart

_SIZE = (1280, 800)
_SCHEMES = {Scheme.LIGHT: "lys", Scheme.DARK: "moerk"}


def take_pictures(workplace: Workplace, now: Callable[[], datetime], folder: Path) -> list[Path]:
    """Picture every view of ``workplace`` in light and dark; gives the files, ``folder/lys-01-oversigt.png`` and so on.

    Needs no screen; nothing that is stored changes but the page each conversation was left on.
    """
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = prepare_application()
    taken: list[Path] = []
    for scheme, word in _SCHEMES.items():
        window = MainWindow(workplace, Look(app, scheme), now)
        window.resize(*_SIZE)
        window.show()
        for number, (name, picture) in enumerate(_views(window, workplace, now), 1):
            taken.append(grab(picture, folder / f"{word}-{number:02d}-{name}.png"))
        window.close()
        window.deleteLater()
    return taken


_View = tuple[str, QWidget]


def _views(window: MainWindow, workplace: Workplace, now: Callable[[], datetime]) -> Iterator[_View]:
    yield "oversigt", window
    yield from _welcomes(workplace)
    yield from _employees(window, workplace, now)
    for form_id in dict.fromkeys(line.form_id for line in workplace.conversations.everyone()):
        yield from _conversation(window, workplace, form_id)
    yield from _dialogs(window)


def _welcomes(workplace: Workplace) -> Iterator[_View]:
    for name, page in (("foerste-start", FirstStart(workplace)), ("foerste-medarbejder", FirstEmployee(workplace))):
        page.resize(*_SIZE)
        page.show()
        yield name, page
        page.close()
        page.deleteLater()


def _employees(window: MainWindow, workplace: Workplace, now: Callable[[], datetime]) -> Iterator[_View]:
    standing = workplace.conversations.standing(now().date())
    everyone = workplace.staff.everyone()
    window.show_employee(next(e.id for e in everyone if e.id in standing and standing[e.id].status is Status.AGREED))
    yield "medarbejder", window
    window.show_employee(next(e.id for e in everyone if e.id not in standing))
    yield "medarbejder-uden-samtale", window


def _conversation(window: MainWindow, workplace: Workplace, form_id: str) -> Iterator[_View]:
    number = _best_filled(workplace, form_id)
    window.open_conversation(number)
    view = window.desk.conversation
    if view is None:
        return
    for arrangement, word in ((Arrangement.PREPARATION, "forberedelse"), (Arrangement.CONVERSATION, "samtale")):
        view.set_arrangement(arrangement)
        for tab in range(view.themes.count()):
            view.themes.setCurrentRow(tab)
            yield f"{form_id}-{word}-{tab + 1}", window
    view.set_arrangement(Arrangement.PREPARATION)
    opened = workplace.conversations.open(number)
    finish = FinishDialog(advice_for(opened), opened.employee.name, window)
    finish.show()
    yield f"{form_id}-afslut", finish
    finish.close()


def _best_filled(workplace: Workplace, form_id: str) -> int:
    numbers = [line.conversation.id for line in workplace.conversations.everyone() if line.form_id == form_id]
    return max(numbers, key=lambda number: len(workplace.conversations.open(number).answers))


def _dialogs(window: MainWindow) -> Iterator[_View]:
    menus = window.menus
    wanted = {
        "ny-medarbejder": menus.new_employee,
        "ny-samtale": menus.new_conversation,
        "indstillinger": menus.settings,
        "genveje": menus.keys,
        "om": menus.about,
    }
    for name, action in wanted.items():
        action.trigger()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                yield name, dialog
                dialog.reject()
                dialog.deleteLater()
