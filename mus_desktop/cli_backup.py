"""The commands that keep the data safe: backup, verify, restore. For a scheduler too; passwords never as arguments."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mus_desktop import paths
from mus_desktop.errors import AlreadyOpen, KnownError, PasswordNeeded, WrongPassword

if TYPE_CHECKING:
    from mus_desktop.services.safety import Safety
    from mus_desktop.services.workplace import Workplace
    from mus_desktop.storage.restore import Checked, Draft

# ruff: noqa: PLC0415 - commands speak, and load what they need when they run

_PASSWORD, _BACKUP_PASSWORD = "MUS_PASSWORD", "MUS_BACKUP_PASSWORD"
_DONE, _FAILED = 0, 1


def add_commands(commands: Any) -> None:
    """Add the commands to the parser of all."""
    taken = commands.add_parser("backup", help="tag en efterset backup, og læg den på backupstederne")
    taken.add_argument("--to", type=Path, metavar="DIR", help="læg den også i mappen DIR, krypteret")
    taken.set_defaults(run=_backup)
    verified = commands.add_parser("verify", help="efterse en backup")
    verified.add_argument("file", type=Path, metavar="FILE")
    verified.set_defaults(run=_verify)
    restored = commands.add_parser("restore", help="hent en backup")
    restored.add_argument("file", type=Path, metavar="FILE")
    restored.set_defaults(run=_restore)


@contextmanager
def opened(data_folder: Path) -> Iterator[Workplace]:
    """The workplace in ``data_folder``, its password asked for if it has one.

    :raises KnownError: there is none, it is open elsewhere, or the password is wrong.
    """
    from mus_desktop.app import build
    from mus_desktop.services.encryption import needs_password, unlock
    from mus_desktop.storage.place import refuse_place

    refuse_place(data_folder)
    if not (data_folder / paths.DATABASE_NAME).exists():
        raise KnownError(
            f"Der er ingen data i {data_folder}. Start programmet én gang, eller vælg en anden mappe med --data."
        )
    key = unlock(data_folder, _secret("Adgangskode", _PASSWORD)) if needs_password(data_folder) else None
    workplace = build(data_folder, key=key)
    try:
        yield workplace
    finally:
        workplace.close()


def _folder(chosen: argparse.Namespace) -> Path:
    folder: Path | None = chosen.data
    return folder or paths.default_data_folder()


def _secret(question: str, *variables: str) -> str:
    for name in variables:
        if os.environ.get(name):
            return os.environ[name]
    if not sys.stdin.isatty():
        raise PasswordNeeded(f"Her skal bruges en adgangskode. Sæt den i {variables[0]}, eller kør kommandoen selv.")
    from getpass import getpass

    return getpass(f"{question}: ")


def _backup(chosen: argparse.Namespace) -> int:
    folder = _folder(chosen)
    try:
        with opened(folder) as workplace:
            return _take(workplace.safety, chosen.to)
    except AlreadyOpen:
        if chosen.to is None:
            raise
        return _copy_newest(folder, chosen.to)


def _take(safety: Safety, to: Path | None) -> int:
    from mus_desktop.services.backup_jobs import DeliveryJob

    safety.tidy()
    taken = safety.job().run()
    safety.record(taken)
    print(f"Backup taget og efterset: {taken.path}")
    if safety.glance().needs_backup_password and os.environ.get(_BACKUP_PASSWORD) and safety.backup_key.chosen:
        safety.backup_key.unlock(os.environ[_BACKUP_PASSWORD])
    jobs: list[DeliveryJob] = safety.deliveries(hurry=True)
    failed = 0
    for job in jobs:
        delivery = job.run()
        safety.record_delivery(delivery)
        failed += not _told(delivery.problem, job.folder, job.file.name)
    if to is not None:
        _copy(safety.folder.parent, taken.path, to)
    if safety.glance().needs_backup_password:
        print("Backupstederne venter på backup-adgangskoden; se Sikkerhed i programmet.", file=sys.stderr)
        failed += 1
    return _FAILED if failed else _DONE


def _told(problem: str | None, folder: Path, name: str) -> bool:
    if problem:
        print(problem, file=sys.stderr)
        return False
    print(f"Kopieret, læst tilbage og i orden: {folder / name}")
    return True


def _copy_newest(folder: Path, to: Path) -> int:
    from mus_desktop.storage.backup import names_in

    names = names_in(folder / paths.BACKUP_FOLDER)
    if not names:
        raise AlreadyOpen("MUS Desktop er åben og har ingen backup endnu. Tag en i vinduet under Sikkerhed.")
    made_at = names[-1].made_at.astimezone()
    print(f"MUS Desktop er åben, så det er backuppen fra {_moment(made_at)}, der kopieres.")
    _copy(folder, folder / paths.BACKUP_FOLDER / str(names[-1]), to)
    return _DONE


def _copy(data_folder: Path, file: Path, to: Path) -> None:
    """Bring one backup to a folder, under a password whatever the database has."""
    from mus_desktop.services.backup_jobs import DeliveryJob

    job = DeliveryJob(file, to.absolute(), data_folder / "spool", _cover(file, data_folder), None, _now)
    problem = job.copy().problem
    if problem:
        raise KnownError(problem)
    _told(None, to, file.name)


def _cover(file: Path, data_folder: Path) -> Any:
    from mus_desktop.services.backup_jobs import Cover
    from mus_desktop.services.backup_key import BackupKey
    from mus_desktop.services.encryption import refuse_weak
    from mus_desktop.services.secret_store import system_store
    from mus_desktop.storage import backup, keys
    from mus_desktop.storage.backup_state import StateFile

    if backup.read(file).label.encrypted:
        return None
    known = BackupKey(StateFile(data_folder), system_store(data_folder), _now)
    if known.chosen:
        key = known.key()
        if key is None:
            known.unlock(_secret("Backup-adgangskode", _BACKUP_PASSWORD))
            key = known.key()
        return Cover(key or b"", known.locks())
    password = _secret("Vælg en backup-adgangskode", _BACKUP_PASSWORD)
    refuse_weak(password)
    key = keys.new_key()
    return Cover(key, (keys.lock(key, keys.Opener.PASSWORD, password, _now().date().isoformat()),))


def _verify(chosen: argparse.Namespace) -> int:
    from mus_desktop.storage.restore import check, open_with, prepare

    checked = check(chosen.file)
    if _may_open(checked):
        key = _try(lambda secret: open_with(checked, secret), checked)
        with _room_for_a_trial(_folder(chosen), encrypted=checked.label.encrypted) as room:
            if room:
                prepare(checked, room / "prøve.sqlite", key).discard()
    print(f"Backuppen er hel: {_content(checked)}.")
    if not _may_open(checked):
        print(f"Den er kun efterset udefra, for adgangskoden er ikke givet ({_PASSWORD}).")
    if checked.remark:
        print(checked.remark)
    return _DONE


@contextmanager
def _room_for_a_trial(data_folder: Path, *, encrypted: bool) -> Iterator[Path | None]:
    """Where a database may be taken out: among the data, where the next start clears, or encrypted in a temp folder."""
    from mus_desktop.storage.files import scratch_folder

    if data_folder.is_dir():
        spool = data_folder / "spool"
        spool.mkdir(mode=0o700, exist_ok=True)
        yield spool
    elif encrypted:
        with scratch_folder() as folder:
            yield folder
    else:
        yield None


def _may_open(checked: Checked) -> bool:
    given = os.environ.get(_PASSWORD) or os.environ.get(_BACKUP_PASSWORD)
    return not checked.label.encrypted or bool(given) or sys.stdin.isatty()


def _restore(chosen: argparse.Namespace) -> int:
    from mus_desktop.services.restoring import open_without, restore_without
    from mus_desktop.storage.place import refuse_place
    from mus_desktop.storage.restore import check

    folder = _folder(chosen)
    refuse_place(folder)
    checked = check(chosen.file)
    with ExitStack() as stack:
        try:
            restoring = stack.enter_context(opened(folder)).safety.restoring
        except AlreadyOpen:
            raise
        except KnownError:  # nothing there, damaged, or under a password nobody gave: what is there moves aside
            draft: Draft = _try(lambda secret: open_without(folder, chosen.file, secret), checked)
            restore_without(draft, datetime.now())  # noqa: DTZ005 - the clock on the leader's wall
        else:
            restoring.restore(_try(lambda secret: restoring.opened(chosen.file, secret), checked))
    print(f"Hentet: {_content(checked)}.")
    if checked.label.encrypted:
        print("Dine data er beskyttet med backuppens adgangskode.")
    return _DONE


def _try(work: Callable[[str | None], Any], checked: Checked) -> Any:
    """Do ``work`` with the secrets at hand, one after the other; a person is asked if none was given."""
    if not checked.label.encrypted:
        return work(None)
    given = [os.environ[name] for name in (_BACKUP_PASSWORD, _PASSWORD) if os.environ.get(name)]
    if not given:
        given = [_secret("Backuppens adgangskode eller gendannelseskode", _PASSWORD)]
    for secret in given[:-1]:
        try:
            return work(secret)
        except WrongPassword:
            continue
    return work(given[-1])


def _content(checked: Checked) -> str:
    label = checked.label
    counts, size = dict(label.counts), f"{checked.path.stat().st_size / 1e6:.1f}"
    return (
        f"{_moment(label.name.made_at.astimezone())}, {counts.get('employees', 0)} medarbejdere, "
        f"{counts.get('conversations', 0)} samtaler, {size.replace('.', ',')} MB"
    )


def _moment(at: datetime) -> str:
    return f"{at.day}.{at.month}.{at.year} kl. {at:%H.%M}"


def _now() -> datetime:
    return datetime.now().astimezone()
