"""Documents on disk: safe names, atomic writes, and no overwriting of edited files. Imports nothing of Word."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import count, takewhile
from pathlib import Path

from mus_desktop import drafts
from mus_desktop.errors import DocumentError
from mus_desktop.model.text import comparison_key, printable_text

_FORBIDDEN_CHARACTERS = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
# Names of devices in Windows, which are reserved with any ending: writing to ``con.docx`` would write to the console.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\s*\.|\s*$)")
_NUMBERED = re.compile(r" \(\d+\)$")
_MAX_PART_LENGTH = 80
_DRAFT = "kladde"
_MAX_ENDING_LENGTH = 20
_WORD_SUFFIXES = frozenset({".docx", ".docm", ".doc", ".dotx", ".dotm", ".odt", ".rtf"})
_MAX_NAME_BYTES = 200
"""Bytes in UTF-8, the unit in which disks limit names; a path with such a name still has room for the folder."""
_DISK_FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY_ERRORS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_MISSING_ERRORS = frozenset({errno.ENOENT, errno.ENOTDIR})


class TargetOpen(DocumentError):
    """The file is open in Word, or in another program if it is no document, and cannot be replaced now."""

    def __init__(self, path: Path) -> None:
        in_word = path.suffix.lower() in _WORD_SUFFIXES
        super().__init__(
            f"»{path.name}« er åbent i Word. "
            "Luk dokumentet, og prøv igen, eller gem det ved siden af under et nyt navn."
            if in_word
            else f"»{path.name}« er åben i et andet program. Luk filen dér, og prøv igen, eller gem under et nyt navn."
        )


class TargetEdited(DocumentError):
    """The document was changed outside the program since it was written, or was never the program's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"»{path.name}« er rettet eller lagt her uden om programmet og bliver ikke overskrevet. "
            "Behold filen, eller gem dokumentet ved siden af under et nyt navn."
        )


class FolderReadOnly(DocumentError):
    """The program may not write in the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Der kan ikke gemmes i mappen »{path.parent}«. Vælg en anden mappe.")


class FolderMissing(DocumentError):
    """The folder does not exist (a share that is gone, a removed drive)."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Mappen »{path.parent}« findes ikke længere. Vælg en anden mappe.")


class DiskFull(DocumentError):
    """The disk has no room for the document."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Der er ikke plads til dokumentet i mappen »{path.parent}«. Gør plads, eller vælg en anden mappe."
        )


class NotWritten(DocumentError):
    """The document could not be written for an unknown reason."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"»{path.name}« kunne ikke gemmes. Prøv igen, eller vælg en anden mappe.")


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
        return FileState.OURS if sha256(path.read_bytes()) == known_sha256 else FileState.EDITED
    except FileNotFoundError:
        return FileState.ABSENT
    except PermissionError as error:
        raise TargetOpen(path) from error
    except OSError as error:
        raise _document_error(error, path) from error


def comparable_name(name: str) -> str:
    """Return ``name`` for comparison: equal for one file on Windows or a Mac (``PLAN.docx``, ``plan.docx``)."""
    return comparison_key(name)


def next_free_path(path: Path, is_taken: Callable[[str], bool] = lambda _name: False) -> Path:
    """Return ``path`` if it is free, otherwise the next free name in the same folder: ``... (2).docx``.

    :param is_taken: whether a name (as :func:`comparable_name` returns it) is reserved although there is no such file.
    """
    existing = set(map(comparable_name, _names_in(path.parent)))
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


def reuse_or_write_copy(path: Path, content: bytes) -> Path:
    """Return a file that holds ``content``, named as ``path`` or by the next names: an existing one or a new one.

    Opening the same thing twice therefore leaves one copy. A copy that was changed since belongs to the user and stays.

    :raises DocumentError: the copy cannot be written there.
    """
    free = next_free_path(path)
    earlier = map(existing_path, takewhile(lambda candidate: candidate != free, numbered_paths(path)))
    existing = next((candidate for candidate in earlier if _has_content(candidate, content)), None)
    if existing is None:
        write_new(free, content)
    return existing or free


def _has_content(path: Path, content: bytes) -> bool:
    # The size first, so that a large file is not read in vain.
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:  # a folder of that name, or a file that may not be read: not ours in any case
        return False


def existing_path(path: Path) -> Path:
    """Return the file that Windows or a Mac would open as ``path``; ``path`` itself if there is none."""
    # The exact name is preferred: on Linux, ``plan.docx`` and ``Plan.docx`` are two files.
    existing = [name for name in _names_in(path.parent) if comparable_name(name) == comparable_name(path.name)]
    return path.with_name(path.name if path.name in existing else next(iter(existing), path.name))


def _names_in(folder: Path) -> list[str]:
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


def write_new(path: Path, content: bytes, *, replacing: str | None = None) -> str:
    """Write ``content`` to ``path`` atomically and return its SHA-256.

    An existing file is replaced only if it is still the one the program wrote, known by its SHA-256 ``replacing``.

    :raises TargetOpen: a program has the file open.
    :raises TargetEdited: there is another file, which is not ours to replace.
    :raises FolderReadOnly, FolderMissing, DiskFull, NotWritten: nothing was written; an existing file is unchanged.
    """
    if state_of(path, replacing) is FileState.EDITED:
        raise TargetEdited(path)
    if path.exists() and has_owner_file(path):
        raise TargetOpen(path)
    try:
        with drafts.draft_folder(path.parent) as folder:
            # Written in a draft folder on the same disk: a kill leaves the old file or the new one, never half a file.
            _write_through(folder / _DRAFT, content)
            _put_in_place(folder / _DRAFT, path)
    except OSError as error:
        raise _document_error(error, path) from error
    return sha256(content)


def _write_through(scratch: Path, content: bytes) -> None:
    with scratch.open("xb") as file:
        file.write(content)
        file.flush()
        # On the disk before it replaces the old file, or a power cut could leave neither.
        os.fsync(file.fileno())


def _put_in_place(scratch: Path, path: Path) -> None:
    try:
        scratch.replace(path)
    except PermissionError as error:
        # Windows refuses to replace a file that a program has open.
        raise (TargetOpen(path) if path.exists() else FolderReadOnly(path)) from error


def _document_error(error: OSError, path: Path) -> DocumentError:
    if error.errno in _DISK_FULL_ERRORS:
        return DiskFull(path)
    if error.errno in _READ_ONLY_ERRORS:
        return FolderReadOnly(path)
    if error.errno in _MISSING_ERRORS:
        return FolderMissing(path)
    return NotWritten(path)
