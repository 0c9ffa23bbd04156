"""Backup as a leader sees it: the state in one glance, a backup now, and the places it goes to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from mus_desktop import __version__, paths
from mus_desktop.errors import KnownError, SaveFailed, StorageError
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.safety.backup_jobs import BackupJob, Cover, Delivery, DeliveryJob, TestJob
from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.services.safety.encryption import Encryption
from mus_desktop.services.safety.protection import ProtectionState, level_of
from mus_desktop.services.safety.quarantined import Quarantine, QuarantineKind
from mus_desktop.services.safety.restoring import SPOOL, Restoring
from mus_desktop.services.safety.secret_store import SecretStore, system_store
from mus_desktop.storage.backup import backup_file, backup_messages, leftovers, snapshot, transfer
from mus_desktop.storage.backup.backup_state import BackupTarget, Proof, State, StateFile, Test
from mus_desktop.storage.backup.restore import Checked, check, prove_locks
from mus_desktop.storage.backup.rotation import Copy, superfluous
from mus_desktop.storage.backup.snapshot import Backup, Order
from mus_desktop.storage.backup.target_worker import TimeLimits
from mus_desktop.storage.database import encrypted_header
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.error_messages import ALTERED
from mus_desktop.storage.keys import database_key, key_messages
from mus_desktop.storage.records.settings import Settings

_OFTEN = timedelta(minutes=15)
_TEST_EVERY = timedelta(days=7)


class Safety:
    """Everything here is quick and belongs on the main thread.

    What takes time comes as jobs: ``job.run()`` beside the main thread, then ``record...`` with what it gave.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        store: SecretStore | None = None,
        cost: database_key.Cost | None = None,
    ) -> None:
        self._database = database
        self._data_folder = database.path.parent
        self._now = now
        self._state = StateFile(self._data_folder)
        self._backed_up: int | None = None
        self._pending: int | None = None
        self._spared = set[str]()
        """The names of backups that were opened to be restored; they stay until the program closes."""
        self.encryption = Encryption(database, self._state, now, cost)
        self.put_aside = Quarantine(self._data_folder, self._state, self._aware, lambda: database.key)
        self.backup_key = BackupKey(self._state, store or system_store(self._data_folder), now, cost)

    @property
    def restoring(self) -> Restoring:
        """The way back from a backup."""
        return Restoring(self._database, self._state, self._keys, self._save_todays, self._now, self._spared.add)

    @property
    def away(self) -> bool:
        """Whether the database is just getting another protection; no backup is taken or moved then."""
        return self._database.away

    @property
    def folder(self) -> Path:
        """Where the local backups lie."""
        return self._data_folder / paths.BACKUP_FOLDER

    def tidy(self) -> None:
        """Clear what an earlier start left half done; to be called once, soon after the start."""
        leftovers.clear(self._data_folder, self.folder, self._spool)
        leftovers.clear_documents(Preferences(Settings(self._database)).document_folder())
        self.encryption.guard.put_back()
        self.encryption.finish()
        if not self.away and not self._database.altered:
            self.put_aside.end(self._retention())

    def keep_as_it_is(self) -> None:
        """Keep data that changed while the program was closed. :raises SaveFailed: the choice could not be stored."""
        try:
            self._database.keep_as_it_is()
        except OSError as error:
            raise SaveFailed("Valget er ikke gemt. Kontrollér, at der er plads på disken, og prøv igen.") from error

    def glance(self) -> ProtectionState:
        """The state as it is now."""
        state = self._state.read()
        outside = max((one.confirmed.at for one in state.targets if one.confirmed), default=None)
        return ProtectionState(
            database=self._database.path,
            encrypted=self.encryption.on,
            password_declined=state.password_declined,
            code_confirmed=state.code_confirmed,
            last_local=state.local.at if state.local else None,
            last_outside=outside,
            level=level_of(outside, self._aware(), bool(state.targets)),
            targets=state.targets,
            needs_backup_password=bool(state.targets) and not self._can_leave(),
            backup_password_chosen=self.backup_key.chosen,
            retention_days=state.retention_days,
            backup_code_confirmed=state.backup_code_confirmed,
            backup_key_rests=self.backup_key.rests,
            unfinished=self.encryption.unfinished,
            put_aside=self.put_aside.found(),
            under_backup_password=self.encryption.on and self._under_backup_password(),
            key_notice=self._key_notice(),
            key_unsound=self.encryption.on and (bool(self.encryption.guard.lost) or not self.encryption.locks()),
            backup_key_notice=self.backup_key.notice,
            altered=self._database.altered,
            state_notice=self._state.notice,
        )

    def _key_notice(self) -> str:
        guard = self.encryption.guard
        no_way_in = key_messages.NO_WAY_IN if self.encryption.on and not guard.locks else ""
        return no_way_in or key_messages.lost(guard.lost) or guard.notice

    def password_settled(self) -> bool:
        """Whether the leader has chosen a password, or chosen to do without."""
        return self.encryption.on or self._state.read().password_declined

    def add_target(self, folder: Path) -> None:
        """Backups go to ``folder`` too from now on. :raises KnownError: it is there already, or inside the data."""
        folder = folder.absolute()
        if any(one.folder == folder for one in self._state.read().targets):
            raise KnownError(f"{folder} bruges allerede til backup.")
        if folder == self._data_folder or self._data_folder in folder.parents:
            raise KnownError(
                "Vælg et sted uden for programmets egen mappe, for eksempel et netdrev eller en USB-nøgle."
            )
        self._state.choose(lambda state: replace(state, targets=(*state.targets, BackupTarget(folder))))

    def remove_target(self, folder: Path) -> None:
        """Backups no longer go to ``folder``; those that are there stay."""
        self._state.choose(
            lambda state: replace(state, targets=tuple(one for one in state.targets if one.folder != folder))
        )

    def set_retention(self, days: int | None) -> None:
        """How long backups are kept at most: ``days``, or ``None`` for as long as the rotation keeps them.

        What is older goes at the next backup, so that a slip of the hand can be mended.
        """
        self._state.choose(lambda state: replace(state, retention_days=days))

    def due(self, *, closing: bool = False) -> bool:
        """Whether a backup should be taken: none was taken today, or something changed since the last.

        Then it is due when the last is 15 minutes old, or the program closes.
        """
        local, now = self._state.read().local, self._aware()
        if self.away:
            return False
        if local is None or local.at.astimezone().date() != now.date():
            return True
        if not self._changed(local):
            return False
        return closing or not timedelta(0) <= now - local.at < _OFTEN

    def job(self) -> BackupJob:
        """A backup to be taken now.

        :raises StorageError: it cannot be begun, and nothing was saved of it; or the data changed while the program
            was closed, and no backup of them may pass for a good one before the user has decided.
        """
        if self._database.altered:
            raise StorageError(ALTERED)
        self.encryption.guard.put_back()
        self.backup_key.put_back()
        try:
            name = snapshot.number_next(self._database, self.folder, self._aware())
        except SaveFailed as error:  # what is written is saved: only the backup's number is not
            raise StorageError(backup_messages.not_begun(error, self._database.path)) from error
        self._pending = self._database.changes
        return BackupJob(self._database, Order(self.folder, name, __version__, self.encryption.locks()))

    def record(self, taken: Backup) -> None:
        """A backup was taken: remember it, and clear what is superfluous."""
        if not taken.label.encrypted:  # the password may have come while it was being taken
            self.encryption.finish()
        if self._is_newest(taken.label.name):
            self._backed_up = self._pending
            self._change(lambda state: replace(state, local=Proof(taken.path.name, taken.label.name.made_at)))
        self._thin_out()

    def _is_newest(self, name: backup_file.Name) -> bool:
        """Whether no later backup of the same database is known; one whose file is gone does not count."""
        newest = self._waiting()
        later = newest is not None and newest.database == name.database and newest.number > name.number
        return not (later and (self.folder / str(newest)).exists())

    def _thin_out(self) -> None:
        """Only when a new backup is there: while none succeeds, the older ones are all there is."""
        if self.away:
            return
        self.put_aside.end(self._retention())
        newest = self._waiting()
        if newest is None:
            return
        with suppress(OSError):  # it can go next time
            copies = [Copy(one) for one in snapshot.names_in(self.folder) if one.database == newest.database]
            gone = {str(copy.name) for copy in superfluous(copies, self._aware(), self._retention())}
            transfer.remove(self.folder, sorted(gone - {str(newest)} - self._spared), transfer.Files())

    def _under_backup_password(self) -> bool:
        return bool(set(self.encryption.locks()) & set(self.backup_key.locks()))

    def deliveries(self, *, hurry: bool = False) -> list[DeliveryJob]:
        """The targets that the newest local backup should go to now; with ``hurry`` also those just tried in vain."""
        state, name = self._state.read(), self._waiting()
        if name is None or self.away or self._database.altered or not self._can_leave():
            return []
        waiting = [one for one in state.targets if one.confirmed is None or one.confirmed.name != str(name)]
        return [self._delivery(one, name) for one in waiting if hurry or self._may_try(one)]

    def record_delivery(self, delivery: Delivery) -> None:
        """Remember how it went on a target."""
        target = next((one for one in self._state.read().targets if one.folder == delivery.folder), None)
        if target is None:
            return
        if delivery.problem is None:
            proof = Proof(delivery.name, delivery.at)
            target = replace(target, confirmed=proof, tried_at=delivery.at, failures=0, problem=None)
        else:
            failures = target.failures + 1
            target = replace(target, tried_at=delivery.at, failures=failures, problem=delivery.problem)
        self._change(lambda state: state.with_target(target))

    def test_job(self, *, hurry: bool = False) -> TestJob | None:
        """The restore test that is due, a week after the last; at once with ``hurry``. Of what a target has newest."""
        for target in () if self.away else self._state.read().targets:
            tested = target.test.at if target.test else None
            due = hurry or tested is None or self._aware() - tested >= _TEST_EVERY or self._aware() < tested
            if target.confirmed and due and self._can_leave():
                key = self._database.key or self.backup_key.key()
                locks = self.encryption.locks() or self.backup_key.locks()
                return TestJob(target.folder, target.confirmed.name, self._spool, key, locks, self._aware)
        return None

    def record_test(self, job: TestJob, test: Test) -> None:
        """Remember how a restore test went."""
        target = next((one for one in self._state.read().targets if one.folder == job.folder), None)
        if target is not None:
            self._change(lambda state: state.with_target(replace(target, test=test)))

    def findings(self) -> list[str]:
        """What is wrong with the key file and the newest local backup, in Danish; empty when all is well.

        Reads the backup, if there is one.
        """
        found, local = self.encryption.guard.findings(), self._state.read().local
        found += [self._state.notice] if self._state.notice else []
        aside = (one for one in self.put_aside.found() if one.kind is QuarantineKind.BACKUP)
        found += [backup_messages.not_encrypted(one.path) for one in aside]
        try:
            if local is not None:
                self._prove_openable(check(self.folder / local.name))
        except StorageError as error:
            found.append(error.message)
        except OSError as error:  # there is no room for the look at it
            found.append(backup_messages.not_restored(error, self._data_folder))
        return found

    def _prove_openable(self, checked: Checked) -> None:
        """The locks of a backup of the open database must open it; what is under another key proves only itself."""
        key, label = self._database.key, checked.label
        if key is not None and label.encrypted and encrypted_header.opens(checked.path, label.size, key):
            prove_locks(checked, key, self.encryption.locks())

    def back_up(self, patience: TimeLimits | None = None) -> list[Delivery]:
        """Take a backup and bring it to every target, here and now. :raises StorageError: none was taken."""
        self.record(self.job().run())
        deliveries = [job.run(patience) for job in self.deliveries(hurry=True)]
        for delivery in deliveries:
            self.record_delivery(delivery)
        return deliveries

    def _save_todays(self) -> None:
        self.record(self.job().run())

    def _keys(self) -> list[tuple[tuple[database_key.Lock, ...], bytes | None]]:
        """The keys at hand, each with the locks it travels with."""
        backup_key = self.backup_key.key()  # first: its locks are proven then
        return [(self.encryption.locks(), self._database.key), (self.backup_key.locks(), backup_key)]

    def _delivery(self, target: BackupTarget, name: backup_file.Name) -> DeliveryJob:
        key = self.backup_key.key()
        cover = Cover(key, self.backup_key.locks()) if self._database.key is None and key else None
        return DeliveryJob(self.folder / str(name), target.folder, self._spool, cover, self._retention(), self._aware)

    def _may_try(self, target: BackupTarget) -> bool:
        if target.tried_at is None or not target.failures:
            return True
        waited = self._aware() - target.tried_at
        return waited >= transfer.wait_before(target.failures) or waited < timedelta(0)

    def _can_leave(self) -> bool:
        return self._database.key is not None or self.backup_key.key() is not None

    def _waiting(self) -> backup_file.Name | None:
        local = self._state.read().local
        return backup_file.name_of(local.name) if local else None

    def _changed(self, local: Proof | None) -> bool:
        if self._backed_up is not None:
            return self._database.changes != self._backed_up
        return local is None or self._database.changes > 0 or self._written_since(local.at)

    def _written_since(self, moment: datetime) -> bool:
        try:
            return self._database.path.stat().st_mtime > moment.timestamp()
        except OSError:  # whoever takes the backup is told what is wrong
            return True

    def _retention(self) -> timedelta | None:
        days = self._state.read().retention_days
        return timedelta(days=days) if days else None

    @property
    def _spool(self) -> Path:
        return self._data_folder / SPOOL

    def _aware(self) -> datetime:
        return self._now().astimezone()

    def _change(self, change: Callable[[State], State]) -> None:
        with suppress(OSError):  # it is only what we remember; the backups themselves are where they are
            self._state.change(change)
