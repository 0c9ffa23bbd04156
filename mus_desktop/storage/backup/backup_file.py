"""The backup file format: the database, followed by a label that describes the backup.

::

    database | label (JSON) | length of the label, 8 bytes | SHA-256 of all before it, 32 bytes | mark, 16 bytes

The label holds the locks of an encrypted database, so one file and one secret are enough. A manifest next to the file
repeats the label and adds the SHA-256 of the whole file, for people and for lists. It contains nothing about any
person.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from stat import S_ISREG
from typing import Any

from mus_desktop.storage.keys import database_key

MARK = b"MUS-BACKUP-FILE\n"
SUFFIX = ".musbackup"
MANIFEST_SUFFIX = ".json"
FORMAT = 1
CHUNK = 1 << 20
_LENGTH_BYTES = 8
_DIGEST_BYTES = 32
_TAIL = _LENGTH_BYTES + _DIGEST_BYTES + len(MARK)
_LONGEST_LABEL = 1 << 20
_NAME = re.compile(r"mus-([0-9a-f]{8})-(\d{6,})-(\d{8}T\d{6}Z)(?:-([0-9a-f]{8}))?\.musbackup")
_MOMENT = "%Y%m%dT%H%M%SZ"


class NotReadable(Exception):
    """The file has no readable label."""


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a backup's file name: the database, the number in the series, the time (UTC), and the installation.

    ``installation`` is the id of the installation that made it, empty in backups from before there were ids.
    """

    database: str
    number: int
    made_at: datetime
    installation: str = ""

    def __str__(self) -> str:
        made_by = f"-{self.installation}" if self.installation else ""
        return f"mus-{self.database}-{self.number:06d}-{self.made_at.astimezone(UTC):{_MOMENT}}{made_by}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Label:
    """The description of a backup, stored in its file."""

    name: Name
    program: str
    schema: int
    size: int
    """The size of the database in the backup, in bytes."""
    counts: Mapping[str, int]
    """The number of employees, conversations, plans and documents."""
    locks: tuple[database_key.Lock, ...] = field(default=(), repr=False)
    """The locks that open it; none for a plain backup."""
    covered: bool = False
    """Whether only the copy is encrypted, under the backup password; the database had no password."""

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed; unknown for a newer program's backup, see :attr:`of_newer_format`."""
        return bool(self.locks)

    @property
    def of_newer_format(self) -> bool:
        """Whether a newer program wrote it, so that hardly any of the label can be interpreted."""
        return self.schema >= _NEWER_THAN_ALL


def name_of(file_name: str) -> Name | None:
    """Return the parts of a file name, ``None`` if it is not the name of a backup."""
    match = _NAME.fullmatch(file_name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match[3], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Name(match[1], int(match[2]), made_at, match[4] or "")


def manifest_of(file: Path) -> Path:
    """Return the path of the manifest of the backup ``file``."""
    return file.with_name(file.name + MANIFEST_SUFFIX)


def seal(draft: Path, label: Label, digest: Any) -> str:
    """Append ``label`` to the database in ``draft``; return the SHA-256 of the whole file.

    :param digest: the running SHA-256 of the database.
    """
    plain = json.dumps(_as_plain(label), separators=(",", ":")).encode()
    written = plain + len(plain).to_bytes(_LENGTH_BYTES, "big")
    digest = digest.copy()
    digest.update(written)
    tail = digest.digest() + MARK
    digest.update(tail)
    with draft.open("ab") as file:
        file.write(written + tail)
    return str(digest.hexdigest())


def manifest(label: Label, file_size: int, sha256: str) -> bytes:
    """Return the content of the manifest."""
    plain = _as_plain(label)
    del plain["locks"]
    plain |= {"file": str(label.name), "encrypted": label.encrypted, "bytes": file_size, "sha256": sha256}
    if label.locks:
        plain["password_from"] = database_key.password_from(label.locks)
        plain["opened_by"] = [database_key.identity(lock) for lock in label.locks]
    return (json.dumps(plain, indent=1) + "\n").encode()


def read_manifest(file: Path) -> tuple[int, str] | None:
    """Return the size and SHA-256 in the manifest of the backup ``file``; ``None`` without a readable one."""
    manifest = manifest_of(file)
    try:
        plain = json.loads(manifest.read_bytes()) if manifest.is_file() else {}
        return int(plain["bytes"]), str(plain["sha256"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def manifest_names(manifest: bytes, backup: str) -> bool:
    """Return whether ``manifest`` is the content of the manifest of the backup called ``backup``."""
    try:
        return bool(json.loads(manifest)["file"] == backup)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def promised_size(manifest_text: str | None) -> int | None:
    """Return the size of the backup in bytes, according to its manifest."""
    try:
        return int(json.loads(manifest_text or "")["bytes"])
    except (ValueError, KeyError, TypeError):
        return None


def read_contents(manifest_text: str | None) -> tuple[dict[str, int], bool] | None:
    """Return the counts in a manifest and whether its backup is encrypted."""
    try:
        plain = json.loads(manifest_text or "")
        return {str(what): int(number) for what, number in plain["counts"].items()}, bool(plain["encrypted"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read_opening(manifest_text: str | None) -> tuple[str | None, frozenset[str]]:
    """Return the ISO date of the password and the identities of the locks in a manifest."""
    try:
        plain = json.loads(manifest_text or "")
        return date.fromisoformat(plain["password_from"]).isoformat(), frozenset(map(str, plain["opened_by"]))
    except (ValueError, KeyError, TypeError):
        return None, frozenset()


def read_label(file: Path) -> Label:
    """Return the label of the backup ``file``; the rest of the file is not read.

    :raises NotReadable: there is no label, or it is invalid.

    Raises ``OSError``.
    """
    known = file.stat()
    if not S_ISREG(known.st_mode):  # opening a pipe would block
        raise NotReadable
    size = known.st_size
    with file.open("rb") as opened:
        opened.seek(max(size - _TAIL, 0))
        tail = opened.read(_TAIL)
        length = int.from_bytes(tail[:_LENGTH_BYTES], "big")
        if not tail.endswith(MARK) or len(tail) < _TAIL or not 0 < length <= min(_LONGEST_LABEL, size - _TAIL):
            raise NotReadable
        opened.seek(size - _TAIL - length)
        label = _parsed(opened.read(length))
    if label.size + length + _TAIL != size:
        raise NotReadable
    return label


def is_intact(file: Path) -> bool:
    """Return whether the backup ``file`` matches its own checksum. Raises ``OSError``."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(size - len(MARK) - _DIGEST_BYTES, 0))
        promised = opened.read(_DIGEST_BYTES)
    return bool(digest_of(chunks(file, size - len(MARK) - _DIGEST_BYTES)).digest() == promised)


def chunks(file: Path, size: int | None = None) -> Iterator[bytes]:
    """Yield the first ``size`` bytes of ``file``, or all of it, in chunks. Raises ``OSError``."""
    left = file.stat().st_size if size is None else size
    with file.open("rb") as opened:
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def digest_of(parts: Iterator[bytes]) -> Any:
    """Return the running SHA-256 of ``parts``."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest


def _as_plain(label: Label) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "database": label.name.database,
        "number": label.name.number,
        "made_at": label.name.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "installation": label.name.installation,
        "program": label.program,
        "schema": label.schema,
        "database_bytes": label.size,
        "counts": dict(label.counts),
        "covered": label.covered,
        "locks": database_key.to_plain(label.locks),
    }


def _parsed(written: bytes) -> Label:
    try:
        plain = json.loads(written)
        if plain["format"] != FORMAT:
            return _of_another_format(plain)
        made_at, made_by = datetime.fromisoformat(plain["made_at"]), str(plain.get("installation", ""))
        name = Name(str(plain["database"]), int(plain["number"]), made_at, made_by)
        counts = {str(what): int(number) for what, number in plain["counts"].items()}
        locks, covered = database_key.from_plain(plain["locks"]), bool(plain.get("covered"))
        size = int(plain["database_bytes"])
        return Label(name, str(plain["program"]), int(plain["schema"]), size, counts, locks, covered)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReadable from error


def _of_another_format(plain: Any) -> Label:
    """Return a label with just enough of a newer program's label to identify it as one."""
    name = Name("", 0, datetime.now(UTC))
    return Label(name, str(plain.get("program", "")), _NEWER_THAN_ALL, int(plain["database_bytes"]), {})


_NEWER_THAN_ALL = 1 << 30
