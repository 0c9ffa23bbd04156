"""The names a template may use for the fields and columns of a form."""

from __future__ import annotations

from collections.abc import Mapping

from mus_desktop.formspec.rules import JOB_TITLE_KEY
from mus_desktop.model.form import Fact, PlanColumn, PlanField

FACT_NAMES: Mapping[Fact, str] = {
    Fact.EMPLOYEE: "medarbejder",
    Fact.LEADER: "leder",
    Fact.PERIOD: "periode",
    Fact.TIME: "tidspunkt",
    Fact.WORKPLACE: "arbejdsplads",
    Fact.TITLE: JOB_TITLE_KEY,
}
ADDITIONS = "tilfoejelser"
ROW_HEADING = "Emne"
"""The heading of the column with the titles of fixed rows: a form has none, and a screen reader reads it out."""
NAME_LINES = "navnelinjer"
"""The name of the lines for the names of a whole group; a filled plan has none."""
NOTES = "noter_der_foelger_planen"
"""The name of the shared notes that every party has ticked; none in most plans."""
SIGNERS = "underskrivere"
ROW_TEXT = "titel_tekst"
"""The name of the text that explains a fixed row of a table."""

_RESERVED = frozenset(
    [
        *(name for fact, name in FACT_NAMES.items() if fact is not Fact.TITLE),  # old forms may have that field
        ADDITIONS,
        NAME_LINES,
        NOTES,
        ROW_TEXT,
        SIGNERS,
        *"plantitel egen_plan gruppeplan".split(),  # noqa: SIM905
        *"dato enige_den sidefod titel bemaerkning aftalt status nr aftale linje loop self".split(),  # noqa: SIM905
        *(f"mere_{number}" for number in range(1, 10)),
    ]
    # Words of the template language.
    + ["and", "else", "endfor", "endif", "false", "for", "if", "in", "is", "none", "not", "or", "recursive", "true"]
    + [name for name in dir(dict) if not name.startswith("_")]  # Jinja would find the dict's own method
)


def name_of(key: str) -> str:
    """Return the template's name for a field or column key."""
    return f"{key}_felt" if key in _RESERVED else key


def writing_lines_of(key: str) -> str:
    """Return the template's name for the lines to write on where a text of several lines is blank."""
    return f"{name_of(key)}_skrivelinjer"


def folded_columns(field: PlanField) -> dict[str, tuple[PlanColumn, ...]]:
    """Return the folded columns of a plan by the title of their group, in the order of the form."""
    titles = dict.fromkeys(column.fold for column in field.columns if column.fold)
    return {title: tuple(column for column in field.columns if column.fold == title) for title in titles}


def unfolded_columns(field: PlanField) -> tuple[PlanColumn, ...]:
    """Return the columns that are always in the table."""
    return tuple(column for column in field.columns if not column.fold)
