"""The id of an installation: this program's data on this PC, so that backups show which PC made them.

It is stored outside the data folder. A copy of that folder, on another PC or beside the original, is another
installation, although its database has the same id.
"""

from __future__ import annotations

import os
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from logging import getLogger
from pathlib import Path

import platformdirs

from mus_desktop import file_changes, paths
from mus_desktop.storage.database.private_files import make_private_folder, write_atomically

_log = getLogger(__name__)
_FILE = "installation"
_LONGEST = 100
_DIGITS = 8
_other_folder: Path | None = None


@contextmanager
def number_stored_in(folder: Path) -> Iterator[None]:
    """Keep the random number in ``folder`` meanwhile: the self-test writes nothing in the user's profile."""
    global _other_folder  # noqa: PLW0603 - one test at a time, and nothing else runs then
    before, _other_folder = _other_folder, folder
    try:
        yield
    finally:
        _other_folder = before


def installation_id(data_folder: Path, id_folder: Path | None = None) -> str:
    """Return the id of the installation with its data in ``data_folder``: 8 hexadecimal digits.

    It is made from a random number of this user on this PC, the PC's name and the folder: a user profile may be copied
    to another PC, and a folder beside itself. Without access to the number, the rest must do.

    :param id_folder: the folder that holds the number, the usual one by default.
    """
    number = ""
    try:
        number = _number(id_folder or _other_folder or _usual_folder())
    except OSError as error:
        _log.warning("the number of this installation cannot be read or written: %s", type(error).__name__)
    parts = (number, platform.node(), os.path.normcase(data_folder.resolve()))
    return sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]


def _usual_folder() -> Path:
    return Path(platformdirs.user_data_path(f"{paths.APP_NAME} på denne pc", appauthor=False, roaming=False))


def _number(folder: Path) -> str:
    """Return the random number in ``folder``, made if missing or damaged. Raises ``OSError``."""
    file = folder / _FILE
    known = ""
    with suppress(FileNotFoundError), file_changes.open_again(file, "rb") as opened:
        known = opened.read(_LONGEST).decode("ascii", "replace").strip()
    if len(known) != 32 or not set(known) <= set("0123456789abcdef"):
        known = secrets.token_hex(16)
        make_private_folder(folder)
        write_atomically(file, f"{known}\n".encode())
    return known
