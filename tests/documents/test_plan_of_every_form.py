"""Plans on every form there is: additions, folded columns, last year's agreements, pages in one cell, minutes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent, blank_content
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.word.completeness import IncompleteDocument
from mus_desktop.documents.word.render import Renderer
from mus_desktop.documents.word.template_engine import TemplateProblem, UnknownField
from mus_desktop.errors import DocumentError
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.form import Fact, Form, PartyRole, PreviousPlanField
from mus_desktop.model.plan import Agreement, Refusal
from mus_desktop.model.review import Addendum, Author
from mus_desktop.model.signed_content import ReviewedLine

_FORMS = [file.parent for file in sorted(paths.forms().glob("*/form.toml"))]
_WITH_PLAN = [folder for folder in _FORMS if read_form(folder).form.plan_fields()]
_FOLDED = [f for f in _WITH_PLAN if any(c.fold for p in read_form(f).form.plan_fields() for c in p.columns)]
_each = pytest.mark.parametrize("folder", _WITH_PLAN, ids=lambda folder: folder.name)


def _text(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        text = re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode().replace("</w:p>", "\n"))
        return text.replace("\N{NO-BREAK SPACE}", " ")


def _filled(form: Form, long: str = "") -> PlanContent:
    rows = tuple(
        Agreement(
            id=f"{plan.key}-{n}",
            field=plan.key,
            group=(plan.groups or ("",))[n % max(1, len(plan.groups))],
            cells={column.key: f"{plan.key} {column.key} {n}" for column in plan.columns if not column.fold},
            due_on=date(2027, 3, 1),
            responsible="Åse",
        )
        for plan in form.plan_fields()
        for n in range(3)
    )
    if long:
        rows = (replace(rows[0], cells={**rows[0].cells, form.plan_fields()[0].columns[0].key: long}), *rows[1:])
    facts = dict.fromkeys(Fact, "Bjørn Ågård")
    signed_on = date(2026, 11, 19)
    return PlanContent(form=form, facts=facts, agreements=rows, signed_on=signed_on, closed_on=signed_on)


@_each
def test_blank_and_filled_are_whole_on_every_form(folder: Path, renderer: Renderer, tmp_path: Path) -> None:
    form = read_form(folder).form
    pages = "\n".join(["Vi tog det op på mødet og aftalte at se på det igen. " * 8] * 16)
    for name, content in (("blank", blank_content(form)), ("typical", _filled(form)), ("long", _filled(form, pages))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(renderer.plan(content))
        assert OpenXmlValidator().validate(path).is_valid, name


@_each
def test_columns_are_in_the_order_of_the_form(folder: Path, renderer: Renderer) -> None:
    form = read_form(folder).form
    text = _text(renderer.plan(_filled(form)))
    at = 0
    for title in (column.title for plan in form.plan_fields() for column in plan.columns if not column.fold):
        assert title in text[at:], title
        at = text.index(title, at) + len(title)


@pytest.mark.parametrize("folder", _FOLDED, ids=lambda folder: folder.name)
def test_folded_columns_are_printed_only_where_they_are_used(folder: Path, renderer: Renderer) -> None:
    form = read_form(folder).form
    content = _filled(form)
    plan = form.plan_fields()[0]
    folded = [column for column in plan.columns if column.fold]
    assert not any(f"{column.title}:" in _text(renderer.plan(content)) for column in folded)
    used = replace(content.agreements[0], cells={**content.agreements[0].cells, folded[0].key: "Akademiuddannelse"})
    text = _text(renderer.plan(replace(content, agreements=(used, *content.agreements[1:]))))
    assert text.count(folded[0].fold) == 1
    assert f"{folded[0].title}: Akademiuddannelse" in text


def test_some_form_has_folded_columns() -> None:
    assert _FOLDED


@_each
def test_what_was_added_after_signature_is_printed_with_its_day(folder: Path, renderer: Renderer) -> None:
    content = _filled(read_form(folder).form)
    row, column = content.agreements[0], content.form.plan_fields()[0].columns[-1]
    column = next(c for c in content.form.plan_fields()[0].columns if not c.fold) if column.fold else column
    added = (
        Addendum(1, date(2027, 5, 3), "Det bruges nu hver uge.", row.id, column.key),
        Addendum(1, date(2027, 6, 1), "Kurset er flyttet."),
        Addendum(1, date(2027, 6, 2), "Jeg ser anderledes på det.", author=Author.EMPLOYEE),
    )
    refusal = Refusal(date(2026, 11, 20), PartyRole.EMPLOYEE, "Leder og medarbejder er uenige")
    late = replace(content.agreements[1], added_on=date(2027, 4, 2))
    agreements = (row, late, *content.agreements[2:])
    text = _text(renderer.plan(replace(content, addenda=added, agreements=agreements, refusals=(refusal,))))
    assert "Tilføjet 3. maj 2027: Det bruges nu hver uge." in text
    remark = "Medarbejderens bemærkning 2. juni 2027: Jeg ser anderledes på det."
    refused = "20. november 2026: Medarbejderen ønsker ikke at underskrive planen."
    assert f"Tilføjet efter underskrift\n{refused}\n1. juni 2027: Kurset er flyttet.\n{remark}" in text
    assert "uenige" not in text, "the reason stays in the program"
    assert "(Tilføjet 2. april 2027)" in text
    assert "Tilføjet" not in _text(renderer.plan(content))


def test_a_template_without_additions_is_refused(
    form: Form, template: bytes, changed: Callable[..., bytes], plan_of: Callable[..., PlanContent]
) -> None:
    without = changed(template, ("{%p for linje in tilfoejelser %}", "{%p for linje in tilfoejelser[:0] %}"))
    with pytest.raises(TemplateProblem):
        Renderer().plan(plan_of(1), without)
    content = replace(plan_of(1), addenda=(Addendum(1, date(2027, 6, 1), "Kurset er flyttet."),))
    gone = changed(template, ("{%p for linje in tilfoejelser %}", "{%p for linje in plan %}"), ("{{ linje }}", ""))
    with pytest.raises(IncompleteDocument):
        Renderer().plan(content, gone)


@_each
def test_last_years_agreements_are_there_where_the_form_prints_them(folder: Path, renderer: Renderer) -> None:
    form = read_form(folder).form
    printed = any(isinstance(field, PreviousPlanField) and field.prints for field in form.fields())
    known = ReviewedLine("Sidste års mål", "Nået", "Gik over forventning")
    text = _text(renderer.plan(replace(_filled(form), past=(known,))))
    assert [word in text for word in ("Sidste års mål", "Nået", "Gik over forventning")] == [printed] * 3
    titles = [f.title for f in form.fields() if isinstance(f, PreviousPlanField)]
    assert not any(f"{title}\n" in _text(renderer.plan(_filled(form))) for title in titles), "a first plan says nothing"


def test_a_plan_that_is_the_minutes_says_so(renderer: Renderer) -> None:
    forms = [read_form(folder).form for folder in _WITH_PLAN]
    said = {form.id: "Referat af samtalen Bjørn Ågård" in _text(renderer.plan(_filled(form))) for form in forms}
    assert said == {form.id: form.plan_is_minutes for form in forms}
    assert any(said.values())


def test_pages_in_one_cell_widen_its_column_and_keep_the_tables_width(wide: Form, renderer: Renderer) -> None:
    pages = "Vi tog det op på mødet og aftalte at se på det igen. " * 120
    grids = []
    for content in (_filled(wide), _filled(wide, pages)):
        table = docx.Document(io.BytesIO(renderer.plan(content))).tables[1]
        grids.append([column.width for column in table.columns])
    assert sum(grids[0]) == sum(grids[1])
    assert grids[1][0] > grids[0][0] * 1.5
    assert min(grids[1]) > 600_000  # EMU; no column is squeezed below 17 mm


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ medarbejder }}", "{{ medarbjeder }}", "Det står efter »Medarbejder«. Mente du »medarbejder«?"),
        ("{{ periode }}", "Fra {{ periodde }}", "Det står ved »Fra {{ periodde }}«. Mente du »periode«?"),
        ("in aftale.maal", "in aftale.mal", "Mente du »maal«?"),
    ],
)
def test_a_misspelt_field_is_named_with_its_place(
    old: str, new: str, said: str, template: bytes, changed: Callable[..., bytes], plan_of: Callable[..., PlanContent]
) -> None:
    with pytest.raises(UnknownField) as caught:
        Renderer().plan(plan_of(1), changed(template, (old, new)))
    assert said in caught.value.message
    assert caught.value.message.endswith("Ret feltet i Word, og prøv igen.")


@pytest.mark.parametrize(
    "code", ["{{ medarbejder.__class__ }}", "{{ ''.join([]) }}", "{% set x = 1 %}", "{{ range(9) }}"]
)
def test_code_in_a_template_is_refused(
    code: str, template: bytes, changed: Callable[..., bytes], plan_of: Callable[..., PlanContent]
) -> None:
    with pytest.raises(DocumentError):
        Renderer().plan(plan_of(1), changed(template, ("{{ medarbejder }}", code)))


@_each
def test_a_damaged_template_is_refused(folder: Path) -> None:
    form = read_form(folder).form
    whole = derive_plan_template(form)
    for damaged in (whole[: len(whole) // 2], b"", b"PK", whole.replace(b"word/document.xml", b"word/documint.xml")):
        with pytest.raises(DocumentError):
            Renderer().plan(blank_content(form), damaged)
