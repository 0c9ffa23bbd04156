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
from mus_desktop.cli.backup_commands import danish_time, now
from mus_desktop.cli.exit_codes import DONE
from mus_desktop.cli.opened_data import BACKUP_PASSWORD, PASSWORD, data_folder, open_workplace_with_key, read_secret
from mus_desktop.errors import DataUnusable, KnownError, PasswordNeeded, WrongPassword
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.services.safety.restoring import RestoreService, RestoreWithoutDatabase, key_file_fault
from mus_desktop.services.safety.target_backups import refuse_unreadable
from mus_desktop.storage.backup.backup_messages import VALUES_DAMAGED
from mus_desktop.storage.backup.restore import CheckedBackup, check, open_key, prepare, verify_locks
from mus_desktop.storage.database.data_location import refuse_unsafe_location
from mus_desktop.storage.database.private_files import scratch_folder

_MAX_ATTEMPTS = 3
_Result = TypeVar("_Result")
_FORGOTTEN = (
    "Er den glemt, så kør kommandoen igen med --forgotten: det, der er på pc'en nu, bliver da flyttet til side og gemt."
)


def verify(options: argparse.Namespace) -> int:
    """Check a backup, from the inside if its password is given."""
    # Set to "" once the backup was opened; until then its checksum and label are all that was verified.
    checked, damaged, not_opened_reason = _check_backup(options.file), False, f"adgangskoden er ikke givet ({PASSWORD})"
    if _can_open(checked):
        key = _try_secrets(lambda secret: open_key(checked, secret), checked)
        with _trial_folder(data_folder(options), encrypted=checked.label.encrypted) as trial_folder:
            if trial_folder:
                draft = prepare(checked, trial_folder / "prøve.sqlite", key)
                draft.discard()
                damaged = draft.damaged
            not_opened_reason = "" if trial_folder else f"der kan ikke skrives i {data_folder(options)}"
        if key is not None:
            verify_locks(checked, key)
    if damaged:
        raise KnownError(VALUES_DAMAGED)
    print(f"Backuppen er hel: {_summary(checked)}.")
    if not_opened_reason:
        print(f"Den er kun kontrolleret udefra, for {not_opened_reason}.")
    if checked.remark:
        print(checked.remark)
    return DONE


def _check_backup(file: Path) -> CheckedBackup:
    refuse_unreadable(file)
    return check(file)


@contextmanager
def _trial_folder(folder: Path, *, encrypted: bool) -> Iterator[Path | None]:
    """Yield a temporary folder for a trial restore, ``None`` if there is none to write in.

    It is in the data folder, where the next start deletes leftovers. The system's temporary folder is used for
    encrypted data only, because nothing deletes leftovers there.
    """
    if folder.is_dir() and os.access(folder, os.W_OK):
        with scratch_folder(folder) as scratch:
            yield scratch
    elif encrypted:
        with scratch_folder() as scratch:
            yield scratch
    else:
        yield None


def _can_open(checked: CheckedBackup) -> bool:
    # A user at a terminal can be asked; a scheduled task cannot.
    provided = os.environ.get(PASSWORD) or os.environ.get(BACKUP_PASSWORD)
    return not checked.label.encrypted or bool(provided) or sys.stdin.isatty()


def restore(options: argparse.Namespace) -> int:
    """Restore a backup over the data, or in place of data that cannot be opened."""
    folder = data_folder(options)
    refuse_unsafe_location(folder)
    checked = _check_backup(options.file)
    # Read before the restore, which creates or replaces the database.
    content, database_existed = _summary(checked), (folder / paths.DATABASE_NAME).exists()
    with ExitStack() as stack:
        service = _restore_service(stack, folder, forgotten=options.forgotten)
        draft = _try_secrets(partial(service.open_backup, options.file), checked)
        restored = service.restore(draft)
    print(f"Gendannet: {content}.")
    if restored.quarantine_folder is not None:
        print(f"De filer, der lå der før, er flyttet til side og gemt i {restored.quarantine_folder}.")
    elif database_existed:
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


def _restore_service(stack: ExitStack, folder: Path, *, forgotten: bool) -> RestoreService:
    """Return the service that restores over today's database if that can be opened, or else without it.

    It cannot be opened if it is damaged or missing, or if its password is forgotten.

    :raises KnownError: today's database is open, of a newer program, or has a password that was not entered.
    """
    without = RestoreWithoutDatabase(folder, now)
    without.refuse_if_open()
    if not (folder / paths.DATABASE_NAME).exists():
        return without
    try:
        key = None
        if needs_password(folder):
            key = None if forgotten else _todays_key(folder)
            if key is None:
                return without
        return stack.enter_context(open_workplace_with_key(folder, key)).safety.restoring
    except DataUnusable as error:
        # Damage is no obstacle: the damaged files are moved to quarantine.
        print(error.message, file=sys.stderr)
        return RestoreWithoutDatabase(folder, now, key)


def _todays_key(folder: Path) -> bytes | None:
    """Return the key of today's database; ``None`` if the user at the terminal says that its password is forgotten.

    :raises Unusable: its key file is damaged.
    :raises PasswordNeeded: no password was provided, and there is no terminal to ask at.
    :raises WrongPassword: no provided password is right.
    """
    fault = key_file_fault(folder)
    if fault is not None:
        raise DataUnusable(fault)
    provided = os.environ.get(PASSWORD)
    if provided:
        with suppress(WrongPassword):
            return unlock(folder, provided)
    if not sys.stdin.isatty():
        wrong = f"Adgangskoden i {PASSWORD} passer ikke til det, der er på pc'en nu, så intet er ændret. {_FORGOTTEN}"
        missing = (
            f"Det, der er på pc'en nu, er krypteret, så intet er ændret. Sæt adgangskoden i {PASSWORD}. {_FORGOTTEN}"
        )
        raise WrongPassword(wrong) if provided else PasswordNeeded(missing)
    if provided:
        print(f"Adgangskoden i {PASSWORD} passer ikke til det, der er på pc'en nu.", file=sys.stderr)
    return _ask_key(partial(unlock, folder))


def _ask_key(unlock: Callable[[str], bytes]) -> bytes | None:
    print("Adgangskoden til det, der er på pc'en nu. Tryk Enter, hvis den er glemt: det bliver da flyttet til side.")
    for _ in range(_MAX_ATTEMPTS):
        typed = getpass.getpass("Adgangskode: ")
        if not typed:
            return None
        try:
            return unlock(typed)
        except WrongPassword as error:
            print(error.message, file=sys.stderr)
    raise WrongPassword("Adgangskoden passer ikke, så intet er ændret.")


def _try_secrets(work: Callable[[str | None], _Result], checked: CheckedBackup) -> _Result:
    """Run ``work`` with each known secret in turn; if none was provided, ask the user."""
    with suppress(WrongPassword):  # no secret needed, or a known key opens it
        return work(None)
    provided = [os.environ[name] for name in (BACKUP_PASSWORD, PASSWORD) if os.environ.get(name)]
    if not provided:
        password_name = "Backup-adgangskode" if checked.label.only_copy_encrypted else "Backuppens adgangskode"
        provided = [read_secret(f"{password_name} eller gendannelseskode", PASSWORD)]
    # Only the error of the last secret is raised.
    for secret in provided[:-1]:
        with suppress(WrongPassword):
            return work(secret)
    return work(provided[-1])


def _summary(checked: CheckedBackup) -> str:
    label = checked.label
    counts, size = dict(label.counts), f"{checked.path.stat().st_size / 1e6:.1f}"
    return (
        f"{danish_time(label.name.made_at.astimezone())}, {counts.get('employees', 0)} medarbejdere, "
        f"{counts.get('conversations', 0)} samtaler, {size.replace('.', ',')} MB"
    )
