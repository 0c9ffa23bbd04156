"""Documents on disk: names, whole files or none, and nobody's edits lost, whatever goes wrong."""

from __future__ import annotations

import errno
import os
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop import file_changes
from mus_desktop.documents.word import document_files
from mus_desktop.documents.word.document_errors import (
    DiskFull,
    FolderIsFile,
    FolderMissing,
    FolderReadOnly,
    NotWritten,
    TargetEdited,
    TargetOpen,
)
from mus_desktop.documents.word.document_files import (
    FileState,
    document_name,
    existing_path,
    next_free_path,
    sha256,
    state_of,
    write_new,
)
from mus_desktop.errors import DocumentError

_OLD, _NEW = b"the plan as it was", b"the plan as it is now"


def test_names_are_for_people() -> None:
    assert document_name("Udviklingsplan", "Bjørn Ågård", "2026") == "Udviklingsplan – Bjørn Ågård – 2026.docx"
    assert document_name("Udviklingsplan", "", "2026/2027") == "Udviklingsplan – 2026-2027.docx"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("CON", "_CON.docx"),
        ("nul.txt", "_nul.txt.docx"),
        ("COM1", "_COM1.docx"),
        ("Konrad", "Konrad.docx"),
        ("...", "Dokument.docx"),
        ('a<b>c:d"e/f\\g|h?i*j', "a-b-c-d-e-f-g-h-i-j.docx"),
        ("slut. ", "slut.docx"),
        ("../../etc", "-..-etc.docx"),
    ],
)
def test_names_that_windows_would_refuse(typed: str, name: str) -> None:
    assert document_name(typed) == name


@given(st.lists(st.text(st.characters(exclude_categories=())), min_size=1, max_size=4))
def test_any_name_can_be_written(parts: list[str]) -> None:
    name = document_name(*parts)
    stem = name.removesuffix(".docx")
    assert not set(name) & set('<>:"/\\|?*')
    assert all(character.isprintable() or ord(character) > 127 for character in name)
    assert stem == stem.strip(" .")
    assert stem
    assert len(name) <= 160
    assert name.encode()


def test_a_name_fits_the_disk_even_in_letters_of_many_bytes(tmp_path: Path) -> None:
    write_new(tmp_path / document_name("Udviklingsplan", "ᚠ" * 300, "👩🏽‍🏫" * 100), _NEW)


def test_file_state_distinguishes_own_edited_and_absent(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    assert state_of(path, sha256(_NEW)) is FileState.ABSENT
    known = write_new(path, _NEW)
    assert state_of(path, known) is FileState.OURS
    path.write_bytes(_OLD)
    assert state_of(path, known) is FileState.EDITED
    assert state_of(path, None) is FileState.EDITED


def test_the_next_free_name(tmp_path: Path) -> None:
    path = tmp_path / "Plan – 2026.docx"
    assert next_free_path(path) == path
    path.touch()
    assert next_free_path(path).name == "Plan – 2026 (2).docx"
    next_free_path(path).touch()
    assert next_free_path(path).name == "Plan – 2026 (3).docx"


def test_the_next_free_name_after_numbered_and_reserved_ones(tmp_path: Path) -> None:
    second = tmp_path / "Plan – 2026 (2).docx"
    second.touch()
    assert next_free_path(second).name == "Plan – 2026 (3).docx"
    assert next_free_path(second, {"plan – 2026 (3).docx"}.__contains__).name == "Plan – 2026 (4).docx"


@pytest.mark.parametrize("spell", [str.upper, lambda name: unicodedata.normalize("NFD", name)])
def test_a_name_equal_on_windows_or_mac_is_not_free(spell: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "Plan – Åse Kjær.docx"
    there = path.with_name(spell(path.name))
    there.touch()
    assert next_free_path(path).name == "Plan – Åse Kjær (2).docx"
    assert existing_path(path) == there
    path.touch()
    assert existing_path(path) == path, "where a disk tells them apart, the one of that very name"
    assert existing_path(tmp_path / "missing" / "a.docx") == tmp_path / "missing" / "a.docx"


def test_replaces_only_its_own(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    known = write_new(path, _OLD)
    assert write_new(path, _NEW, replacing=known) == sha256(_NEW)
    for stranger in (None, known):
        with pytest.raises(TargetEdited, match="rettet"):
            write_new(path, _OLD, replacing=stranger)
    assert _contents(tmp_path) == {"plan.docx": _NEW}


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_new(tmp_path / "plan.docx", _NEW)
    finally:
        os.umask(before)
    assert (tmp_path / "plan.docx").stat().st_mode & 0o777 == (0o644 if os.name == "posix" else 0o666)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _fails(code: int, name: str = "") -> Callable[..., Any]:
    def failing(*_: Any, **__: Any) -> Any:
        raise OSError(code, os.strerror(code), name)

    return failing


@pytest.mark.parametrize("owner", ["~$ad plan.docx", "~$d plan.docx", "~$Mad plan.docx", ".~lock.Mad plan.docx#"])
def test_a_file_open_in_word_is_not_replaced(owner: str, tmp_path: Path) -> None:
    path = tmp_path / "Mad plan.docx"
    known = write_new(path, _OLD)
    (tmp_path / owner).write_bytes(b"")
    with pytest.raises(TargetOpen, match="åbent i Word"):
        write_new(path, _NEW, replacing=known)
    assert _contents(tmp_path) == {"Mad plan.docx": _OLD, owner: b""}
    write_new(next_free_path(path), _NEW)


def test_a_file_windows_will_not_replace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.docx"
    known = write_new(path, _OLD)
    monkeypatch.setattr(Path, "replace", _fails(errno.EACCES))
    with pytest.raises(TargetOpen):
        write_new(path, _NEW, replacing=known)
    with pytest.raises(FolderReadOnly):
        write_new(tmp_path / "ny.docx", _NEW)
    assert _contents(tmp_path) == {"plan.docx": _OLD}


def test_a_file_that_cannot_even_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.docx").write_bytes(_OLD)
    monkeypatch.setattr(file_changes, "read", _fails(errno.EACCES))
    with pytest.raises(TargetOpen):
        state_of(tmp_path / "plan.docx", sha256(_OLD))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, FolderReadOnly),
        (errno.EACCES, FolderReadOnly),
        (errno.ENOENT, FolderMissing),
        (errno.EIO, NotWritten),
    ],
)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_each_fault_has_its_sentence_and_leaves_nothing(
    step: str, code: int, error: type[DocumentError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.docx"
    known = write_new(path, _OLD)
    target = {"open": (Path, "open"), "fsync": (document_files.os, "fsync"), "replace": (Path, "replace")}[step]
    with monkeypatch.context() as patch:
        patch.setattr(*target, _fails(code))
        if step == "open":
            patch.setattr(document_files, "state_of", lambda *_: FileState.OURS)
        with pytest.raises(DocumentError) as caught:
            write_new(path, _NEW, replacing=known)
    expected = TargetOpen if step == "replace" and code == errno.EACCES else error
    assert type(caught.value) is expected
    assert _contents(tmp_path) == {"plan.docx": _OLD}


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing, match="findes ikke længere"):
        write_new(tmp_path / "væk" / "plan.docx", _NEW)
    (tmp_path / "fil").touch()
    with pytest.raises(FolderIsFile, match="er en fil og ikke en mappe"):
        write_new(tmp_path / "fil" / "plan.docx", _NEW)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 64 kB, where the system lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount a small disk here; the simulated faults above cover the same sentences")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    path = small_disk / "plan.docx"
    known = write_new(path, _OLD)
    with pytest.raises(DiskFull, match="ikke plads"):
        write_new(path, os.urandom(200_000), replacing=known)
    assert _contents(small_disk) == {"plan.docx": _OLD}
    write_new(path, _NEW, replacing=known)


def test_a_folder_that_is_really_read_only(small_disk: Path) -> None:
    path = small_disk / "plan.docx"
    known = write_new(path, _OLD)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(FolderReadOnly, match="Vælg en anden mappe"):
        write_new(path, _NEW, replacing=known)
    assert _contents(small_disk) == {"plan.docx": _OLD}
