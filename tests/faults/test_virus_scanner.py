"""A virus scanner holds each new file: all is stored all the same, and nothing is left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mus_desktop.documents.word import document_files
from mus_desktop.services.conversation.rescue_copy import write_rescue_copy
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys.database_key import Cost
from mus_desktop.storage.records.settings import Settings
from tests.faults.virus_scanner import Sharing, scanning
from tests.systems import windows_only

pytestmark = windows_only("only there does an open file stop a rename or a removal")
PASSWORD, OTHER = "tyttebær på Fanø", "blåbærgrød på Ærø"
SENTENCE = "Åse er ked af, at Bjørn får alle de gode opgaver."
_SCANNED_SECONDS = 0.4
_LEFTOVERS = ("*.part", "*.tmp", "*.plain", "*.new")


@dataclass
class SecretsInMemory:
    """A system's secret store."""

    secret: bytes | None = None

    def load(self) -> bytes | None:
        return self.secret

    def save(self, secret: bytes) -> bool:
        self.secret = secret
        return True

    def delete(self) -> None:
        self.secret = None


@dataclass
class ScannedPc:
    """The data, a drive to back up to, and a folder of documents on a PC with a scanner."""

    root: Path
    at: datetime = datetime(2026, 3, 2, 14, 3)  # noqa: DTZ001 - the clock on the wall
    secrets: SecretsInMemory = field(default_factory=SecretsInMemory)

    def start(self) -> None:
        for name in ("data", "drev", "word"):
            (self.root / name).mkdir()
        self.database = Database.open(self.root / "data" / "mus.sqlite")
        self.safety = Safety(self.database, self.now, self.secrets, Cost(n=2**4))
        self.safety.clean_up()

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def back_up(self) -> None:
        """Take a backup, copy it to the drive, and test-restore it from there."""
        Settings(self.database).store("sætning", SENTENCE)
        self.safety.record(self.safety.backup_job().run())
        for job in self.safety.transfers.jobs(ignore_delays=True):
            result = job.run()
            self.safety.transfers.record(result)
            assert result.problem is None
        test_job = self.safety.transfers.test_job(ignore_delays=True)
        assert test_job is not None
        restore_test = test_job.run()
        self.safety.transfers.record_test(test_job, restore_test)
        assert restore_test.problem is None

    def restore(self, folder: Path | None) -> None:
        newest, *_ = self.safety.restoring.list_backups(folder)
        Settings(self.database).store("sætning", "noget andet")
        self.safety.restoring.restore(self.safety.restoring.open_backup(newest.path))
        assert Settings(self.database).get("sætning") == SENTENCE

    def write_documents(self) -> None:
        plan, copy = self.root / "word" / "Plan.docx", self.root / "word" / "kopi.txt"
        first = document_files.write_new(plan, b"det gamle")
        document_files.write_new(plan, b"det nye", replacing=first)
        for text in ("det gamle", "det nye"):
            write_rescue_copy(copy, text)
        assert (plan.read_bytes(), copy.read_bytes()) == (b"det nye", b"det nye")


@pytest.fixture(params=[Sharing.READ | Sharing.WRITE, Sharing.NOTHING], ids=["shared", "exclusive"])
def pc(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[ScannedPc]:
    with scanning(tmp_path, _SCANNED_SECONDS, request.param):
        pc = ScannedPc(tmp_path)
        pc.start()
        yield pc
        pc.database.close()
    assert [file.name for pattern in _LEFTOVERS for file in tmp_path.rglob(pattern)] == []


def _encrypted(pc: ScannedPc) -> None:
    pc.safety.encryption.set_password(PASSWORD)


def _only_copies_encrypted(pc: ScannedPc) -> None:
    pc.safety.backup_key.choose(OTHER)


@pytest.mark.parametrize("protect", [_encrypted, _only_copies_encrypted], ids=["encrypted", "plain"])
def test_nothing_fails_because_a_scanner_looks(pc: ScannedPc, protect: Callable[[ScannedPc], None]) -> None:
    protect(pc)
    drive = pc.root / "drev"
    pc.safety.add_target(drive)
    pc.back_up()
    pc.restore(None)
    pc.restore(drive)
    pc.write_documents()
    if protect is _encrypted:
        pc.safety.encryption.remove_password(PASSWORD)
        assert not pc.database.key
    else:
        pc.safety.encryption.set_password(PASSWORD)
        assert pc.database.key
    assert Settings(pc.database).get("sætning") == SENTENCE
