"""Documents on a share that is missing, hangs, lies or is slow: nothing is falsely called written, nothing frozen."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mus_desktop.cli.main import main
from mus_desktop.documents.word import file_access
from mus_desktop.documents.word.document_errors import (
    Cancelled,
    DiskFull,
    FolderMissing,
    FolderReadOnly,
    NotResponding,
    NotWritten,
    StoredWrongly,
    TargetEdited,
    TargetOpen,
)
from mus_desktop.documents.word.document_files import sha256
from mus_desktop.documents.word.file_access import DirectFiles, RemoteFiles, open_files
from mus_desktop.errors import DocumentError
from mus_desktop.local_disk import is_on_own_disk
from mus_desktop.task_process import TimeLimits
from tests.faulty_share import FaultyShare
from tests.systems import posix_only

OLD, NEW = b"PK i fjor " * 3000, b"PK i \xc3\xa5r " * 30000
EDITED = b"PK rettet i Word"
BOUND_SECONDS = 8.0

pytestmark = [
    pytest.mark.faults,
    posix_only("a share served by FUSE"),
]


@pytest.fixture
def files(share: FaultyShare, monkeypatch: pytest.MonkeyPatch) -> Iterator[DirectFiles]:
    monkeypatch.setattr(file_access, "LIMITS", TimeLimits(silence=2.0, flush=2.0))
    with open_files(share.folder) as opened:
        yield opened


def elapsed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_a_share_is_reached_through_a_subprocess_and_the_own_disk_is_not(share: FaultyShare, tmp_path: Path) -> None:
    link, looping = tmp_path / "genvej", tmp_path / "rundt"
    link.symlink_to(share.folder)
    looping.symlink_to(looping)
    share.behave("* hang")
    for place in (share.folder, share.folder / "under" / "plan.docx", link, link / "plan.docx", looping):
        assert not is_on_own_disk(place)
    for place in (tmp_path, tmp_path / "findes" / "ikke", tmp_path / "share" / "server"):
        assert is_on_own_disk(place)


def test_everything_is_done_there_as_here(share: FaultyShare, files: DirectFiles) -> None:
    assert isinstance(files, RemoteFiles)
    folder, plan = share.folder / "planer", share.folder / "planer" / "Plan på Ærø.docx"
    files.make_folder(folder, parents=False)
    files.write_new(plan, OLD)
    assert files.names(folder) == [plan.name]
    assert (files.sha256(plan), files.read(plan)) == (sha256(OLD), OLD)
    files.write_new(plan, NEW, replacing=sha256(OLD))
    assert (share.behind / "planer" / plan.name).read_bytes() == NEW
    assert files.reuse_or_write_copy(plan, NEW) == plan
    copy = files.reuse_or_write_copy(plan, EDITED)
    assert (copy.name, copy.read_bytes()) == ("Plan på Ærø (2).docx", EDITED)
    assert files.sha256(folder / "mangler.docx") is None


def test_nobodys_edits_are_written_over_there_either(share: FaultyShare, files: DirectFiles) -> None:
    plan = share.folder / "plan.docx"
    plan.write_bytes(EDITED)
    with pytest.raises(TargetEdited, match=r"plan\.docx"):
        files.write_new(plan, NEW, replacing=sha256(OLD))
    plan.write_bytes(OLD)
    (share.folder / "~$plan.docx").touch()
    with pytest.raises(TargetOpen):
        files.write_new(plan, NEW, replacing=sha256(OLD))
    assert plan.read_bytes() == OLD


@pytest.mark.parametrize("operation", ["write", "fsync", "rename", "mkdir", "getattr"])
def test_a_hang_ends_and_leaves_the_old_file(share: FaultyShare, files: DirectFiles, operation: str) -> None:
    plan = share.folder / "plan.docx"
    files.write_new(plan, OLD)
    share.behave(f"{operation} hang")

    def write() -> None:
        with pytest.raises(NotResponding, match="svarer ikke"):
            files.write_new(plan, NEW, replacing=sha256(OLD))

    assert elapsed(write) < 2.0 + BOUND_SECONDS
    assert (share.behind / "plan.docx").read_bytes() == OLD


def test_the_draft_of_a_killed_process_goes_with_a_document_days_later(share: FaultyShare, files: DirectFiles) -> None:
    share.behave("fsync hang")
    with pytest.raises(NotResponding):
        files.write_new(share.folder / "plan.docx", NEW)
    share.behave()
    (draft,) = share.behind.iterdir()
    with open_files(share.folder) as again:
        again.write_new(share.folder / "plan.docx", NEW)
        assert draft.exists(), "another PC may be writing it"
        os.utime(share.folder / draft.name, (time.time() - 3 * 24 * 3600,) * 2)
        again.write_new(share.folder / "plan 2.docx", NEW)
    assert sorted(file.name for file in share.behind.iterdir()) == ["plan 2.docx", "plan.docx"]


def test_the_user_may_cancel(share: FaultyShare, monkeypatch: pytest.MonkeyPatch) -> None:
    share.behave("fsync hang")
    stop = threading.Event()

    def work() -> None:
        with pytest.raises(Cancelled, match="Afbrudt"), open_files(share.folder, stop) as files:
            files.write_new(share.folder / "plan.docx", NEW)

    threading.Thread(target=lambda: (_wait_for(share, "fsync"), stop.set())).start()
    assert elapsed(work) < BOUND_SECONDS


def _wait_for(share: FaultyShare, operation: str) -> None:
    end = time.monotonic() + 20
    while not share.waits_for(operation):
        assert time.monotonic() < end


@pytest.mark.parametrize("rule", ["write lose", "write corrupt", "rename lose"])
def test_a_lie_is_found_out(caching_share: FaultyShare, rule: str) -> None:
    plan = caching_share.folder / "plan.docx"
    with open_files(caching_share.folder) as files:
        files.write_new(plan, OLD)
        caching_share.behave(rule)
        with pytest.raises(StoredWrongly, match="ikke gemt rigtigt"):
            files.write_new(plan, NEW, replacing=sha256(OLD))
        assert (caching_share.behind / "plan.docx").read_bytes() == OLD
        caching_share.behave()
        files.write_new(plan, NEW, replacing=sha256(OLD))
        assert (caching_share.behind / "plan.docx").read_bytes() == NEW


def test_a_long_flush_is_waited_for(share: FaultyShare, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the content, and of the new name."""
    monkeypatch.setattr(file_access, "LIMITS", TimeLimits(silence=1.0))
    share.behave("fsync delay 1500", "rename delay 1500")
    with open_files(share.folder) as files:
        files.write_new(share.folder / "plan.docx", NEW)
    assert (share.behind / "plan.docx").read_bytes() == NEW


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EHOSTDOWN, NotResponding),
        (errno.ESTALE, NotResponding),
        (errno.ENOTCONN, NotResponding),
        (errno.ENOENT, FolderMissing),
        (errno.EIO, NotWritten),
        (errno.ENOSPC, DiskFull),
        (errno.EROFS, FolderReadOnly),
    ],
)
@pytest.mark.parametrize("operation", ["getattr", "mkdir", "write", "rename", "*"])
def test_every_error_of_the_system_is_one_sentence(
    share: FaultyShare, operation: str, number: int, error: type[DocumentError]
) -> None:
    """Asked here and not in the subprocess, which is slower: the operations are the same."""
    share.behave(f"{operation} fail {number}")
    with pytest.raises(DocumentError) as raised:
        DirectFiles().write_new(share.folder / "plan.docx", NEW)
    if operation == "mkdir":
        assert type(raised.value) is error
    share.behave()
    assert list(share.folder.glob("*.docx")) == []


def test_a_slow_share_is_waited_for(share: FaultyShare, files: DirectFiles) -> None:
    share.behave("* delay 150")
    took = elapsed(lambda: files.write_new(share.folder / "plan.docx", NEW))
    assert took > 2.0, "otherwise the limit was not tried"
    share.behave()
    assert (share.folder / "plan.docx").read_bytes() == NEW


class TestCommandLine:
    """``-o`` on a share: one sentence, never a hang, never a false success."""

    @pytest.fixture(params=["document", "template"])
    def arguments(self, request: pytest.FixtureRequest, share: FaultyShare) -> list[str]:
        target = str(share.folder / "plan.docx")
        if request.param == "document":
            return ["document", "plan", "--blank", "aarhus-bu", "-o", target]
        return ["forms", "template", "forms/aarhus-bu", "-o", target]

    def test_it_is_written_and_read_back(self, share: FaultyShare, arguments: list[str]) -> None:
        assert main(arguments) == 0
        assert share.waits_for("read")
        assert (share.behind / "plan.docx").stat().st_size > 5000

    @pytest.mark.parametrize(
        ("rule", "sentence"),
        [("fsync hang", "svarer ikke"), ("write lose", "ikke gemt rigtigt"), ("mkdir fail 112", "svarer ikke")],
    )
    def test_a_fault_is_one_sentence(
        self,
        share: FaultyShare,
        arguments: list[str],
        rule: str,
        sentence: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(file_access, "LIMITS", TimeLimits(silence=2.0, flush=2.0))
        share.behave(rule)
        assert main(arguments) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert sentence in line

    def test_a_missing_share_is_one_sentence(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["document", "plan", "--blank", "aarhus-bu", "-o", str(tmp_path / "Z" / "plan.docx")]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "findes ikke" in line
