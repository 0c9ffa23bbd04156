"""The pocket page for a walk: questions, keywords and lines for agreements, in four panels to fold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mus_desktop.documents.content import PocketContent
from mus_desktop.documents.sheets.cards import keywords_of, question_groups
from mus_desktop.documents.sheets.sheet_markup import BOX, line_of, lines, questions, run, says
from mus_desktop.documents.word.markup import Markup, element, joined, styled
from mus_desktop.documents.word.names import open_columns
from mus_desktop.documents.word.paper_size import Paper
from mus_desktop.model.confidentiality import DocumentKind, may_print_content
from mus_desktop.model.form import ChoiceField, Fact, Form, PartyRole, PlanField

POCKET_PAPER = Paper(16_838, 11_906, side=454, top=567, bottom=567, letters=0.9, columns=4, plain=True)
"""A4 in four panels of 74 × 210 mm; the page is folded between the columns."""

_MARKS = {PartyRole.EMPLOYEE: "●", PartyRole.LEADER: "■"}
_USUAL = {PartyRole.EMPLOYEE: "Medarbejder", PartyRole.LEADER: "Leder"}
_WHO = {PartyRole.EMPLOYEE: Fact.EMPLOYEE, PartyRole.LEADER: Fact.LEADER}
_LINES = 8


def pocket_body(content: PocketContent, paper: Paper) -> Markup:
    """Return the page as markup, flowing from panel to panel."""
    form, width = content.form, paper.text_width
    when = " · ".join(t for t in (content.facts.get(Fact.EMPLOYEE, ""), content.facts.get(Fact.TIME, "")) if t.strip())
    head = says("Tema", form.title) + says("Ledetekst", when)
    asks = joined(
        says("Felttitel", tab.title) + joined(questions(group) for group in groups)
        for tab, groups in question_groups(form)
    )
    words = joined(_keywords(field, content) for field in keywords_of(form))
    return head + asks + words + joined(_agreements(form, width))


def _keywords(field: ChoiceField, content: PocketContent) -> Markup:
    given = content.picks.get(field.key, {})
    # Asked here too, although the content should hold no other picks: nothing is printed without the rule.
    picks = {who: words for who, words in given.items() if may_print_content(DocumentKind.POCKET, field, who) and words}
    words = joined(_keyword(word, picks) for word in field.options)
    next_panel = styled("Slut", element("r", element("br", type="column")))
    return next_panel + says("Felttitel", field.title) + _legend(content, picks) + words + next_panel


def _keyword(word: str, picks: Mapping[PartyRole, tuple[str, ...]]) -> Markup:
    marks = "".join(_MARKS.get(who, "") for who, words in picks.items() if word in words)
    if not marks:
        return line_of("Lommestikord", run(BOX, "Boks"), run(f"\N{NO-BREAK SPACE}{word}"))
    return line_of("Lommestikord", run(f"{marks}\N{NO-BREAK SPACE}{word}", "Valgt"))


def _legend(content: PocketContent, picks: Mapping[PartyRole, tuple[str, ...]]) -> Markup:
    """Return a line that explains whose mark is which."""
    names = {who: content.facts.get(_WHO[who], "") or _USUAL[who] for who in picks if who in _WHO}
    return says("Ledetekst", "   ".join(f"{_MARKS[who]} {name}" for who, name in names.items()))


def _agreements(form: Form, width: int) -> Iterator[Markup]:
    plans = form.plan_fields()
    if not plans:
        yield says("Felttitel", "Aftaler") + lines(_LINES, width, 420, together=True)
    for plan in plans:
        tab = form.tab_of(plan.key).title
        several = len({form.tab_of(other.key).key for other in plans}) > 1
        yield says("Felttitel", f"{tab}: {plan.title}" if several else plan.title)
        yield from _plan(plan, width)


def _plan(plan: PlanField, width: int) -> Iterator[Markup]:
    asks = " · ".join(column.title for column in open_columns(plan))
    yield says("Ledetekst", asks)
    yield lines(_LINES, width, 420, together=True)
