"""Migration of an empty or older database to the newest schema, one numbered script at a time.

Each script runs in one transaction together with ``user_version``: if interrupted, the old schema remains.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from logging import getLogger
from pathlib import Path
from typing import NamedTuple

from mus_desktop import file_changes
from mus_desktop.errors import StorageError
from mus_desktop.storage.database import damaged_text, engine
from mus_desktop.storage.database.engine import BROKEN_CHECK
from mus_desktop.storage.database.file_header import APPLICATION_ID, is_plain_and_ours, may_be_ours
from mus_desktop.storage.database.private_files import discard_draft, flush_folder, flush_to_disk, make_private_draft

_log = getLogger(__name__)
_NUMBERED = re.compile(r"(\d{4})\.sql")
_MAX_FAULTS = 1_000_000
"""The most faults to be listed; the engine's own limit is a hundred."""


class Migration(NamedTuple):
    """A script that takes the schema from ``version - 1`` to ``version``."""

    version: int
    script: str


def shipped_migrations() -> tuple[Migration, ...]:
    """Return the migrations of this program, in order."""
    folder = Path(__file__).parent / "migrations"
    found = sorted((match, path) for path in folder.iterdir() if (match := _version_of(path)))
    return tuple(Migration(version, path.read_text(encoding="utf-8")) for version, path in found)


def schema_of(connection: engine.Connection) -> int:
    """Return the version of the schema, 0 for an empty database."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(
    connection: engine.Connection, path: Path, migrations: Sequence[Migration], key: bytes | None = None
) -> None:
    """Migrate the open database at ``path`` to the newest schema; foreign keys must not be enforced yet.

    A database with content is copied first, under the same ``key``, and the copy verified; the copy stays next to the
    database. Raises :class:`StorageError` if the copy is not correct, or the engine's own error; the old schema remains
    then.
    """
    schema = schema_of(connection)
    missing = [migration for migration in migrations if migration.version > schema]
    if missing and schema:
        _write_copy(connection, _name_of_copy(path, schema, key), key)
    # A script that rebuilds a table renames the new one to the old name, while triggers elsewhere refer to the old one.
    connection.execute("PRAGMA legacy_alter_table = ON")
    try:
        for migration in missing:
            _log.info("migrating to schema %s", migration.version)
            _run(connection, migration)
    finally:
        connection.execute("PRAGMA legacy_alter_table = OFF")


def _version_of(path: Path) -> int:
    match = _NUMBERED.fullmatch(path.name)
    return int(match[1]) if match else 0


def _name_of_copy(path: Path, schema: int, key: bytes | None) -> Path:
    """Return the path for the copy; an earlier attempt's copy is replaced only if it surely is a database of ours."""
    plain = f"{path.stem}-inden-opgradering-{schema}"
    numbered = (f"{plain}-{number}" for number in itertools.count(2))
    names = (path.with_name(f"{name}{path.suffix}") for name in itertools.chain([plain], numbered))
    return next(name for name in names if not os.path.lexists(name) or _is_ours(name, key))


def _is_ours(file: Path, key: bytes | None) -> bool:
    """Return whether ``file`` is a plain database of this program, or one that ``key`` opens."""
    if is_plain_and_ours(file):
        return True
    if key is None or not may_be_ours(file):
        return False
    from mus_desktop.storage.database import encrypted_header  # noqa: PLC0415 - most databases need no second engine

    return encrypted_header.can_open(file, file.stat().st_size, key)


def _run(connection: engine.Connection, migration: Migration) -> None:
    damage = _damage(connection)
    # With CHECKs on, one damaged value would refuse a new column to its whole table.
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in engine.statements(migration.script):
            connection.execute(statement)
        connection.execute("PRAGMA ignore_check_constraints = OFF")
        # Must run with CHECKs on again, or quick_check would not report a broken one.
        _refuse_new_damage(damage, connection, migration)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {migration.version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def _refuse_new_damage(before: Counter[str], connection: engine.Connection, migration: Migration) -> None:
    new = _damage(connection) - before
    if new:
        raise RuntimeError(f"migration {migration.version} breaks constraints: {sorted(new)}")


def _damage(connection: engine.Connection) -> Counter[str]:
    """Count the rows that break a CHECK or refer to a missing row.

    Scripts may rebuild tables, so neither rule is enforced while they run; both are checked before and after. Damage
    from before does not prevent the upgrade: ``check`` reports it either way.
    """
    orphans = (f"{table} without {parent}" for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"))
    values = (
        line for (line,) in connection.execute(f"PRAGMA quick_check({_MAX_FAULTS})") if line.startswith(BROKEN_CHECK)
    )
    return Counter((*orphans, *values))


def _write_copy(connection: engine.Connection, target: Path, key: bytes | None) -> None:
    """Write a verified copy to ``target``; it is a draft until it is verified."""
    part = make_private_draft(target)
    try:
        with closing(engine.connect(part, key=key)) as copy:
            engine.copy(connection, copy)
            _verify(copy, connection)
        flush_to_disk(part)
        _replace(target, part)
    finally:
        discard_draft(part, overwrite=True)


def _replace(target: Path, part: Path) -> None:
    """Replace the copy of an earlier upgrade, if there is one, by ``part``, and have the old copy overwritten.

    There is one when a backup of the old schema has been restored. It moves into the draft's folder, which the caller
    overwrites; after a kill in between, the next start does.
    """
    if target.exists():
        file_changes.replace(target, part.with_name("earlier"))
    file_changes.replace(part, target)
    flush_folder(target.parent)


def _fingerprint(connection: engine.Connection) -> list[tuple[object, ...]]:
    """Return the values a correct copy shares with its original: ids, schema, and a digest of all rows."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    ids = [connection.execute(f"PRAGMA {pragma}").fetchone() for pragma in ("application_id", "user_version")]
    return [*ids, *schema, _digest(connection, [name for kind, name, _ in schema if kind == "table"])]


def _digest(connection: engine.Connection, tables: Sequence[str]) -> tuple[bytes]:
    """Return a digest of the rows of ``tables``. Texts are read as bytes: a damaged one may not be valid text."""
    import hashlib  # noqa: PLC0415 - only when there is something to upgrade

    digest, previous = hashlib.sha256(), connection.text_factory
    connection.text_factory = damaged_text.exact_text
    try:
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 - own names
                digest.update(repr(row).encode("utf-8", "surrogateescape"))
    finally:
        connection.text_factory = previous
    return (digest.digest(),)


def _verify(copy: engine.Connection, original: engine.Connection) -> None:
    found = [line for (line,) in copy.execute(f"PRAGMA integrity_check({_MAX_FAULTS})")]
    # A single damaged value does not prevent the start; ``check`` reports it.
    sound = found == ["ok"] or all(line.startswith(BROKEN_CHECK) for line in found)
    if not sound or _fingerprint(copy) != _fingerprint(original):
        raise StorageError(
            "Backuppen før opgraderingen blev ikke, som den skal være, så databasen er ikke ændret. "
            "Kontrollér, at der er plads på disken, og start programmet igen."
        )
