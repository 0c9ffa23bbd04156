"""The commands that write the report on a period, and the figures for the MED committee."""

from __future__ import annotations

import argparse

from mus_desktop.cli.exit_codes import DONE
from mus_desktop.cli.opened_data import data_folder, open_workplace
from mus_desktop.documents.word.file_access import open_files
from mus_desktop.errors import KnownError
from mus_desktop.model.period import Period
from mus_desktop.model.statistics.round_report import LONGEST_OWN_WORDS
from mus_desktop.services.statistics.figure_files import FigureFile, figure_bytes
from mus_desktop.services.workplace import Workplace


def report(options: argparse.Namespace) -> int:
    """Write the report to all employees, or the page for the staff meeting."""
    if len(options.words) > LONGEST_OWN_WORDS:
        raise KnownError(f"Teksten er for lang. Der er plads til {LONGEST_OWN_WORDS} tegn.")
    return _write(options, FigureFile.MEETING_PAGE if options.page else FigureFile.REPORT, options.words)


def figures(options: argparse.Namespace) -> int:
    """Write the figures for the MED committee: as CSV if the file is called so, otherwise in Word."""
    is_csv = options.output.suffix.lower() == ".csv"
    return _write(options, FigureFile.COMMITTEE_CSV if is_csv else FigureFile.COMMITTEE)


def _write(options: argparse.Namespace, wanted: FigureFile, own_words: str = "") -> int:
    with open_workplace(data_folder(options)) as workplace:
        period = _period(workplace, options.period)
        content = figure_bytes(wanted, workplace.period_figures.sources(period, own_words=own_words))
    with open_files(options.output.parent) as files:
        files.write_new(options.output, content)
    return DONE


def _period(workplace: Workplace, title: str) -> Period:
    periods = workplace.period_figures.periods()
    found = next((period for period in periods if title in ("", period.title, period.years)), None)
    if found is None:
        known = ", ".join(period.years for period in periods)
        raise KnownError(
            f"Der er ingen samtaler i perioden »{title}«. Vælg en af disse: {known}."
            if known
            else "Der er ingen samtaler endnu, så der er ingen tal at skrive."
        )
    return found
