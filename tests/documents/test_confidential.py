"""Notes and preparations reach no part of any package, whoever hands them in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

from mus_desktop.documents.content import EvaluationContent, PlanContent, PocketContent, SheetContent, StatusContent
from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Fact, PartyRole
from mus_desktop.model.signed_content import FollowingNote

_SENTINEL = "KUN-MELLEM-OS"


def test_nothing_that_may_not_print_reaches_the_package(
    wide_plan: PlanContent, renderer: Renderer, parts: Callable[[bytes], dict[str, bytes]]
) -> None:
    leaking = {**wide_plan.answers, "noter": _SENTINEL, "skjult": _SENTINEL, "ukendt": _SENTINEL}
    agreement = replace(wide_plan.agreements[0], extra={"note": _SENTINEL}, cells={"ukendt": _SENTINEL})
    content = replace(wide_plan, answers=leaking, agreements=(agreement, *wide_plan.agreements[1:]))
    found = parts(renderer.plan(content))
    assert [name for name, part in found.items() if _SENTINEL.encode() in part] == []


def test_nothing_but_what_is_handed_in_reaches_an_evaluation(parts: Callable[[bytes], dict[str, bytes]]) -> None:
    """Whoever fills the content: answers of other fields, the leader's among them, are left out."""
    form = read_form(Path(__file__).parents[1] / "data" / "forms" / "every-kind-2").form
    handed_in = {field.key for field in form.fields() if field.handed_in}
    texts = {field.key: _SENTINEL for field in form.fields() if field.key not in handed_in and field.kind != "table"}
    content = EvaluationContent(form=form, answers={**texts, "kaldenavn": "Bo", "overskrift": "Ro"})
    found = parts(build_sheet(DocumentKind.EVALUATION, content))
    assert [name for name, part in found.items() if _SENTINEL.encode() in part] == []
    assert b"Bo</w:t>" in found["word/document.xml"]


def test_what_is_handed_in_reaches_no_plan(renderer: Renderer, parts: Callable[[bytes], dict[str, bytes]]) -> None:
    form = read_form(Path(__file__).parents[1] / "data" / "forms" / "every-kind-2").form
    found = parts(renderer.plan(PlanContent(form=form, answers={"udbytte": _SENTINEL, "kun_mig": _SENTINEL})))
    assert [name for name, part in found.items() if _SENTINEL.encode() in part] == []
    assert b"Udbytte af samtalen" not in found["word/document.xml"]


def test_what_may_print_does(
    plan_of: Callable[..., PlanContent], renderer: Renderer, parts: Callable[[bytes], dict[str, bytes]]
) -> None:
    """The other half of the test above: the same search finds what is meant to be found."""
    content = replace(plan_of(3), facts={Fact.EMPLOYEE: _SENTINEL})
    found = parts(renderer.plan(content))
    named = [name for name, part in found.items() if _SENTINEL.encode() in part]
    assert named == ["docProps/core.xml", "word/document.xml", "word/footer1.xml"] or set(named) == {
        "docProps/core.xml",
        "word/document.xml",
        "word/footer1.xml",
    }


def test_the_content_has_no_place_for_a_note_but_for_those_that_follow_the_plan() -> None:
    """Every other class of content has none; whoever fills in ``notes``, only a shared note of the form prints."""
    named = {
        f"{content.__name__}.{field.name}"
        for content in (PlanContent, StatusContent, PocketContent, EvaluationContent, SheetContent)
        for field in fields(content)
        if "note" in field.name or "prepar" in field.name
    }
    assert named == {"PlanContent.notes"}


def test_no_other_field_than_a_shared_note_follows_the_plan(
    renderer: Renderer, parts: Callable[[bytes], dict[str, bytes]]
) -> None:
    form = read_form(Path(__file__).parents[1] / "data" / "forms" / "every-kind-2").form
    for field in form.fields():
        note = FollowingNote(field.key, _SENTINEL, date(2026, 3, 2))
        found = parts(renderer.plan(PlanContent(form=form, notes=(note,))))
        shared_note = field.kind == "notes" and PartyRole.SHARED in field.by
        leaking = [name for name, part in found.items() if _SENTINEL.encode() in part]
        assert leaking == (["word/document.xml"] if shared_note else []), field.key
