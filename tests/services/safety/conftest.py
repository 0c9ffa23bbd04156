"""A database on a PC with a drive to back up to; keys are cheap to derive here, and the clock stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys.database_key import Cost
from mus_desktop.storage.policy.policy import Policy
from mus_desktop.storage.records.settings import Settings

PASSWORD = "tyttebær på Fanø"  # noqa: S105 - of a test
SENTENCE = "Åse er ked af, at Bjørn får alle de gode opgaver."
CHEAP = Cost(n=2**4)


@dataclass
class Vault:
    """A system's secret store in memory."""

    secret: bytes | None = None
    keeps: bool = True

    def load(self) -> bytes | None:
        return self.secret

    def save(self, secret: bytes) -> bool:
        self.secret = secret if self.keeps else None
        return self.keeps

    def delete(self) -> None:
        self.secret = None


@dataclass
class Pc:
    """The PC: its data, a drive, and what a leader does with them."""

    data: Path
    drive: Path
    vault: Vault = field(default_factory=Vault)
    at: datetime = datetime(2026, 3, 2, 14, 3)  # noqa: DTZ001 - the clock on the wall
    sentence: str = SENTENCE
    password: str | None = None
    policy: Policy | None = None

    def start(self, key: bytes | None = None) -> Safety:
        """Start the program; its window is not needed. The leader types the password, if there is one."""
        if key is None and self.password:
            key = unlock(self.data, self.password)
        self.database = Database.open(self.data / "mus.sqlite", key=key)
        self.safety = Safety(self.database, lambda: self.at, self.vault, CHEAP, self.policy)
        self.safety.add_target_of_policy()
        self.safety.clean_up()
        return self.safety

    def stop(self) -> None:
        self.database.close()

    def write(self, text: str) -> None:
        Settings(self.database).store("sætning", text)

    def text(self) -> str | None:
        return Settings(self.database).get("sætning")

    def wait(self, **time: float) -> None:
        self.at += timedelta(**time)

    def on_drive(self) -> list[str]:
        return sorted(file.name for file in self.drive.glob("*.musbackup"))

    def readable(self) -> list[str]:
        """The files on PC and drive in which the sentence can be read."""
        files = [file for folder in (self.data, self.drive) for file in folder.rglob("*") if file.is_file()]
        return [file.name for file in files if SENTENCE.encode() in file.read_bytes()]


@pytest.fixture
def pc(tmp_path: Path, engine_key: bytes | None) -> Iterator[Pc]:
    """A PC whose data are plain and encrypted in turn; a test that sets the first password itself begins plain."""
    drive = tmp_path / "netdrev"
    drive.mkdir()
    pc = Pc(tmp_path / "data", drive)
    pc.start()
    pc.write(SENTENCE)
    if engine_key:
        pc.password = PASSWORD
        pc.safety.encryption.set_password(PASSWORD)
    yield pc
    assert pc.database.health() == []
    pc.stop()
