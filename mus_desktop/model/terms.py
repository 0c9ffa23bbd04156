"""The words with fixed meanings that forms, conversations and plans share.

They are separate from :mod:`mus_desktop.model.form`, which takes too long to import before the first window is shown.
"""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """The purpose of a conversation on the form."""

    MUS = "mus"
    FOLLOW_UP = "follow_up"
    EVALUATION = "evaluation"
    PAPER = "paper"
    """Last year's agreements typed in from paper; no form has this purpose."""


class PartyRole(StrEnum):
    """The party to whom an answer belongs."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    SHARED = "shared"


class Role(StrEnum):
    """The meaning of a plan column, so that agreements can be read across forms; a column may have several."""

    GOAL = "goal"
    ACTION = "action"
    SUPPORT = "support"
    PRACTICE = "practice"
    EFFECT = "effect"
    DUE = "due"
    RESPONSIBLE = "responsible"
    FOLLOW_UP = "follow_up"
    HORIZON = "horizon"


class IndividualPlans(StrEnum):
    """Whether each participant of a group conversation gets an individual plan in addition to the common one."""

    OPTIONAL = "optional"
    REQUIRED = "required"


class ColumnType(StrEnum):
    """The type of the values in a table or plan cell."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    CHECK = "check"
    CHOICE = "choice"
    RATING = "rating"


class Fact(StrEnum):
    """A fact the program knows about a conversation and can print under the form's own label."""

    EMPLOYEE = "employee"
    LEADER = "leader"
    PERIOD = "period"
    TIME = "time"
    WORKPLACE = "workplace"
    TITLE = "title"
    """The employee's job title (stilling)."""


class SignatureLine(StrEnum):
    """A line of the signature block: a party's signature, or the date."""

    DATE = "date"
    LEADER = "leader"
    EMPLOYEE = "employee"


class SignatureMeaning(StrEnum):
    """The meaning of a signature under the plan: it confirms the content, or only that the talk was held."""

    CONTENT = "content"
    TALK = "talk"


class DocumentKind(StrEnum):
    """The documents the program writes."""

    PLAN = "plan"
    MINUTES = "minutes"
    GUIDE = "guide"
    PREPARATION = "preparation"
    CARDS = "cards"
    POCKET = "pocket"
    STATUS = "status"
    EVALUATION = "evaluation"
    """The employee's own answers in an evaluation, to be handed in."""
