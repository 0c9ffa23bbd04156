"""How the desktop recognises the program and its windows: name, icon, and the right to come to the front."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication, QIcon

from mus_desktop.paths import resources
from mus_desktop.windows_call import WindowsCall, windows_call

APP_ID = "mus-desktop"
"""The name of the desktop entry on Linux, ``mus-desktop.desktop``, whose icon and name the desktop shows."""
_APP_USER_MODEL_ID = "MUSDesktop.MUSDesktop"
_ANY_PROCESS = 0xFFFFFFFF  # ASFW_ANY


class DesktopShell:
    """A desktop that needs no calls of its own; :class:`WindowsShell` is the one of Windows."""

    def identify(self) -> None:
        """Register the program's name; must run before the first window exists."""
        QGuiApplication.setDesktopFileName(APP_ID)

    def allow_front(self) -> None:
        """Let the window of another process come to the front, instead of this process's."""

    def show_icon(self, app: QGuiApplication) -> None:
        """Set the program's icon on all windows, present and future."""
        app.setWindowIcon(QIcon(str(resources() / "icons" / f"{APP_ID}.svg")))


class WindowsShell(DesktopShell):
    """Windows."""

    def __init__(self, call: WindowsCall = windows_call) -> None:
        self._call = call

    def identify(self) -> None:
        """Give the program a place of its own in the taskbar, where it would be grouped with Python otherwise.

        The installed program is its own executable, which identifies it and the shortcuts to it: another id would
        separate its windows from a pinned shortcut.
        See https://learn.microsoft.com/windows/win32/shell/appids.
        """
        super().identify()
        if not getattr(sys, "frozen", False):
            self._call("shell32", "SetCurrentProcessExplicitAppUserModelID", _APP_USER_MODEL_ID)

    def allow_front(self) -> None:
        """Pass on the right to set the foreground window, which the process the user has just started has.

        Without it the first window only flashes in the taskbar. Any process may use it, until the next key or click:
        which process has the data open is not known.
        See https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-allowsetforegroundwindow.
        """
        self._call("user32", "AllowSetForegroundWindow", _ANY_PROCESS)

    def show_icon(self, app: QGuiApplication) -> None:
        if not getattr(sys, "frozen", False):  # Qt takes the icon in the launcher (IDI_ICON1)
            super().show_icon(app)


def desktop_shell() -> DesktopShell:
    """Return the implementation for the current operating system."""
    return WindowsShell() if sys.platform == "win32" else DesktopShell()
