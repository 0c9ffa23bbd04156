"""Queries over text that is not valid UTF-8: on either engine one such value makes the whole query fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mus_desktop.storage.database import engine
from mus_desktop.storage.database.column_values import decode_text


def fetch_rows(connection: engine.Connection, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return every row of a query; text that is not UTF-8 is returned as :class:`DamagedText`.

    Raises one of :func:`engine.errors`. The slower reading is used only when a query meets such text; few do.
    """
    try:
        return connection.execute(sql, parameters).fetchall()
    except engine.errors() as error:
        if not engine.is_text_encoding_error(error):
            raise
    # Only after an error: the engine decodes faster than a text factory in Python.
    with reading_damaged_text(connection):
        return connection.execute(sql, parameters).fetchall()


@contextmanager
def reading_damaged_text(connection: engine.Connection) -> Iterator[None]:
    """Read text that is not UTF-8 as :class:`DamagedText` inside the block, without an error."""
    connection.text_factory, previous = decode_text, connection.text_factory
    try:
        yield
    finally:
        connection.text_factory = previous


def exact_text(raw: bytes) -> str:
    """Return text for comparing two databases: each byte that is not UTF-8 becomes half of a surrogate pair."""
    return raw.decode("utf-8", "surrogateescape")
