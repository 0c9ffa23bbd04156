"""The leader's own observations, offered while the leader prepares, on the themes that the leader answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mus_desktop.model.terms import PartyRole
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.controls.arrangement import Arrangement
from mus_desktop.ui.conversation.live_conversation import LiveConversation
from mus_desktop.ui.conversation.pages import Pages
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.observations.observation_fold import ObservationFold
from mus_desktop.ui.observations.observation_writing import ObservationWriting

_TITLE = "Hvad bygger du det på? Dine iagttagelser"


class ObservationOffers(QObject):
    """Places the observations above the leader's own fields: on the first such theme, on others if there are any.

    In *Samtale* there are none, nor once the conversation was held, nor while a whole group is shown.
    """

    def __init__(
        self,
        workplace: Workplace,
        live: LiveConversation,
        pages: Pages,
        arrangement: Callable[[], Arrangement],
        writing: ObservationWriting,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._workplace, self._live, self._pages, self._arrangement = workplace, live, pages, arrangement
        self._writing = writing
        pages.built.connect(self._on_built)
        writing.changed.connect(self._on_changed)

    def update(self) -> None:
        """Show the observations while the leader prepares, on all pages built so far; else hide them, folded."""
        for fold in self._pages.findChildren(ObservationFold):
            self._update(fold)

    def _on_changed(self) -> None:
        for fold in self._pages.findChildren(ObservationFold):
            fold.reload()

    def _on_built(self, page: ThemePage) -> None:
        employees = self._live.state.opened.employees
        if len(employees) != 1 or page.tab.key not in self._themes():
            return
        employee, observations = employees[0].id, self._workplace.observations
        first = page.tab.key == self._themes()[0]
        if not first and not observations.of_employee(employee):
            return
        fold = ObservationFold(_TITLE, lambda: observations.of_employee(employee))
        fold.add_wanted.connect(lambda: self._writing.add(employee))
        fold.edit_wanted.connect(lambda one: self._writing.edit(employee, one))
        page.add_tips(fold, fold.button)
        self._update(fold)

    def _themes(self) -> list[str]:
        """Return the keys of the themes with a field that the leader answers."""
        tabs = self._live.state.form.tabs
        return [tab.key for tab in tabs if any(PartyRole.LEADER in getattr(field, "by", ()) for field in tab.fields)]

    def _update(self, fold: ObservationFold) -> None:
        prepares = self._arrangement() is Arrangement.PREPARATION
        held = self._live.state.opened.conversation.held_on is not None
        fold.fold_up()
        fold.setVisible(prepares and not held)
