"""Reading small files from outside, so that a file of gigabytes does not fill the memory."""

from __future__ import annotations

import errno
from pathlib import Path

from mus_desktop import file_changes


class FileTooLarge(OSError):
    """The file has more bytes than any real one."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EFBIG, "filen er for stor", str(path))


def read_limited(path: Path, most: int) -> bytes:
    """Return the content of ``path``.

    :raises FileTooLarge: it has more than ``most`` bytes.

    Raises ``OSError``.
    """
    with file_changes.open_again(path, "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise FileTooLarge(path)
    return content
