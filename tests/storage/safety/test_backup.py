from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import StorageError
from mus_desktop.storage import backup, bundle, engine, keys, restore
from mus_desktop.storage.settings import Settings

if TYPE_CHECKING:
    from tests.storage.safety.conftest import Kept


def test_a_backup_is_one_private_file_that_vouches_for_itself(kept: Kept) -> None:
    taken = kept.take()
    label = bundle.read_label(taken.path)
    assert label == taken.label
    assert bundle.name_of(taken.path.name) == label.name
    assert (label.encrypted, label.schema) == (kept.key is not None, kept.database.schema)
    assert bundle.is_intact(taken.path)
    assert taken.sha256 == bundle.digest_of(bundle.chunks(taken.path)).hexdigest()
    assert (kept.sentence.encode() in taken.path.read_bytes()) == (kept.key is None)
    assert {file.stat().st_mode & 0o777 for file in kept.folder.iterdir()} == {0o600}
    assert sorted(file.name for file in kept.folder.iterdir()) == [taken.path.name, f"{taken.path.name}.json"]


def test_the_manifest_tells_size_counts_and_versions_and_no_more(kept: Kept) -> None:
    taken = kept.take()
    manifest = json.loads(bundle.manifest_of(taken.path).read_text())
    assert manifest["bytes"] == taken.path.stat().st_size
    assert manifest["counts"] == {"employees": 0, "conversations": 0, "plans": 0, "documents": 0}
    assert (manifest["program"], manifest["schema"], manifest["sha256"]) == ("0.1", 1, taken.sha256)
    assert "locks" not in manifest
    assert backup.read(taken.path) == taken


def test_numbers_rise_when_the_clock_is_set_back(kept: Kept) -> None:
    first = kept.take()
    kept.now = first.label.name.made_at.replace(year=2020)
    second = kept.take()
    assert [name.number for name in backup.names_in(kept.folder)] == [1, 2]
    assert second.label.name.made_at < first.label.name.made_at
    assert first.label.name.database == second.label.name.database == backup.identity(kept.database)


def test_what_is_saved_meanwhile_comes_along_and_nobody_waits(kept: Kept) -> None:
    Settings(kept.database).put("fyld", "x" * 2_000_000)
    order = backup.Order(kept.folder, backup.next_name(kept.folder, "0" * 8, kept.now), "0.1", kept.locks)
    stepped, written = threading.Event(), threading.Event()
    taken: list[backup.Backup] = []

    def pause() -> None:
        if not stepped.is_set():
            stepped.set()
            written.wait(10)

    thread = threading.Thread(target=lambda: taken.append(backup.take(kept.database, order, pause)))
    thread.start()
    assert stepped.wait(10)
    kept.write("skrevet undervejs")
    written.set()
    thread.join(10)
    draft = restore.prepare(restore.check(taken[0].path), kept.path, kept.key)
    with_key = engine.connect(draft.draft, key=kept.key)
    assert with_key.execute("SELECT value FROM setting WHERE key = 'sætning'").fetchone() == ("skrevet undervejs",)
    with_key.close()
    draft.discard()


def test_closing_the_database_stops_a_backup(kept: Kept) -> None:
    Settings(kept.database).put("fyld", "x" * 2_000_000)
    order = backup.Order(kept.folder, backup.next_name(kept.folder, "0" * 8, kept.now), "0.1", kept.locks)
    stepped, said = threading.Event(), []

    def pause() -> None:
        stepped.set()
        closing.wait(10)

    def take() -> None:
        try:
            backup.take(kept.database, order, pause)
        except StorageError as error:
            said.append(str(error))

    closing = threading.Event()
    thread = threading.Thread(target=take)
    thread.start()
    assert stepped.wait(10)
    threading.Timer(0.2, closing.set).start()
    kept.database.close()
    thread.join(10)
    assert said == ["Backuppen blev afbrudt, fordi programmet lukker. Den tages igen næste gang."]
    assert list(kept.folder.iterdir()) == []
    kept.database.exchange(lambda: kept.key)


@pytest.mark.parametrize("during", ["copying", "checking"])
def test_a_backup_that_is_broken_off_leaves_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch, during: str) -> None:
    before = kept.take()
    Settings(kept.database).put("fyld", "x" * 2_000_000)
    order = backup.Order(kept.folder, backup.next_name(kept.folder, "0" * 8, kept.now), "0.1", kept.locks)
    stop = threading.Event()

    def check(copy: engine.Connection) -> list[str]:
        stop.set()
        copy.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        return []

    monkeypatch.setattr(backup, "findings", check)
    with pytest.raises(StorageError, match=r"^Backuppen blev afbrudt\. Den tages igen senere\.$"):
        backup.take(kept.database, order, stop.set if during == "copying" else None, stop)
    assert {file.name for file in kept.folder.iterdir()} == {before.path.name, f"{before.path.name}.json"}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "ikke plads"),
        (errno.EACCES, "må ikke skrive"),
        (errno.ENOENT, "ikke tilgængelig"),
        (errno.EIO, "svarer med en fejl"),
    ],
)
def test_a_backup_that_fails_leaves_nothing(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    before = kept.take()

    def fail(*_: object) -> None:
        raise OSError(number, "")

    monkeypatch.setattr(backup, "flush_to_disk", fail)
    with pytest.raises(StorageError, match=sentence):
        kept.take()
    assert {file.name for file in kept.folder.iterdir()} == {before.path.name, f"{before.path.name}.json"}


def test_an_unsound_copy_gets_no_name(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "findings", lambda _: ["row 3 missing from index"])
    with pytest.raises(StorageError, match="er ikke gemt"):
        kept.take()
    assert list(kept.folder.iterdir()) == []


def test_a_plain_backup_encrypted_for_a_target(
    kept: Kept, locks_for: Callable[..., tuple[keys.Lock, ...]], tmp_path: Path, found_in: Callable[[Path], list[str]]
) -> None:
    if kept.key is not None:
        return
    key = keys.new_key()
    shipped = backup.encrypt(kept.take(), tmp_path / "spool", key, locks_for(key, kept.code))
    assert found_in(tmp_path / "spool") == []
    assert [file.suffix for file in sorted((tmp_path / "spool").iterdir())] == [".musbackup", ".json"]
    checked = restore.check(shipped.path)
    draft = restore.prepare(checked, tmp_path / "ny" / "mus.sqlite", restore.open_with(checked, kept.code))
    assert draft.label.locks
    draft.discard()
