"""The file that tells where backups go: damage is noticed, told, and costs neither the places nor the file."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mus_desktop import file_changes
from mus_desktop.errors import SaveFailed
from mus_desktop.storage.backup.backup_state import BackupState, BackupStateFile, BackupTarget, ConfirmedBackup
from tests.systems import posix_only

AT = datetime(2026, 3, 2, 13, 3, tzinfo=UTC)
STATE = BackupState(
    (BackupTarget(Path("/drev/søens bær"), ConfirmedBackup("mus-1.musbackup", AT)),),
    ConfirmedBackup("mus-1.musbackup", AT),
    92,
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A state that was written twice, so that there is one before it with the same places."""
    BackupStateFile(tmp_path).store_choice(lambda _: replace(STATE, retention_days=366))
    BackupStateFile(tmp_path).store_choice(lambda _: STATE)
    return tmp_path / "backup-state.json"


def test_every_flipped_bit_is_detected(written: Path) -> None:
    content, told = written.read_bytes(), 0
    for bit in range(len(content) * 8):
        spoilt = bytearray(content)
        spoilt[bit // 8] ^= 1 << bit % 8
        written.write_bytes(spoilt)
        file = BackupStateFile(written.parent)
        assert file.read().targets == STATE.targets, "from the version before it"
        assert file.notice or file.read() == STATE
        told += bool(file.notice)
    assert told > len(content) * 7


@pytest.mark.parametrize("before", [True, False])
def test_damaged_file_is_retained_and_reported_until_targets_are_chosen_again(written: Path, before: bool) -> None:
    if not before:
        written.with_name("backup-state.previous.json").unlink()
    spoilt = written.read_bytes().replace(b"musbackup", b"musbackuq")
    written.write_bytes(spoilt)
    file = BackupStateFile(written.parent)
    assert file.notice == BackupStateFile(written.parent).notice
    assert "ældre kopi" in file.notice if before else "glemt" in file.notice
    assert written.read_bytes() == spoilt, "reading changes nothing"
    file.change(lambda state: replace(state, code_confirmed=True))
    aside = written.with_name("backup-state.beskadiget-1.json")
    assert aside.read_bytes() == spoilt
    again = BackupStateFile(written.parent)
    assert again.read() == (replace(STATE, retention_days=366, code_confirmed=True) if before else again.read())
    assert bool(again.notice) is not before, "who has no places yet is told at the next start too"
    again.store_choice(lambda state: replace(state, targets=STATE.targets))
    assert again.notice == BackupStateFile(written.parent).notice == ""


def test_a_read_error_that_passes_costs_nothing(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, real, content = BackupStateFile(written.parent), file_changes.read, written.read_bytes()

    def fails(path: Path) -> bytes:
        if path == written:
            raise OSError(errno.EIO, "Input/output error")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(file_changes, "read", fails)
        assert file.read().targets == STATE.targets
        assert "kan ikke læses" in file.notice
        with pytest.raises(SaveFailed):
            file.store_choice(lambda _: BackupState())
        with pytest.raises(OSError, match="overwritten"):
            file.change(lambda _: BackupState())
    assert written.read_bytes() == content
    assert (file.read(), file.notice) == (STATE, "")


@pytest.mark.parametrize("kind", [pytest.param("pipe", marks=posix_only("named pipes")), "folder"])
def test_what_is_no_file_is_neither_waited_for_nor_touched(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "backup-state.json"
    os.mkfifo(place) if kind == "pipe" else place.mkdir()
    file = BackupStateFile(tmp_path)
    assert file.read() == BackupState()
    assert "ikke læses" in file.notice
    with pytest.raises(SaveFailed):
        file.store_choice(lambda _: STATE)
    assert place.is_fifo() or place.is_dir()


def test_a_file_of_an_older_program_is_read_unless_a_name_in_it_is_damaged(written: Path) -> None:
    plain = json.loads(written.read_bytes())
    del plain["checksum"]
    written.write_text(json.dumps(plain))
    assert (BackupStateFile(written.parent).read(), BackupStateFile(written.parent).notice) == (STATE, "")
    written.write_text(json.dumps({**plain, "checksul": "x"}))
    assert BackupStateFile(written.parent).notice
