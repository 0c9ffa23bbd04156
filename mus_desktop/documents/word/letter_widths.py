"""The widths of Arial's letters, to estimate where lines break: Word breaks them only when a document is opened.

The widths are those of Liberation Sans, which was drawn to the measures of Arial (Helvetica's, in thousandths of the
letter size). A letter that is not listed has an average width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_REGULAR = {
    191: "'",
    222: "ijl‘’",
    278: " ,!./:;I[\\]|ftí·\N{NO-BREAK SPACE}",
    333: '()-`r“”{}•▪"',
    400: "*°",
    500: "Jcksvxyz^",
    556: "#$0123456789?L_abdeghnopquåéäöüáèêëóúñ§–»«€",
    584: "+<=>~×",
    611: "FTZøß",
    667: "&ABEKPSVXYÅÉÄ",
    722: "CDHNRUwÜ",
    778: "GOQØÖ",
    833: "Mm½",
    889: "%æ",
    944: "W",
    1000: "Æ—…☐",
    1015: "@",
}
_BOLD = {
    278: " ,./I\\ijlí·‘’'|\N{NO-BREAK SPACE}",
    333: "!()-:;[]`ft•▪",
    400: "*r{}°",
    500: 'z“”"',
    556: "#$0123456789J_aceksvxyåéäáèêë§–»«€",
    584: "+<=>^~×",
    611: "?FLTZbdghnopquøöüßóúñ",
    667: "EPSVXYÉ",
    722: "&ABCDHKNRUÅÄÜ",
    778: "GOQwØÖ",
    833: "M½",
    889: "%mæ",
    944: "W",
    1000: "Æ—…☐@",
}
_AVERAGE = 611
_PIECE = re.compile(r"[^ -]*-+ *|[^ -]+ *| +")
"""A piece of text that stays on one line: up to a space or hyphen, after which a line may break."""


def _by_letter(classes: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in classes.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


@lru_cache(maxsize=8192)
def _thousandths(text: str, *, bold: bool) -> int:
    widths = _WIDTHS[bold]
    return sum(widths.get(letter, _AVERAGE) for letter in text)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` on one line, in the unit of ``size``."""
    return _thousandths(text, bold=bold) * size / 1000


def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return the number of lines of ``text`` in letters of ``size``; ``width`` is in the same unit as ``size``.

    Words are not divided, so the count is rather too high than too low; only a word wider than a line is.
    """
    available = max(1.0, width * 1000 / size)
    lines, used = 1, 0.0
    for piece in _PIECE.findall(text):
        # The space at the end of a line hangs over the margin.
        needed = _thousandths(piece.rstrip(" "), bold=bold)
        if used + needed > available and used > 0:
            lines, used = lines + 1, 0.0
        if needed > available:
            lines += int(needed // available)
            needed %= int(available)
        used += needed + _thousandths(piece[len(piece.rstrip(" ")) :], bold=bold)
    return lines
