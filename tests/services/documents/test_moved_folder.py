"""Data that were copied or moved do not write into the document folder of the original before the leader says so."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mus_desktop.errors import DocumentFolderMoved
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.documents.moved_folder import is_missing, new_folder
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records import setting_values
from mus_desktop.storage.records.settings import Settings
from tests.conftest import NOON

Open = Callable[[Path], object]


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's documents on this PC."""
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Dokumenter")
    (tmp_path / "Dokumenter").mkdir()
    return tmp_path / "Dokumenter"


@pytest.fixture
def opened(build_place: Callable[..., Workplace]) -> Open:
    @contextmanager
    def open_(folder: Path) -> Iterator[Workplace]:
        workplace = build_place(folder, now=lambda: NOON)
        try:
            yield workplace
        finally:
            workplace.close()

    return open_


@pytest.fixture
def original(opened: Open, documents: Path, tmp_path: Path) -> Path:
    """Data with a plan in the default folder."""
    with opened(tmp_path / "data") as place:
        employee = place.staff.add(Employee("Åse Nørgård")).id
        form = place.catalogue.available()[0].id
        number = place.conversations.plan_new(employee, Meeting(form, PeriodRule().period_of(NOON.date()), NOON.date()))
        place.documents.write(number, place.documents.target(number).path)
    assert len(list((documents / "MUS").iterdir())) == 1
    return tmp_path / "data"


def refuses(place: Workplace) -> None:
    """Nothing is written, by any way that takes the folder from the settings."""
    (number,) = [line.conversation.id for line in place.conversations.all()]
    before = {file: file.read_bytes() for file in place.preferences.document_folder().iterdir()}
    (earlier,) = place.documents.earlier(number)
    for write in (
        lambda: place.documents.target(number),
        lambda: place.documents.prepare(number).search(),
        lambda: place.documents.write_copy_of(number, earlier[0]),
        place.preferences.folder_for_writing,
    ):
        with pytest.raises(DocumentFolderMoved, match="flyttet eller kopieret"):
            write()
    assert {file: file.read_bytes() for file in place.preferences.document_folder().iterdir()} == before


def test_the_original_writes_on_without_a_question(opened: Open, original: Path, documents: Path) -> None:
    with opened(original) as place:
        assert not place.preferences.documents_moved()
        assert place.preferences.folder_for_writing() == documents / "MUS"


@pytest.mark.parametrize("how", ["copied beside", "moved to a new PC", "backup restored elsewhere"])
def test_whoever_moves_the_data_is_asked(
    opened: Open, original: Path, documents: Path, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = original
    if how == "copied beside":
        data = Path(shutil.copytree(original, tmp_path / "arkiv"))
    elif how == "moved to a new PC":
        monkeypatch.setattr(platform, "node", lambda: "NY-PC")
    else:
        with opened(original) as place:
            backup = place.safety.backup_job().run()
        data = tmp_path / "anden"
        with opened(data) as place:
            restoring = place.safety.restoring
            restoring.restore(restoring.open_backup(backup.path))
    with opened(data) as place:
        assert place.preferences.documents_moved()
        assert place.preferences.earlier_data_folder() == str(original)
        refuses(place)
        draft = documents / "MUS" / ".mus-0123456789ab.tmp"
        draft.mkdir()
        place.safety.clean_up()
        assert draft.exists(), "the original may be writing it now"
        draft.rmdir()
        assert new_folder(place.preferences) == documents / "MUS 2"
        place.preferences.set_document_folder(new_folder(place.preferences))
        assert place.preferences.folder_for_writing() == documents / "MUS 2"
    with opened(data) as place:
        assert not place.preferences.documents_moved(), "asked once"


def test_a_folder_on_this_pc_that_is_gone_is_noticed(tmp_path: Path) -> None:
    assert is_missing(tmp_path / "væk")
    assert not is_missing(tmp_path)


def test_data_from_before_are_taken_as_they_are(opened: Open, original: Path) -> None:
    with opened(original) as place:
        with place.database.transaction():
            place.database.write("DELETE FROM setting WHERE key = ?", (setting_values.DOCUMENT_HOME.key,))
        assert not place.preferences.documents_moved()
        assert place.preferences.uses_document_folder()
        place.preferences.record_document_home()
        assert place.preferences.earlier_data_folder() == str(original)


def test_a_damaged_note_of_where_it_was_chosen_is_asked_about(opened: Open, original: Path) -> None:
    with opened(original) as place:
        Settings(place.database).store(setting_values.DOCUMENT_HOME.key, '{"installation": 7}')
        assert place.preferences.documents_moved()
        assert place.preferences.earlier_data_folder() == ""
        refuses(place)
