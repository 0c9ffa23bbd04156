"""Last year's agreements on this year's sheets: each under its plan, and nobody else's, nor what is thought of them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from mus_desktop.documents.sheets.sheet_registry import build_sheet
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.document_table import DOCUMENT_KINDS, PREPARING
from mus_desktop.model.form import PartyRole
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.services.documents.document_content import content_of
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.storage.records.plans import Plans

_TODAY = date(2026, 3, 2)
_GUIDE, _PREPARATION = DocumentKind.GUIDE, DocumentKind.PREPARATION
_READERS = [
    DocumentRequest(_GUIDE),
    DocumentRequest(_PREPARATION, PartyRole.EMPLOYEE),
    DocumentRequest(_PREPARATION, PartyRole.LEADER),
]
_EMPLOYEE = _READERS[1]


def _paper(opened: Any, request: DocumentRequest) -> str:
    document = build_sheet(request.kind, content_of(opened, request, _TODAY, {}))
    return zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml").decode()


def _agreed(opened: Any, request: DocumentRequest) -> list[tuple[str, str]]:
    return [(line.plan, line.agreed) for line in content_of(opened, request, _TODAY, {}).earlier]


@pytest.mark.parametrize("request_", _READERS, ids=str)
def test_both_parties_read_them_under_the_plan_they_belong_to(years: Any, row: Any, request_: DocumentRequest) -> None:
    mette = years.employee()
    due = row("frist", due_on=date(2025, 9, 1), responsible="Jens Lund")
    years.agree(years.mus(mette, 2024), row("aabent"))
    years.agree(years.mus(mette, 2025, "to-planer"), row("kort"), due)
    opened = years.mus(mette, 2026)
    assert _agreed(opened, request_) == [
        ("Udviklingsplan 2024 · Mette Holm", "Mål aabent"),
        ("Udviklingsplan 2025 · Mette Holm", "Mål kort"),
        ("Udviklingsplan 2025 · Mette Holm", "Mål frist"),
    ]
    paper = _paper(opened, request_)
    assert paper.count("Udviklingsplan 2025 · Mette Holm") == 1
    places = [paper.index(t) for t in ("plan 2024", "Mål aabent", "plan 2025", "Mål kort", "Mål frist", "Jens Lund")]
    assert places == sorted(places)


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_is_thought_of_them_is_on_no_sheet_before_the_talk(years: Any, row: Any, kind: DocumentKind) -> None:
    mette = years.employee()
    years.agree(years.mus(mette, 2025), row("a"), row("b"))
    opened = years.say(years.mus(mette, 2026), "a", AgreementStatus.DROPPED, "KUN-MELLEM-OS")
    roles = PREPARING if kind is _PREPARATION else (PartyRole.SHARED,)
    for request in (DocumentRequest(kind, role) for role in roles if not DOCUMENT_KINDS[kind].is_plan):
        assert "KUN-MELLEM-OS" not in _paper(opened, request)
        assert ("Mål b" in _paper(opened, request)) == (kind in {_GUIDE, _PREPARATION})


class TestGroups:
    @pytest.fixture
    def group(self, years: Any, row: Any) -> Any:
        """Mette and Jens with a common agreement, a plan of Mette's own in it, and a MUS that Jens had alone."""
        self.mette, self.jens = years.employee(), years.employee("Jens Lund")
        last = years.agree(years.mus([self.mette, self.jens], 2025), row("faelles"))
        party = next(p for p in last.parties if p.employee == self.mette)
        plans = Plans(years.at.database)
        plan = next((p for p in last.plans if p.party == party.id), None) or plans.add(party.id)
        plans.save_rows(plan.id, "plan", [row("mettes")])
        years.agree(years.mus(self.jens, 2024), row("jens alene"))
        return years.mus([self.mette, self.jens], 2026)

    def _for(self, group: Any, employee: int) -> DocumentRequest:
        party = next(p for p in group.parties if p.employee == employee)
        return DocumentRequest(_PREPARATION, PartyRole.EMPLOYEE, party.id)

    @pytest.mark.parametrize("request_", [_READERS[0], _READERS[2]], ids=str)
    def test_the_common_sheets_show_the_common_plan_only(self, group: Any, request_: DocumentRequest) -> None:
        assert _agreed(group, request_) == [("Fælles plan 2025", "Mål faelles")]
        assert not any(own in _paper(group, request_) for own in ("mettes", "jens alene"))

    def test_each_participant_reads_the_common_plan_and_their_own(self, group: Any) -> None:
        common = ("Fælles plan 2025", "Mål faelles")
        assert _agreed(group, self._for(group, self.mette)) == [common, ("Egen plan 2025 · Mette Holm", "Mål mettes")]
        own = ("Udviklingsplan 2024 · Jens Lund", "Mål jens alene")
        assert _agreed(group, self._for(group, self.jens)) == [common, own]
        assert "jens alene" not in _paper(group, self._for(group, self.mette))
        assert "mettes" not in _paper(group, self._for(group, self.jens))

    def test_alone_the_common_plan_is_still_called_common(self, years: Any, group: Any) -> None:
        opened = years.mus(self.mette, 2026)
        assert sorted(plan for plan, _ in _agreed(opened, _EMPLOYEE)) == [
            "Egen plan 2025 · Mette Holm",
            "Fælles plan 2025",
        ]
