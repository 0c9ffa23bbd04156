"""Every kind of document is complete, and whatever works with documents covers exactly the kinds of the table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.cli.main import DONE, FAILED, main
from mus_desktop.documents.sheets.sheet_registry import MAKERS
from mus_desktop.documents.word.paper_size import Size
from mus_desktop.model.confidentiality import PRINTING_RULES, may_print_content, may_print_questions
from mus_desktop.model.document_table import DOCUMENT_KINDS, Audience, PrintedAnswerScope, on_every_form, stored_kind
from mus_desktop.model.form import Form, PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.terms import DocumentKind
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.demo.demo_documents import write_empty, write_filled
from mus_desktop.services.documents.blank_documents import blank_name
from mus_desktop.services.documents.document_content import CONTENTS
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices, offered_kinds
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.documents.blank_dialog import BlankDialog
from mus_desktop.ui.documents.documents_menu import DocumentsMenu

_OWN_FORMS = Path(__file__).parent / "data" / "forms"
_TOGETHER = ("albertslund", "every-kind-2")
"""Forms that offer every kind of document between them."""
_PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    forms = tmp_path / "forms"
    shutil.copytree(paths.forms() / "albertslund", forms / "albertslund")
    shutil.copytree(_OWN_FORMS / "every-kind-2", forms / "every-kind-2")
    monkeypatch.setattr(paths, "forms", lambda: forms)
    made = build(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def conversations(workplace: Workplace) -> list[int]:
    employee = workplace.staff.add(Employee("Åse Nørgård"))
    return [workplace.conversations.plan_new(employee.id, Meeting(form, _PERIOD)) for form in _TOGETHER]


def test_every_kind_is_complete() -> None:
    assert [*DOCUMENT_KINDS] == [*DocumentKind], "the table, in the order of the menu"
    for kind, entry in DOCUMENT_KINDS.items():
        assert entry.title.strip(), kind
        assert entry.in_sentence.strip(), kind
        assert bool(entry.refusal) == (entry.is_possible is not on_every_form), f"why a form has no {kind}"
        assert stored_kind(stored_kind(kind)) == stored_kind(kind)
    assert len({entry.title for entry in DOCUMENT_KINDS.values()}) == len(DocumentKind), "names of files"
    assert len({entry.in_sentence for entry in DOCUMENT_KINDS.values()}) == len(DocumentKind)


def test_every_kind_is_made() -> None:
    sheets = {kind for kind, entry in DOCUMENT_KINDS.items() if not entry.is_plan}
    assert set(MAKERS) == sheets, "made; a plan is made from a template"
    assert set(CONTENTS) == set(DocumentKind), "filled in, and empty"
    by_size = {kind for kind, entry in DOCUMENT_KINDS.items() if entry.by_size}
    assert {kind for kind, maker in MAKERS.items() if maker.papers} == by_size
    assert all(set(MAKERS[kind].papers) == set(Size) for kind in by_size)


def test_every_kind_follows_the_rule_of_confidentiality(workplace: Workplace) -> None:
    assert set(PRINTING_RULES) == set(PrintedAnswerScope)
    assert {entry.prints for entry in DOCUMENT_KINDS.values()} == set(PrintedAnswerScope), "no rule without a document"
    assert {entry.audience for entry in DOCUMENT_KINDS.values()} == set(Audience)
    every_kind = next(form for form in workplace.catalogue.available() if form.id == "every-kind-2")
    for kind, entry in DOCUMENT_KINDS.items():
        printed = [f for f in every_kind.fields() if any(may_print_content(kind, f, party) for party in PartyRole)]
        assert bool(printed) == (entry.prints is not PrintedAnswerScope.NOTHING), kind
        for_leader = [f for f in every_kind.fields() if f.by == (PartyRole.LEADER,)]
        assert for_leader
        asked = [f for f in for_leader if any(may_print_questions(kind, f, party) for party in PartyRole)]
        assert bool(asked) == (entry.audience is Audience.ONE_PARTY), kind


def test_menu_empty_documents_and_demo_cover_every_kind(
    workplace: Workplace, conversations: list[int], tmp_path: Path, qapp: QApplication
) -> None:
    forms = workplace.catalogue.available()
    assert {kind for form in forms for kind in offered_kinds(form)} == set(DocumentKind)
    parent = QWidget()
    assert {wanted.kind for number in conversations for wanted in _in_menu(workplace, number, parent)} == set(
        DocumentKind
    )
    dialog = BlankDialog(workplace, lambda _path: True, parent)
    assert {wanted.kind for wanted in _in_dialog(dialog)} == set(DocumentKind)
    written = {path.name for path in write_empty(workplace, tmp_path / "empty")}
    assert written == {blank_name(form, wanted) for form in forms for wanted in choices(form)}
    write_filled(workplace, conversations, tmp_path / "filled")
    kept = {
        wanted.kind
        for number in conversations
        for wanted, _ in workplace.documents.choices(number)
        if workplace.documents.stored_copy(number, wanted)
    }
    assert kept == set(DocumentKind)
    parent.deleteLater()


def _in_menu(workplace: Workplace, number: int, parent: QWidget) -> list[DocumentRequest]:
    """The requests that the entries of the menu make, whose names are those of the table or the form."""

    class Word:
        def __init__(self) -> None:
            self.wanted: list[DocumentRequest] = []

        def make_and_open(self, _number: int, wanted: DocumentRequest) -> None:
            self.wanted.append(wanted)

    menu, word = DocumentsMenu(workplace, number, parent), Word()
    menu.word = word  # type: ignore[assignment]  # stands in for Word
    menu.fill()
    for action in menu.actions():
        action.trigger()
        entry, form = DOCUMENT_KINDS[word.wanted[-1].kind], workplace.conversations.open(number).form
        assert action.text().startswith(entry.title) or (entry.is_plan and form.plan_title in action.text())
    return word.wanted


def _in_dialog(dialog: BlankDialog) -> list[DocumentRequest]:
    wanted = []
    for form in range(dialog.form.count()):
        dialog.form.setCurrentIndex(form)
        wanted += [dialog.document.itemData(at) for at in range(dialog.document.count())]
    return wanted


@pytest.mark.usefixtures("workplace")
def test_the_command_writes_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["document", "--help"])
    listed = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert f"slags: {', '.join(DOCUMENT_KINDS)}" in listed
    for kind in DocumentKind:
        codes = {
            main(["document", kind.value, "--blank", form, "-o", str(tmp_path / f"{form}-{kind}.docx")])
            for form in _TOGETHER
        }
        assert DONE in codes <= {DONE, FAILED}, kind


def test_the_guide_for_extenders_lists_every_kind() -> None:
    text = (paths.resources().parent / "docs" / "how-to.md").read_text("utf-8")
    listed = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \|", text.split("## Add a kind of document")[1].split("\n## ")[0], re.M
    )
    assert listed == [(kind.value, entry.title) for kind, entry in DOCUMENT_KINDS.items()]


def test_every_kind_is_read_by_the_parties_it_is_for(workplace: Workplace) -> None:
    """A copy for each party, each employee, each size; tested with a group, which has most of them."""
    every_kind: Form = next(form for form in workplace.catalogue.available() if form.id == "every-kind-2")
    people = [workplace.staff.add(Employee(name)).id for name in ("Åse Nørgård", "Bo Lund", "Ida Kjær")]
    number = workplace.conversations.plan_group(people, Meeting(every_kind.id, _PERIOD))
    copies: dict[DocumentKind, list[DocumentRequest]] = {}
    for wanted, _ in workplace.documents.choices(number):
        copies.setdefault(wanted.kind, []).append(wanted)
    for kind, found in copies.items():
        entry = DOCUMENT_KINDS[kind]
        expected = {Audience.BOTH: len(Size) if entry.by_size else 1, Audience.ONE_PARTY: 4, Audience.RECIPIENT: 3}
        assert len(found) == len(set(found)) == expected[entry.audience], kind
