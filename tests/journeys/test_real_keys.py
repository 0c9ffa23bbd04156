"""Real keys on a real keyboard layout: the program under Xvfb with a window manager, typed into by xdotool.

Nothing of the program runs in this process: it is started as a leader starts it, and what was typed is read from its
database when it has been closed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee, Leader
from tests.real_screen import PATIENCE, Screen, missing_tools, real_screen, running
from tests.systems import posix_only

TEXT = "Blåbærgrød på Ærø, 1. årgang – ÆØÅæøå é"

pytestmark = [pytest.mark.xvfb, posix_only("a real X server; tests/windows does the same under wine")]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    if (missing := missing_tools()) and not os.environ.get("CI"):
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    with real_screen(tmp_path / "hjem") as made:
        yield made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a leader and one employee."""
    folder = tmp_path / "data på Ærø"
    workplace = build(folder)
    workplace.preferences.set_leader(Leader("Mette Højgård"))
    workplace.staff.add(Employee("Åse Nørgård"))
    workplace.preferences.set_default_form("kobenhavn-buf")
    workplace.close()
    return folder


def typed(folder: Path) -> dict[PartyRole, str]:
    workplace = build(folder)
    opened = workplace.conversations.open(1)
    found = {role: opened.answers.get(AnswerKey(opened.party(role).id, "laeringsmaal")) for role in PartyRole}
    assert workplace.health() == []
    workplace.close()
    return {role: str(text) for role, text in found.items() if text is not None}


def test_danish_letters_typed_on_a_real_keyboard_are_in_the_database(screen: Screen, data: Path) -> None:
    program = [sys.executable, "-m", "mus_desktop", "--data", str(data)]
    with running(program, screen.env) as process:
        assert screen.wait_window("MUS Desktop")
        screen.press("ctrl+f")
        screen.type("åse")
        screen.press("Return")
        screen.press_until("ctrl+shift+n", "Ny samtale")
        screen.press_until("Return", "MUS Desktop")
        screen.press_until("F11", "MUS")
        screen.press_until("F11", "MUS Desktop")
        screen.press("alt+5")
        screen.type(TEXT)
        screen.press_until("F11", "MUS")
        screen.type("Fælles")
        screen.press("ctrl+q")
        process.wait(PATIENCE)
        assert process.returncode == 0
    assert typed(data) == {PartyRole.EMPLOYEE: TEXT, PartyRole.SHARED: "Fælles"}
