"""The schema of a database, compared with the schema that its migrations make.

A bit that changes in the text of the schema may change a rule or the name of a column. Nothing else notices the first,
and the engine reports the second with an error that means a mistake in the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from mus_desktop.storage.database import engine, migrator
from mus_desktop.storage.database.damaged_text import read_damaged
from mus_desktop.storage.database.migrator import Migration

_Schema: TypeAlias = frozenset[tuple[Any, ...]]

# The engine makes the others itself; a backup may have them or not.
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite|_%' ESCAPE '|'"


def is_as_made(connection: engine.Connection, migrations: Sequence[Migration] | None = None) -> bool:
    """Whether the schema is, word for word, the one that the migrations up to its version make.

    Raises one of :func:`engine.errors` if it cannot be read.

    :param migrations: those of the program unless a test brings its own.
    """
    scripts = migrator.shipped() if migrations is None else tuple(migrations)
    version = migrator.schema_of(connection)
    return _schema_of(connection) == _made_by(tuple(one for one in scripts if one.version <= version))


def is_damaged(connection: engine.Connection, migrations: Sequence[Migration] | None = None) -> bool:
    """Whether the schema is not as made, or cannot be read at all: then an unknown error of the engine is explained."""
    try:
        return not is_as_made(connection, migrations)
    except engine.errors():
        return True


@cache
def _made_by(migrations: tuple[Migration, ...]) -> _Schema:
    with closing(engine.connect_in_memory()) as connection:
        migrator.migrate(connection, Path(), migrations)
        return _schema_of(connection)


def _schema_of(connection: engine.Connection) -> _Schema:
    with read_damaged(connection):
        return frozenset(connection.execute(_SCHEMA).fetchall())
