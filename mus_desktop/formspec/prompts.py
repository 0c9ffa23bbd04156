"""Guiding questions, written as on paper: one prompt a line, indentation nests, a blank line starts a group."""

from __future__ import annotations

from typing import Any

from mus_desktop.formspec.problems import ReadContext
from mus_desktop.formspec.value_readers import InvalidValueError, text
from mus_desktop.model.form import Prompt
from mus_desktop.model.text import is_blank


def prompts(value: Any, context: ReadContext) -> tuple[Prompt, ...]:
    """Return the prompts written in a multi-line string; the words of each line are kept unchanged."""
    read: list[Prompt] = []
    indents: list[int] = []
    after_blank = False
    for raw_line in text(value, context).split("\n"):
        if is_blank(raw_line):
            after_blank = True
            continue
        words = raw_line.strip(" \t")
        # Tabs count as four columns, so that lines indented with tabs and with spaces can be mixed.
        indent = raw_line[: raw_line.index(words)].expandtabs(4)
        level = _level(len(indent), indents, words)
        read.append(Prompt(words, level, opens_group=after_blank and bool(read)))
        after_blank = False
    return tuple(read)


def _level(indent: int, indents: list[int], words: str) -> int:
    """Return the level of ``indent``; ``indents`` holds the indents of the open levels, outermost first."""
    if not indents or indent > indents[-1]:
        indents.append(indent)
    # A smaller indent closes levels; it must then match one of the open levels.
    while len(indents) > 1 and indent < indents[-1]:
        indents.pop()
    if indent != indents[-1]:
        raise InvalidValueError(f"har en linje, hvis indrykning ikke passer med linjerne over: »{words}«")
    return len(indents) - 1
