"""The guide in A3 as LibreOffice lays it out: one or two full pages, in letters that can be read, for any form."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from mus_desktop import paths
from mus_desktop.documents.content import SheetContent, StatusLine
from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.documents.sheets.spread.spread_styles import LETTER_SCALES, TEXT_SIZE
from mus_desktop.documents.word.pages.looks import Looks
from mus_desktop.documents.word.pages.text_measure import line_count, text_width
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Form, NotesField, PartyRole, PlanField, Prompt, Tab
from tests.rendered_pages import Page, rendered_pages

_SHIPPED = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
_OWN = [Path(__file__).parents[1] / "data" / "forms" / name for name in ("evaluation", "every-kind", "every-kind-2")]
_QUESTIONS = (
    "Hvad er lykkedes bedst for dig siden sidst, og hvad gjorde I for at nå dertil?",
    "Hvad vil du gerne have mere af?",
    "Hvilke opgaver fylder for meget, og hvem kan hjælpe dig med at få dem ned i størrelse?",
)
_LEAST_USED = 0.6
_SMALLEST = 18
"""Half-points: 9 points."""
_LEAST_LINE = 567
"""Twips: 10 mm."""
_A3_LANDSCAPE = (1191, 842)
"""Points."""


def _invented(themes: int, asks: int) -> Form:
    """A form that no municipality has: so many themes with so many questions each, and the plan of another form."""
    form = read_form(paths.forms() / "kobenhavn-buf").form
    plan = next(tab for tab in form.tabs if any(isinstance(field, PlanField) for field in tab.fields))
    tabs = tuple(_theme(number, asks) for number in range(themes))
    return replace(form, id=f"opfundet-{themes}-{asks}", title="Opfundet skema", tabs=(*tabs, plan, form.tabs[-1]))


def _theme(number: int, asks: int) -> Tab:
    prompts = tuple(Prompt(f"{number}.{n} {_QUESTIONS[n % len(_QUESTIONS)]}") for n in range(asks))
    note = NotesField(key=f"note{number}", title=f"Noter {number}", prompts=prompts, by=tuple(PartyRole))
    return Tab(f"tema{number}", f"Tema nummer {number}", (note,))


_INVENTED = [_invented(2, 2), _invented(6, 5), _invented(12, 15)]
_FORMS = {form.id: form for form in (*(read_form(folder).form for folder in (*_SHIPPED, *_OWN)), *_INVENTED)}


def _guide(form: Form, size: Size = Size.A3) -> bytes:
    return build_sheet(DocumentKind.GUIDE, SheetContent(form=form), size)


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    return {name: _guide(form) for name, form in _FORMS.items()}


@pytest.fixture(scope="module")
def pages(documents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    folder = tmp_path_factory.mktemp("spreads")
    for name, document in documents.items():
        (folder / f"{name}.docx").write_bytes(document)
    found = rendered_pages([folder / f"{name}.docx" for name in documents], folder)
    sizes = {path.stem: _paper(folder / f"{path.stem}.pdf") for path in found}
    assert set(sizes.values()) == {_A3_LANDSCAPE}
    return {path.stem: of_one for path, of_one in found.items()}


def _paper(pdf: Path) -> tuple[int, int]:
    facts = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, timeout=60).stdout.decode()
    width, height = re.findall(r"Page size:\s+([\d.]+) x ([\d.]+)", facts)[0]
    return round(float(width)), round(float(height))


@pytest.mark.parametrize("name", _FORMS)
def test_a_form_is_one_spread_of_full_pages(name: str, pages: dict[str, list[Page]]) -> None:
    assert len(pages[name]) <= 2
    assert min(page.used for page in pages[name]) >= _LEAST_USED


@pytest.mark.parametrize("name", _FORMS)
def test_its_text_can_be_read(name: str, documents: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(documents[name]))
    parts = [document.element.body, *(part._element for s in document.sections for part in (s.header, s.footer))]
    sizes = {_size(paragraph, document) for part in parts for paragraph in _with_text(part)}
    assert min(sizes) >= _SMALLEST


def _with_text(part: Any) -> Iterator[Any]:
    return (paragraph for paragraph in part.iter(_W + "p") if "".join(paragraph.itertext()).strip())


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _size(paragraph: Any, document: Any) -> int:
    style = docx.text.paragraph.Paragraph(paragraph, document).style
    while style.font.size is None and style.base_style is not None:
        style = style.base_style
    return int(style.font.size.pt * 2)


@pytest.mark.parametrize("name", _FORMS)
def test_it_says_what_the_small_guide_says(name: str, documents: dict[str, bytes]) -> None:
    printed = {text.rstrip(":") for text in _texts(documents[name])}
    assert [text for text in _texts(_guide(_FORMS[name], Size.A4)) if text.rstrip(":") not in printed] == []


def _texts(document: bytes) -> list[str]:
    paragraphs = docx.Document(io.BytesIO(document)).element.body.iter(_W + "p")
    lines = ("".join(text.text or "" for text in paragraph.iter(_W + "t")) for paragraph in paragraphs)
    return [line.removeprefix("•").removeprefix("–").strip() for line in lines if line.strip("☐ \N{NO-BREAK SPACE}")]


@pytest.mark.parametrize("name", _FORMS)
def test_it_has_one_title_and_rows_for_handwriting(name: str, documents: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(documents[name]))
    styles = [p.find(f"{_W}pPr/{_W}pStyle").get(_W + "val") for p in document.element.body.iter(_W + "p")]
    assert styles.count("Heading1") == 1
    ruled = [
        int(row.find(f"{_W}trPr/{_W}trHeight").get(_W + "val"))
        for row in document.element.body.iter(_W + "tr")
        if [p.get(_W + "val") for p in row.iter(_W + "pStyle")] == ["Skrivelinje"]
    ]
    assert min(ruled, default=_LEAST_LINE) >= _LEAST_LINE


def test_notes_and_agreements_of_each_perspective_are_one_row(pages: dict[str, list[Page]]) -> None:
    """The municipality's own table: perspectives, questions, keywords, notes and agreements."""
    document = docx.Document(io.BytesIO(_guide(_FORMS["albertslund"])))
    matrix = next(table for table in document.tables if table.cell(0, 0).text == "Perspektiver")
    heads = ["Perspektiver", "Spørgsmål", "Stikord for samtalen", "Noter", "UDVIKLINGSPLAN"]
    assert [cell.text.split("\n")[0] for cell in matrix.rows[0].cells] == heads
    assert matrix.rows[0]._tr.find(f"{_W}trPr/{_W}tblHeader") is not None
    assert [row.cells[0].text for row in matrix.rows[1:]] == ["Adfærd", "Struktur", "Opgaver"]
    assert "Hvad, hvornår, hvem?" in matrix.rows[1].cells[4].text
    whole = next(page.text for page in pages["albertslund"] if "Hvad, hvornår, hvem?" in page.text)
    assert all(word in whole for word in ("Adfærd", "Struktur", "Opgaver", "Nærvær", "Noter", "Aftaler"))


def test_themes_to_choose_among_stand_around_the_plan(pages: dict[str, list[Page]]) -> None:
    document = docx.Document(io.BytesIO(_guide(_FORMS["aarhus-bu"])))
    around = next(table for table in document.tables if table.cell(0, 0).text.startswith("Mestring"))
    titles = [[cell.text.split("\n")[0] for cell in row.cells] for row in around.rows]
    plan = "3. KOMPETENCE-UDVIKLINGSPLANEN"
    assert titles == [["Mestring", plan, "Samhørighed"], ["Mening", plan, "Autonomi"]]
    assert "Øvebaner/prøvehandlinger" in next(page.text for page in pages["aarhus-bu"] if "Mestring   " in page.text)


def test_themes_too_long_to_stand_around_the_plan_are_parts_like_others() -> None:
    short, long = (_guide(_optional(_invented(8, asks))) for asks in (2, 15))
    assert _has_centre(short)
    assert not _has_centre(long)
    assert {f"Tema nummer {number}" for number in range(8)} <= set(_texts(long))


def _optional(form: Form) -> Form:
    """``form`` with themes that the parties choose among."""
    tabs = tuple(replace(tab, optional=tab.key.startswith("tema")) for tab in form.tabs)
    return replace(form, tabs=tabs)


def _has_centre(document: bytes) -> bool:
    return next(docx.Document(io.BytesIO(document)).element.body.iter(f"{_W}vMerge"), None) is not None


@pytest.mark.parametrize("name", _FORMS)
def test_a_place_to_fill_in_is_on_one_line(name: str, documents: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(documents[name]))
    looks = Looks(document.styles.element)
    for paragraph in document.element.body.iter(_W + "p"):
        text = "".join(part.text or "" for part in paragraph.iter(_W + "t"))
        if "__" in text or "☐ Ikke nået" in text.replace("\N{NO-BREAK SPACE}", " "):
            available = _cell_width(paragraph, looks)
            assert line_count(text, available, looks.of(paragraph).half_points) == 1, f"{text}: {available}"


def _cell_width(paragraph: Any, looks: Looks) -> int:
    margins = looks.cell_margins(next(paragraph.iterancestors(_W + "tbl")))
    cell = next(paragraph.iterancestors(_W + "tc"))
    return int(cell.find(f"{_W}tcPr/{_W}tcW").get(_W + "w")) - margins["left"] - margins["right"]


def test_a_space_at_the_end_of_a_line_needs_no_room() -> None:
    width = text_width("☐ Ikke nået", 20) + 1
    assert line_count("☐ Ikke nået   ", width, 20) == 1
    assert line_count("☐ Ikke nået   ☐ Opgivet", width, 20) == 2


def test_a_theme_with_the_title_of_the_form_begins_at_the_top() -> None:
    document = docx.Document(io.BytesIO(_guide(_FORMS["kobenhavn-buf"])))
    first = next(table for table in document.tables if table.cell(0, 0).text.startswith("Om samtalen"))
    assert first.cell(0, 0)._tc is first.cell(1, 0)._tc
    assert first.cell(0, 1).text == "Siden sidste MUS"


def test_last_years_agreements_are_in_the_spread() -> None:
    earlier = (StatusLine("Vi prøver talekort", "Senest 1. marts 2026", plan="Udviklingsplan 2025"),)
    content = SheetContent(form=_FORMS["kobenhavn-buf"], earlier=earlier)
    printed = _texts(build_sheet(DocumentKind.GUIDE, content, Size.A3))
    assert {"Udviklingsplan 2025", "Vi prøver talekort"} <= set(printed)


def test_room_to_write_shrinks_before_letters_do() -> None:
    sizes = [_letters(_guide(_invented(themes, 8))) for themes in (2, 8, 16, 24)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (round(TEXT_SIZE * LETTER_SCALES[0]), _SMALLEST)


def _letters(document: bytes) -> int:
    return int(docx.Document(io.BytesIO(document)).styles["Normal"].font.size.pt * 2)


@pytest.mark.parametrize(("themes", "asks"), [(30, 15), (1, 400)])
def test_what_two_pages_cannot_hold_goes_on_uncut(themes: int, asks: int, tmp_path: Path) -> None:
    form = _invented(themes, asks)
    path = tmp_path / "much.docx"
    path.write_bytes(_guide(form))
    shown = rendered_pages([path], tmp_path)[path]
    assert len(shown) > 2
    text = " ".join(page.text for page in shown)
    assert [p.text for t in form.tabs[:themes] for p in t.fields[0].prompts if p.text.split()[0] not in text] == []
