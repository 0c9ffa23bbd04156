"""The base Word document: the parts under ``resources/base`` assembled as a package.

The parts are kept as text so that a change of style can be read in a diff. They set what the libraries' own base
document has wrong for this program: Danish language, A4 landscape, named fonts, current layout rules, header and
footer.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from mus_desktop.documents.word.markup import serialised
from mus_desktop.documents.word.package import zipped
from mus_desktop.paths import resources

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = ElementMaker(namespace=f"{_PACKAGE}/content-types", nsmap={None: f"{_PACKAGE}/content-types"})
_LINKS = ElementMaker(namespace=f"{_PACKAGE}/relationships", nsmap={None: f"{_PACKAGE}/relationships"})
_LANGUAGE = "da-DK"
"""The language of the parts under ``resources/base``."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    source: str
    content_type: str
    relation: str
    owner: str = "word/document.xml"


_PARTS = (
    _Part("word/document.xml", "document.xml", f"{_WORD}.document.main+xml", f"{_OFFICE}/officeDocument", ""),
    _Part("docProps/core.xml", "core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
          f"{_PACKAGE}/relationships/metadata/core-properties", ""),
    _Part("docProps/app.xml", "app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
          f"{_OFFICE}/extended-properties", ""),
    _Part("word/styles.xml", "styles.xml", f"{_WORD}.styles+xml", f"{_OFFICE}/styles"),
    _Part("word/settings.xml", "settings.xml", f"{_WORD}.settings+xml", f"{_OFFICE}/settings"),
    _Part("word/header1.xml", "header.xml", f"{_WORD}.header+xml", f"{_OFFICE}/header"),
    _Part("word/footer1.xml", "footer.xml", f"{_WORD}.footer+xml", f"{_OFFICE}/footer"),
    _Part("word/fontTable.xml", "fontTable.xml", f"{_WORD}.fontTable+xml", f"{_OFFICE}/fontTable"),
    _Part("word/theme/theme1.xml", "theme.xml", "application/vnd.openxmlformats-officedocument.theme+xml",
          f"{_OFFICE}/theme"),
    _Part("word/numbering.xml", "numbering.xml", f"{_WORD}.numbering+xml", f"{_OFFICE}/numbering"),
)  # fmt: skip


def base_document(language: str = _LANGUAGE) -> bytes:
    """Return an empty A4 landscape document with our styles, in ``language`` (a tag such as ``da-DK``)."""
    folder = resources() / "base"
    parts = {
        "[Content_Types].xml": serialised(_content_types()),
        "_rels/.rels": serialised(_relations("", "")),
        "word/_rels/document.xml.rels": serialised(_relations("word/document.xml", "word/")),
    }
    for part in _PARTS:
        # Read as text, so that the bytes are the same in a checkout with Windows line ends.
        content = (folder / part.source).read_text(encoding="utf-8").encode()
        parts[part.name] = _translated(content, language) if language != _LANGUAGE else content
    return zipped(parts)


def _translated(part: bytes, language: str) -> bytes:
    """Return ``part`` with ``language`` wherever it names its language, as text or in an attribute."""
    # Most parts name no language, and need not be parsed.
    if _LANGUAGE.encode() not in part:
        return part
    tree = etree.fromstring(part)
    for element in tree.iter():
        if element.text == _LANGUAGE:
            element.text = language
        for name, value in element.attrib.items():
            if value == _LANGUAGE:
                element.set(name, language)
    return serialised(tree)


def _content_types() -> Any:
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    return _TYPES(
        "Types",
        *(_TYPES("Default", Extension=ending, ContentType=kind) for ending, kind in usual.items()),
        *(_TYPES("Override", PartName=f"/{part.name}", ContentType=part.content_type) for part in _PARTS),
    )


def _relations(owner: str, folder: str) -> Any:
    """Return the relationships of ``owner``; ids count from ``rId1`` in the order of the parts.

    ``document.xml`` refers to header and footer by these ids.
    """
    return _LINKS("Relationships", *_relations_of(owner, folder))


def _relations_of(owner: str, folder: str) -> Iterator[Any]:
    for number, part in enumerate((part for part in _PARTS if part.owner == owner), 1):
        target = part.name.removeprefix(folder)
        yield _LINKS("Relationship", Id=f"rId{number}", Type=part.relation, Target=target)
