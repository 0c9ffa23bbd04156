"""Commands in a folder that only the user reads: a temporary folder of wine is open to everybody."""

from __future__ import annotations

import pytest

from mus_desktop.storage.database import folder_access


@pytest.fixture(autouse=True)
def _only_the_user_reads_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_access, "other_readers", lambda _database: ())
