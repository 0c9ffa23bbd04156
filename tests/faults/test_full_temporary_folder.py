"""The folder for temporary files is full or gone: a password is neither set nor tried, and nothing changes."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.errors import StorageError, WrongPassword
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.storage.keys.database_key import Cost
from tests.faults.damaged import NOW, fill

PASSWORD = "Blåbærgrød på Ærø 7"  # noqa: S105 - of nobody

pytestmark = pytest.mark.faults


@pytest.fixture(params=["full", "gone"])
def told(request: pytest.FixtureRequest, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take the temporary folder away; return a word of what is told."""
    if request.param == "gone":
        monkeypatch.setattr(tempfile, "tempdir", str(small_disk / "væk"))
        return "kan ikke bruges"
    if not os.path.ismount(small_disk):
        pytest.skip("no disk of its own can be mounted here")
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    with (small_disk / "fyld").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return "ikke plads"
    raise AssertionError("the disk is not full")


def test_no_password_is_set(told: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    fill(folder, None)
    with closing(app.build(folder, now=lambda: NOW)) as workplace:
        safety = Safety(workplace.database, lambda: NOW, cost=Cost(n=16))
        with pytest.raises(StorageError, match=told):
            safety.encryption.set_password(PASSWORD)
        assert not safety.encryption.enabled
        assert not (folder / "mus.key").exists()
        assert workplace.health() == []
        workplace.staff.change(replace(workplace.staff.get(1), left_on=NOW.date()))
    with closing(app.build(folder, now=lambda: NOW)) as workplace:
        assert workplace.staff.get(1).left_on == NOW.date()


def test_a_password_that_cannot_be_tried_is_not_called_wrong(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "tempdir", None)
        fill(folder, bytes(range(32)))
    with pytest.raises(StorageError, match=told) as raised:
        unlock(folder, PASSWORD)
    assert not isinstance(raised.value, WrongPassword)
