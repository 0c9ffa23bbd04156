"""What IT's policy decides about backups: a place that is added once, and the longest time they are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.storage.backup import backup_state
from mus_desktop.storage.policy.policy import Policy
from tests.services.safety.conftest import Pc

BACKUP_PASSWORD = "ladet alene på Mandø"  # noqa: S105 - of a test


def restarted(pc: Pc, policy: Policy) -> Safety:
    pc.policy = policy
    pc.stop()
    return pc.start()


def targets(pc: Pc) -> list[Path]:
    return [one.folder for one in pc.safety.protection().targets]


def test_the_target_is_added_once_and_stays_removed(pc: Pc, tmp_path: Path) -> None:
    policy = Policy(backup_target=pc.drive)
    restarted(pc, policy)
    assert targets(pc) == [pc.drive]
    pc.safety.remove_target(pc.drive)
    restarted(pc, policy)
    assert targets(pc) == [], "the leader has removed it"
    moved = Policy(backup_target=tmp_path / "nyt drev")
    restarted(pc, moved)
    assert targets(pc) == [tmp_path / "nyt drev"], "IT has moved it"
    restarted(pc, Policy())
    restarted(pc, moved)
    assert targets(pc) == [tmp_path / "nyt drev"]


def test_a_target_that_the_leader_has_chosen_already_is_not_added_again(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    restarted(pc, Policy(backup_target=pc.drive))
    assert targets(pc) == [pc.drive]


def test_a_target_among_the_data_is_not_used(pc: Pc) -> None:
    restarted(pc, Policy(backup_target=pc.data / "backup"))
    assert targets(pc) == []


def test_a_target_that_could_not_be_stored_is_added_at_the_next_start(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(backup_state, "write_atomically", full)
        restarted(pc, Policy(backup_target=pc.drive))
        assert targets(pc) == []
    restarted(pc, Policy(backup_target=pc.drive))
    assert targets(pc) == [pc.drive]


@pytest.mark.parametrize(
    ("chosen", "limit", "kept"), [(None, None, None), (None, 92, 92), (50, 92, 50), (366, 92, 92), (366, None, 366)]
)
def test_the_leader_may_keep_backups_shorter_but_not_longer(
    chosen: int | None, limit: int | None, kept: int | None, pc: Pc
) -> None:
    pc.safety.set_retention(chosen)
    state = restarted(pc, Policy(backup_retention_days=limit)).protection()
    assert (state.retention_days, state.retention_limit_days) == (kept, limit)
    assert restarted(pc, Policy()).protection().retention_days == chosen, "the choice itself is unchanged"


def test_backups_older_than_the_policy_allows_are_removed_on_the_pc_and_on_the_drive(pc: Pc) -> None:
    pc.safety.backup_key.choose(BACKUP_PASSWORD)
    pc.safety.add_target(pc.drive)
    for _ in range(4):
        pc.safety.back_up()
        pc.wait(days=20)
    assert (len(pc.safety.restoring.list_backups()), len(pc.on_drive())) == (4, 4)
    restarted(pc, Policy(backup_retention_days=50))
    assert len(pc.safety.restoring.list_backups()) == 4, "nothing is removed before the next backup"
    pc.safety.back_up()
    assert (len(pc.safety.restoring.list_backups()), len(pc.on_drive())) == (3, 3)


def test_the_state_of_an_older_program_has_no_target_of_a_policy(pc: Pc) -> None:
    pc.safety.add_target(pc.drive)
    state = backup_state.BackupStateFile(pc.data).read()
    assert state.policy_target is None
    assert replace(state, retention_days=0).longest_retention(None) is None
