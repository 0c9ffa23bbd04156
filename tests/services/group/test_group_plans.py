"""The papers of a group: a line for everybody who signs, and own plans that say whose they are."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from openxml_audit import OpenXmlValidator

from mus_desktop.documents.content import PlanContent
from mus_desktop.model.answers import Changes
from mus_desktop.model.form import Form, SignaturesField
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import AgreementStatus, Signatory, SignatoryRole
from mus_desktop.model.review import Review
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.documents.blank_documents import blank_document
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.document_maker import DocumentMaker

Begin = Callable[..., Any]
_FORM = "abc-faelles"
_DAY = date(2026, 5, 20)
_EXTRA = ("Tillidsrepræsentant", "Skoleleder")


def _read(document: bytes) -> Any:
    return docx.Document(io.BytesIO(document))


def _paper(group: Any, party: int | None = None) -> Any:
    return _read(group.workplace.documents.render(group.id, DocumentRequest(party=party)))


def _signing_rows(document: Any) -> list[list[str]]:
    """The cells of the last table without the gaps between them, row by row."""
    return [
        [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells][::2] for row in document.tables[-1].rows
    ]


def _text(document: Any) -> str:
    return "\n".join(text.text or "" for text in document.element.iter() if text.tag.endswith("}t"))


def _with_extra(form: Form) -> Form:
    def changed(field: Any) -> Any:
        return replace(field, extra=_EXTRA) if isinstance(field, SignaturesField) else field

    return replace(form, tabs=tuple(replace(tab, fields=tuple(map(changed, tab.fields))) for tab in form.tabs))


class TestTheCommonPlan:
    def test_everybody_has_a_line_by_name(self, begin: Begin) -> None:
        group = begin(_FORM)
        group.agree(group.whole.plan.id, "Fælles mål")
        document = _paper(group)
        assert _signing_rows(document) == [
            ["", "Dato", "Underskrift"],
            ["Deltager\nAnna Holm", "", ""],
            ["Deltager\nBo Dam", "", ""],
            ["Deltager\nCarla Riis", "", ""],
            ["Leder\nMette Lund", "", ""],
        ]
        title = document.core_properties.title
        assert title == "Fælles udviklingsplan – Anna Holm, Bo Dam, Carla Riis – 2026"
        assert document.paragraphs[0].text == "Fælles udviklingsplan"

    def test_each_line_has_its_own_day_and_the_names_at_signature(self, begin: Begin) -> None:
        group = begin(_FORM)
        bo = group.party("Bo")
        recorder = group.workplace.plan_recorder
        recorder.sign_one(group.whole.plan, Signatory(SignatoryRole.EMPLOYEE, bo), _DAY)
        person = next(person for person in group.people if person.first_name == "Bo")
        group.workplace.staff.change(replace(person, name="Bo Nyt Navn"))
        rows = _signing_rows(_paper(group))
        assert [row[:2] for row in rows[1:4]] == [
            ["Deltager\nAnna Holm", ""],
            ["Deltager\nBo Dam", "20. maj 2026"],
            ["Deltager\nCarla Riis", ""],
        ]

    def test_twelve_fit(self, begin: Begin, tmp_path: Any) -> None:
        names = tuple(f"Deltager{letter} Lund" for letter in "ABCDEFGHIJKL")
        group = begin(_FORM, names, filled=False)
        rows = _signing_rows(_paper(group))
        assert [row[0] for row in rows[1:]] == [*(f"Deltager\n{name}" for name in names), "Leder\nMette Lund"]
        path = tmp_path / "twelve.docx"
        path.write_bytes(group.workplace.documents.render(group.id))
        assert OpenXmlValidator().validate(path).is_valid

    def test_a_form_without_signatures_prints_none(self, begin: Begin) -> None:
        group = begin("albertslund")
        assert "Underskrift" not in _text(_paper(group))


class TestAnOwnPlan:
    def test_it_is_titled_as_such_and_names_only_its_owner(self, begin: Begin) -> None:
        group = begin(_FORM)
        group.agree(group.whole.plan.id, "Fælles mål for teamet")
        anna = group.party("Anna")
        group.workplace.groups.own_plan(group.id, anna)
        document, request = _paper(group, anna), DocumentRequest(party=anna)
        assert document.paragraphs[0].text == "Individuel udviklingsplan"
        assert document.core_properties.title == "Individuel udviklingsplan – Anna Holm – 2026"
        path = group.workplace.documents.target(group.id, request=request).path
        assert path.name == "Individuel udviklingsplan – Anna Holm – 2026.docx"
        names = [name for _, name in group.workplace.documents.choices(group.id)]
        assert "Individuel udviklingsplan – Anna Holm" in names
        lines, labels = _signing_rows(document)
        assert (lines, labels) == (["", "", ""], ["Dato", "Deltager\nAnna Holm", "Leder\nMette Lund"])
        text = _text(document)
        assert not any(other in text for other in ("Bo Dam", "Carla", "Deltagere"))
        headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
        assert "Fælles udviklingsplan" not in headings
        assert not any("Fælles" in heading for heading in headings)

    @pytest.mark.parametrize("own_review", [False, True])
    def test_last_years_status_is_that_of_the_participants_agreements(self, begin: Begin, own_review: bool) -> None:
        """What the group decided about a common agreement holds for a participant's copy of it, unless they differ."""
        last = begin(_FORM)
        last.agree(last.whole.plan.id, "Rolige frikvarterer")
        people = [person.id for person in last.people]
        for name in ("Anna", "Bo"):
            last.workplace.groups.own_plan(last.id, last.party(name))
        last.workplace.conversations.finish(last.id, last.whole.conversation.on_date)
        day = date(2027, 5, 12)
        meeting = Meeting(_FORM, PeriodRule().period_of(day), day)
        group = type(last)(last.workplace, last.workplace.conversations.plan_group(people, meeting), last.people)
        anna = group.party("Anna")
        (common,), (own,) = group.whole.past, group.whole.past_of(group.employee("Anna"))
        reviews = {
            common.agreement.id: Review(common.agreement.id, day, AgreementStatus.REACHED, "Halvt så mange", group.id)
        }
        if own_review:
            reviews[own.agreement.id] = Review(own.agreement.id, day, AgreementStatus.DROPPED, "Ikke for mig", group.id)
        group.workplace.writing.save(Changes(reviews=reviews), group.id)
        group.workplace.groups.own_plan(group.id, anna)
        status = ["Opgivet", "Ikke for mig"] if own_review else ["Nået", "Halvt så mange"]
        expected = ["Egen plan 2026:\nRolige frikvarterer", *status]
        assert [cell.text for cell in _paper(group, anna).tables[2].rows[1].cells] == expected
        assert [cell.text for cell in _paper(group).tables[2].rows[1].cells][1:] == ["Nået", "Halvt så mange"]
        assert group.whole.past_of(group.employee("Anna"))[0].review == reviews.get(own.agreement.id)


class TestFurtherSigners:
    def test_they_print_in_every_plan_filled_and_blank(self, begin: Begin) -> None:
        group, maker = begin(_FORM), DocumentMaker()
        anna = group.party("Anna")
        group.workplace.groups.own_plan(group.id, anna)
        opened = replace(group.whole, form=_with_extra(group.whole.form))
        for party in (None, anna):
            request = DocumentRequest(party=party)
            content = content_of(opened, request, _DAY, {})
            assert isinstance(content, PlanContent)
            document = _read(maker.document(content, request))
            labels = [cell.split("\n")[0] for row in _signing_rows(document) for cell in row]
            assert [label for label in labels if label in _EXTRA] == list(_EXTRA), party
        for form in (opened.form, replace(opened.form, held=("individual",))):
            for minutes in (False, True):
                blank = _read(blank_document(replace(form, plan_is_minutes=minutes), DocumentRequest(), None))
                assert all(_text(blank).count(label) == 1 for label in _EXTRA)

    def test_a_blank_plan_for_groups_has_lines_for_several(self, begin: Begin) -> None:
        form = begin(_FORM).whole.form
        rows = _signing_rows(_read(blank_document(form, DocumentRequest(), None)))
        assert [row[0] for row in rows[1:]] == [*["Deltager\n"] * 4, "Leder\n"]
