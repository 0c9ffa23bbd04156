"""Templates with parts and links that are refused, each really built."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from tests.documents.template_package import (
    ADDRESS,
    DOCUMENT,
    HEADER,
    MARK,
    MICROSOFT,
    OFFICE,
    PNG,
    SETTINGS,
    WORD,
    Case,
    Package,
)


def refused_relationships() -> Iterator[Case]:
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
        "relationships as a header",
        lambda package: package.related(
            f"{OFFICE}/header", "word/_rels/x.xml.rels", package.parts[HEADER], f"{WORD}.header+xml"
        ),
        "beskadiget",
    )
    yield (
        "relationship inside another element",
        lambda package: package.parts.update(
            {
                "word/_rels/document.xml.rels": package.parts["word/_rels/document.xml.rels"].replace(
                    b"</Relationships>",
                    f'<x><Relationship Id="r" Type="{OFFICE}/image" Target="{ADDRESS}"/></x></Relationships>'.encode(),
                )
            }
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
