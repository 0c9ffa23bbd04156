"""A change of protection, or a restore, that is cut off half-way by the disk or a mistake of the program's own."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from mus_desktop.errors import KnownError, PasswordNeeded, SaveFailed, StorageError
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.storage.backup import conversion
from mus_desktop.storage.database import file_swap
from mus_desktop.storage.database.connection import Database

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, OTHER = "blåbærgrød på Ærø", "havregrød på Møn"
pytestmark = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # a password is set by each test
SECOND_START = """
import sys
from pathlib import Path
from mus_desktop.errors import StorageError
from mus_desktop.storage.database.connection import Database
try:
    Database.open(Path(sys.argv[1]))
except StorageError as error:
    print(type(error).__name__)
"""


def open_elsewhere(pc: Pc) -> str:
    command = [sys.executable, "-c", SECOND_START, str(pc.data / "mus.sqlite")]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.strip()


def failing(times: int, real: Callable[..., None]) -> Callable[..., None]:
    """The disk that will not, so many times."""
    left = [times]

    def fail(*arguments: Any) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise OSError(errno.EIO, "Input/output error")
        real(*arguments)

    return fail


def start_again(pc: Pc, secret: str) -> None:
    """As the window starts: what is there is opened before anybody is asked for a password."""
    pc.stop()
    with pytest.raises(PasswordNeeded):
        Database.open(pc.data / "mus.sqlite")
    pc.start(unlock(pc.data, secret))


def test_a_recorded_conversion_is_completed_and_its_code_shown(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_swap, "_finish", failing(1, file_swap._finish))
    code = pc.safety.encryption.set_password(PASSWORD)
    assert pc.text() == pc.sentence
    assert pc.safety.encryption.check(code)
    assert pc.safety.protection().has_unencrypted_files, "the backups were not looked at"
    start_again(pc, code)
    assert pc.text() == pc.sentence
    assert not pc.safety.protection().has_unencrypted_files


def test_a_conversion_that_fails_now_is_completed_at_the_next_start(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    converting, code = pc.safety.encryption.set_password_job(PASSWORD)
    with monkeypatch.context() as patched:
        patched.setattr(file_swap, "_finish", failing(9, file_swap._finish))
        converting.begin()
        converting.run()
        with pytest.raises(StorageError, match="start det igen"):
            converting.end()
        assert converting.done, "so that the code is shown"
        with pytest.raises(SaveFailed, match="ikke gemmes noget"):
            pc.write("skrevet for sent")
        with pytest.raises(KnownError, match="start det igen"):
            pc.safety.encryption.set_password(OTHER)
        assert open_elsewhere(pc) == "AlreadyOpen"
        pc.safety.encryption.wait_until_done()
    start_again(pc, code)
    assert pc.text() == pc.sentence


def test_an_error_after_the_swap_leaves_the_new_database_open(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    def slip(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(conversion, "encrypt_backups", slip)
    converting, code = pc.safety.encryption.set_password_job(PASSWORD)
    converting.begin()
    with pytest.raises(ZeroDivisionError):
        converting.run()
    converting.end()
    assert converting.done
    assert pc.safety.encryption.check(code)
    assert pc.safety.protection().has_unencrypted_files


def test_closing_before_it_began_leaves_the_old_database(pc: Pc) -> None:
    converting, _ = pc.safety.encryption.set_password_job(PASSWORD)
    converting.begin()
    pc.safety.encryption.wait_until_done()
    assert pc.text() == pc.sentence
    converting.run()
    assert not converting.done
    assert pc.database.key is None


def test_the_database_is_locked_while_the_key_is_created(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    said, lock = [], pc.safety.encryption._new_locks

    def meanwhile(*arguments: Any) -> Any:
        said.append(open_elsewhere(pc))
        return lock(*arguments)

    monkeypatch.setattr(pc.safety.encryption, "_new_locks", meanwhile)
    pc.safety.encryption.set_password(PASSWORD)
    assert said == ["AlreadyOpen"]
    assert pc.text() == pc.sentence


@pytest.mark.parametrize("times", [1, 9])
@pytest.mark.parametrize("before", ["", PASSWORD])
def test_a_recorded_restore_opens_with_its_own_key(
    pc: Pc, times: int, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc.safety.encryption.set_password(OTHER)
    taken = pc.safety.backup_job().run()
    pc.safety.encryption.remove_password(OTHER)
    if before:
        pc.safety.encryption.set_password(before)
    pc.write("nyere")
    draft = pc.safety.restoring.open_backup(taken.path, OTHER)
    with monkeypatch.context() as patched:
        patched.setattr(file_swap, "_finish", failing(times, file_swap._finish))
        if times == 1:
            pc.safety.restoring.restore(draft)
        else:
            with pytest.raises(StorageError, match="start det igen"):
                pc.safety.restoring.restore(draft)
            with pytest.raises(SaveFailed):
                pc.write("skrevet for sent")
    if times == 1:
        assert pc.text() == pc.sentence
    start_again(pc, OTHER)
    assert pc.text() == pc.sentence
