"""Reading text that is not UTF-8 any more, on either engine: both refuse the whole query because of one such value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.column_values import decoded


def fetched(connection: engine.Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row of a query; text that is not UTF-8 comes as :class:`columns.DamagedText`.

    Raises one of :func:`engine.errors`. Most queries meet none, and are then as quick as they can be.
    """
    try:
        return connection.execute(sql, parameters).fetchall()
    except engine.errors() as error:
        if not engine.is_about_text(error):
            raise
    with read_damaged(connection):
        return connection.execute(sql, parameters).fetchall()


@contextmanager
def read_damaged(connection: engine.Connection) -> Iterator[None]:
    """Inside, text that is not UTF-8 is read as :class:`DamagedText` and raises nothing."""
    connection.text_factory, usual = decoded, connection.text_factory
    try:
        yield
    finally:
        connection.text_factory = usual


def exact(raw: bytes) -> str:
    """Text for comparing two databases: bytes that are not UTF-8 stay apart, each as half of a character pair."""
    return raw.decode("utf-8", "surrogateescape")
