"""The plan card of a form: the place on screen for agreed, signed, copy given and filed."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.model.form import Form, SignaturesField

PLAN_CARD = "plan-card"
"""The key of the card where the form has no field for signatures. The form language allows no such field key."""
_TITLE = "Underskrift og journalisering"


def with_plan_card(form: Form) -> Form:
    """Return ``form`` with a plan card on the page of its last plan field, unless it has a ``signatures`` field.

    A signatures field describes what the paper prints for signing. The card is needed for every plan, because a plan is
    agreed, signed and filed also where its paper has no lines for signatures.
    """
    plans = form.plan_fields()
    if not plans or plan_card_key(form) != PLAN_CARD:
        return form
    last = form.tab_of(plans[-1].key)
    # Without signers, because the paper of this form has no lines for signatures.
    card = SignaturesField(key=PLAN_CARD, title=_TITLE, signers={})
    tabs = (replace(tab, fields=(*tab.fields, card)) if tab is last else tab for tab in form.tabs)
    return replace(form, tabs=tuple(tabs))


def plan_card_key(form: Form) -> str:
    """Return the key of the field where the plan card is shown."""
    return next((field.key for field in form.fields() if isinstance(field, SignaturesField)), PLAN_CARD)
