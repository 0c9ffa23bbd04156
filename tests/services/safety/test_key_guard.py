"""No backup is called good that nothing opens, whatever became of the key file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.errors import DataUnusable, KnownError, StorageError, WrongPassword
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.services.safety.quarantined import QuarantineKind
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.storage.backup import backup_file, quarantine, restore, snapshot
from mus_desktop.storage.database.private_files import write_atomically
from mus_desktop.storage.keys import database_key, key_file
from mus_desktop.storage.keys.database_key import Cost, Opener

pytestmark = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # a password is set by each test

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, NEW, THEIRS = "blåbærgrød på Ærø", "havregrød på Møn", "den fremmedes ord"
Spoil = Callable[[Path], None]


def their_locks(key: bytes = bytes(32)) -> list[database_key.Lock]:
    return [database_key.lock(key, opener, THEIRS, "2026-01-01", Cost(n=16)) for opener in Opener]


def missing(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:300])


def anothers(file: Path) -> None:
    database_key.write_locks(file, their_locks())


def anothers_older(file: Path) -> None:
    database_key.write_locks(file, [replace(one, proof=b"") for one in their_locks()])


def damaged(opener: Opener, change: Callable[[dict[str, Any]], None]) -> Spoil:
    def spoil(file: Path) -> None:
        content = json.loads(file.read_bytes())
        change(next(one for one in content["locks"] if one["opener"] == opener))
        file.write_text(json.dumps(content))

    return spoil


def one_byte(lock: dict[str, Any]) -> None:
    lock["sealed"] = lock["sealed"][:400] + ("A" if lock["sealed"][400] != "A" else "B") + lock["sealed"][401:]


def one_cost(lock: dict[str, Any]) -> None:
    lock["cost"]["n"] += 1


def nonsense(lock: dict[str, Any]) -> None:
    lock["opener"] = "passwore"


IN_ONE_LOCK = {
    f"{change.__name__} of {opener}": damaged(opener, change)
    for change in (one_byte, one_cost, nonsense)
    for opener in Opener
}
SPOILS_CODE = [spoil for name, spoil in IN_ONE_LOCK.items() if name.endswith(Opener.RECOVERY)]
ALL = {spoil.__name__: spoil for spoil in (missing, cut, anothers, anothers_older)} | IN_ONE_LOCK


def opened_by(file: Path, tmp_path: Path, *secrets: str) -> None:
    """The backup ``file`` opens on an empty PC with each of the secrets, and is what it should be."""
    for secret in secrets:
        checked = restore.check(file)
        key = restore.open_key(checked, secret)
        assert key is not None
        restore.prepare(checked, tmp_path / "tom pc" / "mus.sqlite", key).discard()
        restore.verify_locks(checked, key)


@pytest.mark.parametrize("spoil", ALL.values(), ids=ALL)
def test_a_key_file_damaged_while_open_is_restored(pc: Pc, tmp_path: Path, spoil: Spoil) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.safety.add_target(pc.drive)
    spoil(pc.data / "mus.key")
    assert pc.safety.encryption.check(PASSWORD)
    assert not pc.safety.encryption.check(THEIRS)
    (transfer_result,) = pc.safety.back_up()
    assert transfer_result.problem is None
    assert "lagt tilbage" in pc.safety.protection().key_notice
    opened_by(pc.drive / pc.on_drive()[0], tmp_path, PASSWORD, code)
    test = pc.safety.transfers.test_job(ignore_delays=True)
    assert test is not None
    assert test.run().problem is None
    assert pc.safety.findings() == []
    for secret in (PASSWORD, code):
        pc.stop()
        pc.start(unlock(pc.data, secret))
        assert pc.text() == pc.sentence
        assert pc.safety.protection().key_notice == ""


@pytest.mark.parametrize("spoil", ALL.values(), ids=ALL)
def test_the_check_reports_a_damaged_key_file_and_restores_it(pc: Pc, spoil: Spoil) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    spoil(pc.data / "mus.key")
    (finding,) = pc.safety.findings()
    assert "lagt tilbage" in finding
    assert pc.safety.findings() == []


@pytest.mark.parametrize("spoil", IN_ONE_LOCK.values(), ids=IN_ONE_LOCK)
def test_a_damaged_lock_is_reported_until_it_is_replaced(pc: Pc, tmp_path: Path, spoil: Spoil) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.stop()
    spoil(pc.data / "mus.key")
    secret, other = (PASSWORD, code) if spoil in SPOILS_CODE else (code, PASSWORD)
    with pytest.raises(WrongPassword, match="også beskadiget"):
        unlock(pc.data, other)
    key = unlock(pc.data, secret)
    for _ in range(2):
        pc.start(key)
        (finding,) = pc.safety.findings()
        assert ("Skift adgangskoden" if secret == code else "Lav en ny") in finding
        assert pc.safety.protection().key_notice == finding
        pc.wait(hours=1)
        pc.safety.back_up()
        newest, *_ = pc.safety.restoring.list_backups()
        opened_by(newest.path, tmp_path, secret)
        pc.stop()
    pc.start(key)
    if secret == code:
        pc.safety.encryption.change_password(code, NEW)
        secrets = [NEW, code]
    else:
        secrets = [PASSWORD, pc.safety.encryption.new_code(PASSWORD)]
    assert pc.safety.findings() == []
    pc.wait(hours=1)
    pc.safety.back_up()
    opened_by(pc.safety.restoring.list_backups()[0].path, tmp_path, *secrets)
    assert all(unlock(pc.data, one) == key for one in secrets)


@pytest.mark.parametrize("spoil", [missing, cut])
def test_without_a_key_file_the_start_says_so_in_words(pc: Pc, spoil: Spoil) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    pc.stop()
    intact = (pc.data / "mus.key").read_bytes()
    spoil(pc.data / "mus.key")
    with pytest.raises(DataUnusable, match=r"Nøglefilen mus\.key .*Gendan fra en backup"):
        unlock(pc.data, PASSWORD)
    (pc.data / "mus.key").write_bytes(intact)
    pc.start(unlock(pc.data, PASSWORD))


def test_without_anything_to_open_it_no_backup_is_taken(pc: Pc) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    key = unlock(pc.data, PASSWORD)
    pc.stop()
    intact = (pc.data / "mus.key").read_bytes()
    for spoil in (missing, anothers):
        spoil(pc.data / "mus.key")
        pc.start(key)
        with pytest.raises(StorageError, match="ingen adgangskode ville åbne en backup"):
            pc.safety.back_up()
        assert len(pc.safety.findings()) == 1
        assert not list((pc.data / "backup").glob("*"))
        pc.stop()
        (pc.data / "mus.key").write_bytes(intact)
    pc.start(key)


def relabelled(file: Path, locks: tuple[database_key.Lock, ...]) -> None:
    """The same backup with other locks in its label: what earlier programs made after a swap, sound in itself."""
    label = backup_file.read_label(file)
    database = file.read_bytes()[: label.size]
    file.write_bytes(database)
    sha256 = backup_file.append_label(
        file, replace(label, locks=locks), backup_file.running_digest(backup_file.chunks(file))
    )
    backup_file.manifest_path(file).write_bytes(
        backup_file.manifest(replace(label, locks=locks), file.stat().st_size, sha256)
    )


def one_flipped(locks: tuple[database_key.Lock, ...]) -> tuple[database_key.Lock, ...]:
    sealed = bytearray(locks[0].sealed)
    sealed[700] ^= 1
    return (replace(locks[0], sealed=bytes(sealed)), *locks[1:])


@pytest.mark.parametrize("older", [False, True], ids=["with proof", "format 1"])
@pytest.mark.parametrize("locks", [lambda _: tuple(their_locks()), one_flipped], ids=["anothers", "flipped"])
def test_a_backup_that_nothing_opens_is_found_and_yet_comes_back_here(
    pc: Pc, older: bool, locks: Callable[[tuple[database_key.Lock, ...]], tuple[database_key.Lock, ...]]
) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    (near,) = (pc.data / "backup").glob("*.musbackup")
    for file in (near, pc.drive / near.name):
        false = locks(backup_file.read_label(file).locks)
        relabelled(file, tuple(replace(one, proof=b"") for one in false) if older else false)
    (finding,) = pc.safety.findings()
    assert "nøglen i den er beskadiget eller hører til andre data" in finding
    test = pc.safety.transfers.test_job(ignore_delays=True)
    assert test is not None
    assert "nøglen i den er beskadiget eller hører til andre data" in (test.run().problem or "")
    pc.write("det nye")
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(near))
    assert pc.text() == pc.sentence
    assert pc.safety.findings() == []
    assert pc.safety.encryption.check(PASSWORD)


def test_a_backup_of_the_older_format_is_as_good_as_before(pc: Pc, tmp_path: Path) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    (near,) = (pc.data / "backup").glob("*.musbackup")
    far = pc.drive / near.name
    for file in (near, far):
        relabelled(file, tuple(replace(one, proof=b"") for one in backup_file.read_label(file).locks))
    assert '"proof"' not in far.read_bytes()[-9000:].decode("latin-1")
    assert pc.safety.findings() == []
    test = pc.safety.transfers.test_job(ignore_delays=True)
    assert test is not None
    assert test.run().problem is None
    opened_by(far, tmp_path, PASSWORD, code)
    pc.safety.encryption.change_password(PASSWORD, NEW)
    assert test.run().problem is None
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(near, PASSWORD))
    pc.stop()
    assert database_key.all_hold_key(database_key.read_locks(pc.database.path), unlock(pc.data, PASSWORD))
    pc.start(unlock(pc.data, PASSWORD))


def test_anothers_key_file_is_not_lost_when_protection_changes(pc: Pc) -> None:
    database_key.write_locks(pc.database.path, their_locks())
    stray = (pc.data / "mus.key").read_bytes()
    pc.safety.encryption.set_password(PASSWORD)
    assert [file.read_bytes() for file in pc.data.glob("inden-*/mus.key")] == [stray]
    assert [one.kind for one in pc.safety.quarantine.list_items()] == [QuarantineKind.KEY]
    anothers(pc.data / "mus.key")
    theirs = (pc.data / "mus.key").read_bytes()
    pc.safety.encryption.remove_password(PASSWORD)
    assert not needs_password(pc.data)
    assert sorted(file.read_bytes() for file in pc.data.glob("inden-*/mus.key")) == sorted([stray, theirs])
    assert pc.text() == pc.sentence
    for one in pc.safety.quarantine.list_items():
        pc.safety.quarantine.remove(one)
    assert not list(pc.data.glob("inden-*"))


@pytest.mark.parametrize("change", ["change_password", "new_code", "remove_password"])
@pytest.mark.parametrize("spoil", [missing, anothers])
def test_a_swapped_key_file_does_not_change_the_password(pc: Pc, change: str, spoil: Spoil) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    spoil(pc.data / "mus.key")
    asked = getattr(pc.safety.encryption, change)
    with pytest.raises(WrongPassword, match=r"passer ikke\. Nøglefilen mus\.key er ændret"):
        asked(*([THEIRS, NEW] if change == "change_password" else [THEIRS]))
    asked(*([PASSWORD, NEW] if change == "change_password" else [PASSWORD]))
    assert pc.text() == pc.sentence


def test_the_key_file_of_a_backup_does_not_overwrite_another_databases(pc: Pc) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    pc.safety.back_up()
    pc.write("det nye")
    pc.stop()
    anothers(pc.data / "mus.key")
    theirs = (pc.data / "mus.key").read_bytes()
    way = RestoreWithoutDatabase(pc.data, lambda: pc.at)
    (file,) = (pc.data / "backup").glob("*.musbackup")
    draft = way.open_backup(file, PASSWORD)
    assert way.only_key_is_missing
    way.restore_key(draft)
    assert [one.read_bytes() for one in pc.data.glob("inden-*/mus.key")] == [theirs]
    pc.start(unlock(pc.data, PASSWORD))
    assert pc.text() == "det nye"


@pytest.mark.parametrize("moment", range(1, 4))
def test_a_kill_while_restoring_the_key_file_leaves_a_key_file(
    pc: Pc, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    intact = (pc.data / "mus.key").read_bytes()
    anothers(pc.data / "mus.key")
    theirs, real, left = (pc.data / "mus.key").read_bytes(), write_atomically, iter(range(moment - 1, -1, -1))

    def cut_off(path: Path, content: bytes) -> None:
        if not next(left):
            raise KeyboardInterrupt
        real(path, content)

    with monkeypatch.context() as patched:
        for module in (quarantine, key_file):
            patched.setattr(module, "write_atomically", cut_off)
        with pytest.raises(KeyboardInterrupt):
            pc.safety.encryption.guard.restore_key_file()
    assert (pc.data / "mus.key").read_bytes() == theirs
    pc.safety.encryption.guard.restore_key_file()
    assert (pc.data / "mus.key").read_bytes() == intact
    assert theirs in [one.read_bytes() for one in pc.data.glob("inden-*/mus.key")]


# -- the key of the backup password ----------------------------------------------------------------------------------


@pytest.fixture
def covered(pc: Pc) -> Pc:
    """A PC without a password whose backups go out under the backup password."""
    pc.safety.add_target(pc.drive)
    pc.code = pc.safety.backup_key.choose(PASSWORD)  # type: ignore[attr-defined]
    return pc


@pytest.mark.parametrize("again", [False, True], ids=["open", "after a start"])
@pytest.mark.parametrize("spoil", ALL.values(), ids=ALL)
def test_what_leaves_the_pc_is_opened_by_the_backup_password(
    covered: Pc, tmp_path: Path, spoil: Spoil, again: bool
) -> None:
    pc = covered
    spoil(pc.data / "backup.key")
    if again:
        pc.stop()
        pc.start()
    protection = pc.safety.protection()
    transfer_jobs = pc.safety.back_up()
    secrets = [PASSWORD, pc.code]  # type: ignore[attr-defined]
    if again and spoil in (missing, cut, anothers, anothers_older):
        assert transfer_jobs == []
        assert pc.on_drive() == []
        assert protection.needs_backup_password
        assert bool(protection.backup_key_notice) == (spoil is cut)
        if protection.backup_password_chosen:
            with pytest.raises(KnownError, match="passer ikke"):
                pc.safety.backup_key.unlock(PASSWORD)
        secrets = [NEW, pc.safety.backup_key.choose(NEW)]
        transfer_jobs = pc.safety.back_up()
    elif again:
        assert "delvis beskadiget" in pc.safety.protection().backup_key_notice
        locks = pc.safety.backup_key.locks()
        secrets = [secrets[list(Opener).index(one.opener)] for one in locks]
        assert len(secrets) == 1
    assert [transfer_result.problem for transfer_result in transfer_jobs] == [None]
    opened_by(pc.drive / pc.on_drive()[-1], tmp_path, *secrets)
    test = pc.safety.transfers.test_job(ignore_delays=True)
    assert test is not None
    assert test.run().problem is None


def test_an_older_key_in_the_store_is_not_used(covered: Pc, tmp_path: Path) -> None:
    """Killed between the new key file and the store: the two do not belong together."""
    older = covered.vault.secret
    covered.safety.backup_key.choose(NEW)
    covered.vault.secret = older
    covered.stop()
    covered.start()
    assert covered.safety.back_up() == []
    assert covered.safety.protection().needs_backup_password
    covered.safety.backup_key.unlock(NEW)
    assert [transfer_result.problem for transfer_result in covered.safety.back_up()] == [None]
    opened_by(covered.drive / covered.on_drive()[0], tmp_path, NEW)


def test_a_backup_key_of_the_older_format_is_asked_for_once(covered: Pc, tmp_path: Path) -> None:
    path = covered.data / "backup.sqlite"
    database_key.write_locks(path, [replace(one, proof=b"") for one in database_key.read_locks(path)])
    covered.stop()
    assert covered.start().protection().needs_backup_password
    covered.safety.backup_key.unlock(PASSWORD)
    covered.stop()
    assert not covered.start().protection().needs_backup_password
    assert [transfer_result.problem for transfer_result in covered.safety.back_up()] == [None]
    opened_by(covered.drive / covered.on_drive()[0], tmp_path, PASSWORD)


def test_a_copy_under_locks_that_do_not_open_it_is_refused(pc: Pc, tmp_path: Path) -> None:
    taken = pc.safety.backup_job().run()
    with pytest.raises(StorageError, match="ikke i orden og er ikke gemt"):
        snapshot.encrypt(taken, tmp_path / "ud", database_key.new_key(), tuple(their_locks()), only_copy_encrypted=True)
    assert not list((tmp_path).glob("ud/*"))
    shutil.rmtree(tmp_path / "ud", ignore_errors=True)
