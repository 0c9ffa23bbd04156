"""The lists of what a Word template may contain: parts by relationship and content type, and fields.

Three answers for a relationship: it stays, it is left out (nothing in a printed plan depends on it), or the template is
refused. What is on no list is refused. The names are those of ECMA-376 and of Microsoft's published extensions
(MS-DOCX); an extension that a new Word writes is added here after reading what it does.
"""

from __future__ import annotations

from collections.abc import Mapping

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OPEN_XML}.wordprocessingml"

RELATIONSHIPS = _OFFICE
STRICT_START = "http://purl.oclc.org/ooxml/"
MAIN = f"{_OFFICE}/officeDocument"
CORE = f"{_PACKAGE}/metadata/core-properties"
IMAGE = f"{_OFFICE}/image"
FONT = f"{_OFFICE}/font"
SVG = "image/svg+xml"
MAIN_TYPES = (f"{_WORD}.document.main+xml", f"{_WORD}.template.main+xml")
RENDERED_TYPES = (*MAIN_TYPES, *(f"{_WORD}.{one}+xml" for one in ("header", "footer", "footnotes", "endnotes")))
PICTURE_TYPES = tuple(
    f"image/{one}"
    for one in "png x-png jpeg jpg pjpeg gif bmp x-bmp tiff x-tiff emf x-emf wmf x-wmf".split()  # noqa: SIM905
)

KEPT: Mapping[str, tuple[str, ...]] = {
    MAIN: MAIN_TYPES,
    CORE: ("application/vnd.openxmlformats-package.core-properties+xml",),
    f"{_OFFICE}/metadata/core-properties": ("application/vnd.openxmlformats-package.core-properties+xml",),
    f"{_OFFICE}/extended-properties": (f"{_OPEN_XML}.extended-properties+xml",),
    # A sensitivity label is in one of the next two.
    f"{_OFFICE}/custom-properties": (f"{_OPEN_XML}.custom-properties+xml",),
    f"{_MICROSOFT}/2020/02/relationships/classificationlabels": ("application/vnd.ms-office.classificationlabels+xml",),
    **{
        f"{_OFFICE}/{one}": (f"{_WORD}.{one}+xml",)
        for one in "styles settings fontTable numbering footnotes endnotes comments header footer".split()  # noqa: SIM905
    },
    f"{_OFFICE}/theme": (f"{_OPEN_XML}.theme+xml",),
    IMAGE: PICTURE_TYPES,
    # Fonts that Word or Google Docs has embedded, for a municipality's own typeface; never a link to one.
    FONT: (f"{_OPEN_XML}.obfuscatedFont", "application/x-font-ttf", "application/x-fontdata"),
    f"{_MICROSOFT}/2011/relationships/commentsExtended": (f"{_WORD}.commentsExtended+xml",),
    f"{_MICROSOFT}/2016/09/relationships/commentsIds": (f"{_WORD}.commentsIds+xml",),
    f"{_MICROSOFT}/2018/08/relationships/commentsExtensible": (f"{_WORD}.commentsExtensible+xml",),
    f"{_MICROSOFT}/2011/relationships/people": (f"{_WORD}.people+xml",),
}
"""The relationships that stay, with the content types that their target may have."""

LEFT_OUT = frozenset(
    {
        # Ordinary in a document made from a municipality's Word template; Word would fetch that template again.
        f"{_OFFICE}/attachedTemplate",
        # The text of a link stays. Word itself turns every typed web address into a link.
        f"{_OFFICE}/hyperlink",
        f"{_PACKAGE}/metadata/thumbnail",
        f"{_PACKAGE}/digital-signature/origin",  # it would not fit the finished plan
        f"{_OFFICE}/webSettings",
        f"{_MICROSOFT}/2007/relationships/stylesWithEffects",
        f"{_OFFICE}/glossaryDocument",
        f"{_OFFICE}/customXml",
        f"{_OFFICE}/printerSettings",
        f"{_MICROSOFT}/2006/relationships/keyMapCustomizations",
        f"{_MICROSOFT}/2006/relationships/attachedToolbars",
        f"{_MICROSOFT}/2007/relationships/hdphoto",
        f"{_MICROSOFT}/2019/05/relationships/documenttasks",
        # The suggestions of Word's editor.
        f"{_MICROSOFT}/2019/09/relationships/intelligence",
        f"{_MICROSOFT}/2020/10/relationships/intelligence",
    }
)

FIELDS = frozenset(
    """
    = ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT COMMENTS COMPARE CREATEDATE DATE DOCPROPERTY EDITTIME EQ FILENAME
    FILESIZE FORMCHECKBOX FORMDROPDOWN FORMTEXT IF INDEX KEYWORDS LASTSAVEDBY LISTNUM NOTEREF NUMCHARS NUMPAGES NUMWORDS
    PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SHAPE STYLEREF SUBJECT SYMBOL TA TC TIME
    TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
    """.split()  # noqa: SIM905 - a list of 50 quoted words is harder to read
)
"""The fields of Word that fetch nothing, start nothing and ask for nothing; a link inside the document is one more."""
