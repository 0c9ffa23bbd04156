"""Files of a form folder that are too large, too deep or half: one sentence, never a traceback or all the memory."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mus_desktop import paths
from mus_desktop.cli.exit_codes import FAILED
from mus_desktop.cli.main import main
from mus_desktop.errors import FormError, KnownError
from mus_desktop.services.forms.form_check import check_form

_HUGE = 50_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.forms() / "kobenhavn-buf", tmp_path / "forms" / "kobenhavn-buf"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("plan.docx", "for stor"), ("form.toml", "for stor til at være et skema"), ("example.toml", "for stort")],
)
def test_huge_files(folder: Path, name: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    with (folder / name).open("wb") as file:
        file.truncate(_HUGE)
    with pytest.raises(KnownError, match=reason):
        check_form(folder)
    assert main(["forms", "check", str(folder)]) == FAILED
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        "",
        "x = " + "[" * 5_000,
        "x = " + "9" * 5_000,
        "conversation = 3",
        "conversation = []",
        'name = "Bjørn"\n[[conversation]]\nperiod = 7',
        'name = "Bjørn"\n[[conversation]]\nperiod = "i går"',
        'name = "Bjørn"\n[[conversation]]\nperiod = "2026"\nemployee = 3',
        'name = "Bjørn"\n[[conversation]]\nperiod = "2026"\nagreement = [1]',
    ],
)
def test_a_wrong_example(folder: Path, content: str) -> None:
    (folder / "example.toml").write_text(content, "utf-8")
    with pytest.raises(FormError, match=r"example\.toml: eksemplet"):
        check_form(folder)
