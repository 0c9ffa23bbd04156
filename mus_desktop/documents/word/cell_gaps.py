"""Cells side by side with a gap between them, the layout of lines to write on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mus_desktop.documents.word.markup import Cell, paragraph
from mus_desktop.documents.word.widths import TEXT_WIDTH

_GAP = 340


def widths_with_gaps(weights: Sequence[int]) -> list[int]:
    """Return widths of cells that share the text width by ``weights``, with a gap between each."""
    free = TEXT_WIDTH - _GAP * (len(weights) - 1)
    widths = [free * weight // sum(weights) for weight in weights]
    widths[-1] = free - sum(widths[:-1])
    return [width for item in widths for width in (item, _GAP)][:-1]


def with_gaps(cells: Iterable[Cell]) -> list[Cell]:
    """Return ``cells`` with an empty cell between each."""
    spaced = [cell for item in cells for cell in (item, Cell(_GAP, paragraph("Etiket")))]
    return spaced[:-1]
