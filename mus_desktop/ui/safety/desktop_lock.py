"""Notification from the operating system that the desktop is locked or the PC is going to sleep."""

from __future__ import annotations

import ctypes
import logging
import sys
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtGui import QWindow

from mus_desktop.ui.controls.overrides import told

_log = logging.getLogger(__name__)

_KINDS = (b"windows_generic_MSG", b"windows_dispatcher_MSG")
_SESSION_CHANGE, _POWER_BROADCAST = 0x02B1, 0x0218
_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOCK = 0x2, 0x4, 0x7
_SUSPEND = 0x4
_AWAY = {_SESSION_CHANGE: (_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOCK), _POWER_BROADCAST: (_SUSPEND,)}
_THIS_SESSION = 0


class DesktopLock(QObject):
    """``locked``: nobody is at the desktop any more.

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
    def __init__(self, heard: Callable[[], None]) -> None:
        super().__init__()
        self._heard = heard

    def nativeEventFilter(  # noqa: N802 - Qt name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        with told():
            if QByteArray(kind).data() in _KINDS and says_nobody_is_there(wintypes.MSG.from_address(int(message))):
                self._heard()
        return False, 0  # other listeners need the message too


def says_nobody_is_there(message: wintypes.MSG) -> bool:
    """Return whether a Windows message reports a locked or disconnected desktop, or that the PC is going to sleep."""
    return message.wParam in _AWAY.get(message.message, ())


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
