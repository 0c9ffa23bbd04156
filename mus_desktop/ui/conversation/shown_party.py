"""The part of a conversation that is shown: all of it, or the common part or one participant of a group."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from mus_desktop.errors import KnownError
from mus_desktop.model.form import FollowUpField, PlanField, PreviousPlanField, SignaturesField, Tab
from mus_desktop.services.conversation.group_view import ToldPicks, names_of, seen_by, told_picks
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.participants import AloneDialog, OwnPlanBanner
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.upgrade_notice import upgrade_notice
from mus_desktop.ui.dialogs.messages import tell
from mus_desktop.ui.fields.plan.plan_field import PlanWidget

_OF_A_PLAN = (PlanField, PreviousPlanField, FollowUpField, SignaturesField)


class ShownParty(QObject):
    """The shown part of a conversation: ``opened``.

    In a group ``party`` is the participant, ``None`` for the common part. ``before_fetching``: everything typed must
    be saved. ``fetched`` carries the individual plan with the copied agreements; ``split_out`` the id of a
    participant's new individual conversation.
    """

    before_fetching = Signal()
    fetched = Signal(object)
    split_out = Signal(int)

    def __init__(self, workplace: Workplace, conversation_id: int, window: QWidget) -> None:
        super().__init__(window)
        self._workplace, self._id, self._window = workplace, conversation_id, window
        self.party: int | None = None
        self._banners: list[OwnPlanBanner] = []
        self.go_to(None)

    @property
    def conversation_id(self) -> int:
        """Return the id of the conversation."""
        return self._id

    @property
    def before_the_group(self) -> bool:
        """Return whether several people look along in *Samtale*, who must not see the leader's note either."""
        return self.whole.group and self.party is None

    @property
    def told(self) -> tuple[ToldPicks, ...]:
        """Return the keywords that the participants share with each other, when all of them are looking along."""
        return told_picks(self.whole) if self.before_the_group else ()

    def go_to(self, party: int | None) -> None:
        """Reload the conversation, seen from another party; ``None`` for the common part."""
        self.party = party
        self.whole: OpenConversation = self._workplace.conversations.open(self._id)
        self.opened = seen_by(self.whole, party)

    def wants_plan(self, tab: Tab | None = None) -> bool:
        """Return whether the participant's plan must be created before ``tab`` is shown or, for ``None``, printed."""
        wanted = tab is None or any(isinstance(field, _OF_A_PLAN) for field in tab.fields)
        return wanted and self.party is not None and not self.opened.plan.id

    def make_plan(self) -> None:
        """Create the participant's plan, filled in from the common one."""
        if self.party is not None:
            self._workplace.groups.own_plan(self._id, self.party)
            self.go_to(self.party)

    def put_banner(self, page: ThemePage, plan: PlanWidget, *, closed: bool) -> None:
        """Add the banner above a participant's ``plan``, and the notice that a plan was stored during an upgrade."""
        self._put_upgrade_notice(page, plan)
        if self.party is not None:
            banner = OwnPlanBanner(self._name)
            banner.set_closed(closed=closed)
            banner.fetch_wanted.connect(lambda: self._fetch(banner))
            page.put_above(banner, plan)
            self._banners.append(banner)

    def close_banners(self, *, closed: bool) -> None:
        """Close the banners above a participant's plan after it was signed, or open them again."""
        self._banners = [banner for banner in self._banners if isValid(banner)]  # a banner is deleted with its page
        for banner in self._banners:
            banner.set_closed(closed=closed)

    def _put_upgrade_notice(self, page: ThemePage, plan: PlanWidget) -> None:
        first = next(iter(self.opened.form.plan_fields()), None)
        if first is not None and plan.field.key == first.key:
            notice = upgrade_notice(self._workplace, self.whole, self.party, self._window)
            if notice is not None:
                page.put_above(notice, plan)

    def hold_alone(self, today: date) -> None:
        """Ask about an individual conversation for the shown participant."""
        if self.party is not None:
            dialog = AloneDialog(self._workplace, self._id, self.party, self._name, today, self._window)
            dialog.split_out.connect(self.split_out)
            dialog.open()

    @property
    def _name(self) -> str:
        return names_of(self.whole).get(self.party or 0, "")

    def _fetch(self, banner: OwnPlanBanner) -> None:
        self.before_fetching.emit()
        if self.party is None:
            return
        groups = self._workplace.groups
        try:
            before = len(groups.own_plan(self._id, self.party).agreements)
            plan = groups.fetch_common(self._id, self.party)
        except KnownError as error:
            tell(self._window, "Aftalerne blev ikke hentet", error.message)
            return
        self.fetched.emit(plan)
        banner.tell_fetched(len(plan.agreements) - before)
