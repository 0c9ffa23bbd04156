"""What a program that was cut off left lying: drafts, parts and what was on its way. It goes at the next start."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mus_desktop.storage import exchange
from mus_desktop.storage.files import wipe

_DRAFTS = ("*.new", "*.new.key", "*.new-*", "*.part", "*.part-*", "*.exchange-lock")


def clear(data_folder: Path, backups: Path, spool: Path) -> None:
    """Overwrite and remove them. Only for who has the database open: nobody else is then working on any."""
    for folder in (data_folder, backups):
        for pattern in _DRAFTS:
            for file in folder.glob(pattern):
                with suppress(OSError):
                    wipe(file)
    for left in (spool, backups / "omlagt"):
        if left.is_dir():
            with suppress(OSError):
                exchange.wipe_folder(left)
