"""A reference in the database points nowhere: the rest works, the row is shown as damaged, and nothing says 'a bug'."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from mus_desktop import app
from mus_desktop.errors import UnreadableValue
from mus_desktop.model.conversation import Status
from mus_desktop.model.people import Employee, Leader
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database import engine
from mus_desktop.ui.people.staff_overview import StaffOverview
from mus_desktop.ui.shell.application import prepare_application, stored_look
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.welcome.overview import OverviewPage
from tests.faults.damaged import NOW, TODAY, fill

KEY = bytes(range(32))
NOWHERE = 99_999

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module", params=[None, KEY], ids=["plain", "encrypted"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes | None]:
    folder = tmp_path_factory.mktemp("filled") / "data"
    fill(folder, request.param)
    with closing(app.build(folder, now=lambda: NOW, key=request.param)) as workplace:
        form, period = workplace.conversations.meeting(1).form_id, workplace.conversations.meeting(1).period
        third = workplace.staff.add(Employee("Carla Holm")).id
        workplace.conversations.plan_new(third, Meeting(form, period, TODAY))
        group = next(one for one in workplace.catalogue.available() if "group" in one.held)
        workplace.conversations.plan_group([1, third], Meeting(group.id, period, TODAY))
    return folder, request.param


def references(folder: Path, key: bytes | None) -> list[tuple[str, str, str, str]]:
    """Every foreign key of one column: table, column, and those it points at."""
    with closing(engine.connect(folder / "mus.sqlite", key=key)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return [
            (table, row[3], row[2], row[4])
            for table in sorted(tables)
            for row in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            if row[4] == "id"
        ]


def written(folder: Path, key: bytes | None, statement: str) -> int:
    """Write where the program never would: no rule asks, as the disk asks none."""
    (folder / "mus.sqlite.sum").unlink(missing_ok=True)
    with closing(engine.connect(folder / "mus.sqlite", key=key)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA foreign_keys = OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        changed = connection.execute(statement).rowcount
        for _, sql in triggers:
            connection.execute(sql)
    return int(changed)


def statements(folder: Path, key: bytes | None) -> Iterator[str]:
    """Every reference pointed at nothing, and every row deleted or renumbered that something points at."""
    found = references(folder, key)
    for table, column, _, _ in found:
        where = f"rowid = (SELECT {{}}(rowid) FROM {table} WHERE {column} IS NOT NULL)"
        if column in ("agreement", "carried_from"):
            yield f"UPDATE {table} SET {column} = 'ingen' WHERE {where.format('max')}"
            continue
        yield f"UPDATE {table} SET {column} = {NOWHERE} WHERE {where.format('min')}"
        yield f"UPDATE {table} SET {column} = {NOWHERE} WHERE {where.format('max')}"
        yield f"UPDATE OR IGNORE {table} SET {column} = {NOWHERE}" if table not in ("plan",) else f"DELETE FROM {table}"
    for parent in sorted({parent for _, _, parent, _ in found}):
        yield f"DELETE FROM {parent} WHERE rowid = (SELECT min(rowid) FROM {parent})"
        if parent != "agreement":  # nothing points at the last one: it is only gone
            yield f"DELETE FROM {parent} WHERE rowid = (SELECT max(rowid) FROM {parent})"
        value = "'anden'" if parent == "agreement" else NOWHERE
        yield f"UPDATE {parent} SET id = {value} WHERE rowid = (SELECT min(rowid) FROM {parent})"
    for role in ("employee", "leader", "shared"):
        yield f"DELETE FROM party WHERE role = '{role}'"
        yield f"DELETE FROM party WHERE role = '{role}' AND conversation = 4"


def looked_at(workplace: Workplace, qapp: QApplication) -> int:
    """Start the window and open every page; return how many were refused as damaged."""
    session = Session(workplace, lambda _: workplace, stored_look(workplace.preferences, qapp), lambda: NOW)
    window, refused = session.show(list_first=True), 0
    qapp.processEvents()
    window.page_stack.show_start()
    for row in window.page_stack._staff_overview.everyone:
        assert window.page_stack.show_employee(row.id)
        qapp.processEvents()
        cards = list(window.page_stack._page.cards)  # type: ignore[union-attr]
        for line in [card.line for card in cards]:
            workplace.conversations.agreements(line)
    for (conversation,) in workplace.database.rows("SELECT id FROM conversation"):
        try:
            window.page_stack.open_conversation(conversation)
            qapp.processEvents()
        except UnreadableValue:
            refused += 1
        assert window.page_stack.leave()
    window.page_stack.show_start()
    qapp.processEvents()
    session.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return refused


def test_every_reference_that_points_nowhere(
    filled: tuple[Path, bytes | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window, each employee and every conversation open or say that they are damaged, and `check` reports it."""
    original, key = filled
    qapp = prepare_application()
    mistakes: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, _: mistakes.append(f"{kind.__name__}: {error}"))
    tried, refused = 0, 0
    for number, statement in enumerate(dict.fromkeys(statements(original, key))):
        folder = Path(copytree(original, tmp_path / str(number)))
        if not written(folder, key, statement):
            continue
        tried += 1
        refused += looked_at(app.build(folder, now=lambda: NOW, key=key), qapp)
        assert mistakes == [], statement
        with closing(app.build(folder, now=lambda: NOW, key=key)) as workplace:
            assert re.search("beskadiget|hører til noget", " ".join(workplace.health()), re.IGNORECASE), statement
    assert tried > 60
    assert refused > 20


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE employee SET id = 77 WHERE id = 1",
        "UPDATE form_version SET id = 77 WHERE id = (SELECT form_version FROM conversation WHERE id = 1)",
        "DELETE FROM party WHERE role = 'leader' AND conversation = 1",
        "UPDATE plan SET party = 77 WHERE party = (SELECT id FROM party WHERE role = 'shared' AND conversation = 1)",
    ],
)
def test_the_conversation_is_shown_as_damaged_and_refused(
    filled: tuple[Path, bytes | None], tmp_path: Path, statement: str
) -> None:
    original, key = filled
    folder = Path(copytree(original, tmp_path / "data"))
    assert written(folder, key, statement) == 1
    with closing(app.build(folder, now=lambda: NOW, key=key)) as workplace:
        lines = {line.conversation.id: line for line in workplace.conversations.all()}
        with pytest.raises(UnreadableValue, match="Gendan fra en backup"):
            workplace.conversations.open(1)
        assert lines[1].people
        assert lines[1].status is Status.DAMAGED or "leader" in statement
        other = 4 if "form_version" in statement else 3  # on another form
        assert workplace.conversations.open(other).employees, "the others can be used"


def test_the_start_page_shows_whom_nobody_knows_and_says_so(filled: tuple[Path, bytes | None], tmp_path: Path) -> None:
    original, key = filled
    folder = Path(copytree(original, tmp_path / "data"))
    assert written(folder, key, "DELETE FROM employee WHERE name = 'Carla Holm'")
    with closing(app.build(folder, now=lambda: NOW, key=key)) as workplace:
        unknown = [one for one in workplace.unfinished.outstanding_on(TODAY) if not one.people]
        assert [one.line.people for one in unknown] == [("(beskadiget)",)]
        assert unknown[0].line.status is Status.DAMAGED
        qapp = prepare_application()
        overview = OverviewPage(
            StaffOverview(workplace, lambda: NOW), Leader(), stored_look(workplace.preferences, qapp), NOW
        )
        with pytest.raises(UnreadableValue):
            overview._show(unknown[0].people, unknown[0].line.conversation.id)
