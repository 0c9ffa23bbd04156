"""What a manual has beyond the other built documents: pictures, and lists of numbered steps.

Heavy: imports lxml.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from mus_desktop.documents.word.markup import WORD, element, serialised

FIRST_LIST = 10
"""The number of the first list of steps; the base document has two lists."""
_W = f"{{{WORD}}}"
_ABSTRACT_LIST = 10
_EMU_PER_TWIP = 635
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PICTURE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_PNG_SIZE = slice(16, 24)
"""The bytes of a PNG file with its width and height."""
_DRAWING = """\
<w:drawing xmlns:w="{word}"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/><wp:docPr
  id="{id}" name="{name}"/><a:graphic><a:graphicData
  uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic
><pic:nvPicPr><pic:cNvPr id="{id}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr
><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill
><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm
><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill><a:srgbClr val="A9B3C0"/></a:solidFill
></a:ln></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def picture_drawing(file: str, picture: bytes, described: str, number: int, width: int) -> Any:
    """Return the PNG ``picture`` as the content of a run, ``width`` twips wide, with a description for screen readers.

    :param number: a number that no other drawing of the document has.
    """
    columns, lines = struct.unpack(">II", picture[_PNG_SIZE])
    across = width * _EMU_PER_TWIP
    drawing = etree.fromstring(
        _DRAWING.format(
            word=WORD,
            width=across,
            height=across * lines // columns,
            id=number,
            name=PurePosixPath(file).name,
            relation=_relation_id(file),
        )
    )
    next(drawing.iter("{*}docPr")).set("descr", described)
    return drawing


def with_lists_and_pictures(parts: Mapping[str, bytes], lists: int, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the ``parts`` of a document with ``pictures`` and ``lists`` lists of steps, each numbered from one."""
    changed = dict(parts)
    for name, change in (("word/numbering.xml", _add_lists), ("[Content_Types].xml", _add_png)):
        tree = etree.fromstring(parts[name])
        change(tree, lists)
        changed[name] = serialised(tree)
    name = "word/_rels/document.xml.rels"
    links = etree.fromstring(parts[name])
    for file, picture in pictures.items():
        target = f"media/{PurePosixPath(file).name}"
        attributes = {"Id": _relation_id(file), "Type": _PICTURE_RELATION, "Target": target}
        etree.SubElement(links, f"{{{_PACKAGE}/relationships}}Relationship", attributes)
        changed[f"word/{target}"] = picture
    changed[name] = serialised(links)
    return changed


def _relation_id(file: str) -> str:
    return f"rIdBillede_{PurePosixPath(file).stem}"


def _add_png(types: Any, _lists: int) -> None:
    types.insert(0, etree.Element(f"{{{_PACKAGE}/content-types}}Default", Extension="png", ContentType="image/png"))


def _add_lists(numbering: Any, lists: int) -> None:
    """Add the look of steps before the first list, where the schema has it, and a list for each number."""
    indent = element("pPr", element("ind", left=400, hanging=400))
    level = element(
        "lvl",
        element("start", val=1), element("numFmt", val="decimal"), element("lvlText", val="%1."),
        element("lvlJc", val="left"), indent, ilvl=0,
    )  # fmt: skip
    look = element("abstractNum", element("multiLevelType", val="singleLevel"), level, abstractNumId=_ABSTRACT_LIST)
    numbering.find(f"{_W}num").addprevious(look)
    for number in range(FIRST_LIST, FIRST_LIST + lists):
        restart = element("lvlOverride", element("startOverride", val=1), ilvl=0)
        numbering.append(element("num", element("abstractNumId", val=_ABSTRACT_LIST), restart, numId=number))
