"""The width of text in Arial, and how many lines it needs. Without a font file: the widths are those of the font."""

from __future__ import annotations

_REGULAR = {
    191: "'", 222: "ijl‘’", 260: "|", 278: " ,!./:;I[\\]ftí·\N{NO-BREAK SPACE}", 333: "()-`r“”", 334: "{}", 350: "•",
    355: '"', 389: "*", 400: "°", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopquåéäöüáèêëóúñ§–»«€",
    584: "+<=>~×", 611: "FTZøß", 667: "&ABEKPSVXYÅÉÄ", 722: "CDHNRUwÜ", 778: "GOQØÖ", 833: "Mm½", 889: "%æ", 944: "W",
    1000: "Æ—…", 1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijlí·‘’\N{NO-BREAK SPACE}", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 400: "°",
    474: '"', 500: "z“”", 556: "#$0123456789J_aceksvxyåéäáèêë§–»«€", 584: "+<=>^~×", 611: "?FLTZbdghnopquøöüßóúñ",
    667: "EPSVXYÉ", 722: "&ABCDHKNRUÅÄÜ", 778: "GOQwØÖ", 833: "M½", 889: "%mæ", 944: "W", 975: "@", 1000: "Æ—…",
}  # fmt: skip
"""The widths of letters in thousandths of the size of the font, as Liberation Sans has them, drawn to Arial's."""
_CODE_PAGE = "cp1252"
"""An encoding with one byte for each letter of Danish text, and for its quotation marks and dashes."""
_BOX, _AS_WIDE = "☐", "Æ"
"""The box to tick, which the encoding lacks, and a letter of its width."""
_OTHER = 667
"""The width of a letter that is not in the table: that of most capitals."""


def _table(widths: dict[int, str]) -> bytes:
    """Return the width of each letter of the code page in 1/250 of the size: it fits in a byte, and is fast to add."""
    table = bytearray([_OTHER // _UNIT] * 256)
    for width, letters in widths.items():
        for letter in letters.encode(_CODE_PAGE):
            table[letter] = width // _UNIT
    return bytes(table)


_UNIT = 4
_NARROWEST = 100
"""The least width of a place in twips: a template may leave no room at all between its margins."""
_TABLES = {False: _table(_REGULAR), True: _table(_BOLD)}


def text_width(text: str, half_points: float, *, bold: bool = False) -> float:
    """Return the width of ``text`` on one line in twips; ``half_points`` is the size of the letters as Word has it."""
    return sum(_letter_widths(text, bold=bold)) * _UNIT * half_points / 100


def _letter_widths(text: str, *, bold: bool) -> bytes:
    # A letter outside of the code page counts as a question mark.
    return text.replace(_BOX, _AS_WIDE).encode(_CODE_PAGE, "replace").translate(_TABLES[bold])


def line_count(text: str, width: float, half_points: float, *, bold: bool = False) -> int:
    """Return the number of lines that ``text`` needs in a place of ``width`` twips; at least one."""
    if not text:
        return 1
    letters = _letter_widths(text, bold=bold)
    wide = max(width, _NARROWEST) * 100 / (_UNIT * half_points)
    if "\n" not in text:
        return _lines_of(text, letters, wide)
    return sum(line_count(line, width, half_points, bold=bold) for line in text.split("\n"))


def _lines_of(line: str, letters: bytes, width: float) -> int:
    """Return the number of lines of ``line``, whose ``letters`` have these widths, in the same unit as ``width``."""
    if sum(letters) <= width:
        return 1
    lines, at, start = 1, 0.0, 0
    for word in line.split(" "):
        end = start + len(word)
        wide = sum(letters[start:end])
        if word and at and at + wide > width:
            lines, at = lines + 1, 0.0
        at += wide
        if wide > width:  # a word wider than the line is broken
            lines, at = lines + int(at // width), at % width
        at += sum(letters[end : end + 1])  # a space at the end of a line hangs over the margin
        start = end + 1
    return lines
