"""``check --policy``, and what the commands say when IT's policy file has mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mus_desktop import app, paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.main import main
from mus_desktop.cli.parser import WRONG_USE
from mus_desktop.model.people import Leader

MISTAKES = 'skema = "mini-mus"\nbackup_retention_days = 5\n'


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    try:
        code = main([str(word) for word in words])
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return code, *capsys.readouterr()


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of this PC's policy file, which does not exist yet."""
    file = tmp_path / "policy.toml"
    monkeypatch.setattr(paths, "policy_file", lambda: file)
    return file


def test_a_file_is_checked_before_it_is_rolled_out(
    policy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "check", "--policy") == (DONE, f"Der er ingen fil {policy}.\n", "")
    assert run(capsys, "check", "--policy", "--json") == (DONE, '{"ok": true, "policy": null}\n', "")
    code, out, err = run(capsys, "check", "--policy", tmp_path / "none.toml")
    assert (code, out) == (FAILED, "")
    assert err.endswith("findes ikke. Se efter, om navnet er rigtigt.\n")
    draft = tmp_path / "udkast.toml"
    draft.write_text(MISTAKES, "utf-8")
    code, out, err = run(capsys, "check", "--policy", draft)
    assert (code, out) == (FAILED, "")
    assert [line.partition("toml: ")[2][:7] for line in err.splitlines()] == ["Linje 1", "Linje 2"]
    code, out, err = run(capsys, "check", "--policy", draft, "--json")
    assert (code, err, json.loads(out)["ok"], json.loads(out)["policy"]) == (FAILED, "", False, None)
    assert len(json.loads(out)["mistakes"]) == 2


def test_a_right_file_is_explained(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(policy.parent).replace("\\", "/")
    text = f"""
form = "mini-mus"
organisation = "Lillevig Kommune"
backup_target = "{place}/b"
backup_retention_days = 366
allowed_places = ["{place}"]
"""
    policy.write_text(text, "utf-8")
    code, out, err = run(capsys, "check", "--policy")
    assert (code, err) == (DONE, "")
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        "form", "organisation", "backup_target", "backup_retention_days", "allowed_places",
    ]  # fmt: skip
    decided = json.loads(run(capsys, "check", "--policy", "--json")[1])["policy"]
    assert decided["backup_retention_days"] == 366
    assert decided["allowed_places"] == [str(policy.parent)]
    policy.write_text("", "utf-8")
    assert run(capsys, "check", "--policy")[1] == "Filen er i orden og bestemmer ingenting.\n"
    assert run(capsys, "check", "--policy", "--self-test")[0] == WRONG_USE


def test_presets_are_proposed_until_the_leader_chooses(policy: Path, tmp_path: Path) -> None:
    policy.write_text('form = "mini-mus"\norganisation = "Ærø Kommune"\nbackup_retention_days = 92', "utf-8")
    workplace = app.build(tmp_path / "data")
    try:
        preferences = workplace.preferences
        assert (preferences.default_form(), preferences.leader()) == ("mini-mus", Leader(workplace="Ærø Kommune"))
        assert preferences.snapshot().default_form() == "mini-mus"
        assert workplace.safety.protection().retention_days == 92
        preferences.set_default_form("albertslund")
        preferences.set_leader(Leader("Mette", "Leder", ""))
        assert (preferences.default_form(), preferences.leader().workplace) == ("albertslund", "")
    finally:
        workplace.close()


def test_with_mistakes_commands_say_so_apply_nothing_and_go_on(
    policy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy.write_text(f'organisation = "Ærø Kommune"\n{MISTAKES}', "utf-8")
    workplace = app.build(tmp_path / "data")
    assert workplace.preferences.leader() == Leader()
    assert workplace.safety.protection().retention_days is None
    workplace.close()
    said = f"Indstillingerne fra IT bruges ikke, for der er fejl i filen {policy}."
    code, out, err = run(capsys, "--data", tmp_path / "data", "conversations")
    assert (code, out) == (DONE, "")
    assert err.startswith(said)
    assert err.count("\n") == 3, "the sentence and the two mistakes"
    code, out, err = run(capsys, "--data", tmp_path / "data", "check")
    assert code == FAILED
    assert "Alt er i orden" not in out
    assert err.startswith(said)
    code, out, err = run(capsys, "--data", tmp_path / "data", "check", "--json")
    assert [one.startswith(said) for one in json.loads(out)["findings"]] == [True]


def test_the_demo_follows_no_policy(policy: Path, tmp_path: Path) -> None:
    policy.write_text(MISTAKES, "utf-8")
    made = app.make_demo(tmp_path / "demo")
    next(made)  # opened and filled
    made.close()  # type: ignore[attr-defined]  # a generator, seen as an iterator
    policy.unlink()
    workplace = app.build(tmp_path / "demo")
    assert workplace.safety.protection().retention_days is None
    workplace.close()
