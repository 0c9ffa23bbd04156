"""The command ``employees import``: what it reports, and what it stores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.main import main
from mus_desktop.cli.parser import WRONG_USE
from mus_desktop.model.people import Employee

LIST = "Tjenestenr;Cpr;Navn;Stilling\n1001;010190-1234;Bodil Ågård;souschef\n1002;;Emil Holm;lærer\n1003;;;kok\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A workplace with two employees."""
    workplace = app.build(tmp_path / "data")
    workplace.staff.add(Employee("Bodil Ågård", "pædagog", numbers=("1001",)))
    workplace.staff.add(Employee("Åse Øst", "kok"))
    workplace.close()
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "liste æ.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return path


def names(data: Path) -> Iterator[tuple[str, str, bool]]:
    workplace = app.build(data)
    try:
        yield from [(one.name, one.title, one.active) for one in workplace.staff.everyone(left=True)]
    finally:
        workplace.close()


def test_a_dry_run_reports_and_stores_nothing(data: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(data), "employees", "import", str(file), "--dry-run"]) == DONE
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        "Nye: 1",
        "  Emil Holm",
        "Ændrede: 1",
        "  Bodil Ågård; Stilling: pædagog → souschef",
        "Ikke på listen (ændres ikke): 1",
        "  Åse Øst",
        "Uændrede: 0",
        "Rækker med fejl: 1",
        "  Linje 4: Rækken har intet navn.",
        "Et cpr-nummer er fjernet. Det bliver hverken vist eller gemt.",
        "Intet er gemt.",
    ]
    assert list(names(data)) == [("Bodil Ågård", "pædagog", True), ("Åse Øst", "kok", True)]


def test_new_and_changed_are_stored_and_gone_only_reported(
    data: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(data), "employees", "import", str(file), "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["stored"]
    assert [one["name"] for one in told["new"]] == ["Emil Holm"]
    assert [one["changes"] for one in told["changed"]] == [["Stilling: pædagog → souschef"]]
    assert [one["name"] for one in told["gone"]] == ["Åse Øst"]
    assert told["refused"] == [{"line": 4, "reason": "Rækken har intet navn."}]
    assert told["cpr_numbers_removed"] == 1
    assert "010190" not in json.dumps(told)
    assert list(names(data)) == [
        ("Bodil Ågård", "souschef", True),
        ("Emil Holm", "lærer", True),
        ("Åse Øst", "kok", True),
    ]


def test_what_is_no_list_is_one_line_on_stderr(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for content, sentence in (
        (b"", "er tom"),
        (b"%PDF-1.7", "PDF"),
        (b"1;2\n3;4\n", "Ingen kolonne er valgt som navn"),
    ):
        (tmp_path / "fil").write_bytes(content)
        assert main(["--data", str(data), "employees", "import", str(tmp_path / "fil")]) == FAILED
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert sentence in err
    with pytest.raises(SystemExit) as stopped:
        main(["employees"])
    assert stopped.value.code == WRONG_USE
