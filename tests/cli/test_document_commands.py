"""``document KIND``: every kind, blank and filled, from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mus_desktop import app, paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.main import main
from mus_desktop.cli.parser import WRONG_USE
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.terms import DocumentKind
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.documents.document_kinds import offered_kinds

_FORMS = {loaded.form.id: loaded.form for loaded in read_folder(paths.forms()).forms}


@pytest.mark.parametrize("form_id", _FORMS)
def test_blank_ones_of_every_form(form_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in DocumentKind:
        target = tmp_path / f"{kind}.docx"
        code = main(["document", kind.value, "--blank", form_id, "-o", str(target)])
        said = capsys.readouterr().err
        assert (code == DONE) == target.is_file() == (said == "")
        if code != DONE:
            assert code == FAILED
            assert said.count("\n") == 1
            assert said.startswith(f"Skemaet »{form_id}« ")
        assert code == DONE or kind not in offered_kinds(_FORMS[form_id])


def test_an_evaluation_to_hand_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = Path(__file__).parents[1] / "data" / "forms"
    monkeypatch.setattr(paths, "forms", lambda: forms)
    target = tmp_path / "evaluering.docx"
    assert main(["document", "evaluation", "--blank", "every-kind-2", "-o", str(target)]) == DONE
    assert target.read_bytes().startswith(b"PK")
    assert main(["document", "evaluation", "--blank", "every-kind", "-o", str(tmp_path / "nej.docx")]) == FAILED
    assert "har ingen evaluering, som medarbejderen afleverer. Vælg" in capsys.readouterr().err
    assert main(["forms", "check", str(forms / "every-kind-2")]) == DONE
    said = capsys.readouterr().out
    assert "(udbytte): medarbejderens i evalueringen til aflevering\n" in said
    assert "(kun_mig): udskrives aldrig\n" in said
    assert "Evaluering til aflevering, tom: " in said


def test_party_and_size_make_other_documents(tmp_path: Path) -> None:
    made = []
    for kind, more in (
        ("preparation", ("--party", "employee")),
        ("preparation", ("--party", "leader")),
        ("guide", ("--size", "a3")),
        ("guide", ("--size", "a4")),
    ):
        target = tmp_path / f"{len(made)}.docx"
        assert main(["document", kind, "--blank", "aarhus-bu", *more, "-o", str(target)]) == DONE
        made.append(target.read_bytes())
    assert len(set(made)) == 4


def test_those_of_a_conversation(tmp_path: Path) -> None:
    workplace = app.build(tmp_path / "data")
    employee = workplace.staff.add(Employee("Åse Nørgård"))
    meeting = Meeting("aarhus-bu", Period(date(2026, 1, 1), date(2026, 12, 31)))
    number = workplace.conversations.plan_new(employee.id, meeting)
    workplace.close()
    for kind in offered_kinds(_FORMS["aarhus-bu"]):
        target = tmp_path / f"{kind}.docx"
        data = ["--data", str(tmp_path / "data")]
        assert main([*data, "document", kind.value, str(number), "-o", str(target)]) == DONE
        assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("wrong", [["kort", "1"], ["guide", "--size", "a5", "1"], ["plan"]])
def test_what_cannot_be_understood(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["document", *wrong, "-o", "x.docx"])
    assert stopped.value.code == WRONG_USE
    assert capsys.readouterr().err.count("\n") == 1
