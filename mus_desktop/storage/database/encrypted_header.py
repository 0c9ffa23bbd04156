"""The header of an encrypted database, read before it is opened: a file that is refused is never touched."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from mus_desktop import file_changes
from mus_desktop.errors import DataUnusable
from mus_desktop.storage.database import engine, error_messages, file_header
from mus_desktop.storage.database.private_files import scratch_folder

_PAGE = 4096  # the page size of SQLCipher 4


def refuse_unless_ours(path: Path, newest: int, key: bytes) -> None:
    """Raise :class:`StorageError` unless ``key`` opens ``path`` and its schema is ``newest`` or older.

    A file that ``key`` does not open raises :class:`DataUnusable`: a backup can replace it.

    SQLCipher cannot read a file without writing next to it, so it reads a copy instead: of the first page, of the first
    page in a ``-wal`` file left by a killed program, which may have been a newer one, and of the first page from before
    a power cut that left it half written. All copied content is encrypted.
    """
    if path.stat().st_size < _PAGE:
        raise DataUnusable(error_messages.WRONG_KEY)
    with scratch_folder() as folder:
        probe = folder / path.name
        _copy_first_page(path, probe, path.stat().st_size)
        for suffix in ("-wal", "-journal"):
            side_file = path.with_name(path.name + suffix)
            if side_file.exists() and side_file.stat().st_size:
                shutil.copyfile(side_file, probe.with_name(side_file.name))
        application_id, schema = _read_ids(probe, key)
    file_header.refuse_wrong_header(path, application_id, schema, newest)


def can_open(file: Path, length: int, key: bytes) -> bool:
    """Return whether ``key`` opens the database in the first ``length`` bytes of ``file``. Raises ``OSError``."""
    with scratch_folder() as folder:
        probe = folder / "probe"
        _copy_first_page(file, probe, length)
        try:
            _read_ids(probe, key)
        except engine.errors():
            return False
    return True


def _copy_first_page(path: Path, probe: Path, length: int) -> None:
    """Copy the first page into a file of the full length: SQLCipher refuses a shorter one as a database."""
    with file_changes.open_again(path, "rb") as file, probe.open("wb") as copy:
        copy.write(file.read(_PAGE))
        copy.truncate(length)


def _read_ids(probe: Path, key: bytes) -> tuple[int, int]:
    with closing(engine.connect(probe, key=key)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # otherwise a shared index is created next to it
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        return int(application_id), int(schema)
