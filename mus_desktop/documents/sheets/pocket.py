"""The pocket page for a walk: questions, keywords and lines for agreements, in four panels to fold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mus_desktop.documents.content import PocketContent
from mus_desktop.documents.plan.blank_answers import BOX
from mus_desktop.documents.sheets.cards import keywords_of, question_groups
from mus_desktop.documents.sheets.sheet_markup import (
    fitted_lines,
    paragraph_of_runs,
    questions,
    run,
    styled_lines,
    writing_lines,
)
from mus_desktop.documents.word.markup import Markup, element, joined, styled
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.documents.word.template_names import unfolded_columns
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.form import ChoiceField, Fact, Form, PartyRole, PlanField

POCKET_PAPER = Paper(
    16_838, 11_906, side=454, top=567, bottom=567, letter_scale=0.9, columns=4, without_header=True, flows=False
)
"""A4 in four panels of 74 × 210 mm; the page is folded between the columns."""

_MARKS = {PartyRole.EMPLOYEE: "●", PartyRole.LEADER: "■"}
_USUAL_NAMES = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}
_FACT_OF_PARTY = {PartyRole.EMPLOYEE: Fact.EMPLOYEE, PartyRole.LEADER: Fact.LEADER}
_WRITING_LINES = 8
_TITLE_SIZE = 25
"""The size of the title in half points, as its style has it after scaling."""


def pocket_body(content: PocketContent, paper: Paper) -> Markup:
    """Return the page as markup, flowing from panel to panel."""
    form, width = content.form, paper.text_width
    heading_text = " · ".join(
        t for t in (content.facts.get(Fact.EMPLOYEE, ""), content.facts.get(Fact.TIME, "")) if t.strip()
    )
    head = fitted_lines("Lommetitel", form.title, _TITLE_SIZE, width) + styled_lines("Ledetekst", heading_text)
    asks = joined(
        ([] if tab.title == form.title else styled_lines("Afsnit", tab.title)) + joined(map(questions, groups))
        for tab, groups in question_groups(form)
    )
    words = joined(_keywords(field, content) for field in keywords_of(form))
    return head + asks + words + joined(_agreements(form, width))


def _keywords(field: ChoiceField, content: PocketContent) -> Markup:
    field_picks = content.picks.get(field.key, {})
    # The content holds no other picks, but the rule is applied at the place of printing too.
    picks = {
        party: words
        for party, words in field_picks.items()
        if may_print_content(DocumentKind.POCKET, field, party) and words
    }
    words = joined(_keyword(word, picks) for word in field.options)
    next_panel = styled("Slut", element("r", element("br", type="column")))
    return next_panel + styled_lines("Afsnit", field.title) + _legend(content, picks) + words + next_panel


def _keyword(word: str, picks: Mapping[PartyRole, tuple[str, ...]]) -> Markup:
    marks = "".join(_MARKS.get(party, "") for party, words in picks.items() if word in words)
    if not marks:
        return paragraph_of_runs("Lommestikord", run(BOX, "Boks"), run(f"\N{NO-BREAK SPACE}{word}"))
    return paragraph_of_runs("Lommestikord", run(f"{marks}\N{NO-BREAK SPACE}{word}", "Valgt"))


def _legend(content: PocketContent, picks: Mapping[PartyRole, tuple[str, ...]]) -> Markup:
    """Return a line that explains whose mark is which."""
    names = {
        party: content.facts.get(_FACT_OF_PARTY[party], "") or _USUAL_NAMES[party]
        for party in picks
        if party in _FACT_OF_PARTY
    }
    return styled_lines("Ledetekst", "   ".join(f"{_MARKS[party]} {name}" for party, name in names.items()))


def _agreements(form: Form, width: int) -> Iterator[Markup]:
    plans = form.plan_fields()
    if not plans:
        yield styled_lines("Afsnit", "Aftaler") + writing_lines(_WRITING_LINES, width, keep_together=True)
    for plan in plans:
        tab = form.tab_of(plan.key).title
        several = len({form.tab_of(other.key).key for other in plans}) > 1
        # With plans on several tabs, their own titles may be alike.
        yield styled_lines("Afsnit", f"{tab}: {plan.title}" if several else plan.title)
        yield from _plan(plan, width)


def _plan(plan: PlanField, width: int) -> Iterator[Markup]:
    titles = " · ".join(column.title for column in unfolded_columns(plan))
    yield styled_lines("Ledetekst", titles)
    yield writing_lines(_WRITING_LINES, width, keep_together=True)
