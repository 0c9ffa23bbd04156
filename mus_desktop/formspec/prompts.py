"""Guiding questions as they stand on paper: a prompt a line, indentation nests, a blank line starts a group."""

from __future__ import annotations

from typing import Any

from mus_desktop.formspec.problems import Spot
from mus_desktop.formspec.takes import RefusedError, text
from mus_desktop.model.form import Prompt
from mus_desktop.model.text import is_blank


def prompts(value: Any, spot: Spot) -> tuple[Prompt, ...]:
    """The prompts written in a multi-line string; the words of each line are kept as they are."""
    read: list[Prompt] = []
    indents: list[int] = []
    after_blank = False
    for written in text(value, spot).split("\n"):
        if is_blank(written):
            after_blank = True
            continue
        words = written.strip(" \t")
        indent = written[: written.index(words)].expandtabs(4)
        level = _level(len(indent), indents, words)
        read.append(Prompt(words, level, opens_group=after_blank and bool(read)))
        after_blank = False
    return tuple(read)


def _level(indent: int, indents: list[int], words: str) -> int:
    """How deep ``indent`` is; ``indents`` holds the indents of the levels that are open, outermost first."""
    if not indents or indent > indents[-1]:
        indents.append(indent)
    while len(indents) > 1 and indent < indents[-1]:
        indents.pop()
    if indent != indents[-1]:
        raise RefusedError(f"har en linje, hvis indrykning ikke passer med linjerne over: »{words}«")
    return len(indents) - 1
