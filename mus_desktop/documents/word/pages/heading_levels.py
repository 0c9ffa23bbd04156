"""The levels of headings in a built document: none is skipped, also where a theme has no heading of its own.

Heavy: imports lxml.
"""

from __future__ import annotations

from typing import Any

from mus_desktop.documents.word.markup import WORD, element
from mus_desktop.documents.word.pages.looks import Looks

_W = f"{{{WORD}}}"


def close_heading_levels(body: Any, looks: Looks) -> None:
    """Raise headings below a skipped level; those of one style below the same heading stay on one level."""
    open_levels: list[tuple[int, int]] = []
    for paragraph in body.iter(f"{_W}p"):
        level = looks.of(paragraph).outline_level
        if level is None:
            continue
        while open_levels and open_levels[-1][0] >= level:
            open_levels.pop()
        raised = open_levels[-1][1] + 1 if open_levels else 0
        open_levels.append((level, raised))
        if raised != level:
            # Nothing that a paragraph has here comes after its level in the schema.
            paragraph.find(f"{_W}pPr").append(element("outlineLvl", val=raised))
