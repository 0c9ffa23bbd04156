"""Tell the program on this Windows that the desktop is locked: ``lock_message.py TITLE``, TITLE being its window's.

Wine sends no such message when a session is locked, so it is posted to the hidden window that waits for it.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes

_SESSION_CHANGE, _SESSION_LOCK, _THIS_SESSION = 0x02B1, 0x7, 1
_NOT_OUR_OWN = ("Message", "Clipboard", "Theme", "Screen")
"""Parts of the names of classes of hidden windows that Qt has for itself."""


def hidden_windows(user32: ctypes.CDLL, process: int) -> list[int]:
    """Return the hidden windows of a process that Qt made for the program."""
    found: list[int] = []

    def look(window: int, _: int) -> bool:
        owner, name = wintypes.DWORD(), ctypes.create_unicode_buffer(200)
        user32.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
        user32.GetClassNameW(wintypes.HWND(window), name, 200)
        ours = owner.value == process and name.value.startswith("Qt")
        of_qt_itself = any(part in name.value for part in _NOT_OUR_OWN)
        if ours and not of_qt_itself and not user32.IsWindowVisible(wintypes.HWND(window)):
            found.append(window)
        return True

    kind = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    user32.EnumWindows(kind(look), 0)
    return found


def main(title: str) -> int:
    """Post the message, and print how many windows got it."""
    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    user32.FindWindowW.restype = wintypes.HWND
    process = wintypes.DWORD()
    user32.GetWindowThreadProcessId(wintypes.HWND(user32.FindWindowW(None, title)), ctypes.byref(process))
    windows = hidden_windows(user32, process.value)
    for window in windows:
        user32.PostMessageW(wintypes.HWND(window), _SESSION_CHANGE, _SESSION_LOCK, _THIS_SESSION)
    sys.stdout.write(f"{len(windows)}\n")
    return 0 if windows else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
