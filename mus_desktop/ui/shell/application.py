"""The graphical program: Danish, in the leader's look, with a friendly message for every error."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from mus_desktop import __version__
from mus_desktop.errors import AlreadyOpen, DataUnusable, KnownError, PasswordNeeded
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.shell.data_switch import Target
from mus_desktop.ui.shell.desktop_shell import desktop_shell
from mus_desktop.ui.shell.garbage_collection import GarbageCollector
from mus_desktop.ui.shell.sample_session import show_sample
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors, error_dialog, log_qt_messages
from mus_desktop.ui.theme.look import NORMAL_POINT_SIZE, Look, scheme_in
from mus_desktop.ui.theme.offscreen_fonts import name_font_folder

if TYPE_CHECKING:
    from mus_desktop.ui.safety.start_help import StartHelp

_log = logging.getLogger(__name__)
_BEGIN_DELAY_MS = 500
"""The delay from the first window to the start of backups and of listening for a second start."""
_SETTLE_MS = 15
"""The delay to what the first window need not wait for. Without one it would come before the first paint."""
_SPEAKS_DANISH = "speaks_danish"
"""The property of the application that says that Qt's own Danish texts are installed."""
_ATTEMPTS = 3
"""The number of attempts to open the data: a window that is just closing has released them by then."""


def prepare_application() -> QApplication:
    """Return the one QApplication, created if necessary, with Danish texts."""
    app = get_application()
    install_danish_texts(app)
    lazy_imports.install_roles(app)
    return app


def get_application() -> QApplication:
    """Return the one QApplication, created if necessary, with Danish dates and numbers."""
    existing = QApplication.instance()
    name_font_folder()
    # The style is named here, because QApplication.setStyle() makes PySide load QStyle and its enumerations (4 ms).
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], "-style", "Fusion"])
    app.setApplicationName("MUS Desktop")
    app.setApplicationVersion(__version__)
    desktop_shell().identify()
    QLocale.setDefault(QLocale(QLocale.Language.Danish, QLocale.Country.Denmark))
    return app


def install_danish_texts(app: QApplication) -> None:
    """Install Qt's own Danish texts."""
    # Not findChild(): it wraps all children of the application, among them the style, which loads QStyle (5 ms).
    if app.property(_SPEAKS_DANISH):
        return
    app.setProperty(_SPEAKS_DANISH, True)
    translator = QTranslator(app)
    if translator.load("qtbase_da", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    else:
        _log.warning("Qt's Danish texts are missing")


def stored_look(preferences: Preferences, app: QApplication) -> Look:
    """Return the stored look; later changes are stored too."""
    look = Look(app, scheme_in(preferences), preferences.point_size() or NORMAL_POINT_SIZE)
    look.store_in(preferences)
    return look


@contextmanager
def _restoring_collection() -> Iterator[None]:
    """Turn Python's automatic collection on again, for a caller that goes on after the window; the program ends."""
    automatic = gc.isenabled()
    try:
        yield
    finally:
        if automatic:
            gc.enable()


@_restoring_collection()
def run_window(
    build: Callable[[bytes | None], Workplace],
    data_folder: Path | None = None,
    now: Callable[[], datetime] = datetime.now,
) -> int:
    """Show the main window over the workplace from ``build`` until it is closed; return the exit code.

    When the data are encrypted, the password is asked for and ``build`` is called with the key. When they cannot be
    opened, restoring a backup is offered. When another window has ``data_folder`` open, that window is raised, and the
    code is 0. Any other :class:`KnownError` from ``build`` is shown with its own message, a programming error with
    details to copy, and the code is 1.
    """
    log_qt_messages()  # before the first message can come
    app = get_application()
    unexpected_errors = UnexpectedErrors(app)
    unexpected_errors.install()
    try:
        session: Session | None = _show_session(build, data_folder, now)
    except Exception as error:  # programming errors too: nobody reads the console of a windowed program
        install_danish_texts(app)
        Look(app)
        _show_error(error)
        return 1
    code = 0
    while session is not None:
        code = _run_session(app, session, unexpected_errors, data_folder)
        session = _next_session(session, build, data_folder, now) if data_folder is not None else None
    return code


def _show_error(error: Exception) -> None:
    """Show that there is no window, and why."""
    if not isinstance(error, KnownError):
        _log.error("%s", lazy_imports.report(error, error.__traceback__))
    error_dialog(error).exec()


def _run_session(
    app: QApplication, session: Session, unexpected_errors: UnexpectedErrors, data_folder: Path | None
) -> int:
    """Run the event loop until the window of ``session`` is closed; return the exit code."""
    session.turned_to_employee.connect(unexpected_errors.set_paused)
    unexpected_errors.save_input = session.save_all
    QTimer.singleShot(_SETTLE_MS, session, partial(_finish_start, app, session))
    QTimer.singleShot(_BEGIN_DELAY_MS, session, partial(session.begin, session.switch.sample_folder or data_folder))
    try:
        return app.exec()
    finally:
        session.close()


def _next_session(
    closed: Session, build: Callable[[bytes | None], Workplace], data_folder: Path, now: Callable[[], datetime]
) -> Session | None:
    """Return the session that was wanted instead of the ``closed`` one; ``None`` if the program ends."""
    target = closed.switch.target
    if target is None:
        return None
    sample = lazy_imports.SampleData(data_folder)
    try:
        if target is Target.SAMPLE:
            return show_sample(sample, closed.look, now)
        if target is Target.OWN_WITHOUT_SAMPLE:
            sample.remove()
    except Exception as error:  # the own data are shown all the same
        _show_error(error)
    try:
        session = _show_session(build, data_folder, now)
    except Exception as error:  # as at the first start
        _show_error(error)
        return None
    if session is not None and session.look is not closed.look:
        closed.look.deleteLater()  # it would follow the desktop's colours in the old text size
    return session


def _show_session(
    build: Callable[[bytes | None], Workplace], data_folder: Path | None, now: Callable[[], datetime]
) -> Session | None:
    """Return the session of the opened workplace; ``None`` when there is none.

    Some damage is discovered only when the data are read.
    """
    workplace = _open_workplace(build, data_folder, now)
    while workplace is not None:
        session = None
        try:
            session = Session(workplace, build, stored_look(workplace.preferences, get_application()), now)
            session.show(list_first=True)
        except DataUnusable as error:
            (session or workplace).close()
            if data_folder is None:
                raise
            workplace = _start_help(build, data_folder, now).offer_restore(error.message, workplace.database.key)
        else:
            return session
    return None


def _open_workplace(
    build: Callable[[bytes | None], Workplace], data_folder: Path | None, now: Callable[[], datetime]
) -> Workplace | None:
    """Return the workplace from ``build``; ``None`` if another window was raised, or the leader gave up."""
    if data_folder is None:
        return build(None)
    keys: list[bytes | None] = [None]

    def build_workplace(key: bytes | None) -> Workplace:
        keys[:] = [key]
        return build(key)

    def build_again() -> Workplace | None:
        return build(keys[0]) if keys[0] else _build_with_help(build_workplace, data_folder, now)

    try:
        return _build_with_help(build_workplace, data_folder, now)
    except AlreadyOpen:
        return _open_unless_raised(build_again, data_folder)


def _build_with_help(
    build: Callable[[bytes | None], Workplace], data_folder: Path, now: Callable[[], datetime]
) -> Workplace | None:
    """Return the workplace from ``build``, with the user's help if a password or a backup is needed."""
    try:
        return build(None)
    except (PasswordNeeded, DataUnusable) as error:
        start_help = _start_help(build, data_folder, now)
        return (
            start_help.ask_for_password()
            if isinstance(error, PasswordNeeded)
            else start_help.offer_restore(error.message)
        )


def _start_help(
    build: Callable[[bytes | None], Workplace], data_folder: Path, now: Callable[[], datetime]
) -> StartHelp:
    app = prepare_application()
    Look(app)
    return lazy_imports.StartHelp(build, data_folder, now)


def _open_unless_raised(build: Callable[[], Workplace | None], data_folder: Path) -> Workplace | None:
    for _ in range(_ATTEMPTS - 1):
        if lazy_imports.raise_first_window(data_folder):
            return None
        with suppress(AlreadyOpen):  # a window that was just closing has released the data by now
            return build()
    return None if lazy_imports.raise_first_window(data_folder) else build()


def _finish_start(app: QApplication, session: Session) -> None:
    """Do what the first window need not wait for: Danish texts, roles for screen readers, icon, garbage collection."""
    install_danish_texts(app)
    lazy_imports.install_roles(app)
    desktop_shell().show_icon(app)
    # Objects from the start-up live as long as the program, so they are excluded from later collections.
    gc.freeze()
    GarbageCollector(session)
