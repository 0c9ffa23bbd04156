"""The title of the plan in a form of language 1, which has no ``plan_title``: a title on the tab of the plan."""

from __future__ import annotations

from dataclasses import replace

from mus_desktop.model.form import Form, InfoField, PlanField

_TITLES_SINCE = 2
"""The first form language with ``plan_title``."""


def with_plan_heading(form: Form, language: int) -> Form:
    """Return ``form`` with :attr:`~mus_desktop.model.form.Form.plan_heading` set if it is in language 1.

    That is the title of the field with the facts if it is on a tab with a plan: on paper such a field is the head of
    the plan. Otherwise it is the title of the tab, if only one tab has a plan. Released forms print under these titles.
    """
    if language >= _TITLES_SINCE:
        return form
    tabs = [tab for tab in form.tabs if any(isinstance(field, PlanField) for field in tab.fields)]
    heads = [field.title for tab in tabs for field in tab.fields if isinstance(field, InfoField) and field.facts]
    return replace(form, plan_heading=next(iter([*heads, *([tabs[0].title] if len(tabs) == 1 else [])]), ""))
