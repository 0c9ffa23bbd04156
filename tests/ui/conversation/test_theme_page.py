"""A page of the wizard: which fields stand on it, where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mus_desktop.model.form import ChoiceField, Form, NotesField, PartyRole, Tab
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.fields.field_widget import Arrangement, FieldContext

EMPLOYEE, LEADER, SHARED = PartyRole.EMPLOYEE, PartyRole.LEADER, PartyRole.SHARED
INDIVIDUAL = {EMPLOYEE: 1, LEADER: 2, SHARED: 3}
COMMON = {LEADER: 2, SHARED: 3}
FIELDS: tuple[Any, ...] = (
    NotesField(key="alle", title="Alle", by=(EMPLOYEE, LEADER, SHARED)),
    NotesField(key="begge", title="Begge", by=(EMPLOYEE, LEADER)),
    NotesField(key="leder", title="Kun lederen", by=(LEADER,)),
    NotesField(key="medarbejder", title="Kun medarbejderen", by=(EMPLOYEE,)),
    ChoiceField(key="stikord", title="Stikord", by=(EMPLOYEE, LEADER), options=("Mod", "Ro"), cards=True),
)


@pytest.fixture
def titles(qtbot: QtBot) -> Any:
    """The titles of the fields that show on the page in this arrangement, before these parties."""
    kept: list[ThemePage] = []

    def titles_(parties: Mapping[PartyRole, int], arrangement: Arrangement, *, key_held: bool = False) -> set[str]:
        tab = Tab("tema", "Tema", FIELDS)
        form = Form("skema", 1, "Skema", "Kommunen", (tab,))
        page = ThemePage(tab, FieldContext(form, parties, 1, {}, (), lambda: date(2026, 11, 18)))
        kept.append(page)
        qtbot.addWidget(page)
        page.show()
        page.set_arrangement(arrangement)
        page.show_leader_note(shown=key_held)
        shown = {label.text() for label in page.findChildren(QLabel) if label.isVisible()}
        return shown & {field.title for field in FIELDS}

    return titles_


ALL = {field.title for field in FIELDS}


@pytest.mark.parametrize(
    ("parties", "arrangement", "key_held", "expected"),
    [
        (INDIVIDUAL, Arrangement.PREPARATION, False, ALL),
        (INDIVIDUAL, Arrangement.CONVERSATION, False, ALL - {"Kun lederen"}),
        (INDIVIDUAL, Arrangement.CONVERSATION, True, ALL),
        (COMMON, Arrangement.PREPARATION, False, ALL - {"Kun medarbejderen"}),
        (COMMON, Arrangement.CONVERSATION, False, {"Alle", "Stikord"}),
    ],
)
def test_what_stands_there(
    titles: Any, parties: Mapping[PartyRole, int], arrangement: Arrangement, key_held: bool, expected: set[str]
) -> None:
    assert titles(parties, arrangement, key_held=key_held) == expected
