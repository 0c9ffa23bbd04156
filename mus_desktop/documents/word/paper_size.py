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
    """A page. ``letters`` scales every letter: a sheet on the table is read from further away than one in the hand.

    With ``columns`` the page is folded between equally wide columns; ``plain`` leaves header and footer out.
    """

    width: int
    height: int
    side: int = 1_134
    top: int = 1_304
    bottom: int = 1_077
    letters: float = 1.0
    columns: int = 1
    plain: bool = False

    @property
    def text_width(self) -> int:
        """The width between the margins; with ``columns``, the width of one of them."""
        return (self.width - 2 * self.side * self.columns) // self.columns

    @property
    def text_height(self) -> int:
        """The height between the margins."""
        return self.height - self.top - self.bottom

    def properties(self) -> str:
        """Return the page as Word's section properties, with header and footer as the base document names them."""
        turned = ' w:orient="landscape"' if self.width > self.height else ""
        gap = f'w:num="{self.columns}" w:sep="1" w:space="{2 * self.side}"' if self.columns > 1 else 'w:space="708"'
        around = '<w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        return (
            f"<w:sectPr>{'' if self.plain else around}"
            f'<w:pgSz w:w="{self.width}" w:h="{self.height}"{turned}/><w:pgMar w:top="{self.top}" '
            f'w:right="{self.side}" w:bottom="{self.bottom}" w:left="{self.side}" w:header="567" w:footer="510" '
            f'w:gutter="0"/><w:cols {gap}/></w:sectPr>'
        )


A3_LANDSCAPE = Paper(23_811, 16_838, letters=1.2)
A4_LANDSCAPE = Paper(16_838, 11_906)
A4_PORTRAIT = Paper(11_906, 16_838)
GUIDE_PAPER = {Size.A3: A3_LANDSCAPE, Size.A4: A4_LANDSCAPE}
