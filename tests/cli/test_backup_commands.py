"""The commands that keep the data safe, as a scheduler runs them: nobody is there to answer a question."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mus_desktop.cli.main import main
from mus_desktop.drafts import MARKER
from mus_desktop.services.safety.backup_key import BackupKey
from mus_desktop.services.safety.encryption import Encryption
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.safety.secret_store import NoStore
from mus_desktop.storage.backup import backup_file, snapshot
from mus_desktop.storage.backup.backup_state import BackupStateFile
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.records.settings import Settings
from tests.systems import posix_only

if TYPE_CHECKING:
    from tests.conftest import Clock

PASSWORD, OTHER = "blåbærgrød på Ærø", "havregrød på Møn"
SENTENCE = "Åse er ked af, at Bjørn får alle de gode opgaver."

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(database_key, "Cost", lambda n=16, r=8, p=1: real(n, r, p))
    for name in ("MUS_PASSWORD", "MUS_BACKUP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    with Database.open(tmp_path / "data" / "mus.sqlite") as database:
        Settings(database).store("sætning", SENTENCE)
    return tmp_path / "data"


real = database_key.Cost


@pytest.fixture
def encrypted(data: Path, clock: Clock) -> Path:
    with Database.open(data / "mus.sqlite") as database:
        Encryption(database, BackupStateFile(data), clock).set_password(PASSWORD)
    return data


@pytest.fixture
def run(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*arguments: object, **environment: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            code = main(["--data", str(data), *map(str, arguments)])
        return (code, *capsys.readouterr())

    return run


def only(folder: Path) -> Path:
    (file,) = folder.glob("*.musbackup")
    return file


def test_backup_verify_restore(run: Run, data: Path) -> None:
    code, out, err = run("backup")
    assert (code, err) == (0, "")
    assert "kontrolleret" in out
    with Database.open(data / "mus.sqlite") as database:
        Settings(database).store("sætning", "noget andet")
    code, out, err = run("verify", only(data / "backup"))
    assert (code, err) == (0, "")
    assert "Backuppen er hel" in out
    assert run("restore", only(data / "backup"))[0] == 0
    with Database.open(data / "mus.sqlite") as database:
        assert Settings(database).get("sætning") == SENTENCE


def test_what_leaves_the_pc_is_encrypted(run: Run, data: Path, drive: Path) -> None:
    code, _, err = run("backup", "--to", drive)
    assert code == 1
    assert "MUS_BACKUP_PASSWORD" in err
    assert list(drive.iterdir()) == []
    code, out, err = run("backup", "--to", drive, MUS_BACKUP_PASSWORD=OTHER)
    assert (code, err) == (0, "")
    assert "læst tilbage" in out
    assert SENTENCE.encode() not in only(drive).read_bytes()


def test_on_an_empty_pc(run: Run, encrypted: Path, drive: Path, tmp_path: Path) -> None:
    assert run("backup", "--to", drive, MUS_PASSWORD=PASSWORD)[0] == 0
    for secret, code in (("forkert adgangskode", 1), (PASSWORD, 0)):
        assert run("--data", tmp_path / "ny", "restore", only(drive), MUS_PASSWORD=secret)[0] == code
        assert (tmp_path / "ny" / "mus.sqlite").exists() == (code == 0)
    assert run("--data", tmp_path / "ny", "check", MUS_PASSWORD=PASSWORD)[0] == 0


def test_without_the_password_nothing_is_read(run: Run, encrypted: Path) -> None:
    for command in ("backup", "check", "conversations"):
        code, out, err = run(command)
        assert (code, out) == (1, "")
        assert "MUS_PASSWORD" in err
        code, out, err = run(command, MUS_PASSWORD=OTHER)
        assert (code, out) == (1, "")
        assert "passer ikke" in err


def test_a_start_does_not_delete_a_running_trial_restore(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window opens while a scheduler looks a backup through."""
    assert run("backup")[0] == 0
    (file,) = (data / "backup").glob("*.musbackup")
    real_extract, seen = snapshot.extract, []

    def extract(source: Path, label: backup_file.BackupLabel, draft: Path) -> None:
        real_extract(source, label, draft)
        with Database.open(data / "mus.sqlite") as database:
            Safety(database, datetime.now).clean_up()
        seen.append(draft)

    monkeypatch.setattr(snapshot, "extract", extract)
    assert run("verify", file)[0] == 0
    assert len(seen) == 1
    assert not seen[0].parent.exists()


@pytest.mark.parametrize(
    ("number", "told"), [(sqlite3.SQLITE_FULL, "ikke plads til en backup"), (sqlite3.SQLITE_IOERR, "ikke taget backup")]
)
def test_a_backup_error_does_not_mention_saving(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    def refuse(*_: object) -> None:
        error = sqlite3.OperationalError("disk")
        error.sqlite_errorcode = number
        raise error

    monkeypatch.setattr(Database, "_commit", refuse)
    code, _, err = run("backup")
    assert code == 1
    assert told in err
    assert "det seneste" not in err


def test_verify_reports_whether_it_could_open_the_backup(run: Run, encrypted: Path) -> None:
    run("backup", MUS_PASSWORD=PASSWORD)
    file = only(encrypted / "backup")
    code, out, _ = run("verify", file)
    assert code == 0
    assert "kun kontrolleret udefra" in out
    assert "kun kontrolleret" not in run("verify", file, MUS_PASSWORD=PASSWORD)[1]
    assert run("verify", file, MUS_PASSWORD=OTHER)[0] == 1
    assert run("verify", file, MUS_PASSWORD=PASSWORD, MUS_BACKUP_PASSWORD=OTHER)[0] == 0


def test_verify_reports_that_a_plain_backup_was_not_extracted(
    run: Run, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("backup")
    file = only(data / "backup")
    assert "kun kontrolleret udefra" not in run("verify", file)[1]
    assert main(["--data", str(tmp_path / "mangler"), "verify", str(file)]) == 0
    assert "kun kontrolleret udefra, for der kan ikke skrives i" in capsys.readouterr().out


def test_check_reports_a_damaged_lock_and_its_backup_fails_verification(run: Run, encrypted: Path) -> None:
    content = json.loads((encrypted / "mus.key").read_bytes())
    sealed = content["locks"][1]["sealed"]
    content["locks"][1]["sealed"] = ("A" if sealed[0] != "A" else "B") + sealed[1:]
    (encrypted / "mus.key").write_text(json.dumps(content))
    code, out, err = run("check", MUS_PASSWORD=PASSWORD)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "gendannelseskoden ikke længere åbner dine data" in err
    assert run("backup", MUS_PASSWORD=PASSWORD)[0] == 0
    (lock,) = backup_file.read_label(only(encrypted / "backup")).locks
    assert lock.opener is database_key.Opener.PASSWORD, "what opens it, and nothing else"
    assert run("verify", only(encrypted / "backup"), MUS_PASSWORD=PASSWORD)[0] == 0


@pytest.mark.parametrize("content", [None, "", "{}", '{"format": 2, "locks": 7}'])
def test_without_a_key_file_every_command_says_so_in_a_sentence(run: Run, encrypted: Path, content: str | None) -> None:
    (encrypted / "mus.key").unlink()
    if content is not None:
        (encrypted / "mus.key").write_text(content)
    for command in ("backup", "check", "conversations"):
        code, out, err = run(command, MUS_PASSWORD=PASSWORD)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "mus.key" in err
        assert "Gendan fra en backup" in err


def test_verify_finds_locks_that_do_not_open_the_backup(run: Run, encrypted: Path, tmp_path: Path) -> None:
    run("backup", MUS_PASSWORD=PASSWORD)
    file = only(encrypted / "backup")
    label = backup_file.read_label(file)
    theirs = database_key.lock(bytes(32), database_key.Opener.RECOVERY, "0" * 32, "2026-03-02")
    file.write_bytes(file.read_bytes()[: label.size])
    backup_file.append_label(
        file, replace(label, locks=(label.locks[0], theirs)), backup_file.running_digest(backup_file.chunks(file))
    )
    backup_file.manifest_path(file).unlink()
    code, out, err = run("verify", file, MUS_PASSWORD=PASSWORD)
    assert (code, out) == (1, "")
    assert "nøglen i den er beskadiget eller hører til andre data" in err
    damaged = bytearray(file.read_bytes())
    damaged[damaged.index(b'"proof":"') + 20] ^= 1
    body = bytes(damaged[: -32 - 16])
    file.write_bytes(body + hashlib.sha256(body).digest() + backup_file.END_MARK)
    assert run("verify", file)[0] == 1, "also without a password"


def test_a_backup_can_be_restored_when_the_password_is_forgotten(run: Run, encrypted: Path, drive: Path) -> None:
    """The database nobody can open moves aside; it is not lost."""
    run("backup", "--to", drive, MUS_PASSWORD=PASSWORD)
    database_key.write_locks(
        encrypted / "mus.sqlite",
        [database_key.lock(bytes(32), database_key.Opener.PASSWORD, "glemt igen", "2026-05-05")],
    )
    before = sorted(file.name for file in encrypted.iterdir())
    for environment in ({"MUS_PASSWORD": PASSWORD}, {"MUS_BACKUP_PASSWORD": PASSWORD}):
        code, out, err = run("restore", only(drive), **environment)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "intet er ændret" in err
        assert "--forgotten" in err
        assert sorted(file.name for file in encrypted.iterdir()) == before
    code, out, err = run("restore", only(drive), "--forgotten", MUS_PASSWORD=PASSWORD)
    assert (code, err) == (0, "")
    (aside,) = encrypted.glob("inden-*")
    assert str(aside) in out
    kept = {"mus.sqlite", "mus.key", "læs mig.txt", MARKER}
    assert {file.name for file in aside.iterdir()} == kept
    assert run("check", MUS_PASSWORD=PASSWORD)[0] == 0
    assert run("backup", MUS_PASSWORD=PASSWORD)[0] == 0, "which also clears what is left over"
    assert {file.name for file in aside.iterdir()} == kept


@pytest.mark.parametrize("command", ["backup", "check", "conversations"])
def test_a_command_reports_that_the_program_is_open(run: Run, data: Path, command: str) -> None:
    with Database.open(data / "mus.sqlite"):
        code, out, err = run(command)
    assert (code, out) == (1, "")
    assert err == "MUS Desktop er allerede åben. Brug det åbne vindue, eller luk det, og prøv igen.\n"


def test_restoring_while_the_program_is_open_is_refused(run: Run, data: Path) -> None:
    run("backup")
    with Database.open(data / "mus.sqlite") as database:
        code, _, err = run("restore", only(data / "backup"))
        assert database.health() == []
    assert code == 1
    assert "allerede åben" in err


def test_backup_to_a_folder_while_the_program_is_open_takes_the_newest(run: Run, data: Path, drive: Path) -> None:
    with Database.open(data / "mus.sqlite"):
        assert "ingen backup endnu" in run("backup", "--to", drive, MUS_BACKUP_PASSWORD=OTHER)[2]
    run("backup")
    windows_own = data / "spool" / f"{only(data / 'backup').name}.part"
    with Database.open(data / "mus.sqlite"):
        windows_own.parent.mkdir(exist_ok=True)
        windows_own.write_text("på vej et andet sted hen")
        code, out, _ = run("backup", "--to", drive, MUS_BACKUP_PASSWORD=OTHER)
    assert code == 0
    assert "MUS Desktop er åben, så det er backuppen fra" in out
    assert only(drive).name == only(data / "backup").name
    assert [file.read_text() for file in windows_own.parent.iterdir()] == ["på vej et andet sted hen"]
    assert list(data.glob("mus-*")) == []


def test_a_missing_drive_fails_but_the_local_backup_remains(run: Run, data: Path, tmp_path: Path) -> None:
    code, out, err = run("backup", "--to", tmp_path / "Z", MUS_BACKUP_PASSWORD=OTHER)
    assert code == 1
    assert "kontrolleret" in out
    assert "ikke tilgængelig lige nu" in err
    assert only(data / "backup")


def test_check_reports_a_damaged_backup(run: Run, data: Path) -> None:
    run("backup")
    assert run("check")[0] == 0
    file = only(data / "backup")
    content = bytearray(file.read_bytes())
    content[4000] ^= 1
    file.write_bytes(content)
    code, _, err = run("check")
    assert code == 1
    assert "er beskadiget" in err


@pytest.mark.parametrize(("file", "sentence"), [("findes-ikke", "findes ikke"), (".", "er en mappe")])
def test_a_bad_file_is_one_clear_line(run: Run, tmp_path: Path, file: str, sentence: str) -> None:
    for command in ("verify", "restore"):
        code, out, err = run(command, tmp_path / file)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert sentence in err


@pytest.mark.parametrize("arguments", [["verify"], ["restore"], ["backup", "--password", "x"], ["backup", "x"]])
def test_wrong_use(run: Run, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2


class Terminal(io.StringIO):
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at a terminal, one after the other."""
    typed: list[str] = []
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: typed.pop(0))
    return typed


def test_at_a_terminal_a_wrong_password_is_asked_for_again(
    run: Run, encrypted: Path, drive: Path, answers: list[str]
) -> None:
    run("backup", "--to", drive, MUS_PASSWORD=PASSWORD)
    answers[:] = ["havregrød", PASSWORD]
    code, out, err = run("restore", only(drive), MUS_PASSWORD=OTHER)
    assert (code, answers) == (0, [])
    assert "passer ikke til det, der er på pc'en nu" in err
    assert "gemt som en backup" in out
    assert not list(encrypted.glob("inden-*"))
    answers[:] = ["et", "to", "tre"]
    code, _, err = run("restore", only(drive))
    assert (code, answers) == (1, [])
    assert "intet er ændret" in err
    answers[:] = ["", PASSWORD]
    code, out, _ = run("restore", only(drive))
    assert (code, answers) == (0, [])
    (aside,) = encrypted.glob("inden-*")
    assert str(aside) in out


def test_a_damaged_database_is_no_question_of_passwords(run: Run, encrypted: Path, drive: Path) -> None:
    run("backup", "--to", drive, MUS_PASSWORD=PASSWORD)
    (encrypted / "mus.key").write_text("{}")
    code, out, err = run("restore", only(drive), MUS_PASSWORD=PASSWORD)
    assert code == 0
    assert "Nøglefilen mus.key" in err
    assert "flyttet til side og gemt i" in out


def test_a_backup_from_before_a_change_says_which_password_it_needs(run: Run, encrypted: Path, clock: Clock) -> None:
    run("backup", MUS_PASSWORD=PASSWORD)
    file = only(encrypted / "backup")
    clock.at = clock.at.replace(year=2027, month=2, day=3)
    key = database_key.open_any_lock(database_key.read_locks(encrypted / "mus.sqlite"), PASSWORD)
    with Database.open(encrypted / "mus.sqlite", key=key) as database:
        Encryption(database, BackupStateFile(encrypted), clock).change_password(PASSWORD, OTHER)
    code, _, err = run("restore", file, "--forgotten", MUS_PASSWORD=OTHER)
    assert code == 1
    assert "fra før adgangskoden blev skiftet 3.2.2027" in err
    assert "valgt 18.11.2026" in err
    assert run("restore", file, MUS_PASSWORD=OTHER)[0] == 0, "today's key opens it: the key is the same"
    assert run("check", MUS_PASSWORD=OTHER)[0] == 0


def test_a_backup_opened_by_this_pcs_key_is_restored_without_a_password(
    run: Run, data: Path, drive: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Store(NoStore):
        secret: bytes | None = None

        def load(self) -> bytes | None:
            return self.secret

        def save(self, secret: bytes) -> bool:
            Store.secret = secret
            return True

    monkeypatch.setattr("mus_desktop.cli.backup_commands.system_store", lambda _: Store())
    monkeypatch.setattr("mus_desktop.services.safety.safety_service.system_store", lambda _: Store())
    BackupKey(BackupStateFile(data), Store(), clock).choose(OTHER)
    assert run("backup", "--to", drive)[0] == 0
    code, out, _ = run("restore", only(drive))
    assert code == 0
    assert "har ingen adgangskode, som før" in out
    assert run("check")[0] == 0


def test_a_restore_with_the_backup_password_is_reported(run: Run, data: Path, drive: Path) -> None:
    run("backup", "--to", drive, MUS_BACKUP_PASSWORD=OTHER)
    code, out, _ = run("restore", only(drive), MUS_BACKUP_PASSWORD=OTHER)
    assert code == 0
    assert "Dine data er nu beskyttet med backup-adgangskoden." in out
    assert run("check", MUS_PASSWORD=OTHER)[0] == 0


ODD_NAMES = ("backup-state.json", "backup.key", "mus.key", "mus.sqlite.sum", "mus.sqlite.exchange")
ODD_NAMES += ("mus.sqlite.exchange-lock", "mus.sqlite-journal", "mus.sqlite-wal", "spool", "backup")


@posix_only("named pipes")
@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_a_leftover_that_is_no_file_does_not_block_the_start(data: Path, name: str, kind: str) -> None:
    """In a process of its own, which the test ends if it waits."""
    place = data / name
    if place.is_file():
        place.unlink()
    os.mkfifo(place) if kind == "pipe" else place.mkdir()
    for command in ("check", "backup"):
        arguments = [sys.executable, "-m", "mus_desktop", "--data", str(data), command]
        ran = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
        assert ran.returncode in (0, 1)
        assert "Traceback" not in ran.stderr
        assert ran.returncode == 0 or len(ran.stderr.splitlines()) == 1, ran.stderr
    assert place.is_fifo() if kind == "pipe" else name == "spool" or place.is_dir()


@posix_only("a pipe breaks otherwise on Windows")
@pytest.mark.parametrize("goes", ["well", "wrong"])
def test_a_target_task_ends_silently_when_its_parent_was_killed(tmp_path: Path, goes: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    folder = tmp_path if goes == "well" else tmp_path / "mangler"
    arguments = [sys.executable, "-m", "mus_desktop", "target-task"]
    request = json.dumps({"do": "list", "folder": str(folder)}).encode() + b"\n"
    ran = subprocess.run(arguments, input=request, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (1, b"")
