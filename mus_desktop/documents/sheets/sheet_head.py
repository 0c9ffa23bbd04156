"""The lines at the head of a sheet: who takes part, and when."""

from __future__ import annotations

from mus_desktop.documents.content import SheetContent
from mus_desktop.documents.plan.headings import GROUP_NAME_LINES, heading_facts, is_for_groups
from mus_desktop.documents.sheets.sheet_markup import fact_lines, writing_lines
from mus_desktop.documents.word.markup import Markup
from mus_desktop.model.form import Fact, PartyRole


def head_lines(content: SheetContent, width: int) -> Markup:
    """Return employee, leader and time on lines; a group's names have a line of their own, or several to fill in."""
    names, *others = heading_facts(content.form, content.facts)
    known = content.facts.get(Fact.EMPLOYEE, "").strip()
    # A participant's own sheet has one name.
    several = is_for_groups(content.form) and content.party is not PartyRole.EMPLOYEE
    if not several and "," not in known:
        return fact_lines([names, *others], width)
    further = [] if known else writing_lines(GROUP_NAME_LINES, width)
    return fact_lines([names], width) + further + fact_lines(others, width)
