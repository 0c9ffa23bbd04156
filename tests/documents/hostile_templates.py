"""Word templates with something in them that must not come into a plan, each really built from København's template."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mus_desktop.documents.word.package import zipped

MARK = "ondsindet.example"
"""In every hostile thing, so that a finished plan can be searched for it."""
ADDRESS = f"http://{MARK}/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DOCUMENT, HEADER, SETTINGS = "word/document.xml", "word/header1.xml", "word/settings.xml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)
_NAMES = (
    f'xmlns:r="{OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


@dataclass
class Package:
    """The parts of a template, to which hostile ones are added."""

    parts: dict[str, bytes]
    number: int = field(default=900)

    def relate(self, kind: str, target: str, *, owner: str = DOCUMENT, mode: str = "") -> str:
        """Add a relationship to ``owner`` and return its id."""
        self.number += 1
        folder, _, name = owner.rpartition("/")
        file = f"{folder}/_rels/{name}.rels".lstrip("/")
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        entry = (
            f'<Relationship Id="rId{self.number}" Type="{kind}" Target="{target}"{mode and f" TargetMode={mode!r}"}/>'
        )
        end = b"</Relationships>"
        self.parts[file] = self.parts.get(file, empty).replace(end, entry.encode() + end)
        return f"rId{self.number}"

    def part(self, name: str, content: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self.parts[name] = content
        types, end = self.parts["[Content_Types].xml"], b"</Types>"
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        self.parts["[Content_Types].xml"] = types.replace(end, override.encode() + end)

    def related(self, kind: str, name: str, content: bytes, content_type: str, owner: str = DOCUMENT) -> str:
        """Add a part and the relationship to it; return its id."""
        self.part(name, content, content_type)
        return self.relate(kind, f"/{name}", owner=owner)

    def body(self, markup: str) -> Package:
        """Put ``markup`` before the section of the body."""
        text = self.parts[DOCUMENT].decode()
        before, section = text.rsplit("<w:sectPr", 1)
        self.parts[DOCUMENT] = f"{before}{markup}<w:sectPr{section}".replace(
            "<w:document ", f"<w:document {_own(text)}", 1
        ).encode()
        return self

    def within(self, name: str, markup: str) -> Package:
        """Put ``markup`` at the end of the part ``name``."""
        text = self.parts[name].decode()
        before, end = text.rsplit("</", 1)
        root = text[text.index("<w:") :].split(" ", 1)[0]
        self.parts[name] = f"{before}{markup}</{end}".replace(f"{root} ", f"{root} {_own(text)}", 1).encode()
        return self

    def zipped(self) -> bytes:
        return zipped(self.parts)


def _own(text: str) -> str:
    """The namespace declarations that ``text`` does not have yet."""
    return " ".join(one for one in _NAMES.split(" ") if one.split("=")[0] + "=" not in text) + " "


def run(content: str) -> str:
    return f"<w:p><w:r>{content}</w:r></w:p>"


def field_code(*pieces: str, result: str = "x") -> str:
    """A field whose code is in one run for each of ``pieces``."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}{code}{separate}<w:r><w:t>{result}</w:t></w:r>{end}"


Case = tuple[str, Callable[[Package], object], str]


def refused() -> Iterator[Case]:
    """Yield name, change and the beginning of the reason, for templates that are refused."""
    yield from _refused_relationships()
    yield from _refused_markup()
    yield from _refused_fields()
    yield from _refused_xml()


def _refused_relationships() -> Iterator[Case]:
    def linked(kind: str, mode: str = "External", target: str = ADDRESS) -> Callable[[Package], object]:
        return lambda package: package.relate(kind, target, mode=mode)

    def part(
        kind: str, name: str, content: bytes, content_type: str, owner: str = DOCUMENT
    ) -> Callable[[Package], object]:
        return lambda package: package.related(kind, name, content, content_type, owner)

    ole = bytes.fromhex("d0cf11e0a1b11ae1") + MARK.encode()
    xml = f"<x>{MARK}</x>".encode()
    yield "linked picture", linked(f"{OFFICE}/image"), "et billede, der hentes et andet sted fra"
    yield (
        "linked picture on a share",
        linked(f"{OFFICE}/image", target=rf"file:///\\{MARK}\x.png"),
        "et billede, der hentes",
    )
    yield "small external", linked(f"{OFFICE}/image", "external"), "et billede, der hentes"
    yield "unknown mode", linked(f"{OFFICE}/image", "Extern"), "et billede, der hentes"
    yield "header elsewhere", linked(f"{OFFICE}/header"), "noget, der hentes et andet sted fra"
    yield (
        "font elsewhere",
        (lambda package: package.relate(f"{OFFICE}/font", ADDRESS, owner="word/fontTable.xml", mode="External")),
        "noget, der hentes",
    )
    yield (
        "theme picture elsewhere",
        (lambda package: package.relate(f"{OFFICE}/image", ADDRESS, owner="word/theme/theme1.xml", mode="External")),
        "et billede, der hentes",
    )
    yield "altChunk", part(f"{OFFICE}/aFChunk", "word/x.html", xml, "text/html"), "et indsat dokument"
    yield "subdocument", linked(f"{OFFICE}/subDocument"), "et indsat dokument"
    yield "OLE", part(f"{OFFICE}/oleObject", "word/embeddings/o.bin", ole, f"{WORD}.oleObject"), "et indlejret objekt"
    yield "linked OLE", linked(f"{OFFICE}/oleObject"), "et indlejret objekt"
    yield (
        "embedded file",
        part(f"{OFFICE}/package", "word/embeddings/a.xlsx", b"PK", "application/x"),
        "et indlejret objekt",
    )
    yield (
        "ActiveX",
        part(f"{OFFICE}/control", "word/activeX/activeX1.xml", xml, "application/vnd.ms-office.activeX+xml"),
        "et aktivt kontrolelement",
    )
    yield "VBA", part(f"{MICROSOFT}/2006/relationships/vbaProject", "word/x.bin", ole, "application/x"), "en makro"
    yield "VBA, its type", part(f"{OFFICE}/image", "word/x.png", ole, "application/vnd.ms-office.vbaProject"), "makroer"
    yield (
        "VBA as a picture",
        part(f"{OFFICE}/image", "word/media/i.png", ole, "image/png"),
        "et billede, der ikke kan vises",
    )
    yield "VBA, its name", lambda package: package.part("word/VbaProject.BIN", ole, "application/x"), "makroer"
    yield (
        "macro template",
        lambda package: package.part(
            "word/y.xml", xml, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
        ),
        "makroer",
    )
    yield (
        "customUI",
        part(f"{MICROSOFT}/2006/relationships/ui/extensibility", "customUI/customUI.xml", xml, "application/xml", ""),
        "egne knapper",
    )
    yield (
        "customUI 2010",
        part(f"{MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml", xml, "application/xml", ""),
        "egne knapper",
    )
    yield (
        "web extension",
        part(
            f"{MICROSOFT}/2011/relationships/webextensiontaskpanes",
            "word/we/t.xml",
            xml,
            "application/vnd.ms-office.webextensiontaskpanes+xml",
            "",
        ),
        "egne knapper",
    )
    yield (
        "chart",
        part(
            f"{OFFICE}/chart",
            "word/charts/c.xml",
            xml,
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        ),
        "et diagram",
    )
    yield "SmartArt", part(f"{OFFICE}/diagramData", "word/diagrams/d.xml", xml, "application/xml"), "et diagram"
    yield "video", linked(f"{OFFICE}/video"), "lyd eller video"
    yield "audio", part(f"{OFFICE}/audio", "word/media/a.wav", b"RIFF", "audio/wav"), "lyd eller video"
    yield (
        "mail merge",
        lambda package: package.relate(f"{OFFICE}/mailMergeSource", ADDRESS, owner=SETTINGS, mode="External"),
        "en brevfletning",
    )
    yield (
        "XSLT",
        lambda package: package.relate(f"{OFFICE}/transform", ADDRESS, owner=SETTINGS, mode="External"),
        "noget, som programmet ikke kender",
    )
    yield (
        "unknown",
        part("http://example/unknown", "word/ukendt.bin", b"x", "application/x"),
        r"noget, som programmet ikke kender \(ukendt.bin\)",
    )
    yield (
        "picture with a wrong type",
        part(f"{OFFICE}/image", "word/media/i.png", PNG, "text/html"),
        "noget, som programmet ikke kender",
    )
    yield (
        "styles that are a header",
        lambda package: package.relate(f"{OFFICE}/styles", "header1.xml"),
        "noget, som programmet ikke kender",
    )
    yield "strict", linked("http://purl.oclc.org/ooxml/officeDocument/relationships/image"), "Strict Open XML"
    for target in (
        "../../x.xml",
        "/../x.xml",
        "media\\x.png",
        "%2e%2e/x.png",
        "c:/x.png",
        "//server/x.png",
        "x.xml?y",
        "",
    ):
        yield f"target {target}", linked(f"{OFFICE}/header", "Internal", target), "beskadiget"
    yield (
        "two main parts",
        lambda package: package.related(
            f"{OFFICE}/officeDocument", "word/d2.xml", package.parts[DOCUMENT], f"{WORD}.document.main+xml", ""
        ),
        "beskadiget",
    )
    yield (
        "one id twice",
        lambda package: package.parts.update(
            {
                "word/_rels/document.xml.rels": package.parts["word/_rels/document.xml.rels"].replace(
                    b'"rId2"', b'"rId1"'
                )
            }
        ),
        "beskadiget",
    )
    yield (
        "two content types",
        lambda package: package.part("word/Header1.xml".lower(), package.parts[HEADER], f"{WORD}.footer+xml"),
        "beskadiget",
    )
    yield (
        "huge picture",
        part(
            f"{OFFICE}/image", "word/media/i.png", PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:], "image/png"
        ),
        "et billede, der ikke kan vises",
    )


def _refused_markup() -> Iterator[Case]:
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
                '<mc:AlternateContent><mc:Choice Requires="x"><x:contentPart xmlns:x="x" r:id=""/></mc:Choice></mc:AlternateContent>'
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


def _refused_fields() -> Iterator[Case]:
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
    simple = f'<w:p><w:fldSimple w:instr=" includePicture {ADDRESS}"><w:r><w:t>{{{{ medarbejder }}}}</w:t></w:r></w:fldSimple></w:p>'
    yield (
        "simple, in the header",
        lambda package: package.within(HEADER, simple),
        r"Word-feltet INCLUDEPICTURE \(word/header1.xml\)",
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
    link = field_code(f' HYPERLINK \\\\l "x" \\\\o "y" "{ADDRESS}"')
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
    hidden = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>{%r if false %}</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{%r endif %}</w:t></w:r><w:r><w:t>INCLUDEPICTURE</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    yield "made by a command", lambda package: package.body(f"<w:p>{hidden}</w:p>"), "Word-felt"
    inner = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><mc:AlternateContent><mc:Choice Requires="x"><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/></mc:Choice></mc:AlternateContent></w:r><w:r><w:t>DDE x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    yield "in two readings", lambda package: package.body(f"<w:p>{inner}</w:p>"), "et Word-felt, der er i stykker"


def _refused_xml() -> Iterator[Case]:
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


def left_out() -> Iterator[tuple[str, Callable[[Package], object]]]:
    """Yield name and change, for templates that are used without their hostile part."""

    def link(markup: str, *, attribute: str = "id") -> Callable[[Package], object]:
        return lambda package: package.body(
            markup.replace("ID", package.relate(f"{OFFICE}/hyperlink", ADDRESS, mode="External"))
        )

    def attached(package: Package) -> None:
        found = package.relate(
            f"{OFFICE}/attachedTemplate", f"file:///\\\\{MARK}\\Kommune.dotm", owner=SETTINGS, mode="External"
        )
        package.within(SETTINGS, f'<w:attachedTemplate r:id="{found}"/><w:linkStyles/>')

    def custom_xml(package: Package) -> None:
        package.related(f"{OFFICE}/customXml", "customXml/item1.xml", f"<x>{MARK}</x>".encode(), "application/xml")
        bound = f'<w:sdtPr><w:dataBinding w:xpath="{MARK}" w:storeItemID="x"/></w:sdtPr>'
        package.body(f"<w:sdt>{bound}<w:sdtContent><w:p/></w:sdtContent></w:sdt>")

    def svg(package: Package) -> None:
        found = package.related(f"{OFFICE}/image", "word/media/i.svg", f"<svg>{MARK}</svg>".encode(), "image/svg+xml")
        picture = package.related(f"{OFFICE}/image", "word/media/i.png", PNG, "image/png")
        extension = f'<a:extLst><a:ext uri="x"><s:svgBlip xmlns:s="s" r:embed="{found}"/></a:ext></a:extLst>'
        package.body(run(f'<w:drawing><a:blip r:embed="{picture}">{extension}</a:blip></w:drawing>'))

    def printer(package: Package) -> None:
        found = package.related(f"{OFFICE}/printerSettings", "word/p.bin", MARK.encode(), "application/x")
        package.body(f'<w:p><w:pPr><w:sectPr><w:printerSettings r:id="{found}"/></w:sectPr></w:pPr></w:p>')

    def other(kind: str, name: str, owner: str = DOCUMENT) -> Callable[[Package], object]:
        return lambda package: package.related(kind, name, f"<x>{MARK}</x>".encode(), "application/xml", owner)

    yield "link", link('<w:p><w:hyperlink r:id="ID"><w:r><w:t>Kommunen</w:t></w:r></w:hyperlink></w:p>')
    yield "link on a picture", link(run('<w:drawing><a:hlinkClick r:id="ID"/></w:drawing>'))
    yield "attached template", attached
    yield "custom XML with data binding", custom_xml
    yield "SVG", svg
    yield "printer settings", printer
    yield (
        "address in a drawing",
        lambda package: package.body(
            run(f'<v:shape href="{ADDRESS}"><v:imagedata src="{ADDRESS}" o:href="{ADDRESS}"/></v:shape>')
        ),
    )
    yield (
        "document variables",
        lambda package: package.within(SETTINGS, f'<w:docVars><w:docVar w:name="x" w:val="{MARK}"/></w:docVars>'),
    )
    yield "smart tags", lambda package: package.within(SETTINGS, f'<w:smartTagType w:url="{ADDRESS}" w:name="x"/>')
    yield (
        "XSLT in the settings",
        lambda package: package.within(SETTINGS, f'<w:saveThroughXslt w:solutionID="{MARK}"/>'),
    )
    yield (
        "part without a relationship",
        lambda package: package.part("word/embeddings/x.bin", MARK.encode(), "application/x"),
    )
    yield (
        "relationships without a part",
        lambda package: package.parts.update({"word/_rels/x.xml.rels": MARK.encode().join([b"<x>", b"</x>"])}),
    )
    yield "comment and instruction", lambda package: package.body(f"<!-- {MARK} --><?x {MARK}?>")
    yield "web settings", other(f"{OFFICE}/webSettings", "word/webSettings.xml")
    yield "building blocks", other(f"{OFFICE}/glossaryDocument", "word/glossary/document.xml")
    yield (
        "thumbnail",
        other("http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail", "docProps/t.emf", ""),
    )
    yield "keys", other(f"{MICROSOFT}/2006/relationships/keyMapCustomizations", "word/customizations.xml")
    yield (
        "properties",
        lambda package: package.parts.update(
            {
                "docProps/app.xml": package.parts["docProps/app.xml"].replace(
                    b"</Properties>", f"<HyperlinkBase>{ADDRESS}</HyperlinkBase></Properties>".encode()
                )
            }
        ),
    )


def zip_files(parts: dict[str, bytes]) -> Iterator[tuple[str, bytes, str]]:
    """Yield name, file and a word of the refusal, for zip files that are damaged on purpose."""
    whole = zipped(parts)
    for name in (
        "../x",
        "/x",
        "word\\x",
        "c:x",
        "word//x",
        "word/./x",
        "word/%2e%2e/x",
        "x" * 300,
        "WORD/document.XML",
        "word/\x01x",
    ):
        yield f"name {name[:20]}", _with(parts, zipfile.ZipInfo(name)), "beskadiget"
    symlink = zipfile.ZipInfo("word/link")
    symlink.create_system, symlink.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    yield "symlink", _with(parts, symlink), "beskadiget"
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        packed = zipfile.ZipInfo("word/x")
        packed.compress_type = method
        yield f"method {method}", _with(parts, packed), "beskadiget"
    yield "data before", b"MZ" + whole, "beskadiget"
    yield "another zip before", zipped({"a": b"b"}) + whole, "beskadiget"
    yield "data after", whole + b"<script>", "beskadiget"
    yield "encrypted", _flagged(whole), "adgangskode"
    yield "too many parts", zipped(parts | {f"word/x{number}.bin": b"" for number in range(2_100)}), "for stor"
    yield "claims to be small", _claiming_ten_bytes(parts), "beskadiget"
    yield "overlap", _overlapping(parts), "beskadiget"
    yield "claims to be huge", _zip64_lie(whole), "for stor|beskadiget"


def _with(parts: dict[str, bytes], entry: zipfile.ZipInfo) -> bytes:
    target = io.BytesIO()
    name = entry.filename
    with zipfile.ZipFile(target, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content, zipfile.ZIP_DEFLATED)
        package.writestr(entry, b"x" * 50)
    made, plain = target.getvalue(), entry.filename
    # ZipInfo changes some names while they are given.
    return made if plain == name else made.replace(plain.encode(), name.encode())


def _flagged(whole: bytes) -> bytes:
    """``whole`` with the mark of encryption on its first entry, in both places."""
    at = whole.index(b"PK\x01\x02")
    return whole[:6] + b"\x01" + whole[7 : at + 8] + b"\x01" + whole[at + 9 :]


def _claiming_ten_bytes(parts: dict[str, bytes]) -> bytes:
    """A part of 100 MB whose sizes say that it has ten bytes."""
    content = b"\0" * 100_000_000
    whole = zipped(parts | {"word/media/x.bmp": content})
    size = struct.pack("<I", len(content))
    assert whole.count(size) == 2
    ten = whole.replace(size, struct.pack("<I", 10))
    return ten.replace(struct.pack("<I", zlib.crc32(content)), struct.pack("<I", zlib.crc32(b"\0" * 10)))


def _overlapping(parts: dict[str, bytes]) -> bytes:
    """A zip file in which the second entry begins inside the first."""
    whole = bytearray(zipped(parts))
    second = whole.index(b"PK\x01\x02", whole.index(b"PK\x01\x02") + 4)
    whole[second + 42 : second + 46] = struct.pack("<I", 10)
    return bytes(whole)


def _zip64_lie(whole: bytes) -> bytes:
    """``whole`` with a first entry that says it has four gigabytes."""
    at = whole.index(b"PK\x01\x02")
    return whole[: at + 24] + b"\xfe\xff\xff\xff" + whole[at + 28 :]
