"""The lists a Word template repeats something for, read from its source once; the completeness check needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_LOOP = re.compile(r"\{%-?\s*for\s+\w+\s+in\s+(\w+)\s*-?%\}((?:\s|\{%[^%]*%\})*<w:tr[ >])?")
_FOR_OR_END = re.compile(r"\{%-?\s*(for|endfor)\b")
_ROW = re.compile("<w:tr[ >]")
_OPTIONAL_ROW = re.compile(r"\{%-?\s*if\b[^%]*%\}\s*<w:tr[ >]")


@dataclass(frozen=True, slots=True)
class TemplateLoops:
    """The lists a template repeats something for; ``rows`` is the number of table rows it repeats for each of a list.

    Rows that are left out under a condition do not count. A list that is not in ``rows`` is printed in another way.
    """

    all: frozenset[str]
    rows: Mapping[str, int]


def loops_in(sources: Iterable[str]) -> TemplateLoops:
    """Return the loops in ``sources``, the markup of parts with their commands in place."""
    names: set[str] = set()
    rows: dict[str, int] = {}
    for source in sources:
        for loop in _LOOP.finditer(source):
            names.add(loop[1])
            if loop[2]:
                body = source[loop.start(2) : _end_of_loop(source, loop.end())]
                rows[loop[1]] = max(rows.get(loop[1], 1), len(_ROW.findall(body)) - len(_OPTIONAL_ROW.findall(body)))
    return TemplateLoops(frozenset(names), rows)


def _end_of_loop(source: str, at: int) -> int:
    """Return where the loop whose body begins at ``at`` ends."""
    depth = 1
    for command in _FOR_OR_END.finditer(source, at):
        depth += 1 if command[1] == "for" else -1
        if not depth:
            return command.start()
    return len(source)
