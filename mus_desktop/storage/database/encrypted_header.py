"""What an encrypted database says of itself, read before it is opened: a file that is refused is never touched."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from mus_desktop.errors import Unusable
from mus_desktop.storage.database import engine, error_messages, file_header
from mus_desktop.storage.database.private_files import scratch_folder

_PAGE = 4096


def refuse_unless_ours(path: Path, newest: int, key: bytes) -> None:
    """Raise :class:`StorageError` unless ``key`` opens ``path`` and its schema is ``newest`` or older.

    What ``key`` does not open is :class:`Unusable`: a backup is the way out.

    SQLCipher cannot read a file without writing beside it, so it is shown another: the first page, what a killed
    program left in ``-wal``, which may have been a newer one, and the first page as it was if a power cut left it half
    written. Everything in it is encrypted.
    """
    if path.stat().st_size < _PAGE:
        raise Unusable(error_messages.WRONG_KEY)
    with scratch_folder() as folder:
        probe = folder / path.name
        _copy_first_page(path, probe, path.stat().st_size)
        for suffix in ("-wal", "-journal"):
            left = path.with_name(path.name + suffix)
            if left.exists() and left.stat().st_size:
                shutil.copyfile(left, probe.with_name(left.name))
        application_id, schema = _ids(probe, key)
    file_header.judge(path, application_id, schema, newest)


def opens(file: Path, length: int, key: bytes) -> bool:
    """Whether ``key`` opens the database in the first ``length`` bytes of ``file``. Raises ``OSError``."""
    with scratch_folder() as folder:
        probe = folder / "probe"
        _copy_first_page(file, probe, length)
        try:
            _ids(probe, key)
        except engine.errors():
            return False
    return True


def _copy_first_page(path: Path, probe: Path, length: int) -> None:
    """The first page in a file of the right length: a shorter one would not pass for a database."""
    with path.open("rb") as file, probe.open("wb") as copy:
        copy.write(file.read(_PAGE))
        copy.truncate(length)


def _ids(probe: Path, key: bytes) -> tuple[int, int]:
    with closing(engine.connect(probe, key=key)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # or a shared index would be made beside it
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        return int(application_id), int(schema)
