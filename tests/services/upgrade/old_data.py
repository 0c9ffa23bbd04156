"""Data folders of schema 1, made of the fixtures under ``tests/data``."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from mus_desktop.storage.database import engine
from mus_desktop.storage.keys import database_key

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 11, 30, 8, 15)  # noqa: DTZ001 - the clock on the wall
PASSWORD = "tyttebær på Fanø"  # noqa: S105 - of a test


def copy_old(folder: Path, key: bytes | None) -> Path:
    """The plain fixture of schema 1 in ``folder``, encrypted if there is a ``key``. Nothing in it is upgraded."""
    folder.mkdir(parents=True)
    path, source = folder / "mus.sqlite", DATA / "schema_1" / "plain" / "mus.sqlite"
    if key is None:
        shutil.copyfile(source, path)
        return folder
    path.touch()
    original = folder / "original.sqlite"
    shutil.copyfile(source, original)
    engine.convert(original, path, old_key=None, new_key=key)
    original.unlink()
    lock = database_key.lock(key, database_key.Opener.PASSWORD, PASSWORD, "2026-11-18", database_key.Cost(n=2**4))
    database_key.write_locks(path, [lock])
    return folder


def rows_of(folder: Path, key: bytes | None, schema: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """Every row of the tables and columns in ``schema`` (those that are there, if it is not given)."""
    with closing(engine.connect(folder / "mus.sqlite", key=key)) as connection:
        tables = schema or {
            name: [column[1] for column in connection.execute(f"PRAGMA table_info({name})")]
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            if name != "sqlite_sequence"
        }
        return {
            table: sorted(connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall(), key=repr)
            for table, columns in tables.items()
        } | {"": tables}
