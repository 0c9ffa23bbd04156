"""Notification from the operating system that the desktop is locked or the PC is going to sleep."""

from __future__ import annotations

import ctypes
import logging
import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtGui import QWindow

from mus_desktop.ui.controls.overrides import reporting_errors

_log = logging.getLogger(__name__)

_MESSAGE_KINDS = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
_SESSION_CHANGE, _POWER_BROADCAST = 0x02B1, 0x0218
_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOCK = 0x2, 0x4, 0x7
_SUSPEND = 0x4
_LOCKING_MESSAGES = {
    _SESSION_CHANGE: (_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOCK),
    _POWER_BROADCAST: (_SUSPEND,),
}
_THIS_SESSION = 0


class DesktopLock(QObject):
    """``locked`` is emitted when the user has left the desktop: it was locked, or the PC is going to sleep.

    This base class never emits it; it is used on systems that send no such notification.
    """

    locked = Signal()

    def end(self) -> None:
        """Stop listening."""


class WindowsDesktopLock(DesktopLock):
    """Listen for Windows messages with a hidden window that exists as long as the program.

    See https://learn.microsoft.com/windows/win32/termserv/wm-wtssession-change and
    https://learn.microsoft.com/windows/win32/power/wm-powerbroadcast.

    :param call: calls a function of ``wtsapi32``; returns whether it succeeded.
    """

    def __init__(self, parent: QObject | None = None, call: Callable[..., bool] | None = None) -> None:
        super().__init__(parent)
        self._call = call or _wtsapi
        self._window = QWindow()
        self._window.create()
        self._filter = _Filter(self.locked.emit)
        _application().installNativeEventFilter(self._filter)
        if not self._call("WTSRegisterSessionNotification", int(self._window.winId()), _THIS_SESSION):
            _log.warning("the system does not tell when the desktop is locked")

    def end(self) -> None:
        self._call("WTSUnRegisterSessionNotification", int(self._window.winId()))
        _application().removeNativeEventFilter(self._filter)
        self._window.destroy()


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, on_locked: Callable[[], None]) -> None:
        super().__init__()
        self._on_locked = on_locked

    def nativeEventFilter(  # noqa: N802 - Qt name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        with reporting_errors():
            if QByteArray(kind).data() in _MESSAGE_KINDS and reports_absence(wintypes.MSG.from_address(int(message))):
                self._on_locked()
        return False, 0  # other listeners need the message too


def reports_absence(message: wintypes.MSG) -> bool:
    """Return whether a Windows message reports a locked or disconnected desktop, or that the PC is going to sleep."""
    return message.wParam in _LOCKING_MESSAGES.get(message.message, ())


def desktop_lock(parent: QObject | None = None) -> DesktopLock:
    """Return the implementation for the current operating system."""
    return WindowsDesktopLock(parent) if sys.platform == "win32" else DesktopLock(parent)


def _wtsapi(function: str, window: int, *more: int) -> bool:
    windows = ctypes.WinDLL  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    return bool(getattr(windows("wtsapi32"), function)(wintypes.HWND(window), *more))


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    assert app is not None  # noqa: S101 - there is a window
    return app
