"""Blank paper of every kind: each field and column that is answered has a place to fill in, tall enough to write in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mus_desktop import paths
from mus_desktop.documents.plan.blank_answers import boxes
from mus_desktop.documents.word.markup import WORD, Cell, paragraph
from mus_desktop.documents.word.markup import row as markup_row
from mus_desktop.documents.word.markup import table as markup_table
from mus_desktop.documents.word.no_break import glue_words
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Form, PartyRole, SignaturesField, Tab
from mus_desktop.services.documents.blank_documents import blank_document
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices

_W = f"{{{WORD}}}"
_FORMS = sorted(file.parent for file in paths.forms().glob("*/form.toml"))
_MADE_UP = Path(__file__).parents[1] / "data" / "forms"
_BOX, _DATE, _SPACE = "\N{BALLOT BOX}", "____/____\N{NO-BREAK SPACE}20____", "\N{NO-BREAK SPACE}"
_HANDWRITING = 510
"""Twips of a line written by hand: 9 mm."""
_TWO_LINES = 1_134
"""Twips of two lines written by hand: 20 mm."""
_PLAN, _GUIDE, _EVALUATION = DocumentKind.PLAN, DocumentKind.GUIDE, DocumentKind.EVALUATION


@pytest.fixture
def form() -> Form:
    """A form with every kind of field, every one of which prints wherever it can."""
    made = read_form(_MADE_UP / "every-kind-2").form
    return replace(
        made,
        tabs=tuple(
            replace(
                tab,
                fields=tuple(
                    replace(f, prints=True, by=(PartyRole.SHARED,)) if f.by and not f.handed_in else f
                    for f in tab.fields
                ),
            )
            for tab in made.tabs
        ),
    )


def _body(form: Form, request: DocumentRequest) -> Any:
    document = blank_document(form, request, None)
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))


def _cell_texts(root: Any, caption: str) -> list[list[str]]:
    """Return the rows of the table with that caption, cell by cell."""
    (table,) = (
        t
        for t in root.iter(f"{_W}tbl")
        if (c := t.find(f"{_W}tblPr/{_W}tblCaption")) is not None and c.get(f"{_W}val") == caption
    )
    return [["".join(cell.itertext()) for cell in row.findall(f"{_W}tc")] for row in table.findall(f"{_W}tr")]


def _after(root: Any, title: str) -> str:
    """Return the paragraph that follows the heading ``title``."""
    lines = ["".join(p.itertext()) for p in root.iter(f"{_W}p")]
    return next(line for line in lines[lines.index(title) + 1 :] if line)


@pytest.mark.parametrize(
    ("kind", "steps"),
    [(_PLAN, "1 Kender til   2 Kan selv   3 Lærer fra sig"), (_GUIDE, "1   2   3")],
)
def test_every_type_of_column_is_something_to_fill_in(form: Form, kind: DocumentKind, steps: str) -> None:
    root = _body(form, DocumentRequest(kind))
    name, day, price, paid, choice, rating = _cell_texts(root, "Kurser")[1]
    assert (name, day, price, paid.strip()) == ("", _DATE, f"_______{_SPACE}kr.", _BOX + paid.strip()[1:])
    assert (choice.strip(), rating.replace(_SPACE, " ")) == (f"{_BOX}{_SPACE}Kursus   {_BOX}{_SPACE}Praktik", steps)
    plan = next(row for row in _cell_texts(root, "Plan på kort sigt") if row[0].startswith("1)"))
    assert (plan[-2].strip(), plan[-1].replace(_SPACE, " ")) == (f"{_BOX}{_SPACE}Kort   {_BOX}{_SPACE}Langt", steps)
    assert _cell_texts(root, "Opfølgning")[1][1] == _DATE


@pytest.mark.parametrize("kind", [_PLAN, _GUIDE])
def test_every_kind_of_field_is_something_to_fill_in(form: Form, kind: DocumentKind) -> None:
    root = _body(form, DocumentRequest(kind))
    assert _after(root, "Ansat siden") == _DATE
    text = "\n".join("".join(p.itertext()) for p in root.iter(f"{_W}p"))
    assert f"{_BOX}{_SPACE}Mod" in text
    assert f"{_BOX}{_SPACE}{'Ja' if kind is _PLAN else 'Samtalen holdes ude'}" in text
    assert f"{_SPACE}timer" in text
    assert _body(form, DocumentRequest(_PLAN)) is not None


def test_a_blank_plan_has_lines_for_a_text_of_one_line(form: Form) -> None:
    root = _body(form, DocumentRequest(_PLAN))
    (title,) = (p for p in root.iter(f"{_W}p") if "".join(p.itertext()) == "Kaldenavn")
    following = [element.tag for element in title.itersiblings()][:2]
    assert f"{_W}tbl" in following


def test_a_filled_plan_has_no_place_to_fill_in(form: Form) -> None:
    from mus_desktop.documents.content import PlanContent  # noqa: PLC0415
    from mus_desktop.documents.word.render import Renderer  # noqa: PLC0415

    document = Renderer().plan(PlanContent(form=form))
    text = "".join(etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml")).itertext())
    assert _BOX not in text
    assert "____" not in text


def _rows_to_write_in(root: Any) -> Iterator[tuple[int, str]]:
    """Yield the height and text of every row with an empty cell, headings and rows of ticks left out."""
    for found in root.iter(f"{_W}tr"):
        texts = ["".join(cell.itertext()).strip() for cell in found.findall(f"{_W}tc")]
        height = found.find(f"{_W}trPr/{_W}trHeight")
        if found.find(f"{_W}trPr/{_W}tblHeader") is None and height is not None and not all(texts):
            yield int(height.get(f"{_W}val")), " | ".join(texts)


@pytest.mark.parametrize("folder", [*_FORMS, _MADE_UP / "every-kind-2"], ids=lambda folder: folder.name)
def test_every_row_to_write_in_has_the_height_of_handwriting(folder: Path) -> None:
    form = read_form(folder).form
    for request in choices(form):
        low = [row for row in _rows_to_write_in(_body(form, request)) if row[0] < _HANDWRITING]
        assert low == [], request


@pytest.mark.parametrize("folder", [f for f in _FORMS if read_form(f).form.plan_fields()], ids=lambda f: f.name)
def test_an_agreement_of_a_blank_plan_has_room_for_two_written_lines(folder: Path) -> None:
    form, template = read_form(folder).form, folder / "plan.docx"
    for request in (request for request in choices(form) if request.is_plan):
        document = blank_document(form, request, template.read_bytes() if template.exists() else None)
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
        captions = {field.title for field in form.plan_fields()}
        tables = [t for t in root.iter(f"{_W}tbl") if _caption(t) in captions]
        assert tables
        assert min(height for table in tables for height, _ in _rows_to_write_in(table)) >= _TWO_LINES, request


def _caption(table: Any) -> str:
    found = table.find(f"{_W}tblPr/{_W}tblCaption")
    return "" if found is None else str(found.get(f"{_W}val"))


@pytest.mark.parametrize(("width", "joined"), [(3_000, True), (1_200, False)])
def test_a_choice_is_broken_only_where_it_is_wider_than_its_column(width: int, *, joined: bool) -> None:
    text = paragraph("Celle", boxes(["Nået", "Ikke nået"]))
    (table,) = markup_table("Plantabel", [width], markup_row([Cell(width, text)]), heading=False)
    glue_words(table)
    assert (f"Ikke{_SPACE}nået" in "".join(table.itertext())) is joined
    assert f"Nået   {_BOX}" in "".join(table.itertext())


def test_every_choice_of_a_blank_document_stays_on_one_line() -> None:
    for folder in _FORMS:
        form = read_form(folder).form
        for request in choices(form):
            text = "".join(_body(form, request).itertext())
            assert "Ikke nået" not in text, f"{folder.name}: {request}"


@pytest.mark.parametrize("kind", [DocumentKind.GUIDE, DocumentKind.STATUS, DocumentKind.PLAN])
def test_a_blank_document_of_a_group_has_room_for_several_names(kind: DocumentKind) -> None:
    form = _without_signatures(read_form(paths.forms() / "abc-faelles").form)  # which have lines of their own
    alone = replace(form, held=("individual", "group"))
    request = DocumentRequest(kind)
    assert _lines_to_write_on(_body(form, request)) == _lines_to_write_on(_body(alone, request)) + 2


def _without_signatures(form: Form) -> Form:
    def kept(tab: Tab) -> Tab:
        return replace(tab, fields=tuple(field for field in tab.fields if not isinstance(field, SignaturesField)))

    return replace(form, tabs=tuple(kept(tab) for tab in form.tabs))


def _lines_to_write_on(root: Any) -> int:
    tables = [t for t in root.iter(f"{_W}tbl") if t.find(f"{_W}tblPr/{_W}tblStyle").get(f"{_W}val") == "Linjer"]
    return sum(not "".join(row.itertext()).strip() for table in tables for row in table.iter(f"{_W}tr"))


def test_a_participants_own_sheet_has_one_name() -> None:
    form = read_form(paths.forms() / "abc-faelles").form
    request = DocumentRequest(DocumentKind.PREPARATION, PartyRole.EMPLOYEE)
    body = len(list(_rows_to_write_in(_body(form, request))))
    assert body == len(list(_rows_to_write_in(_body(replace(form, held=("individual",)), request))))


def test_what_is_handed_in_says_so() -> None:
    form = read_form(_MADE_UP / "every-kind-2").form
    evaluation = "\n".join(p for p in _body(form, DocumentRequest(DocumentKind.EVALUATION)).itertext())
    assert all(words in evaluation for words in ("Evalueringen afleveres.", "Afleveres til", "Afleveret den"))
    sheet = [*_body(form, DocumentRequest(DocumentKind.PREPARATION, PartyRole.EMPLOYEE)).itertext()]
    assert sheet.count("Svaret afleveres med evalueringen.") == sum(f.handed_in for f in form.fields())
