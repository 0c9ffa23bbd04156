"""Whoever picks the file of the open database in a dialog must not open it for everybody else, nor write over it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.services.conversation.rescue_copy import write_rescue_copy
from mus_desktop.services.paper import paper_plans
from mus_desktop.services.paper.pasted_table import read_text
from mus_desktop.storage.backup import restore
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.settings import Settings

IS_LOCKED = """
import sys
from pathlib import Path
from mus_desktop.storage.database import engine
print(engine.is_locked(Path(sys.argv[1])))
"""
USES: dict[str, tuple[Callable[[Path], object], str]] = {
    "restore": (restore.check, "er en database og ikke en backup"),
    "attach": (paper_plans._read_file, "er programmets egen database"),
    "list": (read_text, "ikke en liste"),
    "rescue": (partial(write_rescue_copy, text="Det hele"), "kunne ikke gemmes der"),
}


@pytest.mark.parametrize("key", [None, bytes(range(32))], ids=["plain", "encrypted"])
@pytest.mark.parametrize("name", ["mus.sqlite", "et andet navn.sqlite"])
@pytest.mark.parametrize("use", USES)
def test_the_open_database_is_not_opened_and_stays_locked(
    tmp_path: Path, use: str, name: str, key: bytes | None
) -> None:
    work, sentence = USES[use]
    with Database.open(tmp_path / "mus.sqlite", key=key) as database:
        if name != "mus.sqlite":
            os.link(tmp_path / "mus.sqlite", tmp_path / name)
        with pytest.raises(KnownError, match=sentence):
            work(tmp_path / name)
        command = [sys.executable, "-c", IS_LOCKED, str(tmp_path / "mus.sqlite")]
        assert subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout == "True\n"
        Settings(database).store("sætning", "gemt bagefter")
