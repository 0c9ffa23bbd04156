"""The real Danish dictionary on Debian and on Windows: compounds and suggestions, and none where it is damaged."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.services.self_test import spelling_trial
from mus_desktop.services.writing import dictionary_place
from mus_desktop.services.writing.dictionary_place import DEBIAN_DICTIONARY, installed_dictionary, is_installed
from mus_desktop.services.writing.hunspell_dictionary import load_dictionary
from tests.systems import WINDOWS

REAL = Path("Z:/").joinpath(*DEBIAN_DICTIONARY.parts[1:]) if WINDOWS else DEBIAN_DICTIONARY
"""The files of ``hunspell-da``; under wine Debian's root is drive Z."""
ENDINGS = (".aff", ".dic")


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    load_dictionary.cache_clear()
    yield
    load_dictionary.cache_clear()


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dictionary in the folder of a program, whose name ASCII does not have, as on Windows."""
    folder = tmp_path / "Bjørn Åkjær" / "resources" / "dictionary"
    folder.mkdir(parents=True)
    for ending in ENDINGS:
        shutil.copyfile(REAL.with_suffix(ending), folder / f"da_DK{ending}")
    monkeypatch.setattr(dictionary_place, "resources", lambda: folder.parent)
    return folder / "da_DK"


def test_danish_words(shipped: Path) -> None:
    assert is_installed()
    assert installed_dictionary() == shipped
    dictionary = load_dictionary()
    assert dictionary is not None
    right = ("skole", "medarbejderudviklingssamtale", "læringsmål", "øvebane", "sygefraværet", "idé", "x" * 400)
    assert [word for word in right if not dictionary.is_right(word)] == []
    assert [word for word in ("hesd", "kompetanse", "udviklng", "日本") if dictionary.is_right(word)] == []
    assert dictionary.suggestions("hesd")[0] == "hest"
    assert "medarbejderudviklingssamtale" in dictionary.suggestions("medarbejderudvkilingssamtale")
    assert load_dictionary() is dictionary
    assert "medarbejder" in spelling_trial.check_spelling()


def test_on_debian_the_package_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(dictionary_place, "DEBIAN_DICTIONARY", REAL)
    assert installed_dictionary() == REAL
    assert load_dictionary() is not None


def test_on_windows_only_the_own_folder_is_trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(dictionary_place, "DEBIAN_DICTIONARY", REAL)
    monkeypatch.setattr(dictionary_place, "resources", lambda: tmp_path)
    assert installed_dictionary() is None


def test_none_without_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary_place, "installed_dictionary", lambda: None)
    assert not is_installed()
    assert load_dictionary(paths.resources() / "da_DK") is None


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_damaged_dictionary_is_none(shipped: Path, ending: str) -> None:
    """Without this every word would be underlined."""
    shipped.with_suffix(ending).write_bytes(b"\0" * 99)
    assert load_dictionary() is None
    with pytest.raises(KnownError, match="er beskadiget"):
        spelling_trial.check_spelling()


@pytest.mark.usefixtures("shipped")
def test_without_the_library_there_is_no_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary_place, "_MODULE", "hunspell_of_nobody")
    assert not is_installed()
    monkeypatch.setitem(sys.modules, "hunspell", None)
    assert load_dictionary() is None
    with pytest.raises(ImportError):
        spelling_trial.check_spelling()
