"""Text from another program: typed text again, whatever Word, a mail or a spreadsheet put on the clipboard."""

from __future__ import annotations

import re

from mus_desktop.model.text.characters import storable_text, with_plain_breaks, without_line_breaks

_SYMBOL_FONTS = {
    **dict.fromkeys("\uf0a7\uf0a8\uf0b7\uf06c\uf06e\uf06f\uf071\uf072\uf075\uf076\uf077\uf0be\uf0d8\uf0e8\uf0a0", "•"),
    "\uf02d": "–",
    "\uf0e0": "→",
    "\uf0df": "←",
    "\uf0f0": "⇒",
    "\uf04a": "☺",
    "\uf04c": "☹",
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf0fe": "☑",
    "\uf0fd": "☒",
    "\uf0a3": "☐",
}
"""What Word means by its private-use characters: letters of the fonts Symbol and Wingdings, mostly as list marks."""

# Controls, the byte order mark, and codes that are no characters; Qt uses some of those in its documents.
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_SYMBOLS = str.maketrans(_SYMBOL_FONTS)
# Windows' letters in a file read as Latin-1; 85 is also a line break, but nobody types that.
_WINDOWS_LETTERS = str.maketrans(
    {chr(code): bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
)

_NUMBER = r"\(?(?:\d{1,3}(?:\.\d{1,3})*[.)]+|(?:[a-zæøå]|[ivx]{1,5})[.)])"
_LIST_MARK = re.compile(
    rf"^(?P<indent>[ \t]*)(?:(?P<bullet>[•·●○◦▪■□‣⁃∙*§✓☐–—-])|(?P<small_o>o)|(?P<number>{_NUMBER}))[ ]*\t[ \t]*+"
    r"(?![\d.,]+[ ]*(?:\t|$))",  # a dash before a number is a cell
    re.IGNORECASE | re.MULTILINE,
)
_LEVELS, _FIRST = re.compile(r"\s*\d+\.\d"), re.compile(r"\s*1(\.1)*\D")
_MARK_IN_CELL = re.compile(r"(?<=\t)([•·●○◦▪■□‣⁃∙§])[ ]*\t[ \t]*")


def pasted_text(text: str) -> str:
    """Return pasted ``text`` as somebody would have typed it.

    Every line break is a newline; Word's codes for hyphens and symbols are the characters they look like; the tab
    between a list mark and its text is a space. Codes that nobody can see or type are left out.
    """
    return _LIST_MARK.sub(_typed_mark, without_codes(text))


def pasted_line(text: str, before: str = "") -> str:
    """Return pasted ``text`` in one line; a line break between it and the text ``before`` it becomes a space."""
    plain = pasted_text(text)
    line = without_line_breaks(plain)
    return f" {line}" if plain.startswith("\n") and before[-1:].strip() else line


def without_codes(text: str) -> str:
    """Return ``text`` with ordinary characters for the codes of other programs; its tabs stay."""
    windows_letters = text.replace("\r\n", "\n").translate(_WINDOWS_LETTERS)
    return _DROPPED.sub("", with_plain_breaks(storable_text(windows_letters)).translate(_SYMBOLS))


def without_list_marks(text: str) -> str:
    """Return a pasted list or table, already :func:`without_codes`, whose list marks are in no cell of their own.

    Word puts a tab after the mark of a list item, as it does between the cells of a table. A mark that begins every
    line is removed; where only some cells hold a list, its marks stay at the beginning of its lines.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    marks = [_LIST_MARK.match(line) for line in lines]
    if lines and all(marks):
        # ``3.4.`` may be a date; only a list that begins at 1 is certain to be numbered.
        dates = any(mark and _LEVELS.match(mark[0]) for mark in marks) and not _FIRST.match(lines[0])
        return "\n".join(_LIST_MARK.sub(_typed_mark if dates else "", line, count=1) for line in lines)
    if _have_own_column(lines):
        return text
    return _MARK_IN_CELL.sub(r"\1 ", _LIST_MARK.sub(_typed_mark, text))


def _have_own_column(lines: list[str]) -> bool:
    """Return whether the marks are a column of a table, as row numbers under a heading are, or dots that mean yes."""
    if len({line.count("\t") for line in lines}) != 1:
        return False
    columns = {
        number
        for line in lines
        for number, cell in enumerate(line.split("\t")[:-1])
        if _LIST_MARK.match(f"{cell.strip()}\t")
    }
    return len(columns) == 1


def _typed_mark(match: re.Match[str]) -> str:
    indent = "  " * match["indent"].count("\t") or match["indent"]
    mark = match["number"] or ("–" if match["small_o"] or match["bullet"] in "–—-" else "•")
    return f"{indent}{mark} "
