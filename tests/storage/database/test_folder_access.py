"""Who else may read the data folder: the entries of an access list, and the real one on Windows."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.app import build
from mus_desktop.cli.main import main
from mus_desktop.storage.database import folder_access
from mus_desktop.storage.database.folder_access import AccessEntry, other_readers
from tests.systems import windows_only

USER, COLLEAGUE = "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002"
FULL, READ, WRITE = 0x1F01FF, 0x120089, 0x100116
ALLOWED, DENIED = 0x0, 0x1
PROFILE = [AccessEntry(ALLOWED, 0x13, FULL, account) for account in ("S-1-5-18", "S-1-5-32-544", USER)]


class Lists:
    def __init__(self, folder: Iterable[AccessEntry] | None, file: Iterable[AccessEntry] = ()) -> None:
        self._entries = {False: None if folder is None else [*PROFILE, *folder], True: [*PROFILE, *file]}

    def user(self) -> str:
        return USER

    def entries(self, path: Path) -> list[tuple[int, int, int, str]] | None:
        return self._entries[path.suffix == ".sqlite"]


@pytest.mark.parametrize(
    ("lists", "others"),
    [
        (Lists([]), ()),
        (Lists(None), ("alle",)),
        (Lists([AccessEntry(ALLOWED, 0x3, READ, "S-1-5-32-545")]), ("alle brugere af pc'en",)),
        (Lists([], [AccessEntry(ALLOWED, 0, READ, COLLEAGUE)]), (f"kontoen {COLLEAGUE}",)),
        (Lists([AccessEntry(ALLOWED, 0, 0x80000000, "S-1-1-0")]), ("alle",)),
        (Lists([AccessEntry(0x9, 0, FULL, "S-1-5-11")]), ("alle, der kan logge på",)),
        (Lists([AccessEntry(DENIED, 0, FULL, COLLEAGUE)]), ()),
        (Lists([AccessEntry(ALLOWED, 0, WRITE, COLLEAGUE)]), ()),
        (Lists([AccessEntry(ALLOWED, 0xB, FULL, "S-1-5-11")]), ()),
        (Lists([AccessEntry(ALLOWED, 0, FULL, "S-1-3-4"), AccessEntry(ALLOWED, 0, READ, "S-1-15-2-1")]), ()),
    ],
    ids=[
        "as in a profile", "no list at all", "a group", "the file alone", "a generic right", "under a condition",
        "denied", "only writing", "only for new files", "the owner and apps in a sandbox",
    ],
)  # fmt: skip
def test_others_are_named_if_they_may_read(lists: Lists, others: tuple[str, ...], tmp_path: Path) -> None:
    assert other_readers(tmp_path / "mus.sqlite", lists) == others


def test_an_error_claims_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> None:
        raise OSError

    lists = Lists([])
    monkeypatch.setattr(lists, "entries", refused)
    assert other_readers(tmp_path / "mus.sqlite", lists) is None
    monkeypatch.setattr(sys, "platform", "linux")
    assert other_readers(tmp_path / "mus.sqlite") is None, "the files have rights of their own there"


@pytest.mark.parametrize("others", [None, (), ("gæster på pc'en", "backupoperatører")])
def test_check_remarks_on_other_readers_without_failing(
    others: tuple[str, ...] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    build(tmp_path).close()
    monkeypatch.setattr(folder_access, "other_readers", lambda _: others)
    assert main(["--data", str(tmp_path), "check"]) == 0
    first, *more = capsys.readouterr().out.splitlines()
    assert first == "Alt er i orden."
    assert len(more) == bool(others)
    if others:
        assert f"Bemærk: Filerne i {tmp_path} kan også læses af gæster på pc'en og backupoperatører." in more[0]
        assert "vælg en adgangskode" in more[0]


@windows_only("access lists")
@pytest.mark.parametrize(("more", "others"), [("", ()), ("(A;OICI;FR;;;WD)", ("alle",))])
def test_the_list_of_a_real_folder_is_read(more: str, others: tuple[str, ...], tmp_path: Path) -> None:
    from mus_desktop.storage.database.windows_access import WindowsAccessLists  # noqa: PLC0415

    database = tmp_path / "mus.sqlite"
    database.touch()
    user = WindowsAccessLists().user()
    for path in (tmp_path, database):
        set_access(path, f"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;{user}){more}")
    assert other_readers(database) == others


def set_access(path: Path, description: str) -> None:
    """Replace the access list of ``path`` by the one in ``description`` (SDDL)."""
    import ctypes  # noqa: PLC0415

    windows: Any = ctypes.WinDLL  # type: ignore[attr-defined, unused-ignore]
    descriptor = ctypes.c_void_p()
    convert = windows("advapi32").ConvertStringSecurityDescriptorToSecurityDescriptorW
    assert convert(ctypes.c_wchar_p(description), 1, ctypes.byref(descriptor), None)
    assert windows("advapi32").SetFileSecurityW(ctypes.c_wchar_p(str(path)), 4, descriptor)
