"""The installed program's real window under wine, driven by keys: what a leader does from the first start on."""

from __future__ import annotations

from docx import Document

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import PartyRole
from tests.windows.installed import TITLE, Leader
from tests.windows.wine import wait_until

NAME = "Åse Nørgård"
NOTE = "Blåbærgrød på Ærø, 1. årgang: ÆØÅæøå é"
SHARED = "Vi er enige om ro."
GOAL = "Blive vejleder på Fanø"


def begin(leader: Leader) -> None:
    """The first start: name, form, no password, one employee."""
    leader.start()
    screen = leader.screen
    leader.picture("1 velkommen")
    screen.type("Mette Højgård")
    screen.press("Tab")
    screen.type("Skoleleder")
    screen.press("Tab", "Tab", "Tab")
    screen.type("køb")
    screen.press("Tab", "Tab", "Tab", "Return")
    leader.wait_stored("Mette Højgård")
    screen.press("alt+u")
    screen.press_until("ctrl+n", "Ny medarbejder")
    screen.type(NAME)
    screen.press_until("Return", TITLE)
    leader.wait_stored(NAME)


def write_note(leader: Leader) -> None:
    """Plan a conversation, and write what the employee says and what both agree."""
    screen = leader.screen
    screen.press_until("ctrl+shift+n", "Ny samtale")
    leader.picture("2 ny samtale")
    screen.press_until("Return", TITLE)
    screen.press_until("F11", "MUS")
    screen.press_until("F11", TITLE)
    screen.press("alt+5")
    screen.type(NOTE)
    screen.press_until("F11", "MUS")
    screen.type(SHARED)
    leader.wait_stored(SHARED)
    leader.picture("3 samtale")
    screen.press_until("F11", TITLE)


def test_from_the_first_start_to_the_plan_in_word(leader: Leader) -> None:
    begin(leader)
    write_note(leader)
    screen = leader.screen
    screen.press("alt+6")
    screen.type(GOAL)
    leader.wait_stored(GOAL)
    leader.picture("4 plan")
    screen.press_until("alt+a", "Afslut samtalen")
    leader.picture("5 afslut")
    screen.press_until("Return", TITLE)
    screen.press("alt+w")
    wait_until(lambda: list(leader.installed.documents.glob("*.docx")), "the plan is not written")
    leader.picture("6 word")
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
