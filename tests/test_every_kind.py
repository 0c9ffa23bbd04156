"""Every kind of field has everything: it is read, checked, shown, stored and printed - and so has a form nobody coded.

The registries are held against each other here, once; what each of them does with a kind is tested in its own folder.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.plan.sections import SECTIONS
from mus_desktop.documents.sheets.field_markup import FIELD_MARKUP
from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.formspec.form_keys import KINDS
from mus_desktop.formspec.reader import read_form
from mus_desktop.formspec.values import NOT_ANSWERED, RULES, as_text, clean
from mus_desktop.model import form as model
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, Value
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import Form, PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.review import FollowUp, Review
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.fields.field_registry import WIDGETS, make_field_widget
from mus_desktop.ui.fields.field_widget import Content, FieldContext

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

OWN_FORMS = Path(__file__).parent / "data" / "forms"
ALL = {kind.kind for kind in model.Field.__subclasses__()}
PERIOD = PeriodRule().period_of(date(2026, 11, 18))
NEVER_IN_A_PLAN = {model.InfoField, model.NotesField}


@pytest.fixture(scope="module", params=["every-kind", "every-kind-2"])
def every_kind(request: pytest.FixtureRequest) -> Form:
    """A form with every kind of field, in language 1 and in language 2."""
    return read_form(OWN_FORMS / request.param).form


def test_every_registry_knows_every_kind(every_kind: Form) -> None:
    assert set(KINDS) == ALL, "read"
    assert set(RULES) | set(NOT_ANSWERED) == ALL, "checked"
    assert not set(RULES) & set(NOT_ANSWERED)
    assert set(WIDGETS) == ALL, "shown"
    assert {kind.kind for kind in FIELD_MARKUP} == ALL, "asked on paper"
    assert {kind.kind for kind in SECTIONS} == ALL - {kind.kind for kind in NEVER_IN_A_PLAN}, "printed in a plan"
    assert {field.kind for field in every_kind.fields()} == ALL, "tried"
    assert set(_SAMPLES) == set(RULES), "stored"


def _rows_of_a_table(field: model.TableField) -> list[dict[str, Any]]:
    return [{"id": field.rows[0] if field.rows else "1", "cells": {field.columns[0].key: "Æblegrød"}}]


def _rated(field: model.RatingField, form: Form, role: PartyRole) -> dict[str, dict[str, int]]:
    columns = [column for column in field.columns if column.by in (None, role)]
    scale = form.scale((columns[0].scale if columns else "") or field.scale)
    return {field.rows[0] if field.rows else "Æ": {columns[0].key if columns else "level": scale.steps[0].value}}


_SAMPLES: dict[str, Any] = {
    "text": lambda *_: "Ærø",
    "date": lambda *_: "2027-03-01",
    "check": lambda *_: True,
    "number": lambda *_: 7,
    "notes": lambda *_: "Første\n\nanden",
    "choice": lambda field, *_: list(field.options[: field.pick[0]]),
    "board": lambda field, form, _role: [[field.areas[0], form.field_with(field.cards).options[0]]],
    "rating": _rated,
    "table": lambda field, *_: _rows_of_a_table(field),
}


def _sample(field: model.Field, form: Form, role: PartyRole) -> Value:
    value: Value = _SAMPLES[field.kind](field, form, role)
    return value


def _workplace(folder: Path, *names: str) -> Workplace:
    forms = folder / "forms"
    for name in names:
        shutil.copytree(OWN_FORMS / name, forms / name)
    return build(folder / "data", forms=forms)


def _planned(workplace: Workplace, form_id: str) -> int:
    employee = workplace.staff.add(Employee("Åse Nørgård"))
    return workplace.conversations.plan_new(employee.id, Meeting(form_id, PERIOD, date(2026, 11, 18)))


def test_what_each_kind_holds_comes_back_from_the_database_letter_by_letter(tmp_path: Path, every_kind: Form) -> None:
    workplace = _workplace(tmp_path, every_kind.id)
    earlier, later = _planned(workplace, every_kind.id), 0
    opened = workplace.conversations.open(earlier)
    answers = {
        AnswerKey(opened.party(role).id, field.key): clean(field, every_kind, _sample(field, every_kind, role))
        for field in every_kind.fields()
        for role in field.by
    }
    assert None not in answers.values()
    rows = {
        RowsKey(opened.plan.id, field.key): (
            Agreement(f"{field.key}1", field.key, cells={field.columns[0].key: "Mål"}),
        )
        for field in every_kind.plan_fields()
    }
    days = {
        RowsKey(opened.plan.id, field.key): (FollowUp(date(2027, 3, 1), "Ær"),)
        for field in every_kind.fields()
        if isinstance(field, model.FollowUpField)
    }
    workplace.writing.save(Changes(answers, rows, days), earlier)
    workplace.plan_recorder.sign(
        workplace.plan_recorder.agree(opened.plan, date(2026, 11, 18)), date(2026, 11, 19), "Begge"
    )
    workplace.conversations.finish(earlier, date(2026, 11, 18))
    later = workplace.conversations.plan_new(
        opened.employee.id, Meeting(every_kind.id, PeriodRule().period_of(date(2027, 11, 18)), date(2027, 11, 18))
    )
    first = next(iter(rows.values()))[0].id
    said = Review(first, date(2027, 11, 18), AgreementStatus.REACHED, "Nået i maj", later)
    workplace.writing.save(Changes(reviews={first: said}), later)
    workplace.close()

    workplace = build(tmp_path / "data", forms=tmp_path / "forms")
    stored = workplace.conversations.open(earlier)
    assert stored.answers == answers
    assert all(as_text(every_kind.field_with(key.field), every_kind, value) for key, value in stored.answers.items())
    cells = {row.field: row.cells for row in stored.plan.agreements}
    assert cells == {key.field: row.cells for key, (row,) in rows.items()}
    assert stored.follow_ups == days
    assert stored.plan.signed_by == "Begge"
    assert [past.review for past in workplace.conversations.open(later).past if past.review] == [said]
    workplace.close()


def test_each_kind_shows_its_title_on_screen_and_on_paper(qapp: QApplication, every_kind: Form) -> None:
    guide = docx.Document(io.BytesIO(build_sheet(DocumentKind.GUIDE, SheetContent(form=every_kind))))
    namespace = guide.element.body.nsmap["w"]
    printed = "".join(text.text or "" for text in guide.element.body.iter(f"{{{namespace}}}t"))
    context = FieldContext(
        every_kind, {role: n for n, role in enumerate(PartyRole, 1)}, 7, {}, (), lambda: date(2026, 11, 21)
    )
    owner = QWidget()
    for field in every_kind.fields():
        widget = make_field_widget(field, context, owner)
        widget.load(Content({}, Plan(7, 3)))
        assert field.title in [_words_of(child) for child in widget.findChildren(QWidget)], field.kind
        if set(field.by) != {PartyRole.LEADER}:
            assert field.title in printed, field.kind
    owner.deleteLater()


def _words_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def test_a_form_from_scratch_runs_from_file_to_document_with_no_code_touched(
    program: Program, hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``evaluation`` was written from CONTRIBUTING.md alone: statements rated 1-4, a remark per group, one party."""
    forms = tmp_path / "forms"
    shutil.copytree(OWN_FORMS / "evaluation", forms / "evaluation")
    monkeypatch.setattr(paths, "forms", lambda: forms)
    form = read_form(forms / "evaluation").form
    assert {role for field in form.fields() for role in field.by} == {PartyRole.EMPLOYEE}
    program.start()
    conversation = _planned(program.workplace, "evaluation")
    program.window.open_conversation(conversation)
    for number, statement in enumerate(
        field.rows[0] for field in form.fields() if isinstance(field, model.RatingField)
    ):
        bar = next(w for w in program.view.pages.currentWidget().inputs() if statement in w.accessibleName())
        bar.setFocus()
        hands.press(str(number % 4 + 1))
    remark = hands.find("Samtalen: Bemærkninger til samtalen")
    hands.click(remark)
    hands.type("Godt, at vi gik en tur.")
    program.view.save_now()
    program.stop()

    program.start()
    opened = program.workplace.conversations.open(conversation)
    employee = opened.party(PartyRole.EMPLOYEE).id
    assert {key.party for key in opened.answers} == {employee}
    assert opened.answers[AnswerKey(employee, "forberedelsen")] == {"Jeg fik materialet i god tid": {"level": 1}}
    assert opened.answers[AnswerKey(employee, "samtalen")][""] == {"remark": "Godt, at vi gik en tur."}
    text = as_text(form.field_with("samtalen"), form, opened.answers[AnswerKey(employee, "samtalen")])
    assert "Godt, at vi gik en tur." in text
    for request, title in program.workplace.documents.choices(conversation):
        assert program.workplace.documents.render(conversation, request)[:2] == b"PK", title


def test_the_form_from_scratch_prints_its_statements_for_the_one_who_answers(tmp_path: Path) -> None:
    target = tmp_path / "ark.docx"
    command = [sys.executable, "-m", "mus_desktop", "forms", "check", str(OWN_FORMS / "evaluation")]
    checked = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    assert "Forberedelse" in checked.stdout
    form = read_form(OWN_FORMS / "evaluation").form
    target.write_bytes(build_sheet(DocumentKind.PREPARATION, SheetContent(form=form, party=PartyRole.EMPLOYEE)))
    document = docx.Document(str(target))
    printed = "\n".join(p.text for p in document.element.body.iter() if p.tag.endswith("}t") and p.text)
    for field in form.fields():
        assert field.title in printed
        for row in getattr(field, "rows", ()):
            assert row in printed
    assert all(step.label in printed for step in form.scale("enighed").steps)
