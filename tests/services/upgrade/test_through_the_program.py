"""Data of every earlier schema, and of a later one, given to the program as a user has it: its command.

``MUS_PROGRAM`` names an installed program to be tested instead of this checkout.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import mus_desktop
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.storage.database import engine, migrator
from tests.services.upgrade.old_data import DATA, PASSWORD

ROOT = Path(mus_desktop.__file__).parents[1]
INSTALLED = os.environ.get("MUS_PROGRAM", "")
SCHEMAS = [migration.version for migration in migrator.shipped_migrations()]
COMMANDS = (["check"], ["conversations"], ["backup"], ["document", "plan", "1", "-o", "plan.docx"])


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = [INSTALLED] if INSTALLED else [sys.executable, "-m", "mus_desktop"]
    environment = {**os.environ, "MUS_PASSWORD": PASSWORD, **({} if INSTALLED else {"PYTHONPATH": str(ROOT)})}
    return subprocess.run(
        [*program, "--data", str(folder), *words],
        cwd=folder.parent, env=environment, check=False, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its content and when it was last written."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
@pytest.mark.parametrize("schema", SCHEMAS)
def test_data_of_every_schema_are_upgraded_and_sound(schema: int, kind: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA / f"schema_{schema}" / kind, data)
    key = unlock(data, PASSWORD) if kind == "encrypted" else None
    conversations = rows_in(data / "mus.sqlite", key, "SELECT id FROM conversation")
    checked = run(data, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.splitlines()[0] == "Alt er i orden."
    listed = json.loads(run(data, "conversations", "--json").stdout)
    assert sorted((one["id"],) for one in listed) == sorted(conversations)
    assert schema_in(data / "mus.sqlite", key) == SCHEMAS[-1]
    copies = list(data.glob("mus-inden-opgradering-*.sqlite"))
    assert [copy.name for copy in copies] == (
        [f"mus-inden-opgradering-{schema}.sqlite"] if schema < SCHEMAS[-1] else []
    )
    assert all(schema_in(copy, key) == schema for copy in copies), "what was there before can still be opened"


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_data_of_a_later_program_are_refused_with_the_reason_and_untouched(kind: str, tmp_path: Path) -> None:
    data = make_newer(tmp_path / "data", kind)
    before = tree(data)
    for words in COMMANDS:
        refused = run(data, *words)
        assert refused.returncode == 1, words
        assert refused.stdout == ""
        (sentence,) = refused.stderr.splitlines()
        assert "lavet af en nyere udgave af MUS Desktop og er ikke rørt" in sentence
        assert "Installér den nyeste udgave" in sentence
        assert tree(data) == before, words


def make_newer(data: Path, kind: str) -> Path:
    """Data as a later program leaves them: another schema, with a table that this program does not know."""
    shutil.copytree(DATA / f"schema_{SCHEMAS[-1]}" / kind, data)
    key = unlock(data, PASSWORD) if kind == "encrypted" else None
    with closing(engine.connect(data / "mus.sqlite", key=key)) as connection:
        connection.execute("CREATE TABLE wish (id INTEGER PRIMARY KEY, body TEXT) STRICT")
        connection.execute("INSERT INTO wish (body) VALUES ('Fra en senere udgave')")
        connection.execute(f"PRAGMA user_version = {SCHEMAS[-1] + 1}")
    return data


def schema_in(path: Path, key: bytes | None) -> int:
    ((version,),) = rows_in(path, key, "PRAGMA user_version")
    return int(version)


def rows_in(path: Path, key: bytes | None, query: str) -> list[tuple[Any, ...]]:
    with closing(engine.connect(path, key=key)) as connection:
        return connection.execute(query).fetchall()
