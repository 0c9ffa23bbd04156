from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.errors import StorageError, WrongPassword
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.keys.database_key import Opener
from mus_desktop.storage.keys.recovery_code import new_code, parse_code
from tests.systems import has_mode

Locks = Callable[..., tuple[database_key.Lock, ...]]


def test_password_and_code_open_the_same_key(locks_for: Locks) -> None:
    key, code = database_key.new_key(), new_code()
    locks = database_key.locks_from_json(json.loads(json.dumps(database_key.locks_to_json(locks_for(key, code)))))
    assert database_key.open_any_lock(locks, "Blåbærgrød på Ærø 7") == key
    assert database_key.open_any_lock(locks, "Bla\u030abærgrød på Ærø 7") == key, "å in two pieces, as a Mac types it"
    for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')}\n", code.replace("0", "o")):
        assert database_key.open_any_lock(locks, typed) == key


def test_wrong_secret_names_the_password_needed(locks_for: Locks) -> None:
    locks = locks_for(database_key.new_key(), new_code())
    for wrong in ("", "blåbærgrød på Ærø 7", new_code()):
        with pytest.raises(WrongPassword, match=r"adgangskoden fra 2\.3\.2026"):
            database_key.open_any_lock(locks, wrong)


def test_nothing_of_key_or_secret_is_in_the_file(locks_for: Locks, tmp_path: Path) -> None:
    key, code = database_key.new_key(), new_code()
    path = tmp_path / "mus.sqlite"
    database_key.write_locks(path, locks_for(key, code))
    content = (tmp_path / "mus.key").read_bytes()
    assert has_mode(tmp_path / "mus.key", 0o600)
    for secret in (key, key.hex().encode(), code.encode(), code.replace("-", "").encode(), "Blåbærgrød".encode()):
        assert secret not in content
    assert database_key.read_locks(path) == database_key.locks_from_json(json.loads(content)["locks"])


def test_a_changed_lock_opens_nothing(locks_for: Locks) -> None:
    one = locks_for(database_key.new_key(), new_code())[0]
    for place in range(0, len(one.sealed), 97):
        broken = bytearray(one.sealed)
        broken[place] ^= 1
        with pytest.raises(WrongPassword):
            database_key.open_any_lock([replace(one, sealed=bytes(broken))], "Blåbærgrød på Ærø 7")
    with pytest.raises(WrongPassword):
        database_key.open_any_lock([replace(one, salt=bytes(16))], "Blåbærgrød på Ærø 7")


def test_a_guess_costs_what_it_should() -> None:
    cost = database_key.Cost()
    assert 128 * cost.n * cost.r >= 128 * 2**20, "bytes of memory for a guess"


@pytest.mark.parametrize("cost", [{"n": 2**30, "r": 8, "p": 1}, {"n": 0, "r": 8, "p": 1}, {"n": 16, "r": 8, "p": 99}])
def test_a_forged_cost_is_refused(locks_for: Locks, cost: dict[str, int], tmp_path: Path) -> None:
    plain = database_key.locks_to_json(locks_for(database_key.new_key(), new_code()))
    plain[0]["cost"] = cost
    (tmp_path / "mus.key").write_text(json.dumps({"format": 1, "locks": plain}))
    with pytest.raises(StorageError, match="kan ikke læses"):
        database_key.read_locks(tmp_path / "mus.sqlite")


@given(st.integers(0, 38), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_mistyped_code_is_known_as_one(place: int, letter: str) -> None:
    code = new_code()
    typed = code[:place] + letter + code[place + 1 :]
    assert parse_code(typed) == (code if code[place] in (letter, "-") and typed == code else None)
    assert parse_code(code) == code


def test_opener_names_are_for_ever() -> None:
    assert [opener.value for opener in Opener] == ["password", "recovery"], "they stand in key files and backups"
