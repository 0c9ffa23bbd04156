"""Pictures of the program on a real screen, with menus, tooltips and message boxes open, to be looked at.

``python tests/windows/pictures.py FOLDER [--scale 1.5] [--size 911x512] [--points 10]`` shows the demo's story in light
and dark colours on the screen that is there, for instance with Qt's Windows plugin under wine. Unlike the demo's own
pictures, these show what the desktop contributes: fonts, scaling, and everything that is a window of its own.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QToolButton, QToolTip, QWidget

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.services.demo.story import read_story
from mus_desktop.services.demo.story_import import import_story
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.screenshot_safety import show_backup_status
from mus_desktop.ui.demo.screenshots import ScreenshotViews
from mus_desktop.ui.demo.window_pictures import close_picture, finish_layouts
from mus_desktop.ui.dialogs.messages import Choice, ask, show_message
from mus_desktop.ui.meeting.meeting_dialog import MeetingDialog
from mus_desktop.ui.settings.settings_dialog import SettingsDialog
from mus_desktop.ui.shell.application import prepare_application
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import error_dialog
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme

VIEWS = (
    "oversigt", "foerste-start", "foerste-skema", "foerste-sikkerhed", "foerste-backup", "foerste-medarbejder",
    "medarbejder", "medarbejder-i-gruppe",
    "kobenhavn-buf-forberedelse-1", "kobenhavn-buf-forberedelse-3", "kobenhavn-buf-forberedelse-6",
    "kobenhavn-buf-samtale-3", "kobenhavn-buf-samtale-6", "kobenhavn-buf-afslut", "albertslund-gruppe-forberedelse-2",
    "kobenhavn-buf-fra-papir", "ny-samtale", "rediger-medarbejder", "skift-skema", "ny-gruppesamtale",
    "egne-spoergsmaal", "tomme-dokumenter", "indstillinger", "genveje", "om", "sikkerhed", "vaelg-adgangskode",
    "gendannelseskode", "hent-backup", "laas-op", "databeskyttelse",
)  # fmt: skip
"""The demo's views pictured here: those whose names begin with one of these."""
SCHEMES = {Scheme.LIGHT: "lys", Scheme.DARK: "moerk"}
SHOWN_MS = 150
"""The time a window has to come up on the screen."""
NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall


class Pictures:
    """Numbered pictures in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._number = folder, 0
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str) -> None:
        """Picture every window of the program, those in front last."""
        for window in _windows():
            finish_layouts(window)
        QTest.qWait(SHOWN_MS)
        windows = sorted(_windows(), key=_order)
        area = QRect()
        for window in windows:
            area = area.united(window.geometry())
        ratio = windows[0].devicePixelRatioF()
        picture = QPixmap(area.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.darkGray)
        painter = QPainter(picture)
        # Each is drawn for itself: under wine the screen cannot be read at every scaling.
        for window in windows:
            painter.drawPixmap(window.geometry().topLeft() - area.topLeft(), window.grab())
            painter.drawRect(window.geometry().translated(-area.topLeft()))
        painter.end()
        self._number += 1
        picture.save(str(self._folder / f"{self._number:02d}-{name}.png"))


def _windows() -> list[QWidget]:
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def _order(window: QWidget) -> int:
    kinds = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Popup, Qt.WindowType.ToolTip)
    return kinds.index(window.windowType()) if window.windowType() in kinds else len(kinds)


def picture_views(workplace: Workplace, window: MainWindow, pictures: Pictures) -> None:
    """Picture the chosen views of the demo, which begin on the start page."""
    window.page_stack.show_start()
    for name, _ in ScreenshotViews(window, workplace, lambda: NOW).views():
        if name.startswith(VIEWS):
            pictures.take(name)


def picture_menus(window: MainWindow, pictures: Pictures) -> None:
    """Picture each menu open, with its second entry chosen."""
    bar = window.menuBar()
    for action in bar.actions():
        menu = action.menu()
        if not isinstance(menu, QWidget):
            continue
        menu.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
        menu.setActiveAction(menu.actions()[1])
        pictures.take(f"menu-{action.text().replace('&', '').lower()}")
        menu.hide()


def picture_messages(window: MainWindow, pictures: Pictures) -> None:
    """Picture a question, a message and the window for the unexpected."""

    def look(name: str) -> None:
        pictures.take(name)
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog):
            box.reject()

    QTimer.singleShot(SHOWN_MS, lambda: look("spoergsmaal"))
    text = "Lukker du uden at gemme, bliver det ikke husket."
    choices = (Choice("keep", "&Gem", primary=True), Choice("drop", "&Luk uden at gemme"))
    ask(window, "Vil du gemme det, du har skrevet?", text, choices)
    QTimer.singleShot(SHOWN_MS, lambda: look("besked"))
    text = "Planen er åben i Word. Luk den der, og prøv igen. Det, du har skrevet her, er gemt."
    show_message(window, "Dokumentet blev ikke skrevet", text)
    dialog = error_dialog(ZeroDivisionError(), window)
    dialog.show()
    pictures.take("uventet-fejl")
    close_picture(dialog)


def picture_popups(workplace: Workplace, look: Look, window: MainWindow, pictures: Pictures) -> None:
    """Picture a list of choices, a calendar and a tooltip open."""
    settings = SettingsDialog(workplace, look, window)
    for name, dialog, open_popup in (
        ("liste-indstillinger", settings, settings.look.findChildren(QComboBox)[-1].showPopup),
        *_of_meeting(workplace, window),
    ):
        dialog.show()
        finish_layouts(dialog)
        open_popup()
        pictures.take(name)
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.hide()
        close_picture(dialog)
    window.open_conversation(workplace.conversations.all()[0].conversation.id)
    finish_layouts(window)
    button = next(one for one in window.findChildren(QToolButton) if one.isVisible() and one.toolTip())
    QTest.qWait(SHOWN_MS)  # a tooltip is hidden when the keyboard moves
    QToolTip.showText(button.mapToGlobal(QPoint(20, button.height())), button.toolTip())
    pictures.take("vaerktoejstip")
    QToolTip.hideText()


def _of_meeting(workplace: Workplace, window: MainWindow) -> Iterator[tuple[str, QDialog, Callable[[], object]]]:
    person = workplace.staff.everyone()[0]
    dialog = MeetingDialog.for_new(workplace, person.id, lambda: NOW, window)
    yield "kalender", dialog, dialog.on_date.open_calendar
    listed = MeetingDialog.for_new(workplace, person.id, lambda: NOW, window)
    yield "liste-skema", listed, listed.form.showPopup


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", default="1", help="what the display settings of Windows call 150 %% is 1.5")
    parser.add_argument("--size", default="1280x800", help="of the window, in logical pixels; at most the screen")
    parser.add_argument("--points", type=int, default=10, help="the text size of the program")
    parser.add_argument("--only-popups", action="store_true", help="leave out the views of the demo")
    chosen = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    app = prepare_application()
    available = app.primaryScreen().availableSize()
    width, height = map(int, chosen.size.split("x"))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        workplace = build(Path(folder), now=lambda: NOW)
        stack.callback(workplace.close)
        import_story(read_story(paths.resources() / "demo"), workplace)
        for scheme, name in SCHEMES.items():
            look = Look(app, scheme, chosen.points)
            window = MainWindow(workplace, look, lambda: NOW)
            window.setGeometry(0, 0, min(width, available.width()), min(height, available.height()))
            window.show()
            show_backup_status(window, workplace, lambda: NOW)
            pictures = Pictures(chosen.folder / name)
            window.page_stack.show_start()
            pictures.take("vindue")
            picture_menus(window, pictures)
            picture_messages(window, pictures)
            picture_popups(workplace, look, window, pictures)
            if not chosen.only_popups:
                picture_views(workplace, window, pictures)
            window.close()
            window.deleteLater()


if __name__ == "__main__":
    main()
