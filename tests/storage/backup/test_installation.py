"""The id of an installation: stable for one folder on one PC, another for every copy."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path

import pytest

from mus_desktop.storage.backup.installation import installation_id


def test_it_is_the_same_at_every_start(tmp_path: Path) -> None:
    first = installation_id(tmp_path / "data", tmp_path / "profil")
    assert len(first) == 8
    assert set(first) <= set("0123456789abcdef")
    assert installation_id(tmp_path / "data", tmp_path / "profil") == first
    assert {file.name for file in tmp_path.iterdir()} == {"profil"}, "nothing of it is in the data folder"


def test_every_copy_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [installation_id(tmp_path / "data", tmp_path / "profil")]
    shutil.copytree(tmp_path / "profil", tmp_path / "anden pc")
    ids.append(installation_id(tmp_path / "kopi af data", tmp_path / "profil"))
    ids.append(installation_id(tmp_path / "data", tmp_path / "ny profil"))
    monkeypatch.setattr(platform, "node", lambda: "ANDEN-PC")
    ids.append(installation_id(tmp_path / "data", tmp_path / "anden pc"))
    assert len(set(ids)) == len(ids)


def test_a_damaged_number_is_made_again(tmp_path: Path) -> None:
    before = installation_id(tmp_path, tmp_path / "profil")
    (tmp_path / "profil" / "installation").write_bytes(b"\xff" * 5000)
    after = installation_id(tmp_path, tmp_path / "profil")
    assert after != before
    assert installation_id(tmp_path, tmp_path / "profil") == after


def test_a_profile_that_cannot_be_written_still_has_an_id(tmp_path: Path) -> None:
    (tmp_path / "profil").write_text("en fil")
    first = installation_id(tmp_path / "data", tmp_path / "profil")
    assert installation_id(tmp_path / "data", tmp_path / "profil") == first
    assert installation_id(tmp_path / "kopi", tmp_path / "profil") != first
