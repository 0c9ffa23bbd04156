"""Only the password and the recovery code open: nothing shorter, longer, nearly the same, or of some other form."""

from __future__ import annotations

import random
import string
import unicodedata
from pathlib import Path

import pytest

from mus_desktop.errors import WrongPassword
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.keys.database_key import Cost, Opener
from mus_desktop.storage.keys.key_file import KeyFile
from mus_desktop.storage.keys.recovery_code import new_code

KEY = bytes(range(32))
PASSWORD = "Blåbærgrød på Ærø"  # noqa: S105 - of a test
CHEAP = Cost(n=2**4)
CHANCE = random.Random(2026)  # noqa: S311 - repeatable
LETTERS = {"letters": string.ascii_lowercase + "æøå", "digits": string.digits, "any": string.printable}
OF_EVERY_LENGTH = [
    "".join(CHANCE.choices(letters, k=length)) for letters in LETTERS.values() for length in range(1, 41)
]
NEARLY = [
    PASSWORD.lower(),
    PASSWORD.upper(),
    PASSWORD[:-1],
    PASSWORD[1:],
    PASSWORD[:10],
    PASSWORD[-10:],
    PASSWORD + ".",
    PASSWORD + PASSWORD,
    PASSWORD.replace(" ", ""),
    PASSWORD.replace("å", "aa"),
    PASSWORD[::-1],
    "adgangskode",
    "password12",
    "ABCD-" * 7 + "ABCD",
    new_code(),
]


@pytest.fixture(scope="module")
def code() -> str:
    return new_code()


@pytest.fixture(scope="module")
def locks(code: str) -> tuple[database_key.Lock, ...]:
    password = database_key.lock(KEY, Opener.PASSWORD, PASSWORD, "2026-03-02", CHEAP)
    return password, database_key.lock(KEY, Opener.RECOVERY, code, "2026-03-02", CHEAP)


@pytest.mark.parametrize("secret", ["", *OF_EVERY_LENGTH, *NEARLY])
def test_a_wrong_secret_opens_neither_the_data_nor_the_screen(
    tmp_path: Path, locks: tuple[database_key.Lock, ...], secret: str
) -> None:
    database_key.write_locks(tmp_path / "mus.sqlite", locks)
    key_file = KeyFile(tmp_path / "mus.sqlite", KEY)
    with pytest.raises(WrongPassword):
        database_key.open_any_lock(locks, secret)
    with pytest.raises(WrongPassword):
        key_file.open(secret)


def test_the_right_ones_open_however_the_keyboard_composes_letters(
    tmp_path: Path, locks: tuple[database_key.Lock, ...], code: str
) -> None:
    database_key.write_locks(tmp_path / "mus.sqlite", locks)
    for secret in (PASSWORD, unicodedata.normalize("NFD", PASSWORD), code, code.lower().replace("-", " ")):
        assert database_key.open_any_lock(locks, secret) == KEY
        KeyFile(tmp_path / "mus.sqlite", KEY).open(secret)


def test_keys_and_locks_are_never_the_same_twice(locks: tuple[database_key.Lock, ...]) -> None:
    assert len({database_key.new_key() for _ in range(50)} | {bytes(32)}) == 51
    again = database_key.lock(KEY, Opener.PASSWORD, PASSWORD, "2026-03-02", CHEAP)
    assert len({again.salt, *(one.salt for one in locks), bytes(16)}) == 4
    assert again.sealed != locks[0].sealed
