"""The files with figures: each is written by its name, and none is made where nothing may be shown."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from mus_desktop.documents.word.file_access import DirectFiles
from mus_desktop.errors import KnownError
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.statistics.round_report import ReportPart, ReportRow, RoundReport, Statement
from mus_desktop.services.statistics.committee_figures import Stages, WorkplaceFigures
from mus_desktop.services.statistics.figure_files import FigureFile, FigureSources, figure_bytes, figure_writing

YEAR = PeriodRule().period_of(date(2026, 5, 1))
REPORT = RoundReport(YEAR, 25, 23, [ReportRow(Statement(ReportPart.TOPICS, "Stikord", "Mod"), 10)])
SOURCES = FigureSources(YEAR, REPORT, [WorkplaceFigures("I alt", Stages(25))], date(2026, 6, 1), "Mette Bak")


def test_every_file_is_written_once_and_never_over_another(tmp_path: Path) -> None:
    writing = figure_writing(tmp_path / "ny", list(FigureFile), SOURCES)
    written = writing.run(DirectFiles())
    assert writing.run(DirectFiles()) == written
    assert [path.name for path in written] == [
        "Opsamling til alle medarbejdere – 2026.docx",
        "En side til personalemødet – 2026.docx",
        "Tal til MED-udvalget i Word – 2026.docx",
        "Tal til MED-udvalget til Excel – 2026.csv",
    ]
    for path in written[:3]:
        assert Document(str(path)).core_properties.author == "Mette Bak"
    written[3].write_text("rettet")
    assert writing.run(DirectFiles())[3].name == "Tal til MED-udvalget til Excel – 2026 (2).csv"


@pytest.mark.parametrize("wanted", FigureFile)
def test_too_few_people_have_no_file(wanted: FigureFile) -> None:
    few = replace(SOURCES, report=RoundReport(YEAR, 4, refused=True), committee=[])
    with pytest.raises(KnownError, match="kan ikke"):
        figure_bytes(wanted, few)
    assert Document(io.BytesIO(figure_bytes(FigureFile.REPORT, SOURCES))).tables
