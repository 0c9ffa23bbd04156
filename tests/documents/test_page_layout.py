"""Every kind of document on every form, blank, typical and long: its pages as LibreOffice lays them out, its structure.

All documents are laid out by one start of LibreOffice, for all tests of this file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from mus_desktop import paths
from mus_desktop.documents.content import (
    EvaluationContent,
    PlanContent,
    PocketContent,
    SheetContent,
    StatusContent,
    StatusLine,
    blank_content,
)
from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.documents.word.pages.looks import Looks, style_of
from mus_desktop.documents.word.pages.text_measure import text_width
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind, may_print_questions
from mus_desktop.model.dates import MONTHS
from mus_desktop.model.form import ColumnType, Fact, Form, PartyRole
from mus_desktop.model.plan import Agreement
from mus_desktop.model.signed_content import ReviewedLine
from tests.rendered_pages import Page, rendered_pages

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_LEAST_USED, _LEAST_USED_LAST, _LEAST_RULED = 1 / 3, 0.08, 0.75
_LEAST_USED_LAST_OF_STATUS = 0.15
_MOST_LEFT = 2 / 3
_FORMS = {
    **{file.parent.name: file.parent for file in sorted(paths.forms().glob("*/form.toml"))},
    **{name: Path(__file__).parents[1] / "data" / "forms" / name for name in ("every-kind", "every-kind-2")},
}
_FACTS = {
    Fact.EMPLOYEE: "Bjørn Ågård",
    Fact.LEADER: "Mette Holm",
    Fact.PERIOD: "2026",
    Fact.TIME: "12. november 2026 kl. 13.00",
}
_SENTENCES = (
    "Kursus i foråret.",
    "Vi afprøver talekort og makkersnak på gul stue hver onsdag i otte uger og skriver kort ned, hvad der virker.",
    "Arbejdstidstilrettelæggelsen for sommerferieafløserne aftales senest den 1. marts 2027 kl. 10.30.",
    "Jeg vil blive tryg ved at tage de svære samtaler med forældre, så de oplever sig hørt, også når vi er uenige.",
)
_SIZES = {"short": (1, 1), "typical": (3, 2), "long": (12, 4), "many": (40, 1)}
"""The number of agreements, and the number of sentences in the longest cell."""


def _rows(form: Form, count: int, longest: int) -> Iterator[Agreement]:
    texts = cycle(_SENTENCES)
    for plan in form.plan_fields():
        for n in range(count):
            cells = {
                column.key: "2027-05-01"
                if column.type is ColumnType.DATE
                else "12000"
                if column.type is ColumnType.NUMBER
                else " ".join(islice(texts, 1 + (n + at) % longest))
                for at, column in enumerate(plan.columns)
                if not column.fold or n % 2 == 0
            }
            group = (plan.groups or ("",))[n % max(1, len(plan.groups))]
            yield Agreement(f"{plan.key}-{n}", plan.key, group, cells, due_on=date(2027, 3, 1), responsible="Åse Kjær")


def _plan(form: Form, count: int, longest: int) -> PlanContent:
    past = tuple(ReviewedLine(text, "Nået", text) for text in islice(cycle(_SENTENCES), min(count, 5)))
    rows, signed_on = tuple(_rows(form, count, longest)), date(2026, 11, 19)
    return PlanContent(form=form, facts=_FACTS, agreements=rows, past=past, signed_on=signed_on, closed_on=signed_on)


def _status(form: Form, count: int, longest: int) -> StatusContent:
    texts = cycle(_SENTENCES)
    lines = tuple(
        StatusLine(next(texts), "Senest 1. marts 2027, Åse", "I gang" if count > 3 else "", " ".join(islice(texts, n)))
        for n in (1 + at % longest for at in range(count))
    )
    return StatusContent(form=form, facts=_FACTS, lines=lines, initiatives=lines[:2], next_on="3. maj 2027")


def _status_of_one_page(form: Form) -> StatusContent:
    """Return agreements that fill a page together with all rows that are there to write in."""
    line = StatusLine(_SENTENCES[0], "Senest 30. september 2026, Zeynep Aydin", "", "")
    return StatusContent(form=form, facts=_FACTS, lines=(line,) * 4, own_on="11. maj 2027")


def _documents_of(form: Form, renderer: Renderer) -> Iterator[tuple[str, bytes]]:
    if form.plan_fields():
        yield "plan, blank", renderer.plan(blank_content(form))
        for name, size in _SIZES.items():
            yield f"plan, {name}", renderer.plan(_plan(form, *size))
    yield "status, blank", build_sheet(DocumentKind.STATUS, StatusContent(form=form))
    for name in ("typical", "long"):
        yield f"status, {name}", build_sheet(DocumentKind.STATUS, _status(form, *_SIZES[name]))
    yield "status, one page", build_sheet(DocumentKind.STATUS, _status_of_one_page(form))
    for size in Size:
        yield f"guide in {size.upper()}, blank", build_sheet(DocumentKind.GUIDE, SheetContent(form=form), size)
    for party in (PartyRole.EMPLOYEE, PartyRole.LEADER):
        sheet = SheetContent(form=form, party=party)
        yield f"preparation, {party}, blank", build_sheet(DocumentKind.PREPARATION, sheet)
    yield "cards, blank", build_sheet(DocumentKind.CARDS, SheetContent(form=form))
    yield "pocket, typical", build_sheet(DocumentKind.POCKET, PocketContent(form=form, facts=_FACTS))
    if any(may_print_questions(DocumentKind.EVALUATION, field, PartyRole.EMPLOYEE) for field in form.fields()):
        yield "evaluation, blank", build_sheet(DocumentKind.EVALUATION, EvaluationContent(form=form))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, renderer = tmp_path_factory.mktemp("documents"), Renderer()
    made = {}
    for form_id, form_folder in _FORMS.items():
        for name, document in _documents_of(read_form(form_folder).form, renderer):
            path = made[f"{form_id}: {name}"] = folder / f"{len(made):03}.docx"
            path.write_bytes(document)
    return made


@pytest.fixture(scope="module")
def pages(documents: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    found = rendered_pages(documents.values(), tmp_path_factory.mktemp("pages"))
    return {name: found[path] for name, path in documents.items()}


@pytest.fixture(scope="module")
def bodies(documents: dict[str, Path]) -> dict[str, tuple[Any, Looks]]:
    """The body of each document, with the looks of its styles."""
    return {
        name: (_part(path, "word/document.xml")[0], Looks(_part(path, "word/styles.xml")))
        for name, path in documents.items()
    }


def _part(path: Path, name: str) -> Any:
    return etree.fromstring(zipfile.ZipFile(path).read(name))


def _text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def test_no_page_but_the_last_is_nearly_empty(pages: dict[str, list[Page]]) -> None:
    poor = {
        f"{name}, page {number} of {len(found)}": round(page.used, 2)
        for name, found in pages.items()
        for number, page in enumerate(found, 1)
        if page.used < (_LEAST_USED_LAST if number == len(found) else _LEAST_USED)
    }
    assert poor == {}


def test_no_last_page_of_a_status_sheet_is_nearly_empty(pages: dict[str, list[Page]]) -> None:
    last = {name: round(found[-1].used, 2) for name, found in pages.items() if ": status" in name}
    assert {name: used for name, used in last.items() if used < _LEAST_USED_LAST_OF_STATUS} == {}


def test_rows_to_write_in_fill_the_pages_of_a_blank_plan(pages: dict[str, list[Page]]) -> None:
    blank = {name: found for name, found in pages.items() if name.endswith("plan, blank")}
    used = {name: [round(page.ruled, 2) for page in found[:-1]] for name, found in blank.items()}
    assert {name: shares for name, shares in used.items() if min(shares, default=1) < _LEAST_RULED} == {}


@pytest.mark.parametrize("form_id", ["abc-hurtig", "abc-omfattende"])
def test_the_agreements_begin_on_the_page_where_there_is_room(form_id: str, pages: dict[str, list[Page]]) -> None:
    """Below the agreements of last year, the first agreement of this one fits, but not all of them."""
    first, *others = pages[f"{form_id}: plan, short"]
    assert others
    assert first.used > _MOST_LEFT


def test_no_heading_is_the_last_line_of_a_page(
    pages: dict[str, list[Page]], bodies: dict[str, tuple[Any, Looks]]
) -> None:
    alone = []
    for name, found in pages.items():
        body, looks = bodies[name]
        headings = set(_headings_of_text(body, looks))
        for number, page in enumerate(found[:-1], 1):
            lines = [line.strip() for line in page.text.splitlines() if line.strip()]
            # The last line is the footer.
            alone += [f"{name}, page {number}: {line}" for line in lines[-2:-1] if line in headings]
    assert alone == []


def _headings_of_text(body: Any, looks: Looks) -> Iterator[str]:
    """Yield the headings that have text right below them, and not a box or lines to write on."""
    rows = {_text(p) for table in body.iter(f"{_W}tbl") for p in table.iter(f"{_W}p")}
    for above, below in pairwise(body.iterchildren(f"{_W}p", f"{_W}tbl")):
        first = next(below.iter(f"{_W}p"))
        if above.tag == f"{_W}p" and looks.of(above).outline_level is not None and _text(first).strip():
            # A row may have the same words as a heading.
            yield from {_text(above)} - rows


def test_one_title_and_no_level_of_headings_skipped(bodies: dict[str, tuple[Any, Looks]]) -> None:
    for name, (body, looks) in bodies.items():
        levels = [level for p in body.iter(f"{_W}p") if (level := looks.of(p).outline_level) is not None]
        assert levels.count(0) == 1, name
        assert levels[0] == 0, name
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), f"{name}: {levels}"
        assert not [p for p in body.iter(f"{_W}p") if looks.of(p).outline_level is not None and not _text(p).strip()], (
            name
        )


def test_lists_are_lists(documents: dict[str, Path], bodies: dict[str, tuple[Any, Looks]]) -> None:
    items = 0
    for name, (body, _) in bodies.items():
        lists = {number.get(f"{_W}numId") for number in _part(documents[name], "word/numbering.xml").iter(f"{_W}num")}
        for paragraph in body.iter(f"{_W}p"):
            assert not re.match(r"\s*[•–·▪*-]\s", _text(paragraph)), f"{name}: {_text(paragraph)}"
        used = {number.get(f"{_W}val") for number in body.iter(f"{_W}numId")}
        assert used <= lists, name
        items += len(list(body.iter(f"{_W}numId")))
    assert items > 500


def test_tables_say_what_they_are(bodies: dict[str, tuple[Any, Looks]]) -> None:
    for name, (body, _) in bodies.items():
        for table in body.iter(f"{_W}tbl"):
            header = [row for row in table.iter(f"{_W}tr") if row.find(f"{_W}trPr/{_W}tblHeader") is not None]
            of_data = table.find(f"{_W}tblPr/{_W}tblLook").get(f"{_W}firstRow") == "1"
            described = table.find(f"{_W}tblPr/{_W}tblDescription") is not None
            assert of_data != described, f"{name}: a table is data or only layout"
            assert header or not of_data, f"{name}: {_text(table)[:60]}"
            blank = [_text(row) for row in header for cell in row.iter(f"{_W}tc") if not _text(cell).strip()]
            assert blank == [], f"{name}: a heading without words"


def _keeps(block: Any, looks: Looks) -> bool:
    return all(looks.of(p).keeps_next for p in islice(block.iter(f"{_W}p"), 1))


def test_a_question_stays_with_the_space_to_answer_it(bodies: dict[str, tuple[Any, Looks]]) -> None:
    for name, (body, looks) in bodies.items():
        for question, answer in pairwise(body.iterchildren(f"{_W}p", f"{_W}tbl")):
            if question.tag == f"{_W}p" and answer.tag == f"{_W}tbl" and _text(question).strip():
                assert _keeps(question, looks), f"{name}: {_text(question)}"
            if question.tag == answer.tag == f"{_W}p" and question.find(f".//{_W}numId") is not None:
                assert _keeps(question, looks) or answer.find(f".//{_W}numId") is None or "pocket" in name, name


def test_what_belongs_to_an_agreement_stays_with_it(bodies: dict[str, tuple[Any, Looks]]) -> None:
    folded = 0
    for name, (body, looks) in bodies.items():
        for agreement, below in pairwise(body.iter(f"{_W}tr")):
            cells = below.findall(f"{_W}tc")
            if len(cells) != 1 or cells[0].find(f"{_W}tcPr/{_W}tcBorders/{_W}top[@{_W}val='nil']") is None:
                continue
            if agreement.find(f"{_W}trPr/{_W}cantSplit") is None:  # long enough to be on two pages itself
                continue
            folded += 1
            assert _keeps(agreement, looks), name
            lines = [cell.find(f"{_W}tcPr/{_W}tcBorders/{_W}bottom") for cell in agreement.iter(f"{_W}tc")]
            assert all(line is not None and line.get(f"{_W}val") == "nil" for line in lines), name
    assert folded > 10


def test_no_heading_is_broken_within_a_word(bodies: dict[str, tuple[Any, Looks]]) -> None:
    """Word hyphenates neither headings nor headings of columns: a word wider than its place would be cut anywhere."""
    broken = set()
    for name, (body, looks) in bodies.items():
        for paragraph in body.iter(f"{_W}p"):
            look = looks.of(paragraph)
            if look.outline_level is None and not style_of(paragraph).startswith(("Kolonne", "Kort")):
                continue
            size = paragraph.find(f"{_W}r/{_W}rPr/{_W}sz")
            half_points = look.half_points if size is None else int(size.get(f"{_W}val"))
            widths = [text_width(word, half_points, bold=look.bold) for word in re.split(r"[\s/-]", _text(paragraph))]
            if max(widths) > _width_of(paragraph, body, looks):
                broken.add(f"{name}: {_text(paragraph)}")
    assert broken == set()


def _width_of(paragraph: Any, body: Any, looks: Looks) -> int:
    cell = next(paragraph.iterancestors(f"{_W}tc"), None)
    if cell is not None:
        margins = looks.cell_margins(next(paragraph.iterancestors(f"{_W}tbl")))
        return int(cell.find(f"{_W}tcPr/{_W}tcW").get(f"{_W}w")) - margins["left"] - margins["right"]
    size, margin, columns = (body.find(f"{_W}sectPr/{_W}{name}") for name in ("pgSz", "pgMar", "cols"))
    width = int(size.get(f"{_W}w")) - int(margin.get(f"{_W}left")) - int(margin.get(f"{_W}right"))
    count = int(columns.get(f"{_W}num", "1"))
    return (width - (count - 1) * int(columns.get(f"{_W}space"))) // count


def test_dates_and_times_stay_on_one_line(bodies: dict[str, tuple[Any, Looks]]) -> None:
    months = "|".join(MONTHS)
    for name, (body, _) in bodies.items():
        text = _text(body)
        assert not re.findall(rf"\d\. (?:{months})|kl\. \d", text), name
    assert f"12.{_NO_BREAK}november{_NO_BREAK}2026 kl.{_NO_BREAK}13.00" in _text(bodies["aarhus-bu: plan, typical"][0])


def test_at_most_two_hyphenated_lines_in_a_row(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        settings = _part(path, "word/settings.xml")
        assert settings.find(f"{_W}autoHyphenation") is not None, name
        assert settings.find(f"{_W}consecutiveHyphenLimit").get(f"{_W}val") == "2", name


def test_the_properties_say_what_who_and_when(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        properties = docx.Document(io.BytesIO(path.read_bytes())).core_properties
        who = "Bjørn Ågård – 2026" if "blank" not in name else read_form(_FORMS[name.split(":")[0]]).form.title
        assert properties.title.endswith(f" – {who}"), name
        assert properties.subject, name
        assert properties.keywords, name


@pytest.mark.parametrize("form_id", ["abc-omfattende", "every-kind-2"])
def test_a_validator_accepts_all_of_a_form(form_id: str, documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        if name.startswith(form_id):
            assert OpenXmlValidator().validate(path).is_valid, name
