"""The key file: what opened the data is remembered, a damaged byte is found, and the older format still opens."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from mus_desktop.errors import DataUnusable, StorageError, WrongPassword
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.keys.database_key import Opener
from mus_desktop.storage.keys.key_file import KeyFile
from mus_desktop.storage.keys.recovery_code import new_code

Locks = Callable[..., tuple[database_key.Lock, ...]]
DATA = Path(__file__).parents[2] / "data"
KEY, CODE = bytes(range(32)), "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-KTKE"
PASSWORD = "Blåbærgrød på Ærø 7"  # noqa: S105 - of a test
NOW = datetime(2026, 3, 2, 14, 3)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "mus.sqlite"


def test_every_changed_byte_of_a_key_file_is_found_or_changes_nothing(locks_for: Locks, path: Path) -> None:
    locks = locks_for(KEY, CODE)
    database_key.write_locks(path, locks)
    intact = path.with_suffix(".key").read_bytes()
    found = 0
    for place in range(0, len(intact), 3):
        for bit in (1, 0x20):
            path.with_suffix(".key").write_bytes(intact[:place] + bytes([intact[place] ^ bit]) + intact[place + 1 :])
            try:
                stored = database_key.read_key_file(path)
            except DataUnusable:
                found += 1
                continue
            assert set(stored.intact) <= set(locks), "a lock that was changed is not taken for a whole one"
            assert not stored.is_intact or (stored.intact, database_key.all_hold_key(stored.intact, KEY)) == (
                locks,
                True,
            )
            found += not stored.is_intact
    assert found > len(intact) / 3


def test_one_flipped_bit_damages_one_lock_at_most(locks_for: Locks, path: Path) -> None:
    """Whatever bit it is, the password or the code still opens; and nothing but a whole lock is believed."""
    locks = locks_for(KEY, CODE)
    database_key.write_locks(path, locks)
    intact, both = path.with_suffix(".key").read_bytes(), 0
    for place in range(0, len(intact), 3):
        flipped = intact[:place] + bytes([intact[place] ^ 1 << place % 8]) + intact[place + 1 :]
        path.with_suffix(".key").write_bytes(flipped)
        stored = database_key.read_key_file(path)
        assert stored.intact, f"bit {place % 8} of byte {place}"
        assert set(stored.intact) <= set(locks)
        assert database_key.all_hold_key(stored.intact, KEY)
        both += len(stored.intact) == 2
    assert 0 < both < len(intact) / 2


def test_lock_of_a_damaged_file_opens_and_the_file_is_repaired(locks_for: Locks, path: Path) -> None:
    locks = locks_for(KEY, CODE)
    database_key.write_locks(path, locks)
    intact = path.with_suffix(".key").read_bytes()
    path.with_suffix(".key").write_bytes(intact.replace(b'"locks": [', b'"locks": ;', 1))
    key_file = KeyFile(path, KEY)
    assert key_file.locks == locks
    assert not key_file.lost
    assert key_file.restore_key_file(NOW) == ""
    assert path.with_suffix(".key").read_bytes() == intact


def test_a_cut_key_file_is_one_known_error(locks_for: Locks, path: Path) -> None:
    database_key.write_locks(path, locks_for(KEY, CODE))
    intact = path.with_suffix(".key").read_bytes()
    for content in (b"", b"{}", b"[]", b"null", b'{"format": 2, "locks": {}}', b"\xff\xfe", b"[" * 20_000, intact[:-9]):
        path.with_suffix(".key").write_bytes(content)
        with pytest.raises(DataUnusable, match=r"Nøglefilen mus.key i .* kan ikke læses"):
            database_key.read_locks(path)


def test_a_key_file_of_the_older_format_opens_and_is_upgraded(path: Path) -> None:
    shutil.copy(DATA / "format_1.key", path.with_suffix(".key"))
    for secret in (PASSWORD, CODE):
        assert database_key.open_any_lock(database_key.read_locks(path), secret) == KEY
    key_file = KeyFile(path, KEY)
    assert key_file.restore_key_file(NOW) == "", "nothing to speak of"
    assert json.loads(path.with_suffix(".key").read_bytes())["format"] == 2
    assert database_key.all_hold_key(database_key.read_locks(path), KEY)
    for secret in (PASSWORD, CODE):
        assert database_key.open_any_lock(database_key.read_locks(path), secret) == KEY
    assert not list(path.parent.glob("inden-*"))


def test_a_lock_proves_which_key_it_holds(locks_for: Locks) -> None:
    locks = locks_for(KEY, CODE)
    assert database_key.all_hold_key(locks, KEY)
    assert not database_key.all_hold_key(locks, bytes(32))
    assert not database_key.all_hold_key((), KEY)
    assert not database_key.all_hold_key([replace(one, proof=b"") for one in locks], KEY)
    for other in (replace(locks[0], salt=bytes(16)), replace(locks[0], made_on="2026-03-03")):
        assert not other.holds(KEY)
    assert database_key.locks_holding_key([*locks, *locks_for(bytes(32), CODE)], KEY) == locks


def test_a_lock_of_the_older_format_that_holds_another_key_opens_nothing(locks_for: Locks, path: Path) -> None:
    """It carries no proof, so it is trusted until somebody opens it."""
    anothers_older(path, locks_for)
    key_file = KeyFile(path, KEY)
    assert key_file.locks
    with pytest.raises(WrongPassword, match="ændret"):
        key_file.open("den fremmedes ord")


def missing(file: Path, _: Locks) -> None:
    file.unlink()


def cut(file: Path, _: Locks) -> None:
    file.write_bytes(file.read_bytes()[:300])


def flipped(file: Path, _: Locks) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 4] ^= 1
    file.write_bytes(content)


def anothers(file: Path, locks_for: Locks) -> None:
    database_key.write_locks(file, locks_for(bytes(32), new_code(), "den fremmedes ord"))


def anothers_older(file: Path, locks_for: Locks) -> None:
    locks = [replace(one, proof=b"") for one in locks_for(bytes(32), new_code(), "den fremmedes ord")]
    database_key.write_locks(file, locks)


def of_last_year(file: Path, locks_for: Locks) -> None:
    database_key.write_locks(file, locks_for(KEY, new_code(), "den fremmedes ord"))


SPOILT = [missing, cut, flipped, anothers, anothers_older, of_last_year]


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_opened_the_data_opens_them_whatever_becomes_of_the_file(
    locks_for: Locks, path: Path, spoil: Callable[[Path, Locks], None]
) -> None:
    database_key.write_locks(path, locks_for(KEY, CODE))
    key_file, intact = KeyFile(path, KEY), path.with_suffix(".key").read_bytes()
    spoil(path.with_suffix(".key"), locks_for)
    spoilt = path.with_suffix(".key").read_bytes() if path.with_suffix(".key").exists() else b""
    key_file.open(PASSWORD)
    key_file.open(CODE)
    with pytest.raises(WrongPassword, match=r"passer ikke\. Nøglefilen mus\.key er ændret"):
        key_file.open("den fremmedes ord")
    assert "lagt tilbage" in key_file.restore_key_file(NOW)
    assert path.with_suffix(".key").read_bytes() == intact
    assert key_file.restore_key_file(NOW) == ""
    aside = [file.read_bytes() for file in path.parent.glob("inden-*/mus.key")]
    assert aside == ([] if spoil in (missing, cut) else [spoilt]), "what may open other data is not overwritten"
    with pytest.raises(WrongPassword, match="Adgangskoden passer ikke"):
        key_file.open("den fremmedes ord")


def test_failed_restore_of_the_key_file_is_reported(
    locks_for: Locks, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database_key.write_locks(path, locks_for(KEY, CODE))
    key_file = KeyFile(path, KEY)
    path.with_suffix(".key").unlink()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mus_desktop.storage.keys.key_file.write_atomically", no_room)
    with pytest.raises(StorageError, match="kan ikke lægges tilbage"):
        key_file.restore_key_file(NOW)
    key_file.open(PASSWORD)


@pytest.mark.parametrize("opener", list(Opener))
def test_one_damaged_lock_leaves_the_other_usable(locks_for: Locks, path: Path, opener: Opener) -> None:
    locks = locks_for(KEY, CODE)
    plain = database_key.locks_to_json(locks)
    (hit,) = (one for one in plain if one["opener"] == opener)
    hit["sealed"] = hit["sealed"][:-8] + "AAAAAAA="
    content = json.dumps({"format": 2, "locks": plain}).encode()
    path.with_suffix(".key").write_bytes(content)
    key_file = KeyFile(path, KEY)
    assert [one.opener for one in key_file.locks] == [one for one in Opener if one is not opener]
    assert key_file.lost == {opener}
    assert key_file.restore_key_file(NOW) == ""
    assert path.with_suffix(".key").read_bytes() == content, "what is left of it stays, and is told at every start"
    key_file.write(locks)
    assert (key_file.lost, KeyFile(path, KEY).lost) == (frozenset(), frozenset())


def test_a_key_of_the_system_believes_no_lock_without_a_proof(path: Path) -> None:
    shutil.copy(DATA / "format_1.key", path.with_suffix(".key"))
    assert KeyFile(path, KEY, trust_unproven=False).locks == ()
    assert KeyFile(path, bytes(32), trust_unproven=False).locks == ()
