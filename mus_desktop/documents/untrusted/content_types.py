"""The content types of a Word package: the part ``[Content_Types].xml``, of which Word and this must read the same.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from mus_desktop.documents.untrusted import package_lists as lists
from mus_desktop.documents.untrusted.refusals import DAMAGED_TEMPLATE, MACROS_REFUSED
from mus_desktop.errors import DocumentError

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata")


class ContentTypes:
    """The content types in ``root``, the tree of that part.

    :raises DocumentError: it belongs to a file with macros, or is ambiguous.
    """

    def __init__(self, root: Any) -> None:
        self._root = root
        if any(mark in _content_type(entry).lower() for entry in root for mark in _MACRO_TYPES):
            raise DocumentError(MACROS_REFUSED)
        refuse_other_elements(root, tuple(f"{PACKAGE}content-types}}{name}" for name in ("Default", "Override")))
        self._overrides = _content_types_by(root, "PartName")
        self._usual_types = _content_types_by(root, "Extension")

    def of(self, name: str) -> str:
        """Return the content type of the part ``name``; :class:`DocumentError` if it has none."""
        found = self._overrides.get(f"/{name}".lower()) or self._usual_types.get(_ending(name))
        if found is None:
            raise DocumentError(DAMAGED_TEMPLATE)
        return found

    def only_for(self, names: Collection[str]) -> Any:
        """Return the tree with the types of the parts ``names`` only, as those of a document.

        It is changed: a Word template must not produce another template.
        """
        parts, endings = {f"/{name}".lower() for name in names}, {_ending(name) for name in names}
        for entry in [*self._root]:
            if entry.get("PartName", "").lower() not in parts and entry.get("Extension", "").lower() not in endings:
                self._root.remove(entry)
            elif entry.get("ContentType") in lists.MAIN_TYPES:
                entry.set("ContentType", lists.MAIN_TYPES[0])
        return self._root


def refuse_other_elements(root: Any, tags: tuple[str, ...]) -> None:
    """Raise :class:`DocumentError` if ``root`` contains anything but ``tags``, which Word might read and this not."""
    if any(entry.tag not in tags or len(entry) for entry in root):
        raise DocumentError(DAMAGED_TEMPLATE)


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def _content_type(entry: Any) -> str:
    value: str = entry.get("ContentType", "")
    return value.strip()


def _content_types_by(root: Any, key: str) -> dict[str, str]:
    """Return content types by ``PartName`` or ``Extension``, in small letters.

    :raises DocumentError: a part has two.
    """
    found: dict[str, str] = {}
    for entry in root:
        name, content_type = entry.get(key, "").lower(), _content_type(entry)
        if name and found.setdefault(name, content_type) != content_type:
            raise DocumentError(DAMAGED_TEMPLATE)
    return found
