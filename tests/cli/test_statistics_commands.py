"""The commands ``report`` and ``figures``: the files they write, and one line where nothing may be shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from mus_desktop import app
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.main import main
from mus_desktop.model.people import Employee
from tests.services.statistics.held_round import hold


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Twenty employees who held their MUS in 2026; four of them in 2027 too."""
    workplace = app.build(tmp_path / "data")
    people = [workplace.staff.add(Employee(f"Ida Bak {number}", workplace="Skolen")).id for number in range(20)]
    hold(workplace, people, date(2026, 5, 12))
    hold(workplace, people[:4], date(2027, 5, 12))
    workplace.close()
    return tmp_path / "data"


def run(data: Path, *words: object) -> int:
    return main(["--data", str(data), *map(str, words)])


def test_report_page_and_figures(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, page, table = tmp_path / "rapport.docx", tmp_path / "side.docx", tmp_path / "med.csv"
    assert run(data, "report", "--period", "2026", "--words", "Mere ro.", "-o", report) == DONE
    assert run(data, "report", "--period", "2026", "--page", "-o", page) == DONE
    assert run(data, "figures", "-o", table) == DONE
    assert run(data, "figures", "--period", "2026", "-o", tmp_path / "med.docx") == DONE
    assert "Mere ro." in [
        paragraph.text.replace("\N{NO-BREAK SPACE}", " ") for paragraph in Document(str(report)).paragraphs
    ]
    assert Document(str(page)).sections[0].page_width > Document(str(page)).sections[0].page_height
    assert table.read_text("utf-8-sig").splitlines()[1] == "I alt;20;4;4;0;0;4;0"
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report",), "4 medarbejdere har holdt samtale"),
        (("report", "--period", "1999"), "Vælg en af disse: 2027, 2026."),
        (("report", "--words", "x" * 501), "plads til 500 tegn"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert run(data, *words, "-o", tmp_path / "x.docx") == FAILED
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "x.docx").exists()
