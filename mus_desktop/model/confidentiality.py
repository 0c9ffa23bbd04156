"""What may appear where: the one rule that every document asks before it prints an answer."""

from __future__ import annotations

from enum import StrEnum

from mus_desktop.model.form import Field, FollowUpField, InfoField, NotesField, PartyRole, PlanField, SignaturesField


class DocumentKind(StrEnum):
    """The documents the program writes."""

    PLAN = "plan"


_OF_THE_PLAN = (PlanField, FollowUpField, SignaturesField)


def may_appear(document: DocumentKind, field: Field, party: PartyRole) -> bool:
    """Whether what ``party`` has entered in ``field`` may be printed in ``document``.

    A plan shows plans, follow-up dates and signatures, and the shared answers the form marks ``print``. Preparations
    never print; notes never print, marked or not.
    """
    if isinstance(field, NotesField | InfoField):
        return False
    if isinstance(field, _OF_THE_PLAN):
        return document is DocumentKind.PLAN and party is not PartyRole.LEADER
    return field.prints and party is PartyRole.SHARED
