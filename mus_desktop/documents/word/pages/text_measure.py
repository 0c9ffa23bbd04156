"""The width of text in Arial, and how many lines it needs. Without a font file: the widths are those of the font."""

from __future__ import annotations

from functools import cache

_REGULAR = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft·\N{NO-BREAK SPACE}", 333: "()-`r", 334: "{}", 350: "•",
    355: '"', 389: "*", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopquåéü–»«", 584: "+<=>~",
    611: "FTZø", 667: "&ABEKPSVXYÅ", 722: "CDHNRUw", 778: "GOQØ", 833: "Mm", 889: "%æ", 944: "W", 1000: "Æ—…☐",
    1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijl·\N{NO-BREAK SPACE}", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 474: '"',
    500: "z", 556: "#$0123456789J_aceksvxyåé–»«", 584: "+<=>^~", 611: "?FLTZbdghnopquøü", 667: "EPSVXY",
    722: "&ABCDHKNRUÅ", 778: "GOQwØ", 833: "M", 889: "%mæ", 944: "W", 975: "@", 1000: "Æ—…☐",
}  # fmt: skip
"""The widths of letters in thousandths of the size of the font."""
_OTHER = 667
"""The width of a letter that is not in the table: that of most capitals."""


@cache
def _widths(*, bold: bool) -> dict[str, int]:
    return {letter: width for width, letters in (_BOLD if bold else _REGULAR).items() for letter in letters}


def text_width(text: str, half_points: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` on one line in twips; ``half_points`` is the size of the letters as Word has it."""
    widths = _widths(bold=bold)
    return sum(widths.get(letter, _OTHER) for letter in text) * half_points / 100


def line_count(text: str, width: float, half_points: float, *, bold: bool = False) -> int:
    """Return the number of lines that ``text`` needs in a place of ``width`` twips; at least one."""
    return sum(_lines_of(line, max(width, 1), half_points, bold=bold) for line in text.split("\n"))


def _lines_of(line: str, width: float, half_points: float, *, bold: bool) -> int:
    if len(line) * half_points * 5 <= width:  # surely one line: half of the size is the mean width of a letter
        return 1
    space = text_width(" ", half_points, bold=bold)
    lines, at = 1, 0.0
    for word in line.split(" "):
        wide = text_width(word, half_points, bold=bold)
        if at and at + wide > width:
            lines, at = lines + 1, 0.0
        # A word wider than the line is broken.
        lines, at = lines + int((at + wide) / width) if at + wide > width else lines, (at + wide) % width
        at += space
    return lines
