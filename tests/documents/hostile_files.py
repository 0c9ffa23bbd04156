"""Templates whose hostile part is left out, and zip files that are damaged on purpose."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from mus_desktop.documents.word.package import zipped
from tests.documents.template_package import ADDRESS, DOCUMENT, MARK, MICROSOFT, OFFICE, PNG, SETTINGS, Package, run


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
        yield f"name {name[:20]}", _with(parts, _entry(name)), "beskadiget"
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


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.filename = name  # Python writes slashes for backslashes on Windows
    return entry


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
