"""The fields of Word in a part: only those on the list, however their code is spread over runs.

A field is ``fldSimple`` with its code in an attribute, or begins with a ``fldChar`` ``begin``; the text from there to
``separate`` or ``end`` is its code. Fields may be nested, and the code of a field may contain the result of another.
The name of the field must stand before that, so that no result can become a name.

Heavy: imports lxml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mus_desktop.documents.untrusted.package_lists import FIELDS
from mus_desktop.documents.untrusted.refusals import BROKEN_FIELD, field_refused

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_WORD}}}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CODE = (f"{_W}instrText", f"{_W}delInstrText")
# They part the words of a code: PRINT and DATE with a tab between are another field than PRINTDATE.
_GAPS = tuple(f"{_W}{one}" for one in ("tab", "ptab", "br", "cr", "sym", "noBreakHyphen", "softHyphen"))
# Word reads each of these on its own, or not at all, so a field that begins outside must not end inside.
_SEPARATE_TEXTS = (
    f"{_W}txbxContent", f"{_W}footnote", f"{_W}endnote", f"{_W}comment", f"{_W}del", f"{_W}moveFrom",
    f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback",
)  # fmt: skip
_NAME = re.compile(r"\s*(=|[^\s\\\"{]+)")
_LINK_INSIDE = re.compile(r'\s*HYPERLINK\s+\\l\s+("[^"]*"|[^\s"\\]+)(\s+\\[hno]|\s+\\t\s+"[^"]*")*\s*', re.IGNORECASE)
_MAX_OPEN_FIELDS = 50


@dataclass(slots=True)
class _OpenField:
    """A field that has begun: its code so far, and whether the code is complete."""

    pieces: list[str] = field(default_factory=list)
    has_result: bool = False
    is_named: bool = False
    """Whether the name has been checked, before a field nested in the code."""

    @property
    def code(self) -> str:
        return "".join(self.pieces)


def check_fields(root: Any, place: str) -> None:
    """Check all fields in ``root``, a part of a Word document.

    :raises DocumentError: a field is not on the list, or so broken that Word may read another one than this program.
    """
    for simple in root.iter(f"{_W}fldSimple"):
        _check_code(simple.get(f"{_W}instr") or "", place)
    # Most parts have no other fields, and following the text takes time.
    if next(root.iter(f"{_W}fldChar", *_CODE), None) is not None:
        _check_complex_fields(root, place)


def _check_complex_fields(root: Any, place: str) -> None:
    open_fields: dict[Any, list[_OpenField]] = {}
    for found in root.iter(f"{_W}fldChar", f"{_W}t", f"{_W}delText", *_CODE, *_GAPS):
        stack = open_fields.setdefault(next(found.iterancestors(*_SEPARATE_TEXTS), root), [])
        if found.tag == f"{_W}fldChar":
            _follow(found.get(f"{_W}fldCharType"), stack, place)
        elif stack and not stack[-1].has_result:
            stack[-1].pieces.append(" " if found.tag in _GAPS else found.text or "")
        elif found.tag in _CODE and (found.text or "").strip():
            raise BROKEN_FIELD.error(place)
    if any(open_fields.values()):
        raise BROKEN_FIELD.error(place)


def _follow(kind: str | None, stack: list[_OpenField], place: str) -> None:
    if kind == "begin":
        # The name of the outer field must be there already: a nested field could otherwise produce it.
        for outer in _unnamed(stack):
            _check_name(outer.code, place)
            outer.is_named = True
        stack.append(_OpenField())
        if len(stack) > _MAX_OPEN_FIELDS:
            raise BROKEN_FIELD.error(place)
    elif kind == "separate" and stack and not stack[-1].has_result:
        _check_code(stack[-1].code, place)
        stack[-1].has_result = True
    elif kind == "end" and stack:
        ended = stack.pop()
        if not ended.has_result:
            _check_code(ended.code, place)
    else:
        raise BROKEN_FIELD.error(place)


def _unnamed(stack: list[_OpenField]) -> Iterator[_OpenField]:
    return (one for one in stack if not one.has_result and not one.is_named)


def _check_code(code: str, place: str) -> None:
    if not _LINK_INSIDE.fullmatch(code):
        _check_name(code, place)


def _check_name(code: str, place: str) -> None:
    found = _NAME.match(code)
    if found is None:
        raise BROKEN_FIELD.error(place)
    name = found[1].upper()
    if name not in FIELDS:
        raise field_refused(name, place)
