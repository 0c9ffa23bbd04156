from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop import drafts
from mus_desktop.errors import DataUnusable, KnownError, WrongPassword
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.protection import BackupAgeLevel
from mus_desktop.storage.backup import backup_file, snapshot
from mus_desktop.ui.safety.state_text import target_status
from tests.services.safety.conftest import Vault

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, BACKUP_PASSWORD = "blåbærgrød på Ærø", "havregrød på Møn"
begins_plain = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # sets the password itself


def test_the_state_of_a_first_start(pc: Pc, engine_key: bytes | None) -> None:
    seen = pc.safety.protection()
    assert (seen.encrypted, seen.password_declined) == (engine_key is not None, False)
    assert (seen.level, seen.targets) == (BackupAgeLevel.NONE, ())
    assert (seen.last_local, seen.last_offsite, seen.last_test) == (None, None, None)
    assert pc.safety.backup_due()


def test_a_declined_password_is_remembered(pc: Pc) -> None:
    pc.safety.encryption.decline()
    pc.stop()
    assert pc.start().protection().password_declined


def test_a_backup_is_due_after_changes_and_not_all_the_time(pc: Pc) -> None:
    pc.safety.back_up()
    assert not pc.safety.backup_due()
    pc.wait(hours=1)
    assert not pc.safety.backup_due(closing=True), "nothing changed"
    pc.write("noget nyt")
    assert pc.safety.backup_due()
    pc.safety.back_up()
    pc.write("mere nyt")
    assert not pc.safety.backup_due()
    assert pc.safety.backup_due(closing=True)
    pc.wait(minutes=16)
    assert pc.safety.backup_due()


def test_what_is_written_during_a_backup_is_due_again(pc: Pc) -> None:
    job = pc.safety.backup_job()
    pc.write("undervejs")
    pc.safety.record(job.run())
    pc.wait(hours=1)
    assert pc.safety.backup_due()


def test_a_failed_backup_stays_due(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.backup_job()
    pc.wait(hours=1)
    assert pc.safety.backup_due(closing=True)


def test_a_late_result_of_an_older_backup_is_not_the_newest(pc: Pc) -> None:
    older, newer = pc.safety.backup_job(), pc.safety.backup_job()
    pc.safety.record(newer.run())
    pc.safety.record(older.run())
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    (job,) = pc.safety.transfers.jobs()
    assert job.file.name == str(newer.order.name)
    job.file.unlink()
    pc.safety.record(older.run())
    (job,) = pc.safety.transfers.jobs()
    assert job.file.name == str(older.order.name), "the newest that is there"


def test_quarantined_files_are_removed_with_the_backups_of_their_time(pc: Pc) -> None:
    pc.safety.back_up()
    aside, copy = pc.data / f"inden-gendannelse-{pc.at:%Y-%m-%d-%H%M%S}", pc.data / "mus-inden-opgradering-1.sqlite"
    aside.mkdir()
    drafts.add_marker(aside)
    for file in (aside / "mus.sqlite", copy):
        file.write_bytes(pc.database.path.read_bytes())
        os.utime(file, (pc.at.timestamp(), pc.at.timestamp()))
    pc.safety.set_retention(92)
    for day in range(100):
        pc.wait(days=1)
        pc.safety.back_up()
        assert aside.exists() == copy.exists() == (day < 92)
        assert len(pc.safety.protection().quarantine) == (2 if day < 92 else 0)


@begins_plain
def test_nothing_unencrypted_leaves_the_pc(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    assert pc.safety.back_up() == []
    assert pc.on_drive() == []
    assert pc.safety.protection().needs_backup_password
    code = pc.safety.backup_key.choose(BACKUP_PASSWORD)
    (transfer_result,) = pc.safety.back_up()
    assert transfer_result.problem is None
    assert len(pc.on_drive()) == 1
    assert all(file.lower().startswith("mus") for file in pc.readable())
    assert not [file for file in pc.drive.iterdir() if pc.sentence.encode() in file.read_bytes()]
    for secret in (BACKUP_PASSWORD, code):
        pc.safety.restoring.open_backup(pc.drive / pc.on_drive()[0], secret).discard()


@begins_plain
def test_the_backup_password_is_asked_for_once_per_start_without_a_store(pc: Pc) -> None:
    pc.vault.keeps = False
    pc.safety.add_target(pc.drive)
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    assert not pc.safety.protection().needs_backup_password
    pc.stop()
    assert pc.start().protection().needs_backup_password
    with pytest.raises(WrongPassword):
        pc.safety.backup_key.unlock("gættet forkert")
    pc.safety.backup_key.unlock(BACKUP_PASSWORD)
    assert [transfer_result.problem for transfer_result in pc.safety.back_up()] == [None]


def test_a_secret_store_replaces_asking_for_the_password(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.stop()
    assert not pc.start().protection().needs_backup_password


def test_a_missing_drive_is_tried_again_and_survives_a_restart(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    shutil.rmtree(pc.drive)
    (transfer_result,) = pc.safety.back_up()
    assert "ikke tilgængelig" in (transfer_result.problem or "")
    (target,) = pc.safety.protection().targets
    assert (target.failures, target.problem, target.confirmed) == (1, transfer_result.problem, None)
    assert pc.safety.transfers.jobs() == []
    assert len(pc.safety.restoring.list_backups()) == 1, "the local copy is kept"
    pc.wait(seconds=61)
    pc.stop()
    pc.start()
    pc.drive.mkdir()
    (job,) = pc.safety.transfers.jobs()
    pc.safety.transfers.record(job.run())
    assert pc.safety.protection().level is BackupAgeLevel.GREEN
    assert pc.safety.transfers.jobs(ignore_delays=True) == [], "it is there"


@pytest.mark.parametrize(
    ("days", "level"),
    [
        (0, BackupAgeLevel.GREEN),
        (3, BackupAgeLevel.GREEN),
        (3.1, BackupAgeLevel.YELLOW),
        (7.1, BackupAgeLevel.RED),
        (-2, BackupAgeLevel.GREEN),
    ],
)
def test_it_turns_yellow_after_three_days_and_red_after_seven(pc: Pc, days: float, level: BackupAgeLevel) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    assert pc.safety.protection().level is BackupAgeLevel.RED, "none yet"
    pc.safety.back_up()
    pc.wait(days=days)
    assert pc.safety.protection().level is level


def test_only_our_own_backups_are_removed_from_the_drive(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    (pc.drive / "regnskab.xlsx").touch()
    pc.safety.set_retention(30)
    pc.safety.back_up()
    (own,) = (pc.drive / name for name in pc.on_drive())
    name = backup_file.parse_name(own.name)
    assert name is not None
    for number in range(1, 5):  # of another database, as good as ours, and older
        made_at = name.made_at - timedelta(days=10 * number)
        another = pc.drive / str(replace(name, database="00000000", number=10 - number, made_at=made_at))
        shutil.copy(own, another)
        shutil.copy(backup_file.manifest_path(own), backup_file.manifest_path(another))
    for _ in range(3):
        pc.wait(days=20)
        pc.safety.back_up()
    pc.wait(days=20)
    assert len(pc.on_drive()) == 4 + 2, "another's, and those of 30 days"
    assert len(list(pc.safety.folder.glob("*.musbackup"))) == 2
    assert (pc.drive / "regnskab.xlsx").exists()


def test_a_backup_cut_short_on_the_drive_does_not_stand_for_its_day(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    for _ in range(2):
        pc.safety.back_up()
        pc.wait(hours=2)
    earlier, later = sorted(pc.on_drive())
    (pc.drive / later).write_bytes((pc.drive / later).read_bytes()[:-1])
    pc.wait(days=10)
    pc.safety.back_up()
    assert earlier in pc.on_drive()
    assert later not in pc.on_drive()


@pytest.mark.parametrize("where", [".", "backup"])
def test_a_target_among_the_data_is_refused(pc: Pc, where: str) -> None:
    with pytest.raises(KnownError, match="uden for programmets egen mappe"):
        pc.safety.add_target(pc.data / where)


def test_targets_are_added_once_and_removed(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    with pytest.raises(KnownError, match="bruges allerede"):
        pc.safety.add_target(pc.drive)
    pc.safety.remove_target(pc.drive)
    assert pc.safety.protection().targets == ()


def test_a_restore_test_is_due_weekly_and_reports_failures(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    assert pc.safety.transfers.test_job() is None
    pc.safety.back_up()
    job = pc.safety.transfers.test_job()
    assert job
    pc.safety.transfers.record_test(job, job.run())
    assert (pc.safety.protection().last_test or job).problem is None  # type: ignore[union-attr]  # there is one
    assert pc.safety.transfers.test_job() is None
    pc.wait(days=7)
    file = pc.drive / pc.on_drive()[0]
    content = bytearray(file.read_bytes())
    content[5000] ^= 1
    file.write_bytes(content)
    job = pc.safety.transfers.test_job()
    assert job
    pc.safety.transfers.record_test(job, job.run())
    last = pc.safety.protection().last_test
    assert last is not None
    assert "beskadiget" in (last.problem or "")
    assert not list((pc.data / "spool").iterdir())


def test_a_lost_state_file_loses_no_backup(pc: Pc) -> None:
    pc.safety.back_up()
    (pc.data / "backup-state.json").write_text("{")
    pc.stop()
    pc.start()
    assert pc.safety.protection().last_local is None
    pc.safety.back_up()
    assert len(pc.safety.restoring.list_backups()) == 2


def test_the_state_holds_no_personal_text(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    state = json.loads((pc.data / "backup-state.json").read_text())
    assert set(state) == {
        "targets",
        "local",
        "retention_days",
        "password_declined",
        "code_confirmed",
        "backup_code_confirmed",
        "policy_target",
        "checksum",
    }
    assert "backup-state.json" not in pc.readable()


def test_leftovers_are_gone_after_the_next_start(pc: Pc) -> None:
    pc.safety.back_up()
    pc.stop()
    kept = ["backup/noter.txt", "referat.docx", "mus.sqlite.2026.new", "mus-2026-kopi/mus.sqlite", "spool/mit.txt"]
    for name in kept:
        file = pc.data / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(pc.sentence)
    left = [drafts.make_folder(folder) for folder in (pc.data, pc.safety.folder, pc.data / "spool")]
    for folder in left:
        (folder / "mus.sqlite").write_text(pc.sentence)
    pc.start()
    assert [folder for folder in left if folder.exists()] == []
    assert all((pc.data / name).read_text() == pc.sentence for name in kept)
    assert len(pc.safety.restoring.list_backups()) == 1


def test_the_waiting_time_survives_a_clock_set_back(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    shutil.rmtree(pc.drive)
    pc.safety.back_up()
    pc.at -= timedelta(days=300)
    pc.drive.mkdir()
    assert len(pc.safety.transfers.jobs()) == 1


@begins_plain
def test_temp_files_and_logs_hold_nothing_personal(
    pc: Pc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    seen: list[bytes] = []
    watch(monkeypatch, temp, seen)
    caplog.set_level(logging.DEBUG)
    pc.safety.add_target(pc.drive)
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.back_up()
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.safety.back_up()
    pc.stop()
    with pytest.raises(WrongPassword):
        unlock(pc.data, "gættet forkert")
    pc.start(unlock(pc.data, code))
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(pc.drive / pc.on_drive()[-1], PASSWORD))
    assert seen, "there were temp files to look at"
    assert not [content for content in seen if pc.sentence.encode() in content]
    assert list(temp.iterdir()) == []
    for word in (pc.sentence, PASSWORD, BACKUP_PASSWORD, code, "gættet"):
        assert word not in caplog.text


def watch(monkeypatch: pytest.MonkeyPatch, temp: Path, seen: list[bytes]) -> None:
    """Keep what every temp folder holds just before it is removed."""
    real = drafts.remove

    def remove(folder: Path, **more: bool) -> None:
        if temp in folder.parents:
            seen.extend(
                file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != drafts.MARKER
            )
        real(folder, **more)

    monkeypatch.setattr(drafts, "remove", remove)


def test_a_clock_years_ahead_removes_no_backups(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.set_retention(366)
    for _ in range(5):
        pc.safety.back_up()
        pc.wait(days=20)
    before, right = pc.on_drive(), pc.at
    pc.at = right.replace(year=2039)
    for _ in range(5):
        pc.safety.back_up()
        pc.wait(days=1)
    pc.at = right
    pc.stop()
    pc.start()
    pc.safety.back_up()
    assert set(before) <= set(pc.on_drive())
    assert set(before) <= {file.name for file in pc.safety.folder.iterdir()}


def test_a_time_to_come_is_no_proof_of_a_fresh_backup(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.wait(days=3000)
    pc.safety.back_up()
    pc.wait(days=-3000)
    assert pc.safety.protection().level is BackupAgeLevel.RED


def test_backups_older_than_the_retention_are_removed_at_the_next_backup(pc: Pc) -> None:
    for _ in range(4):
        pc.safety.back_up()
        pc.wait(days=20)
    pc.safety.set_retention(50)
    assert len(pc.safety.restoring.list_backups()) == 4, "there is time to think better of it"
    pc.stop()
    pc.start()
    assert len(pc.safety.restoring.list_backups()) == 4, "there may be no next one"
    pc.safety.back_up()
    assert len(pc.safety.restoring.list_backups()) == 3
    pc.wait(days=20)
    pc.safety.set_retention(1)
    pc.safety.back_up()
    assert len(pc.safety.restoring.list_backups()) == 1


def test_failing_backups_do_not_remove_older_ones(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.set_retention(92)
    for _ in range(6):
        pc.safety.back_up()
        pc.wait(hours=5)
    before, there = [one.path for one in pc.safety.restoring.list_backups()], pc.on_drive()
    assert len(before) == len(there) == 6
    monkeypatch.setattr(snapshot, "findings", lambda _: ["row 3 missing from index"])
    for _ in range(30):
        pc.wait(days=7)
        pc.stop()
        pc.start()
        with pytest.raises(DataUnusable, match="De ældre er der endnu"):
            pc.safety.back_up()
        for job in pc.safety.transfers.jobs(ignore_delays=True):
            job.run()
    assert [one.path for one in pc.safety.restoring.list_backups()] == before
    assert pc.on_drive() == there


def test_the_backup_code_is_confirmed_and_replaced(pc: Pc) -> None:
    key = pc.safety.backup_key
    first = key.choose(BACKUP_PASSWORD)
    assert not key.confirm_code(first[:-4] + "0000", first)
    assert not pc.safety.protection().backup_code_confirmed
    assert key.confirm_code(first.lower(), first)
    pc.stop()
    pc.start()
    key = pc.safety.backup_key
    assert pc.safety.protection().backup_code_confirmed
    with pytest.raises(WrongPassword):
        key.new_code("gættet forkert")
    before = key.key()
    second = key.new_code(BACKUP_PASSWORD)
    assert not pc.safety.protection().backup_code_confirmed
    for secret, opens in ((second, True), (BACKUP_PASSWORD, True), (first, False)):
        with nullcontext() if opens else pytest.raises(WrongPassword):
            key.unlock(secret)
    assert key.key() == before


def _second_pc(pc: Pc, folder: Path) -> Pc:
    """Copy the data folder of ``pc``, which is closed, to another PC with the same drive."""
    shutil.copytree(pc.data, folder)
    second = replace(pc, data=folder, vault=Vault(pc.vault.secret))
    second.start()
    return second


def test_two_pcs_with_the_same_data_push_out_no_backup_of_each_other(pc: Pc, tmp_path: Path) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    pc.stop()
    second = _second_pc(pc, tmp_path / "gammel pc")
    pc.start()
    for day in range(20):
        for one in (pc, second):
            one.wait(days=1)
            one.write(f"dag {day} {one.data.name}")
            one.safety.back_up()
    names = [backup_file.parse_name(name) for name in pc.on_drive()]
    made_by = Counter(name.installation for name in names if name)
    assert len(made_by) == 2
    assert min(made_by.values()) >= 14, "two days in full, and 12 days"
    (target,) = pc.safety.protection().targets
    assert target.other_at is not None
    assert second.at - target.other_at.replace(tzinfo=None) < timedelta(days=2)
    assert any("anden pc" in line.text for line in target_status(target, pc.at.astimezone()))
    second.stop()


def test_a_new_pc_is_not_warned_of_the_old_one_it_replaces(pc: Pc, tmp_path: Path) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    pc.safety.back_up()
    pc.stop()
    new = _second_pc(pc, tmp_path / "ny pc")
    new.wait(days=1)
    new.write("på den nye pc")
    new.safety.back_up()
    assert len({name.installation for file in new.on_drive() if (name := backup_file.parse_name(file))}) == 2
    assert [target.other_at for target in new.safety.protection().targets] == [None]
    new.stop()
    pc.start()
