"""The first whole journey: from an empty machine to a signed plan in Word, and on to the second year."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from docx import Document
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.model.conversation import Status
from mus_desktop.model.form import PartyRole

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

NAME = "Åse O'Nørgård <x> & søn"
BIRDS = ("sølvmåge", "blåmejse", "ringdue", "nattergal", "stær", "ærtesanger", "vibe", "lærke", "rødhals")
"""One in every note, so that each can be known again."""
PREPARED = {
    "Opfølgning på sidste års personlige udviklingsplan": (
        f"Jeg nåede begge læringsmål – især <det> om pædagogisk IT & læsning. {BIRDS[0]}",
        f"Åse har løftet læseindsatsen 100 %; ros hende. {BIRDS[1]}",
        f"Vi var enige: målene er nået.\nNæste skridt er 2. årgang. {BIRDS[2]}",
    ),
    "Hvordan trives du på dit arbejde?": (
        f"Godt! Men støjen i pausen er hård. {{{{ navn }}}} {BIRDS[3]}",
        f'Spørg til "støjen" og til fredagene. {BIRDS[4]}',
        f"Vi prøver en stille pause om onsdagen. ☕ {BIRDS[5]}",
    ),
    "Hvad skal læringsmålene være i udviklingsplanen?": (
        f"Vejledning af nye kolleger. {BIRDS[6]}",
        f"Hun kan blive praktikvejleder. {BIRDS[7]}",
        f"Praktikvejleder fra august. {BIRDS[8]}",
    ),
}
CELLS = (
    "Hvad vil du gerne opnå? (læringsmål)",
    "Hvilke tiltag skal sættes i værk?",
    "Hvem kan støtte dig i processen?",
    "Tidsplan og ansvar",
)
AGREEMENTS = (
    ("Blive praktikvejleder for <nye> kolleger & studerende", "Kursus på UCL", "Ledelsen", "Start efter påske"),
    ("Læse mere med 2. årgang", "Makkerlæsning hver uge", "Læsevejlederen", ""),
    ("Rolige pauser", "Stille rum åbnes", "Teamet", "Prøves i et halvt år"),
)
CAPTIONS = ("Medarbejderens forberedelse", "Lederens forberedelse", "Fælles noter")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened with the computer's own programs; none is."""
    files: list[str] = []

    class Desktop:
        @staticmethod
        def openUrl(url: object) -> bool:  # noqa: N802 - Qt's name
            files.append(url.toLocalFile())  # type: ignore[attr-defined]
            return True

    monkeypatch.setattr("mus_desktop.ui.documents.open_in_word.QDesktopServices", Desktop)
    return files


def greet(program: Program, hands: Hands) -> None:
    program.start()
    hands.click_on("Dit navn")
    hands.type("Mette Højgård")
    hands.click_on("Din arbejdsplads")
    hands.type("Ærøskolen")
    hands.click_on("Kom i gang")
    hands.find("Standardskema").setFocus()
    hands.type("KØB")
    hands.click_on("Næste")
    hands.click_on("Fortsæt uden adgangskode")
    hands.click_on("Mappe til Word-planer")
    hands.press("Ctrl+A")
    hands.type(str(program.folder.parent / "Mine planer"))
    hands.click_on("Næste")


def add_employee(hands: Hands) -> None:
    hands.click_on("Tilføj én med flere oplysninger …")
    hands.wait_dialog("Ny medarbejder")
    hands.type(NAME)
    hands.click_on("Stilling")
    hands.type("Lærer")
    hands.click_on("Gem")


def plan_conversation(hands: Hands, day: str) -> None:
    hands.click_on("Ny samtale")
    hands.wait_dialog("Ny samtale")
    hands.click_on("Dato")
    hands.type(day)
    hands.click_on("Klokken")
    hands.type("10.30")
    hands.click_on("Sted")
    hands.type("Mødelokale Æ")
    hands.click_on("Opret og åbn")


def prepare(program: Program, hands: Hands) -> None:
    for title, texts in PREPARED.items():
        tab = program.view.live.state.form.tab_of(
            next(f.key for f in program.view.live.state.form.fields() if f.title == title)
        )
        while program.view.pages.currentWidget().tab is not tab:
            hands.press("Ctrl+PgDown")
        for caption, text in zip(CAPTIONS, texts, strict=True):
            hands.click_on(f"{caption}: {title}")
            hands.type(text)


def write_agreement(hands: Hands, number: int, cells: tuple[str, ...]) -> None:
    hands.click_on(f"Aftale {number}, {CELLS[0]}")
    for position, text in enumerate(cells):
        hands.type(text)
        if position < len(cells) - 1:
            hands.press("Tab")


def write_due(hands: Hands, number: int, due: str, responsible: str) -> None:
    hands.click_on(f"Aftale {number}, {CELLS[3]}: frist")
    hands.type(due)
    hands.click_on(f"Aftale {number}, {CELLS[3]}: ansvarlig")
    hands.type(responsible)
    hands.press("Tab")


def goals(program: Program) -> list[str]:
    plan = next(field for field in program.view.pages.currentWidget().fields if field.field.kind == "plan")
    return [row.cells[0].note.text() for row in plan.rows]


def order_rows(program: Program, hands: Hands) -> None:
    """Add a row, move it, remove another, and take each of it back or let it stand."""
    first, second, third = (cells[0] for cells in AGREEMENTS)
    hands.click_on("Tilføj aftale: UDVIKLINGSPLAN")
    hands.type("Et fjerde mål")
    assert goals(program) == [first, second, third, "Et fjerde mål"]
    hands.click_on("Flyt aftale 4 op")
    assert goals(program) == [first, second, "Et fjerde mål", third]
    hands.click_on("Flyt aftale 1 ned")
    assert goals(program) == [second, first, "Et fjerde mål", third]
    hands.press("Ctrl+Z")
    assert goals(program) == [first, second, "Et fjerde mål", third]
    hands.click_on("Fjern aftale 3")
    assert goals(program) == [first, second, third]
    hands.click_on("Flyt aftale 2 op")
    hands.press("Ctrl+Z", times=2)
    assert goals(program) == [first, second, "Et fjerde mål", third]
    hands.press("Ctrl+Y")
    assert goals(program) == [first, second, third]


def write_plan(program: Program, hands: Hands) -> None:
    hands.press("Alt+6")
    for number, cells in enumerate(AGREEMENTS, 1):
        write_agreement(hands, number, cells)
    write_due(hands, 1, "1. marts 2027", NAME)
    write_due(hands, 3, "1/6", "Mette Højgård")
    order_rows(program, hands)


def check_everything_is_there(program: Program) -> None:
    """What is on the pages and what is in the database, letter by letter."""
    conversation = program.view.conversation_id
    program.view.save_now()
    stored = program.workplace.conversations.open(conversation)
    by_title = {field.title: field.key for field in stored.form.fields()}
    for title, texts in PREPARED.items():
        for role, text in zip(PartyRole, texts, strict=True):
            found = {key.party: value for key, value in stored.answers.items() if key.field == by_title[title]}
            assert found[stored.party(role).id] == text
    assert len(stored.answers) == 3 * len(PREPARED)
    rows = [tuple(row.cells.get(column.key, "") for column in stored.form.plan_fields()[0].columns) for row in
            stored.plan.agreements]  # fmt: skip
    assert rows == list(AGREEMENTS)
    assert [str(row.due_on) for row in stored.plan.agreements] == ["2027-03-01", "None", "2027-06-01"]
    assert [row.responsible for row in stored.plan.agreements] == [NAME, "", "Mette Højgård"]


def search_for_aase(hands: Hands) -> None:
    hands.press("Ctrl+F")
    hands.type("åse")
    hands.press("Return")


def close_and_come_back(program: Program, hands: Hands) -> None:
    left_on = program.view.pages.currentWidget().tab.key
    program.stop()
    window = program.start()
    search_for_aase(hands)
    hands.click(window.page_stack.currentWidget().cards[0].open)
    assert program.view.pages.currentWidget().tab.key == left_on
    assert program.view.header.saved_text() == ""
    for title, texts in PREPARED.items():
        tab = program.view.live.state.form.tab_of(
            next(f.key for f in program.view.live.state.form.fields() if f.title == title)
        )
        hands.press(f"Alt+{program.view.live.state.form.tabs.index(tab) + 1}")
        shown = [hands.find(f"{caption}: {title}").text() for caption in CAPTIONS]
        assert shown == list(texts)
    hands.press("Alt+6")
    assert goals(program) == [cells[0] for cells in AGREEMENTS]


def finish(program: Program, hands: Hands) -> None:
    """*Markér som afholdt* with advice: jump to what is missing, then finish all the same, undo, finish."""

    def jump(dialog: object) -> None:
        told = [label.text() for label in dialog.findChildren(QLabel)]  # type: ignore[attr-defined]
        assert f"Markér samtalen med {NAME} som afholdt" in told
        assert {"•  Aftale 2 har ingen ansvarlig.", "•  Aftale 2 har ingen frist."} <= set(told)
        hands.click(hands.find("Gå dertil: Aftale 2 har ingen ansvarlig."))

    hands.press("Alt+2")
    hands.meet(jump, "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")
    assert hands.focused() is hands.find(f"Aftale 2, {CELLS[3]}")
    hands.meet(lambda _dialog: hands.click_on("Markér alligevel"), "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")
    assert held_on(program) == program.clock().date()
    hands.click_on("Fortryd afholdt")
    assert held_on(program) is None
    hands.meet(lambda _dialog: hands.click_on("Markér alligevel"), "Markér samtalen som afholdt")
    hands.click_on("Markér som afholdt …")
    assert held_on(program) == program.clock().date()


def held_on(program: Program) -> date | None:
    return program.workplace.conversations.open(program.view.conversation_id).conversation.held_on


def stored_status(program: Program) -> Status:
    return program.workplace.conversations.open(program.view.conversation_id).status


def get_word_plan(program: Program, hands: Hands, opened: list[str]) -> None:
    hands.click_on("Åbn i Word")
    (path,) = (Path(name) for name in opened)
    assert path.parent == program.folder.parent / "Mine planer"
    tables = [
        [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells] for row in table.rows]
        for table in Document(str(path)).tables
    ]
    printed = next(table for table in tables if CELLS[0] in table[0])
    assert any(NAME in cell for row in tables[0] for cell in row)
    for row, cells in zip(printed[1:], AGREEMENTS, strict=True):
        assert [cell for cell in cells if cell] == [cell for cell in cells if cell and cell in " ".join(row)]
    assert "Senest 1. marts 2027" in printed[1][-1]
    with ZipFile(path) as package:
        everything = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    assert "praktikvejleder" in everything
    assert not [bird for bird in BIRDS if bird in everything], "a note has reached the document"


def sign(program: Program, hands: Hands) -> None:
    hands.click_on("Gå til underskrift: Underskrift")
    hands.click_on("Underskrevet på papir af leder og medarbejder")
    assert stored_status(program) is Status.SIGNED
    cell = hands.find(f"Aftale 1, {CELLS[0]}")
    hands.click(cell)
    hands.type("for sent")
    assert cell.text() == AGREEMENTS[0][0]
    assert not [name for name in ("Tilføj aftale: UDVIKLINGSPLAN", "Fjern aftale 1") if hands.all_called(name)]
    hands.click_on("Kopi til medarbejderen")
    hands.click_on("Journaliseret i personalesagen")
    hands.click_on("Journaliseret, hvor")
    hands.type("Sag 2026-Æ17")
    hands.press("Tab")
    plan = program.workplace.conversations.open(program.view.conversation_id).plan
    assert (plan.copy_given_on, plan.journalised_on, plan.journalised_where) == (*[program.clock().date()] * 2,
                                                                                 "Sag 2026-Æ17")  # fmt: skip
    assert stored_status(program) is Status.JOURNALISED


def test_from_an_empty_machine_to_a_signed_plan_and_the_second_year(
    program: Program, hands: Hands, opened: list[str], qtbot: QtBot
) -> None:
    greet(program, hands)
    add_employee(hands)
    plan_conversation(hands, "18/11")
    prepare(program, hands)
    write_plan(program, hands)
    hands.click_on("Vi er enige")
    check_everything_is_there(program)
    close_and_come_back(program, hands)
    finish(program, hands)
    get_word_plan(program, hands, opened)
    sign(program, hands)

    program.stop()
    program.clock.at = datetime(2027, 10, 5, 9, 0)  # noqa: DTZ001
    window = program.start()
    search_for_aase(hands)
    plan_conversation(hands, "12. oktober 2027")
    hands.click_on("Tilbage til medarbejderen (Alt+Venstre)")
    years = [
        (card.line.conversation.period.title, card.line.status) for card in window.page_stack.currentWidget().cards
    ]
    assert years == [("2027", Status.PLANNED), ("2026", Status.JOURNALISED)]

    def through_the_years() -> bool:
        shown = {label.text() for label in window.page_stack.currentWidget().findChildren(QLabel) if label.isVisible()}
        return shown >= {"MUS 2027", "MUS 2026", AGREEMENTS[0][0], "Mette Højgård"}

    qtbot.waitUntil(through_the_years)
