"""A second start asks the first to show its window, through a file next to the database; no network is used."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mus_desktop import file_changes

_NAME = "show-window"


def request_file(data_folder: Path) -> Path:
    """Return the path of the file that the first start watches for."""
    return data_folder / _NAME


def request_window(data_folder: Path) -> bool:
    """Ask the first start over ``data_folder`` to show its window; return whether it could be asked."""
    try:
        request_file(data_folder).touch(mode=0o600)
    except OSError:
        return False
    return True


def take_request(data_folder: Path) -> bool:
    """Return whether there is a new request, and clear it. Fast enough to be called often."""
    # Removing the file is the test, so that a request that comes in between is not lost.
    try:
        # It is called again in a moment, so it need not wait for a scanner that has the file open.
        file_changes.remove_file(request_file(data_folder), wait=False)
    except OSError:
        return False
    return True


def clear_requests(data_folder: Path) -> None:
    """Delete requests to an earlier start; called when the first start begins to watch."""
    with suppress(OSError):
        file_changes.remove_file(request_file(data_folder))
