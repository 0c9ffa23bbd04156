"""A form (skema) as the rest of the program sees it: tabs of fields, each field of one of a fixed set of kinds.

The classes mirror the form language (see CONTRIBUTING.md); :mod:`mus_desktop.formspec` makes them from ``form.toml``.
Titles, prompts, options and column titles are the municipality's own words and are never changed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from typing import ClassVar

from mus_desktop.model import terms
from mus_desktop.model.display_names import form_display_name

ColumnType = terms.ColumnType
SignatureMeaning = terms.SignatureMeaning
Fact = terms.Fact
IndividualPlans = terms.IndividualPlans
PartyRole = terms.PartyRole
Purpose = terms.Purpose
Role = terms.Role
SignatureLine = terms.SignatureLine


_FIELDS_OF_TAB = attrgetter("fields")
_CONFIRMS_ONLY_TALK = "Underskriften bekræfter, at samtalen er holdt, og betyder ikke, at man er enig i indholdet."


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scale: ``value`` is stored, ``label`` and ``text`` are shown."""

    value: int
    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A labelled scale; ``blank`` is the meaning of an empty answer (never zero).

    ``headings`` are the titles of value, label and text where the whole scale is shown; none or three.
    """

    key: str
    steps: tuple[Step, ...]
    title: str = ""
    blank: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    key: str
    title: str
    text: str = ""
    type: ColumnType = ColumnType.TEXT
    options: tuple[str, ...] = ()
    scale: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PlanColumn(Column):
    """A column of a plan. ``later``: may be filled in after signature. ``fold``: title of the folded group it is in."""

    roles: frozenset[Role] = frozenset()
    later: bool = False
    fold: str = ""


@dataclass(frozen=True, slots=True)
class RatingColumn(Column):
    """A column of a rating. ``role`` is ``required``, ``level`` or empty; the gap is required minus level."""

    by: PartyRole | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A guiding question; ``level`` 0 is outermost. ``opens_group`` marks the first line after a blank one.

    ``original`` is the form's own wording if the workplace has reworded it; ``local`` marks a question the workplace
    has added.
    """

    text: str
    level: int = 0
    opens_group: bool = False
    original: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The attributes common to every kind. ``by`` lists who answers; ``prints`` allows a shared answer in documents.

    ``handed_in`` marks a printed answer of the employee alone, which is printed in an evaluation to be handed in. It is
    not a key of the form language: the reader sets it where the language allows it.
    """

    kind: ClassVar[str] = ""

    key: str
    title: str
    text: str = ""
    by: tuple[PartyRole, ...] = ()
    prints: bool = False
    handed_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoField(Field):
    """Text to read. ``setting`` names a text stored in settings; ``facts`` labels known facts (see :class:`Fact`)."""

    kind: ClassVar[str] = "info"

    setting: str = ""
    facts: Mapping[Fact, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """Text of one line; with ``lines`` above 1 text of several lines, and room for that many on blank paper."""

    kind: ClassVar[str] = "text"

    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField(Field):
    """A date, stored as ISO text."""

    kind: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckField(Field):
    """A field with one tick box; a blank answer means not ticked."""

    kind: ClassVar[str] = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A number with an optional unit."""

    kind: ClassVar[str] = "number"

    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesField(Field):
    """A note under guiding questions. ``writing_title`` is the heading over the space to write in."""

    kind: ClassVar[str] = "notes"

    prompts: tuple[Prompt, ...] = ()
    writing_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """Options to pick from: at least ``pick[0]`` and at most ``pick[1]``; ``cards`` shows them as cards."""

    kind: ClassVar[str] = "choice"

    options: tuple[str, ...]
    pick: tuple[int, int] = (1, 1)
    cards: bool = False

    @property
    def picks_visible_to_both(self) -> bool:
        """Whether both parties know each other's picks before they meet.

        True for cards that employee and leader each pick: they pick in order to tell each other (Albertslund's *vælger
        hver især tre stikord og fortæller hinanden om dem*). A pick is one of the form's own words, never text of the
        leader's, so showing both parties' picks in the conversation reveals nothing confidential.
        """
        return self.cards and {PartyRole.EMPLOYEE, PartyRole.LEADER} <= set(self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardField(Field):
    """A board where the options of the choice field ``cards`` are placed in ``areas``."""

    kind: ClassVar[str] = "board"

    cards: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingField(Field):
    """Statements or competences rated on a scale. If ``rows`` is empty, the users add the rows.

    ``row_texts`` explain rows, by label. ``compare``: see :attr:`compared`.
    """

    kind: ClassVar[str] = "rating"

    scale: str
    rows: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    columns: tuple[RatingColumn, ...] = ()
    remark: str = ""
    row_remark: str = ""
    wheel: bool = False
    row_texts: Mapping[str, str] = field(default_factory=dict)
    compare: bool = False

    @property
    def compared(self) -> bool:
        """Whether both parties see each other's ratings in the conversation.

        Only the chosen steps are shown, never a remark: a remark is the leader's own text, and stays hidden like all
        preparation.
        """
        return self.compare and {PartyRole.EMPLOYEE, PartyRole.LEADER} <= set(self.by)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableField(Field):
    """A table with free rows, or with fixed ``rows``, some explained by ``row_texts``."""

    kind: ClassVar[str] = "table"

    columns: tuple[Column, ...]
    rows: tuple[str, ...] = ()
    min_rows: int = 0
    row_texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanField(Field):
    """A plan: each row is an agreement. ``groups`` are titled groups of rows."""

    kind: ClassVar[str] = "plan"

    columns: tuple[PlanColumn, ...]
    groups: tuple[str, ...] = ()
    min_rows: int = 0
    numbered: bool = False

    def column_with(self, role: Role) -> PlanColumn | None:
        """Return the first column with ``role``."""
        return next((column for column in self.columns if role in column.roles), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousPlanField(Field):
    """The agreements of the last plan, each to be reviewed."""

    kind: ClassVar[str] = "previous_plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpField(Field):
    """Dates on which the plan is followed up."""

    kind: ClassVar[str] = "follow_up"

    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesField(Field):
    """Date and signature lines in the order and words of the source.

    ``extra`` are the labels of further people who sign; ``confirms`` is the meaning of a signature.
    """

    kind: ClassVar[str] = "signatures"

    signers: Mapping[SignatureLine, str]
    extra: tuple[str, ...] = ()
    confirms: SignatureMeaning = SignatureMeaning.CONTENT

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all lines on paper, in order."""
        return (*self.signers.values(), *self.extra)

    @property
    def meaning(self) -> str:
        """The meaning of a signature, as a Danish sentence; empty for the usual one, which confirms the content."""
        return _CONFIRMS_ONLY_TALK if self.confirms is SignatureMeaning.TALK else ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A theme: one page of the wizard. ``minutes`` is the time set aside for it."""

    key: str
    title: str
    fields: tuple[Field, ...]
    subtitle: str = ""
    text: str = ""
    optional: bool = False
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form, identified by ``id`` and ``version``; ``source`` states where its words come from.

    ``plan_is_minutes``: the plan is also the minutes (referat) of the conversation. ``individual_plans`` only matters
    to a form that can be held with a group. ``plan_title`` is the title of the plan document; empty for a form that
    does not say. ``plan_heading`` is the title on the paper of a form in language 1, which cannot say; it is not a key
    of the form language: the reader sets it. ``counts`` is false for a talk that is not the yearly MUS, such as a
    senior talk.
    """

    id: str
    version: int
    title: str
    organisation: str
    tabs: tuple[Tab, ...]
    source: str = ""
    purpose: Purpose = Purpose.MUS
    held: tuple[str, ...] = ("individual",)
    party_names: Mapping[PartyRole, str] = field(default_factory=dict)
    cues: tuple[str, ...] = ()
    topics: tuple[int, int] | None = None
    marking: str = ""
    word_language: str = "da-DK"
    plan_is_minutes: bool = False
    individual_plans: IndividualPlans = IndividualPlans.OPTIONAL
    scales: tuple[Scale, ...] = ()
    plan_title: str = ""
    short_name: str = ""
    counts: bool = True
    plan_heading: str = ""

    @property
    def display_name(self) -> str:
        """The name of the form in lists, menus and messages; documents have its title and organisation instead."""
        return form_display_name(self.title, self.organisation, self.short_name)

    def fields(self) -> Iterator[Field]:
        """Return every field in the order of the form."""
        return chain.from_iterable(map(_FIELDS_OF_TAB, self.tabs))

    def field_with(self, key: str) -> Field:
        """Return the field with that key; ``KeyError`` if the form has none."""
        for candidate in self.fields():
            if candidate.key == key:
                return candidate
        raise KeyError(key)

    def scale(self, key: str) -> Scale:
        """Return the scale with that key; ``KeyError`` if the form has none."""
        for candidate in self.scales:
            if candidate.key == key:
                return candidate
        raise KeyError(key)

    def plan_fields(self) -> tuple[PlanField, ...]:
        """Return the plans of the form, in order."""
        return tuple(f for f in self.fields() if isinstance(f, PlanField))

    def tab_of(self, field_key: str) -> Tab:
        """Return the tab that contains a field; ``KeyError`` if the form has no such field."""
        for tab in self.tabs:
            if any(f.key == field_key for f in tab.fields):
                return tab
        raise KeyError(field_key)
