"""The dialogs in the screenshots: each is opened as the leader would open it, and closed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from mus_desktop.model.agenda import themes_of
from mus_desktop.model.conversation import Status
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.group_view import conversation_phrase
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.services.hints.advice import advice_for
from mus_desktop.ui.conversation.finish_dialog import FinishDialog
from mus_desktop.ui.conversation.view import ConversationView
from mus_desktop.ui.conversation.wizard import Wizard
from mus_desktop.ui.demo.window_pictures import close_picture
from mus_desktop.ui.employees.conversation_card import CardAction, ConversationCard
from mus_desktop.ui.employees.employee_page import EmployeePage
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget
from mus_desktop.ui.fields.rating.rating_field import RatingWidget
from mus_desktop.ui.follow_up.open_agreements_page import OpenAgreementsPage

if TYPE_CHECKING:
    from mus_desktop.ui.shell.main_window import MainWindow

_View = tuple[str, QWidget]


def menu_dialogs(window: MainWindow) -> Iterator[_View]:
    """Yield the dialogs opened from the menus, whatever page is shown."""
    menus = window.menus
    wanted = {
        "ny-medarbejder": menus.new_employee,
        "ny-gruppesamtale": menus.new_group,
        "importer-medarbejdere": menus.import_staff,
        "egne-spoergsmaal": menus.questions,
        "tomme-dokumenter": menus.blank_documents,
        "alle-planer": menus.many_plans,
        "opsamling": menus.figures,
        "indstillinger": menus.settings,
        "gaa-til": menus.palette,
        "genveje": menus.keys,
        "om": menus.about,
    }
    for name, action in wanted.items():
        yield from _opened_by(name, action.trigger)


def agreement_dialogs(window: MainWindow) -> Iterator[_View]:
    """Yield the page of open agreements with one selected, and the dialog that notes its status."""
    page = window.page_stack.currentWidget()
    if isinstance(page, OpenAgreementsPage) and page.model.lines:
        page.table.select([page.model.lines[0].id])
        yield "aabne-aftaler-valgt", window
        yield from _opened_by("noter-status", page.note.click)


def employee_dialogs(window: MainWindow) -> Iterator[_View]:
    """Yield the dialogs opened from an employee's page, for a planned MUS or else the oldest one."""
    page = window.page_stack.currentWidget()
    if not isinstance(page, EmployeePage):
        return
    planned = page.cards[0] if page.cards[0].line.status is Status.PLANNED else None
    if planned is not None and planned.line.conversation.purpose is Purpose.MUS:
        for name, action in (
            ("skift-skema", CardAction.FORM),
            ("aendr-tid", CardAction.MEETING),
            ("udsaet", CardAction.POSTPONED),
            ("inviteret", CardAction.INVITED),
        ):
            yield from _opened_by_action(name, planned, action)
        if planned.steps is not None:
            yield from _opened_by("underskrevet", planned.steps.button(ConversationStep.SIGNED).click)
        return
    yield from _opened_by("ny-samtale", window.menus.new_conversation.trigger)
    yield from _opened_by("rediger-medarbejder", page.edit.click)
    yield from _opened_by("ny-iagttagelse", window.menus.new_observation.trigger)
    yield from _opened_by_action("ny-mini-mus", page.cards[-1], CardAction.FOLLOW_UP)


def _opened_by_action(name: str, card: ConversationCard, action: CardAction) -> Iterator[_View]:
    return _opened_by(name, lambda: card.action_wanted.emit(action, card.line))


def conversation_dialogs(view: ConversationView, one: OpenConversation) -> Iterator[_View]:
    """Yield the dialogs of the wizard: finishing, themes, lists, last year's plan, and leaving a group."""
    planned = one.conversation.on_date
    day = planned or one.conversation.period.first
    yield from _shown("afslut", FinishDialog(advice_for(one), conversation_phrase(one), planned, day, view.window()))
    if one.group:
        yield from _opened_by("individuel", view.header.individual_wanted.emit)
        return
    wizard = view.findChild(Wizard)
    if wizard is not None and len(themes_of(one.form)) > 1:
        yield from _opened_by("aftal-temaer", wizard.agenda_wanted.emit)
    for widget in view.pages.fields():
        if isinstance(widget, PreviousPlanWidget):
            yield from _opened_by("fra-papir", widget.paper_wanted.emit)
        elif isinstance(widget, RatingWidget) and not widget.field.rows:
            yield from _opened_by("indsaet-liste", widget.ask_for_list)


def _opened_by(name: str, open_dialog: Callable[[], object]) -> Iterator[_View]:
    before = set(_dialogs())
    open_dialog()
    for dialog in set(_dialogs()) - before:
        yield from _show_and_close(name, dialog)


def _shown(name: str, dialog: QDialog) -> Iterator[_View]:
    dialog.show()
    yield from _show_and_close(name, dialog)


def _show_and_close(name: str, dialog: QDialog) -> Iterator[_View]:
    yield name, dialog
    close_picture(dialog)


def _dialogs() -> list[QDialog]:
    return [window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog) and window.isVisible()]
