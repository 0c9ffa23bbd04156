"""A backup file: the database as it was, and after its last page what the backup says of itself.

::

    database | label (JSON) | length of the label, 8 bytes | SHA-256 of all before it, 32 bytes | mark, 16 bytes

The label holds the locks of an encrypted database, so one file and one secret are enough. The same is said in a
manifest beside it, with the SHA-256 of the whole file, for people and for lists. Nothing in it tells who anybody is.
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
_NAME = re.compile(r"mus-([0-9a-f]{8})-(\d{6,})-(\d{8}T\d{6}Z)\.musbackup")
_MOMENT = "%Y%m%dT%H%M%SZ"


class NotReadable(Exception):
    """The file has no label that can be read."""


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a backup tells: of which database, which in the row, and when (UTC)."""

    database: str
    number: int
    made_at: datetime

    def __str__(self) -> str:
        return f"mus-{self.database}-{self.number:06d}-{self.made_at.astimezone(UTC):{_MOMENT}}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Label:
    """What a backup says of itself."""

    name: Name
    program: str
    schema: int
    size: int
    """Of the database in it, in bytes."""
    counts: Mapping[str, int]
    """How many there are of each: employees, conversations, plans, documents."""
    locks: tuple[database_key.Lock, ...] = field(default=(), repr=False)
    """What opens it; none for a plain one."""
    covered: bool = False
    """Whether only the copy was encrypted, under the backup password; the database had no password."""

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed; not known of a newer program's, see :attr:`of_newer_format`."""
        return bool(self.locks)

    @property
    def of_newer_format(self) -> bool:
        """Whether a newer program wrote it, so that hardly anything it says is known."""
        return self.schema >= _NEWER_THAN_ALL


def name_of(file_name: str) -> Name | None:
    """What a file name tells, ``None`` if it is not the name of a backup."""
    match = _NAME.fullmatch(file_name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match[3], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Name(match[1], int(match[2]), made_at)


def manifest_of(file: Path) -> Path:
    """Where the manifest of the backup ``file`` lies."""
    return file.with_name(file.name + MANIFEST_SUFFIX)


def seal(draft: Path, label: Label, digest: Any) -> str:
    """Write ``label`` after the database in ``draft``, whose running SHA-256 is ``digest``; gives that of all of it."""
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
    """The content of the manifest."""
    plain = _as_plain(label)
    del plain["locks"]
    plain |= {"file": str(label.name), "encrypted": label.encrypted, "bytes": file_size, "sha256": sha256}
    if label.locks:
        plain["password_from"] = database_key.password_from(label.locks)
        plain["opened_by"] = [database_key.identity(lock) for lock in label.locks]
    return (json.dumps(plain, indent=1) + "\n").encode()


def read_manifest(file: Path) -> tuple[int, str] | None:
    """Size and SHA-256 that the manifest promises of the backup ``file``; ``None`` without a readable one."""
    manifest = manifest_of(file)
    try:
        plain = json.loads(manifest.read_bytes()) if manifest.is_file() else {}
        return int(plain["bytes"]), str(plain["sha256"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def promised_size(manifest_text: str | None) -> int | None:
    """The size in bytes that a manifest promises of its backup."""
    try:
        return int(json.loads(manifest_text or "")["bytes"])
    except (ValueError, KeyError, TypeError):
        return None


def read_contents(manifest_text: str | None) -> tuple[dict[str, int], bool] | None:
    """What a manifest says is in its backup: the counts, and whether it is encrypted."""
    try:
        plain = json.loads(manifest_text or "")
        return {str(what): int(number) for what, number in plain["counts"].items()}, bool(plain["encrypted"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read_opening(manifest_text: str | None) -> tuple[str | None, frozenset[str]]:
    """What a manifest says opens its backup: of which ISO date the password is, and the identities of the locks."""
    try:
        plain = json.loads(manifest_text or "")
        return date.fromisoformat(plain["password_from"]).isoformat(), frozenset(map(str, plain["opened_by"]))
    except (ValueError, KeyError, TypeError):
        return None, frozenset()


def read_label(file: Path) -> Label:
    """What the backup ``file`` says of itself; nothing else of it is read.

    :raises NotReadable: there is no label, or it does not make sense.

    Raises ``OSError``.
    """
    known = file.stat()
    if not S_ISREG(known.st_mode):  # a pipe would be waited for
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
    """Whether every byte of the backup ``file`` is as it was written, by its own checksum. Raises ``OSError``."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(size - len(MARK) - _DIGEST_BYTES, 0))
        promised = opened.read(_DIGEST_BYTES)
    return bool(digest_of(chunks(file, size - len(MARK) - _DIGEST_BYTES)).digest() == promised)


def chunks(file: Path, size: int | None = None) -> Iterator[bytes]:
    """The first ``size`` bytes of ``file``, or all of it. Raises ``OSError``."""
    left = file.stat().st_size if size is None else size
    with file.open("rb") as opened:
        while left > 0 and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def digest_of(parts: Iterator[bytes]) -> Any:
    """The running SHA-256 of ``parts``."""
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
        name = Name(str(plain["database"]), int(plain["number"]), datetime.fromisoformat(plain["made_at"]))
        counts = {str(what): int(number) for what, number in plain["counts"].items()}
        locks, covered = database_key.from_plain(plain["locks"]), bool(plain.get("covered"))
        size = int(plain["database_bytes"])
        return Label(name, str(plain["program"]), int(plain["schema"]), size, counts, locks, covered)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReadable from error


def _of_another_format(plain: Any) -> Label:
    """Enough of a newer program's label to say that it is one."""
    name = Name("", 0, datetime.now(UTC))
    return Label(name, str(plain.get("program", "")), _NEWER_THAN_ALL, int(plain["database_bytes"]), {})


_NEWER_THAN_ALL = 1 << 30
