"""From nothing to the newest schema, one numbered script at a time.

Each script runs in one transaction together with ``user_version``: stopped half-way, it leaves the old schema.
"""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path

from mus_desktop.errors import StorageError
from mus_desktop.storage.database import damaged_text, engine
from mus_desktop.storage.database.engine import BROKEN_CHECK
from mus_desktop.storage.database.file_header import APPLICATION_ID, is_plain_and_ours, may_be_ours
from mus_desktop.storage.database.private_files import discard_draft, flush_folder, flush_to_disk, make_private_draft

_log = getLogger(__name__)
_NUMBERED = re.compile(r"(\d{4})\.sql")
_MOST = 1_000_000
"""The most faults to be listed; the engine stops at a hundred unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Migration:
    """A script that takes the schema from ``version - 1`` to ``version``."""

    version: int
    script: str


def shipped() -> tuple[Migration, ...]:
    """The migrations of this program, the first one first."""
    folder = Path(__file__).parent / "migrations"
    found = sorted((match, path) for path in folder.iterdir() if (match := _number(path)))
    return tuple(Migration(version, path.read_text(encoding="utf-8")) for version, path in found)


def schema_of(connection: engine.Connection) -> int:
    """The version of the schema, 0 for an empty database."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(
    connection: engine.Connection, path: Path, migrations: Sequence[Migration], key: bytes | None = None
) -> None:
    """Bring the open database at ``path`` up to date; foreign keys must not be enforced yet.

    A database that holds something is copied first, under the same ``key``, and the copy verified; it stays beside the
    database. Raises
    :class:`StorageError` if the copy is not as it should be, or what the engine raises; the old schema then stands.
    """
    schema = schema_of(connection)
    missing = [migration for migration in migrations if migration.version > schema]
    if missing and schema:
        _keep_copy(connection, _name_of_copy(path, schema, key), key)
    # A script that rebuilds a table renames the new one to the old name, while triggers elsewhere speak of the old one.
    connection.execute("PRAGMA legacy_alter_table = ON")
    try:
        for migration in missing:
            _log.info("migrating to schema %s", migration.version)
            _run(connection, migration)
    finally:
        connection.execute("PRAGMA legacy_alter_table = OFF")


def _number(path: Path) -> int:
    match = _NUMBERED.fullmatch(path.name)
    return int(match[1]) if match else 0


def _name_of_copy(path: Path, schema: int, key: bytes | None) -> Path:
    """Where the copy goes; in place of one of an earlier try, but only of what is a database of ours for sure."""
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

    return encrypted_header.opens(file, file.stat().st_size, key)


def _run(connection: engine.Connection, migration: Migration) -> None:
    damage = _damage(connection)
    # With CHECKs on, one damaged value would refuse a new column to its whole table.
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in engine.statements(migration.script):
            connection.execute(statement)
        connection.execute("PRAGMA ignore_check_constraints = OFF")
        _refuse_more_than(damage, connection, migration)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {migration.version}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def _refuse_more_than(before: Counter[str], connection: engine.Connection, migration: Migration) -> None:
    new = _damage(connection) - before
    if new:
        raise RuntimeError(f"migration {migration.version} breaks constraints: {sorted(new)}")


def _damage(connection: engine.Connection) -> Counter[str]:
    """How often rows break a CHECK or refer to a row that is missing.

    Scripts may rebuild tables, so neither is enforced while they run; both are looked through before and after. What
    was damaged before does not prevent the upgrade: ``check`` reports it either way.
    """
    orphans = (f"{table} without {parent}" for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"))
    values = (line for (line,) in connection.execute(f"PRAGMA quick_check({_MOST})") if line.startswith(BROKEN_CHECK))
    return Counter((*orphans, *values))


def _keep_copy(connection: engine.Connection, target: Path, key: bytes | None) -> None:
    """Write a verified copy to ``target``; until it is verified it is a draft."""
    part = make_private_draft(target)
    try:
        with closing(engine.connect(part, key=key)) as copy:
            engine.copy(connection, copy)
            _verify(copy, connection)
        flush_to_disk(part)
        _replace(target, part)
    finally:
        discard_draft(part, overwritten=True)


def _replace(target: Path, part: Path) -> None:
    """Let ``part`` take the place of the copy of an earlier upgrade, if there is one, and overwrite that one.

    There is one when a backup of the old schema has been restored. It moves into the draft's folder, which the caller
    overwrites; killed in between, the next start does.
    """
    if target.exists():
        target.replace(part.with_name("earlier"))
    part.replace(target)
    flush_folder(target.parent)


def _fingerprint(connection: engine.Connection) -> list[tuple[object, ...]]:
    """What a true copy has in common with its original: ids, schema, and each row of each table, as one number."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
    ids = [connection.execute(f"PRAGMA {pragma}").fetchone() for pragma in ("application_id", "user_version")]
    return [*ids, *schema, _digest(connection, [name for kind, name, _ in schema if kind == "table"])]


def _digest(connection: engine.Connection, tables: Sequence[str]) -> tuple[bytes]:
    """The rows of ``tables`` as one number. Texts are taken as bytes: a damaged one may be no text at all."""
    import hashlib  # noqa: PLC0415 - only when there is something to upgrade

    digest, usual = hashlib.sha256(), connection.text_factory
    connection.text_factory = damaged_text.exact
    try:
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608 - own names
                digest.update(repr(row).encode("utf-8", "surrogateescape"))
    finally:
        connection.text_factory = usual
    return (digest.digest(),)


def _verify(copy: engine.Connection, original: engine.Connection) -> None:
    found = [line for (line,) in copy.execute(f"PRAGMA integrity_check({_MOST})")]
    # A single damaged value does not prevent the start; ``check`` reports it.
    sound = found == ["ok"] or all(line.startswith(BROKEN_CHECK) for line in found)
    if not sound or _fingerprint(copy) != _fingerprint(original):
        raise StorageError(
            "Sikkerhedskopien inden opgraderingen blev ikke, som den skal være, så databasen er ikke ændret. "
            "Kontrollér, at der er plads på disken, og start programmet igen."
        )
