"""What lies aside is found by exact name, goes in time or when asked, and nothing of anybody else's goes with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop import drafts
from mus_desktop.storage.backup import conversion, quarantine, restore
from mus_desktop.storage.backup.backup_file import BackupName
from mus_desktop.storage.backup.quarantine import QuarantineKind
from mus_desktop.storage.backup.rotation import BackupCopy
from mus_desktop.storage.keys import database_key

if TYPE_CHECKING:
    from tests.storage.safety.conftest import Kept

PLAIN = b"SQLite format 3\0".ljust(68, b"\0") + b"MUSdVi talte om l\xc3\xb8n."
THEIRS = [
    "inden-sommerferien/mus.sqlite",
    "inden-gendannelse-2026/mus.sqlite",
    "inden-gendannelse-2026-03-03-090000 (kopi)/mus.sqlite",
    "inden-adgangskoden/mus.sqlite",
    "inden-adgangskode-ny/mus.sqlite",
    "mus-inden-opgradering-1.sqlite.bak",
    "noter-inden-opgradering-1.sqlite",
]
OURS = [
    "inden-gendannelse-2026-03-03-090000/mus.sqlite",
    "inden-gendannelse-2026-03-03-090000-2/mus.sqlite-wal",
    "inden-adgangskode/mus.sqlite",
    "inden-adgangskode-2/mus.sqlite",
    "mus-inden-opgradering-12.sqlite",
]


def write(folder: Path, names: list[str], content: bytes = PLAIN) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if name in OURS and "/" in name:
            drafts.add_marker((folder / name).parent)
        (folder / name).write_bytes(content)


def write_unmarked(folder: Path, name: str, content: bytes) -> Path:
    """What the leader has made, under a name the program would give too."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


def test_only_what_the_program_names_itself(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "andet"
    write(data, [*THEIRS, *OURS])
    write(elsewhere, ["mus.sqlite"])
    (data / "inden-gendannelse-2026-04-04-090000").symlink_to(elsewhere)
    (data / "mus-inden-opgradering-3.sqlite").symlink_to(elsewhere / "mus.sqlite")
    (data / OURS[0]).with_name("billede.jpg").write_bytes(PLAIN)
    (data / OURS[2]).with_name("mus.key").symlink_to(elsewhere / "mus.sqlite")
    (data / "inden-gendannelse-2026-05-05-090000").mkdir()
    own = write_unmarked(data, "inden-gendannelse-2026-06-06-090000/mus.sqlite", PLAIN)
    other = write_unmarked(data, "mus-inden-opgradering-7.sqlite", b"SQLite format 3\0".ljust(100, b"\0"))
    assert {one.path for one in quarantine.list_items(data)} == {data / name.split("/")[0] for name in OURS}
    quarantine.wipe_unencrypted(data)
    assert quarantine.list_items(data) == []
    assert all((data / name).read_bytes() == PLAIN for name in THEIRS)
    assert (elsewhere / "mus.sqlite").read_bytes() == PLAIN
    assert [file.name for file in (data / OURS[0]).parent.iterdir()] == ["billede.jpg"]
    assert (own.read_bytes(), other.stat().st_size) == (PLAIN, 100)


def test_text_of_each_step(kept: Kept) -> None:
    now = datetime(2026, 3, 3, 9, 0)  # noqa: DTZ001 - the clock on the wall
    draft = restore.prepare(restore.check(kept.take_backup().path), kept.path, kept.key)
    kept.database.exchange(lambda: restore.replace_database(draft, now), draft.key)
    (one,) = quarantine.list_items(kept.path.parent)
    assert (one.kind, one.at, one.encrypted) == (QuarantineKind.RESTORE, now.astimezone(), kept.key is not None)
    assert one.size > 4096
    quarantine.wipe_unencrypted(kept.path.parent)
    assert one.path.exists(), "it is kept"
    quarantine.end_retention(kept.path.parent)
    quarantine.wipe_unencrypted(kept.path.parent)
    assert one.path.exists() is one.encrypted
    if one.path.exists():
        quarantine.remove(one)
    assert not one.path.exists()


def test_removed_is_overwritten_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, OURS)
    seen: list[bytes] = []
    unlink = Path.unlink

    def look(file: Path, **more: bool) -> None:
        if file.name != drafts.MARKER:
            seen.append(file.read_bytes())
        unlink(file, **more)

    monkeypatch.setattr(Path, "unlink", look)
    for one in quarantine.list_items(tmp_path):
        quarantine.remove(one)
    assert list(tmp_path.iterdir()) == []
    assert len(seen) == len(OURS)
    assert not any(content.strip(b"\0") for content in seen)


def test_foreign_folder_is_not_mistaken_for_the_old_database(
    kept: Kept, locks_for: Callable[..., tuple[database_key.Lock, ...]]
) -> None:
    theirs = kept.path.with_name("inden-adgangskode")
    theirs.mkdir()
    (theirs / "mit.txt").write_text("Mit eget")
    key = None if kept.key else database_key.new_key()
    conversion.convert(kept.database, key, locks_for(key, kept.code) if key else ())
    assert (theirs / "mit.txt").read_text() == "Mit eget"
    assert [file.name for file in kept.path.parent.glob("inden-*")] == [theirs.name]


NOW = datetime(2026, 11, 18, 14, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "retention", "backed_up", "goes"),
    [  # how many days ago it was moved, and how many days ago the last backup was confirmed
        (40, 20, 1, True),
        (29, 20, 1, False),
        (91, 92, 1, False),
        (93, 92, 1, True),
        (93, 92, 94, False),
        (93, 92, -2, False),
        (360, None, 1, False),
        (370, None, 1, True),
        (-5, 92, 1, False),
    ],
)
def test_it_goes_with_the_backups_of_its_age(
    tmp_path: Path, days: int, retention: int | None, backed_up: int, goes: bool
) -> None:
    at = NOW - timedelta(days=days)
    folder, copy = f"inden-gendannelse-{at.astimezone():%Y-%m-%d-%H%M%S}", "mus-inden-opgradering-1.sqlite"
    write(tmp_path, [f"{folder}/mus.sqlite", copy])
    drafts.add_marker(tmp_path / folder)
    os.utime(tmp_path / copy, (at.timestamp(), at.timestamp()))
    copies = [BackupCopy(BackupName("0a1b2c3d", number, NOW - timedelta(days=400 - number))) for number in range(400)]
    kept_for = None if retention is None else timedelta(days=retention)
    gone = quarantine.expired_items(tmp_path, copies, NOW - timedelta(days=backed_up), NOW, kept_for)
    assert {one.path.name for one in gone} == ({folder, copy} if goes else set())


def test_an_encrypted_copy_goes_by_its_age_only_if_it_is_ours_for_sure(kept: Kept) -> None:
    """A file of the user's own may have the name, and no key of ours opens it."""
    data, at = kept.path.parent, (NOW - timedelta(days=370)).timestamp()
    text, random, ours = (data / f"mus-inden-opgradering-{number}.sqlite" for number in (1, 2, 3))
    text.write_bytes(b"Mine noter".ljust(1024))
    random.write_bytes(os.urandom(4096))
    kept.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    ours.write_bytes(kept.path.read_bytes())
    for file in (text, random, ours):
        os.utime(file, (at, at))
    assert {one.path for one in quarantine.list_items(data)} == {random, ours}, "what is text is not shown as data"
    copies = [BackupCopy(BackupName("0a1b2c3d", number, NOW - timedelta(days=400 - number))) for number in range(400)]
    gone = quarantine.expired_items(data, copies, NOW - timedelta(days=1), NOW, None, kept.key)
    assert [one.path for one in gone] == [ours]
    without_key = quarantine.expired_items(data, copies, NOW - timedelta(days=1), NOW, None)
    assert [one.path for one in without_key] == ([] if kept.key else [ours])


def test_clock_years_ahead_removes_no_backup(tmp_path: Path) -> None:
    write(tmp_path, [f"inden-gendannelse-{NOW.astimezone():%Y-%m-%d-%H%M%S}/mus.sqlite"])
    drafts.add_marker(next(tmp_path.iterdir()))
    copies = [BackupCopy(BackupName("0a1b2c3d", number, NOW + timedelta(days=number))) for number in range(60)]
    wild = NOW + timedelta(days=3650)
    assert quarantine.expired_items(tmp_path, copies, wild, wild, timedelta(days=92)) == []
