"""The markup of one part of a Word template: what must not come into a plan is refused or removed.

Works on the names of elements without their namespace, because a name that is harmless elsewhere is not needed here.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mus_desktop.documents.untrusted.field_codes import check_fields
from mus_desktop.documents.untrusted.package_lists import RELATIONSHIPS
from mus_desktop.documents.untrusted.refusals import COMMAND_ELSEWHERE, DAMAGED_TEMPLATE, REFUSED_ELEMENTS, UNKNOWN
from mus_desktop.errors import DocumentError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = f"{_WORD}t"
_DELETED_TEXTS = (f"{_WORD}delText", f"{_WORD}delInstrText")
_EXTENSION = "{http://schemas.openxmlformats.org/drawingml/2006/main}ext"
_REMOVED = frozenset(
    """
    attachedSchema attachedTemplate dataBinding docVars hlinkClick hlinkHover hlinkMouseOver HLinks HyperlinkBase
    imgProps linkStyles placeholder printerSettings saveThroughXslt schemaLibrary smartTagType svgBlip
    webExtensionCreated webExtensionLinked
    """.split()  # noqa: SIM905 - quoted one by one it is harder to read
)
"""Elements that fetch something, or belong to a part that is left out; the text around them is the same without."""
_ADDRESSES = frozenset({"href", "src", "althref"})
_MARKS = ("{{", "{%", "{#")


def clean_markup(root: Any, place: str, kept_ids: Collection[str], left_out_ids: Collection[str]) -> None:
    """Remove from ``root`` (the part ``place``) what a plan does not need, and check the rest.

    :param kept_ids: the relationships of this part that stay; ``left_out_ids`` those that do not.
    :raises DocumentError: it contains something that must not come into a plan.
    """
    for element in [*root.iter()]:
        name = _local(element.tag)
        if name in REFUSED_ELEMENTS:
            raise REFUSED_ELEMENTS[name].error(place)
        if name in _REMOVED:
            _remove(element)
        elif element.tag == f"{_WORD}hyperlink":
            _without_address(element)
    for element in root.iter():
        for attribute in [one for one in element.attrib if _local(one) in _ADDRESSES]:
            if _namespace(attribute) != RELATIONSHIPS:
                del element.attrib[attribute]
        _check_references(element, place, kept_ids, left_out_ids)
    check_fields(root, place)


def check_commands(root: Any, place: str) -> None:
    """Raise :class:`DocumentError` if a command for the template engine is anywhere but in the text that Word shows.

    In an address or the code of a field it would carry the employee's name out of the document.
    Deleted text is not meant: a command in it is broken up.
    """
    for element in root.iter():
        if any(mark in value for value in element.attrib.values() for mark in _MARKS):
            raise COMMAND_ELSEWHERE.error(place)
        if element.tag in _DELETED_TEXTS:
            element.text = (element.text or "").replace("{", "(")
        outside = [element.tail, None if element.tag == _TEXT else element.text]
        if any(mark in text for text in outside if text for mark in _MARKS):
            raise COMMAND_ELSEWHERE.error(place)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _namespace(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def _remove(element: Any) -> None:
    """Remove ``element``, with the extension that holds it."""
    extension = next(element.iterancestors(_EXTENSION), None)
    removed = element if extension is None else extension
    parent = removed.getparent()
    if parent is not None:
        parent.remove(removed)
        # An empty list of extensions is not valid.
        if _local(parent.tag) == "extLst" and not len(parent) and parent.getparent() is not None:
            parent.getparent().remove(parent)


def _without_address(link: Any) -> None:
    """Put the content of ``link`` in its place, unless it only leads to another place in the document."""
    attributes = {_local(one) for one in link.attrib}
    if "anchor" in attributes and not attributes & {"id", "docLocation"}:
        return
    parent = link.getparent()
    if parent is not None:
        at = parent.index(link)
        parent[at : at + 1] = [*link]


def _check_references(element: Any, place: str, kept_ids: Collection[str], left_out_ids: Collection[str]) -> None:
    for attribute, value in element.attrib.items():
        is_reference = _namespace(attribute) == RELATIONSHIPS or _local(attribute) == "relid"
        if is_reference and value and value not in kept_ids:
            raise UNKNOWN.error(place) if value in left_out_ids else DocumentError(DAMAGED_TEMPLATE)
