"""Every way to open a database of schema 1 stores what its signed plans show, and changes nothing else."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.cli.main import main
from mus_desktop.documents.word.template_names import ROW_HEADING
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.errors import StorageError
from mus_desktop.model.answers import AnswerKey, Changes
from mus_desktop.model.plan import SignatoryRole
from mus_desktop.model.signed_content import ContentOrigin
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.restoring import RestoreWithoutDatabase
from mus_desktop.services.workplace import Workplace
from tests.services.upgrade.old_data import DATA, NOW, PASSWORD, rows_of

SCHEMAS = [int(folder.name.removeprefix("schema_")) for folder in sorted(DATA.glob("schema_?")) if folder.is_dir()]
FIRST_PAPERS = DATA / "schema_1" / "papers"


WAYS = ["plain", "encrypted", "restored by the service", "restored by the command", "restored over"]


@pytest.fixture(params=WAYS)
def opened(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    way = request.param
    with opened_by(way, 1, tmp_path / "data") as place:
        yield place


@contextmanager
def opened_by(way: str, schema: int, data: Path) -> Iterator[Workplace]:
    source, key = DATA / f"schema_{schema}", None
    if way in {"plain", "encrypted"}:
        shutil.copytree(source / way, data)
        key = unlock(data, PASSWORD) if way == "encrypted" else None
    else:
        (backup,) = (source / "backup").glob("*.musbackup")
        restore(way, data, backup)
    place = build(data, now=lambda: NOW, key=key)
    yield place
    assert place.database.health() == []
    place.close()


def restore(way: str, data: Path, backup: Path) -> None:
    if way == "restored by the command":
        assert main(["--data", str(data), "restore", str(backup)]) == 0
    elif way == "restored by the service":
        back = RestoreWithoutDatabase(data, lambda: NOW)
        back.restore(back.open_backup(backup))
    else:
        with closing(build(data, now=lambda: NOW)) as place:
            place.safety.restoring.restore(place.safety.restoring.open_backup(backup))


def test_every_signed_plan_is_stored_as_found(opened: Workplace) -> None:
    closed = {plan for (plan,) in opened.database.rows("SELECT id FROM plan WHERE signed_on IS NOT NULL")}
    assert len(closed) == len(list(FIRST_PAPERS.iterdir())) == 7
    stored = dict(opened.database.rows("SELECT plan, origin FROM signed_content"))
    assert stored == dict.fromkeys(closed, ContentOrigin.UPGRADE)
    assert opened.database.rows("SELECT * FROM content_to_store") == []
    assert {moment[:10] for (moment,) in opened.database.rows("SELECT stored_at FROM signed_content")} == {"2026-11-30"}
    assert opened.health() == []


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("way", WAYS)
def test_it_prints_what_the_program_of_that_schema_printed(
    way: str, schema: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    papers = sorted((DATA / f"schema_{schema}" / "papers").iterdir())
    assert len(papers) == 7
    with opened_by(way, schema, tmp_path / "data") as place:
        for paper in papers:
            expected = [line.strip() for line in paper.read_text("utf-8").splitlines() if line.strip()]
            number, request = document_of(paper)
            printed = visible_text(place.documents.render(number, request), fields=True)
            # Earlier programs left the heading of the column of row titles blank.
            assert [line for line in printed if line != ROW_HEADING] == expected, paper.name


def test_people_who_change_later_do_not_change_it(opened: Workplace) -> None:
    before = {paper: visible_text(opened.documents.render(*document_of(paper))) for paper in FIRST_PAPERS.iterdir()}
    for employee in opened.staff.everyone(left=True):
        opened.staff.change(replace(employee, name="Nyt Navn", workplace="Byskolen"))
    opened.preferences.set_leader(opened.preferences.leader()._replace(name="Ny Leder"))
    assert before == {
        paper: visible_text(opened.documents.render(*document_of(paper))) for paper in FIRST_PAPERS.iterdir()
    }


def test_printed_fields_are_closed_and_the_others_open(opened: Workplace) -> None:
    conversation = opened.conversations.open(1)
    shared = conversation.party(PartyRole.SHARED).id
    assert conversation.closed_fields == {"referat"}
    with pytest.raises(StorageError, match="underskrevet"):
        opened.writing.save(Changes(answers={AnswerKey(shared, "referat"): []}))
    opened.writing.save(Changes(answers={AnswerKey(shared, "evaluering"): "Stadig åben"}))


def test_who_signed_is_who_must_sign(opened: Workplace) -> None:
    for (number,) in opened.database.rows("SELECT id FROM conversation"):
        for plan in opened.conversations.open(number).plans:
            if plan.signed_on:
                assert set(plan.signatures) == set(opened.plan_recorder.signatories(plan))
                assert set(plan.signatures.values()) == {plan.signed_on}
    group = opened.conversations.open(7)
    signers = [who.party for who in group.plan.signatures if who.role is SignatoryRole.EMPLOYEE]
    assert signers == [party.id for party in group.participants], "not who left before it was held"


def test_everything_else_is_as_it_was(old_data: Path, engine_key: bytes | None) -> None:
    before = rows_of(old_data, engine_key)
    build(old_data, now=lambda: NOW, key=engine_key).close()
    assert rows_of(old_data, engine_key, before[""]) == before
    once = rows_of(old_data, engine_key)
    build(old_data, now=lambda: NOW, key=engine_key).close()
    assert rows_of(old_data, engine_key) == once, "the next start finds nothing more to do"


def document_of(paper: Path) -> tuple[int, DocumentRequest]:
    """The conversation and document that a file of ``papers`` is the text of."""
    number, party, *_ = paper.stem.split("-")
    return int(number), DocumentRequest(party=int(party)) if party.isdigit() else DocumentRequest()
