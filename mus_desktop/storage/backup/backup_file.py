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

from mus_desktop import file_changes
from mus_desktop.limited_reading import read_limited
from mus_desktop.storage.keys import database_key

END_MARK = b"MUS-BACKUP-FILE\n"
SUFFIX = ".musbackup"
MANIFEST_SUFFIX = ".json"
FORMAT = 1
CHUNK_BYTES = 1 << 20
_LENGTH_BYTES = 8
_DIGEST_BYTES = 32
_TRAILER_BYTES = _LENGTH_BYTES + _DIGEST_BYTES + len(END_MARK)
_MAX_LABEL_BYTES = 1 << 20
MAX_MANIFEST_BYTES = 1 << 20
"""The most bytes of a manifest that are read; one has about 600."""
_NAME = re.compile(
    r"MUS-backup \d{4}-\d\d-\d\d nr\. (?P<number>\d{4,}) "
    r"\((?P<database>[0-9a-f]{8})-(?P<made_at>\d{8}T\d{6}Z)(?:-(?P<installation>[0-9a-f]{8}))?\)\.musbackup"
)
_FIRST_NAME = re.compile(
    r"mus-(?P<database>[0-9a-f]{8})-(?P<number>\d{6,})-(?P<made_at>\d{8}T\d{6}Z)"
    r"(?:-(?P<installation>[0-9a-f]{8}))?\.musbackup"
)
"""The names of backups before they said what they are. Such files keep their names."""
_TIMESTAMP_FORMAT = "%Y%m%dT%H%M%SZ"


class NoReadableLabel(Exception):
    """The file has no readable label."""


@dataclass(frozen=True, slots=True)
class BackupName:
    """The parts of a backup's file name: the database, the number in the series, the time (UTC), and the installation.

    ``installation`` is the id of the installation that made it, empty in backups from before there were ids.
    ``is_first_form`` says that the file is named as the first versions named it; the backup is the same.
    """

    database: str
    number: int
    made_at: datetime
    installation: str = ""
    is_first_form: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        """Return the file name: first what it is, its date and number, then what identifies it.

        The date is that of UTC, as the time behind it: a name must not depend on the clock of the PC that reads it.
        """
        made_by = f"-{self.installation}" if self.installation else ""
        at = self.made_at.astimezone(UTC)
        if self.is_first_form:
            return f"mus-{self.database}-{self.number:06d}-{at:{_TIMESTAMP_FORMAT}}{made_by}{SUFFIX}"
        identity = f"{self.database}-{at:{_TIMESTAMP_FORMAT}}{made_by}"
        return f"MUS-backup {at:%Y-%m-%d} nr. {self.number:04d} ({identity}){SUFFIX}"


@dataclass(frozen=True, slots=True)
class BackupLabel:
    """The description of a backup, stored in its file."""

    name: BackupName
    program: str
    schema: int
    size: int
    """The size of the database in the backup, in bytes."""
    counts: Mapping[str, int]
    """The number of employees, conversations, plans and documents."""
    locks: tuple[database_key.Lock, ...] = field(default=(), repr=False)
    """The locks that open it; none for a plain backup."""
    only_copy_encrypted: bool = False
    """Whether only the copy is encrypted, under the backup password; the database had no password."""

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed; unknown for a newer program's backup, see :attr:`is_newer_format`."""
        return bool(self.locks)

    @property
    def is_newer_format(self) -> bool:
        """Whether a newer program wrote it, so that hardly any of the label can be interpreted."""
        return self.schema >= _UNKNOWN_NEWER_SCHEMA


def parse_name(file_name: str) -> BackupName | None:
    """Return the parts of a file name, ``None`` if it is not the name of a backup."""
    current = _NAME.fullmatch(file_name)
    match = current or _FIRST_NAME.fullmatch(file_name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match["made_at"], _TIMESTAMP_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    name = BackupName(
        match["database"], int(match["number"]), made_at, match["installation"] or "", is_first_form=current is None
    )
    # The program finds a file by this name again, so a name that somebody has changed a little is another file.
    return name if str(name) == file_name else None


def manifest_path(file: Path) -> Path:
    """Return the path of the manifest of the backup ``file``."""
    return file.with_name(file.name + MANIFEST_SUFFIX)


def append_label(draft: Path, label: BackupLabel, digest: Any) -> str:
    """Append ``label`` to the database in ``draft``; return the SHA-256 of the whole file.

    :param digest: the running SHA-256 of the database.
    """
    plain = json.dumps(_label_to_json(label), separators=(",", ":")).encode()
    written = plain + len(plain).to_bytes(_LENGTH_BYTES, "big")
    digest = digest.copy()
    digest.update(written)
    trailer = digest.digest() + END_MARK
    digest.update(trailer)
    with file_changes.open_again(draft, "ab") as file:
        file.write(written + trailer)
    return str(digest.hexdigest())


def manifest(label: BackupLabel, file_size: int, sha256: str) -> bytes:
    """Return the content of the manifest."""
    plain = _label_to_json(label)
    del plain["locks"]
    plain |= {"file": str(label.name), "encrypted": label.encrypted, "bytes": file_size, "sha256": sha256}
    if label.locks:
        plain["password_from"] = database_key.password_from(label.locks)
        plain["opened_by"] = [database_key.lock_identity(lock) for lock in label.locks]
    return (json.dumps(plain, indent=1) + "\n").encode()


def read_manifest(file: Path) -> tuple[int, str] | None:
    """Return the size and SHA-256 in the manifest of the backup ``file``; ``None`` without a readable one."""
    manifest = manifest_path(file)
    try:
        plain = json.loads(read_limited(manifest, MAX_MANIFEST_BYTES)) if manifest.is_file() else {}
        return int(plain["bytes"]), str(plain["sha256"])
    except (OSError, ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return None


def manifest_names(manifest: bytes, backup: str) -> bool:
    """Return whether ``manifest`` is the content of the manifest of the backup called ``backup``."""
    try:
        return bool(json.loads(manifest)["file"] == backup)
    except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return False


def size_in_manifest(manifest_text: str | None) -> int | None:
    """Return the size of the backup in bytes, according to its manifest."""
    try:
        return int(json.loads(manifest_text or "")["bytes"])
    except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return None


def read_manifest_counts(manifest_text: str | None) -> tuple[dict[str, int], bool] | None:
    """Return the counts in a manifest and whether its backup is encrypted."""
    try:
        plain = json.loads(manifest_text or "")
        return {str(what): int(number) for what, number in plain["counts"].items()}, bool(plain["encrypted"])
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def read_manifest_locks(manifest_text: str | None) -> tuple[str | None, frozenset[str]]:
    """Return the ISO date of the password and the identities of the locks in a manifest."""
    try:
        plain = json.loads(manifest_text or "")
        return date.fromisoformat(plain["password_from"]).isoformat(), frozenset(map(str, plain["opened_by"]))
    except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
        return None, frozenset()


def read_label(file: Path) -> BackupLabel:
    """Return the label of the backup ``file``; the rest of the file is not read.

    :raises NotReadable: there is no label, or it is invalid.

    Raises ``OSError``.
    """
    status = file.stat()
    if not S_ISREG(status.st_mode):  # opening a pipe would block
        raise NoReadableLabel
    size = status.st_size
    with file_changes.open_again(file, "rb") as opened:
        # A seek to before the start of a short file would raise.
        opened.seek(max(size - _TRAILER_BYTES, 0))
        trailer = opened.read(_TRAILER_BYTES)
        length = int.from_bytes(trailer[:_LENGTH_BYTES], "big")
        if (
            not trailer.endswith(END_MARK)
            or len(trailer) < _TRAILER_BYTES
            or not 0 < length <= min(_MAX_LABEL_BYTES, size - _TRAILER_BYTES)
        ):
            raise NoReadableLabel
        opened.seek(size - _TRAILER_BYTES - length)
        label = _parse_label(opened.read(length))
    if label.size + length + _TRAILER_BYTES != size:
        raise NoReadableLabel
    return label


def is_intact(file: Path) -> bool:
    """Return whether the backup ``file`` matches its own checksum. Raises ``OSError``."""
    size = file.stat().st_size
    with file_changes.open_again(file, "rb") as opened:
        opened.seek(max(size - len(END_MARK) - _DIGEST_BYTES, 0))
        expected = opened.read(_DIGEST_BYTES)
    return bool(running_digest(chunks(file, size - len(END_MARK) - _DIGEST_BYTES)).digest() == expected)


def chunks(file: Path, size: int | None = None) -> Iterator[bytes]:
    """Yield the first ``size`` bytes of ``file``, or all of it, in chunks. Raises ``OSError``."""
    remaining = file.stat().st_size if size is None else size
    with file_changes.open_again(file, "rb") as opened:
        while remaining > 0 and (chunk := opened.read(min(CHUNK_BYTES, remaining))):
            remaining -= len(chunk)
            yield chunk


def running_digest(parts: Iterator[bytes]) -> Any:
    """Return the running SHA-256 of ``parts``."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest


def _label_to_json(label: BackupLabel) -> dict[str, Any]:
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
        "covered": label.only_copy_encrypted,
        "locks": database_key.locks_to_json(label.locks),
    }


def _parse_label(written: bytes) -> BackupLabel:
    try:
        plain = json.loads(written)
        if plain["format"] != FORMAT:
            return _newer_label(plain)
        made_at, made_by = datetime.fromisoformat(plain["made_at"]), str(plain.get("installation", ""))
        name = BackupName(str(plain["database"]), int(plain["number"]), made_at, made_by)
        counts = {str(what): int(number) for what, number in plain["counts"].items()}
        # Missing in older backups: their databases were encrypted themselves or not at all.
        locks, only_copy_encrypted = database_key.locks_from_json(plain["locks"]), bool(plain.get("covered"))
        size = int(plain["database_bytes"])
        return BackupLabel(name, str(plain["program"]), int(plain["schema"]), size, counts, locks, only_copy_encrypted)
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoReadableLabel from error


def _newer_label(plain: Any) -> BackupLabel:
    """Return a label with just enough of a newer program's label to identify it as one."""
    name = BackupName("", 0, datetime.now(UTC))
    return BackupLabel(name, str(plain.get("program", "")), _UNKNOWN_NEWER_SCHEMA, int(plain["database_bytes"]), {})


_UNKNOWN_NEWER_SCHEMA = 1 << 30
