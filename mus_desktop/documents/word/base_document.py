"""The base Word document: the parts under ``resources/base`` assembled as a package.

The parts are kept as text so that a change of style can be read in a diff. They set what the libraries' own base
document has wrong for this program: Danish language, A4 landscape, named fonts, current layout rules, header and
footer.
"""

from __future__ import annotations

from dataclasses import dataclass

from mus_desktop.documents.word.package import zipped
from mus_desktop.paths import resources

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


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
)  # fmt: skip


def base_document(language: str = "da-DK") -> bytes:
    """Return an empty A4 landscape document with our styles, in ``language`` (a tag such as ``da-DK``)."""
    folder = resources() / "base"
    parts = {
        "[Content_Types].xml": _content_types().encode(),
        "_rels/.rels": _relations("", "").encode(),
        "word/_rels/document.xml.rels": _relations("word/document.xml", "word/").encode(),
    }
    for part in _PARTS:
        text = (folder / part.source).read_text(encoding="utf-8")
        parts[part.name] = text.replace("da-DK", language).encode()
    return zipped(parts)


def _content_types() -> str:
    kinds = "".join(f'<Override PartName="/{part.name}" ContentType="{part.content_type}"/>' for part in _PARTS)
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )


def _relations(owner: str, folder: str) -> str:
    """Return the relationships of ``owner``; ids count from ``rId1`` in the order of the parts.

    ``document.xml`` refers to header and footer by these ids.
    """
    owned = [part for part in _PARTS if part.owner == owner]
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{part.relation}" Target="{part.name.removeprefix(folder)}"/>'
        for number, part in enumerate(owned, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
