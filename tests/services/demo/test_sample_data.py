"""The sample data: made beside the leader's database, which is never touched, kept to themselves, and removed whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from mus_desktop import app, file_changes, paths
from mus_desktop.errors import KnownError, StorageError
from mus_desktop.model.people import Employee
from mus_desktop.services.demo.sample_data import SampleData
from mus_desktop.services.demo.sample_workplace import SampleWorkplace
from mus_desktop.services.workplace import Workplace
from tests.systems import make_link

NOW = datetime(2027, 3, 2, 9, 30)  # noqa: DTZ001 - the clock on the wall


@pytest.fixture
def own(workplace: Workplace) -> Workplace:
    """The leader's own data, plain and encrypted in turn."""
    workplace.staff.add(Employee("Åse Nørgård"))
    return workplace


@pytest.fixture
def sample(own: Workplace) -> SampleData:
    return SampleData(own.database.path.parent)


@pytest.fixture
def opened(sample: SampleData) -> Iterator[SampleWorkplace]:
    sample.prepare()
    workplace = sample.open(sample.clock(lambda: NOW))
    yield workplace
    workplace.close()


def content(folder: Path) -> dict[str, bytes]:
    """Return the files in ``folder`` that are not of the sample data."""
    files = (path for path in folder.rglob("*") if path.is_file() and paths.SAMPLE_FOLDER not in str(path))
    return {str(path): path.read_bytes() for path in files}


def test_they_are_made_opened_and_removed_without_a_change_of_the_own_data(own: Workplace, sample: SampleData) -> None:
    before = content(sample.folder.parent)
    sample.prepare()
    workplace = sample.open(sample.clock(lambda: NOW))
    assert len(workplace.staff.everyone()) > 10
    assert workplace.preferences.leader().name
    assert workplace.policy.policy == type(workplace.policy.policy)(), "IT's places are not for sample data"
    assert workplace._now() == datetime.combine(date(2026, 11, 18), NOW.time()), "not all of it is overdue"
    workplace.staff.add(Employee("Emil Holm"))
    workplace.close()
    sample.prepare()
    workplace = sample.open(sample.clock(lambda: NOW))
    assert "Emil Holm" in [one.name for one in workplace.staff.everyone()], "they are there until they are removed"
    workplace.close()
    sample.remove()
    sample.remove()
    assert not list(sample.folder.parent.glob(f"{paths.SAMPLE_FOLDER}*"))
    assert content(sample.folder.parent) == before
    assert [one.name for one in own.staff.everyone()] == ["Åse Nørgård"]


def test_documents_go_into_their_folder_and_are_removed_with_it(
    opened: SampleWorkplace, sample: SampleData, tmp_path: Path
) -> None:
    preferences = opened.preferences
    with pytest.raises(KnownError, match="deres egen mappe"):
        preferences.set_document_folder(tmp_path / "Dokumenter")
    preferences.set_document_folder(preferences.document_folder())
    talk = next(line.conversation.id for line in opened.conversations.all() if line.form_id == "kobenhavn-buf")
    for at in (preferences, preferences.snapshot()):
        assert at.folder_for_writing().parent == sample.folder
    document = opened.documents.prepare(talk, opened.documents.main_document(talk))
    written = document.write(document.target().path)
    assert sample.folder in written.parents
    opened.close()
    sample.remove()
    assert not written.exists()


def test_no_backup_of_them_is_taken_sent_or_restored(opened: SampleWorkplace, drive: Path) -> None:
    safety = opened.safety
    for refused in (lambda: safety.add_target(drive), lambda: safety.restoring, safety.backup_job):
        with pytest.raises(KnownError, match="backup af eksempeldata"):
            refused()
    assert not safety.backup_due(closing=True)
    assert safety.password_decided(), "nobody is asked for a password"
    assert not list(drive.iterdir())


def test_a_command_over_their_folder_takes_no_backup_either(sample: SampleData) -> None:
    sample.prepare()
    workplace = app.build(sample.folder)
    with pytest.raises(StorageError):
        workplace.safety.back_up()
    workplace.close()


def test_damaged_ones_are_made_again(sample: SampleData) -> None:
    sample.prepare()
    (sample.folder / paths.DATABASE_NAME).write_bytes(b"nothing")
    sample.prepare()
    workplace = sample.open(sample.clock(lambda: NOW))
    assert workplace.staff.everyone()
    workplace.close()


def test_a_file_that_is_open_in_word_keeps_all_of_them(sample: SampleData, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(*_: object) -> None:
        raise PermissionError(13, "held", None, 32)

    sample.prepare()
    with monkeypatch.context() as broken:
        broken.setattr(file_changes, "rename_folder", held)
        with pytest.raises(KnownError, match="Luk de Word-planer"):
            sample.remove()
    assert (sample.folder / paths.DATABASE_NAME).exists()


@pytest.mark.parametrize("broken", ["rename_folder", "remove_tree"])
def test_a_full_disk_or_a_held_file_leaves_nothing_half_made(
    sample: SampleData, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(file_changes, broken, fails)
        if broken == "rename_folder":
            with pytest.raises(KnownError, match="gøres klar"):
                sample.prepare()
        else:
            sample.prepare()
            sample.remove()
            assert not sample.exist
    sample.clean_up()
    assert not list(sample.folder.parent.glob(f"{paths.SAMPLE_FOLDER}*"))


def test_links_are_removed_and_not_followed(sample: SampleData, tmp_path: Path) -> None:
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "plan.docx").write_text("min")
    sample.prepare()
    make_link(sample.folder / "genvej", kept)  # where the system lets a user make one
    sample.remove()
    assert (kept / "plan.docx").read_text() == "min"
    assert not sample.exist
