"""Files attached to last year's plan: read in, opened as a copy, exported and removed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.errors import DocumentError, KnownError, SaveFailed
from mus_desktop.model.conversation import Attachment
from mus_desktop.services.documents.folder_work import run_in_folder
from mus_desktop.services.paper import paper_plans
from mus_desktop.services.paper.openable_files import may_be_opened
from mus_desktop.services.paper.paper_plans import PaperPlans
from tests.systems import WINDOWS

Attach = Callable[..., Attachment]
PDF = b"%PDF-1.7 plan"


@pytest.fixture
def service(years: Any) -> PaperPlans:
    plans: PaperPlans = years.at.paper
    return plans


@pytest.fixture
def plan(years: Any, row: Any, service: PaperPlans) -> int:
    """A plan from paper without a file."""
    mette = years.employee()
    return service.add_paper(mette, "enkel", years.mus(mette, 2025).conversation.period, [row("a")])


@pytest.fixture
def attach(service: PaperPlans, plan: int, tmp_path: Path) -> Attach:
    def attach_(name: str = "Plan 2025.pdf", content: bytes = PDF) -> Attachment:
        file = tmp_path / name
        file.write_bytes(content)
        return service.attach(plan, file)

    return attach_


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "MUS"
    made.mkdir()
    return made


def opened_copy(service: PaperPlans, attachment: Attachment, folder: Path) -> Path:
    return run_in_folder(folder, service.copy_to_open(attachment, folder).run)


def save_copy(service: PaperPlans, attachment: Attachment, path: Path) -> None:
    run_in_folder(path.parent, service.copy_to_save(attachment, path))


def _bytes(attachment: Attachment, service: PaperPlans, folder: Path) -> bytes:
    path = service.proposed_copy(attachment, folder)
    save_copy(service, attachment, path)
    return path.read_bytes()


def test_one_is_added_later_and_one_removed(service: PaperPlans, plan: int, attach: Attach, folder: Path) -> None:
    first, second = attach(), attach("Bilag.txt", b"bilag")
    assert service.attachments_of(plan) == [first, second]
    service.remove_attachment(first)
    assert service.attachments_of(plan) == [second]
    assert _bytes(second, service, folder) == b"bilag"
    with pytest.raises(KnownError, match="findes ikke længere i programmet"):
        opened_copy(service, first, folder)


def test_a_file_that_cannot_be_attached_is_reported_and_not_stored(
    service: PaperPlans, years: Any, plan: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_plans, "MAX_FILE_BYTES", 3)
    large, held, pipe = tmp_path / "stor.pdf", tmp_path / "låst.pdf", tmp_path / "rør"
    large.write_bytes(b"1234")
    held.write_bytes(b"1")
    if not WINDOWS:
        os.mkfifo(pipe)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == held:
            raise PermissionError(errno.EACCES, "held")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    for file, sentence in {
        large: "for stor.*højst 20 MB",
        held: "kunne ikke læses. Luk den i andre programmer",
        tmp_path / "væk.pdf": "kunne ikke læses: Den findes ikke længere",
        tmp_path: "er en mappe. Vælg en fil",
        **({} if WINDOWS else {pipe: "ikke en almindelig fil"}),
        years.at.database.path: "programmets egen database",
    }.items():
        with pytest.raises(KnownError, match=sentence):
            service.attach(plan, file)
    assert service.attachments_of(plan) == []


def test_when_saving_fails_nothing_has_changed(service: PaperPlans, years: Any, plan: int, attach: Attach) -> None:
    kept = attach()
    years.at.database._connection.execute("PRAGMA query_only = ON")
    for act in (attach, lambda: service.remove_attachment(kept)):
        with pytest.raises(SaveFailed):
            act()
    years.at.database._connection.execute("PRAGMA query_only = OFF")
    assert service.attachments_of(plan) == [kept]


def test_opening_makes_one_copy_and_never_touches_a_persons_file(
    service: PaperPlans, attach: Attach, folder: Path
) -> None:
    kept = attach()
    theirs = folder / "plan 2025.PDF"  # the same file on Windows
    theirs.write_bytes(b"en andens")
    copy = opened_copy(service, kept, folder)
    assert copy.read_bytes() == PDF
    assert opened_copy(service, kept, folder) == copy, "it lies there already"
    copy.write_bytes(PDF + b" med mine noter")
    again = opened_copy(service, kept, folder)
    assert (again.read_bytes(), copy.read_bytes()) == (PDF, PDF + b" med mine noter")
    assert theirs.read_bytes() == b"en andens"
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("../../plan.pdf", "-..-plan.pdf"),
        ("con.pdf", "_con.pdf"),
        ('a<b>"c"|?.pdf', "a-b--c---.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_a_name_from_another_system_is_written_as_windows_takes_it(
    service: PaperPlans, attach: Attach, folder: Path, name: str, written: str
) -> None:
    kept = attach()._replace(name=name)
    assert opened_copy(service, kept, folder) == folder / written
    assert service.proposed_copy(kept, folder).parent == folder


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.exe", b"MZ"),
        ("plan.pdf.lnk", b"L"),
        ("plan.docm", b"PK"),
        ("plan.docx", b"PK word/vbaProject.bin"),
        ("plan.doc", b"\xd0\xcf\x11\xe0" + "_VBA_PROJECT".encode("utf-16-le")),
        ("plan.docx:x.exe", b"MZ"),
        ("plan.html", b"<script>"),
        ("plan", b"#!/bin/sh"),
    ],
)
def test_what_may_start_a_program_is_saved_but_not_opened(
    service: PaperPlans, attach: Attach, folder: Path, name: str, content: bytes
) -> None:
    kept = attach(content=content)._replace(name=name)
    with pytest.raises(DocumentError, match=r"åbnes ikke herfra.*Gem en kopi"):
        opened_copy(service, kept, folder)
    assert list(folder.iterdir()) == []
    save_copy(service, kept, folder / "gemt.bin")
    assert (folder / "gemt.bin").read_bytes() == content


@pytest.mark.parametrize("name", ["Plan.DOCX", "plan.doc", "plan.pdf", "Scan 1.jpeg"])
def test_documents_and_pictures_are_opened(name: str) -> None:
    assert may_be_opened(name, b"indhold")


def test_a_copy_replaces_what_was_chosen_but_never_the_programs_own(
    service: PaperPlans, years: Any, attach: Attach, folder: Path
) -> None:
    kept = attach()
    chosen, data = folder / "kopi.pdf", years.at.database.path
    for _ in range(2):
        save_copy(service, kept, chosen)
        assert chosen.read_bytes() == PDF
        chosen.write_bytes(b"andet")
    before = {path: path.read_bytes() for path in data.parent.iterdir() if path != data}
    for own in (data, *before, data.with_name(f"{data.name}-wal"), data.with_suffix(".key")):
        with pytest.raises(KnownError, match="programmets egne data"):
            save_copy(service, kept, own)
    assert {path: path.read_bytes() for path in data.parent.iterdir() if path != data} == before


@pytest.mark.parametrize(("name", "sentence"), [("plan.pdf", "åben i et andet program"), ("plan.docx", "åbent i Word")])
def test_a_file_open_in_another_program_is_reported(
    service: PaperPlans, attach: Attach, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    kept, held = attach(name), folder / name
    save_copy(service, kept, held)

    def refuse(_scratch: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "held open")

    with monkeypatch.context() as windows:
        windows.setattr(Path, "replace", refuse)
        with pytest.raises(DocumentError, match=sentence):
            save_copy(service, kept, held)
    assert held.read_bytes() == PDF
    assert [file.name for file in folder.iterdir()] == [name]


def test_a_missing_folder_is_reported(service: PaperPlans, attach: Attach, folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(DocumentError, match="findes ikke længere"):
        opened_copy(service, attach(), folder / "under")
