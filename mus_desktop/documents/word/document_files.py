"""Documents on disk: safe names, atomic writes, and no overwriting of edited files. Imports nothing of Word."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import count, takewhile
from pathlib import Path

from mus_desktop import drafts, file_changes
from mus_desktop.documents.word.document_errors import (
    FolderReadOnly,
    StoredWrongly,
    TargetEdited,
    TargetOpen,
    document_error,
)
from mus_desktop.errors import DocumentError
from mus_desktop.model.text import comparison_key, printable_text
from mus_desktop.system_errors import DiskProblem, problem_of
from mus_desktop.task_process import FLUSHING, Report

_FORBIDDEN_CHARACTERS = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names of devices in Windows, which are reserved with any ending: writing to ``con.docx`` would write to the console.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\s*\.|\s*$)")
_NUMBERED = re.compile(r" \(\d+\)$")
_MAX_PART_LENGTH = 80
_DRAFT = "kladde"
_MAX_ENDING_LENGTH = 20
_MAX_NAME_BYTES = 200
"""Bytes in UTF-8, the unit in which disks limit names; a path with such a name still has room for the folder."""


class FileState(StrEnum):
    """Whether a file is missing, as the program wrote it, or edited since."""

    ABSENT = "absent"
    OURS = "ours"
    EDITED = "edited"


def sha256(content: bytes) -> str:
    """Return the SHA-256 of ``content``, by which a document the program wrote is recognised later."""
    return hashlib.sha256(content).hexdigest()


def document_name(title: str, *about: str) -> str:
    """Return a readable file name that Windows accepts: ``Udviklingsplan – Bjørn Ågård – 2026.docx``."""
    parts = [part for part in (name_part(text) for text in (title, *about)) if part]
    full_name = " – ".join(parts).encode()
    # Cut in bytes, so a letter of two bytes may be cut in half; the half is dropped.
    name = full_name[:_MAX_NAME_BYTES].decode(errors="ignore").rstrip(" .–") or "Dokument"
    return f"_{name}.docx" if _RESERVED.match(name) else f"{name}.docx"


def name_part(text: str) -> str:
    """Return ``text`` as part of a file name: without the characters that Windows refuses, and not too long."""
    plain = unicodedata.normalize("NFC", printable_text(text))
    words = _FORBIDDEN_CHARACTERS.sub("-", " ".join(plain.split()).replace(": ", " – "))
    return words[:_MAX_PART_LENGTH].strip(" .")


def file_name(name: str) -> str:
    """Return the file name ``name``, which may come from another system, as Windows accepts it; the ending is kept."""
    stem, _, ending = name.rpartition(".") if "." in name else (name, "", "")
    full_name, ending = name_part(stem) or "Fil", name_part(ending)[:_MAX_ENDING_LENGTH]
    short = full_name.encode()[:_MAX_NAME_BYTES].decode(errors="ignore").rstrip(" .")
    full = f"{short}.{ending}" if ending else short
    return f"_{full}" if _RESERVED.match(full) else full


def state_of(path: Path, known_sha256: str | None) -> FileState:
    """Return whether ``path`` is absent, still as the program wrote it (``known_sha256``), or edited since.

    :raises TargetOpen: Word has locked the file so that it cannot even be read.
    """
    try:
        return FileState.OURS if sha256(file_changes.read(path)) == known_sha256 else FileState.EDITED
    except FileNotFoundError:
        return FileState.ABSENT
    except PermissionError as error:
        # Windows reports a drive without a disk, too, as missing permission.
        raise _open_or(error, path, TargetOpen) from error
    except OSError as error:
        raise document_error(error, path) from error


def comparable_name(name: str) -> str:
    """Return ``name`` for comparison: equal for one file on Windows or a Mac (``PLAN.docx``, ``plan.docx``)."""
    return comparison_key(name)


def next_free_path(
    path: Path, is_taken: Callable[[str], bool] = lambda _name: False, names: Iterable[str] | None = None
) -> Path:
    """Return ``path`` if it is free, otherwise the next free name in the same folder: ``... (2).docx``.

    :param is_taken: whether a name (as :func:`comparable_name` returns it) is reserved although there is no such file.
    :param names: the names in the folder, if they are known.
    """
    existing = set(map(comparable_name, names_in(path.parent) if names is None else names))
    return next(
        candidate
        for candidate in numbered_paths(path)
        if not ((key := comparable_name(candidate.name)) in existing or is_taken(key))
    )


def numbered_paths(path: Path) -> Iterator[Path]:
    """Yield ``path`` and the names to try after it: ``... (2).docx``, ``... (3).docx`` and so on."""
    plain = _NUMBERED.sub("", path.stem)
    yield path
    yield from (path.with_name(f"{plain} ({number}){path.suffix}") for number in count(2))


def reuse_or_write_copy(path: Path, content: bytes, report: Report = lambda _: None) -> Path:
    """Return a file that holds ``content``, named as ``path`` or by the next names: an existing one or a new one.

    Opening the same thing twice therefore leaves one copy. A copy that was changed since belongs to the user and stays.

    :raises DocumentError: the copy cannot be written there.
    """
    free = next_free_path(path)
    earlier = map(existing_path, takewhile(lambda candidate: candidate != free, numbered_paths(path)))
    existing = next((candidate for candidate in earlier if _has_content(candidate, content)), None)
    if existing is None:
        write_new(free, content, report=report)
    return existing or free


def _has_content(path: Path, content: bytes) -> bool:
    # The size first, so that a large file is not read in vain.
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:  # a folder of that name, or a file that may not be read: not ours in any case
        return False


def existing_path(path: Path, names: Iterable[str] | None = None) -> Path:
    """Return the file that Windows or a Mac would open as ``path``; ``path`` itself if there is none.

    :param names: the names in the folder, if they are known.
    """
    names = names_in(path.parent) if names is None else names
    # The exact name is preferred: on Linux, ``plan.docx`` and ``Plan.docx`` are two files.
    existing = [name for name in names if comparable_name(name) == comparable_name(path.name)]
    return path.with_name(path.name if path.name in existing else next(iter(existing), path.name))


def names_in(folder: Path) -> list[str]:
    """Return the names in ``folder``; none if it cannot be read."""
    try:
        return [candidate.name for candidate in folder.iterdir()]
    except OSError:
        return []  # missing or not readable: the error is raised when the file is written


def has_owner_file(path: Path) -> bool:
    """Return whether an office program has put its owner file (``~$...``) in the folder of ``path``."""
    name = path.name
    # Word replaces up to two of the first letters of the name by ``~$``; LibreOffice writes ``.~lock.*#``.
    owner_files = [f"~${name[cut:]}" for cut in (0, 1, 2)] + [f".~lock.{name}#"]
    return any(path.with_name(owner).exists() for owner in owner_files)


def write_new(path: Path, content: bytes, *, replacing: str | None = None, report: Report = lambda _: None) -> str:
    """Write ``content`` to ``path`` atomically, read it back, and return its SHA-256.

    An existing file is replaced only if it is still the one the program wrote, known by its SHA-256 ``replacing``.

    :param report: is called after each piece of work; a flush reports nothing until it is done.

    :raises TargetOpen: a program has the file open.
    :raises TargetEdited: there is another file, which is not ours to replace.
    :raises FolderReadOnly, FolderMissing, DiskFull, NotWritten: nothing was written; an existing file is unchanged.
    :raises StoredWrongly: the disk lost or changed what was written; only our own earlier file may be gone.
    """
    if state_of(path, replacing) is FileState.EDITED:
        raise TargetEdited(path)
    report(1)
    try:
        if path.exists() and has_owner_file(path):
            raise TargetOpen(path)
        with drafts.draft_folder(path.parent) as folder:
            # Written in a draft folder on the same disk: a kill leaves the old file or the new one, never half a file.
            _write_through(folder / _DRAFT, content, report)
            _require_stored(folder / _DRAFT, content, path)
            report(FLUSHING)
            _put_in_place(folder / _DRAFT, path)
            report(1)
            # A share may answer the rename before it is done, or lose what it had only promised to write. A file that
            # is not as it was written stays: it could be a person's by now.
            _require_stored(path, content, path)
    except OSError as error:
        raise document_error(error, path) from error
    return sha256(content)


def _write_through(scratch: Path, content: bytes, report: Report) -> None:
    with scratch.open("xb") as file:
        file.write(content)
        file.flush()
        report(FLUSHING)
        # On the disk before it replaces the old file, or a power cut could leave neither.
        os.fsync(file.fileno())
        report(1)


def _require_stored(file: Path, content: bytes, path: Path) -> None:
    """Read ``file`` back, from the disk itself where the system allows it. :raises StoredWrongly: it differs."""
    try:
        with file_changes.open_again(file, "rb") as opened:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            if opened.read() == content:
                return
    except FileNotFoundError:
        pass
    raise StoredWrongly(path)


def _put_in_place(scratch: Path, path: Path) -> None:
    try:
        file_changes.replace(scratch, path)
    except PermissionError as error:
        # Windows refuses to replace a file that a program has open.
        raise _open_or(error, path, TargetOpen if path.exists() else FolderReadOnly) from error


def _open_or(error: OSError, path: Path, denied: Callable[[Path], DocumentError]) -> DocumentError:
    """Return the error to show; ``denied`` where the system reports no more than missing permission."""
    return denied(path) if problem_of(error) is DiskProblem.DENIED else document_error(error, path)
