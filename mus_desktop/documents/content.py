"""What goes into a plan on paper. Light: nothing of Word is imported here.

There is no place for a note or a preparation in these classes, so none can be printed by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mus_desktop.model.answers import Value
from mus_desktop.model.form import Fact, Form
from mus_desktop.model.plan import Agreement


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A day on which the plan is followed up, with what was written about it."""

    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanContent:
    """The plan of one party, ready to be printed on ``form``.

    ``facts`` are the printed words ("Bjørn Ågård", "2026"); a fact left out is a line to write on. ``answers`` are the
    shared answers by field key; only those the form marks ``print`` are ever printed. ``follow_ups`` are kept by the
    key of their field. ``made_on`` and ``author`` go into the document's properties.
    """

    form: Form
    facts: Mapping[Fact, str] = field(default_factory=dict)
    agreements: tuple[Agreement, ...] = ()
    agreed_on: date | None = None
    signed_on: date | None = None
    made_on: date | None = None
    author: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    follow_ups: Mapping[str, tuple[FollowUp, ...]] = field(default_factory=dict)


def blank_content(form: Form) -> PlanContent:
    """An empty plan of ``form`` to print and fill in by hand."""
    return PlanContent(form=form)
