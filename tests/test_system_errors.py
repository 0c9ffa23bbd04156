"""Each error of the system has one meaning, also those that only Windows has; the sentences are Danish."""

from __future__ import annotations

import ast
import errno
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import mus_desktop
from mus_desktop import file_changes, system_errors, task_process
from mus_desktop.documents.word import document_errors, document_files, file_access
from mus_desktop.errors import DocumentError, StorageError
from mus_desktop.services.safety import target_backups
from mus_desktop.storage.backup import backup_messages, target_worker
from mus_desktop.storage.database import error_messages
from mus_desktop.system_errors import DiskProblem, problem_at, problem_of
from tests.systems import windows_only

PACKAGE = Path(mus_desktop.__file__).parent
WINDOWS_ERRORS = {
    DiskProblem.DENIED: {5: errno.EACCES, 19: errno.EACCES},
    DiskProblem.IN_USE: {32: errno.EACCES, 33: errno.EACCES},
    DiskProblem.NOT_READY: {21: errno.EACCES, 1167: errno.EINVAL},
    DiskProblem.MISSING: {2: errno.ENOENT, 3: errno.ENOENT},
    DiskProblem.NO_SUCH_SHARE: {53: errno.ENOENT, 67: errno.ENOENT},
    DiskProblem.UNREACHABLE: {59: errno.EINVAL, 64: errno.EINVAL, 121: errno.EINVAL, 1222: errno.EINVAL, 1231: 22},
    DiskProblem.NOT_LOGGED_IN: {1326: errno.EINVAL, 86: errno.EINVAL, 1909: errno.EINVAL, 1219: errno.EINVAL},
    DiskProblem.FULL: {39: errno.EINVAL, 112: errno.ENOSPC},
    DiskProblem.NAME_TOO_LONG: {206: errno.ENOENT},
    DiskProblem.BAD_NAME: {123: errno.EINVAL},
    DiskProblem.NOT_A_FOLDER: {267: errno.ENOTDIR},
    DiskProblem.LINK_LOOP: {1921: errno.EINVAL},
    DiskProblem.DAMAGED_DEVICE: {23: errno.EACCES, 1117: errno.EINVAL},
}
"""The numbers of Windows by their meaning, each with the ``errno`` that Python sets."""
EACH_NUMBER = [
    (number, known, problem) for problem, numbers in WINDOWS_ERRORS.items() for number, known in numbers.items()
]
each_number = pytest.mark.parametrize(
    ("number", "known", "problem"), EACH_NUMBER, ids=[str(number) for number, *_ in EACH_NUMBER]
)
WORDS = {
    DiskProblem.NO_SUCH_SHARE: "findes ikke på netværket",
    DiskProblem.UNREACHABLE: "svarer ikke",
    DiskProblem.NOT_LOGGED_IN: "ikke logget på",
    DiskProblem.NOT_READY: "ikke klar",
    DiskProblem.FULL: "ikke plads",
}
FAILING = """
import sys
from mus_desktop.task_process import answer_requests
def fail(*_):
    error = OSError(int(sys.argv[1]), "Invalid argument")
    error.winerror = int(sys.argv[2])
    raise error
answer_requests(open(0, "rb", buffering=0, closefd=False), lambda line: print(line, flush=True), fail)
"""


def windows_error(number: int, known: int) -> OSError:
    error = OSError(known, "Invalid argument")
    error.winerror = number  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
    return error


@each_number
def test_the_number_of_windows_decides(number: int, known: int, problem: DiskProblem) -> None:
    assert problem_of(windows_error(number, known)) is problem


def test_every_problem_is_explained_in_its_own_words() -> None:
    explained = [system_errors.explanation(problem, "H:\\MUS") for problem in DiskProblem]
    assert len(set(explained)) == len(explained)
    assert all("H:\\MUS" in text and text.endswith(", og prøv igen.") for text in explained)


@each_number
def test_the_subprocess_passes_the_number_on(
    number: int, known: int, problem: DiskProblem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_process, "_program", lambda: [sys.executable, "-c", FAILING, str(known), str(number)])
    with pytest.raises(target_worker.TargetFailed) as raised:
        target_worker.check_readable(tmp_path / "x.musbackup")
    assert raised.value.problem is problem
    assert "Invalid" not in raised.value.message
    assert WORDS.get(problem, "") in raised.value.message
    with pytest.raises(StorageError) as unreadable:
        target_backups.fetch(tmp_path / "x.musbackup", tmp_path / "kopi", tmp_path / "data", None)
    assert WORDS.get(problem, "") in unreadable.value.message


def test_a_file_in_place_of_a_target_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "drev").touch()
    (tmp_path / "x.musbackup").write_bytes(b"x")
    with pytest.raises(target_worker.TargetFailed, match=r"er en fil og ikke en mappe\. Vælg en mappe"):
        target_worker.store(tmp_path / "x.musbackup", tmp_path / "drev")


@pytest.mark.parametrize("problem", WORDS, ids=lambda problem: problem.name)
@pytest.mark.parametrize(
    "sentence", [backup_messages.backup_failed, backup_messages.restore_failed, error_messages.not_created]
)
def test_local_folders_have_the_same_meanings(
    sentence: Callable[[OSError, Path], str], problem: DiskProblem, tmp_path: Path
) -> None:
    for number, known in WINDOWS_ERRORS[problem].items():
        text = sentence(windows_error(number, known), tmp_path)
        assert WORDS[problem] in text or "Disken er fuld" in text


@each_number
def test_a_document_tells_the_same(number: int, known: int, problem: DiskProblem, tmp_path: Path) -> None:
    error = document_errors.document_error(windows_error(number, known), tmp_path / "plan.docx")
    assert WORDS.get(problem, "") in error.message
    assert type(error).__name__ in file_access._ERRORS, "the subprocess can report it"


def test_a_document_on_a_drive_without_a_disk_is_not_open_in_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied") from None

    def not_ready(*_: object) -> bytes:
        error = PermissionError(errno.EACCES, "Permission denied")
        error.winerror = 21  # type: ignore[attr-defined, unused-ignore]
        raise error

    for read, expected in ((fail, document_errors.TargetOpen), (not_ready, document_errors.DriveNotReady)):
        monkeypatch.setattr(file_changes, "read", read)
        with pytest.raises(DocumentError) as raised:
            document_files.state_of(tmp_path / "plan.docx", None)
        assert type(raised.value) is expected


def test_windows_calls_a_path_through_a_file_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fil").touch()
    missing = windows_error(3, errno.ENOENT)
    assert problem_at(missing, tmp_path / "fil" / "MUS" / "mus.sqlite") is DiskProblem.NOT_A_FOLDER
    assert problem_at(missing, tmp_path / "mangler" / "mus.sqlite") is DiskProblem.MISSING
    long = tmp_path / ("å" * 250) / "mus.sqlite"
    assert problem_at(missing, long) is not DiskProblem.NAME_TOO_LONG or system_errors.path_limit()
    monkeypatch.setattr(system_errors, "path_limit", lambda: 259)
    assert problem_at(missing, long) is DiskProblem.NAME_TOO_LONG


@windows_only("only there does an error of the C library have two numbers")
def test_the_number_is_found_where_python_has_none(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        (tmp_path / "mangler" / "fil").open("rb")
    assert raised.value.winerror is None  # type: ignore[attr-defined, unused-ignore]
    assert system_errors.windows_number(raised.value) == 3
    assert system_errors.windows_number(OSError(errno.ENOSPC, "not the last error")) is None


def test_no_sentence_quotes_the_system() -> None:
    quoting = [
        path.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "strerror"
    ]
    assert quoting == [], "it is English"
