"""Comparison of a database's schema with the one its migrations create.

A changed bit in the text of the schema may change a rule or the name of a column. Nothing else detects a changed rule,
and the engine reports a changed column name with an error that looks like a mistake in the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.database.damaged_text import reading_damaged_text
from mus_desktop.storage.database.migrator import Migration

_Schema: TypeAlias = frozenset[tuple[Any, ...]]

# The engine creates the others itself; a backup may or may not have them.
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite|_%' ESCAPE '|'"


def matches_migrations(connection: engine.Connection, migrations: Sequence[Migration] | None = None) -> bool:
    """Return whether the schema is exactly the one that the migrations up to its version create.

    Raises one of :func:`engine.errors` if it cannot be read.

    :param migrations: those of the program unless a test passes its own.
    """
    scripts = migrator.shipped_migrations() if migrations is None else tuple(migrations)
    version = migrator.schema_of(connection)
    return _schema_of(connection) == _schema_after(tuple(one for one in scripts if one.version <= version))


def is_damaged(connection: engine.Connection, migrations: Sequence[Migration] | None = None) -> bool:
    """Return whether the schema differs or is unreadable: that explains an otherwise unknown engine error."""
    try:
        return not matches_migrations(connection, migrations)
    except engine.errors():
        return True


@cache
def _schema_after(migrations: tuple[Migration, ...]) -> _Schema:
    with closing(engine.connect_in_memory()) as connection:
        migrator.migrate(connection, Path(), migrations)  # the path is for a copy, and an empty database gets none
        return _schema_of(connection)


def _schema_of(connection: engine.Connection) -> _Schema:
    with reading_damaged_text(connection):
        return frozenset(connection.execute(_SCHEMA).fetchall())
