"""The data that a command works on, and the passwords for it. Passwords are never passed as arguments."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.errors import KnownError, PasswordNeeded
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database.data_location import refuse_unsafe_location

PASSWORD, BACKUP_PASSWORD = "MUS_PASSWORD", "MUS_BACKUP_PASSWORD"


@contextmanager
def open_workplace(data_folder: Path) -> Iterator[Workplace]:
    """Open the workplace in ``data_folder``, asking for its password if it has one.

    :raises KnownError: there is no workplace, it is open elsewhere, or the password is wrong.
    """
    refuse_unsafe_location(data_folder)
    if not (data_folder / paths.DATABASE_NAME).exists():
        raise KnownError(
            f"Der er ingen data i {data_folder}. Start programmet én gang, eller vælg en anden mappe med --data."
        )
    key = unlock(data_folder, read_secret("Adgangskode", PASSWORD)) if needs_password(data_folder) else None
    with open_workplace_with_key(data_folder, key) as workplace:
        yield workplace


@contextmanager
def open_workplace_with_key(data_folder: Path, key: bytes | None) -> Iterator[Workplace]:
    """Open the workplace in ``data_folder``. :raises KnownError: it cannot be opened with ``key``."""
    workplace = build(data_folder, key=key)
    try:
        if workplace.policy.notice:
            print(workplace.policy.notice, file=sys.stderr)
        yield workplace
    finally:
        workplace.close()


def data_folder(options: argparse.Namespace) -> Path:
    """Return the folder of the program's data."""
    folder: Path | None = options.data
    return folder or paths.default_data_folder()


def read_secret(question: str, *variables: str) -> str:
    """Return a password from the environment or from the user at the terminal.

    :raises PasswordNeeded: it is in none of ``variables``, and there is no terminal to ask at.
    """
    for name in variables:
        if os.environ.get(name):
            return os.environ[name]
    # In a scheduled task nobody can answer: a question would wait forever.
    if not sys.stdin.isatty():
        raise PasswordNeeded(f"Her skal bruges en adgangskode. Sæt den i {variables[0]}, eller kør kommandoen selv.")
    return getpass.getpass(f"{question}: ")
