"""The names of the stored forms: all that lists need of a form, without the form language."""

from __future__ import annotations

from typing import NamedTuple

from mus_desktop.model.display_names import form_display_name
from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.terms import IndividualPlans
from mus_desktop.storage.database.column_values import json_object, read_text
from mus_desktop.storage.records.form_versions import FormVersions, StoredForm

UNREADABLE = (ValueError, OverflowError, TypeError, KeyError, AttributeError, RecursionError)
"""The exceptions raised when a damaged definition is read."""


class FormName(NamedTuple):
    """The properties of a form that lists show."""

    id: str
    display_name: str
    held: tuple[str, ...] = (INDIVIDUAL,)
    individual_plans: IndividualPlans = IndividualPlans.OPTIONAL
    has_plan: bool = True
    damaged: bool = False


class FormNames:
    """Finds the name of a stored version of a form."""

    def __init__(self, versions: FormVersions) -> None:
        self._versions = versions
        self._names: dict[int, FormName] = {}

    def name_of(self, version_id: int) -> FormName:
        """Return the name of a stored version; nothing else of it is read."""
        if version_id not in self._names:
            try:
                self._names[version_id] = _name_in(self._versions.get(version_id))
            except UNREADABLE:
                return FormName("", "(skemaet er beskadiget)", damaged=True)
        return self._names[version_id]


def _name_in(stored: StoredForm) -> FormName:
    definition = json_object(read_text(stored.definition))
    return FormName(
        stored.form_id,
        form_display_name(definition["title"], definition["organisation"], definition.get("short_name", "")),
        tuple(definition.get("held", (INDIVIDUAL,))),
        IndividualPlans(definition.get("individual_plans", IndividualPlans.OPTIONAL)),
        any(field.get("kind") == "plan" for tab in definition["tab"] for field in tab.get("field", ())),
    )
