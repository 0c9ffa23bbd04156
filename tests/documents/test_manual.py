"""The Word manual: every page of the help with its headings, steps, pictures and links."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from mus_desktop.cli.main import main
from mus_desktop.model.help.help_page import BlockKind
from mus_desktop.services.help.help_library import HelpLibrary
from mus_desktop.services.help.help_manual import manual_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def library() -> HelpLibrary:
    return HelpLibrary()


@pytest.fixture(scope="module")
def manual() -> Any:
    return Document(io.BytesIO(manual_document()))


def test_it_has_every_page_as_a_heading_and_every_paragraph(manual: Any, library: HelpLibrary) -> None:
    of_style = {
        name: [p.text for p in manual.paragraphs if p.style.name == name] for name in ("Heading 1", "Heading 2")
    }
    assert of_style["Heading 1"][1:] == list(dict.fromkeys(page.chapter for page in library.pages))
    assert of_style["Heading 2"] == [page.title for page in library.pages]
    text = {" ".join("".join(node.text or "" for node in p._p.iter(f"{W}t")).split()) for p in manual.paragraphs}
    for page in library.pages:
        missing = [block.text for block in page.blocks if " ".join(block.text.split()) not in text]
        assert missing == [], page.key


def test_each_list_of_steps_begins_at_one(manual: Any, library: HelpLibrary) -> None:
    blocks = [block for page in library.pages for block in page.blocks]
    steps = [block for block in blocks if block.kind is BlockKind.STEP]
    numbers = [p._p.pPr.numPr.numId.val for p in manual.paragraphs if p._p.pPr.numPr is not None]
    ordered = [number for number in numbers if number >= 10]
    assert len(ordered) == len(steps)
    assert len(set(ordered)) == sum(step.number == 1 for step in steps)
    known = {int(num.get(f"{W}numId")) for num in manual.part.numbering_part.element.iter(f"{W}num")}
    assert set(numbers) <= known


def test_pictures_are_described_and_links_lead_to_a_page(manual: Any, library: HelpLibrary) -> None:
    blocks = [block for page in library.pages for block in page.blocks]
    pictures = [block.text for block in blocks if block.kind is BlockKind.PICTURE]
    body = manual.element.body
    drawn = list(body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert [one.get("descr") for one in drawn] == pictures
    assert len({one.get("id") for one in drawn}) == len(drawn)
    assert [shape.width.cm for shape in manual.inline_shapes] == [pytest.approx(16.4, abs=0.3)] * len(pictures)
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    anchors = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    assert set(anchors) <= marks
    assert len(anchors) >= len(library.pages)


def test_the_same_help_makes_the_same_bytes() -> None:
    assert manual_document() == manual_document()


def test_the_command_writes_it(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manual", "-o", str(tmp_path / "vejledning.docx")]) == 0
    assert Document(str(tmp_path / "vejledning.docx")).core_properties.title == "Vejledning til MUS Desktop"
    assert main(["manual", "-o", str(tmp_path / "ingen" / "x.docx")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
