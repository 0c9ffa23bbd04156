"""The title of a plan and the facts below it, in the form's own words. Imports nothing of Word."""

from __future__ import annotations

from collections.abc import Mapping

from mus_desktop.model.form import Fact, Field, Form, InfoField, PartyRole, PlanField, Tab

_TITLE, _OWN_TITLE = "Udviklingsplan", "Individuel udviklingsplan"
_LONGEST_TITLE = 60
GROUP_NAME_LINES = 2
"""The lines for names on blank paper for a group, below the first."""
_USUAL_FACTS = {Fact.EMPLOYEE: "Medarbejder", Fact.LEADER: "Leder", Fact.PERIOD: "Periode"}


def plan_title(form: Form, *, own: bool = False) -> str:
    """Return the title of the plan, as heading and in the names of documents.

    That is the form's ``plan_title``; without one the title of its plan field. A form with several plan fields, or with
    a plan field whose title is a question, a sentence or longer than a title, has the title *Udviklingsplan*.
    ``own``: it is the own plan of a participant in a group, which has the same title in every form.
    """
    if own:
        return _OWN_TITLE
    titles = [field.title.rstrip(" :") for field in form.plan_fields()]
    usable = [title for title in titles if title[-1:] not in ("", "?", "!", ".") and len(title) <= _LONGEST_TITLE]
    return form.plan_title or form.plan_heading or (usable[0] if len(titles) == len(usable) == 1 else _TITLE)


def document_title(form: Form, *, own: bool = False) -> str:
    """Return the title of the plan as the name of its document: it says if the plan is also the minutes."""
    title = plan_title(form, own=own).rstrip(" :")
    # A form that names its plan has chosen whether the name says so.
    says_minutes = form.plan_is_minutes and (own or not form.plan_title)
    return f"{title} og referat" if says_minutes else title


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
