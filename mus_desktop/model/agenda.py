"""The topics of a conversation and their order: the wishes of the parties, and the themes they agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mus_desktop.model.form import Field, Form, InfoField, NotesField, PartyRole, PlanField, SignaturesField, Tab


@dataclass(frozen=True, slots=True)
class Agenda:
    """The order of a form's tabs, by number. Tabs in ``skipped`` are skipped but still shown, last of the themes."""

    order: tuple[int, ...]
    skipped: frozenset[int] = frozenset()


def themes_of(form: Form) -> tuple[Tab, ...]:
    """Return the tabs the parties choose among: the optional ones, or if there are none, those with a common note.

    In the second case a tab that also has a plan or signatures is left out.
    """
    optional = tuple(tab for tab in form.tabs if tab.optional)
    return optional or tuple(tab for tab in form.tabs if _is_discussion_tab(tab))


def agenda(form: Form, agreed: Sequence[str]) -> Agenda:
    """Return the order of the tabs when ``agreed`` holds the keys of the chosen themes, in order.

    Themes change places only among themselves; every other tab stays where the form has it. If ``agreed`` names no
    theme, the order is that of the form and nothing is left out.
    """
    themes = [tab.key for tab in themes_of(form)]
    chosen = [key for key in agreed if key in themes]
    if not chosen:
        return Agenda(tuple(range(len(form.tabs))))
    numbers = {tab.key: number for number, tab in enumerate(form.tabs)}
    rest = [key for key in themes if key not in chosen]
    # Each position of a theme in the form is filled with the next theme of the new order.
    themes_in_order = iter([*chosen, *rest])
    order = tuple(numbers[next(themes_in_order)] if tab.key in themes else numbers[tab.key] for tab in form.tabs)
    return Agenda(order, frozenset(numbers[key] for key in rest))


def in_agreed_order(form: Form, agreed: Sequence[str]) -> Form:
    """Return ``form`` with its tabs in the order of :func:`agenda`, for paper."""
    return replace(form, tabs=tuple(form.tabs[number] for number in agenda(form, agreed).order)) if agreed else form


def is_for_leader_only(tab: Tab) -> bool:
    """Return whether every field to fill in on ``tab`` is the leader's alone; it then never shows in a conversation."""
    asked = [field for field in tab.fields if not isinstance(field, InfoField)]
    return bool(asked) and all(field.by == (PartyRole.LEADER,) for field in asked)


def _is_discussion_tab(tab: Tab) -> bool:
    """Return whether the tab is there to be talked about: it has a common note, and no plan or signatures."""
    return any(_is_common_note(field) for field in tab.fields) and not any(
        isinstance(field, PlanField | SignaturesField) for field in tab.fields
    )


def _is_common_note(field: Field) -> bool:
    return isinstance(field, NotesField) and PartyRole.SHARED in field.by
