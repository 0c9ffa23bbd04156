"""Contrast as it is seen: measured in pictures of widgets, without knowing which colours they were meant to have.

The ratio is that of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

_INK = 1.3
"""A pixel belongs to a letter if it differs from the background by this ratio; less is smoothing."""
_FEWEST, _LOWEST = 24, 5
"""Pixels and height of what may be a word. Less is a separator, or a single thin letter such as "i", which may lie
between two columns of pixels and is then smoothed over both; WCAG leaves smoothing out of account."""
_STRONGEST = 3
"""The colour of a word is that of its third strongest pixel: one or two may be where strokes meet."""


@cache
def luminance(colour: int) -> float:
    """Return the relative luminance of an RGB pixel."""
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def contrast(one: int, other: int) -> float:
    """Return the contrast ratio of two pixels."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


class Picture:
    """The pixels of a window as it is painted."""

    def __init__(self, window: QWidget) -> None:
        self._image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        self._pixels = memoryview(self._image.constBits()).cast("I")
        self._stride = self._image.bytesPerLine() // 4
        self.area = self._image.rect()

    def at(self, x: int, y: int) -> int:
        """Return a pixel."""
        return self._pixels[y * self._stride + x] & 0xFFFFFF

    def rows(self, area: QRect) -> list[list[int]]:
        """Return the rows of pixels in ``area``."""
        part = area.intersected(self.area)
        columns = range(part.left(), part.right() + 1)
        return [[self.at(x, y) for x in columns] for y in range(part.top(), part.bottom() + 1)]


@dataclass(frozen=True)
class Word:
    """What is written together, by its place in the measured area, and its contrast with what is behind it."""

    left: int
    top: int
    contrast: float


def words(picture: Picture, area: QRect) -> Iterator[Word]:
    """Yield everything that is drawn in ``area`` like a word, with its contrast to the most frequent colour there."""
    rows = picture.rows(area)
    if not rows or not rows[0]:
        return
    background = Counter(pixel for row in rows for pixel in row).most_common(1)[0][0]
    ink = [[contrast(pixel, background) for pixel in row] for row in rows]
    for top, bottom in _runs([max(row) >= _INK for row in ink]):
        line = ink[top:bottom]
        gap = max(4, (bottom - top) // 2)
        columns = [max(column) >= _INK for column in zip(*line, strict=True)]
        for left, right in _joined(_runs(columns), gap):
            inked = [[value for value in row[left:right] if value >= _INK] for row in line]
            strong = sorted((value for row in inked for value in row), reverse=True)
            if len(strong) >= _FEWEST and sum(map(bool, inked)) >= _LOWEST:
                yield Word(left, top, strong[_STRONGEST - 1])


def changed(before: Picture, after: Picture, area: QRect, ratio: float) -> int:
    """Return how many pixels in ``area`` have at least the contrast ``ratio`` to what they were before."""
    pairs = zip(before.rows(area), after.rows(area), strict=True)
    return sum(contrast(one, other) >= ratio for old, new in pairs for one, other in zip(old, new, strict=True))


def edge_contrast(picture: Picture, area: QRect) -> float:
    """Return the contrast of the left edge of ``area``, half way down, with what is beside it."""
    y = area.center().y()
    outside = picture.at(max(area.left() - 3, 0), y)
    return max(contrast(picture.at(area.left() + step, y), outside) for step in range(4))


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    """Return where ``flags`` are set, as (first, end)."""
    found, at = [], 0
    for value, group in groupby(flags):
        length = len(list(group))
        if value:
            found.append((at, at + length))
        at += length
    return found


def _joined(runs: list[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Return ``runs`` with those joined that are less than ``gap`` apart."""
    joined: list[tuple[int, int]] = []
    for first, end in runs:
        if joined and first - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return joined
