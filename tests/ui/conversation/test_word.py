"""*Åbn i Word* through the window: every obstacle is a choice, and nobody's edits are ever written over."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mus_desktop.errors import SaveFailed, SignedTemplateUnusable
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.services.documents.prepared_document import PreparedDocument
from mus_desktop.services.preferences import Preferences
from mus_desktop.storage.records.stored_documents import StoredDocuments

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

OBSTACLE = "Dokumentet blev ikke skrevet"
EDITED = "Dokumentet er ændret i Word"
AGREED = "Word-versionen er gældende"


class Word:
    """The leader at *Åbn i Word*, and what comes of it."""

    def __init__(self, program: Program, view: Any, hands: Hands, qtbot: QtBot, opened: list[Path]) -> None:
        self.program, self.view, self.hands, self.opened = program, view, hands, opened
        self._qtbot = qtbot
        self.told: list[str] = []

    def press(self, *answers: tuple[str, str], before: Callable[[], None] = lambda: None) -> None:
        """Press *Åbn i Word* and answer the dialogs, each given by its title and the words of the button."""
        if answers:
            self._expect(answers, before)
        self.hands.click_on("Åbn i Word")
        self._qtbot.waitUntil(lambda: len(self.told) >= len(answers))
        self.told.clear()

    def _expect(self, answers: tuple[tuple[str, str], ...], before: Callable[[], None]) -> None:
        (title, words), rest = answers[0], answers[1:]

        def answer(dialog: Any) -> None:
            assert isinstance(dialog, QMessageBox)
            self.told.append(" ".join(label.text() for label in dialog.findChildren(QLabel)))
            before()
            if rest:
                self._expect(rest, lambda: None)
            if words == "Esc":
                self.hands.press("Escape")
            else:
                buttons = [button for button in dialog.findChildren(QPushButton) if button.text() == words]
                self.hands.click(buttons[0])

        self.hands.meet(answer, title)

    def write_in_the_plan(self, text: str) -> None:
        self.hands.press("Alt+6")
        self.hands.click_on("Aftale 1, Hvad vil du gerne opnå? (læringsmål)")
        self.hands.press("Ctrl+Home")
        self.hands.type(text)

    def kept(self) -> list[tuple[str, bytes]]:
        """Name and bytes of every plan kept in the database."""
        stored = StoredDocuments(self.program.workplace.database)
        plans = [each for each in stored.all(self.view.conversation_id) if each.kind is DocumentKind.PLAN]
        return [(each.name, stored.content(each.id)) for each in plans]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Mine planer på Æ"
    folder.mkdir()
    return folder


@pytest.fixture
def word(
    program: Program,
    start_talk: Callable[..., Any],
    hands: Hands,
    qtbot: QtBot,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Word:
    opened: list[Path] = []

    class Desktop:
        @staticmethod
        def openUrl(url: Any) -> bool:  # noqa: N802 - Qt's name
            opened.append(Path(url.toLocalFile()))
            return True

    monkeypatch.setattr("mus_desktop.ui.documents.open_in_word.QDesktopServices", Desktop)
    view = start_talk(others=False)
    program.workplace.preferences.set_document_folder(folder)
    return Word(program, view, hands, qtbot, opened)


@pytest.fixture
def written(word: Word) -> Path:
    """The plan as the program wrote it and opened it."""
    word.press()
    (path,) = word.opened
    word.opened.clear()
    return path


def text_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    return " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def edit(path: Path) -> bytes:
    document = Document(str(path))
    document.add_paragraph("Tilføjet i Word af lederen")
    document.save(str(path))
    return path.read_bytes()


def test_what_is_written_is_kept_byte_for_byte_and_written_anew_when_it_changes(word: Word, written: Path) -> None:
    assert word.kept() == [(written.name, written.read_bytes())]
    word.write_in_the_plan("Ærø. ")
    word.press()
    assert word.opened == [written]
    assert "Ærø. Blive vejleder" in text_of(written.read_bytes())
    assert word.kept()[-1] == (written.name, written.read_bytes())


class TestHeldOpenByWord:
    @pytest.fixture
    def owner(self, written: Path, word: Word) -> Path:
        owner = written.with_name(f"~${written.name[2:]}")
        owner.write_bytes(b"Mette")
        word.write_in_the_plan("Nyt. ")
        return owner

    def test_another_name_leaves_the_open_one_alone(self, word: Word, written: Path, owner: Path) -> None:
        before = written.read_bytes()
        word.press((OBSTACLE, "Gem under et nyt navn"))
        (second,) = word.opened
        assert second.name == f"{written.stem} (2).docx"
        assert written.read_bytes() == before
        assert "Nyt. Blive vejleder" in text_of(second.read_bytes())
        assert [name for name, _ in word.kept()] == [written.name, second.name]

    def test_again_after_closing_word(self, word: Word, written: Path, owner: Path) -> None:
        word.press((OBSTACLE, "Prøv igen"), before=owner.unlink)
        assert word.opened == [written]
        assert "Nyt. Blive vejleder" in text_of(written.read_bytes())

    def test_again_while_it_is_still_open_asks_again(self, word: Word, written: Path, owner: Path) -> None:
        before = written.read_bytes()
        word.press((OBSTACLE, "Prøv igen"), (OBSTACLE, "Esc"))
        assert (word.opened, written.read_bytes(), len(word.kept())) == ([], before, 1)

    def test_the_sentence_says_what_to_do_and_that_nothing_is_lost(self, word: Word, owner: Path, hands: Hands) -> None:
        said: list[str] = []
        hands.meet(lambda box: (said.append(box.informativeText()), hands.press("Escape")), OBSTACLE)
        hands.click_on("Åbn i Word")
        assert "er åbent i Word" in said[0]
        assert "Alt, hvad I har skrevet, er gemt i programmet." in said[0]


@pytest.mark.parametrize("answer", ["Brug dagens skabelon", "Esc"])
def test_todays_template_is_offered_when_the_signed_one_is_lost(
    word: Word, written: Path, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> bytes:
        raise SignedTemplateUnusable

    monkeypatch.setattr(PreparedDocument, "template", lost)
    word.press(("Skabelonen kan ikke bruges", answer))
    assert word.opened == ([written] if answer != "Esc" else [])


class TestEditedInWord:
    def test_kept_as_the_agreed_one(self, word: Word, written: Path) -> None:
        edited = edit(written)
        word.press((EDITED, "Behold Word-versionen som gældende"))
        assert word.opened == [written]
        assert word.kept()[-1] == (written.name, edited)
        assert written.read_bytes() == edited

    def test_what_was_kept_is_not_written_over_later_either(self, word: Word, written: Path) -> None:
        edited = edit(written)
        word.press((EDITED, "Behold Word-versionen som gældende"))
        word.write_in_the_plan("Senere. ")
        word.press((AGREED, "Åbn Word-versionen"))
        assert written.read_bytes() == edited
        word.press((AGREED, "Lav en ny kopi"))
        assert written.read_bytes() == edited
        assert word.opened[-1].name == f"{written.stem} (2).docx"
        again = edit(word.opened[-1])
        word.press((EDITED, "Esc"))
        assert word.opened[-1].read_bytes() == again
        assert written.read_bytes() == edited

    def test_kept_whole_or_not_at_all(self, word: Word, written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        edited = edit(written)

        def full(*_: object) -> None:
            raise SaveFailed("Disken er fuld, så det seneste er ikke gemt.")

        with monkeypatch.context() as broken:
            broken.setattr(Preferences, "add_edited_document", full)
            word.press((EDITED, "Behold Word-versionen som gældende"), ("Dokumentet blev ikke gemt i programmet", "OK"))
        word.press((EDITED, "Behold Word-versionen som gældende"))
        assert word.kept()[-1] == (written.name, edited)
        assert len(word.kept()) == 2

    def test_a_new_one_beside(self, word: Word, written: Path) -> None:
        edited = edit(written)
        word.press((EDITED, "Lav en ny kopi"))
        assert word.opened == [written.with_name(f"{written.stem} (2).docx")]
        assert written.read_bytes() == edited

    def test_just_opened(self, word: Word, written: Path) -> None:
        edited = edit(written)
        word.press((EDITED, "Åbn Word-versionen"))
        assert (word.opened, written.read_bytes(), len(word.kept())) == ([written], edited, 1)

    def test_left_alone(self, word: Word, written: Path) -> None:
        edited = edit(written)
        word.press((EDITED, "Esc"))
        assert (word.opened, written.read_bytes(), len(word.kept())) == ([], edited, 1)

    def test_somebody_elses_file_of_that_name_is_neither_offered_nor_written_over(
        self, word: Word, folder: Path
    ) -> None:
        usual = word.program.workplace.documents.target(word.view.conversation_id).path
        usual.write_bytes(b"en andens")
        word.press()
        assert word.opened == [usual.with_name(f"{usual.stem} (2).docx")]
        assert usual.read_bytes() == b"en andens"


@pytest.mark.parametrize(
    ("number", "says"), [(errno.EACCES, "kan ikke gemmes i mappen"), (errno.ENOSPC, "ikke plads"), (errno.EIO, "")]
)
class TestTheDiskWillNot:
    """A read-only folder, a full disk, a broken one: as the system says it when the file is written."""

    @pytest.fixture(autouse=True)
    def _refuses(self, word: Word, written: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
        real = os.fsync
        word.write_in_the_plan("Nyt. ")
        assert word.view.save_now()

        def refuse(handle: int) -> None:
            file = os.fstat(handle)
            for path in written.parent.rglob("*"):
                if os.path.samestat(file, path.stat()):
                    raise OSError(number, os.strerror(number), str(path))
            real(handle)

        monkeypatch.setattr("mus_desktop.documents.word.document_files.os.fsync", refuse)

    def test_another_folder(
        self, word: Word, written: Path, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = tmp_path / "andet sted"
        other.mkdir()
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_more: str(other))
        before = written.read_bytes()
        word.press((OBSTACLE, "Vælg en anden mappe …"))
        assert word.opened == [other / written.name]
        assert written.read_bytes() == before
        assert [path.name for path in written.parent.iterdir()] == [written.name]
        assert word.kept()[-1] == (written.name, (other / written.name).read_bytes())

    def test_given_up(self, word: Word, written: Path, says: str, hands: Hands) -> None:
        before, said = written.read_bytes(), []
        hands.meet(lambda box: (said.append(box.informativeText()), hands.press("Escape")), OBSTACLE)
        hands.click_on("Åbn i Word")
        assert says in said[0]
        assert (word.opened, written.read_bytes(), len(word.kept())) == ([], before, 1)
        assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_a_plan_that_cannot_be_kept_in_the_program_is_told(word: Word, written: Path, hands: Hands) -> None:
    word.write_in_the_plan("Nyt. ")
    assert word.view.save_now()
    connection = word.program.workplace.database._connection
    connection.execute("PRAGMA query_only = ON")
    word.press(("Dokumentet blev ikke gemt i programmet", "OK"))
    connection.execute("PRAGMA query_only = OFF")
    word.press()  # nothing is asked: what lies there is exactly what the program would write
    assert word.opened[-1] == written
    assert "Nyt. Blive vejleder" in text_of(written.read_bytes())


def test_word_that_cannot_be_started_is_told(
    word: Word, folder: Path, monkeypatch: pytest.MonkeyPatch, hands: Hands
) -> None:
    monkeypatch.setattr("mus_desktop.ui.documents.open_in_word.QDesktopServices.openUrl", lambda _url: False)
    word.press(("Dokumentet ligger klar", "OK"))
    assert [path.suffix for path in folder.iterdir()] == [".docx"]


def test_nothing_is_asked_when_nothing_is_in_the_way(word: Word, written: Path) -> None:
    word.press()
    assert QApplication.activeModalWidget() is None
    assert word.opened == [written]
