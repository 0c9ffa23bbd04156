from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from mus_desktop.errors import KnownError, StorageError, WrongPassword
from mus_desktop.services.safety.encryption import needs_password, unlock
from mus_desktop.storage.backup import conversion
from mus_desktop.storage.keys import database_key

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, NEW = "blåbærgrød på Ærø", "havregrød på Møn"
pytestmark = pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # a password is set by each test


def test_set_a_password_and_nothing_can_be_read(pc: Pc) -> None:
    pc.safety.back_up()
    assert len(pc.readable()) >= 2, "the search must be able to find it"
    code = pc.safety.encryption.set_password(PASSWORD)
    assert pc.readable() == []
    assert pc.text() == pc.sentence
    pc.stop()
    assert needs_password(pc.data)
    for secret in (PASSWORD, code.lower()):
        pc.start(unlock(pc.data, secret))
        assert pc.text() == pc.sentence
        assert pc.safety.protection().encrypted
        pc.stop()
    with pytest.raises(WrongPassword):
        unlock(pc.data, "gættet forkert")
    pc.start(unlock(pc.data, PASSWORD))
    (old,) = pc.safety.restoring.list_backups()
    assert old.encrypted
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(old.path))
    assert pc.readable() == []


def test_the_recovery_code_is_stored_nowhere_and_must_be_confirmed(pc: Pc) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    letters = code.replace("-", "")
    for file in pc.data.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert code.encode() not in content
        assert letters.encode() not in content
    assert not pc.safety.protection().code_confirmed
    assert not pc.safety.encryption.confirm_code(code[:-4] + "0000", code)
    assert not pc.safety.protection().code_confirmed
    assert pc.safety.encryption.confirm_code(letters.lower(), code)
    assert pc.safety.protection().code_confirmed


def test_changing_the_password_does_not_rewrite_the_database(pc: Pc) -> None:
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.safety.back_up()
    pc.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    before = hashlib.sha256(pc.database.path.read_bytes()).digest()
    with pytest.raises(WrongPassword):
        pc.safety.encryption.change_password(NEW, NEW)
    pc.safety.encryption.change_password(code, NEW)
    assert hashlib.sha256(pc.database.path.read_bytes()).digest() == before
    assert pc.safety.encryption.check(NEW)
    assert pc.safety.encryption.check(code)
    assert not pc.safety.encryption.check(PASSWORD)
    (old,) = pc.safety.restoring.list_backups()
    with pytest.raises(WrongPassword, match=r"adgangskoden fra 2\.3\.2026"):
        pc.safety.restoring.open_backup(old.path, NEW)
    pc.safety.restoring.open_backup(old.path, PASSWORD).discard()


def test_a_new_code_replaces_the_old_one(pc: Pc) -> None:
    old = pc.safety.encryption.set_password(PASSWORD)
    new = pc.safety.encryption.new_code(PASSWORD)
    assert [pc.safety.encryption.check(code) for code in (old, new)] == [False, True]


def test_removing_the_password(pc: Pc) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    pc.safety.back_up()
    with pytest.raises(WrongPassword):
        pc.safety.encryption.remove_password(NEW)
    pc.safety.encryption.remove_password(PASSWORD)
    assert not needs_password(pc.data)
    assert pc.text() == pc.sentence
    seen = pc.safety.protection()
    assert (seen.encrypted, seen.password_declined) == (False, True)
    (old,) = pc.safety.restoring.list_backups()
    pc.safety.restoring.open_backup(old.path, PASSWORD).discard()


@pytest.mark.parametrize("weak", ["", "kort", "          ", "aaaaaaaaaaaaaa"])
def test_a_weak_password_changes_nothing(pc: Pc, weak: str) -> None:
    with pytest.raises(KnownError, match=r"mindst 10 tegn|gentager de samme tegn"):
        pc.safety.encryption.set_password(weak)
    assert not pc.safety.encryption.enabled
    code = pc.safety.encryption.set_password(PASSWORD)
    for opener in (PASSWORD, code):
        with pytest.raises(KnownError, match=r"mindst 10 tegn|gentager de samme tegn"):
            pc.safety.encryption.change_password(opener, weak)
    assert pc.safety.encryption.check(PASSWORD)
    assert not pc.safety.encryption.check(weak)


def test_a_second_password_is_a_change(pc: Pc) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    with pytest.raises(KnownError, match="Skift den"):
        pc.safety.encryption.set_password(NEW)


def test_an_interrupted_encryption_is_finished_at_the_next_start(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.back_up()

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(conversion, "encrypt_backups", power_cut)
        with pytest.raises(KeyboardInterrupt):
            pc.safety.encryption.set_password(PASSWORD)
    assert pc.readable() != []
    pc.stop()
    pc.start(unlock(pc.data, PASSWORD))
    assert pc.readable() == []


def test_every_wrong_guess_costs_a_whole_derivation(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.safety.encryption.set_password(PASSWORD)
    made: list[int] = []
    real = hashlib.scrypt
    monkeypatch.setattr(hashlib, "scrypt", lambda *a, **k: [made.append(k["n"]), real(*a, **k)][1])
    with pytest.raises(WrongPassword):
        unlock(pc.data, "gættet forkert")
    assert made == [2**4]
    assert database_key.Cost().n == 2**17


def test_what_changed_while_closed_stays_to_be_decided_under_a_password(pc: Pc) -> None:
    pc.safety.back_up()
    aside = pc.data / f"inden-gendannelse-{pc.at:%Y-%m-%d-%H%M%S}"
    aside.mkdir()
    (aside / "mus.sqlite").write_bytes(pc.database.path.read_bytes())
    pc.stop()
    path = pc.data / "mus.sqlite"
    path.write_bytes(path.read_bytes().replace(b"alle de gode", b"alle de sure"))
    pc.wait(days=900)
    pc.start()
    assert pc.safety.protection().changed_while_closed
    assert aside.exists(), "nothing is thinned out"
    code = pc.safety.encryption.set_password(PASSWORD)
    pc.stop()
    for secret in (PASSWORD, code):
        pc.start(unlock(pc.data, secret))
        with pytest.raises(StorageError, match="ændret uden om programmet"):
            pc.safety.back_up()
        pc.stop()
    pc.start(unlock(pc.data, PASSWORD))
    (backup,) = pc.safety.restoring.list_backups()
    pc.safety.restoring.restore(pc.safety.restoring.open_backup(backup.path))
    assert not pc.safety.protection().changed_while_closed
    assert pc.text() == pc.sentence
    pc.safety.encryption.remove_password(PASSWORD)
    pc.stop()
    pc.start()
    assert not pc.safety.protection().changed_while_closed
