"""A second start asks the first to show its window, by a file beside the database; nothing listens on any network."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_NAME = "show-window"


def request_file(data_folder: Path) -> Path:
    """The file that the first start watches for."""
    return data_folder / _NAME


def ask_first_to_show(data_folder: Path) -> bool:
    """Ask whoever has the database in ``data_folder`` open to show its window; gives whether it could be asked."""
    try:
        request_file(data_folder).touch(mode=0o600)
    except OSError:
        return False
    return True


def is_asked(data_folder: Path) -> bool:
    """Whether somebody asked since last time; asking is then over. Quick enough to call often."""
    try:
        request_file(data_folder).unlink()
    except OSError:
        return False
    return True


def forget_requests(data_folder: Path) -> None:
    """What was asked of an earlier start is no longer wanted; to be called when the first start begins to watch."""
    with suppress(OSError):
        request_file(data_folder).unlink()
