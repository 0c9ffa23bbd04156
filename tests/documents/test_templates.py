"""Templates derived from forms: one set of rules for every form; København's is committed."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from mus_desktop import paths
from mus_desktop.documents.plan.headings import plan_facts, plan_title
from mus_desktop.documents.plan.sections import SECTIONS
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.word.widths import TEXT_WIDTH, column_widths
from mus_desktop.formspec.reader import read_form
from mus_desktop.model import form as model
from mus_desktop.model.form import Column, Fact, Form, InfoField, NotesField, PlanColumn, PlanField, Role, Tab

RESTYLED: frozenset[str] = frozenset()
"""Forms whose plan.docx a person has restyled in Word on purpose; the others must be what the program derives."""

_WITH_TEMPLATE = [folder.parent.name for folder in sorted(paths.forms().glob("*/plan.docx"))]
_ADDED = "Tilføjet efter underskrift"
_NOTES = "Noter, der følger planen"


@pytest.mark.parametrize("form_id", _WITH_TEMPLATE)
def test_the_committed_template_is_the_derived_one(form_id: str, parts: Callable[[bytes], dict[str, bytes]]) -> None:
    if form_id in RESTYLED:
        return
    folder = paths.forms() / form_id
    derived = derive_plan_template(read_form(folder).form)
    assert parts((folder / "plan.docx").read_bytes()) == parts(derived), (
        f"write it again: mus-desktop forms template forms/{form_id} -o forms/{form_id}/plan.docx, "
        "or name the form in RESTYLED"
    )


def test_kobenhavn_is_committed() -> None:
    assert "kobenhavn-buf" in _WITH_TEMPLATE


def test_the_same_form_gives_the_same_bytes(form: Form, template: bytes) -> None:
    assert derive_plan_template(form) == template


def test_page_language_and_layout_rules(template: bytes, parts: Callable[[bytes], dict[str, bytes]]) -> None:
    section = docx.Document(io.BytesIO(template)).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    found = parts(template)
    assert b'w:lang w:val="da-DK"' in found["word/styles.xml"]
    assert (
        b'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
        in found["word/settings.xml"]
    )
    assert b" PAGE " in found["word/footer1.xml"]
    assert b" NUMPAGES " in found["word/footer1.xml"]
    assert not any("thumbnail" in name for name in found)
    assert len(template) < 12_000


def test_headings_are_real_and_in_the_forms_words(template: bytes) -> None:
    document = docx.Document(io.BytesIO(template))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Personlig udviklingsplan"),
        ("Heading 2", "UDVIKLINGSPLAN"),
        ("Heading 2", _NOTES),
        ("Heading 2", _ADDED),
    ]
    assert document.sections[0].header.paragraphs[0].text == (
        "Københavns Kommune, Børne- og Ungdomsforvaltningen\tMedarbejder-Udviklings-Samtale"
    )


def test_the_table_has_the_sources_titles_and_repeats_them(template: bytes) -> None:
    facts, plan, notes, signatures = docx.Document(io.BytesIO(template)).tables
    head = plan.rows[0]
    assert list(dict.fromkeys(cell.text for cell in head.cells)) == [
        "Hvad vil du gerne opnå? (læringsmål)",
        "Hvilke tiltag skal sættes i værk?",
        "Hvem kan støtte dig i processen?",
        "Tidsplan og ansvar",
    ]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in plan.rows)
    assert plan._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    for table in (facts, plan, notes, signatures):
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == TEXT_WIDTH


def test_signatures_are_in_the_sources_order_and_stay_together(template: bytes, wide: Form) -> None:
    for source, labels in (
        (template, ["Dato", "Leder", "Medarbejder"]),
        (derive_plan_template(wide), ["Dato", "medarbejder", "leder"]),
    ):
        table = docx.Document(io.BytesIO(source)).tables[-1]
        lines, below = table.rows
        assert [cell.paragraphs[0].text for cell in below.cells][::2] == labels
        assert all(p.style.paragraph_format.keep_with_next for cell in lines.cells for p in cell.paragraphs)
        before = table._tbl.getprevious()
        assert before.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == "FoerUnderskrift"


def test_the_order_of_the_form_is_the_order_of_the_document(wide: Form) -> None:
    document = docx.Document(io.BytesIO(derive_plan_template(wide)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        "Min plan",
        "Læringsaktiviteter og udviklingsmål på kort sigt (det kommende år):",
        "Udviklingsmål på længere sigt",
        "Opfølgning",
        "Andet",
        "Fokus i år",
        "Orlov drøftet",
        "Stikord",
        "Kurser",
        _NOTES,
        _ADDED,
    ]
    groups = [row.cells[0].text for row in document.tables[1].rows if row.cells[0].text.endswith(":")]
    assert groups == ["Faglige kompetencer:", "Personlige og Sociale kompetencer:"]


def test_several_plans_each_under_their_tab() -> None:
    plans = [
        PlanField(key=key, title="Aftaler", columns=(PlanColumn("aftale", "Hvad?", roles=frozenset({Role.GOAL})),))
        for key in "abc"
    ]
    tabs = tuple(Tab(p.key, title, (p,)) for p, title in zip(plans, ("Adfærd", "Struktur", "Opgaver"), strict=True))
    several = Form("albertslund", 1, "Udviklingssamtale", "Albertslund Kommune", tabs)
    document = docx.Document(io.BytesIO(derive_plan_template(several)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    plans_under_tabs = ["Adfærd", "Aftaler", "Struktur", "Aftaler", "Opgaver", "Aftaler"]
    assert headings == ["Udviklingsplan", *plans_under_tabs, _NOTES, _ADDED]
    assert plan_facts(several) == {Fact.EMPLOYEE: "Medarbejder", Fact.LEADER: "Leder", Fact.PERIOD: "Periode"}


def test_the_title_comes_from_the_tab_of_the_plan(form: Form, wide: Form) -> None:
    assert (plan_title(form), plan_title(wide)) == ("Personlig udviklingsplan", "Min plan")


def test_every_kind_has_its_place_or_never_prints() -> None:
    kinds = {
        kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, model.Field) and kind.kind
    }
    assert kinds == set(SECTIONS) | {InfoField, NotesField}


@pytest.mark.parametrize("count", [1, 2, 4, 6, 12])
def test_widths_fill_the_page_and_no_title_word_is_cut(count: int) -> None:
    titles = ["Kompetenceudvikling", "Mål", "Hvornår og hvem?", "Pris", "Evaluering", "Nr."] * 2
    columns = [Column(f"k{number}", title) for number, title in enumerate(titles[:count])]
    widths = column_widths(columns, TEXT_WIDTH)
    assert sum(widths) == TEXT_WIDTH
    if count <= 6:
        assert widths[0] >= 19 * 118
