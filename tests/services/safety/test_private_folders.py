from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.storage.backup import target_worker
from mus_desktop.storage.backup.target_worker import TargetFailed
from mus_desktop.system_errors import DiskProblem
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

begins_plain = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # sets the password itself

pytestmark = posix_only("permissions of POSIX")


@begins_plain
def test_the_folder_for_fetched_backups_is_private(pc: Pc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, int] = {}

    def fetch(_: Path, target: Path, *__: object) -> None:
        folders = [folder for folder in target.parents if tmp_path in folder.parents]
        made.update({str(folder.relative_to(tmp_path)): S_IMODE(folder.stat().st_mode) for folder in folders})
        raise TargetFailed("", errno.ENOENT, DiskProblem.MISSING)

    monkeypatch.setattr(target_worker, "fetch", fetch)
    before = os.umask(0)
    try:
        with pytest.raises(StorageError, match="findes ikke"):
            RestoreWithoutDatabase(tmp_path / "ny" / "mappe", lambda: pc.at).open_backup(pc.drive / "mus.musbackup")
        pc.safety.encryption.set_password("blåbærgrød på Ærø")
        pc.safety.add_target(pc.drive)
        pc.safety.back_up()
        job = pc.safety.transfers.test_job()
        assert job
        replace(job, spool=tmp_path / "dyb" / "spool").run()
    finally:
        os.umask(before)
    assert set(made.values()) == {0o700}
    drafts = {folder for folder in made if ".mus-" in folder}
    assert made.keys() - drafts == {"ny", "ny/mappe", "ny/mappe/spool", "dyb", "dyb/spool"}
    assert {Path(folder).parent.as_posix() for folder in drafts} == {"ny/mappe/spool", "dyb/spool"}
