"""Templates with markup, fields and XML that are refused, each really built."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.documents.template_package import ADDRESS, DOCUMENT, HEADER, MARK, SETTINGS, Case, Package, field_code, run


def refused_markup() -> Iterator[Case]:
    def body(markup: str) -> Callable[[Package], object]:
        return lambda package: package.body(markup)

    def setting(markup: str) -> Callable[[Package], object]:
        return lambda package: package.within(SETTINGS, markup)

    yield "altChunk without a part", body('<w:altChunk r:id=""/>'), "et indsat dokument"
    yield "subdocument in the text", body(run('<w:subDoc r:id=""/>')), "et indsat dokument"
    yield "object", body(run(f"<w:object><o:OLEObject Type='Link' ProgID='{MARK}'/></w:object>")), "et indlejret objekt"
    yield "control", body(run("<w:control/>")), "et aktivt kontrolelement"
    yield (
        "macro of a form field",
        body(run('<w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="x"/></w:ffData></w:fldChar>')),
        "en makro",
    )
    yield (
        "mail merge in the settings",
        setting(f'<w:mailMerge><w:query w:val="{MARK}"/></w:mailMerge>'),
        "en brevfletning",
    )
    yield "online video", body(run(f'<x:webVideoPr xmlns:x="x" embeddedHtml="{MARK}"/>')), "lyd eller video"
    yield (
        "ink",
        body(
            run(
                '<mc:AlternateContent><mc:Choice Requires="x"><x:contentPart xmlns:x="x" r:id=""/>'
                "</mc:Choice></mc:AlternateContent>"
            )
        ),
        "håndskrift",
    )
    yield "reference to nothing", body(run('<a:blip r:link="rId77"/>')), "beskadiget"
    name = "{{ medarbejder }}"
    elsewhere = "en kode med {{ eller {% uden for"
    yield "name in the address of a picture", body(run(f'<v:imagedata title="{ADDRESS}{name}"/>')), elsewhere
    yield "name in a code", body(f"<w:p>{field_code(f' QUOTE {name} ')}</w:p>"), elsewhere
    yield "name in a simple field", body(f'<w:p><w:fldSimple w:instr="QUOTE {name}"/></w:p>'), elsewhere
    yield "loop in a comment", lambda package: package.within(HEADER, "<w:x>{% for a in plan %}</w:x>"), elsewhere


def refused_fields() -> Iterator[Case]:
    for code in (
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "INCLUDE",
        "IMPORT",
        "LINK",
        "DDE",
        "DDEAUTO",
        "DATABASE",
        "RD",
        "EMBED",
        "MACROBUTTON",
        "AUTOTEXT",
        "DOCVARIABLE",
        "FILLIN",
        "ASK",
        "PRINT",
        "MERGEFIELD",
        "ADDIN",
        "HYPERLINK",
        "GOTOBUTTON",
        "CONTROL",
        "HTMLCONTROL",
    ):
        yield (
            code,
            lambda package, code=code: package.body(f"<w:p>{field_code(f' {code} {ADDRESS} ')}</w:p>"),
            f"Word-feltet {code} ",
        )
    name = "<w:r><w:t>{{ medarbejder }}</w:t></w:r>"
    simple = f'<w:p><w:fldSimple w:instr=" includePicture {ADDRESS}">{name}</w:fldSimple></w:p>'
    yield (
        "simple, in the header",
        lambda package: package.within(HEADER, simple),
        r"Word-feltet INCLUDEPICTURE \(i sidehovedet, header1.xml\)",
    )
    split = field_code(" IN", "CLUDE", f'PICTURE "{ADDRESS}', '"')
    yield "split over runs", lambda package: package.body(f"<w:p>{split}</w:p>"), "Word-feltet INCLUDEPICTURE"
    texts = field_code(" ").replace(
        "</w:instrText>", "</w:instrText></w:r><w:r><w:t>DDEAUTO c:\\\\x {{ medarbejder }}</w:t>", 1
    )
    yield "code in a text", lambda package: package.body(f"<w:p>{texts}</w:p>"), "Word-feltet DDEAUTO"
    nested = field_code(" IF 1 = 1 ").replace(
        "</w:instrText></w:r>", f"</w:instrText></w:r>{field_code(f' INCLUDETEXT {ADDRESS}')}", 1
    )
    yield "nested", lambda package: package.body(f"<w:p>{nested}</w:p>"), "Word-feltet INCLUDETEXT"
    named = field_code(" ").replace("</w:instrText></w:r>", f"</w:instrText></w:r>{field_code(' QUOTE LINK ')}", 1)
    yield "named by a field", lambda package: package.body(f"<w:p>{named}</w:p>"), "et Word-felt, der er i stykker"
    link = field_code(f' HYPERLINK \\l "x" \\o "y" "{ADDRESS}"')
    yield "link inside with an address", lambda package: package.body(f"<w:p>{link}</w:p>"), "Word-feltet HYPERLINK"
    half = field_code(" PAGE ").replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "")
    yield "without an end", lambda package: package.body(f"<w:p>{half}</w:p>"), "et Word-felt, der er i stykker"
    tab = field_code(" PRINTDATE ").replace("PRINTDATE", "PRINT</w:instrText><w:tab/><w:instrText>DATE")
    yield "parted by a tab", lambda package: package.body(f"<w:p>{tab}</w:p>"), "Word-feltet PRINT "
    deleted = field_code(" PAGE ").replace(
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:del><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:del>',
    )
    yield "deleted in part", lambda package: package.body(f"<w:p>{deleted}</w:p>"), "et Word-felt, der er i stykker"
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    page, condition = "<w:r><w:instrText>PAGE</w:instrText></w:r>", "<w:r><w:t>{{%r {} %}}</w:t></w:r>"
    code = "<w:r><w:t>INCLUDEPICTURE</w:t></w:r>"
    hidden = begin + condition.format("if false") + page + separate + condition.format("endif") + code + end
    yield "made by a command", lambda package: package.body(f"<w:p>{hidden}</w:p>"), "Word-felt"
    choice = f'<mc:AlternateContent><mc:Choice Requires="x">{page}{separate}</mc:Choice></mc:AlternateContent>'
    inner = f"{begin}{choice}<w:r><w:t>DDE x</w:t></w:r>{end}"
    yield "in two readings", lambda package: package.body(f"<w:p>{inner}</w:p>"), "et Word-felt, der er i stykker"


def refused_xml() -> Iterator[Case]:
    def prefixed(name: str, prefix: str, encoding: str = "utf-8") -> Callable[[Package], object]:
        def change(package: Package) -> None:
            text = package.parts[name].decode().split("?>", 1)[-1]
            package.parts[name] = (prefix + text).encode(encoding)

        return change

    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    for name in (
        DOCUMENT,
        "word/theme/theme1.xml",
        "[Content_Types].xml",
        "_rels/.rels",
        "word/styles.xml",
        "docProps/app.xml",
    ):
        yield f"document type in {name}", prefixed(name, bomb), "beskadiget"
    yield (
        "document type in a part without a relationship",
        lambda package: package.part("word/y.xml", f"{bomb}<x/>".encode(), "application/xml"),
        "beskadiget",
    )
    yield "outside document type", prefixed(SETTINGS, f'<!DOCTYPE x SYSTEM "{ADDRESS}">'), "beskadiget"
    yield "document type in UTF-16", prefixed(SETTINGS, bomb, "utf-16"), "beskadiget"
    yield (
        "UTF-16 without a mark",
        prefixed(SETTINGS, '<?xml version="1.0" encoding="utf-16"?>', "utf-16-le"),
        "beskadiget",
    )
    yield "UTF-7", prefixed(SETTINGS, '<?xml version="1.0" encoding="utf-7"?>'), "beskadiget"
    yield "EBCDIC", prefixed(SETTINGS, '<?xml version="1.0" encoding="cp037"?>', "cp037"), "beskadiget"
    yield "XML 1.1", prefixed(SETTINGS, '<?xml version="1.1"?>'), "beskadiget"
    yield "very deep", lambda package: package.body("<w:x>" * 5_000 + "</w:x>" * 5_000), "beskadiget"
    yield "very large", lambda package: package.body(f"<!--{'abcdefghij' * 900_000}-->"), "for stor"
