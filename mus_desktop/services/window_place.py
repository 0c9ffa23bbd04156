"""Where the window was, in a file beside the database.

It is not a setting in the database: it belongs to the screens of this PC, so a backup from another PC should not bring
it, and a day on which nothing else changed would need a backup because the window was closed.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mus_desktop.limited_reading import read_limited
from mus_desktop.storage.database.private_files import write_atomically

_FILE = "window.json"
_LONGEST = 4096


class WindowPlace:
    """The file in ``data_folder`` with the place of the window, as text that only the window interprets."""

    def __init__(self, data_folder: Path) -> None:
        self._file = data_folder / _FILE

    def read(self) -> str:
        """Return the stored text; empty if there is none, or it cannot be read."""
        with suppress(OSError, UnicodeDecodeError):
            return read_limited(self._file, _LONGEST).decode()
        return ""

    def store(self, place: str) -> None:
        """Store ``place``; without effect if the file cannot be written, which is not worth a message."""
        if place != self.read():
            with suppress(OSError):
                write_atomically(self._file, place.encode())
