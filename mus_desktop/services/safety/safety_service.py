"""Backup for the leader: the current state, a backup now, and the targets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from logging import getLogger
from pathlib import Path

from mus_desktop import __version__, paths
from mus_desktop.errors import KnownError, SaveFailed, StorageError
from mus_desktop.services.preferences import Preferences
from mus_desktop.services.safety.backup_jobs import (
    BackupJob,
    TransferResult,
)
from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.services.safety.encryption import Encryption
from mus_desktop.services.safety.protection import ProtectionState, backup_age_level
from mus_desktop.services.safety.quarantined import Quarantine, QuarantineKind
from mus_desktop.services.safety.restoring import SPOOL, RestoreOverDatabase
from mus_desktop.services.safety.secret_store import SecretStore, system_store
from mus_desktop.services.safety.target_transfers import TargetTransfers, newest_local_name
from mus_desktop.storage.backup import backup_file, backup_messages, leftovers, snapshot, transfer
from mus_desktop.storage.backup.backup_state import (
    BackupState,
    BackupStateFile,
    BackupTarget,
    ConfirmedBackup,
)
from mus_desktop.storage.backup.installation import installation_id
from mus_desktop.storage.backup.restore import CheckedBackup, check, verify_locks
from mus_desktop.storage.backup.rotation import BackupCopy, copies_to_remove
from mus_desktop.storage.backup.snapshot import Backup, BackupSpec
from mus_desktop.storage.database import encrypted_header
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.error_messages import CHANGED_WHILE_CLOSED
from mus_desktop.storage.database.folder_access import other_readers
from mus_desktop.storage.keys import database_key, key_messages
from mus_desktop.storage.policy.policy import Policy
from mus_desktop.storage.records.setting_values import DocumentHome
from mus_desktop.storage.records.settings import Settings
from mus_desktop.task_process import TimeLimits

_log = getLogger(__name__)
_BACKUP_INTERVAL = timedelta(minutes=15)


class Safety:
    """Backup, restore and password of one database. Every method is quick and runs on the main thread.

    Slow work is returned as jobs: call ``backup_job.run()`` on a background thread, then ``record...`` with its result.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime],
        store: SecretStore | None = None,
        cost: database_key.Cost | None = None,
        policy: Policy | None = None,
    ) -> None:
        self._database = database
        self._policy = policy or Policy()
        self._data_folder = database.path.parent
        self._now = now
        self._state = BackupStateFile(self._data_folder)
        self._changes_backed_up: int | None = None
        self._changes_pending: int | None = None
        self._protected_names = set[str]()
        """The names of backups opened for restoring; rotation does not remove them until the program closes."""
        self.encryption = Encryption(database, self._state, now, cost, self._about_the_leader)
        self.quarantine = Quarantine(self._data_folder, self._state, self._local_now, lambda: database.key)
        store = store or system_store(self._data_folder)
        self.backup_key = BackupKey(self._state, store, now, cost, self._about_the_leader)
        self.transfers = TargetTransfers(
            database, self._state, self.encryption, self.backup_key, self._local_now, self._retention
        )

    @property
    def restoring(self) -> RestoreOverDatabase:
        """The service that restores a backup."""
        return RestoreOverDatabase(
            self._database,
            self._state,
            self._available_keys,
            self._back_up_current,
            self._now,
            self._protected_names.add,
        )

    @property
    def is_closed_for_exchange(self) -> bool:
        """Whether the database is closed because its file is being converted; backups must wait then."""
        return self._database.is_closed_for_exchange

    @property
    def folder(self) -> Path:
        """The folder of the local backups."""
        return self._data_folder / paths.BACKUP_FOLDER

    def clean_up(self) -> None:
        """Remove the remains of an interrupted earlier run; called once, soon after the start."""
        leftovers.remove_leftovers(self._data_folder, self.folder, self._spool)
        preferences = self._preferences()
        # In the folder of another installation the drafts may be of a document that it is writing now.
        if not preferences.documents_moved():
            leftovers.remove_document_drafts(preferences.document_folder())
        self.encryption.guard.restore_key_file()
        self.encryption.finish_encrypting()
        if not self.is_closed_for_exchange and not self._database.changed_while_closed:
            self.quarantine.remove_old(self._retention())

    def _preferences(self) -> Preferences:
        folder = self._data_folder
        return Preferences(Settings(self._database), lambda: DocumentHome(installation_id(folder), str(folder)))

    def accept_changes(self) -> None:
        """Accept data that changed while the program was closed. :raises SaveFailed: the choice could not be stored."""
        try:
            self._database.accept_changes()
        except OSError as error:
            raise SaveFailed("Valget er ikke gemt. Kontrollér, at der er plads på disken, og prøv igen.") from error

    def protection(self) -> ProtectionState:
        """Return the current state."""
        state = self._state.read()
        last_offsite = max((one.confirmed.at for one in state.targets if one.confirmed), default=None)
        return ProtectionState(
            database=self._database.path,
            encrypted=self.encryption.enabled,
            password_declined=state.password_declined,
            code_confirmed=state.code_confirmed,
            last_local=state.local.at if state.local else None,
            last_offsite=last_offsite,
            level=backup_age_level(last_offsite, self._local_now(), bool(state.targets)),
            targets=state.targets,
            needs_backup_password=bool(state.targets) and not self.transfers.may_leave_pc(),
            backup_password_chosen=self.backup_key.has_password,
            retention_days=state.longest_retention(self._policy.backup_retention_days),
            retention_limit_days=self._policy.backup_retention_days,
            backup_code_confirmed=state.backup_code_confirmed,
            backup_key_stored=self.backup_key.key_stored,
            has_unencrypted_files=self.encryption.has_unencrypted_files,
            quarantine=self.quarantine.list_items(),
            uses_backup_password=self.encryption.enabled and self._uses_backup_password(),
            key_notice=self._key_notice(),
            key_file_damaged=self.encryption.enabled
            and (bool(self.encryption.guard.lost) or not self.encryption.locks()),
            backup_key_notice=self.backup_key.notice,
            changed_while_closed=self._database.changed_while_closed,
            other_readers=other_readers(self._database.path),
            state_notice=self._state.notice,
        )

    def _key_notice(self) -> str:
        guard = self.encryption.guard
        no_lock_opens = key_messages.NO_USABLE_KEY_FILE if self.encryption.enabled and not guard.locks else ""
        return no_lock_opens or key_messages.lost(guard.lost) or guard.notice

    def password_decided(self) -> bool:
        """Return whether the leader has set a password, or declined one."""
        return self.encryption.enabled or self._state.read().password_declined

    def add_target(self, folder: Path) -> None:
        """Add ``folder`` as a backup target. :raises KnownError: it is one already, or inside the data folder."""
        folder = folder.absolute()
        if any(one.folder == folder for one in self._state.read().targets):
            raise KnownError(f"{folder} bruges allerede til backup.")
        # A backup in the data folder would be lost together with the database.
        if folder == self._data_folder or self._data_folder in folder.parents:
            raise KnownError(
                "Vælg et sted uden for programmets egen mappe, for eksempel et netværksdrev eller en USB-nøgle."
            )
        self._state.store_choice(lambda state: replace(state, targets=(*state.targets, BackupTarget(folder))))

    def add_target_of_policy(self) -> None:
        """Add the backup target of IT's policy, once: a leader who removes it keeps it removed. Raises nothing."""
        folder = self._policy.backup_target
        if folder is None or self._state.read().policy_target == str(folder):
            return
        try:
            self.add_target(folder)
        except SaveFailed:  # the next start tries again
            return
        except KnownError as error:  # it is one already, or inside the data folder
            _log.warning("the backup target of the policy is not added: %s", type(error).__name__)
        self._change_state(lambda state: replace(state, policy_target=str(folder)))

    def _retention(self) -> timedelta | None:
        """Return the maximum age of backups: the leader's choice, but never more than IT's policy allows."""
        days = self._state.read().longest_retention(self._policy.backup_retention_days)
        return timedelta(days=days) if days else None

    def remove_target(self, folder: Path) -> None:
        """Remove ``folder`` as a backup target; the backups in it stay."""
        self._state.store_choice(
            lambda state: replace(state, targets=tuple(one for one in state.targets if one.folder != folder))
        )

    def set_retention(self, days: int | None) -> None:
        """Set the maximum age of backups: ``days``, or ``None`` for as long as the rotation keeps them.

        Older backups are removed at the next backup, so that a wrong choice can be corrected first.
        """
        self._state.store_choice(lambda state: replace(state, retention_days=days))

    def backup_due(self, *, closing: bool = False) -> bool:
        """Return whether a backup is due: none was created today, or the data changed since the last.

        With changes, it is due when the last is 15 minutes old, or the program closes.
        """
        local, now = self._state.read().local, self._local_now()
        if self.is_closed_for_exchange:
            return False
        if local is None or local.at.astimezone().date() != now.date():
            return True
        if not self._changed(local):
            return False
        # A last backup in the future means that the clock was set back, so one is due.
        return closing or not timedelta(0) <= now - local.at < _BACKUP_INTERVAL

    def backup_job(self) -> BackupJob:
        """Return a job for a backup now.

        :raises StorageError: it cannot be begun, and nothing was stored; or the data changed while the program was
            closed, and a backup of them must not count as a good one before the user has decided.
        """
        if self._database.changed_while_closed:
            raise StorageError(CHANGED_WHILE_CLOSED)
        self.encryption.guard.restore_key_file()
        self.backup_key.restore_key_file()
        try:
            installation = installation_id(self._data_folder)
            name = snapshot.next_numbered_name(self._database, self.folder, self._local_now(), installation)
        except SaveFailed as error:  # the leader's data are saved; only the number of the backup is not
            raise StorageError(backup_messages.backup_not_started(error, self._database.path)) from error
        # Changes saved while the backup is created may be missing in it, so only these count as backed up.
        self._changes_pending = self._database.changes
        return BackupJob(self._database, BackupSpec(self.folder, name, __version__, self.encryption.locks()))

    def record(self, backup: Backup) -> None:
        """Record a created backup, and remove superfluous ones."""
        # A password may have been set while the backup was being created.
        if not backup.label.encrypted:
            self.encryption.finish_encrypting()
        if self._is_newest(backup.label.name):
            self._changes_backed_up = self._changes_pending
            self._change_state(
                lambda state: replace(state, local=ConfirmedBackup(backup.path.name, backup.label.name.made_at))
            )
        self._remove_superfluous()

    def _is_newest(self, name: backup_file.BackupName) -> bool:
        """Return whether no later backup of the same database is known; one whose file is missing does not count."""
        newest = newest_local_name(self._state.read())
        later = newest is not None and newest.database == name.database and newest.number > name.number
        return not (later and (self.folder / str(newest)).exists())

    def _remove_superfluous(self) -> None:
        """Remove superfluous backups. Only after a new backup: while none succeeds, the older ones must stay."""
        if self.is_closed_for_exchange:
            return
        self.quarantine.remove_old(self._retention())
        newest = newest_local_name(self._state.read())
        if newest is None:
            return
        with suppress(OSError):  # it can be removed next time
            copies = [BackupCopy(one) for one in snapshot.names_in(self.folder) if one.database == newest.database]
            to_remove = {str(copy.name) for copy in copies_to_remove(copies, self._local_now(), self._retention())}
            transfer.remove(
                self.folder, sorted(to_remove - {str(newest)} - self._protected_names), transfer.TargetFiles()
            )

    def _uses_backup_password(self) -> bool:
        return bool(set(self.encryption.locks()) & set(self.backup_key.locks()))

    def findings(self) -> list[str]:
        """Return Danish sentences about faults of the key file and the newest local backup; empty if there are none.

        Reads the backup, if there is one.
        """
        found, local = self.encryption.guard.findings(), self._state.read().local
        found += [self._state.notice] if self._state.notice else []
        plain_backups = (one for one in self.quarantine.list_items() if one.kind is QuarantineKind.BACKUP)
        found += [backup_messages.not_encrypted(one.path) for one in plain_backups]
        try:
            if local is not None:
                self._check_openable(check(self.folder / local.name))
        except StorageError as error:
            found.append(error.message)
        except OSError as error:  # no space to extract it for the check
            found.append(backup_messages.restore_failed(error, self._data_folder))
        return found

    def _check_openable(self, checked: CheckedBackup) -> None:
        """Check that a backup's locks open the database; a backup under another key only proves itself."""
        key, label = self._database.key, checked.label
        if key is not None and label.encrypted and encrypted_header.can_open(checked.path, label.size, key):
            verify_locks(checked, key, self.encryption.locks())

    def back_up(self, limits: TimeLimits | None = None) -> list[TransferResult]:
        """Create a backup and copy it to every target, synchronously. :raises StorageError: none was created."""
        self.record(self.backup_job().run())
        results = [job.run(limits) for job in self.transfers.jobs(ignore_delays=True)]
        for result in results:
            self.transfers.record(result)
        return results

    def _about_the_leader(self) -> Iterable[str]:
        leader = self._preferences().leader()
        return leader.name, leader.title, leader.workplace

    def _back_up_current(self) -> None:
        self.record(self.backup_job().run())

    def _available_keys(self) -> list[tuple[tuple[database_key.Lock, ...], bytes | None]]:
        """Return the available keys, each with its locks."""
        backup_key = self.backup_key.key()  # first, because this verifies the locks
        return [(self.encryption.locks(), self._database.key), (self.backup_key.locks(), backup_key)]

    def _changed(self, local: ConfirmedBackup | None) -> bool:
        if self._changes_backed_up is not None:
            return self._database.changes != self._changes_backed_up
        # The counter starts when the database is opened; the time of the file covers earlier changes.
        return local is None or self._database.changes > 0 or self._written_since(local.at)

    def _written_since(self, timestamp: datetime) -> bool:
        try:
            return self._database.path.stat().st_mtime > timestamp.timestamp()
        except OSError:  # creating the backup reports what is wrong
            return True

    @property
    def _spool(self) -> Path:
        return self._data_folder / SPOOL

    def _local_now(self) -> datetime:
        return self._now().astimezone()

    def _change_state(self, change: Callable[[BackupState], BackupState]) -> None:
        with suppress(OSError):  # only our record is lost; the backups themselves are unchanged
            self._state.change(change)
