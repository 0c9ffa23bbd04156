"""The other papers of a signed plan: a mini-MUS's status sheet, the file's name, the template; on both engines."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import pytest

from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.errors import KnownError, PlanClosed, SignedTemplateUnusable
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan, Refusal
from mus_desktop.model.review import AddendumKey, Author, FollowUp, Review
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.workplace import Workplace

NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the clock on the wall
DAY, LATER = date(2026, 5, 12), date(2026, 5, 20)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FORMS = Path(__file__).parents[3] / "forms"
STATUS, PLAN = DocumentRequest(DocumentKind.STATUS), DocumentRequest()


@dataclass
class Followed:
    """A mini-MUS that looks back on a yearly MUS with two agreements."""

    at: Workplace
    employee: int
    yearly: int
    talk: int
    past: tuple[str, ...] = ("a" * 32, "b" * 32)

    @property
    def opened(self) -> OpenConversation:
        return self.at.conversations.open(self.talk)

    @property
    def plan(self) -> Plan:
        return self.opened.plan

    def review(self, agreement: str, status: AgreementStatus, comment: str = "") -> None:
        said = Review(agreement, DAY, status, comment, self.talk)
        self.at.writing.save(Changes(reviews={agreement: said}), self.talk)


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A folder of forms that a test may change."""
    return Path(shutil.copytree(FORMS, tmp_path / "forms"))


@pytest.fixture
def place(tmp_path: Path, forms: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    built = build_place(tmp_path / "data", forms=forms, now=lambda: NOW)
    built.preferences.set_leader(Leader("Karen Dahl", "Skoleleder", "Ådalskolen"))
    built.preferences.set_document_folder(tmp_path)
    yield built
    assert built.health() == []
    built.close()


@pytest.fixture
def followed(place: Workplace) -> Followed:
    mette = place.staff.add(Employee("Mette Holm", "Lærer", "Ådalskolen")).id
    yearly = place.conversations.plan_new(mette, Meeting("kobenhavn-buf", YEAR, date(2026, 2, 2)))
    opened = place.conversations.open(yearly)
    (field, *_) = opened.form.plan_fields()
    rows = tuple(
        Agreement(
            key * 32,
            field.key,
            field.groups[0] if field.groups else "",
            {field.columns[0].key: text},
            due_on=date(2026, 9, 1),
            responsible="Mette",
        )
        for key, text in (("a", "Læse mere"), ("b", "Regne mere"))
    )
    place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): rows}))
    place.conversations.finish(yearly, date(2026, 2, 2))
    found = Followed(place, mette, yearly, place.conversations.plan_new(mette, Meeting("mini-mus", YEAR, DAY)))
    found.review("a" * 32, AgreementStatus.IN_PROGRESS, "Tre bøger")
    opened = found.opened
    (field, *_) = opened.form.plan_fields()
    row = Agreement("c" * 32, field.key, cells={field.columns[0].key: "Skrive mere"}, due_on=date(2026, 8, 1))
    follow_up = next(field.key for field in opened.form.fields() if field.kind == "follow_up")
    place.writing.save(
        Changes(
            rows={RowsKey(opened.plan.id, field.key): (row,)},
            follow_ups={RowsKey(opened.plan.id, follow_up): (FollowUp(date(2026, 11, 3)),)},
        )
    )
    return found


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body, *(section.footer._element for section in document.sections)]
    text = "\n".join("".join(node.itertext()) for part in parts for node in part.iter() if node.tag.endswith("}p"))
    return text.replace("\N{NO-BREAK SPACE}", " ")


def properties(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content)).core_properties


def test_a_signed_mini_mus_prints_its_status_sheet_as_it_was(followed: Followed) -> None:
    place = followed.at
    place.plan_recorder.sign(followed.plan, DAY)
    before = text_of(place.documents.render(followed.talk, STATUS))
    for said in (
        "Mette Holm",
        "Læse mere",
        "Tre bøger",
        "I gang",
        "senest 1. september 2026",
        "Skrive mere",
        "3. november",
    ):
        assert said.casefold() in before.casefold(), said
    place.staff.change(replace(place.staff.everyone()[0], name="Nyt Navn", workplace="Byskolen"))
    next_talk = place.conversations.plan_new(followed.employee, Meeting("mini-mus", YEAR, LATER))
    said = Review("a" * 32, LATER, AgreementStatus.REACHED, "Ti bøger", next_talk)
    place.writing.save(Changes(reviews={"a" * 32: said}), next_talk)
    assert text_of(place.documents.render(followed.talk, STATUS)) == before
    place.conversations.delete(next_talk)
    place.conversations.delete(followed.yearly)
    content = place.documents.render(followed.talk, STATUS)
    assert text_of(content) == before
    assert properties(content).author == "Karen Dahl"


def test_what_comes_after_it_is_printed_below_with_its_day(followed: Followed) -> None:
    place, plan = followed.at, followed.plan
    place.plan_recorder.refuse(plan, Refusal(DAY, PartyRole.EMPLOYEE, "Uenig"))
    remark, addition = AddendumKey(plan.id, author=Author.EMPLOYEE), AddendumKey(plan.id)
    place.writing.save(Changes(addenda={remark: "Jeg så helst et kursus", addition: "Kurset er flyttet"}))
    (row,) = followed.plan.agreements
    late = replace(row, id="d" * 32, cells=dict.fromkeys(row.cells, "Tegne mere"), added_on=DAY)
    place.writing.save(Changes(rows={RowsKey(plan.id, row.field): (row, late)}))
    text = text_of(place.documents.render(followed.talk, STATUS))
    assert "12. maj 2026: Medarbejderen ønsker ikke at underskrive planen." in text
    assert "Medarbejderens bemærkning 12. maj 2026: Jeg så helst et kursus" in text
    assert "12. maj 2026: Kurset er flyttet" in text
    assert "Tegne mere (Tilføjet 12. maj 2026)" in text
    assert "Uenig" not in text


def test_the_status_sheet_of_a_yearly_mus_is_of_today(followed: Followed) -> None:
    place = followed.at
    place.plan_recorder.sign(place.conversations.open(followed.yearly).plan, DAY)
    place.staff.change(replace(place.staff.everyone()[0], name="Nyt Navn"))
    text = text_of(place.documents.render(followed.yearly, STATUS))
    assert "Nyt Navn" in text
    assert "I gang" in text


@pytest.mark.parametrize("agreement", ["a" * 32, "b" * 32])
def test_reviews_printed_on_a_signed_plan_cannot_be_changed(followed: Followed, agreement: str) -> None:
    followed.at.plan_recorder.sign(followed.plan, DAY)
    before = text_of(followed.at.documents.render(followed.talk, STATUS))
    with pytest.raises(PlanClosed):
        followed.review(agreement, AgreementStatus.REACHED, "Alligevel")
    assert text_of(followed.at.documents.render(followed.talk, STATUS)) == before
    followed.at.plan_recorder.sign(followed.plan, None)
    followed.review(agreement, AgreementStatus.REACHED, "Alligevel")
    assert "Alligevel" in text_of(followed.at.documents.render(followed.talk, STATUS))


def test_the_file_of_a_signed_plan_keeps_its_name(followed: Followed) -> None:
    place = followed.at
    names = {request: place.documents.target(followed.talk, request=request).path.name for request in (STATUS,)}
    place.plan_recorder.sign(followed.plan, DAY)
    sheet = DocumentRequest(DocumentKind.GUIDE)
    place.staff.change(replace(place.staff.everyone()[0], name="Nyt Navn", title="Leder"))
    assert {request: place.documents.target(followed.talk, request=request).path.name for request in names} == names
    assert "Nyt Navn" in place.documents.target(followed.talk, request=sheet).path.name
    place.plan_recorder.sign(place.conversations.open(followed.yearly).plan, DAY)
    place.staff.change(replace(place.staff.everyone()[0], name="Mette Bak"))
    assert "Nyt Navn" in place.documents.target(followed.yearly, request=PLAN).path.name


def restyled(form: Any, mark: str) -> bytes:
    """A template of the form with ``mark`` at its end."""
    document, target = docx.Document(io.BytesIO(derive_plan_template(form))), io.BytesIO()
    document.add_paragraph(mark)
    document.save(target)
    return target.getvalue()


def test_a_signed_plan_prints_with_the_template_it_was_signed_with(followed: Followed, forms: Path) -> None:
    place, template = followed.at, forms / "kobenhavn-buf" / "plan.docx"
    opened = place.conversations.open(followed.yearly)
    template.write_bytes(restyled(opened.form, "SKABELON ET"))
    place.plan_recorder.sign(opened.plan, DAY)
    template.write_bytes(restyled(opened.form, "SKABELON TO"))
    assert "SKABELON ET" in text_of(place.documents.render(followed.yearly))
    place.plan_recorder.sign(place.conversations.open(followed.yearly).plan, LATER)  # a correction of the day
    assert "SKABELON ET" in text_of(place.documents.render(followed.yearly))
    content = place.documents.render(followed.yearly)
    assert properties(content).created.date() == properties(content).modified.date() == LATER
    place.plan_recorder.sign(place.conversations.open(followed.yearly).plan, None)
    assert "SKABELON TO" in text_of(place.documents.render(followed.yearly))
    assert place.database.rows("SELECT * FROM signed_template") == []


@pytest.mark.parametrize("content", [None, b"ikke en skabelon"])
def test_a_missing_or_failing_template_is_reported_and_todays_can_be_used(
    followed: Followed, forms: Path, content: bytes | None
) -> None:
    place, template = followed.at, forms / "kobenhavn-buf" / "plan.docx"
    opened = place.conversations.open(followed.yearly)
    whole = restyled(opened.form, "SKABELON TO")
    template.write_bytes(content or whole)
    place.plan_recorder.sign(opened.plan, DAY)
    template.write_bytes(whole)
    if content is None:
        guard = "template_of_signed_plan_is_not_deleted"
        ((made,),) = place.database.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (guard,))
        with place.database.transaction():
            place.database.write(f"DROP TRIGGER {guard}")
            place.database.write("DELETE FROM signed_template")
            place.database.write(made)
    with pytest.raises(SignedTemplateUnusable, match="skabelon"):
        place.documents.render(followed.yearly)
    assert "SKABELON TO" in text_of(place.documents.render(followed.yearly, todays_template=True))
    with pytest.raises(KnownError):
        place.documents.write(followed.yearly, place.documents.target(followed.yearly).path)


def test_each_sentence_says_whether_the_plan_is_signed_or_only_refused(followed: Followed) -> None:
    place, talk = followed.at, followed.talk
    plan = place.plan_recorder.refuse(followed.plan, Refusal(DAY, PartyRole.EMPLOYEE))
    refused_ways: tuple[Callable[[], object], ...] = (
        lambda: place.conversations.delete(talk),
        lambda: place.conversations.reopen(talk),
        lambda: place.conversations.change_meeting(talk, Meeting("mini-mus", YEAR, LATER)),
        lambda: place.plan_recorder.agree(plan, DAY),
        lambda: place.form_change.move_to_form(talk, "mini-mus"),
    )
    for way in refused_ways:
        with pytest.raises(KnownError) as caught:
            way()
        assert "en af parterne ikke vil underskrive" in caught.value.message
        assert "Fjern først hakket ved »vil ikke underskrive«" in caught.value.message
    plan = place.plan_recorder.sign(plan, DAY)
    for way in refused_ways:
        with pytest.raises(KnownError) as caught:
            way()
        assert "Planen er underskrevet" in caught.value.message
        assert "Fjern først underskriften" in caught.value.message
        assert "holdt" not in caught.value.message
