"""Every form with a plan, from new to filed through the window alone; then nothing that its paper shows can change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QWidget

from mus_desktop import paths
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import FollowUpField, Form, PartyRole, PlanField
from mus_desktop.model.group import GROUP, INDIVIDUAL
from mus_desktop.model.people import Employee
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.signing import printed_shared_fields
from mus_desktop.ui.conversation.participants import OwnPlanBanner
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.inputs.answered import AnsweredWidget
from tests.journeys.test_every_form import LEFT_ALONE, PERIOD, fill, pages, written

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

DATA = Path(__file__).parents[1] / "data"
OF_THE_TESTS = [file.parent for kind in ("forms", "years", "signing") for file in (DATA / kind).glob("*/form.toml")]
FOLDERS = {folder.name: folder for folder in (*[f.parent for f in paths.forms().glob("*/form.toml")], *OF_THE_TESTS)}
BROKEN = {"five-mistakes"}
FORMS = {name: read_form(folder).form for name, folder in sorted(FOLDERS.items()) if name not in BROKEN}
WITH_A_PLAN = [name for name, form in FORMS.items() if form.plan_fields()]
PEOPLE = ("Åse Ærø", "Bo Ømø")
FEW = 4
"""Inputs that are filled in of each field: enough to have something on the paper."""


@pytest.fixture
def start(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Start the program with a new conversation open, with one person or with a group."""
    forms = tmp_path / "forms"
    for name in FORMS:
        shutil.copytree(FOLDERS[name], forms / name)
    shutil.copy(paths.forms() / "released.toml", forms / "released.toml")
    monkeypatch.setattr(paths, "forms", lambda: forms)

    def start_(form_id: str, *, group: bool) -> Any:
        program.start()
        workplace = program.workplace
        people = [workplace.staff.add(Employee(name)).id for name in PEOPLE]
        meeting, book = Meeting(form_id, PERIOD, date(2026, 11, 18)), workplace.conversations
        number = book.plan_group(people, meeting) if group else book.plan_new(people[0], meeting)
        program.window.open_conversation(number)
        return program.view

    return start_


@pytest.mark.parametrize("form_id", [name for name in WITH_A_PLAN if INDIVIDUAL in FORMS[name].held])
def test_one_person(form_id: str, start: Callable[..., Any], program: Program, hands: Hands) -> None:
    view = start(form_id, group=False)
    write_what_prints(view, hands)
    file_the_plan(view, hands, "leder og medarbejder", "medarbejderen")
    opened = program.workplace.conversations.open(view.conversation_id)
    assert opened.status is Status.JOURNALISED
    assert opened.plan.closed
    assert opened.plan.copy_given_on
    check_that_nothing_printed_changes(view, program, hands)


@pytest.mark.parametrize("form_id", [name for name in WITH_A_PLAN if GROUP in FORMS[name].held])
def test_a_group_with_plans_of_their_own(
    form_id: str, start: Callable[..., Any], program: Program, hands: Hands
) -> None:
    view = start(form_id, group=True)
    write_what_prints(view, hands)
    file_the_plan(view, hands, "alle", "medarbejderne")
    check_that_nothing_printed_changes(view, program, hands)
    for _ in PEOPLE:
        choose_next_person(view, hands)
        write_what_prints(view, hands)
        file_the_plan(view, hands, "leder og medarbejder", "medarbejderen")
        assert not any(banner.fetch.isEnabled() for banner in view.pages.findChildren(OwnPlanBanner))
        check_that_nothing_printed_changes(view, program, hands)
    opened = program.workplace.conversations.open(view.conversation_id)
    assert len(opened.plans) == 1 + len(PEOPLE)
    assert all(plan.signed_on and plan.copy_given_on and plan.journalised_on for plan in opened.plans)
    assert opened.status is Status.JOURNALISED


def test_a_plan_of_ones_own_closes_what_is_common_until_it_is_opened_again(
    start: Callable[..., Any], program: Program, hands: Hands
) -> None:
    view = start("signering", group=True)
    choose_next_person(view, hands)
    write_what_prints(view, hands)
    signed = "Underskrevet på papir af leder og medarbejder"
    on_card_page(view, lambda: hands.click_on(signed))
    choose_next_person(view, hands, back=True)
    assert not view.live.state.content.plan.closed
    check_what_stays_open(view)
    assert view.live.state.content.closed_fields
    choose_next_person(view, hands)

    def take_back() -> None:
        hands.meet(lambda _box: hands.click_on("Fjern underskriften"), "Fjern underskriften?")
        hands.click_on(signed)

    on_card_page(view, take_back)
    choose_next_person(view, hands, back=True)
    assert view.live.state.content.closed_fields == frozenset()


def choose_next_person(view: Any, hands: Hands, *, back: bool = False) -> None:
    hands.find("Vis det fælles eller én deltager").setFocus()
    hands.press("Up" if back else "Down")
    finish_layouts(view.window())


def write_what_prints(view: Any, hands: Hands) -> None:
    for _page, widget in printed(view):
        if widget.field.key not in view.live.state.content.closed_fields:
            for number, entry in enumerate(answers_in(widget)[:FEW]):
                fill(hands, entry, number)
    assert view.save_now()
    plan = view.live.state.content.plan
    assert plan.agreements


def file_the_plan(view: Any, hands: Hands, signers: str, copied: str) -> None:
    """Tick every step on the page on which the card stands."""
    steps = (
        "Vi er enige",
        f"Underskrevet på papir af {signers}",
        f"Kopi til {copied}",
        "Journaliseret i personalesagen",
    )
    on_card_page(view, lambda: [hands.click_on(step) for step in steps])
    assert view.save_now()


def on_card_page(view: Any, act: Callable[[], object]) -> None:
    """Do something on the page on which the card stands; there is one."""
    found = []
    for page in pages(view):
        if any(widget.field.kind == "signatures" for widget in page.fields):
            found.append(page.tab.key)
            act()
    assert len(found) == 1


def check_that_nothing_printed_changes(view: Any, program: Program, hands: Hands) -> None:
    before = written(program.workplace, view.conversation_id)
    tried = set()
    for _page, widget in printed(view):
        for number, entry in enumerate(answers_in(widget)):
            fill(hands, entry, number + 7)
            tried.add(widget.field.key)
    assert view.save_now(), "nothing was there to be refused"
    assert written(program.workplace, view.conversation_id) == before
    assert tried >= {field.key for field in view.live.state.form.plan_fields()}
    check_what_stays_open(view)


def check_what_stays_open(view: Any) -> None:
    """Preparations, and common answers that do not print."""
    closed = view.live.state.content.closed_fields
    assert closed == set(printed_shared_fields(view.live.state.form, ()))
    for page in pages(view):
        for widget in page.fields:
            if isinstance(widget, AnsweredWidget):
                for role, made in widget._inputs.items():
                    shut = role is PartyRole.SHARED and widget.field.key in closed
                    assert {is_open(target) for target in made.focus_targets()} <= {not shut}, widget.field.key


def is_open(target: QWidget) -> bool:
    read_only = getattr(target, "isReadOnly", None)
    if read_only is not None:
        return not read_only()
    closed = getattr(target, "_closed", None)
    return target.isEnabled() and not closed


def printed(view: Any) -> Iterator[tuple[Any, Any]]:
    """The fields whose words the plan prints, each while its page is in front."""
    shared = printed_shared_fields(view.live.state.form, ())
    of_plan = (PlanField,) if view.live.state.content.plan.closed else (PlanField, FollowUpField)  # later rows come in
    for page in pages(view):
        for widget in page.fields:
            if isinstance(widget.field, of_plan) or widget.field.key in shared:
                yield page, widget


def answers_in(widget: Any) -> list[QWidget]:
    """Where the common answer is typed."""
    answered = isinstance(widget, AnsweredWidget)
    entries = widget.input_of(PartyRole.SHARED).focus_targets() if answered else widget.inputs()
    return [entry for entry in entries if type(entry).__name__ not in LEFT_ALONE and entry.isVisible()]


def test_every_form_with_a_plan_is_tried() -> None:
    tried: list[Form] = [FORMS[name] for name in WITH_A_PLAN]
    assert len(tried) >= 12
    assert any(not any(field.kind == "signatures" for field in form.fields()) for form in tried)
