"""Sizes of paper, in twips (1/20 point): the page of a sheet and the size of its letters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Size(StrEnum):
    """The sizes in which a guide can be printed."""

    A3 = "a3"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Paper:
    """The size and margins of a page.

    ``letter_scale`` scales every letter: a sheet on the table is read from further away than one in the hand.
    ``tight`` narrows the spaces between paragraphs, for a sheet that shows much at once.
    With ``columns`` the page is folded between equally wide columns; ``without_header`` omits header and footer.
    On paper that ``flows``, questions and tables follow one another from page to page; cards have places of their own.
    """

    width: int
    height: int
    side: int = 1_134
    top: int = 1_304
    bottom: int = 1_077
    letter_scale: float = 1.0
    columns: int = 1
    without_header: bool = False
    flows: bool = True
    tight: bool = False

    @property
    def text_width(self) -> int:
        """The width between the margins; with ``columns``, the width of one of them."""
        return (self.width - 2 * self.side * self.columns) // self.columns

    @property
    def text_height(self) -> int:
        """The height between the margins."""
        return self.height - self.top - self.bottom


A3_LANDSCAPE = Paper(23_811, 16_838, side=794, top=936, bottom=850, tight=True, flows=False)
A4_LANDSCAPE = Paper(16_838, 11_906)
A4_PORTRAIT = Paper(11_906, 16_838)
GUIDE_PAPER = {Size.A3: A3_LANDSCAPE, Size.A4: A4_LANDSCAPE}
