"""The installed program's real window under wine, driven by keys: what a leader does from the first start on."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtGui import QColor, QImage

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import PartyRole
from mus_desktop.storage.keys import database_key
from tests.real_screen import Screen
from tests.windows.installed.program import NAME, TITLE, Leader
from tests.windows.wine import wait_until

NOTE = "Blåbærgrød på Ærø, 1. årgang: ÆØÅæøå é"
PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test
LOCK_MESSAGE = Path(__file__).parents[1] / "lock_message.py"
SHARED = "Vi er enige om ro."
GOAL = "Blive vejleder på Fanø"


def begin(leader: Leader) -> None:
    """The first start: name, form, no password, one employee."""
    leader.start()
    screen = leader.screen
    leader.picture("velkommen")
    screen.type("Mette Højgård")
    screen.press("Tab")
    screen.type("Skoleleder")
    screen.press("alt+i")
    leader.wait_stored("Mette Højgård")
    screen.type("køb")
    screen.press("alt+s")  # the form is chosen
    screen.press("alt+u")  # without a password
    screen.press("alt+s")
    screen.press_until("ctrl+n", "Ny medarbejder")
    screen.type(NAME)
    leader.close_dialog()
    leader.wait_stored(NAME)


def write_note(leader: Leader) -> None:
    """Plan a conversation, and write what the employee says and what both agree."""
    screen = leader.screen
    leader.plan_conversation()
    screen.type(NOTE)
    screen.press_until("F11", "MUS")
    screen.type(SHARED)
    leader.wait_stored(SHARED)
    leader.picture("samtale")
    screen.press_until("F11", TITLE)


def test_from_the_first_start_to_the_plan_in_word(leader: Leader) -> None:
    begin(leader)
    write_note(leader)
    screen = leader.screen
    screen.press("alt+6")
    screen.type(GOAL)
    leader.wait_stored(GOAL)
    leader.picture("plan")
    screen.press_until("alt+a", "Markér samtalen som afholdt")
    leader.picture("afholdt")
    leader.close_dialog()
    screen.press("alt+w")
    assert screen.wait_window("Dokumentet ligger klar"), "there is no Word in wine, which is shown"
    leader.picture("word")
    leader.close_dialog()
    leader.quit()
    (plan,) = leader.installed.documents.glob("*.docx")
    cells = [cell.text for table in Document(str(plan)).tables for row in table.rows for cell in row.cells]
    assert GOAL in " ".join(cells)
    workplace = leader.installed.stored()
    opened = workplace.conversations.open(1)
    answers = {role: opened.answers.get(AnswerKey(opened.party(role).id, "laeringsmaal")) for role in PartyRole}
    assert (answers[PartyRole.EMPLOYEE], answers[PartyRole.SHARED]) == (NOTE, SHARED)
    assert opened.conversation.held_on is not None
    assert workplace.health() == []
    workplace.close()


def test_a_wrong_word_is_underlined_and_put_right_from_the_menu(leader: Leader, tmp_path: Path) -> None:
    leader.installed.prepare().close()
    leader.start()
    leader.choose_employee()
    leader.plan_conversation()
    screen = leader.screen
    screen.type("en rigtig hest og en skæv hesd")
    before = red_points(screen, tmp_path)
    wait_until(lambda: red_points(screen, tmp_path) > before + 20, "the wrong word is not underlined")
    leader.picture("stavefejl")
    screen.press("Menu", "Down")
    leader.picture("forslag")
    screen.press("Return")
    leader.wait_stored("en rigtig hest og en skæv hest")
    leader.quit()


def red_points(screen: Screen, folder: Path) -> int:
    """Return how many points of the screen are red, as the lines under wrong words are."""
    screen.picture(folder / "screen.png")
    image = QImage(str(folder / "screen.png")).convertToFormat(QImage.Format.Format_RGB32)
    points = Counter(memoryview(image.constBits()).cast("I"))
    return sum(count for point, count in points.items() if _is_red(QColor(point)))


def _is_red(colour: QColor) -> bool:
    return colour.red() > colour.green() + 30 and abs(colour.green() - colour.blue()) < 15


def test_a_second_start_brings_the_first_window_forward(leader: Leader) -> None:
    leader.installed.prepare().close()
    leader.start()
    assert leader.program is not None
    leader.screen.xdotool("getactivewindow", "windowminimize")
    wait_until(lambda: not leader.screen.wait_window(TITLE, 0), "the window is not minimized")
    assert leader.start_another().wait(60) == 0
    assert leader.screen.wait_window(TITLE)
    assert leader.program.running
    leader.quit()


def test_nothing_is_lost_when_the_program_is_killed(leader: Leader) -> None:
    leader.installed.prepare().close()
    leader.start()
    leader.choose_employee()
    leader.plan_conversation()
    leader.screen.type(NOTE)
    leader.wait_stored(NOTE)
    leader.installed.wine.run("taskkill", "/F", "/IM", leader.installed.window.name)
    assert leader.program is not None
    assert leader.program.wait(60) != 0
    leader.start()
    leader.picture("efter et nedbrud")
    leader.quit()
    workplace = leader.installed.stored()
    opened = workplace.conversations.open(1)
    assert NOTE in opened.answers.values()
    assert workplace.health() == []
    workplace.close()


def test_the_program_is_locked_with_the_desktop(
    leader: Leader, windows_python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_key, "Cost", partial(database_key.Cost, n=2**4))
    workplace = leader.installed.prepare()
    workplace.safety.encryption.set_password(PASSWORD)
    workplace.close()
    screen = leader.screen
    leader.start(PASSWORD)
    leader.choose_employee()
    leader.plan_conversation()
    screen.type(NOTE)
    leader.installed.wine.run(windows_python, LOCK_MESSAGE, TITLE)
    wait_until(lambda: not leader.window_is_open(), "the program is not locked")
    leader.picture("låst")
    leader.unlock(PASSWORD)
    leader.picture("låst op")
    leader.quit()
    workplace = leader.installed.stored(PASSWORD)
    assert NOTE in workplace.conversations.open(1).answers.values()
    workplace.close()
