"""One bit changes in the text of the schema: the data count as damaged, and a backup takes their place."""

from __future__ import annotations

import random
import re
from contextlib import closing
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from PySide6.QtWidgets import QApplication

from mus_desktop import app
from mus_desktop.cli.main import main
from mus_desktop.errors import AlreadyOpen, DataUnusable, SaveFailed
from mus_desktop.storage.database import engine, schema_check
from mus_desktop.storage.database.connection import Database
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.unexpected_errors import UnexpectedErrors
from tests.faults.damaged import NOW, fill
from tests.journeys.test_damaged_start import AtTheStart

KEYS = [None, bytes(range(32))]
COMMAND_FLIPS, START_FLIPS = 100, 50
RAW, DAMAGED = "Noget gik galt", re.compile("beskadiget", re.IGNORECASE)

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plain database with a backup."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    fill(folder, None)
    with closing(app.build(folder, now=lambda: NOW)) as workplace:
        workplace.safety.back_up()
    return folder


def flipped(original: Path, folder: Path, dice: random.Random) -> str:
    """Copy the workplace with one bit changed in or near a statement of the schema; return which."""
    rmtree(folder, ignore_errors=True)
    copytree(original, folder)
    file = folder / "mus.sqlite"
    (folder / "mus.sqlite.sum").unlink(missing_ok=True)  # it would tell of every change
    content = bytearray(file.read_bytes())
    starts = [match.start() for match in re.finditer(rb"CREATE (TABLE|TRIGGER|INDEX)", content)]
    at = min(dice.choice(starts) + dice.randrange(-30, 600), len(content) - 1)  # the schema may end the file
    bit = dice.choice([7, 7, dice.randrange(7)])
    content[at] ^= 1 << bit
    file.write_bytes(content)
    return f"bit {bit} of byte {at}"


@pytest.mark.parametrize("seed", range(5))
def test_every_command_says_a_known_sentence_and_a_backup_helps(
    original: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    dice, noticed = random.Random(seed), 0  # noqa: S311 - the same every time
    for _ in range(COMMAND_FLIPS // 5):
        folder = tmp_path / "data"
        where = flipped(original, folder, dice)
        backup = max((folder / "backup").glob("*.musbackup"))
        known = backup.read_bytes()
        for command in (["check"], ["backup"], ["conversations"], ["verify", str(backup)]):
            code = main(["--data", str(folder), *command])
            told = capsys.readouterr().err
            assert RAW not in told, where
            assert not code or DAMAGED.search(told), (where, told)
            noticed += bool(code)
        assert backup.read_bytes() == known
        assert main(["--data", str(folder), "restore", str(backup)]) == 0, where
        assert RAW not in capsys.readouterr().err
        assert main(["--data", str(folder), "check"]) == 0, where
    assert noticed > COMMAND_FLIPS // 5


def test_the_start_offers_a_backup(
    original: Path, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UnexpectedErrors, "install", lambda self: None)
    dice, restored = random.Random(8), 0  # noqa: S311 - the same every time
    for _ in range(START_FLIPS):
        folder = tmp_path / "data"
        where = flipped(original, folder, dice)
        start = AtTheStart()
        assert application.run_window(lambda key, at=folder: app.build(at, now=lambda: NOW, key=key), folder) == 0, (  # type: ignore[misc]
            where,
            start.seen,
        )
        assert RAW not in " ".join(start.seen), where
        assert start.seen[-1] == "the window", where
        restored += "Dine data er gendannet" in start.seen
        with closing(app.build(folder, now=lambda: NOW)) as workplace:  # nothing of the failed start holds the file
            assert len(workplace.staff.everyone(left=True)) == 2, where
    assert restored > START_FLIPS // 2


def changed(path: Path, key: bytes | None, change: str) -> None:
    """Make a database and write into the text of its schema."""
    Database.open(path, key=key).close()
    path.with_name("mus.sqlite.sum").unlink(missing_ok=True)
    with closing(engine.connect(path, key=key)) as connection:
        assert schema_check.matches_migrations(connection)
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"UPDATE sqlite_schema SET sql = {change}")


@pytest.mark.parametrize("key", KEYS, ids=["plain", "encrypted"])
def test_a_rule_that_nobody_misses_is_found_by_the_check(tmp_path: Path, key: bytes | None) -> None:
    changed(tmp_path / "mus.sqlite", key, "replace(sql, 'RAISE(ABORT', 'RAISE(FAIL ')")
    with Database.open(tmp_path / "mus.sqlite", key=key) as database:
        assert any("opbygningen er ændret" in one for one in database.health())


@pytest.mark.parametrize("key", KEYS, ids=["plain", "encrypted"])
def test_a_name_that_is_another_is_no_mistake_of_the_program(tmp_path: Path, key: bytes | None) -> None:
    changed(tmp_path / "mus.sqlite", key, "replace(sql, 'email', 'emajl')")
    with Database.open(tmp_path / "mus.sqlite", key=key) as database:
        with pytest.raises(DataUnusable, match="beskadiget og kan ikke læses"):
            database.rows("SELECT email FROM employee")
        with pytest.raises(SaveFailed, match="beskadiget"), database.transaction():
            database.write("UPDATE employee SET email = ''")
        assert any("beskadiget" in one for one in database.health())


@pytest.mark.parametrize("key", KEYS, ids=["plain", "encrypted"])
def test_a_mistake_of_the_program_stays_one(tmp_path: Path, key: bytes | None) -> None:
    with (
        Database.open(tmp_path / "mus.sqlite", key=key) as database,
        pytest.raises(engine.errors(), match="no such column"),
    ):
        database.rows("SELECT emajl FROM employee")


@pytest.mark.parametrize("key", KEYS, ids=["plain", "encrypted"])
@pytest.mark.parametrize("word", ["email", "employee", "CREATE TRIGGER"])
def test_nothing_holds_the_file_after_a_schema_that_is_no_text(tmp_path: Path, key: bytes | None, word: str) -> None:
    path = tmp_path / "mus.sqlite"
    damaged = bytes([word.encode()[0] | 0x80]) + word.encode()[1:]
    changed(path, key, f"replace(sql, '{word}', CAST(x'{damaged.hex()}' AS TEXT))")
    for _ in range(2):
        with pytest.raises(DataUnusable, match="beskadiget") as told, Database.open(path, key=key) as database:
            database.rows("SELECT email FROM employee")
        assert not isinstance(told.value, AlreadyOpen)
        if key is None:
            assert not engine.is_locked(path)
