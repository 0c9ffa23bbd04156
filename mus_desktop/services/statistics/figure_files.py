"""The files of a period: the report to all employees, the page for the staff meeting, the figures for the committee.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from mus_desktop.documents.reports.committee_document import build_committee_figures
from mus_desktop.documents.reports.round_document import build_meeting_page, build_round_report
from mus_desktop.documents.word.document_files import document_name
from mus_desktop.documents.word.file_access import DirectFiles
from mus_desktop.errors import KnownError
from mus_desktop.model.period import Period
from mus_desktop.model.statistics.round_report import RoundReport
from mus_desktop.services.documents.blank_documents import BlankWriting
from mus_desktop.services.statistics.committee_figures import HEADINGS, WorkplaceFigures, csv_bytes


class FigureFile(StrEnum):
    """A file with figures; the value is the word for it on the command line."""

    REPORT = "report"
    MEETING_PAGE = "page"
    COMMITTEE = "committee"
    COMMITTEE_CSV = "csv"

    @property
    def danish(self) -> str:
        """The name of the file, and on screen."""
        return _DANISH[self]


_DANISH = {
    FigureFile.REPORT: "Opsamling til alle medarbejdere",
    FigureFile.MEETING_PAGE: "En side til personalemødet",
    FigureFile.COMMITTEE: "Tal til MED-udvalget i Word",
    FigureFile.COMMITTEE_CSV: "Tal til MED-udvalget til Excel",
}


@dataclass(frozen=True, slots=True)
class FigureSources:
    """What the files are made of: plain values, so that a worker needs no database."""

    period: Period
    report: RoundReport
    committee: Sequence[WorkplaceFigures]
    made_on: date
    author: str = ""


@dataclass(frozen=True, slots=True)
class FigureWriting:
    """Files to be written, each by its name or the next free one, on any thread."""

    files: Sequence[BlankWriting]

    def run(self, files: DirectFiles) -> list[Path]:
        """Write the files; return their paths. :raises DocumentError: one of them cannot be written."""
        return [one.run(files) for one in self.files]


def figure_writing(
    folder: Path, wanted: Sequence[FigureFile], sources: FigureSources, *, make_parents: bool = False
) -> FigureWriting:
    """Return the ``wanted`` files, ready to be written in ``folder``.

    :raises KnownError: too few took part for one of them, so that nothing may be shown.
    """
    return FigureWriting(
        [BlankWriting(folder / _name(one, sources.period), figure_bytes(one, sources), make_parents) for one in wanted]
    )


def figure_bytes(wanted: FigureFile, sources: FigureSources) -> bytes:
    """Return the content of one file. :raises KnownError: too few took part, so that nothing may be shown."""
    if wanted in (FigureFile.REPORT, FigureFile.MEETING_PAGE):
        if sources.report.refused:
            raise KnownError(
                f"{sources.report.explanation} Vælg en anden periode, eller lav kun tallene til MED-udvalget."
            )
    elif not sources.committee:
        raise KnownError("Der er færre end fem medarbejdere, så der kan ikke laves tal til MED-udvalget.")
    return _BUILDERS[wanted](sources)


def _committee(sources: FigureSources) -> bytes:
    lines = [row.cells for row in sources.committee]
    return build_committee_figures(sources.period.title, HEADINGS, lines, sources.made_on, sources.author)


_BUILDERS: Mapping[FigureFile, Callable[[FigureSources], bytes]] = {
    FigureFile.REPORT: lambda sources: build_round_report(sources.report, sources.made_on, sources.author),
    FigureFile.MEETING_PAGE: lambda sources: build_meeting_page(sources.report, sources.made_on, sources.author),
    FigureFile.COMMITTEE: _committee,
    FigureFile.COMMITTEE_CSV: lambda sources: csv_bytes(list(sources.committee)),
}


def _name(wanted: FigureFile, period: Period) -> str:
    name = document_name(wanted.danish, period.title)
    return f"{name.removesuffix('.docx')}.csv" if wanted is FigureFile.COMMITTEE_CSV else name
