"""The title of a plan: the form's own, else that of its plan field, else one word; never a guess from other words."""

from __future__ import annotations

import io
import tomllib

import docx
import pytest

from mus_desktop import paths
from mus_desktop.documents.content import blank_content
from mus_desktop.documents.plan.headings import document_title, plan_title
from mus_desktop.documents.titles import title_of
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import form_from_definition, read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Form
from mus_desktop.services.documents.blank_documents import blank_name
from mus_desktop.services.documents.document_kinds import DocumentRequest, offered_kinds

_FACTS = '[[tab.field]]\nkind = "info"\ntitle = "Stamoplysninger"\nfacts = { employee = "Navn", leader = "Leder" }\n'
_NOTES = '[[tab.field]]\nkind = "notes"\nkey = "noter"\ntitle = "Hvordan går det?"\n'
_SENTENCE = "Her skriver I det, I er blevet enige om at gøre i det kommende år."
_LONG = "Læringsaktiviteter og udviklingsmål på kort og på længere sigt i årets løb"


def _plan(title: str, key: str = "plan") -> str:
    columns = 'columns = [{ key = "a", title = "Aftale", roles = ["goal"] }]'
    return f'[[tab.field]]\nkind = "plan"\nkey = "{key}"\ntitle = "{title}"\n{columns}\n'


def _tab(title: str, *fields: str, key: str = "samtale") -> str:
    return f'[[tab]]\nkey = "{key}"\ntitle = "{title}"\n' + "".join(fields)


def _form(*tabs: str, top: str = "", language: int = 2) -> Form:
    head = f'language = {language}\nid = "x"\nversion = 1\ntitle = "MUS i Lillevig"\norganisation = "Lillevig"\n'
    return form_from_definition(tomllib.loads(f"{head}{top}\n" + "".join(tabs)), "prøve")


_SHAPES = {
    "one page with everything": (_form(_tab("MUS-samtale", _FACTS, _NOTES, _plan("Udviklingsplan"))), "Udviklingsplan"),
    "a tab of its own": (_form(_tab("4. Afslutning", _FACTS, _plan("Min plan for året"))), "Min plan for året"),
    "a colon": (_form(_tab("Aftaler", _plan("Min udviklingsplan:"))), "Min udviklingsplan"),
    "capitals": (_form(_tab("Side 3", _plan("KOMPETENCEPLAN 2027"))), "KOMPETENCEPLAN 2027"),
    "a question": (_form(_tab("Aftaler", _FACTS, _plan("Hvad vil vi aftale?"))), "Udviklingsplan"),
    "a sentence": (_form(_tab("Plan", _plan(_SENTENCE))), "Udviklingsplan"),
    "longer than a title": (_form(_tab("Plan", _plan(_LONG))), "Udviklingsplan"),
    "several on one tab": (_form(_tab("Planer", _plan("Kort sigt"), _plan("Langt sigt", "b"))), "Udviklingsplan"),
    "several tabs": (
        _form(_tab("Adfærd", _plan("Aftaler")), _tab("Opgaver", _plan("Aftaler", "b"), key="b")),
        "Udviklingsplan",
    ),
    "one title beside a question": (_form(_tab("P", _plan("Min plan"), _plan("Hvad ellers?", "b"))), "Udviklingsplan"),
    "named": (
        _form(_tab("MUS-samtale", _FACTS, _plan("Hvad?"), _plan("Plan", "b")), top='plan_title = "Seniorplan"'),
        "Seniorplan",
    ),
    "no plan": (_form(_tab("Trivsel", _FACTS, _NOTES)), "Udviklingsplan"),
}


@pytest.mark.parametrize("shape", _SHAPES)
def test_the_title_follows_one_rule_whatever_the_form_looks_like(shape: str) -> None:
    form, expected = _SHAPES[shape]
    assert plan_title(form) == expected
    assert title_of(DocumentKind.PLAN, form) == expected


@pytest.mark.parametrize("shape", [name for name, (form, _) in _SHAPES.items() if form.plan_fields()])
def test_heading_properties_and_file_have_the_same_title(shape: str, renderer: Renderer) -> None:
    form, expected = _SHAPES[shape]
    document = docx.Document(io.BytesIO(renderer.plan(blank_content(form))))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [expected]
    assert document.core_properties.title == f"{expected} – MUS i Lillevig"
    assert blank_name(form, DocumentRequest()) == f"{expected} – MUS i Lillevig – Lillevig.docx"
    below = [p.text for p in document.paragraphs if p.text == expected]
    assert len(below) == 1, "the title of the plan is not repeated right below"


@pytest.mark.parametrize(
    ("top", "expected"),
    [("", "Udviklingsplan og referat"), ('plan_title = "Aftaleark"\n', "Aftaleark")],
)
def test_minutes_say_so_unless_the_form_names_its_plan(top: str, expected: str) -> None:
    form = _form(_tab("Samtalen", _FACTS, _plan("Udviklingsplan")), top=f"{top}plan_is_minutes = true")
    assert {title_of(kind, form) for kind in (DocumentKind.PLAN, DocumentKind.MINUTES)} == {expected}
    assert DocumentKind.PLAN not in offered_kinds(form)


def test_the_own_plan_of_a_participant_is_never_called_common() -> None:
    for form in (_form(_tab("P", _plan("Fælles plan"))), *(shape for shape, _ in _SHAPES.values())):
        assert document_title(form, own=True) == "Individuel udviklingsplan"
    minutes = _form(_tab("P", _plan("Fælles plan")), top='plan_title = "Fælles plan"\nplan_is_minutes = true')
    assert title_of(DocumentKind.MINUTES, minutes, own_plan=True) == "Individuel udviklingsplan og referat"


@pytest.mark.parametrize(
    ("form_id", "expected"),
    [
        ("aalborg-tm", "Min kompetenceudviklingsplan"),
        ("aarhus-bu", "Kompetenceudviklingsplan og referat"),
        ("abc-faelles", "Fælles udviklingsplan"),
        ("abc-hurtig", "Udviklingsplan"),
        ("abc-omfattende", "Udviklingsplan"),
        ("albertslund", "Udviklingsplan"),
        ("kobenhavn-buf", "Personlig udviklingsplan"),
    ],
)
def test_the_released_forms_keep_the_titles_of_their_papers(form_id: str, expected: str) -> None:
    form = read_form(paths.forms() / form_id).form
    assert title_of(DocumentKind.PLAN, form) == expected


def test_a_form_in_language_1_prints_under_the_title_it_always_had() -> None:
    """It cannot name its plan, and released forms rely on the title above the facts, or that of the tab."""
    fields = (_FACTS, _plan("Hvad aftaler vi?"))
    assert plan_title(_form(_tab("Aftaler", *fields), language=1)) == "Stamoplysninger"
    assert plan_title(_form(_tab("Aftaler", fields[1]), language=1)) == "Aftaler"
