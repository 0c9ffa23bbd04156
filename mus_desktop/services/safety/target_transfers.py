"""Copies of the newest backup on targets outside the PC, and the weekly test that they can be restored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from mus_desktop import paths
from mus_desktop.services.safety.backup_jobs import CopyEncryption, RestoreTestJob, TransferJob, TransferResult
from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.services.safety.encryption import Encryption
from mus_desktop.services.safety.restoring import SPOOL
from mus_desktop.storage.backup import backup_file, transfer
from mus_desktop.storage.backup.backup_state import (
    BackupState,
    BackupStateFile,
    BackupTarget,
    ConfirmedBackup,
    RestoreTest,
)
from mus_desktop.storage.database.connection import Database

_TEST_INTERVAL = timedelta(days=7)


class TargetTransfers:
    """Creates the jobs for targets and records their results, on the main thread.

    :param now: returns the time with its zone.
    :param retention: returns the maximum age of backups, ``None`` for as long as the rotation keeps them.
    """

    def __init__(
        self,
        database: Database,
        state: BackupStateFile,
        encryption: Encryption,
        backup_key: BackupKey,
        now: Callable[[], datetime],
        retention: Callable[[], timedelta | None],
    ) -> None:
        self._database = database
        self._retention = retention
        self._data_folder = database.path.parent
        self._state = state
        self._encryption = encryption
        self._backup_key = backup_key
        self._local_now = now

    def jobs(self, *, ignore_delays: bool = False) -> list[TransferJob]:
        """Return a job for each target that does not have the newest local backup.

        :param ignore_delays: also for targets whose last try failed a short time ago.
        """
        state = self._state.read()
        name = newest_local_name(state)
        if (
            name is None
            or self._database.is_closed_for_exchange
            or self._database.changed_while_closed
            or not self.may_leave_pc()
        ):
            return []
        # Only the newest backup is sent; those that a target missed while it was away are not.
        undelivered = [one for one in state.targets if one.confirmed is None or one.confirmed.name != str(name)]
        return [self._transfer_job(one, name) for one in undelivered if ignore_delays or self._may_retry(one)]

    def record(self, result: TransferResult) -> None:
        """Record the result for a target."""
        target = next((one for one in self._state.read().targets if one.folder == result.folder), None)
        # The target may have been removed while the job ran.
        if target is None:
            return
        if result.problem is None:
            proof = ConfirmedBackup(result.name, result.at)
            target = replace(
                target,
                confirmed=proof,
                tried_at=result.at,
                failures=0,
                problem=None,
                other_at=result.other_at,
            )
        else:
            # The waiting time before the next try grows with the number of failures.
            failures = target.failures + 1
            target = replace(target, tried_at=result.at, failures=failures, problem=result.problem)
        self._change(target)

    def test_job(self, *, ignore_delays: bool = False) -> RestoreTestJob | None:
        """Return the restore test of a target's newest backup, ``None`` if no target is due.

        :param ignore_delays: do not wait until a week after the last test.
        """
        for target in () if self._database.is_closed_for_exchange else self._state.read().targets:
            tested = target.test.at if target.test else None
            due = (
                ignore_delays
                or tested is None
                or self._local_now() - tested >= _TEST_INTERVAL
                or self._local_now() < tested
            )
            if target.confirmed and due and self.may_leave_pc():
                key = self._database.key or self._backup_key.key()
                locks = self._encryption.locks() or self._backup_key.locks()
                return RestoreTestJob(
                    target.folder, target.confirmed.name, self._data_folder / SPOOL, key, locks, self._local_now
                )
        return None

    def record_test(self, job: RestoreTestJob, test: RestoreTest) -> None:
        """Record the result of a restore test."""
        target = next((one for one in self._state.read().targets if one.folder == job.folder), None)
        if target is not None:
            self._change(replace(target, test=test))

    def may_leave_pc(self) -> bool:
        """Return whether a backup can be copied to a target: nothing unencrypted leaves the PC."""
        return self._database.key is not None or self._backup_key.key() is not None

    def _transfer_job(self, target: BackupTarget, name: backup_file.BackupName) -> TransferJob:
        key = self._backup_key.key()
        # The backups of an encrypted database are encrypted already.
        encryption = CopyEncryption(key, self._backup_key.locks()) if self._database.key is None and key else None
        return TransferJob(
            self._data_folder / paths.BACKUP_FOLDER / str(name),
            target.folder,
            self._data_folder / SPOOL,
            encryption,
            self._retention(),
            self._local_now,
        )

    def _may_retry(self, target: BackupTarget) -> bool:
        if target.tried_at is None or not target.failures:
            return True
        waited = self._local_now() - target.tried_at
        # A negative wait means that the clock was set back.
        return waited >= transfer.retry_delay(target.failures) or waited < timedelta(0)

    def _change(self, target: BackupTarget) -> None:
        with suppress(OSError):  # only our record is lost; the backups themselves are unchanged
            self._state.change(lambda state: state.with_target(target))


def newest_local_name(state: BackupState) -> backup_file.BackupName | None:
    """Return the name of the newest backup on the PC, ``None`` if there is none."""
    return backup_file.parse_name(state.local.name) if state.local else None
