"""What a killed program left is cleared, whatever moment it was killed in; what is somebody else's stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from mus_desktop import drafts
from mus_desktop.documents.word import document_files
from mus_desktop.storage.backup import leftovers
from mus_desktop.storage.database.private_files import make_private_draft, scratch_folder, wipe, write_atomically
from tests.systems import make_link

KILLED_WHILE_SEALING = """
import os, signal
from mus_desktop.storage.database import engine
from mus_desktop.storage.keys import database_key
engine.connect = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
database_key.lock(bytes(32), database_key.Opener.PASSWORD, "Blåbærgrød på Ærø", "2026-03-02", database_key.Cost(n=16))
"""
KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from mus_desktop.documents.word import document_files
document_files._put_in_place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
document_files.write_new(Path(sys.argv[1]), "Vi talte om løn.".encode())
"""


def killed(program: str, *words: object, temp: Path | None = None) -> None:
    environment = {**os.environ, **({"TMPDIR": str(temp)} if temp else {})}
    ran = subprocess.run([sys.executable, "-c", program, *map(str, words)], check=False, env=environment)
    assert ran.returncode == -signal.SIGKILL


def remove_leftovers(folder: Path) -> None:
    leftovers.remove_leftovers(folder, folder / "backup", folder / "spool")


def test_what_is_somebody_elses_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that resemble ours, also those the program itself gives, without the marker inside."""
    temp, folder = tmp_path / "temp", tmp_path / "data"
    backup, dead = "mus-0a1b2c3d-000001-20260302T130300Z.musbackup", 2**22 + 1
    theirs = ["film.part", "noter.new", "mus-foto.new", "musik.part-1", "backup/ferie.part", "spool/mit.txt", "vigtigt"]
    theirs += ["mus-2026-kopi/mus.sqlite", "mus.sqlite.2026.new", "mus.key.c3.new", f"backup/{backup}.part"]
    theirs += [f"spool/{backup}", f"backup/omlagt/{backup}", f"mus-{dead}-0123456789ab/mus.sqlite", "spool/hentet/mit"]
    theirs += [
        ".mus-0123456789ab.tmp/mit.txt",
        "backup/.mus-0123456789ab.tmp/mit",
        "mus-inden-opgradering-1.sqlite.part",
    ]
    theirs += ["../temp/mus-2025-forberedelse/noter.txt", f"../temp/mus-{dead}-0123456789ab/noter.txt"]
    theirs += ["mus.sqlite.exchange-lock"]
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    for name in theirs:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("Mit eget")
    (folder / "mus-2026-tom").mkdir()
    elsewhere = tmp_path / "andet"
    elsewhere.mkdir()
    drafts.add_marker(elsewhere)
    (elsewhere / "mit").write_text("Mit eget")
    (folder / ".mus-ba9876543210.tmp").symlink_to(elsewhere)
    remove_leftovers(folder)
    leftovers.remove_document_drafts(folder)
    assert {name: (folder / name).read_text() for name in theirs} == dict.fromkeys(theirs, "Mit eget")
    assert (folder / "mus-2026-tom").is_dir()
    assert (elsewhere / "mit").read_text() == "Mit eget"


def test_what_is_ours_goes_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("backup", "spool"):
        (tmp_path / folder).mkdir()
    ours = [make_private_draft(tmp_path / name) for name in ("mus.sqlite", "mus.key", "backup/mus-x.musbackup")]
    ours += [make_private_draft(tmp_path / "spool" / "prøve.sqlite")]
    ours += [ours[0].with_name(f"mus.sqlite{end}") for end in ("-wal", "-shm", "-journal", ".key")]
    ours += [make_private_draft(ours[2])]  # one inside another
    for file in ours:
        file.write_text("Vi talte om løn.")
    (tmp_path / "mus.sqlite.exchange-lock").touch()
    (tmp_path / ".mus-0123456789ab.tmp").mkdir()  # killed before the marker
    seen: list[bytes] = []
    unlink = Path.unlink
    monkeypatch.setattr(Path, "unlink", lambda self, **more: (seen.append(self.read_bytes()), unlink(self, **more))[1])
    remove_leftovers(tmp_path)
    assert [str(file) for file in tmp_path.rglob("*")] == [str(tmp_path / "backup")]
    assert len([content for content in seen if content]) == len(ours)
    assert not any(content.strip(b"\0") for content in seen)


def test_nothing_is_written_before_the_marker_nor_left_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before any change whatever, text lies in no folder without the marker."""
    looked: list[str] = []

    def look(event: str, _: object) -> None:
        if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir") and watching:
            looked.append(event)
            for folder in [at for at in tmp_path.rglob("*mus-*") if at.is_dir()]:
                inside = {file.name for file in folder.iterdir()}
                unmarked.extend([folder] if inside and drafts.MARKER not in inside else [])

    unmarked: list[Path] = []
    watching = True
    sys.addaudithook(look)
    document_files.write_new(tmp_path / "Plan.docx", "Vi talte om løn.".encode())
    write_atomically(tmp_path / "kopi.txt", "Vi talte om løn.".encode())
    with scratch_folder(tmp_path) as scratch:
        make_private_draft(scratch / "mus.sqlite").write_text("Vi talte om løn.")
    watching = False
    assert len(looked) > 20
    assert unmarked == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["Plan.docx", "kopi.txt"]


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_temp_folder_goes_with_its_program_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "mus-andet").mkdir()
    killed(KILLED_WHILE_SEALING, temp=tmp_path)
    assert len(list(tmp_path.glob("mus-*-*"))) == 1
    with scratch_folder() as ours:
        remove_leftovers(tmp_path / "data")
        assert sorted(tmp_path.iterdir()) == sorted([ours, tmp_path / "mus-andet"])
        assert ours.stat().st_mode & 0o777 == 0o700


def make_old(folder: Path) -> None:
    """Let two hours pass: Windows does not say whether the process in its name still runs."""
    before = time.time() - 2 * 3600
    os.utime(folder, (before, before))


def test_running_trial_restore_is_not_removed(tmp_path: Path) -> None:
    abandoned = tmp_path / f"mus-{2**22 + 1}-0123456789ab"
    abandoned.mkdir()
    drafts.add_marker(abandoned)
    (abandoned / "prøve.sqlite.x.new").write_text("Vi talte om løn.")
    make_old(abandoned)
    with scratch_folder(tmp_path) as trial:
        (trial / "prøve.sqlite.y.new").write_text("Vi talte om løn.")
        remove_leftovers(tmp_path)
        assert set(tmp_path.rglob("*")) == {trial, trial / drafts.MARKER, trial / "prøve.sqlite.y.new"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.faults
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_the_draft_of_a_document_goes_and_the_documents_stay(tmp_path: Path) -> None:
    (tmp_path / "~Plan.docx").write_text("Mit eget")
    killed(KILLED_WHILE_WRITING, tmp_path / "Plan.docx")
    assert len(list(tmp_path.glob(".*"))) == 1
    leftovers.remove_document_drafts(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["~Plan.docx"]
    leftovers.remove_document_drafts(tmp_path / "findes ikke")


def test_a_temp_folder_that_goes_meanwhile_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"mus-{2**22 + 1}-0123456789ab").mkdir()
    drafts.add_marker(tmp_path / f"mus-{2**22 + 1}-0123456789ab")
    make_old(tmp_path / f"mus-{2**22 + 1}-0123456789ab")
    stays = tmp_path / f"mus-{2**22 + 1}-00112233aabb"
    if not make_link(stays, Path("/")):
        stays.touch()
    real = os.listdir
    with monkeypatch.context() as late:
        late.setattr(os, "listdir", lambda folder: [f"mus-{2**22 + 1}-aabbccddeeff", *real(folder)])
        remove_leftovers(tmp_path / "data")
    assert list(tmp_path.iterdir()) == [stays]


def test_drafts_on_a_share_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.make_folder(tmp_path)
    monkeypatch.setattr(leftovers, "is_on_own_disk", lambda _: False)
    leftovers.remove_document_drafts(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_is_gone_is_wiped_already(tmp_path: Path) -> None:
    wipe(tmp_path / "væk")


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_folder_without_the_marker_is_never_emptied(tmp_path: Path, overwrite: bool) -> None:
    """Also one that a link leads to, and one whose marker is no file."""
    mine, linked = tmp_path / ".mus-0123456789ab.tmp", tmp_path / ".mus-ba9876543210.tmp"
    for folder in (mine, tmp_path / "min mappe"):
        folder.mkdir()
        (folder / "løn.xlsx").write_bytes(b"vigtigt")
    (mine / drafts.MARKER).mkdir()
    drafts.add_marker(tmp_path / "min mappe")
    is_linked = make_link(linked, tmp_path / "min mappe")
    for folder in (mine, linked):
        drafts.remove(folder, overwrite=overwrite)
    assert [(file.parent.name, file.read_bytes()) for file in sorted(tmp_path.glob("*/løn.xlsx"))] == [
        (mine.name, b"vigtigt"),
        *([(linked.name, b"vigtigt")] if is_linked else []),
        ("min mappe", b"vigtigt"),
    ]
