"""The report after a round as a Word document, and as one A4 page across for the staff meeting.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from mus_desktop.documents.reports.bars import Bar, bar_table
from mus_desktop.documents.sheets.built_document import Sheet, build_document
from mus_desktop.documents.sheets.sheet_markup import styled_lines
from mus_desktop.documents.word.markup import Markup, joined, kept_with_next
from mus_desktop.documents.word.paper_size import A4_PORTRAIT, Paper
from mus_desktop.documents.word.properties import About
from mus_desktop.model.statistics.round_report import ReportPart, ReportRow, RoundReport

MEETING_PAPER = Paper(16_838, 11_906, side=680, top=1_020, bottom=900, letter_scale=0.95, columns=2, flows=False)
_MOST_ROWS = 3
"""How many rows of each part the page for the meeting has room for."""
_OWN_WORDS = "Det ser jeg i svarene"


def round_title(report: RoundReport) -> str:
    """Return the title of the report."""
    return f"Det lærte MUS {report.period.title} os"


def build_round_report(report: RoundReport, made_on: date | None = None, author: str = "") -> bytes:
    """Return the whole report as a Word document."""
    parts = joined(
        _part_heading(part) + joined(_questions(report, rows, A4_PORTRAIT.text_width))
        for part in ReportPart
        if (rows := report.rows_of(part))
    )
    return _built(report, _head(report) + parts, A4_PORTRAIT, made_on, author)


def build_meeting_page(report: RoundReport, made_on: date | None = None, author: str = "") -> bytes:
    """Return the rows with the highest numbers on one A4 page across, in two columns."""
    width = MEETING_PAPER.text_width
    parts = joined(
        _part_heading(part)
        + bar_table([_bar(report, row, with_question=True) for row in rows], width, part.danish, keep=False)
        for part in ReportPart
        if (rows := _highest(report.rows_of(part)))
    )
    return _built(report, _head(report) + parts, MEETING_PAPER, made_on, author)


def _built(report: RoundReport, body: Markup, paper: Paper, made_on: date | None, author: str) -> bytes:
    title = round_title(report)
    sheet = Sheet(
        about=About(title, "Opsamling på MUS", "MUS; opsamling"),
        body=body,
        paper=paper,
        left=report.workplace,
        right=title,
        footer=f"Svar fra {report.counted} medarbejdere" if report.counted else title,
        made_on=made_on,
        author=author,
    )
    return build_document(sheet)


def _head(report: RoundReport) -> Markup:
    own = styled_lines("Heading2", _OWN_WORDS) + styled_lines("Normal", report.own_words) if report.own_words else []
    return styled_lines("Heading1", round_title(report)) + styled_lines("Ledetekst", report.explanation) + own


def _part_heading(part: ReportPart) -> Markup:
    return kept_with_next(styled_lines("Heading2", part.danish), "Heading2")


def _questions(report: RoundReport, rows: Sequence[ReportRow], width: int) -> Iterator[Markup]:
    for question, of_question in groupby(rows, key=lambda row: row.statement.question):
        bars = [_bar(report, row) for row in of_question]
        yield kept_with_next(styled_lines("Felttitel", question), "Felttitel") + bar_table(bars, width, question)


def _bar(report: RoundReport, row: ReportRow, *, with_question: bool = False) -> Bar:
    shown, question = row.now or 0, row.statement.question if with_question else ""
    number = f"mindst {shown} af {report.counted}"
    return Bar(row.statement.label, shown / report.counted, number, _before(report, row), question)


def _before(report: RoundReport, row: ReportRow) -> str:
    if report.before is None:
        return ""
    if row.before is None:
        return f"{report.before.years}: vises ikke"
    return f"{report.before.years}: mindst {row.before} af {report.before_counted}"


def _highest(rows: Sequence[ReportRow]) -> list[ReportRow]:
    """Return the rows with the highest numbers, in the order of the report."""
    highest = sorted(rows, key=lambda row: -(row.now or 0))[:_MOST_ROWS]
    return [row for row in rows if row in highest]
