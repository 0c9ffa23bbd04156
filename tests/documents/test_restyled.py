"""Templates that people have worked on in Word: used when they can be, refused with one Danish sentence when not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.word.completeness import DamagedDocument, IncompleteDocument
from mus_desktop.documents.word.package import zipped
from mus_desktop.documents.word.render import Renderer
from mus_desktop.documents.word.template_engine import TemplateProblem, UnknownField
from mus_desktop.errors import DocumentError

Changed = Callable[..., bytes]
_DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def content(plan_of: Callable[..., PlanContent]) -> PlanContent:
    return plan_of(3)


def test_commands_that_word_has_split_still_work(
    template: bytes, changed: Changed, content: PlanContent, renderer: Renderer
) -> None:
    next_run = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>'
    split = changed(template, ("{{ medarbejder }}", f"{{{next_run}{{ medar{next_run}bejder }}}}"))
    assert renderer.plan(content, split).startswith(b"PK")


def test_a_template_saved_by_another_office_program(
    cells: Callable[[bytes], list[list[list[str]]]], content: PlanContent, renderer: Renderer
) -> None:
    """København's template after LibreOffice has rewritten every part of it."""
    saved = (_DATA / "restyled" / "kobenhavn-libreoffice.docx").read_bytes()
    _, plan, signatures = cells(renderer.plan(content, saved))
    assert plan == cells(renderer.plan(content))[1]
    assert signatures[1][2] == "Leder\nMette Holm"


def test_templates_of_earlier_versions_get_the_layout_of_today(
    parts: Callable[[bytes], dict[str, bytes]],
    template: bytes,
    content: PlanContent,
    renderer: Renderer,
    tmp_path: Path,
) -> None:
    """At most two hyphenated lines in a row, no-break dates; a template without lists or their part is no problem."""
    limit = b'<w:consecutiveHyphenLimit w:val="2"/>'
    older = parts(template)
    older["word/settings.xml"] = older["word/settings.xml"].replace(limit, b"")
    for name in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        older[name] = re.sub(rb"<(Override|Relationship) [^>]*numbering.xml[^>]*/>", b"", older[name])
    del older["word/numbering.xml"]
    document = renderer.plan(content, zipped(older))
    assert limit in parts(document)["word/settings.xml"]
    assert "Senest 1.\N{NO-BREAK SPACE}marts" in parts(document)["word/document.xml"].decode()
    (tmp_path / "plan.docx").write_bytes(document)
    assert OpenXmlValidator().validate(tmp_path / "plan.docx").is_valid


def test_a_word_may_be_set_in_capitals(
    template: bytes,
    changed: Changed,
    cells: Callable[[bytes], list[list[list[str]]]],
    content: PlanContent,
    renderer: Renderer,
) -> None:
    document = renderer.plan(content, changed(template, ("{{ medarbejder }}", "{{ medarbejder|upper }}")))
    assert cells(document)[0][0][0] == "Medarbejder\nBJØRN ÅGÅRD"


def test_a_misspelt_field_is_named(template: bytes, changed: Changed, content: PlanContent, renderer: Renderer) -> None:
    with pytest.raises(UnknownField, match=r"»medarbjeder«.*Mente du »medarbejder«") as caught:
        renderer.plan(content, changed(template, ("{{ medarbejder }}", "{{ medarbjeder }}")))
    assert caught.value.field == "medarbjeder"
    with pytest.raises(UnknownField, match=r"»tiltagene«.*Mente du »tiltag«"):
        renderer.plan(content, changed(template, ("aftale.tiltag", "aftale.tiltagene")))
    with pytest.raises(UnknownField, match=r"»planen«.*Mente du »plan«"):
        renderer.plan(content, changed(template, ("in plan %}", "in planen %}")))


@pytest.mark.parametrize(
    "code",
    [
        "{{ medarbejder.__class__.__mro__ }}",
        "{{ ''.join(['a']) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 100000 }}",
        "{% for x in range(1000000000) %}x{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{{ medarbejder|attr('x') }}",
        "{{ plan[0] }}",
    ],
)
def test_code_is_refused(
    code: str, template: bytes, changed: Changed, content: PlanContent, renderer: Renderer
) -> None:
    with pytest.raises(TemplateProblem, match="programkode"):
        renderer.plan(content, changed(template, ("{{ medarbejder }}", code)))


def test_a_loop_without_an_end_is_explained(
    template: bytes, changed: Changed, content: PlanContent, renderer: Renderer
) -> None:
    with pytest.raises(TemplateProblem, match="gentagelse mangler sin afslutning »endfor«"):
        renderer.plan(content, changed(template, ("{%tr endfor %}", "")))
    with pytest.raises(TemplateProblem, match=re.escape("læses ved »{{ medarbejder leder }}«")):
        renderer.plan(content, changed(template, ("{{ medarbejder }}", "{{ medarbejder leder }}")))


def test_a_column_missing_in_the_template_is_refused(
    template: bytes, changed: Changed, content: PlanContent, renderer: Renderer
) -> None:
    without = changed(template, ("aftale.stoette", "aftale.tiltag"))
    with pytest.raises(IncompleteDocument, match=r"»stoette«"):
        renderer.plan(content, without)


def test_markup_broken_by_a_command_is_found(
    template: bytes, changed: Changed, content: PlanContent, renderer: Renderer
) -> None:
    half = changed(
        template,
        ("Personlig udviklingsplan</w:t>", "Personlig {% if false %}udviklingsplan</w:t>"),
        ("{{ periode }}", "{% endif %}{{ periode }}"),
    )
    with pytest.raises(DamagedDocument):
        renderer.plan(content, half)


def test_an_empty_cell_is_found(template: bytes, changed: Changed, content: PlanContent, renderer: Renderer) -> None:
    """Without the loop's paragraph a cell is empty, and Word calls the file damaged."""
    with pytest.raises(DocumentError):
        renderer.plan(content, changed(template, ("{{ linje }}", "{%p if linje %}")))
    emptied = changed(template, ("{%p for linje in aftale.tiltag %}", "{%p for linje in aftale.tiltag if false %}"))
    with pytest.raises(DamagedDocument):
        renderer.plan(replace(content, agreements=()), emptied)


def test_files_that_are_no_templates(
    template: bytes, parts: Callable[[bytes], dict[str, bytes]], content: PlanContent, renderer: Renderer
) -> None:
    whole = parts(template)
    macro = whole["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    refused = {
        "beskadiget": [
            b"",
            b"hello",
            template[: len(template) // 2],
            template[:900] + b"\0\0\0\0" + template[904:],
            zipped({name: part for name, part in whole.items() if name != "word/document.xml"}),
            zipped(whole | {"word/document.xml": b"<w:document"}),
            zipped(whole | {"word/document.xml": bomb + b"<x/>"}),
        ],
        "adgangskode": [bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600],
        "makroer": [zipped(whole | {"[Content_Types].xml": macro}), zipped(whole | {"word/vbaProject.bin": b"x"})],
        "for stor": [zipped(whole | {"word/media/image1.bmp": b"\0" * 40_000_000})],
    }
    for word, files in refused.items():
        for at, file in enumerate(files):
            with pytest.raises(DocumentError, match=word):
                pytest.fail(f"{word} {at} was taken: {len(renderer.plan(content, file))}")


def test_a_word_template_file_gives_documents(
    template: bytes,
    parts: Callable[[bytes], dict[str, bytes]],
    content: PlanContent,
    renderer: Renderer,
    tmp_path: Path,
) -> None:
    whole = parts(template)
    types = whole["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    (tmp_path / "plan.docx").write_bytes(renderer.plan(content, zipped(whole | {"[Content_Types].xml": types})))
    assert OpenXmlValidator().validate(tmp_path / "plan.docx").is_valid
