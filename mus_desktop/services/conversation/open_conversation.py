"""An open conversation with everything stored about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from mus_desktop.model.answers import AnswerKey, RowsKey, Ticks, Value
from mus_desktop.model.conversation import Conversation, Party, Status, status_of
from mus_desktop.model.dates import format_date, format_planned_date, format_time
from mus_desktop.model.form import Form
from mus_desktop.model.group import joint_plan
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.plan import Plan
from mus_desktop.model.review import Addendum, FollowUp, PastAgreement
from mus_desktop.model.signed_content import FollowingNote, SignedContent
from mus_desktop.model.terms import Fact, PartyRole
from mus_desktop.model.text import comparison_key
from mus_desktop.services.conversation.earlier_agreement_finder import EarlierAgreements
from mus_desktop.services.conversation.state.ticked_notes import following_notes


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation with everything stored about it.

    Of a group conversation, show or print only what
    :func:`~mus_desktop.services.conversation.group_view.part_visible_to` returns.

    ``employees`` are the participants, including those who left the group after it was held. ``plan`` is the common
    plan, ``plans`` all of them, participants' own first; ``follow_ups`` and ``addenda`` are those of every plan.
    ``group`` says that it is held with a group, however many are left in it. ``former_participants`` are those
    who left the group before it was held but have their own plan in it, which may be signed. ``signed`` is the content
    of each closed plan (by id) when it was closed, ``closed_fields`` the keys of the fields whose common answer no
    longer changes because a closed plan prints it. ``labels`` is each employee's name on screen, by id. ``ticks`` are
    those at shared notes, ``ticking`` the parties whose ticks let a note follow the common plan: everybody in the
    conversation, also where only a part of it is shown. ``look_back`` reads the earlier agreements on first use, from
    the database, so it is used on the main thread only.
    """

    conversation: Conversation
    form: Form
    employees: tuple[Employee, ...]
    leader: Leader
    parties: tuple[Party, ...]
    answers: Mapping[AnswerKey, Value]
    plan: Plan
    plans: tuple[Plan, ...] = ()
    follow_ups: Mapping[RowsKey, tuple[FollowUp, ...]] = dataclass_field(default_factory=dict)
    addenda: tuple[Addendum, ...] = ()
    look_back: Callable[[], EarlierAgreements] = dataclass_field(default=EarlierAgreements, repr=False, compare=False)
    group: bool = False
    signed: Mapping[int, SignedContent] = dataclass_field(default_factory=dict)
    closed_fields: frozenset[str] = frozenset()
    former_participants: tuple[Employee, ...] = ()
    labels: Mapping[int, str] = dataclass_field(default_factory=dict)
    ticks: Ticks = dataclass_field(default_factory=dict)
    ticking: tuple[int, ...] = ()

    def label(self, employee: Employee) -> str:
        """Return the name of ``employee`` on screen."""
        return self.labels.get(employee.id, employee.name)

    def printed_names(self) -> tuple[str, ...]:
        """Return the employees' names as printed: the name alone, unless two of these employees share it."""
        count = Counter(comparison_key(employee.name) for employee in self.employees)
        return tuple(
            employee.name if count[comparison_key(employee.name)] == 1 else self.label(employee)
            for employee in self.employees
        )

    @property
    def past(self) -> tuple[PastAgreement, ...]:
        """The earlier agreements to be reviewed; a group's common ones (:mod:`~.earlier_agreement_finder`)."""
        return self.look_back().common

    def past_of(self, employee: int) -> tuple[PastAgreement, ...]:
        """Return the earlier agreements of one participant, to be shown to nobody else."""
        return self.look_back().own.get(employee, ())

    def follow_ups_of(self, plan: int) -> dict[str, tuple[FollowUp, ...]]:
        """Return the follow-up rows of one plan, by field key."""
        return {key.field: rows for key, rows in self.follow_ups.items() if key.plan == plan}

    def addenda_of(self, plan: int) -> tuple[Addendum, ...]:
        """Return the additions made to one plan after signature, the oldest first."""
        return tuple(addendum for addendum in self.addenda if addendum.plan == plan)

    @property
    def participants(self) -> tuple[Party, ...]:
        """The employees' parties, without those who have left the group."""
        return tuple(p for p in self.parties if p.role is PartyRole.EMPLOYEE and p.left_on is None)

    def plan_of(self, party: int) -> Plan | None:
        """Return the plan of one party, ``None`` if the party has none."""
        return next((plan for plan in self.plans if plan.party == party), None)

    @property
    def employee(self) -> Employee:
        """The employee of an individual conversation, or the only one of a group who is shown.

        :raises ValueError: there are several; none of them can represent the others.
        """
        (employee,) = self.employees
        return employee

    @property
    def status(self) -> Status:
        """The status of the conversation, derived from its dates."""
        own = [self.plan_of(party.id) for party in self.participants] if self.group else []
        return status_of(
            self.conversation, joint_plan(self.plan, own, self.form.individual_plans) if own else self.plan
        )

    def party(self, role: PartyRole) -> Party:
        """Return the first party in ``role``."""
        return next(party for party in self.parties if party.role is role)

    def following_notes(self) -> tuple[FollowingNote, ...]:
        """Return the shared notes that follow the plan; none follows a participant's own plan."""
        shared = self.party(PartyRole.SHARED).id
        if self.plan.party != shared:
            return ()
        return following_notes(self.form, shared, self.ticking, self.answers, self.ticks)

    def facts(self) -> dict[Fact, str]:
        """Return the facts known to the program that a form may print under its own labels."""
        return {
            Fact.EMPLOYEE: ", ".join(self.printed_names()),
            Fact.LEADER: self.leader.name,
            Fact.PERIOD: self.conversation.period.title,
            Fact.TIME: date_and_time_text(self.conversation),
            Fact.WORKPLACE: ", ".join(
                # A group from one workplace names it once.
                dict.fromkeys(employee.workplace for employee in self.employees if employee.workplace)
            ),
            Fact.TITLE: ", ".join(employee.title for employee in self.employees if employee.title.strip()),
        }


def date_and_time_text(conversation: Conversation, *, weekday: bool = False) -> str:
    """Return the date and time of a conversation in Danish; empty while no date is set.

    :param weekday: with the weekday, as on screen; documents print the date alone.
    """
    if conversation.on_date is None:
        return ""
    day = (format_planned_date if weekday else format_date)(conversation.on_date)
    return f"{day} kl. {format_time(conversation.at_time)}" if conversation.at_time else day
