"""The operating system's secret store, if it has one: holds the backup key of an unencrypted database.

It lets the program create backups without asking. It protects against a person who obtains the backup, not against one
who is logged in as the user on this PC - but the database itself is open to them anyway.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from mus_desktop.storage.database.private_files import wipe, write_atomically


class SecretStore(Protocol):
    """A store of one secret for the user who is logged in."""

    def load(self) -> bytes | None:
        """Return the secret, ``None`` if there is none that can be read."""

    def save(self, secret: bytes) -> bool:
        """Store ``secret``; return whether it succeeded."""

    def delete(self) -> None:
        """Delete the secret."""


class NoStore:
    """The substitute on a system without a store: the password is asked for once per start."""

    def load(self) -> bytes | None:
        return None

    def save(self, secret: bytes) -> bool:  # noqa: ARG002 - nothing is stored
        return False

    def delete(self) -> None:
        return


class WindowsStore:
    """A file that Windows encrypts for the user (DPAPI, ``CryptProtectData``)."""

    def __init__(self, data_folder: Path) -> None:
        self._file = data_folder / "backup-key.dpapi"

    def load(self) -> bytes | None:
        try:
            encrypted = self._file.read_bytes()
        except OSError:
            return None
        return _dpapi("CryptUnprotectData", encrypted)

    def save(self, secret: bytes) -> bool:
        encrypted = _dpapi("CryptProtectData", secret)
        if encrypted is None:
            return False
        write_atomically(self._file, encrypted)
        return True

    def delete(self) -> None:
        # Overwritten and not only removed: the key in it opens the backups outside the PC.
        wipe(self._file)


def system_store(data_folder: Path) -> SecretStore:
    """Return the store of the operating system."""
    return WindowsStore(data_folder) if sys.platform == "win32" else NoStore()


def _dpapi(function: str, content: bytes) -> bytes | None:
    """Encrypt or decrypt ``content`` for the logged-in user, without any dialog; ``None`` if Windows refuses."""
    import ctypes  # noqa: PLC0415 - Windows only

    class Blob(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))

    windows = ctypes.WinDLL  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    source = Blob(len(content), ctypes.cast(ctypes.create_string_buffer(content), ctypes.POINTER(ctypes.c_char)))
    result = Blob()
    no_window = 0x1  # CRYPTPROTECT_UI_FORBIDDEN: fail instead of asking the user
    if not getattr(windows("crypt32"), function)(
        ctypes.byref(source), None, None, None, None, no_window, ctypes.byref(result)
    ):
        return None
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        free = windows("kernel32").LocalFree
        # Without it ctypes would pass a C int, which cuts a 64-bit pointer.
        free.argtypes = [ctypes.c_void_p]
        free(result.data)  # Windows allocated the result
