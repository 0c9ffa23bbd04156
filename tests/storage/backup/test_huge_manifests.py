"""A description of a backup that is as large as no real one: neither fills the memory nor hides the backups."""

from __future__ import annotations

from pathlib import Path

from mus_desktop.storage.backup import backup_file, transfer

_BACKUP = "mus-00000000-000001-20260302T120000Z.musbackup"


def test_a_huge_manifest_counts_as_none(tmp_path: Path) -> None:
    file = tmp_path / _BACKUP
    file.write_bytes(b"x")
    with backup_file.manifest_path(file).open("wb") as manifest:
        manifest.truncate(50_000_000_000)
    assert backup_file.read_manifest(file) is None
    (listed,) = transfer.list_backups(tmp_path, transfer.TargetFiles())
    assert (listed.name, backup_file.size_in_manifest(listed.manifest)) == (_BACKUP, None)
