"""Text that was deleted cannot be found in the bytes of the closed file, also after a kill; nothing else is lost.

The pages of an encrypted file are deciphered for it: who has the password must not find what was deleted either.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from mus_desktop.model.answers import AnswerKey
from mus_desktop.storage.database import checksum, engine, remnants
from mus_desktop.storage.database import connection as connection_module
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.stored_answers import StoredAnswers
from tests.systems import WINDOWS

MARK = "FORTROLIGT"
AT = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the program's clock
PAGE, RESERVED, IV = 4096, 80, 16

CHILD = """
import os, signal, sys, threading
from pathlib import Path
from mus_desktop.storage.database import remnants
from mus_desktop.storage.database.connection import Database
database = Database.open(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None)
limit, steps = int(sys.argv[3]), 0
def step():
    global steps
    steps += 1
    if steps == limit:
        os.kill(os.getpid(), signal.SIGKILL)
    return False
remnants._STEPS_BETWEEN_LOOKS = 50
class Counted:
    def __init__(self, connection): self.connection = connection
    def set_progress_handler(self, handler, steps):
        self.connection.set_progress_handler(step if handler else None, steps)
    def execute(self, *words):
        if words[0] == "PRAGMA wal_checkpoint(TRUNCATE)" and limit == -1:
            os.kill(os.getpid(), signal.SIGKILL)  # written to the -wal file, and not yet moved
        return self.connection.execute(*words)
    def __getattr__(self, name): return getattr(self.connection, name)
database._was_cut_off = True
database._connection = Counted(database._connection)
database.close()
print(steps)
"""


def write_and_shorten(database: Database, characters: int = 150_000) -> dict[AnswerKey, str]:
    """Let notes grow as they do when typed, then leave a word of each; returns what is left."""
    answers, chance = StoredAnswers(database), random.Random(1)  # noqa: S311 - repeatable
    (shared,) = database.rows("SELECT id FROM party LIMIT 1")
    notes = {AnswerKey(shared[0], f"felt_{number}"): "" for number in range(90)}
    written = 0
    while written < characters:
        key = chance.choice(list(notes))
        notes[key] += f"{MARK}{chance.randrange(10**6):06} " * chance.randint(1, 25)
        answers.save({key: notes[key]}, AT)
        written += len(notes[key])
    left = {key: f"kort {number}" for number, key in enumerate(notes)}
    for key, text in left.items():
        answers.save({key: text}, AT)
    return left


def crypto_library() -> str | None:
    """OpenSSL, which Python brings along on Windows."""
    if not WINDOWS:
        return ctypes.util.find_library("crypto")
    return next(str(file) for file in Path(sys.base_prefix).rglob("libcrypto-*.dll"))


def plain_pages(path: Path, key: bytes | None) -> bytes:
    """The content of every page, also the unallocated parts; deciphered with the raw key."""
    content = path.read_bytes()
    if key is None:
        return content
    crypto = ctypes.CDLL(crypto_library())
    crypto.EVP_CIPHER_CTX_new.restype = crypto.EVP_aes_256_cbc.restype = ctypes.c_void_p
    pages = []
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        body, iv = page[IV if start == 0 else 0 : -RESERVED], page[-RESERVED : IV - RESERVED]
        context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
        out, size = ctypes.create_string_buffer(PAGE), ctypes.c_int()
        crypto.EVP_DecryptInit_ex(context, ctypes.c_void_p(crypto.EVP_aes_256_cbc()), None, key, iv)
        crypto.EVP_CIPHER_CTX_set_padding(context, 0)
        crypto.EVP_DecryptUpdate(context, out, ctypes.byref(size), body, len(body))
        crypto.EVP_CIPHER_CTX_free(context)
        pages.append(out.raw[: len(body)])
    return b"".join(pages)


def remaining(database: Database) -> int:
    """How often the deleted text is in the files of a closed database."""
    found = plain_pages(database.path, database.key).count(MARK.encode())
    others = [file for file in database.path.parent.iterdir() if file.is_file() and file != database.path]
    return found + sum(file.read_bytes().count(MARK.encode()) for file in others)


def answers_of(database: Database) -> dict[AnswerKey, object]:
    rows = database.rows("SELECT DISTINCT conversation FROM party")
    return {key: value for (one,) in rows for key, value in StoredAnswers(database).of_conversation(one).items()}


@pytest.fixture
def shortened(database: Database, beginning: Callable[..., object]) -> tuple[Database, dict[AnswerKey, str]]:
    beginning("Mette Holm")
    return database, write_and_shorten(database)


def test_what_was_shortened_cannot_be_found_after_closing(
    shortened: tuple[Database, dict[AnswerKey, str]],
) -> None:
    database, left = shortened
    database.close()
    assert remaining(database) == 0
    with Database.open(database.path, key=database.key) as again:
        assert answers_of(again) == left
        assert again.health() == []


def test_without_the_remedy_the_search_finds_it(
    shortened: tuple[Database, dict[AnswerKey, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, _ = shortened
    monkeypatch.setattr(connection_module.remnants, "erase", lambda _: False)
    database.close()
    assert remaining(database) > 0


def test_a_killed_program_leaves_it_to_the_next_closing(
    shortened: tuple[Database, dict[AnswerKey, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, left = shortened
    with monkeypatch.context() as killed:
        killed.setattr(connection_module.remnants, "erase", lambda _: False)
        database.close()
    database.path.with_name(database.path.name + "-wal").touch()  # as a kill right after a backup leaves it
    assert remaining(database) > 0
    with Database.open(database.path, key=database.key) as again:
        assert answers_of(again) == left
    assert remaining(database) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_while_erasing_nothing_is_lost_and_the_next_closing_erases(
    shortened: tuple[Database, dict[AnswerKey, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, left = shortened
    with monkeypatch.context() as killed:
        killed.setattr(connection_module.remnants, "erase", lambda _: False)
        database.close()

    def close_in_a_process(limit: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", CHILD, str(database.path), (database.key or b"").hex(), str(limit)]
        there = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run(words, check=False, capture_output=True, text=True, env=there)

    before, whole = database.path.read_bytes(), close_in_a_process(0)
    steps = int(whole.stdout)
    assert steps > 10, whole.stderr
    for limit in (-1, 1, steps // 4, steps // 2, steps - 1):
        database.path.write_bytes(before)
        checksum.remove(database.path)
        assert close_in_a_process(limit).returncode == -signal.SIGKILL
        with Database.open(database.path, key=database.key) as again:
            assert answers_of(again) == left, limit
            assert again.health() == []
        assert remaining(database) == 0


def test_what_takes_too_long_or_is_damaged_stays_as_it_is(
    shortened: tuple[Database, dict[AnswerKey, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, left = shortened
    monkeypatch.setattr(remnants, "_STEPS_BETWEEN_LOOKS", 10)
    late = iter(range(0, 10**9, 100))
    assert not remnants.erase(database._connection, lambda: float(next(late)))
    assert answers_of(database) == left
    monkeypatch.setattr(remnants, "_is_sound", lambda _: False)
    assert not remnants.erase(database._connection)
    monkeypatch.undo()
    assert remnants.erase(database._connection)


@pytest.mark.parametrize("page", [3, 8])
def test_a_damaged_file_is_not_rewritten(
    shortened: tuple[Database, dict[AnswerKey, str]], monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    database, _ = shortened
    monkeypatch.setattr(connection_module.remnants, "erase", lambda _: False)
    database.close()
    monkeypatch.undo()
    content = bytearray(database.path.read_bytes())
    content[page * PAGE + 4] ^= 0x15  # in the number of cells of that page
    database.path.write_bytes(content)
    with closing(engine.connect(database.path, key=database.key)) as one:
        assert not remnants.erase(one)
    assert database.path.read_bytes() == content
