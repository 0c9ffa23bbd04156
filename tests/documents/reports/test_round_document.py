"""The report after a round in Word: bars, texts and paper, with any text of a form or a leader."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from mus_desktop.documents.reports.bars import UNITS, Bar, bar_table
from mus_desktop.documents.reports.committee_document import build_committee_figures
from mus_desktop.documents.reports.round_document import build_meeting_page, build_round_report
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.statistics.round_report import LONGEST_OWN_WORDS, ReportPart, ReportRow, RoundReport, Statement
from mus_desktop.services.statistics.committee_figures import HEADINGS
from tests.rendered_pages import rendered_pages

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
YEAR, BEFORE = (PeriodRule().period_of(date(year, 5, 1)) for year in (2026, 2025))
COUNTS = ((1, 5, None), (2, 10, 5), (3, 15, 15), (4, 5, 5), (5, 10, None), (6, 15, None))
ROWS = [
    ReportRow(Statement(part, f"Faglig udvikling {number}", f"Har aftalt, hvad der kommer ud af {number}"), now, before)
    for part in ReportPart
    for number, now, before in COUNTS
]
REPORT = RoundReport(YEAR, 25, 23, ROWS, 31, BEFORE, 20, "Vi tager ro op på mødet i juni.", "Solsikken")


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def texts(document: Any) -> list[str]:
    return ["".join(node.text or "" for node in p.iter(f"{W}t")) for p in document.element.body.iter(f"{W}p")]


def test_the_report_names_each_answer_its_number_and_that_of_the_year_before() -> None:
    document = opened(build_round_report(REPORT, date(2026, 6, 1), "Mette Bak"))
    words = [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts(document)]
    for expected in (
        "Det lærte MUS 2026 os",
        REPORT.explanation,
        REPORT.own_words,
        *(part.danish for part in ReportPart),
    ):
        assert expected in words
    assert words.count("mindst 15 af 23") == 2 * len(ReportPart)
    assert words.count("2025: vises ikke") == 3 * len(ReportPart)
    assert "2025: mindst 15 af 20" in words


def test_a_bar_is_as_long_as_its_share() -> None:
    bars = [Bar("a", 0.0, "0"), Bar("b", 0.5, "1"), Bar("c", 1.0, "2")]
    (table, _) = bar_table(bars, 9_000, "Svar")
    spans = [[int(span.get(f"{W}val")) for span in row.iter(f"{W}gridSpan")] for row in table.iter(f"{W}tr")]
    assert spans == [[UNITS - 1], [UNITS // 2] * 2, [UNITS - 1]], "a bar is never empty and never full"
    widths = {sum(int(w.get(f"{W}w")) for w in row.iter(f"{W}tcW")) for row in table.iter(f"{W}tr")}
    assert widths == {9_000}


def test_the_same_report_makes_the_same_bytes_and_a_refused_one_says_why() -> None:
    assert build_round_report(REPORT) == build_round_report(REPORT)
    refused = RoundReport(YEAR, 4, refused=True)
    for build in (build_round_report, build_meeting_page):
        assert "4 medarbejdere har holdt samtale" in " ".join(texts(opened(build(refused))))


@pytest.mark.parametrize("typed", ["{{ 1 }} {% if %}", "<w:p/>&amp;\x00\x0b\ud800", "=1+1", "a\nb\n" * 50, "x" * 400])
def test_any_text_can_be_printed(typed: str) -> None:
    row = ReportRow(Statement(ReportPart.TOPICS, typed, typed), 5)
    report = replace(REPORT, rows=[row], own_words=typed, workplace=typed)
    for build in (build_round_report, build_meeting_page):
        assert opened(build(report)).tables


def test_the_page_for_the_meeting_is_one_page(tmp_path: Path) -> None:
    full = replace(REPORT, own_words=("Mange vil gerne tale om ro til det faglige. " * 30)[:LONGEST_OWN_WORDS])
    (tmp_path / "page.docx").write_bytes(build_meeting_page(full))
    (pages,) = rendered_pages([tmp_path / "page.docx"], tmp_path).values()
    assert len(pages) == 1
    (section,) = opened(build_meeting_page(full)).sections
    assert section.page_width > section.page_height


def test_the_committee_reads_a_table_with_headings_and_the_total_last() -> None:
    lines = [["Skolen", *"1234567"], ["I alt", *"1234567"]]
    (table,) = opened(build_committee_figures("2026", HEADINGS, lines)).tables
    assert [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in table.rows[0].cells] == list(HEADINGS)
    assert [row.cells[0].text.replace("\N{NO-BREAK SPACE}", " ") for row in table.rows[1:]] == ["Skolen", "I alt"]
