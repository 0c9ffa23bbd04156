"""Files are moved and removed in one module, which waits for a virus scanner; every real refusal is raised."""

from __future__ import annotations

import ast
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import mus_desktop
from mus_desktop import drafts, file_changes
from mus_desktop.storage.database import private_files

PACKAGE = Path(mus_desktop.__file__).parent
ONE_MODULE = PACKAGE / "file_changes.py"
DIRECT = {"os.replace", "os.rename", "os.renames", "os.remove", "os.unlink", "os.rmdir", "os.removedirs"}
DIRECT |= {"shutil.rmtree", "shutil.move"}
NO_PATHS = {"shown"}
"""Variables with a method ``replace`` of their own: an input that shows another value."""
ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION, FOLDER_NOT_EMPTY = 5, 32, 33, 145


def direct_changes(source: str) -> Iterator[str]:
    """Yield the calls that change files by themselves."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield from (name for one in node.names if (name := f"{node.module}.{one.name}") in DIRECT)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = ast.unparse(node.func)
            if called in DIRECT or (not called.startswith("file_changes.") and _changes_a_path(node, node.func.attr)):
                yield ast.unparse(node)


def _changes_a_path(call: ast.Call, name: str) -> bool:
    if name in ("unlink", "rmdir"):
        return True
    # Texts have ``replace`` with two arguments, dates and dataclasses with keywords.
    if name in ("replace", "rename"):
        return len(call.args) == 1 and not call.keywords and ast.unparse(call.func).partition(".")[0] not in NO_PATHS
    mode = call.args[0] if call.args else None
    return name == "open" and isinstance(mode, ast.Constant) and bool(set(str(mode.value)) & set("+a"))


def test_only_one_module_moves_and_removes_files() -> None:
    others = [path for path in PACKAGE.rglob("*.py") if path != ONE_MODULE]
    assert {path.name: found for path in others if (found := list(direct_changes(path.read_text("utf-8"))))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "os.replace(a, b)", "from shutil import rmtree", "a.unlink(missing_ok=True)", "(folder / name).rmdir()",
        "draft.replace(path)", "draft.rename(path)", "path.open('rb+')", "path.open('ab', buffering=0)",
    ],
)  # fmt: skip
def test_the_check_notices(line: str) -> None:
    assert list(direct_changes(line))


def _owner(operation: str) -> object:
    return Path if operation == "open" else os


class Scanner:
    """Another program that has the files open: the system refuses that many operations, and then lets them through."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.refusals, self.attempts, self.waited = 0, 0, 0.0
        patch.setattr(file_changes.time, "sleep", self._wait)

    def holds(self, refusals: int, number: int, *operations: str) -> None:
        self.refusals, self.attempts, self.waited = refusals, 0, 0.0
        for name in operations:
            self._patch.setattr(_owner(name), name, self._refusing(number, name))

    def _wait(self, seconds: float) -> None:
        self.waited += seconds

    def _refusing(self, number: int, name: str) -> Callable[..., object]:
        real = getattr(_owner(name), name)

        def operation(*arguments: object, **options: object) -> object:
            self.attempts += 1
            if self.attempts > self.refusals:
                return real(*arguments, **options)
            error = PermissionError(errno.EACCES, "Permission denied")
            error.winerror = number  # type: ignore[attr-defined, unused-ignore]  # only Windows has it
            raise error

        return operation


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Scanner:
    return Scanner(monkeypatch)


@pytest.mark.parametrize("number", [ACCESS_DENIED, SHARING_VIOLATION, LOCK_VIOLATION])
def test_a_held_file_is_waited_for(number: int, scanner: Scanner, tmp_path: Path) -> None:
    old, new = tmp_path / "ny", tmp_path / "plan"
    for operation, change in (
        ("replace", lambda: file_changes.replace(old, new)),
        ("rename", lambda: file_changes.rename(old, tmp_path / "andet")),
        ("unlink", lambda: file_changes.remove_file(old)),
    ):
        old.write_bytes(b"det nye")
        scanner.holds(8, number, operation)
        change()
        assert not old.exists()
        assert scanner.attempts == 9
        assert 1.5 < scanner.waited < 2.5, "about two seconds"
    folder = tmp_path / "mappe"
    folder.mkdir()
    scanner.holds(8, number, "rmdir")
    file_changes.remove_folder(folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("number", "attempts"), [(SHARING_VIOLATION, 9), (ACCESS_DENIED, 9), (59, 1), (112, 1), (2, 1)]
)
def test_a_refusal_that_stays_is_raised(number: int, attempts: int, scanner: Scanner, tmp_path: Path) -> None:
    file = tmp_path / "plan"
    file.write_bytes(b"det gamle")
    scanner.holds(100, number, "unlink")
    with pytest.raises(PermissionError) as raised:
        file_changes.remove_file(file)
    assert raised.value.winerror == number  # type: ignore[attr-defined, unused-ignore]
    assert (scanner.attempts, file.read_bytes()) == (attempts, b"det gamle")


def test_a_folder_in_place_of_a_file_is_not_waited_for(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "mappe").mkdir()
    (tmp_path / "fil").touch()
    scanner.holds(100, ACCESS_DENIED, "unlink", "replace")
    with pytest.raises(PermissionError):
        file_changes.remove_file(tmp_path / "mappe")
    with pytest.raises(PermissionError):
        file_changes.replace(tmp_path / "fil", tmp_path / "mappe")
    assert scanner.waited == 0


def test_missing_rights_to_open_a_file_are_raised_at_once(scanner: Scanner, tmp_path: Path) -> None:
    file = tmp_path / "mus.sqlite"
    file.write_bytes(b"data")
    scanner.holds(100, ACCESS_DENIED, "open")
    with pytest.raises(PermissionError):
        file_changes.open_again(file, "rb+")
    assert scanner.waited == 0, "the window would stand still at every start"
    scanner.holds(3, SHARING_VIOLATION, "open")
    assert file_changes.read(file) == b"data"


def test_only_a_folder_that_was_just_emptied_is_waited_for(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    scanner.holds(100, FOLDER_NOT_EMPTY, "rmdir")
    with pytest.raises(OSError):  # noqa: PT011 - its number is the point
        file_changes.remove_folder(tmp_path / "spool")
    assert scanner.waited == 0, "somebody's files are in it"
    draft = drafts.make_folder(tmp_path)
    scanner.holds(5, FOLDER_NOT_EMPTY, "rmdir")
    drafts.remove(draft)
    assert not draft.exists()


def test_cleaning_up_never_hides_the_error(scanner: Scanner, tmp_path: Path) -> None:
    file = tmp_path / "mus.sqlite"
    file.write_bytes(b"fortroligt")
    scanner.holds(100, SHARING_VIOLATION, "unlink")
    with pytest.raises(OSError, match="disken er fuld"), private_files.wiped_afterwards(file):
        raise OSError(errno.ENOSPC, "disken er fuld")
    with pytest.raises(PermissionError), private_files.wiped_afterwards(file):
        pass
    assert b"fortroligt" not in file.read_bytes(), "it is overwritten although it could not be removed"
