"""The life of a plan after it is written: agreed, signed, copied to the employee, filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mus_desktop.errors import KnownError
from mus_desktop.model.plan import Plan
from mus_desktop.storage.plans import Plans


class Planning:
    """Notes the dates of a plan. Each can be taken back with ``None``; each call gives the plan as it then is."""

    def __init__(self, plans: Plans) -> None:
        self._plans = plans

    def agree(self, plan: Plan, day: date | None) -> Plan:
        """Both agree on the plan ("Vi er enige")."""
        if day is None and plan.signed:
            raise KnownError("Planen er underskrevet. Fjern først underskriftsdatoen, hvis I vil ændre aftalen.")
        return self._store(replace(plan, agreed_on=day))

    def sign(self, plan: Plan, day: date | None, by: str = "") -> Plan:
        """Both have signed on paper; the plan closes. ``None`` opens it again, and it must be signed anew.

        :raises KnownError: the signature is to be taken back, but the plan is filed, or something has been added to it.
        """
        if day is None and plan.signed:
            self._refuse_if_built_on(plan)
        return self._store(replace(plan, signed_on=day, signed_by=by.strip() if day else ""))

    def give_copy(self, plan: Plan, day: date | None) -> Plan:
        """The employee got a copy."""
        return self._store(replace(plan, copy_given_on=day))

    def journalise(self, plan: Plan, day: date | None, where: str = "") -> Plan:
        """The plan went to the personnel file; ``where`` in the leader's words."""
        return self._store(replace(plan, journalised_on=day, journalised_where=where.strip() if day else ""))

    def _refuse_if_built_on(self, plan: Plan) -> None:
        if plan.journalised_on:
            raise KnownError(
                "Planen er journaliseret, så underskriften kan ikke fjernes. "
                "Er datoen for journalisering sat ved en fejl, så fjern den først."
            )
        if self._plans.added_to(plan):
            raise KnownError(
                "Der er skrevet tilføjelser til planen, efter at den blev underskrevet, så underskriften kan ikke "
                "fjernes. Skriv i stedet endnu en tilføjelse."
            )

    def _store(self, plan: Plan) -> Plan:
        self._plans.update(plan)
        return plan
