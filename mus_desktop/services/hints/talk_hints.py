"""Hints on the conversation as a whole: what comes first, and what is to be done before it is finished."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mus_desktop.model.agenda import is_for_leader_only
from mus_desktop.model.form import FollowUpField, PlanField, PreviousPlanField, Purpose, Tab
from mus_desktop.model.group import danish_list
from mus_desktop.model.plan_card import plan_card_key
from mus_desktop.model.progress import Progress, progress_of
from mus_desktop.model.review import PastAgreement
from mus_desktop.model.text import comparison_key, one_line
from mus_desktop.services.conversation.agreement_lines import agreement_text
from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hint_kinds import HintKind

_WORD = re.compile(r"[^\W\d_]+")
_LEADER = frozenset({"leder", "lederen", "chef", "chefen", "jeg", "mig", "selv"})
_MOST_NAMED, _LONGEST_NAME = 2, 60
_MOST_THEMES = 3
_ANYTHING_ELSE = "andet"
"""The key of the last theme of every form (see CONTRIBUTING.md): there need not be anything else."""


def promise_hints(talk: Discussed) -> Iterator[Advice]:
    """Yield the hint to begin with what the leader promised last time and has not reported on."""
    field = next((field for field in talk.form.fields() if isinstance(field, PreviousPlanField)), None)
    names = _LEADER | set(_words(talk.opened.leader.name))
    own = [past for past in talk.content.past if past.review is None and _is_theirs(past, names)]
    if field is not None and own:
        text = f"Du lovede selv sidste gang: {_named(own)}. Begynd med at fortælle, hvordan det er gået."
        yield Advice(text, field.key, kind=HintKind.PROMISES)


def closing_hints(talk: Discussed) -> Iterator[Advice]:
    """Yield the hints that are shown only when the conversation is to be finished."""
    if talk.opened.conversation.purpose is Purpose.MUS:
        yield from _follow_up_hints(talk)
        yield from _untouched_hints(talk)


def _follow_up_hints(talk: Discussed) -> Iterator[Advice]:
    rows = [row for rows in talk.content.follow_ups.values() for row in rows]
    if talk.follow_up_planned or not talk.content.plan.agreements or any(row.due_on for row in rows):
        return
    field = next((field.key for field in talk.form.fields() if isinstance(field, FollowUpField)), None)
    text = "Der er ingen dato for mini-MUS. Aftal den, mens I sidder sammen."
    yield Advice(text, field or plan_card_key(talk.form), kind=HintKind.FOLLOW_UP)


def _untouched_hints(talk: Discussed) -> Iterator[Advice]:
    """Yield the hint on the themes in which no party has written anything."""
    content, parties = talk.content, [party.id for party in talk.opened.parties]
    untouched = [
        tab
        for tab in talk.form.tabs
        if _is_expected(tab)
        and Progress.EMPTY
        is progress_of(tab, content.answers, content.plan, parties, past=content.past, follow_ups=content.follow_ups)
    ]
    if untouched:
        names = _listed([f"»{tab.title}«" for tab in untouched], _MOST_THEMES)
        first = next(field for field in untouched[0].fields if field.key)
        yield Advice(f"Der er ikke skrevet noget under {names}.", first.key, kind=HintKind.UNTOUCHED)


def _is_expected(tab: Tab) -> bool:
    """Return whether a theme is left out by mistake rather than by choice; for the plan there is other advice."""
    has_plan = any(isinstance(field, PlanField) for field in tab.fields)
    return not (tab.optional or has_plan or tab.key == _ANYTHING_ELSE or is_for_leader_only(tab))


def _is_theirs(past: PastAgreement, names: frozenset[str] | set[str]) -> bool:
    words = _words(past.agreement.responsible)
    return bool(words) and all(word in names for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(comparison_key(text))


def _named(past: list[PastAgreement]) -> str:
    texts = (one_line(agreement_text(one.field, one.agreement)).rstrip(".") for one in past)
    named = [f"»{text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + '…'}«" for text in texts]
    return _listed(named, _MOST_NAMED)


def _listed(names: list[str], most: int) -> str:
    """Return the first names, and how many more there are."""
    more = len(names) - most
    return danish_list([*names[:most], f"{more} mere"] if more > 0 else names)
