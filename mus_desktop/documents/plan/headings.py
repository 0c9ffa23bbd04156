"""The title of a plan and the facts below it, in the form's own words. Imports nothing of Word."""

from __future__ import annotations

from collections.abc import Mapping

from mus_desktop.model.form import Fact, Field, Form, InfoField, PartyRole, PlanField, Tab

_TITLE = "Udviklingsplan"
GROUP_NAME_LINES = 2
"""The lines for names on blank paper for a group, below the first."""
_USUAL_FACTS = {Fact.EMPLOYEE: "Medarbejder", Fact.LEADER: "Leder", Fact.PERIOD: "Periode"}


def plan_title(form: Form) -> str:
    """Return the title of the plan: the form's ``plan_title``, else a title on the tab of the plan.

    That is the title of the field with the facts if it is on a tab with a plan, else the title of the only such tab.
    """
    if form.plan_title:
        return form.plan_title
    facts_field = _facts_field(form)
    plans = form.plan_fields()
    tabs = {form.tab_of(plan.key).key: form.tab_of(plan.key) for plan in plans}
    # On paper such a field is the head of the plan, and its title the title of the plan.
    if facts_field and any(facts_field in tab.fields for tab in tabs.values()):
        return facts_field.title
    return next(iter(tabs.values())).title if len(tabs) == 1 else _TITLE


def _facts_field(form: Form) -> InfoField | None:
    infos = [f for f in form.fields() if isinstance(f, InfoField) and f.facts]
    on_plan_tab = [f for f in infos if any(isinstance(g, PlanField) for g in _tab_with(form, f).fields)]
    return next(iter([*on_plan_tab, *infos]), None)


def _tab_with(form: Form, field: Field) -> Tab:
    return next(tab for tab in form.tabs if any(f is field for f in tab.fields))


def heading_facts(form: Form, known: Mapping[Fact, str]) -> list[tuple[str, str]]:
    """Return employee, leader and time, for the top of a sheet, as pairs of label and value.

    The form's own labels are used where it has them. An unknown value is empty.
    """
    own_labels = {fact: label for f in form.fields() if isinstance(f, InfoField) for fact, label in f.facts.items()}
    usual_labels = {
        Fact.EMPLOYEE: form.party_names.get(PartyRole.EMPLOYEE, "Medarbejder"),
        Fact.LEADER: form.party_names.get(PartyRole.LEADER, "Leder"),
        Fact.TIME: "Tidspunkt",
    }
    return [(own_labels.get(fact, label), known.get(fact, "")) for fact, label in usual_labels.items()]


def is_for_groups(form: Form) -> bool:
    """Return whether ``form`` is for groups only, so that several names belong on its blank documents."""
    return form.held == ("group",)


def plan_facts(form: Form) -> Mapping[Fact, str]:
    """Return the facts at the top of the plan under the form's labels; the usual three when the form has none."""
    facts_field = _facts_field(form)
    if facts_field:
        return facts_field.facts
    names = {Fact.EMPLOYEE: PartyRole.EMPLOYEE, Fact.LEADER: PartyRole.LEADER}
    return {
        fact: form.party_names.get(names[fact], label) if fact in names else label
        for fact, label in _USUAL_FACTS.items()
    }
