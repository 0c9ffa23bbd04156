"""What a killed program left is cleared, whatever moment it was killed in; what is somebody else's stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mus_desktop.storage import leftovers
from mus_desktop.storage.files import scratch_folder, wipe

KILLED_WHILE_SEALING = """
import os, signal
from mus_desktop.storage import engine, keys
engine.connect = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
keys.lock(bytes(32), keys.Opener.PASSWORD, "Blåbærgrød på Ærø", "2026-03-02", keys.Cost(n=16))
"""
KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from mus_desktop.documents import files
files._put_in_place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files.write_new(Path(sys.argv[1]), "Vi talte om løn.".encode())
"""


def killed(program: str, *words: object, temp: Path | None = None) -> None:
    environment = {**os.environ, **({"TMPDIR": str(temp)} if temp else {})}
    ran = subprocess.run([sys.executable, "-c", program, *map(str, words)], check=False, env=environment)
    assert ran.returncode == -signal.SIGKILL


def clear(folder: Path) -> None:
    leftovers.clear(folder, folder / "backup", folder / "spool")


def test_what_is_somebody_elses_stays(tmp_path: Path) -> None:
    theirs = ["film.part", "noter.new", "mus-foto.new", "musik.part-1", "backup/ferie.part", "spool/mit.txt", "vigtigt"]
    for name in theirs:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Mit eget")
    (tmp_path / "mus.sqlite.link.new").symlink_to(tmp_path / "vigtigt")
    os.link(tmp_path / "vigtigt", tmp_path / "mus.sqlite.twice.new")
    (tmp_path / "mus.sqlite.folder.new").mkdir()
    clear(tmp_path)
    assert {name: (tmp_path / name).read_text() for name in theirs} == dict.fromkeys(theirs, "Mit eget")
    assert [file.name for file in tmp_path.glob("mus.sqlite*")] == ["mus.sqlite.folder.new"]


def test_what_is_ours_goes_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = ["mus.sqlite.a1.new", "mus.sqlite.a1.new-wal", "mus.sqlite.a1.new.key", "mus.sqlite.exchange.b2.new"]
    ours += ["mus.sqlite.exchange-lock", "mus.key.c3.new", "backup.key.d4.new", "backup-state.json.e5.new"]
    ours += [f"mus-inden-opgradering-1.sqlite.part{suffix}" for suffix in ("", "-journal", "-wal", "-shm")]
    backup = "mus-0a1b2c3d-000001-20260302T130300Z.musbackup"
    ours += [f"backup/{backup}.part", f"backup/{backup}.json.f6.new", f"backup/{backup}.plain.part"]
    ours += [f"backup/omlagt/{backup}", f"spool/{backup}.json", "spool/prøve.sqlite.g7.new"]
    for name in ours:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Vi talte om løn.")
    seen: list[bytes] = []
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self, **more: (seen.append(self.read_bytes()), unlink(self, **more))[1])
    clear(tmp_path)
    assert [str(file) for file in tmp_path.rglob("*")] == [str(tmp_path / "backup")]
    assert len(seen) == len(ours)
    assert not any(content.strip(b"\0") for content in seen)


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_temp_folder_goes_with_its_program_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "mus-andet").mkdir()
    killed(KILLED_WHILE_SEALING, temp=tmp_path)
    assert len(list(tmp_path.glob("mus-*-*"))) == 1
    with scratch_folder() as ours:
        clear(tmp_path / "data")
        assert sorted(tmp_path.iterdir()) == sorted([ours, tmp_path / "mus-andet"])
        assert ours.stat().st_mode & 0o777 == 0o700


def test_a_trial_among_the_data_is_left_alone_while_it_runs(tmp_path: Path) -> None:
    abandoned = tmp_path / f"mus-{2**22 + 1}-abc"
    abandoned.mkdir()
    (abandoned / "prøve.sqlite.x.new").write_text("Vi talte om løn.")
    with scratch_folder(tmp_path) as trial:
        (trial / "prøve.sqlite.y.new").write_text("Vi talte om løn.")
        clear(tmp_path)
        assert list(tmp_path.rglob("*")) == [trial, trial / "prøve.sqlite.y.new"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_the_draft_of_a_document_goes_and_the_documents_stay(tmp_path: Path) -> None:
    (tmp_path / "~Plan.docx").write_text("Mit eget")
    killed(KILLED_WHILE_WRITING, tmp_path / "Plan.docx")
    assert len(list(tmp_path.glob(".*"))) == 1
    leftovers.clear_documents(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["~Plan.docx"]
    leftovers.clear_documents(tmp_path / "findes ikke")


def test_a_temp_folder_that_goes_meanwhile_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"mus-{2**22 + 1}-abc").mkdir()
    (tmp_path / f"mus-{2**22 + 1}-link").symlink_to("/")
    real = os.listdir
    with monkeypatch.context() as late:
        late.setattr(os, "listdir", lambda folder: [f"mus-{2**22 + 1}-gone", *real(folder)])
        clear(tmp_path / "data")
    assert [file.name for file in tmp_path.iterdir()] == [f"mus-{2**22 + 1}-link"]


def test_drafts_on_a_share_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".mus-0123456789ab.tmp").touch()
    monkeypatch.setattr("mus_desktop.storage.place.lies_elsewhere", lambda _: True)
    leftovers.clear_documents(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_is_gone_is_wiped_already(tmp_path: Path) -> None:
    wipe(tmp_path / "væk")
