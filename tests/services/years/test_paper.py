"""The first year: last year's agreements typed, pasted or attached in two minutes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.errors import KnownError
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.form import PlanField
from mus_desktop.model.plan import Agreement, AgreementStatus
from mus_desktop.services.documents.folder_work import run_in_folder
from mus_desktop.services.paper import paper_plans
from mus_desktop.services.paper.pasted_agreements import agreements_in
from mus_desktop.storage.records.stored_documents import StoredDocuments

YEAR = date(2025, 1, 1)
FIELDS = [
    field for loaded in read_folder(Path(__file__).parents[3] / "forms").forms for field in loaded.form.plan_fields()
]


@pytest.fixture
def plain(years: Any) -> PlanField:
    """Goal, action, support, due and responsible in one."""
    return years.at.catalogue.pinned(years.at.catalogue.pin("enkel")).plan_fields()[0]


@pytest.fixture
def short(years: Any) -> PlanField:
    """Six columns: due and responsible each in its own."""
    return years.at.catalogue.pinned(years.at.catalogue.pin("to-planer")).plan_fields()[0]


def read(text: str, field: PlanField) -> list[dict[str, str]]:
    return [dict(row.cells) for row in agreements_in(text, field, YEAR)]


class TestPasted:
    def test_a_table_in_the_order_of_the_form(self, plain: PlanField) -> None:
        text = "Sløjd\tKursus\tJens\tInden sommer\r\nMusik\tKor\t\tFør jul\r\n"
        assert read(text, plain) == [
            {"maal": "Sløjd", "tiltag": "Kursus", "stoette": "Jens", "tidsplan": "Inden sommer"},
            {"maal": "Musik", "tiltag": "Kor", "tidsplan": "Før jul"},
        ]

    def test_headings_say_which_column_is_which(self, short: PlanField) -> None:
        text = "Ansvarlig\tHvad skal ske?\tMål\tTidsplan\nMette Holm\tKursus\tSløjd\t1. september\n"
        (row,) = agreements_in(text, short, YEAR)
        assert row.cells == {"maal": "Sløjd"}
        assert (row.responsible, row.due_on) == ("Mette Holm", date(2025, 9, 1))
        assert row.extra == {"Kolonne 2": "Kursus"}, "a column the form does not have is kept"

    def test_the_numbers_of_the_rows_are_left_out(self, plain: PlanField) -> None:
        assert [row["maal"] for row in read("1)\tSløjd\tKursus\n2)\tMusik\tKor\n3)\t\t\n", plain)] == ["Sløjd", "Musik"]

    def test_excel_puts_cells_of_several_lines_in_quotation_marks(self, plain: PlanField) -> None:
        text = 'Sløjd\t"Kursus\nog ""praksis"""\t\t\nMusik\tKor\t\t\n'
        assert [row["tiltag"] for row in read(text, plain)] == ['Kursus\nog "praksis"', "Kor"]

    def test_word_breaks_the_line_at_each_paragraph_of_a_cell(self, plain: PlanField) -> None:
        text = "Sløjd\tKursus\nog praksis\tJens\tInden sommer\nMusik\tKor\tKaren\tFør jul\nog lidt til\n"
        assert read(text, plain) == [
            {"maal": "Sløjd", "tiltag": "Kursus\nog praksis", "stoette": "Jens", "tidsplan": "Inden sommer"},
            {"maal": "Musik", "tiltag": "Kor", "stoette": "Karen", "tidsplan": "Før jul\nog lidt til"},
        ]

    def test_too_many_columns_lose_nothing(self, plain: PlanField) -> None:
        (row,) = agreements_in("a\tb\tc\td\te\tf", plain, YEAR)
        assert [*row.cells.values(), *row.extra.values()] == list("abcdef")

    @pytest.mark.parametrize(
        ("text", "points"),
        [
            ("Sløjd\nMusik\n\n", ["Sløjd", "Musik"]),
            ("Sløjd er målet,\nog det haster.\n\nMusik", ["Sløjd er målet,\nog det haster.", "Musik"]),
            ("1) Sløjd\n   inden sommer\n2) Musik", ["Sløjd\ninden sommer", "Musik"]),
            ("• Sløjd\n• Musik\n\n• Kor", ["Sløjd", "Musik", "Kor"]),
            ("Aftaler:\n- Sløjd\n– Musik", ["Aftaler:", "Sløjd", "Musik"]),
            ("3. september begynder kurset", ["3. september begynder kurset"]),
            (" \n\t\n", []),
        ],
    )
    def test_text_without_columns(self, plain: PlanField, text: str, points: list[str]) -> None:
        assert [row["maal"] for row in read(text, plain)] == points

    @given(
        text=st.text(st.sampled_from('ab1.)-"\t\t\n\n æ😀\x00\ud800\u2028'), max_size=60),
        field=st.sampled_from(FIELDS),
    )
    def test_no_letter_is_lost_and_nothing_breaks(self, text: str, field: PlanField) -> None:
        rows = agreements_in(text, field, YEAR)
        assert len({row.id for row in rows}) == len(rows)
        kept = "".join(t for row in rows for t in (*row.cells.values(), *row.extra.values(), row.responsible))
        for letter in "abæ😀":
            assert kept.count(letter) == text.count(letter)


class TestAdding:
    def test_in_one_call_it_shows_as_earlier_agreements(self, years: Any, row: Any) -> None:
        mette = years.employee()
        this = years.mus(mette, 2026)
        period = years.mus(mette, 2025).conversation.period
        typed = Agreement("", "", cells={"maal": "Sløjd"}, due_on=date(2025, 9, 1), status=AgreementStatus.OPEN)
        pasted = years.at.paper.read("Musik\tKor", "enkel", period)
        number = years.at.paper.add_paper(mette, "enkel", period, [typed, row("blank", cells={}), *pasted])
        past = years.open(this.conversation.id).past
        assert [p.agreement.cells["maal"] for p in past] == ["Sløjd", "Musik"]
        assert [p.agreement.due_on for p in past] == [date(2025, 9, 1), None]
        again = years.at.paper.add_paper(mette, "enkel", period, [row("x"), *pasted])
        assert again == number
        more = years.open(this.conversation.id).past
        assert [p.agreement.cells["maal"] for p in more] == ["Sløjd", "Musik", "Mål x", "Musik"]
        carried = years.say(this, more[0].agreement.id, AgreementStatus.CARRIED_ON)
        assert carried.plan.agreements[0].due_on == date(2025, 9, 1)

    def test_an_attached_file_is_stored_unchanged(self, years: Any, tmp_path: Path) -> None:
        mette, service = years.employee(), years.at.paper
        period = years.mus(mette, 2025).conversation.period
        file = tmp_path / "Plan 2025 – Mette.docx"
        file.write_bytes(b"PK\x03\x04 plan")
        number = service.add_paper(mette, "enkel", period, [], file)
        (kept,) = service.attachments(mette)
        assert (kept.name, kept.conversation) == (file.name, number)
        (tmp_path / "ud").mkdir()
        first = service.proposed_copy(kept, tmp_path / "ud")
        run_in_folder(first.parent, service.copy_to_save(kept, first))
        assert first.read_bytes() == b"PK\x03\x04 plan"
        assert service.proposed_copy(kept, tmp_path / "ud") != first, "never over another"
        assert StoredDocuments(years.at.database).all(number) == [], "it was not made here"
        service.remove_attachment(kept)
        assert service.attachments(mette) == []

    def test_a_file_that_cannot_be_stored_is_reported_and_nothing_is_created(
        self, years: Any, row: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mette, service = years.employee(), years.at.paper
        mus = years.mus(mette, 2025)
        period = mus.conversation.period
        with pytest.raises(KnownError, match="ingen aftaler at gemme"):
            service.add_paper(mette, "enkel", period, [row("a", cells={"maal": "  "})])
        with pytest.raises(KnownError, match="ingen plan"):
            service.add_paper(mette, "status", period, [row("a")])
        with pytest.raises(KnownError, match="kunne ikke læses"):
            service.add_paper(mette, "enkel", period, [row("a")], tmp_path / "væk.docx")
        monkeypatch.setattr(paper_plans, "MAX_FILE_BYTES", 3)
        (tmp_path / "stor.pdf").write_bytes(b"1234")
        with pytest.raises(KnownError, match="for stor"):
            service.add_paper(mette, "enkel", period, [row("a")], tmp_path / "stor.pdf")
        assert [line.conversation.id for line in years.at.conversations.of_employee(mette)] == [mus.conversation.id]
        assert service.read("Sløjd", "status", period) == ()
