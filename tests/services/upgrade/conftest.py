from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.storage.database import engine
from tests.services.upgrade.old_data import copy_old

Edit = Callable[..., None]


@pytest.fixture
def old_data(tmp_path: Path, engine_key: bytes | None) -> Path:
    """A data folder with the signed plans of schema 1, plain and encrypted (under the key of the tests) in turn."""
    return copy_old(tmp_path / "data", engine_key)


@pytest.fixture
def edit(engine_key: bytes | None) -> Edit:
    """Change a closed database by hand, whatever its triggers say, as an older program or damage may have left it."""

    def edit_(folder: Path, *statements: str | tuple[str, tuple[Any, ...]]) -> None:
        with closing(engine.connect(folder / "mus.sqlite", key=engine_key)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            connection.execute("PRAGMA ignore_check_constraints = ON")
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(*([statement] if isinstance(statement, str) else statement))
            for _, sql in triggers:
                connection.execute(sql)
        (folder / "mus.sqlite.sum").unlink(missing_ok=True)  # that the file was changed is not what is tested here

    return edit_
