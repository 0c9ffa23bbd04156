"""A value that can be read but cannot be true: an answer of another kind, a field or a digest that is none."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from shutil import copytree
from time import process_time

import pytest

from mus_desktop import app
from mus_desktop.errors import DataUnusable
from mus_desktop.formspec.answer_shapes import fits
from mus_desktop.storage.database import engine
from mus_desktop.storage.records.mismatched_answers import mismatched_answers
from tests.faults.damaged import NOW, damage, fill

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module", params=[None, bytes(range(32))], ids=["plain", "encrypted"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes | None]:
    folder = tmp_path_factory.mktemp("filled") / "data"
    fill(folder, request.param)
    return folder, request.param


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("answer", "value", b"[[1,2],[3]]"),
        ("answer", "value", b"true"),
        ("closed_answer", "field", b"ingen"),
        ("form_version", "sha256", b"abc"),
        ("template", "sha256", b""),
        ("document", "sha256", b"0" * 64),
        ("asset", "sha256", b"G" * 64),
        ("asset", "sha256", b"0" * 63),
        ("plan_attachment", "sha256", b"x"),
        ("received_sheet", "sha256", b"x"),
    ],
)
def test_what_cannot_be_true_is_reported(
    filled: tuple[Path, bytes | None], tmp_path: Path, table: str, column: str, value: bytes
) -> None:
    original, key = filled
    folder = Path(copytree(original, tmp_path / "data"))
    damage(folder, key, table, column, value)
    with closing(app.build(folder, now=lambda: NOW, key=key)) as workplace:
        assert any(one.startswith("Beskadiget") for one in workplace.health())
        with pytest.raises(DataUnusable, match="beskadiget"):
            workplace.safety.backup_job().run()


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", "x", ["x"]),
        ("date", "2026-03-02", 1),
        ("check", True, "x"),
        ("number", 1.5, True),
        ("choice", ["x"], ["x", 1]),
        ("board", [["x", "y"]], [["x"]]),
        ("rating", {"x": {"level": 1}}, {"x": 1}),
        ("table", [{"id": "x", "cells": {}}], [{"id": "x"}]),
    ],
)
def test_each_kind_has_its_shape(kind: str, good: object, bad: object) -> None:
    assert fits(kind, good)
    assert not fits(kind, bad)


def test_fifty_thousand_answers_take_less_than_a_second(filled: tuple[Path, bytes | None], tmp_path: Path) -> None:
    original, key = filled
    folder = Path(copytree(original, tmp_path / "data"))
    with closing(engine.connect(folder / "mus.sqlite", key=key)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO answer SELECT id, ?, ?, '2026-03-02T12:00:00' FROM party LIMIT 1",
            [(f"felt-{number}", '"Jeg vil gerne lære at vejlede."') for number in range(50_000)],
        )
        connection.execute("COMMIT")
        tables = {"answer", "party", "conversation", "form_version", "closed_answer"}
        before = process_time()
        assert list(mismatched_answers(connection, tables)) == []
        assert process_time() - before < 1
