"""The program with a screen: Danish, in the look the leader chose, and calm when something goes wrong."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from mus_desktop import __version__
from mus_desktop.errors import KnownError
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.main_window import MainWindow
from mus_desktop.ui.mishaps import Mishaps, message_about
from mus_desktop.ui.theme.look import NORMAL_POINT_SIZE, Look
from mus_desktop.ui.theme.tokens import Scheme

_log = logging.getLogger(__name__)


def prepare_application() -> QApplication:
    """The one QApplication, speaking Danish in every word; the one there is if there is one already."""
    app = the_application()
    speak_danish(app)
    return app


def the_application() -> QApplication:
    """The one QApplication with Danish dates and numbers; the one there is if there is one already."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("MUS Desktop")
    app.setApplicationVersion(__version__)
    QLocale.setDefault(QLocale(QLocale.Language.Danish, QLocale.Country.Denmark))
    return app


def speak_danish(app: QApplication) -> None:
    """Qt's own texts in Danish."""
    if app.findChild(QTranslator) is not None:
        return
    translator = QTranslator(app)
    if translator.load("qtbase_da", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    else:
        _log.warning("Qt's Danish texts are missing")


def look_from(preferences: Preferences, app: QApplication) -> Look:
    """The look the leader chose; what is changed later is remembered."""
    chosen = preferences.scheme()
    scheme = Scheme(chosen) if chosen in set(Scheme) else Scheme.SYSTEM
    look = Look(app, scheme, preferences.point_size() or NORMAL_POINT_SIZE)

    def remember() -> None:
        preferences.set_scheme(look.scheme.value)
        preferences.set_point_size(look.point_size)

    look.changed.connect(remember)
    return look


def run_window(build: Callable[[], Workplace], now: Callable[[], datetime] = datetime.now) -> int:
    """Open the window over what ``build`` puts together, until it is closed; gives the exit code.

    A :class:`KnownError` from ``build`` is shown as it stands, and the code is 1.
    """
    app = the_application()
    mishaps = Mishaps(app)
    mishaps.install()
    try:
        workplace = build()
    except KnownError as error:
        speak_danish(app)
        Look(app)
        message_about(error).exec()
        return 1
    window = MainWindow(workplace, look_from(workplace.preferences, app), now, list_first=True)
    window.turned_to_employee.connect(mishaps.hold)
    window.show()
    QTimer.singleShot(0, partial(_settle_down, app))
    try:
        return app.exec()
    finally:
        workplace.close()


def _settle_down(app: QApplication) -> None:
    """What the first window need not wait for: Qt's own texts in Danish, and the collector that start-up paused."""
    speak_danish(app)
    gc.freeze()
    gc.enable()
