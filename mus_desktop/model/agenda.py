"""What to talk about and in which order: the wishes of the parties, and what they agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mus_desktop.model.form import Field, Form, InfoField, NotesField, PartyRole, PlanField, SignaturesField, Tab


@dataclass(frozen=True, slots=True)
class Agenda:
    """The order of a form's tabs, by number. ``left_out`` are still there, last among the themes, but passed by."""

    order: tuple[int, ...]
    left_out: frozenset[int] = frozenset()


def themes_of(form: Form) -> tuple[Tab, ...]:
    """The tabs the parties choose among: the optional ones; if a form has none, those whose heart is a common note."""
    optional = tuple(tab for tab in form.tabs if tab.optional)
    return optional or tuple(tab for tab in form.tabs if _is_talk(tab))


def agenda(form: Form, agreed: Sequence[str]) -> Agenda:
    """The order when ``agreed`` holds the keys of the themes to take, in order; empty: as the form has them.

    Themes change places only among themselves; everything else stays where the form has it.
    """
    themes = [tab.key for tab in themes_of(form)]
    taken = [key for key in agreed if key in themes]
    if not taken:
        return Agenda(tuple(range(len(form.tabs))))
    numbers = {tab.key: number for number, tab in enumerate(form.tabs)}
    rest = [key for key in themes if key not in taken]
    in_turn = iter([*taken, *rest])
    order = tuple(numbers[next(in_turn)] if tab.key in themes else numbers[tab.key] for tab in form.tabs)
    return Agenda(order, frozenset(numbers[key] for key in rest))


def for_leader_alone(tab: Tab) -> bool:
    """Whether everything that is filled in on ``tab`` is the leader's own, so that it never shows in a conversation."""
    asked = [field for field in tab.fields if not isinstance(field, InfoField)]
    return bool(asked) and all(field.by == (PartyRole.LEADER,) for field in asked)


def _is_talk(tab: Tab) -> bool:
    return any(_is_common_note(field) for field in tab.fields) and not any(
        isinstance(field, PlanField | SignaturesField) for field in tab.fields
    )


def _is_common_note(field: Field) -> bool:
    return isinstance(field, NotesField) and PartyRole.SHARED in field.by
