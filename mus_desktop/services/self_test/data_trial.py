"""A life of data in a temporary folder: a conversation, its document, a backup and its restore, and a password."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mus_desktop import paths
from mus_desktop.errors import KnownError, WrongPassword
from mus_desktop.model.people import Employee
from mus_desktop.services.demo.story import EXAMPLE
from mus_desktop.services.demo.story_import import import_conversation
from mus_desktop.services.safety.backup_jobs import TransferJob
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.services.safety.secret_store import system_store
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.backup.installation import number_stored_in
from mus_desktop.storage.database.connection import Database
from mus_desktop.task_process import TimeLimits

_FORM = "abc-hurtig"
_PASSWORD = "prøvekørsel 4711 med tyttebær"  # noqa: S105 - of invented data
_LIMITS = TimeLimits(silence=60, flush=60, total_limit=120)


class DataTrial:
    """Data of an invented employee in ``folder``, which must be empty. The steps run in the order of the methods.

    Nothing outside of ``folder`` is written: neither the usual documents folder nor the number of the installation.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._backup = folder / "none"
        self._answers: list[str] = []

    def store_conversation(self) -> str:
        """Create a database with a filled conversation, close it, and read it back."""
        example = tomllib.loads((paths.forms() / _FORM / EXAMPLE).read_text("utf-8"))
        with self._open(self._data) as workplace:
            employee = workplace.staff.add(Employee(name=example["name"], title=example["title"]))
            import_conversation(workplace, employee.id, example["conversation"][0])
            self._answers = _answers(workplace)
        self._compare(self._data)
        with self._open(self._data) as workplace:
            faults = workplace.health()
        if faults:
            raise KnownError(faults[0])
        return f"en samtale med {len(self._answers)} svar er gemt og læst igen"

    def make_document(self) -> str:
        """Write the conversation's plan in Word to a file."""
        file = self._folder / "dokumenter" / "Plan på Ærø.docx"
        file.parent.mkdir()
        with self._open(self._data) as workplace:
            workplace.documents.export(_conversation(workplace), file)
        return f"planen er skrevet ({file.stat().st_size} byte)"

    def restore_backup(self) -> str:
        """Take a backup, check it, and restore it to another folder."""
        with self._open(self._data) as workplace:
            backup = workplace.safety.backup_job().run()
            workplace.safety.record(backup)
        self._backup = backup.path
        self._restore(self._folder / "gendannet", None)
        return "backuppen er taget, gendannet i en anden mappe og sammenlignet"

    def transfer_backup(self) -> str:
        """Copy the backup to another folder in a subprocess, as to a network drive."""
        target, spool = self._folder / "backupsted", self._folder / "spool"
        target.mkdir()
        problem = TransferJob(self._backup, target, spool, None, None, _now).copy(_LIMITS).problem
        if problem:
            raise KnownError(problem)
        return "backuppen er kopieret af en proces for sig og læst tilbage"

    def encrypt(self) -> str:
        """Set a password, and open the data and a backup of them with it, and not without it."""
        with self._open(self._data) as workplace:
            workplace.safety.encryption.set_password(_PASSWORD)
            backup = workplace.safety.backup_job().run()
        self._backup = backup.path
        if not needs_password(self._data):
            raise KnownError("Databasen kan åbnes uden adgangskode, efter at den er krypteret. Brug ikke programmet.")
        try:
            unlock(self._data, f"{_PASSWORD}!")
        except WrongPassword:
            self._compare(self._data, unlock(self._data, _PASSWORD))
        else:
            raise KnownError("En forkert adgangskode åbner databasen. Brug ikke programmet.")
        self._restore(self._folder / "gendannet med adgangskode", _PASSWORD)
        return "data og backup er krypteret og åbnes kun med adgangskoden"

    def store_secret(self) -> str:
        """Store a secret in the system's secret store, and read it back."""
        store, secret = system_store(self._data), b"en hemmelighed"
        if not store.save(secret):
            return "systemet har intet lager til hemmeligheder; backup-adgangskoden skrives ved hver start"
        found = store.load()
        store.delete()
        if found != secret:
            raise KnownError("Windows kan ikke læse en hemmelighed, som det lige har gemt. Log af og på, og prøv igen.")
        return "Windows har gemt en hemmelighed og læst den igen"

    @contextmanager
    def open_workplace(self) -> Iterator[tuple[Workplace, int]]:
        """Yield the stored data and the id of the conversation in them."""
        key = unlock(self._data, _PASSWORD) if needs_password(self._data) else None
        with self._open(self._data, key) as workplace:
            yield workplace, _conversation(workplace)

    @contextmanager
    def _open(self, folder: Path, key: bytes | None = None) -> Iterator[Workplace]:
        with number_stored_in(self._folder / "installation"):
            workplace = Workplace(Database.open(folder / paths.DATABASE_NAME, key=key), paths.forms(), datetime.now)
            try:
                # Otherwise documents and their leftovers would be looked for in the user's own folder.
                workplace.preferences.set_document_folder(self._folder / "dokumenter")
                yield workplace
            finally:
                workplace.close()

    def _restore(self, folder: Path, password: str | None) -> None:
        with number_stored_in(self._folder / "installation"):
            service = RestoreWithoutDatabase(folder, datetime.now)
            folder.mkdir()
            key = service.restore(service.open_backup(self._backup, password)).key
        self._compare(folder, key)

    def _compare(self, folder: Path, key: bytes | None = None) -> None:
        with self._open(folder, key) as workplace:
            if _answers(workplace) != self._answers:
                raise KnownError("De gemte svar er ikke de samme, når de læses igen. Brug ikke programmet.")


def _conversation(workplace: Workplace) -> int:
    (line,) = workplace.conversations.all()
    return line.conversation.id


def _answers(workplace: Workplace) -> list[str]:
    answers = workplace.conversations.open(_conversation(workplace)).answers
    return sorted(f"{key.field}: {value}" for key, value in answers.items())


def _now() -> datetime:
    return datetime.now().astimezone()
