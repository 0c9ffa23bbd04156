"""A group in the wizard: one place at a time, and nobody's preparation beside another's or before them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from mus_desktop.errors import SaveFailed
from mus_desktop.services.conversation.conversation_writer import ConversationWriter
from mus_desktop.ui.conversation.participants import OwnPlanBanner
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.employees.conversation_card import CardAction
from mus_desktop.ui.fields.field_widget import Arrangement

if TYPE_CHECKING:
    from tests.conftest import Hands

FORMS = ("albertslund", "abc-faelles")
PICKER = "Vis det fælles eller én deltager"
NAMES = ("Anna", "Bo", "Carla")

Start = Callable[..., Any]
Everything = Callable[..., str]


def pages(talk: Any) -> Iterator[int]:
    for number in range(talk.view.themes.count()):
        talk.view.themes.setCurrentRow(number)
        finish_layouts(talk.view.window())
        yield number


def secrets_in(text: str) -> set[str]:
    return {name for name in (*NAMES, "Leder") if f"{name}-HEMMELIGT" in text}


def keywords_of(talk: Any, name: str) -> set[str]:
    return {
        str(option)
        for key, value in talk.opened.answers.items()
        if key.party == talk.parties[name] and isinstance(value, list)
        for option in value
    }


class TestNobodysPreparationBesideAnothers:
    @pytest.mark.parametrize("form", FORMS)
    def test_with_a_participant_only_theirs(self, start_group: Start, everything: Everything, form: str) -> None:
        talk = start_group(form)
        for name in (*NAMES, "Anna"):  # and back again: nothing of the last place is left
            assert talk.view.show_participant(talk.parties[name])
            found = [secrets_in(everything(hidden=True)) for _ in pages(talk)]
            assert {name, "Leder"} in found
            assert all(one <= {name, "Leder"} for one in found)

    @pytest.mark.parametrize("form", FORMS)
    def test_common_shows_nobodys(self, start_group: Start, everything: Everything, form: str) -> None:
        talk = start_group(form)
        talk.view.show_participant(talk.parties["Bo"])
        list(pages(talk))
        talk.view.show_participant(None)
        found = [secrets_in(everything(hidden=True)) for _ in pages(talk)]
        assert set().union(*found) == {"Leder"}

    @pytest.mark.parametrize("form", FORMS)
    def test_turned_to_the_group_nobodys_not_even_the_leaders(
        self, start_group: Start, everything: Everything, hands: Hands, form: str
    ) -> None:
        talk = start_group(form)
        talk.view.set_arrangement(Arrangement.CONVERSATION)
        shared = 0
        for _ in pages(talk):
            hands.hold("F9")
            shown = everything(hidden=False)
            hands.let_go("F9")
            assert secrets_in(shown) == set()
            shared += "Fælles " in shown
            assert not talk.view.header.picker.isVisible()
            assert not talk.view.show_participant(talk.parties["Bo"]), "no way to see it"
        assert shared

    @pytest.mark.parametrize("form", FORMS)
    def test_turned_with_one_chosen_still_nobodys(self, start_group: Start, everything: Everything, form: str) -> None:
        talk = start_group(form)
        talk.view.show_participant(talk.parties["Carla"])
        talk.view.set_arrangement(Arrangement.CONVERSATION)
        found = [everything(hidden=False) for _ in pages(talk)]
        assert set().union(*map(secrets_in, found)) == set()
        assert all("Gruppesamtale: Anna, Bo og Carla" in text for text in found)

    def test_keywords_are_told_to_the_group_and_to_nobody_before(
        self, start_group: Start, everything: Everything
    ) -> None:
        talk = start_group()
        talk.view.themes.setCurrentRow(talk.page_of("stikord"))
        lines = [f"Stikord, {name}: " for name in NAMES]
        assert not any(line in everything(hidden=True) for line in lines)
        talk.view.set_arrangement(Arrangement.CONVERSATION)
        finish_layouts(talk.view.window())
        shown = everything(hidden=False)
        for name, line in zip(NAMES, lines, strict=True):
            told = next(text for text in shown.split("\n") if text.startswith(line))
            assert set(told.removeprefix(line).split(", ")) == keywords_of(talk, name)
        talk.view.set_arrangement(Arrangement.PREPARATION)
        finish_layouts(talk.view.window())
        assert not any(line in everything(hidden=True) for line in lines)
        talk.view.show_participant(talk.parties["Bo"])
        assert not any(line in everything(hidden=True) for line in lines)
        talk.view.set_arrangement(Arrangement.CONVERSATION)
        finish_layouts(talk.view.window())
        assert all(line in everything(hidden=False) for line in lines), "what is told is common, whoever was chosen"


class TestChangingPlace:
    def test_by_key_it_is_saved_first(self, start_group: Start, hands: Hands) -> None:
        talk = start_group()
        talk.view.themes.setCurrentRow(talk.page_of("andet"))
        hands.find("Fælles noter: Andet, vi vil tale om").setFocus()
        hands.type(" Nyt")
        hands.find(PICKER).setFocus()
        hands.press("Down")
        assert talk.view.header.picker.box.currentText() == "Anna"
        assert any(str(value).endswith(" Nyt") for value in talk.opened.answers.values())
        hands.find("Medarbejderens forberedelse: Andet, vi vil tale om").setFocus()
        hands.type(" Mit")
        hands.find(PICKER).setFocus()
        hands.press("Down")
        stored = {key.party: value for key, value in talk.opened.answers.items() if key.field == "andet"}
        assert stored[talk.parties["Anna"]] == "Anna-HEMMELIGT andet Mit"
        assert stored[talk.parties["Bo"]] == "Bo-HEMMELIGT andet"

    def test_the_list_marks_who_is_shown(self, start_group: Start) -> None:
        talk = start_group()
        window = talk.program.window
        marked = window.sidebar.list

        def names() -> list[str]:
            return [marked.employees.rows()[index.row()].employee.first_name for index in marked.selectedIndexes()]

        assert sorted(names()) == ["Anna", "Bo", "Carla"]
        talk.view.show_participant(talk.parties["Bo"])
        assert names() == ["Bo"]
        window.sidebar.refresh()
        assert names() == ["Bo"]
        talk.view.show_participant(None)
        assert sorted(names()) == ["Anna", "Bo", "Carla"]
        window.show_employee(talk.employees["Carla"])
        assert names() == ["Carla"]
        window.page_stack.show_start()
        assert names() == []

    def test_it_stays_while_something_cannot_be_saved(
        self, start_group: Start, hands: Hands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        talk = start_group()
        talk.view.themes.setCurrentRow(talk.page_of("andet"))
        hands.find("Fælles noter: Andet, vi vil tale om").setFocus()
        hands.type(" Nyt")
        with monkeypatch.context() as broken:

            def fail(*_: Any) -> None:
                raise SaveFailed("Disken er fuld.")

            broken.setattr(ConversationWriter, "save", fail)
            hands.find(PICKER).setFocus()
            hands.press("Down")
            assert talk.view.header.picker.box.currentText() == "Fælles"
            assert talk.view.failure_bar.isVisible()
        hands.press("Down")
        assert talk.view.header.picker.box.currentText() == "Anna"
        assert any(str(value).endswith(" Nyt") for value in talk.opened.answers.values())


class TestOwnPlan:
    def test_it_is_made_when_its_page_is_opened_and_filled(self, start_group: Start) -> None:
        talk = start_group("abc-faelles")
        talk.view.themes.setCurrentRow(talk.page_of("behov"))
        talk.view.show_participant(talk.parties["Bo"])
        assert talk.opened.plan_of(talk.parties["Bo"]) is None, "reading a preparation makes no plan"
        talk.view.themes.setCurrentRow(talk.page_of("plan"))
        own = talk.opened.plan_of(talk.parties["Bo"])
        assert [row.carried_from for row in own.agreements] == ["faelles-1"]
        (banner,) = talk.view.pages.currentWidget().findChildren(OwnPlanBanner)
        assert banner.title.text() == "Individuel plan for Bo"
        widget = talk.view.pages.currentWidget().field_widget("plan")
        assert [row.agreement().id for row in widget.rows if not row.agreement().blank] == [own.agreements[0].id]

    def test_later_additions_are_fetched(self, start_group: Start, hands: Hands) -> None:
        talk = start_group("abc-faelles")
        talk.view.themes.setCurrentRow(talk.page_of("plan"))
        talk.view.show_participant(talk.parties["Bo"])
        finish_layouts(talk.view.window())
        (banner,) = talk.view.pages.currentWidget().findChildren(OwnPlanBanner)
        hands.click(banner.fetch)
        assert "allerede" in banner.message().text()
        book = talk.program.workplace
        own = talk.opened.plan_of(talk.parties["Bo"])
        widget = talk.view.pages.currentWidget().field_widget("plan")
        widget.grid.remove(widget.rows[0])
        hands.click(banner.fetch)
        assert banner.message().text() == "1 aftale er hentet."
        assert [row.carried_from for row in talk.opened.plan_of(own.party).agreements] == ["faelles-1"]
        book.plan_recorder.sign(talk.opened.plan_of(own.party), date(2026, 11, 18))
        talk.view.show_participant(talk.parties["Bo"])
        finish_layouts(talk.view.window())
        (banner,) = [b for b in talk.view.pages.currentWidget().findChildren(OwnPlanBanner) if b.isVisible()]
        assert not banner.fetch.isEnabled()

    def test_agreeing_is_about_the_plan_that_is_shown(self, start_group: Start, hands: Hands) -> None:
        talk = start_group("abc-faelles")
        talk.view.themes.setCurrentRow(talk.page_of("underskrift"))
        talk.view.show_participant(talk.parties["Carla"])
        hands.click_on("Vi er enige")
        assert talk.opened.plan.agreed_on is None
        assert talk.opened.plan_of(talk.parties["Carla"]).agreed_on == date(2026, 11, 18)
        talk.view.show_participant(None)
        assert not hands.find("Vi er enige").isChecked()


class TestAlone:
    def test_out_of_the_group_and_back(self, start_group: Start, hands: Hands) -> None:
        talk = start_group()
        program, bo = talk.program, talk.parties["Bo"]
        before = talk.opened.answers
        talk.view.show_participant(bo)
        talk.view.header.picker.menu.actions()[0].trigger()
        dialog = hands.wait_dialog("Hold individuel MUS i stedet")
        hands.click(next(b for b in dialog.findChildren(QPushButton) if b.text() == "&Opret og åbn"))
        alone = program.view.conversation_id
        assert alone != talk.id
        assert program.view.header.picker is None
        assert program.window.page_stack.employee_id == talk.employees["Bo"]
        hands.press("Alt+Left")
        newest, old = program.window.page_stack.currentWidget().cards
        newest.menu.aboutToShow.emit()
        assert newest._actions[CardAction.REJOIN].isVisible()
        assert not old._actions[CardAction.REJOIN].isVisible()
        newest._actions[CardAction.REJOIN].trigger()
        assert program.view.conversation_id == talk.id
        assert talk.opened.answers == before


class TestANewGroup:
    def test_by_key(self, start_group: Start, hands: Hands) -> None:
        talk = start_group()
        talk.view.leave()
        talk.program.window.page_stack.show_start()
        hands.press("Ctrl+Shift+G")
        dialog = hands.wait_dialog("Ny gruppesamtale")
        hands.type("anna")
        hands.press("Down")
        hands.press("Space")
        assert dialog.people.chosen() == [talk.employees["Anna"]]
        hands.click(dialog.primary)
        assert "mindst to" in dialog.problem.text()
        dialog.people.search.setFocus()
        dialog.people.search.clear()
        hands.type("carla")
        hands.press("Down")
        hands.press("Space")
        assert len(dialog.people.chosen()) == 2, "what the search hides stays ticked"
        hands.click(dialog.primary)
        opened = talk.program.workplace.conversations.open(talk.program.view.conversation_id)
        assert [person.first_name for person in opened.employees] == ["Anna", "Carla"]
        assert "group" in opened.form.held

    def test_only_forms_for_groups_are_offered_and_only_forms_for_one_otherwise(
        self, start_group: Start, hands: Hands
    ) -> None:
        talk = start_group()
        catalogue = talk.program.workplace.catalogue
        page_stack = talk.program.window.page_stack
        page_stack.show_employee(talk.employees["Anna"])
        for open_dialog, held in ((page_stack.plan_group, "group"), (page_stack.plan_conversation, "individual")):
            open_dialog()
            dialog = next(d for d in page_stack.findChildren(QDialog) if d.isVisible())
            offered = {dialog.form.itemData(number) for number in range(dialog.form.count())}
            dialog.reject()
            yearly = {form.id for form in catalogue.available() if held in form.held and form.purpose == "mus"}
            assert offered == yearly
