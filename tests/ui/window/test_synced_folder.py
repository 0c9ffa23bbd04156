"""The folder for Word documents where Windows keeps the user's documents in OneDrive: said, and another proposed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from mus_desktop import paths
from mus_desktop.services.documents import moved_folder
from mus_desktop.services.documents.document_place import proposed_folder
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.settings.setting_groups import FolderSection


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose documents are in OneDrive, under the name that it has in a Danish municipality."""
    home = tmp_path / "mette"
    documents = home / "OneDrive - Ærø Kommune" / "Dokumenter"
    documents.mkdir(parents=True)
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: documents)
    monkeypatch.setattr(Path, "home", lambda: home)
    return home


@pytest.fixture
def section(place: Workplace, home: Path, show: Callable[..., QWidget]) -> FolderSection:
    section = FolderSection(place.preferences)
    show(section)
    return section


def test_a_folder_on_the_pc_is_proposed_and_says_why(section: FolderSection, place: Workplace, home: Path) -> None:
    assert place.preferences.document_folder().is_relative_to(home / "OneDrive - Ærø Kommune")
    assert section.folder.text() == str(home / "MUS")
    assert "Derfor foreslås en mappe på pc'en" in section.synced.text()
    assert not section.use_local.isVisible()
    section.store()
    assert place.preferences.document_folder() == home / "MUS"


def test_a_folder_in_the_cloud_may_be_chosen_and_is_said_to_be(
    section: FolderSection, place: Workplace, home: Path
) -> None:
    section.folder.setText(str(home / "OneDrive - Ærø Kommune" / "MUS"))
    assert "bliver kopieret ud af pc'en" in section.synced.text()
    section.use_local.click()
    assert section.folder.text() == str(home / "MUS")
    section.folder.setText(str(home / "Planer"))
    assert not section.synced.isVisible()
    assert not section.use_local.isVisible()
    section.folder.setText(str(paths.default_document_folder()))
    section.store()
    assert place.preferences.document_folder() == paths.default_document_folder(), "IT may allow it"


def test_who_has_written_there_is_told_and_not_moved(
    place: Workplace, home: Path, show: Callable[..., QWidget]
) -> None:
    place.preferences.set_document_folder(paths.default_document_folder())
    section = FolderSection(place.preferences)
    show(section)
    assert section.folder.text() == str(paths.default_document_folder())
    assert "bliver kopieret ud af pc'en" in section.synced.text()


def test_moved_data_get_a_new_folder_on_the_pc(place: Workplace, home: Path) -> None:
    assert moved_folder.new_folder(place.preferences) == home / "MUS"


def test_documents_on_the_pc_stay_where_they_were(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Dokumenter")
    assert proposed_folder(place.preferences) == tmp_path / "Dokumenter" / "MUS"
