"""The window without a screen: Qt's Danish texts, the icons, and a conversation on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QTranslator, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QIcon, QImage

from mus_desktop.errors import KnownError
from mus_desktop.paths import resources
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.demo.screenshots import screenless_application
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.shell.main_window import MainWindow
from mus_desktop.ui.shell.unexpected_errors import log_qt_message
from mus_desktop.ui.theme.icons import icon
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.theme.tokens import Scheme

_ICON_SIZE = 32
_FEWEST_COLOURS = 30
"""A window whose texts cannot be drawn, for want of a font, has a handful of colours."""


def check_texts() -> str:
    """Load Qt's Danish texts. :raises KnownError: they are missing."""
    screenless_application()
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_da", folder):
        raise KnownError(f"Qt's danske tekster mangler i {folder}. Installér programmet igen.")
    cancel = translator.translate("QPlatformTheme", "Cancel")
    if not cancel:
        raise KnownError(f"Qt's danske tekster i {folder} er beskadiget. Installér programmet igen.")
    return f"Cancel hedder {cancel}"


def check_icons() -> str:
    """Draw every icon in the program's three ways. :raises KnownError: one cannot be drawn."""
    screenless_application()
    files = sorted((resources() / "icons").glob("*.svg"))
    blank = [file.name for file in files if not all(map(_is_drawn, _drawings(file)))]
    if blank or not files:
        raise KnownError(f"Ikonerne kan ikke tegnes: {', '.join(blank) or 'ingen'}. Installér programmet igen.")
    return f"{len(files)} ikoner er tegnet"


def check_window(workplace: Workplace, conversation: int) -> str:
    """Show the conversation in the program's window, and take a picture of it. :raises KnownError: it is empty."""
    app = screenless_application()
    if not QFontDatabase.families():
        raise KnownError("Der er ingen skrifttyper på pc'en, så vinduet bliver tomt. Installér en, for eksempel Inter.")
    before = qInstallMessageHandler(log_qt_message)
    look = Look(app, Scheme.LIGHT)
    window = MainWindow(workplace, look, datetime.now)
    try:
        window.show()
        window.open_conversation(conversation)
        finish_layouts(window)
        colours = _count_colours(window.grab().toImage())
    finally:
        window.close()
        for made in (window, look):
            made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qInstallMessageHandler(before)
    if colours < _FEWEST_COLOURS:
        raise KnownError("Programmets vindue bliver tomt, når det tegnes. Installér programmet igen.")
    return f"samtalen er vist i vinduet, i {colours} farver"


def _drawings(file: Path) -> Iterator[QImage]:
    """Yield the icon as buttons show it, by the plugin for icons, and as stylesheets show it, by that for images."""
    yield icon(file.stem, "#000000", _ICON_SIZE).pixmap(_ICON_SIZE).toImage()
    yield QIcon(str(file)).pixmap(_ICON_SIZE).toImage()
    yield QImage(str(file))


def _is_drawn(image: QImage) -> bool:
    return not image.isNull() and _count_colours(image) > 1


def _count_colours(image: QImage) -> int:
    pixels = image.convertToFormat(QImage.Format.Format_ARGB32)
    return len(set(memoryview(pixels.constBits()).cast("I")))
