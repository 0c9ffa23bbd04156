"""Parsing XML from outside: without a document type, entities or outside references, in UTF-8 or UTF-16 only.

Heavy: imports lxml.
"""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

_DECLARATION = re.compile(r"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(r"""\sencoding\s*=\s*["']([^"']*)["']""")
_VERSION = re.compile(r"""\sversion\s*=\s*["']1\.0["']""")
_ENCODINGS = {"utf-8": ("utf-8", "utf8", "us-ascii", "ascii"), "utf-16": ("utf-16", "utf-16le", "utf-16be")}
_FORBIDDEN = ("<!DOCTYPE", "<!ENTITY", "<!ELEMENT", "<!ATTLIST")


class XmlRefused(Exception):
    """XML that is damaged, or contains what no part of a document needs."""


def parse_xml(part: bytes) -> Any:
    """Return the root of ``part``; comments and processing instructions are left out.

    :raises XmlRefused: it is not well-formed, too deep, has a document type, or hides its encoding.
    """
    text = _text(part)
    # Looked for before parsing: a document type alone can cost memory, and the text no longer depends on an encoding.
    if any(mark in text for mark in _FORBIDDEN):
        raise XmlRefused("a document type")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        # Comments could hide markup that appears when a template command leaves out their beginning and end.
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: Any = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlRefused("not well-formed") from error
    return root


def _text(part: bytes) -> str:
    """Return ``part`` decoded, without its declaration."""
    encoding = "utf-16" if part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        text = part.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise XmlRefused("unreadable characters") from error
    declaration = _DECLARATION.match(text)
    if declaration is None:
        return text
    named = _ENCODING.search(declaration[0])
    if not _VERSION.search(declaration[0]) or (named and named[1].lower() not in _ENCODINGS[encoding]):
        raise XmlRefused("another encoding")
    return text[declaration.end() :]
