"""Parameters of the key derivation that come from a file: absurd ones are refused at once, in key files and backups."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.errors import DataUnusable, StorageError, WrongPassword
from mus_desktop.storage.backup import backup_file, restore
from mus_desktop.storage.database import engine
from mus_desktop.storage.keys import database_key, locks
from mus_desktop.storage.keys.database_key import Cost, Lock, Opener

if TYPE_CHECKING:
    from tests.storage.conftest import Kept

_ABSURD = [
    {"n": 2**22, "r": 8, "p": 16},
    {"n": 2**17, "r": 8, "p": 16},
    {"n": 2**20, "r": 32, "p": 1},
    {"n": 2**2_000, "r": 8, "p": 1},
    {"n": 2**17, "r": 2**40, "p": 1},
    {"n": 2, "r": 8, "p": 1},
    {"n": 2**17, "r": 1, "p": 1},
    {"n": 2**17, "r": 8, "p": 0},
    {"n": 2**17 + 1, "r": 8, "p": 1},
    {"n": -(2**17), "r": -8, "p": 1},
    {"n": 131072.0, "r": 8, "p": 1},
    {"n": True, "r": 8, "p": 1},
    {"n": "131072", "r": 8, "p": 1},
    {"n": 2**17, "r": 8, "p": 1, "q": 1},
]
_PASSWORD = "Blåbærgrød på Ærø 7"  # noqa: S105 - of a test


@contextmanager
def _at_once() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < 2


def _forged(plain: dict[str, Any]) -> dict[str, Any]:
    """``plain`` with the checksum of its content, as a forger would write it."""
    without = {name: value for name, value in plain.items() if name != "check"}
    digest = locks.hashlib.sha256(locks._canonical_json(without)).hexdigest()
    return without | {"check": digest}


@pytest.mark.parametrize("cost", _ABSURD, ids=str)
def test_in_a_key_file(locks_for: Callable[..., tuple[Lock, ...]], cost: dict[str, Any], tmp_path: Path) -> None:
    key, path = database_key.new_key(), tmp_path / "mus.sqlite"
    password, recovery = database_key.locks_to_json(locks_for(key, "0" * 8))
    forged = [_forged(one | {"cost": cost}) for one in (password, recovery)]
    (tmp_path / "mus.key").write_text(json.dumps({"format": 2, "locks": forged}))
    with _at_once(), pytest.raises(DataUnusable, match="kan ikke læses"):
        database_key.read_key_file(path)
    # One lock that is whole still opens, and the file counts as damaged.
    (tmp_path / "mus.key").write_text(json.dumps({"format": 2, "locks": [forged[1], password]}))
    with _at_once():
        stored = database_key.read_key_file(path)
        assert database_key.open_any_lock(stored.intact, _PASSWORD) == key
    assert not stored.is_intact


@pytest.mark.parametrize("kept", ["encrypted"], indirect=True)
@pytest.mark.parametrize("cost", _ABSURD[:7], ids=str)
def test_in_a_backup(kept: Kept, cost: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        backup_file.database_key,
        "locks_to_json",
        lambda found: [_forged(one | {"cost": cost}) for one in locks.locks_to_json(found)],
    )
    taken = _written_with_label_of(kept)
    with _at_once(), pytest.raises(StorageError, match=r"beskadiget|ikke en backup|kan ikke læses"):
        restore.check(taken)


def _written_with_label_of(kept: Kept) -> Path:
    """A backup file of ``kept`` with a label of its own, whose checksums are right."""
    made = kept.path.with_name("mus-00000000-000001-20260302T120000Z.musbackup")
    made.write_bytes(kept.path.read_bytes())
    name = backup_file.parse_name(made.name)
    assert name is not None
    label = backup_file.BackupLabel(name, "1", 1, made.stat().st_size, {}, kept.locks)
    backup_file.append_label(made, label, backup_file.running_digest(backup_file.chunks(made)))
    return made


def test_many_locks_are_not_all_tried(locks_for: Callable[..., tuple[Lock, ...]], tmp_path: Path) -> None:
    plain = database_key.locks_to_json(locks_for(database_key.new_key(), "0" * 8)[:1])[0]
    costly = [
        _forged(plain | {"cost": {"n": 2**19, "r": 8, "p": 1}, "made_on": f"2026-01-{day:02}"}) for day in range(1, 29)
    ]
    (tmp_path / "mus.key").write_text(json.dumps({"format": 2, "locks": costly}))
    stored = database_key.read_key_file(tmp_path / "mus.sqlite")
    assert sum(locks.work_of(one.cost) for one in stored.intact) <= 2**24
    assert (len(stored.intact), stored.unparsable) == (4, 24)
    (tmp_path / "mus.key").write_text(json.dumps({"format": 2, "locks": [_forged(plain)] * 100}))
    assert len(database_key.read_key_file(tmp_path / "mus.sqlite").intact) == 16
    with pytest.raises(ValueError, match="damaged"):
        database_key.locks_from_json([_forged(plain)] * 100)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "mus.key").open("wb") as file:
        file.truncate(50_000_000_000)
    with _at_once(), pytest.raises(DataUnusable, match="kan ikke læses"):
        database_key.read_key_file(tmp_path / "mus.sqlite")


@pytest.mark.parametrize("held", ["10_000_000_000", "'text'", "zeroblob(31)", "zeroblob(40000)", "NULL"])
def test_a_lock_that_holds_no_key(held: str, tmp_path: Path) -> None:
    """Made by somebody who knows the password; ``bytes(10_000_000_000)`` would fill the memory."""
    one = database_key.lock(bytes(32), Opener.PASSWORD, _PASSWORD, "2026-03-02", Cost(n=16))
    box = tmp_path / "box"
    box.write_bytes(one.sealed)
    derived = database_key._derive_key(one.opener, _PASSWORD, one.salt, one.cost)
    with closing(engine.connect(box, key=derived)) as connection:
        connection.execute("PRAGMA cipher_page_size = 1024")
        connection.execute("DROP TABLE held")
        connection.execute("CREATE TABLE held (key)")
        connection.execute(f"INSERT INTO held VALUES ({held})")
    with _at_once(), pytest.raises(WrongPassword):
        database_key.open_any_lock([replace(one, sealed=box.read_bytes())], _PASSWORD)


def test_the_cost_of_the_program_is_within_the_bounds() -> None:
    assert locks._bounded_cost(Cost()) == Cost()
