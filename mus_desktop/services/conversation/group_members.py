"""Validation of the participants and the form of a group conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mus_desktop.errors import KnownError
from mus_desktop.model.group import GROUP, MAX_PARTICIPANTS, MIN_PARTICIPANTS, danish_list
from mus_desktop.model.people import Employee

if TYPE_CHECKING:
    from mus_desktop.model.form import Form


def refuse_invalid_group(people: Sequence[Employee], form: Form, labels: Mapping[int, str]) -> None:
    """Refuse an invalid group: too few or too many, an employee who has left, or a form that is not for groups.

    :param labels: each employee's name on screen.
    :raises KnownError: the group is invalid; the sentence says why.
    """
    if len(people) < MIN_PARTICIPANTS:
        raise KnownError("En gruppesamtale holdes med mindst to. Vælg en deltager mere.")
    if len(people) > MAX_PARTICIPANTS:
        raise KnownError(f"En gruppesamtale holdes med højst tolv, og du har valgt {len(people)}. Del gruppen i to.")
    left = [labels.get(person.id, person.name) for person in people if not person.active]
    if left:
        raise KnownError(f"{danish_list(left)} er fratrådt og kan ikke deltage. Vælg kun medarbejdere, der er her nu.")
    if GROUP not in form.held:
        raise KnownError(
            f"Skemaet »{form.display_name}« er ikke til gruppesamtaler. Vælg et skema, der kan holdes som gruppe."
        )
