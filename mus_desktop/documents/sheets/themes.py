"""The themes of a form in the order of paper, and the headings that introduce them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mus_desktop.documents.sheets.sheet_markup import styled_lines
from mus_desktop.documents.word.markup import Markup
from mus_desktop.model.form import Field, Form, PlanField, PreviousPlanField, Tab

_ANYTHING_ELSE = "andet"
"""The shared key of the theme that every form ends with: anything else the parties want to talk about."""


def themes_on_paper(form: Form) -> tuple[Tab, ...]:
    """Return the themes of ``form`` in the order of paper: *anything else* comes before the plan, not after it.

    With plans in several themes it comes after the last of them, and so before the end of the conversation.
    """
    last = form.tabs[-1]
    with_plan = [n for n, tab in enumerate(form.tabs) if any(isinstance(f, PlanField) for f in tab.fields)]
    if last.key != _ANYTHING_ELSE or not with_plan or with_plan[-1] == len(form.tabs) - 1:
        return form.tabs
    at = with_plan[0] if len(with_plan) == 1 else with_plan[-1] + 1
    return (*form.tabs[:at], last, *form.tabs[at:-1])


def theme_heading(form: Form, tab: Tab, below: str = "") -> Markup:
    """Return the heading of a theme with the text ``below`` it; the title of the form is not repeated."""
    return ([] if _has_title_of_form(form, tab) else styled_lines("Tema", tab.title)) + styled_lines(
        "Undertitel", below
    )


def without_title_of_form(form: Form, tab: Tab) -> Tab:
    """Return ``tab`` without a title that only repeats that of ``form`` right above it."""
    if not _has_title_of_form(form, tab):
        return tab
    return replace(tab, title="", fields=tuple(without_repeated_title(tab.fields, tab)))


def _has_title_of_form(form: Form, tab: Tab) -> bool:
    return tab is form.tabs[0] and tab.title == form.title


def without_repeated_title(fields: Sequence[Field], tab: Tab) -> list[Field]:
    """Return the printed ``fields`` of ``tab``, the first without a title that would only repeat that of the theme.

    Last year's agreements may come before it.
    """
    first = next((field for field in fields if not isinstance(field, PreviousPlanField)), None)
    return [replace(f, title="") if f is first and f.title == tab.title else f for f in fields]
