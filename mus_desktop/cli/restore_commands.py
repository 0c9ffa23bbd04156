"""The commands that verify and restore a backup. A scheduler can run them too; passwords are never arguments."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from mus_desktop import paths
from mus_desktop.cli.backup_commands import moment, now
from mus_desktop.cli.exit_codes import DONE
from mus_desktop.cli.opened_data import BACKUP_PASSWORD, PASSWORD, data_folder, opened_with, secret_for
from mus_desktop.errors import DataUnusable, KnownError, PasswordNeeded, WrongPassword
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.services.safety.restoring import RestoringWithout, WayBack, key_file_fault
from mus_desktop.services.safety.target_backups import refuse_silent
from mus_desktop.storage.backup.backup_messages import VALUES_DAMAGED
from mus_desktop.storage.backup.restore import CheckedBackup, check, open_key, prepare, verify_locks
from mus_desktop.storage.database.data_location import refuse_unsafe_location
from mus_desktop.storage.database.private_files import scratch_folder

_TRIES = 3
_Given = TypeVar("_Given")
_FORGOTTEN = (
    "Er den glemt, så kør kommandoen igen med --forgotten: det, der er på pc'en nu, bliver da flyttet til side og gemt."
)


def verify(chosen: argparse.Namespace) -> int:
    """Check a backup, from the inside if its password is given."""
    checked, damaged, from_outside = _checked(chosen.file), False, f"adgangskoden er ikke givet ({PASSWORD})"
    if _may_open(checked):
        key = _try(lambda secret: open_key(checked, secret), checked)
        with _room_for_a_trial(data_folder(chosen), encrypted=checked.label.encrypted) as room:
            if room:
                draft = prepare(checked, room / "prøve.sqlite", key)
                draft.discard()
                damaged = draft.damaged
            from_outside = "" if room else f"der kan ikke skrives i {data_folder(chosen)}"
        if key is not None:
            verify_locks(checked, key)
    if damaged:
        raise KnownError(VALUES_DAMAGED)
    print(f"Backuppen er hel: {_content(checked)}.")
    if from_outside:
        print(f"Den er kun efterset udefra, for {from_outside}.")
    if checked.remark:
        print(checked.remark)
    return DONE


def _checked(file: Path) -> CheckedBackup:
    refuse_silent(file)
    return check(file)


@contextmanager
def _room_for_a_trial(folder: Path, *, encrypted: bool) -> Iterator[Path | None]:
    """Yield a folder for a trial restore, ``None`` if there is none.

    It is in the data folder, where the next start deletes leftovers; only encrypted data may go to a temp folder.
    """
    if folder.is_dir() and os.access(folder, os.W_OK):
        with scratch_folder(folder) as scratch:
            yield scratch
    elif encrypted:
        with scratch_folder() as scratch:
            yield scratch
    else:
        yield None


def _may_open(checked: CheckedBackup) -> bool:
    given = os.environ.get(PASSWORD) or os.environ.get(BACKUP_PASSWORD)
    return not checked.label.encrypted or bool(given) or sys.stdin.isatty()


def restore(chosen: argparse.Namespace) -> int:
    """Restore a backup over the data, or in place of data that cannot be opened."""
    folder = data_folder(chosen)
    refuse_unsafe_location(folder)
    checked = _checked(chosen.file)
    content, there = _content(checked), (folder / paths.DATABASE_NAME).exists()
    with ExitStack() as stack:
        way = _way_back(stack, folder, forgotten=chosen.forgotten)
        draft = _try(partial(way.opened, chosen.file), checked)
        restored = way.restore(draft)
    print(f"Hentet: {content}.")
    if restored.aside is not None:
        print(f"De filer, der lå der før, er flyttet til side og gemt i {restored.aside}.")
    elif there:
        print(f"Det, der var der før, er gemt som en backup i {folder / paths.BACKUP_FOLDER}.")
    if checked.label.encrypted and not draft.label.encrypted:
        print("Dine data har ingen adgangskode, som før. Backuppen var krypteret med backup-adgangskoden.")
    elif checked.label.only_copy_encrypted:
        print("Dine data er nu beskyttet med backup-adgangskoden.")
    elif checked.label.encrypted:
        print("Dine data er beskyttet med backuppens adgangskode.")
    if checked.remark:
        print(checked.remark)
    return DONE


def _way_back(stack: ExitStack, folder: Path, *, forgotten: bool) -> WayBack:
    """Return the service that restores over today's database if that can be opened, or else without it.

    It cannot be opened if it is damaged or missing, or if its password is forgotten.

    :raises KnownError: today's database is open, of a newer program, or has a password that was not entered.
    """
    without = RestoringWithout(folder, now)
    without.refuse_open()
    if not (folder / paths.DATABASE_NAME).exists():
        return without
    try:
        key = None
        if needs_password(folder):
            key = None if forgotten else _todays_key(folder)
            if key is None:
                return without
        return stack.enter_context(opened_with(folder, key)).safety.restoring
    except DataUnusable as error:
        print(error.message, file=sys.stderr)
        return RestoringWithout(folder, now, key)


def _todays_key(folder: Path) -> bytes | None:
    """Return the key of today's database; ``None`` if the user at the terminal says that its password is forgotten.

    :raises Unusable: its key file is damaged.
    :raises PasswordNeeded: no password was provided, and there is no terminal to ask at.
    :raises WrongPassword: no provided password is right.
    """
    fault = key_file_fault(folder)
    if fault is not None:
        raise DataUnusable(fault)
    given = os.environ.get(PASSWORD)
    if given:
        with suppress(WrongPassword):
            return unlock(folder, given)
    if not sys.stdin.isatty():
        wrong = f"Adgangskoden i {PASSWORD} passer ikke til det, der er på pc'en nu, så intet er ændret. {_FORGOTTEN}"
        missing = (
            f"Det, der er på pc'en nu, er krypteret, så intet er ændret. Sæt adgangskoden i {PASSWORD}. {_FORGOTTEN}"
        )
        raise WrongPassword(wrong) if given else PasswordNeeded(missing)
    if given:
        print(f"Adgangskoden i {PASSWORD} passer ikke til det, der er på pc'en nu.", file=sys.stderr)
    return _asked(partial(unlock, folder))


def _asked(unlock: Callable[[str], bytes]) -> bytes | None:
    print("Adgangskoden til det, der er på pc'en nu. Tryk Enter, hvis den er glemt: det bliver da flyttet til side.")
    for _ in range(_TRIES):
        typed = getpass.getpass("Adgangskode: ")
        if not typed:
            return None
        try:
            return unlock(typed)
        except WrongPassword as error:
            print(error.message, file=sys.stderr)
    raise WrongPassword("Adgangskoden passer ikke, så intet er ændret.")


def _try(work: Callable[[str | None], _Given], checked: CheckedBackup) -> _Given:
    """Run ``work`` with each known secret in turn; if none was provided, ask the user."""
    with suppress(WrongPassword):  # no secret needed, or a known key opens it
        return work(None)
    given = [os.environ[name] for name in (BACKUP_PASSWORD, PASSWORD) if os.environ.get(name)]
    if not given:
        whose = "Backup-adgangskode" if checked.label.only_copy_encrypted else "Backuppens adgangskode"
        given = [secret_for(f"{whose} eller gendannelseskode", PASSWORD)]
    for secret in given[:-1]:
        with suppress(WrongPassword):
            return work(secret)
    return work(given[-1])


def _content(checked: CheckedBackup) -> str:
    label = checked.label
    counts, size = dict(label.counts), f"{checked.path.stat().st_size / 1e6:.1f}"
    return (
        f"{moment(label.name.made_at.astimezone())}, {counts.get('employees', 0)} medarbejdere, "
        f"{counts.get('conversations', 0)} samtaler, {size.replace('.', ',')} MB"
    )
