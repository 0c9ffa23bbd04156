"""Templates as Word, LibreOffice and Google Docs save them: used as they are, without a word."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from openxml_audit import OpenXmlValidator

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.package import unzipped
from mus_desktop.documents.word.render import Renderer
from mus_desktop.documents.word.visible_text import visible_text
from tests.documents.template_package import MICROSOFT, OFFICE, PNG, WORD, Package, field_code

_PLAN = (paths.forms() / "kobenhavn-buf" / "plan.docx").read_bytes()
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_METADATA = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_BYTES = bytes(range(256))
_NO_ID = "00000000-0000-0000-0000-000000000000"
_LEFT_OUT = {
    "docProps/thumbnail.jpeg",
    "word/webSettings.xml",
    "word/stylesWithEffects.xml",
    "word/glossary/document.xml",
    "customXml/item1.xml",
    "customXml/itemProps1.xml",
    "customXml/_rels/item1.xml.rels",
    "word/media/logo.svg",
    "word/_rels/settings.xml.rels",
    "word/glossary/_rels/document.xml.rels",
    "word/glossary/styles.xml",
    "word/intelligence2.xml",
}


@pytest.fixture
def content(plan_of: Callable[..., PlanContent]) -> PlanContent:
    return plan_of(3)


def _as_word_saves_it() -> Package:
    """København's template with every part that Word 2013 to 365 may write into a document with a letterhead."""
    package = Package(dict(unzipped(_PLAN)))
    for part, name in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
        note = f'<w:{part} {_W}><w:{name} w:id="1"><w:p/></w:{name}></w:{part}>'
        package.related(f"{OFFICE}/{part}", f"word/{part}.xml", note.encode(), f"{WORD}.{part}+xml")
    package.related(
        f"{OFFICE}/numbering", "word/numbering.xml", f"<w:numbering {_W}/>".encode(), f"{WORD}.numbering+xml"
    )
    for kind, root in (
        ("2011/relationships/people", "people"),
        ("2011/relationships/commentsExtended", "commentsEx"),
        ("2016/09/relationships/commentsIds", "commentsIds"),
    ):
        name, markup = kind.rpartition("/")[2], f'<w15:{root} xmlns:w15="{MICROSOFT}/word/2012/wordml"/>'
        package.related(f"{MICROSOFT}/{kind}", f"word/{name}.xml", markup.encode(), f"{WORD}.{name}+xml")
    properties = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    package.related(
        f"{OFFICE}/custom-properties",
        "docProps/custom.xml",
        properties,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "",
    )
    label = b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"/>'
    package.related(
        f"{MICROSOFT}/2020/02/relationships/classificationlabels",
        "docMetadata/LabelInfo.xml",
        label,
        "application/vnd.ms-office.classificationlabels+xml",
        "",
    )
    _add_what_is_left_out(package)
    font = package.related(
        f"{OFFICE}/font",
        "word/fonts/font1.odttf",
        _BYTES,
        "application/vnd.openxmlformats-officedocument.obfuscatedFont",
        "word/fontTable.xml",
    )
    embedded = f'<w:font w:name="KBH"><w:embedRegular r:id="{font}" w:fontKey="{{{_NO_ID}}}"/></w:font>'
    package.within("word/fontTable.xml", embedded)
    logo = package.related(f"{OFFICE}/image", "word/media/image1.png", PNG, "image/png", "word/header1.xml")
    svg = package.related(f"{OFFICE}/image", "word/media/logo.svg", b"<svg/>", "image/svg+xml", "word/header1.xml")
    link = package.relate(f"{OFFICE}/hyperlink", "https://www.kk.dk/", owner="word/header1.xml", mode="External")
    package.within("word/header1.xml", _letterhead(logo, svg, link))
    contents = field_code(' HYPERLINK \\l "_Toc1" ') + field_code(" PAGEREF _Toc1 \\h ")
    inserted = '<w:ins w:id="7" w:author="Mette Holm"><w:r><w:t>Tilføjet</w:t></w:r></w:ins>'
    bound = (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{0}"/><w:text/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>Afdeling</w:t></w:r></w:sdtContent></w:sdt>"
    )
    package.body(
        f'<w:p><w:hyperlink w:anchor="_Toc1"><w:r><w:t>Se planen</w:t></w:r></w:hyperlink>'
        f"{contents}{inserted}{bound}</w:p>"
    )
    package.parts["word/styles.xml"] = b"\xef\xbb\xbf" + package.parts["word/styles.xml"]
    theme = package.parts["word/theme/theme1.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    package.parts["word/theme/theme1.xml"] = theme.encode("utf-16")
    return package


def _add_what_is_left_out(package: Package) -> None:
    package.related(
        f"{OFFICE}/webSettings", "word/webSettings.xml", f"<w:webSettings {_W}/>".encode(), f"{WORD}.webSettings+xml"
    )
    package.related(
        f"{MICROSOFT}/2007/relationships/stylesWithEffects",
        "word/stylesWithEffects.xml",
        f"<w:styles {_W}/>".encode(),
        "application/vnd.ms-word.stylesWithEffects+xml",
    )
    glossary = f"<w:glossaryDocument {_W}/>".encode()
    package.related(
        f"{OFFICE}/glossaryDocument", "word/glossary/document.xml", glossary, f"{WORD}.document.glossary+xml"
    )
    package.related(
        f"{OFFICE}/styles",
        "word/glossary/styles.xml",
        f"<w:styles {_W}/>".encode(),
        f"{WORD}.styles+xml",
        "word/glossary/document.xml",
    )
    package.parts["customXml/item1.xml"] = b"<CoverPageProperties/>"
    package.relate(f"{OFFICE}/customXml", "../customXml/item1.xml")
    package.related(
        f"{OFFICE}/customXmlProps",
        "customXml/itemProps1.xml",
        b"<x/>",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        "customXml/item1.xml",
    )
    package.related(
        f"{MICROSOFT}/2020/10/relationships/intelligence",
        "word/intelligence2.xml",
        b"<x/>",
        "application/vnd.ms-office.intelligence2+xml",
    )
    package.related(f"{_METADATA}/thumbnail", "docProps/thumbnail.jpeg", b"\xff\xd8\xff", "image/jpeg", "")
    attached = package.relate(
        f"{OFFICE}/attachedTemplate", r"file:///\\kk\skabeloner\Brev.dotx", owner="word/settings.xml", mode="External"
    )
    package.within("word/settings.xml", f'<w:attachedTemplate r:id="{attached}"/>')


def test_fonts_that_google_docs_embeds(content: PlanContent, renderer: Renderer) -> None:
    package = Package(dict(unzipped(_PLAN)))
    types = package.parts["[Content_Types].xml"]
    default = b'<Default Extension="ttf" ContentType="application/x-font-ttf"/></Types>'
    package.parts["[Content_Types].xml"] = types.replace(b"</Types>", default)
    package.parts["word/fonts/Roboto-regular.ttf"] = _BYTES
    package.relate(f"{OFFICE}/font", "fonts/Roboto-regular.ttf", owner="word/fontTable.xml")
    assert unzipped(renderer.plan(content, package.zipped()))["word/fonts/Roboto-regular.ttf"] == _BYTES


def _letterhead(logo: str, svg: str, link: str) -> str:
    """A header with a logo, a web address, and page numbers as Word writes them."""
    vector = f'<a:extLst><a:ext uri="{{{_NO_ID}}}"><s:svgBlip xmlns:s="s" r:embed="{svg}"/></a:ext></a:extLst>'
    picture = (
        f'<w:pict><v:shape id="logo" style="width:10pt"><v:imagedata r:id="{logo}" o:title=""/></v:shape></w:pict>'
    )
    blip = f'<w:drawing><a:blip r:embed="{logo}">{vector}</a:blip></w:drawing>'
    address = f'<w:hyperlink r:id="{link}"><w:r><w:t>www.kk.dk</w:t></w:r></w:hyperlink>'
    pages = field_code(" PA", "GE   \\* MERGEFORMAT ", result="1") + field_code(" NUMPAGES ", result="2")
    return f"<w:p><w:r>{picture}</w:r>{address}{pages}<w:r>{blip}</w:r></w:p>"


def test_everything_ordinary_stays_or_is_left_out_without_a_trace(content: PlanContent, renderer: Renderer) -> None:
    package = _as_word_saves_it()
    document = renderer.plan(content, package.zipped())
    parts = unzipped(document)
    assert set(package.parts) - set(parts) == _LEFT_OUT & set(package.parts)
    assert set(parts) <= set(package.parts)
    assert parts["word/media/image1.png"] == PNG
    assert parts["word/fonts/font1.odttf"] == _BYTES
    text = visible_text(document, fields=True)
    assert any("www.kk.dk12" in line for line in text)
    assert any(line.startswith("Se planen") and line.endswith("TilføjetAfdeling") for line in text)
    # A second time: what the program writes passes its own gate, unchanged.
    assert unzipped(renderer.plan(content, document)).keys() == parts.keys()


@pytest.mark.parametrize("name", ["kobenhavn-libreoffice.docx", "kobenhavn-libreoffice.dotx"])
def test_saved_by_libreoffice(name: str, content: PlanContent, renderer: Renderer, tmp_path: Path) -> None:
    saved = Path(__file__).parents[1] / "data" / "restyled" / name
    made = tmp_path / "plan.docx"
    made.write_bytes(renderer.plan(content, saved.read_bytes()))
    assert unzipped(made.read_bytes()).keys() == unzipped(saved.read_bytes()).keys()
    # LibreOffice's own files have faults that Word does not mind; the plan has no others.
    faults, before = ({error.description for error in OpenXmlValidator().validate(one).errors} for one in (made, saved))
    assert faults <= before


def test_a_logo_put_in_by_python_docx(content: PlanContent, renderer: Renderer, tmp_path: Path) -> None:
    document, target = docx.Document(io.BytesIO(_PLAN)), io.BytesIO()
    document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(PNG), Mm(20))
    document.save(target)
    (tmp_path / "plan.docx").write_bytes(renderer.plan(content, target.getvalue()))
    assert OpenXmlValidator().validate(tmp_path / "plan.docx").is_valid


def test_a_document_of_word_2013_passes_the_gate(content: PlanContent, renderer: Renderer) -> None:
    """The base document of python-docx was saved by Word, with theme, thumbnail, custom XML and effects."""
    document, target = docx.Document(), io.BytesIO()
    for at, cell in enumerate(("{{ medarbejder }}", "{%p for a in plan %}", *_CELLS, "{%p endfor %}")):
        document.add_paragraph(cell, style="Heading 1" if at == 0 else None)
    document.save(target)
    assert "Bjørn Ågård" in visible_text(renderer.plan(content, target.getvalue()))


_CELLS = tuple(
    line
    for key in ("maal", "tiltag", "stoette", "tidsplan")
    for line in (f"{{%p for linje in a.{key} %}}", "{{ linje }}", "{%p endfor %}")
)
