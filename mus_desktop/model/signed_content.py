"""The content of a signed plan: everything the printed document shows, as it was when the plan was closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from enum import StrEnum

from mus_desktop.model.answers import Value
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import FollowUp
from mus_desktop.model.terms import Fact

GROUP_LAYOUT = 1
"""The first layout in which a group's papers have a line for each signer, and own plans say whose they are."""


class ContentOrigin(StrEnum):
    """The occasion on which the content was stored."""

    SIGNATURE = "signature"
    UPGRADE = "upgrade"
    """The plan was signed under schema 1, which stored no content: it was stored as found when upgrading."""


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """An earlier agreement as printed: its words, its status, and the comment on it.

    ``plan`` is the plan it belongs to. It contains no name: only :attr:`SignedContent.people` does.
    """

    agreed: str
    status: str = ""
    remark: str = ""
    due: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class FollowingNote:
    """A shared note that follows the plan: the key of its field, its text, and the day the last party ticked it."""

    field: str
    text: str
    ticked_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedContent:
    """The content of a signed plan. It only has fields for printed content, so no preparation.

    ``facts`` are the printed values at its head, ``author`` the leader in the file's properties. ``answers`` are the
    printed shared answers by field key; ``closed_fields`` the keys of every shared field that prints, answered or not.
    ``notes`` are the shared notes that every party had ticked, in the order of the form; no other note is stored here.
    ``people`` are the names in ``facts`` by party, so that a name can be deleted with the person.
    ``past`` are the earlier agreements looked back on, ``closed_reviews`` the ids of those whose status prints.
    ``label`` distinguishes the person of the plan from others of the same name, as in file names. ``template`` is the
    SHA-256 of the Word template it prints with, empty for one that is derived from the form. ``layout`` is that of the
    paper that was signed: 0 for one from before :data:`GROUP_LAYOUT`, which must print as it did then.
    """

    facts: Mapping[Fact, str] = dataclass_field(default_factory=dict)
    people: Mapping[int, str] = dataclass_field(default_factory=dict)
    author: str = ""
    agreed_on: date | None = None
    agreements: tuple[Agreement, ...] = ()
    answers: Mapping[str, Value] = dataclass_field(default_factory=dict)
    notes: tuple[FollowingNote, ...] = ()
    closed_fields: tuple[str, ...] = ()
    follow_ups: Mapping[str, tuple[FollowUp, ...]] = dataclass_field(default_factory=dict)
    past: tuple[ReviewedLine, ...] = ()
    closed_reviews: tuple[str, ...] = ()
    label: str = ""
    template: str = ""
    origin: ContentOrigin = ContentOrigin.SIGNATURE
    layout: int = GROUP_LAYOUT
