"""A conversation in whatever order things are done: nothing typed is lost, and nothing signed changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mus_desktop import app
from mus_desktop.documents.content import PlanContent
from mus_desktop.errors import KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.conversation import Status
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import PeriodRule
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.model.review import AddendumKey
from mus_desktop.model.text import is_blank, without_line_breaks
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.documents.conversation_documents import PLAN_REQUEST
from mus_desktop.services.documents.document_content import content_of

BEGAN = datetime(2124, 3, 2, 10, 0)  # noqa: DTZ001 - the database refuses to change what lies in the machine's past
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: not is_blank(text)
)
LINES = TEXTS.map(without_line_breaks)
STEPS = ("agree", "sign", "give_copy", "journalise")
NOTES = ("record_invited", "record_declined", "record_postponed")
_LABELS = (
    ("journalise", Status.JOURNALISED), ("sign", Status.SIGNED), ("agree", Status.AGREED), ("held", Status.HELD),
    ("record_declined", Status.DECLINED), ("record_postponed", Status.POSTPONED), ("begun", Status.UNDER_WAY),
    ("record_invited", Status.INVITED),
)  # fmt: skip


class Life(RuleBasedStateMachine):
    """``done`` is what has been done, by day; ``typed`` and ``rows`` what has been written."""

    @initialize(form=st.sampled_from(["kobenhavn-buf", "albertslund", "aarhus-boern-unge"]))
    def begin(self, form: str) -> None:
        self.folder = TemporaryDirectory()
        self.now = BEGAN
        self.place = app.build(Path(self.folder.name), now=lambda: self.now)
        who = self.place.staff.add(Employee("Ågot Bæk"))
        known = {found.id for found in self.place.catalogue.available()}
        form = form if form in known else "kobenhavn-buf"
        self.id = self.place.conversations.plan_new(who.id, Meeting(form, PeriodRule().period_of(BEGAN.date())))
        self.done: dict[str, date] = {}
        self.typed: dict[AnswerKey, str] = {}
        self.rows: tuple[Agreement, ...] = ()
        self.later: dict[tuple[date, AddendumKey], str] = {}
        self.field = self.opened.form.plan_fields()[0]
        self.notes = [field.key for field in self.opened.form.fields() if field.kind == "notes"]

    def teardown(self) -> None:
        assert self.place.health() == []
        self.place.close()
        self.folder.cleanup()

    @property
    def opened(self) -> Any:
        return self.place.conversations.open(self.id)

    @property
    def signed(self) -> bool:
        return "sign" in self.done

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether it was done; a refusal must change nothing, which the invariants see."""
        try:
            act()
        except KnownError:
            return False
        return True

    @rule(data=st.data(), role=st.sampled_from(PartyRole), text=TEXTS)
    def type_a_note(self, data: Any, role: PartyRole, text: str) -> None:
        opened = self.opened
        fields = [key for key in self.notes if role in opened.form.field_with(key).by]
        if not fields:
            return
        key = AnswerKey(opened.party(role).id, data.draw(st.sampled_from(fields)))
        self.place.writing.save(Changes({key: text}), self.id)
        self.typed[key] = text

    @rule(text=TEXTS, responsible=LINES)
    def type_an_agreement(self, text: str, responsible: str) -> None:
        group = self.field.groups[0] if self.field.groups else ""
        cells = {self.field.columns[0].key: text}
        row = Agreement(new_agreement_id(), self.field.key, group, cells, responsible=responsible)
        self._save_rows((*self.rows, row))

    @precondition(lambda self: self.rows)
    @rule(data=st.data(), text=TEXTS)
    def change_or_remove_agreements(self, data: Any, text: str) -> None:
        rows = data.draw(st.permutations(self.rows))
        first = replace(rows[0], cells={self.field.columns[0].key: text})
        self._save_rows((*((first,) if data.draw(st.booleans()) else ()), *rows[1:]))

    def _save_rows(self, rows: tuple[Agreement, ...]) -> None:
        changes = Changes(rows={RowsKey(self.opened.plan.id, self.field.key): rows})
        if self.attempt(lambda: self.place.writing.save(changes, self.id)):
            assert not self.signed or rows == self.rows
            self.rows = rows

    @precondition(lambda self: self.signed)
    @rule(text=TEXTS)
    def add_after_signature(self, text: str) -> None:
        key = AddendumKey(self.opened.plan.id)
        self.place.writing.save(Changes(addenda={key: text}), self.id)
        self.later[self.now.date(), key] = text

    @rule(step=st.sampled_from(STEPS), taken=st.booleans())
    def take_a_step_or_take_it_back(self, step: str, taken: bool) -> None:
        day = self.now.date() if taken else None
        if self.attempt(lambda: getattr(self.place.plan_recorder, step)(self.opened.plan, day)):
            assert step != "agree" or not self.signed or day == self.done.get("agree")
            self._mark(step, day)

    @rule(note=st.sampled_from(NOTES), taken=st.booleans())
    def invite_decline_or_postpone(self, note: str, taken: bool) -> None:
        day = self.now.date() if taken else None
        getattr(self.place.conversations, note)(self.id, day)
        self._mark(note, day)

    @rule()
    def finish(self) -> None:
        self.place.conversations.finish(self.id, self.now.date())
        self._mark("held", self.now.date())

    @rule()
    def reopen(self) -> None:
        assert self.attempt(lambda: self.place.conversations.reopen(self.id)) is not self.signed
        if not self.signed:
            self._mark("held", None)

    @precondition(lambda self: self.signed)
    @rule()
    def a_signed_conversation_is_not_deleted(self) -> None:
        assert not self.attempt(lambda: self.place.conversations.delete(self.id))

    @rule()
    def start_the_program_again(self) -> None:
        self.place.close()
        self.place = app.build(Path(self.folder.name), now=lambda: self.now)

    @rule(days=st.integers(1, 400))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    def _mark(self, what: str, day: date | None) -> None:
        self.done.pop(what, None)
        if day is not None:
            self.done[what] = day

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        opened = self.opened
        assert opened.answers == self.typed
        assert opened.plan.rows(self.field.key) == self.rows
        assert {(one.added_on, AddendumKey(one.plan)): one.body for one in opened.addenda} == self.later

    @invariant()
    def label_plan_and_document_agree(self) -> None:
        opened = self.opened
        (line,) = self.place.conversations.all()
        reached = {*self.done, *(["begun"] if self.typed or self.rows else [])}
        label = next((status for what, status in _LABELS if what in reached), Status.PLANNED)
        assert line.status is opened.status is label
        plan = opened.plan
        days = (plan.agreed_on, plan.signed_on, plan.copy_given_on, plan.journalised_on)
        assert days == tuple(self.done.get(step) for step in STEPS)
        content = content_of(opened, PLAN_REQUEST, self.now.date(), {})
        assert isinstance(content, PlanContent)
        assert (content.agreed_on, content.signed_on) == days[:2]
        assert [row for row in content.agreements if row.field == self.field.key] == list(self.rows)


# No shrinking: with a database in every try it takes minutes, and the steps are few enough to read.
Life.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None, phases=[Phase.generate])
TestLife = Life.TestCase
