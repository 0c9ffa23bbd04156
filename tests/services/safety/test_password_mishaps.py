"""A disk that runs full while a password is set, changed or taken off: the data stay, and so does a way in."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import KnownError, StorageError
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.storage.backup import conversion
from mus_desktop.storage.keys import database_key

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, NEW = "blåbærgrød på Ærø", "havregrød på Møn"
pytestmark = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # a password is set by each test


@pytest.fixture
def full(tmp_path: Path, pc: Pc) -> Iterator[Callable[[int], None]]:
    """Moves the PC to a real small disk; what is given leaves so many bytes of it free."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk takes root on Linux")
    pc.stop()
    pc.data = disk / "data"
    pc.start()
    pc.write(pc.sentence)
    film = disk / "film.mp4"

    def leave(room: int) -> None:
        film.unlink(missing_ok=True)
        status = subprocess.run(["df", "-B1", "--output=avail", str(disk)], capture_output=True, check=True, text=True)
        film.write_bytes(bytes(max(int(status.stdout.split()[1]) - room, 0)))

    yield leave
    pc.stop()
    pc.data = tmp_path / "data"
    pc.start()
    subprocess.run(["umount", str(disk)], check=True)


ROOMS = [0, 12_000, 40_000, *range(100_000, 900_000, 100_000)]


def test_setting_a_password_on_a_full_disk(pc: Pc, full: Callable[[int], None]) -> None:
    pc.safety.back_up()
    said, done = set[str](), 0
    for room in ROOMS:
        full(room)
        try:
            code = pc.safety.encryption.set_password(PASSWORD)
        except KnownError as error:
            said.add(error.message)
            assert not pc.safety.encryption.enabled
            assert not needs_password(pc.data)
            assert pc.text() == pc.sentence
            continue
        done += 1
        full(900_000)
        pc.stop()
        pc.start(unlock(pc.data, code))
        assert pc.text() == pc.sentence
        assert pc.readable() == [], f"{room} bytes of room"
        pc.safety.encryption.remove_password(PASSWORD)
        pc.safety.back_up()
    assert done >= 2
    assert len(said) == 1
    assert "Der er ikke plads" in said.pop()


def test_a_password_change_on_a_full_disk_keeps_the_old_password(pc: Pc, full: Callable[[int], None]) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    full(0)
    for change in (
        lambda: pc.safety.encryption.change_password(PASSWORD, NEW),
        lambda: pc.safety.encryption.new_code(PASSWORD),
    ):
        with pytest.raises(StorageError, match="ikke ændret"):
            change()
        assert [pc.safety.encryption.check(secret) for secret in (PASSWORD, code, NEW)] == [True, True, False]
    with pytest.raises(StorageError, match="Der er ikke plads"):
        pc.safety.encryption.remove_password(PASSWORD)
    assert needs_password(pc.data)
    assert pc.text() == pc.sentence
    with pytest.raises(StorageError, match="plads"):
        pc.safety.backup_key.choose(NEW)
    assert not pc.safety.backup_key.has_password


def test_no_error_prevents_the_code_from_being_shown(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.back_up()

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(conversion, "encrypt_backups", no_room)
        patched.setattr(pc.safety._state, "change", no_room)
        code = pc.safety.encryption.set_password(PASSWORD)
    assert pc.safety.encryption.check(code)
    assert pc.safety.protection().has_unencrypted_files, "there is an older backup that is not encrypted yet"
    assert len(pc.readable()) == 1
    pc.stop()
    pc.start(unlock(pc.data, code))
    assert not pc.safety.protection().has_unencrypted_files
    assert pc.readable() == []


def test_a_backup_that_was_under_way_is_encrypted_too(pc: Pc) -> None:
    taken = pc.safety.backup_job().run()
    aside = pc.data.parent / "undervejs"
    aside.mkdir()
    files = [taken.path, taken.path.with_name(f"{taken.path.name}.json")]
    for file in files:
        file.rename(aside / file.name)
    pc.safety.encryption.set_password(PASSWORD)
    for file in files:
        (aside / file.name).rename(file)
    assert pc.readable() == [taken.path.name]
    pc.safety.record(taken)
    assert pc.readable() == []


@pytest.mark.parametrize("secret", ["", " ", PASSWORD[:-1], PASSWORD.upper(), PASSWORD.replace(" ", ""), "A" * 32])
def test_what_is_nearly_right_is_wrong(pc: Pc, secret: str) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    before = database_key.read_locks(pc.database.path)
    for use in (pc.safety.encryption.remove_password, pc.safety.encryption.new_code):
        with pytest.raises(KnownError, match="passer ikke"):
            use(secret)
    with pytest.raises(KnownError, match="passer ikke"):
        pc.safety.encryption.change_password(secret, NEW)
    assert database_key.read_locks(pc.database.path) == before
