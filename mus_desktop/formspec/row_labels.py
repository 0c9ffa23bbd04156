"""Fixed rows of ratings and tables: their labels and, from language 2 on, texts that explain them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mus_desktop.formspec.problems import ReadContext
from mus_desktop.formspec.value_readers import InvalidValueError, Key, line, lines, read_table, required_key, text

TEXTS_SINCE = 2
"""The first form language in which a row may have a text."""

_ROW: dict[str, Key] = {"label": required_key(line), "text": Key(text)}


def read_fixed_rows(value: Any, context: ReadContext) -> dict[str, str]:
    """Return each row's text by its label, in order; a row without a text has an empty one.

    A row is written as its label, or as ``{ label = "...", text = "..." }``.
    """
    # A value that is no list is refused there too, with the same sentence.
    if not isinstance(value, list) or context.language < TEXTS_SINCE:
        return dict.fromkeys(_plain_lines(value, context), "")
    read = [_row(item, context) for item in value]
    lines([label for label, _ in read if label], context)  # refuses a label that occurs twice
    return {label: words for label, words in read if label}


def split_rows(values: dict[str, Any]) -> None:
    """Store the rows among ``values`` under their names in the model: ``rows`` and ``row_texts``."""
    read = values.get("rows")
    if isinstance(read, Mapping):
        values["rows"] = tuple(read)
        values["row_texts"] = {label: words for label, words in read.items() if words}


def _plain_lines(value: Any, context: ReadContext) -> tuple[str, ...]:
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        raise InvalidValueError(
            f"har et punkt med »label« og »text«; skriv language = {TEXTS_SINCE} øverst i skemaet for at bruge det"
        )
    return lines(value, context)


def _row(item: Any, context: ReadContext) -> tuple[str, str]:
    if not isinstance(item, Mapping):
        return lines([item], context)[0], ""
    values = read_table(item, _ROW, context)
    return values["label"], values.get("text", "")
