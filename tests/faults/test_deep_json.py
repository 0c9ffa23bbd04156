"""JSON that is nested deeper than can be read counts as damaged, wherever it stands."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from shutil import copytree

import pytest

from mus_desktop import app
from mus_desktop.errors import DataUnusable, KnownError
from tests.faults.damaged import NOW, TODAY, damage, fill

DEEP = [b"[" * 5000, b'{"a":' * 3000, b"[" * 900 + b"]" * 900, b'{"a":' * 900 + b"1" + b"}" * 900]
PLACES = [
    ("setting", "value", "key = 'kept_as_edited'"),
    ("setting", "value", "key = 'leader'"),
    ("setting", "value", "key LIKE 'local:%'"),
    ("answer", "value", "1"),
    ("agreement", "cells", "1"),
    ("agreement", "extra", "1"),
    ("form_version", "definition", "1"),
    ("signed_content", "content", "1"),
]

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module", params=[None, bytes(range(32))], ids=["plain", "encrypted"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes | None]:
    folder = tmp_path_factory.mktemp("filled") / "data"
    fill(folder, request.param)
    return folder, request.param


@pytest.mark.parametrize(("table", "column", "where"), PLACES)
def test_deep_json_is_damage(
    filled: tuple[Path, bytes | None], tmp_path: Path, table: str, column: str, where: str
) -> None:
    original, key = filled
    for number, value in enumerate(DEEP):
        folder = Path(copytree(original, tmp_path / str(number)))
        damage(folder, key, table, column, value, where)
        with closing(app.build(folder, now=lambda: NOW, key=key)) as workplace:
            workplace.preferences.leader(), workplace.preferences.edited_documents()
            workplace.yearly_mus.current_mus(TODAY)
            workplace.unfinished.outstanding_on(TODAY)
            for line in workplace.conversations.all():
                workplace.conversations.agreements(line)
                with suppress(KnownError):
                    workplace.conversations.open(line.conversation.id)
            assert any("Beskadiget" in one for one in workplace.health()), value[:9]
            with pytest.raises(DataUnusable, match="beskadiget"):
                workplace.safety.backup_job().run()
