"""Guiding questions, written as on paper: one prompt a line, indentation nests, a blank line starts a group."""

from __future__ import annotations

from typing import Any

from mus_desktop.formspec.problems import Spot
from mus_desktop.formspec.takes import RefusedError, text
from mus_desktop.model.form import Prompt
from mus_desktop.model.text import is_blank


def prompts(value: Any, spot: Spot) -> tuple[Prompt, ...]:
    """Return the prompts written in a multi-line string; the words of each line are kept unchanged."""
    read: list[Prompt] = []
    indents: list[int] = []
    after_blank = False
    for written in text(value, spot).split("\n"):
        if is_blank(written):
            after_blank = True
            continue
        words = written.strip(" \t")
        # Tabs count as four columns, so that lines indented with tabs and with spaces can be mixed.
        indent = written[: written.index(words)].expandtabs(4)
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
        raise RefusedError(f"har en linje, hvis indrykning ikke passer med linjerne over: »{words}«")
    return len(indents) - 1
