"""Text from Word, a mail, a spreadsheet and a Mac, through the real window: what is pasted is stored as if typed."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.text import comparison_key, is_blank
from mus_desktop.model.text.pasted import pasted_line, pasted_text
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.paper.pasted_agreements import agreements_in
from mus_desktop.services.paper.pasted_table import ListError, PastedLine, read_lines

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

WORD_LIST = "Aftalt i dag:\r\n•\tSkrive e\x1email\r\no\tRinge\r\n\uf0a7\tUdviklings\x1fsamtale\r\n"
WORD_HTML = "<html><body><p class=MsoListParagraph><span style='font-family:Symbol'>·</span> Skrive</p></body></html>"


def copy(text: str, html: str = "") -> None:
    """Put ``text`` on the clipboard as another program does."""
    mime = QMimeData()
    mime.setText(text)
    if html:
        mime.setHtml(html)
    QApplication.clipboard().setMimeData(mime)


@pytest.fixture
def window(program: Program) -> Any:
    """A window with one employee, the settings done."""
    place = build(program.folder, now=program.clock)
    place.preferences.set_leader(Leader("Mette Højgård", "", "Ærøskolen"))
    place.safety.encryption.decline()
    place.staff.add(Employee("José Kjær-Åberg", "Lærer"))
    place.close()
    yield program.start()
    QApplication.clipboard().clear()  # mime data made in Python must not outlive it


def stored(program: Program) -> Any:
    program.view.save_now()
    return program.workplace.conversations.open(program.view.conversation_id)


def test_a_pasted_employee_is_in_one_line_and_found(program: Program, hands: Hands, window: Any) -> None:
    hands.click_on("Ny medarbejder")
    hands.wait_dialog("Ny medarbejder")
    for name, text in (
        ("Navn", "\ufeffA\u030ase\r\nHolm\t"),
        ("Stilling", "Lærer\u2028i 3. b\n"),
        ("E-mail", "a@b.dk\r\n"),
    ):
        copy(text)
        hands.click_on(name)
        hands.press("Ctrl+V")
    copy("forkert\nsted")
    hands.press("Ctrl+V")
    hands.press("Ctrl+Z")
    hands.click_on("Gem")
    added = program.workplace.staff.everyone("aase")
    assert [(one.name, one.title, one.email) for one in added] == [("A\u030ase Holm", "Lærer i 3. b", "a@b.dk")]
    for search, found in (("jose kjaer", 1), ("åse", 1), ("ÅBERG", 1), ("aase holm", 1), ("ase", 0), ("\u200b", 2)):
        hands.press("Ctrl+F")
        hands.press("Ctrl+A")
        hands.press("Delete")
        hands.type(search)
        assert len(window.sidebar.list.employees.rows()) == found, search


def test_a_list_from_word_is_text_in_a_note(program: Program, hands: Hands, window: Any) -> None:
    open_conversation(program, window)
    note = first_note(program, hands)
    copy(WORD_LIST, WORD_HTML)
    hands.press("Ctrl+V")
    hands.type("3\u00a0timer\n")
    for keys in ("Ctrl+A", "Ctrl+X", "Ctrl+V", "Ctrl+V"):
        hands.press(keys)
    once = "Aftalt i dag:\n• Skrive e‑mail\n– Ringe\n• Udviklings\u00adsamtale\n3\u00a0timer\n"
    assert note.text() == once * 2
    assert once * 2 in stored(program).answers.values()
    hands.press("Ctrl+Z", times=3)
    assert note.text() == once


def open_conversation(program: Program, window: Any, person: Employee | None = None) -> None:
    """Open a new conversation in the first form with a plan."""
    place = program.workplace
    form = next(form for form in place.catalogue.available() if form.plan_fields())
    person = person or place.staff.everyone()[0]
    period = place.preferences.period_of(program.clock().date())
    window.open_conversation(place.conversations.plan_new(person.id, Meeting(form.id, period)))


def first_note(program: Program, hands: Hands) -> Any:
    """Click in the first note of the conversation and return it."""
    for _ in program.view.live.state.form.tabs:
        for field in program.view.pages.currentWidget().fields:
            if field.field.kind == "notes":
                note = (
                    field.inputs()[-1]
                    if not hasattr(field, "note")
                    else next(w for w in field.inputs() if hasattr(w, "toPlainText"))
                )
                hands.click(note)
                return note
        hands.press("Ctrl+PgDown")
    raise AssertionError("no note")


UGLY = (
    "👩\u200d👧\u200d👦 og 🏳\ufe0f\u200d🌈",
    "\u202eנוסח\u202c og \u200fعربي",
    "\ufeffBOM forrest",
    "linje\u2028linje\u2029afsnit\x0bog\x0cside\x85slut",
    "halv \ud83d alene",
    "nul\x00midt",
    "tab\ti\tnavn",
    "x" * 100_000,
    "\x93citat\x94 \x96 d\x92Angelo\x85",
    "So\u00adren Bind\u00adestreg",
    unicodedata.normalize("NFD", "Åse Ærø Öl é"),
    "  foran og\u00a0bagved \u00a0\r\n",
    "<b>&amp;</b> {{ navn }} {% if %} %s \\n",
    "'; DROP TABLE employee; --",
    "ingen tegn: \ufffe\uffff\ufdd0",
    "Z\u0351\u0337a\u0321l\u0489g\u0360o",
    "\u2800\u3164synlig\u115f",
    "a\u0300\u0301\u0302\u0303" * 50,
    "\x1b[31mrød\x1b[0m\x07",
    "1\u00a0234,5\u202f%",
    "o\tet\no\tto",
    '"anførsel" og "mere"',
    "𝄞 𝔸𝕝𝕥 ﬁ ½ ①",
    "\U000e0041\U000e007f",
    "\r\n\r\n\tindrykket\r\n",
    "æ" * 300 + "\n" + "ø" * 300,
    "\u061cArabisk mærke",
    "e\x1email\x1fsamtale",
    "\uf0b7 symbol \uf0fc \uf04a \uf8ff",
    "Ｆｕｌｄ ｂｒｅｄｄｅ",
)


@pytest.mark.parametrize("number", range(len(UGLY)))
def test_ugly_text_is_stored_found_and_printed(program: Program, hands: Hands, window: Any, number: int) -> None:
    ugly = UGLY[number]
    place = program.workplace
    copy(f"Navn {ugly[:200]}")
    name = pasted_line(QApplication.clipboard().text())  # Qt leaves out half characters
    hands.click_on("Ny medarbejder")
    hands.wait_dialog("Ny medarbejder")
    hands.press("Ctrl+V")
    hands.click_on("Gem")
    (person,) = [one for one in place.staff.everyone() if one.name.startswith("Navn")]
    assert comparison_key(person.name) == comparison_key(name)
    assert not set(person.name) & set("\n\r\t\x00\u2028\u2029")
    assert person in place.staff.everyone(name)
    assert person in place.staff.everyone(unicodedata.normalize("NFD", person.name))
    open_conversation(program, window, person)
    note = first_note(program, hands)
    copy(ugly)
    written = pasted_text(QApplication.clipboard().text())
    hands.press("Ctrl+V")
    assert note.text() == written
    assert list(stored(program).answers.values()) == ([] if is_blank(written) else [written])


@pytest.mark.parametrize("number", range(len(UGLY)))
def test_ugly_lists_are_read_or_refused_in_one_sentence(number: int) -> None:
    ugly = UGLY[number][:5_000]
    plan = next(field for loaded in read_folder(paths.forms()).forms for field in loaded.form.plan_fields())
    rows = agreements_in(f"{ugly}\tHandling\tBo", plan, date(2026, 1, 1))
    letters = "".join(text for row in rows for text in (*row.cells.values(), *row.extra.values(), row.responsible))
    kept = {letter for letter in pasted_text(ugly) if letter.isalpha()} - {"o"}
    assert kept <= set(letters), "no letter is lost; an o may have been a list mark"
    lines: tuple[PastedLine, ...] = ()
    with suppress(ListError):
        lines = read_lines(f"Navn {ugly}\t2", lambda _: False)
    assert not lines or kept <= set("".join(cell for line in lines for cell in line.cells))


def test_dates_of_an_appointment_are_questioned_and_never_erased(program: Program, hands: Hands, window: Any) -> None:
    window.show_employee(program.workplace.staff.everyone()[0].id)
    hands.click_on("Ny samtale")
    hands.wait_dialog("Ny samtale")
    hands.click_on("Dato")
    hands.type("1/3 2099")
    hands.press("Return")
    dialog = QApplication.activeModalWidget()
    assert "Er 1. marts 2099 rigtig?" in dialog.problem.text()
    assert program.workplace.conversations.of_employee(1) == [], "nothing is planned before it is confirmed"
    hands.press("Ctrl+A")
    hands.type("1/3 2027")
    hands.click_on("Sted")
    copy("Mødelokale\r\nÆ\n")
    hands.press("Ctrl+V")
    hands.click_on("Opret og åbn")
    opened = stored(program)
    assert (opened.conversation.on_date, opened.conversation.place) == (date(2027, 3, 1), "Mødelokale Æ")
