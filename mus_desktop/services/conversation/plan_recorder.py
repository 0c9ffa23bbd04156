"""The steps of a plan after it is written: agreed, signed or refused, copied to the employee, filed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from logging import getLogger
from typing import NamedTuple

from mus_desktop.errors import KnownError
from mus_desktop.model import closing
from mus_desktop.model.closed_plan_text import closed_reason, closing_mark, reopen_instruction
from mus_desktop.model.plan import Plan, Refusal, Signatory
from mus_desktop.model.signed_content import ContentOrigin, SignedContent
from mus_desktop.model.text import one_line
from mus_desktop.services.conversation.conversation_service import ConversationService
from mus_desktop.services.conversation.signing import content_to_sign, printed_shared_fields, required_signatories
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.services.documents.document_content import refuse_unprintable
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.plans import Plans
from mus_desktop.storage.records.signed_contents import SignedContents

_log = getLogger(__name__)

CHANGED_SINCE = "Der er ændret noget siden, så det kan ikke fortrydes her. Ret det på medarbejderens side."


class PlanSnapshot(NamedTuple):
    """A plan as it was stored, with the content and Word template stored with it if it was closed."""

    plan: Plan
    content: SignedContent | None = None
    template: bytes | None = None


class PlanRecorder:
    """Records the steps of a plan; a day of ``None`` clears a step. Each call returns the changed plan.

    The first signature or refusal closes the plan: the content of its printed document is stored, is printed from the
    stored copy, and no longer changes.

    :param template_of: returns the Word template that the plan of a form prints with today, by the id of the form;
        ``None`` for one that is derived from the form.
    """

    def __init__(
        self,
        database: Database,
        plans: Plans,
        contents: SignedContents,
        conversation_service: ConversationService,
        template_of: Callable[[str], bytes | None],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._database = database
        self._plans = plans
        self._contents = contents
        self._conversation_service = conversation_service
        self._template_of = template_of
        self._now = now

    def agree(self, plan: Plan, day: date | None) -> Plan:
        """Record that both agree on the plan ("Vi er enige"). :raises KnownError: the plan is closed."""
        # The same day again changes nothing, so it is not refused.
        if plan.closed and day != plan.agreed_on:
            raise KnownError(self.removal_obstacle(plan, PlanStep.AGREED))
        return self._store(replace(plan, agreed_on=day))

    def signatories(self, plan: Plan) -> tuple[Signatory, ...]:
        """Return who must sign ``plan``, the leader last."""
        return required_signatories(self._conversation_service.open(self._plans.conversation_of(plan.id)), plan)

    def sign(self, plan: Plan, day: date | None, by: str = "") -> Plan:
        """Record that everybody has signed on paper; ``None`` clears all signatures.

        Earlier signatures keep their day, except those on ``plan.signed_on``, which ``day`` corrects.

        :raises KnownError: a signature would change or be removed, but the plan is filed or has additions.
        """
        return self._change(plan, closing.with_all_signatures(plan, self.signatories(plan), day, by))

    def sign_one(self, plan: Plan, signatory: Signatory, day: date | None) -> Plan:
        """Record one signature; the first one closes the plan. ``None`` clears it.

        :raises KnownError: the signature would change or be removed, but the plan is filed or has additions.
        """
        return self._change(plan, closing.with_signature(plan, self.signatories(plan), signatory, day))

    def refuse(self, plan: Plan, refusal: Refusal | None, who: Signatory | None = None) -> Plan:
        """Record that somebody refuses to sign, which closes the plan. In a group several may refuse.

        ``None`` clears the refusal of ``who``, or all of them.

        :raises KnownError: that person has signed, or the refusal would change or be removed, but the plan is filed or
            has additions.
        """
        required = self.signatories(plan)
        refusing_signatory = closing.refusing_signatory(refusal, required) if refusal else None
        if refusing_signatory is not None and not refusing_signatory.party:
            raise ValueError("say which participant refuses")
        if refusing_signatory in plan.signatures:
            raise KnownError("Vedkommende har skrevet under på planen. Fjern først den underskrift.")
        return self._change(plan, closing.with_refusal(plan, required, refusal, who))

    def give_copy(self, plan: Plan, day: date | None) -> Plan:
        """Record the day the employee received a copy."""
        return self._store(replace(plan, copy_given_on=day))

    def journalise(self, plan: Plan, day: date | None, where: str = "") -> Plan:
        """Record that the plan was filed in the personnel file; ``where`` is free text by the leader."""
        return self._store(replace(plan, journalised_on=day, journalised_where=one_line(where) if day else ""))

    def take(self, plan: Plan, step: StepChange) -> Plan:
        """Record or clear ``step``, as taken on the plan card. :raises KnownError: the plan does not allow it now."""
        match step.step:
            case PlanStep.AGREED:
                return self.agree(plan, step.day)
            case PlanStep.SIGNED:
                return self.sign(plan, step.day, plan.signed_by)
            case PlanStep.SIGNED_BY_ONE:
                return self.sign_one(plan, step.signatory, step.day) if step.signatory else plan
            case PlanStep.REFUSED:
                return self.refuse(plan, step.refusal, step.signatory)
            case PlanStep.COPY_GIVEN:
                return self.give_copy(plan, step.day)
            case PlanStep.JOURNALISED:
                return self.journalise(plan, step.day, step.words)

    def removal_obstacle(self, plan: Plan, step: PlanStep) -> str:
        """Return why the day of ``step`` cannot be removed now, as a Danish sentence; empty if it can."""
        if not plan.closed:
            return ""
        if step is PlanStep.AGREED:
            return f"{closed_reason(plan)}. {reopen_instruction(plan)}, hvis I vil ændre aftalen."
        if step is not PlanStep.SIGNED:
            return ""
        return _filed_obstacle(plan) if plan.journalised_on else self._additions_obstacle(plan)

    def snapshot(self, plan_id: int) -> PlanSnapshot:
        """Return the plan as it is stored now, to be restored by :meth:`restore`."""
        conversation = self._plans.conversation_of(plan_id)
        plan = next(plan for plan in self._plans.of_conversation(conversation) if plan.id == plan_id)
        content = self._contents.of_conversation(conversation).get(plan_id) if plan.closed else None
        return PlanSnapshot(plan, content, self._contents.template(content.template) if content else None)

    def restore(self, before: PlanSnapshot, after: Plan) -> None:
        """Undo the steps that turned ``before`` into ``after``; a plan that was closed prints its old content again.

        :raises KnownError: the plan has changed since then, or has additions that were made while it was closed.
        """
        if self.snapshot(after.id).plan != after:
            raise KnownError(CHANGED_SINCE)
        with self._database.transaction():
            if after.closed and after.closed_on != before.plan.closed_on:
                self._reopened(after)
            if before.content is not None and before.plan.closed_on != after.closed_on:
                self._contents.add(after.id, before.content, self._now(), before.template)
            self._plans.save_signatures(before.plan)
            self._plans.update(before.plan)

    def store_missing_contents(self) -> None:
        """Store the content of plans signed under schema 1 as found. Runs right after an upgrade, before anything else.

        A plan that cannot be read now is retried at the next start; until then it and the content it prints stay
        closed.
        """
        for conversation, plan_id in self._contents.plans_without_content():
            try:
                self._store_as_found(conversation, plan_id)
            except Exception as error:  # damage can raise anything, and one plan must not stop the start
                _log.warning("signed plan %s is not stored: %s", plan_id, type(error).__name__)
                self._close_unreadable(conversation, plan_id)

    def findings(self) -> list[str]:
        """Return a Danish sentence for each signed plan from schema 1 that could not be read yet."""
        return [
            f"Planen i samtale nummer {conversation} er underskrevet, men noget i den er beskadiget, så den er endnu "
            "ikke fastholdt. Gendan fra en backup, hvor den er hel."
            for conversation, _ in self._contents.plans_without_content()
        ]

    def _store_as_found(self, conversation: int, plan_id: int) -> None:
        with self._database.transaction():
            opened = self._conversation_service.open(conversation)
            plan = next(plan for plan in opened.plans if plan.id == plan_id)
            content = replace(content_to_sign(opened, plan), origin=ContentOrigin.UPGRADE, layout=0)
            # The program of that schema did not print which plan an earlier agreement belongs to.
            content = replace(content, past=tuple(replace(line, plan="") for line in content.past))
            template = self._template_of(opened.form.id)
            self._contents.add(plan_id, _with_template(content, template), self._now(), template)
            # Inside the transaction, so that content that cannot be printed is rolled back.
            refuse_unprintable(self._conversation_service.open(conversation), plan)
            self._contents.mark_content_stored(plan_id)

    def _close_unreadable(self, conversation: int, plan_id: int) -> None:
        """Close what the plan prints, if its form can be read; if not, the conversation cannot be opened anyway."""
        with suppress(Exception):
            form = self._conversation_service.open(conversation).form
            # No note followed a plan of that schema.
            self._contents.close_answers(plan_id, printed_shared_fields(form, ()))

    def _change(self, plan: Plan, new: Plan) -> Plan:
        """Store ``new``, the plan with other signatures or another refusal, and close or open it accordingly."""
        if plan.journalised_on and _changes_signature(plan, new):
            raise KnownError(_filed_obstacle(plan))
        is_reopened = plan.closed and new.closed_on != plan.closed_on
        with self._database.transaction():
            # A plan that is closed again, with another day or signer, keeps the content it was first closed with.
            content, template = self._reopened(plan) if is_reopened else (None, None)
            if content is None and not plan.closed:
                content, template = self._content(plan)
            if new.closed and content is not None:
                self._contents.add(plan.id, content, self._now(), template)
            self._plans.save_signatures(new)  # the plan of a filed one is compared with who refuses
            self._plans.update(new)
        return new

    def _reopened(self, plan: Plan) -> tuple[SignedContent | None, bytes | None]:
        """Open a closed plan; return its stored content and template, to be reused when it is closed again."""
        if obstacle := self._additions_obstacle(plan):
            raise KnownError(obstacle)
        content = self._contents.of_conversation(self._plans.conversation_of(plan.id)).get(plan.id)
        opened = replace(
            plan, closed_on=None, signed_on=None, signed_by="", refused_on=None, refusals=(), signatures={}
        )
        # Read before the content is removed: a trigger deletes a template with the last plan that uses it.
        template = self._contents.template(content.template) if content else None
        # Reopened first: triggers refuse to remove the content of a closed plan.
        self._plans.update(opened)
        self._contents.remove(plan.id)
        return content, template

    def _additions_obstacle(self, plan: Plan) -> str:
        if not self._plans.has_additions(plan):
            return ""
        return (
            f"Der er skrevet tilføjelser til planen, siden den blev lukket, så {closing_mark(plan)} kan ikke "
            "ændres. Skriv i stedet endnu en tilføjelse."
        )

    def _content(self, plan: Plan) -> tuple[SignedContent, bytes | None]:
        opened = self._conversation_service.open(self._plans.conversation_of(plan.id))
        template = self._template_of(opened.form.id)
        return _with_template(content_to_sign(opened, plan), template), template

    def _store(self, plan: Plan) -> Plan:
        self._plans.update(plan)
        return plan


def _filed_obstacle(plan: Plan) -> str:
    return (
        f"Planen er journaliseret, så {closing_mark(plan)} kan ikke ændres. "
        "Er datoen for journalisering sat ved en fejl, så fjern den først."
    )


def _with_template(content: SignedContent, template: bytes | None) -> SignedContent:
    return content if template is None else replace(content, template=sha256(template).hexdigest())


def _changes_signature(old: Plan, new: Plan) -> bool:
    """Return whether ``new`` changes or removes a signature or refusal of ``old``; who refused may still sign."""
    unchanged = all(new.signatures.get(who) == day for who, day in old.signatures.items())
    removed = [refusal for refusal in old.refusals if refusal not in new.refusals]
    return not unchanged or any(closing.refusing_signatory(refusal, ()) not in new.signatures for refusal in removed)
