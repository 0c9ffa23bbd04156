"""Reading text that is not UTF-8 any more, on either engine: both refuse the whole query because of one such value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.column_values import decoded

_NO_TEXT = "decode to UTF-8"
"""What both engines say of text that is not UTF-8."""


def fetched(connection: engine.Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row of a query; text that is not UTF-8 comes as :class:`columns.DamagedText`.

    Raises one of :func:`engine.errors`. Most queries meet none, and are then as quick as they can be.
    """
    try:
        return connection.execute(sql, parameters).fetchall()
    except engine.errors() as error:
        if _NO_TEXT not in str(error):
            raise
    connection.text_factory, usual = decoded, connection.text_factory
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.text_factory = usual


def exact(raw: bytes) -> str:
    """Text for comparing two databases: bytes that are not UTF-8 stay apart, each as half of a character pair."""
    return raw.decode("utf-8", "surrogateescape")
