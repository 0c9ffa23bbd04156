"""The window over data that were moved or copied: one question at the start, and again before a document is written."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mus_desktop.model.people import Employee
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.documents import moved_folder_question, open_in_word
from mus_desktop.ui.documents.open_in_word import WordOpener
from mus_desktop.ui.settings.setting_groups import FolderSection
from mus_desktop.ui.shell.session import Session

SAME, NEW, LATER = "same", "new", ""


class Leader:
    """Answers the question with ``answer``; ``asked`` holds what was asked, ``offered`` the choices."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answer, self.asked, self.offered = LATER, list[str](), list[str]()
        monkeypatch.setattr(moved_folder_question, "ask", self._ask)

    def _ask(self, _window: Any, title: str, text: str, choices: Any, cancel: str) -> str:
        self.asked.append(f"{title} {text}")
        self.offered = [choice.key for choice in choices]
        return self.answer


@pytest.fixture
def leader(monkeypatch: pytest.MonkeyPatch) -> Leader:
    return Leader(monkeypatch)


@pytest.fixture
def folder(place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The document folder, chosen on another PC."""
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Dokumenter")
    folder = tmp_path / "fælles"
    folder.mkdir()
    with monkeypatch.context() as other:
        other.setattr(platform, "node", lambda: "GAMMEL-PC")
        place.preferences.set_document_folder(folder)
    return folder


@pytest.mark.parametrize("answer", [SAME, NEW, LATER])
def test_it_is_asked_at_the_start(
    leader: Leader, session: Session, place: Workplace, folder: Path, answer: str, tmp_path: Path, qtbot: QtBot
) -> None:
    leader.answer = answer
    session.begin(None)
    qtbot.waitUntil(lambda: bool(leader.asked))
    (asked,) = leader.asked
    assert "fra en anden pc" in asked
    assert str(folder) in asked
    assert leader.offered == [SAME, NEW]
    assert place.preferences.documents_moved() == (answer == LATER)
    wanted = {SAME: folder, NEW: tmp_path / "Dokumenter" / "MUS", LATER: folder}
    assert place.preferences.document_folder() == wanted[answer]


def test_nothing_is_asked_where_it_was_chosen(leader: Leader, session: Session, place: Workplace, qtbot: QtBot) -> None:
    session.begin(None)
    qtbot.wait(1)
    assert leader.asked == []
    assert not place.preferences.documents_moved()


def test_a_folder_that_does_not_exist_here_is_not_offered(
    leader: Leader, session: Session, folder: Path, qtbot: QtBot
) -> None:
    folder.rmdir()
    session.begin(None)
    qtbot.waitUntil(lambda: bool(leader.asked))
    assert leader.offered == [NEW]
    assert "som ikke findes her" in leader.asked[0]


def test_no_document_is_written_before_the_answer(
    leader: Leader,
    session: Session,
    place: Workplace,
    folder: Path,
    plan: Callable[..., int],
    person: Callable[[str], Employee],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = session.window
    assert window is not None
    opened: list[Path] = []
    word, talk = WordOpener(place.documents, window, lambda path: opened.append(path) is None), plan(person("Ågot"))
    word.make_and_open(talk)
    window.menus.blank_documents.trigger()
    window.menus.many_plans.trigger()
    assert len(leader.asked) == 3, "asked before each"
    section = FolderSection(place.preferences)
    section.store()
    assert place.preferences.documents_moved(), "saving other settings is no answer"
    assert (opened, list(folder.iterdir())) == ([], [])
    leader.answer = SAME
    word.make_and_open(talk)
    assert [path.parent for path in opened] == [folder]
    monkeypatch.setattr(open_in_word, "ask", lambda *_: "")
    word.make_and_open(talk)
    assert len(leader.asked) == 4, "not asked again"
